//! Finds the windows of one wording by the index, as reading every document would.
//!
//! Takes a wording and looks its shingles up, the rarest first. What a chunk of a document has of them, and what those weigh that
//! were not looked up, bounds the weight of its windows; then what stands there within the width of a window. A chunk that cannot
//! reach a window that is kept is not read.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::table::{CHUNK, COMMON, Scan, Table};
use super::{KEPT, SHARE, SHARE_OF_CITED, Sought, Window, keep_best};
use crate::corpus::index::{CAPITAL, Found, Index};
use crate::corpus::{Corpus, DocumentId};

/// So many places are looked at to begin with.
const FIRST: usize = 1 << 11;
/// So many chunks are read before it is asked whether another shingle would spare some.
const FEW: usize = 256;
/// A shingle with more places is looked up only where it must be.
const MANY: usize = 1 << 16;

/// The windows of a wording, the best first.
pub fn search(sought: &Sought, index: &Index, corpus: &Corpus) -> Vec<Window> {
    let table = Table::new(std::slice::from_ref(sought));
    if table.is_empty() {
        return Vec::new();
    }
    let mut shingles: Vec<(Found, u32)> = table
        .weights()
        .into_iter()
        .map(|(run, weight)| {
            let words = if run[2] == 0 { &run[..2] } else { &run[..] };
            (index.find(words), weight)
        })
        .filter(|(found, _)| found.count > 0)
        .collect();
    shingles.sort_by_key(|(found, weight)| (found.count, u32::MAX - weight));
    let left = shingles.iter().map(|(_, weight)| weight).sum();
    let wide = table.is_wide(0);
    let mut search = Search {
        index,
        scan: table.scan(),
        width: table.width(0) as u32,
        wide,
        bags: FxHashMap::default(),
        places: Vec::new(),
        weights: Vec::new(),
        left,
    };
    let mut shingles = shingles.into_iter().peekable();
    let mut spent = 0;
    while let Some((found, weight)) =
        shingles.next_if(|(found, _)| spent == 0 || spent + found.count <= FIRST)
    {
        spent += found.count;
        search.add(&found, weight);
    }
    let mut bar = Bar::default();
    search.probe(&mut bar);
    // A shingle more where windows without any that were looked up could be kept, or where it spares more than it costs.
    while let Some((found, weight)) = shingles.next_if(|(found, _)| {
        search.left >= bar.least() || (found.count <= MANY && search.above(bar.least()) > FEW)
    }) {
        search.add(&found, weight);
        if found.count > FIRST {
            search.probe(&mut bar);
        }
    }
    let mut windows = search.all(bar, &sought.cited);
    keep_best(&mut windows, &sought.cited);
    for window in &mut windows {
        window.bytes = index.bytes(corpus.document(window.document), window.document, window.bytes.clone());
    }
    windows
}

/// What a window must weigh to be kept, as far as the windows that were found tell.
#[derive(Default)]
struct Bar {
    /// The weights of the best windows, the greatest first.
    best: Vec<u32>,
}

impl Bar {
    fn least(&self) -> u32 {
        let share = self.best.first().map_or(0, |best| best / SHARE);
        let last = self.best.get(KEPT - 1).copied().unwrap_or(0);
        share.max(last).max(1)
    }

    fn raise(&mut self, windows: &[Window]) {
        self.best.extend(windows.iter().map(|window| window.score));
        self.best.sort_unstable_by(|a, b| b.cmp(a));
        self.best.truncate(KEPT);
    }
}

/// A chunk of a document.
type Chunk = (DocumentId, u32);

struct Search<'a> {
    index: &'a Index,
    scan: Scan<'a>,
    width: u32,
    /// Whether windows are too wide for chunks: a document is one then.
    wide: bool,
    /// What the shingles weigh that were looked up, by where they stand.
    bags: FxHashMap<Chunk, u32>,
    /// Where they stand: the document, the number of the word, and that of the shingle.
    places: Vec<(DocumentId, u32, u32)>,
    /// What each of them weighs.
    weights: Vec<u32>,
    /// What those weigh that were not.
    left: u32,
}

