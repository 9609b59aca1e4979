//! Offices that a draft gives to somebody, held against the project's own facts and those that the documents it leans on give.
//!
//! Takes who occurs in them and hands on the offices that conflict. They conflict only as exact titles of one person at one
//! time: of two kinds that nobody holds together, of two portfolios, of two states, or where the source has another holder.

use rustc_hash::FxHashMap;

use super::leaning::leaned_on;
use super::name::{Likeness, compare, is_full};
use super::{Draft, Found, Match};
use crate::claim::office::{Office, Owner, named, offices, stated};
use crate::claim::people::{Entity, Meant};
use crate::claim::voice::Voice;
use crate::config::facts::{self, Fact, Facts, Stated};
use crate::corpus::{Corpus, DocumentId};
use crate::file::Span;
use crate::lexicon::{has, offices as lexicon, states};

/// An office of the draft that the sources give otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Who, as the draft names them most fully.
    pub name: String,
    /// The office in the draft.
    pub office: Span,
    /// The office that a source or a fact gives the same person.
    pub right: Witness,
    /// Who holds the draft's office in a source, as it names them most fully, and its words there.
    pub holder: Option<(String, Found)>,
}

/// Who says that somebody has an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Witness {
    /// A source.
    Source(Found),
    /// The project's own facts, which go before every source.
    Fact(Stated),
}

/// Somebody with an office in a source.
struct Holder<'a> {
    document: DocumentId,
    entity: &'a Entity,
    number: u32,
    office: Office,
}

/// The offices of a draft that conflict with the project's facts or with those of the sources, in order; one for each
/// person. Of whom the facts speak no source is asked.
pub fn misplaced(draft: &Draft, matches: &[Match], corpus: &Corpus, facts: &Facts) -> Vec<Misplaced> {
    let mut own: Vec<(&Entity, Vec<Office>)> = Vec::new();
    for entity in draft.claims.said.people.entities.iter().filter(|one| is_full(&one.name)) {
        // In a short draft nothing may tell a person's name from another's; the source is asked, then.
        if entity.kind == Voice::Body || !entity.is_named() {
            continue;
        }
        let held: Vec<Office> =
            entity.mentions.iter().flat_map(|mention| offices(draft.text, *mention)).collect();
        if !held.is_empty() {
            own.push((entity, held));
        }
    }
    let mut found = Vec::new();
    own.retain(|(entity, held)| match facts.offices.get(&facts::key(&entity.name)) {
        Some(fact) => {
            found.extend(against(entity, held, fact));
            false
        }
        None => true,
    });
    if own.is_empty() {
        found.sort_by_key(|one: &Misplaced| one.office.start);
        return found;
    }
    let documents = leaned_on(draft, matches, corpus);
    let holders: Vec<Holder> = documents.iter().flat_map(|&id| holders(id, corpus)).collect();
    let mut by_kind: FxHashMap<&str, Vec<&Holder>> = FxHashMap::default();
    let mut by_entity: FxHashMap<(DocumentId, u32), Vec<&Holder>> = FxHashMap::default();
    for holder in &holders {
        by_kind.entry(holder.office.kind).or_default().push(holder);
        by_entity.entry((holder.document, holder.number)).or_default().push(holder);
    }
    for (entity, held) in own {
        // The draft's other mentions may say more of the office: "the former minister".
        if held.iter().any(|office| office.other_time) {
            continue;
        }
        let known = |&id: &DocumentId| known(id, &entity.name, corpus).map(|number| (id, number));
        let ids: Vec<(DocumentId, u32)> = documents.iter().filter_map(known).collect();
        let theirs: Vec<&Holder> = ids.iter().filter_map(|id| by_entity.get(id)).flatten().copied().collect();
        // Two whom one text names apart are two, however alike their names.
        let another = |holder: &Holder| match ids.iter().find(|(id, _)| *id == holder.document) {
            Some(&(_, number)) => number != holder.number,
            None => compare(&entity.name, &holder.entity.name) == Likeness::Different,
        };
        let called = |office: &Office| ids.iter().any(|&id| is_called(id, office, &holders, corpus));
        let place = |holder: &Holder| Found { document: holder.document, span: holder.office.span };
        found.extend(held.iter().filter(|office| !office.below).find_map(|office| {
            let same_kind = by_kind.get(office.kind).map_or(&[][..], Vec::as_slice);
            let (right, holder) = conflict(office, &theirs, same_kind, &another)?;
            (!called(office)).then(|| Misplaced {
                name: entity.name.clone(),
                office: office.span,
                right: Witness::Source(place(right)),
                holder: holder.map(|holder| (holder.entity.name.clone(), place(holder))),
            })
        }));
    }
    found.sort_by_key(|one| one.office.start);
    found
}

/// The office of somebody in the draft that conflicts with what a fact says of them.
fn against(entity: &Entity, held: &[Office], fact: &Fact) -> Option<Misplaced> {
    if held.iter().any(|office| office.other_time) {
        return None;
    }
    let mut theirs: Vec<(&Stated, Office)> = Vec::new();
    for value in &fact.values {
        theirs.extend(stated(&value.text, value.span).into_iter().map(|office| (value, office)));
    }
    held.iter().filter(|office| !office.below).find_map(|own| {
        // Of a deputy and of somebody who left nothing is said.
        let mut now = theirs.iter().filter(|(_, office)| !office.other_time && !office.below);
        let one = theirs.iter().any(|(_, office)| is_one(own, office));
        let apart = now.find(|(_, office)| is_apart(own, office) && !is_kept(own, office));
        let (right, _) = apart.filter(|_| !one)?;
        Some(Misplaced {
            name: entity.name.clone(),
            office: own.span,
            right: Witness::Fact((*right).clone()),
            holder: None,
        })
    })
}

