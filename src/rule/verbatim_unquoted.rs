//! `verbatim-unquoted`: a long run of a source's words stands in the draft without quotation marks.
//!
//! Takes the copied passages that `matching` found; the finding points at the draft's words and at the source's.

use super::Cx;
use super::report::{label, source_label};
use crate::file::Span;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fold::MASK;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    // Marks of the kind that the draft has most of.
    let straight = cx.text.matches('"').count() > cx.text.matches(['“', '”']).count();
    for copied in cx.copied {
        let document = cx.corpus.document(copied.found.document);
        let (words, key) = (copied.words, &document.key);
        let message = format!("{words} words of `{key}` stand here without quotation marks");
        let mut finding = page::VERBATIM_UNQUOTED.finding(message, label(copied.span, "the source's words"));
        finding.related.push(source_label(cx, &copied.found, copied.found.span, "the source"));
        let written = &cx.text[copied.span.range()];
        if copied.verbatim
            && is_framed(cx.text, copied.span)
            && !written.contains("\n\n")
            && !written.contains(['"', '“', '”'])
        {
            finding.fixes.push(Fix {
                title: "put quotation marks round the words".into(),
                safety: Safety::Unsafe,
                edits: marks(cx, copied.span, straight),
            });
        } else {
            finding.help.push("quote the words, or say it in your own".into());
        }
        findings.push(finding);
    }
}

/// Whether a stretch begins and ends at the edge of a sentence or of a clause: what stands beside it is then no word that differs
/// from the source's and would be left outside the marks.
fn is_framed(text: &str, span: Span) -> bool {
    let spaces = |c: char| c.is_whitespace() || "*_".contains(c) || c == MASK;
    let marks = [' ', '*', '_', MASK];
    let before = text[..span.start as usize].trim_end_matches(marks);
    let joined =
        [", and", ", but", ", or"].iter().any(|joint| before.ends_with(joint)) || before.ends_with(" that");
    let behind = text[span.end as usize..].trim_start_matches(spaces);
    let edge = |c: char| ",;:.!?…—–()[]\n>".contains(c);
    (before.is_empty() || joined || before.ends_with(edge)) && (behind.is_empty() || behind.starts_with(edge))
}

/// A mark on either side of a stretch.
fn marks(cx: &Cx, span: Span, straight: bool) -> Vec<Edit> {
    let (open, close) = if straight { ("\"", "\"") } else { ("“", "”") };
    let at = |place: u32| cx.file.span(place as usize..place as usize);
    vec![
        Edit { span: at(span.start), replacement: open.into() },
        Edit { span: at(span.end), replacement: close.into() },
    ]
}
