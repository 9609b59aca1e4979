//! Whom the words of a reporting clause stand for: a name for its entity, a pronoun for the last fitting person, an office
//! for its holder.
//!
//! Takes a phrase with those who were spoken of before it and hands on an entity, or leaves it open.

use std::ops::Range;

use super::name::{self, Name};
use super::people::{Meant, People};
use super::token::{Form, Token};
use super::voice::{Gender, Voice};
use crate::lexicon::{has, speaking, voices};

/// Who was spoken of, the last one last, each with the block.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    /// Those whom sentences are about and those who speak.
    recent: Vec<(u32, usize)>,
    /// All who are named.
    seen: Vec<(u32, usize)>,
}

/// How many are kept in mind.
const KEPT: usize = 12;
/// For how many blocks a pronoun may reach back.
const REACH: usize = 3;

impl Focus {
    /// Takes somebody whom a sentence is about.
    pub fn push(&mut self, entity: u32, block: usize) {
        keep(&mut self.recent, entity, block);
    }

    /// Takes somebody who is named.
    pub fn see(&mut self, entity: u32, block: usize) {
        keep(&mut self.seen, entity, block);
    }

    /// The last person of a gender: whom a sentence nearby is about, before whoever else is named.
    fn last(&self, people: &People, gender: Gender, block: usize) -> Option<u32> {
        let sure = |entity: u32| {
            let known = &people.entities[entity as usize];
            known.kind == Voice::Person || known.gender.is_some()
        };
        let within = |list: &[(u32, usize)], reach: usize, wanted: &dyn Fn(u32) -> bool| {
            let near = list.iter().rev().filter(|(_, at)| at + reach >= block).map(|(entity, _)| *entity);
            near.into_iter().find(|&entity| fits(people, entity, gender) && wanted(entity))
        };
        let known = |entity: u32| people.entities[entity as usize].gender == Some(gender);
        within(&self.recent, 0, &|_| true)
            .or_else(|| within(&self.recent, 1, &sure))
            .or_else(|| within(&self.recent, REACH, &|_| true))
            .or_else(|| within(&self.seen, 1, &known))
    }

    /// Whether some person was spoken of nearby.
    pub fn knows(&self, people: &People, block: usize) -> bool {
        let near = self.recent.iter().filter(|(_, at)| at + REACH >= block);
        near.into_iter().any(|(entity, _)| people.entities[*entity as usize].kind == Voice::Person)
    }

    /// The one of some namesakes who was spoken of last, if that is near.
    fn of(&self, several: &[u32], block: usize) -> Option<u32> {
        let near =
            self.recent.iter().rev().find(|(entity, at)| several.contains(entity) && at + REACH >= block);
        near.map(|(entity, _)| *entity)
    }
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
    let definite = tokens[who.start].is_any(&["that", "the", "this"]);
    let holder = focus.recent.iter().rev().filter(|(_, at)| at + REACH >= block).find(|(entity, _)| {
        let described = &people.entities[*entity as usize].described;
        let office = tokens[who.clone()].iter().filter(|token| !token.is("the"));
        definite
            && office.clone().next().is_some()
            && office.clone().all(|token| described.contains(&token.letters))
    });
    holder.map_or(Referent::Open, |(entity, _)| Referent::Entity(*entity))
}

/// The gender of a pronoun that stands for one person.
pub fn pronoun(token: &Token) -> Option<Gender> {
    if token.owner || !token.is_word() {
        None
    } else if has(voices::HE, &token.letters) {
        Some(Gender::Male)
    } else if has(voices::SHE, &token.letters) {
        Some(Gender::Female)
    } else {
        None
    }
}

/// Whom a name means here.
pub fn named(tokens: &[Token], name: &Name, people: &People, focus: &Focus, block: usize) -> Referent {
    let words: Vec<&str> = tokens[name.tokens.clone()].iter().map(|token| token.letters.as_str()).collect();
    let gender = name.gender.filter(|_| !name.title.is_empty());
    match people.named(&words) {
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
fn beside(tokens: &[Token], end: usize) -> Option<Name> {
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
        if tied || tokens[place.end - 1].owner {
            return None;
        }
        let name = name.clone().moved(range.start);
        match named(tokens, &name, people, focus, block) {
            Referent::Entity(entity) if fits(people, entity, gender) => Some(entity),
            _ => None,
        }
    })
}
