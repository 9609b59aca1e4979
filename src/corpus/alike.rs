//! Sentences of the sources that say much the same as a sentence of a draft.
//!
//! Takes statements (what a draft's sentences or clauses say) and the corpus, which it reads once for all of them, and
//! hands on for each the passages that restate most of it: a source's sentence, or two neighbouring ones. Words are
//! compared in all their forms, and weigh by how rare they are in the sources (inverse document frequency, Spärck Jones
//! 1972, with sentences for documents). Likeness is no proof: `followed` names a passage only where it is strong and no
//! other comes near it.

mod drawn;
mod inflect;
mod reading;
mod sentence;
mod statement;

pub(super) use sentence::end_between;
pub use statement::{Forms, Kind, Statement, Term};

use rustc_hash::FxHashSet;

use super::{Corpus, DocumentId};
use crate::file::{File, Span};
use crate::fold::{Word, words_in};
use crate::parallel;
use reading::{Reading, Terms, read};

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
pub(super) fn passages_like(asked: &[Asked], corpus: &Corpus) -> Vec<Answer> {
    let terms = Terms::new(asked.iter().map(|asked| &asked.statement));
    if terms.of.iter().all(Vec::is_empty) {
        return vec![Answer::default(); asked.len()];
    }
    let reading = read(&terms, corpus);
    let numbered: Vec<(&Asked, &Vec<u32>)> = asked.iter().zip(&terms.of).collect();
    parallel::map(&numbered, |(asked, terms)| {
        let sought = Sought::new(&asked.statement, terms, &reading);
        let document = drawn::drawn(&sought, &reading, &asked.cited);
        if !asked.cited.is_empty() {
            let passages = sought.passages(&reading, corpus, &asked.cited);
            if passages.iter().any(is_strong) {
                return Answer { passages, document };
            }
        }
        Answer { passages: sought.passages(&reading, corpus, &[]), document }
    })
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
struct Window {
    /// Its first sentence, and how many it is.
    first: usize,
    length: usize,
    mask: Mask,
    near: Mask,
    score: f64,
}

impl<'a> Sought<'a> {
    fn new(statement: &'a Statement, numbers: &[u32], reading: &Reading) -> Sought<'a> {
        let mut terms: Vec<(u32, usize)> = numbers.iter().enumerate().map(|(i, &term)| (term, i)).collect();
        terms.sort_unstable();
        let all = reading.count.max(1) as f64;
        let scale = (1.0 + all).ln();
        let weights = numbers.iter().zip(&statement.terms).map(|(&number, term)| {
            let count = f64::from(reading.counts[number as usize].max(1));
            let factor = match term.kind {
                Kind::Common => COMMON,
                Kind::Word => 1.0,
                Kind::Name | Kind::Number => NAMED,
            };
            factor * (1.0 + all / count).ln() / scale
        });
        let known = numbers.iter().enumerate().filter(|&(_, &number)| reading.counts[number as usize] > 0);
        let known = known.fold(0, |known, (i, _)| known | 1 << i);
        Sought { statement, weights: weights.collect(), terms, known }
    }

    fn passages(&self, reading: &Reading, corpus: &Corpus, cited: &[DocumentId]) -> Vec<Alike> {
        let Some(places) = self.places(reading, cited) else { return Vec::new() };
        let total: f64 = self.weights.iter().sum();
        let mut windows: Vec<Window> = Vec::new();
        for &place in &places {
            if self.weight(self.mask(reading, place)) < total * LEAST_OF_ONE {
                continue;
            }
            for (first, length) in [(place, 1), (place, 2), (place.wrapping_sub(1), 2)] {
                if length == 2 && !neighbours(reading, first) {
                    continue;
                }
                windows.extend(self.window(reading, first, length));
            }
        }
        windows.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then(a.length.cmp(&b.length)).then(a.first.cmp(&b.first))
        });
        windows.dedup_by_key(|window| (window.first, window.length));
        let mut known: FxHashSet<Vec<u64>> = FxHashSet::default();
        let mut passages: Vec<(Window, Alike)> = Vec::new();
        for window in windows.into_iter().take(LOOKED_AT / 10) {
            // The same words in another document, or printed twice, are no other passage.
            let (file, span) = place(reading, corpus, &window);
            if known.insert(words_in(file.text(), span.range()).map(|word| word.hash).collect()) {
                let passage = self.alike(reading, corpus, &window);
                passages.push((window, passage));
            }
            if passages.len() == CLOSELY {
                break;
            }
        }
        passages.retain(|(_, passage)| passage.score >= LEAST);
        passages.sort_by(|(_, a), (_, b)| {
            let place = |passage: &Alike| (passage.span.range().len(), passage.document, passage.span.start);
            b.score.total_cmp(&a.score).then(place(a).cmp(&place(b)))
        });
        let mut kept: Vec<(Window, Alike)> = Vec::new();
        for (window, passage) in passages {
            if kept.len() < KEPT && !kept.iter().any(|(known, _)| touches(reading, known, &window)) {
                kept.push((window, passage));
            }
        }
        kept.into_iter().map(|(_, passage)| passage).collect()
    }

    /// The sentences that have one of the rarest terms: of those that every passage with enough has one of, or, where
    /// these stand in too many sentences, that every strong one has one of. None where the latter do so, too.
    fn places(&self, reading: &Reading, cited: &[DocumentId]) -> Option<Vec<usize>> {
        let total: f64 = self.weights.iter().sum();
        let mut rarest: Vec<(usize, u32, f64)> = Vec::new();
        for &(term, i) in &self.terms {
            rarest.push((reading.places(term).len(), term, self.weights[i]));
        }
        rarest.sort_by_key(|&(count, term, _)| (count, term));
        let mut places: Vec<usize> = Vec::new();
        let mut passed = 0.0;
        for (_, term, weight) in rarest {
            if passed > total * (1.0 - LEAST) {
                break;
            }
            let before = places.len();
            let all = reading.places(term);
            if cited.is_empty() {
                places.extend(all.iter().map(|&place| place as usize));
            }
            for &document in cited {
                let of = |place: &u32| reading.sentences[*place as usize].document;
                let from = all.partition_point(|place| of(place) < document);
                let to = all.partition_point(|place| of(place) <= document);
                places.extend(all[from..to].iter().map(|&place| place as usize));
            }
            if places.len() > LOOKED_AT {
                if passed <= total * (1.0 - STRONG) {
                    return None;
                }
                places.truncate(before);
                break;
            }
            passed += weight;
        }
        places.sort_unstable();
        places.dedup();
        Some(places)
    }

    /// Which terms a sentence has.
    fn mask(&self, reading: &Reading, sentence: usize) -> Mask {
        let mut own = reading.terms(sentence).iter().peekable();
        let mut mask = 0;
        for &(term, i) in &self.terms {
            while own.next_if(|&&other| other < term).is_some() {}
            if own.peek() == Some(&&term) {
                mask |= 1 << i;
            }
        }
        mask
    }

    fn weight(&self, mut mask: Mask) -> f64 {
        let mut weight = 0.0;
        while mask != 0 {
            weight += self.weights[mask.trailing_zeros() as usize];
            mask &= mask - 1;
        }
        weight
    }

    fn window(&self, reading: &Reading, first: usize, length: usize) -> Option<Window> {
        let parts: Vec<Mask> = (first..first + length).map(|sentence| self.mask(reading, sentence)).collect();
        let mask = parts.iter().fold(0, |all, part| all | part);
        // A second sentence that adds nothing is none of the passage.
        if length > 1 && parts.contains(&mask) {
            return None;
        }
        let mut near = 0;
        let head = reading.sentences[first];
        for before in (first.saturating_sub(LEAD_UP as usize)..first).rev() {
            let other = reading.sentences[before];
            if other.document == head.document && other.number + LEAD_UP >= head.number {
                near |= self.mask(reading, before);
            }
        }
        let score = self.score(mask, near & !mask) * if length > 1 { PAIR } else { 1.0 };
        (score >= LEAST).then_some(Window { first, length, mask, near, score })
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

    /// A candidate held against its text: of what it shares only counts what lies close together, since in a long
    /// sentence, and in two of them, much stands by chance.
    fn alike(&self, reading: &Reading, corpus: &Corpus, window: &Window) -> Alike {
        let (file, span) = place(reading, corpus, window);
        let mut hits: Vec<(usize, Mask, Word)> = Vec::new();
        let mut names: Mask = 0;
        for (number, word) in words_in(file.text(), span.range()).enumerate() {
            let has = |term: &Term| term.forms.binary_search(&word.hash).is_ok();
            let own = self
                .statement
                .terms
                .iter()
                .enumerate()
                .filter(|(i, term)| window.mask >> i & 1 == 1 && has(term));
            let mask = own.fold(0, |mask, (i, _)| mask | 1 << i);
            if mask != 0 {
                hits.push((number, mask, word));
                let capital = file.text()[word.range()].starts_with(char::is_uppercase);
                names |= if capital && number > 0 { mask } else { 0 };
            }
        }
        let width = FEWEST.max(self.statement.words * 5 / 2);
        let mut best = (0.0, 0, span);
        for (i, (from, _, head)) in hits.iter().enumerate() {
            let inside = hits[i..].iter().take_while(|(number, ..)| number - from < width);
            let (mut mask, mut end) = (0, head.end);
            for (_, own, word) in inside {
                if own & !mask != 0 {
                    end = word.end;
                }
                mask |= own;
            }
            let score = self.score(mask, window.near & !mask);
            if score > best.0 {
                best = (score, mask, file.span(head.start as usize..end as usize));
            }
        }
        let (score, mask, stretch) = best;
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
        Alike {
            document: reading.sentences[window.first].document,
            span,
            stretch,
            score: score * if window.length > 1 { PAIR } else { 1.0 },
            evidence: shared.iter().map(|&i| self.weights[i]).sum(),
            said: self.said(mask),
            shared: shared.len(),
            named: shared.iter().any(named),
            lacks_name: missing.iter().any(lacks),
            missing,
        }
    }
}

/// Whether a sentence and the next one in the list follow each other in one document.
fn neighbours(reading: &Reading, first: usize) -> bool {
    let pair = reading.sentences.get(first).zip(reading.sentences.get(first.wrapping_add(1)));
    pair.is_some_and(|(a, b)| a.document == b.document && a.number + 1 == b.number)
}

/// Whether two windows share a sentence or lie side by side.
fn touches(reading: &Reading, a: &Window, b: &Window) -> bool {
    let ends = |window: &Window| {
        let (first, last) =
            (reading.sentences[window.first], reading.sentences[window.first + window.length - 1]);
        (first.document, first.number, last.number)
    };
    let ((own, a_first, a_last), (other, b_first, b_last)) = (ends(a), ends(b));
    own == other && a_first <= b_last + 1 && b_first <= a_last + 1
}

/// The file of a window, and the window in it.
fn place<'a>(reading: &Reading, corpus: &'a Corpus, window: &Window) -> (&'a File, Span) {
    let (first, last) =
        (reading.sentences[window.first], reading.sentences[window.first + window.length - 1]);
    let file = &corpus.document(first.document).file;
    (file, file.span(first.start as usize..last.end as usize))
}

#[cfg(test)]
mod tests;
