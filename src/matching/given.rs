//! Given names of a draft that the sources do not give: somebody whom the document that a sentence draws on knows by the same
//! surname has another given name there, or none.
//!
//! Takes the draft's persons with what its sentences follow, and hands on each name that parts from the source once. It is
//! silent where any source joins the two names, where the one given name is a short form of the other, and where the source
//! itself speaks of two of that surname.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::{is_short_form, opens, places, whole};
use super::{Draft, Follows, Found};
use crate::claim::office::offices;
use crate::claim::people::{Entity, Meant};
use crate::claim::voice::{Gender, Voice};
use crate::corpus::index::{CAPITAL, Index, tokens_of};
use crate::corpus::{Corpus, Document, DocumentId};
use crate::file::Span;
use crate::fold::{Word, folded, hash_of, owner, words};
use crate::lexicon::{given_names, has, offices as lexicon, speaking, voices};
use crate::parallel;

/// A given name that a source does not give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The whole name in the draft.
    pub name: Span,
    /// The given name in it.
    pub given: Span,
    /// The name in the source, as fully as it has it.
    pub found: Found,
    /// Whether the source has another given name, rather than none.
    pub other: bool,
}

/// How often a source names whoever it tells of: who is named once may be somebody else of that surname.
const FEWEST: usize = 2;

/// A name of the draft that may be wrong.
struct Suspect {
    name: Span,
    given: Span,
    surname: Span,
    document: DocumentId,
    gender: Option<Gender>,
}

/// The given names of a draft that its sources do not give, in order.
pub fn given(draft: &Draft, follows: &Follows, corpus: &Corpus) -> Vec<Given> {
    let suspects = suspects(draft, follows);
    let judged = suspects.iter().filter_map(|suspect| Some((suspect, judge(draft, suspect, corpus)?)));
    let judged: Vec<(&Suspect, Given)> = judged.collect();
    let joined = joined(draft, judged.iter().map(|(suspect, _)| *suspect), corpus);
    let kept = judged.into_iter().filter(|(suspect, _)| !joined.contains(&pair(draft, suspect)));
    let mut given: Vec<Given> = kept.map(|(_, given)| given).collect();
    given.sort_by_key(|given| given.name.start);
    given
}

/// Each person whom the draft names in full where it draws on a document, once.
fn suspects(draft: &Draft, follows: &Follows) -> Vec<Suspect> {
    let sentences = &draft.claims.sentences;
    let mut suspects = Vec::new();
    for entity in
        draft.claims.said.people.entities.iter().filter(|one| one.is_named() && one.kind != Voice::Body)
    {
        let drawn = entity.mentions.iter().find_map(|mention| {
            let at = sentences.partition_point(|sentence| sentence.span.end <= mention.start);
            let within = sentences.get(at).is_some_and(|sentence| sentence.span.start <= mention.start);
            let quoted = draft
                .claims
                .said
                .quotes
                .iter()
                .any(|quote| quote.span.start <= mention.start && mention.end <= quote.span.end);
            let mut places = places(draft.text, *mention);
            // "Midfielder Ann Ward": a sentence's first word has its capital for nothing.
            let first = &draft.text[places.first()?.range()];
            if places.len() > 2 && !is_listed(first) && opens(draft.text, places[0]) {
                places.remove(0);
            }
            let document = follows.sentences.get(at)?.document?;
            (within && !quoted && places.len() > 1).then_some((places, document))
        });
        let Some((places, document)) = drawn else { continue };
        // Whoever is named in full after a namesake is another one: "Mr Ward is no kin of Ann Ward".
        let surname = hash_of(&folded(&draft.text[places[places.len() - 1].range()]));
        if words(&draft.text[..places[0].start as usize]).any(|word| word.hash == surname) {
            continue;
        }
        let suspect = Suspect {
            name: whole(&places),
            given: places[0],
            surname: places[places.len() - 1],
            document,
            gender: entity.gender,
        };
        if is_given(&draft.text[suspect.given.range()]) {
            suspects.push(suspect);
        }
    }
    suspects
}

