//! Shingles: runs of two and three words, by which a wording is looked for.
//!
//! Takes a wording and hands on its shingles with their weights; `search` looks for them in the corpus.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::claim::wording::{Gap, Wording};
use crate::fold::token;
use crate::lexicon::{function_words, has};

/// A run of words of one wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shingle {
    /// The tokens of its words in order; 0 for the third of two.
    pub run: [u32; 3],
    /// Their hash.
    pub hash: u64,
    /// Its first word, as an index into the wording's tokens.
    pub first: u32,
    /// Its last word.
    pub last: u32,
    /// How much it tells: words that every text has tell little.
    pub weight: u32,
    /// Whether any of them tells one text from another.
    pub tells: bool,
}

/// Wordings up to this many words are also looked for by pairs: with a word changed in the middle, five words have no
/// three in a row left.
const PAIRS: usize = 25;

/// How many shingles of one wording may be alike.
const REPEATS: usize = 4;

/// The shingles of a wording: as it is written, and as it would be without what its brackets hold. None runs over an
/// ellipsis or an interruption.
pub fn shingles(wording: &Wording) -> Vec<Shingle> {
    let words: Vec<Told> = (0..wording.len()).map(|i| Told::of(wording, i)).collect();
    let mut found = Vec::with_capacity(2 * wording.len());
    let all: Vec<usize> = (0..wording.len()).collect();
    add(wording, &words, &all, &mut found);
    if !wording.groups.is_empty() {
        let bare: Vec<usize> = all.into_iter().filter(|&i| wording.tokens[i].group.is_none()).collect();
        add(wording, &words, &bare, &mut found);
        found.sort_by_key(|shingle| (shingle.first, shingle.last, shingle.hash));
        found.dedup();
    }
    // Runs of words that every text has find nothing, unless there is nothing else.
    if found.iter().any(|shingle| shingle.tells) {
        found.retain(|shingle| shingle.tells);
    }
    // A wording that says one thing over and over is found by the first few times.
    let mut seen: FxHashMap<u64, usize> = FxHashMap::with_capacity_and_hasher(found.len(), FxBuildHasher);
    found.retain(|shingle| {
        let count = seen.entry(shingle.hash).or_default();
        *count += 1;
        *count <= REPEATS
    });
    found
}

/// A word by its token, and whether it tells one text from another.
struct Told {
    token: u32,
    tells: bool,
}

impl Told {
    fn of(wording: &Wording, i: usize) -> Told {
        Told { token: token(wording.tokens[i].hash), tells: tells(wording.letters(i)) }
    }

    fn weight(&self) -> u32 {
        if self.tells { 3 } else { 1 }
    }
}

fn add(wording: &Wording, words: &[Told], tokens: &[usize], found: &mut Vec<Shingle>) {
    let plain = |i: usize| wording.tokens[i].gap == Gap::Plain;
    let weight = |run: &[usize]| run.iter().map(|&i| words[i].weight()).sum::<u32>();
    let tells_one = |run: &[usize]| run.iter().any(|&i| words[i].tells);
    for run in tokens.windows(3).filter(|run| plain(run[1]) && plain(run[2])) {
        let own = [words[run[0]].token, words[run[1]].token, words[run[2]].token];
        found.push(Shingle {
            run: own,
            hash: triple_hash(own[0], own[1], own[2]),
            first: run[0] as u32,
            last: run[2] as u32,
            weight: 2 * weight(run),
            tells: tells_one(run),
        });
    }
    if wording.len() <= PAIRS {
        for run in tokens.windows(2).filter(|run| plain(run[1])) {
            let own = [words[run[0]].token, words[run[1]].token, 0];
            found.push(Shingle {
                run: own,
                hash: pair_hash(own[0], own[1]),
                first: run[0] as u32,
                last: run[1] as u32,
                weight: weight(run),
                tells: tells_one(run),
            });
        }
    }
}

/// Whether a folded word tells one text from another: it is none of those that every text has, and
/// no single letter.
pub fn tells(letters: &str) -> bool {
    letters.len() > 1 && !has(function_words::WORDS, letters)
}

/// The hash of two words in order, given by their tokens.
pub fn pair_hash(first: u32, second: u32) -> u64 {
    let mixed = (u64::from(first) << 32 | u64::from(second)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// The hash of three words in order; it is no pair's.
pub fn triple_hash(first: u32, second: u32, third: u32) -> u64 {
    let mixed = (pair_hash(first, second).wrapping_add(1).rotate_left(23) ^ u64::from(third))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}
