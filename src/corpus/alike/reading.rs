//! One reading of all sources for the terms of all statements.
//!
//! Takes the statements and the documents; hands on every sentence that has one of the terms, and how many
//! sentences have each term. A source's words are looked up by the hashes that `fold` gives them: first a bit in a
//! filter, and a table only for the few that pass.

use rustc_hash::FxHashMap;

use super::sentence::{end_between, start_in};
use super::statement::Statement;
use crate::corpus::{Corpus, DocumentId};
use crate::fold::words;
use crate::parallel;

/// Words of a sentence; a longer run without an end is cut.
const LONGEST: u32 = 120;
/// A corpus of more bytes than this is read by several threads.
const PARALLEL: usize = 1 << 20;

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The sentences with terms, in the order of the documents.
    pub sentences: Vec<Sentence>,
    /// The terms of all sentences, those of one sorted.
    hits: Vec<u32>,
    /// How many sentences there are in all.
    pub count: usize,
    /// In how many sentences each term stands.
    pub counts: Vec<u32>,
    /// The sentences that have a term: from this place in `places`.
    firsts: Vec<u32>,
    places: Vec<u32>,
}

/// A sentence of a source.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    /// The document.
    pub document: DocumentId,
    /// Which of the document's sentences it is.
    pub number: u32,
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Where its terms begin in `hits`.
    first: u32,
}

impl Reading {
    /// The terms of a sentence, sorted.
    pub fn terms(&self, sentence: usize) -> &[u32] {
        let end = self.sentences.get(sentence + 1).map_or(self.hits.len(), |next| next.first as usize);
        &self.hits[self.sentences[sentence].first as usize..end]
    }

    /// The sentences that have a term, in order.
    pub fn places(&self, term: u32) -> &[u32] {
        let end = self.firsts.get(term as usize + 1).map_or(self.places.len(), |&next| next as usize);
        &self.places[self.firsts[term as usize] as usize..end]
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

/// The terms of all statements, alike ones once.
#[derive(Debug)]
pub struct Terms {
    /// For each statement the numbers of its terms.
    pub of: Vec<Vec<u32>>,
    count: usize,
    /// Which terms have this form, as a range of `entries`.
    table: FxHashMap<u64, (u32, u32)>,
    entries: Vec<u32>,
    /// A bit for each value of a hash's low bits.
    filter: Vec<u64>,
    mask: u64,
}

impl Terms {
    /// Numbers the terms of statements.
    pub fn new<'a>(statements: impl Iterator<Item = &'a Statement>) -> Terms {
        let mut known: FxHashMap<&[u64], u32> = FxHashMap::default();
        let mut forms: Vec<(u64, u32)> = Vec::new();
        let mut number = |term: &'a [u64]| {
            let next = known.len() as u32;
            *known.entry(term).or_insert_with(|| {
                forms.extend(term.iter().map(|&form| (form, next)));
                next
            })
        };
        let of: Vec<Vec<u32>> = statements
            .map(|statement| statement.terms.iter().map(|term| number(&term.forms)).collect())
            .collect();
        let count = known.len();
        forms.sort_unstable();
        let bits = (16 * forms.len()).next_power_of_two().clamp(1 << 12, 1 << 24) as u64;
        let mut terms = Terms {
            of,
            count,
            table: FxHashMap::default(),
            entries: forms.iter().map(|&(_, term)| term).collect(),
            filter: vec![0; bits as usize / 64],
            mask: bits - 1,
        };
        let mut at = 0;
        for run in forms.chunk_by(|a, b| a.0 == b.0) {
            let bit = run[0].0 & terms.mask;
            terms.filter[bit as usize / 64] |= 1 << (bit % 64);
            terms.table.insert(run[0].0, (at, at + run.len() as u32));
            at += run.len() as u32;
        }
        terms
    }

    /// The terms that a word is a form of.
    #[inline]
    fn of_word(&self, hash: u64) -> &[u32] {
        let bit = hash & self.mask;
        if self.filter[bit as usize / 64] >> (bit % 64) & 1 == 0 {
            return &[];
        }
        self.table.get(&hash).map_or(&[], |&(from, to)| &self.entries[from as usize..to as usize])
    }
}

/// Reads every document once.
pub fn read(terms: &Terms, corpus: &Corpus) -> Reading {
    let bytes: usize = corpus.documents.iter().map(|document| document.file.length()).sum();
    let threads = if bytes > PARALLEL { parallel::cores().min(corpus.documents.len()) } else { 1 };
    let turns: Vec<(Vec<Part>, Vec<u32>)> = parallel::turns(threads, |turn| {
        let mut counts = vec![0; terms.count];
        let documents = corpus.documents.iter().enumerate().skip(turn).step_by(threads);
        let parts: Vec<Part> = documents
            .map(|(i, document)| {
                parallel::checkpoint();
                part(terms, document.file.text(), DocumentId(i as u32), &mut counts)
            })
            .collect();
        (parts, counts)
    });
    let mut reading = Reading { counts: vec![0; terms.count], ..Reading::default() };
    let mut turns: Vec<_> = turns
        .into_iter()
        .map(|(parts, counts)| {
            reading.counts.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
            parts.into_iter()
        })
        .collect();
    let step = turns.len();
    for document in 0..corpus.documents.len() {
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

fn part(terms: &Terms, text: &str, document: DocumentId, counts: &mut [u32]) -> Part {
    let mut part = Part::default();
    let mut own: Vec<u32> = Vec::new();
    let mut start = 0;
    let mut length = 0;
    let mut before = 0;
    let mut close = |start: usize, end: usize, own: &mut Vec<u32>| {
        own.sort_unstable();
        own.dedup();
        own.iter().for_each(|&term| counts[term as usize] += 1);
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
    for word in words(text) {
        let range = word.range();
        if length > 0 {
            let end = end_between(text, before..range.start).or((length == LONGEST).then_some(before));
            if let Some(end) = end {
                close(start, end, &mut own);
                start = start_in(text, end..range.start);
                length = 0;
            }
        } else {
            start = start_in(text, 0..range.start);
        }
        own.extend_from_slice(terms.of_word(word.hash));
        length += 1;
        before = range.end;
    }
    if length > 0 {
        let tail = text[before..].find(char::is_whitespace).map_or(text.len(), |at| before + at);
        close(start, tail, &mut own);
    }
    part
}
