//! The shingles of wordings, and a document read for them.
//!
//! Takes wordings, then the words of documents, and hands on the windows in which many shingles of one wording stand.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Sought, Window};
use crate::corpus::DocumentId;
use crate::corpus::by_hash::ByHash;
use crate::matching::shingle::{Shingle, pair_hash, shingles, triple_hash};

/// Windows of one document that are kept.
const KEPT_OF_ONE: usize = 4;
/// Words that the source may have between the quotation's first and last word beyond the quotation's own: its own
/// reporting clause, a gloss, words left out.
const SLACK: usize = 60;
/// A long document is taken in so many words at a time.
pub const CHUNK: u32 = 1 << 13;
/// How often a shingle counts in one such chunk. One that stands there oftener tells no place from another, and a text
/// that repeats itself would otherwise cost the product of its length and the draft's.
pub const COMMON: u32 = 1 << 11;
/// So many tokens are told apart by whether a shingle begins with one.
const OPENING: usize = 1 << 10;
/// The same in a whole document, for a wording that takes one as a chunk.
pub const COMMON_OF_ALL: u32 = 500;

/// Every shingle of every wording.
pub struct Table {
    entries: ByHash<Entry>,
    /// A bit for the low bits of each token that a shingle begins with.
    opening: [u64; OPENING / 64],
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

impl Table {
    pub fn new(all: &[Sought]) -> Table {
        let mut entries: Vec<(u64, Entry)> = Vec::new();
        let mut lengths = Vec::new();
        let mut opening = [0; OPENING / 64];
        for (index, Sought { wording, reach, .. }) in all.iter().enumerate() {
            let own = shingles(wording);
            own.iter().for_each(|shingle| {
                let bit = shingle.run[0] as usize % OPENING;
                opening[bit / 64] |= 1 << (bit % 64);
            });
            let entry = |(number, shingle): (usize, Shingle)| {
                (shingle.hash, Entry { wording: index as u32, number: number as u32, shingle })
            };
            entries.extend(own.into_iter().enumerate().map(entry));
            let gaps: usize = wording.tokens.iter().map(|token| token.gap.reach(*reach)).sum();
            lengths.push((wording.len(), wording.len() + SLACK + gaps.min(4 * reach)));
        }
        entries.sort_by_key(|(hash, _)| *hash);
        Table { entries: ByHash::new(entries), opening, lengths }
    }

    pub fn is_empty(&self) -> bool {
        self.entries.items.is_empty()
    }

    /// The width of a wording's windows, in words.
    pub fn width(&self, wording: usize) -> usize {
        self.lengths[wording].1
    }

    /// Whether a wording's windows are too wide for chunks: a document is one for it.
    pub fn is_wide(&self, wording: usize) -> bool {
        self.width(wording) >= CHUNK as usize / 2
    }

    /// The first hits of each shingle, as many as count.
    fn first(&self, hits: &[Hit]) -> Vec<Hit> {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        let counts_in = |hit: &&Hit| {
            let count = counts.entry(self.entries.items[hit.entry as usize].number).or_default();
            *count += 1;
            *count <= COMMON_OF_ALL
        };
        hits.iter().filter(counts_in).copied().collect()
    }

    /// Each shingle once, by the tokens of its words, with its weight wherever the wordings have it.
    pub fn weights(&self) -> Vec<([u32; 3], u32)> {
        let runs = self.entries.items.chunk_by(|a, b| a.shingle.hash == b.shingle.hash);
        runs.map(|run| (run[0].shingle.run, run.iter().map(|entry| entry.shingle.weight).sum())).collect()
    }

    /// Reads documents.
    pub fn scan(&self) -> Scan<'_> {
        Scan { table: self, seen: vec![(0, 0); self.entries.items.len()], stretch: 1, hits: Vec::new() }
    }

    /// The best windows that one document's hits of one wording make.
    fn windows(&self, document: DocumentId, hits: &[Hit]) -> Vec<Window> {
        let wording = self.entries.items[hits[0].entry as usize].wording as usize;
        let (length, width) = self.lengths[wording];
        let mut windows = Vec::new();
        let few: Vec<Hit>;
        let hits = if self.is_wide(wording) {
            few = self.first(hits);
            &few
        } else {
            hits
        };
        let hits = self.weighed(hits);
        let shingle = |hit: &Weighed| self.entries.items[hit.hit.entry as usize].shingle;
        let stretch = |range: Range<usize>| Stretch { best: densest(&hits[range.clone()], width), range };
        let mut free: Vec<Stretch> = vec![stretch(0..hits.len())];
        for _ in 0..KEPT_OF_ONE {
            let best = free.iter().enumerate().reduce(|a, b| if b.1.best.0 > a.1.best.0 { b } else { a });
            let Some(i) = best.map(|(i, _)| i) else { return windows };
            let Stretch { range, best: (score, found) } = free.swap_remove(i);
            let found = range.start + found.start..range.start + found.end;
            let inside = &hits[found.clone()];
            let end = inside.iter().map(|hit| hit.hit.end).max().unwrap_or(0) as usize;
            let last = &inside[inside.len() - 1];
            windows.push(Window {
                document,
                bytes: inside[0].hit.start as usize..end,
                missing: (
                    shingle(&inside[0]).first as usize,
                    length.saturating_sub(shingle(last).last as usize + 1),
                ),
                score,
            });
            let beside = [range.start..found.start, found.end..range.end];
            free.extend(beside.into_iter().filter(|range| !range.is_empty()).map(stretch));
            free.sort_by_key(|stretch| stretch.range.start);
        }
        windows
    }

