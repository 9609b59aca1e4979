//! Who speaks: a quotation's speaker, what sort of voice it is, and what its reporting clause asserts.
//!
//! The types that `clause`, `subject` and `people` fill in and `speaker` hands on.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::file::Span;

/// Who is said to have said a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The words at the clause that say who: "Wang Yi", "he", "the minister".
    pub span: Span,
    /// Who that is, as the text names them most fully; none while that is open.
    pub name: Option<String>,
    /// Who that is as an index into [`super::People::entities`], where somebody without a name has a place too.
    pub entity: Option<u32>,
    /// What sort of voice it is.
    pub kind: Voice,
    /// The words that report it: "said", "according to", a colon, the dash before a name.
    pub cue: Span,
    /// Those who pass it on, the innermost first: "according to the Ledger".
    pub relays: Vec<Span>,
    /// What the clause asserts.
    pub stance: Stance,
}

impl Speaker {
    /// Every place that it names.
    pub(super) fn each_span(&mut self, each: &mut impl FnMut(&mut Span)) {
        let Speaker { span, name: _, entity: _, kind: _, cue, relays, stance: _ } = self;
        [span, cue].into_iter().chain(relays).for_each(each);
    }
}

/// What sort of voice speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Voice {
    /// One human being.
    Person,
    /// A state, an office, a company, a paper, a report.
    Body,
    /// Several, or somebody unnamed: "some experts", "a certain country", "sources".
    Collective,
    /// Nothing in the text tells.
    #[default]
    Unknown,
}

/// What a reporting clause asserts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stance {
    /// It was said.
    #[default]
    Asserted,
    /// It was not, or its content is denied.
    Denied,
    /// It is asked whether it was.
    Asked,
    /// It might have been: "as if to say", "would have said".
    Supposed,
    /// It will be.
    Future,
}

/// The gender of a person's pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

/// A reporting clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The tokens that say who.
    pub who: Range<usize>,
    /// What sort of voice they are by themselves.
    pub voice: Voice,
    /// The tokens that report.
    pub cue: Range<usize>,
    /// What it asserts.
    pub stance: Stance,
    /// Who a relative pronoun stands for: the keeper in "the keeper, who said".
    pub antecedent: Option<Range<usize>>,
}
