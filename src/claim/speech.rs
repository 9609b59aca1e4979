//! Reporting clauses: whether somebody is said to have said a quotation.
//!
//! Takes the text around a quotation and hands on the words that report it. Who is meant by them is not asked here.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use memchr::{memchr2, memchr3};

use crate::fold::{MASK, Word, folded, phrase, words_in};
use crate::lexicon::{List, Lists, abbreviations, has, has_phrase_of, inquit, negation, reporting, stance};

/// The sentence round a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The words that report it: a verb, a phrase or a colon, in bytes of the text.
    pub cue: Option<Range<usize>>,
    /// Whether the sentence denies something outside the quotation ("never said", "ruled out"), or asks.
    pub denies: bool,
    /// Whether nobody is said to have said it ("as if to say").
    pub supposed: bool,
    /// Whether it was said to the writer ("told this newspaper").
    pub firsthand: bool,
}

/// How far before a quotation its clause may begin, and how far behind it may end, in bytes.
const REACH: usize = 400;

/// The frame of a quotation that lies at `quote` (with its marks) in a block, between the quotations before and after.
pub fn frame(text: &str, block: Range<usize>, quote: Range<usize>, ending: Ending) -> Frame {
    let start = text.floor_char_boundary(block.start.max(quote.start.saturating_sub(REACH)));
    let end = text.ceil_char_boundary(block.end.min(quote.end + REACH));
    let before = clause_before(text, start..quote.start);
    let after = clause_after(text, quote.end..end);
    let cue = match ending {
        Ending::Comma => behind(text, after.clone(), 25).or_else(|| ahead(text, before.clone())),
        Ending::Mark => ahead(text, before.clone()).or_else(|| behind(text, after.clone(), 8)),
        Ending::Closed => ahead(text, before.clone()),
    };
    let around = [
        phrase(text, before),
        if ending == Ending::Closed { String::new() } else { phrase(text, after.clone()) },
    ];
    let has = |phrases: &List| around.iter().any(|text| has_phrase_of(phrases, text));
    // Farther off, "as if" belongs to something else.
    let near = around[0].rmatch_indices(' ').nth(6).map_or(0, |(at, _)| at);
    let near = &around[0][near..];
    let denies = around.iter().flat_map(|text| text.split(' ')).any(is_negation);
    Frame {
        cue,
        denies: denies || has(negation::FRAMES) || text[after].contains('?'),
        supposed: has_phrase_of(stance::SUPPOSED, near),
        firsthand: has(stance::FIRSTHAND),
    }
}

/// How a quotation's words end, which tells whether its sentence goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a comma, inside the marks or behind them: its reporting clause follows.
    Comma,
    /// With a question mark, a dash or the like: a clause may follow.
    Mark,
    /// With a full stop or a word: what follows is another sentence, or no reporting clause.
    Closed,
}

/// Whether a folded word denies.
pub fn is_negation(word: &str) -> bool {
    has(negation::WORDS, word) || word.ends_with("n't")
}

/// Whether a stretch of text holds a reporting verb.
pub fn reports(text: &str, range: Range<usize>) -> bool {
    words_in(text, range).any(|word| is_reporting_verb(&word))
}

/// The reporting clauses that stand inside a pair of marks, between commas: « Nous, a-t-il dit, refusons ». French and
/// its neighbours set them so.
pub fn inner_clauses(text: &str, inner: Range<usize>) -> Vec<Range<usize>> {
    const LONGEST: usize = 8;
    let commas: Vec<usize> = text[inner.clone()].match_indices(',').map(|(at, _)| inner.start + at).collect();
    let mut clauses: Vec<Range<usize>> = Vec::new();
    for pair in commas.windows(2) {
        let clause = pair[0]..pair[1] + 1;
        let words: Vec<Cow<str>> =
            words_in(text, clause.clone()).map(|word| folded(&text[word.range()])).collect();
        let verb = words.iter().any(|word| has(inquit::VERBS, word));
        let turned = inquit::PRONOUNS.iter().any(|pronoun| {
            text[clause.clone()].contains(&format!("-{pronoun} "))
                || text[clause.clone()].contains(&format!("-{pronoun},"))
        });
        let fresh = clauses.last().is_none_or(|last| last.end <= clause.start);
        if fresh && words.len() <= LONGEST && verb && (turned || words.len() <= 4) {
            clauses.push(clause);
        }
    }
    clauses
}

fn is_reporting_verb(word: &Word) -> bool {
    Lists::by_hash(word.hash).has(reporting::VERBS)
}