    /// Hits of one wording with what each weighs.
    fn weighed(&self, hits: &[Hit]) -> Vec<Weighed> {
        let shingle = |hit: &Hit| &self.entries.items[hit.entry as usize];
        let mut numbers: Vec<u32> = hits.iter().map(|hit| shingle(hit).number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let weighed = hits.iter().map(|&hit| {
            let Entry { number, shingle, .. } = shingle(&hit);
            Weighed { hit, number: numbers.partition_point(|known| known < number), weight: shingle.weight }
        });
        weighed.collect()
    }
}

/// A hit with the weight of its shingle, and the number of that among those that have hits.
struct Weighed {
    hit: Hit,
    number: usize,
    weight: u32,
}

/// Hits that stand in no window yet, and the densest part of them with its weight.
struct Stretch {
    range: Range<usize>,
    best: (u32, Range<usize>),
}

/// The stretch of at most `width` words whose hits weigh most, each shingle of the wording counted once, and the
/// weight.
fn densest(hits: &[Weighed], width: usize) -> (u32, Range<usize>) {
    let mut seen: Vec<u32> = vec![0; numbers(hits)];
    let mut score = 0;
    let mut best = (0, 0..0);
    let mut from = 0;
    for (to, Weighed { hit, number, weight }) in hits.iter().enumerate() {
        while (hit.word - hits[from].hit.word) as usize > width {
            let gone = &hits[from];
            seen[gone.number] -= 1;
            if seen[gone.number] == 0 {
                score -= gone.weight;
            }
            from += 1;
        }
        seen[*number] += 1;
        if seen[*number] == 1 {
            score += weight;
        }
        if score > best.0 {
            best = (score, from..to + 1);
        }
    }
    (best.0, tighten(hits, best.1))
}

/// Drops hits at a window's start that a later hit repeats: the wording's own place is the nearer one.
fn tighten(hits: &[Weighed], mut range: Range<usize>) -> Range<usize> {
    let mut seen: Vec<u32> = vec![0; numbers(hits)];
    hits[range.clone()].iter().for_each(|hit| seen[hit.number] += 1);
    while let Some(first) = hits[range.clone()].first().filter(|first| seen[first.number] > 1) {
        seen[first.number] -= 1;
        range.start += 1;
    }
    range
}

/// So many numbers do for the shingles of some hits.
fn numbers(hits: &[Weighed]) -> usize {
    hits.iter().map(|hit| hit.number + 1).max().unwrap_or(0)
}

/// A document that is being read.
pub struct Scan<'t> {
    table: &'t Table,
    /// How often each hash was seen, by its first entry, in the chunk of that number.
    seen: Vec<(u64, u32)>,
    /// The number of the first chunk that is read, of all that ever were.
    stretch: u64,
    hits: Vec<Hit>,
}

impl Scan<'_> {
    /// Begins with another document.
    pub fn begin(&mut self) {
        self.hits.clear();
    }

    /// Reads words of the document: tokens with where they begin and end.
    pub fn read(&mut self, words: impl Iterator<Item = (u32, u32, u32)>) {
        let mut last = [(0, 0); 2];
        let mut read = 0;
        for (number, (word, start, end)) in (0_u32..).zip(words) {
            let [(before, before_start), (previous, previous_start)] = last;
            if number > 0 {
                let hit = Hit { entry: 0, word: number - 1, start: previous_start, end };
                self.look(pair_hash(previous, word), hit, 0);
            }
            if number > 1 {
                let hit = Hit { entry: 0, word: number - 2, start: before_start, end };
                self.look(triple_hash(before, previous, word), hit, 0);
            }
            last = [last[1], (word, start)];
            read = number;
        }
        self.stretch += u64::from(read / CHUNK) + 1;
    }

    /// Reads what begins with some words of the document. They and the two behind them are given by their tokens, and stand by their
    /// numbers. Where shingles are common the number of the first word begins a chunk, since they count by chunks.
    pub fn read_tokens(&mut self, numbers: Range<u32>, tokens: &[u32]) {
        for (number, at) in numbers.clone().zip(0..tokens.len()) {
            let bit = tokens[at] as usize % OPENING;
            if self.table.opening[bit / 64] >> (bit % 64) & 1 == 0 {
                continue;
            }
            let hit = |length: u32| Hit { entry: 0, word: number, start: number, end: number + length };
            if let Some(&[first, second]) = tokens[at..].first_chunk() {
                self.look(pair_hash(first, second), hit(2), numbers.start);
            }
            if let Some(&[first, second, third]) = tokens[at..].first_chunk() {
                self.look(triple_hash(first, second, third), hit(3), numbers.start);
            }
        }
        self.stretch += u64::from(tokens.len() as u32 / CHUNK) + 1;
    }

    #[inline]
    fn look(&mut self, hash: u64, hit: Hit, first: u32) {
        let Some(entries) = self.table.entries.range(hash) else { return };
        let own = self.stretch + u64::from((hit.word - first) / CHUNK);
        let (stretch, count) = &mut self.seen[entries.start as usize];
        *count = if *stretch == own { *count + 1 } else { 1 };
        *stretch = own;
        if *count <= COMMON {
            self.hits.extend(entries.map(|entry| Hit { entry, ..hit }));
        }
    }

    /// The windows of each wording that has hits in the document.
    pub fn windows(&mut self, document: DocumentId, mut take: impl FnMut(usize, Vec<Window>)) {
        let table = self.table;
        let wording = |hit: &Hit| table.entries.items[hit.entry as usize].wording;
        let number = |hit: &Hit| table.entries.items[hit.entry as usize].number;
        self.hits.sort_unstable_by_key(|hit| (wording(hit), hit.word, number(hit)));
        for hits in self.hits.chunk_by(|a, b| wording(a) == wording(b)) {
            take(wording(&hits[0]) as usize, table.windows(document, hits));
        }
    }
}
