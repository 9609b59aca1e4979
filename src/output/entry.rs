//! What a report says, one entry after the other, for the formats that other programs read.
//!
//! Takes a `Report` and hands on its findings, and behind them the drafts of which too little is tied to a source, each with the
//! fingerprint that it keeps when lines move. A format lays them out and decides nothing.

use super::display::{clean, untied};
use super::region::{self, Region, called, context, region};
use super::{mend, summary};
use crate::check::Report;
use crate::check::coverage::Short;
use crate::check::identity::{Identity, identities};
use crate::file::{File, Files, Span};
use crate::finding::{Finding, Label, Severity};

/// What an entry about a draft's coverage goes by in the place of a rule.
pub const MIN_COVERAGE: &str = "min-coverage";
/// What an entry about a run that failed goes by in the place of a rule.
pub const RUN_FAILED: &str = "run-failed";
/// How many related places are told in words.
const RELATED: usize = 8;
/// Columns of a passage that is told in words.
const PASSAGE: usize = 160;

/// A finding, or a draft that falls short.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The rule's id, or [`MIN_COVERAGE`].
    pub rule: &'a str,
    /// How much it weighs.
    pub severity: Severity,
    /// The path of the file that it is about.
    pub path: &'a str,
    /// The file, and where in it; of a draft that falls short, no place.
    pub file: Option<(&'a File, Option<Span>)>,
    /// The finding, if it is one.
    pub finding: Option<&'a Finding>,
    /// One sentence, clean.
    pub message: String,
    /// What it keeps from run to run, and shares with no other entry of its report.
    pub fingerprint: String,
}

/// Every entry of a report, in the order in which findings are shown.
pub fn entries(report: &Report) -> Vec<Entry<'_>> {
    let found = report.findings().zip(identities(report)).map(|(finding, identity)| {
        let span = finding.primary.span;
        let file = report.files.get(span.file);
        Entry {
            rule: finding.rule,
            severity: finding.severity,
            path: &file.path,
            file: Some((file, Some(span))),
            finding: Some(finding),
            message: clean(&finding.message),
            fingerprint: identity.digest(),
        }
    });
    let short = report.summary.short.iter().flatten().zip(summary::falling_short(&report.summary));
    let short = short.map(|(short, sentence)| falls_short(report, short, &sentence));
    found.chain(short).collect()
}

fn falls_short<'a>(report: &'a Report, short: &'a Short, sentence: &str) -> Entry<'a> {
    let file = report.drafts.iter().map(|draft| draft.file.as_ref()).find(|file| file.title() == short.path);
    let identity = Identity {
        path: short.path.clone(),
        rule: MIN_COVERAGE,
        words: short.unit.name().to_owned(),
        source: String::new(),
        nth: 0,
    };
    Entry {
        rule: MIN_COVERAGE,
        severity: Severity::Error,
        path: file.map_or(&short.path, |file| &file.path),
        file: file.map(|file| (file, None)),
        finding: None,
        message: untied(sentence),
        fingerprint: identity.digest(),
    }
}

impl<'a> Entry<'a> {
    /// Its lines and columns, where it has some.
    pub fn region(&self) -> Option<Region<'a>> {
        let (file, span) = self.file?;
        region(file, span?)
    }

    /// What its place is called in a sentence.
    pub fn called(&self) -> String {
        match self.file {
            Some((file, Some(span))) => called(file, span),
            _ => clean(self.path),
        }
    }

    /// Its message, and behind it what lines and columns do not say of its place: the row of a list, the paragraph.
    pub fn sentence(&self) -> String {
        let Some((file, Some(span))) = self.file else { return self.message.clone() };
        let row = file.row.as_ref().map(|row| format!("row {}", clean(row)));
        let beside: Vec<String> = row.into_iter().chain(region::spot(file, span)).collect();
        match beside.is_empty() {
            true => self.message.clone(),
            false => format!("{} ({})", self.message, beside.join(", ")),
        }
    }

    /// What else there is to say of it, clean, a line each: the source's words, notes, what to do.
    pub fn details(&self, files: &Files) -> Vec<String> {
        let Some(finding) = self.finding else { return Vec::new() };
        let related = finding.related.iter().take(RELATED).map(|label| passage(files, label));
        let notes = finding.notes.iter().map(|note| format!("note: {}", clean(note)));
        let help = finding.help.iter().map(|help| format!("help: {}", clean(help)));
        let fixes = finding.fixes.iter().map(|fix| format!("help: {}", mend::told(fix)));
        related.chain(notes).chain(help).chain(fixes).collect()
    }
}

/// A related place in words: `the source: …the words with those round them… (minutes.txt:3:7, minutes)`.
fn passage(files: &Files, label: &Label) -> String {
    let file = files.get(label.span.file);
    let source = label.source.as_ref().map(|key| format!(", {}", clean(key))).unwrap_or_default();
    let place = format!("{}{source}", called(file, label.span));
    let words = context(file, label.span, PASSAGE);
    let message = clean(&label.message);
    match (message.is_empty(), words.is_empty()) {
        (true, true) => place,
        // The words may bring marks of their own, and two kinds in a row would be none of the source's.
        (true, false) => format!("{words} ({place})"),
        (false, true) => format!("{message} ({place})"),
        (false, false) => format!("{message}: {words} ({place})"),
    }
}
