//! Finds where in the corpus a wording may stand.
//!
//! Takes the wordings of all quotations of a run and reads every document once, as a stream of words: each run of three
//! words (of two, for a short wording) that a quotation has too is a hit, and a stretch of text with many hits of one
//! quotation is a window, a candidate that `align` then decides on. Likeness only finds; it decides nothing.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::memory::{Memory, WordingKey};
use super::shingle::{Shingle, pair_hash, shingles, triple_hash};
use crate::claim::Wording;
use crate::corpus::{Corpus, DocumentId};
use crate::fold::words;
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
/// Windows of one document that are kept.
const KEPT_OF_ONE: usize = 4;
/// Words that the source may have between the quotation's first and last word beyond the quotation's own: its own
/// reporting clause, a gloss, words left out.
const SLACK: usize = 60;
/// How often a shingle counts in one document. One that stands there oftener tells no place from another, and a text
/// that repeats itself would otherwise cost the product of its length and the draft's.
const COMMON: u32 = 500;
/// A corpus of more bytes than this is read by several threads.
const PARALLEL: usize = 1 << 20;

/// A wording to be looked for.
#[derive(Clone, Debug)]
pub struct Sought<'a> {
    /// The wording.
    pub wording: &'a Wording,
    /// The documents that are cited for it: their windows are kept however poor they are.
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
    let found = match memory {
        Some(memory) => memory.windows.recall(&keys, |new| {
            searched(new.iter().map(|&number| distinct[number].clone()).collect(), corpus)
        }),
        None => searched(distinct.into_iter().cloned().collect(), corpus),
    };
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
    let sought = Table::new(all);
    if sought.table.is_empty() {
        return vec![Vec::new(); sought.all.len()];
    }
    let bytes: usize = corpus.documents.iter().map(|document| document.file.length()).sum();
    let threads = if bytes > PARALLEL { parallel::cores().min(corpus.documents.len()) } else { 1 };
    let parts: Vec<Vec<Vec<Window>>> = parallel::turns(threads, |turn| sought.read(corpus, turn, threads));
    let mut found = vec![Vec::new(); sought.all.len()];
    for part in parts {
        for (all, windows) in found.iter_mut().zip(part) {
            all.extend(windows);
        }
    }
    for (windows, one) in found.iter_mut().zip(&sought.all) {
        keep_best(windows, &one.cited);
    }
    found
}

/// Every shingle of every wording.
struct Table<'a> {
    all: Vec<Sought<'a>>,
    /// Which shingles have this hash, as a range of `entries`.
    table: FxHashMap<u64, (u32, u32)>,
    entries: Vec<Entry>,
    /// A bit for each value of a hash's low bits, so that most words cost no look-up.
    filter: Vec<u64>,
    /// For each wording, its length and the width of its windows, in words.
    lengths: Vec<(usize, usize)>,
}

#[derive(Clone, Copy)]
struct Entry {
    wording: u32,
    /// The number of the shingle within its wording.
    number: u32,
    shingle: Shingle,
}

/// A shingle seen in a document.
#[derive(Clone, Copy)]
struct Hit {
    entry: u32,
    /// The number of its first word in the document.
    word: u32,
    start: u32,
    end: u32,
}

const FILTER_BITS: u64 = 1 << 18;

impl<'a> Table<'a> {
    fn new(all: Vec<Sought<'a>>) -> Table<'a> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut lengths = Vec::new();
        for (index, Sought { wording, reach, .. }) in all.iter().enumerate() {
            let own = shingles(wording);
            let entry = |(number, shingle)| Entry { wording: index as u32, number: number as u32, shingle };
            entries.extend(own.into_iter().enumerate().map(entry));
            let gaps: usize = wording.tokens.iter().map(|token| token.gap.reach(*reach)).sum();
            lengths.push((wording.len(), wording.len() + SLACK + gaps.min(4 * reach)));
        }
        entries.sort_by_key(|entry| entry.shingle.hash);
        let mut table = FxHashMap::default();
        let mut filter = vec![0; FILTER_BITS as usize / 64];
        let mut at = 0;
        for run in entries.chunk_by(|a, b| a.shingle.hash == b.shingle.hash) {
            let hash = run[0].shingle.hash;
            table.insert(hash, (at, at + run.len() as u32));
            let bit = hash % FILTER_BITS;
            filter[bit as usize / 64] |= 1 << (bit % 64);
            at += run.len() as u32;
        }
        Table { all, table, entries, filter, lengths }
    }

    /// Reads every `step`th document from the `first` one.
    fn read(&self, corpus: &Corpus, first: usize, step: usize) -> Vec<Vec<Window>> {
        let mut found: Vec<Vec<Window>> = vec![Vec::new(); self.lengths.len()];
        let mut hits = Vec::new();
        let mut seen = vec![(0, 0); self.entries.len()];
        for (index, document) in corpus.documents.iter().enumerate().skip(first).step_by(step) {
            parallel::checkpoint();
            hits.clear();
            self.hits(document.file.text(), index as u32, &mut seen, &mut hits);
            hits.sort_unstable_by_key(|hit: &Hit| (self.entries[hit.entry as usize].wording, hit.word));
            let wording = |hit: &Hit| self.entries[hit.entry as usize].wording;
            for hits in hits.chunk_by(|a, b| wording(a) == wording(b)) {
                let windows = &mut found[wording(&hits[0]) as usize];
                self.windows(DocumentId(index as u32), hits, windows);
                if windows.len() > 4 * KEPT {
                    keep_best(windows, &self.all[wording(&hits[0]) as usize].cited);
                }
            }
        }
        found
    }

