//! The words of a draft's own prose, outside of quotation marks, block quotes, headings and citations.
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
    /// Whether a quotation or a citation stands before it.
    pub apart: bool,
}

/// The draft's own words.
pub fn own_words(draft: &Draft) -> Vec<Own> {
    let quotes = draft.claims.quotes.iter().map(|quote| quote.span);
    let cited = draft.claims.citations.iter().map(|citation| citation.span);
    let mut foreign: Vec<(u32, u32)> = quotes.chain(cited).map(|span| (span.start, span.end)).collect();
    // What an opening mark without a closing one begins may be a quotation to the end of its paragraph.
    foreign.extend(draft.claims.unclosed.iter().map(|unclosed| {
        let start = unclosed.mark.start;
        let behind = &draft.text[start as usize..];
        (start, start + behind.find("\n\n").unwrap_or(behind.len()) as u32)
    }));
    foreign.sort_unstable();
    let mut own: Vec<Own> = Vec::new();
    let mut next = 0;
    let mut apart = false;
    for sentence in &draft.claims.sentences {
        for (number, word) in words_in(draft.text, sentence.span.range()).enumerate() {
            while foreign.get(next).is_some_and(|&(_, end)| end <= word.start) {
                apart = true;
                next += 1;
            }
            // Quotations are in order; one may hold another.
            if foreign[next..].iter().take(4).any(|&(start, end)| start < word.end && word.start < end) {
                apart = true;
                continue;
            }
            let written = &draft.text[word.range()];
            let letters = folded(written);
            let named = number > 0 && written.starts_with(char::is_uppercase);
            let number = letters.starts_with(|c: char| c.is_ascii_digit());
            let content = !named && !number && letters.len() > 1 && !has(function_words::WORDS, &letters);
            own.push(Own { hash: word.hash, start: word.start, end: word.end, content, apart });
            apart = false;
        }
    }
    own
}
