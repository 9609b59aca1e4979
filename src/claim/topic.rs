//! What a sentence is about: its subject, whom it asks, and who a clause at its end says said so.
//!
//! Takes a block's tokens with the place of a sentence and hands on noun phrases; whom they mean is asked in `people`.

use std::ops::Range;

use super::noun;
use super::subject::{REACH, is_strong, reports, subject};
use super::token::{Form, Token};
use crate::lexicon::{speaking, voices};

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
        let opening = is_time(tokens, at, high)
            || first.among(speaking::LINKS)
            || (first.among(speaking::OPENERS) && !first.is("who"))
            || (first.letters.ends_with("ing") && first.letters.len() > 5)
            || first.among(speaking::TIMES)
            || first.among(speaking::ADVERBS)
            || first.is_any(&["asked", "earlier", "here", "later", "now"]);
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
            && !(dash + 1..high.min(dash + 20)).any(|i| tokens[i].form == Form::Dash)
            && !opened
        {
            at = dash + 1;
            opened = true;
            continue;
        }
        // "In Hull, Yorkshire, the keeper waited": what a comma follows still belongs to the opening.
        let next = |at: usize| tokens.get(at).filter(|_| at < high).map(|token| token.form);
        let listed = opened && tokens.get(who.end).is_some_and(|comma| comma.form == Form::Comma);
        if listed
            && next(who.end + 1) == Some(Form::Word)
            && noun::beginning(tokens, who.end + 1, high).is_some()
        {
            at = who.end + 1;
            continue;
        }
        // A verb that looks like a noun may end the phrase: "the document lays".
        return (who.start + 1..=who.end).rev().take(3).map(|end| who.start..end).find(|who| {
            // Whoever gives out a statement speaks, be it a town.
            let issues = tokens.get(who.end).is_some_and(|next| next.among(speaking::ISSUING))
                && tokens[who.end..].iter().take(5).any(|token| token.among(voices::DOCUMENTS));
            noun::voice(tokens, who, issues).is_some()
        });
    }
    None
}

/// Whether a sentence opens with a time and a comma: "a few days later,", "Two weeks ago,", "Last spring,".
fn is_time(tokens: &[Token], at: usize, high: usize) -> bool {
    let comma = (at..high.min(at + 6)).find(|&i| !tokens[i].is_word());
    let Some(last) = comma.filter(|&comma| tokens[comma].form == Form::Comma && comma > at) else {
        return false;
    };
    let last = &tokens[last - 1];
    last.is("ago") || (!last.capital && (last.among(speaking::UNITS) || last.among(speaking::TIMES)))
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
