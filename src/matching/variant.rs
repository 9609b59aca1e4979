//! Words that are the same in another form: spelling, figures for number words, damage done by extraction.
//!
//! Takes words of a quotation and of a passage and answers whether they are one; `align` asks.

use crate::claim::form::{Forms, without_thousands};
use crate::claim::wording::Wording;
use crate::lexicon::{Lists, variants};

/// Whether two words are one value: two/2, organise/organize, 1,000/1000, and what a scan makes of a word (rn for m).
#[inline]
pub fn same_value(own: &Forms, other: &Forms) -> bool {
    own.spelling == other.spelling || own.scanned == other.scanned
}

/// Whether a word with a bracket inside (`[t]he`) stands for another.
pub fn fits_bracket(quote: &Wording, i: usize, passage: &Wording, j: usize) -> bool {
    let Some((before, after)) = quote.tokens[i].fixed else { return false };
    let (own, other) = (quote.letters(i), passage.letters(j));
    let (before, after) = (before as usize, after as usize);
    let (Some(head), Some(tail)) = (own.get(..before), own.get(own.len().saturating_sub(after)..)) else {
        return false;
    };
    let bracket = own.len() - before - after;
    other.len() >= before + after
        && other.len() - before - after <= bracket.max(1) + 4
        && other.starts_with(head)
        && other.ends_with(tail)
}

/// Whether two words differ by case alone where case is another word: US and us.
pub fn differs_by_case(quote: &Wording, i: usize, passage: &Wording, j: usize) -> bool {
    Lists::by_hash(quote.tokens[i].hash).has(variants::CASED)
        && quote.tokens[i].capitals != passage.tokens[j].capitals
}

/// Whether two words begin alike, as forms of one word do.
pub fn begin_alike(a: &str, b: &str) -> bool {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count() >= 3
}

/// Whether a word contracts the two that begin at one of a wording: "don't" for "do not".
pub fn contracts(word: &str, wording: &Wording, at: usize) -> bool {
    let Some(stem) = word.find('\'').filter(|_| at + 1 < wording.len()) else { return false };
    let (first, second) = (wording.letters(at), wording.letters(at + 1));
    match word {
        "can't" => first == "can" && second == "not",
        "won't" => first == "will" && second == "not",
        _ if word.ends_with("n't") => second == "not" && first == &word[..word.len() - 3],
        _ => {
            let ending = &word[stem + 1..];
            let whole = variants::CONTRACTED.iter().any(|(whole, short)| whole == second && short == ending);
            first == &word[..stem] && whole
        }
    }
}

/// Whether two runs of words are the same letters when joined: "pro- vide", "U.S.", "25 per cent", "$4.5 million".
pub fn same_joined<'a>(
    a: impl Iterator<Item = &'a str> + Clone,
    b: impl Iterator<Item = &'a str> + Clone,
) -> bool {
    let plain = |byte: &u8| *byte != b'\'';
    if a.clone().flat_map(str::bytes).filter(plain).eq(b.clone().flat_map(str::bytes).filter(plain)) {
        return true;
    }
    // What is left is only for numbers.
    let first = a.clone().next().unwrap_or_default();
    if !first.trim_start_matches(['$', '€', '£', '-', '+']).starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let (own, other) = (a.clone().collect::<String>(), b.clone().collect::<String>());
    if own.contains(',') != other.contains(',') && without_thousands(&own) == without_thousands(&other) {
        return true;
    }
    let number = |words: &mut dyn Iterator<Item = &'a str>| {
        let joined: String = words.collect();
        let unit = variants::UNITS.iter().find_map(|(unit, short)| Some((joined.strip_suffix(unit)?, short)));
        let (figure, short) = unit.unwrap_or((&joined, ""));
        let is_number = figure.trim_start_matches(['$', '€', '£']).starts_with(|c: char| c.is_ascii_digit());
        is_number.then(|| format!("{figure}{short}"))
    };
    let (own, other) = (number(&mut a.clone()), number(&mut b.clone()));
    own.is_some() && own == other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(text: &str) -> Wording {
        Wording::of(text, &[0..text.len()])
    }

    #[test]
    fn joined_words_are_held_to_their_letters_or_their_value() {
        let table = [
            ("pro vide", "provide", true),
            ("u s", "us", true),
            ("25 per cent", "25%", true),
            ("$4.5 million", "$4.5m", true),
            ("1,000", "1000", true),
            ("25 per cent", "26%", false),
            ("$4.5 million", "$4.5 billion", false),
            ("million", "m", false),
            ("pro vide", "provided", false),
            ("", "", true),
        ];
        for (a, b, expected) in table {
            assert_eq!(same_joined(a.split(' '), b.split(' ')), expected, "{a} / {b}");
            assert_eq!(same_joined(b.split(' '), a.split(' ')), expected, "{b} / {a}");
        }
    }

    #[test]
    fn a_contraction_is_its_two_words() {
        let table = [
            ("don't", "do not", true),
            ("can't", "can not", true),
            ("won't", "will not", true),
            ("won't", "wo not", false),
            ("it's", "it is", true),
            ("they're", "they are", true),
            ("they're", "they is", false),
            ("ward's", "ward speaks", false),
            ("dont", "do not", false),
            ("don't", "do", false),
            ("n't", "not not", false),
        ];
        for (word, words, expected) in table {
            assert_eq!(contracts(word, &wording(words), 0), expected, "{word} / {words}");
        }
    }

    #[test]
    fn a_value_has_many_forms() {
        let table = [
            ("two", "2", true),
            ("organise", "organize", true),
            ("1,000", "1000", true),
            ("two", "3", false),
            ("wait", "waits", false),
        ];
        for (a, b, expected) in table {
            assert_eq!(same_value(&wording(a).forms()[0], &wording(b).forms()[0]), expected, "{a} / {b}");
        }
    }

    #[test]
    fn a_bracket_stands_for_a_few_letters() {
        let table = [("[t]he", "the", true), ("work[ed]", "working", true), ("work[ed]", "play", false)];
        for (own, other, expected) in table {
            assert_eq!(fits_bracket(&wording(own), 0, &wording(other), 0), expected, "{own} / {other}");
        }
        assert!(!fits_bracket(&wording("the"), 0, &wording("the"), 0));
    }

    #[test]
    fn case_counts_where_it_is_another_word() {
        let table = [("US", "us", true), ("US", "US", false), ("Wait", "wait", false)];
        for (a, b, expected) in table {
            assert_eq!(differs_by_case(&wording(a), 0, &wording(b), 0), expected, "{a} / {b}");
        }
    }
}
