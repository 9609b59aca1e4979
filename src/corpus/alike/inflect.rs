//! The forms in which a source may have a word of a statement: inflected, derived, spelt otherwise, with a unit.
//!
//! Takes the folded letters of one word and hands on the hashes of all its forms, so that a source's words are looked
//! up as they stand. It is a stemmer (Lovins 1968, Porter 1980) turned round: the few words of a draft are spelt out,
//! and the many of the sources are not touched. Forms that are no words do no harm, since no source has them.

use crate::claim::form::{holds, without_thousands};
use crate::fold::{Stem, hash_of};
use crate::lexicon::{get, inflection, variants};

/// An ending, the least letters before it, and what may stand in its place in the word that it was put to.
type Ending = (&'static str, usize, &'static [&'static str]);

/// Endings of inflection and of derivation.
const ENDINGS: &[Ending] = &[
    ("'s", 2, &[""]),
    ("ies", 2, &["y", "ie"]),
    ("ied", 2, &["y", "ie"]),
    ("ves", 2, &["f", "fe"]),
    ("es", 3, &["", "e"]),
    ("s", 3, &[""]),
    ("ed", 2, &["", "e"]),
    ("ing", 3, &["", "e"]),
    ("ation", 4, &["", "e", "ate"]),
    ("ition", 4, &["e"]),
    ("ion", 5, &["", "e"]),
    ("ment", 4, &[""]),
    ("ly", 4, &[""]),
    ("er", 4, &["", "e"]),
    ("or", 5, &["", "e"]),
    ("al", 5, &["", "e"]),
    ("ance", 4, &["", "e"]),
    ("ence", 4, &["", "e"]),
    ("ness", 4, &[""]),
];

/// What is put to a word that ends in `e`, which falls away.
const AFTER_E: &[&str] = &[
    "e", "es", "ed", "er", "ers", "ing", "ings", "ion", "ions", "ation", "ations", "ition", "al", "als",
    "ance", "or", "ors", "ement", "ements", "ely", "e's",
];
/// Those of them that are not put to any other word.
const AFTER_E_ALONE: &[&str] = &["e", "ition", "als", "ement", "ements", "ely", "e's"];
/// What is put to any other word.
const AFTER: &[&str] = &[
    "", "s", "es", "ed", "er", "ers", "ing", "ings", "ion", "ions", "ation", "ations", "al", "ance", "ence",
    "or", "ors", "ment", "ments", "ly", "ness", "'s",
];
/// What is put to a word whose last consonant is doubled.
const AFTER_DOUBLED: &[&str] = &["ed", "ing", "er", "ers"];
/// What is put to a word that ends in a consonant and `y`, which falls away.
const AFTER_Y: &[&str] = &["y", "ies", "ied", "ying", "ier", "iers", "ily", "y's"];

/// Endings of the names of places, of their people and of what is theirs.
const OF_NAMES: &[&str] = &["", "a", "e", "y", "n", "an", "ian", "ean", "ese", "ish", "i"];

/// What is put to a figure.
const OF_NUMBERS: [&str; 16] =
    ["", "%", "bn", "m", "tn", "k", "s", "st", "nd", "rd", "th", "'s", "am", "pm", "km", "kg"];

/// Words that a word may be a form of, itself first; at most a few.
pub fn bases(word: &str) -> Vec<String> {
    let mut bases = vec![word.to_owned()];
    // A plural may be one of a derived word: "oppositions", "opposition", "oppose".
    let mut from = 0;
    for _ in 0..2 {
        let to = bases.len();
        for i in from..to {
            let word = bases[i].clone();
            if let Some(base) = get(inflection::IRREGULAR, &word) {
                push(&mut bases, base.to_owned());
            }
            let last = word.as_bytes().last();
            // Most words end with none of them, and most endings in another letter.
            for (ending, least, instead) in ENDINGS.iter().filter(|one| one.0.as_bytes().last() == last) {
                let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= *least) else {
                    continue;
                };
                if *ending == "s" && stem.ends_with(['s', 'u', 'i', '\'']) {
                    continue;
                }
                for end in *instead {
                    push(&mut bases, [stem, *end].concat());
                }
                if matches!(*ending, "ed" | "ing")
                    && let Some(single) = undoubled(stem)
                {
                    push(&mut bases, single.to_owned());
                }
            }
        }
        from = to;
    }
    bases
}

/// The hashes of the forms of a word, by its [`bases`], sorted.
pub fn word_forms(mut bases: Vec<String>) -> Vec<u64> {
    for i in 0..bases.len() {
        for other in respelt(&bases[i]) {
            push(&mut bases, other);
        }
    }
    let mut hashes = Vec::with_capacity(24 * bases.len());
    let mut add = |stem: &str, endings: &[&str]| {
        let stem = Stem::of(stem);
        hashes.extend(endings.iter().map(|ending| stem.with(ending)));
    };
    for base in &bases {
        match base.strip_suffix('e').or_else(|| base.strip_suffix('y')) {
            // "opposed" may be of "oppose" and of "oppos", which have most forms in common.
            Some(stem) if base.ends_with('e') => {
                let with_stem = takes_all(stem) && bases.iter().any(|other| other == stem);
                add(stem, if with_stem { AFTER_E_ALONE } else { AFTER_E });
            }
            Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => add(stem, AFTER_Y),
            _ => add(base, AFTER),
        }
        if let Some(last) = doubling(base) {
            add(&format!("{base}{last}"), AFTER_DOUBLED);
        }
        inflection::IRREGULAR.saying(base).for_each(|form| add(form, &["", "'s"]));
    }
    sorted(hashes)
}

/// Whether [`AFTER`] is put to a word as it stands.
fn takes_all(word: &str) -> bool {
    match word.strip_suffix('y') {
        Some(stem) => stem.ends_with(['a', 'e', 'o', 'u']),
        None => !word.ends_with('e'),
    }
}

/// The hashes of the forms of a name, sorted: with `'s`, and those of a country's people.
pub fn name_forms(name: &str) -> Vec<u64> {
    let name = name.strip_suffix("'s").unwrap_or(name);
    let singular = name.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(name);
    let mut stems = vec![name, singular];
    if singular.is_ascii() {
        let shorter = OF_NAMES[1..].iter().filter_map(|ending| singular.strip_suffix(ending));
        stems.extend(shorter.filter(|stem| stem.len() > 2));
    }
    stems.sort_unstable();
    stems.dedup();
    let mut hashes = Vec::with_capacity(3 * OF_NAMES.len() * stems.len());
    let mut form = String::new();
    for stem in stems {
        for ending in OF_NAMES {
            form.clear();
            form.push_str(stem);
            form.push_str(ending);
            let whole = Stem::of(&form);
            hashes.extend(["", "s", "'s"].map(|own| whole.with(own)));
        }
    }
    sorted(hashes)
}

/// The hashes of the forms of a number, sorted: its figure with and without thousands marks, currency and unit, and
/// the word for it. None if the word is no number.
pub fn number_forms(word: &str) -> Option<Vec<u64>> {
    let figure = without_thousands(figure(word)?);
    let mut figures = vec![with_thousands(&figure), figure];
    figures.dedup();
    let mut hashes = Vec::new();
    for figure in &figures {
        for currency in ["", "$", "£", "€"] {
            let amount = [currency, figure].concat();
            let amount = Stem::of(&amount);
            hashes.extend(OF_NUMBERS.map(|unit| amount.with(unit)));
        }
        let named = variants::NUMBERS
            .iter()
            .filter(|(_, known)| known.trim_end_matches(char::is_alphabetic) == figure);
        hashes.extend(named.map(|(name, _)| hash_of(name)));
    }
    Some(sorted(hashes))
}

/// Whether a word is a number.
pub fn is_number(word: &str) -> bool {
    figure(word).is_some()
}

/// The digits of a number, from the first to the last.
fn figure(word: &str) -> Option<&str> {
    let word = get(variants::NUMBERS, word).unwrap_or(word);
    let start = word.find(|c: char| c.is_ascii_digit())?;
    let end = word.rfind(|c: char| c.is_ascii_digit())? + 1;
    if word[..start].chars().any(char::is_alphabetic)
        || word[end..].chars().filter(|c| c.is_alphabetic()).count() > 3
    {
        return None;
    }
    Some(&word[start..end])
}

fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn push(words: &mut Vec<String>, word: String) {
    const MOST: usize = 12;
    if word.len() > 1 && words.len() < MOST && !words.contains(&word) {
        words.push(word);
    }
}

/// A stem without the consonant that its ending doubled: "stopp" is "stop".
fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let [.., before, last] = bytes else { return None };
    (before == last && last.is_ascii_alphabetic() && stem.len() > 3).then(|| &stem[..stem.len() - 1])
}

