//! Rows of answers: a file of JSON lines, each with a draft and the sources that it was written from.
//!
//! Takes the file and hands on, for each row, `{"id": …, "draft": "…", "sources": […]}`, the draft and its sources as files of their
//! own whose words know their bytes in the row. A row that is not understood becomes a finding (`source-unreadable`) and the
//! others are read.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Source;
use crate::file::extract::{About, Extract};
use crate::file::origin::{Mapped, Notation, Origin, Raw, Run};
use crate::file::{File, Files, Format};
use crate::finding::{Finding, Label, Severity};
use crate::page;

/// One row that was understood.
#[derive(Debug)]
pub(super) struct Row {
    pub draft: Arc<File>,
    pub sources: Vec<Source>,
}

/// A row as it is written.
#[derive(Deserialize)]
struct Written<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    draft: Option<&'a RawValue>,
    #[serde(borrow)]
    sources: Option<&'a RawValue>,
}

/// A source that is more than its text.
#[derive(Deserialize)]
struct Given<'a> {
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    id: Option<serde_json::Value>,
    title: Option<String>,
    author: Option<serde_json::Value>,
    date: Option<String>,
    publication: Option<String>,
    url: Option<String>,
    doi: Option<String>,
}

/// The rows of a file, in order, and what is wrong with the others.
pub(super) fn rows(file: &File, files: &mut Files) -> (Vec<Row>, Vec<Finding>) {
    let raw = Arc::new(Raw::new(file.text().to_owned()));
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let mut ids: FxHashSet<String> = FxHashSet::default();
    let mut at = 0;
    for (number, line) in (1..).zip(file.text().split_inclusive('\n')) {
        let start = at;
        at += line.len();
        let body = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if body.is_empty() {
            continue;
        }
        match row(&raw, within(start, line, body), number, file, files) {
            Ok(row) => {
                let id = row.draft.row.clone().unwrap_or_default();
                if !ids.insert(id.clone()) {
                    let why =
                        Wrong::new(start, format!("row {number} has the `id` of an earlier row: `{id}`"));
                    findings.push(Finding {
                        severity: Severity::Warning,
                        ..why.finding(file, "checked all the same")
                    });
                }
                rows.push(row);
            }
            Err(why) => findings.push(why.finding(file, "this row was not checked")),
        }
    }
    (rows, findings)
}

/// Whether a file that begins so is a list of answers: lines of JSON are used for much else.
pub(super) fn begins(head: &str) -> bool {
    let first = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let has = |name: &str| first.contains(name);
    // Of a long row the head shows the one or the other.
    let shown = if has("\n") {
        has("\"draft\"") && has("\"sources\"")
    } else {
        has("\"draft\"") || has("\"sources\"")
    };
    first.starts_with('{') && shown
}

/// Where a part of a line lies in the whole text.
fn within(start: usize, line: &str, part: &str) -> Range<usize> {
    let from = start + (part.as_ptr() as usize - line.as_ptr() as usize);
    from..from + part.len()
}

/// What is wrong with a row.
struct Wrong {
    at: usize,
    message: String,
}

impl Wrong {
    fn new(at: usize, message: String) -> Wrong {
        Wrong { at, message }
    }

    fn finding(self, file: &File, label: &str) -> Finding {
        let primary = Label { span: file.span(self.at..self.at + 1), message: label.into(), source: None };
        let message = format!("{} in `{}`", self.message, file.path);
        let finding = page::SOURCE_UNREADABLE.finding(message, primary);
        let help = r#"a row is `{"id": "…", "draft": "…", "sources": ["…"]}` on one line; a source is its text, or `{"text": "…"}` with `id`, `title`, `author`, `date`, `publication`, `url` or `doi`"#;
        Finding { help: vec![help.into()], ..finding }
    }
}