/// Whether the text tells that somebody is a person with a name.
fn may_hold(entity: &Entity) -> bool {
    entity.kind == Voice::Person && entity.is_named()
}

/// Whom a full name means in a document, if it has the name in full as well.
fn known(id: DocumentId, name: &str, corpus: &Corpus) -> Option<u32> {
    let people = &corpus.document(id).said().people;
    match people.meant(name) {
        Meant::One(one) => {
            let other = &people.entities[one as usize].name;
            // A surname alone may be a namesake's.
            (is_full(other) && compare(name, other) == Likeness::Same).then_some(one)
        }
        Meant::Nobody | Meant::Several(_) => None,
    }
}

/// Everybody in a document with each of their offices.
fn holders(id: DocumentId, corpus: &Corpus) -> Vec<Holder<'_>> {
    let document = corpus.document(id);
    let text = document.text();
    let entities = document.said().people.entities.iter().enumerate().filter(|(_, one)| may_hold(one));
    let mut holders = Vec::new();
    for (number, entity) in entities {
        for office in entity.mentions.iter().flat_map(|mention| offices(text, *mention)) {
            holders.push(Holder { document: id, entity, number: number as u32, office });
        }
    }
    holders
}

/// The office of a source that somebody's office in the draft conflicts with, and who else holds the draft's, if anybody.
/// `theirs` are the offices that the sources give the same person, `same_kind` all those of the draft's kind,
/// of which `another` tells whether they are somebody else's.
fn conflict<'a>(
    own: &Office,
    theirs: &[&'a Holder<'a>],
    same_kind: &[&'a Holder<'a>],
    another: &dyn Fn(&Holder) -> bool,
) -> Option<(&'a Holder<'a>, Option<&'a Holder<'a>>)> {
    // A deputy is none of those whom the draft makes of one.
    if theirs.iter().any(|other| is_one(own, &other.office) && !other.office.below) {
        return None;
    }
    let one = has(lexicon::ONE, own.kind);
    // Whoever has one office of a state has another of the same, where nothing says of which.
    let state = theirs.iter().find_map(|other| match other.office.owner {
        Owner::State(state) => Some(state),
        _ => None,
    });
    let owner = match (&own.owner, state) {
        (Owner::Unsaid, Some(state)) if one => Owner::State(state),
        (owner, _) => owner.clone(),
    };
    let now = |other: &&&'a Holder<'a>| !other.office.other_time && !other.office.below;
    let apart = theirs.iter().filter(now).find(|other| is_apart(own, &other.office));
    let holder = same_kind.iter().filter(now).find(|other| {
        let whole =
            owner != Owner::Unsaid || has(lexicon::WHOLE, own.kind) || has(lexicon::CALLINGS, own.kind);
        let same = other.office.owner == owner && other.office.portfolio == own.portfolio;
        whole && same && another(other)
    });
    let right = match holder {
        Some(_) if one => apart.or(theirs.first()),
        Some(_) => apart,
        None => apart.filter(|other| !is_kept(own, &other.office)),
    };
    right.map(|right| (*right, holder.copied()))
}

/// Whether two offices that are apart may be one career, where nobody else holds either.
fn is_kept(own: &Office, other: &Office) -> bool {
    other.kind != own.kind
        && ((has(lexicon::KEPT, own.kind) && has(lexicon::KEPT, other.kind))
            || !has(lexicon::PUBLIC, own.kind)
            || !has(lexicon::PUBLIC, other.kind))
}

/// Whether two offices of one person may be one.
fn is_one(own: &Office, other: &Office) -> bool {
    own.kind == other.kind && !of_two_fields(own, other) && !of_two_states(own, other)
}

/// Whether nobody holds two offices at one time.
fn is_apart(own: &Office, other: &Office) -> bool {
    if own.kind == other.kind {
        return !is_one(own, other);
    }
    // The president of a board may write columns.
    let public =
        |office: &Office| has(lexicon::PUBLIC, office.kind) && !matches!(office.owner, Owner::Body(_));
    let calling = |office: &Office| has(lexicon::CALLINGS, office.kind);
    let together = |one: &Office, two: &Office| {
        let both =
            |(kind, kinds): (&str, &str)| kind == one.kind && kinds.split(", ").any(|kind| kind == two.kind);
        lexicon::TOGETHER.iter().any(both)
    };
    (public(own) && public(other) && !together(own, other) && !together(other, own))
        || (public(own) && calling(other))
        || (calling(own) && public(other))
}

fn of_two_fields(own: &Office, other: &Office) -> bool {
    matches!((own.portfolio, other.portfolio), (Some(one), Some(two)) if one != two)
}

fn of_two_states(own: &Office, other: &Office) -> bool {
    let gone = |state: &str| has(states::GONE, state);
    !has(lexicon::CROWNS, own.kind)
        && matches!((&own.owner, &other.owner), (Owner::State(one), Owner::State(two))
            if one != two && !gone(one) && !gone(two))
}

/// Whether a document has an office in a sentence that names somebody, where it is beside no name: "Ward became president".
/// Somebody is a document and the number of an entity in it.
fn is_called((id, number): (DocumentId, u32), office: &Office, holders: &[Holder], corpus: &Corpus) -> bool {
    let document = corpus.document(id);
    let (text, entity) = (document.text(), &document.said().people.entities[number as usize]);
    let read = |place: &Span| {
        let mut own = holders.iter().filter(|holder| holder.document == id).map(|holder| holder.office.span);
        own.any(|office| office.start < place.end && place.start < office.end)
    };
    let places = entity.mentions.iter();
    let mut places = places.flat_map(|mention| named(text, *mention, office.kind, office.portfolio));
    places.any(|place| !read(&place))
}
