//! The noun that a number counts: `people` in "27 injured people", `guidelines` in "five new policy guidelines".
//!
//! Takes the tokens behind a number and hands on the noun in the singular. A plural is looked for, since behind a number most nouns
//! have one; where there is none, the number counts nothing that could be compared.

use super::stated::joined;
use super::token::Token;
use crate::lexicon::{function_words, get, has, numbers};

/// A noun that is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The noun in the singular.
    pub head: String,
    /// What has so many of them: `initiative` in "six-point initiative".
    pub of: Option<String>,
    /// What stands before the noun and says which are counted.
    pub modifiers: Vec<String>,
    /// The token behind the noun.
    pub end: usize,
}

/// How many words may stand before the noun, itself counted.
const REACH: usize = 5;

/// The noun that is counted behind a number.
pub fn counted(tokens: &[Token], at: usize, value: f64) -> Option<Counted> {
    let first = tokens.get(at)?;
    if first.follows_hyphen() {
        let word = &first.letters;
        if has(function_words::WORDS, word) || get(numbers::CARDINALS, word).is_some() || word.len() < 3 {
            return None;
        }
        let of = tokens.get(at + 1).filter(|next| next.follows_space() && !next.is_capital());
        let of = of.map(|next| singular(&next.letters)).filter(|of| !has(function_words::WORDS, of));
        return Some(Counted { head: singular(word), of, modifiers: Vec::new(), end: at + 1 });
    }
    let found = |last: usize, head: String| {
        let between = tokens[at..last].iter().map(|token| &token.letters);
        let telling = between.filter(|word| {
            get(numbers::PASSED_OVER, word).is_none() && get(numbers::CARDINALS, word).is_none()
        });
        let modifiers = telling.map(|word| singular(word)).collect();
        Some(Counted { head, of: None, modifiers, end: last + 1 })
    };
    let mut alone = None;
    // "27 injured" counts the injured, and "27 injured people" counts people.
    let mut people = None;
    let mut ended = false;
    for (i, token) in tokens.iter().enumerate().skip(at).take(REACH) {
        let near = token.follows_space() || (i > at && token.follows_hyphen());
        if !near || token.letters.starts_with(|c: char| c.is_ascii_digit()) {
            ended = !near;
            break;
        }
        let word = &*token.letters;
        let passed = get(numbers::PASSED_OVER, word).is_some();
        // "Five of the boats", but not "five boats of the".
        if passed && !(matches!(word, "of" | "the") && alone.is_some()) {
            continue;
        }
        if has(function_words::WORDS, word) && get(numbers::PLURALS, word).is_none() {
            ended = true;
            break;
        }
        if get(numbers::PEOPLE, word).is_some() && !token.is_capital() {
            people = people.or(Some(i));
            continue;
        }
        if value > 1.0 && is_plural(token) {
            return found(i, singular(word));
        }
        alone = Some(i);
        if value <= 1.0 && i > at + 2 {
            return None;
        }
    }
    if let Some(last) = people {
        return found(last, tokens[last].letters.to_string());
    }
    // One of a kind, or of those without a plural: the last word before whatever is no noun.
    let last = alone.filter(|_| value <= 1.0 || ended)?;
    let token = &tokens[last];
    if token.is_capital() { None } else { found(last, singular(&token.letters)) }
}

/// Whether a plural noun stands behind a number, so that it counts, whatever else it may be.
pub fn has_plural(tokens: &[Token], at: usize) -> bool {
    let row = tokens
        .iter()
        .skip(at)
        .take(REACH)
        .take_while(|token| token.follows_space() && !has(function_words::WORDS, &token.letters));
    row.into_iter().any(is_plural)
}

/// What a share is taken of: `boats` in "nine per cent of the boats", "one in five boats".
pub fn portion(tokens: &[Token], at: usize) -> Option<String> {
    counted(tokens, at, 2.0).map(|counted| counted.head)
}

