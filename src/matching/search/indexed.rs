//! Finds the windows of one wording by the index, as reading every document would.
//!
//! Takes a wording and looks its shingles up, the rarest first. What stands of them within the width of a window weighs no more than
//! the window, and with what those weigh that were not looked up no less: so the best places tell what must be looked up further,
//! and where nothing needs to be read.

use std::ops::Range;

use super::table::{CHUNK, COMMON, COMMON_OF_ALL, Scan, Table};
use super::{KEPT, SHARE, SHARE_OF_CITED, Sought, Window, keep_best};
use crate::corpus::index::{CAPITAL, Found, Index};
use crate::corpus::{Corpus, DocumentId};

/// A shingle with more places is looked up only where it must be.
const MANY: usize = 1 << 16;
/// To read where a window may stand takes as long as to take so many places.
const READING: usize = 16;
/// More than any shingle weighs, so that places by weight are told apart in whole numbers.
const DEAREST: u64 = 1 << 10;
/// Places are weighed when there are so many, and again when there are so many times more.
const FIRST: usize = 12;
const GROWTH: usize = 3;

/// The windows of a wording, the best first.
pub fn search(sought: &Sought, index: &Index, corpus: &Corpus) -> Vec<Window> {
    let table = Table::new(std::slice::from_ref(sought));
    if table.is_empty() {
        return Vec::new();
    }
    let shingles = looked_up(&table, index);
    let most = shingles.iter().map(|(found, _)| found.count).max().unwrap_or(0);
    let wide = table.is_wide(0);
    let mut search = Search {
        index,
        scan: table.scan(),
        tokens: Vec::new(),
        width: table.width(0) as u32,
        wide,
        common: most > COMMON as usize,
        places: Vec::new(),
        weights: Vec::new(),
        left: shingles.iter().map(|(_, weight)| weight).sum(),
        weighed: 0,
        near: None,
        best: None,
        least: 1,
    };
    for (found, weight) in &shingles {
        if search.is_enough(found.count) {
            break;
        }
        search.add(found, *weight);
    }
    if search.weighed < search.places.len() {
        search.weigh();
    }
    let mut windows = search.all(&sought.cited);
    keep_best(&mut windows, &sought.cited);
    for window in &mut windows {
        window.bytes = index.bytes(corpus.document(window.document), window.document, window.bytes.clone());
    }
    windows
}

/// The places of a wording's shingles, with what each weighs; those first that have the fewest places for their weight.
fn looked_up(table: &Table, index: &Index) -> Vec<(Found, u32)> {
    let mut runs = table.weights();
    // A pair comes before what begins with it.
    runs.sort_unstable();
    let mut pair: Option<([u32; 2], Found)> = None;
    let mut shingles: Vec<(Found, u32)> = Vec::with_capacity(runs.len());
    for ([first, second, third], weight) in runs {
        let known = pair.as_ref().filter(|(words, _)| *words == [first, second]);
        let found = match (third, known) {
            (0, _) => index.find(&[first, second]),
            (_, Some((_, found))) => index.narrow(found, 2, third),
            (_, None) => index.find(&[first, second, third]),
        };
        if third == 0 {
            pair = Some(([first, second], found.clone()));
        }
        if found.count > 0 {
            shingles.push((found, weight));
        }
    }
    shingles.sort_by_key(|(found, weight)| found.count as u64 * DEAREST / u64::from(*weight));
    shingles
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

    fn raise(&mut self, weight: u32) {
        let at = self.best.partition_point(|&best| best >= weight);
        if at < KEPT {
            self.best.truncate(KEPT - 1);
            self.best.insert(at, weight);
        }
    }
}

/// Where a shingle stands: the document, the number of the word, and that of the shingle.
type Place = (DocumentId, u32, u32);

