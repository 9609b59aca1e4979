//! The reporting clause of a quotation: which verb or phrase reports it, and which words before or behind that say who.
//!
//! Takes a block's tokens and the place of a quotation among them and hands on token ranges.

use std::ops::Range;

use super::fronted::{beside, both, fronted, is_answer, owned_within};
use super::name::{self, Name};
use super::noun::{self, is_determiner};
use super::subject::{NEAR, REACH, is_noun, is_strong, owned, reports, subject};
use super::token::{Form, Token, semicolons};
use super::topic::main_subject;
use super::voice::{Clause, Stance, Voice};
use crate::lexicon::{reporting, speaking, voices};

/// What a quotation asks of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whether it ends with a comma, so that its clause follows.
    pub comma: bool,
    /// Whether its sentence ends with it.
    pub closed: bool,
    /// Whether it is whole sentences.
    pub direct: bool,
    /// Whether it may be a title or a term, so that only a clause right beside it counts.
    pub mention: bool,
    /// Whether its sentence begins with it.
    pub starts: bool,
}

/// The clause of the quotation at `at`. `low` is where its sentence begins.
pub fn clause(tokens: &[Token], low: usize, at: usize, wanted: Wanted) -> Option<Clause> {
    // What is so called, its writer only mentions.
    if at > low + 1 && tokens[at - 1].is("called") && tokens[at - 2].is("so") {
        return None;
    }
    let low = low.max(at.saturating_sub(REACH));
    // A question that a sentence leads up to ends it.
    let closed = wanted.closed || (!wanted.starts && matches!(&*tokens.get(at)?.letters, "!" | "?"));
    let wanted = Wanted { closed, ..wanted };
    let before = || ahead(tokens, low, at, wanted);
    // "When asked whether “…”, Ward replied: “…”" gives Ward the second alone.
    let leads_on = |found: &Clause| {
        let end = found.cue.end.max(found.who.end);
        let next = |at: usize| tokens.get(at).map(|token| token.form);
        at > low && next(end) == Some(Form::Colon) && matches!(next(end + 1), Some(Form::Quote(_)))
    };
    let behind = || behind(tokens, at, wanted).filter(|found| !leads_on(found));
    // "Hill said A; “B,” Ward said" parts the two, where B has a clause of its own.
    let parted = wanted.comma && at > low && tokens[at - 1].form == Form::Semicolon;
    if let Some(found) = behind().filter(|_| parted) {
        return Some(found);
    }
    let found = if wanted.comma && at > low {
        beside(tokens, low, at, before(), behind())
    } else if at == low {
        behind().or_else(before)
    } else {
        before().or_else(behind)
    };
    if both(tokens, low, at, found.as_ref()) {
        return None;
    }
    if found.is_none() && fronted(tokens, low, at) {
        let owned = owned_within(tokens, low, at).filter(|_| !wanted.mention);
        if owned.is_some() || is_answer(tokens, low) {
            return owned;
        }
    }
    found.or_else(|| closing(tokens, low, at).filter(|_| !wanted.mention))
}

/// The clause that ends a sentence and reports all of it: "The pier is “a wreck” and will go, Ward said on Tuesday."
fn closing(tokens: &[Token], low: usize, at: usize) -> Option<Clause> {
    let ends = |i: usize| {
        let closed = matches!(tokens[i].form, Form::Quote(_)) && tokens[i].letters == ".";
        tokens[i].form == Form::Stop
            || closed && tokens.get(i + 1).is_none_or(|next| next.capital || !next.is_word())
    };
    let high = tokens.len().min(at + REACH);
    let end = (at..high).find(|&i| ends(i)).unwrap_or(high);
    let last = (at..end).rev().find(|&i| matches!(tokens[i].form, Form::Quote(_)))?;
    // Behind "When the pier fell," and "In a note," what is said may follow.
    let opening = tokens[low].is_word()
        && (tokens[low].among(speaking::LINKS) || tokens[low].among(speaking::OPENERS))
        && !tokens[low].is_any(&["and", "as", "but", "so", "yet"]);
    if opening && !(low..at).any(|i| tokens[i].form == Form::Comma) {
        return None;
    }
    (last + 1..end).rev().find_map(|verb| {
        if !reports(&tokens[verb]) || !tokens[verb].among(speaking::INVERTING) || is_noun(tokens, last, verb)
        {
            return None;
        }
        let mut next = verb + 1;
        if tokens[verb].is("told") {
            next = noun::beginning(tokens, next, end)?.end;
        }
        let over = next >= end
            || tokens[next].form == Form::Comma
            || tokens[next].among(speaking::LINKS)
            || tokens[next].among(speaking::TIMES);
        let found = subject(tokens, low, verb, 3).filter(|_| over)?;
        let start = found.antecedent.as_ref().unwrap_or(&found.who).start;
        let before = &tokens[start.checked_sub(1).filter(|&before| before >= last)?];
        let comma =
            before.form == Form::Comma || matches!(before.form, Form::Quote(_)) && before.letters == ",";
        comma.then_some(found)
    })
}

