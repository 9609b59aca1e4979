//! Who occurs in a text: each person and body once, with the names and the offices that the text gives them.
//!
//! Takes the names that a text holds and answers whom a written name means in it: one, a set, or nobody known.

use rustc_hash::FxHashMap;

use super::speaker::Voice;
use crate::file::Span;
use crate::fold::{folded, words_in};

/// Who occurs in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The persons and bodies, in the order in which they are first named.
    pub entities: Vec<Entity>,
    /// For the folded words of each form of a name, those who go by it.
    forms: FxHashMap<String, Vec<u32>>,
}

/// A person or a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// The fullest name that the text gives, without titles: "Wang Yi".
    pub name: String,
    /// What it is, as far as the text tells.
    pub kind: Voice,
    /// Whether it is a man or a woman, as far as the text tells.
    pub gender: Option<Gender>,
    /// The other forms of the name that the text uses: a surname, an acronym.
    pub variants: Vec<String>,
    /// The offices and descriptions that stand beside the name: "China's Foreign Minister", "the harbour master".
    pub offices: Vec<Span>,
    /// Where it is named, in order.
    pub mentions: Vec<Span>,
}

/// The gender of a person's pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
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

impl People {
    /// Whom a name means in this text, however it is written there: in full, by a surname, an acronym, with a title.
    pub fn meant(&self, name: &str) -> Meant {
        let words: Vec<String> =
            words_in(name, 0..name.len()).map(|word| folded(&name[word.range()])).collect();
        // Titles stand before a name, so the longest ending that is known is the name.
        let known = (0..words.len()).find_map(|from| self.forms.get(&words[from..].join(" ")));
        match known.map(Vec::as_slice) {
            None | Some([]) => Meant::Nobody,
            Some([one]) => Meant::One(*one),
            Some(several) => Meant::Several(several.to_vec()),
        }
    }
}
