//! Who occurs in a text: each person and body once, with the names and the offices that the text gives them.
//!
//! Takes the names that `name` finds and answers whom a written name means in the text: one, a set, or nobody known.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::name::{Name, names};
use super::subject::reports;
use super::token::{Form, Token};
use super::voice::{Gender, Voice};
use crate::file::{File, Span};
use crate::fold::{folded, owner, words_in};
use crate::lexicon::{given_names, has, speaking, voices};

/// Who occurs in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// The persons and bodies, in the order in which they are first named in full.
    pub entities: Vec<Entity>,
    /// Those who go by a whole name, by its folded words.
    full: FxHashMap<String, Vec<u32>>,
    /// Those whose name ends in a word, or who go by an acronym.
    last: FxHashMap<String, Vec<u32>>,
    /// Persons whose name begins with a word.
    first: FxHashMap<String, Vec<u32>>,
}

/// A person or a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The fullest name that the text gives, without titles: "Wang Yi"; of somebody without one a description: "the pilot".
    pub name: String,
    /// What it is, as far as the text tells.
    pub kind: Voice,
    /// Whether it is a man or a woman, as far as the text tells.
    pub gender: Option<Gender>,
    /// The other forms of the name that the text uses: a surname, an acronym.
    pub variants: Vec<String>,
    /// The offices and descriptions that stand beside the name: "China's Foreign Minister", "the harbour master".
    pub offices: Vec<Span>,
    /// Where it is named beyond doubt, in order.
    pub mentions: Vec<Span>,
    /// The folded words of its offices.
    pub(super) described: Vec<String>,
    /// Whether the name itself says that it is a body.
    is_body: bool,
}

/// Whom a written name means in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Meant {
    /// Nobody whom the text names.
    #[default]
    Nobody,
    /// This entity, by its index.
    One(u32),
    /// One of these: the text does not tell which.
    Several(Vec<u32>),
}

impl Entity {
    /// Every place that it names.
    fn each_span(&mut self, each: &mut impl FnMut(&mut Span)) {
        let Entity { name: _, kind: _, gender: _, variants: _, offices, mentions, described: _, is_body: _ } =
            self;
        offices.iter_mut().chain(mentions).for_each(each);
    }

    /// Whether it goes by a name, and not only by a description such as "the pilot".
    pub fn is_named(&self) -> bool {
        !self.offices.iter().any(|office| self.mentions.contains(office))
    }
}

impl People {
    /// Every place that it names.
    pub(super) fn each_span(&mut self, each: &mut impl FnMut(&mut Span)) {
        self.entities.iter_mut().for_each(|entity| entity.each_span(each));
    }

    /// Whom its names mean.
    pub(super) fn meanings(&self) -> impl Iterator<Item = u32> {
        [&self.full, &self.last, &self.first].into_iter().flat_map(|names| names.values().flatten().copied())
    }

    /// Whom a name means in this text, however it is written: in full, by a surname, an acronym, with a title.
    pub fn meant(&self, name: &str) -> Meant {
        let words: Vec<Cow<str>> =
            words_in(name, 0..name.len()).map(|word| folded(&name[word.range()])).collect();
        let words: Vec<&str> = words.iter().map(|word| owner(word).unwrap_or(word)).collect();
        // Titles stand before a name, so the longest ending that is known is the name.
        (0..words.len())
            .map(|from| self.named(&words[from..]))
            .find(|meant| *meant != Meant::Nobody)
            .unwrap_or_default()
    }

    /// Whom the words of a name without titles mean.
    pub(super) fn named(&self, words: &[&str]) -> Meant {
        let whole = match words {
            [one] => Cow::Borrowed(*one),
            _ => Cow::Owned(words.join(" ")),
        };
        let mut found = self.full.get(&*whole);
        if let (None, [first, _, .., last]) = (found, words) {
            found = self.full.get(&format!("{first} {last}"));
        }
        let mut found = found.or_else(|| self.last.get(&*whole)).map_or(&[][..], Vec::as_slice);
        let mut humans = Vec::new();
        if let ([], [one]) = (found, words) {
            // A body goes by its first word as little as a place does.
            let human = |id: &&u32| self.entities[**id as usize].kind == Voice::Person;
            humans.extend(self.first.get(*one).into_iter().flatten().filter(human));
            found = &humans;
        }
        match *found {
            [] => Meant::Nobody,
            [one] => Meant::One(one),
            _ => Meant::Several(found.to_vec()),
        }
    }

