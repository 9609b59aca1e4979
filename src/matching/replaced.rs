//! Names of a draft that stand in another name's place: in a sentence that follows a source's, all round it is the same, and the
//! source names somebody or something else there.
//!
//! Takes the sentences of a draft with the passages that they restate and hands on the pairs of names. The words of both are
//! laid side by side, in whatever form they stand; it is silent where the document has the draft's name anywhere, where the
//! two may be one (a capital for its state, an acronym, a short form), and where nothing tells that they are of one kind.

use std::ops::Range;

use similar::{Algorithm, DiffOp};

use super::name::{Likeness, compare, is_short_form, opens};
use super::{Draft, Follows, Found};
use crate::claim::Said;
use crate::claim::voice::Voice;
use crate::corpus::alike::{Alike, Statement, Term};
use crate::corpus::{Corpus, Document};
use crate::file::Span;
use crate::fold::{folded, hash_of, owner, words, words_in};
use crate::gazetteer;
use crate::lexicon::{function_words, get, given_names, has, numbers, speaking, states, voices};

/// A name in another one's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The draft's.
    pub name: Span,
    /// The source's.
    pub found: Found,
}

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    State,
    People,
    Person,
    Body,
    /// Nothing tells.
    Open,
}

impl Sort {
    /// Whether nothing tells what either is of.
    fn is_open(self, other: Sort) -> bool {
        self == Sort::Open && other == Sort::Open
    }

    /// Whether a name of the one may stand in the place of one of the other.
    fn fits(self, other: Sort) -> bool {
        self == other || matches!((self, other), (Sort::Open, Sort::Person) | (Sort::Person, Sort::Open))
    }
}

/// The fewest words that two sentences share beside the names.
const SHARED: usize = 4;
/// A name is longer in no text, in words.
const LONGEST: usize = 6;

/// The names of a draft that stand in another one's place, in order.
pub fn replaced(draft: &Draft, follows: &Follows, corpus: &Corpus) -> Vec<Replaced> {
    let mut found = Vec::new();
    for (sentence, following) in draft.claims.sentences.iter().zip(&follows.sentences) {
        let Some(passage) = &following.passage else { continue };
        let document = corpus.document(passage.document);
        let statement = Statement::of(draft.text, &[sentence.span.range()]);
        found.extend(in_sentence(draft, sentence.span, &statement, passage, document));
    }
    found
}

/// A word of a sentence as it is laid beside another one's.
struct Laid {
    range: Range<usize>,
    id: u64,
    /// Whether it may be a part of a name.
    named: bool,
}

fn in_sentence(
    draft: &Draft,
    sentence: Span,
    statement: &Statement,
    passage: &Alike,
    document: &Document,
) -> Vec<Replaced> {
    let text = document.text();
    let lay = |text: &str, range: Range<usize>| -> Vec<Laid> {
        let laid = words_in(text, range).map(|word| {
            let term = statement.terms.iter().position(|term| term.forms.binary_search(&word.hash).is_ok());
            let written = &text[word.range()];
            // Days and months are dates, and a title is no name.
            let letters = plain(written);
            let other = [function_words::WORDS, speaking::TIMES, voices::OFFICES, voices::PERSONS];
            let named = written.starts_with(char::is_uppercase)
                && !other.iter().any(|list| has(list, &letters))
                && get(numbers::UNITS, &letters).is_none()
                && get(numbers::CARDINALS, &letters).is_none();
            Laid { range: word.range(), id: term.map_or(word.hash, |term| term as u64), named }
        });
        laid.collect()
    };
    let (own, theirs) = (lay(draft.text, sentence.range()), lay(text, passage.span.range()));
    let ids = |laid: &[Laid]| laid.iter().map(|word| word.id).collect::<Vec<u64>>();
    let ops = similar::capture_diff_slices(Algorithm::Myers, &ids(&own), &ids(&theirs));
    let equal = |op: Option<&DiffOp>| match op {
        Some(DiffOp::Equal { len, .. }) => *len,
        _ => 0,
    };
    let mut found = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let DiffOp::Replace { old_index, old_len, new_index, new_len } = *op else { continue };
        let before = at.checked_sub(1).and_then(|before| ops.get(before));
        if equal(before) + equal(ops.get(at + 1)) < SHARED || (at > 0 && equal(before) == 0) {
            continue;
        }
        let a = bare(draft.text, &own, old_index..old_index + old_len);
        let b = bare(text, &theirs, new_index..new_index + new_len);
        let Some((a, b)) = a.zip(b) else { continue };
        let (whole_a, whole_b) = (whole(draft.text, &own, &a), whole(text, &theirs, &b));
        let name = Span { start: whole_a.start as u32, end: whole_a.end as u32, ..sentence };
        let span = document.file.span(whole_b);
        let quotes = &mut draft.claims.said.quotes.iter();
        let quoted = quotes.any(|quote| quote.span.start <= name.start && name.end <= quote.span.end);
        if quoted || own[a.clone()].iter().any(|word| is_known(draft.text, word, statement, document)) {
            continue;
        }
        let sorts = (sort(draft.text, &draft.claims.said, name), sort(text, document.said(), span));
        let whole = (&draft.text[name.range()], &text[span.range()]);
        let parts = (&draft.text[bytes(&own, &a)], &text[bytes(&theirs, &b)]);
        let named = !sorts.0.is_open(sorts.1)
            || (are_names(whole, parts) && !opens(draft.text, name) && !opens(text, span));
        if sorts.0.fits(sorts.1) && named && are_two(whole, parts) {
            found.push(Replaced { name, found: Found { document: passage.document, span } });
        }
    }
    found
}

