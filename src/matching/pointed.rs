//! Where citations point within their sources, held against where the words stand.
//!
//! Takes a draft's quotations with their matches and hands on the locators of their citations that name a page or a section which
//! the source does not have, or where the quoted words do not stand.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::naming::{Named, named};
use super::{Draft, Found, Match};
use crate::claim::citation::locator::{Unit, seconds};
use crate::claim::citation::{Form, Locator};
use crate::claim::reach::is_in_sentence;
use crate::claim::{Citation, Quote};
use crate::corpus::{Corpus, Document, DocumentId, Standing, page_number};
use crate::file::Span;
use crate::file::extract::clock;
use crate::fold::{Word, words_in};

/// A locator that leads to another place than the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mispointed {
    /// The locator in the draft.
    pub locator: Locator,
    /// Where the words stand.
    pub found: Found,
    /// The number of the page or of the section that they stand in, where it has one.
    pub right: Option<String>,
    /// Whether the source has no such page or section.
    pub absent: bool,
    /// How many pages the source has, where they go by their count alone.
    pub pages: Option<usize>,
}

/// The locators of a draft that lead astray, in the order of its quotations.
pub fn mispointed(draft: &Draft, matches: &[Match], corpus: &Corpus) -> Vec<Mispointed> {
    let mut found = Vec::new();
    // Documents of which some page that the draft names is right as it is counted.
    let mut counted: FxHashSet<DocumentId> = FxHashSet::default();
    let mut seen: FxHashSet<Span> = FxHashSet::default();
    let mut budget = BUDGET;
    for (quote, matched) in draft.claims.said.quotes.iter().zip(matches) {
        let Some(at) = matched.at.filter(|_| matched.verdict.is_placed()) else { continue };
        if names_its_source(draft, quote, at, corpus) {
            continue;
        }
        let citations = quote.citations.iter().map(|&index| &draft.claims.citations[index as usize]);
        let own = citations.filter(|citation| is_in_sentence(draft.text, quote, citation));
        let mut locators: Vec<Pointing> =
            own.flat_map(|citation| pointing(draft, citation, at.document, corpus)).collect();
        locators.sort_by_key(|pointing| pointing.locator.unit as u8);
        for of_unit in locators.chunk_by(|a, b| a.locator.unit == b.locator.unit) {
            let judged: Vec<Option<Mispointed>> =
                of_unit.iter().map(|pointing| judge(draft, pointing, at, corpus, &mut budget)).collect();
            if judged.iter().any(Option::is_none) {
                counted.extend((of_unit[0].locator.unit == Unit::Page).then_some(at.document));
            } else {
                let first = judged.into_iter().flatten().next();
                found.extend(first.filter(|one| seen.insert(one.locator.span)));
            }
        }
    }
    // A number past the last page may be one that is printed on the page and left out of the text.
    found.retain(|one: &Mispointed| {
        let document = corpus.document(one.found.document);
        one.pages.is_none() || counted.contains(&one.found.document) || !is_of_a_series(document, corpus)
    });
    found
}

/// Whether what stands between marks is the title of the source, or stands in its title: "Ward, “The Ferry in Winter,” p. 33".
fn names_its_source(draft: &Draft, quote: &Quote, at: Found, corpus: &Corpus) -> bool {
    let words: Vec<Word> = quote.parts.iter().flat_map(|part| words_in(draft.text, part.range())).collect();
    let titled = corpus.titled(&words).filter(|title| title.documents.contains(&at.document));
    titled.is_some_and(|title| title.length == words.len()) || corpus.document(at.document).is_title(at.span)
}

/// A locator with the part of the citation that it stands in.
struct Pointing<'a> {
    locator: &'a Locator,
    part: Range<usize>,
}

/// The locators by which a citation points into a document.
fn pointing<'a>(
    draft: &Draft<'a>,
    citation: &'a Citation,
    id: DocumentId,
    corpus: &Corpus,
) -> Vec<Pointing<'a>> {
    if citation.locators.is_empty() {
        return Vec::new();
    }
    // The pages of a law report stand behind it.
    let own = citation.span.range();
    let pins = citation.form == Form::Reference && !draft.text[own.clone()].starts_with('(');
    let names = named(draft.text, citation, corpus);
    let its = |named: &&Named| named.documents.is_some_and(|documents| documents.contains(&id));
    let mut pointing = Vec::new();
    for one in names.iter().filter(its) {
        let from = if one.own { one.place.start } else { one.part.start };
        // What stands behind the name of another work is that one's.
        let next = names.iter().filter(|other| other.documents != one.documents && other.own);
        let next = next.map(|other| other.place.start).filter(|&start| start > from).min();
        let end = if pins { usize::MAX } else { next.unwrap_or(usize::MAX).min(one.part.end) };
        let behind = |locator: &&Locator| (from..end).contains(&(locator.span.start as usize));
        let part = one.part.start..one.part.end.min(end);
        pointing.extend(
            citation.locators.iter().filter(behind).map(|locator| Pointing { locator, part: part.clone() }),
        );
    }
    pointing
}

