//! Fixes that give a quotation its source's words, or that mark what was left out.
//!
//! Takes the edits of a match and hands on fixes. They change what the draft says, so none is safe to take unread but what puts
//! back the source's own brackets.

use std::ops::Range;

use super::Cx;
use super::report::{in_draft, plain};
use crate::claim::Quote;
use crate::claim::quote::Kind;
use crate::claim::speech::is_negation;
use crate::claim::wording::is_ellipsis;
use crate::corpus::Document;
use crate::file::Span;
use crate::finding::{Edit as Change, Fix, Safety};
use crate::fold::{MASK, folded, words_in};
use crate::matching::{Edit, EditKind};

/// The quotation with the source's words in place of all that differ; none where an edit has no words to give or take.
pub fn source_wording(cx: &Cx, quote: &Quote, edits: &[Edit], document: &Document) -> Option<Fix> {
    let changes: Option<Vec<Change>> = edits.iter().map(|edit| change(cx, quote, edit, document)).collect();
    let changes = changes?;
    // Brackets alone change no word.
    let bracketed = |(edit, change): (&Edit, &Change)| {
        edit.kind == EditKind::Brackets && change.replacement == format!("[{}]", cx.file.slice(change.span))
    };
    let safe = !changes.is_empty() && edits.iter().zip(&changes).all(bracketed);
    let safety = if safe { Safety::Safe } else { Safety::Unsafe };
    Some(Fix { title: "use the source's words".into(), safety, edits: changes })
}

fn change(cx: &Cx, quote: &Quote, edit: &Edit, document: &Document) -> Option<Change> {
    let own = in_draft(cx, quote, &edit.own);
    let whole = is_apart(cx.text, own.range()) && is_apart(document.text(), edit.source.range());
    let joined = document.text()[edit.source.range()].contains(|c: char| "|_^~{}<>\\`".contains(c));
    let unsure = may_be_attribution(cx, quote, edit) || trails_off(cx, quote, edit);
    if !whole || joined || unsure || runs_on(cx, quote, edit, document.text()) {
        return None;
    }
    // Where markup or an entity stands in or behind the words, putting others in their place would break it.
    let behind = cx.text[own.end as usize..].starts_with(MASK);
    if cx.text[own.range()].contains(MASK) || (behind && !edit.own.is_empty()) {
        return None;
    }
    let words = plain(with_brackets(document.text(), edit.source));
    match edit.kind {
        EditKind::Asked => None,
        EditKind::Overrun => removal(cx, quote, own),
        EditKind::Brackets => Some(Change { span: own, replacement: format!("[{words}]") }),
        _ if words.is_empty() => removal(cx, quote, own),
        _ if edit.own.is_empty() => Some(insertion(own, &with_stop(document.text(), edit.source, &words))),
        _ => Some(Change { span: own, replacement: words }),
    }
}

/// Whether no sign stands beside words that makes them a part of something else, as in `boat^2` and `A|B`.
fn is_apart(text: &str, words: Range<usize>) -> bool {
    let sign = |c: char| "|_^~{}<>\\`#@=+&".contains(c);
    !text[..words.start].ends_with(sign) && !text[words.end..].starts_with(sign)
}

/// Whether an edit is about words that stand last in a block quote, behind the end of a sentence or in a paragraph of their own, so
/// that they may say who wrote it.
fn may_be_attribution(cx: &Cx, quote: &Quote, edit: &Edit) -> bool {
    const LONGEST: usize = 12;
    let Some(last) = quote.parts.last().filter(|_| quote.kind == Kind::Block) else { return false };
    let outside = |c: char| c == MASK || !c.is_alphanumeric();
    let end = last.start as usize + cx.text[last.range()].trim_end_matches(outside).len();
    let said = &cx.text[last.start as usize..end.max(last.start as usize)];
    let stops = |&(at, _): &(usize, &str)| said[at + 1..].starts_with(|c: char| !c.is_alphanumeric());
    let start = match said.rmatch_indices(['.', '!', '?']).find(stops) {
        Some((at, _)) => last.start as usize + at + 1,
        None if quote.parts.len() > 1 => last.start as usize,
        None => return false,
    };
    let own = in_draft(cx, quote, &edit.own).range();
    let words: Vec<_> = words_in(cx.text, start..end).map(|word| word.range()).collect();
    let (Some(first), Some(behind)) = (words.first(), words.last()) else { return false };
    let at_edge = own.start <= first.start || own.end >= behind.end;
    words.len() <= LONGEST && own.end > first.start && !own.is_empty() && at_edge
}

/// Whether several words differ and a single one behind them, the quotation's last, does not: "and so on" may have met the source
/// by chance.
fn trails_off(cx: &Cx, quote: &Quote, edit: &Edit) -> bool {
    let Some(last) = quote.parts.last().map(|part| part.range()) else { return false };
    let own = in_draft(cx, quote, &edit.own).range();
    last.start <= own.start
        && own.end <= last.end
        && words_in(cx.text, own.clone()).nth(1).is_some()
        && words_in(cx.text, own.end..last.end).count() == 1
}

