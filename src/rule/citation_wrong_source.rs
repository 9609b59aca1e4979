//! `citation-wrong-source`: the words are not in the cited source but in another one.
//!
//! Takes matches whose passage lies in no cited source; the finding points at the citation and at the passage.

use std::cell::LazyCell;

use super::Cx;
use super::citing::fix::replaced;
use super::citing::manner::{Habits, habits};
use super::citing::{names, written};
use super::report::{label, source_label};
use crate::claim::Quote;
use crate::claim::citation::{Citation, Form};
use crate::claim::reach::is_in_sentence;
use crate::corpus::DocumentId;
use crate::file::Span;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::matching::{By, Match, Named, running};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let habits = LazyCell::new(|| habits(cx));
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.astray) {
        let Some(found) = matched.at.as_ref().filter(|_| matched.verdict.is_placed()) else { continue };
        let Some(Wrong { at, shown, named, fix }) = wrong(cx, &habits, quote, found.document) else {
            continue;
        };
        let right = &cx.corpus.document(found.document).key;
        let message = format!("`{shown}` does not have these words; `{right}` does");
        let mut finding = page::CITATION_WRONG_SOURCE.finding(message, label(at, "not the source"));
        finding.related.extend(named.map(|named| label(named, "it names this one")));
        finding.related.push(source_label(cx, found, found.span, "the words stand here"));
        match fix {
            Some(fix) => finding.fixes.push(fix),
            None => finding.help.push(format!("cite `{right}`")),
        }
        findings.push(finding);
    }
}

/// What says that the words stand in another source than they do.
struct Wrong<'a> {
    /// The citation, or the name in running text.
    at: Span,
    /// The source that it names.
    shown: &'a str,
    /// Where it does, if that is elsewhere: in a note, or in the draft's own list of sources.
    named: Option<Span>,
    fix: Option<Fix>,
}

/// The first citation in a quotation's sentence that names a document, else the source that the sentence itself names.
fn wrong<'a>(
    cx: &Cx<'a>,
    habits: &LazyCell<Habits, impl FnOnce() -> Habits>,
    quote: &Quote,
    right: DocumentId,
) -> Option<Wrong<'a>> {
    let citations = quote.citations.iter().map(|&index| &cx.claims.citations[index as usize]);
    let cited = citations.filter(|citation| is_in_sentence(cx.text, quote, citation)).find_map(|citation| {
        let mut names = names(cx, citation).into_iter();
        let named = names.find(|named| named.documents.is_some_and(|documents| !documents.is_empty()))?;
        let start = if citation.form == Form::Year { citation.start() } else { citation.span.start };
        let at = cx.file.span(start as usize..citation.span.end as usize);
        let place = cx.file.span(named.place.clone());
        let elsewhere = Some(place).filter(|place| !place.overlaps(at));
        // Another quotation may be cited by the same words, and rightly.
        let mendable = !is_relied_on(cx, citation, &named);
        let fix = || fix(cx, citation, &named, right).or_else(|| replaced(cx, habits, citation, right));
        let fix = mendable.then(fix).flatten();
        Some(Wrong { at, shown: shown(cx, &named), named: elsewhere, fix })
    });
    cited.or_else(|| {
        let running = running(cx.text, cx.claims, quote, cx.corpus)?;
        Some(Wrong {
            at: cx.file.span(running.place),
            shown: &cx.corpus.document(*running.documents.first()?).key,
            named: None,
            fix: None,
        })
    })
}

/// The cited source as the draft has it, or by its key where the draft has its title or its address.
fn shown<'a>(cx: &Cx<'a>, wrong: &Named<'a>) -> &'a str {
    match (wrong.by, wrong.documents) {
        (By::Title | By::Byline | By::Address, Some([first, ..])) => &cx.corpus.document(*first).key,
        _ => &cx.file.text()[wrong.place.clone()],
    }
}

/// The right key in the wrong one's place, unless that stands in a note which others refer to as well, or in a
/// list, or with a locator, which is the other source's.
fn fix(cx: &Cx, citation: &Citation, wrong: &Named, right: DocumentId) -> Option<Fix> {
    let right = &cx.corpus.document(right).key;
    let marks = |other: &&Citation| other.form == Form::Note && other.prose == citation.prose;
    if wrong.by != By::Key
        || !wrong.own
        || points(cx, citation, wrong)
        || (citation.form == Form::Note && cx.claims.citations.iter().filter(marks).count() > 1)
    {
        return None;
    }
    let keyed = cx.file.text()[..wrong.place.start].ends_with('@');
    let replacement = if keyed { written(right) } else { right.clone() };
    let edit = Edit { span: cx.file.span(wrong.place.clone()), replacement };
    Some(Fix { title: format!("cite `{right}`"), safety: Safety::Unsafe, edits: vec![edit] })
}

/// Whether the part of a citation that names a source by its key says where in it to look.
fn points(cx: &Cx, citation: &Citation, wrong: &Named) -> bool {
    let (part, key) = (&wrong.part, &wrong.place);
    // In brackets a number is a place in the source, of whatever kind.
    let sides = [part.start.min(key.start)..key.start, key.end..part.end.max(key.end)];
    let numbered = sides.into_iter().any(|side| cx.text[side].contains(|c: char| c.is_ascii_digit()));
    let located = |span: Span| span.range().start < part.end && part.start < span.range().end;
    citation.form == Form::Bracket && numbered
        || citation.locators.iter().any(|locator| located(locator.span))
}

/// Whether another quotation has its words from the source that a citation names, and is cited by the same citation or, where
/// that names it itself, by the same name.
fn is_relied_on(cx: &Cx, citation: &Citation, wrong: &Named) -> bool {
    let documents = wrong.documents.unwrap_or_default();
    let from = |matched: &Match| {
        let found = matched.at.as_ref().filter(|_| matched.verdict.is_placed() && !matched.astray);
        found.is_some_and(|found| documents.contains(&found.document))
    };
    let cited = |quote: &Quote| {
        let mut citations = quote.citations.iter().map(|&index| &cx.claims.citations[index as usize]);
        let same = |other: &Citation| names(cx, other).iter().any(|named| named.place == wrong.place);
        citations.any(|other| other.span == citation.span || (wrong.own && same(other)))
    };
    cx.quotes().any(|(quote, matched)| from(matched) && cited(quote))
}
