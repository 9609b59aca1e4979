//! The lines of a text: takes a text and a byte offset in it, and hands on the line and the column as a reader counts them.

use std::ops::Range;

use super::Place;

/// Where lines start, with characters counted at regular steps, so that a column costs the same in a line of
/// 50 MB as in a short one.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<u32>,
    /// How many characters begin before byte `i * STEP`.
    counts: Vec<u32>,
}

const STEP: usize = 1024;

impl Lines {
    pub fn of(text: &str) -> Lines {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i as u32 + 1));
        let mut counts = vec![0];
        let mut total = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            total += chars_begun(chunk);
            counts.push(total);
        }
        Lines { starts: starts.collect(), counts }
    }

    /// The number of the line that a byte lies in, from 1.
    pub fn row(&self, offset: usize) -> u32 {
        self.starts.partition_point(|&start| start as usize <= offset) as u32
    }

    /// The bytes of a line, counted from 1, without its line end; empty past the last line.
    pub fn line(&self, text: &str, line: u32) -> Range<usize> {
        let Some(&start) = self.starts.get(line as usize - 1) else { return text.len()..text.len() };
        let end = self.starts.get(line as usize).map_or(text.len(), |&next| next as usize);
        let body = text[start as usize..end].trim_end_matches(['\n', '\r']);
        start as usize..start as usize + body.len()
    }

    /// Where a line begins, counted from 1.
    pub fn starting(&self, line: u32) -> usize {
        self.starts[line as usize - 1] as usize
    }

    /// Where a line ends, with its line end.
    pub fn ending(&self, text: &str, line: u32) -> usize {
        self.starts.get(line as usize).map_or(text.len(), |&next| next as usize)
    }

    /// Where a byte is for a reader.
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let line = self.row(offset);
        let mut start = self.starts[line as usize - 1] as usize;
        if start == 0 && offset > 0 && text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        Place { offset: offset as u32, line, column: self.chars(text, start, offset) + 1 }
    }

    /// How many characters begin between two offsets.
    pub fn chars(&self, text: &str, start: usize, end: usize) -> u32 {
        self.chars_before(text, end).saturating_sub(self.chars_before(text, start))
    }

    fn chars_before(&self, text: &str, offset: usize) -> u32 {
        let step = offset / STEP;
        self.counts[step] + chars_begun(&text.as_bytes()[step * STEP..offset])
    }
}

/// How many of the bytes begin a character, which all but UTF-8's continuation bytes do.
fn chars_begun(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}
