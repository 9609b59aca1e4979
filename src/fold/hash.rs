//! The hash of a word: one multiplication for each sixteen of its folded bytes, and one at the end.
//!
//! Takes folded letters, as numbers or byte by byte, and hands on a number that is the same in every run and on every
//! machine. All its bits are good.

/// Bytes that are hashed at a time.
pub(super) const BLOCK: usize = 16;

/// Their bytes occur in no UTF-8, so that no letters cancel them out.
const SEED: u64 = 0xf9c0_fac0_fcf8_c1f5;
const OTHER: u64 = 0xf5f8_f6fa_c0fc_c0c1;
const LAST: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a word of at most sixteen folded bytes. They are the bytes of the numbers, the lowest first, and behind
/// them stand zeros.
pub(super) fn short(first: u64, second: u64) -> u64 {
    finish(block(SEED, first, second))
}

/// The hash of a word by all of its folded letters.
pub(super) fn of(letters: &str) -> u64 {
    let whole = |part: &[u8]| {
        let (first, second) = part.split_at(part.len().min(8));
        (eight(first), eight(second))
    };
    let letters = letters.as_bytes();
    if (1..=BLOCK).contains(&letters.len()) {
        let (first, second) = whole(letters);
        return short(first, second);
    }
    let state = letters.chunks(BLOCK).fold(SEED, |state, part| {
        let (first, second) = whole(part);
        block(state, first, second)
    });
    finish(state)
}

/// The beginning of words, and the hash of each that it makes with an ending: what many words have in common is read once.
#[derive(Clone, Copy, Debug)]
pub struct Stem<'a> {
    letters: &'a str,
    /// Its bytes, the first the lowest, if there are no more than a block of them.
    block: u128,
}

impl<'a> Stem<'a> {
    /// A stem of these folded letters.
    pub fn of(letters: &'a str) -> Stem<'a> {
        let (first, second) = letters.as_bytes().split_at(letters.len().min(8));
        Stem { letters, block: u128::from(eight(first)) | u128::from(eight(second)) << 64 }
    }

    /// The hash of the word that it makes with an ending of folded letters.
    #[inline]
    pub fn with(&self, ending: &str) -> u64 {
        let length = self.letters.len();
        let fits = length < BLOCK && ending.len() <= 8 && (1..=BLOCK).contains(&(length + ending.len()));
        if !fits {
            return of(&[self.letters, ending].concat());
        }
        let block = self.block | u128::from(eight(ending.as_bytes())) << (8 * length);
        short(block as u64, (block >> 64) as u64)
    }
}

/// At most eight bytes as a number, the lowest first, with zeros behind them.
fn eight(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    match (bytes.first_chunk(), bytes.last_chunk()) {
        // The two overlap where there are fewer than eight.
        (Some(first), Some(last)) => {
            let behind = 8 * (bytes.len() - 4);
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << behind
        }
        _ => bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

/// A word whose folded letters come one by one.
pub(super) struct Letters {
    state: u64,
    block: u128,
    length: usize,
}

impl Letters {
    pub fn new() -> Letters {
        Letters { state: SEED, block: 0, length: 0 }
    }

    pub fn push(&mut self, byte: u8) {
        self.block |= u128::from(byte) << (8 * self.length);
        self.length += 1;
        if self.length == BLOCK {
            self.close();
        }
    }

    pub fn push_char(&mut self, char: char) {
        char.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte));
    }

    pub fn hash(mut self) -> u64 {
        if self.length > 0 {
            self.close();
        }
        finish(self.state)
    }

    fn close(&mut self) {
        self.state = block(self.state, self.block as u64, (self.block >> 64) as u64);
        (self.block, self.length) = (0, 0);
    }
}

/// Takes a block into the state. No folded letter is a zero byte, so that what fills up the last block is told from
/// letters.
fn block(state: u64, first: u64, second: u64) -> u64 {
    mixed(first ^ state, second ^ OTHER)
}

fn finish(state: u64) -> u64 {
    mixed(state ^ LAST, SEED)
}

/// Both halves of a product, one over the other: in its middle every bit depends on every bit of the factors. The mix of
/// wyhash (Wang Yi, 2019).
fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_letter(word: &str) -> u64 {
        let mut letters = Letters::new();
        word.bytes().for_each(|byte| letters.push(byte));
        letters.hash()
    }

    #[test]
    fn a_hash_is_the_same_on_every_machine() {
        let table = [
            ("", 0xd5b8_01fc_deca_0514),
            ("a", 0x3d10_7401_18be_6157),
            ("ferry", 0x6367_a7bc_ae8b_b5d3),
            ("sixteen-letters!", 0xe038_a391_882f_0554),
            ("seventeen-letters", 0x48e8_b695_c090_600e),
            ("a word of more than two blocks' letters", 0x53a3_ad58_6825_fc1c),
        ];
        for (word, hash) in table {
            assert_eq!(by_letter(word), hash, "{word}: {:#x}", by_letter(word));
        }
    }

    #[test]
    fn all_ways_to_a_hash_agree() {
        let word = *b"harbour-master's";
        for length in 1..=BLOCK {
            let mut block = [0; BLOCK];
            block[..length].copy_from_slice(&word[..length]);
            let letters = u128::from_le_bytes(block);
            let own = std::str::from_utf8(&word[..length]).expect("ASCII");
            assert_eq!(short(letters as u64, (letters >> 64) as u64), by_letter(own), "{own}");
        }
        let long = "the harbour master of the northern lights";
        for length in 0..=long.len() {
            assert_eq!(of(&long[..length]), by_letter(&long[..length]), "{}", &long[..length]);
        }
    }

    #[test]
    fn a_stem_with_an_ending_is_their_word() {
        let letters = "the harbour-master's";
        for length in 0..=letters.len() {
            let stem = &letters[..length];
            for ending in ["", "s", "'s", "ements", "ferryman", "ferryboats"] {
                assert_eq!(
                    Stem::of(stem).with(ending),
                    by_letter(&format!("{stem}{ending}")),
                    "{stem}{ending}"
                );
            }
        }
    }

    #[test]
    fn words_that_are_nearly_alike_differ_in_each_part_of_their_hashes() {
        // Half a million words: short, long, with a common beginning, with a common end, and numbers.
        let mut hashes = Vec::new();
        for number in 0..100_000_u32 {
            let letters: String =
                (0..5).map(|i| char::from(b'a' + (number / 26_u32.pow(i) % 26) as u8)).collect();
            let words = [letters.clone(), format!("ferry{letters}"), format!("{letters}ferrymen")];
            hashes.extend(words.iter().map(|word| by_letter(word)));
            hashes.push(by_letter(&number.to_string()));
            hashes.push(by_letter(&format!("harbour-master-{letters}")));
        }
        let words = hashes.len() as f64;
        // Of so many random numbers of 32 bits about this many pairs are alike.
        let expected = words * words / 2.0 / f64::from(u32::MAX);
        let different = |mut parts: Vec<u64>| {
            parts.sort_unstable();
            parts.dedup();
            parts.len()
        };
        for shift in [0, 16, 32] {
            let parts = hashes.iter().map(|hash| u64::from((hash >> shift) as u32)).collect();
            let alike = words - different(parts) as f64;
            assert!(
                alike < expected * 2.0,
                "{alike} alike from bit {shift}, where {expected:.0} are expected"
            );
        }
        assert_eq!(different(hashes.clone()), hashes.len());
    }
}
