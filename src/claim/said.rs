//! Who says what in a text: its quotations and statements with their speakers, and who occurs in it.
//!
//! Takes a text's blocks; hands on the part of its claims that a source is asked for as well as a draft. Citations are not in it:
//! `reach` gives them to quotations and statements, and only a draft's are held against anything.

use serde::{Deserialize, Serialize};

use super::{People, Quote, Reported, Turn, marked, speaker, turn};
use crate::block::Blocks;
use crate::file::{File, Span};

/// What is said in one text, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The quotations, in order.
    pub quotes: Vec<Quote>,
    /// What it says in its own words that somebody said, in order.
    pub reported: Vec<Reported>,
    /// What a label gives to a speaker without marks round it, in order.
    pub turns: Vec<Turn>,
    /// Opening marks that nothing closes, at most one a paragraph.
    pub unclosed: Vec<Unclosed>,
    /// Who occurs in it.
    pub people: People,
}

impl Said {
    /// Every place that it names.
    pub fn each_span(&mut self, each: &mut impl FnMut(&mut Span)) {
        let Said { quotes, reported, turns, unclosed, people } = self;
        quotes.iter_mut().for_each(|quote| quote.each_span(each));
        reported.iter_mut().for_each(|reported| reported.each_span(each));
        turns.iter_mut().for_each(|turn| turn.each_span(each));
        unclosed.iter_mut().for_each(|unclosed| each(&mut unclosed.mark));
        people.each_span(each);
    }

    /// Whether everybody who is meant in it occurs in it.
    pub fn knows_everybody(&self) -> bool {
        let speakers = self.quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        let speakers = speakers.chain(self.reported.iter().map(|reported| &reported.speaker));
        let mut speakers = speakers.chain(self.turns.iter().map(|turn| &turn.speaker));
        let count = self.people.entities.len();
        speakers.all(|speaker| speaker.entity.is_none_or(|entity| (entity as usize) < count))
            && self.people.meanings().all(|entity| (entity as usize) < count)
    }
}

/// A paragraph whose marks do not balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unclosed {
    /// The first opening mark that nothing closes.
    pub mark: Span,
    /// How many more there are in the paragraph.
    pub more: u32,
}

/// Reads who says what in a text. Linear in its length.
pub fn said(file: &File, blocks: &Blocks) -> Said {
    let (mut quotes, unclosed) = marked::quotes(file, blocks);
    let (mut people, mut reported) = speaker::speakers(file, blocks, &mut quotes);
    let turns = turn::turns(file, blocks, &mut people);
    let speakers = quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut());
    turn::resolve(file, &turns, speakers.chain(reported.iter_mut().map(|reported| &mut reported.speaker)));
    Said { quotes, reported, turns, unclosed, people }
}
