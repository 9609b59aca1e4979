//! One way to read a quotation: aligned with one passage, with what differs and what its cut takes away.
//!
//! Takes a quotation and a window that `search` found; `judge` weighs readings against each other, and turns the words of
//! the best one into places in the draft and in the source.

use std::ops::Range;

use super::align::{Alignment, EDIT, Step, align};
use super::cited::Cited;
use super::context::{Lost, condition_cut, lost};
use super::edit::{Difference, EditKind, differences};
use super::passage::Passage;
use super::search::Window;
use super::{Edit, Found};
use crate::claim::{Licence, Quote, Wording, speech};
use crate::config::Options;
use crate::corpus::Corpus;

/// A quotation ready to be judged, and what it is judged by.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The quotation.
    pub quote: &'a Quote,
    /// The masked text of its draft.
    pub text: &'a str,
    /// Its words.
    pub wording: &'a Wording,
    /// Where it may stand.
    pub windows: &'a [Window],
    /// What it cites.
    pub cited: &'a Cited,
    /// The sources.
    pub corpus: &'a Corpus,
    /// The options.
    pub options: &'a Options,
}

/// An alignment with a passage.
pub struct Reading<'a> {
    /// The passage.
    pub passage: Passage<'a>,
    /// How the quotation lies on it.
    pub alignment: Alignment,
    /// What differs.
    pub differences: Vec<Difference>,
    /// The negation that the cut or an ellipsis takes away.
    pub lost: Option<Lost>,
}

impl<'a> Reading<'a> {
    /// The reading of a quotation on a window; none if the two are too long to be aligned.
    pub fn of(case: Case<'a>, window: &Window) -> Option<Reading<'a>> {
        let passage = Passage::of(case.corpus.document(window.document), window);
        let alignment = align(case.wording, &passage, case.options.reach)?;
        let cleaned = case.quote.licence == Licence::Cleaned;
        let differences = differences(case.wording, &passage, &alignment, cleaned);
        // A few words behind a negation may as well be a phrase of their own.
        let long_enough = case.wording.len() >= case.options.cited;
        let lost = lost(case.wording, case.quote.denied, &passage, &alignment)
            .or_else(|| condition_cut(case.wording, &passage, &alignment, rest_of_sentence(case)));
        let lost = lost.filter(|_| long_enough);
        Some(Reading { passage, alignment, differences, lost })
    }

    /// Whether nothing is wrong with it.
    pub fn is_sound(&self) -> bool {
        self.differences.is_empty() && self.lost.is_none() && self.alignment.cost < EDIT
    }

    /// Orders readings, the best first: a sound one before one out of context, that before one with differences; of equals
    /// the one in a cited source.
    pub fn rank(&self, cited: &Cited) -> (bool, bool, bool, u32) {
        let uncited = !cited.documents.is_empty() && !cited.documents.contains(&self.passage.document);
        (!self.differences.is_empty(), self.lost.is_some(), uncited, self.alignment.cost)
    }

    /// Where the passage stands: its first to its last word that these words of the quotation are.
    pub fn place(&self, corpus: &Corpus, own: Range<usize>) -> Option<Found> {
        place(corpus, &self.passage, &self.alignment, own)
    }

    /// A difference as places in the draft and in the source.
    pub fn edit(&self, case: Case, difference: &Difference) -> Edit {
        let own = match difference.own.start.checked_sub(1).filter(|_| difference.omits()) {
            Some(before) => {
                let at = behind_word(case.text, case.wording.tokens[before].end as usize);
                at..at
            }
            None => case.wording.range(difference.own.clone()),
        };
        let shown = if difference.omits() {
            let at = difference.own.start;
            case.wording.range(at.saturating_sub(1)..(at + 1).min(case.wording.len()))
        } else if difference.kind == EditKind::Asked {
            own.start..end_of_question(case.text, own.end)
        } else {
            own.clone()
        };
        self.edit_at(case, difference.kind, own, shown, difference.source.clone())
    }

    /// What is lost as an edit: it points at the words on either side of the ellipsis, or, as the draft's own, at the
    /// first word behind the cut.
    pub fn lost_edit(&self, case: Case, lost: &Lost) -> Edit {
        let shown = case.wording.range(lost.shown.clone());
        let own = if lost.shown.len() == 1 { shown.clone() } else { shown.start..shown.start };
        self.edit_at(case, EditKind::Negation, own, shown, lost.source.clone())
    }

    fn edit_at(
        &self,
        case: Case,
        kind: EditKind,
        own: Range<usize>,
        shown: Range<usize>,
        source: Range<usize>,
    ) -> Edit {
        let file = &case.corpus.document(self.passage.document).file;
        let wording = &self.passage.wording;
        let beside = if source.is_empty() {
            source.start.saturating_sub(1)..(source.end + 1).min(wording.len())
        } else {
            source.clone()
        };
        Edit {
            kind,
            own: relative(case, own),
            shown: relative(case, shown),
            source: file.span(wording.range(source)),
            source_shown: file.span(wording.range(beside)),
        }
    }

    /// Whether every word is the passage's, in one run.
    pub fn is_verbatim(&self) -> bool {
        self.alignment.steps.iter().all(|step| matches!(step, Step::Same(..)))
    }
}

/// Where the words of a passage stand that an alignment holds to be these words of a quotation: the first to the last.
pub fn place(corpus: &Corpus, passage: &Passage, alignment: &Alignment, own: Range<usize>) -> Option<Found> {
    let pairs = alignment.pairs();
    let words = pairs.iter().filter(|(i, _)| own.contains(i)).map(|&(_, j)| j);
    let (first, last) = (words.clone().min()?, words.max()?);
    let span = corpus.document(passage.document).file.span(passage.wording.range(first..last + 1));
    Some(Found { document: passage.document, span })
}

/// The draft's text from the quotation's last word to the end of its sentence, as far as that is near.
fn rest_of_sentence(case: Case<'_>) -> &str {
    const NEAR: usize = 300;
    let start = case.wording.tokens.last().map_or(0, |token| token.end as usize);
    let marks = (case.quote.span.end as usize).max(start);
    let end = case.text.floor_char_boundary((marks + NEAR).min(case.text.len()));
    let stop = speech::sentence_ends(case.text, marks..end).next();
    &case.text[start..stop.unwrap_or(end)]
}

/// Bytes of the draft as bytes from the start of the quotation.
pub fn relative(case: Case, bytes: Range<usize>) -> Range<u32> {
    let base = case.quote.span.start;
    bytes.start as u32 - base..bytes.end as u32 - base
}

/// The byte behind a word and the comma, the stop or the like that goes with it.
fn behind_word(text: &str, word_end: usize) -> usize {
    let marks = text[word_end..].bytes().take_while(|byte| b",;:.!?".contains(byte)).count();
    word_end + marks
}

/// The byte behind the question or exclamation mark that follows a word.
fn end_of_question(text: &str, word_end: usize) -> usize {
    let rest = &text[word_end..];
    let mark = rest.char_indices().find(|(_, c)| matches!(c, '?' | '!' | '？' | '！'));
    mark.map_or(word_end, |(at, c)| word_end + at + c.len_utf8())
}
