//! The Reviewdog Diagnostic Format: one object, which reviewdog turns into comments on a change, with its fixes as suggestions.
//!
//! Takes a `Report` and returns the object's text. Columns count bytes of UTF-8, an end is one past the last of them, and a place
//! without lines is its path alone.

use serde::Serialize;

use super::display::clean;
use super::entry::{Entry, RUN_FAILED, entries};
use super::json::print;
use super::mend::mends;
use super::region::{self, region};
use crate::check::Report;
use crate::file::Files;
use crate::finding::{Label, Severity};

#[derive(Serialize)]
struct DiagnosticResult {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    /// What reviewdog prints where it comments on nothing.
    original_output: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation>,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Clone, Copy, Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Clone, Copy, Serialize)]
struct Position {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct RelatedLocation {
    message: String,
    location: Location,
}

/// The diagnostics of a run.
pub fn render(report: &Report) -> String {
    let diagnostics = entries(report).iter().map(|entry| diagnostic(&report.files, entry)).collect();
    print(&DiagnosticResult { source: Source { name: "ibid" }, diagnostics })
}

/// The one diagnostic of a run that failed before it had a report, with what to do about it.
pub fn failure(error: &str, help: &[String]) -> String {
    let help = help.iter().map(|help| format!("help: {}", clean(help)));
    let lines: Vec<String> = std::iter::once(clean(error)).chain(help).collect();
    let message = lines.join("\n");
    let diagnostic = Diagnostic {
        original_output: format!("error: {message}"),
        message,
        location: Location { path: ".".to_owned(), range: None },
        severity: "ERROR",
        code: Code { value: RUN_FAILED.to_owned() },
        suggestions: Vec::new(),
        related_locations: Vec::new(),
    };
    print(&DiagnosticResult { source: Source { name: "ibid" }, diagnostics: vec![diagnostic] })
}

fn diagnostic(files: &Files, entry: &Entry) -> Diagnostic {
    let lines: Vec<String> = std::iter::once(entry.sentence()).chain(entry.details(files)).collect();
    let severity = entry.severity.name();
    Diagnostic {
        message: lines.join("\n"),
        location: Location { path: entry.path.to_owned(), range: entry.region().as_ref().map(range) },
        severity: match entry.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        code: Code { value: entry.rule.to_owned() },
        suggestions: suggestions(entry),
        original_output: format!("{}: {severity}[{}] {}", entry.called(), entry.rule, entry.message),
        related_locations: entry
            .finding
            .iter()
            .flat_map(|finding| &finding.related)
            .map(|label| related(files, label))
            .collect(),
    }
}

/// Each fix as one suggestion. All are about the same lines, since those of others cannot stand in the same comment.
fn suggestions(entry: &Entry) -> Vec<Suggestion> {
    let (Some((file, _)), Some(finding)) = (entry.file, entry.finding) else { return Vec::new() };
    let whole = mends(file, finding).iter().filter_map(|mend| mend.whole()).collect::<Vec<_>>();
    let lines = |change: &super::mend::Change| (change.region.start.line, change.region.end.line);
    let first = whole.first().map(lines);
    let together = whole.iter().filter(|change| Some(lines(change)) == first);
    together
        .map(|change| Suggestion { range: range(&change.region), text: change.text.to_string() })
        .collect()
}

fn related(files: &Files, label: &Label) -> RelatedLocation {
    let file = files.get(label.span.file);
    let spot = region::spot(file, label.span);
    let source = label.source.as_ref().map(|key| format!("source {}", clean(key)));
    let parts = [clean(&label.message), source.unwrap_or_default(), spot.unwrap_or_default()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    RelatedLocation {
        message: parts.join(", "),
        location: Location { path: file.path.clone(), range: region(file, label.span).as_ref().map(range) },
    }
}

/// A region's lines, with columns where the file's text is at hand to count them in.
fn range(region: &region::Region) -> Range {
    let columns = region.byte_columns();
    Range {
        start: Position { line: region.start.line, column: columns.map(|(start, _)| start) },
        end: Position { line: region.end.line, column: columns.map(|(_, end)| end) },
    }
}