fn row(
    raw: &Arc<Raw>,
    body: Range<usize>,
    number: usize,
    file: &File,
    files: &mut Files,
) -> Result<Row, Wrong> {
    let line = &raw.text[body.clone()];
    let place = |part: &str| part.as_ptr() as usize - line.as_ptr() as usize + body.start;
    let broken = |error: serde_json::Error| {
        let at = body.start + error.column().saturating_sub(1).min(line.len());
        let why = error.to_string();
        let why = why.split(" at line").next().unwrap_or(&why);
        Wrong::new(at, format!("row {number} is no JSON object: {why}"))
    };
    if !line.starts_with('{') {
        return Err(Wrong::new(body.start, format!("row {number} is no JSON object")));
    }
    let written: Written = serde_json::from_str(line).map_err(broken)?;
    let missing = |name: &str| Wrong::new(body.start, format!("row {number} has no `{name}`"));
    let id = match written.id.map(|id| serde_json::from_str::<serde_json::Value>(id.get())) {
        Some(Ok(serde_json::Value::String(id))) => id,
        Some(Ok(serde_json::Value::Number(id))) => id.to_string(),
        None | Some(Ok(serde_json::Value::Null)) => number.to_string(),
        _ => {
            return Err(Wrong::new(
                body.start,
                format!("row {number} has an `id` that is no text and no number"),
            ));
        }
    };
    let draft = written.draft.ok_or_else(|| missing("draft"))?;
    let sources = written.sources.ok_or_else(|| missing("sources"))?;
    let sources: Vec<&RawValue> = serde_json::from_str(sources.get()).map_err(|_| {
        Wrong::new(place(sources.get()), format!("row {number} has `sources` that are no list"))
    })?;
    let words = |part: &RawValue, what: &str| {
        string(part.get(), place(part.get()))
            .ok_or_else(|| Wrong::new(place(part.get()), format!("row {number} has {what} that is no text")))
    };
    let (text, runs) = words(draft, "a `draft`")?;
    let mut given = Vec::with_capacity(sources.len());
    for (number, source) in (1..).zip(sources) {
        given.push(if source.get().starts_with('{') {
            let inner: Given = serde_json::from_str(source.get()).map_err(|error| {
                let why = error.to_string();
                let why = why.split(" at line").next().unwrap_or(&why);
                Wrong::new(
                    place(source.get()),
                    format!("row {number} has a source that is not understood: {why}"),
                )
            })?;
            let text = inner
                .text
                .ok_or_else(|| Wrong::new(place(source.get()), format!("source {number} has no `text`")))?;
            (words(text, "a source's `text`")?, name(&inner, number), about(inner))
        } else {
            (words(source, "a source")?, number.to_string(), About::default())
        });
    }
    let mut add = |text: String, runs: Vec<Run>, format: Format, about: About| {
        let origin = Origin::Text(Mapped { raw: Arc::clone(raw), runs, notation: Notation::Json });
        let extract = Extract { about, ..Extract::default() };
        files.add(|id_of| {
            let file = File::new(id_of, file.path.clone(), file.encoding, format, text);
            file.extracted(extract, origin).in_row(id.clone())
        })
    };
    let draft = add(text, runs, Format::Markdown, About::default());
    let sources = given
        .into_iter()
        .map(|((text, runs), name, about)| Source::new(add(text, runs, Format::Plain, about), name))
        .collect();
    Ok(Row { draft, sources })
}

/// What a source goes by: its own `id`, else its number.
fn name(given: &Given, number: usize) -> String {
    match &given.id {
        Some(serde_json::Value::String(id)) if !id.trim().is_empty() => id.clone(),
        Some(serde_json::Value::Number(id)) => id.to_string(),
        _ => number.to_string(),
    }
}

fn about(given: Given) -> About {
    let authors = match given.author {
        Some(serde_json::Value::String(author)) => vec![author],
        Some(serde_json::Value::Array(all)) => {
            all.iter().filter_map(|one| Some(one.as_str()?.to_owned())).collect()
        }
        _ => Vec::new(),
    };
    About {
        title: given.title.unwrap_or_default(),
        authors,
        date: given.date.unwrap_or_default(),
        publication: given.publication.unwrap_or_default(),
        url: given.url.unwrap_or_default(),
        doi: given.doi.unwrap_or_default(),
        key: String::new(),
    }
}

