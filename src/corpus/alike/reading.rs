//! One reading of all sources for the terms of all statements.
//!
//! Takes the terms and the documents; hands on every sentence that has one of the terms, and how often each term stands there.

use std::borrow::Cow;
use std::ops::Range;

use super::sentence::{Cutter, start_in, tail};
use super::sentences::Sentences;
use super::terms::Terms;
use super::{LEAD_UP, Mask};
use crate::corpus::index::CAPITAL;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::fold::{token, words_in};
use crate::parallel;

/// A corpus of more bytes than this is read by several threads.
const PARALLEL: usize = 1 << 20;

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The sentences with terms, in the order of the documents.
    sentences: Vec<Sentence>,
    /// The terms of all sentences, those of one sorted.
    hits: Vec<u32>,
    /// How many sentences there are in all.
    count: usize,
    /// How often each term stands there.
    counts: Vec<u32>,
    /// The sentences that have a term: from this place in `places`.
    firsts: Vec<u32>,
    places: Vec<u32>,
}

/// A sentence of a source.
#[derive(Clone, Copy, Debug)]
struct Sentence {
    /// The document.
    document: DocumentId,
    /// Which of the document's sentences it is.
    number: u32,
    /// Its first byte.
    start: u32,
    /// One past its last byte.
    end: u32,
    /// Where its terms begin in `hits`.
    first: u32,
}

impl Reading {
    /// The terms of a sentence, sorted.
    fn terms(&self, sentence: usize) -> &[u32] {
        let end = self.sentences.get(sentence + 1).map_or(self.hits.len(), |next| next.first as usize);
        &self.hits[self.sentences[sentence].first as usize..end]
    }

    /// The sentences that have a term, in order.
    fn places_of(&self, term: u32) -> &[u32] {
        let end = self.firsts.get(term as usize + 1).map_or(self.places.len(), |&next| next as usize);
        &self.places[self.firsts[term as usize] as usize..end]
    }

    /// Whether two neighbours in the list follow each other in one document.
    fn neighbours(&self, first: u32) -> bool {
        let pair = self.sentences.get(first as usize).zip(self.sentences.get(first as usize + 1));
        pair.is_some_and(|(a, b)| a.document == b.document && a.number + 1 == b.number)
    }

    fn span(&self, corpus: &Corpus, first: u32, last: u32) -> Span {
        let (first, last) = (self.sentences[first as usize], self.sentences[last as usize]);
        corpus.document(first.document).file.span(first.start as usize..last.end as usize)
    }

    /// Lists the sentences of each term.
    fn index(&mut self) {
        let mut sizes = vec![0_u32; self.counts.len()];
        self.hits.iter().for_each(|&term| sizes[term as usize] += 1);
        let mut next = 0;
        self.firsts.clear();
        for size in sizes {
            self.firsts.push(next);
            next += size;
        }
        let mut free = self.firsts.clone();
        self.places = vec![0; self.hits.len()];
        for sentence in 0..self.sentences.len() {
            for i in 0..self.terms(sentence).len() {
                let term = self.terms(sentence)[i] as usize;
                self.places[free[term] as usize] = sentence as u32;
                free[term] += 1;
            }
        }
    }

    fn add(&mut self, part: Part) {
        let base = self.hits.len() as u32;
        self.sentences.extend(part.sentences.iter().map(|one| Sentence { first: one.first + base, ..*one }));
        self.hits.extend(part.hits);
        self.count += part.count;
    }
}

impl Sentences for Reading {
    /// Its place in the list.
    type Id = u32;

    fn count(&self) -> usize {
        self.count
    }

    fn occurrences(&self, term: u32) -> usize {
        self.counts[term as usize] as usize
    }

