//! The index of a corpus: where every run of up to four words stands in it, without a look at its texts.
//!
//! Takes the documents, with the segments in which another run left them; puts those that are in none into a new segment, and hands
//! on places as documents with numbers of words. What stands there is told by tokens: 31 bits of each word's hash, so that an
//! answer only finds.

mod build;
mod segment;

pub use segment::{CAPITAL, DEPTH};

use std::ops::Range;

use rustc_hash::FxHashMap;

use self::build::{Item, build};
use self::segment::{STRIDE, Segment};
use super::learned::{self, Learned};
use super::sample::Sample;
use super::{Document, DocumentId};
use crate::file::File;
use crate::file::bytes::Bytes;
use crate::fold::{Word, words_from};
use crate::load::cache::{Indexed, Kept};

/// An index.
#[derive(Debug, Default)]
pub struct Index {
    segments: Vec<Held>,
    /// Where each document of the corpus lies.
    places: Vec<Kept>,
    /// How many sentences the documents have.
    sentences: usize,
    /// Which of the segments is new.
    fresh: Option<usize>,
    /// How many segments were given.
    given: u32,
}

/// A segment, and which of its documents are the corpus's.
#[derive(Debug)]
struct Held {
    segment: Segment,
    /// Its number among those that were given; none for a new one.
    given: Option<u32>,
    /// By the number in the segment; none for a document that is gone.
    documents: Vec<Option<DocumentId>>,
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
        let there = |place: &Kept| {
            let segment = opened.get(place.segment as usize)?.as_ref()?;
            ((place.document as usize) < segment.documents()).then_some(segment)
        };
        let mut places: Vec<Option<Kept>> =
            kept.iter().map(|place| place.filter(|place| there(place).is_some())).collect();
        // What two documents lay claim to is nobody's.
        let mut seen: FxHashMap<Kept, usize> = FxHashMap::default();
        for number in 0..places.len() {
            let Some(place) = places[number] else { continue };
            if let Some(other) = seen.insert(place, number) {
                (places[number], places[other]) = (None, None);
            }
        }
        let size =
            |place: &Kept| there(place).map_or(0, |segment| segment.words_of(place.document as usize).len());
        let mut live = vec![0; opened.len()];
        places.iter().flatten().for_each(|place| live[place.segment as usize] += size(place));
        // About as many words as bytes by six.
        let unread = files.iter().zip(&places).filter(|(_, place)| place.is_none());
        let mut fresh: usize = unread.map(|(file, _)| file.length() / 6).sum();
        let mut merged = vec![false; opened.len()];
        loop {
            let total = |segment: usize| opened[segment].as_ref().map_or(0, Segment::words);
            let small = |&segment: &usize| {
                let worn = live[segment] > 0 && live[segment] * 2 < total(segment);
                !merged[segment] && live[segment] > 0 && (live[segment] <= GROWTH * fresh || worn)
            };
            let Some(next) = (0..opened.len()).find(small) else { break };
            merged[next] = true;
            fresh += live[next];
        }
        let is_new = |place: &Option<Kept>| place.is_none_or(|place| merged[place.segment as usize]);
        let new: Vec<usize> = (0..files.len()).filter(|&number| is_new(&places[number])).collect();
        let items: Vec<Item> = new
            .iter()
            .map(|&number| {
                let kept = places[number].and_then(|place| Some((there(&place)?, place)));
                kept.map_or(Item::File(files[number]), |(segment, place)| {
                    Item::Kept(segment, place.document as usize)
                })
            })
            .collect();
        let built = if items.is_empty() { None } else { Some(Segment::open(build(&items)?)?) };

        let mut index = Index { given: opened.len() as u32, ..Index::default() };
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        for (number, segment) in (0..).zip(&opened) {
            let used = live[number as usize] > 0 && !merged[number as usize];
            if let Some(segment) = segment.as_ref().filter(|_| used) {
                numbers.insert(number, index.segments.len() as u32);
                let documents = vec![None; segment.documents()];
                let gone = FxHashMap::default();
                index.segments.push(Held { segment: segment.clone(), given: Some(number), documents, gone });
            }
        }
        if let Some(segment) = built {
            index.fresh = Some(index.segments.len());
            let documents = vec![None; segment.documents()];
            index.segments.push(Held { segment, given: None, documents, gone: FxHashMap::default() });
            for (document, &number) in (0..).zip(&new) {
                places[number] = Some(Kept { segment: u32::MAX, document });
            }
        }
        for (id, place) in (0..).map(DocumentId).zip(places) {
            let Kept { segment, document } = place?;
            let segment = match segment {
                u32::MAX => index.fresh? as u32,
                given => *numbers.get(&given)?,
            };
            let held = &mut index.segments[segment as usize];
            held.documents[document as usize] = Some(id);
            index.sentences += held.segment.sentences_of(document as usize).len();
            index.places.push(Kept { segment, document });
        }
        index.segments.iter_mut().for_each(Held::count_gone);
        Some(index)
    }

    /// What there is to keep of it.
    pub fn kept(&self) -> Indexed<'_> {
        let number = |place: &Kept| self.segments[place.segment as usize].given.unwrap_or(self.given);
        let place = |place: &Kept| Some(Kept { segment: number(place), document: place.document });
        let fresh = self.fresh.map(|fresh| self.segments[fresh].segment.bytes());
        Indexed { fresh, places: self.places.iter().map(place).collect() }
    }

    fn at(&self, document: DocumentId) -> (&Segment, usize) {
        let place = self.places[document.0 as usize];
        (&self.segments[place.segment as usize].segment, place.document as usize)
    }

    /// What was learned of a document, and its sample.
    pub fn learned(&self, document: DocumentId) -> Option<(Learned, Sample)> {
        let (segment, number) = self.at(document);
        let sample = Sample::from_number(segment.sample(number));
        Some((learned::decode(segment.learned(number))?, sample))
    }

    /// Where a run of at most [`DEPTH`] words stands.
    pub fn find(&self, run: &[u32]) -> Found {
        let mut found = Found::default();
        for (number, held) in self.segments.iter().enumerate() {
            let part = held.segment.find(run);
            if !part.is_empty() {
                found.count += part.len();
                found.parts.push((number, part));
            }
        }
        found
    }

    /// How often a word stands in the documents.
    pub fn count(&self, token: u32) -> usize {
        let count = |held: &Held| {
            let gone = held.gone.get(&token).map_or(0, |&gone| gone as usize);
            held.segment.find(&[token]).len().saturating_sub(gone)
        };
        self.segments.iter().map(count).sum()
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
        found.parts.iter().flat_map(move |(number, part)| {
            let Held { segment, documents, .. } = &self.segments[*number];
            segment.places(part.clone()).filter_map(move |place| {
                let document = segment.document_at(place);
                Some(((*documents.get(document)?)?, segment, document, place))
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

impl Held {
    fn count_gone(&mut self) {
        for document in (0..self.documents.len()).filter(|&document| self.documents[document].is_none()) {
            for token in self.segment.tokens(self.segment.words_of(document)) {
                *self.gone.entry(token & !CAPITAL).or_default() += 1;
            }
        }
    }
}
