//! The rules' options: numbers that decide what counts as a quotation and as the same words.
//!
//! One plain struct that `matching` reads, and the table that gives each of its fields the rule and the name that it
//! has in an `ibid.toml`. The defaults are the ones on the rules' pages, which a test holds.

use std::ops::RangeInclusive;

/// Numbers that decide what counts as a quotation and as the same words. Lengths are in words.
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
            complete: true,
        }
    }
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
    /// Sets its field.
    pub set: fn(&mut Options, f64),
}

/// What an option may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A whole number of words.
    Words(RangeInclusive<u32>),
    /// A share, from 0 to 1.
    Share,
}

/// The most words that an option may ask for: more than any passage has.
const MOST: u32 = 10_000;

/// Every option, by rule and name.
pub static KNOWN: &[Known] = &[
    Known {
        rule: "quote-altered",
        name: "likeness",
        kind: Kind::Share,
        set: |to, value| to.likeness = value,
    },
    Known {
        rule: "quote-elided",
        name: "gap",
        kind: Kind::Words(0..=MOST),
        set: |to, value| to.gap = value as usize,
    },
    Known {
        rule: "quote-not-found",
        name: "bare",
        kind: Kind::Words(1..=MOST),
        set: |to, value| to.bare = value as usize,
    },
    Known {
        rule: "quote-not-found",
        name: "cited",
        kind: Kind::Words(1..=MOST),
        set: |to, value| to.cited = value as usize,
    },
    Known {
        rule: "quote-short",
        name: "shortest",
        kind: Kind::Words(1..=MOST),
        set: |to, value| to.shortest = value as usize,
    },
    Known {
        rule: "quote-spliced",
        name: "reach",
        kind: Kind::Words(0..=MOST),
        set: |to, value| to.reach = value as usize,
    },
    Known {
        rule: "verbatim-unquoted",
        name: "words",
        kind: Kind::Words(1..=MOST),
        set: |to, value| to.copied = value as usize,
    },
];

/// The option that a rule has under a name.
pub fn known(rule: &str, name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.rule == rule && known.name == name)
}
