//! A run's report as text: one module a format, and what they share.
//!
//! Every format takes a `Report` and returns what is to be printed, so that a test can read it. Writing it out, and
//! finding the terminal's width and whether it shows colour and links, is left to `cli`.

pub mod checkstyle;
pub mod concise;
pub mod diff;
pub mod display;
pub mod entry;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod link;
pub mod markdown;
pub mod mend;
pub mod rdjson;
pub mod region;
pub mod sarif;
pub mod statistics;
pub mod summary;
pub mod table;
pub mod text;
pub mod trace;
mod window;
mod xml;

/// How to lay text out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style<'a> {
    /// The width to keep to, in columns.
    pub width: usize,
    /// Whether to colour with ANSI escapes.
    pub colour: bool,
    /// Where the places that are printed lead, if the terminal shows links.
    pub links: Option<&'a link::Links>,
}

impl Style<'_> {
    /// Without colour and links, for what no terminal shows.
    pub const PLAIN: Style<'static> = Style { width: 100, colour: false, links: None };
}
