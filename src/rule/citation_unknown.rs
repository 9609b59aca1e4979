//! `citation-unknown`: a key, an author and a year, or a number that names no source.
//!
//! Takes the draft's citations and what the corpus knows by name; the finding points at the name and shows the nearest. A
//! key without brackets may be a handle, so it counts only where it is a slip of a key that there is.

use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Cx;
use super::citing::{names, uses_keys, written};
use super::report::{label, plain};
use crate::claim::citation::Form;
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::matching::{By, Meant, Misnamed, Named, misnamed};
use crate::nearest::{is_slip, nearest};
use crate::page;

/// In a draft with more unknown keys than this the bibliography is another one, and the nearest keys are no help.
const MOST: usize = 200;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    if !cx.corpus.documents.is_empty() {
        findings.extend(misnamed(&cx.draft(), cx.corpus).into_iter().map(|one| unanswered(cx, one)));
    }
    by_key(cx, findings);
}

/// An author and a year, or a number, that nothing answers to.
fn unanswered(cx: &Cx, Misnamed { place, meant }: Misnamed) -> Finding {
    let written = plain(&cx.text[place.clone()]);
    let message = match &meant {
        Meant::Listed(_) => format!("this draft's list of sources has no entry {written}"),
        Meant::Given(_) => format!("there is no source {written}"),
        Meant::Years(..) | Meant::Author(..) => {
            format!("no source answers to `{}`", written.replace('(', ""))
        }
    };
    let primary = label(cx.file.span(place), "names nothing");
    let mut finding = page::CITATION_UNKNOWN.finding(message, primary);
    finding.severity = Severity::Warning;
    let fix = |title: String, place: Range<usize>, replacement: String| {
        let edits = vec![Edit { span: cx.file.span(place), replacement }];
        Fix { title, safety: Safety::Unsafe, edits }
    };
    match meant {
        Meant::Listed(last) => finding.help.push(format!("its entries end with {last}")),
        Meant::Given(1) => finding.help.push("there is one source".into()),
        Meant::Given(last) => finding.help.push(format!("there are {last} sources")),
        Meant::Years(years, place) => match years.as_slice() {
            [year] => finding.fixes.push(fix(format!("cite the work of {year}"), place, year.to_string())),
            years => {
                let years: Vec<String> = years.iter().map(u16::to_string).collect();
                finding.help.push(format!("the author's works are of {}", years.join(", ")));
            }
        },
        Meant::Author(name, place) => {
            finding.fixes.push(fix(format!("cite {name}"), place, name));
        }
    }
    finding
}

fn by_key(cx: &Cx, findings: &mut Vec<Finding>) {
    // Without a bibliography a key may belong to one that is kept elsewhere.
    if cx.corpus.bibliography.is_empty() {
        return;
    }
    let known = LazyCell::new(|| cx.corpus.keys());
    let uses_keys = LazyCell::new(|| uses_keys(cx));
    // A key is compared with all others once, however often it is cited.
    let mut near_to: FxHashMap<(&str, bool), Option<&str>> = FxHashMap::default();
    let mut compared = 0;
    for citation in &cx.claims.citations {
        let bracketed = matches!(citation.form, Form::Bracket | Form::InlineNote);
        if !bracketed && (citation.form != Form::Bare || !*uses_keys) {
            continue;
        }
        let unknown = |named: &Named| named.by == By::Key && named.documents.is_none();
        for named in names(cx, citation).into_iter().filter(unknown) {
            let key = &cx.file.text[named.place.clone()];
            let near = *near_to.entry((key, bracketed)).or_insert_with(|| match bracketed {
                true if compared < MOST => {
                    compared += 1;
                    nearest(key, known.iter().copied())
                }
                true => None,
                false => known.iter().find(|known| is_slip(key, known)).copied(),
            });
            if !bracketed && near.is_none() {
                continue;
            }
            let span = cx.file.span(named.place.clone());
            let message = format!("no source is called `{key}`");
            let mut finding = page::CITATION_UNKNOWN.finding(message, label(span, "names nothing"));
            if !bracketed {
                finding.severity = Severity::Warning;
            }
            match near {
                Some(near) => {
                    let braced = cx.file.text[..span.start as usize].ends_with('{');
                    let replacement = if braced { near.to_owned() } else { written(near) };
                    let title = format!("cite `{near}`");
                    finding.fixes.push(Fix {
                        title,
                        safety: Safety::Unsafe,
                        edits: vec![Edit { span, replacement }],
                    });
                }
                None => finding.help.push("correct the key, or add it to the bibliography".into()),
            }
            findings.push(finding);
        }
    }
}
