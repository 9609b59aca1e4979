//! The form of a word that its spellings share: figures for number words, one spelling for British and American, letters
//! that scanning confuses levelled.
//!
//! Takes folded letters and hands on hashes, one word's two forms, so that two words are compared by numbers alone.

use crate::fold::hash_of;
use crate::lexicon::{Lists, get, variants};

/// The forms of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forms {
    /// What two/2, organise/organize and 1,000/1000 have in common.
    pub spelling: u64,
    /// What modern and a scan's modem have in common; the word's own hash for a short one.
    pub scanned: u64,
}

/// The forms of a word with this hash and these folded letters.
pub fn forms(hash: u64, letters: &str) -> Forms {
    let spelling = spelling(hash, letters).map_or(hash, |form| hash_of(&form));
    Forms { spelling, scanned: scanned(letters).map_or(hash, |form| hash_of(&form)) }
}

/// The common spelling of a word; none if it is the word itself.
fn spelling(hash: u64, word: &str) -> Option<String> {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.contains(',').then(|| without_thousands(word));
    }
    let lists = Lists::by_hash(hash);
    for table in [variants::NUMBERS, variants::SPELLINGS] {
        if lists.knows(table) {
            return get(table, word).map(str::to_owned);
        }
    }
    if let Some(name) = word.strip_suffix("s's") {
        return Some(format!("{name}s"));
    }
    // Most words have none of what the patterns level, and this tells at a glance.
    if word.len() < 6 || !word.is_ascii() {
        return None;
    }
    let may_hold = may_hold(word);
    if !may_hold && !may_end(word) {
        return None;
    }
    let held = variants::INNER.iter().filter(|_| may_hold).find(|(from, _)| holds(word, from));
    let levelled = held.map(|(from, to)| word.replace(from, to));
    let word = levelled.as_deref().unwrap_or(word);
    let ending = variants::ENDINGS.iter().find_map(|(from, to)| Some((word.strip_suffix(from)?, to)));
    ending.filter(|(stem, _)| stem.len() > 2).map(|(stem, to)| format!("{stem}{to}")).or(levelled)
}

/// Whether a word may have letters within it that are levelled.
fn may_hold(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| matches!(pair, b"ou" | b"sa" | b"si"))
}

/// Whether a word may have one of the endings that are levelled.
fn may_end(word: &str) -> bool {
    let last = word.as_bytes().last_chunk();
    last.is_some_and(|last| {
        matches!(
            last,
            b"ise" | b"yse" | b"sed" | b"led" | b"ser" | b"ler" | b"ses" | b"res" | b"ing" | b"tre"
        )
    })
}

/// Whether a word has a few letters in a row. A search that prepares itself is for longer texts.
pub fn holds(word: &str, letters: &str) -> bool {
    let (word, letters) = (word.as_bytes(), letters.as_bytes());
    word.len() >= letters.len()
        && (0..=word.len() - letters.len())
            .any(|at| word[at] == letters[0] && word[at..].starts_with(letters))
}

/// A number without the commas that stand before three digits each: 1,000 is 1000, but 3,5 is not 35.
pub fn without_thousands(number: &str) -> String {
    let mut parts = number.split(',');
    let first = parts.next().unwrap_or_default();
    parts.fold(first.to_owned(), |number, part| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 3 { number + part } else { number + "," + part }
    })
}

/// A word with what scanning confuses levelled; none if it is the word itself.
fn scanned(word: &str) -> Option<String> {
    let confused = |pair: &[u8]| {
        matches!(pair, [b'0' | b'1' | b'|', _] | [_, b'0' | b'1' | b'|'] | b"cl" | b"rn" | b"vv")
    };
    if word.len() < 4
        || !word.as_bytes().windows(2).any(confused)
        || !variants::SCANNED.iter().any(|(from, _)| holds(word, from))
    {
        return None;
    }
    let levelled = variants::SCANNED.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    Some(levelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Forms {
        forms(hash_of(word), word)
    }

    #[test]
    fn every_spelling_that_is_levelled_is_told_at_a_glance() {
        for (from, _) in variants::INNER.iter() {
            assert!(may_hold(from), "{from}");
        }
        for (from, _) in variants::ENDINGS.iter() {
            assert!(may_end(&format!("abc{from}")), "{from}");
        }
    }

    #[test]
    fn all_that_scanning_confuses_is_looked_for() {
        for (from, to) in variants::SCANNED.iter() {
            let word = format!("abe{from}ae");
            assert_eq!(scanned(&word), Some(format!("abe{to}ae")), "{word}");
        }
    }

    #[test]
    fn all_endings_that_are_levelled_are_looked_for() {
        for (from, _) in variants::ENDINGS.iter() {
            assert!(may_end(from), "{from}");
        }
    }

    #[test]
    fn spellings_of_one_word_have_one_form() {
        for (a, b) in [
            ("organise", "organize"),
            ("organisations", "organizations"),
            ("realising", "realizing"),
            ("analysed", "analyzed"),
            ("neighbouring", "neighboring"),
            ("travelled", "traveled"),
            ("theatre", "theater"),
            ("two", "2"),
            ("1,000", "1000"),
            ("defence", "defense"),
            ("third", "3rd"),
            ("one", "1"),
            ("isis's", "isis"),
        ] {
            assert_eq!(of(a).spelling, of(b).spelling, "{a} {b}");
        }
    }

    #[test]
    fn words_that_only_look_alike_keep_their_forms() {
        for (a, b) in [
            ("called", "caled"),
            ("four", "for"),
            ("hour", "hor"),
            ("wise", "wize"),
            ("1,000", "1,600"),
            ("3,5", "35"),
            ("metre", "meted"),
        ] {
            assert_ne!(of(a).spelling, of(b).spelling, "{a} {b}");
        }
    }

    #[test]
    fn a_scans_confusions_have_one_form() {
        assert_eq!(of("modern").scanned, of("modem").scanned);
        assert_eq!(of("clearly").scanned, of("dearly").scanned);
        assert_ne!(of("burn").scanned, of("barn").scanned);
    }
}