/// What is wrong with a locator, if the words do not stand there.
fn judge(
    draft: &Draft,
    pointing: &Pointing,
    at: Found,
    corpus: &Corpus,
    budget: &mut usize,
) -> Option<Mispointed> {
    let locator = pointing.locator;
    let document = corpus.document(at.document);
    let mispointed = |right: Option<String>, absent: bool, pages: Option<usize>| Mispointed {
        locator: locator.clone(),
        found: at,
        right,
        absent,
        pages,
    };
    if locator.unit == Unit::Time {
        let (first, last) = (seconds(&locator.first)?, seconds(&locator.last)?);
        let is_said = |stretch: Range<usize>| {
            let (from, to) = document.times(stretch)?;
            Some(from.saturating_sub(NEAR) <= last.max(first) && first <= to + NEAR)
        };
        let elsewhere = match is_said(at.span.range())? {
            true => return None,
            false => repeats(document, at.span, budget)?,
        };
        let acquits = elsewhere.into_iter().any(|stretch| is_said(stretch) == Some(true));
        let right = document.time(at.span.start as usize).map(clock);
        return (!acquits).then(|| mispointed(right, false, None));
    }
    if locator.unit != Unit::Page {
        let standing = |stretch: Range<usize>| {
            document.sections().standing(locator.unit, &locator.first, &locator.last, stretch)
        };
        return match standing(at.span.range()) {
            Standing::Right => None,
            Standing::Absent(right) => Some(mispointed(right, true, None)),
            Standing::Elsewhere(right) => {
                let elsewhere = repeats(document, at.span, budget)?;
                let acquits = elsewhere.into_iter().any(|stretch| standing(stretch) == Standing::Right);
                (!acquits).then(|| mispointed(right, false, None))
            }
        };
    }
    let pages = document.pages();
    let ((first, roman), (last, _)) = (page_number(&locator.first)?, page_number(&locator.last)?);
    // Pages before the first have Roman numbers, which no text shows reliably.
    if pages.is_empty() || roman || last < first || pages.stands(at.span.range(), first, last) {
        return None;
    }
    if repeats(document, at.span, budget)?.into_iter().any(|stretch| pages.stands(stretch, first, last)) {
        return None;
    }
    // The right page may stand beside a page of something else: "4 (see Fig. 2, p. 61 below)".
    let mut numbers = words_in(draft.text, pointing.part.clone())
        .filter_map(|word| draft.text[word.range()].parse::<u32>().ok());
    if numbers.any(|number| pages.stands(at.span.range(), number, number)) {
        return None;
    }
    let right = pages.at(at.span.start as usize).map(|page| page.to_string());
    let absent = !pages.has(first, last);
    Some(mispointed(right, absent, (absent && !pages.numbered).then(|| pages.len())))
}

/// Whether a document is part of something larger that counts its pages: it has been published in a journal or a book.
fn is_of_a_series(document: &Document, corpus: &Corpus) -> bool {
    corpus.called(document).publication.is_some()
}

/// A time may be that of the question before an answer, or be rounded: so many seconds off it is still right.
const NEAR: u32 = 30;

/// Of the sources so many bytes are read again for one draft; what then is left is not judged.
const BUDGET: usize = 200_000_000;

/// Where the words of a passage stand in its document again; nothing, where that would be too much to read.
fn repeats(document: &Document, passage: Span, budget: &mut usize) -> Option<Vec<Range<usize>>> {
    let text = document.text();
    *budget = budget.checked_sub(text.len())?;
    let sought: Vec<u64> = words_in(text, passage.range()).map(|word| word.hash).collect();
    let mut window: VecDeque<(u64, Range<usize>)> = VecDeque::with_capacity(sought.len());
    let mut found = Vec::new();
    if sought.is_empty() {
        return Some(found);
    }
    for word in words_in(text, 0..text.len()) {
        if window.len() == sought.len() {
            window.pop_front();
        }
        window.push_back((word.hash, word.range()));
        let is_same = window.back().is_some_and(|(hash, _)| *hash == sought[sought.len() - 1])
            && window.iter().map(|(hash, _)| *hash).eq(sought.iter().copied());
        if is_same {
            found.push(window[0].1.start..word.end as usize);
        }
    }
    Some(found)
}
