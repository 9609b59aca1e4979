//! Reported speech: what a text says that somebody said, in the text's own words.
//!
//! Takes the tokens of a sentence and hands on its reporting clauses with what each reports; `speaker` finds out who is meant.
//! What stands between marks is a quotation's business, and so is a clause that governs nothing else.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::clause::{according, inverted};
use super::noun;
use super::subject::{NEAR, REACH, interposed, is_noun, owned, reports, subject};
use super::token::{Form, Token, semicolons};
use super::topic::main_subject;
use super::voice::{Clause, Speaker, Stance};
use crate::file::Span;
use crate::lexicon::{reporting, speaking};

/// A statement that a text gives to somebody without quoting it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// From the first of its words to the last: who says it, what says so and what is said.
    pub span: Span,
    /// What is said; two stretches where the reporting clause interrupts it.
    pub content: Vec<Span>,
    /// Who is said to have said it.
    pub speaker: Speaker,
    /// The citations in reach, as indices into the text's citations.
    pub citations: Vec<u32>,
}

impl Reported {
    /// Every place that it names.
    pub(super) fn each_span(&mut self, each: &mut impl FnMut(&mut Span)) {
        let Reported { span, content, speaker, citations: _ } = self;
        [span].into_iter().chain(content).for_each(&mut *each);
        speaker.each_span(each);
    }
}

/// A reporting clause in a sentence's tokens with what it reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// Who says it, and by which words.
    pub clause: Clause,
    /// What is said.
    pub content: Vec<Range<usize>>,
    /// All its tokens.
    pub whole: Range<usize>,
}

/// Fewer words outside quotation marks state nothing.
const FEWEST: usize = 3;
/// No more reporting words of one sentence are looked at.
const MOST: usize = 24;

/// How many words stand in some stretches outside quotation marks and brackets.
pub(super) fn count_words(tokens: &[Token], stretches: &[Range<usize>]) -> usize {
    let mut depth = 0_usize;
    let is_plain = |token: &&Token| {
        depth = match token.form {
            Form::Open => depth + 1,
            Form::Close => depth.saturating_sub(1),
            _ => depth,
        };
        depth == 0 && token.is_word()
    };
    stretches.iter().flat_map(|part| &tokens[part.clone()]).filter(is_plain).count()
}

/// What is reported in the sentence from `low` to `high`, in the order of the reporting words. A semicolon parts sentences.
pub(super) fn reported(tokens: &[Token], low: usize, high: usize) -> Vec<Report> {
    let mut all = Vec::new();
    let mut semicolons = semicolons(tokens, low..high);
    let mut from = low;
    while from < high {
        let end = semicolons.next().unwrap_or(high);
        all.extend(clauses(tokens, from, end));
        from = end + 1;
    }
    all
}

fn clauses(tokens: &[Token], low: usize, high: usize) -> Vec<Report> {
    let cues = (low..high).filter(|&at| {
        let token = &tokens[at];
        token.is("according") || is_cue(token) || (token.is_word() && token.among(speaking::NOUNS))
    });
    let mut all: Vec<Report> = Vec::new();
    for at in cues.take(MOST) {
        // However long a sentence is, its clause is near.
        let near = low.max(at.saturating_sub(REACH));
        let report = if tokens[at].is("according") {
            if all.is_empty() { source(tokens, near, at, high) } else { None }
        } else if !is_cue(&tokens[at]) || is_noun(tokens, near, at) {
            remark(tokens, near, at, high)
        } else {
            verb(tokens, near, at, high)
        };
        all.extend(report);
    }
    part(tokens, &mut all);
    for report in &mut all {
        report.content.iter_mut().for_each(|part| *part = unbracketed(tokens, part.clone()));
        // A bracket may have been all that a part was.
        report.content.retain(|part| !part.is_empty());
    }
    all.retain(|report| count_words(tokens, &report.content) >= FEWEST);
    for report in &mut all {
        let Clause { who, cue, .. } = &report.clause;
        let parts = || report.content.iter().chain([cue]).filter(|part| !part.is_empty());
        let start = parts().map(|part| part.start).min().unwrap_or(who.start);
        let end = parts().map(|part| part.end).max().unwrap_or(who.end);
        // A subject that several verbs share belongs to the first of them.
        let own = who.start >= start || start.saturating_sub(who.end) < NEAR;
        report.whole = if own { who.start.min(start)..who.end.max(end) } else { start..end };
    }
    all
}

