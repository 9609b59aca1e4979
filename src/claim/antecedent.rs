//! Whom the words of a reporting clause stand for: a name for its entity, a pronoun for the last fitting person, an office
//! for its holder.
//!
//! Takes a phrase with those who were spoken of before it and hands on an entity, or leaves it open.

use std::ops::Range;

use super::name::{self, Name};
use super::noun;
use super::people::{Entity, Meant, People};
use super::token::{Form, Token};
use super::voice::{Gender, Voice};
use crate::lexicon::{get, holders, speaking, voices};

/// Who was spoken of, the last one last, each with the block.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    /// Those whom sentences are about and those who speak.
    recent: Vec<(u32, usize)>,
    /// All who are named.
    seen: Vec<(u32, usize)>,
    /// The nouns by which somebody without a name came up: "a pilot said".
    unnamed: Vec<(String, usize)>,
}

/// How many are kept in mind.
const KEPT: usize = 12;
/// Stands for somebody of whom nothing is known.
const STRANGER: u32 = u32::MAX;
/// For how many blocks a pronoun may reach back.
const REACH: usize = 3;
/// For how many an office may.
const FAR: usize = 4;

impl Focus {
    /// Takes somebody whom a sentence is about.
    pub fn push(&mut self, entity: u32, block: usize) {
        keep(&mut self.recent, entity, block);
    }

    /// Takes somebody who is named.
    pub fn see(&mut self, entity: u32, block: usize) {
        keep(&mut self.seen, entity, block);
    }

    /// Takes somebody whom a sentence is about and of whom the text tells nothing but a word: a pronoun behind it means
    /// nobody who was spoken of before.
    pub fn push_stranger(&mut self, block: usize) {
        keep(&mut self.recent, STRANGER, block);
    }

    /// Takes a noun by which somebody without a name comes up: "a pilot said" makes "the pilot" nobody who was named before.
    pub fn push_unnamed(&mut self, noun: &str, block: usize) {
        self.unnamed.retain(|(other, _)| other != noun);
        self.unnamed.push((noun.to_owned(), block));
        if self.unnamed.len() > KEPT {
            self.unnamed.remove(0);
        }
    }

    /// The last person of a gender: whom a sentence nearby is about, before whoever else is named.
    fn last(&self, people: &People, gender: Gender, block: usize) -> Option<u32> {
        let entity = |id: u32| &people.entities[id as usize];
        let sure = |id: u32| entity(id).kind == Voice::Person || entity(id).gender.is_some();
        // Who fits, or a stranger who hides all before him.
        let topic = |reach: usize, wanted: &dyn Fn(u32) -> bool| {
            near(&self.recent, block, reach)
                .find(|&id| id == STRANGER || (fits(people, id, gender) && wanted(id)))
        };
        let topic = topic(0, &|_| true).or_else(|| topic(1, &sure)).or_else(|| topic(REACH, &|_| true));
        if topic.is_some() {
            return topic.filter(|&id| id != STRANGER);
        }
        let mut seen = near(&self.seen, block, 1).filter(|&id| fits(people, id, gender));
        let known = near(&self.seen, block, 1).find(|&id| entity(id).gender == Some(gender));
        // The only person who is named nearby may have any gender.
        known.or_else(|| seen.next().filter(|&id| entity(id).kind == Voice::Person && seen.next().is_none()))
    }

    /// The one person spoken of nearby whom a description fits; the nearer ones count before the others.
    fn holder(&self, people: &People, block: usize, fits: impl Fn(&Entity) -> bool) -> Option<u32> {
        let found = (0..=FAR).find_map(|reach| {
            let seen = near(&self.seen, block, reach.min(1));
            let mut all: Vec<u32> = near(&self.recent, block, reach)
                .chain(seen)
                .filter(|&id| id != STRANGER && fits(&people.entities[id as usize]))
                .collect();
            all.sort_unstable();
            all.dedup();
            (!all.is_empty()).then_some(all)
        })?;
        if let [one] = found[..] { Some(one) } else { None }
    }

    /// Whether some person was spoken of nearby.
    pub fn knows(&self, people: &People, block: usize) -> bool {
        near(&self.recent, block, REACH)
            .any(|id| id != STRANGER && people.entities[id as usize].kind == Voice::Person)
    }

    /// The one of some namesakes whom the text is about nearby; where it is about several, nobody can tell.
    fn of(&self, several: &[u32], block: usize) -> Option<u32> {
        let found = (0..=REACH).find_map(|reach| {
            let all: Vec<u32> = near(&self.recent, block, reach).filter(|id| several.contains(id)).collect();
            (!all.is_empty()).then_some(all)
        })?;
        if let [one] = found[..] { Some(one) } else { None }
    }
}

