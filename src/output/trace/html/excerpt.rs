//! What a source says at a place, with some words round it and with what differs marked.
//!
//! Takes a text, a span and the places that differ, and hands on markup whose length is bounded, however long the span is.

use std::ops::Range;

use maud::{Markup, PreEscaped, html};

use super::literal;
use crate::file::{File, Span};

/// How many bytes are shown on either side of a passage.
const BESIDE: usize = 160;
/// Of a longer passage only the beginning and the end are shown.
const LONGEST: usize = 6000;
/// How many bytes a cut may move to fall between words.
const SLACK: usize = 40;

/// Borrowed text as markup.
pub fn borrowed(text: &str) -> Markup {
    let mut page = String::with_capacity(text.len());
    literal::push(&mut page, text);
    PreEscaped(page)
}

/// A message of this program's, in which names stand between backticks.
pub fn worded(message: &str) -> Markup {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html! { bdi { (borrowed(message)) } };
    }
    html! {
        bdi {
            @for (number, part) in parts.iter().enumerate() {
                @if number % 2 == 1 { code { (borrowed(part)) } } @else { (borrowed(part)) }
            }
        }
    }
}

/// The beginning of a stretch, on one line, without the marks of a block quote.
pub fn beginning(text: &str, most: usize) -> Markup {
    let end = cut_before(text, most.min(text.len()));
    let lines = text[..end].lines().map(|line| line.trim_start_matches(['>', ' ', '\t']));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    html! { (borrowed(&words.join(" "))) @if end < text.len() { "\u{a0}…" } }
}

/// A passage within its text. `edits` are its words that differ, in order; an empty one is a place between words.
pub fn passage(file: &File, span: Span, edits: &[Range<usize>]) -> Markup {
    let (text, range) = (file.text(), file.span(span.range()).range());
    let before = cut_after(text, range.start.saturating_sub(BESIDE), range.start);
    let after = range.end + cut_before(&text[range.end..], BESIDE.min(text.len() - range.end));
    let middle = (range.len() > LONGEST).then(|| {
        let head = range.start + cut_before(&text[range.start..], LONGEST / 2);
        head..cut_after(text, range.end - LONGEST / 2, range.end)
    });
    html! {
        blockquote.passage lang="" dir="auto" {
            span.beside { @if before > 0 { "… " } (borrowed(&text[before..range.start])) }
            span.found {
                @match &middle {
                    Some(middle) => {
                        (marked(file, range.start..middle.start, edits))
                        span.cut { " […] " }
                        (marked(file, middle.end..range.end, edits))
                    }
                    None => (marked(file, range.clone(), edits)),
                }
            }
            span.beside { (borrowed(&text[range.end..after])) @if after < text.len() { " …" } }
        }
    }
}

fn marked(file: &File, range: Range<usize>, edits: &[Range<usize>]) -> Markup {
    let mut page = String::new();
    let mut at = range.start;
    for edit in edits {
        let edit = file.span(edit.clone()).range();
        if edit.start < at || edit.end > range.end {
            continue;
        }
        literal::push(&mut page, &file.text()[at..edit.start]);
        if edit.is_empty() {
            page.push_str("<span class=\"gap\"></span>");
        } else {
            page.push_str("<mark>");
            literal::push(&mut page, &file.text()[edit.clone()]);
            page.push_str("</mark>");
        }
        at = edit.end;
    }
    literal::push(&mut page, &file.text()[at..range.end]);
    PreEscaped(page)
}

/// Where to cut a text so that at most so many bytes stand before the cut.
fn cut_before(text: &str, most: usize) -> usize {
    let most = text.floor_char_boundary(most);
    if most == text.len() {
        return most;
    }
    let near = text.floor_char_boundary(most.saturating_sub(SLACK));
    text[near..most].rfind(char::is_whitespace).map_or(most, |at| near + at)
}

/// Where to cut a text so that what stands before `end` begins no sooner than `start`.
fn cut_after(text: &str, start: usize, end: usize) -> usize {
    let start = text.ceil_char_boundary(start);
    if start == 0 || start >= end {
        return start.min(end);
    }
    let near = text.floor_char_boundary((start + SLACK).min(end));
    let white = text[start..near.max(start)].char_indices().find(|(_, c)| c.is_whitespace());
    white.map_or(start, |(at, c)| start + at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{FileId, Format};

    fn file(text: &str) -> File {
        File::new(FileId(0), "a.txt".into(), "UTF-8", Format::Plain, text.into())
    }

    /// What a reader sees, with what is marked in brackets.
    fn seen(page: Markup) -> String {
        let shown = [("<mark>", "["), ("</mark>", "]"), ("<span class=\"gap\"></span>", "^")];
        let page = shown.iter().fold(page.into_string(), |page, (tag, sign)| page.replace(tag, sign));
        page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
    }

    #[test]
    fn a_passage_stands_among_its_neighbours_with_what_differs_marked() {
        let text = "The pier will hold until the spring.";
        let file = file(text);
        assert_eq!(
            seen(passage(&file, file.span(4..23), &[9..13, 18..18])),
            "The pier [will] hold^ until the spring."
        );
    }

    #[test]
    fn a_long_passage_is_cut_in_its_middle_and_its_neighbours_between_words() {
        let file = file(&"pier ".repeat(10_000));
        let seen = seen(passage(&file, file.span(10_000..40_000), &[]));
        assert!(seen.len() < LONGEST + 2 * BESIDE + 100, "{}", seen.len());
        assert!(
            seen.starts_with("… pier ") && seen.ends_with("pier …") && seen.contains("pier […] pier"),
            "{seen}"
        );
    }

    #[test]
    fn a_cut_never_falls_within_a_character() {
        let file = file(&"日本".repeat(5_000));
        for start in 0..40 {
            let page = passage(&file, file.span(start..20_000 + start), &[start + 1..start + 2]);
            assert!(page.into_string().contains("[…]"));
        }
    }
}
