//! `name-misspelled`: a name is a letter or two away from a name of a source that the draft leans on, or the project spells a
//! word otherwise.
//!
//! Takes the pairs of names, and the spellings that `matching` found; the finding points at the draft's first place, and at
//! the source's or the fact's.

use super::Cx;
use super::report::{draft_words, fact_label, label, source_label, source_words};
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fold::MASK;
use crate::matching::{Misspelled, Respelled, misspelled};
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let spelled = cx.preferred();
    findings.extend(spelled.wrong.iter().map(|one| respelled(cx, one)));
    // What the project says of a spelling goes before the source's.
    let open = |name: &&Misspelled| !name.words.iter().any(|word| spelled.speaks_of(*word));
    let misspelled = misspelled(&cx.draft(), cx.matches, cx.corpus);
    findings.extend(misspelled.iter().filter(open).map(|name| misread(cx, name)));
}

/// A spelling that the project does not want.
fn respelled(cx: &Cx, one: &Respelled) -> Finding {
    let (first, _) = &one.places[0];
    let to = &one.fact.subject.text;
    let message = format!("the project spells it “{to}”, not “{}”", draft_words(cx, *first));
    let mut finding = page::NAME_MISSPELLED.finding(message, label(*first, "another spelling"));
    finding.related.push(fact_label(&one.fact.subject, "the preferred spelling"));
    finding.notes.extend(more(one.places.len()));
    // Markup within the words has no place in the new ones.
    let plain = one.places.iter().filter(|(span, _)| !cx.text[span.range()].contains(MASK));
    let edits: Vec<Edit> = plain.map(|(span, to)| Edit { span: *span, replacement: to.clone() }).collect();
    let title = format!("write “{to}”");
    if edits.is_empty() {
        finding.help.push(title);
    } else {
        // A work that bears the old spelling in its title may look like prose.
        finding.fixes.push(Fix { title, safety: Safety::Unsafe, edits });
    }
    finding
}

/// A name that a source has otherwise.
fn misread(cx: &Cx, name: &Misspelled) -> Finding {
    let first = name.mentions[0];
    let document = cx.corpus.document(name.found.document);
    let right = source_words(document, name.found.span);
    let message = format!("the source has “{right}”, not “{}”", draft_words(cx, first));
    let mut finding = page::NAME_MISSPELLED.finding(message, label(first, "misspelled"));
    finding.related.push(source_label(cx, &name.found, name.found.span, "the name in the source"));
    finding.notes.extend(more(name.mentions.len()));
    let word = &document.text()[name.right.range()];
    let edits = name.words.iter().map(|&span| Edit { span, replacement: word.to_owned() });
    finding.fixes.push(Fix {
        title: format!("write “{word}”"),
        safety: Safety::Unsafe,
        edits: edits.collect(),
    });
    finding
}

/// How often the draft has it beside the first time.
fn more(places: usize) -> Option<String> {
    match places - 1 {
        0 => None,
        1 => Some("the draft has it so once more".into()),
        more => Some(format!("the draft has it so {more} more times")),
    }
}
