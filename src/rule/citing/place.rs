//! Where a citation goes in: behind a quotation, or at the end of the sentence, on the side of its full stop that the draft has.
//!
//! Takes what is to be cited and hands on the edits that put a citation there.

use std::ops::Range;

use super::super::Cx;
use super::manner::{CLOSERS, Habits, STOPS};
use crate::claim::speech::sentence_ends;
use crate::file::Span;
use crate::finding::Edit;

/// A stretch of the draft that is to be cited.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Where it stands.
    pub span: Span,
    /// Whether nothing behind it belongs to its sentence, as of a block quote.
    pub whole: bool,
    /// Whether what stands behind it in its sentence is from another source.
    pub parted: bool,
}

/// Where the sentence ends that a stretch belongs to.
pub fn sentence_end(cx: &Cx, span: Span) -> u32 {
    let paragraph = cx.claims.paragraph(span).map_or(span.end, |paragraph| paragraph.span.end);
    end(cx.text, span.end as usize, paragraph.max(span.end) as usize).end as u32
}

/// The edits that put a citation in for a stretch; `mark`, if it is the mark of a note.
pub fn put(cx: &Cx, habits: &Habits, stretch: Stretch, cite: &str, mark: bool) -> Vec<Edit> {
    let Stretch { span, whole, parted } = stretch;
    let from = span.end as usize;
    let spaced = if mark { cite.to_owned() } else { format!(" {cite}") };
    let paragraph = cx.claims.paragraph(span).filter(|_| !whole);
    let Some(paragraph) = paragraph else { return vec![insert(cx, from, spaced)] };
    let limit = (paragraph.span.end as usize).max(from);
    let end = end(cx.text, from, limit);
    let rest = from..end.stop.start.max(from);
    let goes_on = cx.text[rest.clone()].contains(char::is_alphanumeric);
    if goes_on && (habits.at_quotation || parted) {
        // The mark of a note stands behind a comma.
        let comma = mark && !habits.mark_before_stop && cx.text[from..].starts_with([',', ';', ':']);
        return vec![insert(cx, from + usize::from(comma), spaced)];
    }
    if mark {
        let inside = end.stop.end < end.end;
        let at = if habits.mark_before_stop && !inside { end.stop.start } else { end.end };
        return vec![insert(cx, at, spaced)];
    }
    let closers = &cx.text[end.stop.end..end.end];
    if end.stop.is_empty() || habits.after_stop {
        return vec![insert(cx, end.end, spaced)];
    }
    if closers.is_empty() || closers.starts_with(')') {
        return vec![insert(cx, end.stop.start, spaced)];
    }
    // `gone.”` becomes `gone” [@key].`; a question keeps its mark.
    let stop = cx.file.span(end.stop.clone());
    let moved = cx.text[end.stop].starts_with('.').then(|| Edit { span: stop, replacement: String::new() });
    moved.into_iter().chain([insert(cx, end.end, format!("{spaced}."))]).collect()
}

fn insert(cx: &Cx, at: usize, text: String) -> Edit {
    Edit { span: cx.file.span(at..at), replacement: text }
}

/// The end of a sentence.
#[derive(Debug, PartialEq, Eq)]
struct End {
    /// Its full stop; empty, at the end, where it has none.
    stop: Range<usize>,
    /// Behind the marks and brackets that close with it.
    end: usize,
}

/// The end of the sentence that a stretch belongs to, which ends at `from`; the paragraph goes on to `limit`.
fn end(text: &str, from: usize, limit: usize) -> End {
    let own = text[..from].trim_end_matches(CLOSERS);
    if own.ends_with(STOPS) && begins_anew(&text[from..limit]) {
        return End { stop: own.len() - 1..own.len(), end: from };
    }
    let mut plain = sentence_ends(text, from..limit).peekable();
    for (at, _) in text[from..limit].match_indices(STOPS).map(|(at, stop)| (from + at, stop)) {
        let behind = at + 1;
        while plain.next_if(|end| *end < behind).is_some() {}
        let closed = limit - text[behind..limit].trim_start_matches(CLOSERS).len();
        let is_end = match closed == behind {
            true => plain.peek() == Some(&behind),
            false => begins_anew(&text[closed..limit]),
        };
        if is_end {
            return End { stop: at..behind, end: closed };
        }
    }
    // A list's item, or what leads in to one.
    let end = from + text[from..limit].trim_end_matches([' ', '\n', ',', ';', ':']).len();
    End { stop: end..end, end }
}

/// Whether what stands behind the end of a sentence begins another one, or nothing stands there.
fn begins_anew(rest: &str) -> bool {
    let next = rest.trim_start();
    let spaced = next.len() < rest.len() || next.is_empty();
    spaced && !next.starts_with(|c: char| c.is_lowercase() || ",;:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_behind_what_closes_with_it() {
        let table: &[(&str, &str, &str, &str)] = &[
            ("“It sank,” she said. It", "“It sank,”", ".", "“It sank,” she said."),
            ("“It sank.” It rose.", "“It sank.”", ".", "“It sank.”"),
            ("“It sank!” she said. It", "“It sank!”", ".", "“It sank!” she said."),
            (
                "He saw “it” and said “it sank.” It rose.",
                "He saw “it”",
                ".",
                "He saw “it” and said “it sank.”",
            ),
            (
                "“It sank,” Dr. Ward said at 3.5 knots. It",
                "“It sank,”",
                ".",
                "“It sank,” Dr. Ward said at 3.5 knots.",
            ),
            ("(“It sank,” she said.) It", "(“It sank,”", ".", "(“It sank,” she said.)"),
            ("“it sank”", "“it sank”", "", "“it sank”"),
            ("She said “it sank”:", "She said “it sank”", "", "She said “it sank”"),
        ];
        for (text, own, stop, whole) in table {
            let found = end(text, own.len(), text.len());
            assert_eq!((&text[found.stop.clone()], &text[..found.end]), (*stop, *whole), "{text}: {found:?}");
        }
    }
}
