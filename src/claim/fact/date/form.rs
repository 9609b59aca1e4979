//! Days and months as they are written: `21 April 2025`, `April 21`, `2025-04-21`, `12–14 May`, `the twelfth of September`, `Monday`.
//!
//! Takes tokens and a place among them and hands on the date that begins there.

use super::super::stated::{joined, ordinal_at};
use super::super::token::Token;
use super::year::{part_before, year_at, years_at};
use super::{Anchor, Date, Days};
use crate::claim::fact::calendar::{day_number, days_in};
use crate::lexicon::{dates, get, numbers};

/// Reads the date that begins at a token, with the token behind it.
pub fn date_at(tokens: &[Token], at: usize) -> Option<(Date, usize)> {
    let (readings, names, end) = relative(tokens, at)
        .or_else(|| in_figures(tokens, at))
        .or_else(|| day_first(tokens, at))
        .or_else(|| month_first(tokens, at))
        .or_else(|| week_day(tokens, at))
        .map(|(readings, end)| (readings, false, end))
        .or_else(|| years_at(tokens, at))?;
    Some((Date { readings, anchor: anchor(tokens, at), names }, end))
}

/// What happens at a date, by the word before it.
fn anchor(tokens: &[Token], at: usize) -> Anchor {
    let words = tokens[at.saturating_sub(3)..at].iter().rev().map(|token| &*token.letters);
    for word in words {
        return match word {
            "since" | "from" => Anchor::From,
            "until" | "till" | "to" | "by" | "through" => Anchor::To,
            "before" => Anchor::Before,
            "after" => Anchor::After,
            "the" | "early" | "late" | "mid" | "end" | "beginning" | "of" => continue,
            _ => Anchor::At,
        };
    }
    Anchor::At
}

/// Whether a token stands behind the one before it as the parts of a date do: by a space, a comma, or the full stop of a
/// shortened month.
fn goes_on(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.follows_space() || token.follows_comma() || matches!(token.gap, ". " | ".\u{a0}" | "., ")
    })
}

/// Whether a token stands a space, or the full stop of a shortened month, behind the one before it.
fn beside(tokens: &[Token], at: usize) -> bool {
    goes_on(tokens, at) && !tokens[at].follows_comma()
}

fn month(token: &Token) -> Option<u32> {
    let number = get(dates::MONTHS, &token.letters).filter(|_| token.is_capital())?;
    number.parse().ok()
}

/// A day of a month: `21`, `21st`, `twelfth`. A cardinal in words is none.
fn day(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let token = tokens.get(at)?;
    if token.is_digits() {
        let number: u32 = token.letters.parse().ok().filter(|_| token.letters.len() <= 2)?;
        return (1..=31).contains(&number).then_some((number, at + 1));
    }
    let days = 1.0..=31.0;
    let own = ordinal_at(tokens, at).filter(|own| days.contains(&own.value))?;
    Some((own.value as u32, own.end))
}

/// `2025-04-21`, `21/04/2025`, `21.4.2025`.
fn in_figures(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let number =
        |text: &str| text.parse::<i32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let first = &*tokens[at].letters;
    if first.matches('.').count() == 2 {
        let parts: Vec<i32> = first.split('.').map_while(number).collect();
        let [day, month, year] = parts[..] else { return None };
        return Some((readings(&[(year, month, day)])?, at + 1));
    }
    let (second, third) = (tokens.get(at + 1)?, tokens.get(at + 2)?);
    let sign =
        second.sign().filter(|sign| matches!(sign, '-' | '/' | '.' | '‑') && third.sign() == Some(*sign))?;
    let lengths = (first.len(), second.letters.len(), third.letters.len());
    let (a, b, c) = (number(first)?, number(&second.letters)?, number(&third.letters)?);
    let readings = match lengths {
        (4, 1 | 2, 1 | 2) => readings(&[(a, b, c)])?,
        (1 | 2, 1 | 2, 4) if sign == '/' || sign == '-' => readings(&[(c, b, a), (c, a, b)])?,
        (1 | 2, 1 | 2, 4) => readings(&[(c, b, a)])?,
        _ => return None,
    };
    Some((readings, at + 3))
}

/// The days that are on the calendar.
fn readings(days: &[(i32, i32, i32)]) -> Option<Vec<Days>> {
    let mut found = Vec::new();
    for &(year, month, day) in days {
        let year = Some(year).filter(|year| (1000..=2200).contains(year))?;
        let (month, day) = (month as u32, day as u32);
        if (1..=12).contains(&month) && (1..=days_in(Some(year), month)).contains(&day) {
            let number = day_number(year, month, day);
            found.push(Days::Between(number, number));
        }
    }
    found.dedup();
    (!found.is_empty()).then_some(found)
}

/// `21 April 2025`, `the 21st of April`, `12–14 May`.
fn day_first(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let (first, mut end) = day(tokens, at)?;
    let mut last = first;
    let between = tokens.get(end)?;
    let link = matches!(&*between.letters, "to" | "and") && between.follows_space();
    if between.follows_dash() || link {
        let (day, behind) = day(tokens, end + usize::from(link))?;
        (last, end) = (day, behind);
    }
    if joined(tokens, end) == Some("of") {
        end += 1;
    }
    let month = tokens.get(end).filter(|_| beside(tokens, end)).and_then(month)?;
    end += 1;
    let year = year_at(tokens, end).filter(|_| goes_on(tokens, end));
    end += usize::from(year.is_some());
    Some((stretch(year, month, first, last)?, end))
}

