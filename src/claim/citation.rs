//! Citations as they are written: Pandoc keys, footnotes, links and references in brackets.
//!
//! Takes a text's blocks and hands on each citation with its span and the keys that it may name; whether they name a
//! source is for `matching` to say.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::reference::is_reference;
use crate::block::{Block, Blocks, Kind};
use crate::file::{File, Span};

/// One citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The whole of it, with its brackets.
    pub span: Span,
    /// The keys that it may name, as written, without `@`, or a link's address; none for a footnote of plain prose.
    pub keys: Vec<String>,
    /// Whether it is a key in Pandoc's brackets, which is a citation beyond doubt.
    pub bracketed: bool,
}

/// Finds the citations of a text, in order.
pub fn citations(file: &File, blocks: &Blocks) -> Vec<Citation> {
    let text = blocks.text(file);
    let mut citations: Vec<Citation> = Vec::new();
    for block in &blocks.blocks {
        let mut read_to = block.span.start as usize;
        for (at, _) in text[block.span.range()]
            .match_indices('@')
            .map(|(at, mark)| (block.span.start as usize + at, mark))
        {
            if at < read_to {
                continue;
            }
            let bracket = bracket(text, at, block.span.range());
            let bracketed = bracket.is_some();
            let (range, keys) = match bracket {
                Some(bracket) => (bracket.clone(), keys(&file.text[bracket])),
                None => match key(&file.text, at) {
                    Some((key, end)) => (at..end, vec![key.to_owned()]),
                    None => continue,
                },
            };
            if !keys.is_empty() {
                read_to = range.end;
                citations.push(Citation { span: file.span(range), keys, bracketed });
            }
        }
    }
    // Of two notes with one label the first counts, as in Markdown.
    let mut notes: FxHashMap<&str, (Span, Vec<String>)> = FxHashMap::default();
    for (label, block) in blocks.blocks.iter().filter_map(|block| block.note.map(|note| (note, block))) {
        let note = notes.entry(file.slice(label)).or_insert((label, Vec::new()));
        if note.0 == label {
            note.1.extend(note_keys(file.slice(block.span)));
        }
    }
    for mark in &blocks.note_marks {
        let keys = notes.get(file.slice(mark.label)).map(|(_, keys)| keys.clone()).unwrap_or_default();
        citations.push(Citation { span: mark.span, keys, bracketed: false });
    }
    // What a footnote quotes without a key of its own comes from what the note names in plain words.
    let keyless = |block: &&Block| block.kind == Kind::Note && note_keys(file.slice(block.span)).is_empty();
    let notes = blocks.blocks.iter().filter(keyless);
    citations.extend(notes.map(|block| Citation { span: block.span, keys: Vec::new(), bracketed: false }));
    for block in blocks.blocks.iter().filter(|block| block.kind != Kind::Note) {
        let inner = |range: &Range<usize>| &text[range.start + 1..range.end - 1];
        let brackets = bracketed(text, block.span.range()).filter(|range| is_reference(inner(range)));
        citations.extend(brackets.map(|range| Citation {
            span: file.span(range),
            keys: Vec::new(),
            bracketed: false,
        }));
    }
    citations.extend(blocks.links.iter().map(|link| Citation {
        span: link.span,
        keys: vec![link.address.clone()],
        bracketed: false,
    }));
    citations.sort_by_key(|citation| citation.span.start);
    citations
}

/// The round brackets of a block that are short enough for a reference, each up to its first closing one.
fn bracketed(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    const LONGEST: usize = 160;
    let opens = text[block.clone()].match_indices('(').map(move |(at, _)| block.start + at);
    opens.filter_map(move |open| {
        let rest = &text[open..text.floor_char_boundary((open + LONGEST).min(text.len()))];
        rest.find(')').map(|close| open..open + close + 1).filter(|range| range.end <= block.end)
    })
}

/// The square bracket round an `@`, if it opens before it without another closing between.
fn bracket(text: &str, at: usize, within: Range<usize>) -> Option<Range<usize>> {
    let from = text.floor_char_boundary(within.start.max(at.saturating_sub(200)));
    let open = text[from..at]
        .rfind(['[', ']'])
        .map(|open| from + open)
        .filter(|&open| text.as_bytes()[open] == b'[')?;
    let to = text.floor_char_boundary(within.end.min(at + 1000));
    let close = text[at..to].find(']').map(|close| at + close + 1)?;
    Some(open..close)
}

/// Every key in a stretch of text.
fn keys(text: &str) -> Vec<String> {
    text.match_indices('@').filter_map(|(at, _)| key(text, at)).map(|(key, _)| key.to_owned()).collect()
}

/// The key behind an `@`, by Pandoc's rule: letters, digits, `_` and single inner punctuation from `:.#$%&-+?<>~/`, or
/// anything in braces; and where it ends. An `@` inside a word is an address.
fn key(text: &str, at: usize) -> Option<(&str, usize)> {
    if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.') {
        return None;
    }
    let rest = &text[at + 1..];
    if let Some(braced) = rest.strip_prefix('{') {
        let near = &braced[..braced.floor_char_boundary(300)];
        return near.find('}').map(|end| (&braced[..end], at + "@{".len() + end + 1));
    }
    let end =
        rest.find(|c: char| !(c.is_alphanumeric() || "_:.#$%&-+?<>~/".contains(c))).unwrap_or(rest.len());
    let key = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
    (!key.is_empty()).then_some((key, at + 1 + key.len()))
}

/// The keys that a footnote's text may name: those behind an `@`, or the whole text if it is one word.
fn note_keys(note: &str) -> Vec<String> {
    let note = note.trim();
    let found = keys(note);
    if found.is_empty() && !note.contains(char::is_whitespace) {
        return vec![note.trim_end_matches('.').to_owned()];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    fn found(text: &str) -> Vec<(String, Vec<String>)> {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let blocks = crate::block::blocks(&file);
        let list = citations(&file, &blocks);
        list.into_iter().map(|citation| (file.slice(citation.span).to_owned(), citation.keys)).collect()
    }

    #[test]
    fn keys_are_read_as_pandoc_reads_them() {
        let one = |text: &str, span: &str, keys: &[&str]| {
            assert_eq!(
                found(text),
                [(span.to_owned(), keys.iter().map(|&key| key.to_owned()).collect())],
                "{text}"
            );
        };
        one("So it is [@smith2020].", "[@smith2020]", &["smith2020"]);
        one("So [see @a/b, pp. 3-5; -@c:d].", "[see @a/b, pp. 3-5; -@c:d]", &["a/b", "c:d"]);
        one("As @jones-1999. said", "@jones-1999", &["jones-1999"]);
        one("As @{https://a.b/c} said", "@{https://a.b/c}", &["https://a.b/c"]);
        one("So.[^1]\n\n[^1]: a/b-c", "[^1]", &["a/b-c"]);
        let prose = [("[^n]", vec![]), ("An interview with the author.", vec![])];
        assert_eq!(
            found("So.[^n]\n\n[^n]: An interview with the author."),
            prose.map(|(span, keys)| (span.to_owned(), keys))
        );
        one("So it was (Wellbury Radio, 4 May 2025).", "(Wellbury Radio, 4 May 2025)", &[]);
        assert_eq!(found("Write to me@example.org."), []);
    }
}
