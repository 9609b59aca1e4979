//! Verbs that report, and their subjects: who said, added, was quoted as saying.
//!
//! Takes a block's tokens and the place of a verb and hands on the noun phrase that is its subject; `clause` chooses the verb.

use std::ops::Range;

use super::noun::{self, is_determiner};
use super::token::{Form, Token};
use super::topic::main_subject;
use super::voice::{Clause, Stance, Voice};
use crate::lexicon::{reporting, speaking, voices};

/// How far a verb may stand from a mention, in tokens.
pub const NEAR: usize = 9;
/// How far a clause is looked for on either side, in tokens.
pub const REACH: usize = 70;

/// Whether a word is a verb that only speakers take, so that its subject is one.
pub fn is_strong(token: &Token) -> bool {
    token.among(speaking::STRONG)
}

/// Whether a word reports, as a verb or as a noun.
pub fn reports(token: &Token) -> bool {
    token.is_word()
        && !token.capital
        && !token.owner
        && (token.among(reporting::VERBS) || token.among(speaking::MORE))
}

/// Whether the word at `at` is a noun there: "the claims", "her report", "Ward's warning".
pub fn is_noun(tokens: &[Token], low: usize, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| before >= low).map(|before| &tokens[before]) else {
        return false;
    };
    if before.owner || before.is_any(&["a", "an", "her", "his", "its", "my", "our", "the", "their"]) {
        return true;
    }
    let next = tokens.get(at + 1);
    if !tokens[at].among(speaking::NOUNS)
        || tokens[at].is("reading") && next.is_none_or(|next| !next.is_word())
    {
        return false;
    }
    // Ward's “bleak” comments, which
    if matches!(before.form, Form::Quote(_)) && before.letters != "," && next.is_none_or(|next| !next.capital)
    {
        return true;
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
        && !before.letters.ends_with("ly");
    let voice = noun::voice(tokens, &(at - 1..at), false);
    // "The same campaign points, and so on": a verb would go on.
    let last = next.is_some_and(|next| next.form == Form::Comma) && voice != Some(Voice::Person);
    let lower_noun = lower_noun && (voice.is_none() || last);
    (is_determiner(before) && !before.is("one")) || before.owner || (open && !infinitive) || lower_noun
}

