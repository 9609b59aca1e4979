//! `quote-paraphrase`: the draft puts marks round words by which the source only reports what somebody said.
//!
//! Takes what `matching` heard of a quotation; the finding points at the quotation and at the source's own report.

use super::Cx;
use super::report::{inner, label, plain, source_label};
use crate::file::Span;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::matching::{Heard, Verdict};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes() {
        let (Heard::Reported { at }, Some(speaker), Some(found)) =
            (&matched.heard, &quote.speaker, &matched.at)
        else {
            continue;
        };
        // Of altered words `quote-altered` tells.
        if !matched.edits.is_empty() && !matches!(matched.verdict, Verdict::Verbatim | Verdict::Permitted) {
            continue;
        }
        let written = plain(&cx.text[speaker.span.range()]);
        let name = speaker.name.as_deref().unwrap_or(&written);
        let message = format!("the source reports what {name} said and does not quote these words");
        let words = inner(cx, quote);
        let mut finding =
            page::QUOTE_PARAPHRASE.finding(message, label(words, "the source's words, not the speaker's"));
        finding.related.push(source_label(cx, found, *at, "reported without quotation marks"));
        // Of a quotation in several parts no two marks are the outermost.
        if quote.parts.len() == 1 {
            let mark = |start: u32, end: u32| Edit {
                span: Span { start, end, ..quote.span },
                replacement: String::new(),
            };
            finding.fixes.push(Fix {
                title: "take the quotation marks away".into(),
                safety: Safety::Unsafe,
                edits: vec![mark(quote.span.start, words.start), mark(words.end, quote.span.end)],
            });
        } else {
            finding.help.push("report it as the source does, or quote what the source quotes".into());
        }
        findings.push(finding);
    }
}
