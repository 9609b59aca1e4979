//! Whom a text names beside a speaker, so that either may be said to have said it: who speaks for another one, writes with
//! him or goes by another name, who signs the text, who agrees.
//!
//! Takes names and places of a source or a draft and hands on whether they acquit. Nothing here accuses anybody.

use std::ops::Range;

use super::name::{is_part, parts};
use crate::claim::speech::{is_negation, sentence_ends};
use crate::claim::{Reported, Speaker};
use crate::corpus::Document;
use crate::corpus::alike::Alike;
use crate::file::Span;
use crate::fold::{folded, words_in};
use crate::lexicon::{has, speaking, stance};

/// How far a sentence is followed on either side of a place, in bytes.
const REACH: usize = 300;
/// How many words may stand between a name and what ties it to a speaker: titles, a given name.
const BETWEEN: usize = 3;
/// How many lines a text's head has in which its author signs.
const HEAD: usize = 12;

/// Whether the sentence that names a speaker ties another name to him: "a spokeswoman for Peter Marsh", "Marsh's lawyer,
/// Ann Ward," "Ann Ward wrote with Peter Marsh", "Samuel Hill, who writes as Peter Marsh".
pub fn is_tied(name: &str, speaker: &Speaker, document: &Document) -> bool {
    let text = document.text();
    let sentence = sentence(text, speaker.span.range());
    let quotes = &document.said().quotes;
    let first = quotes.partition_point(|quote| (quote.span.end as usize) <= sentence.start);
    let quotes: Vec<_> =
        quotes[first..].iter().take_while(|quote| (quote.span.start as usize) < sentence.end).collect();
    let is_quoted = |word: &Range<usize>| {
        let mut parts = quotes.iter().flat_map(|quote| &quote.parts);
        parts.any(|part| (part.start as usize) < word.end && word.start < part.end as usize)
    };
    let own = parts(name);
    let words: Vec<Range<usize>> =
        words_in(text, sentence).map(|word| word.range()).filter(|word| !is_quoted(word)).collect();
    words.iter().enumerate().any(|(at, word)| {
        let written = &text[word.clone()];
        let named = is_part(written, &own);
        let within = speaker.span.start as usize <= word.start && word.end < speaker.span.end as usize;
        let owner = folded(written).ends_with("'s") || text[word.end..].starts_with(['’', '\'']);
        let leads = |next: &Range<usize>| next.start == speaker.span.start as usize;
        let owns = owner && (within || words[at + 1..].iter().take(2 * BETWEEN).any(leads));
        let before = words[..at].iter().rev().take(BETWEEN);
        let tie = before
            .map(|word| &text[word.clone()])
            .find(|written| !written.starts_with(char::is_uppercase))
            .is_some_and(|written| !within && has(speaking::TIES, &folded(written)));
        named && (owns || tie)
    })
}

/// Whether somebody signs a text at its head: "By Ann Ward".
pub fn is_byline(name: &str, document: &Document) -> bool {
    let own = parts(name);
    let head = document.text().lines().filter(|line| !line.trim().is_empty()).take(HEAD);
    let mut signed = head.filter_map(|line| {
        let line = line.trim().trim_matches(|c: char| !c.is_alphanumeric());
        line.strip_prefix("By ").or_else(|| line.strip_prefix("BY "))
    });
    signed.any(|line| {
        let signed = parts(line);
        !own.is_empty() && signed.len() <= 8 && own.iter().all(|part| signed.contains(part))
    })
}

/// Whether somebody agrees in the sentence behind a passage: "Ward said the same."
pub fn agrees_behind(name: &str, passage: &Alike, document: &Document) -> bool {
    let text = document.text();
    let from = passage.span.end as usize;
    let to = text.ceil_char_boundary(text.len().min(from + REACH));
    let is_next = |&end: &usize| words_in(text, from..end).nth(1).is_some();
    let next = sentence_ends(text, from..to).find(is_next).unwrap_or(to);
    let own = parts(name);
    let (mut named, mut agrees, mut denies) = (false, false, false);
    for word in words_in(text, from..next).map(|word| &text[word.range()]) {
        let letters = folded(word);
        named |= is_part(word, &own);
        agrees |= has(stance::AGREEING, &letters);
        denies |= is_negation(&letters);
    }
    named && agrees && !denies
}

/// Whether a draft names the source's speaker in the very sentence: "disputed that the ferry was late, as Ward had said".
pub fn is_acknowledged(name: &str, reported: &Reported, text: &str) -> bool {
    let own = parts(name);
    let sentence = sentence(text, reported.span.range());
    let speaker = reported.speaker.span;
    let mut others =
        words_in(text, sentence).filter(|word| word.end <= speaker.start || speaker.end <= word.start);
    others.any(|word| is_part(&text[word.range()], &own))
}

/// Whether the words that report make what is reported the speaker's own assertion: whoever disputes or mocks a thing does
/// not say it.
pub fn asserts(text: &str, cue: Span) -> bool {
    words_in(text, cue.range()).any(|word| has(speaking::ASSERTING, &folded(&text[word.range()])))
}

/// Whether the words that report only pass on what somebody else wrote or said: "read aloud", "quoted".
pub fn passes_on(text: &str, cue: Span) -> bool {
    words_in(text, cue.range()).any(|word| has(speaking::RELAYING, &folded(&text[word.range()])))
}

/// The sentence round a place, as far as it is near.
fn sentence(text: &str, place: Range<usize>) -> Range<usize> {
    let from = text.floor_char_boundary(place.start.saturating_sub(REACH));
    let to = text.ceil_char_boundary(text.len().min(place.end + REACH));
    let paragraph = text[from..place.start].rfind("\n\n").map_or(from, |at| from + at);
    let start = sentence_ends(text, paragraph..place.start).last().unwrap_or(paragraph);
    let paragraph = text[place.end..to].find("\n\n").map_or(to, |at| place.end + at);
    start..sentence_ends(text, place.end..paragraph).next().unwrap_or(paragraph)
}
