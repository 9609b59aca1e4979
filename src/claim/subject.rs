//! Verbs that report, and their subjects: who said, added, was quoted as saying.
//!
//! Takes a block's tokens and the place of a verb and hands on the noun phrase that is its subject; `clause` chooses the verb.

use std::ops::Range;

use super::noun::{self, is_determiner};
use super::token::{Form, Token};
use super::voice::{Clause, Stance, Voice};
use crate::lexicon::{has, reporting, speaking, voices};

/// How far a verb may stand from a mention, in tokens.
pub const NEAR: usize = 9;
/// How far a clause is looked for on either side, in tokens.
pub const REACH: usize = 70;

/// Whether a word is a verb that only speakers take, so that its subject is one.
pub fn is_strong(token: &Token) -> bool {
    token.is_any(&[
        "added",
        "adding",
        "adds",
        "argued",
        "argues",
        "asked",
        "explained",
        "explains",
        "insisted",
        "insists",
        "put",
        "puts",
        "read",
        "reads",
        "replied",
        "said",
        "say",
        "saying",
        "says",
        "stated",
        "told",
        "tweeted",
        "writes",
        "wrote",
    ])
}

/// Whether a word reports, as a verb or as a noun.
pub fn reports(token: &Token) -> bool {
    token.is_word()
        && !token.capital
        && !token.owner
        && (has(reporting::VERBS, &token.letters) || has(speaking::MORE, &token.letters))
}

/// Whether the word at `at` is a noun there: "the claims", "her report", "Ward's warning".
pub fn is_noun(tokens: &[Token], low: usize, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| before >= low).map(|before| &tokens[before]) else {
        return false;
    };
    if before.owner || before.is_any(&["a", "an", "her", "his", "its", "my", "our", "the", "their"]) {
        return true;
    }
    if !has(speaking::NOUNS, &tokens[at].letters) {
        return false;
    }
    let open = before.is_any(&[
        "about", "and", "any", "by", "for", "from", "in", "no", "of", "on", "to", "with", "without",
    ]);
    let infinitive = before.is("to") && !tokens[at].letters.ends_with('s');
    let lower_noun = before.is_word()
        && !before.capital
        && !noun::is_pronoun(before)
        && !before.among(speaking::BETWEEN)
        && !before.among(speaking::OPENERS)
        && !before.letters.ends_with("ly")
        && noun::voice(tokens, &(at - 1..at), false).is_none();
    is_determiner(before) || before.owner || (open && !infinitive) || lower_noun
}