/// The end of the sentence that a token stands in: its stop, or the end of the block.
fn sentence_end(tokens: &[Token], from: usize) -> usize {
    let reach = tokens.len().min(from + REACH);
    (from..reach).find(|&i| tokens[i].form == Form::Stop).unwrap_or(reach)
}

/// The clause before a quotation: the nearest verb whose subject can speak.
fn ahead(tokens: &[Token], low: usize, at: usize, wanted: Wanted) -> Option<Clause> {
    if let Some(found) = label(tokens, low, at) {
        return Some(found);
    }
    // "Said Ward, who keeps the light, “…”"
    if tokens.get(low).is_some_and(|first| first.among(speaking::INVERTING))
        && let Some(found) = inverted(tokens, low, at)
    {
        return Some(found);
    }
    let low = behind_semicolon(tokens, low, at);
    let mut supposed = None;
    let mut verb = at;
    while verb > low {
        verb -= 1;
        let token = &tokens[verb];
        // "According to Ward, the pier is “…”": elsewhere it reports what stands before it.
        let relayed = verb > low + 1 && tokens[verb - 1].form == Form::Comma && reports(&tokens[verb - 2]);
        if token.among(speaking::SOURCES)
            && !relayed
            && let Some(found) = according(tokens, verb, at)
            && (found.who.end..at).any(|i| matches!(tokens[i].form, Form::Comma | Form::Colon))
        {
            return Some(found);
        }
        if token.is("in")
            && let Some(found) = words_of(tokens, verb, at)
        {
            return Some(found);
        }
        let noun = token.is_word() && token.among(speaking::NOUNS);
        let idiom = is_idiom(tokens, verb) && at - verb < 5 || regards(tokens, verb, at);
        if !reports(token) && !noun && !idiom {
            continue;
        }
        let distance = at - verb - 1;
        if (noun && !reports(token)) || is_noun(tokens, low, verb) {
            if leads(tokens, low, verb, at)
                && let Some(found) = owned(tokens, low, verb)
            {
                return Some(found);
            }
            continue;
        }
        let weak = token.among(speaking::WEAK);
        let bare = !wanted.direct && !token.among(reporting::VERBS);
        let that = (verb + 1..at).any(|i| tokens[i].is_any(&["that", "whether"]));
        if (bare && distance > NEAR && !names(tokens, verb, at))
            || (weak && !that && distance > if wanted.direct { NEAR } else { 3 })
            || (wanted.mention
                && distance
                    > if is_strong(token) || that || names(tokens, verb, at) { 3 * NEAR } else { NEAR })
        {
            continue;
        }
        match subject(tokens, low, verb, 0) {
            // "Ward says that if people think “…”": what is supposed within another's words is the other's.
            Some(found) if conditional(tokens, low, &found) => supposed = supposed.or(Some(found)),
            Some(found) => return Some(found),
            None => {}
        }
    }
    if supposed.is_some() {
        return supposed;
    }
    // "His first words were: …" names nobody by a verb; a colon still makes the words somebody's.
    let colon = at > low && tokens[at - 1].form == Form::Colon;
    if colon && wanted.direct {
        let voiced = |who: Range<usize>| {
            if who == (low..at - 1) && is_heading(tokens, &who) {
                return None;
            }
            let voice = noun::voice(tokens, &who, false).filter(|voice| *voice != Voice::Collective)?;
            Some(Clause { who, voice, cue: at - 1..at, stance: Stance::Asserted, antecedent: None })
        };
        // In a headline capitals tell no name.
        let prose = |who: &Range<usize>| {
            tokens[low..who.start]
                .iter()
                .any(|token| token.is_word() && !token.capital && token.letters.len() > 3)
        };
        let named =
            || noun::ending(tokens, low, at - 1).filter(|who| tokens[who.end - 1].capital && prose(who));
        // "The thaw came as no surprise to Ward: …"
        return main_subject(tokens, low, at - 1).and_then(voiced).or_else(|| voiced(named()?));
    }
    None
}

