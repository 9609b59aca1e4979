//! `speaker-not-in-source`: whoever is said to have said the words occurs in no source that has them.
//!
//! Takes what `matching` heard of a quotation; the finding points at the name in the draft and at the words in the source.

use super::Cx;
use super::report::{inner, label, plain, source_label};
use crate::finding::Finding;
use crate::matching::Heard;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.heard == Heard::Absent) {
        let (Some(speaker), Some(found)) = (&quote.speaker, &matched.at) else { continue };
        let written = plain(&cx.text[speaker.span.range()]);
        let name = speaker.name.as_deref().unwrap_or(&written);
        let key = &cx.corpus.document(found.document).key;
        let message = format!("`{key}` has these words and nobody called {name}");
        let own = label(inner(cx, quote), "whose words?");
        let mut finding = page::SPEAKER_NOT_IN_SOURCE.finding(message, own);
        finding.related.push(label(speaker.span, "not in the source"));
        finding.related.push(source_label(cx, found, found.span, "the words"));
        finding.help.push("see who says it there, or cite the source that names the speaker".into());
        findings.push(finding);
    }
}