/// The clause of a verb with its subject before it. `depth` counts how often a shared subject was looked for.
pub fn subject(tokens: &[Token], low: usize, verb: usize, depth: usize) -> Option<Clause> {
    let word = &tokens[verb];
    let strong = is_strong(word);
    let calls = strong
        || word.is_any(&[
            "call",
            "called",
            "calls",
            "described",
            "describes",
            "dubbed",
            "referred",
            "refers",
        ]);
    let participle = word.letters.ends_with("ing");
    let mut at = verb;
    let mut stance =
        if word.is_any(&["denied", "denies", "deny", "denying"]) { Stance::Denied } else { Stance::Asserted };
    let mut passive = false;
    let mut quoted = false;
    while at > low {
        let token = &tokens[at - 1];
        let adverb = token.among(speaking::BETWEEN)
            || (token.is_word()
                && !token.capital
                && token.letters.ends_with("ly")
                && token.letters.len() > 4);
        let contraction = token.is_word() && token.letters.contains('\'') && token.letters.ends_with("'t");
        let reported =
            participle && (token.is("as") || quoted && token.is_any(&["cited", "quoted", "reported"]));
        if !(adverb || contraction || reported || (token.among(speaking::TIMES) && !token.owner)) {
            break;
        }
        quoted |= token.is("as") && participle;
        passive |= token.is_any(&["are", "been", "being", "is", "was", "were"]) && !participle;
        stance = match token.letters.as_str() {
            "not" | "never" => Stance::Denied,
            _ if contraction => Stance::Denied,
            "will" | "'ll" if stance == Stance::Asserted => Stance::Future,
            "would" | "could" | "might" | "may" | "should" if stance == Stance::Asserted => Stance::Supposed,
            _ => stance,
        };
        at -= 1;
    }
    let clause =
        |who: Range<usize>, voice, antecedent| Clause { who, voice, cue: verb..verb + 1, stance, antecedent };
    if passive {
        // Of what "was called" something only "by" says who called it so.
        let by = (verb + 1..tokens.len().min(verb + NEAR)).find(|&i| tokens[i].is("by"))?;
        let who = noun::beginning(tokens, by + 1, tokens.len())?;
        let voice = noun::voice(tokens, &who, false)?;
        return Some(clause(who, voice, None));
    }
    let shared = |at: usize| {
        if depth > 2 {
            return None;
        }
        let who = shared_subject(tokens, low, at, depth)?;
        Some(Clause {
            who: who.who,
            voice: who.voice,
            cue: verb..verb + 1,
            stance,
            antecedent: who.antecedent,
        })
    };
    let before = at.checked_sub(1).filter(|&before| before >= low).map(|before| &tokens[before])?;
    match before.form {
        Form::Comma | Form::Dash | Form::Close if participle && before.form != Form::Close => shared(at - 1),
        Form::Comma | Form::Dash | Form::Close | Form::Quote(_) => {
            let who = interposed(tokens, low, at - 1)?;
            let voice = noun::voice(tokens, &who, strong)?;
            Some(clause(who, voice, None))
        }
        Form::Word if before.is_any(&["that", "which", "who"]) => {
            let mut end = at - 1;
            if end > low && matches!(tokens[end - 1].form, Form::Comma | Form::Dash) {
                end -= 1;
            }
            let antecedent = antecedent(tokens, low, end)?;
            let voice = noun::voice(tokens, &antecedent, strong)?;
            Some(clause(at - 1..at, voice, Some(antecedent)))
        }
        Form::Word if before.is_any(&["and", "but", "or", "then"]) => shared(at - 1),
        Form::Word
            if before.is_any(&["after", "before", "by", "for", "in", "of", "to", "while", "without"]) =>
        {
            shared(at - 1)
        }
        Form::Word => {
            let chain = noun::chain(tokens, low, at)?;
            if chain.tied {
                let inner = noun::ending(tokens, low, at)?;
                let strong = strong && !noun::is_pronoun(&tokens[inner.start]);
                let voice = noun::voice(tokens, &inner, strong)?;
                // What a preposition ties is no subject, unless a whole phrase of place or time opens the sentence.
                return (tokens[inner.clone()].last().is_some_and(|token| token.capital)
                    && inner.start > low + 1
                    && strong)
                    .then(|| clause(inner, voice, None));
            }
            // A statement saying something is its maker's.
            if participle
                && tokens[chain.head.end - 1].among(voices::DOCUMENTS)
                && let Some(found) = shared(chain.whole.start)
            {
                return Some(found);
            }
            let restricted = chain.whole.start > low
                && tokens[chain.whole.start - 1].is_word()
                && !tokens[chain.whole.start - 1].among(speaking::OPENERS)
                && !tokens[chain.whole.start - 1].among(speaking::TIMES)
                && !reports(&tokens[chain.whole.start - 1]);
            if restricted && let Some(antecedent) = relative(tokens, low, chain.whole.start) {
                let voice = noun::voice(tokens, &antecedent, strong)?;
                return Some(clause(antecedent, voice, None));
            }
            // A sign reads so; who reads a book does not say it.
            if word.is_any(&["read", "reads"])
                && noun::voice(tokens, &chain.head, true).is_none_or(|voice| voice != Voice::Body)
            {
                return None;
            }
            let who = coordinated(tokens, low, &chain.head);
            let voice = if who == chain.head {
                noun::voice(tokens, &chain.head, strong || calls && tokens[chain.head.start].is("it"))?
            } else {
                Voice::Collective
            };
            let lower = !tokens[chain.head.end - 1].capital;
            let who = if lower && who == chain.head { chain.whole } else { who };
            Some(clause(who, voice, None))
        }
        _ => None,
    }
}

/// Whom a relative pronoun stands for: the keeper in "the keeper of the light who", Ward in "an answer from Ward, who".
fn antecedent(tokens: &[Token], low: usize, end: usize) -> Option<Range<usize>> {
    let end = before_bracket(tokens, low, end);
    let inner = noun::ending(tokens, low, end)?;
    let head = noun::chain(tokens, low, end)?.head;
    let human = noun::voice(tokens, &head, false) == Some(Voice::Person);
    Some(if human { head } else { inner })
}

/// Where what a bracket follows ends: "Ward (the keeper)".
fn before_bracket(tokens: &[Token], low: usize, end: usize) -> usize {
    if end <= low || tokens[end - 1].form != Form::Close {
        return end;
    }
    let near = low.max(end.saturating_sub(NEAR));
    (near..end).rev().find(|&i| tokens[i].form == Form::Open).unwrap_or(end)
}