/// Some words without an article before them, if all others may be parts of a name.
fn bare(text: &str, laid: &[Laid], words: Range<usize>) -> Option<Range<usize>> {
    if words.len() > LONGEST {
        return None;
    }
    // "the United States"
    let article = words.len() > 1 && folded(&text[laid[words.start].range.clone()]) == "the";
    let words = words.start + usize::from(article)..words.end;
    laid[words.clone()].iter().all(|word| word.named).then_some(words)
}

fn bytes(laid: &[Laid], words: &Range<usize>) -> Range<usize> {
    laid[words.start].range.start..laid[words.end - 1].range.end
}

/// The bytes of a name of which these words are a part: the capitalised words beside them that only a space parts, without an
/// owner and a title before them.
fn whole(text: &str, laid: &[Laid], part: &Range<usize>) -> Range<usize> {
    let joined = |a: &Laid, b: &Laid| {
        let word = folded(&text[a.range.clone()]);
        let apart = word.ends_with("'s") || has(voices::OFFICES, &word) || has(voices::MODIFIERS, &word);
        a.named && b.named && b.range.start == a.range.end + 1 && !apart
    };
    let mut range = part.clone();
    while range.start > 0 && joined(&laid[range.start - 1], &laid[range.start]) {
        range.start -= 1;
    }
    while range.end < laid.len() && joined(&laid[range.end - 1], &laid[range.end]) {
        range.end += 1;
    }
    bytes(laid, &range)
}

/// Whether a document has a word of the draft in any form.
fn is_known(text: &str, word: &Laid, statement: &Statement, document: &Document) -> bool {
    let own = hash_of(&folded(&text[word.range.clone()]));
    let of = |term: &&Term| term.range.start == word.range.start || term.forms.binary_search(&own).is_ok();
    let forms = statement.terms.iter().find(of).map(|term| &term.forms);
    let known = |hash: u64| hash == own || forms.is_some_and(|forms| forms.binary_search(&hash).is_ok());
    words(document.file.text()).any(|word| known(word.hash))
}

/// What a name in a text is of.
fn sort(text: &str, said: &Said, name: Span) -> Sort {
    let written = plain(&text[name.range()]);
    if get(states::NAMES, &written).is_some() {
        return Sort::State;
    }
    if get(states::ADJECTIVES, &written).is_some() {
        return Sort::People;
    }
    if written.split(' ').next_back().is_some_and(|last| has(voices::BODIES, last)) {
        return Sort::Body;
    }
    let mut entities = said.people.entities.iter();
    let entity = entities.find(|entity| entity.mentions.iter().any(|at| at.overlaps(name)));
    match entity.map(|entity| entity.kind) {
        Some(Voice::Person) => Sort::Person,
        Some(Voice::Body) => Sort::Body,
        _ => Sort::Open,
    }
}

/// A name in folded words.
fn plain(written: &str) -> String {
    let words = words(written).map(|word| folded(&written[word.range()]));
    let words: Vec<String> = words.map(|word| owner(&word).unwrap_or(&word).to_owned()).collect();
    words.join(" ")
}

/// Whether words that nothing tells the sort of are whole names, or a given name and another, or two surnames behind one given name:
/// a single word may be anything.
fn are_names(whole: (&str, &str), parts: (&str, &str)) -> bool {
    let (a, b) = (plain(whole.0), plain(whole.1));
    let (own, other) = (plain(parts.0), plain(parts.1));
    let first = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    let joined = |name: &str| name.contains(' ');
    let given = |name: &str| has(given_names::MEN, name) || has(given_names::WOMEN, name);
    joined(&a)
        && joined(&b)
        && ((a == own && b == other) || (first(&a) == first(&b)) || (given(&first(&a)) && given(&first(&b))))
}

/// Whether two names, of which some words differ, cannot be of one.
fn are_two(whole: (&str, &str), parts: (&str, &str)) -> bool {
    let (a, b) = (plain(whole.0), plain(whole.1));
    let state = |name: &str| {
        [states::NAMES, states::ADJECTIVES, states::SEATS].iter().find_map(|table| get(table, name))
    };
    if has(states::GONE, &a) || has(states::GONE, &b) {
        return false;
    }
    if let Some((a, b)) = state(&a).zip(state(&b)) {
        return a != b;
    }
    // Bombay and Mumbai
    let place = |name: &str| gazetteer::city(name).map(|city| (city.name, city.region));
    if place(whole.0).is_some_and(|own| place(whole.1) == Some(own)) {
        return false;
    }
    // An acronym may have a letter of a longer name: "the Guards of the Isles" as the NGI.
    let initials = |name: &str| name.split(' ').filter_map(|word| word.chars().next()).collect::<Vec<char>>();
    let acronym = |short: &str, long: &str| {
        let mut letters = short.chars();
        !short.contains(' ')
            && long.contains(' ')
            && initials(long).iter().all(|own| letters.any(|c| c == *own))
    };
    let short = |a: &str, b: &str| a.split(' ').any(|a| b.split(' ').any(|b| is_short_form(a, b)));
    !acronym(&a, &b)
        && !acronym(&b, &a)
        && !short(&plain(parts.0), &plain(parts.1))
        && compare(parts.0, parts.1) == Likeness::Different
}
