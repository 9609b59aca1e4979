//! Runs of words that two texts share, and the chains that they make.
//!
//! Takes seeds (places where both texts have the same few words in a row) and hands on chains: runs that follow each other in both
//! texts with no more than a word or two between them.

use std::ops::Range;

use super::RUN;
use crate::fold::Word;

/// A place where both texts have the same words in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seed {
    /// The number of its first word in the draft.
    pub own: u32,
    /// The number of its first word in the source.
    pub source: u32,
}

/// Words that both texts have in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The numbers of the draft's words.
    pub own: Range<usize>,
    /// The number of the first one in the source.
    pub source: usize,
}

/// Runs that follow each other in both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// In order.
    pub runs: Vec<Run>,
    /// The bytes of the source that they stand in.
    pub bytes: Range<usize>,
}

/// Words that may be changed, left out or put in between two runs of a chain.
const EDITED: usize = 2;
/// Words that may stand between them in either text, those that both have among them.
const BETWEEN: usize = 6;

impl Chain {
    /// How many words both texts have.
    pub fn words(&self) -> usize {
        self.runs.iter().map(|run| run.own.len()).sum()
    }

    /// The draft's words, from the first run to the last.
    pub fn own(&self) -> Range<usize> {
        self.runs[0].own.start..self.runs[self.runs.len() - 1].own.end
    }

    /// The source's.
    pub fn source(&self) -> Range<usize> {
        let last = &self.runs[self.runs.len() - 1];
        self.runs[0].source..last.source + last.own.len()
    }

    /// Whether it has most of some words of the draft.
    pub fn covers(&self, own: &Range<usize>) -> bool {
        let shared = |run: &Run| run.own.end.min(own.end).saturating_sub(run.own.start.max(own.start));
        self.runs.iter().map(shared).sum::<usize>() * 5 >= own.len() * 4
    }
}

/// The chains that seeds make, in the order of the draft. `own` has the hashes of the draft's words, `source` the source's words.
pub fn chains(mut seeds: Vec<Seed>, own: impl Fn(usize) -> u64, source: &[Word]) -> Vec<Chain> {
    let diagonal = |seed: &Seed| i64::from(seed.source) - i64::from(seed.own);
    seeds.sort_unstable_by_key(|seed| (diagonal(seed), seed.own));
    let follows = |a: &Seed, b: &Seed| diagonal(a) == diagonal(b) && a.own + 1 == b.own;
    let mut runs: Vec<Run> = seeds
        .chunk_by(follows)
        .map(|run| {
            let (first, last) = (run[0], run[run.len() - 1]);
            Run { own: first.own as usize..last.own as usize + RUN, source: first.source as usize }
        })
        .collect();
    runs.sort_by_key(|run| (run.own.start, run.source));
    let mut done: Vec<Chain> = Vec::new();
    // Chains that a later run may still follow.
    let mut open: Vec<Chain> = Vec::new();
    for run in runs {
        let (ended, rest): (Vec<Chain>, Vec<Chain>) =
            open.into_iter().partition(|chain| chain.own().end + BETWEEN < run.own.start);
        done.extend(ended);
        open = rest;
        let near = |chain: &Chain| {
            let (here, there) = (chain.own().end..run.own.start, chain.source().end..run.source);
            let short = |gap: &Range<usize>| gap.start <= gap.end && gap.len() <= BETWEEN;
            if !short(&here) || !short(&there) {
                return None;
            }
            let here: Vec<u64> = here.map(&own).collect();
            Some(edits(&here, &source[there])).filter(|&edits| edits <= EDITED)
        };
        let nearest = open.iter().enumerate().filter_map(|(i, chain)| Some((near(chain)?, i))).min();
        match nearest {
            Some((_, i)) => open[i].runs.push(run),
            None => open.push(Chain { runs: vec![run], bytes: 0..0 }),
        }
    }
    done.extend(open);
    for chain in &mut done {
        let words = &source[chain.source()];
        chain.bytes = words[0].start as usize..words[words.len() - 1].end as usize;
    }
    done.sort_by_key(|chain| (chain.own().start, chain.source().start));
    done
}

/// How many words are changed, left out or put in (Levenshtein 1966).
fn edits(own: &[u64], source: &[Word]) -> usize {
    let mut row: Vec<usize> = (0..=source.len()).collect();
    for (i, word) in own.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, other) in source.iter().enumerate() {
            let changed = corner + usize::from(*word != other.hash);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[source.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chains of two texts of single letters, as the draft's letters with a stroke between runs.
    fn shown(own: &str, source: &str) -> Vec<String> {
        let windows = |text: &str| -> Vec<String> {
            let letters: Vec<char> = text.chars().collect();
            letters.windows(RUN).map(|run| run.iter().collect()).collect()
        };
        let theirs = windows(source);
        let mut seeds = Vec::new();
        for (own, run) in windows(own).iter().enumerate() {
            let places = theirs.iter().enumerate().filter(|(_, other)| *other == run);
            seeds.extend(places.map(|(source, _)| Seed { own: own as u32, source: source as u32 }));
        }
        let run = |run: &Run| own[run.own.clone()].to_owned();
        let word = |letter: char| Word { hash: letter as u64, start: 0, end: 0 };
        let words = |text: &str| text.chars().map(word).collect::<Vec<Word>>();
        let (ours, theirs) = (words(own), words(source));
        chains(seeds, |at| ours[at].hash, &theirs)
            .iter()
            .map(|chain| chain.runs.iter().map(run).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn runs_are_bridged_over_a_word_or_two() {
        let table: [(&str, &str, &[&str]); 10] = [
            ("abcdefgh", "abcdefgh", &["abcdefgh"]),
            ("abcdxefgh", "abcdyefgh", &["abcd|efgh"]),
            ("abcdxxefgh", "abcdefgh", &["abcd|efgh"]),
            ("abcdefgh", "abcdyyefgh", &["abcd|efgh"]),
            ("abcdxxxefgh", "abcdefgh", &["abcd", "efgh"]),
            // Two changed words with others between them.
            ("abcdxmnxefgh", "abcdymnyefgh", &["abcd|efgh"]),
            ("abcdxmxnxefgh", "abcdymynyefgh", &["abcd", "efgh"]),
            ("abcxdefxghi", "abcdefghi", &[]),
            // The other way round in the source.
            ("abcdefgh", "efghxabcd", &["abcd", "efgh"]),
            // Twice in the source.
            ("abcde", "abcdexabcde", &["abcde", "abcde"]),
        ];
        for (own, source, expected) in table {
            assert_eq!(shown(own, source), expected, "{own} {source}");
        }
    }
}
