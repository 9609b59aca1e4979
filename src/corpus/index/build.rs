//! Builds a segment of the index.
//!
//! Takes documents, as texts or as they stand in older segments, and hands on the bytes of a segment that has them in that order.
//! Words are read in parallel; their places are spread over the tokens' upper bits and each part is sorted by itself, by a number
//! of 64 bits first.

use std::sync::{Mutex, PoisonError};

use super::segment::{
    CAPITAL, DIRECTORY_BITS, DOCUMENT, HEAD, LEAD, MAGIC, PAGE, STRIDE, Section, Segment, checksum,
};
use crate::corpus::alike::Cutter;
use crate::corpus::lead;
use crate::corpus::learned::{self, Learned};
use crate::file::File;
use crate::file::bytes::Bytes;
use crate::fold::{token, words};
use crate::parallel;

/// A document of a new segment.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// By its text.
    File(&'a File),
    /// As a segment has it.
    Kept(&'a Segment, usize),
}

/// What a segment has of one document.
struct Part {
    words: Vec<u32>,
    /// The first words of its sentences, counted in the document.
    sentences: Vec<u32>,
    checkpoints: Vec<u32>,
    length: u32,
    learned: Vec<u8>,
    /// What leads to it, and numbers of words to which leads lead.
    leads: Vec<(u64, Option<u32>)>,
}

/// A segment takes no more words: a place is a number of 32 bits.
const MOST: usize = u32::MAX as usize / 2;
/// Places are spread over so many upper bits of their tokens before they are sorted. The rest of them and so many of the next word's
/// are 32 bits.
const SPREAD_BITS: u32 = 11;
const LOWER_BITS: u32 = 31 - SPREAD_BITS;
const NEXT_BITS: u32 = 32 - LOWER_BITS;

/// The bytes of a segment of these documents; none if they have more words than a segment can hold.
pub fn build(items: &[Item]) -> Option<Bytes> {
    let parts = parallel::map(items, |item| match item {
        Item::File(file) => read(file),
        Item::Kept(segment, document) => copied(segment, *document),
    });
    let count: usize = parts.iter().map(|part| part.words.len() + 1).sum();
    if count > MOST {
        return None;
    }
    let mut lengths = [0; Section::COUNT];
    lengths[Section::Words as usize] = count;
    lengths[Section::Sorted as usize] = count - parts.len();
    lengths[Section::Directory as usize] = (1 << DIRECTORY_BITS) + 1;
    lengths[Section::Documents as usize] = DOCUMENT * (parts.len() + 1);
    lengths[Section::Pages as usize] = count.div_ceil(PAGE);
    lengths[Section::Sentences as usize] = parts.iter().map(|part| part.sentences.len()).sum();
    lengths[Section::Checkpoints as usize] = parts.iter().map(|part| part.checkpoints.len()).sum();
    let leads = leads(&parts);
    lengths[Section::Leads as usize] = leads.len() / 4;
    lengths[Section::Learned as usize] = parts.iter().map(|part| part.learned.len()).sum();

    let start = MAGIC.len() + 4 * HEAD;
    // What is not known yet is the vocabulary, of which a text has far fewer words than it has words.
    let numbers: usize = lengths[..Section::Learned as usize].iter().sum();
    let mut bytes =
        Vec::with_capacity(start + 4 * (numbers + count / 4) + lengths[Section::Learned as usize]);
    bytes.resize(start, 0);

    let (mut documents, mut pages) = (Vec::new(), Vec::new());
    let mut sentences = Vec::with_capacity(4 * lengths[Section::Sentences as usize]);
    let mut checkpoints = Vec::with_capacity(4 * lengths[Section::Checkpoints as usize]);
    let mut learned = Vec::with_capacity(lengths[Section::Learned as usize]);
    let (mut first, mut first_sentence, mut first_checkpoint) = (0, 0, 0);
    for (number, part) in parts.into_iter().enumerate() {
        for field in [first, first_sentence, first_checkpoint, part.length as usize, learned.len()] {
            put(&mut documents, field);
        }
        let start = bytes.len();
        bytes.resize(start + 4 * (part.words.len() + 1), 0);
        let slots = bytes[start..].as_chunks_mut().0.iter_mut();
        slots.zip(&part.words).for_each(|(slot, word)| *slot = word.to_le_bytes());
        part.sentences.iter().for_each(|&word| put(&mut sentences, first + word as usize));
        part.checkpoints.iter().for_each(|&at| put(&mut checkpoints, at as usize));
        learned.extend(&part.learned);
        first += part.words.len() + 1;
        first_sentence += part.sentences.len();
        first_checkpoint += part.checkpoints.len();
        while pages.len() / 4 < first.div_ceil(PAGE) {
            put(&mut pages, number);
        }
    }
    for field in [first, first_sentence, first_checkpoint, 0, learned.len()] {
        put(&mut documents, field);
    }
    let sorted = bytes.len();
    bytes.resize(sorted + 4 * lengths[Section::Sorted as usize], 0);
    let (before, behind) = bytes.split_at_mut(sorted);
    let distinct = sort(before[start..].as_chunks().0, behind.as_chunks_mut().0);
    lengths[Section::Vocabulary as usize] = 2 * distinct.len();
    let (mut next, mut upper) = (0, 0);
    let mut directory = Vec::with_capacity(4 * lengths[Section::Directory as usize]);
    for (place, &(token, count)) in distinct.iter().enumerate() {
        while upper <= token >> (31 - DIRECTORY_BITS) {
            put(&mut directory, place);
            upper += 1;
        }
        put(&mut bytes, token as usize);
        put(&mut bytes, next);
        next += count;
    }
    while directory.len() / 4 < lengths[Section::Directory as usize] {
        put(&mut directory, distinct.len());
    }
    for section in [directory, documents, pages, sentences, checkpoints, leads, learned] {
        bytes.extend(section);
    }
    let mut head = MAGIC.to_vec();
    lengths.iter().for_each(|&length| put(&mut head, length));
    let sum = checksum(&head);
    put(&mut head, sum as usize);
    bytes[..start].copy_from_slice(&head);
    Some(Bytes::new(bytes))
}

/// What leads to all of them, as it is written.
fn leads(parts: &[Part]) -> Vec<u8> {
    let mut all: Vec<(u64, u32)> = Vec::new();
    for (document, part) in (0..).zip(parts) {
        all.extend(part.leads.iter().map(|&(number, words)| (number, words.unwrap_or(document))));
    }
    all.sort_unstable();
    all.dedup();
    let mut bytes = Vec::with_capacity(4 * LEAD * all.len());
    for (number, to) in all {
        put(&mut bytes, (number >> 32) as usize);
        put(&mut bytes, number as u32 as usize);
        put(&mut bytes, to as usize);
    }
    bytes
}

/// What leads to a document.
fn leads_to(learned: &Learned) -> Vec<(u64, Option<u32>)> {
    let mut leads = Vec::new();
    lead::all(learned, &mut |number, words| leads.push((number, words)));
    leads
}

fn put(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend((number as u32).to_le_bytes());
}

fn read(file: &File) -> Part {
    let text = file.text();
    let learned = Learned::of(file);
    let mut part = Part {
        words: Vec::with_capacity(text.len() / 5),
        sentences: Vec::new(),
        checkpoints: Vec::new(),
        length: text.len() as u32,
        leads: leads_to(&learned),
        learned: learned::encode(learned),
    };
    let mut cutter = Cutter::default();
    for word in words(text) {
        let number = part.words.len();
        if number.is_multiple_of(STRIDE) {
            part.checkpoints.push(word.start);
        }
        if cutter.take(text, &word).is_some() || number == 0 {
            part.sentences.push(number as u32);
        }
        let capital = text[word.range()].starts_with(char::is_uppercase);
        part.words.push(token(word.hash) | if capital { CAPITAL } else { 0 });
    }
    part
}

fn copied(segment: &Segment, document: usize) -> Part {
    let first = segment.words_of(document).start as u32;
    let own = segment.sentences_of(document);
    Part {
        words: segment.tokens(segment.words_of(document)).collect(),
        sentences: segment
            .section(Section::Sentences)
            .range(own)
            .map(|word| word.saturating_sub(first))
            .collect(),
        checkpoints: segment.section(Section::Checkpoints).range(segment.checkpoints_of(document)).collect(),
        length: segment.length(document) as u32,
        learned: segment.learned(document).to_vec(),
        leads: learned::decode(segment.learned(document)).as_ref().map(leads_to).unwrap_or_default(),
    }
}

/// A number as it is written.
type Four = [u8; 4];

/// The places of the words whose tokens have one value of the upper bits.
type Slice<'a> = (usize, &'a mut [Four]);