    /// Makes a person of a description that stands for nobody named: "the harbour master".
    pub(super) fn describe(&mut self, file: &File, text: &str, tokens: &[Token], who: &Range<usize>) -> u32 {
        let words: Vec<&str> = tokens[who.clone()].iter().map(|token| &*token.letters).collect();
        if let Some(&[id]) = self.full.get(&words.join(" ")).map(Vec::as_slice) {
            return id;
        }
        let id = self.entities.len() as u32;
        let gender = tokens[who.clone()].iter().find_map(super::name::gendered);
        let span = file.span(bytes(tokens, who));
        let described = words.iter().map(|word| (*word).to_owned()).collect();
        let name = clean(&text[span.range()]);
        let mut first = name.chars();
        // "The" has its capital from the sentence.
        let name = first.next().map(|c| c.to_lowercase().chain(first).collect()).unwrap_or_default();
        self.entities.push(Entity {
            name,
            kind: Voice::Person,
            gender,
            described,
            offices: vec![span],
            mentions: vec![span],
            ..Entity::default()
        });
        push(&mut self.full, words.join(" "), id);
        id
    }

    /// Reads who occurs in the blocks of a text.
    pub(super) fn of(file: &File, text: &str, blocks: &[Vec<Token>]) -> People {
        let mut people = People::default();
        let mut read: Vec<Vec<Name>> = Vec::with_capacity(blocks.len());
        for tokens in blocks {
            let names = if is_heading(tokens) { Vec::new() } else { names(tokens) };
            for name in names.iter().filter(|name| name.tokens.len() > 1 && !opens(tokens, name)) {
                people.add(file, text, tokens, name);
            }
            read.push(names);
        }
        // A sentence's first word has its capital for nothing, so that "Maybe Ward" is Ward where he is known.
        for (tokens, names) in blocks.iter().zip(&mut read) {
            for name in names.iter_mut().filter(|name| name.tokens.len() > 1 && opens(tokens, name)) {
                let words: Vec<&str> =
                    tokens[name.tokens.clone()].iter().map(|token| &*token.letters).collect();
                let shorter = people.named(&words) == Meant::Nobody
                    && !name.person
                    && people.named(&words[1..]) != Meant::Nobody;
                if shorter {
                    name.tokens.start += 1;
                }
                if name.tokens.len() > 1 {
                    people.add(file, text, tokens, name);
                }
            }
        }
        // A heading's capitals part no name from its verb; a given name and the word behind it are one all the same.
        for tokens in blocks.iter().filter(|tokens| is_heading(tokens)) {
            for at in 1..tokens.len() {
                let name = Name {
                    tokens: at - 1..at + 1,
                    title: at - 1..at - 1,
                    body: false,
                    gender: gender(&tokens[at - 1]),
                    person: true,
                };
                let fresh = tokens[at].capital
                    && gender(&tokens[at]).is_none()
                    && people.named(&[&*tokens[at].letters]) == Meant::Nobody;
                if name.gender.is_some() && fresh {
                    people.add(file, text, tokens, &name);
                }
            }
        }
        // Who is only ever named by one word is somebody too, if a title says so.
        for (tokens, names) in blocks.iter().zip(&read) {
            for name in names.iter().filter(|name| name.tokens.len() == 1) {
                let word = &*tokens[name.tokens.start].letters;
                let known = people.named(&[word]);
                match known {
                    Meant::Nobody
                        if name.person
                            || speaks(tokens, name)
                            || is_acronym(text, &tokens[name.tokens.start]) =>
                    {
                        people.add(file, text, tokens, name);
                    }
                    // "Mr. Ward" is no Ann Ward.
                    Meant::One(id) if name.gender.is_some_and(|gender| people.is_other(id, gender)) => {
                        people.add(file, text, tokens, name);
                    }
                    Meant::One(id) if people.lacks(id, &tokens[name.tokens.clone()]) => {}
                    Meant::One(id) => people.mention(file, text, tokens, name, id),
                    _ => {}
                }
            }
        }
        for entity in &mut people.entities {
            entity.mentions.sort_by_key(|span| span.start);
            entity.mentions.dedup();
        }
        people
    }

