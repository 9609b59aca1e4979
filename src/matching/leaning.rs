//! The documents that a draft leans on: those that its quotations were found in, and those that it cites.
//!
//! Takes a draft with its matches and hands on documents; who occurs in them is what the draft's own people are held against.

use super::naming::named;
use super::{Draft, Match, Verdict};
use crate::corpus::{Corpus, DocumentId};

/// The documents that a draft leans on, each once, in the corpus's order.
pub fn leaned_on(draft: &Draft, matches: &[Match], corpus: &Corpus) -> Vec<DocumentId> {
    let placed = |matched: &&Match| !matches!(matched.verdict, Verdict::NotFound | Verdict::Unchecked(_));
    let quoted = matches.iter().filter(placed).flat_map(|matched| matched.at.iter().chain(&matched.also));
    let cited = draft.claims.citations.iter().flat_map(|citation| named(draft.text, citation, corpus));
    let cited = cited.filter_map(|named| named.documents).flatten().copied();
    let mut documents: Vec<DocumentId> = quoted.map(|found| found.document).chain(cited).collect();
    documents.sort_unstable();
    documents.dedup();
    documents
}