fn stretch(year: Option<i32>, month: u32, first: u32, last: u32) -> Option<Vec<Days>> {
    let valid = first <= last && last <= days_in(year, month);
    valid.then(|| vec![Days::within_year(year, (month, first), (month, last))])
}

/// `April 21, 2025`, `April the twelfth`, `April 21–23`, `Sept 2023`, `early May`, `in June`, `April to June 2019`.
fn month_first(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let own = month(&tokens[at])?;
    let before = at.checked_sub(1).map(|before| &*tokens[before].letters);
    let part = part_before(tokens, at);
    let behind = at + 1;
    let article = usize::from(joined(tokens, behind) == Some("the"));
    let dated = tokens.get(behind + article).filter(|_| beside(tokens, behind));
    if let Some((first, mut end)) = dated.and_then(|_| day(tokens, behind + article)) {
        // "In May 27 people"
        let counts = before == Some("in")
            && tokens.get(end).is_some_and(|next| next.follows_space() && !next.is_capital());
        if !counts {
            let mut last = first;
            if tokens.get(end).is_some_and(|next| next.follows_dash())
                && let Some((day, behind)) = day(tokens, end)
            {
                (last, end) = (day, behind);
            }
            let year = year_at(tokens, end).filter(|_| goes_on(tokens, end));
            end += usize::from(year.is_some());
            return Some((stretch(year, own, first, last)?, end));
        }
    }
    let linked = tokens.get(behind).is_some_and(Token::follows_dash);
    let to =
        matches!(joined(tokens, behind), Some("to" | "and")) && matches!(before, Some("from" | "between"));
    let until = if linked { Some(behind) } else { to.then_some(behind + 1) };
    if let Some((until, last)) = until.and_then(|until| Some((until, month(tokens.get(until)?)?))) {
        let year = year_at(tokens, until + 1).filter(|_| goes_on(tokens, until + 1));
        let days = Days::within_year(year.filter(|_| own <= last), (own, 1), (last, days_in(year, last)));
        return Some((vec![days], until + 1 + usize::from(year.is_some())));
    }
    let year_from = behind + usize::from(joined(tokens, behind) == Some("of"));
    let year = year_at(tokens, year_from).filter(|_| goes_on(tokens, behind));
    if let Some(year) = year {
        return Some((vec![Days::month(Some(year), own, part)], year_from + 1));
    }
    let doubtful = get(dates::DOUBTFUL_MONTHS, &tokens[at].letters).is_some();
    let timed = before.is_some_and(|before| get(dates::BEFORE_MONTHS, before).is_some());
    let bounded = !doubtful
        && matches!(before, Some("by" | "from" | "to" | "of" | "before" | "after" | "this" | "and"));
    let parted = part != super::Part::Whole;
    let named = tokens.get(behind).is_some_and(|next| next.is_capital() && next.follows_space());
    ((timed || bounded || parted) && !named).then(|| (vec![Days::month(None, own, part)], behind))
}

/// `Monday`, `Monday, 21 April`: with a date behind it the date alone counts.
fn week_day(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let token = &tokens[at];
    let number = get(dates::WEEKDAYS, &token.letters).filter(|_| token.is_capital())?;
    if goes_on(tokens, at + 1) {
        let with = |from: usize| {
            tokens.get(from)?;
            in_figures(tokens, from).or_else(|| day_first(tokens, from)).or_else(|| month_first(tokens, from))
        };
        let article = usize::from(tokens[at + 1].letters == "the");
        // What follows must be a day: "on Monday in June" is two dates.
        let days =
            |found: &(Vec<Days>, usize)| !matches!(found.0[0], Days::Between(from, to) if to > from + 7);
        if let Some(found) = with(at + 1 + article).filter(days) {
            return Some(found);
        }
    }
    // "Sun" and "Sat" are words of their own.
    (token.letters.len() > 4 || tokens.get(at + 1).is_some_and(|next| next.gap.starts_with('.')))
        .then(|| (vec![Days::Weekday(number.parse().unwrap_or_default())], at + 1))
}

/// `yesterday`, `last June`, `next week`: what only the day of writing tells.
fn relative(tokens: &[Token], at: usize) -> Option<(Vec<Days>, usize)> {
    let word = &*tokens[at].letters;
    if matches!(word, "yesterday" | "tomorrow" | "today" | "tonight") {
        return Some((vec![Days::Open], at + 1));
    }
    get(dates::RELATIVE, word)?;
    let next = joined(tokens, at + 1)?;
    let capital = tokens[at + 1].is_capital();
    let unit = get(numbers::DURATIONS, next).is_some()
        || get(dates::SEASONS, next).is_some()
        || (capital && (get(dates::MONTHS, next).is_some() || get(dates::WEEKDAYS, next).is_some()));
    unit.then(|| (vec![Days::Open], at + 2))
}
