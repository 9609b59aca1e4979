//! A baseline: findings that were there when a project took up this program, and that a run does not report.
//!
//! Takes a report and the entries of a baseline, and hands on which findings they hold and which of them are stale. An entry goes by
//! the rule, the draft, the words and the source, never by a line.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::identity::identities;
use super::{Draft, Report};
use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::page;
use crate::rule::{Check, RULES};

mod written;

pub use written::{FIRST, Fault, read, write};

/// What one finding, or several alike, go by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The path of the draft, from the folder of the baseline.
    pub path: String,
    /// The row of a list of answers.
    pub row: Option<String>,
    /// The rule's id.
    pub rule: String,
    /// The key of the source that the finding shows; empty where it shows none.
    pub source: String,
    /// The words at fault, with single spaces.
    pub words: String,
    /// How many there are.
    pub count: u32,
}

/// What a baseline makes of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Of each finding, in the order of the report, whether the baseline holds it.
    pub held: Vec<bool>,
    /// What of the baseline holds no finding, and how often.
    pub rest: Vec<Entry>,
}

/// Where the files of a run are, as a baseline has them.
pub struct Places<'a> {
    /// The path of a file of the run, from the folder of the baseline.
    pub path: &'a dyn Fn(&str) -> String,
    /// Whether there is a file of the path of an entry.
    pub is_there: &'a dyn Fn(&str) -> bool,
    /// Whether the run would have read what has the path of an entry, if it were there.
    pub is_walked: &'a dyn Fn(&str) -> bool,
}

/// Findings of which the input itself is at fault are never held.
fn is_holdable(rule: &str) -> bool {
    rule != page::CONFIG_INVALID.id
}

/// What each finding of a report goes by, one entry each, in their order; none of what cannot be held.
fn each(report: &Report, places: &Places) -> Vec<Option<Entry>> {
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    let entry = |(identity, finding): (super::identity::Identity, &Finding)| {
        let file = report.files.get(finding.primary.span.file);
        let path = known.entry(&file.path).or_insert_with(|| (places.path)(&file.path)).clone();
        let (rule, row) = (identity.rule.to_owned(), file.row.clone());
        let (source, words) = (identity.source, identity.words);
        is_holdable(identity.rule).then_some(Entry { path, row, rule, source, words, count: 1 })
    };
    identities(report).into_iter().zip(report.findings()).map(entry).collect()
}

/// The entries for all findings of a report, in order, with those of an old baseline that this run says nothing of.
pub fn entries(report: &Report, old: &[Entry], places: &Places) -> Vec<Entry> {
    let mut counts: BTreeMap<Entry, u32> = BTreeMap::new();
    for entry in each(report, places).into_iter().flatten() {
        *counts.entry(entry).or_default() += 1;
    }
    let mut entries: Vec<Entry> = counts.into_iter().map(|(entry, count)| Entry { count, ..entry }).collect();
    let runs = runs(report, places);
    entries.extend(old.iter().filter(|entry| !is_judged(report, &runs, entry, places)).cloned());
    entries.sort();
    entries
}

/// Which findings of a report a baseline holds. Of several alike those that come first are held. What is there no more is looked
/// for in drafts of which the baseline has nothing: they may have been moved.
pub fn held(report: &Report, baseline: &[Entry], places: &Places) -> Held {
    let mut left: BTreeMap<Entry, u32> = BTreeMap::new();
    for entry in baseline {
        *left.entry(Entry { count: 1, ..entry.clone() }).or_default() += entry.count;
    }
    let take = |left: &mut BTreeMap<Entry, u32>, entry: &Entry| match left.get_mut(entry) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let found = each(report, places);
    let mut held: Vec<bool> =
        found.iter().map(|entry| entry.as_ref().is_some_and(|entry| take(&mut left, entry))).collect();
    let known: BTreeSet<&str> = baseline.iter().map(|entry| entry.path.as_str()).collect();
    let moved: Vec<&str> = known.iter().copied().filter(|path| !(places.is_there)(path)).collect();
    if !moved.is_empty() {
        for (held, entry) in held.iter_mut().zip(&found) {
            let Some(entry) = entry.as_ref().filter(|entry| !*held && !known.contains(entry.path.as_str()))
            else {
                continue;
            };
            let from = |path: &&str| Entry { path: (*path).to_owned(), ..entry.clone() };
            *held = moved.iter().map(from).any(|entry| take(&mut left, &entry));
        }
    }
    let rest = left.into_iter().filter(|(_, count)| *count > 0);
    Held { held, rest: rest.map(|(entry, count)| Entry { count, ..entry }).collect() }
}