/// Whether a condition opens right before a clause.
fn conditional(tokens: &[Token], low: usize, clause: &Clause) -> bool {
    clause.who.start > low && tokens[clause.who.start - 1].is_any(&["if", "unless"])
}

/// Where the clause before `at` can begin: behind a semicolon, unless what follows goes on with what stands before it.
fn behind_semicolon(tokens: &[Token], low: usize, at: usize) -> usize {
    let goes_on = |next: &Token| {
        !next.is_word()
            || reports(next)
            || next.is_any(&["adding", "and", "but", "or", "that", "who"])
            || next.letters.ends_with("ing")
    };
    let semicolon = semicolons(tokens, low..at).filter(|&i| !goes_on(&tokens[i + 1])).last();
    semicolon.map_or(low, |semicolon| semicolon + 1)
}

/// Whether somebody sees a thing as the words at `at`, which puts them into his mouth.
fn regards(tokens: &[Token], verb: usize, at: usize) -> bool {
    tokens[verb].is_any(&[
        "regard", "regarded", "regards", "saw", "see", "seeing", "sees", "view", "viewed", "viewing",
    ]) && at - verb < NEAR
        && at > verb + 1
        && tokens[at - 1].is("as")
}

/// Whether words that report by an idiom stand here: "put it", "wanted to know".
fn is_idiom(tokens: &[Token], at: usize) -> bool {
    let next = |by: usize, word: &str| tokens.get(at + by).is_some_and(|next| next.is(word));
    tokens[at].is_any(&["put", "puts"]) && next(1, "it")
        || tokens[at].is_any(&["wanted", "wants"]) && next(1, "to") && next(2, "know")
}

/// Whether a verb calls something by the words at `at`, with nothing between but what it calls so: "called the plan to move
/// the pier “a disgrace”", "portrays the town as a haven in “hard times”".
fn names(tokens: &[Token], verb: usize, at: usize) -> bool {
    let plain = (verb + 1..at).all(|i| tokens[i].is_word() && !reports(&tokens[i]));
    let calls = tokens[verb].is_any(&["call", "called", "calling", "calls"]);
    let depicts = tokens[verb].among(speaking::MORE) && (verb + 1..at).any(|i| tokens[i].is("as"));
    plain && (calls || depicts)
}

/// Whether a noun leads to the words at `at`: "his warning that", "her words:", "her slogan “…”".
fn leads(tokens: &[Token], low: usize, noun: usize, at: usize) -> bool {
    let mut next = noun + 1;
    while next < at && tokens[next].is_any(&["are", "is", "was", "were"]) {
        next += 1;
    }
    if next < at {
        let mark = matches!(tokens[next].form, Form::Colon | Form::Comma) && next + 1 == at;
        return at - noun < NEAR && (mark || tokens[next].is("that"));
    }
    // "Her words were “…”" are hers; "her remarks were “…”" is what another one calls them.
    if next > noun + 1 && tokens[noun + 1].is_any(&["are", "were"]) && !tokens[noun].is("words") {
        return false;
    }
    // What a verb takes as its object is not its owner's words: "calling her answer “…”", "said that her answer is “…”".
    !(low..noun).any(|i| reports(&tokens[i]) && !is_noun(tokens, low, i))
}

/// A label: "Ward: “…”" where nothing else stands before the colon.
fn label(tokens: &[Token], low: usize, at: usize) -> Option<Clause> {
    let colon = at.checked_sub(1).filter(|&colon| colon > low && tokens[colon].form == Form::Colon)?;
    let low = (low..colon).rev().find(|&i| tokens[i].form == Form::Dash).map_or(low, |dash| dash + 1);
    // "A sign of the thaw. More from Ward: “…”"
    let more = (low + 1..colon).rev().take(6).find(|&i| tokens[i].is("from") && tokens[i - 1].is("more"));
    let low = more.unwrap_or(low);
    // "Here's Ward in May: “…”", "From the report: “…”"
    if tokens[low].is_any(&["from", "here"])
        && let Some(who) = noun::beginning(tokens, low + 1, colon)
        && let Some(voice) = noun::voice(tokens, &who, false)
        && (tokens[low].is("from") || tokens[who.start].capital)
    {
        return Some(Clause { who, voice, cue: colon..at, stance: Stance::Asserted, antecedent: None });
    }
    let who = low..colon;
    let name = who.len() <= 5
        && tokens[who.clone()].iter().all(|token| {
            token.is_word() && (token.capital || token.is("and") || token.among(voices::PARTICLES))
        })
        && !tokens[who.clone()].iter().any(|token| reports(token) && !token.capital);
    // "Why Boats Sink: “…”", "Old Pier Falls: “…”": three words in capitals are a headline, unless something makes them a name.
    let opener = tokens[who.start].among(speaking::OPENERS);
    let heading = is_heading(tokens, &who);
    let told = |name: Name| name.person || name.body;
    let name = name
        && !opener
        && !heading
        && (who.len() < 3
            || tokens[who.clone()].iter().any(|token| !token.capital || is_determiner(token))
            || name::last_name(tokens, &who).is_some_and(told));
    let several = tokens[who.clone()].iter().any(|token| token.is("and"));
    let voice = if several { Voice::Collective } else { noun::voice(tokens, &who, false)? };
    name.then_some(Clause { who, voice, cue: colon..at, stance: Stance::Asserted, antecedent: None })
}

