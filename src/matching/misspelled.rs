//! Names of a draft that are a letter or two away from a name of a document that it leans on.
//!
//! Takes who occurs in both and hands on pairs of names. It is silent where the draft's form is one of the sources', an
//! author's, another word or another name that there is: two names that are near each other may be two persons'.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::leaning::leaned_on;
use super::name::{places, whole};
use super::spelling::{Part, is_slip};
use super::{Draft, Found, Match};
use crate::claim::People;
use crate::claim::voice::Voice;
use crate::corpus::index::tokens_of;
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::fold::{folded, hash_of, owner, words};
use crate::lexicon::{get, given_names, has, speaking, states, voices};
use crate::parallel;

/// A name of the draft that is another one in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misspelled {
    /// The name wherever the draft has it so, in order: the whole name, or the part that is wrong.
    pub mentions: Vec<Span>,
    /// The wrong word in each of them.
    pub words: Vec<Span>,
    /// The name as the source has it first.
    pub found: Found,
    /// The source's word in the wrong one's place.
    pub right: Span,
}

/// Names that share all words but one are compared up to this number; of more nothing tells which is meant.
const NAMESAKES: usize = 64;

/// A name in a text.
struct Name {
    /// Its folded words.
    words: Vec<String>,
    /// Their places.
    places: Vec<Span>,
    entity: usize,
    kind: Voice,
}

/// The names of a draft that are misspelled, in order.
pub fn misspelled(draft: &Draft, matches: &[Match], corpus: &Corpus) -> Vec<Misspelled> {
    let mut own = names(draft.text, &draft.claims.said.people);
    if own.is_empty() {
        return Vec::new();
    }
    let leaned_on = leaned_on(draft, matches, corpus);
    retain_doubtful(&mut own, &leaned_on, corpus);
    if own.is_empty() {
        return Vec::new();
    }
    let mut others: Vec<(DocumentId, Name)> = Vec::new();
    for id in leaned_on {
        let document = corpus.document(id);
        let names = names(document.text(), &document.said().people);
        others.extend(names.into_iter().map(|name| (id, name)));
    }
    let mut known: FxHashMap<u64, Vec<&(DocumentId, Name)>> = FxHashMap::default();
    for other in &others {
        for key in keys(&other.1.words) {
            let namesakes = known.entry(key).or_default();
            if namesakes.len() <= NAMESAKES {
                namesakes.push(other);
            }
        }
    }
    let nearest = |name| nearest(name, &known).map(|(wrong, other)| (name, wrong, other));
    let mut near: Vec<(&Name, usize, &(DocumentId, Name))> = own.iter().filter_map(nearest).collect();
    let suspects = near.iter().map(|(name, wrong, _)| name.words[*wrong].as_str());
    let suspects = suspects.map(|letters| (hash_of(letters), letters)).collect();
    let real = real(&suspects, draft, corpus);
    near.retain(|(name, wrong, _)| !real.contains(&hash_of(&name.words[*wrong])));
    let found = near.into_iter().map(|(name, wrong, (document, other))| {
        let written = |mention: &Span| {
            let places = places(draft.text, *mention);
            let is_wrong = |place: &&Span| folded(&draft.text[place.range()]) == name.words[wrong];
            Some((whole(&places), *places.iter().find(is_wrong)?))
        };
        let mentions = &draft.claims.said.people.entities[name.entity].mentions;
        let (mentions, words) = mentions.iter().filter_map(written).unzip();
        let found = Found { document: *document, span: whole(&other.places) };
        Misspelled { mentions, words, found, right: other.places[wrong] }
    });
    found.collect()
}

/// Leaves those names of which some word stands in none of these documents: a word that stands in a source is right, and who occurs
/// in one is long to read.
fn retain_doubtful(names: &mut Vec<Name>, leaned_on: &[DocumentId], corpus: &Corpus) {
    let hashes = |name: &Name| -> Vec<u64> { name.words.iter().map(|word| hash_of(word)).collect() };
    let mut left: FxHashSet<u64> = names.iter().flat_map(hashes).collect();
    for id in leaned_on {
        if left.is_empty() {
            break;
        }
        for hash in standing(corpus, *id, |hash| left.contains(hash)) {
            left.remove(&hash);
        }
    }
    names.retain(|name| hashes(name).iter().any(|hash| left.contains(hash)));
}

/// The name of a source that a name is but for a slip, and in which of its words that is.
fn nearest<'a>(
    name: &Name,
    known: &FxHashMap<u64, Vec<&'a (DocumentId, Name)>>,
) -> Option<(usize, &'a (DocumentId, Name))> {
    keys(&name.words).into_iter().enumerate().find_map(|(wrong, key)| {
        let namesakes = known.get(&key).filter(|namesakes| namesakes.len() <= NAMESAKES)?;
        let mut alike = namesakes.iter().filter(|other| is_misspelled(name, &other.1, wrong));
        let first = *alike.next()?;
        // Of two that are as near nothing tells which is meant.
        alike.all(|other| other.1.words == first.1.words).then_some((wrong, first))
    })
}