/// Those of a list who were spoken of within so many blocks, the last one first.
fn near(list: &[(u32, usize)], block: usize, reach: usize) -> impl Iterator<Item = u32> {
    list.iter().rev().filter(move |(_, at)| at + reach >= block).map(|(id, _)| *id)
}

fn keep(list: &mut Vec<(u32, usize)>, entity: u32, block: usize) {
    list.retain(|(other, _)| *other != entity);
    list.push((entity, block));
    if list.len() > KEPT {
        list.remove(0);
    }
}

/// Whether somebody may go by a pronoun.
fn fits(people: &People, entity: u32, gender: Gender) -> bool {
    let entity = &people.entities[entity as usize];
    let human = entity.kind == Voice::Person
        || entity.gender.is_some()
        || (entity.kind == Voice::Unknown && entity.mentions.len() > 1);
    human && entity.gender.is_none_or(|known| known == gender)
}

/// Whom a phrase stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Referent {
    /// Nobody can tell.
    #[default]
    Open,
    /// An entity.
    Entity(u32),
    /// A name that the text has nowhere in full: the tokens of it.
    Name,
}

/// Whom the tokens of a phrase stand for. `low` is where its sentence begins, `block` the place of its block.
pub fn referent(
    tokens: &[Token],
    who: &Range<usize>,
    low: usize,
    people: &People,
    focus: &Focus,
    block: usize,
) -> Referent {
    // What a preposition ties to a noun is not who speaks: "the keeper of the light at Hull".
    let tie = (who.start + 1..who.end).find(|&i| tokens[i].among(speaking::LINKS) && !tokens[i - 1].capital);
    let who = &(who.start..tie.unwrap_or(who.end));
    let low = low.max(who.start.saturating_sub(super::subject::REACH)).min(who.start);
    let Some(last) = tokens[who.clone()].last() else { return Referent::Open };
    if let (1, Some(gender)) = (who.len(), pronoun(last)) {
        let here = in_sentence(tokens, low..who.start, people, focus, gender, block);
        return here.or_else(|| focus.last(people, gender, block)).map_or(Referent::Open, Referent::Entity);
    }
    if last.capital {
        if let Some(name) = name::last_name(tokens, who) {
            return named(tokens, &name, people, focus, block);
        }
    } else if let Some(name) = beside(tokens, who.end) {
        return named(tokens, &name, people, focus, block);
    }
    if last.is("i") && who.len() == 1 {
        return label(tokens, people, focus, block);
    }
    if !tokens[who.start].is_any(&["that", "the", "this"]) || who.len() < 2 {
        return Referent::Open;
    }
    let words = &tokens[who.start + 1..who.end];
    let human =
        name::is_office(last) || last.among(voices::PERSONS) || get(holders::COVERS, &last.letters).is_some();
    let unnamed = focus.unnamed.iter().any(|(noun, at)| *noun == last.letters && at + FAR >= block);
    if !human || unnamed {
        return Referent::Open;
    }
    focus
        .holder(people, block, |known| describes(&known.described, words))
        .map_or(Referent::Open, Referent::Entity)
}

/// Whether somebody who is described by some words may go by a noun with what qualifies it: a foreign minister by "diplomat".
fn describes(described: &[String], words: &[Token]) -> bool {
    let known = |word: &str| described.iter().any(|known| known == word);
    let Some((noun, qualities)) = words.split_last() else { return false };
    let age = |token: &Token| {
        token.joined || token.letters.starts_with(|c: char| c.is_ascii_digit()) || token.is_any(&["then"])
    };
    let covered = || {
        get(holders::COVERS, &noun.letters)
            .is_some_and(|offices| offices.split(' ').any(|office| office.split('+').all(known)))
    };
    (known(&noun.letters) || covered()) && qualities.iter().all(|token| age(token) || known(&token.letters))
}

/// Whom the label of a block names: Ward in "WARD: I said so."
fn label(tokens: &[Token], people: &People, focus: &Focus, block: usize) -> Referent {
    let close = tokens.iter().take(6).position(|token| token.form == Form::Colon);
    let named = close.filter(|&close| tokens[..close].iter().all(|token| token.is_word() && token.capital));
    let name = named.and_then(|close| name::last_name(tokens, &(0..close)));
    name.map_or(Referent::Open, |name| self::named(tokens, &name, people, focus, block))
}

/// Whether a phrase is one word that may be a person's surname and that the text explains nowhere.
pub fn is_stranger(tokens: &[Token], who: &Range<usize>) -> bool {
    let word = &tokens[who.start];
    let lists = [voices::COLLECTIVES, voices::OFFICES, voices::BODIES];
    // Only a verb behind it tells a name from another word in capitals: "Ward refused", but "Such attitudes".
    let verb = tokens.get(who.end).is_some_and(|next| {
        next.is_word()
            && !next.capital
            && (next.letters.ends_with("ed")
                || next.among(speaking::VERBS)
                || next.among(speaking::AUXILIARIES))
    });
    let name = word.capital && !["ed", "ing", "s"].iter().any(|ending| word.letters.ends_with(ending));
    who.len() == 1
        && name
        && verb
        && !noun::is_determiner(word)
        && !noun::is_seat(&tokens[who.clone()])
        && !lists.iter().any(|list| word.among(list))
}

