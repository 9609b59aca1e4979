//! Two written names: whether they may be one person's.
//!
//! Takes names without titles, as two texts write them, and hands on whether they agree, differ, or leave it open. Names conflict
//! only where nothing in them agrees: a surname may stand for a full name, an initial for a given name, and no list has
//! every nickname and every spelling.

use crate::file::Span;
use crate::fold::{folded, owner, words, words_in};
use crate::lexicon::{get, nicknames};

/// What two names say about their bearers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// One name is the other, or a part of it.
    Same,
    /// They may be one person's.
    Open,
    /// They are of two persons.
    Different,
}

/// Compares two names.
pub fn compare(one: &str, other: &str) -> Likeness {
    let (one, other) = (parts(one), parts(other));
    if one.is_empty() || other.is_empty() {
        return Likeness::Open;
    }
    let within = |few: &[String], many: &[String]| few.iter().all(|part| many.contains(part));
    if within(&one, &other) || within(&other, &one) {
        return Likeness::Same;
    }
    let near = one.iter().any(|a| other.iter().any(|b| is_near(a, b)));
    if near || !is_latin(&one) || !is_latin(&other) { Likeness::Open } else { Likeness::Different }
}

/// Whether a name says who is meant by itself: a surname with a given name, or at least an initial.
pub fn is_full(name: &str) -> bool {
    words(name).count() >= 2 && !parts(name).is_empty()
}

/// The folded parts of a name, without initials.
pub fn parts(name: &str) -> Vec<String> {
    let words = words(name).map(|word| folded(&name[word.range()]).into_owned());
    let bare = words.map(|word| owner(&word).map_or(word.clone(), str::to_owned));
    bare.filter(|word| word.chars().count() > 1).collect()
}

/// Whether a word of a text is a capitalised one among these parts of a name.
pub fn is_part(written: &str, name: &[String]) -> bool {
    written.starts_with(char::is_uppercase) && parts(written).iter().any(|part| name.contains(part))
}

/// Whether two parts of names may be one, in another spelling.
fn is_near(one: &str, other: &str) -> bool {
    let longest = one.chars().count().max(other.chars().count());
    let shared = similar::TextDiff::from_chars(one, other).ratio();
    one == other || (longest >= 4 && shared >= 0.7)
}

/// Whether one given name is the other, or a short form of it.
pub fn is_short_form(one: &str, other: &str) -> bool {
    let short = |short: &str, long: &str| {
        get(nicknames::SHORT, short).is_some_and(|names| names.split(' ').any(|name| name == long))
    };
    one == other || short(one, other) || short(other, one)
}

/// Whether a name is written in Latin letters: in another script nothing can be compared.
fn is_latin(parts: &[String]) -> bool {
    parts.iter().all(|part| part.chars().all(|letter| letter < '\u{250}' || !letter.is_alphabetic()))
}

/// The words of a name where it stands, without the ending of a possessive.
pub(super) fn places(text: &str, name: Span) -> Vec<Span> {
    let words = words_in(text, name.range()).map(|word| {
        let written = &text[word.range()];
        Span { start: word.start, end: word.start + owner(written).unwrap_or(written).len() as u32, ..name }
    });
    words.collect()
}

/// A name from its first word to its last.
pub(super) fn whole(places: &[Span]) -> Span {
    let (first, last) = (places[0], places[places.len() - 1]);
    Span { end: last.end, ..first }
}

/// Whether a word stands where any word has a capital.
pub(super) fn opens(text: &str, word: Span) -> bool {
    let before = text[..word.start as usize].trim_end_matches([' ', '\n', '"', '“', '‘', '(']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_conflict_only_where_nothing_agrees() {
        use Likeness::{Different, Open, Same};
        for (one, other, expected) in [
            ("Ann Ward", "Ward", Same),
            ("Ann B. Ward", "A. Ward", Same),
            ("Ward Ann", "Ann Ward", Same),
            ("Zoë Ward", "Zoe Ward", Same),
            ("Ann Ward", "Peter Marsh", Different),
            ("Marsh", "Ann Ward", Different),
            ("Ann Ward", "Peter Ward", Open),
            ("Vasily Orlov", "Vasiliy Orlow", Open),
            ("Ann Ward", "Анна Вард", Open),
            ("", "Ann Ward", Open),
            ("A. W.", "Ann Ward", Open),
        ] {
            assert_eq!(compare(one, other), expected, "{one} and {other}");
            assert_eq!(compare(other, one), expected, "{other} and {one}");
        }
    }

    #[test]
    fn a_full_name_has_two_parts() {
        assert!(is_full("Ann Ward") && is_full("Ann B. Ward") && is_full("A. Ward"));
        assert!(!is_full("Ward") && !is_full("A. W.") && !is_full(""));
    }
}