/// A report whose extent is yet to be told.
fn report(clause: Clause, content: Vec<Range<usize>>) -> Report {
    Report { clause, content, whole: 0..0 }
}

/// "According to Ward, the ferry is late", "The ferry is late, according to Ward".
fn source(tokens: &[Token], low: usize, at: usize, high: usize) -> Option<Report> {
    let clause = according(tokens, at, high)?;
    let comma = (clause.who.end..high).find(|&i| tokens[i].form == Form::Comma);
    let before = trimmed(tokens, low..at);
    let content = if is_statement(tokens, &before) { before } else { trimmed(tokens, comma? + 1..high) };
    Some(report(clause, vec![content]))
}

/// "Ward's warning that the ferry is late".
fn remark(tokens: &[Token], low: usize, at: usize, high: usize) -> Option<Report> {
    let that = tokens.get(at + 1).is_some_and(|next| at + 1 < high && next.is("that"));
    // "In Ward's view, the ferry is late"
    let view = tokens[at].is_any(&["account", "opinion", "telling", "view", "words"])
        && tokens.get(at + 1).is_some_and(|next| next.form == Form::Comma)
        && tokens[low].is("in")
        && at - low < NEAR;
    if !that && !view {
        return None;
    }
    let its = tokens[..at].last().is_some_and(|before| before.is_any(&["its", "their"]));
    let clause = match main_subject(tokens, low, at).filter(|_| its) {
        // "The board was plain in its belief that": it is the board's.
        Some(who) => {
            let voice = noun::voice(tokens, &who, true)?;
            Clause { who, voice, cue: at..at + 1, stance: Stance::Asserted, antecedent: None }
        }
        None => owned(tokens, low, at)?,
    };
    Some(report(clause, vec![trimmed(tokens, at + 2..high)]))
}

