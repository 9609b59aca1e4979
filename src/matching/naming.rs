//! The sources that one citation names: by a key, a file's name, a title, an author and a year, or an address.
//!
//! Takes a citation as it is written and hands on everything in it that names, or seems to name, a source. A name in prose
//! counts where it stands apart from the words round it, since a key may be a word and a title the start of another one.

mod byline;

use std::ops::Range;
use std::path::Path;

use crate::claim::Citation;
use crate::claim::citation::{Form, Name, is_cross_reference, numbers, parts};
use crate::claim::listed::is_year;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::fold::{MASK, Word, folded, words, words_in};
use crate::lexicon::{has, references};
use crate::load::is_text_extension;

/// One thing that a citation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Where in the draft it does.
    pub place: Range<usize>,
    /// By what.
    pub by: By,
    /// The documents: none of them where their text is not here, and nothing for what is no source of this project.
    pub documents: Option<&'a [DocumentId]>,
    /// The part of the citation that names it, in which its locators stand.
    pub part: Range<usize>,
    /// Whether the name stands in the citation itself, or in its note, and not in a list or in an earlier citation.
    pub own: bool,
}

impl<'a> Named<'a> {
    fn of(place: Range<usize>, by: By, documents: Option<&'a [DocumentId]>, part: Range<usize>) -> Named<'a> {
        Named { place, by, documents, part, own: true }
    }
}

/// How a source is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By its key, or by its file's name.
    Key,
    /// By its title.
    Title,
    /// By its author and its year, by its publication and its date, or by its law report.
    Byline,
    /// By its web address or its DOI.
    Address,
    /// In words that name no source of this project.
    Words,
}

/// A part of a note with fewer words names no further source.
const FEWEST: usize = 3;

/// What a citation names, in order. `text` is the draft's, masked. Empty only for what refers to another place of the draft or is no citation.
pub fn named<'a>(text: &str, citation: &Citation, corpus: &'a Corpus) -> Vec<Named<'a>> {
    let own = Holds {
        keys: &citation.keys,
        addresses: &citation.addresses,
        prose: &citation.prose,
        form: citation.form,
    };
    let (mut all, mut inner) = own.named(text, corpus);
    for referred in &citation.refers {
        let from = referred.from.range();
        let within = |named: &Named| from.start <= named.place.start && named.place.start < from.end;
        // What names a source by itself needs no list to say so.
        if all.iter().any(|named| within(named) && named.documents.is_some()) {
            continue;
        }
        all.retain(|named| !within(named));
        let there = Holds {
            keys: &referred.keys,
            addresses: &referred.addresses,
            prose: &referred.prose,
            form: Form::NoteText,
        };
        let (mut found, inside) = there.named(text, corpus);
        // An entry is one work, whatever stands between its semicolons.
        if referred.listed && found.iter().any(|named| named.documents.is_some()) {
            found.retain(|named| named.documents.is_some());
        }
        inner |= inside;
        let found = found.into_iter().map(|named| Named { part: from.clone(), own: false, ..named });
        all.extend(found);
    }
    // "(Act 3)" looks like an author and a page.
    let is_doubtful = citation.form == Form::Square && text[citation.span.range()].starts_with('(');
    if all.is_empty() && !inner && !is_doubtful {
        all.push(Named::of(citation.span.range(), By::Words, None, citation.span.range()));
    }
    all.sort_by_key(|named| named.place.start);
    all
}

/// What may name a source: of a citation, or of what a part of one refers to.
struct Holds<'c> {
    keys: &'c [Name],
    addresses: &'c [Name],
    prose: &'c [Span],
    form: Form,
}