/// The clause of a verb with its subject before it. `depth` counts how often a shared subject was looked for.
pub fn subject(tokens: &[Token], low: usize, verb: usize, depth: usize) -> Option<Clause> {
    let word = &tokens[verb];
    // What takes a clause with "that" is a speaker's too.
    let strong = is_strong(word) || tokens.get(verb + 1).is_some_and(|next| next.is("that"));
    let firm = word.among(reporting::VERBS) && !word.among(speaking::WEAK);
    let calls = strong
        || firm
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
    let having = verb > low && tokens[verb - 1].is("having");
    let participle = word.letters.ends_with("ing") || having;
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
        let reported = participle
            && (token.is_any(&["as", "caught", "heard", "seen"])
                || quoted && token.is_any(&["cited", "quoted", "reported"]));
        let auxiliary =
            token.is_any(&["be", "been", "can"]) || token.is("on") && tokens[at].among(speaking::TIMES);
        if !(adverb || auxiliary || contraction || reported || (token.among(speaking::TIMES) && !token.owner))
        {
            match inserted(tokens, low, at) {
                Some(before) => {
                    at = before;
                    continue;
                }
                None => break,
            }
        }
        quoted |= token.is("as") && participle;
        passive |= token.is_any(&["are", "be", "been", "being", "is", "was", "were"]) && !participle;
        stance = match &*token.letters {
            "not" | "never" => Stance::Denied,
            _ if contraction => Stance::Denied,
            "will" | "'ll" if stance == Stance::Asserted => Stance::Future,
            "would" | "can" | "could" | "might" | "may" | "should" if stance == Stance::Asserted => {
                Stance::Supposed
            }
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
    // "quoted the keeper, Ward, as having said"
    if quoted && !tokens[low..at].iter().any(|token| token.among(speaking::AUXILIARIES)) {
        let end = if before.form == Form::Comma { at - 1 } else { at };
        let who = noun::ending(tokens, low, end).filter(|who| tokens[who.end - 1].capital)?;
        let voice = noun::voice(tokens, &who, true)?;
        return Some(clause(who, voice, None));
    }
    match before.form {
        Form::Comma | Form::Dash if participle => shared(at - 1),
        Form::Quote(_) if participle && before.letters == "," => shared(at - 1),
        Form::Comma | Form::Dash | Form::Close | Form::Quote(_) => {
            let who = interposed(tokens, low, at - 1).or_else(|| {
                // "After a night at sea, Mayor Ward (Hull), said"
                let end = before_bracket(tokens, low, at - 1);
                let chain = noun::chain(tokens, low, end)?;
                ((strong || word.among(speaking::INVERTING))
                    && !chain.tied
                    && tokens[chain.head.end - 1].capital)
                    .then_some(chain.head)
            })?;
            let voice = noun::voice(tokens, &who, strong)?;
            Some(clause(who, voice, None))
        }
        Form::Word if before.is_any(&["that", "which", "who"]) => {
            let mut end = at - 1;
            if end > low && matches!(tokens[end - 1].form, Form::Comma | Form::Dash) {
                end -= 1;
            }
            let antecedent = antecedent(tokens, low, end)?;
            let those = tokens[antecedent.start].is("those");
            let voice = noun::voice(tokens, &antecedent, strong || those)?;
            Some(clause(at - 1..at, voice, Some(antecedent)))
        }
        Form::Word if before.is("to") && moved(tokens, low, at - 1).is_some() => {
            let who = moved(tokens, low, at - 1)?;
            let voice = noun::voice(tokens, &who, true)?;
            Some(clause(who, voice, None))
        }
        Form::Word if before.is_any(&["and", "but", "or", "then"]) => shared(at - 1),
        Form::Word
            if before.is_any(&["after", "before", "by", "for", "in", "of", "to", "while", "without"]) =>
        {
            shared(at - 1)
        }
        Form::Word => {
            let chain = noun::chain(tokens, low, at)?;
            let lead = chain.whole.start.checked_sub(1).filter(|&lead| lead >= low).map(|lead| &tokens[lead]);
            // Who says something if something else is so is not said to say it.
            let clause = |who, voice, antecedent| {
                let supposed = lead.is_some_and(|lead| lead.is_any(&["if", "unless"]));
                let mut found = clause(who, voice, antecedent);
                found.stance = if supposed { Stance::Supposed } else { found.stance };
                found
            };
            let document = tokens[chain.head.end - 1].among(voices::DOCUMENTS);
            if participle && chain.tied {
                // "with Ward saying"
                if lead.is_some_and(|lead| lead.is("with")) {
                    let voice = noun::voice(tokens, &chain.head, true)?;
                    let lower = !tokens[chain.head.end - 1].capital || tokens[chain.head.start].is("one");
                    return Some(clause(if lower { chain.whole } else { chain.head }, voice, None));
                }
                // "in a note saying"
                if document && lead.is_some_and(|lead| lead.is_any(&["in", "with"])) {
                    return shared(chain.whole.start - 1);
                }
            }
            // "heard Ward saying"
            let heard = lead.is_some_and(|lead| {
                lead.is_any(&["heard", "hears", "recalled", "recalls", "remembered", "remembers"])
            });
            if participle && heard && !chain.tied {
                let voice = noun::voice(tokens, &chain.head, true)?;
                return Some(clause(chain.head, voice, None));
            }
            // "told the board, saying", "wrote to the board saying"
            if participle && !document && lead.is_some_and(reports) {
                return shared(chain.whole.start);
            }
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
            let posted = lead.is_some_and(|lead| lead.among(speaking::ISSUING));
            if participle
                && document
                && (posted || !word.is("reading"))
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
            if word.is_any(&["read", "reading", "reads"]) {
                let human = tokens[chain.head.end - 1].capital
                    || matches!(
                        noun::voice(tokens, &chain.head, false),
                        Some(Voice::Person | Voice::Collective | Voice::Unknown)
                    );
                return (!human).then(|| clause(chain.whole, Voice::Body, None));
            }
            let who = coordinated(tokens, low, &chain.head);
            let voice = if who == chain.head {
                noun::voice(tokens, &chain.head, strong || calls && tokens[chain.head.start].is("it"))?
            } else {
                Voice::Collective
            };
            let lower = !tokens[chain.head.end - 1].capital || tokens[chain.head.start].is("one");
            let who = if lower && who == chain.head { chain.whole } else { who };
            Some(clause(who, voice, None))
        }
        _ => None,
    }
}

/// Where a phrase set between an auxiliary and its verb begins: "has in the past described".
fn inserted(tokens: &[Token], low: usize, at: usize) -> Option<usize> {
    let chain = noun::chain(tokens, low, at).filter(|chain| chain.tied && chain.whole.len() < NEAR)?;
    let link = chain.whole.start.checked_sub(1).filter(|&link| link > low)?;
    tokens[link - 1].among(speaking::AUXILIARIES).then_some(link)
}

/// Who is made to do what stands behind "to": Ward in "led Ward to say".
fn moved(tokens: &[Token], low: usize, to: usize) -> Option<Range<usize>> {
    let chain = noun::chain(tokens, low, to).filter(|chain| !chain.tied && chain.whole.start > low)?;
    tokens[chain.whole.start - 1].among(speaking::MOVING).then_some(chain.head)
}

/// Whom a relative pronoun stands for: the keeper in "the keeper of the light who", Ward in "an answer from Ward, who".
fn antecedent(tokens: &[Token], low: usize, end: usize) -> Option<Range<usize>> {
    let end = before_bracket(tokens, low, end);
    let inner = noun::ending(tokens, low, end)?;
    let head = noun::chain(tokens, low, end)?.head;
    let human = noun::voice(tokens, &head, false) == Some(Voice::Person);
    Some(if human { head } else { inner })
}

/// Where what a bracket or a title follows ends: "Ward (the keeper)", "a paper titled “Tides”".
fn before_bracket(tokens: &[Token], low: usize, end: usize) -> usize {
    // A name in Chinese is a token a character.
    let near = low.max(end.saturating_sub(3 * NEAR));
    let closed = end > low && tokens[end - 1].form == Form::Close;
    let open = (near..end).rev().find(|&i| closed && tokens[i].form == Form::Open);
    let end = open.unwrap_or(end);
    let titled = end > low + 2
        && matches!(tokens[end - 1].form, Form::Quote(_))
        && tokens[end - 2].is_any(&["called", "dubbed", "entitled", "headlined", "named", "titled"]);
    if titled { end - 2 } else { end }
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
pub fn interposed(tokens: &[Token], low: usize, close: usize) -> Option<Range<usize>> {
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
        // "After winning the seat, Ward, a pilot, said": winning is nobody.
        let gerund = tokens[head.start].letters.ends_with("ing")
            && !tokens[head.start].capital
            && head.start > low
            && tokens[head.start - 1].is_word();
        if chain.tied || gerund || noun::voice(tokens, &head, true).is_none() {
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
    let dashes = (near..end).filter(|&i| tokens[i].form == Form::Dash).count();
    let mut inset = false;
    for verb in (near..end).rev() {
        // What stands between two dashes or in brackets lends its subject to nothing outside.
        match tokens[verb].form {
            Form::Dash if dashes % 2 == 0 => inset = !inset,
            Form::Close => inset = true,
            Form::Open => inset = false,
            _ => {}
        }
        // "Ward warned the board, and Hill closed the meeting and said": the nearer clause has its own subject.
        if !inset && let Some(who) = fresh_subject(tokens, low, verb, end) {
            let voice = noun::voice(tokens, &who, false)?;
            return Some(Clause { who, voice, cue: end..end, stance: Stance::Asserted, antecedent: None });
        }
        if !inset
            && reports(&tokens[verb])
            && !is_noun(tokens, low, verb)
            && let Some(found) = subject(tokens, low, verb, depth + 1)
            // By whom a thing was called so is not what the sentence goes on about.
            && (found.who.start < verb || tokens[verb].is("asked"))
        {
            return Some(found);
        }
    }
    let Some(who) = main_subject(tokens, low, end) else {
        // "Her remarks made the same case, arguing that": the remarks are hers.
        let noun =
            (low..end.min(low + 6)).find(|&i| tokens[i].among(speaking::NOUNS) && is_noun(tokens, low, i))?;
        return owned(tokens, low, noun);
    };
    let issued = (who.end..end.min(who.end + 4)).any(|i| tokens[i].among(speaking::ISSUING));
    let statement =
        issued && (who.end..tokens.len().min(end + 4)).any(|i| tokens[i].among(voices::DOCUMENTS));
    let voice = noun::voice(tokens, &who, statement)?;
    Some(Clause { who, voice, cue: end..end, stance: Stance::Asserted, antecedent: None })
}

/// The subject of a clause that begins behind the mark or the word at `joint`, where a name or a pronoun with a verb of
/// its own stands there: "Hill" in ", and Hill closed the meeting".
fn fresh_subject(tokens: &[Token], low: usize, joint: usize, end: usize) -> Option<Range<usize>> {
    if !matches!(tokens[joint].form, Form::Comma | Form::Semicolon) {
        return None;
    }
    let mut start = joint + 1;
    while start < end && tokens[start].is_any(&["and", "but", "then", "yet"]) {
        start += 1;
    }
    let who = noun::beginning(tokens, start, end)?;
    let named =
        tokens[who.end - 1].capital && !tokens[who.end - 1].owner || tokens[who.start].is_any(&["he", "she"]);
    let inset = tokens.get(who.end).is_some_and(|next| next.form == Form::Comma);
    let close = (who.end + 1..end.min(who.end + NEAR)).find(|&i| tokens[i].form == Form::Comma);
    let mut verb = close.filter(|_| inset).map_or(who.end, |close| close + 1);
    while verb < end && tokens[verb].among(speaking::BETWEEN) {
        verb += 1;
    }
    let finite = |token: &Token| {
        token.is_word()
            && !token.capital
            && !reports(token)
            && (token.letters.ends_with("ed")
                || token.among(speaking::VERBS)
                || token.among(speaking::AUXILIARIES)
                || token.among(speaking::ISSUING))
    };
    // What is said may go on with a clause like this: "Ward said that the ice broke, Hill closed the gate and".
    let within =
        (low..joint).any(|i| tokens[i].is_any(&["that", "whether"]) && i > low && reports(&tokens[i - 1]));
    let verb = tokens.get(verb).filter(|_| verb < end);
    (named && !within && (verb.is_some_and(finite))).then_some(who)
}

/// Whose noun it is: "Ward's warning", "his words", "the warning of Ward".
pub fn owned(tokens: &[Token], low: usize, noun: usize) -> Option<Clause> {
    if !tokens[noun].among(speaking::NOUNS) && tokens[noun].form == Form::Word {
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
        let voice = match &*tokens[owner].letters {
            "her" | "his" | "my" => Voice::Person,
            "our" | "their" => Voice::Collective,
            _ => return None,
        };
        return Some(clause(owner..owner + 1, voice));
    }
    // "The keeper's answer" is the keeper's.
    let before =
        noun::ending(tokens, low, owner).filter(|before| !tokens[owner].capital && before.end == owner);
    let lone = || {
        let opens = owner > low && is_determiner(&tokens[owner - 1]);
        if opens { owner - 1..owner + 1 } else { owner..owner + 1 }
    };
    let who = noun::ending(tokens, low, owner + 1)
        .unwrap_or_else(|| before.map_or_else(lone, |before| before.start..owner + 1));
    let voice = noun::voice(tokens, &who, false)?;
    Some(clause(who, voice))
}