/// Whether a word may be a given name: a capitalised one that is no title, no place and no initial.
fn is_given(written: &str) -> bool {
    let word = folded(written);
    let lists = [
        voices::BODIES,
        voices::COLLECTIVES,
        voices::OFFICES,
        voices::PARTICLES,
        voices::PERSONS,
        speaking::TIMES,
    ];
    written.starts_with(char::is_uppercase)
        && word.chars().count() > 2
        && word.chars().all(char::is_alphabetic)
        && !lists.iter().any(|list| has(list, &word))
}

/// Whether a word is a given name that the lexicon knows.
fn is_listed(written: &str) -> bool {
    let word = folded(written);
    has(given_names::MEN, &word) || has(given_names::WOMEN, &word)
}

/// What the document says of whoever bears the surname.
fn judge(draft: &Draft, suspect: &Suspect, corpus: &Corpus) -> Option<Given> {
    let document = corpus.document(suspect.document);
    let text = document.text();
    let people = &document.said().people;
    let (given, surname) =
        (folded(&draft.text[suspect.given.range()]), folded(&draft.text[suspect.surname.range()]));
    // Who is called by the given name there is somebody of that name, however the surname stands.
    let hash = hash_of(&given);
    if words(text).any(|word| word.hash == hash) {
        return None;
    }
    let entity: &Entity = match people.meant(&surname) {
        Meant::One(id) => &people.entities[id as usize],
        // Somebody who neither speaks nor bears a title is no entity; the draft's given name tells that it is a person.
        Meant::Nobody if is_listed(&draft.text[suspect.given.range()]) => {
            let named = bare(text, &surname).filter(|_| !is_held(draft.text, suspect.name))?;
            let span = document.file.span(named);
            let found = Found { document: suspect.document, span };
            return Some(Given { name: suspect.name, given: suspect.given, found, other: false });
        }
        _ => return None,
    };
    if entity.kind == Voice::Body
        || !entity.is_named()
        || entity.gender.zip(suspect.gender).is_some_and(|(a, b)| a != b)
    {
        return None;
    }
    let places = entity.mentions.iter().map(|mention| places(text, *mention));
    let fullest = places.max_by_key(|places| (places.len(), std::cmp::Reverse(places[0].start)))?;
    let last = fullest.last()?;
    if folded(&text[last.range()]) != surname {
        return None;
    }
    let first = &text[fullest[0].range()];
    let other = fullest.len() > 1 && is_given(first) && (is_listed(first) || !opens(text, fullest[0]));
    if other && entity.mentions.len() < FEWEST {
        return None;
    }
    if !other && is_public(draft, suspect, document, entity) {
        return None;
    }
    if fullest.len() > 1 && is_variant(&given, &folded(first)) {
        return None;
    }
    let found = Found { document: suspect.document, span: whole(&fullest) };
    Some(Given { name: suspect.name, given: suspect.given, found, other })
}

/// Whether either text says that the person holds one of the offices whose holders everybody can name: the given name of a
/// president needs no source.
fn is_public(draft: &Draft, suspect: &Suspect, document: &Document, entity: &Entity) -> bool {
    is_held(draft.text, suspect.name)
        || entity.mentions.iter().any(|&mention| is_held(document.text(), mention))
}

/// Whether such an office stands beside a name.
fn is_held(text: &str, mention: Span) -> bool {
    offices(text, mention).iter().any(|office| has(lexicon::HEADS, office.kind))
}

/// Where a text first has a surname that always stands alone in it: [`FEWEST`] times at least, with a capital, and beside no other word of a name.
fn bare(text: &str, surname: &str) -> Option<Range<usize>> {
    let hash = hash_of(surname);
    let all: Vec<Word> = words(text).collect();
    let written = |word: &Word| {
        let written = &text[word.range()];
        owner(written).unwrap_or(written)
    };
    let is_own = |word: &Word| word.hash == hash || hash_of(&folded(written(word))) == hash;
    let mut found: Vec<&Word> = Vec::new();
    for (at, word) in all.iter().enumerate().filter(|(_, word)| is_own(word)) {
        let capital = |word: &Word| text[word.range()].starts_with(char::is_uppercase);
        let joined = |a: &Word, b: &Word| capital(a) && capital(b) && a.end + 1 == b.start;
        let before = at.checked_sub(1).map(|before| &all[before]);
        let title = |before: &Word| has(voices::OFFICES, &folded(written(before)));
        let named = before.is_some_and(|before| joined(before, word) && !title(before))
            || all.get(at + 1).is_some_and(|next| joined(word, next));
        if !capital(word) || named {
            return None;
        }
        found.push(word);
    }
    let first = found.first().filter(|_| found.len() >= FEWEST)?;
    Some(first.range().start..first.range().start + written(first).len())
}

