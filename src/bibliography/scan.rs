//! The syntax of a `.bib`: its entries with their keys and fields, abbreviations expanded, markup untouched.
//!
//! Takes the text and hands on one `Scanned` an entry. It reads as BibTeX does where a file is sound, and where an
//! entry is broken it says how, keeps what could be read, and goes on at the next line that opens an entry.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};
use rustc_hash::FxHashMap;

use super::fault::{self, Fault};

/// An entry as it stands.
#[derive(Debug)]
pub(super) struct Scanned<'a> {
    /// What it is, as written: `article`, `Online`.
    pub kind: &'a str,
    /// Empty if the entry has none.
    pub key: &'a str,
    /// The bytes of the key.
    pub key_range: Range<usize>,
    /// From the `@` to the end of the key.
    pub head: Range<usize>,
    /// Names as written and values without their outer braces or marks, in order.
    pub fields: Vec<(&'a str, String)>,
    /// The first thing that is wrong with it.
    pub fault: Option<Fault>,
}

/// Abbreviations put no more into values than this many times the text's length, so that definitions that double each
/// other do not eat the memory.
const EXPANSION: usize = 8;

/// How many comments without an end are searched for one, so that a file full of them costs no more than this many
/// readings of it.
const OPEN_COMMENTS: u32 = 16;

