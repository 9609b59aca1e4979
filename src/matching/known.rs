//! Values that the project states itself, held against the statements of a draft.
//!
//! Takes a draft and the facts and hands on the numbers and dates that a fact has otherwise, and those that a fact confirms. A thing
//! and its value are read from a few forms of sentence alone: "the population of Norland is", "Norland's population of", "Norland has a
//! population of", "the bridge is 840 metres long", "the bridge was opened in". In any other words nothing is known to be meant.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Draft;
use crate::claim::fact::{Anchor, Fact as Read, Value, facts_in};
use crate::config::Facts;
use crate::config::facts::{Fact, Stated};
use crate::file::Span;
use crate::fold::{MASK, folded, shortened, words_in};
use crate::lexicon::{List, get, has, negation, statements};

/// What the project knows of a draft's values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known<'a> {
    /// Values that a fact has otherwise, in order.
    pub wrong: Vec<Misvalued<'a>>,
    /// Values that a fact has, too.
    pub right: Vec<Span>,
}

/// A value of the draft that a fact has otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Misvalued<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// The value of the fact that is of the draft's kind.
    pub right: &'a Stated,
    /// The draft's value.
    pub own: Span,
    /// What it says.
    pub value: Value,
}

/// A fact's thing: what is said of it, and whose that is. "Population of Norland".
struct Thing<'a> {
    fact: &'a Fact,
    /// "population"
    aspect: Vec<String>,
    /// "norland"; empty where the fact names nobody.
    owner: Vec<String>,
}

/// A word of a sentence.
struct Word<'a> {
    /// Its folded letters, without the ending of a possessive.
    letters: Cow<'a, str>,
    owner: bool,
    range: Range<usize>,
}

/// At most so many words link a thing with its value.
const LINKS: usize = 6;
/// What is longer is no sentence that states a value, and is not read.
const WORDS: usize = 200;

/// What a stated value may mean: a year by itself is a number as well.
pub fn readings(text: &str) -> Vec<Value> {
    let read = |text: &str| {
        let mut facts = facts_in(text, 0..text.len());
        let alone = facts.len() == 1;
        facts.pop().filter(|_| alone).map(|fact| fact.value)
    };
    let dated = read(&format!("in {text}")).filter(|value| matches!(value, Value::Date(_)));
    let own = read(text);
    let dated = dated.filter(|dated| own.as_ref() != Some(dated));
    own.into_iter().chain(dated).collect()
}

/// Holds the project's values against what a draft states.
pub fn known<'a>(draft: &Draft, facts: &'a Facts) -> Known<'a> {
    let mut known = Known::default();
    let things: Vec<Thing> = facts.values.values().map(thing).collect();
    let mut by_word: FxHashMap<&str, Vec<&Thing>> = FxHashMap::default();
    for thing in &things {
        let mut firsts = [thing.aspect.first(), thing.owner.first()].map(|word| word.map(String::as_str));
        if firsts[0] == firsts[1] {
            firsts[1] = None;
        }
        firsts.into_iter().flatten().for_each(|first| by_word.entry(first).or_default().push(thing));
    }
    if things.is_empty() {
        return known;
    }
    for own in &draft.claims.own {
        let first = draft.claims.sentences.partition_point(|one| one.span.end <= own.start);
        for sentence in draft.claims.sentences[first..].iter().take_while(|one| one.span.start < own.end) {
            let range = own.start.max(sentence.span.start) as usize..own.end.min(sentence.span.end) as usize;
            let words = read_words(draft.text, range.clone());
            let things = words.iter().enumerate().flat_map(|(at, word)| {
                by_word.get(&*word.letters).into_iter().flatten().map(move |thing| (at, *thing))
            });
            let mut things = things.peekable();
            let long = || words_in(draft.text, sentence.span.range()).nth(WORDS).is_some();
            if things.peek().is_none() || long() {
                continue;
            }
            let stated = facts_in(draft.text, range.clone());
            let whole = read_words(draft.text, sentence.span.range());
            let said = Said { text: draft.text, words: &words, stated: &stated, whole: &whole };
            for (at, thing) in things {
                if let Some(fact) = said.value(thing, at).filter(|fact| said.is_sure(fact)) {
                    judge(thing, fact, *own, &mut known);
                }
            }
        }
    }
    known.wrong.sort_by_key(|one| one.own.start);
    known.wrong.dedup_by_key(|one| one.own.start);
    known
}

