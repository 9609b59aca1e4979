//! The words of a stretch of text with what stands between them, as facts are read from them.
//!
//! Takes masked text and hands on tokens: folded letters, and the gap before each, of which a fact asks whether it is a space,
//! a hyphen or another sign.

use std::borrow::Cow;
use std::ops::Range;

use crate::fold::{MASK, folded, words_in};
use crate::lexicon::Lists;

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its folded letters.
    pub letters: Cow<'a, str>,
    /// The lists of the lexicon that have it.
    pub lists: Lists,
    /// What is written, before folding.
    pub raw: &'a str,
    /// What stands between it and the word before it, or the start of the stretch.
    pub gap: &'a str,
}

impl Token<'_> {
    /// Whether it begins with a capital.
    pub fn is_capital(&self) -> bool {
        self.raw.starts_with(char::is_uppercase)
    }

    /// Whether nothing but white space parts it from the word before it.
    pub fn follows_space(&self) -> bool {
        !self.gap.is_empty() && self.gap.chars().all(is_blank)
    }

    /// Whether a hyphen without spaces parts it from the word before it.
    pub fn follows_hyphen(&self) -> bool {
        self.sign().is_some_and(|sign| matches!(sign, '-' | '‐' | '‑'))
    }

    /// Whether a hyphen or a dash parts it from the word before it.
    pub fn follows_dash(&self) -> bool {
        let mut signs = self.gap.chars().filter(|&c| !is_blank(c));
        matches!((signs.next(), signs.next()), (Some('-' | '‐' | '‑' | '–' | '—' | '−'), None))
    }

    /// Whether a comma and a space part it from the word before it.
    pub fn follows_comma(&self) -> bool {
        let mut signs = self.gap.chars().filter(|&c| !is_blank(c));
        (signs.next(), signs.next()) == (Some(','), None)
    }

    /// The one sign that stands in the gap, if there is one and nothing else.
    pub fn sign(&self) -> Option<char> {
        let mut signs = self.gap.chars().filter(|&c| c != MASK);
        let first = signs.next()?;
        signs.next().is_none().then_some(first)
    }

    /// Whether it has figures alone.
    pub fn is_digits(&self) -> bool {
        !self.letters.is_empty() && self.letters.bytes().all(|byte| byte.is_ascii_digit())
    }
}

fn is_blank(char: char) -> bool {
    char.is_whitespace() || char == MASK
}

/// A word takes so many bytes with the gap before it, or somewhat more.
const WORD: usize = 5;

/// The tokens of a range of a text, in order. Linear.
pub fn tokens(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let mut before = range.start;
    let cut = |word: crate::fold::Word| {
        let own = word.range();
        let gap = &text[before..own.start];
        before = own.end;
        let raw = &text[own.clone()];
        Token { letters: folded(raw), lists: Lists::by_hash(word.hash), range: own, raw, gap }
    };
    let mut tokens = Vec::with_capacity(range.len() / WORD);
    tokens.extend(words_in(text, range).map(cut));
    tokens
}
