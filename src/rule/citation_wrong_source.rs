//! `citation-wrong-source`: the words are not in the cited source but in another one.
//!
//! Takes matches whose passage lies in no cited source; the finding points at the citation and at the passage.

use super::Cx;
use super::report::{finding, label, source_label};
use crate::claim::{Citation, Quote};
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::matching::{Verdict, is_in_sentence};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for (quote, matched) in cx.quotes().filter(|(_, matched)| matched.astray) {
        let Some(found) = matched.at.as_ref().filter(|_| is_placed(matched.verdict)) else { continue };
        let Some((citation, key)) = wrong(cx, quote) else { continue };
        let right = &cx.corpus.document(found.document).key;
        let message = format!("`{key}` does not have these words; `{right}` does");
        let mut finding =
            finding(&page::CITATION_WRONG_SOURCE, message, label(citation.span, "not the source"));
        finding.related.push(source_label(cx, found, found.span, "the words stand here"));
        match fix(cx, citation, key, right) {
            Some(fix) => finding.fixes.push(fix),
            None => finding.help.push(format!("cite `{right}`")),
        }
        findings.push(finding);
    }
}

/// Whether a verdict says where the words are.
fn is_placed(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::NotFound | Verdict::Unchecked(_) | Verdict::Spliced)
}

/// The first citation in a quotation's sentence that names a document, with the key that does.
fn wrong<'a>(cx: &Cx<'a>, quote: &Quote) -> Option<(&'a Citation, &'a str)> {
    let citations = quote.citations.iter().map(|&index| &cx.claims.citations[index as usize]);
    citations.filter(|citation| is_in_sentence(cx.text, quote, citation)).find_map(|citation| {
        let key = citation.keys.iter().find(|key| cx.corpus.has_text(key))?;
        Some((citation, key.as_str()))
    })
}

/// The right key in the wrong one's place, where the citation itself shows it.
fn fix(cx: &Cx, citation: &Citation, wrong: &str, right: &str) -> Option<Fix> {
    let shown = cx.file.slice(citation.span);
    let at = shown.find(&format!("@{wrong}"))? + citation.span.start as usize + "@".len();
    let edit = Edit { span: cx.file.span(at..at + wrong.len()), replacement: right.to_owned() };
    Some(Fix { title: format!("cite `{right}`"), safety: Safety::Unsafe, edits: vec![edit] })
}
