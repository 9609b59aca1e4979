//! The index of a corpus: where every run of up to four words stands in it, without a look at its texts.
//!
//! Takes the documents, with the segments in which another run left them; puts those that are in none into a new segment, and hands
//! on places as documents with numbers of words. What stands there is told by tokens: 31 bits of each word's hash, so that an
//! answer only finds.

mod build;
mod places;
mod segment;

pub use segment::{CAPITAL, DEPTH};

use std::ops::Range;

use rustc_hash::FxHashMap;

use self::build::{Item, build};
use self::places::Places;
use self::segment::{STRIDE, Segment};
use super::learned::{self, Learned};
use super::{Document, DocumentId};
use crate::file::File;
use crate::file::bytes::Bytes;
use crate::fold::{Word, hash_of, token, words_from};
use crate::load::cache::{Indexed, Kept};

/// An index.
#[derive(Debug)]
pub struct Index {
    /// The segments that were given, by their numbers, and behind them the new one; none of those that hold no document.
    segments: Vec<Option<Held>>,
    places: Places,
    /// How many sentences the documents have.
    sentences: usize,
}

/// A segment of which documents are the corpus's.
#[derive(Debug)]
struct Held {
    segment: Segment,
    /// How often the tokens of the documents that are gone stand there.
    gone: FxHashMap<u32, u32>,
}

/// The places of a run of words.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Ranges of the sorted places of segments.
    parts: Vec<(usize, Range<usize>)>,
    /// How many places there are, those in documents that are gone among them.
    pub count: usize,
}

/// A segment whose documents have no more words than so many times those of the new one is merged with it: so the segments
/// double in size, and there are few of them.
const GROWTH: usize = 2;

impl Index {
    /// The index of the documents with these files, each with where it lies in the segments that are given. None if they are too
    /// large to be indexed.
    pub fn new(files: &[&File], kept: &[Option<Kept>], given: Vec<Bytes>) -> Option<Index> {
        let opened: Vec<Option<Segment>> = given.into_iter().map(Segment::open).collect();
        let known = known(kept, &opened);
        let merged = merged(files, &known, &opened);
        let fresh = opened.len() as u32;
        let mut items: Vec<Item> = Vec::new();
        let mut places: Vec<Kept> = Vec::with_capacity(files.len());
        for (&file, known) in files.iter().zip(&known) {
            let there = known.and_then(|place| Some((place, segment(&opened, place)?)));
            let item = match there {
                Some((place, _)) if !merged[place.segment as usize] => {
                    places.push(place);
                    continue;
                }
                Some((place, segment)) => Item::Kept(segment, place.document as usize),
                None => Item::File(file),
            };
            places.push(Kept { segment: fresh, document: items.len() as u32 });
            items.push(item);
        }
        let built = if items.is_empty() { None } else { Some(Segment::open(build(&items)?)?) };
        let segments: Vec<Option<Segment>> = opened.into_iter().chain([built]).collect();
        let places = Places::new(places, &segments)?;
        Some(Index::of(segments, places))
    }

    /// The index of documents with these places in the segments that are given. None if the segments cannot be used as they are.
    pub fn kept_at(places: Vec<Kept>, given: Vec<Bytes>) -> Option<Index> {
        let opened = given.into_iter().map(|bytes| Segment::open(bytes).map(Some));
        let mut segments = opened.collect::<Option<Vec<_>>>()?;
        // None of them is new.
        segments.push(None);
        let places = Places::new(places, &segments)?;
        Some(Index::of(segments, places))
    }

    fn of(segments: Vec<Option<Segment>>, places: Places) -> Index {
        let mut sentences = 0;
        let held = segments.into_iter().enumerate().map(|(number, segment)| {
            let segment = segment?;
            let (live, gone) = places.live(number);
            let waste: usize = gone.iter().map(|&document| segment.sentences_of(document).len()).sum();
            sentences += segment.sentences().saturating_sub(waste);
            (live > 0).then(|| Held { gone: counted(&segment, &gone), segment })
        });
        let segments = held.collect();
        Index { segments, places, sentences }
    }

