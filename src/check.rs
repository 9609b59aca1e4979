//! One run: every draft's claims matched and ruled on, the findings ordered and counted.
//!
//! Takes what was loaded and a `Config`, hands on a `Report`, from which every output, and later the language server,
//! renders; nothing computes again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::block::{Blocks, blocks};
use crate::claim::{Claims, claims};
use crate::config::Config;
use crate::corpus::{Corpus, bibliography};
use crate::file::{File, Files};
use crate::finding::{Finding, Severity};
use crate::load::Loaded;
use crate::matching::{self, Match, Verdict, matches};
use crate::parallel;
use crate::rule::{Check, Cx, RULES};

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

/// Checks the drafts that were loaded against the sources that were loaded with them.
pub fn check(loaded: Loaded, config: &Config) -> Report {
    let Loaded { files, drafts, sources, bibliographies, findings: mut input, skipped } = loaded;
    let mut entries = Vec::new();
    for file in &bibliographies {
        let (read, broken) = bibliography::read(file);
        entries.push((file.path.clone(), read));
        input.extend(broken);
    }
    let corpus = Corpus::new(sources, entries);
    let read: Vec<(Blocks, Claims)> = parallel::map(&drafts, |file| {
        let blocks = blocks(file);
        let claims = claims(file, &blocks);
        (blocks, claims)
    });
    let taken: Vec<(Arc<File>, Blocks, Claims)> =
        drafts.into_iter().zip(read).map(|(file, (blocks, claims))| (file, blocks, claims)).collect();
    let texts: Vec<matching::Draft> = taken
        .iter()
        .map(|(file, blocks, claims)| matching::Draft { text: blocks.text(file), claims })
        .collect();
    let matched = matches(&texts, &corpus, &config.options);
    let drafts: Vec<Draft> = taken
        .into_iter()
        .zip(matched)
        .map(|((file, blocks, claims), matches)| {
            let cx = Cx {
                file: &file,
                text: blocks.text(&file),
                claims: &claims,
                matches: &matches,
                corpus: &corpus,
                config,
            };
            let findings = findings(&cx);
            Draft { file, claims, matches, findings }
        })
        .collect();
    let wanted = |id| RULES.iter().all(|rule| rule.page.id != id || config.wants(rule.page));
    input.retain(|finding| wanted(finding.rule) && weighs(finding, config));
    let summary = summarise(&drafts, &input, &corpus, skipped);
    Report { files, drafts, input, summary }
}

/// What the rules that are wanted find in one draft, in order.
fn findings(cx: &Cx) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| cx.config.wants(rule.page)) {
        if let Check::Draft(check) = rule.check {
            check(cx, &mut findings);
        }
    }
    findings.retain(|finding| weighs(finding, cx.config));
    findings.sort_by_key(|finding| (finding.primary.span.start, finding.rule, finding.primary.span.end));
    findings
}

/// Whether a finding's severity is asked for. A note is, if its rule is selected by its own id.
fn weighs(finding: &Finding, config: &Config) -> bool {
    finding.severity > Severity::Note
        || config.pedantic
        || config.select.iter().any(|name| name == finding.rule)
}

fn summarise(
    drafts: &[Draft],
    input: &[Finding],
    corpus: &Corpus,
    skipped: BTreeMap<String, u32>,
) -> Summary {
    let mut summary = Summary {
        drafts: drafts.len() as u32,
        sources: corpus.documents.len() as u32,
        skipped,
        ..Summary::default()
    };
    for finding in input.iter().chain(drafts.iter().flat_map(|draft| &draft.findings)) {
        match finding.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Note => summary.notes += 1,
        }
    }
    for matched in drafts.iter().flat_map(|draft| &draft.matches) {
        let quotes = &mut summary.quotes;
        quotes.found += 1;
        match matched.verdict {
            Verdict::Verbatim => quotes.verbatim += 1,
            Verdict::Permitted => quotes.permitted += 1,
            Verdict::Altered => quotes.altered += 1,
            Verdict::Elided => quotes.elided += 1,
            Verdict::Spliced => quotes.spliced += 1,
            Verdict::OutOfContext => quotes.out_of_context += 1,
            Verdict::NotFound => quotes.not_found += 1,
            Verdict::Unchecked(reason) => {
                quotes.unchecked += 1;
                *summary.unchecked.entry(reason.name()).or_default() += 1;
            }
        }
    }
    summary
}
