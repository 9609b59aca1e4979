//! A value as it is written: in figures, in words, or in both, with its scale: `1.9 billion`, `nine hundred and four`, `half a
//! million`, `two-thirds`, `one in five`, `dozens`.
//!
//! Takes tokens and a place among them and hands on the value as an interval, since every written number is exact to its last
//! digit and no further. What is counted, and how it is hedged, is read elsewhere.

use super::figure::{Figure, figure};
use super::token::Token;
use crate::lexicon::{Table, get, numbers};

/// A value that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The token behind its last.
    pub end: usize,
    /// What is written.
    pub value: f64,
    /// The least and the greatest that it may be rounded from.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// What it is.
    pub form: Form,
    /// The key of a unit or a currency that is part of a word in figures.
    pub unit: Option<&'static str>,
    /// What its last scale multiplies it by, if it has one.
    pub scale: Option<f64>,
}

/// What a written value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// How many.
    Cardinal,
    /// Which in a row.
    Ordinal,
    /// What part of a whole, in per cent.
    Share,
}

/// How far a share that is written as a fraction may be from it, as a part of it.
const FRACTION: f64 = 0.05;
/// How far a number with closing zeros may be from it, as a part of it.
const ROUND: f64 = 0.05;
/// No number is more exact than this part of it, which is as far as its digits are kept.
const FINEST: f64 = 1e-11;
/// How far a dozen may be from twelve, as a part of it.
const DOZEN: f64 = 0.1;

/// Reads the value that begins at a token.
pub fn stated(tokens: &[Token], at: usize) -> Option<Stated> {
    let first = tokens.get(at).filter(|_| may_state(tokens, at))?;
    vague(tokens, at)
        .or_else(|| halves(tokens, at))
        .or_else(|| match figure(first) {
            Some(figure) => in_figures(tokens, at, figure),
            None => fraction(tokens, at).or_else(|| ordinal(tokens, at)).or_else(|| in_words(tokens, at)),
        })
        .map(|stated| ratio(tokens, stated))
}

/// Reads the ordinal that begins at a token. Most tokens are told to be none without being read.
pub fn ordinal_at(tokens: &[Token], at: usize) -> Option<Stated> {
    let token = tokens.get(at)?;
    let written = || ["st", "nd", "rd", "th"].iter().any(|ending| token.letters.ends_with(ending));
    let table = |table: &Table| token.lists.knows(table);
    let may_be = written() || table(numbers::ORDINALS) || table(numbers::CARDINALS);
    may_be.then(|| stated(tokens, at)).flatten().filter(|own| own.form == Form::Ordinal)
}

/// Whether a value may begin at a token. Most plain words begin none, and their lists tell.
fn may_state(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !token.letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return true;
    }
    let table = |table: &Table| token.lists.knows(table);
    match &*token.letters {
        "half" | "tens" | "several" | "many" => true,
        "a" | "an" => tokens.get(at + 1).is_some_and(|next| {
            let table = |table: &Table| next.lists.knows(table);
            matches!(&*next.letters, "few" | "couple") || table(numbers::PARTS) || table(numbers::SCALES)
        }),
        _ => table(numbers::CARDINALS) || table(numbers::ORDINALS) || table(numbers::MANY),
    }
}

/// The letters of a token that a space or a hyphen joins to the one before it.
pub fn joined<'a>(tokens: &'a [Token], at: usize) -> Option<&'a str> {
    let token = tokens.get(at)?;
    (token.follows_space() || token.follows_hyphen()).then_some(&*token.letters)
}

fn value_of(table: &Table, word: &str) -> Option<f64> {
    get(table, word).and_then(|value| value.parse().ok())
}

fn cardinal(word: &str) -> Option<f64> {
    value_of(numbers::CARDINALS, word)
}

fn scale(word: &str) -> Option<f64> {
    value_of(numbers::SCALES, word)
}

