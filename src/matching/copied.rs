//! Runs of a source's words that stand in a draft's own prose, without quotation marks.
//!
//! Takes the sentences of all drafts and reads every document that may have some of them as a stream of words: four words in a row that both have are a
//! seed, seeds that go on are a run, and runs with a word or two changed between them are a chain. What is left hands on the
//! longest chains, each with its place in the source.

mod chain;
mod indexed;
mod own;

use rustc_hash::FxHashMap;

use super::{Draft, Found};
use crate::corpus::by_hash::ByHash;
use crate::corpus::{Corpus, Document, DocumentId};
use crate::file::Span;
use crate::fold::{Word, words, words_in};
use crate::parallel;
use chain::{Chain, Seed, chains};
use own::{Own, own_words};

/// A passage of a draft that a source has word for word, or nearly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The draft's words.
    pub span: Span,
    /// The source's.
    pub found: Found,
    /// How many words both have, in runs of [`RUN`] or more.
    pub words: usize,
    /// Whether nothing in it is changed.
    pub verbatim: bool,
}

/// The words of a seed, which are the fewest of a run.
pub const RUN: usize = 4;
/// With fewer content words a passage is a formula.
const CONTENT: usize = 5;
/// How often a seed counts in one draft, and in one document. What stands there oftener is a refrain.
const COMMON_OWN: usize = 16;
const COMMON: u32 = 64;

/// The copied passages of every draft, in order.
pub fn copied(drafts: &[Draft], corpus: &Corpus) -> Vec<Vec<Copied>> {
    if corpus.is_empty() {
        return vec![Vec::new(); drafts.len()];
    }
    let own: Vec<Vec<Own>> = parallel::map(drafts, own_words);
    let runs = runs(&own);
    let ids: Vec<DocumentId> = match &corpus.index {
        Some(index) => indexed::documents(&own, index),
        None => corpus.ids().collect(),
    };
    let found = parallel::map(&ids, |&id| {
        let source = corpus.words(id).all();
        let seeds = seeds(&runs, &source);
        let of_drafts = seeds.chunk_by(|a, b| a.0 == b.0);
        let chained = of_drafts.map(|of_draft| {
            let draft = of_draft[0].0;
            let own = |at: usize| own[draft as usize][at].hash;
            (draft, chains(of_draft.iter().map(|&(_, seed)| seed).collect(), own, &source))
        });
        chained.collect::<Vec<_>>()
    });
    let mut all: Vec<Vec<(DocumentId, Chain)>> = vec![Vec::new(); drafts.len()];
    for (id, of_document) in ids.into_iter().zip(found) {
        for (draft, chains) in of_document {
            all[draft as usize].extend(chains.into_iter().map(|chain| (id, chain)));
        }
    }
    let numbered: Vec<_> = drafts.iter().zip(&own).zip(all).collect();
    parallel::map(&numbered, |((draft, own), chains)| settle(draft, own, chains, corpus))
}

/// Every run of the drafts, by its hash: a draft and the number of its first word there.
fn runs(drafts: &[Vec<Own>]) -> ByHash<(u32, u32)> {
    let mut runs: Vec<(u64, (u32, u32))> = Vec::new();
    for (draft, own) in (0..).zip(drafts) {
        for (at, words) in (0..).zip(own.windows(RUN)).filter(|(_, words)| joined(words)) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|word: usize| words[word].hash);
            runs.push((roll(roll(a, b), roll(c, d)), (draft, at)));
        }
    }
    runs.sort_unstable();
    let of_draft = runs.chunk_by(|a, b| (a.0, a.1.0) == (b.0, b.1.0));
    ByHash::new(of_draft.filter(|own| own.len() <= COMMON_OWN).flatten().copied().collect())
}

/// What a text shares with the drafts, by its words, sorted by draft.
fn seeds(runs: &ByHash<(u32, u32)>, words: &[Word]) -> Vec<(u32, Seed)> {
    let mut found = Vec::new();
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    // The hashes of the three pairs of words before, the latest last.
    let (mut before, mut pairs) = (0, [0; 3]);
    for (at, word) in words.iter().enumerate() {
        pairs = [pairs[1], pairs[2], roll(before, word.hash)];
        before = word.hash;
        if at + 1 < RUN {
            continue;
        }
        let hash = roll(pairs[0], pairs[2]);
        let places = runs.of(hash);
        if places.is_empty() {
            continue;
        }
        let count = counts.entry(hash).or_default();
        *count += 1;
        if *count <= COMMON {
            let source = (at + 1 - RUN) as u32;
            found.extend(places.iter().map(|&(draft, own)| (draft, Seed { own, source })));
        }
    }
    found.sort_unstable();
    found
}

