//! The sentences of the sources, as the search for passages asks for them.
//!
//! A sentence goes by an id, in the order of the documents. Whoever has the sentences, from one reading of all texts or from
//! the index, answers alike.

use std::borrow::Cow;
use std::ops::Range;

use super::Mask;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;

/// The sentences of the sources, for the terms of some statements.
pub trait Sentences {
    /// What a sentence goes by.
    type Id: Copy + Ord + Send + Sync;

    /// How many sentences there are in all.
    fn count(&self) -> usize;

    /// How often a term stands there.
    fn occurrences(&self, term: u32) -> usize;

    /// The sentences that have a term, in order; of some documents, if any are named.
    fn places(&self, term: u32, of: &[DocumentId]) -> Cow<'_, [Self::Id]>;

    /// Which of some terms, sorted and each with its index in a statement, stand in a run of sentences of one document.
    fn mask(&self, terms: &[(u32, usize)], first: Self::Id, last: Self::Id) -> Mask;

    /// The document of a sentence.
    fn document(&self, sentence: Self::Id) -> DocumentId;

    /// Which sentence of the document it is.
    fn number(&self, sentence: Self::Id) -> u32;

    /// The sentence behind one, in the same document. One without any of the terms may be left out.
    fn next(&self, sentence: Self::Id) -> Option<Self::Id>;

    /// The sentence before one, likewise.
    fn previous(&self, sentence: Self::Id) -> Option<Self::Id>;

    /// The sentences before one in which somebody may be named whom a pronoun means, likewise.
    fn lead_up(&self, sentence: Self::Id) -> impl Iterator<Item = Self::Id>;

    /// The tokens of a sentence, or of two, a capital marked.
    fn words(&self, corpus: &Corpus, first: Self::Id, last: Self::Id) -> Vec<u32>;

    /// Where a sentence, or two, lie, and where some of their words do, by their numbers there.
    fn place(&self, corpus: &Corpus, first: Self::Id, last: Self::Id, words: Range<usize>) -> (Span, Span);
}
