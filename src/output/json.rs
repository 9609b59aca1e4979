//! The JSON form: one object, whose shape is a promise that `report.schema.json` beside this file writes down.
//!
//! Takes a `Report` and returns the object's text. The structs here belong to this format alone, so that the program's
//! own types are free to change. Added fields do not change the version.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::coverage::{Counts, Short};
use crate::check::{self, Report};
use crate::config::coverage::Unit;
use crate::file::{self, Files};
use crate::finding;

/// The promise's version.
pub(super) const VERSION: u32 = 1;

/// What is wrong with a run whose configuration is: its findings say the rest.
pub(super) const INVALID: &str = "the configuration is invalid; nothing was checked";

/// The report of a run.
pub fn render(report: &Report) -> String {
    let diagnostics = report.findings().map(|finding| diagnostic(&report.files, finding)).collect();
    let error = report.summary.failed.then_some(INVALID);
    let summary = summary(&report.summary);
    print(&Object { version: VERSION, diagnostics, summary, error, help: &[] })
}

/// The object of a run that failed before it had a report, with what to do about it.
pub fn failure(error: &str, help: &[String]) -> String {
    let nothing = check::Summary::default();
    let summary = summary(&nothing);
    print(&Object { version: VERSION, diagnostics: Vec::new(), summary, error: Some(error), help })
}

#[derive(Serialize)]
struct Object<'a> {
    version: u32,
    diagnostics: Vec<Diagnostic<'a>>,
    summary: Summary<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    help: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Diagnostic<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    path: &'a str,
    /// Of the row of a list of answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    text: &'a str,
    span: Span,
    related: Vec<Related<'a>>,
    notes: &'a [String],
    help: Vec<String>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    source: Option<&'a str>,
    path: &'a str,
    span: Span,
    text: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safety: &'static str,
    edits: Vec<Edit>,
}

#[derive(Serialize)]
struct Edit {
    span: Span,
    replacement: String,
}

#[derive(Serialize)]
pub(super) struct Span {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Summary<'a> {
    drafts: u32,
    sources: u32,
    errors: u32,
    warnings: u32,
    notes: u32,
    allowed: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    baselined: Option<u32>,
    quotes: Quotes,
    claims: Claims,
    unchecked: &'a BTreeMap<&'static str, u32>,
    skipped: &'a BTreeMap<String, u32>,
    #[serde(skip_serializing_if = "is_zero")]
    copies: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Asked<'a>>,
}

/// What is tied to a source, and which drafts fall short.
#[derive(Serialize)]
struct Asked<'a> {
    #[serde(flatten)]
    all: Coverage,
    short: Vec<FallsShort<'a>>,
}

#[derive(Serialize)]
struct FallsShort<'a> {
    path: &'a str,
    of: &'static str,
    #[serde(flatten)]
    share: Share,
    least: f64,
}

/// What is tied to a source.
#[derive(Serialize)]
pub(super) struct Coverage {
    quotes: Share,
    claims: Share,
    sentences: Share,
}

#[derive(Serialize)]
struct Share {
    found: u32,
    tied: u32,
    share: Option<f64>,
}

impl Coverage {
    pub(super) fn new(counts: Counts) -> Coverage {
        let of = |unit| Share::new(counts.tied.of(unit), counts.found.of(unit));
        Coverage { quotes: of(Unit::Quotes), claims: of(Unit::Claims), sentences: of(Unit::Sentences) }
    }
}

impl Share {
    fn new(tied: u32, found: u32) -> Share {
        Share { found, tied, share: share(tied, found) }
    }
}

/// A share from 0 to 1; none of nothing.
pub(super) fn share(part: u32, whole: u32) -> Option<f64> {
    let share = f64::from(part) / f64::from(whole.max(1));
    // Four places are more than any draft's units bear.
    (whole > 0).then_some((share * 10_000.0).round() / 10_000.0)
}

#[derive(Serialize)]
pub(super) struct Quotes {
    found: u32,
    verbatim: u32,
    permitted: u32,
    altered: u32,
    elided: u32,
    spliced: u32,
    out_of_context: u32,
    not_found: u32,
    unchecked: u32,
}