/// The token of a word; 0 behind the last one.
#[inline]
fn token_at(words: &[Four], at: usize) -> u32 {
    words.get(at).map_or(0, |&word| u32::from_le_bytes(word) & !CAPITAL)
}

/// The part of a token that places are spread by.
fn upper(token: u32) -> usize {
    (token >> LOWER_BITS) as usize
}

/// Writes the places of all words, sorted by four words from there and then by themselves; hands on the tokens that there are,
/// sorted, and how often each stands there.
fn sort(words: &[Four], sorted: &mut [Four]) -> Vec<(u32, usize)> {
    let mut slices = spread(words, sorted);
    // The largest first, so that no thread is left with one at the end.
    slices.sort_by_key(|(_, slice)| slice.len());
    let left = Mutex::new(slices);
    let counted = parallel::turns(parallel::cores(), |_| {
        let mut sorter = Sorter { words, first: Vec::new(), rest: Vec::new() };
        let mut counted: Vec<(usize, Vec<(u32, usize)>)> = Vec::new();
        loop {
            parallel::checkpoint();
            let taken = left.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some((number, slice)) = taken else { return counted };
            counted.push((number, sorter.sort(number, slice)));
        }
    });
    let mut counted: Vec<(usize, Vec<(u32, usize)>)> = counted.into_iter().flatten().collect();
    counted.sort_unstable_by_key(|(number, _)| *number);
    counted.into_iter().flat_map(|(_, counted)| counted).collect()
}