    /// Every shingle that the text of a document has in common with a wording, up to [`COMMON`] times. `seen` counts, by
    /// the first entry of each hash, and says for which document.
    fn hits(&self, text: &str, document: u32, seen: &mut [(u32, u32)], hits: &mut Vec<Hit>) {
        let mut last = [(0, 0); 2];
        for (number, word) in words(text).enumerate() {
            let [(first, first_start), (second, second_start)] = last;
            let hit =
                |back: u32, start: u32| Hit { entry: 0, word: number as u32 - back, start, end: word.end };
            if number > 0 {
                self.look(pair_hash(second, word.hash), hit(1, second_start), document, seen, hits);
            }
            if number > 1 {
                self.look(triple_hash(first, second, word.hash), hit(2, first_start), document, seen, hits);
            }
            last = [last[1], (word.hash, word.start)];
        }
    }

    #[inline]
    fn look(&self, hash: u64, hit: Hit, document: u32, seen: &mut [(u32, u32)], hits: &mut Vec<Hit>) {
        let bit = hash % FILTER_BITS;
        if self.filter[bit as usize / 64] >> (bit % 64) & 1 == 0 {
            return;
        }
        if let Some(&(from, to)) = self.table.get(&hash) {
            let (of, count) = seen[from as usize];
            let count = if of == document { count + 1 } else { 1 };
            seen[from as usize] = (document, count);
            if count <= COMMON {
                hits.extend((from..to).map(|entry| Hit { entry, ..hit }));
            }
        }
    }

    /// The best windows that one document's hits of one wording make.
    fn windows(&self, document: DocumentId, hits: &[Hit], windows: &mut Vec<Window>) {
        let (length, width) = self.lengths[self.entries[hits[0].entry as usize].wording as usize];
        let mut free: Vec<Range<usize>> = vec![0..hits.len()];
        for _ in 0..KEPT_OF_ONE {
            let best = free.iter().enumerate().filter_map(|(i, range)| {
                self.densest(&hits[range.clone()], width)
                    .map(|(score, found)| (score, i, range.start + found.start..range.start + found.end))
            });
            let Some((score, i, found)) = best.reduce(|a, b| if b.0 > a.0 { b } else { a }) else { return };
            let shingle = |hit: &Hit| self.entries[hit.entry as usize].shingle;
            let inside = &hits[found.clone()];
            let end = inside.iter().map(|hit| hit.end).max().unwrap_or(0) as usize;
            let last = &inside[inside.len() - 1];
            windows.push(Window {
                document,
                bytes: inside[0].start as usize..end,
                missing: (
                    shingle(&inside[0]).first as usize,
                    length.saturating_sub(shingle(last).last as usize + 1),
                ),
                score,
            });
            let range = free.swap_remove(i);
            free.push(range.start..found.start);
            free.push(found.end..range.end);
            free.retain(|range| !range.is_empty());
            free.sort_by_key(|range| range.start);
        }
    }

    /// The stretch of at most `width` words whose hits weigh most, each shingle of the wording counted once, and the
    /// weight.
    fn densest(&self, hits: &[Hit], width: usize) -> Option<(u32, Range<usize>)> {
        let mut seen: FxHashMap<u32, u32> = FxHashMap::default();
        let mut score = 0;
        let mut best: Option<(u32, Range<usize>)> = None;
        let mut from = 0;
        for (to, hit) in hits.iter().enumerate() {
            while (hit.word - hits[from].word) as usize > width {
                let entry = &self.entries[hits[from].entry as usize];
                let count = seen.entry(entry.number).or_default();
                *count -= 1;
                if *count == 0 {
                    score -= entry.shingle.weight;
                }
                from += 1;
            }
            let entry = &self.entries[hit.entry as usize];
            let count = seen.entry(entry.number).or_default();
            *count += 1;
            if *count == 1 {
                score += entry.shingle.weight;
            }
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, from..to + 1));
            }
        }
        best.map(|(score, range)| (score, self.tighten(hits, range)))
    }

    /// Drops hits at a window's start that a later hit repeats: the wording's own place is the nearer one.
    fn tighten(&self, hits: &[Hit], mut range: Range<usize>) -> Range<usize> {
        let number = |hit: &Hit| self.entries[hit.entry as usize].number;
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for hit in &hits[range.clone()] {
            *counts.entry(number(hit)).or_default() += 1;
        }
        while let Some(count) = counts.get_mut(&number(&hits[range.start])).filter(|count| **count > 1) {
            *count -= 1;
            range.start += 1;
        }
        range
    }
}

/// Keeps the windows that may matter: the best, and of the others those that are not far below it. A second passage that
/// a splice draws on has a fair share of the hits.
fn keep_best(windows: &mut Vec<Window>, cited: &[DocumentId]) {
    const SHARE: u32 = 5;
    windows.sort_by_key(|window| (std::cmp::Reverse(window.score), window.document, window.bytes.start));
    let least = windows.first().map_or(0, |best| best.score / SHARE);
    let mut kept = 0;
    windows.retain(|window| {
        kept += 1;
        (kept <= KEPT && window.score >= least) || cited.contains(&window.document)
    });
}