/// A fact's thing, in words.
fn thing(fact: &Fact) -> Thing<'_> {
    let text = &fact.subject.text;
    let article = |word: &Word| matches!(&*word.letters, "a" | "an" | "the");
    let mut words = read_words(text, 0..text.len());
    words.retain(|word| !article(word));
    let letters = |words: &[Word]| words.iter().map(|word| word.letters.to_string()).collect();
    let of = words.iter().position(|word| word.letters == "of");
    let owner = words.iter().position(|word| word.owner);
    let (aspect, owner) = match (of, owner) {
        (Some(of), _) => (letters(&words[..of]), letters(&words[of + 1..])),
        (None, Some(owner)) => (letters(&words[owner + 1..]), letters(&words[..=owner])),
        (None, None) => (letters(&words), Vec::new()),
    };
    Thing { fact, aspect, owner }
}

fn read_words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let words = words_in(text, range).map(|word| {
        let mut letters = folded(&text[word.range()]);
        let owner = letters.ends_with("'s");
        if owner {
            let length = letters.len() - 2;
            letters = shortened(letters, length);
        }
        Word { letters, owner, range: word.range() }
    });
    words.collect()
}

/// Holds a statement against its fact.
fn judge<'a>(thing: &Thing<'a>, stated: &Read, own: Span, known: &mut Known<'a>) {
    let span = Span { start: stated.range.start as u32, end: stated.range.end as u32, ..own };
    let values = thing.fact.values.iter();
    let alike: Vec<(&Stated, bool)> = values
        .flat_map(|value| readings(&value.text).into_iter().map(move |reading| (value, reading)))
        .filter_map(|(value, reading)| Some((value, agrees(&reading, &stated.value)?)))
        .collect();
    if alike.iter().any(|(_, agrees)| *agrees) {
        known.right.push(span);
    } else if let Some(&(right, _)) = alike.first() {
        known.wrong.push(Misvalued { fact: thing.fact, right, own: span, value: stated.value.clone() });
    }
}

/// Whether two values may be one; nothing where they are of two kinds.
fn agrees(fact: &Value, own: &Value) -> Option<bool> {
    match (fact, own) {
        (Value::Number(fact), Value::Number(own)) => own.is_like(fact).then(|| own.agrees(fact)),
        (Value::Date(fact), Value::Date(own)) => {
            let plain = !own.is_open() && own.anchor == Anchor::At;
            plain.then(|| own.agrees(fact))
        }
        _ => None,
    }
}

/// A part of a sentence in the writer's own words, and the whole of it.
struct Said<'t> {
    text: &'t str,
    words: &'t [Word<'t>],
    stated: &'t [Read],
    whole: &'t [Word<'t>],
}

