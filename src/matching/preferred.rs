//! The project's own spellings, held against a draft's own words.
//!
//! Takes a draft and the facts, and hands on the words that are to be spelled otherwise, and the places where a spelling is
//! the preferred one. What stands in capitals, or with the capital of a sentence, is the same spelling.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Draft;
use crate::claim::speech::sentence_ends;
use crate::config::Facts;
use crate::config::facts::{Fact, Stated, spelled};
use crate::file::Span;
use crate::fold::{MASK, Word, folded, hash_of, owner, words, words_in};

/// A draft's words as far as the project's spellings have them.
#[derive(Clone, Debug, Default)]
pub struct Spelled<'a> {
    /// The spellings that are to be replaced, in the order of their first places.
    pub wrong: Vec<Respelled<'a>>,
    /// Where a preferred spelling stands.
    pub right: Vec<Span>,
}

impl Spelled<'_> {
    /// Whether a spelling that the project speaks of, right or wrong, stands in a place.
    pub fn speaks_of(&self, place: Span) -> bool {
        let wrong = self.wrong.iter().flat_map(|one| &one.places).map(|(span, _)| span);
        wrong.chain(&self.right).any(|one| one.overlaps(place))
    }
}

/// A spelling of the draft that is to be replaced.
#[derive(Clone, Debug)]
pub struct Respelled<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Where the draft has it, each place with what is to stand there.
    pub places: Vec<(Span, String)>,
}

/// A spelling that is looked for.
struct Sought<'a> {
    fact: &'a Fact,
    /// The spelling to be replaced; none for the preferred one.
    listed: Option<&'a Stated>,
    /// The hashes of its words.
    words: Vec<u64>,
    /// Its letters.
    text: String,
}

/// A spelling where the draft has it.
struct Hit<'s, 'a> {
    sought: &'s Sought<'a>,
    span: Span,
    /// What is to stand there; none where the spelling is right.
    to: Option<String>,
}

/// Holds the project's spellings against the draft's own words.
pub fn preferred<'a>(draft: &Draft, facts: &'a Facts) -> Spelled<'a> {
    let mut found = Spelled::default();
    let sought = sought(facts);
    if sought.is_empty() {
        return found;
    }
    let mut numbers: FxHashMap<*const Stated, usize> = FxHashMap::default();
    for own in &draft.claims.own {
        let ends: Vec<usize> = sentence_ends(draft.text, own.range()).collect();
        let hits = hits(draft.text, *own, &ends, &sought);
        let place = |hit: &Hit| {
            let sentence = ends.partition_point(|&end| end <= hit.span.start as usize);
            (sentence, std::ptr::from_ref(hit.sought.fact))
        };
        let right: FxHashSet<_> = hits.iter().filter(|hit| hit.to.is_none()).map(place).collect();
        for hit in &hits {
            match hit.sought.listed.zip(hit.to.as_ref()) {
                None => found.right.push(hit.span),
                // "Kyiv, which they wrote Kiev" is about the spelling.
                Some(_) if right.contains(&place(hit)) => {}
                Some((listed, to)) => {
                    let number = *numbers.entry(listed).or_insert(found.wrong.len());
                    if number == found.wrong.len() {
                        found.wrong.push(Respelled { fact: hit.sought.fact, places: Vec::new() });
                    }
                    found.wrong[number].places.push((hit.span, to.clone()));
                }
            }
        }
    }
    found
}

/// Every spelling by the hash of its first word, those of more words first.
fn sought(facts: &Facts) -> FxHashMap<u64, Vec<Sought<'_>>> {
    let mut sought: FxHashMap<u64, Vec<Sought>> = FxHashMap::default();
    for fact in facts.spellings.values() {
        let listed = fact.values.iter().map(Some).chain([None]);
        for listed in listed {
            let text = spelled(&listed.unwrap_or(&fact.subject).text);
            let words: Vec<u64> = words(&text).map(|word| word.hash).collect();
            if let Some(&first) = words.first() {
                sought.entry(first).or_default().push(Sought { fact, listed, words, text });
            }
        }
    }
    sought.values_mut().for_each(|list| list.sort_by_key(|one| std::cmp::Reverse(one.words.len())));
    sought
}

