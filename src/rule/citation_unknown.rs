//! `citation-unknown`: a citation key in brackets that names no source.
//!
//! Takes the draft's citations and what the corpus knows by name; the finding points at the key and names the nearest.

use std::cell::LazyCell;

use similar::get_close_matches;

use super::Cx;
use super::report::{finding, label};
use crate::file::Span;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::page;

/// What Quarto's cross-references begin with.
const CROSS_REFERENCES: [&str; 8] = ["eq-", "exm-", "fig-", "lst-", "sec-", "tbl-", "thm-", "cor-"];

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    // Without a bibliography a key may belong to one that is kept elsewhere.
    if cx.corpus.bibliography.is_empty() {
        return;
    }
    let known = LazyCell::new(|| cx.corpus.keys());
    for citation in cx.claims.citations.iter().filter(|citation| citation.bracketed) {
        for key in citation.keys.iter().filter(|key| is_unknown(cx, key)) {
            let Some(span) = key_span(cx, citation.span, key) else { continue };
            let message = format!("no source is called `{key}`");
            let mut finding = finding(&page::CITATION_UNKNOWN, message, label(span, "names nothing"));
            match get_close_matches(key.as_str(), &known, 1, 0.7).first() {
                Some(&near) => {
                    let edit = Edit { span, replacement: near.to_owned() };
                    let title = format!("cite `{near}`");
                    finding.fixes.push(Fix { title, safety: Safety::Unsafe, edits: vec![edit] });
                }
                None => finding.help.push("correct the key, or add it to the bibliography".into()),
            }
            findings.push(finding);
        }
    }
}

fn is_unknown(cx: &Cx, key: &str) -> bool {
    cx.corpus.named(key).is_none() && !CROSS_REFERENCES.iter().any(|prefix| key.starts_with(prefix))
}

/// Where a key stands in its citation, without its `@`.
fn key_span(cx: &Cx, citation: Span, key: &str) -> Option<Span> {
    let shown = cx.file.slice(citation);
    let at = shown.find(&format!("@{key}")).map(|at| at + 1).or_else(|| shown.find(key))?;
    let start = citation.start as usize + at;
    Some(cx.file.span(start..start + key.len()))
}
