//! `speaker-missing`: a quotation that nobody is said to have said.
//!
//! Takes quotations of whole sentences that a source has. A note: running text often leaves the speaker to the sentence before.

use super::Cx;
use super::report::label;
use crate::claim::Kind;
use crate::finding::Finding;
use crate::matching::Verdict;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(quote, _)| quote.kind == Kind::Direct && !quote.mention) {
        let checked = !matches!(matched.verdict, Verdict::NotFound | Verdict::Unchecked(_));
        if checked && quote.speaker.is_none() && quote.cue.is_none() {
            let own = label(quote.span, "whose words?");
            findings.push(page::SPEAKER_MISSING.finding("nobody is said to have said this".into(), own));
        }
    }
}