/// `dozens`, `tens of thousands`, `several hundred`, `a few million`.
fn vague(tokens: &[Token], at: usize) -> Option<Stated> {
    let word = &*tokens[at].letters;
    let open = |end, low: f64, high| {
        let form = Form::Cardinal;
        Some(Stated { end, value: low, low, high, form, unit: None, scale: None })
    };
    let several = match word {
        "several" | "many" => Some(at + 1),
        "a" if matches!(joined(tokens, at + 1), Some("few")) => Some(at + 2),
        "a" if joined(tokens, at + 1) == Some("couple") && joined(tokens, at + 2) == Some("of") => {
            Some(at + 3)
        }
        _ => None,
    };
    if let Some(behind) = several {
        let scale = scale(joined(tokens, behind)?)?;
        return open(behind + 1, 1.5 * scale, 10.0 * scale);
    }
    let tens = if word == "tens" { Some(20.0) } else { value_of(numbers::MANY, word) };
    let tens = tens?;
    if joined(tokens, at + 1) == Some("of")
        && let Some(many) = tokens.get(at + 2).and_then(|next| value_of(numbers::MANY, &next.letters))
    {
        let unit = if word == "tens" { 15.0 } else { tens };
        return open(at + 3, unit * many / 1.5, f64::INFINITY);
    }
    if word == "tens" { None } else { open(at + 1, tens, f64::INFINITY) }
}

/// `half a million`, `half of the boats`.
fn halves(tokens: &[Token], at: usize) -> Option<Stated> {
    if tokens[at].letters != "half" {
        return None;
    }
    let form = Form::Cardinal;
    match joined(tokens, at + 1)? {
        "a" | "an" => {
            let scale = scale(joined(tokens, at + 2)?)?;
            let value = scale / 2.0;
            let (low, high) = (value * (1.0 - DOZEN), value * (1.0 + DOZEN));
            Some(Stated { end: at + 3, value, low, high, form, unit: None, scale: Some(scale) })
        }
        "of" | "the" | "its" | "their" | "his" | "her" | "our" => Some(share(at + 1, 50.0)),
        _ => None,
    }
}

fn share(end: usize, value: f64) -> Stated {
    let (low, high) = (value * (1.0 - FRACTION), value * (1.0 + FRACTION));
    Stated { end, value, low, high, form: Form::Share, unit: None, scale: None }
}

/// `two-thirds`, `a quarter of`, `three quarters`.
fn fraction(tokens: &[Token], at: usize) -> Option<Stated> {
    let parts = joined(tokens, at + 1).and_then(|word| Some((word, value_of(numbers::PARTS, word)?)));
    let (word, parts) = parts?;
    let count = match &*tokens[at].letters {
        // "A third boat" is one more boat.
        "a" | "an" if joined(tokens, at + 2) == Some("of") => 1.0,
        "one" if !word.ends_with('s') => 1.0,
        own => cardinal(own).filter(|&count| word.ends_with('s') && count > 1.0 && count < parts)?,
    };
    Some(share(at + 2, 100.0 * count / parts))
}

/// `third`, `twenty-first`.
fn ordinal(tokens: &[Token], at: usize) -> Option<Stated> {
    let own = &*tokens[at].letters;
    let (value, end) = match value_of(numbers::ORDINALS, own) {
        Some(value) => (value, at + 1),
        None => {
            let tens = cardinal(own).filter(|tens| *tens >= 20.0)?;
            let unit = value_of(numbers::ORDINALS, joined(tokens, at + 1)?).filter(|unit| *unit < 10.0)?;
            (tens + unit, at + 2)
        }
    };
    Some(exact(end, value, Form::Ordinal))
}

fn exact(end: usize, value: f64, form: Form) -> Stated {
    Stated { end, value, low: value - 0.5, high: value + 0.5, form, unit: None, scale: None }
}

/// A number whose first word is in figures.
fn in_figures(tokens: &[Token], at: usize, figure: Figure) -> Option<Stated> {
    let Figure { mut value, mut step, unit, percent, ordinal, plural, .. } = figure;
    if plural {
        return None;
    }
    if ordinal {
        return Some(exact(at + 1, value, Form::Ordinal));
    }
    let mut end = at + 1;
    // 12 500
    let groups = tokens[at].raw.len() <= 3 && tokens[at].is_digits() && value >= 1.0;
    while groups && end - at < 5 {
        let next = tokens.get(end).filter(|next| {
            next.is_digits()
                && next.raw.len() == 3
                && matches!(next.gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}")
        });
        let Some(next) = next else { break };
        let group: f64 = next.letters.parse().ok()?;
        value = value * 1000.0 + group;
        step = 1.0;
        end += 1;
    }
    let rounded = step > 1.0;
    let mut scaled = figure.scale;
    if let Some(scale) = figure.scale {
        value *= scale;
        step *= scale;
    }
    let sum = unit.is_some() || is_sum(tokens, at, end);
    while let Some(scale) = scale_at(tokens, end, sum).filter(|_| !percent && end - at < 4) {
        value *= scale;
        step *= scale;
        scaled = Some(scale);
        end += 1;
    }
    if percent {
        let half = (step.min(1.0) / 2.0).max(value.abs() * FINEST);
        let (low, high) = (value - half, value + half);
        return Some(Stated { end, value, low, high, form: Form::Share, unit: None, scale: None });
    }
    let half = if rounded { (step / 2.0).min(value.abs() * ROUND) } else { step / 2.0 };
    let half = half.max(value.abs() * FINEST);
    let (low, high) = (value - half, value + half);
    Some(Stated { end, value, low, high, form: Form::Cardinal, unit, scale: scaled })
}

