//! The blocks of plain text.
//!
//! Takes a file and hands on its paragraphs: runs of lines between empty ones where the lines are wrapped, single lines
//! where each is a paragraph of its own. Lines that open with `>` are a block quote. A form feed ends a paragraph.

use std::ops::Range;

use memchr::memchr2_iter;

use super::comment::{self, Place};
use super::mask::Mask;
use super::{Block, BlockQuote, Blocks, Comment, Kind};
use crate::file::File;

/// Lines up to this many bytes may be wrapped prose; longer ones are paragraphs.
const WRAPPED: usize = 140;

pub(super) fn blocks(file: &File) -> Blocks {
    let comments = comment::find(file.text());
    let blanked = (!comments.is_empty()).then(|| comment::blanked(file.text(), &comments));
    let text = blanked.as_deref().unwrap_or(file.text());
    let mut mask = Mask::new(text);
    let mut blocks = Blocks::default();
    for chunk in chunks(text, &comments) {
        let quoted = is_quoted(&text[chunk[0].clone()]).then(|| {
            let whole = chunk[0].start..chunk[chunk.len() - 1].end;
            blocks.quotes.push(BlockQuote { span: file.span(whole), callout: false });
            blocks.quotes.len() as u32 - 1
        });
        let lines: Vec<_> = chunk.iter().map(|line| body(text, &mut mask, line, quoted.is_some())).collect();
        for paragraph in paragraphs(text, &lines) {
            mask.decode_entities(paragraph.clone());
            mask.blank_addresses(paragraph.clone());
            let kind = if is_item(&text[paragraph.clone()]) { Kind::Item } else { Kind::Paragraph };
            blocks.blocks.push(Block { kind, level: 0, span: file.span(paragraph), quoted, note: None });
        }
    }
    blocks.masked = mask.finish();
    blocks.comments = comments.iter().map(|place| about(file, text, &blocks, place)).collect();
    blocks.masked = blocks.masked.or(blanked);
    blocks
}

/// A comment with what it is about.
fn about(file: &File, text: &str, blocks: &Blocks, place: &Place) -> Comment {
    let alone = comment::is_alone(file, &place.whole);
    let behind = place.whole.end as u32;
    let next = blocks.blocks.partition_point(|block| block.span.end <= behind);
    let reach = match blocks.blocks.get(next) {
        _ if !alone => file.span(comment::lines(file, &place.whole)),
        None => file.span(place.whole.end..place.whole.end),
        Some(block) if (block.span.start as usize) < place.whole.start => {
            let rest = &text[place.whole.end..];
            let at = place.whole.end + (rest.len() - rest.trim_start().len());
            let line = comment::lines(file, &(at..at));
            file.span(line.start.max(place.whole.end)..line.end)
        }
        Some(block) => {
            let quote = block.quoted.map(|quote| blocks.quotes[quote as usize].span);
            quote.filter(|quote| quote.start >= behind).unwrap_or(block.span)
        }
    };
    let (span, body) = (file.span(place.whole.clone()), file.span(place.body.clone()));
    Comment { span, body, closed: place.closed, alone, reach }
}

/// Runs of lines that are not empty, quoted and unquoted lines apart. A line that held a comment alone is as if it were
/// not there.
fn chunks(text: &str, comments: &[Place]) -> Vec<Vec<Range<usize>>> {
    let mut chunks: Vec<Vec<Range<usize>>> = Vec::new();
    let mut fresh = true;
    let mut quoted = false;
    let mut at = 0;
    let ends = memchr2_iter(b'\n', 0xc, text.as_bytes()).map(|end| end + 1).chain([text.len()]);
    for end in ends.filter(|&end| end > 0) {
        let line = &text[at..end];
        // What stands below this line of an e-mail is the sender's signature.
        if matches!(line, "-- \n" | "-- \r\n") {
            break;
        }
        let range = at..at + line.trim_end().len();
        at += line.len();
        let empty = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty();
        if empty {
            let next = comments.partition_point(|place| place.whole.end <= range.start);
            fresh |= comments.get(next).is_none_or(|place| place.whole.start >= at);
        } else {
            match chunks.last_mut() {
                Some(chunk) if !fresh && is_quoted(line) == quoted => chunk.push(range),
                _ => {
                    quoted = is_quoted(line);
                    chunks.push(vec![range]);
                }
            }
            fresh = line.ends_with('\u{c}');
        }
    }
    chunks
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn is_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered =
        digits > 0 && digits < 4 && (text[digits..].starts_with(". ") || text[digits..].starts_with(") "));
    numbered || ["- ", "* ", "• ", "– "].iter().any(|bullet| text.starts_with(bullet))
}

