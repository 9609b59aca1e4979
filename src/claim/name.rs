//! Names in a row of tokens: where one stands, what stands before it as a title, and whether it is a body's.
//!
//! Takes a block's tokens and hands on ranges of them, which `people` makes entities of.

use std::ops::Range;

use super::noun::is_determiner;
use super::token::Token;
use super::voice::Gender;
use crate::lexicon::{given_names, reporting, speaking, voices};

/// A name as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The tokens of the name, without titles.
    pub tokens: Range<usize>,
    /// The tokens of what stands before it as an office or a title; empty if nothing does.
    pub title: Range<usize>,
    /// Whether it is a body's.
    pub body: bool,
    /// What the title says of gender.
    pub gender: Option<Gender>,
    /// Whether its first word is a given name or a title makes it a person's.
    pub person: bool,
}

impl Name {
    /// The name among tokens that begin so many tokens earlier.
    pub fn moved(self, by: usize) -> Name {
        let moved = |range: Range<usize>| range.start + by..range.end + by;
        Name { tokens: moved(self.tokens), title: moved(self.title), ..self }
    }
}

/// No name is longer, in tokens.
const LONGEST: usize = 9;

/// Every name in a block's tokens, in order.
pub fn names(tokens: &[Token]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = run(tokens, at);
        if end > at {
            names.extend(name(tokens, at..end));
        }
        at = end.max(at + 1);
    }
    names
}

/// The name that a noun phrase ends with.
pub fn last_name(tokens: &[Token], phrase: &Range<usize>) -> Option<Name> {
    let mut at = phrase.start;
    let mut last = None;
    while at < phrase.end {
        let end = run(tokens, at).min(phrase.end);
        if end > at {
            last = name(tokens, at..end).filter(|_| end == phrase.end);
        }
        at = end.max(at + 1);
    }
    last
}

/// Where the run of capitalised words that begins at `start` ends; `start` itself if none does.
fn run(tokens: &[Token], start: usize) -> usize {
    if !tokens[start].capital {
        return start;
    }
    let mut end = start;
    // "Joining Ann Ward"
    let joining = |token: &Token| token.letters.ends_with("ing") && token.letters.len() > 5;
    if joining(&tokens[start]) && tokens.get(start + 1).is_some_and(|next| next.capital && is_given(next)) {
        return start;
    }
    while end < tokens.len() && end - start < LONGEST {
        let token = &tokens[end];
        let link = end > start
            && !tokens[end - 1].owner
            && !token.capital
            && (token.among(voices::PARTICLES) || token.is_any(&["and", "for", "of", "the"]));
        if link {
            // A small word belongs to a name only between two of its words.
            // "The Department of Works", but "Minister Ward of Hull".
            let body =
                |at: usize| tokens[at - 1].among(voices::BODIES) || tokens[at - 1].among(voices::OFFICES);
            // "The Ministry of Works and Housing", but "the Ministry of Works and Ann Ward".
            let of = (start..end).any(|at| tokens[at].is_any(&["for", "of"]) && at > start && body(at));
            let joins = token.is("and")
                && of
                && tokens.get(end + 1).is_some_and(|next| is_part(next) && !is_given(next) && !body(end + 2));
            let inner = joins
                || token.among(voices::PARTICLES)
                || (token.is_any(&["for", "of"]) && body(end))
                || (token.is("the") && tokens[end - 1].is("of"));
            let next =
                tokens.get(end + 1).is_some_and(|next| is_part(next) || (token.is("of") && next.is("the")));
            if inner && next {
                end += 1;
                continue;
            }
            break;
        }
        // "The Morning Post"
        let inner = token.capital
            && token.among(speaking::TIMES)
            && tokens.get(end + 1).is_some_and(|next| next.capital && next.among(voices::BODIES));
        if !(is_part(token) || inner) || (end > start && tokens[end - 1].owner) {
            break;
        }
        end += 1;
    }
    while end > start && !tokens[end - 1].capital {
        end -= 1;
    }
    end
}

/// Whether a token is a capitalised word of a name.
fn is_part(token: &Token) -> bool {
    if !token.is_word() || !token.capital {
        return false;
    }
    // "May" and "Will" are names as often as not.
    let is_name = || token.is_any(&["april", "august", "june", "may", "will"]);
    let small = is_determiner(token)
        || token.among(speaking::ADVERBS)
        || is_reporting(token)
        || token.is_any(&["her", "him", "his"])
        || [speaking::OPENERS, speaking::LINKS, voices::SUBJECTS].iter().any(|list| token.among(list))
        || [speaking::TIMES, speaking::BETWEEN, speaking::VERBS].iter().any(|list| token.among(list))
            && !is_name();
    // "Don't" is no D'Souza.
    let contraction = token.letters.contains('\'')
        && (token.letters.ends_with("n't") || !token.letters.starts_with(['d', 'l', 'o']));
    !small && !contraction
}

