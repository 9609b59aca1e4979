//! Years and longer stretches as they are written: `in 2019`, `mid-2019`, `2001–2005`, `the 1990s`, `the 19th century`, `the first quarter of
//! 2020`, `the winter of 2019`.
//!
//! Takes tokens and a place among them and hands on the days that are meant. Four figures alone are a year only behind a word that one
//! follows.

use super::super::counted::has_plural;
use super::super::stated::{joined, ordinal_at};
use super::super::token::Token;
use super::{Days, Part};
use crate::lexicon::{dates, get, numbers};

/// The days, whether they are part of a name ("the 2016 election"), and the token behind them.
type Found = (Vec<Days>, bool, usize);

/// Reads the stretch of years that begins at a token.
pub fn years_at(tokens: &[Token], at: usize) -> Option<Found> {
    century(tokens, at)
        .or_else(|| decade(tokens, at))
        .or_else(|| part_of_year(tokens, at))
        .map(|(days, end)| (days, false, end))
        .or_else(|| plain(tokens, at))
}

/// A year in four figures.
pub fn year_at(tokens: &[Token], at: usize) -> Option<i32> {
    let token = tokens.get(at).filter(|token| token.is_digits() && token.letters.len() == 4)?;
    token.letters.parse().ok().filter(|year| (1000..=2200).contains(year))
}

/// The part that the words before a month or a year cut from it: "early May", "mid-2019", "at the end of May".
pub(super) fn part_before(tokens: &[Token], at: usize) -> Part {
    let word = |back: usize| at.checked_sub(back).map(|at| &*tokens[at].letters);
    let near = tokens[at].follows_space() || tokens[at].follows_hyphen();
    let own = match word(1) {
        Some("of") => word(2),
        own => own,
    };
    match own.filter(|_| near).and_then(|own| get(dates::PARTS, own)) {
        Some("early") => Part::Early,
        Some("middle") => Part::Middle,
        Some(_) => Part::Late,
        None => Part::Whole,
    }
}

/// `the 19th century`, counted from either end.
fn century(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let own = ordinal_at(tokens, at).filter(|own| (5.0..=22.0).contains(&own.value))?;
    let next = joined(tokens, own.end)?;
    if next != "century" && next != "centuries" {
        return None;
    }
    let first = (own.value as i32 - 1) * 100;
    Some((vec![Days::years(first, first + 100, part_before(tokens, at))], own.end + 1))
}

/// `the 1990s`, `the '90s`, `the nineties`.
fn decade(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let token = &tokens[at];
    let part = part_before(tokens, at);
    let before = at.checked_sub(1).map(|before| &*tokens[before].letters);
    let stem = token.letters.strip_suffix('s').map(|stem| stem.trim_end_matches('\''));
    let digits = stem.filter(|stem| stem.bytes().all(|byte| byte.is_ascii_digit()));
    let first: i32 = match digits {
        Some(digits) if digits.len() == 4 => digits.parse().ok()?,
        // "In her 20s" is an age.
        Some(digits) if digits.len() == 2 && matches!(before, Some("the" | "early" | "late" | "mid")) => {
            let decade: i32 = digits.parse().ok()?;
            let turned = token.gap.ends_with(['\'', '’', '‘']);
            (turned || decade >= 30).then_some(1900 + decade)?
        }
        _ => {
            let decade: i32 = get(dates::DECADES, &token.letters)?.parse().ok()?;
            matches!(before, Some("the" | "early" | "late" | "mid")).then_some(1900 + decade)?
        }
    };
    let last = if first % 100 == 0 { first + 99 } else { first + 9 };
    (first % 10 == 0 && (1000..2200).contains(&first)).then(|| (vec![Days::years(first, last, part)], at + 1))
}