    /// What there is to keep of it.
    pub fn kept(&self) -> Indexed<'_> {
        let fresh = self.segments.last().and_then(Option::as_ref).map(|held| held.segment.bytes());
        Indexed { fresh, places: self.places.all.iter().copied().map(Some).collect() }
    }

    /// The segments that hold documents, with their numbers.
    fn held(&self) -> impl Iterator<Item = (usize, &Held)> {
        self.segments.iter().enumerate().filter_map(|(number, held)| Some((number, held.as_ref()?)))
    }

    fn at(&self, document: DocumentId) -> (&Segment, usize) {
        let Kept { segment, document } = self.places.of(document);
        let held = self.segments[segment as usize].as_ref().expect("it holds the document");
        (&held.segment, document as usize)
    }

    /// The documents that a lead leads to, by its number, in no order.
    fn led_to(&self, number: u64) -> impl Iterator<Item = DocumentId> {
        self.held().flat_map(move |(segment, held)| {
            let led = held.segment.led(number);
            led.filter_map(move |document| self.places.document(segment, document as usize))
        })
    }

    /// Whether a lead leads to any document.
    pub fn leads(&self, number: u64) -> bool {
        self.led_to(number).next().is_some()
    }

    /// The documents that a lead leads to, in order.
    pub fn led(&self, number: u64) -> Vec<DocumentId> {
        let mut documents: Vec<DocumentId> = self.led_to(number).collect();
        documents.sort_unstable();
        documents
    }

    /// The numbers of words to which a lead leads, by its number.
    pub fn lengths(&self, number: u64) -> Vec<u32> {
        self.held().flat_map(|(_, held)| held.segment.led(number)).collect()
    }

    /// What was learned of a document.
    pub fn learned(&self, document: DocumentId) -> Option<Learned> {
        let (segment, number) = self.at(document);
        learned::decode(segment.learned(number))
    }

    /// Where a run of at most [`DEPTH`] words stands.
    pub fn find(&self, run: &[u32]) -> Found {
        let mut found = Found::default();
        for (number, held) in self.held() {
            let part = held.segment.find(run);
            if !part.is_empty() {
                found.count += part.len();
                found.parts.push((number, part));
            }
        }
        found
    }

    /// Those of the places of a run of so many words where another one follows.
    pub fn narrow(&self, found: &Found, depth: usize, word: u32) -> Found {
        let mut narrowed = Found::default();
        for (number, part) in &found.parts {
            let held = self.segments[*number].as_ref();
            let part = held.map_or(0..0, |held| held.segment.narrow(part.clone(), depth, &[word]));
            if !part.is_empty() {
                narrowed.count += part.len();
                narrowed.parts.push((*number, part));
            }
        }
        narrowed
    }

    /// Where a word stands, and how often in the documents.
    pub fn occurrences(&self, token: u32) -> (Found, usize) {
        let found = self.find(&[token]);
        let gone = self.held().filter_map(|(_, held)| held.gone.get(&token));
        let gone: usize = gone.map(|&gone| gone as usize).sum();
        let count = found.count.saturating_sub(gone);
        (found, count)
    }

    /// The places that were found, as documents and numbers of words, in no order.
    pub fn places_of<'a>(&'a self, found: &'a Found) -> impl Iterator<Item = (DocumentId, u32)> + 'a {
        self.located(found).filter_map(|(id, segment, document, place)| {
            Some((id, place.checked_sub(segment.words_of(document).start)? as u32))
        })
    }

    /// The sentences in which they lie, as documents and numbers of sentences, in no order.
    pub fn sentences_with<'a>(&'a self, found: &'a Found) -> impl Iterator<Item = (DocumentId, u32)> + 'a {
        self.located(found).map(|(id, segment, document, place)| {
            let first = segment.sentences_of(document).start;
            (id, (segment.sentence_at(document, place) - first) as u32)
        })
    }

    /// The places that were found, each with its document, and that one's segment and number there.
    fn located<'a>(
        &'a self,
        found: &'a Found,
    ) -> impl Iterator<Item = (DocumentId, &'a Segment, usize, usize)> + 'a {
        let parts = found.parts.iter();
        let parts =
            parts.filter_map(|(number, part)| Some((*number, self.segments[*number].as_ref()?, part)));
        parts.flat_map(move |(number, Held { segment, .. }, part)| {
            segment.places(part.clone()).filter_map(move |place| {
                let document = segment.document_at(place);
                Some((self.places.document(number, document)?, segment, document, place))
            })
        })
    }

    /// The documents in which a run of at most [`DEPTH`] words stands, in order.
    pub fn documents_with(&self, run: &[u32]) -> Vec<DocumentId> {
        let found = self.find(run);
        let mut documents: Vec<DocumentId> = self.places_of(&found).map(|(document, _)| document).collect();
        documents.sort_unstable();
        documents.dedup();
        documents
    }

    /// How many words a document has.
    pub fn length(&self, document: DocumentId) -> usize {
        let (segment, number) = self.at(document);
        segment.words_of(number).len()
    }

    /// The tokens of some words of a document, a capital marked with [`CAPITAL`].
    pub fn tokens(
        &self,
        document: DocumentId,
        words: Range<usize>,
    ) -> impl ExactSizeIterator<Item = u32> + '_ {
        let (segment, number) = self.at(document);
        let all = segment.words_of(number);
        let place = |word: usize| all.start.saturating_add(word).min(all.end);
        segment.tokens(place(words.start)..place(words.end))
    }

    /// How many sentences the documents have.
    pub fn sentences(&self) -> usize {
        self.sentences
    }

    /// How many sentences a document has.
    pub fn sentences_of(&self, document: DocumentId) -> usize {
        let (segment, number) = self.at(document);
        segment.sentences_of(number).len()
    }

    /// The sentence of a document that a word stands in.
    pub fn sentence_at(&self, document: DocumentId, word: u32) -> u32 {
        let (segment, number) = self.at(document);
        let place = segment.words_of(number).start + word as usize;
        (segment.sentence_at(number, place) - segment.sentences_of(number).start) as u32
    }

    /// The words of a sentence of a document.
    pub fn sentence(&self, document: DocumentId, sentence: u32) -> Range<usize> {
        let (segment, number) = self.at(document);
        let first = segment.words_of(number).start;
        let all = segment.sentence(number, segment.sentences_of(number).start + sentence as usize);
        all.start.saturating_sub(first)..all.end.saturating_sub(first)
    }

    /// The words of a document from one of them on.
    pub fn words_at<'a>(
        &self,
        document: &'a Document,
        id: DocumentId,
        first: usize,
    ) -> impl Iterator<Item = Word> + 'a {
        let (segment, number) = self.at(id);
        let text = document.file.text();
        let checkpoint = first / STRIDE;
        let behind = words_from(text, segment.checkpoint(number, checkpoint).min(text.len()));
        behind.skip(first - checkpoint * STRIDE)
    }

    /// The bytes of some words of a document, from the first to the end of the last.
    pub fn bytes(&self, document: &Document, id: DocumentId, range: Range<usize>) -> Range<usize> {
        let mut own = self.words_at(document, id, range.start).take(range.len());
        let text = document.file.text();
        let Some(first) = own.next() else { return text.len()..text.len() };
        first.start as usize..own.last().unwrap_or(first).end as usize
    }
}

