//! The labels that open a turn: "Ann Ward:", "**Ann Ward:**", "Ms. WARD.", "[00:01] ANN WARD:", "Q.", "JUSTICE WARD, dissenting."
//!
//! Takes a masked text and one of its lines and hands on where a label stands in it, by its form alone; `who` tells whether it
//! is anybody's name.

use std::ops::Range;

use crate::claim::name::{Name, names};
use crate::claim::token::{Form as Kind, Token, tokens};
use crate::fold::{MASK, folded, hash_of, words_in};
use crate::lexicon::{has, voices};

/// A label at the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The words that say who.
    pub who: Range<usize>,
    /// What a bracket behind them holds: "The Minister (Ann Ward):".
    pub bracket: Option<Range<usize>>,
    /// The mark that parts them from what is said; of a heading the label itself.
    pub cue: Range<usize>,
    /// Where the words of the turn begin.
    pub words: usize,
    /// How it is written.
    pub form: Form,
}

/// How a label is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "Ann Ward:", or "Ms. WARD." with the name in capitals.
    Name,
    /// "Q." and "A.", or "Q:" and "A:".
    Letter,
    /// A heading that is a name and nothing else.
    Heading,
}

/// A label is no longer, in bytes, with its brackets.
const LONGEST: usize = 120;
/// Nor in words.
const WORDS: usize = 8;

/// The label that a line opens with. `heading`: whether the line is a heading, which may be a name without a mark.
pub fn label(text: &str, line: Range<usize>, heading: bool) -> Option<Label> {
    let start = opening(text, &line);
    let limit = text.floor_char_boundary(line.end.min(start + LONGEST));
    let mut at = start;
    for count in 0..WORDS {
        let word = words_in(text, at..limit).next()?.range();
        let gap = &text[at..word.start];
        let joins = |c: char| c == MASK || (count > 0 && matches!(c, ' ' | '.' | '-' | '\u{a0}'));
        if !gap.chars().all(joins) || !fits(&text[word.clone()], count) {
            return None;
        }
        let (behind, bracket) = brackets(text, word.end..limit)?;
        let who = start + text[start..].find(|c| c != MASK)?..word.end;
        let rest = &text[behind..limit];
        let mark = rest.chars().next();
        let ends = |mark: char| {
            let next =
                text[behind + mark.len_utf8()..line.end].trim_start_matches([MASK, '*']).chars().next();
            mark == '：' || next.is_none_or(char::is_whitespace)
        };
        let found = |form| {
            let cue = behind..behind + mark.map_or(0, char::len_utf8);
            let said = text[cue.end..line.end].trim_start_matches(|c: char| c == MASK || c.is_whitespace());
            Some(Label {
                who: who.clone(),
                bracket: bracket.clone(),
                words: line.end - said.len(),
                cue,
                form,
            })
        };
        match mark {
            Some(mark @ (':' | '：')) => return if ends(mark) { found(Form::Name) } else { None },
            Some('.') if ends('.') && is_surname(&text[word.clone()], count) => {
                return found(Form::Name);
            }
            _ if heading && text[behind..line.end].trim_matches([' ', MASK]).is_empty() => {
                return Some(Label {
                    who: who.clone(),
                    cue: who,
                    bracket,
                    words: line.end,
                    form: Form::Heading,
                });
            }
            _ if bracket.is_some() => return None,
            _ => at = word.end,
        }
    }
    None
}

/// The letter of a question or of an answer that a line opens with, and whether it is the answer's.
pub fn letter(text: &str, line: Range<usize>) -> Option<(Label, bool)> {
    let start = opening(text, &line);
    let start = start + text[start..line.end].find(|c| c != MASK)?;
    let answer = match text.as_bytes()[start] {
        b'Q' => false,
        b'A' => true,
        _ => return None,
    };
    let rest = text[start + 1..line.end].trim_start_matches(MASK);
    let mark = line.end - rest.len();
    let said = rest.strip_prefix([':', '.'])?;
    let words = said.trim_start_matches([MASK, ' ', '\t']);
    let parted = said.is_empty() || words.len() < said.len() || words.starts_with('\n');
    let label = Label {
        who: start..start + 1,
        bracket: None,
        cue: mark..mark + 1,
        words: line.end - words.len(),
        form: Form::Letter,
    };
    parted.then_some((label, answer))
}

/// The names of those whose opinion a line heads: the judge who wrote it first, then those who join.
pub fn opinion(text: &str, line: Range<usize>, heading: bool) -> Option<Vec<Range<usize>>> {
    const LONG: usize = 300;
    if line.len() > LONG || !may_be_opinion(text, line.clone()) {
        return None;
    }
    let tokens = tokens(text, line, &[]);
    let kind = tokens.iter().enumerate().any(|(at, token)| {
        let apart = at > 0 && !tokens[at - 1].is_word();
        (apart && token.is_any(&["concurring", "dissenting"]))
            || (token.is("delivered") && tokens.get(at + 2).is_some_and(|word| word.is("opinion")))
    });
    let judge = |name: &Name| {
        let title = tokens[name.title.clone()].iter().any(|word| word.is_any(&["judge", "justice"]));
        let letters: Vec<&str> = tokens[name.tokens.end..]
            .iter()
            .filter(|token| token.form != Kind::Comma)
            .take(2)
            .map(|token| &*token.letters)
            .collect();
        title || letters.first() == Some(&"j") || letters == ["c", "j"]
    };
    let all: Vec<Name> = names(&tokens);
    let first = all.first().filter(|name| name.title.start == 0 && judge(name))?;
    let written = |name: &Name| {
        let first = name.title.start.min(name.tokens.start);
        tokens[first].range.start..tokens[name.tokens.end - 1].range.end
    };
    let shouted = heading || is_upper(&text[written(first)]);
    let joined: Vec<Range<usize>> = all.iter().map(written).collect();
    (kind && shouted).then_some(joined)
}

