//! The blocks of a text: its paragraphs, headings, list items and the like, with all markup masked.
//!
//! Takes a `File` and hands on `Blocks`. The masked text has exactly the file's length in bytes, so that an offset
//! into it is an offset into the file: bytes that are no prose are overwritten, none is removed.

mod address;
mod comment;
mod extracted;
mod markdown;
mod mask;
mod note;
mod plain;

pub use crate::file::extract::Kind;
use crate::file::{File, Format, Span};

pub use crate::fold::MASK;
pub use address::addresses;

/// A text taken apart.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    /// The file's text with everything that is not prose overwritten: by [`MASK`] where words go on across it
    /// (emphasis marks, the tail of an entity), by spaces where they do not (code blocks, addresses, front matter).
    /// None where there is nothing to mask.
    pub masked: Option<String>,
    /// In order; they do not overlap.
    pub blocks: Vec<Block>,
    /// The block quotes, outermost only, in order.
    pub quotes: Vec<BlockQuote>,
    /// The references to footnotes (`[^1]`), in order. They are masked in the text.
    pub note_marks: Vec<NoteMark>,
    /// The marks that no footnote defines, in order. They are masked, too.
    pub undefined_marks: Vec<NoteMark>,
    /// The labels of the footnotes where they are defined, in order.
    pub note_labels: Vec<Span>,
    /// The links to web addresses and to other files, in order. Their addresses are masked in the text.
    pub links: Vec<Link>,
    /// The comments to this program, in order. They are masked in the text.
    pub comments: Vec<Comment>,
}

impl Blocks {
    /// The text that the blocks' spans are read from. `file` is the one that was taken apart.
    pub fn text<'a>(&'a self, file: &'a File) -> &'a str {
        self.masked.as_deref().unwrap_or(file.text())
    }
}

/// One block: a stretch of prose within which quotation marks pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The level of a heading, from 1 for the highest; 0 for every other block.
    pub level: u8,
    /// From its first to its last character of prose.
    pub span: Span,
    /// The block quote that it lies in, as an index into [`Blocks::quotes`].
    pub quoted: Option<u32>,
    /// The label of the footnote that it belongs to, for [`Kind::Note`].
    pub note: Option<Span>,
}

/// A block quote: `> …` in Markdown and in plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockQuote {
    /// From its first marker to its last character.
    pub span: Span,
    /// Whether it is a callout (`> [!NOTE]`, `> **Key takeaway:** …`), which quotes nobody.
    pub callout: bool,
}

/// A reference to a footnote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteMark {
    /// The whole mark, `[^1]`.
    pub span: Span,
    /// The label alone, `1`.
    pub label: Span,
}

/// A link to a web address or to another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The whole link, with its text.
    pub span: Span,
    /// The address, as the markup decodes it.
    pub address: String,
}

/// A comment to this program: `<!-- ibid: … -->`, or a line `% ibid: …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// With its signs.
    pub span: Span,
    /// What it says behind `ibid:`, without white space around it.
    pub body: Span,
    /// Whether it has its end, which `<!--` may lack.
    pub closed: bool,
    /// Whether nothing else stands in its lines.
    pub alone: bool,
    /// What it is about. If it stands alone, the block behind it (a paragraph, a heading, a list's item, a block quote,
    /// a table) or, within a paragraph, the next line; else its own line. Empty where nothing follows.
    pub reach: Span,
}

/// Takes a text apart. Linear in its length.
pub fn blocks(file: &File) -> Blocks {
    match (file.format, file.extract()) {
        (Format::Markdown, _) => markdown::blocks(file),
        (Format::Plain, _) => plain::blocks(file),
        (_, Some(extract)) => extracted::blocks(file, extract),
        (_, None) => Blocks::default(),
    }
}
