//! Noun phrases in a row of tokens: which words before or behind a verb say who.
//!
//! Takes a block's tokens and hands on ranges of them; whom a phrase means is asked in `people`.

use std::ops::Range;

use super::token::{Form, Token};
use super::voice::Voice;
use crate::lexicon::{List, get, given_names, has, reporting, speaking, states, voices};

/// No phrase that says who is longer, in tokens.
const LONGEST: usize = 12;

/// Whether a word opens a noun phrase: "the", "his".
pub fn is_determiner(token: &Token) -> bool {
    token.among(speaking::DETERMINERS)
}

/// Whether a participle makes a clause of some words, with its object or a preposition: "meeting the minister", "flanked by a
/// pilot", "acting as governor".
pub fn is_clause(words: &[Token]) -> bool {
    let participle = |word: &Token| {
        let form = word.letters.ends_with("ing") || word.letters.ends_with("ed");
        form && word.letters.len() > 4 && !word.capital && !word.owner
    };
    let complement = |word: &Token| {
        let preposition = word.among(speaking::LINKS) || word.is_any(&["as", "with"]);
        is_determiner(word) || word.owner || (preposition && !word.capital)
    };
    words.windows(2).any(|pair| participle(&pair[0]) && complement(&pair[1]))
}

/// Whether a word is a pronoun that can be a subject.
pub fn is_pronoun(token: &Token) -> bool {
    token.among(voices::SUBJECTS)
}

/// Whether a word may be part of a noun phrase that says who.
fn is_nominal(token: &Token) -> bool {
    if token.form != Form::Word || token.letters.is_empty() || is_determiner(token) {
        return false;
    }
    if token.capital {
        return !is_small(token);
    }
    let letters = &*token.letters;
    // "At 9 a.m. Ward"
    if letters.len() == 1 && letters.starts_with(|c: char| c.is_ascii_lowercase())
        || matches!(letters, "a.m" | "p.m")
    {
        return false;
    }
    let adverb = letters.ends_with("ly") && letters.len() > 4;
    let contraction = letters.contains('\'');
    let noun = token.among(speaking::NOUNS) && (!letters.ends_with("ing") || letters == "warning");
    let verb = (token.among(reporting::VERBS) || token.among(speaking::MORE)) && !noun;
    !(adverb
        || contraction
        || verb
        || token.among(speaking::VERBS)
        || token.among(speaking::ISSUING)
        || token.among(speaking::OPENERS)
        || token.among(speaking::LINKS)
        || token.among(speaking::BETWEEN) && !matches!(letters, "last" | "first" | "all" | "both")
        || is_pronoun(token)
        || matches!(
            letters,
            "not"
                | "no"
                | "him"
                | "them"
                | "me"
                | "us"
                | "himself"
                | "herself"
                | "themselves"
                | "there"
                | "here"
                | "too"
                | "out"
                | "up"
                | "down"
                | "away"
        ))
}

/// Whether a capitalised word is a small one that a sentence begins with: "In", "But", "He".
fn is_small(token: &Token) -> bool {
    token.among(speaking::OPENERS)
        || token.among(speaking::LINKS)
        || is_pronoun(token)
        || (token.among(speaking::BETWEEN) && !token.is("may") && !token.is("will"))
        || token.among(speaking::VERBS) && !token.is_any(&["may", "will"])
        || token.among(speaking::ADVERBS)
        || super::name::is_reporting(token)
        || token.is_any(&["asked", "earlier", "here", "no", "not", "speaking", "yes"])
}

/// The noun phrase that ends before `end`, not reaching below `low`.
pub fn ending(tokens: &[Token], low: usize, end: usize) -> Option<Range<usize>> {
    let mut end = end;
    while end > low && is_time(tokens, end - 1) {
        end -= 1;
    }
    let last = tokens.get(end.checked_sub(1)?).filter(|_| end > low)?;
    if is_pronoun(last) && !last.owner {
        return Some(end - 1..end);
    }
    if last.owner && !last.capital {
        return None;
    }
    let mut start = end;
    while start > low && end - start < LONGEST {
        let token = &tokens[start - 1];
        if is_determiner(token) {
            // "that" is a conjunction before a name or a plural.
            if start < end && !token.is("that") {
                start -= 1;
            }
            break;
        }
        let joined = token.joined || tokens.get(start).is_some_and(|next| next.joined);
        if !is_nominal(token) || (token.among(speaking::TIMES) && !token.is("may") && !token.owner && !joined)
        {
            break;
        }
        start -= 1;
    }
    // A phrase of one such word alone: "some said", "these assert".
    if start == end && (last.among(voices::COLLECTIVES) || last.is_any(&["another", "these", "those"])) {
        start -= 1;
    }
    (start < end).then_some(start..end)
}

