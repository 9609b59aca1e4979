//! `role-mismatch`: somebody has another office in the draft than in the sources that it leans on, or in the project's facts.
//!
//! Takes the offices that `matching` found to conflict; the finding points at the draft's office, at the source's or the fact's,
//! and at whoever holds the draft's in a source. What the facts say is reported without `preview`, too.

use super::Cx;
use super::report::{draft_words, fact_label, label, source_label, source_words};
use crate::finding::Finding;
use crate::matching::{Misplaced, Witness, misplaced};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let draft = cx.draft();
    let misplaced = misplaced(&draft, cx.matches, cx.corpus, &cx.config.facts);
    let by_sources = cx.config.tries(&page::ROLE_MISMATCH);
    let wanted = misplaced.iter().filter(|one| by_sources || matches!(one.right, Witness::Fact(_)));
    findings.extend(wanted.map(|one| finding(cx, one)));
}

fn finding(cx: &Cx, one: &Misplaced) -> Finding {
    let (name, office) = (&one.name, draft_words(cx, one.office));
    let (right, who, whose) = match &one.right {
        Witness::Source(found) => {
            let right = source_words(cx.corpus.document(found.document), found.span);
            let whose = source_label(cx, found, found.span, "the office in the source");
            (right, "the source has", whose)
        }
        Witness::Fact(fact) => (fact.text.clone(), "the project knows", fact_label(fact, "the office")),
    };
    let message = format!("{who} {name} as “{right}”, not as “{office}”");
    let mut finding = page::ROLE_MISMATCH.finding(message, label(one.office, "another office"));
    finding.related.push(whose);
    if let Some((holder, found)) = &one.holder {
        let message = format!("this is {holder}'s office here");
        finding.related.push(source_label(cx, found, found.span, &message));
    }
    let of = if matches!(one.right, Witness::Fact(_)) { "fact" } else { "source" };
    finding.help.push(format!("give {name} the {of}'s office, or the office to whom it belongs"));
    finding
}