    /// Whether an entity is known to be of the other gender.
    pub(super) fn is_other(&self, id: u32, gender: Gender) -> bool {
        self.entities[id as usize].gender.is_some_and(|known| known != gender)
    }

    /// Whether two letters are no word of a body's name and no acronym either: "Fu" beside a Free University.
    pub(super) fn lacks(&self, id: u32, words: &[Token]) -> bool {
        let [word] = words else { return false };
        let known = &self.entities[id as usize];
        let part = |name: &str| folded(name).split(' ').any(|part| part == word.letters);
        known.kind == Voice::Body && word.letters.chars().count() == 2 && !word.upper && !part(&known.name)
    }

    /// Takes a name in full.
    fn add(&mut self, file: &File, text: &str, tokens: &[Token], name: &Name) {
        let words: Vec<&str> = tokens[name.tokens.clone()].iter().map(|token| &*token.letters).collect();
        let id = match self.named(&words) {
            Meant::One(id) if words.len() > 1 => id,
            Meant::Several(_) => return,
            _ => {
                let acronym = words.len() == 1 && is_acronym(text, &tokens[name.tokens.start]);
                let place = words.len() > 1 && has(voices::REGIONS, words[0]) && !name.person;
                let body = acronym || place || super::noun::is_seat(&tokens[name.tokens.clone()]);
                // "Hill-Ward" goes by both words together.
                let joined =
                    tokens[name.tokens.clone()].iter().rev().take_while(|token| token.joined).count();
                let surname = words[words.len() - 1 - joined.min(words.len() - 1)..].join(" ");
                self.enter(&words, &surname, name.body || body)
            }
        };
        self.mention(file, text, tokens, name, id);
        if let Some(acronym) = bracketed(text, tokens, name) {
            push(&mut self.last, tokens[acronym].letters.to_string(), id);
        }
    }

    /// Makes a new entity that goes by these words.
    fn enter(&mut self, words: &[&str], surname: &str, body: bool) -> u32 {
        let id = self.entities.len() as u32;
        let kind = if body { Voice::Body } else { Voice::Unknown };
        self.entities.push(Entity { kind, is_body: kind == Voice::Body, ..Entity::default() });
        push(&mut self.full, words.join(" "), id);
        if let [first, .., last] = words {
            if words.len() > 2 && !body {
                push(&mut self.full, format!("{first} {last}"), id);
            }
            // A body goes by the last word of its name only where that says what it is: "the Board".
            if !body {
                push(&mut self.last, surname.to_owned(), id);
                push(&mut self.first, (*first).to_owned(), id);
            } else if has(voices::BODIES, last) {
                push(&mut self.last, (*last).to_owned(), id);
            }
            let initials: String = words
                .iter()
                .filter(|word| !matches!(**word, "and" | "for" | "of" | "the"))
                .filter_map(|word| word.chars().next())
                .collect();
            if initials.chars().count() > 2 || body {
                push(&mut self.last, initials, id);
            }
        }
        id
    }

