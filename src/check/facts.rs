//! Facts that cannot be held against anything, since what they say is not understood.
//!
//! Takes what was loaded. An office that is none, or a value without a number or a date, makes the configuration invalid, as a
//! mistyped key does: a fact that is silently never checked is worse than none.

use std::sync::Arc;

use crate::claim::office::stated;
use crate::config::Facts;
use crate::config::facts::Stated;
use crate::finding::{Finding, Label};
use crate::load::Loaded;
use crate::matching::{readings, regions};
use crate::page;

/// What was loaded, or, where facts are not understood, nothing but the findings that say so.
pub(super) fn understood(loaded: Loaded) -> Loaded {
    let mut all: Vec<&Arc<Facts>> = Vec::new();
    for facts in loaded.projects.iter().map(|project| &project.config.facts) {
        if !all.iter().any(|known| Arc::ptr_eq(known, facts)) {
            all.push(facts);
        }
    }
    let findings: Vec<Finding> = all.into_iter().flat_map(|facts| strange(facts)).collect();
    if findings.is_empty() {
        return loaded;
    }
    let Loaded { files, config, .. } = loaded;
    Loaded { files, findings, config, failed: true, ..Loaded::default() }
}

/// The values of facts that are not understood.
fn strange(facts: &Facts) -> Vec<Finding> {
    let offices = facts.offices.values().flat_map(|fact| &fact.values);
    let offices = offices.filter(|office| stated(&office.text, office.span).is_empty());
    let offices = offices.map(|office| {
        let help =
            "name a title that is one, with its portfolio and whose it is: `foreign minister of Norway`";
        refuse(office, "is no office that can be told from others", "no office", help)
    });
    // A county that is not known may stand beside the country that is.
    let places = facts
        .places
        .values()
        .filter(|fact| !fact.values.iter().any(|value| regions(&value.text).next().is_some()));
    let places = places.map(|fact| {
        let help =
            "name the country, or its state, province or other first part: `\"Port Ellis\" = \"Norway\"`";
        refuse(&fact.values[0], "is no country and no region that is known", "not known", help)
    });
    let values = facts.values.values().flat_map(|fact| &fact.values);
    let values = values.filter(|value| readings(&value.text).is_empty());
    let values = values.map(|value| {
        let help = "state one number, with its unit, or one date: `840 metres`, `3.2 million`, `12 May 1921`";
        refuse(value, "is no number and no date", "no value", help)
    });
    places.chain(offices).chain(values).collect()
}

fn refuse(stated: &Stated, why: &str, label: &str, help: &str) -> Finding {
    let primary = Label { span: stated.span, message: label.into(), source: None };
    let mut finding = page::CONFIG_INVALID.finding(format!("`{}` {why}", stated.text), primary);
    finding.help.push(help.into());
    finding
}
