//! `place-mismatch`: a place is put in a country or a region where no place of that name lies, or is called a capital that
//! it is not.
//!
//! Takes the faults that `matching` found; the finding points at what the place is said to lie in, and at the place.

use super::Cx;
use super::report::{draft_words, label, source_label};
use crate::claim::place::Form;
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::gazetteer::{capital_of, country_of, written};
use crate::matching::{Draft, Elsewhere, Fault, elsewhere};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let draft = Draft { text: cx.text, claims: cx.claims, options: &cx.config.options };
    for wrong in elsewhere(&draft, cx.corpus) {
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
        if !matches!(placed.form, Form::Bracket | Form::Comma | Form::Capital) {
            finding.severity = Severity::Warning;
        }
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

/// The right country in the wrong one's place, where one alone is right and the words round it need no other form.
fn fix(cx: &Cx, wrong: &Elsewhere, home: &str) -> Option<Fix> {
    let within = wrong.placed.within;
    let article = cx.text[..within.range().start].ends_with("the ");
    // An adjective or a possessive has another form.
    let plain = !wrong.placed.by_adjective && wrong.placed.form != Form::Kind;
    let fits = !wrong.several && plain && (!article || home.starts_with("the "));
    let home = if article { home.trim_start_matches("the ") } else { home };
    fits.then(|| Fix {
        title: format!("write “{home}”"),
        safety: Safety::Unsafe,
        edits: vec![Edit { span: within, replacement: home.to_owned() }],
    })
}
