//! Citations as they are written: Pandoc keys, footnotes, links, addresses and references in brackets.
//!
//! Takes a text's blocks and hands on each citation with its place, the keys and addresses in it and the prose that may
//! name a source; whether they name one is for `matching` to say.

mod inline_note;
mod key;
mod numbered;

pub use key::is_cross_reference;

use std::ops::Range;

use rustc_hash::FxHashMap;

use self::inline_note::inline_notes;
use self::key::{bracket, key, keys};
use super::reference::{references, reports, square};
use crate::block::{Block, Blocks, Kind, addresses};
use crate::file::{File, Span};

/// One citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The whole of it as it stands in the running text: with its brackets, or the mark of a footnote.
    pub span: Span,
    /// How it is written.
    pub form: Form,
    /// The keys that it holds, without `@`.
    pub keys: Vec<Name>,
    /// The web addresses that it holds.
    pub addresses: Vec<Name>,
    /// Where it may name a source in words.
    pub prose: Vec<Span>,
}

/// How a citation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Keys in Pandoc's brackets, `[@key]`, which are a citation beyond doubt.
    Bracket,
    /// A key in running text, `@key`, unless it is a handle.
    Bare,
    /// The mark of a footnote.
    Note,
    /// A footnote's text, for what it quotes itself.
    NoteText,
    /// A note within the line, `^[…]`.
    InlineNote,
    /// A reference in round brackets, `(Ferrer 2021)`, or to a law report, `12 Port Rep. 33`.
    Reference,
    /// A name in square brackets, `[log-07]`, which may be a citation or not.
    Square,
    /// Numbers in square brackets, `[2, 3]`, with what a list of sources says of them, if there is one.
    Number,
    /// A link, or an address in running text.
    Link,
}

/// A key or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands, in a footnote's text for a footnote. A link's address is taken to stand where the link does.
    pub span: Span,
    /// The name itself.
    pub text: String,
}

/// What of one footnote is read, in blocks and in names of a kind.
const MOST: usize = 32;

/// Finds the citations of a text, in order.
pub fn citations(file: &File, blocks: &Blocks) -> Vec<Citation> {
    let mut citations = Vec::new();
    for block in &blocks.blocks {
        pandoc(file, blocks.text(file), block, &mut citations);
    }
    notes(file, blocks, &mut citations);
    let entries = numbered::entries(file, blocks);
    for block in blocks.blocks.iter().filter(|block| block.kind != Kind::Note) {
        citations.extend(references(blocks.text(file), block.span.range()).map(|range| {
            let inside = file.span(range.start + 1..range.end - 1);
            Citation { prose: vec![inside], ..citation(file.span(range), Form::Reference) }
        }));
        for range in square(blocks.text(file), block.span.range()) {
            citations.extend(in_square(file, range, &entries));
        }
        citations.extend(law_reports(file, blocks.text(file), block));
    }
    links(file, blocks, &mut citations);
    citations.sort_by_key(|citation| citation.span.start);
    citations
}

fn citation(span: Span, form: Form) -> Citation {
    Citation { span, form, keys: Vec::new(), addresses: Vec::new(), prose: Vec::new() }
}

fn names(file: &File, ranges: Vec<Range<usize>>) -> Vec<Name> {
    let name =
        |range: Range<usize>| Name { text: file.text[range.clone()].to_owned(), span: file.span(range) };
    ranges.into_iter().map(name).collect()
}

/// The keys of a block, and its inline notes.
fn pandoc(file: &File, text: &str, block: &Block, citations: &mut Vec<Citation>) {
    let range = block.span.range();
    let mut read_to = range.start;
    let notes = inline_notes(text, range.clone());
    let mut next_note = notes.iter().peekable();
    for (at, mark) in text[range.clone()].match_indices(['@', '^']).map(|(at, mark)| (range.start + at, mark))
    {
        if let Some(note) = next_note.next_if(|note| note.start <= at) {
            read_to = note.end;
            citations.push(inline_note(file, note.clone()));
        }
        if at < read_to || mark == "^" {
            continue;
        }
        let bracket = bracket(text, at, read_to..range.end);
        let form = if bracket.is_some() { Form::Bracket } else { Form::Bare };
        let (span, keys) = match bracket {
            Some(bracket) => (bracket.clone(), keys(&file.text, bracket)),
            None => match key(&file.text, at) {
                Some((key, end)) => (at..end, vec![key]),
                None => continue,
            },
        };
        if !keys.is_empty() {
            read_to = span.end;
            citations.push(Citation { keys: names(file, keys), ..citation(file.span(span), form) });
        }
    }
}

fn inline_note(file: &File, range: Range<usize>) -> Citation {
    let inside = range.start + "^[".len()..range.end - "]".len();
    Citation {
        keys: names(file, keys(&file.text, inside.clone())),
        addresses: names(file, written(&file.text, inside.clone())),
        prose: vec![file.span(inside)],
        ..citation(file.span(range), Form::InlineNote)
    }
}

