//! Block quotes as quotations.
//!
//! Takes a text's blocks and hands on the body of each block quote that may quote somebody: without the line that
//! names the speaker, and without the marks that enclose the whole.

use std::ops::Range;

use super::marks::pairs;
use super::quote::{Kind, Licence, Quote};
use crate::block::{Block, BlockQuote, Blocks};
use crate::file::{File, Span};
use crate::fold::MASK;
use crate::lexicon::{has, voices};

/// The body of one block quote.
#[derive(Debug)]
pub(super) struct Body {
    quote: u32,
    parts: Vec<Range<usize>>,
    cue: Option<Range<usize>>,
    /// Where the quotation ends if the last line names who said it after all.
    other_ends: Vec<u32>,
}

impl Body {
    pub(super) fn into_quote(self, file: &File) -> Quote {
        let end = self.parts.last().map_or(0, |part| part.end);
        Quote {
            span: file.span(self.parts[0].start..end),
            parts: self.parts.into_iter().map(|part| file.span(part)).collect(),
            kind: Kind::Block,
            certain: self.cue.is_some(),
            cue: self.cue.map(|cue| file.span(cue)),
            speaker: None,
            denied: false,
            supposed: false,
            firsthand: false,
            citations: Vec::new(),
            inherits: false,
            reach: Vec::new(),
            mention: false,
            other_ends: self.other_ends,
            licence: Licence::None,
        }
    }
}

/// Whether a block belongs to a block quote that is a quotation as a whole, so that marks inside it are inner ones.
pub(super) fn is_claim(bodies: &[Body], block: &Block) -> bool {
    block.quoted.is_some_and(|quote| bodies.binary_search_by_key(&quote, |body| body.quote).is_ok())
}

/// The bodies of the block quotes that count, in order.
pub(super) fn bodies(file: &File, blocks: &Blocks) -> Vec<Body> {
    let mut bodies = Vec::new();
    let mut at = 0;
    for (index, quote) in blocks.quotes.iter().enumerate() {
        while blocks
            .blocks
            .get(at)
            .is_some_and(|block| block.quoted.is_none_or(|quoted| (quoted as usize) < index))
        {
            at += 1;
        }
        let length =
            blocks.blocks[at..].iter().take_while(|block| block.quoted == Some(index as u32)).count();
        let inside = &blocks.blocks[at..at + length];
        let before = at.checked_sub(1).and_then(|last| blocks.blocks.get(last));
        if !quote.callout && !inside.is_empty() {
            bodies.extend(body(file, blocks.text(file), index as u32, quote, inside, before.copied()));
        }
        at += length;
    }
    bodies
}

fn body(
    file: &File,
    text: &str,
    quote: u32,
    whole: &BlockQuote,
    inside: &[Block],
    before: Option<Block>,
) -> Option<Body> {
    let mut parts: Vec<Range<usize>> = inside.iter().map(|block| block.span.range()).collect();
    let named = attribution(text, &mut parts);
    let is_named = named.is_some();
    let mut cue = named;
    if parts.is_empty() {
        return None;
    }
    if let Some(lead) = before.map(|block| block.span).filter(|span| leads_in(file, text, *span, whole.span))
    {
        let end = lead.start as usize + text[lead.range()].trim_end().len();
        cue = cue.or(Some(end - text[..end].chars().next_back().map_or(0, char::len_utf8)..end));
    }
    // Where marks enclose whole paragraphs, or quote inside a text of the draft's own, they are the quotation.
    let inner = parts.iter().flat_map(|part| pairs(text, part.clone()).outermost);
    let words = |range: Range<usize>| crate::fold::words_in(text, range).count();
    let total: usize = parts.iter().map(|part| words(part.clone())).sum();
    let marked: usize = inner.map(|pair| words(pair.open.end..pair.close.start)).sum();
    let own_marks = marked * 10 >= total * 9 || (cue.is_none() && marked >= 5);
    let other_ends = if is_named { Vec::new() } else { other_ends(text, &parts) };
    (!own_marks).then_some(Body { quote, parts, cue, other_ends })
}

/// Whether a block just before a block quote ends with a colon. Comments may stand between them.
fn leads_in(file: &File, text: &str, lead: Span, quote: Span) -> bool {
    let between = &file.text()[lead.end as usize..quote.start.max(lead.end) as usize];
    let parts = between.split("<!--").enumerate();
    let between: String = parts
        .map(
            |(number, part)| {
                if number == 0 { part } else { part.split_once("-->").map_or(part, |(_, rest)| rest) }
            },
        )
        .collect();
    between.trim_matches(|c: char| c.is_whitespace() || "*_>[]^0123456789".contains(c)).is_empty()
        && text[lead.range()].trim_end().ends_with([':', '：'])
}