/// `the first quarter of 2020`, `the second half of 2020`, `Q3 2020`, `the winter of 2019`, `spring 2019`.
fn part_of_year(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let word = &*tokens[at].letters;
    let year_behind = |at: usize| {
        let from = at + usize::from(joined(tokens, at) == Some("of"));
        joined(tokens, from)?;
        Some((year_at(tokens, from)?, from + 1))
    };
    if get(dates::SEASONS, word).is_some() {
        // A winter lies in two years, and the seasons of the south lie otherwise.
        let (year, end) = year_behind(at + 1)?;
        return Some((vec![Days::years(year - i32::from(word == "winter"), year + 1, Part::Whole)], end));
    }
    let (number, kind, behind) = match word.strip_prefix('q').and_then(|number| number.parse::<u32>().ok()) {
        Some(number) => (number, "quarter", at + 1),
        None => {
            let own = ordinal_at(tokens, at).filter(|own| own.value <= 4.0)?;
            (own.value as u32, joined(tokens, own.end)?, own.end + 1)
        }
    };
    let (year, end) = year_behind(behind)?;
    let months = match kind {
        "quarter" if (1..=4).contains(&number) => (number * 3 - 2, number * 3),
        "half" if (1..=2).contains(&number) => (number * 6 - 5, number * 6),
        _ => return None,
    };
    let last = super::days_in(Some(year), months.1);
    Some((vec![Days::within_year(Some(year), (months.0, 1), (months.1, last))], end))
}

/// `in 2019`, `mid-2019`, `from 2001 to 2005`, `2001–2005`, `2019-20`.
fn plain(tokens: &[Token], at: usize) -> Option<Found> {
    let first = year_at(tokens, at)?;
    let token = &tokens[at];
    let before = at.checked_sub(1).map(|before| &*tokens[before].letters);
    let near = token.follows_space() || token.follows_hyphen();
    let months = before.is_some_and(|before| get(dates::MONTHS, before).is_some());
    let named = before.is_some_and(|before| get(dates::BEFORE_YEARS, before).is_some()) || months;
    let end = at + 1;
    if let Some((last, behind)) = until(tokens, end, first, before) {
        return Some((vec![Days::years(first, last, Part::Whole)], false, behind));
    }
    if !(near && named) {
        return None;
    }
    // "Of 2000 boats" counts; "in 2019 sales" and "the 2019 elections" do not.
    let recent = (1900..=2050).contains(&first);
    let loose = matches!(before, Some("of" | "to" | "from" | "between" | "by" | "after" | "before"));
    let counts = has_plural(tokens, end);
    let unit = joined(tokens, end).is_some_and(|next| {
        get(numbers::UNITS, next).is_some()
            || get(numbers::CURRENCIES, next).is_some()
            || get(numbers::SCALES, next).is_some()
    });
    if unit || (counts && (!recent || loose)) || tokens.get(end).is_some_and(Token::follows_hyphen) {
        return None;
    }
    let part_of_name = before == Some("the");
    Some((vec![Days::years(first, first, part_before(tokens, at))], part_of_name, end))
}

/// The last year of a stretch that begins with a year, and the token behind it.
fn until(tokens: &[Token], at: usize, first: i32, before: Option<&str>) -> Option<(i32, usize)> {
    let link = tokens.get(at)?;
    let to = joined(tokens, at).is_some()
        && match &*link.letters {
            "to" | "until" | "through" => matches!(before, Some("from" | "between")),
            "and" => before == Some("between"),
            _ => false,
        };
    let next = if link.follows_dash() || link.sign() == Some('/') { at } else { to.then_some(at + 1)? };
    if let Some(last) = year_at(tokens, next).filter(|&last| last > first) {
        return Some((last, next + 1));
    }
    // 2019-20
    let short = tokens.get(next).filter(|token| !to && token.is_digits() && token.letters.len() == 2)?;
    let last = first / 100 * 100 + short.letters.parse::<i32>().ok()?;
    (last > first && last - first < 30 && tokens.get(next + 1).is_none_or(|behind| !behind.follows_dash()))
        .then_some((last, next + 1))
}
