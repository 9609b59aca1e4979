//! What differs between a quotation and its passage, in words and with a name for each kind of difference.
//!
//! Takes an alignment and hands on its edits; `judge` makes a verdict of them.

use std::ops::Range;

use similar::TextDiff;

use super::align::{Alignment, Step};
use super::passage::Passage;
use super::variant::{begin_alike, contracts};
use crate::claim::speech::is_negation;
use crate::claim::wording::{Group, Wording};
use crate::lexicon::{get, has, negation, variants};

/// What kind of difference an edit is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// A negation is added, dropped or replaced.
    Negation,
    /// Another number.
    Number,
    /// Another name.
    Name,
    /// The marks take in the source's own narration.
    Overrun,
    /// Other words.
    Replaced,
    /// Words that the source has not.
    Inserted,
    /// Words of the source that are left out.
    Omitted,
    /// Another form of the same word.
    Inflected,
    /// The same words in another order.
    Reordered,
    /// The source's own editorial brackets are gone.
    Brackets,
    /// A question or an exclamation made of a statement.
    Asked,
}

/// One difference, in words of the quotation and of the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub kind: EditKind,
    /// The quotation's words; empty where some are left out before the first of the range.
    pub own: Range<usize>,
    /// The passage's words; empty where some are put in.
    pub source: Range<usize>,
}

impl Difference {
    /// Whether it only leaves words out.
    pub fn omits(&self) -> bool {
        self.own.is_empty() && !self.source.is_empty()
    }

    /// How many words it changes; left-out words count up to three.
    pub fn weight(&self) -> usize {
        match self.kind {
            EditKind::Overrun | EditKind::Brackets | EditKind::Asked => 0,
            _ => self.own.len().max(self.source.len().min(3)),
        }
    }
}

/// The differences that an alignment leaves, in the order of the quotation. `cleaned`: the draft says that brackets were
/// taken out.
pub fn differences(
    quote: &Wording,
    passage: &Passage,
    alignment: &Alignment,
    cleaned: bool,
) -> Vec<Difference> {
    let mut found = runs(quote, passage, alignment);
    found.extend(bracketed(quote, passage, alignment));
    found.extend(overrun(quote, passage, alignment));
    found.extend(asked(quote, passage, alignment));
    if cleaned {
        // Citations are numbers and names; they may go where the draft says that they went.
        found.retain(|one| {
            !(one.omits()
                && passage.text[passage.wording.range(one.source.clone())]
                    .contains(|c: char| c.is_ascii_digit()))
        });
    } else {
        found.extend(unbracketed(quote, passage, alignment));
    }
    found.sort_by_key(|difference| (difference.own.start, difference.source.start));
    found
}

/// So many words at an end of the quotation that differ are words added to it.
const TAIL: usize = 4;

/// Runs of words that differ. Two runs with a word or two between them are one if together they only change the order.
fn runs(quote: &Wording, passage: &Passage, alignment: &Alignment) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    let mut running = false;
    let mut column = 0;
    for step in &alignment.steps {
        let (own, source) = match step {
            Step::Substituted(i, j) => (*i..i + 1, *j..j + 1),
            Step::Inserted(i) => (*i..i + 1, column..column),
            Step::Omitted(i, words) => (*i..*i, words.clone()),
            Step::Same(_, j) | Step::Variant(_, j) => {
                (column, running) = (j + 1, false);
                continue;
            }
            Step::Regrouped(_, words)
            | Step::Bracketed(_, words)
            | Step::Elided(_, words)
            | Step::Skipped(_, words) => {
                (column, running) = (words.end, false);
                continue;
            }
        };
        column = source.end;
        match found.last_mut().filter(|_| running) {
            Some(last) => {
                last.own.end = own.end;
                last.source.end = source.end;
            }
            None => found.push(Difference { kind: EditKind::Replaced, own, source }),
        }
        running = true;
    }
    let mut merged: Vec<Difference> = Vec::new();
    for next in found {
        if let Some(last) = merged.last_mut() {
            let both = Difference {
                own: last.own.start..next.own.end,
                source: last.source.start..next.source.end,
                ..next
            };
            let near = next.own.start - last.own.end <= 3 && next.source.start - last.source.end <= 3;
            if near && reordered(quote, passage, &both) {
                *last = both;
                continue;
            }
        }
        merged.push(next);
    }
    for difference in &mut merged {
        if !difference.own.is_empty()
            && !difference.source.is_empty()
            && has_no_counterpart(quote, passage, difference)
        {
            difference.source.end = difference.source.start;
        }
        difference.kind = kind(quote, passage, difference);
    }
    merged
}

