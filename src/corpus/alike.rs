//! Sentences of the sources that say much the same as a sentence of a draft.
//!
//! Takes statements (what a draft's sentences or clauses say) and the corpus, which it reads once for all of them or looks up in
//! its index, and hands on for each the passages that restate most of it: a source's sentence, or two neighbouring ones. Words are
//! compared in all their forms, and weigh by how rare they are in the sources (inverse document frequency, Spärck Jones
//! 1972, with sentences for documents). Likeness is no proof: `followed` names a passage only where it is strong and no
//! other comes near it.

mod drawn;
mod indexed;
mod inflect;
mod reading;
mod sentence;
mod sentences;
mod statement;
mod terms;

pub(super) use sentence::{Cutter, end_between};
pub use statement::{Forms, Kind, Statement, Term};

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::index::CAPITAL;
use super::{Corpus, DocumentId};
use crate::file::Span;
use crate::parallel;
use indexed::Indexed;
use reading::read;
use sentences::Sentences;
use terms::Terms;

/// A statement to be looked for. What somebody is reported to have said is asked for without the clause that reports it:
/// that the same person told the same people something is no likeness.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What it says.
    pub statement: Statement,
    /// The documents that are cited for it: passages elsewhere are named only where none of these has one that is strong.
    pub cited: Vec<DocumentId>,
}

/// What the sources have of a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The passages that are like it, best first, at most a few.
    pub passages: Vec<Alike>,
    /// The document that has most of it, if one stands out; a summary's sentence may say what many sentences say.
    pub document: Option<DocumentId>,
}

impl Answer {
    /// The passage that the statement follows: strong, and no other near it.
    pub fn followed(&self) -> Option<&Alike> {
        followed(&self.passages)
    }
}

/// A passage of a source that says much the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// The document.
    pub document: DocumentId,
    /// Its sentence, or two neighbouring ones.
    pub span: Span,
    /// From the first to the last word that they share.
    pub stretch: Span,
    /// The share of the statement that it has, by weight, from 0 to 1.
    pub score: f64,
    /// The same share of what is no name in the statement: two texts that name the same bodies may say different things.
    pub said: f64,
    /// The weight of what they share: a word that stands in one sentence of the corpus weighs 1, a common one less.
    pub evidence: f64,
    /// How many content words they share.
    pub shared: usize,
    /// Whether a name or a number is among them. What opens a sentence of the statement counts as a name where the
    /// passage has it with a capital elsewhere than at its head.
    pub named: bool,
    /// Whether it lacks a name of the statement that stands elsewhere in the sources, and not shortly before it.
    pub lacks_name: bool,
    /// The terms of the statement that it lacks, as indexes.
    pub missing: Vec<usize>,
}

/// The share of a statement that a strong passage has. This and the bars below it were set on summaries and on speeches
/// and articles held against those of others, where at most one pair in fifty may be two different things.
const STRONG: f64 = 0.7;
/// The same where they share no name and no number: sentences of a kind then differ in little else.
const STRONG_UNNAMED: f64 = 0.75;
/// The same where the statement has a name that the sources know and the passage has not: two sentences of one list then
/// differ in little else ("In Skarvoy two boats sank", "In Lund three boats sank").
const STRONG_OTHERWISE: f64 = 0.8;
/// The least of the share that is no name.
const SAID: f64 = 0.4;
/// The fewest content words that they share.
const SHARED: usize = 4;
/// The least weight of what they share.
const EVIDENCE: f64 = 3.0;
/// How near a second passage may come to the best one, as a part of its share.
const RIVAL: f64 = 0.75;

/// What a common word weighs, beside another that is as rare in the sources.
const COMMON: f64 = 0.5;
/// What a name or a number weighs.
const NAMED: f64 = 1.3;
/// What is left of the weight of a part of a name whose last part the passage has: "Ruth" of "Ruth Ward".
const SHORTENED: f64 = 0.3;
/// What a name counts that stands in the sentences before the passage, where a pronoun may mean it.
const BEFORE: f64 = 0.5;
/// Sentences before a passage in which such a name may stand.
const LEAD_UP: u32 = 3;
/// What the share of two sentences together counts: they have twice the words that stand there by chance.
const PAIR: f64 = 0.85;

/// Passages that are named for one statement.
const KEPT: usize = 4;
/// Candidates that are held against their text.
const CLOSELY: usize = 24;
/// Words within which a passage says what a short statement says.
const FEWEST: usize = 24;
/// The least share of a statement that a passage has.
const LEAST: f64 = 0.45;
/// The least share of a sentence that a passage is looked for round.
const LEAST_OF_ONE: f64 = 0.2;
/// Sentences of the sources that are looked at for one statement. Where its rarest words stand in more, it says little
/// that could be told from the rest.
const LOOKED_AT: usize = 4000;

