//! `claim-misattributed`: the draft reports what somebody said, and the source gives it to somebody else.
//!
//! Takes the reported statements with the sentences of the sources that they follow; the finding points at whom the draft
//! names and at whom the source names.

use super::Cx;
use super::report::{label, plain, source_label};
use crate::claim::Quote;
use crate::finding::{Finding, Label};
use crate::matching::Heard;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (reported, told) in cx.reported() {
        let (Heard::Other { name, at, by_name }, Some(found)) = (&told.heard, &told.at) else { continue };
        let speaker = &reported.speaker;
        // What the same words say of a quotation within the statement is `speaker-mismatch`'s.
        let quoted = |quote: &Quote| quote.speaker.as_ref().is_some_and(|own| own.span == speaker.span);
        if cx.quotes().any(|(quote, matched)| quoted(quote) && matches!(matched.heard, Heard::Other { .. })) {
            continue;
        }
        let written = plain(&cx.text[speaker.span.range()]);
        let draft = speaker.name.as_deref().unwrap_or(&written);
        // Whom a pronoun means is likely, and no more.
        let other = if *by_name { name.clone() } else { format!("somebody else, most likely {name},") };
        let message = format!("the source has {other} say this, not {draft}");
        let mut finding = page::CLAIM_MISATTRIBUTED.finding(message, label(speaker.span, "not the speaker"));
        finding.related.push(Label {
            span: *at,
            message: "the source says who speaks here".into(),
            source: Some(cx.corpus.document(found.document).key.clone()),
        });
        finding.related.push(source_label(cx, found, found.span, "the sentence that it follows"));
        finding.help.push(if *by_name {
            format!("name {name}")
        } else {
            "see whom the source means there".into()
        });
        findings.push(finding);
    }
}