/// What a token multiplies the figures before it by. Behind a space `m` is a metre, but of a sum of money a million.
fn scale_at(tokens: &[Token], at: usize, sum: bool) -> Option<f64> {
    let word = joined(tokens, at)?;
    let short = || value_of(numbers::SHORT_SCALES, word).filter(|_| sum && tokens[at].follows_space());
    scale(word).or_else(short)
}

/// Whether a currency stands before figures or behind the word behind them: `Rs 5 m`, `5 m euros`.
fn is_sum(tokens: &[Token], at: usize, end: usize) -> bool {
    let currency = |word: &str| get(numbers::CURRENCIES, word).is_some();
    let before = at.checked_sub(1).map(|before| &*tokens[before].letters);
    before.is_some_and(currency) || joined(tokens, end + 1).is_some_and(currency)
}

/// A number in words.
fn in_words(tokens: &[Token], at: usize) -> Option<Stated> {
    let mut total = 0.0;
    let mut current: Option<f64> = None;
    let mut last: Option<f64> = None;
    let mut end = at;
    loop {
        let word = if end == at { Some(&*tokens[at].letters) } else { joined(tokens, end) };
        let Some(word) = word else { break };
        let next = || joined(tokens, end + 1);
        if let Some(value) = cardinal(word) {
            current = Some(match current {
                None if last.is_none_or(|last| last >= 1000.0) => value,
                Some(before) if before >= 100.0 && before % 100.0 == 0.0 && value < 100.0 => before + value,
                Some(before)
                    if before % 100.0 >= 20.0 && before % 10.0 == 0.0 && (1.0..10.0).contains(&value) =>
                {
                    before + value
                }
                _ => break,
            });
        } else if matches!(word, "a" | "an") && end == at {
            next().and_then(scale)?;
            current = Some(1.0);
        } else if word == "hundred" && current.is_some_and(|before| (1.0..100.0).contains(&before)) {
            current = current.map(|before| before * 100.0);
        } else if let Some(scale) = scale(word).filter(|&scale| scale != 100.0) {
            let before = current?;
            if last.is_some_and(|last| scale >= last) {
                break;
            }
            total += before * scale;
            (current, last) = (None, Some(scale));
        } else if word == "and"
            && next() == Some("a")
            && joined(tokens, end + 2) == Some("half")
            && (current.is_some() || last.is_some())
        {
            match (current, last) {
                (Some(before), _) => current = Some(before + 0.5),
                (None, last) => total += last? / 2.0,
            }
            end += 2;
        } else if word == "and" && (total > 0.0 || current.is_some_and(|before| before >= 100.0)) {
            // "Two hundred and four", but not "two million and a boat".
            let round = current.is_none_or(|before| before % 100.0 == 0.0);
            if !round || next().and_then(cardinal).is_none() {
                break;
            }
        } else {
            break;
        }
        end += 1;
    }
    let value = total + current.unwrap_or(0.0);
    if end == at || (current.is_none() && last.is_none()) {
        return None;
    }
    let half = match last {
        Some(12.0) => value * DOZEN,
        Some(scale) if scale >= 1e6 && current.is_none() => scale / 2.0,
        _ if value >= 100.0 && value % 10.0 == 0.0 => (zeros(value) / 2.0).min(value * ROUND),
        _ => 0.5,
    };
    let (low, high) = (value - half, value + half);
    Some(Stated { end, value, low, high, form: Form::Cardinal, unit: None, scale: last })
}

/// The worth of the last digit of a whole number that is no closing zero.
fn zeros(value: f64) -> f64 {
    let mut worth = 1.0;
    while worth * 10.0 <= value && value % (worth * 10.0) == 0.0 {
        worth *= 10.0;
    }
    worth
}

