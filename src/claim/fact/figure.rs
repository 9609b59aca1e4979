//! One word that is written in figures: `1,234.5`, `$3.2`, `9%`, `1.9bn`, `21st`, `½`.
//!
//! Takes a token and hands on its value with the sign, the unit and the scale that are part of the word. What may be read in two ways
//! (`1.234`), and what is no plain number (`1.2.3`, `4x4`), is not read.

use super::token::Token;
use crate::lexicon::{get, numbers};

/// A number in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its value, without its scale.
    pub value: f64,
    /// The worth of its last figure that is not a closing zero of a whole number.
    pub step: f64,
    /// What its letters multiply it by: `bn`.
    pub scale: Option<f64>,
    /// The key of the currency or the unit that is part of the word.
    pub unit: Option<&'static str>,
    /// Whether it is a percentage.
    pub percent: bool,
    /// Whether it is an ordinal: `21st`.
    pub ordinal: bool,
    /// Whether it has a plural's s: `1990s`.
    pub plural: bool,
}

/// Digits beyond this many are not read: they are no quantity that anybody counts.
const LONGEST: usize = 18;

/// Reads a word in figures.
pub fn figure(token: &Token) -> Option<Figure> {
    let part = token.raw.chars().next_back().and_then(vulgar);
    let letters = match part {
        Some(_) => &token.raw[..token.raw.len() - token.raw.chars().next_back().map_or(0, char::len_utf8)],
        None => &*token.letters,
    };
    let unsigned = letters.trim_start_matches(['-', '+', '−']);
    let negative = letters.starts_with(['-', '−']);
    let start = unsigned.find(|c: char| c.is_ascii_digit()).unwrap_or(unsigned.len());
    let (sign, rest) = unsigned.split_at(start);
    let mut unit = match sign {
        "" => None,
        sign => Some(get(numbers::CURRENCIES, sign)?),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
    let (digits, ending) = rest.split_at(end);
    let (mut value, mut step) = match (digits, part) {
        ("", Some(_)) => (0.0, 1.0),
        (digits, _) => plain(digits)?,
    };
    if let Some(part) = part {
        value += part;
        step = 0.1;
    }
    if negative {
        value = -value;
    }
    let mut figure =
        Figure { value, step, scale: None, unit: None, percent: false, ordinal: false, plural: false };
    match ending.trim_start_matches('\'') {
        "" => {}
        "%" | "٪" | "pc" => figure.percent = true,
        "st" | "nd" | "rd" | "th" => figure.ordinal = true,
        "s" => figure.plural = true,
        ending => {
            if let Some(scale) = get(numbers::SHORT_SCALES, ending) {
                figure.scale = scale.parse().ok();
            } else {
                unit = Some(get(numbers::CURRENCIES, ending).or_else(|| get(numbers::UNITS, ending))?);
            }
        }
    }
    Some(Figure { unit, ..figure })
}

/// The value of a sign such as ½.
fn vulgar(char: char) -> Option<f64> {
    Some(match char {
        '½' => 0.5,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

/// The value of digits with their marks, and the worth of the last one.
fn plain(digits: &str) -> Option<(f64, f64)> {
    if digits.is_empty() || digits.len() > LONGEST || !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let groups = |text: &str, mark: char| {
        let mut parts = text.split(mark);
        let first = parts.next().map_or(0, str::len);
        (1..=3).contains(&first) && parts.all(|part| part.len() == 3)
    };
    let (whole, decimals) = match (digits.find(','), digits.find('.')) {
        (None, None) => (digits.to_owned(), ""),
        // 1,234.5
        (Some(comma), Some(point)) if comma < point => {
            let (head, tail) = digits.split_once('.')?;
            (groups(head, ',').then(|| head.replace(',', ""))?, tail)
        }
        // 1.234,5
        (Some(_), Some(_)) => {
            let (head, tail) = digits.split_once(',')?;
            (groups(head, '.').then(|| head.replace('.', ""))?, tail)
        }
        (Some(_), None) if groups(digits, ',') => (digits.replace(',', ""), ""),
        // 3,5
        (Some(comma), None) => (digits[..comma].to_owned(), &digits[comma + 1..]),
        (None, Some(_)) if digits.matches('.').count() > 1 => {
            (groups(digits, '.').then(|| digits.replace('.', ""))?, "")
        }
        (None, Some(point)) => {
            let (whole, decimals) = (&digits[..point], &digits[point + 1..]);
            // 1.234 is one and a bit to some, and a thousand to others.
            let open = decimals.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0";
            (!open).then(|| (whole.to_owned(), decimals))?
        }
    };
    if decimals.contains(['.', ',']) {
        return None;
    }
    // A telephone number or a code begins with a zero that counts nothing.
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let value: f64 = format!("{whole}.{decimals}0").parse().ok()?;
    if !decimals.is_empty() {
        return Some((value, 10f64.powi(-(decimals.len() as i32))));
    }
    let zeros = whole.len() - whole.trim_end_matches('0').len();
    Some((value, if whole.len() > 2 { 10f64.powi(zeros.min(whole.len() - 1) as i32) } else { 1.0 }))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn read(text: &str) -> Option<Figure> {
        tokens(text, 0..text.len()).first().and_then(figure)
    }

    #[test]
    fn figures_have_their_value_and_the_worth_of_their_last_digit() {
        let table = [
            ("7", 7.0, 1.0),
            ("20", 20.0, 1.0),
            ("300", 300.0, 100.0),
            ("1,234.5", 1234.5, 0.1),
            ("1.234.567,5", 1_234_567.5, 0.1),
            ("1.234,5", 1234.5, 0.1),
            ("1.234.567", 1_234_567.0, 1.0),
            ("12,500", 12_500.0, 100.0),
            ("3,5", 3.5, 0.1),
            ("1.25", 1.25, 0.01),
            ("0.125", 0.125, 0.001),
            ("-5", -5.0, 1.0),
            ("$3.20", 3.2, 0.01),
            ("9%", 9.0, 1.0),
            ("21st", 21.0, 1.0),
            ("2½", 2.5, 0.1),
            ("¾", 0.75, 0.1),
        ];
        for (text, value, step) in table {
            let found = read(text).map(|figure| (figure.value, figure.step));
            assert_eq!(found, Some((value, step)), "{text}");
        }
    }

    #[test]
    fn what_is_part_of_the_word_is_known() {
        let table = [
            ("$3.2", Some("dollar"), None, false, false),
            ("€3.5bn", Some("euro"), Some(1e9), false, false),
            ("2m", None, Some(1e6), false, false),
            ("40k", None, Some(1e3), false, false),
            ("12km", Some("kilometre"), None, false, false),
            ("9%", None, None, true, false),
            ("3rd", None, None, false, true),
        ];
        for (text, unit, scale, percent, ordinal) in table {
            let found = read(text).map(|found| (found.unit, found.scale, found.percent, found.ordinal));
            assert_eq!(found, Some((unit, scale, percent, ordinal)), "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_not_read() {
        for text in
            ["1.234", "1.2.3", "4x4", "G20", "020", "12,34,5", "1,2345.6.7", "9999999999999999999999", ""]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