/// Whether a word before a colon says what follows, and not who says it: "Summary: “…”".
fn is_heading(tokens: &[Token], who: &Range<usize>) -> bool {
    let first = &tokens[who.start];
    who.len() == 1 && (first.among(voices::DOCUMENTS) || name::is_reporting(first))
}

/// The phrase behind "according to", "per", "in the words of".
pub fn according(tokens: &[Token], cue: usize, high: usize) -> Option<Clause> {
    let start = if tokens[cue].is("according") { cue + 2 } else { cue + 1 };
    if tokens[cue].is("according") && !tokens.get(cue + 1)?.is("to") {
        return None;
    }
    let who = noun::beginning(tokens, start, high.max(start).min(tokens.len()))?;
    let voice = noun::voice(tokens, &who, tokens[cue].is("according"))?;
    Some(Clause { who, voice, cue: cue..start, stance: Stance::Asserted, antecedent: None })
}

/// The clause behind a quotation: "said Ward", "Ward said", "according to Ward".
fn behind(tokens: &[Token], at: usize, wanted: Wanted) -> Option<Clause> {
    let mut start = at + 1;
    let end = sentence_end(tokens, start);
    while start < end && matches!(tokens[start].form, Form::Comma) {
        start += 1;
    }
    let dash = start < end && tokens[start].form == Form::Dash;
    if dash {
        start += 1;
    }
    let first = tokens.get(start).filter(|_| start < end)?;
    let high =
        (start..end).find(|&i| matches!(tokens[i].form, Form::Quote(_) | Form::Semicolon)).unwrap_or(end);
    // Behind a full stop a sentence of its own begins, unless a verb in small letters follows.
    let whole = wanted.starts && end - start <= 5 && (start..end).all(|i| tokens[i].is_word());
    let verb = first.among(speaking::INVERTING) && !first.capital;
    if wanted.closed && !wanted.comma && !verb && !whole {
        return None;
    }
    if first.among(speaking::SOURCES) && !first.capital {
        return according(tokens, start, high);
    }
    if first.is("in")
        && let Some(found) = words_of(tokens, start, high)
    {
        return Some(found);
    }
    if first.among(speaking::INVERTING)
        && !first.capital
        && let Some(found) = inverted(tokens, start, high)
    {
        return Some(found);
    }
    // “The ice holds!” beamed Ward.
    let fresh = wanted.starts
        && wanted.direct
        && (wanted.comma || !wanted.closed)
        && start == at + 1
        && !first.capital;
    if fresh
        && first.letters.ends_with("ed")
        && tokens.get(start + 1).is_some_and(|next| next.capital)
        && let Some(found) = inverted(tokens, start, high)
    {
        return Some(found);
    }
    // The remarks that the words are: Ward's “waiting game” remark.
    if !wanted.comma
        && first.among(speaking::NOUNS)
        && at > 0
        && (tokens[at - 1].owner || tokens[at - 1].is_any(&["her", "his", "their"]))
    {
        let found = owned(tokens, at.saturating_sub(NEAR), at)?;
        return Some(Clause { cue: start..start + 1, ..found });
    }
    let asides = |token: &Token| token.is_any(&["and", "as", "but", "is", "then", "which"]);
    let mut from = start;
    while from < high && asides(&tokens[from]) {
        from += 1;
    }
    let trailing = !wanted.comma && !wanted.direct;
    // An inset may quote a term of its own, so that only the sentence's end stops a clause that is due.
    for verb in from + 1..if wanted.comma { end } else { high } {
        if !(reports(&tokens[verb]) || is_idiom(tokens, verb)) || is_noun(tokens, from, verb) {
            continue;
        }
        // “Will it hold?” Ward noted that it had: that is another statement.
        if !wanted.comma && tokens.get(verb + 1).is_some_and(|next| next.is("that")) {
            continue;
        }
        let found = subject(tokens, from, verb, 3);
        let Some(found) = found else { continue };
        let whole = found.antecedent.as_ref().unwrap_or(&found.who);
        let begins = (from..whole.start).all(|i| {
            !tokens[i].is_word()
                || tokens[i].among(speaking::TIMES)
                || i < from + 1 && is_determiner(&tokens[i])
        });
        // "…, as Ward said after the storm"
        let start = whole.start;
        let as_said = start > from + 1 && tokens[start - 1].is("as") && tokens[start - 2].form == Form::Comma;
        let comma = as_said || start > from && tokens[start - 1].form == Form::Comma && verb + 4 >= high;
        if begins && !trailing || comma || begins && wanted.direct {
            return Some(found);
        }
        if !trailing {
            break;
        }
    }
    if trailing {
        let comma = |i: usize| i > start && tokens[i - 1].form == Form::Comma && !tokens[i].capital;
        let verb = (start..high).find(|&i| comma(i) && tokens[i].among(speaking::INVERTING));
        if let Some(found) = verb.and_then(|verb| inverted(tokens, verb, high)) {
            return Some(found);
        }
        let source = (start..high).find(|&i| {
            tokens[i].among(speaking::SOURCES)
                && !tokens[i].capital
                && i > 0
                && tokens[i - 1].form == Form::Comma
        })?;
        return according(tokens, source, high);
    }
    // “The ice holds,” Ward fired back.
    let own = wanted.comma && wanted.starts && wanted.direct && first.capital;
    own.then(|| exclaims(tokens, start, high)).flatten()
}

