//! What a quotation is to `ibid`: its place, its parts and all that decides whether it is judged.
//!
//! `marked` makes quotations of what stands between marks, `quoted_block` of block quotes; `matching` judges them.

use serde::{Deserialize, Serialize};

use super::Speaker;
use crate::file::Span;

/// One quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// From the opening mark to the closing one, or the body of a block quote.
    pub span: Span,
    /// What is inside the marks; several parts where a reporting clause interrupts it or where it runs over paragraphs.
    pub parts: Vec<Span>,
    /// What it is.
    pub kind: Kind,
    /// The words that report it: a verb, a phrase, a colon, an attribution line.
    pub cue: Option<Span>,
    /// Who is said to have said it.
    pub speaker: Option<Speaker>,
    /// Whether the sentence round it denies ("does not", "ruled out"), or asks.
    pub denied: bool,
    /// Whether nobody is said to have said it ("as if to say").
    pub supposed: bool,
    /// Whether it was said to the writer ("told this newspaper"), so that no source need have it.
    pub firsthand: bool,
    /// The citations in reach, as indices into the text's citations.
    pub citations: Vec<u32>,
    /// Whether these stand before it and belong to what they follow there: it has none of its own.
    pub inherits: bool,
    /// Where a citation would do: its paragraph first, then what leads in to it; nothing where nobody cites.
    pub reach: Vec<Span>,
    /// Whether it looks like a title, a term or a name, or has fewer than five words, so that nobody need have said it.
    pub mention: bool,
    /// Whether its bounds are beyond doubt. Single marks with apostrophes about are not, nor is a block quote that
    /// nothing ascribes to anybody.
    pub certain: bool,
    /// Other places where its last part may end, best first.
    pub other_ends: Vec<u32>,
    /// What a note in brackets behind it, or before it in its sentence, permits.
    pub licence: Licence,
}

impl Quote {
    /// Every place that it names.
    pub(super) fn each_span(&mut self, each: &mut impl FnMut(&mut Span)) {
        let Quote {
            span,
            parts,
            kind: _,
            cue,
            speaker,
            denied: _,
            supposed: _,
            firsthand: _,
            citations: _,
            inherits: _,
            reach,
            mention: _,
            certain: _,
            other_ends: _,
            licence: _,
        } = self;
        each(span);
        parts.iter_mut().chain(cue).chain(reach).for_each(&mut *each);
        speaker.iter_mut().for_each(|speaker| speaker.each_span(each));
    }
}

/// What a quotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Whole sentences.
    Direct,
    /// Part of the sentence that it stands in.
    Partial,
    /// A block quote.
    Block,
}

/// What a writer says was done to a quotation. An emphasis is never judged, so "(emphasis added)" permits nothing new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Licence {
    /// Nothing.
    #[default]
    None,
    /// "(my translation)": the words are no source's.
    Translation,
    /// "(cleaned up)", "(citations omitted)": brackets, citations and inner marks are gone.
    Cleaned,
}
