//! The parts that the quotation rules' findings have in common: labels in the draft and in the source.
//!
//! Takes places that `matching` found and hands on labels and the words to show in a message.

use std::ops::Range;

use super::Cx;
use crate::claim::Quote;
use crate::config::facts::Stated;
use crate::corpus::Document;
use crate::file::Span;
use crate::finding::Label;
use crate::fold::MASK;
use crate::matching::{Edit, Found};

/// The span in the draft of bytes counted from a quotation's start.
pub fn in_draft(cx: &Cx, quote: &Quote, bytes: &Range<u32>) -> Span {
    let base = quote.span.start;
    cx.file.span((base + bytes.start) as usize..(base + bytes.end) as usize)
}

/// What stands inside a quotation's marks, from its first part to its last.
pub fn inner(cx: &Cx, quote: &Quote) -> Span {
    let start = quote.parts.first().map_or(quote.span.start, |part| part.start);
    let end = quote.parts.last().map_or(quote.span.end, |part| part.end);
    cx.file.span(start as usize..end as usize)
}

/// A label in the draft.
pub fn label(span: Span, message: impl Into<String>) -> Label {
    Label { span, message: message.into(), source: None }
}

/// A label in the document that a match was found in, with its page where the document has pages.
pub fn source_label(cx: &Cx, found: &Found, span: Span, message: &str) -> Label {
    let document = cx.corpus.document(found.document);
    let locus = document.locus(span.start as usize, "page");
    let message = locus.map_or_else(|| message.to_owned(), |locus| format!("{message}, {locus}"));
    Label { span, message, source: Some(document.key.clone()) }
}

/// A label on words of a fact of the project's own.
pub fn fact_label(stated: &Stated, message: &str) -> Label {
    label(stated.span, format!("{message}, a fact of the project's own"))
}

/// A stretch of a source in a message: one line, without markup, shortened in the middle.
pub fn source_words(document: &Document, span: Span) -> String {
    shorten(&plain(&document.text()[span.range()]))
}

/// A stretch of the draft, likewise.
pub fn draft_words(cx: &Cx, span: Span) -> String {
    shorten(&plain(&cx.text[span.range()]))
}

/// Masked text as it reads.
pub fn plain(masked: &str) -> String {
    let mut plain = String::with_capacity(masked.len());
    for char in masked.chars().filter(|&char| char != MASK) {
        if !char.is_whitespace() {
            plain.push(char);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.trim().to_owned()
}

fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let words: Vec<&str> = text.split(' ').collect();
    if text.chars().count() <= LONGEST || words.len() < 8 {
        return text.to_owned();
    }
    format!("{} … {}", words[..4].join(" "), words[words.len() - 3..].join(" "))
}

/// The other edits of a quotation as related labels in the draft, each naming the source's words.
pub fn further_edits(
    cx: &Cx,
    quote: &Quote,
    edits: &[Edit],
    shown: &Edit,
    document: &Document,
) -> Vec<Label> {
    let further = edits.iter().filter(|edit| *edit != shown).map(|edit| {
        let words = source_words(document, edit.source);
        let message = match (edit.own.is_empty(), words.is_empty()) {
            (true, _) => format!("“{words}” is left out here"),
            (false, true) => "this is not in the source".to_owned(),
            (false, false) => format!("the source has “{words}”"),
        };
        label(in_draft(cx, quote, &edit.shown), message)
    });
    further.collect()
}
