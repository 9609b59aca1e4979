//! What the words of a wording begin with, and how long they are: most pairs of words are told apart by that.
//!
//! Takes a wording, once before it is aligned, and answers of two words whether they may be alike; `variant` alone decides.

use std::ops::Range;

use crate::claim::wording::Wording;

/// The beginnings of a wording's words.
pub struct Heads(Vec<Head>);

struct Head {
    first: Option<u8>,
    /// The first three letters, where there are so many.
    three: Option<[u8; 3]>,
    /// How many bytes it has without apostrophes.
    length: usize,
    /// Whether it may be a number.
    number: bool,
}

impl Heads {
    /// Those of a wording.
    pub fn of(wording: &Wording) -> Heads {
        let head = |at: usize| {
            let letters = wording.letters(at).as_bytes();
            Head {
                first: letters.first().copied(),
                three: letters.first_chunk().copied(),
                length: letters.iter().filter(|&&byte| byte != b'\'').count(),
                number: letters.iter().any(u8::is_ascii_digit),
            }
        };
        Heads((0..wording.len()).map(head).collect())
    }

    /// The first byte of a word.
    pub fn first(&self, at: usize) -> Option<u8> {
        self.0[at].first
    }

    /// Whether two words begin alike, as forms of one word do.
    pub fn begins_as(&self, at: usize, other: &Heads, there: usize) -> bool {
        self.0[at].three.is_some() && self.0[at].three == other.0[there].three
    }

    /// Whether some words may be the same letters as others, by how many they are. Numbers may be written with more. None are where
    /// there are not so many.
    pub fn may_be(&self, words: Range<usize>, other: &Heads, there: Range<usize>) -> bool {
        let (Some(own), Some(other)) = (self.0.get(words), other.0.get(there)) else { return false };
        let length = |heads: &[Head]| heads.iter().map(|head| head.length).sum::<usize>();
        own[0].number || length(own) == length(other)
    }
}
