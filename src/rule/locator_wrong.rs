//! `locator-wrong`: a citation points to a page or a section that the source does not have, or where the words do not stand.
//!
//! Takes the locators that `matching` held against the passages; the finding points at the locator and at the words.

use super::Cx;
use super::report::{label, source_label};
use crate::claim::citation::locator::Unit;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::matching::{Mispointed, mispointed};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    for wrong in mispointed(&cx.draft(), cx.matches, cx.corpus) {
        let key = &cx.corpus.document(wrong.found.document).key;
        let unit = wrong.locator.unit.name();
        let on = if unit == "page" { "on" } else { "in" };
        let message = match (&wrong.right, wrong.absent) {
            (Some(right), _) if wrong.locator.unit == Unit::Time => {
                format!("the words are said at {right} in `{key}`")
            }
            (Some(right), true) => {
                format!("`{key}` has no such {unit}; the words stand {on} its {unit} {right}")
            }
            (Some(right), false) => format!("the words stand {on} {unit} {right} of `{key}`"),
            (None, true) => format!("`{key}` has no such {unit}"),
            (None, false) => format!("the words do not stand {on} this {unit} of `{key}`"),
        };
        let own = label(wrong.locator.span, format!("not the {unit}"));
        let mut finding = page::LOCATOR_WRONG.finding(message, own);
        finding.related.push(source_label(cx, &wrong.found, wrong.found.span, "the words stand here"));
        finding.notes.extend(wrong.pages.map(|pages| format!("the text has {pages} pages, counted from 1")));
        match fix(cx, &wrong) {
            Some(fix) => finding.fixes.push(fix),
            None => finding.help.push(format!("look up the {unit}, or leave it out")),
        }
        findings.push(finding);
    }
}

/// The right number in the wrong one's place, where there is one and the draft has one.
fn fix(cx: &Cx, wrong: &Mispointed) -> Option<Fix> {
    let right = wrong.right.as_ref()?;
    let written = cx.file.slice(wrong.locator.span);
    let at = written.find(|c: char| c.is_ascii_digit())?;
    let span = cx.file.span(wrong.locator.span.start as usize + at..wrong.locator.span.end as usize);
    let single = wrong.locator.first == wrong.locator.last;
    let title = match wrong.locator.unit {
        Unit::Time => format!("point to {right}"),
        unit => format!("point to {} {right}", unit.name()),
    };
    let edits = vec![Edit { span, replacement: right.clone() }];
    single.then_some(Fix { title, safety: Safety::Unsafe, edits })
}