/// Whether two given names may be one bearer's.
fn is_variant(one: &str, other: &str) -> bool {
    let shared = similar::TextDiff::from_chars(one, other).ratio();
    let begins = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    one.chars().count() < 3
        || other.chars().count() < 3
        || begins >= 3
        || shared >= 0.6
        || is_short_form(one, other)
}

/// The given name and the surname of a suspect as one number.
fn pair(draft: &Draft, suspect: &Suspect) -> (u64, u64) {
    let hash = |span: Span| hash_of(&folded(&draft.text[span.range()]));
    (hash(suspect.given), hash(suspect.surname))
}

/// The pairs of names that some source joins: the one stands shortly before or behind the other.
fn joined<'a>(
    draft: &Draft,
    suspects: impl Iterator<Item = &'a Suspect>,
    corpus: &Corpus,
) -> FxHashSet<(u64, u64)> {
    /// Words between which no other name stands: "Ann B. Ward".
    const NEAR: usize = 4;
    let mut sought: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
    let mut names: Vec<[String; 2]> = Vec::new();
    for suspect in suspects {
        let (given, surname) = pair(draft, suspect);
        names.push(
            [suspect.given, suspect.surname].map(|part| folded(&draft.text[part.range()]).into_owned()),
        );
        sought.entry(given).or_default().push(surname);
        sought.entry(surname).or_default().push(given);
    }
    if sought.is_empty() {
        return FxHashSet::default();
    }
    let authors = sought.keys().flat_map(|&word| corpus.authors_with(word));
    let mut authors: Vec<&str> = authors.map(|author| author.name.as_str()).collect();
    authors.sort_unstable();
    authors.dedup();
    let documents = match &corpus.index {
        Some(index) => near(&names, index, NEAR),
        None => corpus.ids().collect(),
    };
    let texts = documents.into_iter().map(|id| corpus.document(id).file.text());
    let texts: Vec<&str> = texts.chain(authors).collect();
    let stand = |text: &&str| -> Vec<(u64, u64)> {
        let mut last: Vec<(usize, u64)> = Vec::new();
        let mut pairs = Vec::new();
        let hash =
            |word: &Word| owner(&text[word.range()]).map_or(word.hash, |owner| hash_of(&folded(owner)));
        for (number, word) in words(text).enumerate() {
            let hash = hash(&word);
            let Some(others) = sought.get(&hash) else { continue };
            last.retain(|(at, _)| number - at <= NEAR);
            for (_, before) in last.iter().filter(|(_, before)| others.contains(before)) {
                pairs.extend([(*before, hash), (hash, *before)]);
            }
            last.push((number, hash));
        }
        pairs
    };
    parallel::map(&texts, stand).into_iter().flatten().collect()
}

/// A few of the documents in which the two parts of each name stand with so few words between them, by the index: one is enough, and
/// another word may go by the same token.
fn near(names: &[[String; 2]], index: &Index, between: usize) -> Vec<DocumentId> {
    const FEW: usize = 3;
    let mut documents: Vec<DocumentId> = Vec::new();
    for [given, surname] in names {
        let (mut rare, mut other) = (tokens_of(given), tokens_of(surname));
        let count = |tokens: [u32; 2]| tokens.iter().map(|&token| index.occurrences(token).1).sum::<usize>();
        if count(other) < count(rare) {
            (rare, other) = (other, rare);
        }
        for token in rare {
            let found = index.find(&[token]);
            let near = index.places_of(&found).filter(|&(document, word)| {
                let word = word as usize;
                let round = word.saturating_sub(between)..word + between + 1;
                index.tokens(document, round).any(|token| other.contains(&(token & !CAPITAL)))
            });
            documents.extend(near.map(|(document, _)| document).take(FEW));
        }
    }
    documents.sort_unstable();
    documents.dedup();
    documents
}