/// Whether the words that differ stand at an end of the quotation and what the passage has beside it belongs to another
/// sentence or to nobody, or is no match for so many words that were added.
fn has_no_counterpart(quote: &Wording, passage: &Passage, difference: &Difference) -> bool {
    let tokens = &passage.wording.tokens;
    let text = |from: usize, to: usize| &passage.text[tokens[from].end as usize..tokens[to].start as usize];
    let parts = |between: &str| between.contains(['.', '!', '?', '"', '“', '”', '«', '»', '\n']);
    let (first, end) = (difference.source.start, difference.source.end);
    if difference.own.start == 0 {
        difference.own.len() >= TAIL || (end < tokens.len() && (first..end).any(|j| parts(text(j, j + 1))))
    } else if difference.own.end == quote.len() {
        difference.own.len() >= TAIL || (first > 0 && (first..end).any(|j| parts(text(j - 1, j))))
    } else {
        false
    }
}

fn reordered(quote: &Wording, passage: &Passage, difference: &Difference) -> bool {
    let mut own: Vec<u64> = difference.own.clone().map(|i| quote.tokens[i].hash).collect();
    let mut other: Vec<u64> = difference.source.clone().map(|j| passage.wording.tokens[j].hash).collect();
    own.sort_unstable();
    other.sort_unstable();
    own.len() > 1 && own == other
}

fn kind(quote: &Wording, passage: &Passage, difference: &Difference) -> EditKind {
    let own: Vec<&str> = difference.own.clone().map(|i| quote.letters(i)).collect();
    let other: Vec<&str> = difference.source.clone().map(|j| passage.wording.letters(j)).collect();
    let numbers = |words: &[&str]| {
        words.iter().filter(|word| is_number(word)).map(|&word| word.to_owned()).collect::<Vec<_>>()
    };
    if reordered(quote, passage, difference) {
        EditKind::Reordered
    } else if negations(&own) != negations(&other)
        && !(difference.omits() && is_whole(passage, &difference.source))
    {
        EditKind::Negation
    } else if numbers(&own) != numbers(&other) {
        EditKind::Number
    } else if difference.omits() {
        EditKind::Omitted
    } else if is_name(quote, passage, difference) {
        EditKind::Name
    } else if other.is_empty() {
        EditKind::Inserted
    } else if let ([own], [other]) = (&own[..], &other[..])
        && begin_alike(own, other)
        && TextDiff::from_chars(*own, *other).ratio() > 0.6
    {
        EditKind::Inflected
    } else if match (&own[..], &other[..]) {
        ([word], [_, _]) => contracts(word, &passage.wording, difference.source.start),
        ([_, _], [word]) => contracts(word, quote, difference.own.start),
        _ => false,
    } {
        EditKind::Inflected
    } else {
        EditKind::Replaced
    }
}

/// Whether words of the source are just what one pair of its round brackets holds, or run over the end of a sentence: a
/// negation in them reaches no further.
fn is_whole(passage: &Passage, words: &Range<usize>) -> bool {
    let tokens = &passage.wording.tokens;
    let groups = &passage.wording.groups;
    let bracketed = |group: &Group| {
        group.whole && group.tokens.start as usize == words.start && group.tokens.end as usize == words.end
    };
    let before = words.start.checked_sub(1).map_or(0, |before| tokens[before].end as usize);
    let after = tokens.get(words.end).map_or(passage.text.len(), |after| after.start as usize);
    groups.iter().any(bracketed) || passage.text[before..after].contains(['.', '!', '?'])
}

