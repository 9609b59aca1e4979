//! The document that a statement draws on, where no single passage says it.
//!
//! Takes a statement and the reading of all sources; hands on the document in which most of the statement stands within the
//! length of an article. A summary's sentence says what ten sentences of its source say.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::sentences::Sentences;
use super::{Kind, Mask, Sought, Term};
use crate::corpus::DocumentId;

/// The share of a statement that the document has, by weight. This and the numbers below were set on one-sentence summaries held
/// against the articles of all.
const SHARE: f64 = 0.5;
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

/// A sentence, and a term of the statement that it has, as its index there.
type Hit<S> = (<S as Sentences>::Id, usize);

/// The document that a statement draws on, if one stands out.
pub(super) fn drawn<S: Sentences>(
    sought: &Sought,
    sentences: &S,
    cited: &[DocumentId],
) -> Option<DocumentId> {
    let mut terms: Vec<(usize, u32, usize)> =
        sought.terms.iter().map(|&(term, i)| (sentences.occurrences(term), term, i)).collect();
    terms.sort_unstable();
    // What stands nearly everywhere finds no document; it counts where the rarer terms stand.
    let mut looked_at = 0;
    let rare = terms.iter().take_while(|(count, ..)| {
        looked_at += count;
        looked_at <= LOOKED_AT
    });
    let rare = rare.count();
    let (rare, common) = terms.split_at(rare);
    let mut common: Vec<(u32, usize)> = common.iter().map(|&(_, term, i)| (term, i)).collect();
    common.sort_unstable();
    let places: Vec<(Cow<[S::Id]>, usize)> =
        rare.iter().map(|&(_, term, i)| (sentences.places(term, &[]), i)).collect();
    let document = |sentence: &S::Id| sentences.document(*sentence);
    let mut masks: FxHashMap<DocumentId, Mask> = FxHashMap::default();
    for (places, i) in &places {
        for of_document in places.chunk_by(|a, b| document(a) == document(b)) {
            *masks.entry(document(&of_document[0])).or_default() |= 1 << i;
        }
    }
    let mut documents: Vec<(f64, DocumentId)> =
        masks.into_iter().map(|(document, mask)| (sought.weight(mask), document)).collect();
    let order = |a: &(f64, DocumentId), b: &(f64, DocumentId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if documents.len() > CLOSELY {
        documents.select_nth_unstable_by(CLOSELY, order);
        documents.truncate(CLOSELY);
    }
    documents.sort_by(order);
    let mut close: Vec<(f64, Mask, DocumentId)> = Vec::new();
    for (_, own) in documents {
        let of_term = |(places, i): &(Cow<[S::Id]>, usize)| -> Vec<Hit<S>> {
            let from = places.partition_point(|place| document(place) < own);
            let there = places[from..].iter().take_while(|place| document(place) == own);
            there.map(|&place| (place, *i)).collect()
        };
        let mut hits: Vec<Hit<S>> = places.iter().flat_map(of_term).collect();
        hits.sort();
        let (mask, first, last) = stretch(sought, sentences, &hits);
        let mask = mask | sentences.mask(&common, first, last);
        close.push((sought.score(mask, 0), mask, own));
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

/// The terms that the fullest stretch of a document has, and its first and last sentence. `hits` are the document's, in order.
fn stretch<S: Sentences>(sought: &Sought, sentences: &S, hits: &[Hit<S>]) -> (Mask, S::Id, S::Id) {
    let number = |hit: &Hit<S>| sentences.number(hit.0);
    let mut counts = [0_u32; Mask::BITS as usize];
    let mut mask: Mask = 0;
    let mut best = (0, hits[0].0, hits[0].0);
    let mut most = 0.0;
    let mut first = 0;
    for hit in hits {
        counts[hit.1] += 1;
        mask |= 1 << hit.1;
        while number(&hits[first]) + STRETCH <= number(hit) {
            let term = hits[first].1;
            counts[term] -= 1;
            if counts[term] == 0 {
                mask &= !(1 << term);
            }
            first += 1;
        }
        let weight = sought.weight(mask);
        if weight > most {
            most = weight;
            best = (mask, hits[first].0, hit.0);
        }
    }
    best
}
