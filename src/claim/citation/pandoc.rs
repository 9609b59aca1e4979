//! Pandoc's keys in running text and in brackets, `[see @a, pp. 3-5]`, `@a [p. 4]`, and its notes within a line.
//!
//! Takes a block and hands on its citations with keys and its inline notes, in order.

use std::ops::Range;

use memchr::memchr2_iter;

use super::inline_note::inline_notes;
use super::key::{bracket, key, keys, locator_behind};
use super::link::written;
use super::{Citation, Form, names};
use crate::block::Block;
use crate::file::File;

/// Adds the keys of a block, and its inline notes.
pub(super) fn read(file: &File, text: &str, block: &Block, citations: &mut Vec<Citation>) {
    let range = block.span.range();
    let mut read_to = range.start;
    let notes = inline_notes(text, range.clone());
    let mut next_note = notes.iter().peekable();
    for at in memchr2_iter(b'@', b'^', text[range.clone()].as_bytes()).map(|at| range.start + at) {
        if let Some(note) = next_note.next_if(|note| note.start <= at) {
            read_to = note.end;
            citations.push(inline_note(file, note.clone()));
        }
        if at < read_to || text.as_bytes()[at] == b'^' {
            continue;
        }
        let bracket = bracket(text, at, read_to..range.end);
        let form = if bracket.is_some() { Form::Bracket } else { Form::Bare };
        let (span, keys) = match bracket {
            Some(bracket) => (bracket.clone(), keys(file.text(), bracket)),
            None => match key(file.text(), at) {
                Some((key, end)) => (at..end + locator_behind(&text[end..range.end.max(end)]), vec![key]),
                None => continue,
            },
        };
        if !keys.is_empty() {
            read_to = span.end;
            citations.push(Citation { keys: names(file, keys), ..Citation::new(file.span(span), form) });
        }
    }
}

fn inline_note(file: &File, range: Range<usize>) -> Citation {
    let inside = range.start + "^[".len()..range.end - "]".len();
    Citation {
        keys: names(file, keys(file.text(), inside.clone())),
        addresses: names(file, written(file.text(), inside.clone())),
        prose: vec![file.span(inside)],
        ..Citation::new(file.span(range), Form::InlineNote)
    }
}