/// How often the tokens of some documents stand there.
fn counted(segment: &Segment, documents: &[usize]) -> FxHashMap<u32, u32> {
    let mut counts = FxHashMap::default();
    for &document in documents {
        for token in segment.tokens(segment.words_of(document)) {
            *counts.entry(token & !CAPITAL).or_default() += 1;
        }
    }
    counts
}

/// The segment of a place, if there is such a document.
fn segment(opened: &[Option<Segment>], place: Kept) -> Option<&Segment> {
    let segment = opened.get(place.segment as usize)?.as_ref()?;
    ((place.document as usize) < segment.documents()).then_some(segment)
}

/// Where each document lies, as far as there is such a document, and no other lays claim to it.
fn known(kept: &[Option<Kept>], opened: &[Option<Segment>]) -> Vec<Option<Kept>> {
    let there = |place: &Kept| segment(opened, *place).is_some();
    let mut claims: FxHashMap<Kept, usize> = FxHashMap::default();
    kept.iter().flatten().for_each(|&place| *claims.entry(place).or_default() += 1);
    kept.iter().map(|place| place.filter(|place| there(place) && claims[place] == 1)).collect()
}

/// Which segments are merged with the new one: those that are small beside it, and those that have become mostly waste.
fn merged(files: &[&File], known: &[Option<Kept>], opened: &[Option<Segment>]) -> Vec<bool> {
    // The words of the documents of each, with their ends.
    let mut live = vec![0; opened.len()];
    for &place in known.iter().flatten() {
        let words =
            segment(opened, place).map_or(0, |segment| segment.words_of(place.document as usize).len());
        live[place.segment as usize] += words + 1;
    }
    // About as many words as bytes by six.
    let unread = files.iter().zip(known).filter(|(_, place)| place.is_none());
    let mut fresh: usize = unread.map(|(file, _)| file.length() / 6).sum();
    let mut merged = vec![false; opened.len()];
    loop {
        let next = opened.iter().enumerate().find_map(|(number, segment)| {
            let (live, all) = (live[number], segment.as_ref().map_or(0, Segment::words));
            let small = live <= GROWTH * fresh || live * 2 < all;
            (live > 0 && small && !merged[number]).then_some(number)
        });
        let Some(next) = next else { return merged };
        merged[next] = true;
        fresh += live[next];
    }
}

/// The tokens of a folded word, as it is and as an owner's.
pub fn tokens_of(word: &str) -> [u32; 2] {
    [token(hash_of(word)), token(hash_of(&format!("{word}'s")))]
}
