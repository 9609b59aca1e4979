//! Puts an extract together: the words that a reader takes out of a file, block by block, with where each stood.
//!
//! A reader says what begins and ends and hands over words with the bytes of the file that they stand for; white space is
//! collapsed as pages and typesetters do. Hands on the text and its `Extract`.

use std::ops::Range;
use std::sync::Arc;

use crate::file::extract::{Anchor, Extract, Kind, Mark, Stretch};
use crate::file::origin::{Mapped, Notation, Origin, Raw, Run};

/// A text with what a reader made of its file.
#[derive(Debug)]
pub(super) struct Extracted {
    pub text: String,
    pub extract: Extract,
    pub origin: Origin,
}

/// An extract that is being put together.
#[derive(Debug)]
pub(super) struct Build {
    text: String,
    extract: Extract,
    /// Empty in an extract that has no way back to a text.
    runs: Vec<Run>,
    maps: bool,
    /// The block being read, without its end.
    open: Option<Stretch>,
    /// The white space since the last word, as bytes of the file.
    space: Option<Range<usize>>,
    /// Whether white space stands for itself.
    pub keeps_space: bool,
    quotes: u32,
    note: Option<u32>,
    /// How many rows of tables have begun, and with how many of them the last cell stands.
    rows: u32,
    row_of_last: u32,
    link: Option<(usize, String)>,
}

impl Build {
    /// An extract of a text: every word knows its bytes.
    pub fn mapped() -> Build {
        Build { maps: true, ..Build::unmapped() }
    }

    /// An extract of a file that is no text, whose places are told by paragraphs.
    pub fn unmapped() -> Build {
        Build {
            text: String::new(),
            extract: Extract::default(),
            runs: Vec::new(),
            maps: false,
            open: None,
            space: None,
            keeps_space: false,
            quotes: 0,
            note: None,
            rows: 0,
            row_of_last: 0,
            link: None,
        }
    }

    /// How many bytes have been put together.
    #[cfg(feature = "html")]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The end of the bytes that the last words stand for.
    pub fn last(&self) -> usize {
        self.runs.last().map_or(0, |run| (run.from + run.bytes) as usize)
    }

    /// What the file says of itself.
    pub fn about(&mut self) -> &mut crate::file::extract::About {
        &mut self.extract.about
    }

    /// Begins a block; one that is open ends. Nothing comes of a block without words.
    pub fn open(&mut self, kind: Kind, level: u8) {
        self.close();
        let (kind, note) = match self.note {
            Some(note) if kind != Kind::Cell => (Kind::Note, Some(note)),
            _ => (kind, None),
        };
        let quoted = (self.quotes > 0).then(|| self.extract.quotes.len() as u32 - 1);
        self.open = Some(Stretch { kind, level, range: 0..0, quoted, note });
    }

    /// Begins a row of a table: the cells that follow stand beside each other.
    pub fn row(&mut self) {
        self.close();
        self.rows += 1;
    }

    /// Whether a block is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Ends the block that is open, if any.
    pub fn close(&mut self) {
        self.space = None;
        let Some(block) = self.open.take() else { return };
        if !block.range.is_empty() {
            self.extract.blocks.push(block);
            self.separate();
        }
    }