/// A line without its indentation and, in a block quote, without its markers, which are masked.
fn body(text: &str, mask: &mut Mask, line: &Range<usize>, quoted: bool) -> Range<usize> {
    let text = &text[line.clone()];
    let marker = |c: char| c.is_whitespace() || c == '\u{feff}' || (quoted && c == '>');
    let start = line.start + (text.len() - text.trim_start_matches(marker).len());
    if quoted {
        mask.blank(line.start..start);
    }
    start..line.end
}

/// Joins the lines of a chunk that are one wrapped paragraph. A line of its own are an item's first and, in a block
/// quote, an empty one.
fn paragraphs(text: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let starts_anew = |line: &Range<usize>| line.is_empty() || is_item(&text[line.clone()]);
    for lines in lines.chunk_by(|_, next| !starts_anew(next)) {
        let lines = if lines[0].is_empty() { &lines[1..] } else { lines };
        let Some((last, rest)) = lines.split_last() else { continue };
        let longest = lines.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
        let full = rest.iter().all(|line| line.len() * 5 >= longest * 3);
        if longest <= 100 || (longest <= WRAPPED && full) {
            paragraphs.push(lines[0].start..last.end);
        } else {
            paragraphs.extend(long_lines(text, lines));
        }
    }
    paragraphs
}

/// The paragraphs of long lines: each line is one, but it cannot end inside a sentence that goes on with a small letter,
/// nor inside a quotation that one of the next lines closes.
fn long_lines(text: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    const AHEAD: usize = 4;
    const LONGEST_RUN: usize = 32;
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let mut last = at;
        // A run of lines without an end is no paragraph.
        while last - at < LONGEST_RUN {
            let run = lines[at].start..lines[last].end;
            let rest = &lines[last + 1..lines.len().min(last + 1 + AHEAD)];
            let ended = text[run.clone()].ends_with(['.', '!', '?', ':', '"', '”', '’', ')', '»']);
            let goes_on =
                rest.first().is_some_and(|next| !ended && text[next.clone()].starts_with(char::is_lowercase));
            let reopens = |line: &Range<usize>| {
                text[line.clone()].starts_with(['"', '“', '„', '«', '‹', '「', '『', '`'])
            };
            let closing = || {
                let next = rest.iter().take_while(|line| !reopens(line));
                next.map(|line| run.start..line.end).position(|lines| balances(&text[lines]))
            };
            match (!balances(&text[run.clone()])).then(closing).flatten() {
                Some(more) => last += more + 1,
                None if goes_on => last += 1,
                None => break,
            }
        }
        paragraphs.push(lines[at].start..lines[last].end);
        at = last + 1;
    }
    paragraphs
}