/// Takes what is held out of a report, which counts it.
pub fn apply(report: &mut Report, held: &[bool]) {
    let mut held = held.iter().copied();
    let mut taken = 0;
    let summary = &mut report.summary;
    let mut stays = |finding: &Finding| {
        let goes = held.next() == Some(true);
        if goes {
            taken += 1;
            let count = match finding.severity {
                Severity::Error => &mut summary.errors,
                Severity::Warning => &mut summary.warnings,
                Severity::Note => &mut summary.notes,
            };
            *count = count.saturating_sub(1);
        }
        !goes
    };
    report.input.retain(&mut stays);
    for draft in &mut report.drafts {
        let stay: Vec<bool> = draft.findings.iter().map(&mut stays).collect();
        if stay.contains(&false) {
            let mut stay = stay.into_iter();
            std::sync::Arc::make_mut(draft).findings.retain(|_| stay.next() == Some(true));
        }
    }
    report.summary.baselined = Some(taken);
}

/// The entries of those that hold nothing that are stale: this run would have found what they hold.
pub fn stale(report: &Report, rest: Vec<Entry>, places: &Places) -> Vec<Entry> {
    let runs = runs(report, places);
    rest.into_iter().filter(|entry| is_judged(report, &runs, entry, places)).collect()
}

/// What a run read, by the paths that a baseline has for it.
struct Runs<'a> {
    drafts: BTreeMap<String, &'a Draft>,
    /// Made where somebody asks for what is no draft.
    files: OnceCell<BTreeSet<String>>,
}

fn runs<'a>(report: &'a Report, places: &Places) -> Runs<'a> {
    let drafts = report.drafts.iter().map(|draft| ((places.path)(&draft.file.path), &**draft)).collect();
    Runs { drafts, files: OnceCell::new() }
}

/// Whether a run would have found what an entry holds: its rule ran on its file, or there is no such file any more where the run
/// looked.
fn is_judged(report: &Report, runs: &Runs, entry: &Entry, places: &Places) -> bool {
    // A rule that is no more finds nothing.
    let Some(rule) = RULES.iter().find(|rule| rule.page.id == entry.rule) else { return true };
    let projects = &report.basis.projects;
    let runs_with = |config: &Config, partial: bool| {
        let severity = config.severity(rule.page).unwrap_or(rule.page.severity);
        let whole = !(partial && matches!(rule.check, Check::Project(_)));
        whole && config.wants(rule.page) && config.shows(rule.page, severity)
    };
    let files = || {
        // The rows of a list of answers share a path, one behind the other.
        let mut paths: Vec<&str> = report.files.iter().map(|file| file.path.as_str()).collect();
        paths.dedup();
        paths.into_iter().map(|path| (places.path)(path)).collect()
    };
    match runs.drafts.get(&entry.path) {
        Some(draft) => runs_with(&draft.config, projects[draft.project].1),
        // A source, a bibliography.
        None if runs.files.get_or_init(files).contains(&entry.path) => {
            !projects.is_empty() && projects.iter().all(|(config, partial)| runs_with(config, *partial))
        }
        None => (places.is_walked)(&entry.path) && !(places.is_there)(&entry.path),
    }
}