    /// Takes a mention of a known entity, with what stands beside it.
    fn mention(&mut self, file: &File, text: &str, tokens: &[Token], name: &Name, id: u32) {
        let range = bytes(tokens, &name.tokens);
        let written = clean(&text[range.clone()]);
        let entity = &mut self.entities[id as usize];
        if written.split(' ').count() > entity.name.split(' ').count() || entity.name.is_empty() {
            let before = std::mem::replace(&mut entity.name, written);
            push_new(&mut entity.variants, before);
        } else if written != entity.name {
            push_new(&mut entity.variants, written);
        }
        entity.mentions.push(file.span(range));
        let before = name.tokens.start.checked_sub(1).map(|before| &tokens[before]);
        if name.person && !name.body {
            entity.kind = Voice::Person;
        } else if entity.kind == Voice::Unknown
            && before.is_some_and(|before| before.is_any(&["at", "in", "near", "the"]))
            && name.title.is_empty()
        {
            // No person stands bare behind "the" or "in".
            entity.kind = Voice::Body;
        }
        if entity.is_body {
            entity.kind = Voice::Body;
            return;
        }
        entity.gender = entity.gender.or(name.gender);
        for office in [title(tokens, name), apposition(tokens, name.tokens.end), lead(tokens, name)]
            .into_iter()
            .flatten()
        {
            if office.is_empty() || entity.offices.len() >= 16 {
                continue;
            }
            entity.offices.push(file.span(bytes(tokens, &office)));
            for token in &tokens[office] {
                entity.gender = entity.gender.or_else(|| super::name::gendered(token));
                if !entity.described.iter().any(|known| *known == token.letters) {
                    entity.described.push(token.letters.to_string());
                }
            }
            if entity.kind == Voice::Unknown {
                entity.kind = Voice::Person;
            }
        }
    }
}

/// The bytes of some tokens.
pub(super) fn bytes(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    let last = &tokens[range.end - 1];
    tokens[range.start].range.start..last.range.end
}

/// A name on one line, without a possessive's ending.
pub(super) fn clean(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || c == crate::fold::MASK)
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join(" ");
    let name = owner(&name).unwrap_or(&name);
    name.trim_end_matches([',', ';']).to_owned()
}

fn push(map: &mut FxHashMap<String, Vec<u32>>, key: String, id: u32) {
    let ids = map.entry(key).or_default();
    // Beyond a few namesakes nothing is told from the name.
    if ids.len() < 8 && !ids.contains(&id) {
        ids.push(id);
    }
}

fn push_new(list: &mut Vec<String>, item: String) {
    if !item.is_empty() && list.len() < 16 && !list.contains(&item) {
        list.push(item);
    }
}

/// Whether a block is a line of words in capitals, of which none tells a name.
fn is_heading(tokens: &[Token]) -> bool {
    let words = || tokens.iter().filter(|token| token.is_word() && token.letters.len() > 3);
    let capitals = words().filter(|token| token.capital).count();
    let reported = tokens.iter().any(super::subject::reports);
    tokens.len() < 40 && !reported && capitals > 4 && capitals * 10 >= words().count() * 9
}

/// What a given name says of gender.
fn gender(token: &Token) -> Option<Gender> {
    let male = token.among(given_names::MEN).then_some(Gender::Male);
    male.or_else(|| token.among(given_names::WOMEN).then_some(Gender::Female))
        .filter(|_| token.capital && !token.owner)
}

/// Whether a name begins a sentence with a word that is no given name.
fn opens(tokens: &[Token], name: &Name) -> bool {
    let first = name.title.is_empty()
        && name
            .tokens
            .start
            .checked_sub(1)
            .is_none_or(|before| !tokens[before].is_word() && tokens[before].form != Form::Comma);
    let letters = &tokens[name.tokens.start].letters;
    first && !has(given_names::MEN, letters) && !has(given_names::WOMEN, letters)
}

/// Whether a reporting verb stands behind a name.
fn speaks(tokens: &[Token], name: &Name) -> bool {
    let mut verb = name.tokens.end;
    // "Ward openly admitted"
    while verb < name.tokens.end + 2
        && tokens.get(verb).is_some_and(|next| {
            !next.capital && (next.letters.ends_with("ly") || next.among(speaking::BETWEEN))
        })
    {
        verb += 1;
    }
    let first = &tokens[name.tokens.start];
    tokens.get(verb).is_some_and(super::subject::reports)
        && !first.among(voices::OFFICES)
        && !first.among(voices::COLLECTIVES)
        && !first.owner
}