/// Whether a text closes as many quotation marks as it opens. Single marks do not count: they may be apostrophes.
fn balances(text: &str) -> bool {
    let (mut low, mut left, mut right, mut straight, mut doubled) =
        (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    // By how many the opening marks of a shape outnumber the closing ones.
    let mut open = [0_isize; 4];
    let mut single = None;
    let mut at = 0;
    while let Some(next) = mark(&text.as_bytes()[at..]).map(|mark| at + mark) {
        let Some(char) = text[next..].chars().next() else { break };
        // Of three apostrophes two are a mark.
        let again = single.take() == Some((char, next));
        at = next + char.len_utf8();
        match char {
            '"' => straight += 1,
            '\'' | '`' if again => doubled += 1,
            '\'' | '`' => single = Some((char, at)),
            '„' => low += 1,
            '“' => left += 1,
            '”' => right += 1,
            '«' => open[0] += 1,
            '»' => open[0] -= 1,
            '‹' => open[1] += 1,
            '›' => open[1] -= 1,
            '「' => open[2] += 1,
            '」' => open[2] -= 1,
            '『' => open[3] += 1,
            '』' => open[3] -= 1,
            _ => {}
        }
    }
    let curly = low + left == right || (right == 0 && (low == left || (low == 0 && left % 2 == 0)));
    curly && open == [0; 4] && doubled % 2 == 0 && straight % 2 == 0
}

/// Where the first byte stands that may begin a quotation mark.
fn mark(bytes: &[u8]) -> Option<usize> {
    /// So many bytes are looked at together.
    const LANES: usize = 32;
    let may_be = |byte: u8| matches!(byte, b'"' | b'\'' | b'`') || !byte.is_ascii();
    let mut blocks = bytes.chunks(LANES);
    let block = blocks.position(|block| block.iter().fold(false, |any, &byte| any | may_be(byte)))?;
    let within = bytes[block * LANES..].iter().position(|&byte| may_be(byte))?;
    Some(block * LANES + within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    /// The blocks of a plain text as masked, an item behind `*`, one of a block quote behind `>`.
    fn read(text: &str) -> Vec<String> {
        let file = File::new(FileId(0), "a.txt".into(), "UTF-8", Format::Plain, text.into());
        let found = blocks(&file);
        let shown = |block: &Block| {
            let item = if block.kind == Kind::Item { "*" } else { "" };
            let quoted = if block.quoted.is_some() { ">" } else { "" };
            format!("{quoted}{item}{}", &found.text(&file)[block.span.range()])
        };
        found.blocks.iter().map(shown).collect()
    }

    #[test]
    fn lines_make_paragraphs() {
        let table: &[(&str, &[&str])] = &[
            ("one\ntwo\n\nthree", &["one\ntwo", "three"]),
            ("\u{feff}one\r\n  two\r\n \t\r\nthree\r\n", &["one\r\n  two", "three"]),
            ("one\u{c}two\nthree", &["one", "two\nthree"]),
            ("one\n-- \nWard", &["one"]),
            ("one\n--\nWard", &["one\n--\nWard"]),
            ("one\n- two\n  three\n2) four", &["one", "*- two\n  three", "*2) four"]),
            ("2020. one", &["2020. one"]),
            ("> one\n> two\n>\n> three\nfour", &[">one\n  two", ">three", "four"]),
            ("a &amp; b http://c.d", &["a &\u{1}\u{1}\u{1}\u{1} b           "]),
            (" \n\u{c}\n", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_line_is_a_paragraph_unless_its_sentence_goes_on() {
        let long = "word ".repeat(40);
        let table = [
            (format!("{long}end.\n{long}end."), 2),
            (format!("{long}\nand {long}end."), 1),
            (format!("{long}“a.\nB {long}end.”"), 1),
            (format!("{long}“a.\n“B {long}end.”"), 2),
            (format!("“a” {long}\nShort."), 2),
        ];
        for (text, expected) in table {
            assert_eq!(read(&text).len(), expected, "{text}");
        }
    }

    #[test]
    fn marks_balance_in_every_language() {
        let even = ["“a”", "„a“", "“a“", "«a»", "»a«", "``a''", "\"a\"", "「a」", "it's", ""];
        assert!(even.iter().all(|text| balances(text)));
        let odd = ["“a", "„a", "«a", "``a", "\"a", "「a", "a”"];
        assert!(odd.iter().all(|text| !balances(text)));
    }
}
