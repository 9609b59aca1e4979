//! The documents that may have a passage of a draft, by the index.
//!
//! Takes the words of the drafts; hands on the documents in which two runs of four words stand near each other that stand near
//! each other in a draft, too. A passage that counts has at least five words that say something, so that two such runs are the
//! least that it has; the rest of the documents need not be read.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::own::Own;
use super::{COMMON_OWN, CONTENT, RUN, joined};
use crate::corpus::DocumentId;
use crate::corpus::index::Index;
use crate::fold::token;
use crate::parallel;

/// Runs of one passage that begin further apart have others between them: a passage goes on after a word or two.
const NEAR: u32 = 4 * (RUN as u32 + CONTENT as u32);

/// The documents, in order.
pub(super) fn documents(drafts: &[Vec<Own>], index: &Index) -> Vec<DocumentId> {
    let all: BTreeSet<DocumentId> = drafts.iter().flat_map(|own| of_draft(own, index)).collect();
    all.into_iter().collect()
}

fn of_draft(own: &[Own], index: &Index) -> BTreeSet<DocumentId> {
    let mut runs: FxHashMap<[u32; RUN], Vec<u32>> = FxHashMap::default();
    for (at, words) in (0..).zip(own.windows(RUN)) {
        if joined(words) && words.iter().any(|word| word.content) {
            let mut run = [0; RUN];
            run.iter_mut().zip(words).for_each(|(token_of, word)| *token_of = token(word.hash));
            runs.entry(run).or_default().push(at);
        }
    }
    let mut runs: Vec<([u32; RUN], Vec<u32>)> =
        runs.into_iter().filter(|(_, own)| own.len() <= COMMON_OWN).collect();
    runs.sort_unstable();
    // Each place of a run in a document, with its places in the draft.
    let found = parallel::map(&runs, |(run, own)| {
        let found = index.find(run);
        let places = index
            .places_of(&found)
            .flat_map(|(document, word)| own.iter().map(move |&own| (document, word, own)));
        places.collect::<Vec<_>>()
    });
    let mut places: Vec<(DocumentId, u32, u32)> = found.into_iter().flatten().collect();
    places.sort_unstable();
    let near =
        |a: &(DocumentId, u32, u32), b: &(DocumentId, u32, u32)| a.2.abs_diff(b.2) <= NEAR && a.2 != b.2;
    let mut documents = BTreeSet::new();
    for of_document in places.chunk_by(|a, b| a.0 == b.0) {
        let pair = of_document.iter().enumerate().any(|(i, one)| {
            let behind = of_document[i + 1..].iter().take_while(|other| other.1 - one.1 <= NEAR);
            behind.into_iter().any(|other| near(one, other))
        });
        if pair {
            documents.insert(of_document[0].0);
        }
    }
    documents
}
