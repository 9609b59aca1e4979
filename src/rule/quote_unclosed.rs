//! `quote-unclosed`: an opening quotation mark with no closing one in its paragraph.
//!
//! Takes the marks that `claim` could not pair, at most one a paragraph. Silent without sources, like every rule on
//! quotations.

use super::Cx;
use super::report::label;
use crate::finding::Finding;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    if cx.corpus.is_empty() {
        return;
    }
    for unclosed in &cx.claims.said.unclosed {
        let message = "no mark closes this quotation in its paragraph".into();
        let mut finding = page::QUOTE_UNCLOSED.finding(message, label(unclosed.mark, "opens here"));
        if unclosed.more > 0 {
            let more = match unclosed.more {
                1 => "one more mark in this paragraph is never closed".to_owned(),
                more => format!("{more} more marks in this paragraph are never closed"),
            };
            finding.notes.push(more);
        }
        finding
            .help
            .push("close it, or open the next paragraph with a mark if the quotation goes on there".into());
        findings.push(finding);
    }
}
