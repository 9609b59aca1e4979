//! The rules' options: numbers that decide what counts as a quotation and as the same words, and choices.
//!
//! One plain struct that `matching` and the rules read, and the table that gives each of its fields the rule and the name that it
//! has in an `ibid.toml`. The defaults are the ones on the rules' pages, which a test holds.

use std::ops::RangeInclusive;

/// What the rules and `matching` go by. Lengths are in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// A quotation shorter than this is not judged at all.
    pub shortest: usize,
    /// A quotation of at least this length is judged if a reporting clause or a citation goes with it; a shorter
    /// one only with a clause.
    pub cited: usize,
    /// A quotation of at least this length is always judged.
    pub bare: usize,
    /// The share of a long quotation's words that a passage must have for `quote-altered`; below it is
    /// `quote-not-found`.
    pub likeness: f64,
    /// How many words of the source one ellipsis may stand for.
    pub reach: usize,
    /// How many words may be left out in one place without an ellipsis before the quotation counts as spliced.
    pub gap: usize,
    /// How many copied words without quotation marks are reported.
    pub copied: usize,
    /// What needs a citation.
    pub to_cite: ToCite,
    /// Whether the sources are all that the drafts quote. Where they are not, only what cites one of them is reported as
    /// found in none. It stands under `[sources]`, on no rule's page.
    pub complete: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            shortest: 3,
            cited: 5,
            bare: 8,
            likeness: 0.6,
            reach: 200,
            gap: 12,
            copied: 12,
            to_cite: ToCite::Quotation,
            complete: true,
        }
    }
}

/// What needs a citation; each takes in those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToCite {
    /// A quotation.
    Quotation,
    /// A statement that is reported without marks.
    Claim,
    /// A sentence that follows one of a source.
    Sentence,
}

impl ToCite {
    const ALL: [ToCite; 3] = [ToCite::Quotation, ToCite::Claim, ToCite::Sentence];
    const NAMES: [&str; 3] = ["quotation", "claim", "sentence"];
}

/// An option as it is configured.
#[derive(Debug)]
pub struct Known {
    /// The rule on whose page it stands.
    pub rule: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
}

/// What an option may be, and how it is set.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A whole number of words.
    Words(RangeInclusive<u32>, fn(&mut Options, usize)),
    /// A share, from 0 to 1.
    Share(fn(&mut Options, f64)),
    /// One of some words, by its number among them.
    Choice(&'static [&'static str], fn(&mut Options, usize)),
}

/// A value of an option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number of words.
    Words(u32),
    /// A share.
    Share(f64),
    /// Which of some words.
    Choice(usize),
}

impl Known {
    /// Sets the option. A value of another kind sets nothing.
    pub fn set(&self, options: &mut Options, value: Value) {
        match (&self.kind, value) {
            (Kind::Words(_, set), Value::Words(words)) => set(options, words as usize),
            (Kind::Share(set), Value::Share(share)) => set(options, share),
            (Kind::Choice(_, set), Value::Choice(number)) => set(options, number),
            _ => {}
        }
    }
}

/// The most words that an option may ask for: more than any passage has.
const MOST: u32 = 10_000;

/// Every option, by rule and name.
pub static KNOWN: &[Known] = &[
    Known {
        rule: "citation-missing",
        name: "reach",
        kind: Kind::Choice(&ToCite::NAMES, |to, number| to.to_cite = ToCite::ALL[number]),
    },
    Known { rule: "quote-altered", name: "likeness", kind: Kind::Share(|to, share| to.likeness = share) },
    Known { rule: "quote-elided", name: "gap", kind: Kind::Words(0..=MOST, |to, words| to.gap = words) },
    Known { rule: "quote-not-found", name: "bare", kind: Kind::Words(1..=MOST, |to, words| to.bare = words) },
    Known {
        rule: "quote-not-found",
        name: "cited",
        kind: Kind::Words(1..=MOST, |to, words| to.cited = words),
    },
    Known {
        rule: "quote-short",
        name: "shortest",
        kind: Kind::Words(1..=MOST, |to, words| to.shortest = words),
    },
    Known { rule: "quote-spliced", name: "reach", kind: Kind::Words(0..=MOST, |to, words| to.reach = words) },
    Known {
        rule: "verbatim-unquoted",
        name: "words",
        kind: Kind::Words(1..=MOST, |to, words| to.copied = words),
    },
];

/// The option that a rule has under a name.
pub fn known(rule: &str, name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.rule == rule && known.name == name)
}
