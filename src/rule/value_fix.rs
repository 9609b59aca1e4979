//! Fixes that give a number or a date the words that another text has for it.
//!
//! Takes the words of both and hands on those that fit in the place of the draft's, or nothing where none do.

use crate::lexicon::{get, numbers};

/// The source's words as they fit in the place of the draft's; none where the two are built otherwise: "25-year-old" and "25 years
/// old", "12 March", "the twelfth of March" and "the 12th March".
pub fn fitted(own: &str, right: &str) -> Option<String> {
    let spelt = |words: &str| words.starts_with(char::is_alphabetic);
    let shape = |words: &str| (words.matches('-').count(), words.split(' ').count() > 3);
    let hyphen = |words: &str| words.contains('-') && words.contains(|c: char| c.is_ascii_digit());
    let of = |words: &str| words.contains(" of ");
    // A rank is one word, and any other may stand in its place.
    let ranked = |word: &str| {
        let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
        ending.len() < word.len() && matches!(ending, "st" | "nd" | "rd" | "th")
    };
    let ranked = |words: &str| words.contains(' ') && words.split([' ', ',', '–', '-']).any(ranked);
    if of(own) != of(right)
        || ranked(own) != ranked(right)
        || (hyphen(own) || hyphen(right)) && shape(own) != shape(right)
    {
        return None;
    }
    let (head, rest) = right.split_at(right.chars().next().map_or(0, char::len_utf8));
    let opens = own.starts_with(char::is_uppercase);
    let word = right.split([' ', '-']).next().unwrap_or_default();
    let number = get(numbers::CARDINALS, &word.to_lowercase()).is_some();
    Some(match (opens, spelt(right)) {
        (true, true) => head.to_uppercase() + rest,
        (false, true) if number => head.to_lowercase() + rest,
        _ => right.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_s_words_are_put_where_they_fit() {
        let table = [
            ("twenty", "37", Some("37")),
            ("Twenty", "thirty-seven", Some("Thirty-seven")),
            ("20", "Thirty-seven", Some("thirty-seven")),
            ("April 12", "April 21", Some("April 21")),
            ("12 April", "21 April 2019", Some("21 April 2019")),
            ("25-year-old", "26 years old", None),
            ("12 March", "twelfth of March", None),
            ("twelfth of March", "12 May 1921", None),
            ("12th March", "21 May 1921", None),
            ("12th March", "21st May", Some("21st May")),
            ("21st", "twelfth", Some("twelfth")),
            ("25-year-old", "26-year-old", Some("26-year-old")),
        ];
        for (own, right, expected) in table {
            assert_eq!(fitted(own, right).as_deref(), expected, "{own} / {right}");
        }
    }
}
