//! Quotations.

use crate::file::Span;

/// A quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// From the opening mark to the closing one.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a quotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole sentences.
    Direct,
    /// Part of the sentence that it stands in.
    Partial,
    /// A block quote.
    Block,
}
