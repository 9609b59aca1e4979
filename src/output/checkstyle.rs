//! The XML of Checkstyle, which many programs of a build read: every file with its findings.
//!
//! Takes a `Report` and returns the document. Every draft is in it, with findings or without; line 0 stands for a file as a whole.

use std::collections::BTreeMap;

use super::display::{clean, harmless};
use super::entry::{Entry, RUN_FAILED, entries};
use super::xml::{HEAD, attribute};
use crate::check::Report;
use crate::file::Files;
use crate::finding::Severity;

/// The version of the form, which has not changed since.
const VERSION: &str = "4.3";

/// The document of a run.
pub fn render(report: &Report) -> String {
    let entries = entries(report);
    let mut files: Vec<(&str, String)> = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let found = entries.iter().map(|entry| (entry.path, error(&report.files, entry)));
    // A list of answers is as many drafts as it has rows.
    let drafts = report.drafts.iter().map(|draft| (draft.file.path.as_str(), String::new()));
    for (path, error) in found.chain(drafts) {
        let number = *numbers.entry(path).or_insert(files.len());
        match files.get_mut(number) {
            Some((_, errors)) => *errors += &error,
            None => files.push((path, error)),
        }
    }
    document(&files.iter().map(|(path, errors)| file(path, errors)).collect::<String>())
}

/// The document of a run that failed before it had a report, with what to do about it.
pub fn failure(message: &str, help: &[String]) -> String {
    let help = help.iter().map(|help| format!("help: {}", clean(help)));
    let lines: Vec<String> = std::iter::once(clean(message)).chain(help).collect();
    document(&file(".", &line((0, 0), "error", &lines.join("\n"), RUN_FAILED)))
}

fn document(files: &str) -> String {
    format!("{HEAD}<checkstyle version=\"{VERSION}\">\n{files}</checkstyle>\n")
}

fn file(path: &str, errors: &str) -> String {
    format!("  <file{}>\n{errors}  </file>\n", attribute("name", &harmless(path)))
}

fn error(files: &Files, entry: &Entry) -> String {
    let at = entry.region().map_or((0, 0), |region| (region.start.line, region.start.column));
    let severity = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    };
    let lines: Vec<String> = std::iter::once(entry.sentence()).chain(entry.details(files)).collect();
    line(at, severity, &lines.join("\n"), entry.rule)
}

fn line((line, column): (u32, u32), severity: &str, message: &str, rule: &str) -> String {
    let column = if column > 0 { attribute("column", &column.to_string()) } else { String::new() };
    format!(
        "    <error{}{column}{}{}{}/>\n",
        attribute("line", &line.to_string()),
        attribute("severity", severity),
        attribute("message", message),
        attribute("source", &format!("ibid.{rule}"))
    )
}
