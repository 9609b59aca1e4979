//! Which clause is a quotation's own where its sentence has several: what governs it inside an opening clause or phrase
//! comes before the main clause that follows, and a clause that says nothing besides before what leads up to it.
//!
//! Takes a block's tokens, the place of a quotation and the clauses on either side, and hands on one of them, or none.

use super::noun;
use super::subject::{is_noun, owned, reports};
use super::token::{Form, Token};
use super::voice::{Clause, Stance};
use crate::lexicon::{reporting, speaking};

/// Which of the clauses on either side of a quotation that a comma follows is its own: the one behind the comma reports all
/// that stands before it, if it says nothing besides; otherwise what governs the quotation within its own clause does.
pub fn beside(
    tokens: &[Token],
    low: usize,
    at: usize,
    before: Option<Clause>,
    behind: Option<Clause>,
) -> Option<Clause> {
    let Some(later) = behind else { return before };
    let fronted = fronted(tokens, low, at);
    let free = before.filter(|found| governs(tokens, found, at));
    // "Ward told them that “…,” Hill reported": Hill passes on what Ward said.
    let that = |found: &Clause| (found.cue.end..at).any(|i| tokens[i].is("that"));
    let as_said = later.who.start > at && tokens[later.who.start - 1].is("as");
    let stays = |found: &Clause| !as_said && (fronted || !is_last(tokens, &later) || that(found));
    match free {
        Some(found) if stays(&found) => Some(found),
        _ if fronted && !calls(tokens, low) => owned_within(tokens, low, at)
            .or_else(|| (is_last(tokens, &later) && !is_answer(tokens, low)).then_some(later)),
        _ => Some(later),
    }
}

/// Whether a clause before a quotation has its own subject there and no comma parts it from the words at `at`.
fn governs(tokens: &[Token], clause: &Clause, at: usize) -> bool {
    let verb = clause.cue.end;
    clause.who.end <= at && !(verb..at).any(|i| tokens[i].form == Form::Comma && i + 1 < at)
}

/// Whether a clause behind a quotation reports it and says nothing besides: "Ward said", "said Ward on Tuesday".
fn is_last(tokens: &[Token], clause: &Clause) -> bool {
    let end = clause.who.end.max(clause.cue.end);
    let next = tokens.get(end);
    next.is_none_or(|next| {
        matches!(next.form, Form::Comma | Form::Stop | Form::Dash | Form::Open)
            || next.among(speaking::LINKS)
            || next.among(speaking::TIMES)
            || tokens[end - 1].is("told")
    })
}

/// Whether the sentence begins with a clause or a phrase that its main clause follows, and the words at `at` lie in it:
/// "While Ward called it “…,”", "Rejecting the charge that it was “…,”".
pub fn fronted(tokens: &[Token], low: usize, at: usize) -> bool {
    let first = &tokens[low];
    let opens = first.is_any(&[
        "after", "although", "because", "before", "if", "once", "since", "though", "when", "whereas", "while",
    ]) || first.among(speaking::LINKS)
        || is_answer(tokens, low)
        || first.is_word() && first.letters.ends_with("ing") && first.letters.len() > 5;
    opens
        && !(low..at).any(|i| {
            matches!(tokens[i].form, Form::Comma | Form::Colon)
                && i + 1 < at
                && main_begins(tokens, i + 1, at)
        })
}

/// Whether the main clause of a sentence begins behind a comma: a name or a pronoun with a verb.
fn main_begins(tokens: &[Token], from: usize, at: usize) -> bool {
    noun::beginning(tokens, from, at).is_some_and(|who| {
        let next = tokens.get(who.end).filter(|_| who.end < at);
        next.is_some_and(|next| {
            next.form == Form::Word
                && (reports(next)
                    || next.among(speaking::VERBS)
                    || next.among(speaking::BETWEEN)
                    || next.letters.ends_with("ed"))
        })
    })
}

/// Whether a sentence begins with what somebody answers: "Asked whether", "Told by Ward that", "Responding to".
pub fn is_answer(tokens: &[Token], low: usize) -> bool {
    let first = &tokens[low];
    let pressed =
        ["challenged", "confronted", "pressed", "pushed", "questioned", "quizzed", "reminded", "told"];
    let answers = ["answering", "rebutting", "rejecting", "replying", "responding"];
    first.is("asked") || first.is_any(&pressed) || first.is_any(&answers)
}

/// Whether a sentence begins with a verb by which its subject puts something into words: "Calling it “…,”".
fn calls(tokens: &[Token], low: usize) -> bool {
    tokens[low].letters.ends_with("ing") && reports_loosely(&tokens[low]) && !is_answer(tokens, low)
}

/// Whether a word reports, even with the capital of a sentence's beginning.
fn reports_loosely(token: &Token) -> bool {
    token.is_word() && (token.among(reporting::VERBS) || token.among(speaking::MORE))
}

/// Whose words they are within an opening phrase: "Responding to Ward's description of it as “…”", "Told by Ward that “…”".
pub fn owned_within(tokens: &[Token], low: usize, at: usize) -> Option<Clause> {
    const FAR: usize = 14;
    let near = low.max(at.saturating_sub(FAR));
    (near..at).rev().take_while(|&i| tokens[i].is_word()).find_map(|i| {
        if tokens[i].among(speaking::NOUNS) && is_noun(tokens, low, i) {
            return owned(tokens, low, i);
        }
        let by = tokens[i].is("by") && i > low;
        let who = by.then(|| noun::beginning(tokens, i + 1, at)).flatten()?;
        let voice = noun::voice(tokens, &who, false)?;
        Some(Clause { who, voice, cue: i - 1..i + 1, stance: Stance::Asserted, antecedent: None })
    })
}

/// Whether somebody says with another, or in another's words, what a quotation has: "agreed with Ward that", "Hill, quoting
/// Ward, called it". Then it is not told whose words they are.
pub fn both(tokens: &[Token], low: usize, at: usize, found: Option<&Clause>) -> bool {
    let Some(found) = found.filter(|found| found.cue.end <= at) else { return false };
    let cue = found.cue.end;
    let agrees = tokens[cue - 1].is_any(&["agree", "agreed", "agreeing", "agrees", "concurred", "concurs"]);
    let quoting = (found.who.end..found.cue.start)
        .any(|i| tokens[i].is_any(&["citing", "echoing", "paraphrasing", "quoting"]) && i > low);
    agrees && tokens.get(cue).is_some_and(|next| next.is("with")) || quoting
}
