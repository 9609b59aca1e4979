//! `role-mismatch`: somebody has another office in the draft than in the sources that it leans on.
//!
//! Takes the offices that `matching` found to conflict; the finding points at the draft's office, at the source's, and at whoever
//! holds the draft's there.

use super::Cx;
use super::report::{draft_words, label, source_label, source_words};
use crate::finding::Finding;
use crate::matching::{Draft, misplaced};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let draft = Draft { text: cx.text, claims: cx.claims, options: &cx.config.options };
    for one in misplaced(&draft, cx.matches, cx.corpus) {
        let right = source_words(cx.corpus.document(one.right.document), one.right.span);
        let (name, office) = (&one.name, draft_words(cx, one.office));
        let message = format!("the source has {name} as “{right}”, not as “{office}”");
        let mut finding = page::ROLE_MISMATCH.finding(message, label(one.office, "another office"));
        finding.related.push(source_label(cx, &one.right, one.right.span, "the office in the source"));
        if let Some((holder, found)) = &one.holder {
            let message = format!("this is {holder}'s office here");
            finding.related.push(source_label(cx, found, found.span, &message));
        }
        finding.help.push(format!("give {name} the source's office, or the office to whom it belongs"));
        findings.push(finding);
    }
}
