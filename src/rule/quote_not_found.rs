//! `quote-not-found`: no source has the words or anything like them.
//!
//! Takes matches with the verdict `NotFound`; the finding points at the quotation and, where some source comes near, at
//! the nearest passage.

use super::Cx;
use super::report::{label, source_label};
use crate::claim::Kind;
use crate::finding::Finding;
use crate::matching::Verdict;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.verdict == Verdict::NotFound) {
        let start = quote.parts.first().map_or(quote.span.start, |part| part.start);
        let end = quote.parts.last().map_or(quote.span.end, |part| part.end);
        let inner = cx.text[start as usize..end as usize]
            .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '…' && c != ']' && c != ')');
        let span = cx.file.span(start as usize..start as usize + inner.len());
        let near = matched.near();
        let message = match near {
            Some(_) => "no source has these words; the nearest passage differs".into(),
            None => "no source has these words or anything like them".into(),
        };
        let mut finding = page::QUOTE_NOT_FOUND.finding(message, label(span, "not found"));
        if let Some(found) = near {
            finding.related.push(source_label(cx, &found, found.span, "nearest passage"));
        }
        let marks =
            if quote.kind == Kind::Block { "take it out of the block quote" } else { "take off the marks" };
        let help =
            format!("quote a source's own words, add the source that has these, or {marks} and paraphrase");
        finding.help.push(help);
        findings.push(finding);
    }
}
