//! What an `ibid.toml` says, and how what is said in several places becomes one `Config`.
//!
//! A `Choice` is what one place says of the rules: the top of a file, one of its overrides, the command line. Choices are
//! laid over each other in that order; what a choice does not say stays as it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::GlobSet;

use super::options::{Known, Value};
use super::{Config, Facts, Least};
use crate::file::Span;
use crate::finding::Severity;
use crate::page::covers;

/// What one `ibid.toml` says. Paths and patterns start from its folder, with `/`.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Drafts: files, folders, patterns, and patterns of what is none, behind a `!`.
    pub drafts: Vec<Named>,
    /// Sources, likewise.
    pub sources: Vec<Named>,
    /// The baseline.
    pub baseline: Option<Named>,
    /// Its facts; once it is loaded, with those of the files that it names.
    pub facts: Arc<Facts>,
    /// The files that it names for facts.
    pub facts_from: Vec<Named>,
    /// What it says of the rules.
    pub choice: Choice,
    /// What it says of the rules for some drafts, in order; a later one goes before an earlier one.
    pub overrides: Vec<Override>,
}

/// A path or a pattern, and where the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub path: String,
    /// Where it stands.
    pub span: Span,
}

/// What is said of the rules for the drafts that match.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which drafts, by their paths below the file's folder.
    pub paths: GlobSet,
    /// What is said.
    pub choice: Choice,
}

/// What one place says of the rules.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Rules and families to run; takes the place of an earlier choice's.
    pub select: Option<Vec<String>>,
    /// Rules and families not to run; added to earlier choices'.
    pub ignore: Vec<String>,
    /// Whether preview rules run.
    pub preview: Option<bool>,
    /// Whether notes are reported.
    pub pedantic: Option<bool>,
    /// Whether the sources are all there are.
    pub complete: Option<bool>,
    /// Severities by rule or family.
    pub severity: BTreeMap<String, Severity>,
    /// How much of a draft has to be tied to a source.
    pub least: Least,
    /// Options with their values.
    pub options: Vec<(&'static Known, Value)>,
}

impl Choice {
    /// Lays what is said over a configuration.
    pub fn lay_over(&self, config: &mut Config) {
        if let Some(select) = &self.select {
            config.select.clone_from(select);
            // Who selects a rule wants it, whatever was said before of it or of its family.
            config.ignore.retain(|name| !select.iter().any(|selected| covers(name, selected)));
        }
        config.ignore.extend(self.ignore.iter().cloned());
        config.preview = self.preview.unwrap_or(config.preview);
        config.pedantic = self.pedantic.unwrap_or(config.pedantic);
        config.options.complete = self.complete.unwrap_or(config.options.complete);
        config.severity.extend(self.severity.iter().map(|(name, severity)| (name.clone(), *severity)));
        self.least.lay_over(&mut config.least);
        for (known, value) in &self.options {
            known.set(&mut config.options, *value);
        }
    }
}

impl Settings {
    /// The configuration of the project as a whole, with the command line's choice laid over it.
    pub fn config(&self, command_line: &Choice) -> Config {
        self.laid([].into_iter(), command_line)
    }

    /// The configuration of one draft, by its path below the file's folder.
    pub fn config_of(&self, draft: &str, command_line: &Choice) -> Config {
        let own = self.overrides.iter().filter(|one| one.paths.is_match(draft));
        self.laid(own.map(|one| &one.choice), command_line)
    }

    fn laid<'a>(&'a self, overrides: impl Iterator<Item = &'a Choice>, command_line: &Choice) -> Config {
        let mut config = Config { facts: Arc::clone(&self.facts), ..Config::default() };
        self.choice.lay_over(&mut config);
        overrides.for_each(|choice| choice.lay_over(&mut config));
        command_line.lay_over(&mut config);
        config
    }
}