/// The gender of a pronoun that stands for one person.
pub fn pronoun(token: &Token) -> Option<Gender> {
    if token.owner || !token.is_word() {
        None
    } else if token.among(voices::HE) {
        Some(Gender::Male)
    } else if token.among(voices::SHE) {
        Some(Gender::Female)
    } else {
        None
    }
}

/// Whom a name means here.
pub fn named(tokens: &[Token], name: &Name, people: &People, focus: &Focus, block: usize) -> Referent {
    let words: Vec<&str> = tokens[name.tokens.clone()].iter().map(|token| &*token.letters).collect();
    let gender = name.gender.filter(|_| !name.title.is_empty());
    match people.named(&words) {
        // "Mr. Ward" is no Ann Ward.
        Meant::One(entity) if gender.is_some_and(|gender| people.is_other(entity, gender)) => Referent::Name,
        Meant::One(entity) if people.lacks(entity, &tokens[name.tokens.clone()]) => Referent::Name,
        Meant::One(entity) => Referent::Entity(entity),
        Meant::Several(several) => {
            let several: Vec<u32> = several
                .into_iter()
                .filter(|&entity| gender.is_none_or(|gender| fits(people, entity, gender)))
                .collect();
            match several[..] {
                [one] => Referent::Entity(one),
                _ => focus.of(&several, block).map_or(Referent::Open, Referent::Entity),
            }
        }
        Meant::Nobody => Referent::Name,
    }
}

/// The name in apposition to a phrase that ends here: "her spokesman, Ann Ward,".
pub fn beside(tokens: &[Token], end: usize) -> Option<Name> {
    let comma = tokens.get(end).is_some_and(|token| token.form == Form::Comma);
    let close = (end + 1..tokens.len().min(end + 8)).find(|&i| !tokens[i].is_word())?;
    let phrase = end + 1..close;
    let name = (comma && !phrase.is_empty()).then(|| name::last_name(tokens, &phrase)).flatten()?;
    (name.tokens.len() > 1 && name.title.start.min(name.tokens.start) <= end + 2).then_some(name)
}

/// The first person named earlier in a sentence whom a pronoun may mean: no owner, and not tied by a preposition.
fn in_sentence(
    tokens: &[Token],
    range: Range<usize>,
    people: &People,
    focus: &Focus,
    gender: Gender,
    block: usize,
) -> Option<u32> {
    let names = name::names(&tokens[range.clone()]);
    names.iter().find_map(|name| {
        let place = range.start + name.tokens.start..range.start + name.tokens.end;
        let start = range.start + if name.title.is_empty() { name.tokens.start } else { name.title.start };
        let tied = start > range.start
            && tokens[start - 1]
                .is_any(&["about", "against", "at", "by", "for", "from", "in", "of", "on", "to", "with"]);
        // "with Ward saying that she waits"
        let speaks = tied
            && tokens[start - 1].is("with")
            && tokens.get(place.end).is_some_and(|next| next.letters.ends_with("ing"));
        if tied && !speaks || tokens[place.end - 1].owner {
            return None;
        }
        let name = name.clone().moved(range.start);
        match named(tokens, &name, people, focus, block) {
            Referent::Entity(entity) if fits(people, entity, gender) => Some(entity),
            _ => None,
        }
    })
}

/// The nouns by which a sentence brings up somebody without a name: "a pilot said", but not "Ward, a pilot".
pub fn unnamed<'a>(tokens: &'a [Token], low: usize, high: usize) -> impl Iterator<Item = &'a str> {
    (low..high).filter_map(move |at| {
        let opens = tokens[at].is_any(&["a", "an", "another"])
            && at.checked_sub(1).is_none_or(|before| {
                let before = &tokens[before];
                let told = before.among(speaking::AUXILIARIES) || before.is_any(&["as", "become", "became"]);
                !told && !matches!(before.form, Form::Comma | Form::Dash | Form::Open)
            });
        let phrase = opens.then(|| noun::beginning(tokens, at, high)).flatten()?;
        // A verb that looks like a noun may end the phrase: "a pilot rose".
        let human =
            |token: &&Token| !token.capital && (name::is_office(token) || token.among(voices::PERSONS));
        let noun = tokens[phrase.clone()].iter().rev().find(human)?;
        let named = tokens[phrase.end - 1].capital || beside(tokens, phrase.end).is_some();
        (!named).then_some(&*noun.letters)
    })
}