/// Whether a word is a verb's form that a sentence begins with and that no name has: "Rejecting", "Asked".
pub fn is_reporting(token: &Token) -> bool {
    let lists = [reporting::VERBS, speaking::MORE, speaking::TAKING];
    (token.letters.ends_with("ing") || token.letters.ends_with("ed"))
        && !token.is("reading")
        && lists.iter().any(|list| token.among(list))
}

/// A run as a title and a name.
fn name(tokens: &[Token], run: Range<usize>) -> Option<Name> {
    let mut run = run;
    while run.len() > 1 && tokens[run.end - 1].among(voices::SUFFIXES) {
        run.end -= 1;
    }
    let words = &tokens[run.clone()];
    let head = words.iter().position(|token| token.is_any(&["for", "of"])).unwrap_or(words.len());
    let body = words[..head].last().is_some_and(|token| token.among(voices::BODIES) && words.len() > 1)
        || (words.len() > 1
            && words.last().is_some_and(|token| token.among(voices::BODIES))
            && head == words.len());
    // "House Speaker Ann Ward" ends in no body, "the State Department" in no office.
    let last_title =
        (0..words.len().saturating_sub(1)).rev().find(|&i| words[i].among(voices::OFFICES) && !body);
    // What only qualifies an office makes none: "Foreign Affairs", "Executive Summary".
    let last_title = last_title.filter(|&last| words[..=last].iter().any(is_office));
    // A given name with a word behind it begins the name: "Harbour Master Ann Ward".
    let described = |i: usize| i > 1 || words[0].among(voices::PERSONS) || words[0].among(voices::OFFICES);
    let given = (0..words.len().saturating_sub(1)).find(|&i| is_given(&words[i]));
    let given = given.filter(|&i| i > 0 && described(i) && !body);
    let last_title = last_title.max(given.map(|given| given - 1));
    let from = run.start + last_title.map_or(0, |last| last + 1);
    let mut name = from..run.end;
    // What follows "of" in an office is no name: "Secretary of State Ann Ward".
    if last_title.is_some() && tokens[name.start].is_any(&["for", "of"]) {
        name.start += 1;
        if name.len() > 2 && tokens[name.start].among(voices::BODIES) {
            name.start += 1;
        } else {
            return None;
        }
    }
    // "Supreme Court Justice" is an office, "Ann King" a name.
    let office = tokens[name.clone()].iter().all(|token| token.among(voices::OFFICES) && !token.joined);
    let unnamed = name.len() > 1
        && tokens[name.end - 1].among(voices::OFFICES)
        && !is_given(&tokens[name.start])
        && !body;
    if name.is_empty() || office || (unnamed && last_title.is_none()) {
        return None;
    }
    let title = run.start..name.start;
    let gender = tokens[title.clone()].iter().find_map(gendered).or_else(|| {
        let first = &tokens[name.start];
        if name.len() < 2 {
            None
        } else if first.among(given_names::MEN) {
            Some(Gender::Male)
        } else if first.among(given_names::WOMEN) {
            Some(Gender::Female)
        } else {
            None
        }
    });
    let lower_title = name.start == run.start && run.start > 0 && {
        let before = &tokens[run.start - 1];
        is_office(before) && !before.capital && !before.owner
    };
    let person = !body && (gender.is_some() || !title.is_empty() || lower_title);
    let title = if lower_title { run.start - 1..run.start } else { title };
    let gender = gender.or_else(|| tokens[title.clone()].iter().find_map(gendered));
    Some(Name { tokens: name, title, body, gender, person })
}

/// Whether a word is an office by itself, and not what qualifies one: "minister", but not "foreign".
pub fn is_office(token: &Token) -> bool {
    token.among(voices::OFFICES) && !token.among(voices::MODIFIERS)
}

/// Whether a word is a given name.
fn is_given(token: &Token) -> bool {
    token.among(given_names::MEN) || token.among(given_names::WOMEN)
}

/// What a word says of gender.
pub fn gendered(token: &Token) -> Option<Gender> {
    if token.among(voices::MEN) {
        Some(Gender::Male)
    } else if token.among(voices::WOMEN) {
        Some(Gender::Female)
    } else {
        None
    }
}