/// The names of two words or more in a text, each once.
fn names(text: &str, people: &People) -> Vec<Name> {
    let mut names = Vec::new();
    let mut seen: FxHashSet<(usize, Vec<String>)> = FxHashSet::default();
    for (number, entity) in people.entities.iter().enumerate().filter(|(_, entity)| entity.is_named()) {
        for mention in &entity.mentions {
            let places = places(text, *mention);
            let words: Vec<String> =
                places.iter().map(|place| folded(&text[place.range()]).into_owned()).collect();
            if words.len() > 1 && seen.insert((number, words.clone())) {
                names.push(Name { words, places, entity: number, kind: entity.kind });
            }
        }
    }
    names
}

/// For each word of a name what the others and their places come to.
fn keys(words: &[String]) -> Vec<u64> {
    let without = |hole: usize| {
        let others = words.iter().enumerate().map(|(at, word)| if at == hole { 0 } else { hash_of(word) });
        others.fold(0_u64, |key, hash| key.rotate_left(7).wrapping_mul(31) ^ hash)
    };
    (0..words.len()).map(without).collect()
}

/// Whether a name is another one but for a slip in one word.
fn is_misspelled(own: &Name, other: &Name, hole: usize) -> bool {
    let human = if hole == 0 { Part::Given } else { Part::Family };
    // What may be a person's or not is held to both measures. Only a person has an initial.
    let kind = |name: &Name| if name.words[0].chars().count() == 1 { Voice::Person } else { name.kind };
    let measures: &[Part] = match (kind(own), kind(other)) {
        (Voice::Person, Voice::Person) => &[human],
        (Voice::Body, Voice::Body) => &[Part::Noun],
        (Voice::Person, Voice::Body) | (Voice::Body, Voice::Person) => return false,
        _ => &[human, Part::Noun],
    };
    // Two keys may come to one number.
    let same = own.words.len() == other.words.len()
        && own.words.iter().zip(&other.words).enumerate().all(|(at, (a, b))| at == hole || a == b);
    let (word, right) = (own.words[hole].as_str(), other.words[hole].as_str());
    let tells = |(at, word): (usize, &String)| {
        let small = has(voices::PARTICLES, word) || matches!(word.as_str(), "and" | "for" | "of" | "the");
        at != hole && word.chars().count() > 1 && !small
    };
    // An initial says less than a word.
    let telling = own.words.iter().enumerate().any(tells) || word.chars().count() >= INITIALED;
    same && telling && measures.iter().all(|&part| is_slip(word, right, part)) && !is_known(word)
}

/// Beside an initial alone a word needs so many letters.
const INITIALED: usize = 8;

/// Whether a word is a name or a noun that there is.
fn is_known(word: &str) -> bool {
    let lists = [
        given_names::MEN,
        given_names::WOMEN,
        speaking::NOUNS,
        speaking::TIMES,
        voices::BODIES,
        voices::COLLECTIVES,
        voices::DOCUMENTS,
        voices::OFFICES,
        voices::PERSONS,
    ];
    lists.iter().any(|list| has(list, word))
        || [states::ADJECTIVES, states::NAMES, states::SEATS].iter().any(|table| get(table, word).is_some())
}

/// Those of some words, by their hashes, that are right as far as the texts tell: they stand in a source, in the name of an
/// author, or in small letters in the draft.
fn real(suspects: &FxHashMap<u64, &str>, draft: &Draft, corpus: &Corpus) -> FxHashSet<u64> {
    if suspects.is_empty() {
        return FxHashSet::default();
    }
    let mut real: FxHashSet<u64> = words(draft.text)
        .filter(|word| {
            suspects.contains_key(&word.hash) && draft.text[word.range()].starts_with(char::is_lowercase)
        })
        .map(|word| word.hash)
        .collect();
    real.extend(suspects.keys().filter(|&&hash| corpus.authors_with(hash).next().is_some()));
    let left: Vec<&str> =
        suspects.iter().filter(|(hash, _)| !real.contains(*hash)).map(|(_, letters)| *letters).collect();
    const FEW: usize = 3;
    let ids: BTreeSet<DocumentId> = match &corpus.index {
        // One document that has the word is enough, and another word may go by its token.
        Some(index) => {
            let forms = left.iter().flat_map(|letters| tokens_of(letters));
            forms.flat_map(|form| index.documents_with(&[form]).into_iter().take(FEW)).collect()
        }
        None => corpus.ids().collect(),
    };
    let ids: Vec<DocumentId> = ids.into_iter().collect();
    let stand = |id: &DocumentId| standing(corpus, *id, |hash| suspects.contains_key(hash));
    real.extend(parallel::map(&ids, stand).into_iter().flatten());
    real
}

/// Those of some words, by their hashes, that stand in a document.
fn standing(corpus: &Corpus, id: DocumentId, is_asked: impl Fn(&u64) -> bool) -> Vec<u64> {
    let text = corpus.document(id).file.text();
    let mut found = Vec::new();
    for word in corpus.words(id) {
        if is_asked(&word.hash) {
            found.push(word.hash);
        }
        // A possessive is a word of its own.
        if let Some(owner) = owner(&text[word.range()]) {
            found.extend(Some(hash_of(&folded(owner))).filter(&is_asked));
        }
    }
    found
}
