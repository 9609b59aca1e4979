//! `note-unused`: a footnote that no mark refers to.
//!
//! Takes the notes without a mark that the draft has; the finding points at the label, and at the note that has it first.

use super::Cx;
use super::report::label;
use crate::finding::Finding;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for note in &cx.claims.notes.unused {
        let name = cx.file.slice(note.label);
        let (message, words) = match note.first {
            Some(_) => (format!("two notes are called `{name}`"), "no mark refers to this one"),
            None => (format!("no mark refers to the note `{name}`"), "nobody is led here"),
        };
        let mut finding = page::NOTE_UNUSED.finding(message, label(note.label, words));
        finding.related.extend(note.first.map(|first| label(first, "marks refer to this one")));
        let help = format!("set `[^{name}]` where the note belongs, or take it out");
        finding.help.push(if note.first.is_some() { "give one of them another label".into() } else { help });
        findings.push(finding);
    }
}
