//! Citations as they are written: Pandoc keys, notes, links, addresses, numbers, and references in brackets.
//!
//! Takes a text's blocks and hands on each citation with its place, the keys and addresses in it, the prose that may name a
//! source, and its locators; whether they name one is for `matching` to say.

mod backward;
mod given;
mod inline_note;
mod key;
pub mod law;
mod link;
pub mod locator;
mod note;
mod pandoc;
mod referred;

pub use key::is_cross_reference;
pub use locator::Locator;
pub use referred::numbers;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::listed::Listed;
use super::reference::{by_page, by_year, references, square};
use crate::block::{Blocks, Kind};
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
    /// What parts of it refer to elsewhere in the text.
    pub refers: Vec<Referred>,
    /// Where in its sources it points, in order.
    pub locators: Vec<Locator>,
}

impl Citation {
    /// A citation of which nothing is read yet but where it stands.
    pub fn new(span: Span, form: Form) -> Citation {
        Citation {
            span,
            form,
            keys: Vec::new(),
            addresses: Vec::new(),
            prose: Vec::new(),
            refers: Vec::new(),
            locators: Vec::new(),
        }
    }

    /// Whether it is part of a sentence, as its subject or the like: `Ferrer (2021)`, `@ferrer2021`.
    pub fn is_narrative(&self) -> bool {
        matches!(self.form, Form::Year | Form::Bare)
    }

    /// Where it begins with the words that lead in to it: the author's name before a year, the title of a case.
    pub fn start(&self) -> u32 {
        let leads = matches!(self.form, Form::Reference | Form::Year);
        let first = self.prose.first().filter(|_| leads);
        first.map_or(self.span.start, |prose| prose.start.min(self.span.start))
    }
}

/// What a part of a citation refers to elsewhere in its text: the entry of a list of sources that a number stands for, the
/// citation that "ibid." repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referred {
    /// The part.
    pub from: Span,
    /// The keys that stand there.
    pub keys: Vec<Name>,
    /// The web addresses.
    pub addresses: Vec<Name>,
    /// The words.
    pub prose: Vec<Span>,
    /// Whether it is one entry of a list, and not a note, which may name several works.
    pub listed: bool,
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
    /// The year of a work behind its author's name, `Ferrer (2021)`.
    Year,
    /// A name in brackets, `[log-07]`, `[[log]]` or `(Ferrer 33)`, which may be a citation or not.
    Square,
    /// Numbers in square brackets, `[2, 3]`, or raised, which refer to a list of sources, if there is one.
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

/// Finds the citations of a text, in order. `listed` are the entries of its list of sources.
pub fn citations(file: &File, blocks: &Blocks, listed: &[Listed]) -> Vec<Citation> {
    let text = blocks.text(file);
    let mut citations = Vec::new();
    // Every number that stands like one is a source's in an answer that has no list of its own.
    let numbered = file.row.is_some() && listed.is_empty();
    let labels = if numbered { (1..100).collect() } else { referred::labels(listed) };
    for block in &blocks.blocks {
        pandoc::read(file, text, block, &mut citations);
    }
    note::read(file, blocks, &mut citations);
    for block in blocks.blocks.iter().filter(|block| block.kind != Kind::Note) {
        let range = block.span.range();
        let by_year: Vec<(usize, Range<usize>)> = by_year(text, range.clone()).collect();
        let named = |bracket: &Range<usize>| by_year.iter().any(|(_, known)| known == bracket);
        citations.extend(references(text, range.clone()).filter(|bracket| !named(bracket)).map(|bracket| {
            let inside = file.span(bracket.start + 1..bracket.end - 1);
            Citation { prose: vec![inside], ..Citation::new(file.span(bracket), Form::Reference) }
        }));
        citations.extend(by_year.into_iter().map(|(name, bracket)| {
            let whole = file.span(name..bracket.end - 1);
            Citation { prose: vec![whole], ..Citation::new(file.span(bracket), Form::Year) }
        }));
        let perhaps = square(text, range.clone()).chain(by_page(text, range.clone()));
        citations.extend(perhaps.map(|bracket| in_brackets(file, bracket)));
        let raised = referred::raised(file, range.clone(), &labels);
        if numbered {
            citations.extend(raised.into_iter().map(|citation| given::by_key(file, citation)));
            given::read(file, text, range, &mut citations);
        } else {
            citations.extend(raised);
        }
        citations.extend(law::law_reports(file, text, block));
    }
    link::read(file, blocks, &mut citations);
    citations.retain(|citation| citation.form == Form::NoteText || !is_listed(listed, citation.span));
    citations.sort_by_key(|citation| citation.span.start);
    referred::resolve(file, text, listed, &mut citations);
    backward::resolve(file, text, &mut citations);
    // Many marks may refer to one note.
    let mut of_notes: FxHashMap<Span, Vec<Locator>> = FxHashMap::default();
    for citation in &mut citations {
        citation.locators = match citation.prose.first().filter(|_| citation.form == Form::Note) {
            Some(note) => of_notes.entry(*note).or_insert_with(|| locators(file, text, citation)).clone(),
            None => locators(file, text, citation),
        };
    }
    citations
}

