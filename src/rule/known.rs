//! What the rules on numbers and dates report of the project's own facts: a value that a fact has otherwise.
//!
//! Takes the values that `matching` found and hands on findings that point at the draft's value and at the fact's. Of what a fact
//! speaks of no source is asked, whether the draft has it right or wrong.

use super::Cx;
use super::report::{draft_words, fact_label, label};
use super::value_fix::fitted;
use crate::claim::fact::{Fact, Grain, Value, facts_in};
use crate::config::facts::Stated;
use crate::file::Span;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fold::MASK;
use crate::page::Page;

/// The findings of one rule, on the values that it looks after. Hands on where the draft has a value that a fact has, too, or
/// otherwise.
pub fn findings(cx: &Cx, page: &Page, own: fn(&Value) -> bool, findings: &mut Vec<Finding>) -> Vec<Span> {
    let known = cx.known();
    for one in known.wrong.iter().filter(|one| own(&one.value)) {
        let (words, right, subject) = (draft_words(cx, one.own), &one.right.text, &one.fact.subject.text);
        let message = format!("the project has “{right}” for “{subject}”, not “{words}”");
        let mut finding = page.finding(message, label(one.own, "another value"));
        finding.related.push(fact_label(one.right, "the value"));
        let plain = !cx.text[one.own.range()].contains(MASK);
        match replacement(&words, &one.value, one.right).filter(|_| plain) {
            Some(replacement) => finding.fixes.push(Fix {
                title: format!("write “{replacement}”"),
                safety: Safety::Unsafe,
                edits: vec![Edit { span: one.own, replacement }],
            }),
            None => finding.help.push(format!("write what the fact has: “{right}”")),
        }
        findings.push(finding);
    }
    known.wrong.iter().map(|one| one.own).chain(known.right.iter().copied()).collect()
}

/// The fact's words for its value, without what hedges it, as they fit in the place of the draft's: a day is not put where a year
/// stands.
fn replacement(words: &str, value: &Value, right: &Stated) -> Option<String> {
    let facts = facts_in(&right.text, 0..right.text.len());
    let [Fact { range, value: stated }] = &facts[..] else { return None };
    let grains = match (value, stated) {
        (Value::Date(own), Value::Date(stated)) => own.grain() == stated.grain(),
        // A year by itself is a number as well.
        (Value::Date(own), Value::Number(_)) => own.grain() == Grain::Year,
        _ => true,
    };
    fitted(words, &right.text[range.clone()]).filter(|_| grains)
}
