//! Fixes that give a quotation its source's words, or that mark what was left out.
//!
//! Takes the edits of a match and hands on fixes. They change what the draft says, so none is safe to take unread.

use super::Cx;
use super::report::{in_draft, plain};
use crate::claim::Quote;
use crate::corpus::Document;
use crate::file::Span;
use crate::finding::{Edit as Change, Fix, Safety};
use crate::matching::{Edit, EditKind};

/// The quotation with the source's words in place of all that differ; none where an edit has no words to give or take.
pub fn source_wording(cx: &Cx, quote: &Quote, edits: &[Edit], document: &Document) -> Option<Fix> {
    let changes: Option<Vec<Change>> = edits.iter().map(|edit| change(cx, quote, edit, document)).collect();
    Some(Fix { title: "use the source's words".into(), safety: Safety::Unsafe, edits: changes? })
}

fn change(cx: &Cx, quote: &Quote, edit: &Edit, document: &Document) -> Option<Change> {
    let own = in_draft(cx, quote, &edit.own);
    let words = plain(with_brackets(document.text(), edit.source));
    match edit.kind {
        EditKind::Asked => None,
        EditKind::Overrun => Some(Change { span: with_space_before(cx, own), replacement: String::new() }),
        EditKind::Brackets => Some(Change { span: own, replacement: format!("[{words}]") }),
        _ if words.is_empty() => {
            Some(Change { span: with_space_before(cx, own), replacement: String::new() })
        }
        _ if edit.own.is_empty() => Some(insertion(own, &words)),
        _ => Some(Change { span: own, replacement: words }),
    }
}

/// An ellipsis at every place where words are left out; none if something else differs too.
pub fn ellipsis(cx: &Cx, quote: &Quote, edits: &[Edit]) -> Option<Fix> {
    let omitted = edits.iter().all(|edit| edit.own.is_empty() && edit.source.start < edit.source.end);
    let changes = edits.iter().map(|edit| insertion(in_draft(cx, quote, &edit.own), "…")).collect();
    omitted.then(|| Fix { title: "mark the omission".into(), safety: Safety::Unsafe, edits: changes })
}

/// Words put in behind the word that ends at an empty span.
fn insertion(at: Span, words: &str) -> Change {
    Change { span: at, replacement: format!(" {words}") }
}

/// The source's words, with the brackets that enclose just these.
fn with_brackets(text: &str, words: Span) -> &str {
    let range = words.range();
    let enclosed = text[..range.start].ends_with('(') && text[range.end..].starts_with(')');
    if enclosed { &text[range.start - 1..range.end + 1] } else { &text[range] }
}

/// A span with the spaces and the comma before it, so that taking it out leaves no gap.
fn with_space_before(cx: &Cx, span: Span) -> Span {
    let before = &cx.text[..span.start as usize];
    let kept = before.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
    cx.file.span(kept.len()..span.end as usize)
}
