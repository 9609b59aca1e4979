//! `name-misspelled`: a name is a letter or two away from a name of a source that the draft leans on.
//!
//! Takes the pairs of names that `matching` found; the finding points at the draft's first mention and at the source's.

use super::Cx;
use super::report::{draft_words, label, source_label, source_words};
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::matching::{Draft, misspelled};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let draft = Draft { text: cx.text, claims: cx.claims, options: &cx.config.options };
    for name in misspelled(&draft, cx.matches, cx.corpus) {
        let first = name.mentions[0];
        let document = cx.corpus.document(name.found.document);
        let right = source_words(document, name.found.span);
        let message = format!("the source has “{right}”, not “{}”", draft_words(cx, first));
        let mut finding = page::NAME_MISSPELLED.finding(message, label(first, "misspelled"));
        finding.related.push(source_label(cx, &name.found, name.found.span, "the name in the source"));
        match name.mentions.len() - 1 {
            0 => {}
            1 => finding.notes.push("the draft has it so once more".into()),
            more => finding.notes.push(format!("the draft has it so {more} more times")),
        }
        let word = &document.text()[name.right.range()];
        let edits = name.words.iter().map(|&span| Edit { span, replacement: word.to_owned() });
        finding.fixes.push(Fix {
            title: format!("write “{word}”"),
            safety: Safety::Unsafe,
            edits: edits.collect(),
        });
        findings.push(finding);
    }
}
