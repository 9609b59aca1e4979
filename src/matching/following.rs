//! What a draft says in its own words, held against the corpus: for every sentence, and for every statement that it reports,
//! the sentence of a source that it follows and the document that it draws on.
//!
//! Takes the claims of all drafts and hands on one `Follows` a draft. The sources are read once for all sentences of all
//! drafts. A passage is named only where it is strong and no other comes near it.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::PoisonError;

use rustc_hash::FxHasher;

use super::cited::Cited;
use super::memory::{Memory, recall};
use super::told::{self, Told};
use super::{Draft, Found};
use crate::claim::Sentence;
use crate::corpus::alike::{Alike, Answer, Asked, Forms, Statement, Term};
use crate::corpus::{Corpus, DocumentId};
use crate::fold::words_in;

/// What one draft's own words follow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Follows {
    /// One for each reported statement of its claims, in order.
    pub told: Vec<Told>,
    /// One for each sentence of its claims, in order.
    pub sentences: Vec<Following>,
}

/// What a sentence follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Following {
    /// The passage that it restates, if there is one.
    pub passage: Option<Alike>,
    /// Where else the sources say much the same.
    pub others: Vec<Found>,
    /// The document that it draws on: the passage's, or the one that has most of what it says.
    pub document: Option<DocumentId>,
}

/// A statement of fewer words, or of more, is not looked for.
const WORDS: std::ops::RangeInclusive<usize> = 4..=200;

/// Sentences of one draft that are looked for. What is longer than several books follows no source sentence by sentence.
const MOST: usize = 20_000;

/// What is looked for, by its draft and its number there.
enum Place {
    Reported(usize, usize),
    Sentence(usize, usize),
}

/// Holds what the drafts say in their own words against the corpus: for each draft what it follows.
pub fn follows(drafts: &[Draft], corpus: &Corpus, memory: Option<&Memory>) -> Vec<Follows> {
    let empty = |draft: &Draft| Follows {
        told: vec![Told::default(); draft.claims.said.reported.len()],
        sentences: vec![Following::default(); draft.claims.sentences.len()],
    };
    let mut all: Vec<Follows> = drafts.iter().map(empty).collect();
    if corpus.is_empty() {
        return all;
    }
    let (places, asked) = statements(drafts, corpus, memory);
    let ask =
        |new: &[usize]| corpus.passages_like(&new.iter().map(|&number| &asked[number]).collect::<Vec<_>>());
    let kept = memory.map(|memory| &memory.answers);
    let answers = recall(kept, asked.len(), |number| key(&asked[number]), ask);
    for (place, answer) in places.into_iter().zip(answers) {
        match place {
            Place::Reported(number, at) => {
                if let Some(passage) = answer.followed() {
                    let draft = &drafts[number];
                    all[number].told[at] =
                        told::told(draft, &draft.claims.said.reported[at], passage, corpus);
                }
            }
            Place::Sentence(number, at) => all[number].sentences[at] = following(&answer),
        }
    }
    all
}

/// What is looked for, and what of a draft each is.
fn statements(drafts: &[Draft], corpus: &Corpus, memory: Option<&Memory>) -> (Vec<Place>, Vec<Asked>) {
    let mut places: Vec<Place> = Vec::new();
    let mut asked: Vec<Asked> = Vec::new();
    let mut kept = memory.map(|memory| memory.forms.lock().unwrap_or_else(PoisonError::into_inner));
    let mut own = Forms::default();
    let forms = kept.as_deref_mut().unwrap_or(&mut own);
    for (number, draft) in drafts.iter().enumerate() {
        for (at, one) in draft.claims.said.reported.iter().enumerate() {
            let content: Vec<Range<usize>> = one.content.iter().map(|part| part.range()).collect();
            if WORDS.contains(&length(draft, &content)) {
                places.push(Place::Reported(number, at));
                asked.push(ask(draft, forms, &content, &one.citations, corpus));
            }
        }
        for (at, Sentence { span, citations }) in draft.claims.sentences.iter().enumerate().take(MOST) {
            let content = [span.range()];
            if WORDS.contains(&length(draft, &content)) {
                places.push(Place::Sentence(number, at));
                asked.push(ask(draft, forms, &content, citations, corpus));
            }
        }
    }
    (places, asked)
}

/// What decides the answer: the statement's terms, wherever they stand, and what is cited.
fn key(Asked { statement, cited }: &Asked) -> Vec<u64> {
    let term = |term: &Term| {
        let Term { range: _, kind, opens, joined, forms } = term;
        let mut hasher = FxHasher::default();
        (kind, opens, joined, forms).hash(&mut hasher);
        hasher.finish()
    };
    let terms = statement.terms.iter().map(term);
    let cited = cited.iter().map(|document| u64::from(document.0));
    [statement.words as u64, statement.terms.len() as u64].into_iter().chain(terms).chain(cited).collect()
}

/// The length of a stretch, in words.
fn length(draft: &Draft, content: &[Range<usize>]) -> usize {
    content.iter().map(|part| words_in(draft.text, part.clone()).count()).sum()
}

fn ask(
    draft: &Draft,
    forms: &mut Forms,
    content: &[Range<usize>],
    citations: &[u32],
    corpus: &Corpus,
) -> Asked {
    let cited = Cited::of(draft, citations, |_| true, corpus).documents;
    Asked { statement: Statement::with(forms, draft.text, content), cited }
}

fn following(answer: &Answer) -> Following {
    let passage = answer.followed().cloned();
    let document = passage.as_ref().map(|passage| passage.document).or(answer.document);
    let others = answer.passages.iter().filter(|other| Some(*other) != passage.as_ref());
    let others = others.map(|other| Found { document: other.document, span: other.span }).collect();
    Following { passage, others, document }
}
