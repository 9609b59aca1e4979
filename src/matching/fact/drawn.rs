//! The facts of a sentence that follows no single passage, held against all of the document that it draws on.
//!
//! Takes the facts of one sentence and the document; hands on those whose value the document has nowhere, where it says of the same
//! thing, among the same words, something else.

use super::about::{self, About, words_round};
use super::{CANDIDATES, Contradicted, Surroundings, could_stand_for, differs};
use crate::claim::fact::{Fact, Kind, Value};
use crate::corpus::alike::Forms;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::matching::{Draft, Found};

/// How much of the words round the draft's fact stand round the document's.
const SHARED: f64 = 0.6;
/// Words on either side of the document's fact: it takes more sentences to say the same.
const REACH: usize = 25;
/// How near a second fact with another value may come.
const RIVAL: f64 = 0.8;

/// Holds the facts of one sentence against a document.
pub fn hold(
    draft: &Draft,
    sentence: Span,
    own: &[Fact],
    id: DocumentId,
    corpus: &Corpus,
    (forms, all): (&mut Forms, &mut Vec<Contradicted>),
) {
    let document = corpus.document(id);
    let text = document.text();
    let around = Surroundings::of(document, document.file.span(0..text.len()));
    for fact in own {
        if !is_counted(fact) {
            continue;
        }
        let others =
            around.facts().iter().filter(|other| could_stand_for(fact, other) && differs(fact, other));
        let others: Vec<&Fact> = others.take(CANDIDATES + 1).collect();
        if others.is_empty() || others.len() > CANDIDATES || around.has_value(fact) {
            continue;
        }
        let about = About::of(forms, draft.text, sentence.range(), &fact.range, about::NEAR);
        let mut found: Vec<(f64, &Fact)> = Vec::new();
        for other in others {
            let paragraph = document.paragraph(document.file.span(other.range.clone()));
            let words = words_round(text, paragraph.range(), &other.range, REACH);
            found.push((about.held_by(&words), other));
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let Some(&(shared, other)) = found.first() else { continue };
        let rival = found.iter().find(|(_, one)| differs(one, other)).map_or(0.0, |rival| rival.0);
        if shared < SHARED || rival > shared * RIVAL || around.derives(fact, &other.range) {
            continue;
        }
        all.push(Contradicted {
            own: Span { start: fact.range.start as u32, end: fact.range.end as u32, ..sentence },
            stated: fact.value.clone(),
            right: Found { document: id, span: document.file.span(other.range.clone()) },
        });
    }
}

/// Whether a number counts something, or is a part of something, that its noun names: a length of time or a sum of money may be that of
/// anything that a whole document tells.
fn is_counted(fact: &Fact) -> bool {
    match &fact.value {
        Value::Number(number) => number.head.is_some() && matches!(number.kind, Kind::Count | Kind::Share),
        Value::Date(_) => false,
    }
}
