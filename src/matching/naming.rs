//! The sources that one citation names: by a key, by a file's name, by a title or by an address.
//!
//! Takes a citation as it is written and hands on everything in it that names, or seems to name, a source. A name in prose
//! counts where it stands apart from the words round it, since a key may be a word and a title the start of another one.

use std::ops::Range;
use std::path::Path;

use crate::claim::Citation;
use crate::claim::citation::{Form, is_cross_reference};
use crate::corpus::{Corpus, DocumentId};
use crate::fold::{MASK, Word, folded, words_in};
use crate::lexicon::{has, references};

/// One thing that a citation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Where in the draft it does.
    pub place: Range<usize>,
    /// By what.
    pub by: By,
    /// The documents: none of them where their text is not here, and nothing for what is no source of this project.
    pub documents: Option<&'a [DocumentId]>,
}

/// How a source is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By its key, or by its file's name.
    Key,
    /// By its title.
    Title,
    /// By its web address or its DOI.
    Address,
    /// In words that name no source of this project.
    Words,
}

/// A part of a note with fewer words names no further source.
const FEWEST: usize = 3;

/// What a citation names, in order. `text` is the draft's, masked. Empty only for a cross-reference within the draft.
pub fn named<'a>(text: &str, citation: &Citation, corpus: &'a Corpus) -> Vec<Named<'a>> {
    let mut all = Vec::new();
    let mut cross_references = false;
    for key in &citation.keys {
        let documents = corpus.named(&key.text).or_else(|| corpus.addressed(&key.text));
        if documents.is_none() && is_cross_reference(&key.text) {
            cross_references = true;
            continue;
        }
        all.push(Named { place: key.span.range(), by: By::Key, documents });
    }
    let mut elsewhere = Vec::new();
    for address in &citation.addresses {
        let documents = corpus.addressed(&address.text);
        let named = Named { place: address.span.range(), by: By::Address, documents };
        if documents.is_some() { all.push(named) } else { elsewhere.push(named) }
    }
    // The address of a link decides, where it is known; its words may be anything.
    let is_linked = citation.form == Form::Link && !all.is_empty();
    for prose in citation.prose.iter().filter(|_| !is_linked) {
        in_prose(text, prose.range(), corpus, &mut all);
    }
    let known = all.len();
    for part in citation.prose.iter().flat_map(|prose| parts(text, prose.range())) {
        let within = |named: &Named| part.start <= named.place.start && named.place.start < part.end;
        if all[..known].iter().any(within) {
            elsewhere.retain(|named| !within(named));
        } else if citation.form != Form::Link && !elsewhere.iter().any(within) {
            let long = words_in(text, part.clone()).take(FEWEST).count() == FEWEST;
            all.extend(long.then_some(Named { place: part, by: By::Words, documents: None }));
        }
    }
    all.extend(elsewhere);
    if all.is_empty() && !cross_references {
        all.push(Named { place: citation.span.range(), by: By::Words, documents: None });
    }
    all.sort_by_key(|named| named.place.start);
    all
}

/// The parts of a note between semicolons.
fn parts(text: &str, prose: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = prose.start;
    for (at, mark) in text[prose.clone()].match_indices(';') {
        parts.push(from..prose.start + at);
        from = prose.start + at + mark.len();
    }
    parts.push(from..prose.end);
    parts
}

