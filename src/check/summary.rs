//! A run in numbers.
//!
//! Takes what was found and hands on how much of it there is of each kind, which the closing lines of a report show.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::coverage::{Counts, Short, short};
use super::report::Draft;
use crate::corpus::Corpus;
use crate::file::FileId;
use crate::finding::{Finding, Severity};
use crate::matching::{Match, Verdict};

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
    /// Findings that comments in the drafts allow. They count nowhere else.
    pub allowed: u32,
    /// Where there is a baseline, the findings that it holds. They count nowhere else.
    pub baselined: Option<u32>,
    /// Quotations by verdict.
    pub quotes: Quotes,
    /// Statements that the drafts report in their own words.
    pub reported: u32,
    /// Those of them that follow a sentence of a source.
    pub followed: u32,
    /// What of all drafts is tied to a source.
    pub coverage: Counts,
    /// Where it is asked how much of the drafts is, what falls short, draft by draft.
    pub short: Option<Vec<Short>>,
    /// Quotations that were not checked, by the name of the reason.
    pub unchecked: BTreeMap<&'static str, u32>,
    /// Files that no reader takes, by extension (empty for none), under the paths of drafts and sources.
    pub skipped: BTreeMap<String, u32>,
    /// How many drafts were not read, since a text of their name lies beside them.
    pub copies: u32,
    /// Whether there are no drafts since nothing that has changed concerns any.
    pub unconcerned: bool,
    /// Whether a configuration is invalid, so that nothing was checked.
    pub failed: bool,
    /// Where no sources were given, a folder or a bibliography that lies there and may hold them.
    pub nearby: Option<String>,
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

/// Counts a run.
pub(super) fn summarise(
    drafts: &[Arc<Draft>],
    input: &[Finding],
    corpora: &[Arc<Corpus>],
    skipped: BTreeMap<String, u32>,
) -> Summary {
    let sources = match corpora {
        [corpus] => corpus.len(),
        corpora => {
            let documents = corpora.iter().flat_map(|corpus| corpus.documents());
            documents.map(|(_, document)| document.file.id).collect::<FxHashSet<FileId>>().len()
        }
    };
    let mut summary =
        Summary { drafts: drafts.len() as u32, sources: sources as u32, skipped, ..Summary::default() };
    for finding in input.iter().chain(drafts.iter().flat_map(|draft| &draft.findings)) {
        match finding.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Note => summary.notes += 1,
        }
    }
    summary.allowed = drafts.iter().map(|draft| draft.allowed.len() as u32).sum();
    let matches = || drafts.iter().flat_map(|draft| &draft.matches);
    summary.quotes = Quotes::of(matches());
    let told = || drafts.iter().flat_map(|draft| &draft.follows.told);
    summary.reported = told().count() as u32;
    summary.followed = told().filter(|told| told.at.is_some()).count() as u32;
    summary.unchecked = unchecked(matches());
    drafts.iter().for_each(|draft| summary.coverage += draft.coverage.counts);
    let asked = || drafts.iter().filter(|draft| draft.config.least.asks());
    let falls_short =
        |draft: &Arc<Draft>| short(&draft.file.title(), draft.coverage.counts, draft.config.least);
    summary.short = asked().next().map(|_| asked().flat_map(falls_short).collect());
    summary
}

impl Quotes {
    /// Counts the quotations that these are the matches of.
    pub fn of<'a>(matches: impl Iterator<Item = &'a Match>) -> Quotes {
        let mut quotes = Quotes::default();
        for matched in matches {
            quotes.found += 1;
            *match matched.verdict {
                Verdict::Verbatim => &mut quotes.verbatim,
                Verdict::Permitted => &mut quotes.permitted,
                Verdict::Altered => &mut quotes.altered,
                Verdict::Elided => &mut quotes.elided,
                Verdict::Spliced => &mut quotes.spliced,
                Verdict::OutOfContext => &mut quotes.out_of_context,
                Verdict::NotFound => &mut quotes.not_found,
                Verdict::Unchecked(_) => &mut quotes.unchecked,
            } += 1;
        }
        quotes
    }

    /// How many of them a source has, word for word or not.
    pub fn tied(&self) -> u32 {
        self.found - self.not_found - self.unchecked
    }
}

/// Counts the quotations that were not checked by the name of the reason.
pub fn unchecked<'a>(matches: impl Iterator<Item = &'a Match>) -> BTreeMap<&'static str, u32> {
    let mut reasons = BTreeMap::new();
    for matched in matches {
        if let Verdict::Unchecked(reason) = matched.verdict {
            *reasons.entry(reason.name()).or_default() += 1;
        }
    }
    reasons
}
