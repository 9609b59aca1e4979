//! `ibid check --add-allow REASON`: writes an allow for every finding that a run prints.
//!
//! Takes a report and a reason and hands on what was written, and what was not and why.

use std::path::Path;

use super::write::{Unwritten, replace};
use crate::check::write_allow::with_allows;
use crate::check::{Report, Summary};
use crate::finding::Finding;
use crate::load::own_text;
use crate::output::display::{clean, count};
use crate::page;

/// What became of the drafts.
#[derive(Debug, Default)]
pub struct Outcome {
    /// A line for each draft that was written.
    pub written: Vec<String>,
    /// A sentence for each draft that was left as it is, or in part.
    pub left: Vec<String>,
    /// A sentence for each draft that could not be written.
    pub failed: Vec<String>,
}

/// A reason as it can stand in a comment.
pub fn reason(reason: &str) -> Result<String, String> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err("a reason is needed: say why the findings stand".into());
    }
    if reason.contains("-->") || reason.contains(char::is_control) {
        return Err("a reason is one line, without `-->`".into());
    }
    Ok(reason.to_owned())
}

/// Writes the allows into the drafts of a report. An unused allow is not allowed but removed, which is left to the writer.
pub fn add(report: &Report, reason: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for draft in &report.drafts {
        let (file, path) = (&draft.file, clean(&draft.file.path));
        let about_text = |finding: &&Finding| {
            finding.rule != page::ALLOW_UNUSED.id && finding.primary.span.file == file.id
        };
        let findings: Vec<&Finding> = draft.findings.iter().filter(about_text).collect();
        if findings.is_empty() {
            continue;
        }
        if !file.takes_comments() {
            outcome.left.push(format!(
                "`{path}` was left: its text is not the file; have `[[overrides]]` in ibid.toml ignore the rules for it"
            ));
            continue;
        }
        let new = with_allows(file, &findings, reason);
        if !new.left.is_empty() {
            let findings = count(new.left.len() as u32, "finding");
            outcome.left.push(format!("`{path}` has no place for an allow of {findings}"));
        }
        if new.allows == 0 {
            continue;
        }
        match replace(Path::new(&file.path), file.encoding, own_text(file), &new.text) {
            Ok(()) => {
                outcome.written.push(format!("{} written to {path}", count(new.allows as u32, "allow")))
            }
            Err(why @ (Unwritten::Lacks { .. } | Unwritten::Unfaithful(_))) => {
                outcome.left.push(format!("`{path}` was left: {why}"));
            }
            Err(error) => outcome.failed.push(format!("cannot write `{path}`: {error}")),
        }
    }
    outcome
}

/// What was written, a line a draft, and how much a run still prints.
pub fn render(outcome: &Outcome, totals: &Summary) -> String {
    let mut text: String = outcome.written.iter().map(|line| format!("{line}\n")).collect();
    let rest = totals.errors + totals.warnings + totals.notes;
    if rest > 0 {
        text +=
            &format!("not allowed: {} (without --add-allow the run shows what)\n", count(rest, "finding"));
    } else if text.is_empty() {
        text += "nothing to allow\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_can_stand_in_a_comment() {
        assert_eq!(reason("  she corrected herself "), Ok("she corrected herself".into()));
        for refused in ["", " \t ", "a\nb", "a\rb", "a --> b", "a\u{1b}b"] {
            assert!(reason(refused).is_err(), "{refused:?}");
        }
    }
}
