//! The unit of a number: a measure, a currency, per cent, years of age, and what it is said for each of.
//!
//! Takes the tokens behind a value and hands on the key that all forms of the unit share (`km`, `kilometres`, `-kilometre`).

use super::stated::{Form, Stated, joined};
use super::token::Token;
use crate::lexicon::{get, numbers};

/// A unit that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The token behind it.
    pub end: usize,
    /// Its key; none for a percentage.
    pub key: Option<String>,
    /// Whether it is per cent.
    pub percent: bool,
    /// The key of the unit that it is said for each of.
    pub rate: Option<String>,
    /// What a unit behind a hyphen is said of: `visit` in "a three-day visit".
    pub of: Option<String>,
}

/// Reads the unit that stands behind a value.
pub fn measure(tokens: &[Token], at: usize, value: &Stated) -> Option<Measure> {
    if value.form != Form::Cardinal {
        return None;
    }
    let next = tokens.get(at)?;
    let simple = |end, key: &str| {
        Some(Measure { end, key: Some(key.to_owned()), percent: false, rate: rate(tokens, end), of: None })
    };
    if next.gap.contains('°') {
        return match &*next.letters {
            "c" | "celsius" if next.gap.trim() == "°" => simple(at + 1, "degree celsius"),
            "f" | "fahrenheit" if next.gap.trim() == "°" => simple(at + 1, "degree fahrenheit"),
            _ => simple(at, "degree"),
        };
    }
    let hyphen = next.follows_hyphen();
    if !(hyphen || next.follows_space() || next.gap.is_empty()) {
        return None;
    }
    let second = joined(tokens, at + 1);
    match (&*next.letters, second) {
        ("%" | "percent" | "pct" | "pc", _) => {
            return Some(Measure { end: at + 1, key: None, percent: true, rate: None, of: None });
        }
        ("per", Some("cent")) => {
            return Some(Measure { end: at + 2, key: None, percent: true, rate: None, of: None });
        }
        ("percentage", Some("point" | "points")) => return simple(at + 2, "percentage point"),
        ("basis", Some("points")) => return simple(at + 2, "basis point"),
        ("degrees", Some("celsius" | "centigrade")) => return simple(at + 2, "degree celsius"),
        ("degrees", Some("fahrenheit")) => return simple(at + 2, "degree fahrenheit"),
        ("metric", Some("ton" | "tons" | "tonnes")) => return simple(at + 2, "tonne"),
        (kind @ ("square" | "sq" | "cubic" | "nautical"), Some(second)) => {
            let key = get(numbers::UNITS, second)?;
            return simple(at + 2, &format!("{} {key}", if kind == "sq" { "square" } else { kind }));
        }
        ("us" | "american", Some("dollars")) => return simple(at + 2, "dollar"),
        (own @ ("australian" | "canadian" | "singapore"), Some("dollars")) => {
            return simple(at + 2, &format!("{own} dollar"));
        }
        _ => {}
    }
    let word = &*next.letters;
    // "5 M" may be millions.
    if word == "m" && next.is_capital() {
        return None;
    }
    let key = get(numbers::UNITS, word).or_else(|| get(numbers::CURRENCIES, word))?;
    // "Two second boats" are no seconds.
    let singular = key == word && value.value.abs() > 1.0 && word != "foot";
    if singular && !hyphen {
        return None;
    }
    let of = hyphen.then(|| tokens.get(at + 1)).flatten().filter(|behind| behind.follows_space());
    let of = of.map(|behind| behind.letters.to_string());
    let end = at + 1;
    Some(Measure { end, key: Some(key.to_owned()), percent: false, rate: rate(tokens, end), of })
}

/// The key of the unit that a number is said for each of: "a day", "per hour", "every year".
pub fn rate(tokens: &[Token], at: usize) -> Option<String> {
    let word = joined(tokens, at)?;
    let unit = match word {
        "a" | "an" | "per" | "each" | "every" => joined(tokens, at + 1)?,
        "hourly" => "hour",
        "daily" => "day",
        "weekly" => "week",
        "monthly" => "month",
        "yearly" | "annually" => "year",
        _ => return None,
    };
    let key = get(numbers::UNITS, unit).filter(|key| *key == unit);
    key.or((unit == "capita" || unit == "head").then_some("head")).map(str::to_owned)
}

/// The token behind an age, if a value is one: "25-year-old", "25 years old", "aged 25".
pub fn age_behind(tokens: &[Token], at: usize, value: &Stated, unit: Option<&Measure>) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| &*tokens[before].letters);
    match unit {
        Some(unit) if unit.key.as_deref() == Some("year") => match joined(tokens, unit.end) {
            Some("old" | "olds") => Some(unit.end + 1),
            Some("of") if joined(tokens, unit.end + 1) == Some("age") => Some(unit.end + 2),
            _ => None,
        },
        None if value.form == Form::Cardinal => {
            let of = before == Some("of") && at > 1 && tokens[at - 2].letters == "age";
            let hedged = matches!(before, Some("over" | "under" | "about" | "around" | "between" | "from"))
                && at > 1
                && tokens[at - 2].letters == "aged";
            (of || hedged || matches!(before, Some("aged" | "age")) || in_apposition(tokens, at, value))
                .then_some(value.end)
        }
        _ => None,
    }
}

/// Whether an age stands between commas behind a name: "Ward, 25, sailed".
fn in_apposition(tokens: &[Token], at: usize, value: &Stated) -> bool {
    const AGES: std::ops::RangeInclusive<f64> = 10.0..=110.0;
    let name = at > 0 && tokens[at - 1].is_capital() && tokens[at].follows_comma();
    let closed = tokens.get(value.end).is_none_or(|next| next.gap.starts_with([',', ')', '.']));
    name && closed && tokens[at].is_digits() && AGES.contains(&value.value)
}