/// What there is so much of: `gravel` in "12 tonnes of grey gravel".
pub fn measured(tokens: &[Token], at: usize) -> Option<String> {
    if joined(tokens, at) != Some("of") {
        return None;
    }
    let noun = |i: &usize| {
        let token = &tokens[*i];
        let near = token.follows_space() && !token.is_capital();
        near && !has(function_words::WORDS, &token.letters) && token.letters.starts_with(char::is_alphabetic)
    };
    let first = at
        + 1
        + usize::from(joined(tokens, at + 1).is_some_and(|next| get(numbers::PASSED_OVER, next).is_some()));
    let last = (first..tokens.len()).take(3).take_while(noun).last()?;
    Some(singular(&tokens[last].letters))
}

/// What is said to be so many: `population` in "a population of 1.9 billion". `at` is where the number begins, or what hedges it.
pub fn sized(tokens: &[Token], at: usize) -> Option<String> {
    let of = at.checked_sub(1)?;
    let noun = &tokens[of.checked_sub(1)?];
    let joined = tokens[of..=at].iter().all(Token::follows_space) && tokens[of].letters == "of";
    let word = &*noun.letters;
    let tells = !noun.is_capital()
        && word.starts_with(char::is_alphabetic)
        && !has(function_words::WORDS, word)
        && [numbers::IDLE, numbers::CARDINALS, numbers::SCALES]
            .iter()
            .all(|table| get(table, word).is_none());
    (joined && tells && get(numbers::SUMS, word).is_none()).then(|| singular(word))
}

/// What an ordinal ranks: the word behind it, if it stands where an ordinal does, behind "the", "his" or the like, with one more
/// word between at the most: "an unprecedented third term".
pub fn ranked(tokens: &[Token], at: usize, behind: usize) -> Option<String> {
    let opens = |at: usize| {
        let word = &*tokens[at].letters;
        matches!(word, "the" | "a" | "an" | "his" | "her" | "its" | "their" | "our" | "my" | "your" | "for")
            || word.ends_with("'s")
            || word.ends_with("s'")
    };
    let before = at.checked_sub(1)?;
    if !tokens[at].follows_space() {
        return None;
    }
    let described = |at: usize| {
        let word = &tokens[at];
        at > 0
            && word.follows_space()
            && !word.is_capital()
            && !has(function_words::WORDS, &word.letters)
            && get(numbers::CARDINALS, &word.letters).is_none()
            && opens(at - 1)
    };
    let opens = opens(before) || described(before);
    let next = joined(tokens, behind)?;
    let noun = !has(function_words::WORDS, next)
        && !tokens[behind].is_capital()
        && next.starts_with(char::is_alphabetic)
        && get(numbers::IDLE, next).is_none()
        && get(numbers::CARDINALS, next).is_none();
    (opens && noun).then(|| singular(next))
}

/// Whether a word has the look of a plural noun.
fn is_plural(token: &Token) -> bool {
    let word = &*token.letters;
    if get(numbers::PLURALS, word).is_some() {
        return !token.is_capital();
    }
    let raw = token.raw.trim_end_matches(['\'', '’']);
    // MPs, but not Wales.
    let capital =
        token.is_capital() && !raw.strip_suffix('s').is_some_and(|stem| stem.chars().all(char::is_uppercase));
    let ending =
        word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is");
    ending && word.len() > 2 && !capital && !word.contains('\'')
}

/// A noun in the singular, as far as its ending tells. What is no plural stays as it is.
pub fn singular(word: &str) -> String {
    if let Some(singular) = get(numbers::PLURALS, word) {
        return singular.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let sibilant = ["sses", "xes", "ches", "shes", "zes"].iter().any(|ending| word.ends_with(ending));
    let plain = |ending| word.strip_suffix(ending).filter(|stem: &&str| stem.len() > 1);
    if sibilant && let Some(stem) = plain("es") {
        return stem.to_owned();
    }
    let kept = word.ends_with("ss") || word.ends_with("us") || word.ends_with("is");
    plain("s").filter(|_| !kept).unwrap_or(word).to_owned()
}
