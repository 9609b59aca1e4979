//! Pandoc's notes within a line: `^[See the harbour letters, p. 3.]`.
//!
//! Takes a block's text and hands on where such notes stand in it.

use std::ops::Range;

use memchr::{memchr, memchr2_iter};

/// A note longer than this, in bytes, is none.
const LONGEST: usize = 4000;

/// The inline notes of a stretch of text, each with its brackets, in order; none inside another.
pub(super) fn inline_notes(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut notes: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    // A note opens behind this sign, and most blocks have none.
    if memchr(b'^', text[within.clone()].as_bytes()).is_none() {
        return notes;
    }
    for at in memchr2_iter(b'[', b']', text[within.clone()].as_bytes()).map(|at| within.start + at) {
        if text.as_bytes()[at] == b'[' {
            let before = &text[within.start..at];
            open.push((at, before.ends_with('^') && !before.ends_with("\\^")));
        } else if let Some((start, true)) = open.pop()
            && at - start <= LONGEST
        {
            let note = start - "^".len()..at + "]".len();
            while notes.last().is_some_and(|inner| inner.start > note.start) {
                notes.pop();
            }
            notes.push(note);
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_end_with_their_own_bracket() {
        let text = "a^[b [@c] d] e^[f] ^[g \\^[h]";
        let found: Vec<&str> =
            inline_notes(text, 0..text.len()).into_iter().map(|note| &text[note]).collect();
        assert_eq!(found, ["^[b [@c] d]", "^[f]"]);
        let text = "^[a ^[b] ^[c]]";
        assert_eq!(inline_notes(text, 0..text.len()), [0..text.len()]);
        assert!(inline_notes("^[^[^[", 0..6).is_empty());
    }
}
