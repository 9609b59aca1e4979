//! What a reader made of a file whose bytes are no running text: its blocks, its notes, its links and pages, and what it says
//! of itself.
//!
//! The readers of `load` fill it in beside the text that they took out of the file; all ranges are bytes of that text. `block`
//! turns it into `Blocks`, and `corpus` asks it for pages and times.

use std::ops::Range;

/// What a reader made of a file, beside its text.
#[derive(Debug, Default, Hash)]
pub struct Extract {
    /// The blocks, in order; they do not overlap.
    pub blocks: Vec<Stretch>,
    /// The block quotes, outermost only, in order.
    pub quotes: Vec<Range<usize>>,
    /// The labels of notes where the notes' texts begin, in order.
    pub note_labels: Vec<Range<usize>>,
    /// The references to notes, in order: the whole mark, and its label.
    pub note_marks: Vec<(Range<usize>, Range<usize>)>,
    /// The links to addresses and files, in order.
    pub links: Vec<(Range<usize>, String)>,
    /// The comments to this program, with their signs, in order. They stand in the text and are no prose.
    pub comments: Vec<Range<usize>>,
    /// Where pages and times begin, in order.
    pub anchors: Vec<Anchor>,
    /// What the file says of itself.
    pub about: About,
}

/// One block of an extract.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// What it is.
    pub kind: Kind,
    /// The level of a heading, from 1 for the highest; 0 for every other block.
    pub level: u8,
    /// From its first to its last byte.
    pub range: Range<usize>,
    /// The block quote that it lies in, as an index into [`Extract::quotes`].
    pub quoted: Option<u32>,
    /// The note that it belongs to, as an index into [`Extract::note_labels`], for [`Kind::Note`].
    pub note: Option<u32>,
}

/// What a block is. Code, front matter, math and markup are no blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A paragraph, of a block quote too.
    Paragraph,
    /// A heading of any level.
    Heading,
    /// A paragraph of a list item.
    Item,
    /// A table's cell.
    Cell,
    /// A paragraph of a footnote's text.
    Note,
}

/// Where a page or a stretch of time begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// The byte of the text.
    pub at: usize,
    /// What begins there.
    pub mark: Mark,
}

/// What an anchor marks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A page: its place among the pages, from 1, and the number that it is printed with, where that is known.
    Page(u32, Option<u32>),
    /// A time from the beginning, in seconds, and the time at which what is said there ends.
    Time(u32, u32),
}

/// What a file says of itself. A field that it says nothing of is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct About {
    /// The title.
    pub title: String,
    /// The authors, each as written.
    pub authors: Vec<String>,
    /// The date, as written.
    pub date: String,
    /// The journal, paper or site that published it.
    pub publication: String,
    /// Its address.
    pub url: String,
    /// Its DOI.
    pub doi: String,
    /// The key that it is to be cited by.
    pub key: String,
}

impl Extract {
    /// The anchor that a byte lies behind: its page, or its time.
    pub fn anchor(&self, offset: usize) -> Option<&Mark> {
        let behind = self.anchors.partition_point(|anchor| anchor.at <= offset);
        self.anchors[..behind].last().map(|anchor| &anchor.mark)
    }

    /// The number of the block that a byte lies in or behind, from 1, and where that block begins.
    pub(super) fn paragraph(&self, offset: usize) -> (usize, usize) {
        let behind = self.blocks.partition_point(|block| block.range.start <= offset).max(1);
        (behind, self.blocks.get(behind - 1).map_or(0, |block| block.range.start.min(offset)))
    }
}

/// A time in seconds as it is written: `00:03:41`.
pub fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