/// The cue in the words before a quotation, the nearest first: a colon, a verb, "according to", "in the words of".
fn ahead(text: &str, clause: Range<usize>) -> Option<Range<usize>> {
    let body =
        text[clause.clone()].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | MASK));
    if body.ends_with([':', '：']) && body.len() > 1 {
        return Some(
            clause.start + body.len() - body.chars().next_back().map_or(0, char::len_utf8)
                ..clause.start + body.len(),
        );
    }
    let words: Vec<_> = words_in(text, clause).collect();
    let near = &words[words.len().saturating_sub(12)..];
    let verb = near.iter().rev().find(|word| is_reporting_verb(word));
    let phrase = || near.windows(2).rev().find(|pair| is_phrase(text, pair[0].range(), pair[1].range()));
    verb.map(|word| word.range()).or_else(|| phrase().map(|pair| pair[0].range().start..pair[1].range().end))
}

/// The cue in the first words behind a quotation.
fn behind(text: &str, clause: Range<usize>, reach: usize) -> Option<Range<usize>> {
    let words: Vec<_> = words_in(text, clause).take(reach).collect();
    let verb = words.iter().find(|word| is_reporting_verb(word));
    let phrase = || words.windows(2).find(|pair| is_phrase(text, pair[0].range(), pair[1].range()));
    verb.map(|word| word.range()).or_else(|| phrase().map(|pair| pair[0].range().start..pair[1].range().end))
}

fn is_phrase(text: &str, first: Range<usize>, second: Range<usize>) -> bool {
    let (one, two) = (folded(&text[first.clone()]), folded(&text[second]));
    let is_pair = |words: &str| {
        words.strip_prefix(&*one).and_then(|rest| rest.strip_prefix(' ')).is_some_and(|rest| rest == two)
    };
    let idiom = || {
        one == "put"
            && phrase(text, text.floor_char_boundary(first.start.saturating_sub(8))..first.start)
                .ends_with(" to ")
    };
    reporting::PHRASES.iter().any(is_pair) && !idiom()
}

/// What of the text before a quotation lies in its sentence.
fn clause_before(text: &str, range: Range<usize>) -> Range<usize> {
    let ends = sentence_ends(text, range.clone());
    ends.last().map_or(range.clone(), |end| end..range.end)
}

/// What of the text behind a quotation lies in its sentence.
fn clause_after(text: &str, range: Range<usize>) -> Range<usize> {
    let end = sentence_ends(text, range.clone()).next();
    range.start..end.unwrap_or(range.end)
}

/// Where sentences end in a range: behind a full stop, a question or an exclamation mark with a space after it, unless
/// the word before it is an abbreviation.
pub fn sentence_ends(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let body = &text[range.clone()];
    let bytes = body.as_bytes();
    // The bytes of these marks, or the first ones of them, stand within no other character. Most texts have none of the latter.
    let eastern = memchr2(0xe3, 0xef, bytes).is_some();
    let mut from = 0;
    let marks = iter::from_fn(move || {
        let found = match eastern {
            true => bytes[from..].iter().position(|byte| matches!(byte, b'.' | b'?' | b'!' | 0xe3 | 0xef)),
            false => memchr3(b'.', b'?', b'!', &bytes[from..]),
        };
        let at = from + found?;
        from = at + 1;
        Some(at)
    });
    marks.filter_map(move |at| {
        let char = body[at..].chars().next()?;
        let next = body[at + char.len_utf8()..].chars().next();
        let ends = match char {
            '。' | '！' | '？' => true,
            '.' | '?' | '!' => {
                let rest = &body[at + 1..];
                let free = next.is_none_or(char::is_whitespace)
                    || rest[note_mark(rest)..].chars().next().is_none_or(char::is_whitespace);
                free && !(char == '.' && is_abbreviation(&body[..at], rest))
            }
            _ => false,
        };
        ends.then_some(range.start + at + char.len_utf8())
    })
}

