//! Dates as sets of days, so that `April 2025` and `21 April 2025` agree and `21 April` and `12 April` do not.
//!
//! Takes tokens and hands on `Date`s. What is written may leave the year open (`21 April`), may be read in two ways (`04/05/2025`), and may
//! depend on the day of writing (`last June`): a date is several readings, of which any may be meant, and only dates without a day in
//! common conflict.

mod form;
mod year;

pub use form::date_at;

use serde::{Deserialize, Serialize};

use super::calendar::{civil, day_number, days_in, weekday};

/// A date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// What may be meant by it; one reading at least.
    pub readings: Vec<Days>,
    /// What happens then: something begins, ends, or lies before it.
    pub anchor: Anchor,
    /// Whether a sentence names it as a point or a stretch of its own, and not as part of a name: "the 2016 election".
    pub names: bool,
}

/// A set of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Days {
    /// From one day to another, by their numbers.
    Between(i32, i32),
    /// The same days of every year, each as its month and its day. The second may lie before the first, over new year.
    Yearly((u32, u32), (u32, u32)),
    /// A day of every week, from Monday as 0.
    Weekday(u32),
    /// Any day: a date that depends on the day of writing.
    Open,
}

/// How a date bounds what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    /// It lies in it: "on 21 April".
    At,
    /// It begins then: "since 21 April".
    From,
    /// It ends then: "until 21 April".
    To,
    /// It lies before it.
    Before,
    /// It lies after it.
    After,
}

impl Date {
    /// Whether both may mean one day.
    pub fn agrees(&self, other: &Date) -> bool {
        self.readings.iter().any(|own| other.readings.iter().any(|other| own.meets(*other)))
    }

    /// Whether nothing is known of it but that it depends on the day of writing.
    pub fn is_open(&self) -> bool {
        self.readings.contains(&Days::Open)
    }

    /// Whether it leaves the year open.
    pub fn is_yearly(&self) -> bool {
        self.readings.iter().any(|days| matches!(days, Days::Yearly(..)))
    }

    /// How finely it is given: two dates that are both days, or both years, say the same kind of thing.
    pub fn grain(&self) -> Grain {
        match self.readings.first() {
            Some(Days::Weekday(_)) => Grain::Weekday,
            Some(Days::Between(from, to)) if to - from < 7 => Grain::Day,
            Some(Days::Yearly(from, to)) if from.0 == to.0 && to.1.wrapping_sub(from.1) < 7 => Grain::Day,
            Some(Days::Between(from, to)) if to - from < 32 => Grain::Month,
            Some(Days::Yearly(from, to)) if from.0 == to.0 => Grain::Month,
            Some(Days::Between(from, to)) if to - from < YEAR => Grain::Year,
            Some(Days::Between(from, to)) if to - from < 10 * YEAR => Grain::Decade,
            Some(Days::Between(from, to)) if to - from < 102 * YEAR => Grain::Century,
            _ => Grain::Longer,
        }
    }
}

/// How finely a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A day of the week.
    Weekday,
    /// A day, or a few.
    Day,
    /// A month or a part of one.
    Month,
    /// A year or a part of one.
    Year,
    /// A decade, or some years.
    Decade,
    /// A century, or some decades.
    Century,
    /// A longer stretch, or something open.
    Longer,
}

/// The length from which a stretch has every day of the year.
const YEAR: i32 = 366;

impl Days {
    /// Whether two sets share a day.
    pub fn meets(self, other: Days) -> bool {
        match (self, other) {
            (Days::Open, _) | (_, Days::Open) => true,
            (Days::Between(a, b), Days::Between(c, d)) => a <= d && c <= b,
            (Days::Weekday(a), Days::Weekday(b)) => a == b,
            (Days::Weekday(day), Days::Between(from, to)) | (Days::Between(from, to), Days::Weekday(day)) => {
                to - from >= 6 || (from..=to).any(|number| weekday(number) == day)
            }
            (Days::Weekday(_), Days::Yearly(..)) | (Days::Yearly(..), Days::Weekday(_)) => true,
            (Days::Yearly(from, to), Days::Yearly(other, until)) => {
                within(other, from, to) || within(from, other, until)
            }
            (Days::Yearly(from, to), Days::Between(first, last))
            | (Days::Between(first, last), Days::Yearly(from, to)) => {
                last - first >= YEAR
                    || (first..=last).any(|number| {
                        let (_, month, day) = civil(number);
                        within((month, day), from, to)
                    })
            }
        }
    }

    /// A month, or a part of it, with its year or without.
    fn month(year: Option<i32>, month: u32, part: Part) -> Days {
        let last = days_in(year, month);
        let (from, to) = match part {
            Part::Whole => (1, last),
            Part::Early => (1, 14),
            Part::Middle => (8, 24),
            Part::Late => (15, last),
        };
        Days::within_year(year, (month, from), (month, to))
    }

    /// A stretch within a year, or of every year.
    fn within_year(year: Option<i32>, from: (u32, u32), to: (u32, u32)) -> Days {
        match year {
            Some(year) => Days::Between(day_number(year, from.0, from.1), day_number(year, to.0, to.1)),
            None => Days::Yearly(from, to),
        }
    }

    /// A stretch of whole years, or a part of it.
    fn years(first: i32, last: i32, part: Part) -> Days {
        let (from, to) = (day_number(first, 1, 1), day_number(last, 12, 31));
        let length = to - from;
        match part {
            Part::Whole => Days::Between(from, to),
            Part::Early => Days::Between(from, from + length * 5 / 12),
            Part::Middle => Days::Between(from + length / 4, from + length * 3 / 4),
            Part::Late => Days::Between(from + length * 7 / 12, to),
        }
    }
}

/// Whether a day of the year lies in a stretch of it, which may pass new year.
fn within(day: (u32, u32), from: (u32, u32), to: (u32, u32)) -> bool {
    if from <= to { from <= day && day <= to } else { from <= day || day <= to }
}

/// A part of a month, a year or a decade. Parts are wide, and neighbours overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Early,
    Middle,
    Late,
}

#[cfg(test)]
mod tests;
