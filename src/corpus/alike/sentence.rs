//! Where sentences end in a text that is read as a stream of words.
//!
//! Takes the gap between two words and hands on where in it a sentence ends, if one does. Most gaps are one space, so that
//! the question costs next to nothing.

use std::ops::Range;

use crate::claim::speech::is_abbreviation;
use crate::fold::Word;

/// Lines of more bytes than this are paragraphs of their own; shorter ones may be wrapped prose.
const WRAPPED: usize = 140;
/// How far back the beginning of a line is looked for, in bytes.
const BACK: usize = WRAPPED + 1;

/// Words of a sentence; a longer run without an end is cut.
const LONGEST: u32 = 120;

/// Cuts a stream of words into sentences.
#[derive(Debug, Default)]
pub struct Cutter {
    /// How many words the sentence has so far.
    length: u32,
    /// Where the word before ends.
    before: usize,
}

impl Cutter {
    /// Takes the next word of a text. If it begins a sentence that is not the first, says where the one before it ends.
    #[inline]
    pub fn take(&mut self, text: &str, word: &Word) -> Option<usize> {
        let ends = self.length > 0;
        let gap = self.before..word.start as usize;
        let end = if ends { end_between(text, gap) } else { None };
        let end = end.or((self.length == LONGEST).then_some(self.before));
        self.length = if end.is_some() { 1 } else { self.length + 1 };
        self.before = word.end as usize;
        end
    }
}

/// Where the last sentence of a text ends, whose last word ends here.
pub fn tail(text: &str, end: usize) -> usize {
    text[end..].find(char::is_whitespace).map_or(text.len(), |at| end + at)
}

/// Marks that close with a sentence, and how many of them may.
const CLOSERS: &str = "\"'”’»)]*_.!?";
const CLOSING: usize = 8;

/// Where a sentence begins whose first word ends a gap: behind spaces and the signs of a list or a heading.
pub fn start_in(text: &str, gap: Range<usize>) -> usize {
    let sign =
        |c: char| c.is_whitespace() || matches!(c, '#' | '*' | '-' | '–' | '•' | '>' | '|' | '\u{feff}');
    gap.end - text[gap.clone()].trim_start_matches(sign).len()
}

/// Where a sentence ends between two words: behind its full stop and the marks that close with it, at an empty line, at
/// the end of a line that is a paragraph by itself, before a line that opens with a sign (a heading, an item).
pub fn end_between(text: &str, gap: Range<usize>) -> Option<usize> {
    let bytes = &text.as_bytes()[gap.clone()];
    if matches!(bytes, [] | [b' '] | [b',', b' '] | [b'-']) {
        return None;
    }
    let body = &text[gap.clone()];
    for (at, char) in body.char_indices() {
        let behind = at + char.len_utf8();
        match char {
            '。' | '！' | '？' => return Some(gap.start + behind),
            '.' | '!' | '?' => {
                let rest = &body[behind..];
                // Only a few marks close a sentence with its stop, and a row of dots may be long.
                let marks = rest.chars().take(CLOSING).take_while(|c| CLOSERS.contains(*c));
                let closed = &rest[marks.map(char::len_utf8).sum::<usize>()..];
                let stops = closed.starts_with(char::is_whitespace) || gap.start + behind == text.len();
                let from = text.floor_char_boundary(gap.start.saturating_sub(16));
                let short = char == '.'
                    && at == 0
                    && closed.len() == rest.len()
                    && is_abbreviation(&text[from..gap.start], &text[gap.start + 1..]);
                if stops && !short {
                    return Some(gap.end - closed.len());
                }
            }
            '\n' if ends_line(text, gap.start + at, gap.end) => return Some(gap.start + at),
            '\u{c}' => return Some(gap.start + at),
            _ => {}
        }
    }
    None
}

/// Whether the end of a line, with the next word at `next`, ends a sentence.
fn ends_line(text: &str, at: usize, next: usize) -> bool {
    let behind = &text[at + 1..next];
    let sign = behind.trim_start();
    let opener = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '$' | '£' | '€');
    if behind.contains('\n') || !(sign.is_empty() || sign.starts_with(opener)) {
        return true;
    }
    let from = text.floor_char_boundary(at.saturating_sub(BACK));
    !text[from..at].contains('\n') && at - from > WRAPPED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::words;

    fn cut(text: &str) -> String {
        let words: Vec<_> = words(text).collect();
        let ends = words
            .windows(2)
            .filter_map(|pair| end_between(text, pair[0].end as usize..pair[1].start as usize));
        let mut cut = text.to_owned();
        ends.collect::<Vec<_>>().into_iter().rev().for_each(|end| cut.insert(end, '|'));
        cut
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let long = "so ".repeat(50);
        let wrapped = format!("{long}\nand");
        let cut_line = format!("{long}|\nand");
        let table = [
            ("We wait. They go", "We wait.| They go"),
            ("“We wait.” She left (at 3.) and", "“We wait.”| She left (at 3.)| and"),
            (
                "Dr. Ward and J. R. Hill left at 5 p.m. on 3.5 knots",
                "Dr. Ward and J. R. Hill left at 5 p.m. on 3.5 knots",
            ),
            ("A head\n\nThe text\nwraps", "A head|\n\nThe text\nwraps"),
            ("It went\n- one\n# Two\nthree", "It went|\n- one|\n# Two\nthree"),
            ("Why? Oh! No", "Why?| Oh!| No"),
            ("一个。二", "一个。|二"),
            ("page\u{c}page", "page|\u{c}page"),
            (wrapped.as_str(), cut_line.as_str()),
        ];
        for (text, expected) in table {
            assert_eq!(cut(text), expected);
        }
    }
}
