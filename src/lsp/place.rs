//! Where the spans of a report lie, as the client counts and names it.
//!
//! Takes spans and hands on addresses and ranges: in the text that an editor shows. A source that is no text (PDF, Word, EPUB)
//! is shown by what was read of it, in a page of this program's own.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gen_lsp_types::{Location, Position, Uri};
use rustc_hash::FxHashMap;

use super::address;
use super::open::Document;
use super::position::{Encoding, Lines};
use super::scratch::Scratch;
use crate::check::Report;
use crate::file::origin::Origin;
use crate::file::{File, FileId, Span};
use crate::load::real;

/// What places are told by, for as long as one report is looked at.
pub struct Places<'a> {
    /// The report.
    pub report: &'a Report,
    /// What is open.
    pub documents: &'a BTreeMap<String, Document>,
    /// Where this program's own pages are.
    pub scratch: &'a Scratch,
    /// The folder that paths are shown from.
    pub here: &'a Path,
    /// What positions are counted in.
    pub encoding: Encoding,
    known: RefCell<FxHashMap<FileId, Rc<Known>>>,
}

/// What was found out about one file.
struct Known {
    uri: Uri,
    lines: Lines,
    /// The text that its positions lie in, where no part of the report has it.
    read: Option<String>,
}

impl<'a> Places<'a> {
    /// Places of a report.
    pub fn new(
        report: &'a Report,
        documents: &'a BTreeMap<String, Document>,
        scratch: &'a Scratch,
        here: &'a Path,
        encoding: Encoding,
    ) -> Places<'a> {
        Places { report, documents, scratch, here, encoding, known: RefCell::default() }
    }

    /// Where a span lies.
    pub fn location(&self, span: Span) -> Location {
        Location { uri: self.uri(span.file), range: self.range(span) }
    }

    /// The address of a file, as the client writes it where it is open.
    pub fn uri(&self, file: FileId) -> Uri {
        self.known(file).uri.clone()
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> gen_lsp_types::Range {
        let (file, known) = (self.report.files.get(span.file), self.known(span.file));
        match file.origin() {
            Origin::Own | Origin::Paragraphs => known.lines.range(file.text(), span.range(), self.encoding),
            Origin::Text(mapped) => {
                known.lines.range(&mapped.raw.text, mapped.raw_range(span.range()), self.encoding)
            }
            Origin::Places(_) => {
                let (start, end) = file.places(span);
                let text = known.read.as_deref().unwrap_or_default();
                let position = |place: crate::file::Place| {
                    let line = place.line.saturating_sub(1);
                    let before: String =
                        known.lines.text(text, line).chars().take(place.column as usize - 1).collect();
                    Position { line, character: self.encoding.units(&before) }
                };
                gen_lsp_types::Range { start: position(start), end: position(end) }
            }
        }
    }

    /// The range of bytes of a file's own text.
    pub fn raw(&self, file: &File, bytes: Range<usize>) -> gen_lsp_types::Range {
        let text = file.mapped().map_or(file.text(), |mapped| &mapped.raw.text);
        self.known(file.id).lines.range(text, bytes, self.encoding)
    }

    /// The canonical path of a file.
    pub fn path(&self, file: &File) -> PathBuf {
        real(&self.here.join(&file.path))
    }

    fn known(&self, id: FileId) -> Rc<Known> {
        if let Some(known) = self.known.borrow().get(&id) {
            return Rc::clone(known);
        }
        let file = self.report.files.get(id);
        let path = self.path(file);
        let open = self.documents.values().find(|document| document.path == path);
        let uri = match (open, file.origin()) {
            (Some(open), _) => open.uri.clone(),
            (None, Origin::Paragraphs) => self.scratch.text_of(file).unwrap_or_else(|| address::uri(&path)),
            (None, _) => address::uri(&path),
        };
        // What a source's markup says is not kept.
        let read = matches!(file.origin(), Origin::Places(_)).then(|| match open {
            Some(open) => open.text.clone(),
            None => std::fs::read_to_string(&path).unwrap_or_default(),
        });
        let text = match (&read, file.mapped()) {
            (Some(read), _) => read.as_str(),
            (None, Some(mapped)) => mapped.raw.text.as_str(),
            (None, None) => file.text(),
        };
        let lines = if open.is_some() { Lines::sent(text) } else { Lines::of(text) };
        let known = Rc::new(Known { uri, lines, read });
        self.known.borrow_mut().insert(id, Rc::clone(&known));
        known
    }
}

/// Whether a position lies in a range, its end included: a cursor stands between characters.
pub fn touches(range: gen_lsp_types::Range, position: Position) -> bool {
    range.start <= position && position <= range.end
}

/// Whether two ranges have a position in common.
pub fn meet(one: gen_lsp_types::Range, other: gen_lsp_types::Range) -> bool {
    one.start <= other.end && other.start <= one.end
}