/// What a verb reports: behind it, or before a clause that ends the sentence or interrupts it.
fn verb(tokens: &[Token], low: usize, at: usize, high: usize) -> Option<Report> {
    // Who wants to say something has not said it.
    let infinitive = at > low && tokens[at - 1].is("to");
    let went_on = infinitive
        && at > low + 1
        && tokens[at - 2].is_any(&["continued", "continues", "goes", "on", "went"]);
    if infinitive && !went_on {
        return None;
    }
    let comma = |i: usize| i > low && matches!(tokens[i - 1].form, Form::Comma | Form::Dash);
    // "Ward, the mayor, said the ferry was late"
    let inset = || interposed(tokens, low, at - 1).is_some_and(|who| tokens[who.end - 1].capital);
    if comma(at)
        && tokens[at].among(speaking::INVERTING)
        && !tokens[at].is("told")
        && let Some(clause) =
            inverted(tokens, at, high).filter(|found| closes(tokens, found.who.end, high) && !inset())
    {
        return Some(report(clause, vec![trimmed(tokens, low..at)]));
    }
    // "Any document relating to the ferry" says nothing of it.
    let bare = at > low && tokens[at - 1].is_word() && !is_joint(&tokens[at - 1]);
    if bare && tokens[at].letters.ends_with("ing") && !tokens[at].is_any(&["saying", "stating"]) {
        return None;
    }
    let mut clause = subject(tokens, low, at, 0)?;
    let start = clause.who.start.min(clause.cue.start);
    let opener = start.checked_sub(1).filter(|&before| before >= low).map(|before| &tokens[before]);
    if opener.is_some_and(|opener| opener.is_any(&["if", "unless", "whether"]))
        && clause.stance == Stance::Asserted
    {
        clause.stance = Stance::Supposed;
    }
    let as_said = opener.is_some_and(|opener| opener.is("as"));
    let lead = if as_said { start - 1 } else { start };
    let before = trimmed(tokens, low..lead);
    let apart = (as_said || comma(lead)) && tokens[at].among(speaking::INVERTING);
    let free = apart && is_statement(tokens, &before);
    let relative = clause.antecedent.is_some();
    // "Though Ward said the ferry was late, it came": a clause of its own ends where the main one begins.
    let inner = opener.is_some_and(|opener| {
        opener.is_any(&["after", "although", "because", "if", "since", "though", "unless", "when", "while"])
    });
    let end = if relative || inner { first(tokens, at + 1, high, Form::Comma) } else { high };
    let content = match complement(tokens, at, end) {
        Complement::From(from) if !as_said => {
            // "said that A and spoke of B": the second verb is the same subject's, whatever it says.
            let next = |i: &usize| tokens[i - 1].is_any(&["and", "but"]) && is_cue(&tokens[*i]);
            vec![trimmed(tokens, from..(from + 1..end).find(next).map_or(end, |next| next - 1))]
        }
        // "The ferry, Ward said, is late"
        Complement::Comma(comma) if apart && !relative => {
            let rest = goes_on(tokens, comma + 1, high).then(|| trimmed(tokens, comma + 1..high));
            let begun = free || rest.is_some() && !opens(tokens, &before) && !before.is_empty();
            begun.then_some(before).into_iter().chain(rest).collect()
        }
        Complement::Comma(comma) if as_said => vec![trimmed(tokens, comma + 1..high)],
        Complement::Nothing if free && !relative => vec![before],
        _ => return None,
    };
    Some(report(clause, content))
}

/// Whether what a clause interrupts goes on behind it: what a participle or a pronoun begins is no part of it.
fn goes_on(tokens: &[Token], from: usize, high: usize) -> bool {
    let next = tokens.get(from).filter(|next| from < high && next.is_word());
    next.is_some_and(|next| {
        !next.letters.ends_with("ing") && !next.is_any(&["according", "which", "who", "whose"])
    })
}

/// Whether a stretch before a reporting clause states something: "In a note on Tuesday" does not, nor do words in marks.
fn is_statement(tokens: &[Token], range: &Range<usize>) -> bool {
    let verb = || tokens[range.clone()].iter().any(|token| token.among(speaking::VERBS));
    count_words(tokens, std::slice::from_ref(range)) >= FEWEST && (!opens(tokens, range) || verb())
}

/// Whether a stretch begins as where and when do.
fn opens(tokens: &[Token], range: &Range<usize>) -> bool {
    tokens[range.clone()].first().is_some_and(|first| {
        first.among(speaking::LINKS) || first.among(speaking::OPENERS) || first.letters.ends_with("ing")
    })
}

/// Whether a clause ends at `at`, but for where and when: "said Ward", "said Ward on Tuesday".
fn closes(tokens: &[Token], at: usize, high: usize) -> bool {
    let next = tokens.get(at).filter(|_| at < high);
    next.is_none_or(|next| !next.is_word() || next.among(speaking::LINKS) || next.among(speaking::TIMES))
}

/// What stands behind a verb.
enum Complement {
    /// What it reports, from this token.
    From(usize),
    /// A comma, and nothing before it but where, when and to whom it was said.
    Comma(usize),
    /// Nothing else.
    Nothing,
}