/// Whether the source's words of an edit begin a sentence there, and the draft's stand within one.
fn runs_on(cx: &Cx, quote: &Quote, edit: &Edit, source: &str) -> bool {
    let ends = |text: &str| {
        let marks = |c: char| c.is_whitespace() || c == MASK || "\"'”’“‘)".contains(c);
        text.trim_end_matches(marks).ends_with(['.', '!', '?', '…'])
    };
    let own = in_draft(cx, quote, &edit.own).range();
    let Some(part) =
        quote.parts.iter().find(|part| part.range().start < own.start && own.end <= part.range().end)
    else {
        return false;
    };
    let begins = words_in(cx.text, part.range()).next().is_none_or(|first| first.range().start >= own.start);
    !edit.own.is_empty()
        && edit.source.start < edit.source.end
        && !begins
        && ends(&source[..edit.source.range().start])
        && !ends(&cx.text[part.range().start..own.start])
}

/// An ellipsis at every place where words are left out; none if something else differs too, or if one stands there.
pub fn ellipsis(cx: &Cx, quote: &Quote, edits: &[Edit], document: &Document) -> Option<Fix> {
    let unmarked = |edit: &Edit| {
        let shown = &cx.text[in_draft(cx, quote, &edit.shown).range()];
        let apart = is_apart(document.text(), edit.source.range());
        apart && edit.own.is_empty() && edit.source.start < edit.source.end && !is_ellipsis(shown)
    };
    let changes = edits.iter().map(|edit| insertion(in_draft(cx, quote, &edit.own), "…")).collect();
    let title = "mark the omission".into();
    edits.iter().all(unmarked).then_some(Fix { title, safety: Safety::Unsafe, edits: changes })
}

/// The quotation's own words in brackets, wherever they differ, which says that they are the writer's; none if anything differs that
/// brackets may not hold: a negation, a number, a name, or words that are left out or stand in another order.
pub fn brackets(cx: &Cx, quote: &Quote, edits: &[Edit]) -> Option<Fix> {
    let bracketed = |edit: &Edit| {
        let span = in_draft(cx, quote, &edit.own);
        let (before, words, behind) =
            (&cx.text[..span.range().start], &cx.text[span.range()], &cx.text[span.range().end..]);
        // Within a word, or beside markup or other brackets, they would say something else.
        let joins = |c: char| c.is_alphanumeric() || "-‐–[](){}'’`".contains(c) || c == MASK;
        let apart = !before.ends_with(joins) && !behind.starts_with(joins) && !words.contains(joins_brackets);
        let unsure = may_be_attribution(cx, quote, edit) || trails_off(cx, quote, edit);
        let apart = apart && !unsure;
        let negates =
            words_in(cx.text, span.range()).any(|word| is_negation(&folded(&cx.text[word.range()])));
        let kind =
            !negates && matches!(edit.kind, EditKind::Replaced | EditKind::Inserted | EditKind::Inflected);
        let replacement = || format!("[{}]", cx.file.slice(span));
        (kind && apart && !words.is_empty()).then(|| Change { span, replacement: replacement() })
    };
    let edits: Option<Vec<Change>> = edits.iter().map(bracketed).collect();
    Some(Fix { title: "bracket the change".into(), safety: Safety::Unsafe, edits: edits? })
}

/// What may not stand between brackets that are put in.
fn joins_brackets(c: char) -> bool {
    "[](){}\n".contains(c) || c == MASK
}

/// Words put in behind the word that ends at an empty span.
fn insertion(at: Span, words: &str) -> Change {
    Change { span: at, replacement: format!(" {words}") }
}

/// The source's words, with the brackets that enclose just these.
fn with_brackets(text: &str, words: Span) -> &str {
    let range = words.range();
    let enclosed = text[..range.start].ends_with('(') && text[range.end..].starts_with(')');
    if enclosed { &text[range.start - 1..range.end + 1] } else { &text[range] }
}

/// The source's words with the comma or the stop behind them.
fn with_stop(text: &str, words: Span, shown: &str) -> String {
    let stop = text[words.end as usize..].chars().next().filter(|c| ",;:.!?".contains(*c));
    shown.chars().chain(stop).collect()
}

/// Words taken out, with the brackets that enclose just these and the space and the comma beside them, so that no gap is
/// left: those behind at the start of the quotation, those before elsewhere. None where nothing would be left of it.
fn removal(cx: &Cx, quote: &Quote, span: Span) -> Option<Change> {
    if quote.parts.contains(&span) {
        return None;
    }
    let mut range = span.range();
    if cx.text[..range.start].ends_with('[') && cx.text[range.end..].starts_with(']') {
        range = range.start - 1..range.end + 1;
    }
    let beside = |c: char| c.is_whitespace() || c == ',';
    if quote.parts.iter().any(|part| part.start as usize == range.start) {
        let rest = &cx.text[range.end..];
        range.end += rest.len() - rest.trim_start_matches(beside).len();
    } else {
        range.start = cx.text[..range.start].trim_end_matches(beside).len();
    }
    // A space of the text may be the first letter of an entity.
    let taken = [range.start..span.start as usize, span.end as usize..range.end];
    let plain = taken.into_iter().all(|side| cx.file.text()[side.clone()] == cx.text[side]);
    let broken = cx.text[range.end..].starts_with(MASK) && range.end > span.end as usize;
    let broken =
        broken || (cx.text[..range.start].ends_with(MASK) && cx.file.text()[..range.start].ends_with(';'));
    (plain && !broken).then(|| Change { span: cx.file.span(range), replacement: String::new() })
}
