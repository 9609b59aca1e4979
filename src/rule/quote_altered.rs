//! `quote-altered`: the words between the marks are not those of the passage that they come from.
//!
//! Takes matches with the verdict `Altered`; the finding points at the worst edit, with the others as related labels.

use super::report::{draft_words, finding, further_edits, in_draft, label, source_label, source_words};
use super::{Cx, wording_fix};
use crate::finding::Finding;
use crate::matching::{EditKind, Verdict};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.verdict == Verdict::Altered) {
        let (Some(found), Some(worst)) = (&matched.at, matched.worst()) else { continue };
        let document = cx.corpus.document(found.document);
        let span = in_draft(cx, quote, &worst.shown);
        let own = draft_words(cx, in_draft(cx, quote, &worst.own));
        let source = source_words(document, worst.source);
        let (message, beside) = match worst.kind {
            EditKind::Overrun => (
                format!("“{own}” is the source's narration, not part of what it quotes"),
                "beyond the quotation".into(),
            ),
            EditKind::Brackets => (
                format!("the source has [{source}] in brackets: the words are its editor's"),
                "no brackets here".into(),
            ),
            EditKind::Asked => {
                ("the source makes a statement here".into(), "the source has neither `?` nor `!`".into())
            }
            EditKind::Reordered => {
                (format!("the source has these words as “{source}”"), "another order".into())
            }
            _ if worst.own.is_empty() => (
                format!("“{source}” is left out, and other words differ"),
                format!("the source has “{source}” here"),
            ),
            _ if source.is_empty() => (format!("“{own}” is not in the source"), "put in".into()),
            EditKind::Negation => (
                format!("the source has “{source}”, not “{own}”: this turns it round"),
                format!("the source has “{source}”"),
            ),
            _ => (format!("the source has “{source}”, not “{own}”"), format!("the source has “{source}”")),
        };
        let mut finding = finding(&page::QUOTE_ALTERED, message, label(span, beside));
        finding.related.push(source_label(cx, found, worst.source_shown, "the source"));
        finding.related.extend(further_edits(cx, quote, &matched.edits, worst, document));
        finding.fixes.extend(wording_fix::source_wording(cx, quote, &matched.edits, document));
        findings.push(finding);
    }
}