impl Holds<'_> {
    /// What it names, and whether something in it leads to another place of the draft, or of its project.
    fn named<'a>(&self, text: &str, corpus: &'a Corpus) -> (Vec<Named<'a>>, bool) {
        let mut all = Vec::new();
        let mut inner = false;
        for key in self.keys {
            if self.form == Form::Number {
                let documents = key.text.parse().ok().and_then(|number| corpus.by_number(number));
                let place = key.span.range();
                all.extend(documents.map(|_| Named::of(place.clone(), By::Key, documents, place)));
                continue;
            }
            let documents = corpus.named(&key.text).or_else(|| corpus.addressed(&key.text));
            if documents.is_none() && is_cross_reference(&key.text) {
                inner = true;
                continue;
            }
            let place = key.span.range();
            all.push(Named::of(place.clone(), By::Key, documents, part_round(text, place)));
        }
        for inside in self.prose.iter().filter(|_| self.form == Form::Number) {
            let numbers = numbers(text, inside.range()).into_iter();
            let known = numbers.filter_map(|(place, number)| Some((place, corpus.by_number(number)?)));
            all.extend(
                known.map(|(place, documents)| Named::of(place.clone(), By::Key, Some(documents), place)),
            );
        }
        let mut elsewhere = Vec::new();
        for address in self.addresses {
            let place = address.span.range();
            let named = |documents| Named::of(place.clone(), By::Address, documents, place.clone());
            // A reference manager may link the words of a citation to its key.
            let known = corpus.addressed(&address.text).or_else(|| corpus.named(&address.text));
            match known.or_else(|| at_address(&address.text, corpus)) {
                Some(documents) => all.push(named(Some(documents))),
                None if is_path(&address.text) => inner = true,
                None => elsewhere.push(named(None)),
            }
        }
        // The address of a link decides, where it is known; its words may be anything.
        let is_linked = self.form == Form::Link && !all.is_empty();
        let parts: Vec<Range<usize>> =
            self.prose.iter().flat_map(|prose| parts(text, prose.range())).collect();
        for prose in self.prose.iter().filter(|_| !is_linked) {
            in_prose(text, prose.range(), corpus, &mut all);
        }
        if self.form != Form::Link {
            byline::in_parts(text, &parts, self.form, corpus, &mut all);
        }
        let known = all.len();
        for part in parts {
            let within = |named: &Named| part.start <= named.place.start && named.place.start < part.end;
            if all[..known].iter().any(within) {
                elsewhere.retain(|named| !within(named));
            } else if self.form != Form::Link && !elsewhere.iter().any(within) {
                let words = || words_in(text, part.clone()).map(|word| &text[word.range()]);
                let long = words().take(FEWEST).count() == FEWEST || words().any(is_year);
                // What follows a semicolon may be a remark: "4; the chandlers appear there, too".
                let remark = known > 0 && is_remark(text, part.clone());
                let long = long && !remark;
                all.extend(long.then(|| Named::of(part.clone(), By::Words, None, part)));
            }
        }
        all.extend(elsewhere);
        (all, inner)
    }
}

/// Whether a part of a note names no work: it has no year, no number and nothing set off, and no capital but at its start.
fn is_remark(text: &str, part: Range<usize>) -> bool {
    let words = words_in(text, part.clone()).map(|word| &text[word.range()]);
    let mut telling = words.enumerate().filter(|(at, word)| {
        *at > 0 && word.starts_with(char::is_uppercase) || word.contains(|c: char| c.is_ascii_digit())
    });
    telling.next().is_none() && !text[part].contains(|c: char| c == MASK || "\"“”„«»".contains(c))
}

/// The part of a citation round a key, between semicolons or the citation's brackets.
fn part_round(text: &str, key: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 300;
    let from = text.floor_char_boundary(key.start.saturating_sub(LONGEST));
    let to = text.ceil_char_boundary((key.end + LONGEST).min(text.len()));
    let start = text[from..key.start].rfind(['[', ';']).map_or(from, |at| from + at + 1);
    // The locator of a key in running text has brackets of its own.
    let behind = text[key.end..to].strip_prefix(" [").map_or(key.end, |rest| to - rest.len());
    let end = text[behind..to].find([']', ';']).map_or(to, |at| behind + at);
    start..end
}

/// Whether an address is the path of a file, and not one on the web.
fn is_path(address: &str) -> bool {
    let is_doi = address.strip_prefix("10.").is_some_and(|rest| {
        let registrant = rest.bytes().take_while(u8::is_ascii_digit).count();
        registrant > 3 && rest[registrant..].starts_with(['/', '.'])
    });
    !is_doi && !address.contains(':')
}

