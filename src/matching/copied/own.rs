//! The words of a draft's own sentences, outside of quotation marks, citations and what else is not its writer's.
//!
//! Takes a draft with its claims and hands on its words in order; where something that is not its own stands between two of
//! them, the second is apart.

use crate::fold::{folded, words_in};
use crate::lexicon::{function_words, has};
use crate::matching::Draft;

/// A word of the draft's own prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own {
    /// Its folded hash.
    pub hash: u64,
    /// Its bytes.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Whether it says something by itself and is no part of a name.
    pub content: bool,
    /// Whether words that are not the writer's own, or no sentence, stand before it.
    pub apart: bool,
}

/// The draft's own words.
pub fn own_words(draft: &Draft) -> Vec<Own> {
    let mut own: Vec<Own> = Vec::new();
    for sentence in &draft.claims.sentences {
        for stretch in draft.claims.own_in(sentence.span.range()) {
            for word in words_in(draft.text, stretch) {
                let written = &draft.text[word.range()];
                let letters = folded(written);
                let named = word.start > sentence.span.start && written.starts_with(char::is_uppercase);
                let number = letters.starts_with(|c: char| c.is_ascii_digit());
                let content = !named && !number && letters.len() > 1 && !has(function_words::WORDS, &letters);
                let between = |last: &Own| &draft.text[last.end as usize..word.start as usize];
                let apart = own.last().is_some_and(|last| between(last).contains(char::is_alphanumeric));
                own.push(Own { hash: word.hash, start: word.start, end: word.end, content, apart });
            }
        }
    }
    own
}
