//! One run: every draft's claims matched and ruled on, the findings ordered and counted.
//!
//! Takes what was loaded, hands on a `Report`, from which every output, and later the language server,
//! renders; nothing computes again.

mod allow;
pub mod coverage;
mod facts;
pub mod identity;
pub mod write_allow;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use self::allow::{Allowed, allow};
use self::coverage::{Counts, Coverage, Short, coverage, short};
use crate::bibliography;
use crate::block::{Blocks, blocks};
use crate::claim::place::places;
use crate::claim::{Claims, claims};
use crate::config::{Config, Least};
use crate::corpus::{Corpus, DocumentId, duplicate_keys};
use crate::file::{File, FileId, Files};
use crate::finding::{Finding, Severity};
use crate::load::{self, Loaded};
use crate::matching::{self, Copied, Follows, Match, Verdict, copied, follows, matches};
use crate::parallel;
use crate::rule::{self, Check, Cx, RULES};

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// Every file that a span of the report can lie in.
    pub files: Files,
    /// The corpus of each project.
    pub corpora: Vec<Corpus>,
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

    /// What one of its drafts was held against.
    pub fn corpus(&self, draft: &Draft) -> &Corpus {
        &self.corpora[draft.project]
    }
}

/// One draft, what it claims, and what came of it.
#[derive(Debug)]
pub struct Draft {
    /// The draft.
    pub file: Arc<File>,
    /// Its project, as an index into [`Report::corpora`].
    pub project: usize,
    /// Its blocks, with the masked text that the claims were read from.
    pub blocks: Blocks,
    /// What it claims.
    pub claims: Claims,
    /// One for each quotation of `claims`, in the same order.
    pub matches: Vec<Match>,
    /// What its own words follow in the sources.
    pub follows: Follows,
    /// What it copies from the sources without marks.
    pub copied: Vec<Copied>,
    /// What of it is tied to a source.
    pub coverage: Coverage,
    /// How much of it has to be.
    pub least: Least,
    /// In order of their place in the draft, then of their rule's id.
    pub findings: Vec<Finding>,
    /// Findings that a comment in the draft allows, in the same order.
    pub allowed: Vec<Finding>,
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
    /// Findings that comments in the drafts allow. They count nowhere else.
    pub allowed: u32,
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

/// Checks the drafts that were loaded, each against the sources of its project.
pub fn check(loaded: Loaded) -> Report {
    let Loaded { files, projects, drafts, findings, config, skipped, copies, failed } =
        facts::understood(loaded);
    let mut input: Vec<Finding> = findings.into_iter().filter_map(|found| weighed(found, &config)).collect();
    // Of a list of answers every row is a project.
    let built = parallel::map(&projects, corpus);
    let mut corpora = Vec::with_capacity(projects.len());
    for ((corpus, findings), project) in built.into_iter().zip(&projects) {
        corpora.push(corpus);
        input.extend(findings.into_iter().filter_map(|found| weighed(found, &project.config)));
    }

    let read: Vec<(Blocks, Claims)> = parallel::map(&drafts, |draft| {
        let blocks = blocks(&draft.file);
        let claims = claims(&draft.file, &blocks);
        (blocks, claims)
    });
    let mut matched: Vec<Matched> = drafts.iter().map(|_| Default::default()).collect();
    let mut drafts_of: Vec<Vec<usize>> = vec![Vec::new(); corpora.len()];
    drafts.iter().enumerate().for_each(|(i, draft)| drafts_of[draft.project].push(i));
    let mut shared: Vec<Vec<Finding>> = drafts.iter().map(|_| Vec::new()).collect();
    let numbers: Vec<usize> = (0..projects.len()).collect();
    let held = parallel::map(&numbers, |&number| {
        let (corpus, load::Project { config, partial, .. }) = (&corpora[number], &projects[number]);
        let own = drafts_of[number].iter();
        let texts: Vec<matching::Draft> = own
            .clone()
            .map(|&i| {
                let (draft, (blocks, claims)) = (&drafts[i], &read[i]);
                matching::Draft { text: blocks.text(&draft.file), claims, options: &draft.config.options }
            })
            .collect();
        let of_files = own.clone().map(|&i| drafts[i].file.as_ref()).zip(texts.iter().copied());
        let project = rule::Project { drafts: of_files.collect(), partial: *partial, corpus, files: &files };
        let configs = || own.clone().map(|&i| &drafts[i].config);
        let findings = of_project(&project, || configs().chain([config]));
        let found = matches(&texts, corpus).into_iter().zip(follows(&texts, corpus));
        let found = found.zip(copied(&texts, corpus));
        let matched = found.map(|((matches, follows), copied)| Matched { matches, follows, copied });
        (findings, matched.collect::<Vec<_>>())
    });
    for (number, (findings, found)) in held.into_iter().enumerate() {
        let own = &drafts_of[number];
        for finding in findings {
            match own.iter().find(|&&i| drafts[i].file.id == finding.primary.span.file) {
                Some(&i) => shared[i].push(finding),
                None => input.extend(weighed(finding, &projects[number].config)),
            }
        }
        own.iter().zip(found).for_each(|(&i, found)| matched[i] = found);
    }
    // Projects that share a source report it once.
    input.sort_by(|a, b| (place(&files, a), a.rule).cmp(&(place(&files, b), b.rule)));
    input.dedup();
    let numbers: Vec<usize> = (0..drafts.len()).collect();
    let found = parallel::map(&numbers, |&i| {
        let (load::Draft { file, project, config }, (blocks, claims)) = (&drafts[i], &read[i]);
        let text = blocks.text(file);
        let Matched { matches, follows, copied } = &matched[i];
        let (places, corpus) = (&places(file, blocks), &corpora[*project]);
        let cx = Cx::new(file, (text, claims, places), (matches, follows, copied), corpus, config);
        let (mut findings, allowed) = ruled(&cx, blocks, &shared[i]);
        note_guesses(&files, &mut findings);
        (findings, allowed, coverage(text, claims, matches, follows, copied))
    });
    let drafts: Vec<Draft> = drafts
        .into_iter()
        .zip(read)
        .zip(matched.into_iter().zip(found))
        .map(|((draft, (blocks, claims)), (matched, (findings, allowed, coverage)))| {
            let load::Draft { file, project, config } = draft;
            let least = config.least;
            let Matched { matches, follows, copied } = matched;
            Draft {
                file,
                project,
                blocks,
                claims,
                matches,
                follows,
                copied,
                coverage,
                least,
                findings,
                allowed,
            }
        })
        .collect();
    let summary = Summary { failed, copies, ..summarise(&drafts, &input, &corpora, skipped) };
    Report { files, corpora, drafts, input, summary }
}

/// The corpus of a project, with what is wrong with its sources and its bibliographies.
fn corpus(project: &load::Project) -> (Corpus, Vec<Finding>) {
    let mut findings = project.findings.clone();
    let mut entries = Vec::new();
    for file in &project.bibliographies {
        let (read, broken) = bibliography::read(file);
        entries.push((file.path.clone(), read));
        findings.extend(broken);
    }
    let mut corpus = Corpus::new(project.sources.clone(), entries, project.textless.clone());
    let count = if project.numbered { corpus.documents.len() as u32 } else { 0 };
    corpus.numbered = (0..count).map(DocumentId).collect();
    findings.extend(duplicate_keys(&corpus.bibliography));
    (corpus, findings)
}

/// What holding one draft against its sources says.
#[derive(Default)]
struct Matched {
    matches: Vec<Match>,
    follows: Follows,
    copied: Vec<Copied>,
}

/// Where a finding about the input is shown: by path, then by offset.
fn place<'a>(files: &'a Files, finding: &Finding) -> (&'a str, u32) {
    let span = finding.primary.span;
    (&files.get(span.file).path, span.start)
}

