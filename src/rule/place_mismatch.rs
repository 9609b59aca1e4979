//! `place-mismatch`: a place is put in a country or a region where no place of that name lies, or is called a capital that
//! it is not.
//!
//! Takes the faults that `matching` found; the finding points at what the place is said to lie in, and at the place.

use super::Cx;
use super::report::{draft_words, fact_label, label, source_label};
use crate::claim::Placed;
use crate::claim::place::Form;
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::gazetteer::{capital_of, country_of, written};
use crate::matching::{Elsewhere, Fault, Relocated, elsewhere, located};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let draft = cx.draft();
    let located = located(&draft, cx.places, &cx.config.facts);
    findings.extend(located.wrong.iter().map(|one| relocated(cx, one)));
    for wrong in elsewhere(&draft, cx.places, cx.corpus) {
        // What the project states goes before the gazetteer.
        if located.known.contains(&wrong.placed.place) {
            continue;
        }
        let placed = wrong.placed;
        let name = draft_words(cx, placed.place);
        let home = home(&wrong);
        let claimed = written(placed.regions[0]);
        let (message, own, other) = match wrong.fault {
            Fault::NotThere if wrong.several => (
                format!("no {name} lies in {claimed}; the largest is in {home}"),
                format!("no {name} lies there"),
                format!("the largest lies in {home}"),
            ),
            Fault::NotThere => (
                format!("{name} is in {home}, not in {claimed}"),
                "not there".to_owned(),
                format!("this lies in {home}"),
            ),
            Fault::NotCapital => (
                format!("{name} is not the capital of {claimed}"),
                "not its capital".to_owned(),
                format!("this lies in {home}"),
            ),
        };
        let mut finding = page::PLACE_MISMATCH.finding(message, label(placed.within, own));
        finding.severity = severity(placed, finding.severity);
        if let Some(found) = &wrong.source {
            finding.related.push(source_label(cx, found, found.span, "the source has it so"));
            finding.notes.push("the error is the source's; say so where you repeat it".into());
        }
        finding.related.push(label(placed.place, other));
        match wrong.fault {
            Fault::NotCapital => {
                let capital = placed.regions.iter().find_map(|&region| capital_of(region));
                finding.help.extend(capital.map(|capital| format!("the capital of {claimed} is {capital}")));
            }
            Fault::NotThere => finding.fixes.extend(fix(cx, &wrong, home)),
        }
        findings.push(finding);
    }
}

/// A place that a fact of the project's has elsewhere.
fn relocated(cx: &Cx, one: &Relocated) -> Finding {
    let (placed, right) = (&one.placed, &one.right.text);
    let (name, claimed) = (draft_words(cx, placed.place), draft_words(cx, placed.within));
    let message = format!("the project has {name} in “{right}”, not in “{claimed}”");
    let mut finding = page::PLACE_MISMATCH.finding(message, label(placed.within, "not there"));
    finding.severity = severity(placed, finding.severity);
    finding.related.push(fact_label(one.right, "where it lies"));
    match fitted(cx, placed, right) {
        Some(fix) => finding.fixes.push(fix),
        None => finding.help.push(format!("put it in “{right}”")),
    }
    finding
}

/// The severity of a fault: in other forms than these a text may mean something else.
fn severity(placed: &Placed, page: Severity) -> Severity {
    match placed.form {
        Form::Bracket | Form::Comma | Form::Capital => page,
        _ => Severity::Warning,
    }
}

/// Where a place does lie: in a region, where the draft names another one of the same country.
fn home(wrong: &Elsewhere) -> &'static str {
    let (own, country) = (wrong.city.region, country_of(wrong.city.region));
    let part = |&region: &_| region != country && country_of(region) == country;
    if wrong.placed.regions.iter().any(part) && !written(own).is_empty() {
        written(own)
    } else {
        written(country)
    }
}

/// The right country in the wrong one's place, where one alone is right.
fn fix(cx: &Cx, wrong: &Elsewhere, home: &str) -> Option<Fix> {
    if wrong.several { None } else { fitted(cx, wrong.placed, home) }
}

/// The right country in the wrong one's place, where the words round it need no other form.
fn fitted(cx: &Cx, placed: &Placed, home: &str) -> Option<Fix> {
    let within = placed.within;
    let article = cx.text[..within.range().start].ends_with("the ");
    // An adjective or a possessive has another form.
    let plain = !placed.by_adjective && placed.form != Form::Kind;
    let fits = plain && (!article || home.starts_with("the "));
    let home = if article { home.trim_start_matches("the ") } else { home };
    fits.then(|| Fix {
        title: format!("write “{home}”"),
        safety: Safety::Unsafe,
        edits: vec![Edit { span: within, replacement: home.to_owned() }],
    })
}