/// The entries of a text, in order. Linear in its length.
pub(super) fn entries(text: &str) -> Vec<Scanned<'_>> {
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        at: 0,
        strings: FxHashMap::default(),
        expandable: text.len().saturating_mul(EXPANSION),
        open_comments: 0,
    };
    let mut entries = Vec::new();
    while let Some(mark) = memchr2(b'@', b'%', &scan.bytes[scan.at..]) {
        let start = scan.at + mark;
        if scan.bytes[start] == b'%' {
            scan.at = scan.line_end(start);
            continue;
        }
        scan.at = start + 1;
        let kind = scan.word();
        scan.blank();
        let close = match scan.peek() {
            Some(b'{') => b'}',
            Some(b'(') => b')',
            _ => continue,
        };
        if kind.is_empty() {
            continue;
        }
        scan.at += 1;
        match kind.to_ascii_lowercase().as_str() {
            "comment" => scan.comment(close),
            "preamble" => {
                if scan.value().is_err() {
                    scan.at = scan.next_head();
                }
            }
            "string" => scan.string(),
            _ => entries.push(scan.entry(start, kind, close)),
        }
    }
    entries
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// The definitions so far, by their names in lower case.
    strings: FxHashMap<String, String>,
    /// How many bytes abbreviations may still put into values.
    expandable: usize,
    open_comments: u32,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// White space.
    fn blank(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// White space and comments to a line's end.
    fn gap(&mut self) {
        self.blank();
        while self.peek() == Some(b'%') {
            self.at = self.line_end(self.at);
            self.blank();
        }
    }

    fn line_end(&self, from: usize) -> usize {
        memchr(b'\n', &self.bytes[from..]).map_or(self.bytes.len(), |i| from + i)
    }

    /// A name of a field, a kind or an abbreviation, or a number; may be empty.
    fn word(&mut self) -> &'a str {
        let start = self.at;
        let ends = |byte: u8| byte.is_ascii_whitespace() || b"{}(),=#\"@%".contains(&byte);
        while self.peek().is_some_and(|byte| !ends(byte)) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// Whether an entry opens at an `@` that is the first thing on its line: a name, a brace, a key and a comma. Within
    /// a value that is the sign of a brace that was never closed.
    fn head_at(&self, at: usize) -> bool {
        let line_start = self.bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        if line_start.is_some_and(|&byte| byte != b'\n' && byte != b'\r') {
            return false;
        }
        // A head is short, so that a file full of `@` costs no more than a constant for each.
        let rest = &self.bytes[at + 1..self.bytes.len().min(at + 300)];
        let kind = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let rest = rest[kind..].trim_ascii_start();
        if kind == 0 || !matches!(rest.first(), Some(b'{' | b'(')) {
            return false;
        }
        let rest = rest[1..].trim_ascii_start();
        let key = rest.iter().take_while(|&&byte| !byte.is_ascii_whitespace() && !b",{}=\"".contains(&byte));
        let key = key.count();
        key > 0 && rest[key..].trim_ascii_start().first() == Some(&b',')
    }

    /// The next line that opens an entry, or the text's end.
    fn next_head(&self) -> usize {
        let mut at = self.at;
        while let Some(i) = memchr(b'@', &self.bytes[at..]) {
            if self.head_at(at + i) {
                return at + i;
            }
            at += i + 1;
        }
        self.bytes.len()
    }

    /// Steps over a comment in braces; over nothing more if they are not closed, as BibTeX does.
    fn comment(&mut self, close: u8) {
        let open = if close == b'}' { b'{' } else { b'(' };
        if self.open_comments >= OPEN_COMMENTS {
            return;
        }
        let (mut at, mut depth) = (self.at, 1);
        while let Some(i) = memchr2(open, close, &self.bytes[at..]) {
            at += i + 1;
            depth = if self.bytes[at - 1] == open { depth + 1 } else { depth - 1 };
            if depth == 0 {
                self.at = at;
                return;
            }
        }
        self.open_comments += 1;
    }

    /// Takes `name = value` into the definitions; one that is broken defines nothing.
    fn string(&mut self) {
        self.blank();
        let name = self.word().to_lowercase();
        self.blank();
        if self.peek() == Some(b'=') {
            self.at += 1;
            match self.value() {
                Ok(value) => drop(self.strings.insert(name, value)),
                Err(_) => self.at = self.next_head(),
            }
        }
    }

    fn entry(&mut self, start: usize, kind: &'a str, close: u8) -> Scanned<'a> {
        self.blank();
        let mut fault = None;
        let key_range = self.key(close, &mut fault);
        let mut entry = Scanned {
            kind,
            key: &self.text[key_range.clone()],
            head: start..key_range.end,
            key_range,
            fields: Vec::new(),
            fault,
        };
        self.fields(close, &mut entry);
        entry
    }

    /// The key's bytes; the place is then before the fields. Empty, with a fault, where there is none.
    fn key(&mut self, close: u8, fault: &mut Option<Fault>) -> Range<usize> {
        let start = self.at;
        if self.peek() == Some(b'@') && self.head_at(start) {
            *fault = Some(fault::no_key(start..start));
            return start..start;
        }
        let ends = |byte: u8| byte.is_ascii_whitespace() || byte == close || b",{}=\"".contains(&byte);
        while self.peek().is_some_and(|byte| !ends(byte)) {
            self.at += 1;
        }
        let end = self.at;
        self.blank();
        match self.peek() {
            Some(b',') if end > start => return start..end,
            Some(byte) if byte == close && end > start => return start..end,
            Some(b'=' | b',') => {
                // What stands there is the first field.
                self.at = start;
                *fault = Some(fault::no_key(start..end));
                return start..start;
            }
            _ => {}
        }
        // A key of several words is none to BibTeX, but exporters write it.
        let line = &self.bytes[start..self.line_end(start)];
        let spaced = memchr3(b',', b'=', b'{', line).filter(|&i| line[i] == b',');
        if let Some(length) = spaced.filter(|_| end > start) {
            self.at = start + length;
            return start..start + line[..length].trim_ascii_end().len();
        }
        if end == start {
            *fault = Some(fault::no_key(start..start));
        } else {
            self.at = end;
            *fault = Some(fault::missing_comma(end, "its key"));
        }
        start..end
    }

    /// Reads fields to the entry's end, or to the next entry if it has none.
    fn fields(&mut self, close: u8, entry: &mut Scanned<'a>) {
        let mut state = Mending::default();
        loop {
            self.gap();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    if state.reopened || !self.field_follows() {
                        return;
                    }
                    state.reopened = true;
                    entry.note(fault::closed_early(self.at - 1, close));
                }
                Some(byte) if byte != b'@' || !self.head_at(self.at) => {
                    if !self.field(close, entry, &mut state) {
                        return;
                    }
                }
                _ => {
                    let fault = fault::unclosed_entry(self.text, self.at, close);
                    if !self.reread(entry, &mut state) {
                        return entry.note(fault);
                    }
                }
            }
        }
    }

    /// Reads one field. Whether there is more to read of the entry.
    fn field(&mut self, close: u8, entry: &mut Scanned<'a>, state: &mut Mending) -> bool {
        let start = self.at;
        let name = self.word();
        self.gap();
        if name.is_empty() || self.peek() != Some(b'=') {
            entry.note(fault::no_field(self.text, start, name));
            self.resume(start);
            return true;
        }
        self.at += 1;
        self.gap();
        let open = self.at;
        state.open = Some(open).filter(|_| self.peek() == Some(b'{'));
        match self.value() {
            Ok(value) => {
                entry.fields.push((name, value));
                let end = self.at;
                self.gap();
                if self.peek().is_some_and(|byte| byte != b',' && byte != close && byte != b'@') {
                    entry.note(fault::missing_comma(end, &format!("its field `{name}`")));
                }
                true
            }
            Err(at) => {
                entry.note(fault::unclosed_field(at, name));
                if std::mem::replace(&mut state.reread, true) {
                    self.at = self.next_head();
                    return false;
                }
                // The rest of its line is the likeliest value, and what follows are the likeliest fields.
                self.at = self.line_end(open);
                let value = self.text[open..self.at].trim().trim_end_matches(',');
                entry.fields.push((name, value.trim_matches(['{', '}', '"']).into()));
                true
            }
        }
    }

    /// Where an entry does not close since a field took the entry's brace for its own, cuts that field before the first
    /// line in it that looks like a field, and goes back to there. Done once for an entry.
    fn reread(&mut self, entry: &mut Scanned<'a>, state: &mut Mending) -> bool {
        let (Some(open), Some((name, value)), false) = (state.open, entry.fields.last_mut(), state.reread)
        else {
            return false;
        };
        let inside = &self.text[open + 1..self.at];
        let lines = memchr::memchr_iter(b'\n', inside.as_bytes());
        let Some(cut) = lines.map(|i| i + 1).find(|&i| looks_like_field(&inside[i..])) else { return false };
        *value = inside[..cut].trim_end().trim_end_matches(',').trim_matches(['{', '}']).into();
        let name = *name;
        state.reread = true;
        entry.note(fault::unclosed_field(open, name));
        self.at = open + 1 + cut;
        true
    }

    /// Goes on at the next comma or at what may end the entry, past `start` in any case.
    fn resume(&mut self, start: usize) {
        if self.at == start {
            // What is no name is a single ASCII character.
            self.at += 1;
        }
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| b",})@".contains(byte)).unwrap_or(rest.len());
    }

    /// Whether `, name =` comes next, which after an entry's end is a field that was cut off.
    fn field_follows(&mut self) -> bool {
        let back = self.at;
        self.blank();
        let mut follows = self.peek() == Some(b',');
        if follows {
            self.at += 1;
            self.gap();
            follows = !self.word().is_empty();
            self.blank();
            follows &= self.peek() == Some(b'=');
        }
        self.at = back;
        follows
    }

    /// Values joined by `#`. If one does not close before the next entry: where it opens.
    fn value(&mut self) -> Result<String, usize> {
        let mut value = String::new();
        loop {
            self.gap();
            let piece = match self.peek() {
                Some(b'{') => self.braced()?,
                Some(b'"') => self.marked()?,
                _ => {
                    let word = self.word();
                    match self.strings.get(&word.to_lowercase()) {
                        Some(defined) if defined.len() <= self.expandable => {
                            self.expandable -= defined.len();
                            value.push_str(defined);
                            ""
                        }
                        // Months and numbers stand for themselves, and a name that nothing defines may have its
                        // definition in another file.
                        _ => word,
                    }
                }
            };
            value.push_str(piece);
            self.gap();
            if self.peek() != Some(b'#') {
                return Ok(value);
            }
            self.at += 1;
        }
    }

    fn braced(&mut self) -> Result<&'a str, usize> {
        let open = self.at;
        let (mut at, mut depth) = (open + 1, 1);
        while let Some(i) = memchr3(b'{', b'}', b'@', &self.bytes[at..]) {
            at += i + 1;
            match self.bytes[at - 1] {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ if self.head_at(at - 1) => return Err(open),
                _ => {}
            }
            if depth == 0 {
                self.at = at;
                return Ok(&self.text[open + 1..at - 1]);
            }
        }
        Err(open)
    }

    /// A value in quotation marks; within braces a mark is a character like another.
    fn marked(&mut self) -> Result<&'a str, usize> {
        let open = self.at;
        let (mut at, mut depth) = (open + 1, 0);
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' if depth == 0 => return Err(open),
                b'}' => depth -= 1,
                b'"' if depth == 0 => {
                    self.at = at + 1;
                    return Ok(&self.text[open + 1..at]);
                }
                b'@' if self.head_at(at) => return Err(open),
                _ => {}
            }
            at += 1;
        }
        Err(open)
    }
}

impl Scanned<'_> {
    fn note(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }
}

/// What was done to make something of a broken entry, so that each is done once and the reading stays linear.
#[derive(Default)]
struct Mending {
    /// It was read on past a brace that closes it.
    reopened: bool,
    /// A field that does not close was cut, and its rest read again.
    reread: bool,
    /// Where the last field's brace opens.
    open: Option<usize>,
}

/// Whether a text begins with `name = {` or the like.
fn looks_like_field(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t']);
    let name = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_+".contains(byte)).count();
    let value = text[name..].trim_start_matches([' ', '\t']).strip_prefix('=');
    let value = value.map(|value| value.trim_start_matches([' ', '\t']).bytes().next());
    name > 0 && matches!(value, Some(Some(b'{' | b'"' | b'0'..=b'9')))
}
