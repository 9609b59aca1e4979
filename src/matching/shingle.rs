//! Shingles: runs of two and three words, by which a wording is looked for.
//!
//! Takes a wording and hands on its shingles with their weights; `search` looks for them in the corpus.

use rustc_hash::FxHashMap;

use crate::claim::wording::{Gap, Wording};
use crate::lexicon::function_words;

/// A run of words of one wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shingle {
    /// The hash of its words in order.
    pub hash: u64,
    /// Its first word, as an index into the wording's tokens.
    pub first: u32,
    /// Its last word.
    pub last: u32,
    /// How much it tells: words that every text has tell little.
    pub weight: u32,
}

/// Wordings up to this many words are also looked for by pairs: with a word changed in the middle, five words have no
/// three in a row left.
const PAIRS: usize = 25;

/// How many shingles of one wording may be alike.
const REPEATS: usize = 4;

/// The shingles of a wording: as it is written, and as it would be without what its brackets hold. None runs over an
/// ellipsis or an interruption.
pub fn shingles(wording: &Wording) -> Vec<Shingle> {
    let mut found = Vec::new();
    let all: Vec<usize> = (0..wording.len()).collect();
    add(wording, &all, &mut found);
    if !wording.groups.is_empty() {
        let bare: Vec<usize> = all.into_iter().filter(|&i| wording.tokens[i].group.is_none()).collect();
        add(wording, &bare, &mut found);
        found.sort_by_key(|shingle| (shingle.first, shingle.last, shingle.hash));
        found.dedup();
    }
    // A wording that says one thing over and over is found by the first few times.
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    found.retain(|shingle| {
        let count = seen.entry(shingle.hash).or_default();
        *count += 1;
        *count <= REPEATS
    });
    found
}

fn add(wording: &Wording, tokens: &[usize], found: &mut Vec<Shingle>) {
    let plain = |i: usize| wording.tokens[i].gap == Gap::Plain;
    let weight = |i: usize| if tells(wording.letters(i)) { 3 } else { 1 };
    let hash = |i: usize| wording.tokens[i].hash;
    for run in tokens.windows(3).filter(|run| plain(run[1]) && plain(run[2])) {
        found.push(Shingle {
            hash: triple_hash(hash(run[0]), hash(run[1]), hash(run[2])),
            first: run[0] as u32,
            last: run[2] as u32,
            weight: 2 * (weight(run[0]) + weight(run[1]) + weight(run[2])),
        });
    }
    if wording.len() <= PAIRS {
        for run in tokens.windows(2).filter(|run| plain(run[1])) {
            found.push(Shingle {
                hash: pair_hash(hash(run[0]), hash(run[1])),
                first: run[0] as u32,
                last: run[1] as u32,
                weight: weight(run[0]) + weight(run[1]),
            });
        }
    }
}

/// Whether a folded word tells one text from another: it is none of those that every text has, and
/// no single letter.
pub fn tells(letters: &str) -> bool {
    letters.len() > 1 && function_words::WORDS.binary_search(&letters).is_err()
}

/// The hash of two words in order.
pub fn pair_hash(first: u64, second: u64) -> u64 {
    let mixed = first.rotate_left(23) ^ second;
    let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// The hash of three words in order; it is no pair's.
pub fn triple_hash(first: u64, second: u64, third: u64) -> u64 {
    pair_hash(pair_hash(first, second).wrapping_add(1), third)
}
