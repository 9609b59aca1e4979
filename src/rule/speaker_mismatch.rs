//! `speaker-mismatch`: the source gives the words to somebody else than the draft does.
//!
//! Takes what `matching` heard of a quotation; the finding points at whom the draft names and at whom the source names.

use super::Cx;
use super::report::{inner, label, plain, source_label};
use crate::claim::Speaker;
use crate::finding::{Edit, Finding, Fix, Label, Safety, Severity};
use crate::matching::Heard;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes() {
        let (Some(speaker), Some(found)) = (&quote.speaker, &matched.at) else { continue };
        let (name, at) = match &matched.heard {
            Heard::Other { name, at, by_name } => (name, Some((*at, *by_name))),
            Heard::Author { name } => (name, None),
            _ => continue,
        };
        let written = plain(&cx.text[speaker.span.range()]);
        let draft = speaker.name.as_deref().unwrap_or(&written);
        let mut finding = match at {
            // A name stands against a name.
            Some((at, by_name)) => {
                let message = format!("the source gives these words to {name}, not to {draft}");
                let own = label(speaker.span, "not the speaker");
                let mut finding = page::SPEAKER_MISMATCH.finding(message, own);
                // Whom a pronoun means is likely, and no more.
                finding.severity = if by_name { Severity::Error } else { Severity::Warning };
                finding.related.push(Label {
                    span: at,
                    message: "the source says who speaks here".into(),
                    source: Some(cx.corpus.document(found.document).key.clone()),
                });
                finding
            }
            // A document's own words are at fault under any name but its author's.
            None => {
                let message = format!("these are {name}'s own words, not {draft}'s");
                let own = label(inner(cx, quote), "in the wrong mouth");
                let mut finding = page::SPEAKER_MISMATCH.finding(message, own);
                finding.related.push(label(speaker.span, "said to be the speaker"));
                finding
            }
        };
        finding.related.push(source_label(cx, found, found.span, "the words"));
        finding.fixes.extend(fix(cx, speaker, name));
        if finding.fixes.is_empty() {
            finding.help.push(format!("name {name}"));
        }
        findings.push(finding);
    }
}

/// The right name in the wrong one's place, where the draft has a name there and no pronoun.
fn fix(cx: &Cx, speaker: &Speaker, name: &str) -> Option<Fix> {
    let written = &cx.text[speaker.span.range()];
    let is_name = written.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let edit = Edit { span: speaker.span, replacement: name.to_owned() };
    let title = format!("name {name}");
    (is_name && speaker.span.range().len() > 3).then(|| Fix {
        title,
        safety: Safety::Unsafe,
        edits: vec![edit],
    })
}
