//! Files that were read, and places in them: `File`, `FileId`, `Span`, and lines with their columns.
//!
//! Takes the text that `load` decoded and never alters it. Hands on byte spans into that text, the only kind of
//! position that leaves a module, and turns one into a line and a column when it is shown.

pub mod bytes;
pub mod extract;
mod files;
mod later;
mod lines;
pub mod on_demand;
pub mod origin;
pub mod placed;
mod written;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use self::files::{Files, FilesLater};

use self::extract::Extract;
use self::later::Later;
use self::lines::Lines;
use self::origin::{Mapped, Notation, Origin};

/// Which file a span lies in: an index into the run's [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// How a file's text is to be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// CommonMark with tables, footnotes, math and front matter.
    Markdown,
    /// Paragraphs and nothing else.
    Plain,
    /// The entries of works, in the notation that the path's extension names.
    Bibliography,
    /// An `ibid.toml`.
    Config,
    /// A web page.
    Html,
    /// LaTeX.
    Latex,
    /// A document of Word, `.docx`.
    Word,
    /// A book, `.epub`.
    Epub,
    /// Pages with a layer of text.
    Pdf,
    /// Cues with their times, `.srt` or `.vtt`.
    Subtitles,
    /// Rows of JSON, each a draft with the sources that it was written from.
    Answers,
}

/// A stretch of a file's text in bytes, `start..end`. Made by [`File::span`] alone, so both ends are character
/// boundaries. What is kept of one between runs is without its file: whoever reads it has [`File::span`] make it whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    #[serde(skip, default = "nowhere")]
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

fn nowhere() -> FileId {
    FileId(u32::MAX)
}

impl Span {
    /// The span's bytes as a range for indexing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.file == other.file && self.start < other.end && other.start < self.end
    }
}

/// A file that was read: a draft, a source or a bibliography. One that could not be read has an empty text. What is known of
/// a file from another run need not be read before somebody asks for its text.
#[derive(Debug)]
pub struct File {
    /// Its place in [`Files`].
    pub id: FileId,
    /// As it is shown: relative to where `ibid` runs if it lies below, with `/` between the parts.
    pub path: String,
    /// The name of the encoding that it was decoded from, as the WHATWG has it; `unknown` if it could not be.
    pub encoding: &'static str,
    /// How its text is taken apart.
    pub format: Format,
    /// What the row of a list of answers is called that the text stands in.
    pub row: Option<String>,
    body: Later,
    lines: OnceLock<Lines>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Body {
    /// The text as UTF-8, at most 4 GiB. A byte-order mark stays in it, so that its offsets are the file's own. Of a file
    /// that is no running text, the words that a reader took out of it.
    pub text: String,
    /// What a reader made of the file, if it is no running text.
    pub extract: Option<Box<Extract>>,
    /// How places in its text are told.
    pub origin: Origin,
}

impl File {
    /// A file with the text that was read from it.
    pub fn new(id: FileId, path: String, encoding: &'static str, format: Format, text: String) -> File {
        let body = Later::now(Body { text, ..Body::default() });
        File { id, path, encoding, format, row: None, body, lines: OnceLock::new() }
    }

    /// A file whose text, of so many bytes, is read when somebody first asks for it.
    pub fn unread(
        id: FileId,
        path: String,
        encoding: &'static str,
        format: Format,
        length: usize,
        read: impl Fn() -> Body + Send + Sync + 'static,
    ) -> File {
        let body = Later::new(length, read);
        File { id, path, encoding, format, row: None, body, lines: OnceLock::new() }
    }

    /// A file whose text a reader took out of it.
    pub fn extracted(self, extract: impl Into<Box<Extract>>, origin: Origin) -> File {
        let Body { text, .. } = self.body.take();
        let body = Later::now(Body { text, extract: Some(extract.into()), origin });
        File { body, ..self }
    }

    /// Its text; see [`Body::text`].
    pub fn text(&self) -> &str {
        &self.body.get().text
    }

    /// How many bytes its text has, which is known before it is read.
    pub fn length(&self) -> usize {
        self.body.length()
    }

    /// What a reader made of it; see [`Body::extract`].
    pub fn extract(&self) -> Option<&Extract> {
        self.body.get().extract.as_deref()
    }

    /// How places in its text are told.
    pub fn origin(&self) -> &Origin {
        &self.body.get().origin
    }

    /// A file that stands in a row of a list of answers.
    pub fn in_row(self, id: String) -> File {
        File { row: Some(id), ..self }
    }

    /// Its path, and behind it the row of a list that it stands in: `answers.jsonl (q-17)`.
    pub fn title(&self) -> Cow<'_, str> {
        match &self.row {
            Some(row) => format!("{} ({row})", self.path).into(),
            None => self.path.as_str().into(),
        }
    }

    /// Whether its encoding was guessed, which a Unicode one never is.
    pub fn is_guessed(&self) -> bool {
        !self.encoding.starts_with("UTF-")
    }

