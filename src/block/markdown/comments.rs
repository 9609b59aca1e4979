//! What the comments of a Markdown text are about.
//!
//! Takes the comments that the reader of Markdown comes by, and keeps them until the block, the line or the end of the
//! HTML that each is about is known.

use std::ops::Range;

use super::Reader;
use crate::block::Comment;
use crate::block::comment::{self, Place};
use crate::file::Span;

impl Reader<'_> {
    /// Whether a comment that the parser takes for text is one all the same: a line of LaTeX's kind, or one of HTML that
    /// lacks its end.
    pub(super) fn is_meant(&self, place: &Place) -> bool {
        match self.file.text()[place.whole.start..].starts_with('%') {
            true => comment::is_alone(self.file, &place.whole),
            false => !place.closed,
        }
    }

    /// Takes up a comment in the midst of text.
    pub(super) fn comment(&mut self, place: &Place) {
        let alone = comment::is_alone(self.file, &place.whole);
        let reach =
            if alone { place.whole.end..place.whole.end } else { comment::lines(self.file, &place.whole) };
        let list = if self.open.is_some() { &mut self.within } else { &mut self.waiting };
        if alone {
            list.push(self.blocks.comments.len());
        }
        self.add_comment(place, alone, reach);
    }

    fn add_comment(&mut self, place: &Place, alone: bool, reach: Range<usize>) {
        let span = |range: Range<usize>| self.file.span(range);
        let (whole, body, reach) = (span(place.whole.clone()), span(place.body.clone()), span(reach));
        self.blocks.comments.push(Comment { span: whole, body, closed: place.closed, alone, reach });
    }

    /// Tells the comments that wait for a block which one it is.
    pub(super) fn found_block(&mut self, block: Range<usize>) {
        for comment in std::mem::take(&mut self.waiting) {
            self.blocks.comments[comment].reach = self.file.span(block.clone());
        }
    }

    /// Tells the comments within a block that its text goes on at a place.
    pub(super) fn found_line(&mut self, at: usize) {
        for comment in std::mem::take(&mut self.within) {
            let line = comment::lines(self.file, &(at..at));
            let comment = &mut self.blocks.comments[comment];
            // A mark that only looks like a list's may stand before it in its line.
            let start = line.start.max(comment.span.end as usize);
            comment.reach = self.file.span(start..line.end.max(start));
        }
    }

    /// Masks a block of HTML, and says whether it holds no prose.
    pub(super) fn close_html(&mut self, block: Span) -> bool {
        self.gap(block.start as usize);
        self.mask.decode_entities(block.range());
        self.mask.blank_addresses(block.range());
        // Last, so that nothing that a tag holds comes back.
        let comments = self.mask.blank_tags(block.range());
        self.read_to = block.end as usize;
        let blank = self.mask.is_blank(block.range());
        if !blank {
            self.found_block(block.range());
        }
        for start in comments {
            let place = comment::at(self.file.text(), start);
            let Some(place) = place.filter(|place| place.whole.end <= block.end as usize) else { continue };
            let alone = comment::is_alone(self.file, &place.whole);
            let behind = place.whole.end..block.end as usize;
            let reach = if !alone {
                comment::lines(self.file, &place.whole)
            } else if self.mask.is_blank(behind.clone()) {
                self.waiting.push(self.blocks.comments.len());
                place.whole.end..place.whole.end
            } else {
                behind
            };
            self.add_comment(&place, alone, reach);
        }
        blank
    }
}