/// A finding with the severity that the configuration gives it, if it is asked for. A note is, if its rule is selected
/// by its own id.
fn weighed(mut finding: Finding, config: &Config) -> Option<Finding> {
    let page = RULES.iter().map(|rule| rule.page).find(|page| page.id == finding.rule)?;
    finding.severity = config.severity(page).unwrap_or(finding.severity);
    (config.wants(page) && config.shows(page, finding.severity)).then_some(finding)
}

/// What the rules on whole projects find that one of some configurations asks for.
fn of_project<'c, C: Iterator<Item = &'c Config>>(
    project: &rule::Project,
    configs: impl Fn() -> C,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        let shows = |config: &Config| {
            let severity = config.severity(rule.page).unwrap_or(rule.page.severity);
            config.wants(rule.page) && config.shows(rule.page, severity)
        };
        if let Check::Project(check) = rule.check
            && configs().any(shows)
        {
            check(project, &mut findings);
        }
    }
    findings
}

/// What the rules that are wanted find in one draft, with what its project's rules find there, and what of it the draft allows, each
/// in order.
fn ruled(cx: &Cx, blocks: &Blocks, shared: &[Finding]) -> (Vec<Finding>, Vec<Finding>) {
    let mut findings = shared.to_vec();
    for rule in RULES.iter().filter(|rule| cx.config.wants(rule.page)) {
        if let Check::Draft(check) = rule.check {
            check(cx, &mut findings);
        }
    }
    let Allowed { left, allowed } = allow(cx, &blocks.comments, findings);
    let weighed = |findings: Vec<Finding>| {
        let shown = findings.into_iter().filter_map(|finding| weighed(finding, cx.config));
        let mut shown: Vec<Finding> = shown.collect();
        shown.sort_by_key(|finding| (finding.primary.span.start, finding.rule, finding.primary.span.end));
        shown
    };
    (weighed(left), weighed(allowed))
}

/// Notes the encodings that were guessed of the files that a finding on a quotation points into: a wrong guess would
/// explain it.
fn note_guesses(files: &Files, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.rule.starts_with("quote-")) {
        let mut ids: Vec<_> = finding.related.iter().map(|label| label.span.file).collect();
        ids.insert(0, finding.primary.span.file);
        ids.dedup();
        let guessed = ids.into_iter().map(|id| files.get(id)).filter(|file| file.is_guessed());
        let notes = guessed.map(|file| format!("`{}` was read as {}", file.path, file.encoding));
        finding.notes.extend(notes);
    }
}

fn summarise(
    drafts: &[Draft],
    input: &[Finding],
    corpora: &[Corpus],
    skipped: BTreeMap<String, u32>,
) -> Summary {
    let sources: FxHashSet<FileId> =
        corpora.iter().flat_map(|corpus| &corpus.documents).map(|document| document.file.id).collect();
    let mut summary =
        Summary { drafts: drafts.len() as u32, sources: sources.len() as u32, skipped, ..Summary::default() };
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
    let asked = || drafts.iter().filter(|draft| draft.least.asks());
    let falls_short = |draft: &Draft| short(&draft.file.title(), draft.coverage.counts, draft.least);
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
