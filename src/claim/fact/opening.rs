//! The words that a fact can begin with. Most words of a text are none of them, and one look-up tells.
//!
//! Takes tokens and a place among them. What it lets pass is read by `date` and `number`, which alone decide.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::token::Token;
use crate::lexicon::{dates, numbers};

/// The plain words that a date or a number begins with.
static OPENING: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let tables = [
        dates::MONTHS,
        dates::WEEKDAYS,
        dates::RELATIVE,
        dates::SEASONS,
        dates::DECADES,
        numbers::CARDINALS,
        numbers::ORDINALS,
        numbers::MANY,
        numbers::CURRENCIES,
    ];
    let days = ["yesterday", "tomorrow", "today", "tonight"];
    let amounts = ["a", "an", "half", "tens", "several", "many"];
    tables
        .into_iter()
        .flat_map(|table| table.iter())
        .map(|(word, _)| word)
        .chain(days)
        .chain(amounts)
        .collect()
});

/// Whether a fact may begin at a token. What is no plain word always may, and so may a word that runs into the next: `US$5`.
pub fn may_open(tokens: &[Token], at: usize) -> bool {
    let word = &*tokens[at].letters;
    !word.bytes().all(|byte| byte.is_ascii_lowercase())
        || tokens.get(at + 1).is_some_and(|next| next.gap.is_empty())
        || OPENING.contains(word)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::super::{date, number};
    use super::*;
    use crate::lexicon::function_words;

    #[test]
    fn nothing_opens_at_a_word_that_is_passed_over() {
        let tables = [
            dates::MONTHS,
            dates::WEEKDAYS,
            dates::RELATIVE,
            dates::SEASONS,
            dates::DECADES,
            dates::PARTS,
            dates::BEFORE_YEARS,
            numbers::CARDINALS,
            numbers::ORDINALS,
            numbers::MANY,
            numbers::SCALES,
            numbers::SHORT_SCALES,
            numbers::PARTS,
            numbers::CURRENCIES,
            numbers::UNITS,
            numbers::PLURALS,
        ];
        let mut words: Vec<String> =
            tables.into_iter().flat_map(|table| table.iter()).map(|(word, _)| word.to_owned()).collect();
        words.extend(function_words::WORDS.iter().map(str::to_owned));
        words.extend(["5", "12", "21st", "2019", "1990s", "$3.2", "9%", "½", "q3"].map(String::from));
        let capital = |word: &String| word[..1].to_uppercase() + &word[1..];
        let ascii: Vec<String> = words.iter().filter(|word| word.is_ascii()).map(capital).collect();
        words.extend(ascii);
        let mut state = 9_u64;
        let mut below = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        let mut passed = 0;
        for _ in 0..40_000 {
            let mut text = String::new();
            for _ in 0..5 {
                text += &words[below(words.len())];
                text += [" ", " ", " ", "-", ", ", ". ", "–", "$"][below(8)];
            }
            let tokens = tokens(&text, 0..text.len());
            for at in (0..tokens.len()).filter(|&at| !may_open(&tokens, at)) {
                passed += 1;
                assert_eq!(date::date_at(&tokens, at), None, "{text:?} at {at}");
                assert_eq!(number::numbers_at(&tokens, at), (Vec::new(), at + 1), "{text:?} at {at}");
            }
        }
        assert!(passed > 20_000, "only {passed} words were passed over");
    }
}