/// What stands behind the verb at `at`: a clause with "that" or without, what is warned of or called for.
fn complement(tokens: &[Token], at: usize, end: usize) -> Complement {
    const BINDING: &[&str] = &["about", "against", "for", "of"];
    let verb = &tokens[at];
    let mut next = at + 1;
    // "A boat called Gull" has a name, and nobody says so.
    let calls = verb.is_any(&["call", "called", "calling", "calls"]);
    let named = calls && !tokens.get(next).is_some_and(|next| next.is_word() && !next.capital);
    let takes = takes(verb);
    let weak = named || !takes && (verb.among(speaking::WEAK) || !verb.among(reporting::VERBS));
    if next < end
        && verb.is_any(&["assured", "assures", "informed", "reminded", "reminds", "tells", "told", "telling"])
    {
        match noun::beginning(tokens, next, end) {
            Some(who) => next = whom(tokens, who),
            // "told them", "told us"
            None if tokens[next].is_any(&["her", "him", "me", "them", "us"]) => next += 1,
            None => {}
        }
    }
    let mut adjunct = next;
    // Where, when and to whom: "in a note to the board on Tuesday".
    while adjunct < end {
        let token = &tokens[adjunct];
        let time = token.among(speaking::TIMES) || token.letters.ends_with("ly") && token.letters.len() > 4;
        let place = token.is_any(&[
            "after", "at", "before", "by", "during", "from", "in", "on", "through", "to", "via", "with",
        ]);
        let dated = place && tokens.get(adjunct + 1).filter(|_| adjunct + 1 < end).is_some_and(is_date);
        if time || matches!(token.form, Form::Quote(_)) || adjunct > next && is_date(token) {
            adjunct += 1;
        } else if dated {
            adjunct += 2;
        } else if token.form == Form::Open {
            adjunct = first(tokens, adjunct, end, Form::Close) + 1;
        } else if place && let Some(phrase) = noun::beginning(tokens, adjunct + 1, end) {
            adjunct = phrase.end;
        } else {
            break;
        }
    }
    let Some(token) = tokens.get(adjunct).filter(|_| adjunct < end) else { return Complement::Nothing };
    if is_act(tokens, at, next, end) {
        return Complement::Nothing;
    }
    match token.form {
        Form::Comma | Form::Dash => Complement::Comma(adjunct),
        Form::Colon => Complement::From(adjunct + 1),
        Form::Word if token.is_any(&["how", "that", "what", "whether", "why"]) => {
            Complement::From(if token.is("that") { adjunct + 1 } else { adjunct })
        }
        Form::Word if weak => Complement::Nothing,
        Form::Word if token.is_any(&["and", "as", "because", "but", "or", "so", "when", "while"]) => {
            Complement::Nothing
        }
        Form::Word if token.is_any(BINDING) && verb.is_any(&["said", "say", "says", "told", "wrote"]) => {
            Complement::Nothing
        }
        Form::Word if takes && (tokens[next].is_any(BINDING) || calls) => Complement::From(next),
        Form::Word if token.among(speaking::LINKS) => Complement::Nothing,
        Form::Word => Complement::From(adjunct),
        _ => Complement::Nothing,
    }
}

/// Whether a verb with the object at `from` is something done, or speaks of what another says: "asked the bank for a loan",
/// "denied the motion", "called the meeting to order", "rejected the charge that the ferry is late".
fn is_act(tokens: &[Token], verb: usize, from: usize, end: usize) -> bool {
    const COURT: &[&str] = &["application", "appeal", "motion", "petition", "request", "requests"];
    const AGAINST: &[&str] = &[
        "condemn", "critici", "decr", "deni", "deny", "denounc", "deplor", "dismiss", "disput", "mock",
        "reject", "ridicul",
    ];
    let word = &tokens[verb];
    let object = noun::beginning(tokens, from, end);
    let behind = object.as_ref().map_or(from, |object| object.end);
    let next = tokens.get(behind).filter(|_| behind < end);
    let follows = |words: &[&str]| next.is_some_and(|next| next.is_any(words));
    let head = object.as_ref().map(|object| &tokens[object.end - 1]);
    let is_head = |list: &[&str]| head.is_some_and(|head| head.is_any(list));
    let asks = word.is_any(&["ask", "asked", "asking", "asks"]) && follows(&["for", "not"]);
    let orders = word.is_any(&["call", "called", "calling", "calls"]) && object.is_some() && follows(&["to"]);
    let repeats = word.is_any(&["repeat", "repeated", "repeating", "repeats"]) && object.is_some();
    let against = AGAINST.iter().any(|stem| word.letters.starts_with(stem));
    // "The charge by Ward that the ferry is late"
    let that =
        (behind..end.min(behind + NEAR)).take_while(|&i| tokens[i].is_word()).any(|i| tokens[i].is("that"));
    let anothers = head.is_some_and(|head| {
        head.among(speaking::NOUNS) || head.is_any(&["idea", "notion", "rumour", "rumor"])
    }) && that;
    asks || orders || repeats || against && (is_head(COURT) || anothers)
}