/// How many bytes of the marks of notes, and of markup, a text begins with: `[^1]`, `[2, 3]`, `¹²`.
pub fn note_mark(text: &str) -> usize {
    const LONGEST: usize = 40;
    let mut at = 0;
    while let Some(char) = text[at..].chars().next() {
        let near = &text[at..text.floor_char_boundary(at + LONGEST)];
        let key = near.strip_prefix('[').and_then(|key| key.split_once(']')).map(|(key, _)| key);
        let number = |key: &str| {
            key.starts_with(|c: char| c.is_ascii_digit())
                && key.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-' | '–'))
        };
        at += match key {
            Some(key) if key.starts_with(['^', '@']) || number(key) => key.len() + 2,
            _ if matches!(char, MASK | '*' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹') => char.len_utf8(),
            _ => break,
        };
    }
    at
}

/// Whether a full stop between these texts belongs to an abbreviation or an initial: "Mr", "B", "p.m", "no" before a number.
pub fn is_abbreviation(before: &str, behind: &str) -> bool {
    let letters = before.bytes().rev().take_while(u8::is_ascii_alphabetic).take(12).count();
    let (head, word) = before.split_at(before.len() - letters);
    let initial = letters == 1 && (head.ends_with('.') || word.starts_with(|c: char| c.is_ascii_uppercase()));
    let word = word.to_ascii_lowercase();
    let numbered = word != "no" || behind.trim_start().starts_with(|c: char| c.is_ascii_digit());
    initial || (numbered && has(abbreviations::WORDS, word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The frame of the one quotation between “ and ” in a text.
    fn frame_of(text: &str) -> Frame {
        let (open, close) = (text.find('“').unwrap_or(0), text.find('”').unwrap_or(text.len()));
        let ending = match text[..close].chars().next_back() {
            Some(',') => Ending::Comma,
            Some('?' | '!' | '—') => Ending::Mark,
            _ => Ending::Closed,
        };
        frame(text, 0..text.len(), open..(close + '”'.len_utf8()).min(text.len()), ending)
    }

    #[test]
    fn the_cue_is_the_nearest_reporting_word() {
        let table = [
            ("Ward said “we wait.”", Some("said")),
            ("Ward said this: “We wait.”", Some(":")),
            ("As Ward put it, “we wait.”", Some("put it")),
            ("“We wait,” Ward told them.", Some("told")),
            ("“We wait,” according to Ward.", Some("according")),
            ("“Why wait?” Ward asked.", Some("asked")),
            ("“We wait.” Ward said more.", None),
            ("Ward said nothing. The sign read “we wait”", None),
            ("Dr. Ward said to J. R. Hill “we wait.”", Some("said")),
            ("The “waiting” goes on.", None),
            ("“”", None),
        ];
        for (text, expected) in table {
            assert_eq!(frame_of(text).cue.map(|cue| &text[cue]), expected, "{text}");
        }
    }

    #[test]
    fn a_frame_tells_what_it_asserts() {
        // Whether it denies, supposes, and was said to the writer.
        let table = [
            ("Ward said “we wait.”", (false, false, false)),
            ("Ward denied that “we wait.”", (true, false, false)),
            ("Ward didn’t write “we wait.”", (true, false, false)),
            ("Ward never said “we wait.”", (true, true, false)),
            ("Did Ward say “we wait”?", (true, false, false)),
            ("It was as if to say “we wait.”", (false, true, false)),
            ("It was as if on that cold grey morning nobody in town knew “we wait.”", (true, false, false)),
            ("“We wait,” Ward told this newspaper.", (false, false, true)),
            ("He never came. Ward said “we wait.”", (false, false, false)),
        ];
        for (text, expected) in table {
            let found = frame_of(text);
            assert_eq!((found.denies, found.supposed, found.firsthand), expected, "{text}");
        }
    }

    #[test]
    fn a_full_stop_of_an_abbreviation_ends_no_sentence() {
        let table = [
            "Dr. Ward came.| She left.|",
            "J. R. Ward came in Sept. 2023.| So?| Yes!|",
            "The U.S. Senate sat.|",
            "It rose 3.5 per cent",
            "It fell.|[^1] It rose.|[2, 3] So.|¹² Yes.|** No.|[@ward] See.[x] It 3.[1]4",
            "待つ。|今",
            "",
        ];
        for expected in table {
            let text = expected.replace('|', "");
            let mut marked = text.clone();
            let ends: Vec<usize> = sentence_ends(&text, 0..text.len()).collect();
            ends.into_iter().rev().for_each(|end| marked.insert(end, '|'));
            assert_eq!(marked, expected);
        }
    }

    #[test]
    fn a_french_clause_stands_inside_the_marks() {
        let table: &[(&str, &[&str])] = &[
            ("Nous, a-t-il dit, refusons", &[", a-t-il dit,"]),
            ("Nous, les autres, refusons", &[]),
            ("Nous refusons", &[]),
        ];
        for (text, expected) in table {
            let found = inner_clauses(text, 0..text.len());
            assert_eq!(
                found.into_iter().map(|clause| &text[clause]).collect::<Vec<_>>(),
                *expected,
                "{text}"
            );
        }
    }
}
