//! Places of which the project states itself where they lie, held against where a draft puts them.
//!
//! Takes what `claim::place` read and the facts, and hands on the places that a fact has elsewhere, and all those of which a fact
//! speaks: they are not held against the gazetteer. A place that the gazetteer lacks is read here, in two forms: "C (Country)", "in C,
//! Country,". A country and a region in it are no contradiction.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Draft;
use crate::claim::Placed;
use crate::claim::place::Form;
use crate::config::Facts;
use crate::config::facts::{Fact, Stated, key};
use crate::file::Span;
use crate::fold::{MASK, Word, folded, words, words_in};
use crate::gazetteer::{Naming, Region, city, country_of, named, region_at};
use crate::lexicon::{has, places};

/// What the project knows of a draft's places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located<'a> {
    /// Places that a fact has elsewhere, in order.
    pub wrong: Vec<Relocated<'a>>,
    /// The names of all places of which a fact speaks.
    pub known: Vec<Span>,
}

/// A place that lies elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Relocated<'a> {
    /// What the draft says.
    pub placed: Placed,
    /// Where a fact has it.
    pub right: &'a Stated,
}

/// Holds the project's places against a draft's.
pub fn located<'a>(draft: &Draft, read: &[Placed], facts: &'a Facts) -> Located<'a> {
    let mut found = Located::default();
    if facts.places.is_empty() {
        return found;
    }
    let mut all: Vec<Placed> = unlisted(draft, facts);
    all.extend_from_slice(read);
    all.sort_by_key(|placed| placed.within.start);
    for placed in all {
        let Some(fact) = facts.places.get(&key(&draft.text[placed.place.range()])) else { continue };
        let within = key(&draft.text[placed.within.range()]);
        match judge(&placed, &within, fact) {
            // That it lies there makes it no capital.
            None if placed.form == Form::Capital
                && placed.regions.iter().any(|&one| country_of(one) == one) => {}
            None => found.known.push(placed.place),
            Some(right) => {
                found.known.push(placed.place);
                found.wrong.push(Relocated { placed, right });
            }
        }
    }
    found
}

/// Where a draft puts places that the gazetteer does not list.
fn unlisted(draft: &Draft, facts: &Facts) -> Vec<Placed> {
    let mut by_word: FxHashMap<u64, Vec<Vec<u64>>> = FxHashMap::default();
    for fact in facts.places.values().filter(|fact| city(&fact.subject.text).is_none()) {
        let name: Vec<u64> = words(&fact.subject.text).map(|word| word.hash).collect();
        if let Some(&first) = name.first() {
            by_word.entry(first).or_default().push(name);
        }
    }
    let mut found = Vec::new();
    if by_word.is_empty() {
        return found;
    }
    for own in &draft.claims.own {
        let all: Vec<Word> = words_in(draft.text, own.range()).collect();
        for at in 0..all.len() {
            let stands = |name: &&Vec<u64>| {
                let here = all[at..].iter().map(|word| word.hash);
                here.take(name.len()).eq(name.iter().copied())
            };
            let names = by_word.get(&all[at].hash).into_iter().flatten().filter(stands);
            let count = names.map(Vec::len).max();
            found.extend(count.and_then(|count| placed(draft.text, *own, &all, at..at + count)));
        }
    }
    found
}

/// What a name is put in by what stands behind it.
fn placed(text: &str, own: Span, words: &[Word], name: Range<usize>) -> Option<Placed> {
    let gap = |at: usize| {
        let from = at.checked_sub(1).map_or(own.start, |before| words[before].end);
        &text[from as usize..words.get(at).map_or(own.end, |word| word.start) as usize]
    };
    let letters = |at: usize| folded(&text[words[at].range()]);
    let bare = |gap: &str| gap.replace(MASK, "");
    let capital = |at: usize| text[words[at].range()].starts_with(char::is_uppercase);
    let form = match bare(gap(name.end)).as_str() {
        " (" => Form::Bracket,
        ", " => Form::Comma,
        _ => return None,
    };
    let before = name.start.checked_sub(1).filter(|_| bare(gap(name.start)).trim().is_empty());
    let located = before.is_some_and(|before| has(places::LOCATIVES, &letters(before)));
    // "New Skarv" is another place, and a name without a word of place before its comma may be one of a list.
    let longer = before.is_some_and(|before| capital(before) && !located);
    if name.end >= words.len() || longer || !capital(name.start) || (form == Form::Comma && !located) {
        return None;
    }
    let from = name.end + usize::from(letters(name.end) == "the" && name.end + 1 < words.len());
    let (count, named) = region_at(text, &words[from..])?;
    let regions: Vec<Region> =
        named.iter().filter(|named| named.naming != Naming::Adjective).map(|named| named.region).collect();
    let end = from + count;
    let after = bare(gap(end));
    let closed = match form {
        Form::Bracket => after.starts_with(')'),
        _ if after.starts_with(',') => {
            end < words.len() && !capital(end) && !matches!(&*letters(end), "and" | "or")
        }
        _ => after.starts_with(['.', ';', ')', '?', '!']) || (end == words.len() && after.trim().is_empty()),
    };
    let place = Span { start: words[name.start].start, end: words[name.end - 1].end, ..own };
    let within = Span { start: words[from].start, end: words[end - 1].end, ..own };
    let dated = false;
    let placed = Placed { place, within, regions, by_adjective: false, form, located, dated };
    (closed && !placed.regions.is_empty()).then_some(placed)
}

/// The countries and regions that a name means.
pub fn regions(name: &str) -> impl Iterator<Item = Region> {
    named(name).filter(|named| named.naming != Naming::Adjective).map(|named| named.region)
}

/// Where a fact has a place that the draft puts elsewhere; nothing where both may be right.
fn judge<'a>(placed: &Placed, within: &str, fact: &'a Fact) -> Option<&'a Stated> {
    let all: Vec<(&Stated, Region)> = fact
        .values
        .iter()
        .flat_map(|value| regions(&value.text).map(move |region| (value, region)))
        .collect();
    let same = fact.values.iter().any(|value| key(&value.text) == within);
    let meets =
        |own: Region, other: Region| own == other || country_of(own) == other || own == country_of(other);
    let together = all.iter().any(|&(_, region)| placed.regions.iter().any(|&own| meets(own, region)));
    let (right, _) = all.first()?;
    (!same && !together && !placed.dated).then_some(right)
}