/// What the sources have of each statement.
pub(super) fn passages_like(asked: &[&Asked], corpus: &Corpus) -> Vec<Answer> {
    let terms = Terms::new(asked.iter().map(|asked| &asked.statement), corpus.may_have());
    if terms.of.iter().all(Vec::is_empty) {
        return vec![Answer::default(); asked.len()];
    }
    match &corpus.index {
        Some(index) => answers(asked, &terms, &Indexed::new(&terms, index), corpus),
        None => answers(asked, &terms, &read(&terms, corpus), corpus),
    }
}

fn answers<S: Sentences + Sync>(
    asked: &[&Asked],
    terms: &Terms,
    sentences: &S,
    corpus: &Corpus,
) -> Vec<Answer> {
    let numbered: Vec<(&Asked, &Vec<u32>)> = asked.iter().copied().zip(&terms.of).collect();
    let answer = |(asked, numbers): &(&Asked, &Vec<u32>)| {
        let sought = Sought::new(&asked.statement, numbers, terms, sentences);
        let document = drawn::drawn(&sought, sentences, &asked.cited);
        if !asked.cited.is_empty() {
            let passages = sought.passages(sentences, corpus, &asked.cited);
            if passages.iter().any(is_strong) {
                return Answer { passages, document };
            }
        }
        Answer { passages: sought.passages(sentences, corpus, &[]), document }
    };
    match corpus.index {
        Some(_) => parallel::map_heavy(&numbered, answer),
        // Where sources are few, quotations are judged meanwhile.
        None => parallel::map_beside(&numbered, answer),
    }
}

/// The passage among these, best first, that a statement follows.
fn followed(passages: &[Alike]) -> Option<&Alike> {
    let best = passages.first().filter(|best| is_strong(best))?;
    let rival = passages.get(1).map_or(0.0, |second| second.score);
    (rival <= best.score * RIVAL).then_some(best)
}

/// Whether a passage has enough of a statement for the one to restate the other.
pub fn is_strong(passage: &Alike) -> bool {
    let least = match passage {
        Alike { lacks_name: true, .. } => STRONG_OTHERWISE,
        Alike { named: false, .. } => STRONG_UNNAMED,
        _ => STRONG,
    };
    passage.score >= least && passage.shared >= SHARED && passage.evidence >= EVIDENCE && passage.said >= SAID
}

/// A statement with the weights that the sources give to its terms.
struct Sought<'a> {
    statement: &'a Statement,
    /// The terms of all statements.
    all: &'a Terms,
    /// Its terms by number, each with its index in the statement.
    terms: Vec<(u32, usize)>,
    /// The weight of each term of the statement.
    weights: Vec<f64>,
    /// The terms that the sources have.
    known: Mask,
}

/// Which terms of a statement a passage has, as bits.
type Mask = u64;

/// A candidate.
#[derive(Clone, Copy)]
struct Window<I> {
    /// Its first and its last sentence, and how many it is.
    first: I,
    last: I,
    length: usize,
    mask: Mask,
    near: Mask,
    score: f64,
}