fn names(file: &File, ranges: Vec<Range<usize>>) -> Vec<Name> {
    let name =
        |range: Range<usize>| Name { text: file.text()[range.clone()].to_owned(), span: file.span(range) };
    ranges.into_iter().map(name).collect()
}

/// The parts of a citation, which semicolons part.
pub fn parts(text: &str, prose: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = prose.start;
    for (at, mark) in text[prose.clone()].match_indices(';') {
        parts.push(from..prose.start + at);
        from = prose.start + at + mark.len();
    }
    parts.push(from..prose.end);
    parts
}

/// Whether a stretch lies in an entry of the text's own list of sources, which cites nothing.
fn is_listed(listed: &[Listed], span: Span) -> bool {
    let at = listed.partition_point(|entry| entry.span.end <= span.start);
    listed.get(at).is_some_and(|entry| entry.span.overlaps(span))
}

/// What stands in brackets and may be a citation, or within two of them.
fn in_brackets(file: &File, range: Range<usize>) -> Citation {
    let inside = file.text()[range.clone()].trim_matches(['[', ']', '(', ')']);
    let start = range.start + file.text()[range.clone()].find(inside).unwrap_or_default();
    // Behind a `|` stands what is shown in the place of the name, behind a `#` a place in the text.
    let name = &inside[..inside.find(['|', '#']).or(inside.find(", p")).unwrap_or(inside.len())];
    let prose = vec![file.span(start..start + name.len())];
    let form = if name.contains(char::is_alphabetic) { Form::Square } else { Form::Number };
    Citation { prose, ..Citation::new(file.span(range), form) }
}

/// A citation has no more locators.
const MOST_LOCATORS: usize = 64;

/// The locators of a citation: in its brackets, in its note, or behind a reference to a law report.
fn locators(file: &File, text: &str, citation: &Citation) -> Vec<Locator> {
    let own = citation.span.range();
    let stretches: Vec<Range<usize>> = match citation.form {
        Form::Link => Vec::new(),
        Form::Number => {
            let end = citation.prose.first().map_or(own.end, |prose| prose.end as usize);
            return locator::with_units(file, text, end..own.end.max(end));
        }
        Form::Note | Form::NoteText | Form::InlineNote => {
            citation.prose.iter().flat_map(|prose| parts(text, prose.range())).collect()
        }
        Form::Reference if !text[own.clone()].starts_with('(') => {
            return law::pins(file, text, own);
        }
        Form::Bare => vec![citation.keys.first().map_or(own.end, |key| key.span.end as usize)..own.end],
        // "(Ferrer 33)" has nothing but a space before the page.
        Form::Square if text[own.clone()].starts_with('(') => {
            let digits = text[own.clone()].rfind(' ').map_or(own.start, |space| own.start + space);
            return locator::page(file, text, digits..own.end).into_iter().collect();
        }
        _ => parts(text, own.clone()),
    };
    let all = stretches.into_iter().flat_map(|stretch| locator::locators(file, text, stretch));
    all.take(MOST_LOCATORS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    /// Each citation of a text, its form, and its keys and addresses.
    fn found(text: &str) -> Vec<(String, Form, String)> {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let blocks = crate::block::blocks(&file);
        let list = citations(&file, &blocks, &crate::claim::listed::listed(&file, &blocks));
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
            ("As @a [p. 3] and [@b] say", &[("@a [p. 3]", Form::Bare, "a"), ("[@b]", Form::Bracket, "b")]),
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
            (
                "So [it](../sources/log.txt) and [here](#log), [mail](mailto:a@b.c).",
                &[("[it](../sources/log.txt)", Form::Link, "../sources/log.txt")],
            ),
            ("As Ferrer and Marsh (2021, p. 33) say", &[("(2021, p. 33)", Form::Year, "")]),
            ("Yet van der Hale et al. (2021) say", &[("(2021)", Form::Year, "")]),
            (
                "So (Ferrer and Marsh 33), (von Hale 2021), (Hale, op. cit., 5).",
                &[
                    ("(Ferrer and Marsh 33)", Form::Square, ""),
                    ("(von Hale 2021)", Form::Reference, ""),
                    ("(Hale, op. cit., 5)", Form::Reference, ""),
                ],
            ),
            ("So [[Harbour log|the log]] and [sic].", &[("[[Harbour log|the log]]", Form::Square, "")]),
            ("The lamp (1964) and the 12 (of 33) boats (Act 3).", &[("(Act 3)", Form::Square, "")]),
            (
                "So.¹ Of 40 km². So.^2^\n\n## References\n\n1. Hale (1911).\n2. Ferrer.",
                &[("¹", Form::Number, ""), ("^2^", Form::Number, "")],
            ),
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
