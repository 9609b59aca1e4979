//! `quote-short`: a quotation with too few words to tell where it comes from.
//!
//! Takes matches that went unchecked for their length. A note: it is there for a writer who wants to know all that
//! `ibid` did not check.

use super::Cx;
use super::report::label;
use crate::finding::Finding;
use crate::matching::{Reason, Verdict};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, _) in
        cx.quotes().filter(|(_, matched)| matched.verdict == Verdict::Unchecked(Reason::TooShort))
    {
        let (Some(first), Some(last)) = (quote.parts.first(), quote.parts.last()) else { continue };
        let inner =
            cx.text[first.start as usize..last.end as usize].trim_end_matches([',', '.', ' ', ';', ':']);
        let span = cx.file.span(first.start as usize..first.start as usize + inner.len());
        findings.push(page::QUOTE_SHORT.finding("too short to verify".into(), label(span, "not checked")));
    }
}