/// The sources that lie at the path that a link leads to.
fn at_address<'a>(address: &str, corpus: &'a Corpus) -> Option<&'a [DocumentId]> {
    if !is_path(address) {
        return None;
    }
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let path = path.trim_start_matches("./").replace("%20", " ");
    let path = path.trim_start_matches("../");
    let name = without_extension(path);
    at_path(path, corpus).map(|(_, documents)| documents).or_else(|| corpus.named(name))
}

/// The names and the titles that stand in prose.
fn in_prose<'a>(text: &str, prose: Range<usize>, corpus: &'a Corpus, all: &mut Vec<Named<'a>>) {
    let keys = all.len();
    let taken = |all: &[Named], place: &Range<usize>| {
        all[..keys].iter().any(|named| named.place.start < place.end && place.start < named.place.end)
    };
    let whole = trimmed(text, prose.clone());
    if let Some(documents) = corpus.named(&text[whole.clone()]).filter(|_| !taken(all, &whole)) {
        return all.push(Named::of(whole, By::Key, Some(documents), prose));
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
            let part = part_of(text, &prose, place.start);
            all.push(Named::of(place, By::Key, Some(documents), part));
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
                    && !is_by_another(text, &prose, &place, title.documents, corpus)
                    && stands_apart(text, &place, &prose)
                    && (title.length >= FEWEST || is_set_off(text, &place)) =>
            {
                let part = part_of(text, &prose, place.start);
                all.push(Named::of(place, By::Title, Some(title.documents), part));
                at += title.length;
            }
            _ => at += 1,
        }
    }
}

/// Whether a title stands behind the name of somebody who wrote none of the works that bear it.
fn is_by_another(
    text: &str,
    prose: &Range<usize>,
    title: &Range<usize>,
    documents: &[DocumentId],
    corpus: &Corpus,
) -> bool {
    let part = part_of(text, prose, title.start);
    let before = text[part.start..title.start].trim_end_matches(|c: char| !(c.is_alphanumeric() || c == ','));
    // "Lund, *Title*" is by Lund, "Review of *Title*" by nobody who is named.
    let Some(before) = before.strip_suffix(',') else { return false };
    let name: Vec<u64> = words(before)
        .filter(|word| before[word.range()].starts_with(char::is_uppercase))
        .filter(|word| !has(references::LEADS, &folded(&before[word.range()])))
        .map(|word| word.hash)
        .collect();
    let known = |id: &DocumentId| {
        let called = corpus.called(corpus.document(*id));
        let theirs = called.authors.iter().map(|author| author.name.as_str()).chain(called.publication);
        let theirs: Vec<u64> = theirs.flat_map(|name| words(name).map(|word| word.hash)).collect();
        theirs.is_empty() || name.iter().any(|hash| theirs.contains(hash))
    };
    !name.is_empty() && !documents.is_empty() && !documents.iter().any(known)
}

/// The part of a stretch of prose that a place lies in.
fn part_of(text: &str, prose: &Range<usize>, at: usize) -> Range<usize> {
    parts(text, prose.clone()).into_iter().find(|part| at < part.end).unwrap_or(prose.clone())
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
    let parted = name.rsplit_once('.').filter(|(_, extension)| is_text_extension(extension));
    parted.map_or(name, |(name, _)| name)
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
pub(super) fn stands_apart(text: &str, place: &Range<usize>, prose: &Range<usize>) -> bool {
    let behind = text[place.end..prose.end].trim_start_matches(' ');
    let ends = behind.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let before = text[prose.start..place.start].trim_end_matches(' ');
    let begins = before.chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '-')) || {
        let last =
            words_in(before, before.floor_char_boundary(before.len().saturating_sub(40))..before.len())
                .last();
        last.is_some_and(|word| has(references::LEADS, &folded(&before[word.range()])))
    };
    begins && ends && !behind.starts_with("-")
}

/// Whether a name stands between quotation marks or is set in another type.
pub(super) fn is_set_off(text: &str, place: &Range<usize>) -> bool {
    let sets_off = |c: char| c == MASK || "\"“”„‘’'«»‹›".contains(c);
    let behind = text[place.end..].trim_start_matches([',', '.']);
    text[..place.start].ends_with(sets_off) && behind.starts_with(sets_off)
}
