//! Builds a segment of the index.
//!
//! Takes documents, as texts or as they stand in older segments, and hands on the bytes of a segment that has them in that order.
//! Words are read in parallel; their places are spread over the tokens' upper bits and each part is sorted by itself.

use std::sync::{Mutex, PoisonError};

use super::segment::{
    CAPITAL, DEPTH, DIRECTORY_BITS, DOCUMENT, HEAD, MAGIC, PAGE, STRIDE, Section, Segment, checksum,
};
use crate::corpus::alike::Cutter;
use crate::corpus::learned::{self, Learned};
use crate::corpus::sample;
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
    sample: u32,
}

/// A segment takes no more words: a place is a number of 32 bits.
const MOST: usize = u32::MAX as usize / 2;
/// Places are spread over so many upper bits of their tokens before they are sorted.
const SPREAD_BITS: u32 = 11;

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
    let distinct = vocabulary(&parts);
    lengths[Section::Words as usize] = count;
    lengths[Section::Sorted as usize] = count - parts.len();
    lengths[Section::Vocabulary as usize] = 2 * distinct.len();
    lengths[Section::Directory as usize] = (1 << DIRECTORY_BITS) + 1;
    lengths[Section::Documents as usize] = DOCUMENT * (parts.len() + 1);
    lengths[Section::Pages as usize] = count.div_ceil(PAGE);
    lengths[Section::Sentences as usize] = parts.iter().map(|part| part.sentences.len()).sum();
    lengths[Section::Checkpoints as usize] = parts.iter().map(|part| part.checkpoints.len()).sum();
    lengths[Section::Learned as usize] = parts.iter().map(|part| part.learned.len()).sum();

    let size = |section: Section| lengths[section as usize] * if section == Section::Learned { 1 } else { 4 };
    let whole = MAGIC.len() + 4 * HEAD + Section::ALL.into_iter().map(size).sum::<usize>();
    let mut bytes = Vec::with_capacity(whole);
    bytes.extend(MAGIC);
    lengths.iter().for_each(|&length| put(&mut bytes, length));
    let sum = checksum(&bytes);
    put(&mut bytes, sum as usize);

    let (mut documents, mut pages) = (Vec::new(), Vec::new());
    let mut sentences = Vec::with_capacity(4 * lengths[Section::Sentences as usize]);
    let mut checkpoints = Vec::with_capacity(4 * lengths[Section::Checkpoints as usize]);
    let mut learned = Vec::with_capacity(lengths[Section::Learned as usize]);
    let (mut first, mut first_sentence, mut first_checkpoint) = (0, 0, 0);
    for (number, part) in parts.into_iter().enumerate() {
        for field in [first, first_sentence, first_checkpoint, part.length as usize, learned.len()] {
            put(&mut documents, field);
        }
        put(&mut documents, part.sample as usize);
        bytes.extend(part.words.iter().flat_map(|word| word.to_le_bytes()));
        put(&mut bytes, 0);
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
    for field in [first, first_sentence, first_checkpoint, 0, learned.len(), 0] {
        put(&mut documents, field);
    }
    let start = MAGIC.len() + 4 * HEAD;
    let sorted = bytes.len();
    bytes.resize(sorted + 4 * lengths[Section::Sorted as usize], 0);
    let (before, behind) = bytes.split_at_mut(sorted);
    sort(&before[start..], &distinct, behind);
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
    for section in [directory, documents, pages, sentences, checkpoints, learned] {
        bytes.extend(section);
    }
    Some(Bytes::new(bytes))
}

fn put(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend((number as u32).to_le_bytes());
}

fn read(file: &File) -> Part {
    let text = file.text();
    let mut part = Part {
        words: Vec::with_capacity(text.len() / 5),
        sentences: Vec::new(),
        checkpoints: Vec::new(),
        length: text.len() as u32,
        learned: learned::encode(&Learned::of(file)),
        sample: sample::of(text).number(),
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
        sample: segment.sample(document),
    }
}

/// The tokens of all documents, sorted, and how often each stands there.
fn vocabulary(parts: &[Part]) -> Vec<(u32, usize)> {
    let turns = parallel::cores();
    let counted = parallel::turns(turns, |turn| {
        let mut counts: rustc_hash::FxHashMap<u32, usize> = rustc_hash::FxHashMap::default();
        for part in parts.iter().skip(turn).step_by(turns) {
            part.words.iter().for_each(|word| *counts.entry(word & !CAPITAL).or_default() += 1);
        }
        counts
    });
    let mut all: Vec<(u32, usize)> = counted.into_iter().flatten().collect();
    all.sort_unstable();
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    all
}

/// Writes the places of all words, sorted by [`DEPTH`] words from there and then by themselves.
fn sort(words: &[u8], distinct: &[(u32, usize)], sorted: &mut [u8]) {
    let upper = |token: u32| (token >> (31 - SPREAD_BITS)) as usize;
    let at = |place: usize| {
        let four = words.get(4 * place..).and_then(|rest| rest.first_chunk());
        four.map_or(0, |&four| u32::from_le_bytes(four) & !CAPITAL)
    };
    let mut sizes = vec![0; 1 << SPREAD_BITS];
    distinct.iter().for_each(|&(token, count)| sizes[upper(token)] += count);
    let mut ends: Vec<usize> = Vec::with_capacity(sizes.len());
    let mut next = 0;
    for size in &sizes {
        ends.push(next);
        next += size;
    }
    for (place, four) in words.chunks_exact(4).enumerate() {
        let token = u32::from_le_bytes([four[0], four[1], four[2], four[3]]) & !CAPITAL;
        if token != 0 {
            let slot = &mut ends[upper(token)];
            sorted[4 * *slot..4 * *slot + 4].copy_from_slice(&(place as u32).to_le_bytes());
            *slot += 1;
        }
    }
    let mut slices: Vec<&mut [u8]> = Vec::with_capacity(sizes.len());
    let mut rest = sorted;
    for size in sizes {
        let (slice, behind) = std::mem::take(&mut rest).split_at_mut(4 * size);
        slices.push(slice);
        rest = behind;
    }
    // The largest first, so that no thread is left with one at the end.
    slices.sort_by_key(|slice| slice.len());
    let left = Mutex::new(slices);
    parallel::turns(parallel::cores(), |_| {
        let mut keyed: Vec<(u64, u32)> = Vec::new();
        let mut alike: Vec<(u64, u32)> = Vec::new();
        loop {
            parallel::checkpoint();
            let taken = left.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(slice) = taken else { return };
            let key = |place: u32, from: usize| {
                let place = place as usize + from;
                u64::from(at(place)) << 32 | u64::from(at(place + 1))
            };
            keyed.clear();
            keyed.extend(slice.chunks_exact(4).map(|four| {
                let place = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
                (key(place, 0), place)
            }));
            keyed.sort_unstable();
            let mut at = 0;
            for run in keyed.chunk_by(|a, b| a.0 == b.0) {
                let slots = slice[4 * at..4 * (at + run.len())].chunks_exact_mut(4);
                at += run.len();
                if run.len() == 1 {
                    slots.zip(run).for_each(|(slot, one)| slot.copy_from_slice(&one.1.to_le_bytes()));
                    continue;
                }
                alike.clear();
                alike.extend(run.iter().map(|&(_, place)| (key(place, DEPTH / 2), place)));
                alike.sort_unstable();
                slots.zip(&alike).for_each(|(slot, one)| slot.copy_from_slice(&one.1.to_le_bytes()));
            }
        }
    });
}