/// The words of a string of JSON that stands at a byte of the file, with where each stood. None if it is no string.
fn string(written: &str, at: usize) -> Option<(String, Vec<Run>)> {
    let text: String = serde_json::from_str(written).ok()?;
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let from = at + 1;
    let mut runs = Vec::new();
    let (mut read, mut done) = (0, 0);
    let mut run = |done: usize, read: usize, bytes: usize, copied: bool| {
        if bytes > 0 {
            runs.push(Run { at: done as u32, from: (from + read) as u32, bytes: bytes as u32, copied });
        }
    };
    while let Some(copied) = memchr::memchr(b'\\', &inner.as_bytes()[read..]) {
        run(done, read, copied, true);
        (read, done) = (read + copied, done + copied);
        let char = text[done..].chars().next()?;
        let escape = match inner.as_bytes().get(read + 1)? {
            b'u' if char.len_utf16() == 2 => r"\ud83d\ude00".len(),
            b'u' => r"\u2019".len(),
            _ => r"\n".len(),
        };
        run(done, read, escape, false);
        (read, done) = (read + escape, done + char.len_utf8());
    }
    run(done, read, inner.len() - read, true);
    runs.push(Run { at: text.len() as u32, from: (from + inner.len()) as u32, bytes: 0, copied: false });
    Some((text, runs))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(text: &str) -> File {
        File::new(crate::file::FileId(0), "a.jsonl".into(), "UTF-8", Format::Answers, text.into())
    }

    #[test]
    fn a_row_is_a_draft_with_its_sources() {
        let text = "{\"id\": \"q-1\", \"draft\": \"One.\\n\\n“Two\\u201d\", \"sources\": [\"A\", {\"id\": \"b\", \"title\": \"T\", \"text\": \"B\"}]}\n\n{\"draft\": \"x\", \"sources\": []}\n";
        let mut files = Files::default();
        let (rows, findings) = rows(&file(text), &mut files);
        assert!(findings.is_empty());
        let shown: Vec<_> =
            rows.iter().map(|row| (row.draft.row.as_deref(), row.draft.text(), row.sources.len())).collect();
        assert_eq!(shown, [(Some("q-1"), "One.\n\n“Two”", 2), (Some("3"), "x", 0)]);
        assert_eq!((rows[0].sources[0].name.as_str(), rows[0].sources[1].name.as_str()), ("1", "b"));
        let draft = &rows[0].draft;
        let at = draft.text().find("Two").unwrap();
        let (start, end) = draft.places(draft.span(at..at + 6));
        assert_eq!(&text[start.offset as usize..end.offset as usize], "Two\\u201d");
        assert_eq!(start.line, 1);
    }

    #[test]
    fn a_row_that_is_none_is_named_and_the_others_are_read() {
        let text = "{\"draft\": 1}\n[1]\n{\"draft\": \"a\"}\n{\"id\": [], \"draft\": \"\", \"sources\": []}\n{\"draft\": \"a\", \"sources\": [3]}\n{\"draft\": \"a\", \"sources\": [{\"id\": 1}]}\n{\"draft\": \"a\", \"sources\": []}\n{\"id\": 7, \"draft\": \"b\", \"sources\": []}\n{\"draft\": \"a\", \"sources\": \"b\"}\n{\"draft\": \"a\"";
        let (rows, findings) = rows(&file(text), &mut Files::default());
        assert_eq!(rows.len(), 2);
        let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        let expected = [
            "row 1 has no `sources` in `a.jsonl`",
            "row 2 is no JSON object in `a.jsonl`",
            "row 3 has no `sources` in `a.jsonl`",
            "row 4 has an `id` that is no text and no number in `a.jsonl`",
            "row 5 has a source that is no text in `a.jsonl`",
            "source 1 has no `text` in `a.jsonl`",
            "row 8 has the `id` of an earlier row: `7` in `a.jsonl`",
            "row 9 has `sources` that are no list in `a.jsonl`",
            "row 10 is no JSON object: EOF while parsing an object in `a.jsonl`",
        ];
        assert_eq!(messages, expected);
    }

    proptest! {
        #[test]
        fn every_word_of_a_string_knows_its_bytes(text in "([a-z \"\\\\\n/é日🦀\u{1}]|“){0,30}", ascii: bool) {
            let mut written = serde_json::to_string(&text).unwrap();
            if ascii {
                let units = |c: char| {
                    let mut buffer = [0; 2];
                    c.encode_utf16(&mut buffer).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>()
                };
                written = written.chars().map(|c| if c.is_ascii() { c.to_string() } else { units(c) }).collect();
            }
            let (found, runs) = string(&written, 0).unwrap();
            prop_assert_eq!(&found, &text);
            let mapped = Mapped { raw: Arc::new(Raw::new(written.clone())), runs, notation: Notation::Json };
            for (at, char) in text.char_indices() {
                let raw = mapped.raw_range(at..at + char.len_utf8());
                let back: String = serde_json::from_str(&format!("\"{}\"", &written[raw])).unwrap();
                prop_assert_eq!(back, char.to_string());
            }
        }
    }
}