    /// Words that stand in the file as they are, from a byte on. White space between words becomes one space.
    pub fn copy(&mut self, words: &str, from: usize) {
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            if !self.keeps_space && rest.starts_with(is_space) {
                let end = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
                let range = from + at..from + at + end;
                self.add_space(range);
                at += end;
                continue;
            }
            let end = if self.keeps_space { rest.len() } else { rest.find(is_space).unwrap_or(rest.len()) };
            self.word(&rest[..end], from + at..from + at + end, true);
            at += end;
        }
    }

    /// Words that some bytes of the file stand for: `&amp;`, `\ldots`.
    pub fn put(&mut self, words: &str, from: Range<usize>) {
        if words.is_empty() {
            return;
        }
        if !self.keeps_space && words.chars().all(is_space) {
            self.add_space(from);
            return;
        }
        self.word(words, from, false);
    }

    /// A line's end within a block.
    pub fn line_break(&mut self, from: Range<usize>) {
        self.space = None;
        if self.open.as_ref().is_some_and(|block| !block.range.is_empty()) && !self.text.ends_with('\n') {
            self.push("\n", from, false);
        }
    }

    /// A reference to a note, `[^1]`, in the place of some bytes of the file.
    pub fn note_mark(&mut self, label: &str, from: Range<usize>) {
        // It belongs to the word before it, and the space behind it to the next one.
        let space = self.space.take();
        self.word("[^", from.start..from.start, false);
        let start = self.text.len();
        self.push(label, from.clone(), false);
        self.push("]", from.end..from.end, false);
        let end = self.text.len();
        self.extract.note_marks.push((start - "[^".len()..end, start..end - "]".len()));
        self.grow();
        self.space = space;
    }

    /// Begins the text of a note, with its label as a block of no prose before it.
    pub fn open_note(&mut self, label: &str, from: Range<usize>) {
        self.close();
        self.push("[^", from.start..from.start, false);
        let start = self.text.len();
        self.push(label, from.clone(), false);
        self.extract.note_labels.push(start..self.text.len());
        self.push("]: ", from.end..from.end, false);
        self.note = Some(self.extract.note_labels.len() as u32 - 1);
    }

    /// What a list shows before the block that comes next, its number: it stands in the text and is no prose.
    #[cfg(feature = "html")]
    pub fn marker(&mut self, marker: &str, at: usize) {
        self.close();
        self.push(marker, at..at, false);
    }

    /// Ends the text of a note.
    pub fn close_note(&mut self) {
        self.close();
        self.note = None;
    }

    /// Begins a block quote; one within another is part of it.
    pub fn open_quote(&mut self) {
        self.close();
        if self.quotes == 0 {
            self.extract.quotes.push(self.text.len()..self.text.len());
        }
        self.quotes += 1;
    }

    /// Ends a block quote.
    pub fn close_quote(&mut self) {
        self.close();
        self.quotes = self.quotes.saturating_sub(1);
        if self.quotes == 0
            && let Some(quote) = self.extract.quotes.last_mut()
        {
            let last = self.extract.blocks.last().map_or(quote.start, |block| block.range.end);
            quote.end = last.max(quote.start);
        }
    }

    /// Begins a link to an address.
    pub fn open_link(&mut self, address: &str) {
        self.close_link();
        self.link = Some((usize::MAX, address.to_owned()));
    }

    /// A link of words that have been put together already, as bytes of this extract.
    #[cfg(feature = "office")]
    pub fn link_over(&mut self, range: Range<usize>, address: &str) {
        let words = self.text.get(range.clone()).unwrap_or_default();
        let start = range.start + (words.len() - words.trim_start().len());
        let end = start + words.trim().len();
        if start < end {
            self.extract.links.push((start..end, address.to_owned()));
        }
    }

    /// The words from a byte of this extract on.
    #[cfg(feature = "office")]
    pub fn since(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    /// Ends a link.
    pub fn close_link(&mut self) {
        if let Some((start, address)) = self.link.take()
            && start < self.text.len()
        {
            // What parts two blocks is no part of it.
            self.extract.links.push((start..self.text.trim_end_matches('\n').len(), address));
        }
    }

    /// A comment to this program, with its signs, from a byte on.
    pub fn comment(&mut self, comment: &str, from: usize) {
        let space = self.space.take();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.push(" ", from..from, false);
        }
        self.extract.comments.push(self.text.len()..self.text.len() + comment.len());
        self.push(comment, from..from + comment.len(), true);
        match self.open.as_ref().filter(|block| !block.range.is_empty()) {
            Some(_) => self.space = space.or(Some(from..from)),
            None => self.separate(),
        }
    }

    /// Begins a page, or a time.
    pub fn anchor(&mut self, mark: Mark) {
        self.extract.anchors.push(Anchor { at: self.text.len(), mark });
    }

    /// The whole, of a file that is no text.
    pub fn finish(mut self) -> Extracted {
        self.close();
        self.extract.quotes.retain(|quote| !quote.is_empty());
        self.extract.links.sort_by_key(|(range, _)| (range.start, range.end));
        Extracted { text: self.text, extract: self.extract, origin: Origin::Paragraphs }
    }

    /// The whole, with the way back to the text that it was taken from.
    pub fn finish_mapped(mut self, raw: Arc<Raw>, notation: Notation) -> Extracted {
        self.close();
        let end = self.runs.last().map_or(0, |run| run.from + run.bytes);
        self.runs.push(Run { at: self.text.len() as u32, from: end, bytes: 0, copied: false });
        let runs = std::mem::take(&mut self.runs);
        Extracted { origin: Origin::Text(Mapped { raw, runs, notation }), ..self.finish() }
    }

    /// White space between two words. What stands behind a tag or a command is not what an edit may replace.
    fn add_space(&mut self, range: Range<usize>) {
        self.space = Some(match self.space.take() {
            Some(before) if before.end == range.start => before.start..range.end,
            Some(before) => before,
            None => range,
        });
    }

    /// A word, with the white space before it.
    fn word(&mut self, word: &str, from: Range<usize>, copied: bool) {
        // No block begins with white space, of whatever kind.
        let begun = self.open.as_ref().is_some_and(|block| !block.range.is_empty());
        if !begun && word.trim().is_empty() {
            return;
        }
        if self.open.is_none() {
            self.open(Kind::Paragraph, 0);
        }
        if let Some(space) = self.space.take()
            && self.open.as_ref().is_some_and(|block| !block.range.is_empty())
            && !self.text.ends_with('\n')
        {
            let single = space.len() == 1;
            self.push(" ", space, single);
        }
        self.begin();
        self.push(word, from, copied);
        self.grow();
    }

    /// Lets the open block and the open link begin here, if they have not.
    fn begin(&mut self) {
        self.join_row();
        let at = self.text.len();
        if let Some(block) = self.open.as_mut().filter(|block| block.range.is_empty()) {
            block.range = at..at;
        }
        if let Some((start, _)) = self.link.as_mut().filter(|(start, _)| *start == usize::MAX) {
            *start = at;
        }
    }

    /// Lets a cell that begins here stand in the line of the one before, where both are of one row, and else in the next line.
    fn join_row(&mut self) {
        let begins =
            self.open.as_ref().is_some_and(|block| block.range.is_empty() && block.kind == Kind::Cell);
        if !begins {
            return;
        }
        let beside = self.rows == self.row_of_last && self.rows > 0;
        self.row_of_last = self.rows;
        let follows =
            self.extract.blocks.last().is_some_and(|last| {
                last.kind == Kind::Cell && last.range.end + "\n\n".len() == self.text.len()
            });
        if follows && self.rows > 0 && self.text.ends_with("\n\n") {
            self.text.truncate(self.text.len() - "\n\n".len());
            if self.maps {
                self.runs.pop();
            }
            let from = self.last();
            self.push(if beside { " | " } else { "\n" }, from..from, false);
        }
    }

    /// Lets the open block end here.
    fn grow(&mut self) {
        let end = self.text.len();
        if let Some(block) = &mut self.open {
            block.range.end = end;
        }
    }

    fn separate(&mut self) {
        let from = self.last();
        self.push("\n\n", from..from, false);
    }

    fn push(&mut self, words: &str, from: Range<usize>, copied: bool) {
        if self.maps {
            let (at, from) = (self.text.len() as u32, from.start as u32..from.end as u32);
            let run = Run { at, from: from.start, bytes: from.end - from.start, copied };
            // Copies that adjoin are one copy.
            let goes_on = self
                .runs
                .last()
                .is_some_and(|last| copied && last.copied && last.from + last.bytes == run.from);
            match self.runs.last_mut().filter(|_| goes_on) {
                Some(last) => last.bytes += run.bytes,
                None => self.runs.push(run),
            }
        }
        self.text.push_str(words);
    }
}

/// White space that a page collapses; a space that does not break is a word's own.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}
