//! The words of the sources, read once for all who go through them, where there are few.
//!
//! Takes the documents and hands on the words of each, as `fold` has them, and of a word whether it may stand anywhere. Where there is more
//! text, whoever asks reads it for himself, so that what is kept does not grow with a corpus.

use std::borrow::Cow;
use std::ops::Range;
use std::slice;

use super::{Corpus, Document};
use crate::fold::{self, Word, token};

/// Sources with more text than this, in bytes, are read again by everybody.
const MOST: usize = 1 << 20;

/// The words of all documents.
#[derive(Debug)]
pub(super) struct Few {
    of: Vec<Vec<Word>>,
    /// A bit for each value of a token's low bits, and these bits.
    filter: Vec<u64>,
    mask: usize,
}

impl Few {
    /// Reads all documents, if there is not too much of them.
    pub fn of(corpus: &Corpus) -> Option<Few> {
        if corpus.bytes() > MOST {
            return None;
        }
        let read = corpus.documents().map(|(_, document)| Stream::of(document).all().into_owned());
        let of: Vec<Vec<Word>> = read.collect();
        let count: usize = of.iter().map(Vec::len).sum();
        let bits = (8 * count).next_power_of_two().max(1 << 10);
        let (mut filter, mask) = (vec![0; bits / 64], bits - 1);
        for word in of.iter().flatten() {
            let bit = token(word.hash) as usize & mask;
            filter[bit / 64] |= 1 << (bit % 64);
        }
        Some(Few { of, filter, mask })
    }

    /// The words of the document of this number.
    pub fn stream(&self, document: usize) -> Stream<'_> {
        Stream::Before(self.of[document].iter())
    }

    /// The words of the document of this number that lie in a range of its text.
    pub fn within(&self, document: usize, range: Range<usize>) -> &[Word] {
        let words = &self.of[document];
        let from = words.partition_point(|word| (word.start as usize) < range.start);
        let to = words.partition_point(|word| word.end as usize <= range.end);
        &words[from..to.max(from)]
    }

    /// Whether a token may stand in a document. Another one with the same low bits may stand there instead.
    #[inline]
    pub fn may_have(&self, token: u32) -> bool {
        let bit = token as usize & self.mask;
        self.filter[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// The words of a document's whole text, in order.
#[derive(Clone, Debug)]
pub enum Stream<'a> {
    /// Those that were read before.
    Before(slice::Iter<'a, Word>),
    /// Those that are read now.
    Read(&'a str, fold::Words<'a>),
}

impl<'a> Stream<'a> {
    /// Those of a document, read now.
    pub(super) fn of(document: &'a Document) -> Stream<'a> {
        let text = document.file.text();
        Stream::Read(text, fold::words(text))
    }

    /// All that are left as a list.
    pub fn all(self) -> Cow<'a, [Word]> {
        match self {
            Stream::Before(words) => Cow::Borrowed(words.as_slice()),
            Stream::Read(text, words) => {
                // A word takes so many bytes with the space behind it, or somewhat more.
                let mut all = Vec::with_capacity(text.len() / 5);
                all.extend(words);
                Cow::Owned(all)
            }
        }
    }
}

impl Iterator for Stream<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        match self {
            Stream::Before(words) => words.next().copied(),
            Stream::Read(_, words) => words.next(),
        }
    }
}
