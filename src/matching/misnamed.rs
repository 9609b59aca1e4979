//! Citations by an author and a year, or by a number, that nothing answers to though the draft cites so elsewhere.
//!
//! Takes a draft and hands on each such citation with what may be meant: another year of the author's, a family whose name is a
//! letter or two away, or how far the numbers of the draft's own list go.

use std::ops::Range;

use super::Draft;
use crate::claim::citation::{Citation, Form, numbers, parts};
use crate::claim::listed::is_year;
use crate::claim::reference::without_leads;
use crate::corpus::Corpus;
use crate::fold::{Word, words_in};
use crate::nearest::is_slip;

/// A citation that names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnamed {
    /// What to point at: the author's name and the year, or the number.
    pub place: Range<usize>,
    /// What may be meant.
    pub meant: Meant,
}

/// What a citation that names nothing may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Works of the same author, of these years; and where the draft's year stands.
    Years(Vec<u16>, Range<usize>),
    /// A work of the same year by somebody of this name; and where the draft's name stands.
    Author(String, Range<usize>),
    /// An entry of the draft's own list, whose numbers end with this one.
    Listed(u32),
    /// One of the sources that an answer was written from, of which there are so many.
    Given(u32),
}

/// How far past the end of a list a number may be meant for one of its entries.
const FAR: u32 = 3;
/// A shorter name is like too many others.
const FEWEST_LETTERS: usize = 5;

/// The citations of a draft that name nothing, in order.
pub fn misnamed(draft: &Draft, corpus: &Corpus) -> Vec<Misnamed> {
    let mut found = if corpus.numbered.is_empty() { by_number(draft) } else { beyond(draft, corpus) };
    // Where the sources are not all that there is, the author may well have written in another year, too.
    if draft.options.complete {
        found.extend(by_author(draft, corpus));
    }
    // What stands within a quotation is the source's.
    let quotes = &draft.claims.said.quotes;
    found.retain(|one| {
        let near = quotes.partition_point(|quote| (quote.span.end as usize) <= one.place.start);
        quotes.get(near).is_none_or(|quote| one.place.end <= quote.span.start as usize)
    });
    found.sort_by_key(|one| one.place.start);
    found
}

/// The numbers that the draft's own list has no entry for, where it has one for others.
fn by_number(draft: &Draft) -> Vec<Misnamed> {
    let labels = draft.claims.listed.iter().filter_map(|entry| entry.label.as_ref()?.parse::<u32>().ok());
    let Some(last) = labels.max() else { return Vec::new() };
    let numbered = || draft.claims.citations.iter().filter(|citation| citation.form == Form::Number);
    if numbered().all(|citation| citation.refers.is_empty()) {
        return Vec::new();
    }
    let missing = |citation: &Citation| {
        let inside = citation.prose.first().map(|prose| numbers(draft.text, prose.range()));
        let known = |place: &Range<usize>| citation.refers.iter().any(|one| one.from.range() == *place);
        let inside: Vec<(Range<usize>, u32)> = inside.unwrap_or_default();
        // Beside a number that is known another may be a page, and one far off is no entry's: "the index is [40]".
        let doubtful = inside.iter().any(|(place, _)| known(place));
        let near = |number: u32| number > 0 && number <= last.saturating_add(FAR);
        let unknown = inside.into_iter().filter(|(_, number)| !doubtful && near(*number));
        unknown.map(|(place, _)| Misnamed { place, meant: Meant::Listed(last) }).collect::<Vec<_>>()
    };
    numbered().flat_map(missing).collect()
}

/// The numbers beyond the sources that an answer was written from, where it has no list of its own.
fn beyond(draft: &Draft, corpus: &Corpus) -> Vec<Misnamed> {
    let last = corpus.numbered.len() as u32;
    let numbered = draft.claims.citations.iter().filter(|citation| citation.form == Form::Number);
    let all: Vec<(Range<usize>, u32)> = numbered
        .flat_map(|citation| {
            let in_prose = citation.prose.iter().flat_map(|prose| numbers(draft.text, prose.range()));
            let keys =
                citation.keys.iter().filter_map(|key| Some((key.span.range(), key.text.parse().ok()?)));
            in_prose.chain(keys).collect::<Vec<_>>()
        })
        .collect();
    // Where none of them is a source's, the numbers count something else.
    if !draft.claims.listed.is_empty() || all.iter().all(|(_, number)| corpus.by_number(*number).is_none()) {
        return Vec::new();
    }
    let unknown = all.into_iter().filter(|(_, number)| corpus.by_number(*number).is_none());
    unknown.map(|(place, _)| Misnamed { place, meant: Meant::Given(last) }).collect()
}

/// The authors and years that no work of the sources has, where other works are cited so.
fn by_author(draft: &Draft, corpus: &Corpus) -> Vec<Misnamed> {
    let mut found = Vec::new();
    let mut cites_so = false;
    let dated = |citation: &&Citation| matches!(citation.form, Form::Reference | Form::Year);
    for citation in draft.claims.citations.iter().filter(dated) {
        for part in citation.prose.iter().flat_map(|prose| parts(draft.text, prose.range())) {
            if citation.refers.iter().any(|one| one.from.range() == part) {
                continue;
            }
            let words: Vec<Word> = words_in(draft.text, part).collect();
            let own = without_leads(draft.text, &words);
            match corpus.by_author(draft.text, own) {
                Some(known) if !known.works.is_empty() => cites_so = true,
                Some(known) => {
                    let (first, year) = (own[0], own[known.length - 1]);
                    let place = first.start as usize..year.end as usize;
                    found.push(Misnamed { place, meant: Meant::Years(known.years, year.range()) });
                }
                None => found.extend(misspelt(draft, own, corpus)),
            }
        }
    }
    if cites_so { found } else { Vec::new() }
}

/// A single author's name before a year, a slip away from one who has a work of that year.
fn misspelt(draft: &Draft, words: &[Word], corpus: &Corpus) -> Option<Misnamed> {
    let [name, year, ..] = words else { return None };
    let (written, digits) = (&draft.text[name.range()], &draft.text[year.range()]);
    if !is_year(digits)
        || written.chars().count() < FEWEST_LETTERS
        || !written.starts_with(char::is_uppercase)
    {
        return None;
    }
    let near = corpus.families(digits[..4].parse().ok()?).find(|family| is_slip(written, family))?;
    let place = name.start as usize..year.end as usize;
    Some(Misnamed { place, meant: Meant::Author(near.to_owned(), name.range()) })
}
