//! Where citations point within their sources, held against where the words stand.
//!
//! Takes a draft's quotations with their matches and hands on the locators of their citations that name a page or a section which
//! the source does not have, or where the quoted words do not stand.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::naming::named;
use super::{Draft, Found, Match, Verdict};
use crate::claim::Citation;
use crate::claim::citation::Locator;
use crate::claim::citation::locator::Unit;
use crate::corpus::{Corpus, Document, DocumentId, Standing, page_number};
use crate::file::Span;
use crate::fold::words_in;

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
    for (quote, matched) in draft.claims.quotes.iter().zip(matches) {
        let Some(at) = matched.at.filter(|_| is_placed(matched.verdict)) else { continue };
        for citation in quote.citations.iter().map(|&index| &draft.claims.citations[index as usize]) {
            let units = pointing(draft, citation, at.document, corpus);
            for locators in units.chunk_by(|a, b| a.unit == b.unit) {
                let judged: Vec<Option<Mispointed>> =
                    locators.iter().map(|locator| judge(locator, at, corpus)).collect();
                if judged.iter().any(Option::is_none) {
                    counted.extend((locators[0].unit == Unit::Page).then_some(at.document));
                } else {
                    let first = judged.into_iter().flatten().next();
                    found.extend(first.filter(|one| seen.insert(one.locator.span)));
                }
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

/// Whether a verdict says where the words are.
fn is_placed(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::NotFound | Verdict::Unchecked(_) | Verdict::Spliced)
}

/// The locators by which a citation points into a document, those of one unit beside each other.
fn pointing<'a>(
    draft: &Draft<'a>,
    citation: &'a Citation,
    id: DocumentId,
    corpus: &Corpus,
) -> Vec<&'a Locator> {
    if citation.locators.is_empty() {
        return Vec::new();
    }
    let names = named(draft.text, citation, corpus);
    let parts: Vec<Range<usize>> = names
        .into_iter()
        .filter(|named| named.documents.is_some_and(|documents| documents.contains(&id)))
        .map(|named| named.part)
        .collect();
    // The pages of a law report stand behind it.
    const BEHIND: usize = 40;
    let within = |locator: &&Locator| {
        let at = locator.span.start as usize;
        parts.iter().any(|part| {
            part.start <= at && at < part.end.max((citation.span.end as usize).min(part.end + BEHIND))
        }) || citation.span.end as usize <= at
    };
    let mut pointing: Vec<&Locator> = citation.locators.iter().filter(within).collect();
    pointing.sort_by_key(|locator| locator.unit as u8);
    pointing
}

/// What is wrong with a locator, if the words do not stand there.
fn judge(locator: &Locator, at: Found, corpus: &Corpus) -> Option<Mispointed> {
    let document = corpus.document(at.document);
    let mispointed = |right: Option<String>, absent: bool, pages: Option<usize>| Mispointed {
        locator: locator.clone(),
        found: at,
        right,
        absent,
        pages,
    };
    if locator.unit != Unit::Page {
        let standing = |stretch: Range<usize>| {
            document.sections().standing(locator.unit, &locator.first, &locator.last, stretch)
        };
        return match standing(at.span.range()) {
            Standing::Right => None,
            Standing::Absent(right) => Some(mispointed(right, true, None)),
            Standing::Elsewhere(right) => {
                let elsewhere = repeats(document, at.span);
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
    if repeats(document, at.span).into_iter().any(|stretch| pages.stands(stretch, first, last)) {
        return None;
    }
    let right = pages.at(at.span.start as usize).map(|page| page.to_string());
    let absent = !(first..=last.min(first + 1000)).any(|page| pages.has(page));
    Some(mispointed(right, absent, (absent && !pages.numbered).then(|| pages.len())))
}

/// Whether a document is part of something larger that counts its pages: it has been published in a journal or a book.
fn is_of_a_series(document: &Document, corpus: &Corpus) -> bool {
    corpus.called(document).publication.is_some()
}

/// Where the words of a passage stand in its document again.
fn repeats(document: &Document, passage: Span) -> Vec<Range<usize>> {
    let text = document.text();
    let sought: Vec<u64> = words_in(text, passage.range()).map(|word| word.hash).collect();
    let mut window: VecDeque<(u64, Range<usize>)> = VecDeque::with_capacity(sought.len());
    let mut found = Vec::new();
    if sought.is_empty() {
        return found;
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
    found
}
