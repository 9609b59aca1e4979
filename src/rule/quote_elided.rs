//! `quote-elided`: words of the passage are left out and nothing marks it.
//!
//! Takes matches with the verdict `Elided`; the finding points at the two words beside the longest gap.

use super::report::{further_edits, in_draft, label, source_label, source_words};
use super::{Cx, wording_fix};
use crate::finding::Finding;
use crate::fold::words_in;
use crate::matching::{EditKind, Verdict};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.verdict == Verdict::Elided) {
        // Of two gaps the longer matters more, unless the shorter one takes a negation or a number with it.
        let gap = matched
            .edits
            .iter()
            .min_by_key(|edit| (edit.kind, u32::MAX - (edit.source.end - edit.source.start)));
        let (Some(found), Some(gap)) = (&matched.at, gap) else { continue };
        let document = cx.corpus.document(found.document);
        let words = source_words(document, gap.source);
        let reversed = matched.edits.iter().any(|edit| edit.kind == EditKind::Negation);
        let mut message = format!("“{words}” is left out of the quotation with no ellipsis");
        if reversed {
            let condition = words.starts_with("unless") || words.starts_with("only if");
            message.push_str(if condition {
                ", which drops its condition"
            } else {
                ", which turns it round"
            });
        }
        let mut finding = page::QUOTE_ELIDED
            .finding(message, label(in_draft(cx, quote, &gap.shown), "words are missing here"));
        finding.related.extend(further_edits(cx, quote, &matched.edits, gap, document));
        finding.related.push(source_label(cx, found, gap.source, "left out"));
        // An ellipsis in place of a negation would only hide what is wrong, and for a word or two it looks odd.
        let words = matched.edits.iter().map(|edit| words_in(document.text(), edit.source.range()).count());
        let few = words.sum::<usize>() <= 2;
        let restored = wording_fix::source_wording(cx, quote, &matched.edits, document);
        let marked = wording_fix::ellipsis(cx, quote, &matched.edits, document).filter(|_| !reversed);
        finding.fixes.extend(if few { [restored, marked] } else { [marked, restored] }.into_iter().flatten());
        findings.push(finding);
    }
}
