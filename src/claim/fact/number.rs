//! Numbers that say how many, how much, what part, how old or which in a row, with what they count.
//!
//! Takes tokens and hands on `Number`s: an interval that holds the value, the kind and the unit, and the noun that is counted. A value
//! is never one point: `1.9 billion` may stand for 1,894,000,000, and `more than 20` for 23. What has the look of a number and
//! counts nothing (`section 4`, `COVID-19`, `one of them`) is left out by `label`.

use serde::{Deserialize, Serialize};

use super::counted::{Counted, counted, measured, portion, ranked, sized};
use super::label::counts_nothing;
use super::measure::{Measure, age_behind, measure};
use super::stated::{Form, Stated, joined, stated};
use super::token::Token;
use crate::lexicon::{get, numbers};

/// What a number says, and of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// What it says.
    pub kind: Kind,
    /// The value as it is written; the lower one of a range.
    pub value: f64,
    /// The least that it may stand for.
    pub low: f64,
    /// The greatest that it may stand for.
    pub high: f64,
    /// How it is hedged, if it is.
    pub hedge: Option<Hedge>,
    /// The least and the greatest that the value alone may be rounded from, whatever hedges it.
    pub rounded: (f64, f64),
    /// The key of its unit or currency: the same for `km` and `kilometres`.
    pub unit: Option<String>,
    /// The key of the unit that it is said for each of: `hour` in "12 miles an hour".
    pub rate: Option<String>,
    /// The noun that is counted, or that a share is taken of, in the singular: `person` in "27 injured people".
    pub head: Option<String>,
    /// What has so many: `initiative` in "a six-point initiative".
    pub of: Option<String>,
    /// What stands between the number and its noun and says which are counted: `injured`.
    pub modifiers: Vec<String>,
}

/// What a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// How many there are.
    Count,
    /// How much, in a unit or a currency.
    Amount,
    /// What part of a whole, in per cent.
    Share,
    /// How old somebody is, in years.
    Age,
    /// Which in a row.
    Rank,
}

/// How a number is hedged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hedge {
    /// "About 30".
    About,
    /// "Nearly 30".
    Below,
    /// "Just over 30".
    Over,
    /// "More than 30".
    Above,
    /// "Up to 30".
    Most,
}

impl Number {
    /// Whether both may stand for one value.
    pub fn agrees(&self, other: &Number) -> bool {
        meet(self, other, (self.low, self.high), (other.low, other.high))
    }

    /// Whether a draft's number may be another way to write a source's: the same value, or one that the source's rounds to.
    pub fn restates(&self, source: &Number) -> bool {
        match source.hedge {
            None if !meet(self, source, (self.low, self.high), source.exactly()) => false,
            _ => self.agrees(source) && !self.hedges_otherwise(source),
        }
    }

    /// Whether both have one value, whatever hedges them.
    pub fn is_near(&self, source: &Number) -> bool {
        meet(self, source, self.rounded, source.exactly())
    }

    /// Whether both are hedged alike ("more than 20", "more than 30"), this one as exact as the other or more so, and no rounding
    /// makes them one.
    fn hedges_otherwise(&self, source: &Number) -> bool {
        let width = |(low, high): (f64, f64)| high - low;
        self.hedge.is_some()
            && self.hedge == source.hedge
            && width(self.rounded) <= width(source.exactly())
            && !self.is_near(source)
    }

    /// What a source's number may stand for where it is restated: a writer rounds 612 to 600, and makes no 612 of 600.
    fn exactly(&self) -> (f64, f64) {
        const ROUND: f64 = 1000.0;
        let round = self.value < ROUND && self.value % 10.0 == 0.0 && self.rounded.1 - self.rounded.0 > 1.0;
        if round { (self.value - 0.5, self.value + 0.5) } else { self.rounded }
    }

    /// Whether both say the same kind of thing in the same unit.
    pub fn is_like(&self, other: &Number) -> bool {
        self.kind == other.kind && self.unit == other.unit && self.rate == other.rate
    }

    /// Whether its unit is a length of time.
    pub fn is_duration(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| get(numbers::DURATIONS, unit).is_some())
    }
}

fn meet(a: &Number, b: &Number, own: (f64, f64), other: (f64, f64)) -> bool {
    let slack = 1e-12 * a.value.abs().max(b.value.abs());
    // What ends where the other begins is the next number.
    own.0 + slack < other.1 && other.0 + slack < own.1
}

/// A number with its place among the tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The first token of the number itself, without what hedges it.
    pub start: usize,
    /// The token behind the number and its unit.
    pub end: usize,
    /// The number.
    pub number: Number,
}