/// The names and the titles that stand in prose.
fn in_prose<'a>(text: &str, prose: Range<usize>, corpus: &'a Corpus, all: &mut Vec<Named<'a>>) {
    let keys = all.len();
    let taken = |all: &[Named], place: &Range<usize>| {
        all[..keys].iter().any(|named| named.place.start < place.end && place.start < named.place.end)
    };
    let whole = trimmed(text, prose.clone());
    if let Some(documents) = corpus.named(&text[whole.clone()]).filter(|_| !taken(all, &whole)) {
        return all.push(Named { place: whole, by: By::Key, documents: Some(documents) });
    }
    for token in tokens(text, prose.clone()) {
        if taken(all, &token) {
            continue;
        }
        let written = &text[token.clone()];
        let name = without_extension(written);
        let telling = name.len() < written.len() || is_telling(name);
        let known = corpus.named(name).map(|documents| (0, documents)).or_else(|| at_path(written, corpus));
        if let Some((from, documents)) = known.filter(|_| telling && stands_apart(text, &token, &prose)) {
            let place = token.start + from..token.start + name.len();
            all.push(Named { place, by: By::Key, documents: Some(documents) });
        }
    }
    let words: Vec<Word> = words_in(text, prose.clone()).collect();
    let mut at = 0;
    while at < words.len() {
        let found = corpus.titled(&words[at..]).map(|title| {
            let place = words[at].start as usize..words[at + title.length - 1].end as usize;
            (title, place)
        });
        match found {
            Some((title, place))
                if !taken(all, &place)
                    && stands_apart(text, &place, &prose)
                    && (title.length >= FEWEST || is_set_off(text, &place)) =>
            {
                all.push(Named { place, by: By::Title, documents: Some(title.documents) });
                at += title.length;
            }
            _ => at += 1,
        }
    }
}

/// The sources that lie at a path as it is seen from further up than their own folder, "docs/log.txt" for "log", and where
/// their name begins in it.
fn at_path<'a>(path: &str, corpus: &'a Corpus) -> Option<(usize, &'a [DocumentId])> {
    let name = without_extension(path);
    if name.len() == path.len() {
        return None;
    }
    let below = name.match_indices('/').map(|(at, slash)| at + slash.len());
    let lie_there = |(_, documents): &(usize, &[DocumentId])| {
        !documents.is_empty()
            && documents.iter().all(|&id| Path::new(&corpus.document(id).file.path).ends_with(path))
    };
    below.filter_map(|from| Some((from, corpus.named(&name[from..])?))).find(lie_there)
}

/// Runs of characters between spaces, without the punctuation at their ends.
fn tokens(text: &str, prose: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let inside = &text[prose.clone()];
    let base = inside.as_ptr() as usize;
    inside.split(|c: char| c.is_whitespace() || matches!(c, MASK | ',' | ';')).filter_map(move |token| {
        let start = prose.start + (token.as_ptr() as usize - base);
        let token = trimmed(text, start..start + token.len());
        (!token.is_empty()).then_some(token)
    })
}

/// A range without what is no letter and no digit at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = |c: char| !c.is_alphanumeric();
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start_matches(part).len());
    start..start + inner.trim_matches(part).len()
}

fn without_extension(name: &str) -> &str {
    let extensions = [".txt", ".md", ".markdown", ".qmd", ".pdf"];
    extensions.iter().find_map(|extension| name.strip_suffix(extension)).unwrap_or(name)
}

/// Whether a name cannot be a word of the language: it has letters, and digits or several joints among them.
fn is_telling(name: &str) -> bool {
    let joints = name.matches(['-', '_', '/', ':', '.']).count();
    let digits = name.bytes().any(|byte| byte.is_ascii_digit());
    let letters = name.contains(char::is_alphabetic);
    letters && name.len() > 3 && (digits || joints > 1 || name.contains(['_', '/', ':']))
}

/// Whether nothing but punctuation, or a word that leads in to a reference, stands before a name, and nothing but
/// punctuation behind it.
fn stands_apart(text: &str, place: &Range<usize>, prose: &Range<usize>) -> bool {
    let behind = text[place.end..prose.end].trim_start_matches(' ');
    let ends = behind.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let before = text[prose.start..place.start].trim_end_matches(' ');
    let begins = before.chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '-')) || {
        let last =
            words_in(before, before.floor_char_boundary(before.len().saturating_sub(40))..before.len())
                .last();
        last.is_some_and(|word| has(references::LEADS, folded(&before[word.range()]).as_str()))
    };
    begins && ends && !behind.starts_with("-")
}

/// Whether a name stands between quotation marks or is set in another type.
fn is_set_off(text: &str, place: &Range<usize>) -> bool {
    let sets_off = |c: char| c == MASK || "\"“”„‘’'«»‹›".contains(c);
    let behind = text[place.end..].trim_start_matches([',', '.']);
    text[..place.start].ends_with(sets_off) && behind.starts_with(sets_off)
}
