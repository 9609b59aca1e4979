//! Numbers that stand above the line, as characters of their own, so that they are no part of the word before them.

/// The raised digits, each at its value.
pub(super) const DIGITS: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