/// Whether words follow each other in the draft's own prose.
fn joined(words: &[Own]) -> bool {
    words[1..].iter().all(|word| !word.apart)
}

fn roll(hash: u64, word: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// The chains that count, longest first where they overlap.
fn settle(draft: &Draft, own: &[Own], chains: &[(DocumentId, Chain)], corpus: &Corpus) -> Vec<Copied> {
    let content = |chain: &Chain| {
        chain.runs.iter().flat_map(|run| &own[run.own.clone()]).filter(|word| word.content).count()
    };
    let mut long: Vec<&(DocumentId, Chain)> = chains
        .iter()
        .filter(|(_, chain)| chain.words() >= draft.options.copied && content(chain) >= CONTENT)
        .collect();
    let copies: Vec<DocumentId> = long
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|chains| chains.iter().map(|(_, chain)| chain.words()).sum::<usize>() * 5 >= own.len() * 4)
        .map(|chains| chains[0].0)
        .filter(|&id| is_copy(draft, corpus.document(id)))
        .collect();
    long.retain(|(id, _)| !copies.contains(id));
    let mut by_place = long.clone();
    by_place.sort_by_key(|(_, chain)| chain.own().start);
    let longest = long.iter().map(|(_, chain)| chain.own().len()).max().unwrap_or_default();
    long.sort_by_key(|(document, chain)| {
        (std::cmp::Reverse(chain.words()), chain.own().start, *document, chain.source().start)
    });
    let mut kept: Vec<Copied> = Vec::new();
    let mut taken = vec![false; own.len()];
    for (id, chain) in &long {
        let range = chain.own();
        if taken[range.clone()].contains(&true) {
            continue;
        }
        let document = corpus.document(*id);
        let place = document.file.span(chain.bytes.clone());
        if document.is_title(place) {
            continue;
        }
        taken[range.clone()].fill(true);
        let near = by_place.partition_point(|(_, rival)| rival.own().start + longest <= range.start);
        let near = by_place[near..].iter().take_while(|(_, rival)| rival.own().start < range.end);
        let mut rivals = near.filter(|(other, rival)| other != id && rival.covers(&range));
        // What two texts have from no common one is everybody's.
        if rivals.any(|(other, rival)| !is_reprint((document, chain), (corpus.document(*other), rival))) {
            continue;
        }
        let (first, last) = (&own[range.start], &own[range.end - 1]);
        let span = Span { file: draft.claims.sentences[0].span.file, start: first.start, end: last.end };
        let found = Found { document: *id, span: place };
        kept.push(Copied { span, found, words: chain.words(), verbatim: chain.runs.len() == 1 });
    }
    kept.sort_by_key(|copied| copied.span.start);
    kept
}

/// Whether a document is the draft itself: one that lies among the sources is no copy of itself.
fn is_copy(draft: &Draft, document: &Document) -> bool {
    let hashes = |text| words(text).map(|word| word.hash);
    hashes(draft.text).eq(hashes(document.text()))
}

/// Whether two documents have the passage from one text: they go on alike on a side of it, too.
fn is_reprint(one: (&Document, &Chain), other: (&Document, &Chain)) -> bool {
    /// Words on each side that are looked at, and how many of them are alike in a reprint.
    const ROUND: usize = 12;
    const ALIKE: usize = 6;
    let round = |(document, chain): (&Document, &Chain)| {
        let text = document.file.text();
        let (start, end) = (chain.bytes.start, chain.bytes.end);
        let from = text.floor_char_boundary(start.saturating_sub(ROUND * 16));
        let to = text.ceil_char_boundary((end + ROUND * 16).min(text.len()));
        let before: Vec<u64> = words_in(text, from..start).map(|word| word.hash).collect();
        let behind: Vec<u64> = words_in(text, end..to).map(|word| word.hash).take(ROUND).collect();
        (before.into_iter().rev().take(ROUND).collect::<Vec<u64>>(), behind)
    };
    let (one, other) = (round(one), round(other));
    let alike = |a: &[u64], b: &[u64]| a.iter().filter(|hash| b.contains(hash)).count() >= ALIKE;
    // A text may hold nothing but the passage.
    let bare = |sides: &(Vec<u64>, Vec<u64>)| sides.0.len() + sides.1.len() < ALIKE;
    bare(&one) || bare(&other) || alike(&one.0, &other.0) || alike(&one.1, &other.1)
}
