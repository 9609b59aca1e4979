//! What a text asserts: its quotations with their speakers, and its citations, as they are written.
//!
//! Takes a text's `Blocks` and never sees the corpus: it hands on candidates, which `matching` resolves.

mod antecedent;
pub mod citation;
mod clause;
pub mod fact;
pub mod form;
mod fronted;
pub mod listed;
pub mod mark_tokens;
mod marked;
pub mod marks;
mod mention;
mod name;
pub mod note;
mod noun;
pub mod office;
mod own;
pub mod people;
pub mod place;
pub mod quote;
mod quoted_block;
pub mod reach;
pub mod reference;
pub mod reported;
pub mod said;
pub mod sentence;
mod speaker;
pub mod speech;
mod subject;
mod token;
mod topic;
pub mod turn;
pub mod voice;
pub mod wording;

pub use citation::Citation;
pub use listed::Listed;
pub use note::Notes;
pub use people::People;
pub use place::Placed;
pub use quote::{Kind, Licence, Quote};
pub use reach::Paragraph;
pub use reported::Reported;
pub use said::{Said, Unclosed, said};
pub use sentence::Sentence;
pub use turn::Turn;
pub use voice::Speaker;
pub use wording::Wording;

use std::ops::Range;

use crate::block::Blocks;
use crate::file::{File, Span};

/// Everything that one text claims.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// Who says what in it.
    pub said: Said,
    /// The citations, in order.
    pub citations: Vec<Citation>,
    /// The entries of its own list of sources, in order.
    pub listed: Vec<Listed>,
    /// Footnotes without a mark, and marks without a footnote.
    pub notes: Notes,
    /// The sentences of its own prose, in order.
    pub sentences: Vec<Sentence>,
    /// The stretches that are its writer's own words, in order.
    pub own: Vec<Span>,
    /// Its paragraphs and list items, without block quotes, notes and lists of sources, in order.
    pub prose: Vec<Paragraph>,
}

impl Claims {
    /// What of a range is its writer's own words, in order, in bytes.
    pub fn own_in(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.own.partition_point(|own| own.end as usize <= range.start);
        let within = self.own[first..].iter().map(|own| own.range());
        let begun = within.take_while(move |own| own.start < range.end);
        begun.map(move |own| own.start.max(range.start)..own.end.min(range.end))
    }

    /// The paragraph or the list item of its writer's prose that a place stands in.
    pub fn paragraph(&self, place: Span) -> Option<&Paragraph> {
        let at = self.prose.partition_point(|one| one.span.end <= place.start);
        self.prose.get(at).filter(|one| one.span.start <= place.start)
    }
}

/// Reads everything that a text claims but where it puts places, which [`place::places`] reads: few sources are asked. Linear in its
/// length.
pub fn claims(file: &File, blocks: &Blocks) -> Claims {
    let listed = listed::listed(file, blocks);
    let citations = citation::citations(file, blocks, &listed);
    let mut said = said(file, blocks);
    reach::attach(file, &mut said.quotes, blocks, &citations);
    reach::attach_reported(&mut said.reported, blocks, &citations);
    let notes = note::notes(file, blocks);
    let sentences = sentence::sentences(file, blocks, &citations);
    let (own, prose) = own::own(file, blocks, &said, &citations);
    let prose = reach::paragraphs(file, blocks, prose);
    Claims { said, citations, listed, notes, sentences, own, prose }
}
