//! Commands of a GitHub workflow: a line a finding, which the runner turns into an annotation of the file.
//!
//! Takes a `Report` and returns the lines, the worst first, since ten of a kind are shown for a step, and behind them a line that is
//! no command, for whoever reads the log.

use std::cmp::Reverse;

use super::display::{clean, harmless, untied};
use super::entry::{Entry, entries};
use super::{Style, concise};
use crate::check::Report;
use crate::file::Files;
use crate::finding::Severity;

/// Every finding, then one line of what was checked.
pub fn render(report: &Report) -> String {
    findings(report) + &concise::closing(&report.summary, Style::PLAIN)
}

/// Every finding, and every draft of which too little is tied to a source.
pub fn findings(report: &Report) -> String {
    let mut entries = entries(report);
    entries.sort_by_key(|entry| Reverse(entry.severity));
    entries.iter().map(|entry| line(&report.files, entry)).collect()
}

/// The command for a run that failed before it had a report, with what to do about it.
pub fn failure(error: &str, help: &[String]) -> String {
    let help = help.iter().map(|help| format!("help: {}", clean(help)));
    let lines: Vec<String> = std::iter::once(clean(error)).chain(help).collect();
    format!("::error title=ibid::{}\n", data(&lines.join("\n")))
}

fn line(files: &Files, entry: &Entry) -> String {
    let kind = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = vec![("file", harmless(entry.path))];
    if let Some(region) = entry.region() {
        let (start, end) = (region.start, region.end);
        properties.push(("line", start.line.to_string()));
        properties.push(("endLine", end.line.to_string()));
        // Columns beside two lines make the runner drop the place.
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    properties.push(("title", entry.rule.to_owned()));
    let properties = properties.iter().map(|(name, value)| format!("{name}={}", property(value)));
    let properties = properties.collect::<Vec<_>>().join(",");
    // The log shows the message alone.
    let message = match entry.finding {
        Some(_) => format!("{}: {}", entry.called(), entry.message),
        None => entry.message.clone(),
    };
    let lines: Vec<String> = std::iter::once(message).chain(entry.details(files)).collect();
    format!("::{kind} {properties}::{}\n", data(&untied(&lines.join("\n"))))
}

/// A message in which nothing ends the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value in which nothing ends the property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_but_its_line() {
        assert_eq!(property("a:b,c%0A\r\n.md"), "a%3Ab%2Cc%250A%0D%0A.md");
        assert_eq!(
            failure("100 % wrong::\nhere", &["look, there".into()]),
            "::error title=ibid::100 %25 wrong:: here%0Ahelp: look, there\n"
        );
    }
}
