//! One run: every draft's claims matched and ruled on, the findings ordered and counted.
//!
//! Takes what was loaded and a `Config`, hands on a `Report`, from which every output, and later the language server,
//! renders; nothing computes again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::claim::Claims;
use crate::file::{File, Files};
use crate::finding::Finding;
use crate::matching::Match;

/// What a run found.
#[derive(Debug)]
pub struct Report {
    /// Every file that a span of the report can lie in.
    pub files: Files,
    /// The drafts, by path.
    pub drafts: Vec<Draft>,
    /// Findings about the input itself (a file that could not be read, a broken entry), by path and offset.
    pub input: Vec<Finding>,
    /// What was checked and what was not.
    pub summary: Summary,
}

impl Report {
    /// Every finding in the order in which it is shown: the input's, then draft by draft.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.input.iter().chain(self.drafts.iter().flat_map(|draft| &draft.findings))
    }
}

/// One draft, what it claims, and what came of it.
#[derive(Debug)]
pub struct Draft {
    /// The draft.
    pub file: Arc<File>,
    /// What it claims.
    pub claims: Claims,
    /// One for each quotation of `claims`, in the same order.
    pub matches: Vec<Match>,
    /// In order of their place in the draft, then of their rule's id.
    pub findings: Vec<Finding>,
}

/// Counts of a whole run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Drafts that were read.
    pub drafts: u32,
    /// Sources that were read and have text.
    pub sources: u32,
    /// Findings by severity.
    pub errors: u32,
    /// Findings by severity.
    pub warnings: u32,
    /// Findings by severity.
    pub notes: u32,
    /// Quotations by verdict.
    pub quotes: Quotes,
    /// Quotations that were not checked, by the name of the reason.
    pub unchecked: BTreeMap<&'static str, u32>,
    /// Files that no reader takes, by extension (empty for none), under the paths of drafts and sources.
    pub skipped: BTreeMap<String, u32>,
}

/// Quotations by verdict; `found` is their sum.
#[allow(missing_docs)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotes {
    pub found: u32,
    pub verbatim: u32,
    pub permitted: u32,
    pub altered: u32,
    pub elided: u32,
    pub spliced: u32,
    pub out_of_context: u32,
    pub not_found: u32,
    pub unchecked: u32,
}
