//! A baseline as a file: TOML, one entry a line and in order, so that what two branches add to it merges.
//!
//! Takes entries and hands on the file's text, or takes that and hands on the entries, or what is wrong with it and in which line.

use std::fmt::Write;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Entry;

/// The version of the form.
const VERSION: i64 = 1;

/// What the first line of a baseline begins with.
pub const FIRST: &str = "# What `ibid check` found";

const HEAD: &str = "\
# What `ibid check` found when this file was written: it is not reported and does not count.
# `ibid check --write-baseline` writes it again, without what has been mended since.
";

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// The text of a file with some entries.
pub fn write(entries: &[Entry]) -> String {
    let mut text = format!("{HEAD}version = {VERSION}\nfindings = [\n");
    for Entry { path, row, rule, source, words, count } in entries {
        let row = row.as_ref().map(|row| format!("row = {}, ", string(row))).unwrap_or_default();
        let count = if *count > 1 { format!(", count = {count}") } else { String::new() };
        let (path, source, words) = (string(path), string(source), string(words));
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "  {{ path = {path}, {row}rule = \"{rule}\", source = {source}, words = {words}{count} }},"
        );
    }
    text + "]\n"
}

/// A string as TOML has it.
fn string(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                let _ = write!(string, "\\u{:04X}", u32::from(c));
            }
            c => string.push(c),
        }
    }
    string + "\""
}

/// The entries of a file.
pub fn read(text: &str) -> Result<Vec<Entry>, Fault> {
    let fault = |at: usize, message: &str| {
        let line = text.get(..at.min(text.len())).unwrap_or_default().matches('\n').count() + 1;
        Fault { line, message: message.to_owned() }
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        // What a merge leaves behind is the likeliest fault, and the parser trips over it later.
        let is_mark =
            |line: &str| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark));
        if let Some(line) = text.lines().position(is_mark) {
            return Err(Fault {
                line: line + 1,
                message: "a mark of a merge that was not resolved".to_owned(),
            });
        }
        return Err(fault(error.span().map_or(0, |span| span.start), error.message()));
    }
    let table = table.get_ref();
    let mut entries = Vec::new();
    let mut version = None;
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "version" => version = integer(value),
            "findings" => {
                let DeValue::Array(list) = value.get_ref() else {
                    return Err(fault(value.span().start, "`findings` is a list"));
                };
                for one in list {
                    entries.push(entry(one).map_err(|message| fault(one.span().start, &message))?);
                }
            }
            other => return Err(fault(key.span().start, &format!("a baseline has no `{other}`"))),
        }
    }
    match version {
        Some(VERSION) => Ok(entries),
        Some(other) => Err(fault(0, &format!("its version is {other}, and only {VERSION} is known"))),
        None => Err(fault(0, "this is no baseline: it has no `version`")),
    }
}

fn integer(value: &Spanned<DeValue>) -> Option<i64> {
    let DeValue::Integer(number) = value.get_ref() else { return None };
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn entry(value: &Spanned<DeValue>) -> Result<Entry, String> {
    let DeValue::Table(table) = value.get_ref() else {
        return Err("an entry is `{ path = \"…\", rule = \"…\", source = \"…\", words = \"…\" }`".to_owned());
    };
    let mut entry = Entry {
        path: String::new(),
        row: None,
        rule: String::new(),
        source: String::new(),
        words: String::new(),
        count: 1,
    };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let text =
            || value.get_ref().as_str().map(str::to_owned).ok_or_else(|| format!("`{name}` is a string"));
        match name {
            "path" => entry.path = text()?,
            "row" => entry.row = Some(text()?),
            "rule" => entry.rule = text()?,
            "source" => entry.source = text()?,
            "words" => entry.words = text()?,
            "count" => {
                let count = integer(value).and_then(|count| u32::try_from(count).ok());
                entry.count = count.ok_or_else(|| "`count` is a number of findings".to_owned())?;
            }
            _ => return Err(format!("an entry has no `{name}`")),
        }
    }
    if entry.path.is_empty() || entry.rule.is_empty() {
        return Err("an entry has a `path` and a `rule`".to_owned());
    }
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn made(path: &str, words: &str, count: u32) -> Entry {
        let (rule, source) = ("quote-altered".to_owned(), "harbour".to_owned());
        Entry { path: path.into(), row: None, rule, source, words: words.into(), count }
    }

    #[test]
    fn an_entry_is_a_line() {
        let entries = [made("a.md", "“the ferry”", 1), made("b \"c\".md", "x", 2)];
        let text = write(&entries);
        let lines: Vec<&str> = text.lines().skip(4).collect();
        assert_eq!(
            lines,
            [
                "  { path = \"a.md\", rule = \"quote-altered\", source = \"harbour\", words = \"“the ferry”\" },",
                "  { path = \"b \\\"c\\\".md\", rule = \"quote-altered\", source = \"harbour\", words = \"x\", count = 2 },",
                "]"
            ]
        );
        assert_eq!(read(&text), Ok(entries.to_vec()));
    }

    #[test]
    fn what_is_wrong_is_placed() {
        let whole = write(&[made("a.md", "x", 1), made("b.md", "y", 1)]);
        for (text, expected) in [
            (String::new(), "line 1: this is no baseline: it has no `version`"),
            (whole.replace("version = 1", "version = 2"), "line 1: its version is 2, and only 1 is known"),
            (
                whole.replacen("  { path = \"b", "<<<<<<< ours\n  { path = \"b", 1),
                "line 6: a mark of a merge that was not resolved",
            ),
            (whole.replace("\"b.md\"", "4"), "line 6: `path` is a string"),
            (whole.replace("words = \"y\"", "line = 4"), "line 6: an entry has no `line`"),
            (whole.replace("path = \"b.md\", ", ""), "line 6: an entry has a `path` and a `rule`"),
            (whole.replace("words = \"y\"", "count = -1"), "line 6: `count` is a number of findings"),
            (whole + "more = 1\n", "line 8: a baseline has no `more`"),
        ] {
            assert_eq!(read(&text).unwrap_err().to_string(), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_words_are_read_back(path in ".{1,20}", words in "\\PC{0,20}|.{0,20}", row in proptest::option::of(".{0,9}"), count in 1u32..9) {
            let entries = [Entry { row, ..made(&path, &words, count) }];
            prop_assert_eq!(read(&write(&entries)), Ok(entries.to_vec()));
        }
    }
}
