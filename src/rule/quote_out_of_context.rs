//! `quote-out-of-context`: an ellipsis or the cut takes a negation or a limit off the quoted words.
//!
//! Takes matches with the verdict `OutOfContext`; the finding points at the cut and at the words that it drops.

use super::Cx;
use super::report::{in_draft, label, source_label, source_words};
use crate::finding::Finding;
use crate::matching::Verdict;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.verdict == Verdict::OutOfContext) {
        let (Some(found), Some(lost)) = (&matched.at, matched.edits.first()) else { continue };
        let words = source_words(cx.corpus.document(found.document), lost.source);
        let condition = words.starts_with("unless") || words.starts_with("only if");
        let at_start =
            quote.parts.first().is_some_and(|part| lost.shown.start == part.start - quote.span.start);
        let (message, beside) = match (lost.own.is_empty(), condition) {
            (false, true) if !at_start => {
                (format!("the source goes on “{words} …”, a condition that the quotation drops"), "ends here")
            }
            (false, _) => (
                format!("the quotation starts just after “{words}”, so it says the opposite"),
                "the source denies this",
            ),
            (true, true) => (
                format!("the ellipsis leaves out “{words}”, a condition on the rest"),
                "this hides a condition",
            ),
            (true, false) => (
                format!("the ellipsis leaves out “{words}”, which turns the rest round"),
                "this hides a negation",
            ),
        };
        let mut finding =
            page::QUOTE_OUT_OF_CONTEXT.finding(message, label(in_draft(cx, quote, &lost.shown), beside));
        finding.related.push(source_label(cx, found, lost.source, "left out"));
        finding.help.push(format!("keep “{words}”, or say it in the sentence round the quotation"));
        findings.push(finding);
    }
}