/// Reads the numbers that begin at a token: one, or the two of "from 10 to 12". The second of the pair is where to go on.
pub fn numbers_at(tokens: &[Token], at: usize) -> (Vec<Read>, usize) {
    let Some(first) = opened(tokens, at) else { return (Vec::new(), at + 1) };
    if counts_nothing(tokens, at, &first) {
        return (Vec::new(), first.end);
    }
    let own = measure(tokens, first.end, &first);
    let behind = own.as_ref().map_or(first.end, |own| own.end);
    match second(tokens, at, &first, behind) {
        Some(second) => pair(tokens, at, first, own, second),
        None => (single(tokens, at, first, own).into_iter().collect(), behind),
    }
}

/// A value, with a sign of currency that stands before it as a word of its own: `US$3`, `Rs 5`.
fn opened(tokens: &[Token], at: usize) -> Option<Stated> {
    if let Some(own) = stated(tokens, at) {
        return Some(own);
    }
    let word = &*tokens[at].letters;
    let next = tokens.get(at + 1)?;
    let key = if next.gap.is_empty() && next.letters.starts_with('$') {
        get(numbers::CURRENCIES, &format!("{word}$"))?
    } else {
        let sign = word.len() <= 3 && (tokens[at].is_capital() || !word.starts_with(char::is_alphabetic));
        get(numbers::CURRENCIES, word).filter(|_| sign && (next.gap.is_empty() || next.follows_space()))?
    };
    let own = stated(tokens, at + 1).filter(|own| own.form == Form::Cardinal)?;
    Some(Stated { unit: Some(key), ..own })
}

/// What links the two values of a range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// Anything between the two: `10 to 12`, `between 5 and 7`.
    Range,
    /// Two values: `from 10 to 12`.
    Change,
    /// Two values of a game or a vote, which are nobody's count: `3-1`.
    Score,
}

/// The second value of a range, with its first token.
struct Second {
    link: Link,
    start: usize,
    value: Stated,
}

/// The second value of a range, which begins behind the first.
fn second(tokens: &[Token], at: usize, first: &Stated, behind: usize) -> Option<Second> {
    let next = tokens.get(behind)?;
    let before = at.checked_sub(1).map(|before| &*tokens[before].letters);
    let (link, start) = match &*next.letters {
        _ if next.follows_dash() && next.gap.trim().len() == next.gap.len() => (Link::Range, behind),
        "to" if joined(tokens, behind).is_some() && before == Some("from") => (Link::Change, behind + 1),
        "to" if joined(tokens, behind).is_some() => (Link::Range, behind + 1),
        "and" if joined(tokens, behind).is_some() && before == Some("between") => (Link::Range, behind + 1),
        _ => return None,
    };
    // "25-year-old" goes on with a word, and "two-thirds" was read.
    let value =
        stated(tokens, start).filter(|value| value.form == first.form || value.form == Form::Share)?;
    let rising = value.value > first.value || value.scale > first.scale;
    match link {
        Link::Range if start > behind && !rising => None,
        Link::Range if !rising => Some(Second { link: Link::Score, start, value }),
        link => Some(Second { link, start, value }),
    }
}

/// The number or the numbers of a pair.
fn pair(
    tokens: &[Token],
    at: usize,
    mut first: Stated,
    own: Option<Measure>,
    second: Second,
) -> (Vec<Read>, usize) {
    let Second { link, start, value: second } = second;
    let behind = measure(tokens, second.end, &second);
    let end = behind.as_ref().map_or(second.end, |behind| behind.end);
    if link == Link::Score {
        return (Vec::new(), end);
    }
    // "10 to 12 million"
    if let (None, Some(scale)) = (first.scale, second.scale)
        && first.value < second.value / scale
    {
        (first.value, first.low, first.high) = (first.value * scale, first.low * scale, first.high * scale);
    }
    if own.is_none() && first.unit.is_none() {
        (first.unit, first.form) = (second.unit, second.form);
    }
    let Some(closing) = single(tokens, start, second, behind) else { return (Vec::new(), end) };
    let mut opening = closing.clone();
    opening.start = at;
    opening.number.value = first.value;
    opening.number.rounded = (first.low, first.high);
    opening.number.hedge = hedge(tokens, at, &first).0;
    let hedged = interval(&first, opening.number.hedge);
    (opening.number.low, opening.number.high) = hedged;
    if link == Link::Change {
        opening.end = first.end;
        return (vec![opening, closing], end);
    }
    opening.number.low = hedged.0.min(closing.number.low);
    opening.number.high = closing.number.high.max(hedged.1);
    opening.number.rounded.1 = closing.number.rounded.1;
    opening.end = closing.end;
    (vec![opening], end)
}