/// Behind a quotation a name with a verb that nothing tells of but its place: "Ward fired back", "Ward deadpanned".
fn exclaims(tokens: &[Token], start: usize, high: usize) -> Option<Clause> {
    let who = noun::beginning(tokens, start, high).filter(|who| tokens[who.end - 1].capital)?;
    let verb = who.end;
    let word = tokens.get(verb).filter(|word| verb < high && word.is_word() && !word.capital)?;
    let next = tokens.get(verb + 1).filter(|_| verb + 1 < high);
    let back = next.is_some_and(|next| next.is_any(&["back", "in", "on", "out", "up"]));
    let past = word.letters.ends_with("ed")
        && next.is_none_or(|next| {
            !next.is_word() || next.among(speaking::TIMES) || next.letters.ends_with("ly")
        });
    let voice =
        noun::voice(tokens, &who, true).filter(|_| past || back && !word.among(speaking::AUXILIARIES))?;
    Some(Clause { who, voice, cue: verb..verb + 1, stance: Stance::Asserted, antecedent: None })
}

/// "in Ward's words", "in the words of Ward".
fn words_of(tokens: &[Token], at: usize, high: usize) -> Option<Clause> {
    let noun = (at + 1..high.min(at + 6))
        .find(|&i| tokens[i].is_any(&["account", "opinion", "phrase", "telling", "view", "words"]))?;
    if tokens.get(noun + 1).is_some_and(|token| token.is("of")) {
        let who = noun::beginning(tokens, noun + 2, high)?;
        let voice = noun::voice(tokens, &who, false)?;
        return Some(Clause { who, voice, cue: at..noun + 2, stance: Stance::Asserted, antecedent: None });
    }
    owned(tokens, at + 1, noun)
}

/// "said Ward": the subject behind its verb.
pub fn inverted(tokens: &[Token], verb: usize, high: usize) -> Option<Clause> {
    let mut start = verb + 1;
    while start < high && (tokens[start].among(speaking::BETWEEN) || tokens[start].letters.ends_with("ly")) {
        start += 1;
    }
    let mut who = noun::beginning(tokens, start, high)?;
    // In "said Ward and Hill" both speak.
    if tokens.get(who.end).is_some_and(|token| token.is("and")) && tokens[who.end - 1].capital {
        let second = noun::beginning(tokens, who.end + 1, high)
            .filter(|second| tokens[second.clone()].iter().all(|token| token.capital));
        if let Some(second) = second {
            who.end = second.end;
            return Some(Clause {
                who,
                voice: Voice::Collective,
                cue: verb..verb + 1,
                stance: Stance::Asserted,
                antecedent: None,
            });
        }
    }
    let object =
        tokens[who.start].is_any(&["her", "his", "it", "that", "their", "them", "this"]) && who.len() == 1;
    let voice = noun::voice(tokens, &who, true).filter(|_| !object)?;
    Some(Clause { who, voice, cue: verb..verb + 1, stance: Stance::Asserted, antecedent: None })
}
