//! The sentences of the sources as the index has them.
//!
//! Takes the terms of some statements and looks their forms up; what a sentence holds is told by its tokens. Texts are read for the
//! places of what is found, and for nothing else.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use super::sentence::{end_between, start_in, tail};
use super::sentences::Sentences;
use super::terms::Terms;
use super::{LEAD_UP, Mask};
use crate::corpus::index::{CAPITAL, Found, Index};
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::parallel;

/// Sentences by the index.
pub struct Indexed<'a> {
    index: &'a Index,
    terms: &'a Terms,
    /// For each term the places of its forms, and how many there are.
    found: Vec<(Vec<Found>, usize)>,
    /// For each term the sentences that have it, once they were asked for: many statements have it in common.
    places: Vec<OnceLock<Vec<(DocumentId, u32)>>>,
}

impl<'a> Indexed<'a> {
    /// Looks up every term.
    pub fn new(terms: &'a Terms, index: &'a Index) -> Indexed<'a> {
        let found = parallel::map(&terms.forms, |forms| {
            let counted = forms.iter().map(|&form| index.occurrences(form));
            let there: Vec<(Found, usize)> = counted.filter(|(_, count)| *count > 0).collect();
            let count = there.iter().map(|(_, count)| count).sum();
            (there.into_iter().map(|(found, _)| found).collect(), count)
        });
        let places = found.iter().map(|_| OnceLock::new()).collect();
        Indexed { index, terms, found, places }
    }

    /// The place of the first word of a sentence and the end of the one before it.
    fn boundary(&self, corpus: &Corpus, (document, number): (DocumentId, u32)) -> (usize, usize) {
        let own = corpus.document(document);
        let text = own.file.text();
        let first = self.index.sentence(document, number).start;
        let from = first.saturating_sub(1);
        let mut words = self.index.words_at(own, document, from);
        let before = if first > 0 { words.next().map(|word| word.end as usize) } else { None };
        let Some(word) = words.next() else { return (text.len(), text.len()) };
        let start = word.start as usize;
        let end = before.map_or(0, |before| end_between(text, before..start).unwrap_or(before));
        (start_in(text, end..start), end)
    }
}

impl Sentences for Indexed<'_> {
    /// The document, and which of its sentences.
    type Id = (DocumentId, u32);

    fn count(&self) -> usize {
        self.index.sentences()
    }

    fn occurrences(&self, term: u32) -> usize {
        self.found[term as usize].1
    }

    fn places(&self, term: u32, of: &[DocumentId]) -> Cow<'_, [Self::Id]> {
        let (found, count) = &self.found[term as usize];
        let all = || {
            let all = found.iter().flat_map(|found| self.index.sentences_with(found));
            sorted(all.collect())
        };
        let lengths: usize = of.iter().map(|&document| self.index.length(document)).sum();
        if of.is_empty() || *count < lengths {
            let all: &[Self::Id] = self.places[term as usize].get_or_init(all);
            if of.is_empty() {
                return all.into();
            }
            return all.iter().filter(|(document, _)| of.contains(document)).copied().collect();
        }
        let mut places = Vec::new();
        for &document in of {
            for (word, token) in (0..).zip(self.index.tokens(document, 0..usize::MAX)) {
                if self.terms.of_token(token & !CAPITAL).contains(&term) {
                    places.push((document, self.index.sentence_at(document, word)));
                }
            }
        }
        sorted(places).into()
    }

    fn mask(&self, terms: &[(u32, usize)], first: Self::Id, last: Self::Id) -> Mask {
        let words = self.index.sentence(first.0, first.1).start..self.index.sentence(last.0, last.1).end;
        let tokens = self.index.tokens(first.0, words);
        tokens.fold(0, |mask, token| mask | self.terms.mask(token & !CAPITAL, terms))
    }

    fn document(&self, sentence: Self::Id) -> DocumentId {
        sentence.0
    }

    fn number(&self, sentence: Self::Id) -> u32 {
        sentence.1
    }

    fn next(&self, (document, number): Self::Id) -> Option<Self::Id> {
        ((number as usize) + 1 < self.index.sentences_of(document)).then_some((document, number + 1))
    }

    fn previous(&self, (document, number): Self::Id) -> Option<Self::Id> {
        Some((document, number.checked_sub(1)?))
    }

    fn lead_up(&self, (document, number): Self::Id) -> impl Iterator<Item = Self::Id> {
        (number.saturating_sub(LEAD_UP)..number).rev().map(move |number| (document, number))
    }

    fn words(&self, _: &Corpus, first: Self::Id, last: Self::Id) -> Vec<u32> {
        let words = self.index.sentence(first.0, first.1).start..self.index.sentence(last.0, last.1).end;
        self.index.tokens(first.0, words).collect()
    }

    fn place(&self, corpus: &Corpus, first: Self::Id, last: Self::Id, words: Range<usize>) -> (Span, Span) {
        let own = corpus.document(first.0);
        let start = self.boundary(corpus, first).0;
        let end = match self.next(last) {
            Some(next) => self.boundary(corpus, next).1,
            None => {
                let word = self.index.sentence(last.0, last.1).end.saturating_sub(1);
                tail(own.file.text(), self.index.bytes(own, first.0, word..word + 1).end)
            }
        };
        let head = self.index.sentence(first.0, first.1).start;
        let stretch = self.index.bytes(own, first.0, head + words.start..head + words.end);
        (own.file.span(start..end), own.file.span(stretch))
    }
}

fn sorted<I: Ord>(mut ids: Vec<I>) -> Vec<I> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
