//! `quote-spliced`: passages that do not follow each other are run together as one quotation.
//!
//! Takes matches with the verdict `Spliced`; the finding points at the seam and at both places in the sources.

use super::report::{in_draft, label, source_label, source_words};
use super::{Cx, wording_fix};
use crate::claim::wording::is_ellipsis;
use crate::finding::Finding;
use crate::fold::words_in;
use crate::matching::Verdict;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.verdict == Verdict::Spliced) {
        let seam = matched.edits.iter().max_by_key(|edit| edit.source.end - edit.source.start);
        let (Some(found), Some(seam)) = (&matched.at, seam) else { continue };
        let span = in_draft(cx, quote, &seam.shown);
        match &matched.also {
            Some(also) => {
                let same = also.document == found.document;
                let message = if same {
                    "two passages that do not follow each other are run together".to_owned()
                } else {
                    let keys = [found, also].map(|place| cx.corpus.document(place.document).key.as_str());
                    format!("passages of two sources, `{}` and `{}`, are run together", keys[0], keys[1])
                };
                let mut finding = page::QUOTE_SPLICED.finding(message, label(span, "the seam"));
                finding.related.push(source_label(cx, found, found.span, "the first part"));
                finding.related.push(source_label(cx, also, also.span, "the second part"));
                finding.help.push("quote the two apart, each with its own marks".into());
                findings.push(finding);
            }
            None => {
                let document = cx.corpus.document(found.document);
                let words = source_words(document, seam.source);
                let count = words_in(document.text(), seam.source.range()).count();
                let marked = is_ellipsis(&cx.text[span.range()]);
                let message = if marked {
                    format!("the ellipsis stands for {count} words of the source, too many for one quotation")
                } else {
                    format!("{count} words, “{words}”, are left out with no ellipsis")
                };
                let mut finding = page::QUOTE_SPLICED.finding(message, label(span, "the seam"));
                finding.related.push(source_label(cx, found, seam.source, "left out"));
                finding.help.push("quote the two parts apart, each with its own marks".into());
                finding.fixes.extend(wording_fix::ellipsis(cx, quote, &matched.edits, document));
                findings.push(finding);
            }
        }
    }
}
