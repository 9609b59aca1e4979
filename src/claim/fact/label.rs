//! What has the look of a number and counts nothing: the number of a section or a list, part of a name, a time of day, a pronoun.
//!
//! Takes tokens and a value among them and answers from the words and signs beside it.

use super::stated::{Form, Stated, joined};
use super::token::Token;
use crate::lexicon::{function_words, get, has, numbers};

/// Whether a value counts nothing that could be compared.
pub fn counts_nothing(tokens: &[Token], at: usize, value: &Stated) -> bool {
    let own = &tokens[at];
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let behind = tokens.get(value.end);
    names(own, before, behind, value)
        || signs(tokens, at, value.end)
        || is_time(tokens, value.end)
        || is_address(tokens, at, value)
        || is_pronoun(tokens, at, value)
}

/// Whether it names one of several ("section 4", "World War Two", "COVID-19") or is part of a name.
fn names(own: &Token, before: Option<&Token>, behind: Option<&Token>, value: &Stated) -> bool {
    if let Some(before) = before {
        let near = own.follows_space() || matches!(own.gap, ". " | "." | ".\u{a0}");
        if near && value.unit.is_none() && get(numbers::LABELS, &before.letters).is_some() {
            return true;
        }
        // "Expo 2020"
        let year = own.is_digits() && own.letters.len() == 4 && (1900.0..=2050.0).contains(&value.value);
        if year && own.follows_space() && before.is_capital() {
            return true;
        }
        if own.follows_hyphen() || own.gap.contains('‑') {
            return true;
        }
    }
    let spelt = own.raw.starts_with(char::is_alphabetic) && !own.raw.contains(|c: char| c.is_ascii_digit());
    let inside = before.is_some() && own.follows_space();
    let next_capital = behind.is_some_and(|behind| behind.is_capital() && behind.follows_space());
    // "Seven Sisters", and "in the Third World".
    let part_of_name = spelt && own.is_capital() && value.unit.is_none() && (inside || next_capital);
    // "The 20th Century Fox", but not "the 20th Bergen Games".
    let plural = behind.is_some_and(|behind| behind.letters.ends_with('s'));
    part_of_name || (!spelt && value.form == Form::Ordinal && next_capital && !plural)
}

/// Whether a sign beside it makes it a mark of a note, an item of a list, a term of a sum or part of a code.
fn signs(tokens: &[Token], at: usize, end: usize) -> bool {
    let gap = tokens[at].gap;
    let last = gap.trim_end().chars().next_back();
    let behind = tokens.get(end).map_or("", |next| next.gap);
    let first = behind.chars().next();
    let bare = tokens[at].raw.starts_with(|c: char| c.is_ascii_digit());
    // "[3]", "(27)", "(10+1)", "#4", "§ 12"
    let bracket = matches!(last, Some('[' | '(')) && matches!(first, Some(']' | ')' | '+' | ','));
    let mark = matches!(last, Some('#' | '§' | '№' | '=' | '×' | '@' | '^' | '¶' | '_'))
        || matches!(gap.chars().next_back(), Some('/' | '+' | '*' | ':' | '[' | '\\' | '.'));
    let code = matches!(first, Some('/' | '=' | '×' | ']' | '_' | '@' | '\\' | '*'))
        || (first == Some(':') && behind.len() == 1)
        || (first == Some('+') && behind.len() == 1);
    // "1. Ferries", "2) Ferries"
    let opens = at == 0 || gap.contains('\n');
    let item = opens && bare && (matches!(first, Some(')')) || (first == Some('.') && behind.len() > 1));
    bracket || (bare && mark) || code || item
}

/// Whether it is a time of day: "10:30", "5 p.m.", "at 9 o'clock".
fn is_time(tokens: &[Token], end: usize) -> bool {
    match joined(tokens, end) {
        Some("am" | "pm" | "o'clock" | "noon" | "gmt" | "bst" | "utc" | "hrs") => true,
        Some("a" | "p") => tokens.get(end + 1).is_some_and(|next| next.letters == "m" && next.gap == "."),
        _ => tokens.get(end).is_some_and(|next| next.gap.is_empty() && matches!(&*next.letters, "am" | "pm")),
    }
}

/// Whether a number is that of a house: "10 Downing Street".
fn is_address(tokens: &[Token], at: usize, value: &Stated) -> bool {
    const WORDS: usize = 3;
    let name = |token: &&Token| token.is_capital() && token.follows_space();
    let bare = tokens[at].is_digits() && value.end == at + 1;
    let mut row = tokens[value.end..].iter().take(WORDS).take_while(name);
    bare && row.any(|token| get(numbers::STREETS, &token.letters).is_some())
}

/// Whether "one" is a pronoun.
fn is_pronoun(tokens: &[Token], at: usize, value: &Stated) -> bool {
    if tokens[at].letters != "one" || value.end != at + 1 || value.form != Form::Cardinal {
        return false;
    }
    let before = at.checked_sub(1).map(|before| &*tokens[before].letters);
    let idle = |word: &str| {
        get(numbers::IDLE, word).is_some() || (has(function_words::WORDS, word) && word != "per")
    };
    before.is_some_and(|before| get(numbers::PRONOUN_BEFORE, before).is_some())
        || joined(tokens, at + 1).is_none_or(idle)
}
