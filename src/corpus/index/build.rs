//! Builds a segment of the index.
//!
//! Takes documents, as texts or as they stand in older segments, and hands on the bytes of a segment that has them in that order.
//! Words are read in parallel; their places are spread over the tokens' upper bits and each part is sorted by itself.

use std::sync::{Mutex, PoisonError};

use super::segment::{
    CAPITAL, DEPTH, DIRECTORY_BITS, DOCUMENT, HEAD, LEAD, MAGIC, PAGE, STRIDE, Section, Segment, checksum,
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
    for field in [first, first_sentence, first_checkpoint, 0, learned.len()] {
        put(&mut documents, field);
    }
    let sorted = bytes.len();
    bytes.resize(sorted + 4 * lengths[Section::Sorted as usize], 0);
    let (before, behind) = bytes.split_at_mut(sorted);
    let distinct = sort(&before[start..], behind);
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

/// Writes the places of all words, sorted by [`DEPTH`] words from there and then by themselves; hands on the tokens that there are,
/// sorted, and how often each stands there.
fn sort(words: &[u8], sorted: &mut [u8]) -> Vec<(u32, usize)> {
    let upper = |token: u32| (token >> (31 - SPREAD_BITS)) as usize;
    let token = |four: &[u8]| four.first_chunk().map_or(0, |&four| u32::from_le_bytes(four) & !CAPITAL);
    let tokens = || words.chunks_exact(4).map(token);
    let mut sizes = vec![0; 1 << SPREAD_BITS];
    tokens().filter(|&token| token != 0).for_each(|token| sizes[upper(token)] += 1);
    let mut ends: Vec<usize> = Vec::with_capacity(sizes.len());
    let mut next = 0;
    for size in &sizes {
        ends.push(next);
        next += size;
    }
    for (place, token) in (0_u32..).zip(tokens()) {
        if token != 0 {
            let slot = &mut ends[upper(token)];
            sorted[4 * *slot..4 * *slot + 4].copy_from_slice(&place.to_le_bytes());
            *slot += 1;
        }
    }
    let mut slices: Vec<(usize, &mut [u8])> = Vec::with_capacity(sizes.len());
    let mut rest = sorted;
    for (number, size) in sizes.into_iter().enumerate() {
        let (slice, behind) = std::mem::take(&mut rest).split_at_mut(4 * size);
        slices.push((number, slice));
        rest = behind;
    }
    // The largest first, so that no thread is left with one at the end.
    slices.sort_by_key(|(_, slice)| slice.len());
    let left = Mutex::new(slices);
    let counted = parallel::turns(parallel::cores(), |_| {
        // The words from a place on as two numbers, and the place. One look at them is all that each takes: they lie far apart.
        let mut keyed: Vec<(u64, u64, u32)> = Vec::new();
        let mut counted: Vec<(usize, Vec<(u32, usize)>)> = Vec::new();
        loop {
            parallel::checkpoint();
            let taken = left.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some((number, slice)) = taken else { return counted };
            keyed.clear();
            keyed.extend(slice.chunks_exact(4).map(|four| {
                let place = four.first_chunk().map_or(0, |&four| u32::from_le_bytes(four));
                let rest = &words[4 * place as usize..];
                // Behind the last word of all there is none.
                let own = rest.first_chunk().copied().unwrap_or_else(|| {
                    let mut own = [0; 4 * DEPTH];
                    own[..rest.len()].copy_from_slice(rest);
                    own
                });
                let two = |at: usize| u64::from(token(&own[at..])) << 32 | u64::from(token(&own[at + 4..]));
                (two(0), two(8), place)
            }));
            keyed.sort_unstable();
            slice
                .chunks_exact_mut(4)
                .zip(&keyed)
                .for_each(|(slot, one)| slot.copy_from_slice(&one.2.to_le_bytes()));
            let alike = keyed.chunk_by(|a, b| a.0 >> 32 == b.0 >> 32);
            counted.push((number, alike.map(|run| ((run[0].0 >> 32) as u32, run.len())).collect()));
        }
    });
    let mut counted: Vec<(usize, Vec<(u32, usize)>)> = counted.into_iter().flatten().collect();
    counted.sort_unstable_by_key(|(number, _)| *number);
    counted.into_iter().flat_map(|(_, counted)| counted).collect()
}