impl Said<'_> {
    /// The value that is stated of a thing, of which a word stands here.
    fn value(&self, thing: &Thing, at: usize) -> Option<&Read> {
        let Thing { aspect, owner, .. } = thing;
        if self.stands(aspect, at) && self.opens(at) {
            let end = self.phrase(thing, at)?;
            return self.linked(end).or_else(|| self.dated(end));
        }
        if owner.is_empty() || !self.stands(owner, at) {
            return None;
        }
        let alike = aspect.last().and_then(|noun| get(statements::ASPECTS, noun)).unwrap_or_default();
        if let Some(fact) = self.led(alike, at) {
            return Some(fact);
        }
        let end = at + owner.len();
        if !self.opens(at) {
            return None;
        }
        if self.words[end - 1].owner {
            // "Norland's population"
            let behind = self.stands(aspect, end).then_some(end + aspect.len())?;
            return (!self.words[behind - 1].owner)
                .then(|| self.linked(behind).or_else(|| self.dated(behind)))?;
        }
        self.had(aspect, end).or_else(|| self.measured(alike, end)).or_else(|| self.happened(alike, end))
    }

    /// Whether words stand at a place, with nothing but spaces between them.
    fn stands(&self, words: &[String], at: usize) -> bool {
        let Some(here) = self.words.get(at..at + words.len()) else { return false };
        let same = here.iter().zip(words).all(|(word, own)| word.letters == *own);
        let inner = here.len().saturating_sub(1);
        same && !here.is_empty()
            && !here[..inner].iter().any(|word| word.owner)
            && self.run(at..at + words.len())
    }

    /// Whether some words are one phrase.
    fn run(&self, words: Range<usize>) -> bool {
        self.words[words].windows(2).all(|pair| {
            let gap = &self.text[pair[0].range.end..pair[1].range.start];
            gap.chars().all(|c| c.is_whitespace() || matches!(c, MASK | '-'))
        })
    }

    /// Whether what begins at a word is no part of something else: "northern Norland", "the capital of Norland".
    fn opens(&self, at: usize) -> bool {
        let article = |at: usize| matches!(&*self.words[at].letters, "a" | "an" | "the");
        let at = if at > 0 && article(at - 1) && self.run(at - 1..at + 1) { at - 1 } else { at };
        let Some(before) = at.checked_sub(1) else { return true };
        !self.run(before..at + 1) || has(statements::BEFORE, &self.words[before].letters)
    }

    /// Where "population of Norland" ends, which begins at a word.
    fn phrase(&self, Thing { aspect, owner, .. }: &Thing, at: usize) -> Option<usize> {
        let mut end = at + aspect.len();
        if !owner.is_empty() {
            let of = self.words.get(end).is_some_and(|word| word.letters == "of");
            let article = self.words.get(end + 1).is_some_and(|word| word.letters == "the");
            let from = end + 1 + usize::from(article);
            end = (of && self.stands(owner, from) && self.run(at..from + 1)).then_some(from + owner.len())?;
        }
        (!self.words[end - 1].owner).then_some(end)
    }

    /// The first value behind a place, with the number of the word that it begins at.
    fn first(&self, from: usize) -> Option<(&Read, usize)> {
        let start = self.words.get(from)?.range.start;
        let fact = self.stated.iter().find(|fact| fact.range.start >= start)?;
        Some((fact, self.words.partition_point(|word| word.range.start < fact.range.start)))
    }

    /// A number behind a place, with nothing but links between.
    fn linked(&self, from: usize) -> Option<&Read> {
        let (fact, at) = self.first(from)?;
        let number = matches!(fact.value, Value::Number(_));
        (number && self.links(from..at, statements::LINKS)).then_some(fact)
    }

    /// A date behind a place, likewise.
    fn dated(&self, from: usize) -> Option<&Read> {
        let (fact, at) = self.first(from)?;
        let date = matches!(fact.value, Value::Date(_));
        (date && self.links(from..at, statements::DATED)).then_some(fact)
    }

    /// Whether some words, and the marks round them, do nothing but link.
    fn links(&self, words: Range<usize>, list: &List) -> bool {
        let end = self.words.get(words.end).map_or(self.text.len(), |word| word.range.start);
        let start = self.words[words.start - 1].range.end;
        let gaps: String = words
            .clone()
            .map(|at| &self.text[self.words[at - 1].range.end..self.words[at].range.start])
            .collect();
        let last = &self.text[self.words[words.end - 1].range.end.max(start)..end];
        let mark = |c: char| c.is_whitespace() || matches!(c, MASK | ',' | ':' | '(' | '–' | '—');
        words.len() <= LINKS
            && self.words[words].iter().all(|word| !word.owner && has(list, &word.letters))
            && gaps.chars().chain(last.chars()).all(|c| mark(c) || !c.is_alphanumeric() && "$€£¥".contains(c))
    }

    /// "Norland has a population of", behind whose name the words go on.
    fn had(&self, aspect: &[String], end: usize) -> Option<&Read> {
        let noun = (end..self.words.len().min(end + 4)).find(|&at| self.stands(aspect, at))?;
        let having = &self.words[end..noun];
        let verb = having.iter().any(|word| !matches!(&*word.letters, "a" | "which"));
        let plain = having.iter().all(|word| has(statements::HAVING, &word.letters));
        let comma = self.text[self.words[end - 1].range.end..self.words[noun].range.start].contains(',');
        let relative = having.iter().any(|word| matches!(&*word.letters, "which" | "with"));
        (verb && plain && (!comma || relative)).then(|| self.linked(noun + aspect.len()))?
    }

    /// "The 840-metre-long bridge", whose name stands at a place.
    fn led(&self, alike: &str, at: usize) -> Option<&Read> {
        let number = |fact: &&Read| matches!(fact.value, Value::Number(_));
        let led = self.stated.iter().filter(number).find(|fact| self.behind(fact) + 1 == at)?;
        (self.is_alike(alike, at - 1) && self.run(self.behind(led) - 1..at + 1)).then_some(led)
    }

    /// "The bridge is 840 metres long", behind whose name the words go on.
    fn measured(&self, alike: &str, end: usize) -> Option<&Read> {
        let fact = self.linked(end)?;
        let behind = self.behind(fact);
        (self.is_alike(alike, behind) && self.run(behind - 1..behind + 1)).then_some(fact)
    }

    /// The number of the word behind a value.
    fn behind(&self, fact: &Read) -> usize {
        self.words.partition_point(|word| word.range.start < fact.range.end)
    }

    /// Whether a word says the same as an aspect.
    fn is_alike(&self, alike: &str, at: usize) -> bool {
        let word = self.words.get(at);
        word.is_some_and(|word| alike.split(", ").any(|alike| alike == word.letters))
    }

    /// "The bridge was opened in 1921."
    fn happened(&self, alike: &str, end: usize) -> Option<&Read> {
        let near = end..self.words.len().min(end + LINKS);
        let verb = near.clone().find(|&at| alike.split(", ").any(|alike| alike == self.words[at].letters))?;
        (self.links(end..verb, statements::DATED)).then(|| self.dated(verb + 1))?
    }

    /// Whether the sentence states a value as it is, of now or, for a date, at all.
    fn is_sure(&self, fact: &Read) -> bool {
        let date = matches!(fact.value, Value::Date(_));
        let others = if date { statements::UNSURE } else { statements::OTHERWISE };
        let inside = |word: &&Word| word.range.start < fact.range.end && fact.range.start < word.range.end;
        let open = self
            .whole
            .iter()
            .filter(|word| !inside(word))
            .any(|word| has(others, &word.letters) || has(negation::WORDS, &word.letters));
        let other_date = !date && self.stated.iter().any(|other| matches!(other.value, Value::Date(_)));
        let next = self.words.get(self.behind(fact));
        let relative = next.is_some_and(|next| has(statements::RELATIVE, &next.letters));
        // "In 1921 or 1924", "from 5 to 7 metres".
        let joins = |word: &Word| matches!(&*word.letters, "and" | "or" | "to");
        let other = self
            .words
            .get(self.behind(fact) + 1)
            .is_some_and(|other| self.stated.iter().any(|stated| stated.range.start == other.range.start));
        let relative = relative || (other && next.is_some_and(joins));
        let end = self.whole.last().map_or(0, |word| word.range.end);
        let asked = self.text[end..].trim_start_matches([MASK, '”', '"', ')']).starts_with('?');
        !open && !other_date && !relative && !asked
    }
}

#[cfg(test)]
mod tests;