fn negations(words: &[&str]) -> usize {
    words.iter().filter(|word| reverses(word)).count()
}

/// Whether a folded word turns round what it goes with.
pub fn reverses(word: &str) -> bool {
    has(negation::REVERSING, word) || (word.ends_with("n't") && is_negation(word))
}

fn is_number(word: &str) -> bool {
    let figure = word.trim_start_matches(['$', '€', '£', '-', '+']).starts_with(|c: char| c.is_ascii_digit());
    figure || get(variants::NUMBERS, word).is_some()
}

/// Whether a capital that opens no sentence begins a word on both sides.
fn is_name(quote: &Wording, passage: &Passage, difference: &Difference) -> bool {
    let own = difference.own.clone().any(|i| quote.tokens[i].named);
    own && difference.source.clone().any(|j| passage.wording.tokens[j].named)
}

/// Brackets that an editor may not set: they add or remove a negation, change a number, or stand for words that are
/// bracketed in the source itself.
fn bracketed(quote: &Wording, passage: &Passage, alignment: &Alignment) -> Vec<Difference> {
    let mut found = Vec::new();
    for step in &alignment.steps {
        let Step::Bracketed(own, source) = step else { continue };
        let own_words: Vec<&str> = own.clone().map(|i| quote.letters(i)).collect();
        let words: Vec<&str> = source.clone().map(|j| passage.wording.letters(j)).collect();
        let numbers = |words: &[&str]| words.iter().filter(|word| is_number(word)).count();
        let kind = if negations(&own_words) != negations(&words) {
            EditKind::Negation
        } else if numbers(&own_words) > 0 && numbers(&words) > 0 {
            EditKind::Number
        } else if source.clone().any(|j| passage.wording.is_bracketed(j)) {
            EditKind::Replaced
        } else {
            continue;
        };
        found.push(Difference { kind, own: own.clone(), source: source.clone() });
    }
    found
}

/// Words of the source's narration that stand inside the quotation's marks behind what the source quotes, unless the
/// quotation has the source's inner mark there too.
fn overrun(quote: &Wording, passage: &Passage, alignment: &Alignment) -> Option<Difference> {
    let pairs = alignment.pairs();
    let (_, first) = *pairs.first()?;
    passage.quoted[first]?;
    let crossing = pairs.windows(2).position(|pair| {
        let ((_, before), (own, after)) = (pair[0], pair[1]);
        after == before + 1 && passage.ends.contains(&after) && !quote.tokens[own].mark_before
    })?;
    let outside = pairs[crossing + 1..].iter().take_while(|&&(_, j)| passage.quoted[j].is_none()).count();
    let ((own, source), (own_last, source_last)) = (pairs.get(crossing + 1)?, pairs.get(crossing + outside)?);
    (outside > 0).then(|| Difference {
        kind: EditKind::Overrun,
        own: *own..own_last + 1,
        source: *source..source_last + 1,
    })
}

/// Statements that the quotation makes a question or an exclamation of.
fn asked(quote: &Wording, passage: &Passage, alignment: &Alignment) -> Vec<Difference> {
    let asks = |&(i, j): &(usize, usize)| quote.tokens[i].asks && !passage.wording.tokens[j].asks;
    let one = |(i, j): (usize, usize)| Difference { kind: EditKind::Asked, own: i..i + 1, source: j..j + 1 };
    alignment.pairs().into_iter().filter(asks).map(one).collect()
}

/// Words that the source has in square brackets and the quotation without.
fn unbracketed(quote: &Wording, passage: &Passage, alignment: &Alignment) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    for (i, j) in alignment.pairs() {
        if quote.tokens[i].group.is_some()
            || quote.tokens[i].fixed.is_some()
            || !passage.wording.is_bracketed(j)
        {
            continue;
        }
        match found.last_mut().filter(|last| last.own.end == i) {
            Some(last) => (last.own.end, last.source.end) = (i + 1, j + 1),
            None => found.push(Difference { kind: EditKind::Brackets, own: i..i + 1, source: j..j + 1 }),
        }
    }
    found
}
