//! Two words of names: whether one is the other with a slip of the pen in it.
//!
//! Takes folded words. What is another word, another name or another way to spell the same name is no slip: sounds that two
//! alphabets write in two ways, forms of a word, surnames of a man and of a woman, what a scan makes of letters.

use crate::claim::form::forms;
use crate::fold::hash_of;
use crate::lexicon::{has, spellings};

/// Shorter words, in letters, are too near to too many others.
const SHORTEST: usize = 5;
/// From this length a word may have two slips.
const LONG: usize = 8;
/// Nobody's name has a longer word, in letters.
const LONGEST: usize = 40;
/// The fewest letters that forms of one word share.
const STEM: usize = 4;

/// What a word is in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first of a name that may be a person's: whoever writes it down by ear chooses its vowels.
    Given,
    /// Another of a person's name.
    Family,
    /// A word that may be one of the language.
    Noun,
}

/// Whether a word is another one with a slip.
pub fn is_slip(own: &str, other: &str, part: Part) -> bool {
    let (a, b): (Vec<char>, Vec<char>) =
        (own.chars().take(LONGEST + 1).collect(), other.chars().take(LONGEST + 1).collect());
    let shorter = a.len().min(b.len());
    if shorter < SHORTEST || a.len().max(b.len()) > LONGEST || a[0] != b[0] || !is_latin(&a) || !is_latin(&b)
    {
        return false;
    }
    let slips = if shorter >= LONG { 2 } else { 1 };
    let distance = distance(&a, &b);
    (1..=slips).contains(&distance) && !is_variant(own, other, part)
}

/// Whether two words are forms or spellings of one.
fn is_variant(own: &str, other: &str, part: Part) -> bool {
    let (short, long) = if own.len() <= other.len() { (own, other) } else { (other, own) };
    // A plural, and a small word that lost its space: "Centerat".
    let longer = long.strip_prefix(short);
    if longer.is_some_and(|rest| rest == "s" || rest.len() > 1) {
        return true;
    }
    let one_form = |a: &str, b: &str| {
        let (a, b) = (forms(hash_of(a), a), forms(hash_of(b), b));
        a.spelling == b.spelling || a.scanned == b.scanned
    };
    // Whoever swaps two letters hears no other sound.
    let swapped = part != Part::Given && sorted(own) == sorted(other);
    if one_form(own, other) || (!swapped && levelled(own, part) == levelled(other, part)) {
        return true;
    }
    match part {
        Part::Noun => is_inflected(own, other),
        Part::Given | Part::Family => family(own) == family(other),
    }
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// A word by its sounds.
fn levelled(word: &str, part: Part) -> String {
    let mut levelled = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let fits = spellings::SOUNDS.iter().filter(|(from, _)| rest.starts_with(from));
        let sound = fits.max_by_key(|(from, _)| from.len());
        let (taken, sound) = sound.map_or((&rest[..first.len_utf8()], None), |(from, to)| (from, Some(to)));
        for mut letter in sound.unwrap_or(taken).chars() {
            if part == Part::Given && matches!(letter, 'E' | 'a' | 'e' | 'i' | 'o') {
                letter = 'e';
            }
            if !levelled.ends_with(letter) {
                levelled.push(letter);
            }
        }
        rest = &rest[taken.len()..];
    }
    levelled
}

/// A surname as the men of a family bear it.
fn family(word: &str) -> String {
    let endings = spellings::FAMILIES.iter().filter_map(|(from, to)| Some((word.strip_suffix(from)?, to)));
    let longest = endings.min_by_key(|(stem, _)| stem.len());
    longest.map_or_else(|| word.to_owned(), |(stem, to)| format!("{stem}{to}"))
}

/// Whether two words are one with two endings.
fn is_inflected(own: &str, other: &str) -> bool {
    let shared: usize =
        own.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let is_ending = |rest: &str| rest.is_empty() || has(spellings::ENDINGS, rest);
    // Two endings may begin with the same letter.
    let stems = own[..shared].char_indices().map(|(at, _)| at).chain([shared]).rev().take(4);
    stems.filter(|&stem| stem >= STEM).any(|stem| is_ending(&own[stem..]) && is_ending(&other[stem..]))
}

fn is_latin(letters: &[char]) -> bool {
    letters.iter().all(|&letter| letter.is_alphabetic() && letter < '\u{250}')
}

/// How many letters are put in, left out, changed, or swapped with the next one.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word_and_another_spelling() {
        use Part::{Family, Given, Noun};
        for (own, other, part, expected) in [
            ("hallgrimson", "hallgrimsen", Family, true),
            ("tollberg", "tollborg", Family, true),
            ("tolbreg", "tolberg", Family, true),
            ("marhs", "marsh", Family, true),
            ("institue", "institute", Noun, true),
            ("agricutlure", "agriculture", Noun, true),
            ("fihseries", "fisheries", Noun, true),
            ("vsaily", "vasily", Given, true),
            ("tollberg", "tillborg", Family, true),
            ("marsh", "march", Noun, true),
            // Too short, too far, or another letter at the beginning, as other names have.
            ("ward", "werd", Family, false),
            ("walker", "wacken", Family, false),
            ("hansen", "jansen", Family, false),
            ("tollberg", "tallburk", Family, false),
            // Spellings.
            ("vasiliy", "vasily", Given, false),
            ("orlowsky", "orlovskyy", Family, false),
            ("zelenskyy", "zelensky", Family, false),
            ("stephan", "stefan", Given, false),
            ("mohammed", "mohamad", Given, false),
            ("mueller", "muller", Family, false),
            ("johanson", "johansson", Family, false),
            ("orloff", "orlov", Family, false),
            ("bernes", "bemes", Family, false),
            ("organisation", "organization", Noun, false),
            // A man and a woman, one and several, a noun and its kin.
            ("sokolova", "sokolov", Family, false),
            ("kowalska", "kowalski", Family, false),
            ("marshes", "marsh", Family, false),
            ("marshs", "marsh", Family, false),
            ("ministry", "minister", Noun, false),
            ("strategic", "strategy", Noun, false),
            ("commissioner", "commission", Noun, false),
            ("instituteof", "institute", Noun, false),
            ("", "a", Noun, false),
            ("марков", "марьков", Family, false),
        ] {
            assert_eq!(is_slip(own, other, part), expected, "{own} {other}");
            assert_eq!(is_slip(other, own, part), expected, "{other} {own}");
        }
    }

    #[test]
    fn letters_that_changed_places_count_once() {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        for (a, b, expected) in
            [("", "", 0), ("ab", "ba", 1), ("ward", "wrad", 1), ("ward", "dawr", 3), ("a", "bc", 2)]
        {
            assert_eq!(distance(&letters(a), &letters(b)), expected, "{a} {b}");
        }
    }
}
