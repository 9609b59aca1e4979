//! Claims held against the corpus.

/// What a claim comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The verdict.
    pub verdict: Verdict,
}

/// The verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Word for word.
    Verbatim,
}
