//! What a run is asked for: which rules, how much each weighs, and what they and `matching` go by.
//!
//! Takes what an `ibid.toml` says (`settings`), which `toml` reads and `schema` describes, and the command line's
//! choices; hands one plain `Config` a draft to everything above it.

pub mod coverage;
pub mod facts;
mod keys;
pub mod options;
pub mod schema;
pub mod settings;
pub mod starter;
pub mod toml;

pub use coverage::Least;
pub use facts::Facts;
pub use options::Options;
pub use settings::{Choice, Settings};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Severity;
use crate::page::{Page, covers};

/// Which rules run on one draft, and with what numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Ids or families of rules to run; empty for all.
    pub select: Vec<String>,
    /// Ids or families of rules not to run; wins over `select`.
    pub ignore: Vec<String>,
    /// Whether preview rules run.
    pub preview: bool,
    /// Whether notes are reported.
    pub pedantic: bool,
    /// Severities by id or family of rules, in place of those on the pages.
    pub severity: BTreeMap<String, Severity>,
    /// The rules' options.
    pub options: Options,
    /// How much of the draft has to be tied to a source.
    pub least: Least,
    /// The project's own facts, which all its drafts share.
    pub facts: Arc<Facts>,
}

impl Config {
    /// Whether a rule's findings are wanted. A preview rule needs no `preview` for what the project's own facts say.
    pub fn wants(&self, page: &Page) -> bool {
        let names = |list: &[String]| list.iter().any(|name| covers(name, page.id));
        !names(&self.ignore)
            && (self.select.is_empty() || names(&self.select))
            && (self.tries(page) || self.facts.serve(page))
    }

    /// Whether what a rule finds by the sources is wanted, if it is: a preview rule needs `preview`, or to be selected by
    /// its own id.
    pub fn tries(&self, page: &Page) -> bool {
        !page.preview || self.preview || self.selects(page)
    }

    /// Whether a rule is selected by its own id, so that its notes need no `pedantic`.
    pub fn selects(&self, page: &Page) -> bool {
        self.select.iter().any(|name| name == page.id)
    }

    /// Whether a rule's findings of a severity are shown: a note where notes are asked for, or the rule by its own id.
    pub fn shows(&self, page: &Page, severity: Severity) -> bool {
        severity > Severity::Note || self.pedantic || self.selects(page)
    }

    /// The severity that is configured for a rule. Its own id goes before its family, which says nothing of its notes:
    /// they are off unless asked for.
    pub fn severity(&self, page: &Page) -> Option<Severity> {
        let family = || self.severity.get(page.family()).filter(|_| page.severity > Severity::Note);
        self.severity.get(page.id).or_else(family).copied()
    }
}
