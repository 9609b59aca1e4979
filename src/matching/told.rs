//! What drafts report in their own words, held against the corpus: the source's sentence that each statement follows, and whom
//! the source gives it to.
//!
//! Takes the reported statements of all drafts and hands on one `Told` each. A sentence is named only where it is strong and no
//! other comes near it; whoever speaks there is asked as for a quotation.

use super::cited::Cited;
use super::voice::{Heard, heard_of};
use super::{Draft, Found};
use crate::claim::Reported;
use crate::corpus::Corpus;
use crate::corpus::alike::{Alike, Asked, Statement, followed};
use crate::fold::words_in;

/// What holding a reported statement against the corpus says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The source's sentence that it follows, if there is one.
    pub at: Option<Found>,
    /// Whom the source gives it to.
    pub heard: Heard,
}

/// A statement of fewer words, or of more, is not looked for.
const WORDS: std::ops::RangeInclusive<usize> = 4..=200;

/// Holds the reported statements of all drafts against the corpus: for each draft, one a statement, in order.
pub fn told(drafts: &[Draft], corpus: &Corpus) -> Vec<Vec<Told>> {
    let mut all: Vec<Vec<Told>> =
        drafts.iter().map(|draft| vec![Told::default(); draft.claims.reported.len()]).collect();
    if corpus.documents.is_empty() {
        return all;
    }
    let numbered = drafts.iter().enumerate().flat_map(|(number, draft)| {
        draft.claims.reported.iter().enumerate().map(move |(at, one)| (number, at, draft, one))
    });
    let pending: Vec<(usize, usize, &Draft, &Reported)> =
        numbered.filter(|(.., draft, one)| WORDS.contains(&length(draft, one))).collect();
    let asked: Vec<Asked> = pending.iter().map(|(.., draft, one)| ask(draft, one, corpus)).collect();
    for ((number, at, draft, one), passages) in pending.iter().zip(corpus.passages_like(&asked)) {
        if let Some(passage) = followed(&passages) {
            all[*number][*at] = settle(draft, one, passage, corpus);
        }
    }
    all
}

/// The length of what is reported, in words.
fn length(draft: &Draft, reported: &Reported) -> usize {
    reported.content.iter().map(|part| words_in(draft.text, part.range()).count()).sum()
}

fn ask(draft: &Draft, reported: &Reported, corpus: &Corpus) -> Asked {
    let content: Vec<_> = reported.content.iter().map(|part| part.range()).collect();
    let cited = Cited::of(draft, &reported.citations, |_| true, corpus).documents;
    Asked { statement: Statement::of(draft.text, &content), cited }
}

fn settle(draft: &Draft, reported: &Reported, passage: &Alike, corpus: &Corpus) -> Told {
    let at = Found { document: passage.document, span: passage.span };
    Told { at: Some(at), heard: heard_of(draft, reported, passage, corpus) }
}
