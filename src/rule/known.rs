//! What the rules on numbers and dates report of the project's own facts: a value that a fact has otherwise.
//!
//! Takes the values that `matching` found and hands on findings that point at the draft's value and at the fact's. Of what a fact
//! speaks of no source is asked, whether the draft has it right or wrong.

use super::Cx;
use super::report::{draft_words, fact_label, label};
use crate::claim::fact::Value;
use crate::file::Span;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fold::MASK;
use crate::matching::{Draft, known};
use crate::page::Page;

/// The findings of one rule, on the values that it looks after. Hands on where the draft has a value that a fact has, too, or
/// otherwise.
pub fn findings(cx: &Cx, page: &Page, own: fn(&Value) -> bool, findings: &mut Vec<Finding>) -> Vec<Span> {
    let draft = Draft { text: cx.text, claims: cx.claims, options: &cx.config.options };
    let known = known(&draft, &cx.config.facts);
    for one in known.wrong.iter().filter(|one| own(&one.value)) {
        let (words, right, subject) = (draft_words(cx, one.own), &one.right.text, &one.fact.subject.text);
        let message = format!("the project has “{right}” for “{subject}”, not “{words}”");
        let mut finding = page.finding(message, label(one.own, "another value"));
        finding.related.push(fact_label(one.right, "the value"));
        let hyphen = |text: &str| text.contains('-');
        // "900-metre-long" and "840 metres" are built in two ways.
        if hyphen(&words) == hyphen(right) && !cx.text[one.own.range()].contains(MASK) {
            let edits = vec![Edit { span: one.own, replacement: right.clone() }];
            finding.fixes.push(Fix { title: format!("write “{right}”"), safety: Safety::Unsafe, edits });
        } else {
            finding.help.push(format!("write what the fact has: “{right}”"));
        }
        findings.push(finding);
    }
    known.wrong.iter().map(|one| one.own).chain(known.right).collect()
}