/// Whether a word reports, or calls for something.
fn is_cue(token: &Token) -> bool {
    reports(token) || (token.is_word() && !token.capital && !token.owner && takes(token))
}

/// Whether a word is a part of a date: "May", "2014".
fn is_date(token: &Token) -> bool {
    token.among(speaking::TIMES) || token.letters.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a verb takes what it reports as its object: what is called for, condemned, promised.
fn takes(verb: &Token) -> bool {
    verb.among(speaking::TAKING)
}

/// Where whom somebody tells ends: "the Ledger", "reporters". A clause without "that" may follow straight.
fn whom(tokens: &[Token], who: Range<usize>) -> usize {
    let name = tokens[who.start].capital;
    // "told reporters the ferry was late", "told Ward he was late"
    (who.start + 1..who.end).find(|&i| name && !tokens[i].capital).unwrap_or(who.end)
}

/// A stretch without a reference in brackets at its end.
fn unbracketed(tokens: &[Token], range: Range<usize>) -> Range<usize> {
    let mut open = None;
    for at in range.clone() {
        match tokens[at].form {
            Form::Open => open = open.or(Some(at)),
            Form::Close if at + 1 < range.end => open = None,
            _ => {}
        }
    }
    trimmed(tokens, range.start..open.unwrap_or(range.end))
}

/// Cuts what is reported where another verb of the same subject begins: "said that A and added that B".
fn part(tokens: &[Token], all: &mut [Report]) {
    for later in (1..all.len()).rev() {
        let (earlier, rest) = all.split_at_mut(later);
        let next = &rest[0];
        let mut lead = next.clause.cue.start;
        for report in earlier.iter_mut().filter(|report| report.clause.who == next.clause.who) {
            let Some(content) = report.content.iter_mut().find(|part| part.contains(&lead)) else { continue };
            while lead > content.start && is_joint(&tokens[lead - 1]) {
                lead -= 1;
            }
            *content = trimmed(tokens, content.start..lead);
        }
    }
}

/// Whether a token stands between two verbs of one subject.
fn is_joint(token: &Token) -> bool {
    !token.is_word()
        || token.among(speaking::BETWEEN)
        || token.is_any(&["and", "but", "by", "had", "has", "have", "or", "while"])
        || token.letters.ends_with("ly")
}

/// The first token of a form, or the end.
fn first(tokens: &[Token], from: usize, high: usize, form: Form) -> usize {
    (from..high).find(|&i| tokens[i].form == form).unwrap_or(high)
}

/// A range without the marks at its ends.
fn trimmed(tokens: &[Token], range: Range<usize>) -> Range<usize> {
    let is_mark = |i: usize| !tokens[i].is_word() && !matches!(tokens[i].form, Form::Quote(_));
    let mut range = range.start..range.end.max(range.start);
    while range.start < range.end && is_mark(range.end - 1) {
        range.end -= 1;
    }
    while range.start < range.end && is_mark(range.start) {
        range.start += 1;
    }
    range
}

#[cfg(test)]
mod tests;