/// The consonant that a word doubles before an ending: one behind a single vowel.
fn doubling(word: &str) -> Option<char> {
    let [.., before, vowel, last] = word.as_bytes() else { return None };
    let is_vowel = |byte: &u8| b"aeiou".contains(byte);
    (is_vowel(vowel)
        && !is_vowel(before)
        && last.is_ascii_lowercase()
        && !is_vowel(last)
        && !b"hwxy".contains(last))
    .then_some(*last as char)
}

/// What each of the spellings within words has in it.
const INNER: [&[u8]; 6] = [b"is", b"iz", b"or", b"ou", b"ys", b"yz"];
/// What each of the spellings of endings ends with.
const LAST: [char; 5] = ['d', 'e', 'g', 'r', 's'];

/// A word as it is spelt on the other side of the Atlantic.
fn respelt(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(common) = get(variants::SPELLINGS, word) {
        found.extend(variants::SPELLINGS.saying(common).map(str::to_owned));
    }
    if word.len() < 6 || !word.is_ascii() {
        return found;
    }
    // Most words have nothing that is spelt in two ways, and two letters in a row tell.
    let inner = word.as_bytes().windows(2).any(|pair| INNER.contains(&pair));
    for (from, to) in variants::INNER.iter().filter(|_| inner) {
        for (from, to) in [(from, to), (to, from)] {
            if holds(word, from) {
                found.push(word.replace(from, to));
            }
        }
    }
    let ending = word.ends_with(LAST);
    for (from, to) in variants::ENDINGS.iter().filter(|_| ending) {
        for (from, to) in [(from, to), (to, from)] {
            if let Some(stem) = word.strip_suffix(from).filter(|stem| stem.len() > 2) {
                found.push(format!("{stem}{to}"));
            }
        }
    }
    found
}