/// Who the clause "who shot the gull" restricts, if a relative pronoun stands a little before `end`.
fn relative(tokens: &[Token], low: usize, end: usize) -> Option<Range<usize>> {
    let near = low.max(end.saturating_sub(NEAR));
    let pronoun = (near..end).rev().take_while(|&i| tokens[i].is_word()).find(|&i| tokens[i].is("who"))?;
    noun::chain(tokens, low, pronoun).map(|chain| chain.head)
}

/// "Ward and Hill" for "Hill".
fn coordinated(tokens: &[Token], low: usize, head: &Range<usize>) -> Range<usize> {
    let name = |range: &Range<usize>| {
        tokens[range.clone()].iter().all(|token| token.capital || token.among(voices::PARTICLES))
    };
    if head.start <= low + 1 || !tokens[head.start - 1].is("and") || !name(head) {
        return head.clone();
    }
    let first =
        noun::ending(tokens, low, head.start - 1).filter(|first| first.end == head.start - 1 && name(first));
    let free = |first: &Range<usize>| {
        first.start == low
            || !tokens[first.start - 1].is_word()
            || tokens[first.start - 1].among(speaking::OPENERS)
    };
    first.filter(free).map_or(head.clone(), |first| first.start..head.end)
}

/// The subject before an inset: "Ward, who is retiring, said", "Ward (the keeper) said". `close` is the mark that ends it.
fn interposed(tokens: &[Token], low: usize, close: usize) -> Option<Range<usize>> {
    let opens = |form: Form| match tokens[close].form {
        Form::Close => form == Form::Open,
        Form::Quote(_) => form == Form::Comma,
        other => form == other,
    };
    let mut found: Option<Range<usize>> = None;
    let mut at = close;
    while at > low {
        at -= 1;
        if !opens(tokens[at].form) {
            continue;
        }
        let Some(chain) = noun::chain(tokens, low, before_bracket(tokens, low, at)) else {
            if found.is_some() {
                break;
            }
            continue;
        };
        let head = chain.head;
        if chain.tied || noun::voice(tokens, &head, true).is_none() {
            continue;
        }
        let free = head.start == low
            || !tokens[head.start - 1].is_word()
            || tokens[head.start - 1].among(speaking::OPENERS)
            || tokens[head.start - 1].among(speaking::TIMES)
            || reports(&tokens[head.start - 1]);
        if !free {
            continue;
        }
        let leads = head.start == low || !matches!(tokens[head.start - 1].form, Form::Comma | Form::Dash);
        let name = tokens[head.end - 1].capital && !is_determiner(&tokens[head.start]);
        let keep = found.is_none() || name || leads;
        if keep && !tokens[head.start..head.end].iter().all(|token| token.among(speaking::TIMES)) {
            found = Some(head);
        }
        if leads || name || tokens[close].form == Form::Close {
            break;
        }
    }
    found
}

/// The subject that a later verb of a sentence shares: that of the verb before it, or of the whole sentence.
fn shared_subject(tokens: &[Token], low: usize, end: usize, depth: usize) -> Option<Clause> {
    let near = low.max(end.saturating_sub(REACH));
    for verb in (near..end).rev() {
        if reports(&tokens[verb])
            && !is_noun(tokens, low, verb)
            && let Some(found) = subject(tokens, low, verb, depth + 1)
        {
            return Some(found);
        }
    }
    let Some(who) = main_subject(tokens, low, end) else {
        // "Her remarks made the same case, arguing that": the remarks are hers.
        let noun = (low..end.min(low + 6))
            .find(|&i| has(speaking::NOUNS, &tokens[i].letters) && is_noun(tokens, low, i))?;
        return owned(tokens, low, noun);
    };
    let voice = noun::voice(tokens, &who, false)?;
    Some(Clause { who, voice, cue: end..end, stance: Stance::Asserted, antecedent: None })
}

/// Whose noun it is: "Ward's warning", "his words", "the warning of Ward".
pub fn owned(tokens: &[Token], low: usize, noun: usize) -> Option<Clause> {
    if !has(speaking::NOUNS, &tokens[noun].letters) && tokens[noun].form == Form::Word {
        return None;
    }
    let near = low.max(noun.saturating_sub(4));
    let owner = (near..noun).rev().find(|&i| {
        tokens[i].owner || tokens[i].is_any(&["her", "his", "my", "our", "their"]) || !tokens[i].is_word()
    })?;
    let cue = noun..noun + 1;
    let clause =
        |who: Range<usize>, voice| Clause { who, voice, cue, stance: Stance::Asserted, antecedent: None };
    if !tokens[owner].owner {
        let voice = match tokens[owner].letters.as_str() {
            "her" | "his" | "my" => Voice::Person,
            "our" | "their" => Voice::Collective,
            _ => return None,
        };
        return Some(clause(owner..owner + 1, voice));
    }
    let who = noun::ending(tokens, low, owner + 1).or_else(|| Some(owner..owner + 1))?;
    let voice = noun::voice(tokens, &who, false)?;
    Some(clause(who, voice))
}