impl<'a> Sought<'a> {
    fn new(
        statement: &'a Statement,
        numbers: &[u32],
        all_terms: &'a Terms,
        sentences: &impl Sentences,
    ) -> Sought<'a> {
        let mut terms: Vec<(u32, usize)> = numbers.iter().enumerate().map(|(i, &term)| (term, i)).collect();
        terms.sort_unstable();
        let all = sentences.count().max(1) as f64;
        let scale = (1.0 + all).ln();
        let weights = numbers.iter().zip(&statement.terms).map(|(&number, term)| {
            let count = sentences.occurrences(number).max(1) as f64;
            let factor = match term.kind {
                Kind::Common => COMMON,
                Kind::Word => 1.0,
                Kind::Name | Kind::Number => NAMED,
            };
            factor * (1.0 + all / count).ln() / scale
        });
        let known = numbers.iter().enumerate().filter(|&(_, &number)| sentences.occurrences(number) > 0);
        let known = known.fold(0, |known, (i, _)| known | 1 << i);
        Sought { statement, all: all_terms, weights: weights.collect(), terms, known }
    }

    fn passages<S: Sentences>(&self, sentences: &S, corpus: &Corpus, cited: &[DocumentId]) -> Vec<Alike> {
        let Some(places) = self.places(sentences, cited) else { return Vec::new() };
        let total: f64 = self.weights.iter().sum();
        let mut windows: Vec<Window<S::Id>> = Vec::new();
        for place in places {
            let masked = |sentence: S::Id| (sentence, sentences.mask(&self.terms, sentence, sentence));
            let own = masked(place);
            if self.weight(own.1) < total * LEAST_OF_ONE {
                continue;
            }
            windows.extend(self.window(sentences, own, None));
            let next = sentences.next(place).map(masked);
            windows.extend(next.and_then(|next| self.window(sentences, own, Some(next))));
            let before = sentences.previous(place).map(masked);
            windows.extend(before.and_then(|before| self.window(sentences, before, Some(own))));
        }
        windows.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then(a.length.cmp(&b.length)).then(a.first.cmp(&b.first))
        });
        windows.dedup_by_key(|window| (window.first, window.length));
        let mut known: FxHashSet<Vec<u32>> = FxHashSet::default();
        let mut passages: Vec<(Window<S::Id>, Close)> = Vec::new();
        for window in windows.into_iter().take(LOOKED_AT / 10) {
            // The same words in another document, or printed twice, are no other passage.
            let words = sentences.words(corpus, window.first, window.last);
            if known.insert(words.iter().map(|word| word & !CAPITAL).collect()) {
                passages.push((window, self.close(&words, &window)));
            }
            if passages.len() == CLOSELY {
                break;
            }
        }
        passages.retain(|(_, close)| close.score >= LEAST);
        let place = |(window, close): &(Window<S::Id>, Close)| (close.words, window.first);
        passages.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then_with(|| place(a).cmp(&place(b))));
        let mut kept: Vec<(Window<S::Id>, Close)> = Vec::new();
        for (window, close) in passages {
            if kept.len() < KEPT && !kept.iter().any(|(known, _)| touches(sentences, known, &window)) {
                kept.push((window, close));
            }
        }
        kept.into_iter().map(|(window, close)| self.alike(sentences, corpus, &window, close)).collect()
    }

    /// The sentences that have one of the rarest terms: of those that every passage with enough has one of, or, where
    /// these stand in too many sentences, that every strong one has one of. None where the latter do so, too.
    fn places<S: Sentences>(&self, sentences: &S, cited: &[DocumentId]) -> Option<Vec<S::Id>> {
        let total: f64 = self.weights.iter().sum();
        let mut rarest: Vec<(usize, u32, f64)> = Vec::new();
        for &(term, i) in &self.terms {
            rarest.push((sentences.occurrences(term), term, self.weights[i]));
        }
        rarest.sort_by_key(|&(count, term, _)| (count, term));
        let mut places: Vec<S::Id> = Vec::new();
        let mut looked_at = 0;
        let mut passed = 0.0;
        for (count, term, weight) in rarest {
            if passed > total * (1.0 - LEAST) {
                break;
            }
            let own = match cited {
                [] if looked_at + count > LOOKED_AT => None,
                [] => Some(sentences.places(term, &[])),
                cited => Some(sentences.places(term, cited)).filter(|own| looked_at + own.len() <= LOOKED_AT),
            };
            let Some(own) = own else {
                if passed <= total * (1.0 - STRONG) {
                    return None;
                }
                break;
            };
            looked_at += if cited.is_empty() { count } else { own.len() };
            places.extend_from_slice(&own);
            passed += weight;
        }
        // Those of each term are in order, and this sort makes use of it.
        places.sort();
        places.dedup();
        Some(places)
    }

    fn weight(&self, mut mask: Mask) -> f64 {
        let mut weight = 0.0;
        while mask != 0 {
            weight += self.weights[mask.trailing_zeros() as usize];
            mask &= mask - 1;
        }
        weight
    }

    /// A sentence, or two of them, each with the terms that it has, as a candidate.
    fn window<S: Sentences>(
        &self,
        sentences: &S,
        (first, own): (S::Id, Mask),
        second: Option<(S::Id, Mask)>,
    ) -> Option<Window<S::Id>> {
        let other = second.map_or(0, |(_, other)| other);
        let mask = own | other;
        // A second sentence that adds nothing is none of the passage.
        if second.is_some() && (own == mask || other == mask) {
            return None;
        }
        let pair = if second.is_some() { PAIR } else { 1.0 };
        // Most have too little even if all that is missing stood before them, and that need not be looked for.
        if self.score(mask, !mask) * pair < LEAST {
            return None;
        }
        let mut near = 0;
        for before in sentences.lead_up(first) {
            near |= sentences.mask(&self.terms, before, before);
        }
        let score = self.score(mask, near & !mask) * pair;
        let (last, length) = second.map_or((first, 1), |(second, _)| (second, 2));
        (score >= LEAST).then_some(Window { first, last, length, mask, near, score })
    }

    /// The share of the statement's weight that a passage has. A name that is written shorter in the passage counts for
    /// most of its parts; one that stands in the sentences before it for half.
    fn score(&self, mask: Mask, near: Mask) -> f64 {
        let (mut has, mut all) = (0.0, 0.0);
        for (i, (term, weight)) in self.statement.terms.iter().zip(&self.weights).enumerate() {
            let here = mask >> i & 1 == 1;
            let weight = if !here && self.is_shortened(i, mask) { weight * SHORTENED } else { *weight };
            all += weight;
            if here {
                has += weight;
            } else if near >> i & 1 == 1 && term.kind == Kind::Name {
                has += weight * BEFORE;
            }
        }
        if all > 0.0 { has / all } else { 0.0 }
    }

    /// Whether a passage has a later part of the name that a term is a part of.
    fn is_shortened(&self, term: usize, mask: Mask) -> bool {
        let parts = self.statement.terms[term..].iter().take_while(|part| part.joined).count();
        (term + 1..=term + parts).any(|part| mask >> part & 1 == 1)
    }

    /// The share of what is no name.
    fn said(&self, mask: Mask) -> f64 {
        let terms = self.statement.terms.iter().zip(&self.weights).enumerate();
        let own = terms.filter(|(_, (term, _))| term.kind != Kind::Name);
        let (has, all) = own.fold((0.0, 0.0), |(has, all), (i, (_, weight))| {
            (if mask >> i & 1 == 1 { has + weight } else { has }, all + weight)
        });
        if all > 0.0 { has / all } else { 0.0 }
    }

    /// A candidate held against its words: of what it shares only counts what lies close together, since in a long
    /// sentence, and in two of them, much stands by chance.
    fn close<I>(&self, words: &[u32], window: &Window<I>) -> Close {
        let mut hits: Vec<(usize, Mask)> = Vec::new();
        let mut names: Mask = 0;
        for (number, &word) in words.iter().enumerate() {
            let mask = self.all.mask(word & !CAPITAL, &self.terms) & window.mask;
            if mask != 0 {
                hits.push((number, mask));
                names |= if word & CAPITAL != 0 && number > 0 { mask } else { 0 };
            }
        }
        let width = FEWEST.max(self.statement.words * 5 / 2);
        let mut close = Close { score: 0.0, mask: 0, stretch: 0..words.len(), words: words.len(), names };
        for (i, &(from, _)) in hits.iter().enumerate() {
            let inside = hits[i..].iter().take_while(|(number, _)| number - from < width);
            let (mut mask, mut end) = (0, from + 1);
            for &(number, own) in inside {
                if own & !mask != 0 {
                    end = number + 1;
                }
                mask |= own;
            }
            let score = self.score(mask, window.near & !mask);
            if score > close.score {
                (close.score, close.mask, close.stretch) = (score, mask, from..end);
            }
        }
        close.score *= if window.length > 1 { PAIR } else { 1.0 };
        close
    }

    fn alike<S: Sentences>(
        &self,
        sentences: &S,
        corpus: &Corpus,
        window: &Window<S::Id>,
        close: Close,
    ) -> Alike {
        let Close { score, mask, stretch, names, .. } = close;
        let (shared, missing): (Vec<usize>, Vec<usize>) =
            (0..self.weights.len()).partition(|i| mask >> i & 1 == 1);
        let named = |&i: &usize| match &self.statement.terms[i] {
            Term { kind: Kind::Name | Kind::Number, .. } => true,
            term => term.opens && names >> i & 1 == 1,
        };
        let lacks = |&i: &usize| {
            self.statement.terms[i].kind == Kind::Name
                && self.known >> i & 1 == 1
                && window.near >> i & 1 == 0
                && !self.is_shortened(i, mask)
        };
        let (span, stretch) = sentences.place(corpus, window.first, window.last, stretch);
        Alike {
            document: sentences.document(window.first),
            span,
            stretch,
            score,
            evidence: shared.iter().map(|&i| self.weights[i]).sum(),
            said: self.said(mask),
            shared: shared.len(),
            named: shared.iter().any(named),
            lacks_name: missing.iter().any(lacks),
            missing,
        }
    }
}

/// What a candidate's words have of a statement.
struct Close {
    score: f64,
    mask: Mask,
    /// From the first word that counts to the last, as numbers in the candidate.
    stretch: Range<usize>,
    /// How many words the candidate has.
    words: usize,
    /// The terms that stand there with a capital elsewhere than at the head.
    names: Mask,
}

/// Whether two windows share a sentence or lie side by side.
fn touches<S: Sentences>(sentences: &S, a: &Window<S::Id>, b: &Window<S::Id>) -> bool {
    let (a_first, a_last) = (sentences.number(a.first), sentences.number(a.last));
    let (b_first, b_last) = (sentences.number(b.first), sentences.number(b.last));
    let same = sentences.document(a.first) == sentences.document(b.first);
    same && a_first <= b_last + 1 && b_first <= a_last + 1
}

#[cfg(test)]
mod tests;