/// Whether a line has one of the words by which an opinion's heading is known. Hardly one has, and most are read no further.
fn may_be_opinion(text: &str, line: Range<usize>) -> bool {
    let known = ["concurring", "dissenting", "delivered"].map(hash_of);
    words_in(text, line).any(|word| known.contains(&word.hash))
}

/// The words of a label as tokens.
pub fn read(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let mut tokens = tokens(text, range, &[]);
    tokens.retain(Token::is_word);
    tokens
}

/// Whether a stretch has letters, and none of them is small.
pub fn is_upper(written: &str) -> bool {
    written.chars().any(char::is_uppercase) && !written.chars().any(char::is_lowercase)
}

/// Where a line begins behind its list mark and its time: "- ", "[00:01] ", "00:03:41 ".
fn opening(text: &str, line: &Range<usize>) -> usize {
    let blank = |c: char| c == MASK || c.is_whitespace();
    let mut rest = text[line.clone()].trim_start_matches(blank);
    if let Some(item) = rest.strip_prefix(['-', '*', '•', '–', '—']).filter(|item| item.starts_with(blank))
    {
        rest = item.trim_start_matches(blank);
    }
    rest = time(rest).unwrap_or(rest).trim_start_matches([' ', '\t', '\u{a0}']);
    if let Some(dash) = rest.strip_prefix(['-', '–', '—']).filter(|dash| dash.starts_with(blank)) {
        rest = dash.trim_start_matches(blank);
    }
    line.end - rest.len()
}

/// What follows the time that a line opens with.
fn time(line: &str) -> Option<&str> {
    const FAR: usize = 32;
    let half = |word: &str| matches!(&*folded(word), "am" | "pm" | "a" | "p" | "m");
    if let Some(inner) = line.strip_prefix(['[', '(', '<']) {
        let close = inner.find([']', ')', '>']).filter(|&close| close <= FAR)?;
        let words: Vec<&str> = inner[..close].split(|c: char| !c.is_alphanumeric()).collect();
        let number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        let plain = words.iter().all(|word| word.is_empty() || number(word) || half(word));
        return (plain && words.iter().any(number)).then(|| &inner[close + 1..]);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':').len();
    let behind = &line[digits..];
    if !line[..digits].contains(':') || !behind.starts_with([' ', '\t']) {
        return None;
    }
    let next = behind.trim_start();
    let word = next.split(' ').next().unwrap_or_default();
    Some(if half(word) { &next[word.len()..] } else { behind })
}

/// Whether a word may stand in a label, behind so many others.
fn fits(word: &str, count: usize) -> bool {
    let inner = || {
        let letters = folded(word);
        has(voices::PARTICLES, &letters)
            || matches!(&*letters, "and" | "for" | "in" | "of" | "the")
            || letters.chars().all(|c| c.is_ascii_digit())
    };
    word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) || (count > 0 && inner())
}

/// Whether a word with a full stop behind it is a name in capitals, and no title, no initial and no number.
fn is_surname(word: &str, count: usize) -> bool {
    let letters = word.chars().count();
    let roman = word.chars().all(|c| matches!(c, 'C' | 'I' | 'L' | 'V' | 'X'));
    is_upper(word) && letters > if count > 0 { 1 } else { 2 } && !roman && !(count == 0 && is_title(word))
}

/// Whether a word is what stands before a name: "Mr", "CAPT".
fn is_title(word: &str) -> bool {
    matches!(
        &*folded(word),
        "capt" | "col" | "dr" | "gen" | "mr" | "mrs" | "ms" | "prof" | "rep" | "sen" | "st"
    )
}

/// Where the brackets behind a word end, and what the first holds; the word's own end where none stands there.
fn brackets(text: &str, rest: Range<usize>) -> Option<(usize, Option<Range<usize>>)> {
    let mut first = None;
    let mut at = rest.start + masks(&text[rest.clone()]);
    loop {
        let open = at + text[at..rest.end].len() - text[at..rest.end].trim_start_matches([' ', MASK]).len();
        let Some(inner) = text[open..rest.end].strip_prefix(['(', '[']) else { return Some((at, first)) };
        let close = open + 1 + inner.find([')', ']'])?;
        first = first.or(Some(open + 1..close));
        at = close + 1 + masks(&text[close + 1..rest.end]);
    }
}

/// How many bytes of markup a text begins with.
fn masks(text: &str) -> usize {
    text.len() - text.trim_start_matches(MASK).len()
}