struct Search<'a> {
    index: &'a Index,
    scan: Scan<'a>,
    /// Those that were read last.
    tokens: Vec<u32>,
    width: u32,
    /// Whether windows are too wide for chunks: a document is one then.
    wide: bool,
    /// Whether a shingle may stand somewhere oftener than counts.
    common: bool,
    /// Where the shingles stand that were looked up.
    places: Vec<Place>,
    /// What each of them weighs, and what it weighs wherever it stands: nothing, if it may stand there too often to count.
    weights: Vec<(u32, u32)>,
    /// What those weigh that were not.
    left: u32,
    /// How many places were weighed.
    weighed: usize,
    /// In how many documents a window may stand that is kept, once that is known of those alone that were weighed.
    near: Option<usize>,
    /// The document that has most, and what its best window weighs.
    best: Option<(DocumentId, u32)>,
    /// What a window must weigh to be kept, as far as they tell.
    least: u32,
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
        let counts = if self.wide { COMMON_OF_ALL } else { COMMON };
        self.weights.push((weight, if found.count > counts as usize { 0 } else { weight }));
        self.places.extend(self.index.places_of(found).map(|(document, word)| (document, word, number)));
    }

    /// Whether no shingle need be looked up any more, of which the next one has so many places: where windows without any that was
    /// could not be kept, and it would not spare more than it costs.
    fn is_enough(&mut self, count: usize) -> bool {
        let grown = self.places.len() + count >= (GROWTH * self.weighed).max(FIRST);
        let unknown = self.left < self.least && self.near.is_none();
        if self.places.len() > self.weighed && (grown || unknown) {
            self.weigh();
        }
        let near = self.near.filter(|_| self.left < self.least);
        near.is_some_and(|near| count > MANY || count > near * READING)
    }

    /// Weighs the places that there are, each with those before it within the width of a window, and reads where most stand.
    fn weigh(&mut self) {
        // The new ones are behind those that are sorted.
        self.places.sort_by_key(|&(document, word, _)| u64::from(document.0) << 32 | u64::from(word));
        self.weighed = self.places.len();
        let mut bags: Vec<u32> = Vec::with_capacity(self.places.len());
        let mut sure: Vec<u32> = Vec::with_capacity(self.places.len());
        let mut counts = vec![0; self.weights.len()];
        let mut best = (0, DocumentId(0), 0);
        for own in self.places.chunk_by(|a, b| a.0 == b.0) {
            let (mut most, mut certain) = ((0, 0), 0);
            self.sweep(own, &mut counts, |word, (bag, sure)| {
                most = if bag > most.0 { (bag, word) } else { most };
                certain = certain.max(sure);
            });
            best = if most.0 > best.0 { (most.0, own[0].0, most.1) } else { best };
            bags.push(most.0);
            sure.push(certain);
        }
        let (_, document, word) = best;
        if self.best.is_none_or(|(known, _)| known != document) {
            let windows = self.read_stretches(document, &[self.around(word)]);
            self.best = Some((document, windows.iter().map(|window| window.score).max().unwrap_or(0)));
        }
        let mut bar = Bar::default();
        sure.into_iter().for_each(|sure| bar.raise(sure));
        let share = self.best.map_or(0, |(_, score)| score / SHARE);
        self.least = bar.least().max(share);
        let near = bags.iter().filter(|&&bag| bag + self.left >= self.least).count();
        self.near = (self.left < self.least).then_some(near);
    }

    /// How far a window goes of which a word is the last place, on either side.
    fn around(&self, word: u32) -> Range<u32> {
        word.saturating_sub(self.width)..word.saturating_add(self.width + 1)
    }

    /// For each place of a document what stands there and within the width of a window before it: what it weighs, and what of that
    /// counts for certain. The counts are 0, one for each shingle, and are left so.
    fn sweep(&self, own: &[Place], counts: &mut [u32], mut take: impl FnMut(u32, (u32, u32))) {
        let (mut from, mut bag) = (0, (0, 0));
        for &(_, word, shingle) in own {
            while word - own[from].1 > self.width {
                let gone = own[from].2 as usize;
                counts[gone] -= 1;
                if counts[gone] == 0 {
                    bag = (bag.0 - self.weights[gone].0, bag.1 - self.weights[gone].1);
                }
                from += 1;
            }
            let shingle = shingle as usize;
            counts[shingle] += 1;
            if counts[shingle] == 1 {
                bag = (bag.0 + self.weights[shingle].0, bag.1 + self.weights[shingle].1);
            }
            take(word, bag);
        }
        own[from..].iter().for_each(|place| counts[place.2 as usize] = 0);
    }

    /// Every window that may be kept.
    fn all(mut self, cited: &[DocumentId]) -> Vec<Window> {
        let mut bar = Bar::default();
        let mut windows: Vec<Window> = Vec::new();
        for &document in cited {
            let found = self.of_cited(document, bar.least().max(self.least));
            found.iter().for_each(|window| bar.raise(window.score));
            windows.extend(found);
        }
        for Bound { most, document, stretches } in self.bounds(bar.least().max(self.least)) {
            if most < bar.least().max(self.least) {
                break;
            }
            if cited.contains(&document) {
                continue;
            }
            let found = self.read_stretches(document, &stretches);
            found.iter().for_each(|window| bar.raise(window.score));
            windows.extend(found);
            if windows.len() > 4 * KEPT {
                keep_best(&mut windows, cited);
            }
        }
        windows
    }

    /// The documents that may have a window of such a weight, those first that may have most.
    fn bounds(&self, least: u32) -> Vec<Bound> {
        let mut counts = vec![0; self.weights.len()];
        let documents = self.places.chunk_by(|a, b| a.0 == b.0);
        let bounds = documents.map(|own| self.bound(own, &mut counts, least));
        let mut bounds: Vec<Bound> = bounds.filter(|bound| bound.most >= least).collect();
        bounds.sort_by(|a, b| b.most.cmp(&a.most).then(a.document.cmp(&b.document)));
        bounds
    }

    /// What a document may have of windows of such a weight, which has these places.
    fn bound(&self, own: &[Place], counts: &mut [u32], least: u32) -> Bound {
        let mut bound = Bound { most: 0, document: own[0].0, stretches: Vec::new() };
        self.sweep(own, counts, |word, (bag, _)| {
            let most = bag + self.left;
            bound.most = bound.most.max(most);
            if most >= least {
                let stretch = self.around(word);
                match bound.stretches.last_mut().filter(|last| stretch.start <= last.end) {
                    Some(last) => last.end = last.end.max(stretch.end),
                    None => bound.stretches.push(stretch),
                }
            }
        });
        bound
    }

    /// The windows of a document that is cited, of which the best are kept in any case.
    fn of_cited(&mut self, document: DocumentId, least: u32) -> Vec<Window> {
        let first = self.places.partition_point(|place| place.0 < document);
        let behind = self.places.partition_point(|place| place.0 <= document);
        let own: Vec<Place> = self.places[first..behind].to_vec();
        let mut counts = vec![0; self.weights.len()];
        let mut best = 0;
        self.sweep(&own, &mut counts, |_, (_, sure)| best = best.max(sure));
        let least = least.min(best / SHARE_OF_CITED).max(1);
        if self.left >= least {
            let all = 0..self.index.length(document) as u32;
            return self.read_stretches(document, &[all]);
        }
        let stretches =
            if own.is_empty() { Vec::new() } else { self.bound(&own, &mut counts, least).stretches };
        self.read_stretches(document, &stretches)
    }

    /// The windows of some stretches of a document, in order. Their bytes are numbers of words.
    fn read_stretches(&mut self, document: DocumentId, stretches: &[Range<u32>]) -> Vec<Window> {
        self.scan.begin();
        let mut next = 0;
        for stretch in stretches {
            // In a short document nothing can be too common to count; in another one that is told by whole chunks.
            let read = if self.wide {
                0..u32::MAX
            } else if self.common && self.index.length(document) > COMMON as usize {
                let (from, to) = (stretch.start / CHUNK, stretch.end / CHUNK + 1);
                from * CHUNK..to.saturating_mul(CHUNK)
            } else {
                stretch.clone()
            };
            let read = read.start.max(next)..read.end;
            if !read.is_empty() {
                next = read.end;
                self.read_words(document, read);
            }
        }
        self.windows(document)
    }

    /// Reads the shingles that begin with some words of a document.
    fn read_words(&mut self, document: DocumentId, words: Range<u32>) {
        // The words of a shingle that begins with the last one.
        let reach = words.start as usize..(words.end as usize).saturating_add(2);
        self.tokens.clear();
        self.tokens.extend(self.index.tokens(document, reach).map(|word| word & !CAPITAL));
        self.scan.read_tokens(words, &self.tokens);
    }

    /// The windows of what was read of a document.
    fn windows(&mut self, document: DocumentId) -> Vec<Window> {
        let mut found = Vec::new();
        self.scan.windows(document, |_, windows| found = windows);
        found
    }
}
