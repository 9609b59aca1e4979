//! What the rules on numbers and dates have in common: the finding on a fact that the source has otherwise.
//!
//! Takes the facts that `matching` found to be contradicted and hands on findings that point at both texts' words.

use super::report::{draft_words, label, source_label, source_words};
use super::value_fix::fitted;
use super::{Cx, known};
use crate::claim::fact::Value;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::matching::Contradicted;
use crate::page::Page;

/// The findings of one rule: on those facts whose value it looks after.
pub fn findings(cx: &Cx, page: &Page, own: fn(&Value) -> bool, findings: &mut Vec<Finding>) {
    // What the project states goes before the sources.
    let known = known::findings(cx, page, own, findings);
    let open = |one: &Contradicted| own(&one.stated) && !known.iter().any(|span| span.overlaps(one.own));
    for one in cx.contradicted().iter().filter(|one| open(one)) {
        let right = source_words(cx.corpus.document(one.right.document), one.right.span);
        let message = format!("the source has “{right}”, not “{}”", draft_words(cx, one.own));
        let mut finding = page.finding(message, label(one.own, "not in the source"));
        finding.related.push(source_label(cx, &one.right, one.right.span, "the source"));
        match fitted(&draft_words(cx, one.own), &right) {
            Some(replacement) => finding.fixes.push(Fix {
                title: format!("write “{replacement}”"),
                safety: Safety::Unsafe,
                edits: vec![Edit { span: one.own, replacement }],
            }),
            None => finding.help.push(format!("write what the source has: “{right}”")),
        }
        findings.push(finding);
    }
}