/// Whether a word is written in capitals: "FBI".
fn is_acronym(text: &str, token: &Token) -> bool {
    let word = &text[token.range.clone()];
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// The acronym that a bracket puts beside a body's name, either way round: "the North Sea Survey (NSS)", "NSS (North Sea
/// Survey)". Its letters stand in the name in this order.
fn bracketed(text: &str, tokens: &[Token], name: &Name) -> Option<usize> {
    let form = |at: usize| tokens.get(at).map(|token| token.form);
    let Name { tokens: place, .. } = name;
    let start =
        place.start.checked_sub(1 + usize::from(place.start > 0 && tokens[place.start - 1].is("the")));
    let before = start.filter(|&open| form(open) == Some(Form::Open) && form(place.end) == Some(Form::Close));
    let behind = (form(place.end) == Some(Form::Open)
        && matches!(form(place.end + 2), Some(Form::Close | Form::Comma | Form::Semicolon)))
    .then_some(place.end + 1);
    let acronym = behind.or(before.and_then(|open| open.checked_sub(1)))?;
    let short = &tokens[acronym];
    let written = place.len() > 1 && short.is_word() && is_acronym(text, short);
    let mut letters = short.letters.chars().peekable();
    let initial = letters.peek() == tokens[place.start].letters.chars().peekable().peek();
    for char in tokens[place.clone()].iter().flat_map(|token| token.letters.chars()) {
        letters.next_if_eq(&char);
    }
    (written && initial && !name.person && letters.peek().is_none()).then_some(acronym)
}

/// What an office or a person's noun among some tokens makes a description.
fn describes(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| !token.owner && (super::name::is_office(token) || token.among(voices::PERSONS)))
}

/// A description behind a name: ", the harbour master," and ", China's foreign ministry spokesperson,".
fn apposition(tokens: &[Token], end: usize) -> Option<Range<usize>> {
    if tokens.get(end)?.form != Form::Comma {
        return None;
    }
    let close = (end + 1..tokens.len().min(end + 14))
        .find(|&i| !tokens[i].is_word())
        .unwrap_or(tokens.len().min(end + 14));
    let limit = (end + 1..close)
        .find(|&i| tokens[i].is_any(&["at", "for", "in", "of", "that", "which", "who"]))
        .unwrap_or(close);
    let office = end + 1..limit;
    let first = tokens.get(end + 1)?;
    let opens = super::noun::is_determiner(first) || first.owner || first.capital || office.len() < 4;
    // "With Ann Ward there, the pilot said": whoever has a verb of his own is another.
    let verb = tokens[office.clone()]
        .iter()
        .any(|token| token.among(speaking::VERBS) || token.among(speaking::AUXILIARIES) || reports(token));
    // Whoever meets the pilot is none.
    let clause = verb || super::noun::is_clause(&tokens[office.clone()]);
    (!office.is_empty() && opens && !clause && describes(&tokens[office.clone()])).then_some(office)
}

/// An office in capitals before a name, with whose it is: "China's Foreign Minister".
fn title(tokens: &[Token], name: &Name) -> Option<Range<usize>> {
    let start = name.title.start;
    let capital = !name.title.is_empty() && tokens[start].capital;
    let owned = start > 0 && tokens[start - 1].owner;
    capital.then(|| if owned { start - 1..name.title.end } else { name.title.clone() })
}

/// A description before a name, in small letters: "the harbour master, Ann Ward,", "foreign ministry spokesman Ann Ward".
fn lead(tokens: &[Token], name: &Name) -> Option<Range<usize>> {
    let start = title(tokens, name).map_or(name.tokens.start, |title| title.start);
    let comma = start > 0 && tokens[start - 1].form == Form::Comma;
    let end = if comma { start - 1 } else { start };
    let phrase =
        super::noun::ending(tokens, end.saturating_sub(10), end).filter(|phrase| phrase.end == end)?;
    let last = tokens.get(end - 1)?;
    let office = !last.capital && !last.owner && (last.among(voices::OFFICES) || last.among(voices::PERSONS));
    let closed = !comma || tokens.get(name.tokens.end).is_none_or(|token| !token.is_word());
    let definite = !comma
        || tokens[phrase.start].is_any(&["her", "his", "its", "the", "their"])
        || tokens[phrase.clone()].iter().any(|token| token.owner);
    (office && closed && definite).then_some(phrase)
}

#[cfg(test)]
mod tests;
