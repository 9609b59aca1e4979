//! Findings as the client shows them.
//!
//! Takes a report's findings and hands on diagnostics: the message with its notes and help, the source's words as related
//! information that leads to them, and a code that leads to the rule's page.

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Message,
};

use super::client::Client;
use super::place::Places;
use crate::finding::{Finding, Label, Severity};
use crate::output::display::clean;

/// The name under which the client lists them.
pub const SOURCE: &str = "ibid";

/// The longest piece of a source that is shown in a line, in characters.
const LONGEST: usize = 200;

/// A finding as a diagnostic.
pub fn diagnostic(finding: &Finding, places: &Places, client: &Client) -> Diagnostic {
    let page = places.scratch.page_of(finding.rule).filter(|_| client.describes);
    let related = finding.related.iter().map(|label| related(label, places));
    Diagnostic {
        range: places.range(finding.primary.span),
        severity: Some(severity(finding.severity)),
        code: Some(Code::String(finding.rule.to_owned())),
        code_description: page.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(message(finding, places, client.related)),
        related_information: client.related.then(|| related.collect()),
        ..Diagnostic::default()
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}

/// The message, and below it notes and help; the source's words, too, for a client that shows no further places.
fn message(finding: &Finding, places: &Places, related: bool) -> String {
    let mut lines = vec![clean(&finding.message)];
    if !related {
        lines.extend(finding.related.iter().map(|label| shown(label, places)));
    }
    lines.extend(finding.notes.iter().map(|note| format!("note: {}", clean(note))));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", clean(help))));
    lines.join("\n")
}

fn related(label: &Label, places: &Places) -> DiagnosticRelatedInformation {
    let location = places.location(label.span);
    DiagnosticRelatedInformation { location, message: shown(label, places) }
}

/// What a label says, with the words that it is about.
fn shown(label: &Label, places: &Places) -> String {
    let words = places.report.files.slice(label.span).split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(LONGEST).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    let words = if words.is_empty() { String::new() } else { format!(": {short}{more}") };
    let source = label.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
    clean(&format!("{}{source}{words}", label.message))
}
