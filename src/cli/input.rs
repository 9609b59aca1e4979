//! What a command reads and which rules it runs: the arguments that commands share.
//!
//! Takes them from the command line and hands on a request for `load`, in which every rule that is named exists.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::cache;
use super::progress::Progress;
use super::suggest::RuleName;
use super::unknown;
use crate::check::{self, Report};
use crate::config::Choice;
use crate::lexicon::{folders, has};
use crate::load::cache::Keeping;
use crate::load::{self, ConfigChoice, Indexing, Loaded, Request};
use crate::page;

/// The arguments that say what is read.
#[derive(Debug, clap::Args)]
pub struct Input {
    /// Drafts, or folders of them: Markdown, plain text, HTML, LaTeX, Word, or answers as JSON lines; `-` for standard
    /// input. Without any, those that ibid.toml names, or the current folder
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Where the sources are, in place of what is configured: a file, a folder or a bibliography (.bib .json .yml .yaml); may be
    /// repeated. What drafts can be is read, and PDF, EPUB and subtitles
    #[arg(long, value_name = "DIR|FILE")]
    sources: Vec<PathBuf>,
    /// The path that standard input goes by, which says how it is read and which ibid.toml counts
    #[arg(long, value_name = "PATH")]
    #[arg(help_heading = "Settings")]
    stdin_filename: Option<PathBuf>,
    /// Use this configuration for every draft, in place of the nearest ibid.toml above it
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    #[arg(help_heading = "Settings")]
    config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    #[arg(help_heading = "Settings")]
    no_config: bool,
    #[command(flatten)]
    cache: cache::Caching,
}

impl Input {
    /// The request that they come to, with what the command line says of the rules.
    pub fn request(&self, choice: Choice) -> anyhow::Result<Request> {
        let config = match &self.config {
            Some(path) => ConfigChoice::File(path.clone()),
            None if self.no_config => ConfigChoice::Isolated,
            None => ConfigChoice::Nearest,
        };
        let (drafts, sources) = (self.paths.clone(), self.sources.clone());
        let stdin_name = self.stdin_filename.clone();
        let cache = self.cache.choice()?;
        // An index that is not kept is made for one look at the sources.
        let indexing = if cache.is_some() { Indexing::Large } else { Indexing::Never };
        Ok(Request { drafts, sources, stdin_name, config, choice, cache, indexing, ..Request::default() })
    }

    /// Whether a draft comes on standard input.
    pub fn is_standard(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// One of some words that was given as a path and is none.
    pub fn stray<'a>(&self, words: &[&'a str]) -> Option<&'a str> {
        let is_path =
            |word: &&str| self.paths.iter().any(|path| path.to_str() == Some(*word) && !path.exists());
        words.iter().copied().find(is_path)
    }

    /// Reads what they ask for, with a progress bar where that takes long.
    pub fn load(&self, request: &Request) -> anyhow::Result<Loaded> {
        if self.stdin_filename.is_some() && !self.is_standard() {
            anyhow::bail!(
                "`--stdin-filename` is the name of a draft on standard input, and none is asked for\nadd the path `-`"
            );
        }
        let progress = Progress::default();
        let loaded = load::load(request, &|done, all| progress.show(done, all));
        progress.end();
        Ok(loaded?)
    }

    /// Checks what they ask for. Where there are no sources, the report knows what may hold some.
    pub fn report(&self, request: &Request) -> anyhow::Result<Report> {
        self.reported(request, |loaded| {
            let mut report = check::check(loaded);
            look_round(&mut report);
            Ok((report, ()))
        })
        .map(|(report, ())| report)
    }

    /// What `work` makes of what they ask for, and keeps what the run has learned. Where the cache was wrong about a source, the work is
    /// done again without it.
    pub fn reported<R>(
        &self,
        request: &Request,
        work: impl Fn(Loaded) -> anyhow::Result<(Report, R)>,
    ) -> anyhow::Result<(Report, R)> {
        let loaded = self.load(request)?;
        let keeping = Keeping::of(&loaded);
        let (report, done) = work(loaded)?;
        if keeping.is_stale() {
            return work(self.load(&Request { cache: None, ..request.clone() })?);
        }
        cache::keep(&keeping, &report, request.cache.as_ref());
        // See where the report ends.
        std::mem::forget(keeping);
        Ok((report, done))
    }
}

/// Notes in a report without sources what may hold some.
pub fn look_round(report: &mut Report) {
    if report.summary.sources == 0 {
        report.summary.nearby = nearby();
    }
}

/// A folder of the current one that is called as sources are, or else a bibliography.
fn nearby() -> Option<String> {
    let entries = std::fs::read_dir(".").ok()?.flatten();
    let entries: BTreeMap<String, bool> = entries
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path().is_dir())))
        .collect();
    let folder =
        |(name, is_folder): &(&String, &bool)| **is_folder && has(folders::SOURCES, &name.to_lowercase());
    // A name with a space would have to be quoted.
    let bibliography = || {
        entries.iter().find(|(name, is_folder)| name.ends_with(".bib") && !name.contains(' ') && !**is_folder)
    };
    entries.iter().find(folder).or_else(bibliography).map(|(name, _)| name.clone())
}

/// The arguments that say which rules run.
#[derive(Debug, clap::Args)]
pub struct Rules {
    /// Run these rules or families of rules alone, separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = RuleName, hide_possible_values = true)]
    #[arg(help_heading = "Rules")]
    select: Vec<String>,
    /// Do not run these rules or families of rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = RuleName, hide_possible_values = true)]
    #[arg(help_heading = "Rules")]
    ignore: Vec<String>,
    /// Run the preview rules, too
    #[arg(long)]
    #[arg(help_heading = "Rules")]
    preview: bool,
    /// Report notes, too
    #[arg(long)]
    #[arg(help_heading = "Rules")]
    pedantic: bool,
}

impl Rules {
    /// The choice that they come to; an error where one names no rule.
    pub fn choice(&self) -> anyhow::Result<Choice> {
        let select = names(&self.select)?;
        Ok(Choice {
            select: (!select.is_empty()).then_some(select),
            ignore: names(&self.ignore)?,
            preview: self.preview.then_some(true),
            pedantic: self.pedantic.then_some(true),
            ..Choice::default()
        })
    }
}

/// Names of rules and families, all of which exist.
fn names(names: &[String]) -> anyhow::Result<Vec<String>> {
    let known = page::names;
    let names = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    names
        .map(|name| match known().any(|known| known == name) {
            true => Ok(name.to_owned()),
            false => Err(unknown("rule or family of rules", name, known())),
        })
        .collect()
}