/// A whole number of four digits or more with a comma before each three.
fn with_thousands(figure: &str) -> String {
    if figure.len() < 4 || !figure.bytes().all(|byte| byte.is_ascii_digit()) {
        return figure.to_owned();
    }
    let mut marked = String::new();
    for (i, digit) in figure.char_indices() {
        if i > 0 && (figure.len() - i).is_multiple_of(3) {
            marked.push(',');
        }
        marked.push(digit);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_has_what_tells_of_it() {
        for spelling in variants::INNER.iter().flat_map(|pair| [pair.0, pair.1]) {
            assert!(
                INNER.iter().any(|own| spelling.as_bytes().windows(2).any(|pair| pair == *own)),
                "{spelling}"
            );
        }
        for spelling in variants::ENDINGS.iter().flat_map(|pair| [pair.0, pair.1]) {
            assert!(spelling.ends_with(LAST), "{spelling}");
        }
    }

    #[test]
    fn what_only_e_has_is_not_put_to_other_words() {
        let alone: Vec<&str> = AFTER_E.iter().filter(|ending| !AFTER.contains(ending)).copied().collect();
        assert_eq!(alone, AFTER_E_ALONE);
    }

    #[test]
    fn a_word_is_found_in_its_other_forms() {
        let table = [
            ("opposes", "opposed oppose opposing opposition", "posed opponent"),
            ("opposition", "oppose opposed", "position"),
            ("stopped", "stop stops stopping", "stoop step"),
            ("carries", "carry carried carrying", "car care"),
            ("organising", "organize organized organisation organization", "organ"),
            ("rose", "rise rises rising risen", "rows"),
            ("wrote", "write writing writes written", "rote"),
            ("agreement", "agree agreed agreements", "greet"),
            ("policy", "policies policy's", "police"),
            ("harbour", "harbor harbours harbour's", "arbor"),
            ("quickly", "quick", "quiz"),
            ("women", "woman", "men"),
            ("travelling", "travel traveled travelled", "trowel"),
            ("création", "création", ""),
        ];
        for (word, same, other) in table {
            let forms = word_forms(bases(&crate::fold::folded(word)));
            let has = |word: &str| forms.binary_search(&hash_of(&crate::fold::folded(word))).is_ok();
            same.split(' ').for_each(|form| assert!(has(form), "{word} / {form}"));
            other.split(' ').for_each(|form| assert!(!has(form), "{word} / {form}"));
        }
    }

    #[test]
    fn a_name_is_found_as_its_people_too() {
        for (name, other) in [
            ("china", "chinese"),
            ("korean", "korea"),
            ("iran", "iranians"),
            ("german", "germany"),
            ("ward", "ward's"),
        ] {
            assert!(name_forms(name).binary_search(&hash_of(other)).is_ok(), "{name} / {other}");
        }
        assert!(name_forms("ward").binary_search(&hash_of("warden")).is_err());
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        let table = [
            ("1.9bn", "1.9 $1.9 $1.9bn", "9 19"),
            ("two", "2 two second 2nd", "3"),
            ("$12,500", "12500 12,500 £12,500", "12.5"),
            ("12500", "12,500", "125"),
            ("40%", "40 40% forty", "4"),
            ("7th", "seventh 7", "70"),
        ];
        for (number, same, other) in table {
            let forms = number_forms(number).unwrap_or_default();
            let has = |word: &str| forms.binary_search(&hash_of(word)).is_ok();
            same.split(' ').for_each(|form| assert!(has(form), "{number} / {form}"));
            other.split(' ').for_each(|form| assert!(!has(form), "{number} / {form}"));
        }
        for word in ["ferry", "g20", "covid", "%", "$", ""] {
            assert_eq!(number_forms(word), None, "{word}");
        }
    }
}