/// Where a body ends if its last line, what follows its last dash or its last sentence, or its last bracket, names the speaker or
/// the source without saying so by its form.
fn other_ends(text: &str, parts: &[Range<usize>]) -> Vec<u32> {
    const LONGEST: usize = 12;
    let Some((last, earlier)) = parts.split_last() else { return Vec::new() };
    // A name is no sentence: it ends with no stop and begins with no small letter.
    let bracketed = text[last.clone()].trim_end().trim_end_matches('.').ends_with(')');
    if !bracketed && text[last.clone()].trim_end().ends_with(['.', '!', '?', '…', '"', '”']) {
        return Vec::new();
    }
    let named = |at: usize| {
        let first = text[at..last.end].chars().find(|c| c.is_alphanumeric() || *c == '@');
        first.is_some_and(|c| !c.is_lowercase())
    };
    let words = |from: usize| crate::fold::words_in(text, from..last.end).count();
    let dash = text[last.clone()].rfind(['—', '–']).map(|at| last.start + at);
    let line = text[last.clone()].rfind('\n').map(|at| last.start + at);
    let bracket = text[last.clone()].rfind('(').filter(|_| bracketed).map(|at| last.start + at);
    let reference = bracket.filter(|&at| words(at) <= 2 * LONGEST && at > last.start);
    let paragraph = earlier.last().map(|part| (part.end, words(last.start)));
    let behind = name_behind(text, last).filter(|&at| line != Some(at));
    let inside = [dash, line, behind].into_iter().flatten().map(|at| (at, words(at)));
    let ends = inside.chain(paragraph).filter(|&(at, words)| words <= LONGEST && named(at));
    let ends = ends.map(|(at, _)| at).chain(reference);
    ends.map(|at| text[..at].trim_end().len() as u32).collect()
}

/// Where a name, and perhaps a year, begins that stands behind the last sentence of a block quote.
fn name_behind(text: &str, last: &Range<usize>) -> Option<usize> {
    let said = text[last.clone()].trim_end_matches(|c: char| c.is_whitespace() || c == MASK);
    let closes = |c: char| ".!?…".contains(c);
    let stops = said.match_indices([' ', '\n']).filter(|(at, _)| {
        said[..*at].trim_end_matches(|c: char| c == MASK || "\"”’)".contains(c)).ends_with(closes)
    });
    let named = |at: usize| {
        let mut words = said[at..]
            .split(|c: char| c.is_whitespace() || c == MASK || c == ',')
            .filter(|word| !word.is_empty());
        let mut names = 0;
        let fit = words.all(|word| {
            let name = word.starts_with(char::is_uppercase);
            names += usize::from(name);
            name || word.bytes().all(|byte| byte.is_ascii_digit()) || has(voices::PARTICLES, word)
        });
        fit && (1..=5).contains(&names)
    };
    stops.map(|(at, _)| at).find(|&at| named(at)).map(|at| last.start + at)
}

/// Takes the line that names the speaker ("— Name") off the end of a block quote's body.
fn attribution(text: &str, parts: &mut Vec<Range<usize>>) -> Option<Range<usize>> {
    let last = parts.last()?.clone();
    let line = text[last.clone()].rfind('\n').map_or(last.start, |at| last.start + at + 1);
    let body = &text[line..last.end];
    let start = line
        + (body.len()
            - body.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '(' | MASK)).len());
    let dashed = ["—", "–", "―", "--", "- ", "~ "].iter().any(|dash| text[start..last.end].starts_with(dash));
    let words = crate::fold::words_in(text, start..last.end).count();
    // A hyphen is a list's mark as often as a dash before a name.
    let item =
        text[start..last.end].starts_with("- ") && (words > 8 || text[..last.end].ends_with(['.', '!', '?']));
    if !dashed || item || words == 0 || words > 25 {
        return None;
    }
    if line == last.start {
        parts.pop();
    } else if let Some(part) = parts.last_mut() {
        part.end = last.start + text[last.start..line].trim_end().len();
    }
    Some(start..last.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::file::{FileId, Format};

    /// The bodies of a Markdown text: the words of each, its cue and how many other ends it has.
    fn read(text: &str) -> Vec<(String, Option<String>, usize)> {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let found = bodies(&file, &blocks(&file));
        found
            .into_iter()
            .map(|body| {
                let parts: Vec<&str> = body.parts.iter().map(|part| &text[part.clone()]).collect();
                (parts.join("|"), body.cue.map(|cue| text[cue].to_string()), body.other_ends.len())
            })
            .collect()
    }

    #[test]
    fn a_body_is_parted_from_its_speaker() {
        let table = [
            ("> We wait here.\n>\n> — Ann Ward", "We wait here.", Some("— Ann Ward"), 0),
            ("> We wait here.\n> — Ann Ward", "We wait here.", Some("— Ann Ward"), 0),
            ("> We wait here.\n> -- Ann Ward", "We wait here.", Some("-- Ann Ward"), 0),
            ("Ward wrote:\n\n> We wait here.", "We wait here.", Some(":"), 0),
            ("Ward wrote.\n\n> We wait here.", "We wait here.", None, 0),
            ("> We wait here.\n>\n> So we do.", "We wait here.|So we do.", None, 0),
            ("> We wait here. — Ann Ward", "We wait here. — Ann Ward", None, 1),
            ("> We wait here.\n> Ann Ward", "We wait here.\n> Ann Ward", None, 1),
            ("> We “wait” here. — Ward", "We “wait” here. — Ward", None, 1),
        ];
        for (text, body, cue, other_ends) in table {
            assert_eq!(read(text), [(body.into(), cue.map(str::to_string), other_ends)], "{text}");
        }
    }

    #[test]
    fn what_quotes_nobody_has_no_body() {
        let table = [
            "> [!NOTE]\n> We wait here.",
            "> **Key takeaway:** we wait here.",
            "> “We wait here until noon.”",
            "> “We wait here until noon,” said Ann Ward.",
            "> — Ann Ward",
            ">",
            "We wait here.",
        ];
        for text in table {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn each_block_quote_has_its_own_body() {
        let found = read("> One.\n\nAnd:\n\n> Two.\n\n> [!TIP]\n> Three.\n\n> Four.");
        let words: Vec<_> = found.iter().map(|(words, ..)| words.as_str()).collect();
        assert_eq!(words, ["One.", "Two.", "Four."]);
    }
}