/// The marks of footnotes, each with what its note holds, and the texts of footnotes.
fn notes(file: &File, blocks: &Blocks, citations: &mut Vec<Citation>) {
    // Of two notes with one label the first counts, as in Markdown, where labels have no case.
    let mut notes: FxHashMap<String, (Span, Citation)> = FxHashMap::default();
    for (label, block) in blocks.blocks.iter().filter_map(|block| block.note.map(|note| (note, block))) {
        let empty = || (label, citation(label, Form::Note));
        let (first, note) = notes.entry(file.slice(label).to_lowercase()).or_insert_with(empty);
        let text = text_of_note(file, block);
        if *first == label && note.prose.len() < MOST {
            note.keys.extend(text.keys.iter().take(MOST - note.keys.len().min(MOST)).cloned());
            note.addresses.extend(text.addresses.iter().take(MOST - note.addresses.len().min(MOST)).cloned());
            note.prose.extend(&text.prose);
        }
        // What a footnote quotes without a key of its own comes from what the note names in plain words.
        if text.keys.is_empty() {
            citations.push(text);
        }
    }
    for mark in &blocks.note_marks {
        let note = notes.get(&file.slice(mark.label).to_lowercase());
        let cites = note.map(|(_, note)| Citation { span: mark.span, ..note.clone() });
        citations.push(cites.unwrap_or_else(|| citation(mark.span, Form::Note)));
    }
    citations.extend(blocks.undefined_marks.iter().map(|mark| citation(mark.span, Form::Note)));
}

fn text_of_note(file: &File, block: &Block) -> Citation {
    const LONGEST: usize = 4000;
    let end = (block.span.end as usize).min(block.span.start as usize + LONGEST);
    let read = file.span(block.span.start as usize..file.text.floor_char_boundary(end));
    Citation {
        keys: names(file, keys(&file.text, read.range())),
        addresses: names(file, written(&file.text, read.range())),
        prose: vec![read],
        ..citation(block.span, Form::NoteText)
    }
}

/// What stands in square brackets as a citation, unless it is the label of an entry in a list of sources.
fn in_square(file: &File, range: Range<usize>, entries: &numbered::Entries) -> Option<Citation> {
    let inside = range.start + "[".len()..range.end - "]".len();
    if file.text[inside.clone()].contains(char::is_alphabetic) {
        return Some(Citation { prose: vec![file.span(inside)], ..citation(file.span(range), Form::Square) });
    }
    if entries.is_label(&range) {
        return None;
    }
    let prose = entries.of(&file.text[inside]);
    let addresses = prose.iter().flat_map(|entry| names(file, written(&file.text, entry.range()))).collect();
    Some(Citation { prose, addresses, ..citation(file.span(range), Form::Number) })
}

/// References to law reports and statutes, each with the words that lead in to it, up to the one before: they may hold the
/// case's title.
fn law_reports(file: &File, text: &str, block: &Block) -> Vec<Citation> {
    const LONGEST: usize = 200;
    let mut from = block.span.start as usize;
    let mut found = Vec::new();
    for range in reports(text, block.span.range()) {
        let near = text.ceil_char_boundary(range.start.saturating_sub(LONGEST)).max(from);
        let lead = text[near..range.start].rfind(['"', '”', '(', ';']).map_or(near, |at| near + at);
        let prose = vec![file.span(text.ceil_char_boundary(lead + 1).min(range.start)..range.end)];
        from = range.end;
        found.push(Citation { prose, ..citation(file.span(range), Form::Reference) });
    }
    found
}

/// Links, and the addresses that stand in running text.
fn links(file: &File, blocks: &Blocks, citations: &mut Vec<Citation>) {
    for link in &blocks.links {
        let address = Name { span: link.span, text: link.address.clone() };
        let cited = citation(link.span, Form::Link);
        citations.push(Citation { addresses: vec![address], prose: vec![link.span], ..cited });
    }
    let mut linked = blocks.links.iter().map(|link| link.span).peekable();
    for block in &blocks.blocks {
        for range in written(&file.text, block.span.range()) {
            while linked.next_if(|link| link.end as usize <= range.start).is_some() {}
            let in_link = linked.peek().is_some_and(|link| (link.start as usize) < range.end);
            // The address of an image is where the image lies, not where words are from.
            let of_image =
                file.text[..range.start].ends_with("](") || file.text[..range.start].ends_with("](<");
            let embedded = ["src=\"", "src='"].iter().any(|value| file.text[..range.start].ends_with(value));
            if !in_link && !of_image && !embedded {
                let span = file.span(range.clone());
                let addresses = names(file, vec![range]);
                citations.push(Citation { addresses, ..citation(span, Form::Link) });
            }
        }
    }
}

