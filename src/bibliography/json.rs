//! The items of a list in JSON, each taken apart by itself, so that a broken one costs no other.
//!
//! Takes the text of a bibliography and the names of the fields that are used, and hands on an `Item` for each object
//! of the list. Brackets and strings are followed here; what a value says is left to `serde_json`.

use std::ops::Range;

use memchr::{memchr_iter, memchr3, memmem};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::fault::{self, Fault};
use super::item::{Field, Item, KEYS};

/// How often a text may be read again in search of the end of what has none, in its own length.
const REREADS: usize = 8;

/// Names that objects within an item begin with, and no item does.
const INNER: &[&str] = &[
    "circa",
    "comma-suffix",
    "creatorType",
    "date-parts",
    "day",
    "dropping-particle",
    "edtf",
    "family",
    "fieldMode",
    "firstName",
    "given",
    "lastName",
    "literal",
    "month",
    "name",
    "non-dropping-particle",
    "parse-names",
    "path",
    "raw",
    "season",
    "static-ordering",
    "suffix",
    "tag",
    "year",
];

/// The first items of a text, `most` at most: of a list, of the list under `items` or `references` in an object, or a single one. Nothing, if
/// it is none of these.
pub(super) fn items(text: &str, used: &[&str], most: usize) -> Option<Vec<Item>> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
        used,
        indent: None,
        next_head: 0,
        rereads: text.len().saturating_mul(REREADS),
        spent: false,
    };
    scanner.blank();
    match scanner.peek()? {
        b'[' => {
            scanner.at += 1;
            Some(scanner.list(most))
        }
        b'{' if scanner.enter() => Some(scanner.list(most)),
        b'{' => {
            scanner.rereads = text.len().saturating_mul(REREADS);
            let mut items = Vec::new();
            scanner.item(&mut items);
            let keyed = |item: &Item| item.first(KEYS).is_some();
            items.first().is_some_and(keyed).then_some(items)
        }
        _ => None,
    }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    used: &'a [&'a str],
    /// How far items are indented, where the first begins a line: the others then do, too.
    indent: Option<usize>,
    /// Where the next item begins, if that is not behind `at`.
    next_head: usize,
    /// How many bytes may still be read in vain.
    rereads: usize,
    /// Whether they are used up: whoever wrote this does not mean to be read.
    spent: bool,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blank(&mut self) {
        self.at = self.behind_blanks(self.at);
    }

    fn behind_blanks(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len())
    }

    /// Goes into the list of items that the object at this place has. Stays where it is if there is none.
    fn enter(&mut self) -> bool {
        let start = self.at;
        self.at += 1;
        loop {
            self.blank();
            let Some((name, value)) = self.name() else { break };
            if matches!(&self.text[name], "items" | "references") && self.bytes.get(value) == Some(&b'[') {
                self.at = value + 1;
                return true;
            }
            let Ok(end) = self.value_end(value, "") else { break };
            self.at = self.behind_blanks(end);
            if self.peek() != Some(b',') {
                break;
            }
            self.at += 1;
        }
        self.at = start;
        false
    }

    /// The name that stands here and where the value behind its colon begins.
    fn name(&self) -> Option<(Range<usize>, usize)> {
        if self.peek()? != b'"' {
            return None;
        }
        let end = self.string_end(self.at)?;
        let colon = self.behind_blanks(end);
        let is_name = self.bytes.get(colon) == Some(&b':');
        is_name.then(|| (self.at + 1..end - 1, self.behind_blanks(colon + 1)))
    }

    /// What stands in a list whose bracket was opened.
    fn list(&mut self, most: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let (mut comma, mut end) = (true, self.at);
        loop {
            self.blank();
            match self.peek() {
                _ if items.len() >= most => return items,
                None => {
                    if let Some(last) = items.last_mut() {
                        last.note(fault::unclosed_list(self.at));
                    }
                    return items;
                }
                Some(b']') => return items,
                Some(b',') => {
                    comma = true;
                    self.at += 1;
                }
                Some(b'{') => {
                    if let Some(last) = items.last_mut().filter(|_| !comma) {
                        last.note(fault::missing_comma(end, "it"));
                    }
                    comma = false;
                    if items.is_empty() {
                        self.indent = self.indent_at(self.at);
                    }
                    self.item(&mut items);
                    end = self.at;
                }
                Some(_) => {
                    let mut item = Item::at(self.at..self.at + 1);
                    item.note(fault::no_object(self.at));
                    items.push(item);
                    self.at = self.head_after(self.at);
                    comma = true;
                }
            }
        }
    }

    /// How far what stands at a byte is indented, if it begins its line.
    fn indent_at(&self, at: usize) -> Option<usize> {
        let blanks = self.bytes[..at].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        (self.bytes[..at - blanks].last() == Some(&b'\n')).then_some(blanks)
    }

    /// Where the next item begins at this place or behind, as far as can be told in what is broken; else the text's end.
    fn head_after(&mut self, at: usize) -> usize {
        if self.spent {
            return self.bytes.len();
        }
        if self.next_head < at {
            let mut braces = memchr_iter(b'{', &self.bytes[at..]);
            let found = braces.find(|brace| self.is_head(at + brace));
            self.next_head = found.map_or(self.bytes.len(), |brace| at + brace);
        }
        self.next_head
    }

    /// Whether a brace looks like that of an item.
    fn is_head(&self, at: usize) -> bool {
        if let Some(indent) = self.indent
            && self.indent_at(at).is_none_or(|own| own > indent)
        {
            return false;
        }
        let Some(rest) = self.text[self.behind_blanks(at + 1)..].strip_prefix('"') else { return false };
        let letters = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte));
        let (name, rest) = rest.split_at(letters.count());
        let colon = rest.strip_prefix('"').is_some_and(|rest| rest.trim_start().starts_with(':'));
        colon && !name.is_empty() && !INNER.contains(&name)
    }

    /// Whether a brace within an item is that of the next one, which can be told where each begins a line.
    fn next_item_at(&self, at: usize) -> bool {
        self.indent.is_some() && self.bytes.get(at) == Some(&b'{') && self.is_head(at)
    }

    /// Reads the item whose brace stands here.
    fn item(&mut self, items: &mut Vec<Item>) {
        let mut item = Item::at(self.at..self.at + 1);
        self.at += 1;
        loop {
            self.blank();
            let goes_on = match self.peek() {
                Some(b'}') => {
                    let close = self.at;
                    self.at += 1;
                    let again = self.field_follows();
                    if again {
                        item.note(fault::closed_early(close, b'}'));
                    }
                    again
                }
                Some(b',') => {
                    self.at += 1;
                    true
                }
                Some(b'"') => self.field(&mut item),
                None | Some(b']') => {
                    item.note(fault::unclosed_entry(self.text, self.bytes.len(), b'}'));
                    false
                }
                Some(b'{') if self.is_head(self.at) => {
                    item.note(fault::unclosed_entry(self.text, self.at, b'}'));
                    false
                }
                Some(_) => {
                    item.note(fault::no_member(self.text, self.at));
                    self.resume(self.at + 1)
                }
            };
            if !goes_on {
                break;
            }
        }
        items.push(item);
    }

    /// Whether `, "name":` comes next, which behind an item's end is a field that was cut off.
    fn field_follows(&self) -> bool {
        let comma = self.behind_blanks(self.at);
        if self.bytes.get(comma) != Some(&b',') {
            return false;
        }
        let name = self.behind_blanks(comma + 1);
        self.bytes.get(name) == Some(&b'"')
            && self.string_end(name).is_some_and(|end| self.bytes.get(self.behind_blanks(end)) == Some(&b':'))
    }

    /// Reads the field whose name begins here. Whether there is more to read of the item.
    fn field(&mut self, item: &mut Item) -> bool {
        let start = self.at;
        let Some((name, value)) = self.name() else {
            let end = self.string_end(start).unwrap_or_else(|| self.line_end(start));
            item.note(fault::no_colon(
                start..end,
                self.text[start..end].trim_matches(['"', ',', '\r', '\n']),
            ));
            return self.resume(start + 1);
        };
        let name = &self.text[name];
        let end = match self.value_end(value, name) {
            Ok(end) => end,
            Err(fault) => {
                item.note(fault);
                if self.bytes.get(value) == Some(&b'"') {
                    // The rest of its line is the likeliest value.
                    let end = self.line_end(value);
                    let written = self.text[value + 1..end].trim().trim_end_matches([',', '}', ']']);
                    self.push(item, name, value..end, Value::String(written.into()));
                }
                let from = if self.next_item_at(value) { value } else { value + 1 };
                return self.resume(from);
            }
        };
        let raw = &self.text[value..end];
        let read = match self.used.contains(&name) {
            true => serde_json::from_str(raw),
            false => serde_json::from_str(raw).map(|_: IgnoredAny| Value::Null),
        };
        match read {
            Ok(read) => self.push(item, name, value..end, read),
            Err(error) => {
                let at = value + place(raw, &error);
                let why = error.to_string();
                let why = why.split(" at line ").next().unwrap_or(&why);
                item.note(fault::no_value(at..at + 1, name, why));
            }
        }
        self.at = end;
        let next = self.behind_blanks(end);
        match self.bytes.get(next) {
            Some(b',' | b'}' | b']') | None => true,
            Some(b'"') => {
                item.note(fault::missing_comma(end, &format!("its field `{name}`")));
                self.at = next;
                true
            }
            Some(b'{') if self.is_head(next) => true,
            Some(_) => {
                item.note(fault::missing_comma(end, &format!("its field `{name}`")));
                // A mark that seemed to close the value may open the next name.
                self.resume(end - 1)
            }
        }
    }

    fn push(&self, item: &mut Item, name: &str, at: Range<usize>, value: Value) {
        if !self.used.contains(&name) || value.is_null() {
            return;
        }
        item.push(Field { name: name.to_owned(), at, value });
    }

    /// Goes on at the next field that is used, from a place where something is broken, or else at the next item. Whether
    /// there is such a field before it.
    fn resume(&mut self, from: usize) -> bool {
        let from = from.min(self.bytes.len());
        let end = self.head_after(from).max(from);
        if self.spent {
            self.at = end;
            return false;
        }
        let mut quotes = memchr_iter(b'"', &self.bytes[from..end]);
        let field = quotes.find(|&quote| {
            let rest = &self.text[from + quote + 1..end];
            self.used.iter().any(|name| {
                let rest = rest.strip_prefix(name).and_then(|rest| rest.strip_prefix('"'));
                rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
            })
        });
        self.at = field.map_or(end, |quote| from + quote);
        field.is_some()
    }

    /// Where a value ends, or what keeps it from ending.
    fn value_end(&mut self, start: usize, name: &str) -> Result<usize, Fault> {
        let unclosed = || fault::unclosed_field(start, name);
        match self.bytes.get(start) {
            Some(b'"') => self.string_end(start).ok_or_else(unclosed),
            Some(b'{') if self.next_item_at(start) => {
                Err(fault::no_value(start..start, name, "it has no value"))
            }
            Some(b'{' | b'[') => self.brackets_end(start).ok_or_else(unclosed),
            _ => {
                let rest = &self.bytes[start..];
                let end = rest.iter().position(|byte| b",}]\n\r\"{[".contains(byte)).unwrap_or(rest.len());
                let end = start + self.text[start..start + end].trim_end().len();
                match end > start {
                    true => Ok(end),
                    false => Err(fault::no_value(start..start, name, "it has no value")),
                }
            }
        }
    }

    /// Where the brackets that open here are closed.
    fn brackets_end(&mut self, start: usize) -> Option<usize> {
        let mut open = Vec::new();
        let mut at = start;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'"' => {
                    let Some(end) = self.string_end(at) else { break };
                    at = end;
                    continue;
                }
                b'{' if self.next_item_at(at) => break,
                b'{' => open.push(b'}'),
                b'[' => open.push(b']'),
                close @ (b'}' | b']') => {
                    if open.pop() != Some(close) {
                        break;
                    }
                    if open.is_empty() {
                        return Some(at + 1);
                    }
                }
                // Between two members of an object and of a list there are no colons of their own.
                b':' if open.last() == Some(&b']') => break,
                _ => {}
            }
            at += 1;
        }
        self.rereads = self.rereads.saturating_sub(at - start);
        self.spent |= self.rereads == 0;
        None
    }

    /// Behind the closing mark of the string that opens here. No string goes over a line's end.
    fn string_end(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            at += memchr3(b'"', b'\\', b'\n', self.bytes.get(at..)?)?;
            match self.bytes[at] {
                b'"' => return Some(at + 1),
                b'\\' if self.bytes.get(at + 1) != Some(&b'\n') => at += 2,
                _ => return None,
            }
        }
    }

    fn line_end(&self, at: usize) -> usize {
        memmem::find(&self.bytes[at..], b"\n").map_or(self.bytes.len(), |end| at + end)
    }
}

/// Where in a text an error of the parser stands.
fn place(text: &str, error: &serde_json::Error) -> usize {
    let lines = memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    let line = std::iter::once(0).chain(lines).nth(error.line().saturating_sub(1)).unwrap_or(0);
    (line + error.column().saturating_sub(1)).min(text.len().saturating_sub(1))
}