/// The noun phrase that begins at `start`, not reaching to `high`.
pub fn beginning(tokens: &[Token], start: usize, high: usize) -> Option<Range<usize>> {
    let first = tokens.get(start).filter(|_| start < high)?;
    if is_pronoun(first) {
        return Some(start..start + 1);
    }
    let mut end = start;
    while end < high && end - start < LONGEST {
        let token = &tokens[end];
        // "That Ward" is a clause's beginning.
        let that = token.is("that") && tokens.get(end + 1).is_some_and(|next| next.capital);
        let opens = !that
            && is_determiner(token)
            && (end == start || tokens[end - 1].is("both") || tokens[end - 1].is("all"));
        let after_name = end > start && tokens[end - 1].capital && !token.capital;
        if after_name_ends(tokens, start, end, high) {
            break;
        }
        let past = end > start
            && !token.capital
            && !token.joined
            && token.letters.ends_with("ed")
            && voice(tokens, &(start..end), false).is_some();
        if past {
            break;
        }
        let participle = after_name && (token.letters.ends_with("ing") || token.letters.ends_with("ed"));
        if participle && !token.joined
            || !(opens || is_nominal(token))
            || (end > start && is_time(tokens, end))
        {
            break;
        }
        end += 1;
    }
    let bare =
        end == start + 1 && is_determiner(first) && !first.among(voices::COLLECTIVES) && !first.is("another");
    (end > start && !bare).then_some(start..end)
}

/// Whether a word in small letters behind a name is its verb and not its noun: in "Ward rose" no noun for a voice follows,
/// in "Ward supporters" and "Hull University science professor Ann Ward" one does.
fn after_name_ends(tokens: &[Token], start: usize, at: usize, high: usize) -> bool {
    const NEAR: usize = 4;
    if at == start
        || !tokens[at - 1].capital
        || tokens[at].capital
        || tokens[at].joined
        || is_determiner(&tokens[at - 1])
        || tokens[at - 1].owner
    {
        return false;
    }
    let lists = [
        voices::OFFICES,
        voices::PERSONS,
        voices::COLLECTIVES,
        voices::DOCUMENTS,
        voices::BODIES,
        voices::MEN,
        voices::WOMEN,
    ];
    let mut words =
        tokens[at..high.min(at + NEAR)].iter().take_while(|token| is_nominal(token) && !token.capital);
    !words.any(|token| lists.iter().any(|list| token.among(list)))
}

/// Whether a word of time stands here that belongs to no name: "Tuesday", "last".
fn is_time(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let joined = token.joined || tokens.get(at + 1).is_some_and(|next| next.joined);
    let inner = at > 0 && is_determiner(&tokens[at - 1]);
    let name = token.is("may") && token.capital;
    token.among(speaking::TIMES) && !token.owner && !joined && !inner && !name
}

/// A noun phrase with those that prepositions tie to it: "the keeper of the light at Hull".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The first phrase, which says who.
    pub head: Range<usize>,
    /// The whole.
    pub whole: Range<usize>,
    /// Whether a preposition stands before the whole, so that it is no subject.
    pub tied: bool,
}

/// The chain of phrases that ends before `end`.
pub fn chain(tokens: &[Token], low: usize, end: usize) -> Option<Chain> {
    const LINKS: &[&str] = &["at", "behind", "for", "from", "in", "near", "of", "on", "to", "with"];
    let first = ending(tokens, low, end)?;
    let whole_end = first.end;
    let mut head = first;
    while head.start > low && tokens[head.start - 1].among(speaking::LINKS) {
        let link = head.start - 1;
        // In "a letter obtained by the Ledger" the letter is what counts.
        let by = |wanted: &dyn Fn(&Token) -> bool| {
            tokens[link].is("by") && link > low && wanted(&tokens[link - 1])
        };
        let made = by(&is_participle);
        let end = if made { link - 1 } else { link };
        let before = ending(tokens, low, end).filter(|before| before.end == end || tokens[link].is("on"));
        let ties = made || tokens[link].is_any(LINKS) || by(&|noun| noun.among(voices::DOCUMENTS));
        match before.filter(|_| ties && whole_end - link < 4 * LONGEST) {
            Some(before) => head = before,
            None => return Some(Chain { whole: head.start..whole_end, head, tied: true }),
        }
    }
    Some(Chain { whole: head.start..whole_end, head, tied: false })
}

