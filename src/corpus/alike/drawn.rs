//! The document that a statement draws on, where no single passage says it.
//!
//! Takes a statement and the reading of all sources; hands on the document in which most of the statement stands within the
//! length of an article. A summary's sentence says what ten sentences of its source say.

use rustc_hash::FxHashMap;

use super::reading::Reading;
use super::{Kind, Mask, Sought, Term};
use crate::corpus::DocumentId;

/// The share of a statement that the document has, by weight. This and the numbers below were set on one-sentence summaries held
/// against the articles of all.
const SHARE: f64 = 0.55;
/// The same where they share no name and no number: reports of a kind then differ in little else.
const SHARE_UNNAMED: f64 = 0.75;
/// The least weight of what they share, and the fewest words.
const EVIDENCE: f64 = 3.0;
const SHARED: u32 = 4;
/// How near a second document may come, as a part of the share.
const RIVAL: f64 = 0.8;
/// Sentences within which the document has it: a book has most words somewhere.
const STRETCH: u32 = 60;
/// Documents that are looked at closely.
const CLOSELY: usize = 4;
/// Sentences of the sources that are looked at to find them.
const LOOKED_AT: usize = 4000;

/// The document that a statement draws on, if one stands out.
pub(super) fn drawn(sought: &Sought, reading: &Reading, cited: &[DocumentId]) -> Option<DocumentId> {
    let mut terms: Vec<(usize, u32, usize)> =
        sought.terms.iter().map(|&(term, i)| (reading.places(term).len(), term, i)).collect();
    terms.sort_unstable();
    let mut masks: FxHashMap<DocumentId, Mask> = FxHashMap::default();
    let mut looked_at = 0;
    for (count, term, i) in terms {
        looked_at += count;
        let rare = looked_at <= LOOKED_AT;
        if rare {
            for &place in reading.places(term) {
                *masks.entry(reading.sentences[place as usize].document).or_default() |= 1 << i;
            }
        } else {
            // What stands nearly everywhere finds no document; it counts in those that were found.
            let of = |place: &u32| reading.sentences[*place as usize].document;
            for (document, mask) in &mut masks {
                let places = reading.places(term);
                let from = places.partition_point(|place| of(place) < *document);
                if places.get(from).is_some_and(|place| of(place) == *document) {
                    *mask |= 1 << i;
                }
            }
        }
    }
    let mut documents: Vec<(f64, DocumentId)> =
        masks.into_iter().map(|(document, mask)| (sought.score(mask, 0), document)).collect();
    documents.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut close: Vec<(f64, Mask, DocumentId)> = Vec::new();
    for &(most, document) in documents.iter().take(CLOSELY) {
        let mask = if most < SHARE * RIVAL { 0 } else { stretch(sought, reading, document) };
        close.push((sought.score(mask, 0), mask, document));
    }
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let &(share, mask, document) = close.first()?;
    let rival = close.get(1).map_or(0.0, |second| second.0);
    let alone = rival <= share * RIVAL || cited == [document];
    let named =
        |(i, term): (usize, &Term)| mask >> i & 1 == 1 && matches!(term.kind, Kind::Name | Kind::Number);
    let named = sought.statement.terms.iter().enumerate().any(named);
    let least = if named { SHARE } else { SHARE_UNNAMED };
    let enough = share >= least && sought.weight(mask) >= EVIDENCE && mask.count_ones() >= SHARED;
    (alone && enough).then_some(document)
}

/// The terms that the fullest stretch of a document has.
fn stretch(sought: &Sought, reading: &Reading, document: DocumentId) -> Mask {
    let from = reading.sentences.partition_point(|sentence| sentence.document < document);
    let to = reading.sentences.partition_point(|sentence| sentence.document <= document);
    let (mut best, mut best_score) = (0, 0.0);
    let mut counts = [0_u32; Mask::BITS as usize];
    let mut first = from;
    let mut all: Mask = 0;
    let masks: Vec<Mask> = (from..to).map(|sentence| sought.mask(reading, sentence)).collect();
    for sentence in from..to {
        each(masks[sentence - from], |term| counts[term] += 1);
        all |= masks[sentence - from];
        while reading.sentences[first].number + STRETCH <= reading.sentences[sentence].number {
            each(masks[first - from], |term| {
                counts[term] -= 1;
                if counts[term] == 0 {
                    all &= !(1 << term);
                }
            });
            first += 1;
        }
        let score = sought.score(all, 0);
        if score > best_score {
            (best, best_score) = (all, score);
        }
    }
    best
}

/// Calls with each term of a mask.
fn each(mut mask: Mask, mut call: impl FnMut(usize)) {
    while mask != 0 {
        call(mask.trailing_zeros() as usize);
        mask &= mask - 1;
    }
}
