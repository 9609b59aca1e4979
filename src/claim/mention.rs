//! Marks that quote nobody: titles, terms and names; and the notes in brackets that say what was done to a quotation.
//!
//! Takes a text and a quotation in it and answers from words as data.

use std::ops::Range;

use super::quote::{Kind, Licence, Quote};
use crate::fold::{folded, words_in};
use crate::lexicon::{licences, mentions};

/// Marked spans shorter than this, in words, are a name or a term unless somebody is said to have said them.
const SHORT: usize = 5;

/// Whether a marked span looks like a name, a title or a term.
pub fn is_mention(text: &str, quote: &Quote) -> bool {
    if quote.kind == Kind::Block {
        return false;
    }
    let words: Vec<&str> =
        quote.parts.iter().flat_map(|part| words_in(text, part.range())).map(|w| &text[w.range()]).collect();
    words.len() < SHORT || is_title(&words) || introduces(text, quote.span.start as usize)
}

/// Whether every longer word begins with a capital.
fn is_title(words: &[&str]) -> bool {
    let minor = |word: &&str| mentions::MINOR.binary_search(&folded(word).as_str()).is_ok();
    let mut major =
        words.iter().filter(|word| !minor(word) && word.starts_with(char::is_alphabetic)).peekable();
    major.peek().is_some() && words.len() <= 16 && major.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether the words just before a mark introduce a name: "so-called", "titled", "the concept of".
fn introduces(text: &str, mark: usize) -> bool {
    let start = text.floor_char_boundary(mark.saturating_sub(60));
    let before = &text[start..mark];
    if before.trim_end().ends_with([',', ':', '.', ';']) {
        return false;
    }
    let words: Vec<String> = words_in(text, start..mark).map(|word| folded(&text[word.range()])).collect();
    let Some(last) = words.last() else { return false };
    let pair = words.len().checked_sub(2).map(|second| format!("{} {last}", words[second]));
    mentions::WORDS.binary_search(&last.as_str()).is_ok()
        || pair.is_some_and(|pair| mentions::PHRASES.binary_search(&pair.as_str()).is_ok())
}

/// The licence in a bracket that follows a quotation, in a range that begins behind its closing mark.
pub fn licence(text: &str, behind: Range<usize>) -> Licence {
    let end = text.floor_char_boundary(behind.end.min(behind.start + 120)).max(behind.start);
    let near = &text[behind.start..end];
    let Some(open) = near.find(['(', '[']).filter(|&open| open < 40) else { return Licence::None };
    let close = near[open..].find([')', ']']).map_or(near.len(), |close| open + close);
    let note: Vec<String> = words_in(text, behind.start + open..behind.start + close)
        .map(|word| folded(&text[word.range()]))
        .collect();
    let note = note.join(" ");
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| note.contains(phrase));
    if has(licences::TRANSLATION) {
        Licence::Translation
    } else if has(licences::CLEANED) {
        Licence::Cleaned
    } else {
        Licence::None
    }
}