/// Spreads the places of words over their tokens' upper bits, in order, and hands on a slice for each value of those.
fn spread<'a>(words: &[Four], sorted: &'a mut [Four]) -> Vec<Slice<'a>> {
    let threads = parallel::cores();
    let shares: Vec<&[Four]> = words.chunks(words.len().div_ceil(threads).max(1)).collect();
    let counted = parallel::turns(shares.len(), |turn| {
        let mut sizes = vec![0; 1 << SPREAD_BITS];
        let share = shares[turn];
        let tokens = (0..share.len()).map(|at| token_at(share, at));
        tokens.filter(|&token| token != 0).for_each(|token| sizes[upper(token)] += 1);
        sizes
    });
    let mut slices: Vec<Slice> = Vec::with_capacity(1 << SPREAD_BITS);
    let mut rest = sorted;
    for value in 0..1 << SPREAD_BITS {
        let size: usize = counted.iter().map(|sizes| sizes[value]).sum();
        let (slice, behind) = std::mem::take(&mut rest).split_at_mut(size);
        slices.push((value, slice));
        rest = behind;
    }
    // Each thread reads all words, and writes where some of the values are.
    let fair = (words.len() / threads).max(1);
    let mut before = 0;
    let groups = slices.chunk_by_mut(|(_, slice), _| {
        let share = before / fair;
        before += slice.len();
        before / fair == share
    });
    let groups: Vec<Mutex<&mut [Slice]>> = groups.map(Mutex::new).collect();
    parallel::turns(groups.len(), |turn| {
        let mut group = groups[turn].lock().unwrap_or_else(PoisonError::into_inner);
        let first = group[0].0;
        let mut filled = vec![0; group.len()];
        for place in 0..words.len() {
            let token = token_at(words, place);
            let value = upper(token).wrapping_sub(first);
            if token != 0 && value < filled.len() {
                group[value].1[filled[value]] = (place as u32).to_le_bytes();
                filled[value] += 1;
            }
        }
    });
    drop(groups);
    slices
}

/// Sorts places by the words that stand there.
struct Sorter<'a> {
    words: &'a [Four],
    /// What is left of the first token, the upper bits of the second, and the place.
    first: Vec<u64>,
    /// Of places that are the same in those, the rest of the second token, the next two, and the place.
    rest: Vec<u128>,
}

impl Sorter<'_> {
    /// Sorts the places of the words that have one value of the upper bits; hands on their tokens, sorted, and how often each
    /// stands there. Most are told apart by few bits, and numbers of 64 are sorted in half the time of longer ones.
    fn sort(&mut self, value: usize, places: &mut [Four]) -> Vec<(u32, usize)> {
        let token = |at: usize| token_at(self.words, at);
        let low = |token: u32, bits: u32| token & ((1 << bits) - 1);
        self.first.clear();
        self.first.extend(places.iter().map(|&place| {
            let place = u32::from_le_bytes(place);
            let (own, next) = (token(place as usize), token(place as usize + 1));
            let key = low(own, LOWER_BITS) << NEXT_BITS | next >> (31 - NEXT_BITS);
            u64::from(key) << 32 | u64::from(place)
        }));
        self.first.sort_unstable();
        let mut slots = places.iter_mut();
        for alike in self.first.chunk_by(|a, b| a >> 32 == b >> 32) {
            if let &[only] = alike {
                slots.by_ref().take(1).for_each(|slot| *slot = (only as u32).to_le_bytes());
                continue;
            }
            self.rest.clear();
            self.rest.extend(alike.iter().map(|&key| {
                let at = key as u32 as usize;
                let next = low(token(at + 1), 31 - NEXT_BITS);
                let two = |first: u32, second: u32| u64::from(first) << 32 | u64::from(second);
                let (nearer, further) = (two(next, token(at + 2)), two(token(at + 3), key as u32));
                u128::from(nearer) << 64 | u128::from(further)
            }));
            self.rest.sort_unstable();
            self.rest.iter().zip(slots.by_ref()).for_each(|(&key, slot)| *slot = (key as u32).to_le_bytes());
        }
        let own = |key: u64| (key >> (32 + NEXT_BITS)) as u32;
        let alike = self.first.chunk_by(|&a, &b| own(a) == own(b));
        alike.map(|run| ((value as u32) << LOWER_BITS | own(run[0]), run.len())).collect()
    }
}
