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
use crate::matching::{By, Match, Meant, Misnamed, Named, Verdict, misnamed};
use crate::nearest::{is_slip, nearest};
use crate::page;

/// In a draft with more unknown keys than this the bibliography is another one, and the nearest keys are no help.
const MOST: usize = 200;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    if !cx.corpus.is_empty() {
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
    for (number, citation) in (0..).zip(&cx.claims.citations) {
        let bracketed = matches!(citation.form, Form::Bracket | Form::InlineNote);
        if !bracketed && (citation.form != Form::Bare || !*uses_keys) {
            continue;
        }
        let unknown = |named: &Named| named.by == By::Key && named.documents.is_none();
        for named in names(cx, citation).into_iter().filter(unknown) {
            let key = &cx.file.text()[named.place.clone()];
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
                    let braced = cx.file.text()[..span.start as usize].ends_with('{');
                    let replacement = if braced { near.to_owned() } else { written(near) };
                    let title = format!("cite `{near}`");
                    let certain = is_respelling(key, near, &known) || is_borne_out(cx, number, key, near);
                    let safety = if certain { Safety::Safe } else { Safety::Unsafe };
                    finding.fixes.push(Fix { title, safety, edits: vec![Edit { span, replacement }] });
                }
                None => finding.help.push("correct the key, or add it to the bibliography".into()),
            }
            findings.push(finding);
        }
    }
}

/// Whether a key has the letters and digits of a known one and of no other, in another case or with other signs between them.
fn is_respelling(key: &str, near: &str, known: &[&str]) -> bool {
    let bare = |key: &str| -> String {
        key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let own = bare(key);
    !own.is_empty() && bare(near) == own && known.iter().filter(|known| bare(known) == own).count() == 1
}

/// Whether what a citation is for stands word for word in the source whose key is near: a slip of a letter then names that one. A year
/// or a letter behind it is no slip, but may be another work.
fn is_borne_out(cx: &Cx, citation: u32, key: &str, near: &str) -> bool {
    let digits = |key: &str| key.chars().filter(char::is_ascii_digit).collect::<String>();
    let ending = |key: &str| {
        let end = key.rfind(|c: char| c.is_ascii_digit()).map_or(key.len(), |at| at + 1);
        key[end..].to_owned()
    };
    let quoted =
        cx.claims.said.quotes.iter().zip(cx.matches).filter(|(quote, _)| quote.citations.contains(&citation));
    let stands = |matched: &Match| {
        matches!(matched.verdict, Verdict::Verbatim | Verdict::Permitted)
            && matched.at.as_ref().is_some_and(|at| cx.corpus.document(at.document).key == near)
    };
    let mut quoted = quoted.map(|(_, matched)| stands(matched)).peekable();
    is_slip(key, near)
        && digits(key) == digits(near)
        && ending(key) == ending(near)
        && quoted.peek().is_some()
        && quoted.all(|stands| stands)
}

#[cfg(test)]
mod tests {
    use super::is_respelling;

    #[test]
    fn a_key_in_another_case_is_the_same_key_unless_two_are() {
        let known = ["ferrer2021", "harbour-log", "lund", "Lund"];
        assert!(is_respelling("Ferrer2021", "ferrer2021", &known));
        assert!(is_respelling("harbour_log", "harbour-log", &known));
        assert!(!is_respelling("LUND", "lund", &known));
        assert!(!is_respelling("ferrer2020", "ferrer2021", &known));
        assert!(!is_respelling("-", "ferrer2021", &known));
    }
}
