//! Finds where in the corpus a wording may stand.
//!
//! Takes the wordings of all quotations of a run. Each run of three words of a document (of two, for a short wording) that a
//! quotation has too is a hit, and a stretch of text with many hits of one quotation is a window, a candidate that `align` then
//! decides on. Likeness only finds; it decides nothing. Without an index every document is read once for all wordings; with one
//! only the documents in which a window can lie that is worth keeping, so that both come to the same.

mod indexed;
mod table;

use std::ops::Range;

use rustc_hash::FxHashMap;

use self::table::Table;
use super::memory::{Memory, WordingKey, recall};
use crate::claim::Wording;
use crate::corpus::{Corpus, DocumentId};
use crate::fold::token;
use crate::parallel;

/// A stretch of a document that may hold a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The document.
    pub document: DocumentId,
    /// From the first hit to the end of the last one, in bytes.
    pub bytes: Range<usize>,
    /// How many words of the wording come before the first hit and behind the last one.
    pub missing: (usize, usize),
    /// The weight of the hits.
    pub score: u32,
}

/// Windows that are kept for each wording.
const KEPT: usize = 10;
/// A window is kept if it has such a part of the best one's weight, or, in a document that is cited, of the best one's there.
const SHARE: u32 = 5;
const SHARE_OF_CITED: u32 = 2;
/// A corpus of more bytes than this is read by several threads.
const PARALLEL: usize = 1 << 20;

/// A wording to be looked for.
#[derive(Clone, Debug)]
pub struct Sought<'a> {
    /// The wording.
    pub wording: &'a Wording,
    /// The documents that are cited for it: their best windows are kept however poor they are.
    pub cited: Vec<DocumentId>,
    /// How many words an ellipsis in it may stand for.
    pub reach: usize,
}

/// The windows of each wording, the best first.
pub fn search(all: &[Sought], corpus: &Corpus, memory: Option<&Memory>) -> Vec<Vec<Window>> {
    // A sentence that many drafts quote is looked for once, and found as it would be for any of them alone.
    let mut distinct: Vec<&Sought> = Vec::new();
    let mut keys: Vec<WordingKey> = Vec::new();
    let mut known: FxHashMap<WordingKey, usize> = FxHashMap::default();
    let mut numbers = Vec::with_capacity(all.len());
    for sought in all {
        let key = key(sought);
        let number = *known.entry(key.clone()).or_insert(distinct.len());
        if number == distinct.len() {
            distinct.push(sought);
            keys.push(key);
        }
        numbers.push(number);
    }
    let ask = |new: &[usize]| searched(new.iter().map(|&number| distinct[number].clone()).collect(), corpus);
    let kept = memory.map(|memory| &memory.windows);
    let found = recall(kept, keys.len(), |number| keys[number].clone(), ask);
    numbers.into_iter().map(|number| found[number].clone()).collect()
}

/// What decides where a wording may stand.
fn key(sought: &Sought) -> WordingKey {
    let tokens = sought.wording.tokens.iter();
    let words =
        tokens.map(|token| token.hash ^ token.gap as u64 ^ u64::from(token.group.is_some()) << 8).collect();
    (words, sought.cited.clone(), sought.reach)
}

/// The windows of wordings, for all of which every document is read once.
fn searched(all: Vec<Sought>, corpus: &Corpus) -> Vec<Vec<Window>> {
    if let Some(index) = &corpus.index {
        return parallel::map_heavy(&all, |sought| indexed::search(sought, index, corpus));
    }
    let sought = Table::new(&all);
    if sought.is_empty() {
        return vec![Vec::new(); all.len()];
    }
    let threads = if corpus.bytes() > PARALLEL { parallel::cores().min(corpus.len()) } else { 1 };
    let parts: Vec<Vec<Vec<Window>>> =
        parallel::turns(threads, |turn| read(&sought, &all, corpus, turn, threads));
    let mut found = vec![Vec::new(); all.len()];
    for part in parts {
        for (all, windows) in found.iter_mut().zip(part) {
            all.extend(windows);
        }
    }
    for (windows, one) in found.iter_mut().zip(&all) {
        keep_best(windows, &one.cited);
    }
    found
}

/// Reads every `step`th document from the `first` one, for the windows of all wordings.
fn read(table: &Table, all: &[Sought], corpus: &Corpus, first: usize, step: usize) -> Vec<Vec<Window>> {
    let mut found: Vec<Vec<Window>> = vec![Vec::new(); all.len()];
    let mut scan = table.scan();
    for id in corpus.ids().skip(first).step_by(step) {
        parallel::checkpoint();
        scan.begin();
        scan.read(corpus.words(id).map(|word| (token(word.hash), word.start, word.end)));
        scan.windows(id, |wording, windows| {
            found[wording].extend(windows);
            if found[wording].len() > 4 * KEPT {
                keep_best(&mut found[wording], &all[wording].cited);
            }
        });
    }
    found
}

/// Keeps the windows that may matter: the best, and of the others those that are not far below it. A second passage that
/// a splice draws on has a fair share of the hits.
fn keep_best(windows: &mut Vec<Window>, cited: &[DocumentId]) {
    windows.sort_by_key(|window| (std::cmp::Reverse(window.score), window.document, window.bytes.start));
    let least = windows.first().map_or(0, |best| best.score / SHARE);
    let mut best: FxHashMap<DocumentId, u32> = FxHashMap::default();
    let mut kept = 0;
    windows.retain(|window| {
        kept += 1;
        let own = *best.entry(window.document).or_insert(window.score);
        let of_cited = || cited.contains(&window.document) && window.score >= own / SHARE_OF_CITED;
        (kept <= KEPT && window.score >= least) || of_cited()
    });
}