/// `one in five`, `nine out of ten`: a share, where two small whole numbers stand so.
fn ratio(tokens: &[Token], stated: Stated) -> Stated {
    const MOST: f64 = 100.0;
    let of = match joined(tokens, stated.end) {
        Some("in") => stated.end + 1,
        Some("out") if joined(tokens, stated.end + 1) == Some("of") => stated.end + 2,
        _ => return stated,
    };
    if stated.form != Form::Cardinal || stated.unit.is_some() || stated.scale.is_some() {
        return stated;
    }
    let whole = tokens.get(of).filter(|token| token.follows_space()).and_then(|token| {
        figure(token)
            .filter(|figure| !figure.plural && !figure.percent && !figure.ordinal && figure.unit.is_none())
            .map(|figure| figure.value)
            .or_else(|| cardinal(&token.letters))
    });
    let Some(whole) = whole.filter(|&whole| whole <= MOST && whole > stated.value && stated.value < 10.0)
    else {
        return stated;
    };
    // "Five in ten days" is no share.
    let unit = joined(tokens, of + 1).is_some_and(|next| get(numbers::UNITS, next).is_some());
    let digits = whole == 100.0 || whole <= 20.0;
    if unit || !digits || stated.value.fract() != 0.0 {
        stated
    } else {
        share(of + 1, 100.0 * stated.value / whole)
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn read(text: &str) -> Option<(f64, Form, usize)> {
        let tokens = tokens(text, 0..text.len());
        stated(&tokens, 0).map(|stated| (stated.value, stated.form, stated.end))
    }

    #[test]
    fn every_form_has_its_value() {
        use Form::{Cardinal, Ordinal, Share};
        let table = [
            ("27 boats", 27.0, Cardinal, 1),
            ("twenty-one boats", 21.0, Cardinal, 2),
            ("twenty one boats", 21.0, Cardinal, 2),
            ("nine hundred and four", 904.0, Cardinal, 4),
            ("two thousand five hundred and six", 2506.0, Cardinal, 6),
            ("a hundred boats", 100.0, Cardinal, 2),
            ("a dozen boats", 12.0, Cardinal, 2),
            ("two dozen", 24.0, Cardinal, 2),
            ("half a million", 500_000.0, Cardinal, 3),
            ("one and a half million", 1_500_000.0, Cardinal, 5),
            ("a million and a half", 1_500_000.0, Cardinal, 5),
            ("1.9 billion", 1.9e9, Cardinal, 2),
            ("1.9bn", 1.9e9, Cardinal, 1),
            ("$3.2 trillion", 3.2e12, Cardinal, 2),
            ("three hundred thousand", 300_000.0, Cardinal, 3),
            ("12 500 boats", 12_500.0, Cardinal, 2),
            ("9%", 9.0, Share, 1),
            ("two-thirds of", 200.0 / 3.0, Share, 2),
            ("three quarters", 75.0, Share, 2),
            ("a quarter of", 25.0, Share, 2),
            ("half of the", 50.0, Share, 1),
            ("one in five", 20.0, Share, 3),
            ("nine out of ten", 90.0, Share, 4),
            ("3 in 10 boats", 30.0, Share, 3),
            ("five in 10 days", 5.0, Cardinal, 1),
            ("third boat", 3.0, Ordinal, 1),
            ("21st", 21.0, Ordinal, 1),
            ("twenty-first", 21.0, Ordinal, 2),
            ("dozens of", 20.0, Cardinal, 1),
            ("tens of thousands of", 15_000.0, Cardinal, 3),
            ("several hundred", 150.0, Cardinal, 2),
        ];
        for (text, value, form, end) in table {
            let (found, own, behind) = read(text).unwrap_or_else(|| panic!("{text} is not read"));
            assert!((found - value).abs() < 1e-9 * value, "{text}: {found}");
            assert_eq!((own, behind), (form, end), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "boats",
            "a boat",
            "a third boat",
            "and",
            "hundred",
            "1990s",
            "G20",
            "a few boats",
            "several boats",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_as_exact_as_it_is_written() {
        let table = [
            ("1.9 billion", 1.85e9, 1.95e9),
            ("27", 26.5, 27.5),
            ("20", 19.5, 20.5),
            ("300", 285.0, 315.0),
            ("1,894,000,000", 1_893_500_000.0, 1_894_500_000.0),
            ("two million", 1.5e6, 2.5e6),
            ("12.5%", 12.45, 12.55),
        ];
        for (text, low, high) in table {
            let tokens = tokens(text, 0..text.len());
            let stated = stated(&tokens, 0).unwrap_or_else(|| panic!("{text} is not read"));
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b;
            assert!(near(stated.low, low) && near(stated.high, high), "{text}: {stated:?}");
        }
    }
}