/// What a document may have: the weight that bounds its windows, and the stretches of words, in order, in which one may lie that is
/// kept.
struct Bound {
    most: u32,
    document: DocumentId,
    stretches: Vec<Range<u32>>,
}

impl Search<'_> {
    /// Takes the places of a shingle.
    fn add(&mut self, found: &Found, weight: u32) {
        self.left -= weight;
        let number = self.weights.len() as u32;
        self.weights.push(weight);
        let mut chunks: Vec<Chunk> = Vec::with_capacity(found.count);
        for (document, word) in self.index.places_of(found) {
            self.places.push((document, word, number));
            if self.wide {
                chunks.push((document, 0));
                continue;
            }
            // A window may reach into the next chunk.
            let (from, to) =
                (word.saturating_sub(self.width) / CHUNK, word.saturating_add(self.width) / CHUNK);
            chunks.extend((from..=to).map(|chunk| (document, chunk)));
        }
        chunks.sort_unstable();
        chunks.dedup();
        chunks.into_iter().for_each(|chunk| *self.bags.entry(chunk).or_default() += weight);
    }

    /// How many chunks could have a window of such a weight.
    fn above(&self, least: u32) -> usize {
        self.bags.values().filter(|&&bag| bag + self.left >= least).count()
    }

    /// Reads the chunks that have most, to raise the bar.
    fn probe(&mut self, bar: &mut Bar) {
        let mut best: Vec<(u32, Chunk)> = self.bags.iter().map(|(&chunk, &bag)| (bag, chunk)).collect();
        let order = |a: &(u32, Chunk), b: &(u32, Chunk)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        if best.len() > KEPT {
            best.select_nth_unstable_by(KEPT, order);
            best.truncate(KEPT);
        }
        let mut found = Bar::default();
        let mut documents: Vec<Chunk> = best.into_iter().map(|(_, chunk)| chunk).collect();
        documents.sort_unstable();
        for own in documents.chunk_by(|a, b| a.0 == b.0) {
            let chunks: Vec<u32> = own.iter().map(|&(_, chunk)| chunk).collect();
            found.raise(&self.read(own[0].0, &chunks));
        }
        if found.least() > bar.least() {
            *bar = found;
        }
    }

    /// Every window that may be kept.
    fn all(mut self, before: Bar, cited: &[DocumentId]) -> Vec<Window> {
        let mut bar = Bar::default();
        let mut windows = Vec::new();
        for &document in cited {
            let found = self.of_cited(document, bar.least().max(before.least()));
            bar.raise(&found);
            windows.extend(found);
        }
        for Bound { most, document, stretches } in self.bounds(bar.least().max(before.least())) {
            if most < bar.least().max(before.least()) {
                break;
            }
            if cited.contains(&document) {
                continue;
            }
            let found = self.read_stretches(document, &stretches);
            bar.raise(&found);
            windows.extend(found);
            if windows.len() > 4 * KEPT {
                keep_best(&mut windows, cited);
            }
        }
        windows
    }

    /// The documents that may have a window of such a weight, those first that may have most.
    fn bounds(&self, least: u32) -> Vec<Bound> {
        let enough = self.bags.iter().filter(|&(_, &bag)| bag + self.left >= least);
        let enough: FxHashSet<DocumentId> = enough.map(|(chunk, _)| chunk.0).collect();
        let mut places: Vec<(DocumentId, u32, u32)> =
            self.places.iter().filter(|place| enough.contains(&place.0)).copied().collect();
        places.sort_unstable();
        let mut bounds: Vec<Bound> = Vec::new();
        let mut counts = vec![0_u32; self.weights.len()];
        for own in places.chunk_by(|a, b| a.0 == b.0) {
            let mut bound = Bound { most: 0, document: own[0].0, stretches: Vec::new() };
            let (mut from, mut bag) = (0, self.left);
            for &(_, word, shingle) in own {
                while word - own[from].1 > self.width {
                    let gone = own[from].2 as usize;
                    counts[gone] -= 1;
                    bag -= if counts[gone] == 0 { self.weights[gone] } else { 0 };
                    from += 1;
                }
                let count = &mut counts[shingle as usize];
                *count += 1;
                bag += if *count == 1 { self.weights[shingle as usize] } else { 0 };
                bound.most = bound.most.max(bag);
                if bag >= least {
                    // A window whose last place this is goes no further on either side.
                    let stretch = word.saturating_sub(self.width)..word.saturating_add(self.width + 1);
                    match bound.stretches.last_mut().filter(|last| stretch.start <= last.end) {
                        Some(last) => last.end = last.end.max(stretch.end),
                        None => bound.stretches.push(stretch),
                    }
                }
            }
            own[from..].iter().for_each(|place| counts[place.2 as usize] = 0);
            if bound.most >= least {
                bounds.push(bound);
            }
        }
        bounds.sort_by(|a, b| b.most.cmp(&a.most).then(a.document.cmp(&b.document)));
        bounds
    }

    /// The windows of a document that is cited, of which the best are kept in any case.
    fn of_cited(&mut self, document: DocumentId, least: u32) -> Vec<Window> {
        let mut own: Vec<(Chunk, u32)> = (0..self.chunks(document))
            .filter_map(|chunk| Some(((document, chunk), *self.bags.get(&(document, chunk))?)))
            .collect();
        own.sort_unstable();
        let best = own.iter().max_by_key(|(_, bag)| *bag).map(|((_, chunk), _)| *chunk);
        let best = best.map_or(0, |chunk| {
            let windows = self.read(document, &[chunk]);
            windows.iter().map(|window| window.score).max().unwrap_or(0)
        });
        let least = least.min(best / SHARE_OF_CITED).max(1);
        let chunks: Vec<u32> = if self.left >= least {
            (0..self.chunks(document)).collect()
        } else {
            own.iter().filter(|(_, bag)| bag + self.left >= least).map(|((_, chunk), _)| *chunk).collect()
        };
        self.read(document, &chunks)
    }

    fn chunks(&self, document: DocumentId) -> u32 {
        if self.wide { 1 } else { (self.index.length(document) as u32).div_ceil(CHUNK) }
    }

    /// The windows of some stretches of a document, in order.
    fn read_stretches(&mut self, document: DocumentId, stretches: &[Range<u32>]) -> Vec<Window> {
        // In a short document nothing can be too common to count.
        if self.wide || self.index.length(document) > COMMON as usize {
            let chunk = |word: u32| if self.wide { 0 } else { word / CHUNK };
            let chunks = stretches.iter().flat_map(|stretch| chunk(stretch.start)..=chunk(stretch.end));
            let mut chunks: Vec<u32> = chunks.collect();
            chunks.dedup();
            return self.read(document, &chunks);
        }
        self.scan.begin();
        stretches.iter().for_each(|stretch| self.read_words(document, stretch.clone()));
        self.windows(document)
    }

    /// Reads the shingles that begin with some words of a document.
    fn read_words(&mut self, document: DocumentId, words: Range<u32>) {
        // The words of a shingle that begins with the last one.
        let reach = words.start as usize..(words.end as usize).saturating_add(2);
        let tokens = self.index.tokens(document, reach);
        let numbered =
            (words.start..).zip(tokens).map(|(number, word)| (word & !CAPITAL, number, number + 1));
        self.scan.read_until(words.start, words.end, numbered);
    }

    /// The windows of what was read of a document.
    fn windows(&mut self, document: DocumentId) -> Vec<Window> {
        let mut found = Vec::new();
        self.scan.windows(document, |_, windows| found = windows);
        found
    }

    /// The windows of some chunks of a document, in order, and of those beside them. Their bytes are numbers of words.
    fn read(&mut self, document: DocumentId, chunks: &[u32]) -> Vec<Window> {
        self.scan.begin();
        let mut next = 0;
        for &chunk in chunks {
            let (from, to) =
                if self.wide { (0, u32::MAX) } else { (chunk.saturating_sub(1).max(next), chunk + 2) };
            next = to;
            self.read_words(document, from * CHUNK..to.saturating_mul(CHUNK));
        }
        self.windows(document)
    }
}
