//! Whom a label means: a person or a body of the text, an office without a name, or nobody.
//!
//! Takes a label and the people of a text and hands on a voice, with how far the label by itself shows that it is one.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::label::{Label, is_upper, read};
use crate::claim::name::{Name, last_name, names};
use crate::claim::people::{Meant, People, clean};
use crate::claim::token::Token;
use crate::claim::voice::Voice;
use crate::lexicon::{common_words, turns, voices};

/// Whom a label means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The name, as the text gives it most fully and in small letters.
    pub name: Option<String>,
    /// Who that is in the text.
    pub entity: Option<u32>,
    /// What sort of voice it is.
    pub kind: Voice,
    /// How far the label shows that somebody speaks.
    pub standing: Standing,
}

/// How far a label shows that somebody speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is a word of another kind: "Summary:".
    #[default]
    Nobody,
    /// It is written as a name, and nothing else tells that it is one.
    Likely,
    /// It is an office: "Moderator:".
    Office,
    /// It names somebody.
    Named,
}

/// Those of a text who go by two initials or more, where only one does.
pub fn initials(people: &People) -> FxHashMap<String, Option<u32>> {
    let mut all: FxHashMap<String, Option<u32>> = FxHashMap::default();
    for (id, known) in people.entities.iter().enumerate().filter(|(_, known)| known.is_named()) {
        let letters: String = known.name.split(' ').filter_map(|word| word.chars().next()).collect();
        if known.kind != Voice::Body && letters.chars().count() > 1 {
            let one = all.entry(letters).or_insert(Some(id as u32));
            *one = one.filter(|&other| other == id as u32);
        }
    }
    all
}

/// Whom a label means.
pub fn who(text: &str, label: &Label, people: &People, initials: &FxHashMap<String, Option<u32>>) -> Who {
    let tokens = read(text, label.who.clone());
    let Some(last) =
        tokens.iter().rev().find(|token| !token.letters.starts_with(|c: char| c.is_ascii_digit()))
    else {
        return Who::default();
    };
    if let Some(&Some(id)) = initials.get(&text[label.who.clone()]) {
        return entity(people, id, Standing::Named);
    }
    let name = last_name(&tokens, &(0..tokens.len()));
    let office = [turns::VOICES, voices::OFFICES, voices::PERSONS, voices::COLLECTIVES];
    let called = |token: &Token| office.iter().any(|list| token.among(list));
    let given = name.as_ref().is_some_and(|name| name.person);
    if !given && (called(last) || called(&tokens[0]) && name.is_none() || tokens[0].is("the")) {
        let held = label.bracket.as_ref().and_then(|bracket| bracketed(text, bracket, people));
        return held.unwrap_or(Who { kind: Voice::Collective, standing: Standing::Office, ..Who::default() });
    }
    let Some(name) = name else { return Who::default() };
    named(text, &tokens, &name, people)
}

/// Whom a name in a label means.
fn named(text: &str, tokens: &[Token], name: &Name, people: &People) -> Who {
    let letters: Vec<&str> = tokens[name.tokens.clone()].iter().map(|token| &*token.letters).collect();
    // Whatever a text may say of itself or count is nobody, unless somebody is called so.
    let other = tokens.iter().any(|token| token.among(turns::MATTERS) || token.among(common_words::WORDS));
    let likely = if other { Standing::Nobody } else { Standing::Likely };
    let standing = if name.person { Standing::Named } else { likely };
    match people.named(&letters) {
        Meant::One(id) => {
            let known = &people.entities[id as usize];
            let person = known.kind == Voice::Person && known.is_named();
            let who = entity(people, id, if person { Standing::Named } else { standing });
            // Of a name that is ever only written in capitals the title alone tells that it is no acronym.
            if name.person && who.kind == Voice::Unknown {
                return Who { name: who.name.map(|name| proper(&name)), kind: Voice::Person, ..who };
            }
            who
        }
        Meant::Several(_) => Who { standing, kind: Voice::Collective, ..Who::default() },
        Meant::Nobody => {
            let range = tokens[name.tokens.start].range.start..tokens[name.tokens.end - 1].range.end;
            let kind = if name.body { Voice::Body } else { Voice::Person };
            Who { name: Some(proper(&clean(&text[range]))), entity: None, kind, standing }
        }
    }
}

/// Somebody whom the text knows.
pub fn entity(people: &People, id: u32, standing: Standing) -> Who {
    let known = &people.entities[id as usize];
    // Capitals are the label's, and not the name's.
    let longest = known.name.split(' ').count();
    let small = known.variants.iter().find(|name| !is_upper(name) && name.split(' ').count() == longest);
    let kind = match known.kind {
        Voice::Unknown => Voice::Person,
        // In a play "DUKE" is no acronym; in an interview it may be.
        Voice::Body if longest == 1 && is_upper(&known.name) => Voice::Unknown,
        kind => kind,
    };
    let name = match small {
        Some(small) if is_upper(&known.name) => small.clone(),
        _ if kind != Voice::Person => known.name.clone(),
        _ => proper(&known.name),
    };
    Who { name: known.is_named().then_some(name), entity: Some(id), kind, standing }
}

/// The one whom a bracket names as the holder of the office before it.
fn bracketed(text: &str, bracket: &Range<usize>, people: &People) -> Option<Who> {
    let tokens = read(text, bracket.clone());
    let all = names(&tokens);
    let [name] = all.as_slice() else { return None };
    let who = named(text, &tokens, name, people);
    (who.standing == Standing::Named && who.kind == Voice::Person && name.tokens.end == tokens.len())
        .then_some(who)
}

/// A name that is written in capitals, in small letters but for the first of each part.
fn proper(name: &str) -> String {
    if !is_upper(name) || name.chars().count() < 3 {
        return name.to_owned();
    }
    let mut first = true;
    let mut proper = String::with_capacity(name.len());
    for letter in name.chars() {
        if first {
            proper.push(letter);
        } else {
            proper.extend(letter.to_lowercase());
        }
        first = !letter.is_alphabetic();
    }
    proper
}
