//! Places as other programs count them: lines and columns where a file has them, and words where it has none.
//!
//! Takes a file and a span of the text that was read from it. Of a Word document or a PDF a line would be a paragraph, which
//! a program that opens the file by lines must not be told.

use std::ops::Range;

use super::display::clean;
use super::window::window;
use crate::file::extract::Mark;
use crate::file::origin::Origin;
use crate::file::{File, Place, Span};

/// Lines and columns of a span.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    /// Where it begins.
    pub start: Place,
    /// One past its last character.
    pub end: Place,
    /// The file's own text, where it is kept.
    text: Option<(&'a File, &'a str)>,
}

/// The region of a span; none in a file without lines, or one that could not be read.
pub fn region(file: &File, span: Span) -> Option<Region<'_>> {
    if file.text().is_empty() || matches!(file.origin(), Origin::Paragraphs) {
        return None;
    }
    let (start, end) = file.places(span);
    Some(Region { start, end, text: raw(file).map(|text| (file, text)) })
}

/// The region of bytes of the file that a span was turned into.
pub fn of_bytes(file: &File, range: Range<usize>, span: Span) -> Option<Region<'_>> {
    let Some(mapped) = file.mapped() else { return region(file, span) };
    let (start, end) = (mapped.place(range.start), mapped.place(range.end));
    Some(Region { start, end, text: raw(file).map(|text| (file, text)) })
}

impl<'a> Region<'a> {
    /// Its words as they stand in the file.
    pub fn words(&self) -> Option<&'a str> {
        self.text?.1.get(self.start.offset as usize..self.end.offset as usize)
    }

    /// From its start to the end of another one of the same file.
    pub fn to(self, other: &Region<'a>) -> Region<'a> {
        Region { end: other.end, ..self }
    }

    /// The text of the file that it is a part of.
    pub fn whole(&self) -> Option<&'a str> {
        self.text.map(|(_, text)| text)
    }

    /// The columns of its start and its end in bytes of UTF-8, from 1, a byte-order mark among them.
    pub fn byte_columns(&self) -> Option<(u32, u32)> {
        let (file, _) = self.text?;
        let column = |place: Place| place.offset - line_start(file, place.offset) + 1;
        Some((column(self.start), column(self.end)))
    }
}

/// The text that the lines of a file are lines of, where it is kept.
fn raw(file: &File) -> Option<&str> {
    match file.origin() {
        Origin::Own => Some(file.text()),
        Origin::Text(mapped) => Some(&mapped.raw.text),
        Origin::Places(_) | Origin::Paragraphs => None,
    }
}

/// Where the line of the file begins that a byte of the file stands in.
fn line_start(file: &File, offset: u32) -> u32 {
    match file.mapped() {
        Some(mapped) => mapped.raw.whole_lines(offset as usize..offset as usize).start as u32,
        None => file.line(file.row(offset)).start as u32,
    }
}

/// Where a span begins in a file without lines: `page 2, paragraph 7, character 3`. None in one that has lines, or no text.
pub fn spot(file: &File, span: Span) -> Option<String> {
    if file.text().is_empty() || !matches!(file.origin(), Origin::Paragraphs) {
        return None;
    }
    let at = file.place(span.start);
    let page = match file.extract().and_then(|extract| extract.anchor(span.start as usize)) {
        Some(&Mark::Page(count, printed)) => format!("page {}, ", printed.unwrap_or(count)),
        _ => String::new(),
    };
    Some(format!("{page}paragraph {}, character {}", at.line, at.column))
}

/// What a place is called in a sentence: `brief.md:3:7`, `minutes.docx, paragraph 2, character 1`, or the path alone.
pub fn called(file: &File, span: Span) -> String {
    let path = clean(&file.path);
    match (region(file, span), spot(file, span)) {
        (Some(region), _) => format!("{path}:{}:{}", region.start.line, region.start.column),
        (None, Some(spot)) => format!("{path}, {spot}"),
        (None, None) => path,
    }
}

/// The words of a span with those round them, on one line and clean.
pub fn context(file: &File, span: Span, width: usize) -> String {
    let shown = window(file, span, width, |marked| width.saturating_sub(marked) / 2).text;
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