#[derive(Serialize)]
struct Claims {
    found: u32,
    checked: u32,
}

pub(super) fn diagnostic<'a>(files: &'a Files, finding: &'a finding::Finding) -> Diagnostic<'a> {
    let (mut fixes, mut untold) = (Vec::new(), Vec::new());
    for one in &finding.fixes {
        match fix(files, one) {
            Some(fix) => fixes.push(fix),
            // What cannot be written into the file can still be said.
            None => {
                let words: Vec<&str> = one.edits.iter().map(|edit| edit.replacement.trim()).collect();
                untold.push(format!("{}: `{}`", one.title, words.join(" … ")));
            }
        }
    }
    Diagnostic {
        rule: finding.rule,
        severity: finding.severity.name(),
        message: &finding.message,
        path: &files.get(finding.primary.span.file).path,
        id: files.get(finding.primary.span.file).row.as_deref(),
        text: files.slice(finding.primary.span),
        span: span(files, finding.primary.span),
        related: finding.related.iter().map(|label| related(files, label)).collect(),
        notes: &finding.notes,
        help: finding.help.iter().cloned().chain(untold).collect(),
        fixes,
    }
}

fn related<'a>(files: &'a Files, label: &'a finding::Label) -> Related<'a> {
    Related {
        message: &label.message,
        source: label.source.as_deref(),
        path: &files.get(label.span.file).path,
        span: span(files, label.span),
        text: files.slice(label.span),
    }
}

/// A fix with its edits as they are in the files, if all of them can be made there.
fn fix<'a>(files: &Files, fix: &'a finding::Fix) -> Option<Fix<'a>> {
    let edit = |edit: &'a finding::Edit| {
        let (_, replacement) = files.get(edit.span.file).edit(edit.span, &edit.replacement)?;
        Some(Edit { span: span(files, edit.span), replacement })
    };
    let safety = match fix.safety {
        finding::Safety::Safe => "safe",
        finding::Safety::Unsafe => "unsafe",
    };
    Some(Fix { title: &fix.title, safety, edits: fix.edits.iter().map(edit).collect::<Option<_>>()? })
}

pub(super) fn span(files: &Files, span: file::Span) -> Span {
    let file = files.get(span.file);
    let (start, end) = file.places(span);
    let place = |file::Place { offset, line, column }| Place { offset, line, column };
    Span { start: place(start), end: place(end) }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn summary(summary: &check::Summary) -> Summary<'_> {
    Summary {
        drafts: summary.drafts,
        sources: summary.sources,
        errors: summary.errors,
        warnings: summary.warnings,
        notes: summary.notes,
        allowed: summary.allowed,
        baselined: summary.baselined,
        quotes: self::quotes(&summary.quotes),
        claims: Claims { found: summary.reported, checked: summary.followed },
        unchecked: &summary.unchecked,
        skipped: &summary.skipped,
        copies: summary.copies,
        coverage: summary.short.as_deref().map(|short| asked(summary.coverage, short)),
    }
}

fn asked(counts: Counts, short: &[Short]) -> Asked<'_> {
    let short = short.iter().map(|short| FallsShort {
        path: &short.path,
        of: short.unit.name(),
        share: Share::new(short.tied, short.found),
        least: f64::from(short.least) / 100.0,
    });
    Asked { all: Coverage::new(counts), short: short.collect() }
}

pub(super) fn quotes(quotes: &check::Quotes) -> Quotes {
    Quotes {
        found: quotes.found,
        verbatim: quotes.verbatim,
        permitted: quotes.permitted,
        altered: quotes.altered,
        elided: quotes.elided,
        spliced: quotes.spliced,
        out_of_context: quotes.out_of_context,
        not_found: quotes.not_found,
        unchecked: quotes.unchecked,
    }
}

/// An object's text.
pub(super) fn print(object: &impl Serialize) -> String {
    // Structs with string keys always serialise; the object of last resort keeps the promise of one object.
    let text = serde_json::to_string_pretty(object);
    text.unwrap_or_else(|error| format!("{{\"version\": {VERSION}, \"error\": {:?}}}", error.to_string()))
        + "\n"
}
