//! `name-mismatch`: another name stands where the source that a sentence draws on has one.
//!
//! Takes the names that `matching` found to part from the source; the finding points at the draft's and at the source's.

use super::Cx;
use super::report::{draft_words, label, source_label, source_words};
use crate::finding::Finding;
use crate::matching::{given, replaced};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let draft = cx.draft();
    let given = given(&draft, cx.follows, cx.corpus);
    // What the project says of a spelling goes before the source's.
    let spelled = cx.preferred();
    for name in given.iter().filter(|name| !spelled.speaks_of(name.given)) {
        let right = source_words(cx.corpus.document(name.found.document), name.found.span);
        let (own, first) = (draft_words(cx, name.name), draft_words(cx, name.given));
        let message = if name.other {
            format!("the source has “{right}”, not “{own}”")
        } else {
            format!("no source calls {right} “{first}”")
        };
        let mut finding = page::NAME_MISMATCH.finding(message, label(name.given, "not the source's name"));
        finding.related.push(source_label(cx, &name.found, name.found.span, "the name in the source"));
        findings.push(finding);
    }
    for pair in replaced(&draft, cx.follows, cx.corpus) {
        if given.iter().any(|name| name.name == pair.name) || spelled.speaks_of(pair.name) {
            continue;
        }
        let right = source_words(cx.corpus.document(pair.found.document), pair.found.span);
        let message = format!("the source has “{right}” here, not “{}”", draft_words(cx, pair.name));
        let mut finding = page::NAME_MISMATCH.finding(message, label(pair.name, "another name"));
        finding.related.push(source_label(cx, &pair.found, pair.found.span, "the name in the source"));
        findings.push(finding);
    }
}
