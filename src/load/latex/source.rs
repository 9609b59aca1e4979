//! The text of a LaTeX file with its braces paired, and the arguments of commands in it.
//!
//! Takes the text once and pairs its braces in one pass, so that an argument's end is looked up and never searched for. Hands
//! on ranges of bytes: what stands in braces, in brackets, up to the end of an environment.

use std::cell::RefCell;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::lexicon::{get, latex};

/// An option is no longer than this, in bytes.
const LONGEST_OPTION: usize = 2000;

/// A text with its braces paired.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub text: &'a str,
    /// Opening and closing braces, by the opening one.
    pairs: Vec<(u32, u32)>,
    /// What was looked for behind some byte and is not there, so that nothing is looked for twice in vain.
    missing: RefCell<FxHashSet<String>>,
}

impl<'a> Source<'a> {
    pub fn of(text: &'a str) -> Source<'a> {
        let mut source = Source { text, pairs: Vec::new(), missing: RefCell::default() };
        source.pairs = source.paired();
        source
    }

    /// The pairs of braces of a text; one without its fellow has none.
    fn paired(&self) -> Vec<(u32, u32)> {
        let bytes = self.text.as_bytes();
        let mut pairs = Vec::new();
        let mut open: Vec<u32> = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'{' => open.push(at as u32),
                b'}' => pairs.extend(open.pop().map(|start| (start, at as u32))),
                b'%' => at = self.line_end(at),
                b'\\' => {
                    at = self.escaped(at);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        pairs.sort_unstable();
        pairs
    }

    /// Where braces count again behind a backslash.
    fn escaped(&self, at: usize) -> usize {
        let (name, end) = self.name(at);
        match name {
            "verb" | "lstinline" => self.verb(end, self.text.len()).map_or(end, |(_, behind)| behind),
            "begin" => {
                let name = self.environment(end, self.text.len()).map_or("", |(name, _)| name);
                let is_verbatim = get(latex::ENVIRONMENTS, name.trim_end_matches('*')) == Some("verbatim");
                let inside = is_verbatim.then(|| self.environment_end(name, end)).flatten();
                inside.map_or(end, |inside| inside.end)
            }
            _ => end,
        }
    }

    /// The name of the command whose backslash stands at a byte, and where it ends: letters, or one other character.
    pub fn name(&self, at: usize) -> (&'a str, usize) {
        let start = at + "\\".len();
        let rest = &self.text[start..];
        let is_letter = |c: char| c.is_ascii_alphabetic() || c == '@' && rest.starts_with('@');
        let length = match rest.find(|c| !is_letter(c)).unwrap_or(rest.len()) {
            0 => rest.chars().next().map_or(0, char::len_utf8),
            length => length,
        };
        (&rest[..length], start + length)
    }

    /// Where the line of a byte ends.
    pub fn line_end(&self, at: usize) -> usize {
        memchr::memchr(b'\n', &self.text.as_bytes()[at..]).map_or(self.text.len(), |end| at + end)
    }

    /// Where white space ends that commands pass over: all but an empty line.
    pub fn skip_space(&self, at: usize, end: usize) -> usize {
        let space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let (mut length, mut lines) = (0, 0);
        for byte in self.text.as_bytes()[at..end].iter().take_while(space) {
            length += 1;
            lines += usize::from(*byte == b'\n');
        }
        if lines > 1 { at } else { at + length }
    }

    /// Where the brace that opens at a byte closes, before an end.
    pub fn close(&self, open: usize, end: usize) -> Option<usize> {
        let found = self.pairs.binary_search_by_key(&(open as u32), |&(open, _)| open).ok()?;
        Some(self.pairs[found].1 as usize).filter(|&close| close < end)
    }

    /// What stands in the braces that open at a byte or behind the space there, and where that ends.
    pub fn group(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let open = self.skip_space(at, end);
        if !self.text[open..end].starts_with('{') {
            return None;
        }
        let close = self.close(open, end)?;
        Some((open + 1..close, close + 1))
    }

    /// What stands in brackets behind the space at a byte, and where that ends. A bracket in braces is no end of them.
    pub fn option(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        self.enclosed(self.skip_space(at, end), end, b"[]")
    }

    /// What stands between two signs, of which the first stands at a byte.
    pub fn enclosed(&self, open: usize, end: usize, signs: &[u8; 2]) -> Option<(Range<usize>, usize)> {
        let bytes = self.text.as_bytes();
        let end = end.min(open + LONGEST_OPTION);
        if open >= end || bytes[open] != signs[0] {
            return None;
        }
        let mut at = open + 1;
        let mut first = None;
        let mut depth = 0;
        while at < end {
            match bytes[at] {
                b'\\' => at += 1,
                b'{' => at = self.close(at, end)?,
                byte if byte == signs[0] => depth += 1,
                byte if byte == signs[1] && depth == 0 => return Some((open + 1..at, at + 1)),
                byte if byte == signs[1] => {
                    depth -= 1;
                    first = first.or(Some((open + 1..at, at + 1)));
                }
                b'\n' if self.skip_space(at, end) == at => break,
                _ => {}
            }
            at += 1;
        }
        // To TeX itself the first one closes.
        first
    }

    /// What stands between the signs behind `\verb`, and where it ends.
    pub fn verb(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let at = at + usize::from(self.text[at..end].starts_with('*'));
        let sign =
            self.text[at..end].chars().next().filter(|c| !c.is_whitespace() && !c.is_alphanumeric())?;
        let start = at + sign.len_utf8();
        let closing = if sign == '{' { '}' } else { sign };
        let near = self.text[start..end].char_indices().take(LONGEST_OPTION);
        let mut line = near.take_while(|&(_, c)| c != '\n');
        let length = line.find(|&(_, c)| c == closing)?.0;
        Some((start..start + length, start + length + closing.len_utf8()))
    }

    /// The name of an environment, in braces behind `\begin` or `\end`, and where they close.
    pub fn environment(&self, at: usize, end: usize) -> Option<(&'a str, usize)> {
        const LONGEST: usize = 60;
        let open = self.skip_space(at, end);
        let inside = self.text[open..end].strip_prefix('{')?;
        let length = inside.bytes().take(LONGEST).position(|byte| byte == b'}')?;
        Some((&inside[..length], open + "{".len() + length + "}".len()))
    }

    /// `\end{name}`, from a byte on.
    pub fn environment_end(&self, name: &str, from: usize) -> Option<Range<usize>> {
        let close = format!("\\end{{{name}}}");
        let start = self.find(&close, from)?;
        Some(start..start + close.len())
    }

    /// Where something stands, from a byte on.
    pub fn find(&self, wanted: &str, from: usize) -> Option<usize> {
        if self.missing.borrow().contains(wanted) {
            return None;
        }
        let found = memmem::find(&self.text.as_bytes()[from..], wanted.as_bytes()).map(|at| from + at);
        if found.is_none() {
            self.missing.borrow_mut().insert(wanted.to_owned());
        }
        found
    }
}