/// The web addresses and the DOIs that are written out in a stretch of text, in order.
fn written(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let inside = &text[within.clone()];
    let mut found = addresses(inside);
    // In braces behind an `@` it is a key.
    found.retain(|address| !inside[..address.start].ends_with("@{"));
    let mut known = found.clone().into_iter().peekable();
    let mut read_to = 0;
    for (at, _) in inside.match_indices("10.") {
        if at < read_to {
            continue;
        }
        while known.next_if(|address| address.end <= at).is_some() {}
        let in_address = known.peek().is_some_and(|address| address.start <= at);
        let before = inside[..at].trim_end();
        let marked = ["doi:", "DOI:", "doi", "DOI", "doi.org/"].iter().any(|mark| before.ends_with(mark));
        if marked && !in_address {
            let end = inside[at..].find(|c: char| c.is_whitespace() || "<>\"“”|;".contains(c));
            let doi = &inside[at..end.map_or(inside.len(), |end| at + end)];
            let doi = doi.trim_end_matches(['.', ',', ')', ']', '*', '_']);
            read_to = at + doi.len();
            found.push(at..read_to);
        }
    }
    found.sort_by_key(|range| range.start);
    found.into_iter().map(|range| within.start + range.start..within.start + range.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    /// Each citation of a text, its form, and its keys and addresses.
    fn found(text: &str) -> Vec<(String, Form, String)> {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let list = citations(&file, &crate::block::blocks(&file));
        let shown = |citation: Citation| {
            let names = citation.keys.into_iter().chain(citation.addresses).map(|name| name.text);
            (file.slice(citation.span).to_owned(), citation.form, names.collect::<Vec<_>>().join(" "))
        };
        list.into_iter().map(shown).collect()
    }

    #[test]
    fn citations_are_read_in_every_form() {
        type Expected = (&'static str, Form, &'static str);
        let table: &[(&str, &[Expected])] = &[
            ("So it is [@smith2020].", &[("[@smith2020]", Form::Bracket, "smith2020")]),
            ("So [see @a/b, pp. 3-5; -@c:d].", &[("[see @a/b, pp. 3-5; -@c:d]", Form::Bracket, "a/b c:d")]),
            ("As @jones-1999. said", &[("@jones-1999", Form::Bare, "jones-1999")]),
            ("As @{https://a.b/c} said", &[("@{https://a.b/c}", Form::Bare, "https://a.b/c")]),
            ("As @a [p. 3] and [@b] say", &[("@a", Form::Bare, "a"), ("[@b]", Form::Bracket, "b")]),
            (
                "So.^[See [@a], p. 3.] Then @b.",
                &[("^[See [@a], p. 3.]", Form::InlineNote, "a"), ("@b", Form::Bare, "b")],
            ),
            ("So.^[As it was.]", &[("^[As it was.]", Form::InlineNote, "")]),
            ("So (Wellbury Radio, 4 May 2025).", &[("(Wellbury Radio, 4 May 2025)", Form::Reference, "")]),
            ("So [log-07].", &[("[log-07]", Form::Square, "")]),
            ("So. 12 U.S.C. § 44.", &[("12 U.S.C. § 44", Form::Reference, "")]),
            ("So [it](https://a.b/c).", &[("[it](https://a.b/c)", Form::Link, "https://a.b/c")]),
            ("So (https://a.b/c).", &[("https://a.b/c", Form::Link, "https://a.b/c")]),
            ("So <https://a.b/c>.", &[("<https://a.b/c>", Form::Link, "https://a.b/c")]),
            ("So ![it](https://a.b/c.png).", &[]),
            ("So.[^1]", &[("[^1]", Form::Note, "")]),
            ("Write to me@example.org.", &[]),
        ];
        for (text, expected) in table {
            let expected = expected.iter().map(|&(span, form, names)| (span.into(), form, names.into()));
            assert_eq!(found(text), expected.collect::<Vec<(String, Form, String)>>(), "{text}");
        }
    }

    #[test]
    fn a_footnotes_mark_cites_what_its_note_holds() {
        let table = [
            ("So.[^1]\n\n[^1]: See @a, and doi:10.1234/x.", "a 10.1234/x"),
            ("So.[^N]\n\n[^n]: At https://a.b/c.", "https://a.b/c"),
            ("So.[^n]\n\n[^n]: First @a.\n\n    Then [@b].\n\n[^n]: @c", "a b"),
            ("So.[^n]\n\n[^n]: An interview with the author.", ""),
        ];
        for (text, names) in table {
            let mark = found(text).into_iter().next();
            assert_eq!(
                mark.map(|(_, form, names)| (form, names)),
                Some((Form::Note, names.into())),
                "{text}"
            );
        }
    }
}
