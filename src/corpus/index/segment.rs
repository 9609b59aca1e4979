//! A part of the index: the words of some documents in their order, and all places of every word, sorted by what follows.
//!
//! Takes a run of bytes, written by `build` or read from a cache, and hands on what stands in it. Nothing in it is trusted: a
//! number that leads out of it leads nowhere. All numbers are 32 bits, the lowest byte first.
//!
//! The places are an array of suffixes (Manber and Myers, 1990) over words in place of letters, sorted by four of them.

use std::cmp::Ordering;
use std::ops::Range;

use crate::file::bytes::Bytes;

/// Says that a word is written with a capital letter.
pub const CAPITAL: u32 = 1 << 31;
/// How many words places are sorted by.
pub const DEPTH: usize = 4;
/// Every so many words of a document it is kept where they begin.
pub const STRIDE: usize = 32;

/// So many places have one entry in [`Section::Pages`].
pub(super) const PAGE: usize = 256;

pub(super) const MAGIC: [u8; 8] = *b"ibidseg3";
/// Words of bits of a token by which the vocabulary's directory is ordered.
pub(super) const DIRECTORY_BITS: u32 = 16;
/// Numbers in the head, behind the magic.
pub(super) const HEAD: usize = Section::COUNT + 1;
/// Numbers for each document.
pub(super) const DOCUMENT: usize = 5;
/// Numbers for each lead.
pub(super) const LEAD: usize = 3;

/// What stands in a segment, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Every word's token, that of a capital marked; a 0 behind each document.
    Words,
    /// The places of all words, sorted.
    Sorted,
    /// The tokens that there are, each with the first of its places in `Sorted`.
    Vocabulary,
    /// Where the tokens of each value of the upper bits begin in the vocabulary.
    Directory,
    /// For each document: its first word, its first sentence, its first checkpoint, the bytes of its text, and where what was
    /// learned of it begins.
    Documents,
    /// For every [`PAGE`]th place the document that it lies in.
    Pages,
    /// The first words of sentences.
    Sentences,
    /// Where every [`STRIDE`]th word of a document begins in its text.
    Checkpoints,
    /// What leads to the documents: the number of a lead, its upper half first, and a document or a number of words; sorted.
    Leads,
    /// What was learned of the documents; bytes.
    Learned,
}

impl Section {
    pub const COUNT: usize = 10;
}

/// A run of numbers.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'a>(&'a [u8]);

impl<'a> Numbers<'a> {
    /// How many there are.
    pub fn len(self) -> usize {
        self.0.len() / 4
    }

    /// The number in a place; 0 outside.
    #[inline]
    pub fn at(self, place: usize) -> u32 {
        let four = self.0.get(4 * place..).and_then(|rest| rest.first_chunk());
        four.map_or(0, |&four| u32::from_le_bytes(four))
    }

    /// Those in a range, cut to what there is.
    pub fn range(self, range: Range<usize>) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + 'a {
        let end = range.end.min(self.len());
        let bytes = &self.0[4 * range.start.min(end)..4 * end];
        bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
    }
}

/// The first of some sorted places for which something does not hold.
fn partition_point(places: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (places.start, places.end.max(places.start));
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) { from = middle + 1 } else { to = middle }
    }
    from
}

/// A segment.
#[derive(Clone)]
pub struct Segment {
    bytes: Bytes,
    sections: [Range<usize>; Section::COUNT],
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("Segment").field("sections", &self.sections).finish()
    }
}

impl Segment {
    /// What some bytes hold; none if they are no segment, or not a whole one.
    pub fn open(bytes: Bytes) -> Option<Segment> {
        let whole: &[u8] = &bytes;
        let head = whole.strip_prefix(&MAGIC)?.get(..4 * HEAD)?;
        let head = Numbers(head);
        let mut sections = [const { 0..0 }; Section::COUNT];
        let mut at = MAGIC.len() + 4 * HEAD;
        for (number, section) in sections.iter_mut().enumerate() {
            let length = head.at(number) as usize * if number == Section::Learned as usize { 1 } else { 4 };
            *section = at..at.checked_add(length)?;
            at = section.end;
        }
        let documents = sections[Section::Documents as usize].len() / 4;
        let whole_documents = documents.is_multiple_of(DOCUMENT) && documents >= DOCUMENT;
        let directory = sections[Section::Directory as usize].len() / 4 == (1 << DIRECTORY_BITS) + 1;
        let sum = head.at(Section::COUNT) == checksum(&whole[..MAGIC.len() + 4 * Section::COUNT]);
        (at == whole.len() && whole_documents && directory && sum).then_some(Segment { bytes, sections })
    }

