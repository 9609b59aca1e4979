//! A Code Quality report of GitLab: an array with an issue a finding, which a merge request compares with its target's.
//!
//! Takes a `Report` and returns the array's text. The widget shows nothing but the description, so that the rule stands in it, and
//! knows an issue again by its fingerprint.

use serde::Serialize;

use super::display::clean;
use super::entry::{Entry, RUN_FAILED, entries};
use super::json::print;
use crate::check::Report;
use crate::check::identity::Identity;
use crate::finding::Severity;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The issues of a run.
pub fn render(report: &Report) -> String {
    print(&entries(report).iter().map(issue).collect::<Vec<_>>())
}

/// The one issue of a run that failed before it had a report. Without any, all that were there before would count as mended.
pub fn failure(error: &str, help: &[String]) -> String {
    let description: Vec<String> =
        std::iter::once(error).chain(help.iter().map(String::as_str)).map(clean).collect();
    let identity = Identity {
        path: String::new(),
        rule: RUN_FAILED,
        words: clean(error),
        source: String::new(),
        nth: 0,
    };
    print(&[Issue {
        description: format!("{RUN_FAILED}: {}", description.join("; ")),
        check_name: RUN_FAILED.to_owned(),
        fingerprint: identity.digest(),
        severity: "blocker",
        location: Location { path: ".".to_owned(), lines: Lines { begin: 1, end: 1 } },
    }])
}

fn issue(entry: &Entry) -> Issue {
    // An issue without a line is refused.
    let lines = entry.region().map_or((1, 1), |region| (region.start.line, region.end.line));
    Issue {
        description: format!("{}: {}", entry.rule, entry.sentence()),
        check_name: entry.rule.to_owned(),
        fingerprint: entry.fingerprint.clone(),
        severity: match entry.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Location { path: entry.path.to_owned(), lines: Lines { begin: lines.0, end: lines.1 } },
    }
}