/// Whether a word may be a past participle.
fn is_participle(token: &Token) -> bool {
    let irregular =
        ["built", "drawn", "given", "held", "led", "made", "put", "run", "seen", "sent", "written"];
    token.is_word() && !token.capital && (token.letters.ends_with("ed") || token.is_any(&irregular))
}

/// Whether a word is the plural of one that a list has.
fn is_plural(token: &Token, list: &List) -> bool {
    let letters = &*token.letters;
    let singular = |ending: &str, instead: &str| {
        letters.strip_suffix(ending).is_some_and(|stem| has(list, &format!("{stem}{instead}")))
    };
    token.is_word() && (singular("s", "") || singular("es", "") || singular("ies", "y"))
}

/// Whether words name a state, its capital or its seat of power: "Beijing", "the White House".
pub fn is_seat(words: &[Token]) -> bool {
    let article = words.first().is_some_and(|first| first.is("the"));
    let name: Vec<&str> = words[usize::from(article)..].iter().map(|token| &*token.letters).collect();
    let name = name.join(" ");
    let given = has(given_names::MEN, &name) || has(given_names::WOMEN, &name);
    !given && [states::NAMES, states::SEATS].iter().any(|table| get(table, &name).is_some())
}

/// What sort of voice a noun phrase is, if it can be one at all. `strong`: the verb is one that only speakers take.
pub fn voice(tokens: &[Token], phrase: &Range<usize>, strong: bool) -> Option<Voice> {
    let words = &tokens[phrase.clone()];
    let last = words.last()?;
    if is_pronoun(last) && words.len() == 1 {
        return match &*last.letters {
            "he" | "she" | "i" | "who" => Some(Voice::Person),
            "they" | "we" => Some(Voice::Collective),
            "it" => strong.then_some(Voice::Body),
            "one" => strong.then_some(Voice::Collective),
            _ => None,
        };
    }
    if words.len() == 1 && last.is_any(&["another", "these", "those"]) {
        return strong.then_some(Voice::Collective);
    }
    let named = words.iter().any(|token| token.capital && !is_determiner(token));
    if last.among(voices::COLLECTIVES)
        || words.iter().any(|token| token.is_any(&["analysts", "experts", "officials", "sources"]))
    {
        return Some(Voice::Collective);
    }
    if last.capital && named {
        let head = words.iter().position(|token| token.is("of") || token.is("for")).unwrap_or(words.len());
        let body = words[..head].last().is_some_and(|token| token.among(voices::BODIES));
        let seat = is_seat(words);
        let digits = words.iter().all(|token| token.letters.starts_with(|c: char| c.is_ascii_digit()));
        return (!digits).then_some(if body || seat { Voice::Body } else { Voice::Unknown });
    }
    if last.among(voices::PERSONS)
        || last.among(voices::OFFICES)
        || last.among(voices::MEN)
        || last.among(voices::WOMEN)
    {
        return Some(Voice::Person);
    }
    if last.among(voices::DOCUMENTS) || last.among(voices::BODIES) {
        return Some(Voice::Body);
    }
    if is_plural(last, voices::DOCUMENTS) || is_plural(last, voices::BODIES) {
        return Some(Voice::Collective);
    }
    if words[0].capital && named && last.letters.starts_with(|c: char| c.is_ascii_digit()) {
        return strong.then_some(Voice::Body);
    }
    // "Hours later" and "the next day" are no voices, whatever stands behind them.
    if words
        .iter()
        .all(|token| is_determiner(token) || token.among(speaking::UNITS) || token.among(speaking::TIMES))
    {
        return None;
    }
    let number = last.letters.starts_with(|c: char| c.is_ascii_digit())
        || words[0].letters.starts_with(|c: char| c.is_ascii_digit());
    (strong && !number && (words.len() > 1 || named)).then_some(Voice::Unknown)
}