    pub(super) fn section(&self, section: Section) -> Numbers<'_> {
        Numbers(self.bytes_of(section))
    }

    fn bytes_of(&self, section: Section) -> &[u8] {
        self.bytes.get(self.sections[section as usize].clone()).unwrap_or_default()
    }

    /// All of it, as it is kept.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many documents it has.
    pub fn documents(&self) -> usize {
        (self.section(Section::Documents).len() / DOCUMENT).saturating_sub(1)
    }

    /// How many words it has, with the ends of documents.
    pub fn words(&self) -> usize {
        self.section(Section::Words).len()
    }

    fn field(&self, document: usize, field: usize) -> usize {
        self.section(Section::Documents).at(document * DOCUMENT + field) as usize
    }

    /// From a field of a document to the same of the next.
    fn span(&self, document: usize, field: usize) -> Range<usize> {
        let start = self.field(document, field);
        start..self.field(document + 1, field).max(start)
    }

    /// The places of a document's words.
    pub fn words_of(&self, document: usize) -> Range<usize> {
        let all = self.span(document, 0);
        all.start..all.end.saturating_sub(1).max(all.start)
    }

    /// Its sentences, as numbers of this segment.
    pub fn sentences_of(&self, document: usize) -> Range<usize> {
        self.span(document, 1)
    }

    /// How many sentences its documents have.
    pub fn sentences(&self) -> usize {
        self.section(Section::Sentences).len()
    }

    /// The places of the words of a sentence of a document.
    pub fn sentence(&self, document: usize, sentence: usize) -> Range<usize> {
        let first = |number: usize| self.section(Section::Sentences).at(number) as usize;
        let end = if sentence + 1 < self.sentences_of(document).end {
            first(sentence + 1)
        } else {
            self.words_of(document).end
        };
        let start = first(sentence);
        start..end.max(start)
    }

    /// The sentence of a document that a word lies in.
    pub fn sentence_at(&self, document: usize, place: usize) -> usize {
        let (own, all) = (self.sentences_of(document), self.section(Section::Sentences));
        let behind = partition_point(own.clone(), |sentence| all.at(sentence) as usize <= place);
        behind.saturating_sub(1).max(own.start)
    }

    /// Where a checkpoint of a document lies in its text, in bytes.
    pub fn checkpoint(&self, document: usize, number: usize) -> usize {
        self.section(Section::Checkpoints).at(self.field(document, 2) + number) as usize
    }

    pub(super) fn checkpoints_of(&self, document: usize) -> Range<usize> {
        self.span(document, 2)
    }

    /// How many bytes its text has.
    pub fn length(&self, document: usize) -> usize {
        self.field(document, 3)
    }

    /// What was learned of a document.
    pub fn learned(&self, document: usize) -> &[u8] {
        self.bytes_of(Section::Learned).get(self.span(document, 4)).unwrap_or_default()
    }

    /// Where a lead leads, by its number: documents, or numbers of words.
    pub fn led(&self, number: u64) -> impl Iterator<Item = u32> + '_ {
        let leads = self.section(Section::Leads);
        let own =
            move |lead: usize| u64::from(leads.at(LEAD * lead)) << 32 | u64::from(leads.at(LEAD * lead + 1));
        let count = leads.len() / LEAD;
        let first = partition_point(0..count, |lead| own(lead) < number);
        (first..count).take_while(move |&lead| own(lead) == number).map(move |lead| leads.at(LEAD * lead + 2))
    }

    /// The tokens in some places, a capital marked.
    pub fn tokens(
        &self,
        places: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
        self.section(Section::Words).range(places)
    }

    /// The document that a place lies in.
    pub fn document_at(&self, place: usize) -> usize {
        let (all, pages) = (self.section(Section::Documents), self.section(Section::Pages));
        let page = place / PAGE;
        let first = pages.at(page) as usize;
        let last = if page + 1 < pages.len() { pages.at(page + 1) as usize } else { self.documents() };
        let last = last.min(self.documents().saturating_sub(1));
        partition_point(first + 1..last + 1, |document| all.at(document * DOCUMENT) as usize <= place) - 1
    }

    /// Where the places of a run of at most [`DEPTH`] words stand among the sorted ones.
    pub fn find(&self, run: &[u32]) -> Range<usize> {
        let Some((&first, rest)) = run.split_first() else { return 0..0 };
        let (vocabulary, directory) = (self.section(Section::Vocabulary), self.section(Section::Directory));
        let upper = (first >> (31 - DIRECTORY_BITS)) as usize;
        let known = directory.at(upper) as usize..directory.at(upper + 1) as usize;
        let from = partition_point(known.clone(), |entry| vocabulary.at(2 * entry) < first);
        if from >= known.end || vocabulary.at(2 * from) != first {
            return 0..0;
        }
        let sorted = self.section(Section::Sorted);
        let place = |entry: usize| {
            let there = 2 * entry < vocabulary.len();
            if there { (vocabulary.at(2 * entry + 1) as usize).min(sorted.len()) } else { sorted.len() }
        };
        self.narrow(place(from)..place(from + 1), 1, rest)
    }

    /// Those of a range of the sorted places, at all of which the same words stand, so many of them, where these follow.
    pub fn narrow(&self, found: Range<usize>, depth: usize, rest: &[u32]) -> Range<usize> {
        let (sorted, words) = (self.section(Section::Sorted), self.section(Section::Words));
        let rest = &rest[..rest.len().min(DEPTH.saturating_sub(depth))];
        let order = |entry: usize| {
            let first = sorted.at(entry) as usize + depth;
            let differs = rest.iter().zip(first..).map(|(&word, at)| (words.at(at) & !CAPITAL).cmp(&word));
            differs.fold(Ordering::Equal, Ordering::then)
        };
        let start = partition_point(found.clone(), |entry| order(entry).is_lt());
        // Most runs of words stand in few places: the end is looked for from the start on.
        let (mut near, mut step) = (start, 1);
        while near + step < found.end && order(near + step).is_eq() {
            (near, step) = (near + step, 2 * step);
        }
        start..partition_point(near..found.end.min(near + step), |entry| order(entry).is_eq())
    }

    /// The places that stand in a range of the sorted ones.
    pub fn places(&self, found: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        self.section(Section::Sorted).range(found).map(|place| place as usize)
    }
}

/// A checksum of a few bytes.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(bytes);
    (hasher.finish() >> 32) as u32
}
