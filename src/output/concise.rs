//! One line a finding, for editors, hooks and `grep`: `path:line:column: severity[rule] message`.
//!
//! Takes a `Report` and returns its lines, the last of which sums the run up.

use std::fmt::Write;

use super::display::{self, clean, paint, untied};
use super::link::link;
use super::{Style, summary};
use crate::check::{Report, Summary};

/// Every finding on a line of its own, then one line of what was checked. The width is not kept to: a line is one
/// finding, however long.
pub fn render(report: &Report, style: Style) -> String {
    findings(report, style) + &closing(&report.summary, style)
}

/// Every finding on a line of its own, and every draft of which too little is tied to a source.
pub fn findings(report: &Report, style: Style) -> String {
    let mut text = String::new();
    for finding in report.findings() {
        let file = report.files.get(finding.primary.span.file);
        let at = file.place(finding.primary.span.start);
        let kind = format!("{}[{}]", finding.severity.name(), finding.rule);
        let kind = paint(style, display::severity(finding.severity), &kind);
        let place = format!("{}:{}:{}", clean(&file.path), at.line, at.column);
        let place = link(style, &file.path, &place);
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{place}: {kind} {}", clean(&finding.message));
    }
    for short in summary::falling_short(&report.summary) {
        let _ = writeln!(text, "{}", untied(&short));
    }
    text
}

/// One line of what was checked and what was not.
pub fn closing(totals: &Summary, style: Style) -> String {
    let ok = summary::sound(totals).then(|| paint(style, display::GOOD, "ok"));
    let verdict = summary::findings(totals).or(ok).map(|verdict| verdict + ": ").unwrap_or_default();
    let checked = summary::checked(totals);
    let unchecked =
        summary::unchecked(totals).map(|text| format!("; not checked: {text}")).unwrap_or_default();
    let allowed = summary::allowed(totals).map(|text| format!("; {text}")).unwrap_or_default();
    let skipped = summary::skipped(totals).map(|text| format!("; skipped: {text}")).unwrap_or_default();
    let coverage = summary::coverage(totals).map(|text| format!("; {text}")).unwrap_or_default();
    untied(&format!("{verdict}{checked}{allowed}{unchecked}{skipped}{coverage}\n"))
}
