//! The blocks of plain text.
//!
//! Takes a file and hands on its paragraphs: runs of lines between empty ones where the lines are wrapped, single lines
//! where each is a paragraph of its own. Lines that open with `>` are a block quote. A form feed ends a paragraph.

use std::ops::Range;

use super::mask::Mask;
use super::{Block, BlockQuote, Blocks, Kind};
use crate::file::File;

/// Lines up to this many bytes may be wrapped prose; longer ones are paragraphs.
const WRAPPED: usize = 140;

pub(super) fn blocks(file: &File) -> Blocks {
    let mut mask = Mask::new(&file.text);
    let mut blocks = Blocks::default();
    for chunk in chunks(&file.text) {
        let quoted = is_quoted(&file.text[chunk[0].clone()]).then(|| {
            let whole = chunk[0].start..chunk[chunk.len() - 1].end;
            blocks.quotes.push(BlockQuote { span: file.span(whole), callout: false });
            blocks.quotes.len() as u32 - 1
        });
        let lines: Vec<_> = chunk.iter().map(|line| body(file, &mut mask, line, quoted.is_some())).collect();
        for paragraph in paragraphs(file, &lines) {
            mask.decode_entities(paragraph.clone());
            mask.blank_addresses(paragraph.clone());
            let kind = if is_item(&file.text[paragraph.clone()]) { Kind::Item } else { Kind::Paragraph };
            blocks.blocks.push(Block { kind, span: file.span(paragraph), quoted, note: None });
        }
    }
    blocks.masked = mask.finish();
    blocks
}

/// Runs of lines that are not empty, quoted and unquoted lines apart.
fn chunks(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut chunks: Vec<Vec<Range<usize>>> = Vec::new();
    let mut fresh = true;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\u{c}']) {
        // What stands below this line of an e-mail is the sender's signature.
        if matches!(line, "-- \n" | "-- \r\n") {
            break;
        }
        let range = at..at + line.trim_end().len();
        at += line.len();
        let empty = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty();
        if empty {
            fresh = true;
        } else {
            match chunks.last_mut() {
                Some(chunk) if !fresh && is_quoted(&text[chunk[0].clone()]) == is_quoted(line) => {
                    chunk.push(range)
                }
                _ => chunks.push(vec![range]),
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
fn body(file: &File, mask: &mut Mask, line: &Range<usize>, quoted: bool) -> Range<usize> {
    let text = &file.text[line.clone()];
    let marker = |c: char| c.is_whitespace() || c == '\u{feff}' || (quoted && c == '>');
    let start = line.start + (text.len() - text.trim_start_matches(marker).len());
    if quoted {
        mask.blank(line.start..start);
    }
    start..line.end
}

/// Joins the lines of a chunk that are one wrapped paragraph. A line of its own are an item's first and, in a block
/// quote, an empty one.
fn paragraphs(file: &File, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let starts_anew = |line: &Range<usize>| line.is_empty() || is_item(&file.text[line.clone()]);
    for lines in lines.chunk_by(|_, next| !starts_anew(next)) {
        let lines = if lines[0].is_empty() { &lines[1..] } else { lines };
        let Some((last, rest)) = lines.split_last() else { continue };
        let longest = lines.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
        let full = rest.iter().all(|line| line.len() * 5 >= longest * 3);
        if longest <= 100 || (longest <= WRAPPED && full) {
            paragraphs.push(lines[0].start..last.end);
        } else {
            // A paragraph cannot begin with a small letter behind a line that ends no sentence.
            let breaks = |line: &Range<usize>, next: &Range<usize>| {
                let ended = file.text[line.clone()].ends_with(['.', '!', '?', ':', '"', '”', '’', ')', '»']);
                ended || !file.text[next.clone()].starts_with(char::is_lowercase)
            };
            paragraphs.extend(
                lines
                    .chunk_by(|line, next| !breaks(line, next))
                    .map(|run| run[0].start..run[run.len() - 1].end),
            );
        }
    }
    paragraphs
}
