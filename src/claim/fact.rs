//! Facts as a text states them: numbers with what they count, and dates.
//!
//! Takes a stretch of masked text and hands on each fact with its place and its value. Two facts are compared by what they say, so
//! that `1.9bn` and `nearly two billion` are one value, and `21/04/2025` and `April 21` are one day. Reading is linear, and knows
//! nothing of any other text.

mod calendar;
mod counted;
pub mod date;
mod figure;
mod label;
mod measure;
pub mod number;
mod opening;
mod stated;
mod token;

pub use counted::singular;
pub use date::{Anchor, Date, Days, Grain};
pub use number::{Hedge, Kind, Number};

use std::ops::Range;

use serde::{Deserialize, Serialize};

use token::tokens;

/// Something that a text states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The bytes of the text that state it, without what hedges it.
    pub range: Range<usize>,
    /// What is stated.
    pub value: Value,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// How many, how much, what part, how old or which in a row.
    Number(Number),
    /// When.
    Date(Date),
}

/// Reads the facts that a range of a masked text states, in order.
pub fn facts_in(text: &str, range: Range<usize>) -> Vec<Fact> {
    let tokens = tokens(text, range);
    let mut facts = Vec::new();
    let mut at = 0;
    let bytes = |start: usize, end: usize| tokens[start].range.start..tokens[end - 1].range.end;
    while at < tokens.len() {
        if !opening::may_open(&tokens, at) {
            at += 1;
            continue;
        }
        if let Some((date, end)) = date::date_at(&tokens, at) {
            facts.push(Fact { range: bytes(at, end), value: Value::Date(date) });
            at = end;
            continue;
        }
        let (numbers, end) = number::numbers_at(&tokens, at);
        let read = numbers
            .into_iter()
            .map(|read| Fact { range: bytes(read.start, read.end), value: Value::Number(read.number) });
        facts.extend(read);
        at = end.max(at + 1);
    }
    facts
}
