//! A rule's page: its id, severity, options, prose and examples, from `rules/*.toml`.
//!
//! `build.rs` turns the pages into statics, so that a run parses no TOML. `explain` prints a page, the README's table
//! lists them all, and `tests/rules.rs` runs their examples.

use crate::finding::{Finding, Label, Severity};

/// One rule's page.
#[derive(Debug)]
pub struct Page {
    /// The id, in kebab-case, its family first.
    pub id: &'static str,
    /// How much a finding weighs unless configured otherwise.
    pub severity: Severity,
    /// Whether the rule runs with `--preview` alone.
    pub preview: bool,
    /// What it says, in one line of plain text.
    pub summary: &'static str,
    /// Why it matters and how it decides, in Markdown.
    pub why: &'static str,
    /// What the writer can do, in Markdown.
    pub remedy: &'static str,
    /// Its options.
    pub options: &'static [OptionPage],
    /// Drafts that it reports and drafts that it passes, in the order of the page.
    pub examples: &'static [Example],
}

impl Page {
    /// A finding of this rule, of the page's severity, without further places, notes, help or fixes.
    pub fn finding(&self, message: String, primary: Label) -> Finding {
        Finding {
            rule: self.id,
            severity: self.severity,
            message,
            primary,
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// The part of the id before its first hyphen, which selects the whole family.
    pub fn family(&self) -> &'static str {
        self.id.split('-').next().unwrap_or(self.id)
    }
}

/// One option of a rule.
#[derive(Debug)]
pub struct OptionPage {
    /// Its name in `ibid.toml`.
    pub name: &'static str,
    /// The default, as TOML.
    pub default: &'static str,
    /// What it does, with its unit.
    pub meaning: &'static str,
}

/// A draft and a source on a rule's page.
#[derive(Debug)]
pub struct Example {
    /// The draft, in Markdown.
    pub draft: &'static str,
    /// The text of its one source.
    pub source: &'static str,
    /// The words that the rule flags; none in a draft that it passes.
    pub flags: Option<&'static str>,
}

/// Whether a name stands for a rule: it is the rule's own id or its family.
pub fn covers(name: &str, id: &str) -> bool {
    id.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || (rest.starts_with('-') && !name.contains('-')))
}

/// The ids of all rules, each behind its family.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    PAGES.iter().flat_map(|page| [page.family(), page.id])
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));
