//! Citations as they are written: Pandoc keys and footnotes.
//!
//! Takes a text's blocks and hands on each citation with its span; whether it names a source is for `matching` to say.

use crate::file::Span;

/// One citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The whole of it, with its brackets.
    pub span: Span,
    /// The keys that it names, as written, without `@`.
    pub keys: Vec<String>,
}
