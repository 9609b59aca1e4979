//! What a reader of one passage works out from it: sums, differences, products and quotients of its numbers, whatever they count,
//! and the day after.
//!
//! Takes a fact of the draft with the facts of the passage, and answers whether it may follow from them. Far from the passage only
//! numbers of one noun are taken together (see `derived`); within it, "22 witnesses and eight experts" are thirty people.

use std::ops::Range;

use crate::claim::fact::{Date, Days, Fact, Grain, Kind, Number, Value};
use crate::fold::{has_phrase, phrase};
use crate::lexicon::{dates, get, numbers as lexicon};

/// Numbers of a passage that are tried with each other.
const TRIED: usize = 24;
/// What a number of a passage may be taken times, or be divided by, where words say so or a rate does.
const FACTORS: [f64; 9] = [2.0, 3.0, 4.0, 7.0, 12.0, 24.0, 30.0, 60.0, 365.0];

/// Whether a number follows from those of a passage. `texts` are the sentence and the passage: only where one of them says
/// "each", "twice" or "a month" is anything multiplied.
pub fn is_worked_out(own: &Number, passage: &[Fact], texts: [&str; 2]) -> bool {
    if own.kind == Kind::Rank {
        return false;
    }
    let numbers = passage.iter().filter_map(|fact| match &fact.value {
        Value::Number(number) if number.kind != Kind::Rank && number.value > 0.0 => Some(number.value),
        _ => None,
    });
    let numbers: Vec<f64> = numbers.take(TRIED).collect();
    let is_own = |value: f64| own.low <= value && value <= own.high;
    let multiplied = texts.iter().any(|text| {
        let words = phrase(text, 0..text.len());
        lexicon::MULTIPLYING.iter().any(|word| has_phrase(&words, word))
    });
    // What is divided is rounded.
    let is_about = |value: f64| (own.value - value).abs() <= own.value.abs() * 0.005 || is_own(value);
    let of_two = |a: f64, b: f64| {
        let (less, more) = (a.min(b), a.max(b));
        is_own(a + b)
            || is_own(more - less)
            || (multiplied && less > 1.0 && (is_about(a * b) || is_about(more / less)))
    };
    let mut pairs =
        numbers.iter().enumerate().flat_map(|(i, a)| numbers[i + 1..].iter().map(move |b| (*a, *b)));
    let scaled =
        |value: f64| FACTORS.iter().any(|factor| is_about(value * factor) || is_about(value / factor));
    pairs.any(|(a, b)| of_two(a, b))
        || (numbers.len() > 2 && is_own(numbers.iter().sum()))
        || (multiplied && numbers.iter().any(|&value| scaled(value)))
}

/// Whether a date of a passage cannot be held against the draft's: the passage counts days from another one, dates itself, or tells
/// of a night that two days share.
pub fn is_reckoned(own: &Date, other: &Date, text: &str, passage: Range<usize>, facts: &[Fact]) -> bool {
    let words = phrase(text, passage.clone());
    // "Yesterday", and a bare "Friday", may be any day.
    let vague = |date: &Date| date.is_open() || date.grain() == Grain::Weekday && own.grain() == Grain::Day;
    let open = facts.iter().any(|fact| matches!(&fact.value, Value::Date(date) if vague(date)));
    let relative = dates::RECKONED.iter().any(|reckoned| has_phrase(&words, reckoned));
    let night = dates::NIGHTS.iter().any(|night| has_phrase(&words, night)) && is_next(own, other);
    open || relative || night || is_dateline(text, passage, facts)
}

/// Whether two dates are days that follow each other.
fn is_next(own: &Date, other: &Date) -> bool {
    let days = |date: &Date| match date.readings.first() {
        Some(Days::Between(from, _)) => Some(*from),
        Some(Days::Yearly((month, day), _)) => Some((*month * 31 + *day) as i32),
        _ => None,
    };
    let near = days(own).zip(days(other)).is_some_and(|(own, other)| (own - other).abs() == 1);
    near && own.grain() == Grain::Day && other.grain() == Grain::Day
}

/// Whether a passage opens with a dateline: "LUND, May 4 (Wire) -". Its day is the report's.
fn is_dateline(text: &str, passage: Range<usize>, facts: &[Fact]) -> bool {
    /// How far a dateline reaches, in bytes.
    const REACH: usize = 60;
    let Some(first) = facts.iter().find(|fact| matches!(fact.value, Value::Date(_))) else { return false };
    if first.range.start > passage.start + REACH {
        return false;
    }
    let place = &text[passage.start..first.range.start];
    let letters = || place.chars().filter(|c| c.is_alphabetic());
    letters().count() > 2 && letters().all(char::is_uppercase)
}

/// Whether the draft's day of the week stands in the passage, with its date or without.
pub fn names_the_day(draft: &str, own: &Fact, text: &str, passage: Range<usize>) -> bool {
    let words = phrase(text, passage);
    phrase(draft, own.range.clone())
        .split(' ')
        .any(|word| get(dates::WEEKDAYS, word).is_some() && words.split(' ').any(|other| other == word))
}

/// Whether a length of time is the rest of a longer one: "three hours and ten minutes".
pub fn is_rest(other: &Fact, text: &str, facts: &[Fact]) -> bool {
    let duration = |fact: &&Fact| matches!(&fact.value, Value::Number(number) if number.is_duration());
    let before = facts.iter().rev().filter(duration).find(|fact| fact.range.end <= other.range.start);
    duration(&other)
        && before.is_some_and(|before| {
            let between = text[before.range.end..other.range.start].trim_matches([' ', ',', '\n']);
            between.is_empty() || between == "and"
        })
}
