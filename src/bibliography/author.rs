//! The names of authors: as prose has them, and as lists and references in brackets do.
//!
//! Takes the parts that a bibliography tells apart, or a name in one piece, and hands on an `Author`.

use super::item::one_line;
use crate::fold::{folded, words};
use crate::lexicon::{has, voices};

/// Somebody or some body that wrote a work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// As it stands in prose: `Ursula von der Leyen`, `World Bank`.
    pub name: String,
    /// The family's name with its particles, `von der Leyen`; of a body, the whole name. Where the bibliography gives
    /// a person's name in one piece it is the last word, and the particles in small letters before it, as BibTeX has it.
    pub family: String,
}

impl Author {
    /// An author whose name is not taken apart: a body, or somebody of one name.
    pub fn body(name: &str) -> Author {
        let name = one_line(name);
        Author { family: name.clone(), name }
    }

    /// A person, from the parts of the name; those that are missing are empty.
    pub fn of(given: &str, particle: &str, family: &str, suffix: &str) -> Author {
        let family = joined(&[particle, family]);
        let name = joined(&[given, &family, suffix]);
        // Somebody of one name may have it in the place of either.
        Author { family: if family.is_empty() { name.clone() } else { family }, name }
    }

    /// A person, from a name as a list has it: `von der Leyen, Ursula`, `Ward, Jr., Ann`, or as it is said.
    pub fn listed(name: &str) -> Author {
        let parts: Vec<&str> = name.split(',').map(str::trim).collect();
        match parts.as_slice() {
            [family, given] => Author::of(given, "", family, ""),
            [family, suffix, given @ ..] if !given.is_empty() => {
                Author::of(&given.join(" "), "", family, suffix)
            }
            _ => Author::said(name),
        }
    }

    /// A person, from a name as it is said.
    pub fn said(name: &str) -> Author {
        let words: Vec<&str> = name.split_whitespace().collect();
        let is_suffix =
            |word: &str| matches!(word.trim_matches([',', '.']), "Jr" | "Sr" | "II" | "III" | "IV");
        let end = words.iter().rposition(|word| !is_suffix(word)).map_or(words.len(), |last| last + 1);
        let particles = words[..end.saturating_sub(1)].iter().rev();
        let particles = particles.take_while(|word| word.starts_with(char::is_lowercase)).count();
        let first = end.saturating_sub(particles + 1);
        let family = words[first..end].join(" ");
        Author { name: words.join(" "), family: family.trim_end_matches(',').to_owned() }
    }

    /// An author from a name that may be a body's: one with a word that bodies are called by is not taken apart.
    pub fn stated(name: &str) -> Author {
        let is_body = words(name).any(|word| has(voices::BODIES, &folded(&name[word.range()])));
        if is_body { Author::body(name) } else { Author::listed(name) }
    }

    /// The family's name without its particles: what stands behind its words in small letters (`Leyen` of
    /// `von der Leyen`) and behind such letters before an apostrophe or a hyphen (`Alembert` of `d’Alembert`). A particle
    /// with a capital is part of the name, and a body's name is whole.
    pub fn bare_family(&self) -> &str {
        if self.family == self.name {
            return &self.family;
        }
        let mut bare = self.family.as_str();
        while bare.starts_with(char::is_lowercase)
            && let Some((joint, mark)) =
                bare.char_indices().find(|&(_, c)| matches!(c, ' ' | '\'' | '’' | '-'))
        {
            bare = bare[joint + mark.len_utf8()..].trim_start();
        }
        if bare.is_empty() { &self.family } else { bare }
    }
}

/// The parts that there are. No space follows a particle that ends in an apostrophe or a hyphen.
fn joined(parts: &[&str]) -> String {
    let mut joined = String::new();
    for part in parts.iter().map(|part| one_line(part)).filter(|part| !part.is_empty()) {
        let elided = joined.chars().count() <= 3 && joined.ends_with(['\'', '’', '-']);
        if !joined.is_empty() && !elided {
            joined.push(' ');
        }
        joined.push_str(&part);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(author: Author, name: &str, family: &str, bare: &str) {
        assert_eq!((&*author.name, &*author.family, author.bare_family()), (name, family, bare));
    }

    #[test]
    fn a_name_in_parts() {
        is(Author::of("Ursula", "von der", "Leyen", ""), "Ursula von der Leyen", "von der Leyen", "Leyen");
        is(Author::of("A. B.", "", "Ward", "Jr."), "A. B. Ward Jr.", "Ward", "Ward");
        is(Author::of("Jean", "d’", "Alembert", ""), "Jean d’Alembert", "d’Alembert", "Alembert");
        is(Author::of("Hafez", "al-", "Masri", ""), "Hafez al-Masri", "al-Masri", "Masri");
        is(Author::of("Voltaire", "", "", ""), "Voltaire", "Voltaire", "Voltaire");
        is(Author::of("", "", "", ""), "", "", "");
    }

    #[test]
    fn a_name_in_one_piece() {
        is(Author::said("Ludwig van Beethoven"), "Ludwig van Beethoven", "van Beethoven", "Beethoven");
        is(Author::said("Ann B. Ward, Jr."), "Ann B. Ward, Jr.", "Ward", "Ward");
        is(Author::said("Jo La Rue"), "Jo La Rue", "Rue", "Rue");
        is(Author::said("Plato"), "Plato", "Plato", "Plato");
        is(Author::said("Jr."), "Jr.", "Jr.", "Jr.");
        is(Author::said(""), "", "", "");
        is(Author::said("习近平"), "习近平", "习近平", "习近平");
    }

    #[test]
    fn a_name_of_a_list() {
        is(Author::listed("de la Cruz, Ana"), "Ana de la Cruz", "de la Cruz", "Cruz");
        is(Author::listed("Ward, Jr., Ann"), "Ann Ward Jr.", "Ward", "Ward");
        is(Author::listed("Ann Ward"), "Ann Ward", "Ward", "Ward");
        is(Author::listed(", "), "", "", "");
    }

    #[test]
    fn a_body_is_whole() {
        is(Author::body("the  World Bank"), "the World Bank", "the World Bank", "the World Bank");
    }
}