    /// The span of a range of bytes, widened to whole characters and cut to the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.text().floor_char_boundary(range.start);
        let end = self.text().ceil_char_boundary(range.end.max(start));
        Span { file: self.id, start: start as u32, end: end as u32 }
    }

    /// The text of a span of this file.
    pub fn slice(&self, span: Span) -> &str {
        debug_assert_eq!(span.file, self.id);
        &self.text()[span.range()]
    }

    /// Where a byte of the text is in the file, for whoever opens it. An offset inside a character counts as its start.
    pub fn place(&self, offset: u32) -> Place {
        let offset = self.text().floor_char_boundary(offset as usize);
        match self.origin() {
            Origin::Own => self.lines().place(self.text(), offset),
            Origin::Text(mapped) => mapped.place(mapped.raw_range(offset..offset).start),
            Origin::Places(placed) => placed.start(self.text(), offset),
            Origin::Paragraphs => {
                let (paragraph, start) = self.extract().map_or((1, 0), |extract| extract.paragraph(offset));
                let column = self.lines().chars(self.text(), start, offset) + 1;
                Place { offset: offset as u32, line: paragraph as u32, column }
            }
        }
    }

    /// Where the words of a span begin and end in the file.
    pub fn places(&self, span: Span) -> (Place, Place) {
        match self.origin() {
            Origin::Own | Origin::Paragraphs => (self.place(span.start), self.place(span.end)),
            Origin::Text(mapped) => {
                let raw = mapped.raw_range(span.range());
                (mapped.place(raw.start), mapped.place(raw.end))
            }
            Origin::Places(placed) => {
                let start = placed.start(self.text(), span.start as usize);
                let end = placed.end(self.text(), span.end as usize);
                (start, if span.start == span.end { start } else { end })
            }
        }
    }

    /// The way back to the file's own text, where the text was taken out of one.
    pub fn mapped(&self) -> Option<&Mapped> {
        match self.origin() {
            Origin::Text(mapped) => Some(mapped),
            _ => None,
        }
    }

    /// What an edit of a span is in the file: the bytes that it replaces, and what by. None where the file is no text, where
    /// markup stands between the words, or where its notation has no way to say it.
    pub fn edit(&self, span: Span, replacement: &str) -> Option<(Range<usize>, String)> {
        match self.origin() {
            Origin::Own => Some((span.range(), replacement.to_owned())),
            Origin::Text(mapped) => {
                let range = mapped.editable(span.range())?;
                let written = written::written(mapped, &range, replacement)?;
                Some((range, written))
            }
            Origin::Places(_) | Origin::Paragraphs => None,
        }
    }

    /// Whether comments to this program can stand in it.
    pub fn takes_comments(&self) -> bool {
        match self.origin() {
            Origin::Own => true,
            Origin::Text(mapped) => matches!(mapped.notation, Notation::Html | Notation::Latex),
            Origin::Places(_) | Origin::Paragraphs => false,
        }
    }

    /// Words as they are written in the file; none where it is no text, or its notation has no way to say them.
    pub fn written(&self, words: &str) -> Option<String> {
        match self.origin() {
            Origin::Own => Some(words.to_owned()),
            Origin::Text(mapped) => written::written(mapped, &(0..0), words),
            Origin::Places(_) | Origin::Paragraphs => None,
        }
    }

    /// The number of the line of the text that a byte lies in, from 1, as [`File::line`] counts them. Only in a file that is
    /// running text is it the line that a reader sees.
    pub fn row(&self, offset: u32) -> u32 {
        self.lines().row(self.text().floor_char_boundary(offset as usize))
    }

    /// The bytes of a line of the text, counted from 1, without its line end; empty past the last line.
    pub fn line(&self, line: u32) -> Range<usize> {
        self.lines().line(self.text(), line)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(self.text()))
    }
}

/// A place in a text as a reader counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The byte offset; in a file that is no text, that of the words taken out of it.
    pub offset: u32,
    /// The line, from 1; in a file that is no text, the paragraph.
    pub line: u32,
    /// The column in Unicode scalar values, from 1; a byte-order mark has no column.
    pub column: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> File {
        File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into())
    }

    #[test]
    fn a_column_counts_characters_not_bytes() {
        let file = file("\u{feff}é b\n日本🦀x\n");
        let place = |offset| (file.place(offset).line, file.place(offset).column);
        assert_eq!(place(3), (1, 1));
        assert_eq!(place(6), (1, 3));
        assert_eq!(place(8), (2, 1));
        assert_eq!(place(18), (2, 4));
        assert_eq!(place(20), (3, 1));
    }

    #[test]
    fn a_column_far_into_a_long_line_is_counted_from_its_start() {
        let text = format!("x\n{}", "é".repeat(5000));
        assert_eq!(file(&text).place(2 + 2 * 4321).column, 4322);
    }

    #[test]
    fn a_span_widens_to_whole_characters() {
        let file = file("a日b");
        let span = file.span(2..3);
        assert_eq!(file.slice(span), "日");
        assert_eq!(file.slice(file.span(4..99)), "b");
    }

    #[test]
    fn a_line_has_no_line_end() {
        let file = file("one\r\ntwo\nthree");
        assert_eq!(&file.text()[file.line(1)], "one");
        assert_eq!(&file.text()[file.line(3)], "three");
        assert_eq!(&file.text()[file.line(9)], "");
    }
}