/// The subject of a sentence: its first noun phrase, behind what opens it.
pub fn main_subject(tokens: &[Token], low: usize, high: usize) -> Option<Range<usize>> {
    let mut at = low;
    let mut opened = false;
    for _ in 0..5 {
        while at < high
            && (!tokens[at].is_word()
                || tokens[at].is_any(&["and", "but", "or", "so", "then", "yet"])
                || tokens[at].letters.ends_with("ly"))
        {
            at += 1;
        }
        let first = tokens.get(at).filter(|_| at < high)?;
        let opening = first.among(speaking::LINKS)
            || (first.among(speaking::OPENERS) && !first.is("who"))
            || (first.letters.ends_with("ing") && first.letters.len() > 5)
            || first.among(speaking::TIMES)
            || first.is_any(&["asked", "earlier", "here", "instead", "later", "now"]);
        if opening {
            at = (at..high).find(|&i| tokens[i].form == Form::Comma)? + 1;
            opened = true;
            continue;
        }
        let who = noun::beginning(tokens, at, high)?;
        // "HULL (Ledger) - The keeper waited": what stands before the dash is where the text was written.
        if tokens.get(who.end).is_some_and(|next| matches!(next.form, Form::Open | Form::Comma | Form::Dash))
            && low == 0
            && let Some(dash) = (who.end..high.min(who.end + 10)).find(|&i| tokens[i].form == Form::Dash)
            && (tokens[dash - 1].form == Form::Close || dash == who.end)
            && !opened
        {
            at = dash + 1;
            opened = true;
            continue;
        }
        // "In Hull, Yorkshire, the keeper waited": what a comma follows still belongs to the opening.
        let listed = opened && tokens.get(who.end).is_some_and(|next| next.form == Form::Comma);
        if listed
            && (who.end + 1..high).any(|i| {
                tokens[i].form == Form::Word && noun::beginning(tokens, i, high).is_some() && i == who.end + 1
            })
        {
            at = who.end + 1;
            continue;
        }
        // A verb that looks like a noun may end the phrase: "the document lays".
        return (who.start + 1..=who.end)
            .rev()
            .take(3)
            .map(|end| who.start..end)
            .find(|who| noun::voice(tokens, who, false).is_some());
    }
    None
}

/// Who a sentence is about, the last one most: its subject, whom it asks, and who a clause at its end says said so.
pub fn topics(tokens: &[Token], low: usize, high: usize) -> Vec<Range<usize>> {
    let mut topics: Vec<Range<usize>> = main_subject(tokens, low, high).into_iter().collect();
    // "Ward's lips moved": it is about Ward.
    let owner = (low..high.min(low + 4)).take_while(|&i| tokens[i].capital).find(|&i| tokens[i].owner);
    topics.extend(owner.filter(|_| topics.is_empty()).map(|owner| low..owner + 1));
    // "To Ward, the ice is the sea's business."
    if tokens[low..high].first().is_some_and(|first| first.is_any(&["for", "to"])) {
        let named = noun::beginning(tokens, low + 1, high);
        topics
            .extend(named.filter(|named| tokens.get(named.end).is_some_and(|next| next.form == Form::Comma)));
    }
    let from = low.max(high.saturating_sub(REACH));
    for at in from..high {
        let asks = tokens[at].is("asked")
            && !tokens[..at].last().is_some_and(|before| before.is_any(&["was", "were"]));
        let ends = at > low
            && tokens[at - 1].form == Form::Comma
            && tokens[at].among(speaking::INVERTING)
            && !tokens[at].capital;
        if asks && at > low || ends {
            topics.extend(noun::beginning(tokens, at + 1, high));
        }
        let trails = at > low + 2 && reports(&tokens[at]) && is_strong(&tokens[at]) && high - at < 6;
        if trails
            && let Some(found) = subject(tokens, low, at, 3)
            && found.who.start > low
            && tokens[found.who.start - 1].form == Form::Comma
        {
            topics.push(found.who);
        }
    }
    topics
}
