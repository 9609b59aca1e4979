//! Who is said to have said a quotation: the words that say so, who is meant by them, and what the clause asserts.
//!
//! Takes the blocks and the quotations of one text and gives each quotation its speaker; `clause` finds the words,
//! `people` knows who they mean.

use std::ops::Range;

use super::People;
use super::quote::{Kind, Quote};
use crate::block::Blocks;
use crate::file::{File, Span};
use crate::fold::words_in;

/// Who is said to have said a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The words at the clause that say who: "Wang Yi", "he", "the minister".
    pub span: Span,
    /// Who that is, as the text names them most fully; none while that is open.
    pub name: Option<String>,
    /// The same as an index into [`People::entities`].
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

/// What sort of voice speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// Gives every quotation of a text its speaker and hands on who occurs in it. Nothing is read of a text that quotes
/// nothing.
pub fn speakers(file: &File, blocks: &Blocks, quotes: &mut [Quote]) -> People {
    let text = blocks.text(file);
    for quote in quotes.iter_mut().filter(|quote| quote.kind == Kind::Block) {
        quote.speaker = quote.cue.and_then(|cue| signed(file, text, cue));
    }
    People::default()
}

/// The speaker whom a block quote's last line names: "— Ann Ward, harbour master".
fn signed(file: &File, text: &str, line: Span) -> Option<Speaker> {
    let first = words_in(text, line.range()).next()?;
    let rest = &text[first.start as usize..line.end as usize];
    let end = rest.find([',', '(', '[', '\n']).unwrap_or(rest.len());
    let name: Range<usize> = first.start as usize..first.start as usize + rest[..end].trim_end().len();
    Some(Speaker {
        span: file.span(name),
        name: None,
        entity: None,
        kind: Voice::Unknown,
        cue: file.span(line.start as usize..first.start as usize),
        relays: Vec::new(),
        stance: Stance::Asserted,
    })
}
