//! What the words of a wording begin with, and how long they are: most pairs of words are told apart by that.
//!
//! Takes a wording, once before it is aligned, and answers of two words whether they begin alike, as `variant` has it, and of two
//! runs of words whether they may be the same letters, which `variant` decides.

use std::ops::Range;

use crate::claim::wording::Wording;

/// The beginnings of a wording's words.
pub struct Heads {
    heads: Vec<Head>,
    /// For each word, and for the end, how many bytes the words before it have without apostrophes.
    before: Vec<u32>,
}

struct Head {
    first: Option<u8>,
    /// The first three letters as a number, and 0 where there are not so many.
    three: u32,
    /// Whether it may be a number.
    number: bool,
}

impl Heads {
    /// Those of a wording.
    pub fn of(wording: &Wording) -> Heads {
        let mut heads = Heads { heads: Vec::with_capacity(wording.len()), before: vec![0] };
        let mut before = 0;
        for at in 0..wording.len() {
            let letters = wording.letters(at).as_bytes();
            heads.heads.push(Head {
                first: letters.first().copied(),
                three: letters.first_chunk().map_or(0, |&[a, b, c]| u32::from_le_bytes([a, b, c, 1])),
                number: letters.iter().any(u8::is_ascii_digit),
            });
            before += letters.iter().filter(|&&byte| byte != b'\'').count() as u32;
            heads.before.push(before);
        }
        heads
    }

    /// The first byte of a word.
    pub fn first(&self, at: usize) -> Option<u8> {
        self.heads[at].first
    }

    /// Whether two words begin alike, as forms of one word do.
    pub fn begins_as(&self, at: usize, other: &Heads, there: usize) -> bool {
        self.heads[at].three != 0 && self.heads[at].three == other.heads[there].three
    }

    /// Whether some words may be the same letters as others, by how many they are. Numbers may be written with more. None are where
    /// there are not so many.
    pub fn may_be(&self, words: Range<usize>, other: &Heads, there: Range<usize>) -> bool {
        let length = |heads: &Heads, words: &Range<usize>| {
            Some(heads.before.get(words.end)? - heads.before.get(words.start)?)
        };
        let (Some(own), Some(other)) = (length(self, &words), length(other, &there)) else { return false };
        own == other || self.heads[words.start].number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::variant::begin_alike;

    #[test]
    fn words_begin_alike_as_their_letters_do() {
        let text = "On the only thing they thought of, the théâtre's theatre, 王王王 and 王王, 3rd of 30 ferries’ ferrymen, don't donate.";
        let wording = Wording::of(text, std::slice::from_ref(&(0..text.len())));
        let heads = Heads::of(&wording);
        let mut alike = 0;
        for at in 0..wording.len() {
            for there in 0..wording.len() {
                let expected = begin_alike(wording.letters(at), wording.letters(there));
                assert_eq!(heads.begins_as(at, &heads, there), expected, "{at}, {there}");
                alike += usize::from(expected && at != there);
            }
        }
        assert!(alike > 4);
    }
}
