//! Marks that quote nobody: titles, terms and names; and the notes in brackets that say what was done to a quotation.
//!
//! Takes a text and a quotation in it and answers from words as data.

use std::borrow::Cow;
use std::ops::Range;

use super::quote::{Kind, Licence, Quote};
use crate::fold::{MASK, Word, folded, phrase, words_in};
use crate::lexicon::{List, Lists, has, licences, mentions};

/// Marked spans shorter than this, in words, are a name or a term unless somebody is said to have said them.
const SHORT: usize = 5;

/// Whether a marked span looks like a name, a title or a term.
pub fn is_mention(text: &str, quote: &Quote) -> bool {
    if quote.kind == Kind::Block {
        return false;
    }
    let words: Vec<&str> =
        quote.parts.iter().flat_map(|part| words_in(text, part.range())).map(|w| &text[w.range()]).collect();
    let titled = is_title(&words);
    words.len() < SHORT || titled || introduces(text, quote.span.start as usize, titled)
}

/// Whether the last part of a quotation is a title by its capitals.
pub fn is_titled(text: &str, quote: &Quote) -> bool {
    let words = quote
        .parts
        .last()
        .map(|part| words_in(text, part.range()).map(|word| &text[word.range()]).collect::<Vec<_>>());
    words.is_some_and(|words| words.len() > 1 && is_title(&words))
}

/// Whether every longer word begins with a capital.
pub(super) fn is_title(words: &[&str]) -> bool {
    let minor = |word: &&str| has(mentions::MINOR, &folded(word));
    let mut major =
        words.iter().filter(|word| !minor(word) && word.starts_with(char::is_alphabetic)).peekable();
    major.peek().is_some() && words.len() <= 16 && major.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether the words just before a mark introduce a name: "so-called", "titled", "the concept of".
fn introduces(text: &str, mark: usize, titled: bool) -> bool {
    let start = text.floor_char_boundary(mark.saturating_sub(60));
    let before = &text[start..mark];
    if before.trim_end().ends_with([':', '.', ';']) {
        return false;
    }
    let words: Vec<Cow<str>> = words_in(text, start..mark).map(|word| folded(&text[word.range()])).collect();
    let Some(last) = words.last() else { return false };
    if before.trim_end().ends_with(',') {
        return titled && has(mentions::WORKS, last);
    }
    let pair = words.len().checked_sub(2).map(|second| format!("{} {last}", words[second]));
    has(mentions::WORDS, last) || pair.is_some_and(|pair| has(mentions::PHRASES, &pair))
}

/// What a note in brackets behind a quotation permits, or one in the sentence before it: "(my translation)", "in
/// Chinese". The ranges are the text before the opening mark and that behind the closing one.
pub fn licence(text: &str, before: Range<usize>, behind: Range<usize>) -> Licence {
    const NEAR: usize = 120;
    let start = text.ceil_char_boundary(before.start.max(before.end.saturating_sub(NEAR)));
    let end = text.floor_char_boundary(behind.end.min(behind.start + NEAR)).max(behind.start);
    let sentence = text[start..before.end].rfind(". ").map_or(start, |stop| start + stop);
    let near = &text[behind.start..end];
    let note = near.find(['(', '[']).filter(|&open| open < 40).map(|open| {
        let close = near[open..].find([')', ']']).map_or(near.len(), |close| open + close);
        phrase(text, behind.start + open..behind.start + close)
    });
    let has =
        |phrases: &List| phrases.iter().any(|phrase| note.as_ref().is_some_and(|note| note.contains(phrase)));
    let foreign = names_language(text, sentence..before.end) || names_language(text, behind.start..end);
    let bracket = text[..before.end].trim_end_matches([' ', ':', ',']).ends_with([')', ']']);
    let translated = bracket && {
        let ahead = phrase(text, sentence..before.end);
        licences::TRANSLATION.iter().any(|phrase| ahead.ends_with(&format!(" {phrase} ")))
    };
    if foreign || translated || has(licences::TRANSLATION) {
        Licence::Translation
    } else if has(licences::CLEANED) {
        Licence::Cleaned
    } else {
        Licence::None
    }
}

/// Whether a stretch of text says in which language something was said: "in Chinese, ", "in French that". In "in Latin
/// America" the language belongs to what follows it.
fn names_language(text: &str, range: Range<usize>) -> bool {
    // Few words are languages, and one look-up by its hash tells of each.
    let is_language = |word: &Word| Lists::by_hash(word.hash).has(licences::LANGUAGES);
    if !words_in(text, range.clone()).any(|word| is_language(&word)) {
        return false;
    }
    let words: Vec<Word> = words_in(text, range.clone()).collect();
    let letters = |i: usize| words.get(i).map(|word| folded(&text[word.range()])).unwrap_or_default();
    (1..words.len()).any(|i| {
        if !is_language(&words[i]) || letters(i - 1) != "in" {
            return false;
        }
        let rest = text[words[i].end as usize..range.end]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | MASK));
        let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        ends || matches!(&*letters(i + 1), "as" | "at" | "on" | "that" | "to" | "when")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::file::{File, FileId, Format};

    /// The first quotation of a text.
    fn quote(text: &str) -> Quote {
        let file = File::new(FileId(0), "a.txt".into(), "UTF-8", Format::Plain, text.into());
        crate::claim::said(&file, &blocks(&file)).quotes.remove(0)
    }

    #[test]
    fn titles_terms_and_names_are_mentions() {
        let table = [
            ("She wrote “A Short History of the Water Wheel” then.", true),
            ("She said “we shall not wait for the rain.”", false),
            ("This is “the water”.", true),
            ("It is the so-called “water that runs up the hill” here.", true),
            ("It rests on the concept of “water that runs up the hill” here.", true),
            ("She read the poem “water that runs up the hill” here.", true),
            ("She read this poem: “Water that runs up the hill.”", false),
            ("She read the poem, “water that runs up the hill,” here.", false),
            ("She gave a talk, “Water That Runs Up the Hill,” here.", true),
            ("“Water that runs up the hill,” she said.", false),
            ("She counted “12 34 56 78 90” here.", false),
        ];
        for (text, expected) in table {
            assert_eq!(is_mention(text, &quote(text)), expected, "{text}");
        }
    }

    #[test]
    fn capitals_make_a_title() {
        let table = [
            ("a “Short History of Water” b", true),
            ("a “short History of Water” b", false),
            ("a “Water” b", false),
            ("a “of the” b", false),
        ];
        for (text, expected) in table {
            assert_eq!(is_titled(text, &quote(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_note_in_brackets_is_a_licence() {
        let table = [
            ("She said “we wait” (my translation).", Licence::Translation),
            ("She said “we wait” [citations omitted].", Licence::Cleaned),
            ("She said “we wait” (emphasis added).", Licence::None),
            ("She said in Chinese: “we wait”.", Licence::Translation),
            ("She fought in Latin America: “we wait”.", Licence::None),
            ("She said (my translation): “we wait”.", Licence::Translation),
            ("She spoke in Chinese. Then she said “we wait”.", Licence::None),
            (
                "She said “we wait”, and much later that day the others left too (my translation).",
                Licence::None,
            ),
            ("“we wait” (", Licence::None),
        ];
        for (text, expected) in table {
            let (open, close) = (text.find('“').unwrap_or(0), text.find('”').unwrap_or(0) + '”'.len_utf8());
            assert_eq!(licence(text, 0..open, close..text.len()), expected, "{text}");
        }
    }
}