    fn places(&self, term: u32, of: &[DocumentId]) -> Cow<'_, [u32]> {
        let all = self.places_of(term);
        if of.is_empty() {
            return all.into();
        }
        let document = |place: &u32| self.document(*place);
        let mut places = Vec::new();
        for &own in of {
            let from = all.partition_point(|place| document(place) < own);
            let to = all.partition_point(|place| document(place) <= own);
            places.extend_from_slice(&all[from..to]);
        }
        places.into()
    }

    fn mask(&self, terms: &[(u32, usize)], first: u32, last: u32) -> Mask {
        let mut mask = 0;
        if first < last {
            for &(term, i) in terms {
                let all = self.places_of(term);
                let next = all.get(all.partition_point(|&place| place < first));
                mask |= if next.is_some_and(|&place| place <= last) { 1 << i } else { 0 };
            }
            return mask;
        }
        let mut own = self.terms(first as usize).iter().peekable();
        for &(term, i) in terms {
            while own.next_if(|&&other| other < term).is_some() {}
            if own.peek() == Some(&&term) {
                mask |= 1 << i;
            }
        }
        mask
    }

    fn document(&self, sentence: u32) -> DocumentId {
        self.sentences[sentence as usize].document
    }

    fn number(&self, sentence: u32) -> u32 {
        self.sentences[sentence as usize].number
    }

    fn next(&self, sentence: u32) -> Option<u32> {
        self.neighbours(sentence).then(|| sentence + 1)
    }

    fn previous(&self, sentence: u32) -> Option<u32> {
        sentence.checked_sub(1).filter(|&before| self.neighbours(before))
    }

    fn lead_up(&self, sentence: u32) -> impl Iterator<Item = u32> {
        let head = self.sentences[sentence as usize];
        let near = (sentence.saturating_sub(LEAD_UP)..sentence).rev();
        near.filter(move |&before| {
            let other = self.sentences[before as usize];
            other.document == head.document && other.number + LEAD_UP >= head.number
        })
    }

    fn words(&self, corpus: &Corpus, first: u32, last: u32) -> Vec<u32> {
        let id = self.document(first);
        let text = corpus.document(id).file.text();
        let capital = |range: Range<usize>| text[range].starts_with(char::is_uppercase);
        let words = corpus.words_within(id, self.span(corpus, first, last).range());
        words.iter().map(|word| token(word.hash) | if capital(word.range()) { CAPITAL } else { 0 }).collect()
    }

    fn place(&self, corpus: &Corpus, first: u32, last: u32, own: Range<usize>) -> (Span, Span) {
        let file = &corpus.document(self.document(first)).file;
        let span = self.span(corpus, first, last);
        let mut words = words_in(file.text(), span.range()).skip(own.start).take(own.len());
        let Some(head) = words.next() else { return (span, span) };
        let end = words.last().unwrap_or(head).end;
        (span, file.span(head.start as usize..end as usize))
    }
}

/// Reads every document once.
pub fn read(terms: &Terms, corpus: &Corpus) -> Reading {
    let threads = if corpus.bytes() > PARALLEL { parallel::cores().min(corpus.len()) } else { 1 };
    let turns: Vec<(Vec<Part>, Vec<u32>)> = parallel::turns(threads, |turn| {
        let mut counts = vec![0; terms.forms.len()];
        let documents = corpus.ids().skip(turn).step_by(threads);
        let parts: Vec<Part> = documents
            .map(|id| {
                parallel::checkpoint();
                part(terms, corpus, id, &mut counts)
            })
            .collect();
        (parts, counts)
    });
    let mut reading = Reading { counts: vec![0; terms.forms.len()], ..Reading::default() };
    let mut turns: Vec<_> = turns
        .into_iter()
        .map(|(parts, counts)| {
            reading.counts.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
            parts.into_iter()
        })
        .collect();
    let step = turns.len();
    for document in 0..corpus.len() {
        turns[document % step].next().into_iter().for_each(|part| reading.add(part));
    }
    reading.index();
    reading
}

/// What was read of one document.
#[derive(Default)]
struct Part {
    sentences: Vec<Sentence>,
    hits: Vec<u32>,
    count: usize,
}

fn part(terms: &Terms, corpus: &Corpus, document: DocumentId, counts: &mut [u32]) -> Part {
    let text = corpus.document(document).file.text();
    let mut part = Part::default();
    let mut own: Vec<u32> = Vec::new();
    let mut start = 0;
    let mut close = |start: usize, end: usize, own: &mut Vec<u32>| {
        own.sort_unstable();
        own.dedup();
        // One term is enough: which sentences stand here must not depend on what else is asked.
        if !own.is_empty() {
            let first = part.hits.len() as u32;
            let (start, end) = (start as u32, end as u32);
            part.sentences.push(Sentence { document, number: part.count as u32, start, end, first });
            part.hits.extend_from_slice(own);
        }
        own.clear();
        part.count += 1;
    };
    let mut cutter = Cutter::default();
    let mut before = 0;
    for word in corpus.words(document) {
        if before == 0 {
            start = start_in(text, 0..word.start as usize);
        }
        if let Some(end) = cutter.take(text, &word) {
            close(start, end, &mut own);
            start = start_in(text, end..word.start as usize);
        }
        for &term in terms.of_token(token(word.hash)) {
            counts[term as usize] += 1;
            own.push(term);
        }
        before = word.end as usize;
    }
    if before > 0 {
        close(start, tail(text, before), &mut own);
    }
    part
}