/// The number that one value is. `at` is its first token.
fn single(tokens: &[Token], at: usize, own: Stated, unit: Option<Measure>) -> Option<Read> {
    let (hedge, opens) = hedge(tokens, at, &own);
    let (low, high) = interval(&own, hedge);
    let end = unit.as_ref().map_or(own.end, |unit| unit.end);
    let mut number = Number {
        kind: Kind::Count,
        value: own.value,
        low,
        high,
        hedge,
        rounded: (own.low, own.high),
        unit: None,
        rate: None,
        head: None,
        of: None,
        modifiers: Vec::new(),
    };
    let mut end = end;
    if own.form == Form::Ordinal {
        number.kind = Kind::Rank;
        number.head = Some(ranked(tokens, at, own.end)?);
        return Some(Read { start: at, end, number });
    }
    if let Some(behind) = age_behind(tokens, at, &own, unit.as_ref()) {
        number.kind = Kind::Age;
        number.head = counted(tokens, behind, 1.0).map(|counted| counted.head);
        return Some(Read { start: at, end: behind, number });
    }
    let share = own.form == Form::Share || unit.as_ref().is_some_and(|unit| unit.percent);
    if share {
        number.kind = Kind::Share;
        number.head = portion(tokens, end);
    } else if let Some(key) = own.unit.map(str::to_owned).or(unit.as_ref().and_then(|unit| unit.key.clone()))
    {
        number.kind = Kind::Amount;
        number.unit = Some(key);
        number.of = unit.as_ref().and_then(|unit| unit.of.clone());
        number.head = measured(tokens, end);
    } else if let Some(Counted { head, of, modifiers, end: behind }) = counted(tokens, own.end, own.value) {
        (number.head, number.of, number.modifiers) = (Some(head), of, modifiers);
        end = own.end;
        number.rate = super::measure::rate(tokens, behind);
    } else {
        number.head = sized(tokens, opens);
    }
    number.rate = number.rate.or(unit.and_then(|unit| unit.rate));
    Some(Read { start: at, end, number })
}

/// What hedges a value (`nearly`, `more than`, `or so`), and the first token of it and of the value.
fn hedge(tokens: &[Token], at: usize, own: &Stated) -> (Option<Hedge>, usize) {
    if own.form == Form::Ordinal {
        return (None, at);
    }
    const WORDS: usize = 4;
    let phrase = |range: std::ops::Range<usize>| {
        let words: Vec<&str> = tokens[range].iter().map(|token| &*token.letters).collect();
        words.join(" ")
    };
    let spaced = |range: std::ops::Range<usize>| range.into_iter().all(|i| tokens[i].follows_space());
    let before = (1..=WORDS.min(at)).rev().find_map(|length| {
        let from = at - length;
        let hedge = spaced(from + 1..at + 1).then(|| get(numbers::APPROXIMATE, &phrase(from..at)))?;
        Some((hedge?, from))
    });
    let behind = (1..=2).find_map(|length| {
        let to = own.end + length;
        (to <= tokens.len() && (own.end..to).all(|i| joined(tokens, i).is_some()))
            .then(|| get(numbers::APPROXIMATE_BEHIND, &phrase(own.end..to)))?
    });
    let plus = tokens.get(own.end).is_some_and(|next| next.gap.starts_with('+'));
    let sign = tokens[at].gap.trim_end();
    let sign = match sign.chars().next_back() {
        Some('~' | '≈') => Some("about"),
        Some('>' | '≥') => Some("above"),
        Some('<' | '≤') => Some("most"),
        _ => None,
    };
    let beside = || behind.or(plus.then_some("above")).or(sign);
    let hedge = match before.map(|(hedge, _)| hedge).or_else(beside) {
        Some("about") => Some(Hedge::About),
        Some("below") => Some(Hedge::Below),
        Some("over") => Some(Hedge::Over),
        Some("above") => Some(Hedge::Above),
        Some("most") => Some(Hedge::Most),
        _ => None,
    };
    (hedge, before.map_or(at, |(_, from)| from))
}

/// The interval of a value that is hedged.
fn interval(own: &Stated, hedge: Option<Hedge>) -> (f64, f64) {
    const NEAR: f64 = 0.15;
    let (low, high, value) = (own.low, own.high, own.value);
    let wide = value.abs() * NEAR;
    match hedge {
        Some(Hedge::About) => (low.min(value - wide), high.max(value + wide)),
        Some(Hedge::Below) => (low.min(value - wide), high),
        Some(Hedge::Over) => (low, high.max(value + wide)),
        Some(Hedge::Above) => (low, f64::INFINITY),
        Some(Hedge::Most) => (f64::NEG_INFINITY, high),
        None => (low, high),
    }
}

#[cfg(test)]
mod tests;