/// The spellings that a stretch of a draft's own words has, in order; of several in one place the longest.
fn hits<'s, 'a>(
    text: &str,
    own: Span,
    ends: &[usize],
    sought: &'s FxHashMap<u64, Vec<Sought<'a>>>,
) -> Vec<Hit<'s, 'a>> {
    let all: Vec<Word> = words_in(text, own.range()).collect();
    // The possessive of a word is found with the word.
    let bare: Vec<(usize, u64)> = all
        .iter()
        .map(|word| match owner(&text[word.range()]) {
            Some(bare) => (word.start as usize + bare.len(), hash_of(&folded(bare))),
            None => (word.end as usize, word.hash),
        })
        .collect();
    let mut hits = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let by_first = |hash: &u64| sought.get(hash).into_iter().flatten();
        let first =
            by_first(&all[at].hash).chain(by_first(&bare[at].1).filter(|_| bare[at].1 != all[at].hash));
        let hit = first.filter_map(|one| {
            let count = one.words.len();
            let (last, inner) = one.words.split_last()?;
            let place = all.get(at..at + count)?;
            let whole = |word: &Word, hash: &u64| word.hash == *hash;
            let ending = &bare[at + count - 1];
            let same = place.iter().zip(inner).all(|(word, hash)| whole(word, hash));
            let end = match (whole(&place[count - 1], last), ending.1 == *last) {
                (true, _) => place[count - 1].end,
                (false, true) => ending.0 as u32,
                _ => return None,
            };
            let span = Span { start: all[at].start, end, ..own };
            let start = ends.partition_point(|&end| end <= span.start as usize).checked_sub(1);
            let opens = !text[start.map_or(own.start as usize, |at| ends[at])..span.start as usize]
                .contains(char::is_alphanumeric);
            same.then(|| hit(text, span, one, opens)).flatten()
        });
        let hit = hit.max_by_key(|hit| (hit.sought.words.len(), hit.to.is_some()));
        at += hit.as_ref().map_or(1, |hit| hit.sought.words.len());
        hits.extend(hit);
    }
    hits
}

/// A spelling in a place whose words are its own, if the letters are, too. `opens`: a sentence begins there.
fn hit<'s, 'a>(text: &str, span: Span, sought: &'s Sought<'a>, opens: bool) -> Option<Hit<'s, 'a>> {
    let written = spelled(&text[span.range()].replace(MASK, ""));
    if sought.listed.is_none() {
        let right = written.to_lowercase() == sought.text.to_lowercase();
        return right.then_some(Hit { sought, span, to: None });
    }
    let preferred = spelled(&sought.fact.subject.text);
    let to = if written == sought.text {
        preferred
    } else if written == sought.text.to_uppercase() {
        preferred.to_uppercase()
    } else if written == capitalised(&sought.text) {
        capitalised(&preferred)
    } else {
        return None;
    };
    // At the head of a sentence a capital says nothing.
    let unclear = opens && to.to_lowercase() == written.to_lowercase();
    (to != written && !unclear && !is_address(text, span)).then_some(Hit { sought, span, to: Some(to) })
}

/// Words with a capital in front.
fn capitalised(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// Whether a place is part of an address, a path or a handle: "ferry@skarvoey.example", "#Skarvoey".
fn is_address(text: &str, span: Span) -> bool {
    const SIGNS: &[char] = &['@', '#', '/', '\\', '_'];
    let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
    let dotted = behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let dot = before.strip_suffix('.').is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    before.ends_with(SIGNS) || behind.starts_with(SIGNS) || dotted || dot
}
