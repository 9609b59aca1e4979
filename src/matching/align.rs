//! Aligns the wording of a quotation with a passage, word by word.
//!
//! Takes both and hands on the cheapest way to read the one as a quotation of the other: a list of steps. What an
//! editor may do (an ellipsis, a bracket, leaving out the source's own reporting clause) costs next to nothing, so the
//! reading is the most charitable one; what is left are edits. A semi-global alignment by dynamic programming, after
//! Needleman and Wunsch (1970) and Sellers (1980), with these as further moves.

use std::collections::VecDeque;
use std::ops::Range;

use super::edit::reverses;
use super::head::Heads;
use super::passage::Passage;
use super::variant;
use crate::claim::form::Forms;
use crate::claim::wording::{Gap, Group, Token, Wording};

/// One step of an alignment, in words of the quotation and of the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The same word.
    Same(usize, usize),
    /// The same word in another spelling or another form of the same value.
    Variant(usize, usize),
    /// The same letters, parted into words in another way.
    Regrouped(Range<usize>, Range<usize>),
    /// Another word.
    Substituted(usize, usize),
    /// A word that the passage has not.
    Inserted(usize),
    /// Words that the quotation has not, before its `0`th word.
    Omitted(usize, Range<usize>),
    /// Words that an ellipsis stands for, or an interruption parts, before the quotation's `0`th word.
    Elided(usize, Range<usize>),
    /// Words of the source that nobody said, or its own reporting clause, before the quotation's `0`th word.
    Skipped(usize, Range<usize>),
    /// A bracket in the quotation, and what it stands for in the passage, if anything.
    Bracketed(Range<usize>, Range<usize>),
}

/// An alignment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// In order.
    pub steps: Vec<Step>,
    /// The lower, the better; a word that differs costs [`EDIT`].
    pub cost: u32,
}

impl Alignment {
    /// The pairs of words that it holds to be the same.
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let pair = |step: &Step| match step {
            Step::Same(i, j) | Step::Variant(i, j) => Some((*i, *j)),
            Step::Regrouped(own, source) => Some((own.end - 1, source.end - 1)),
            _ => None,
        };
        self.steps.iter().filter_map(pair).collect()
    }
}

/// What one differing word costs.
pub const EDIT: u32 = 20;
/// A substituted word with the same beginning: likelier to be meant than another word.
const INFLECTED: u32 = 16;
/// Another word, and a word put in: a little dearer than one left out, so that the words behind are aligned where they
/// can be.
const SUBSTITUTION: u32 = EDIT + 1;
const INSERTION: u32 = EDIT + 2;
/// Each word left out behind the first in one place, and any number of words there.
const FURTHER: u32 = 4;
const OMISSION: u32 = 52;
/// What another word, or one put in, costs more at an end of the quotation, where a passage has always something beside
/// it: "We need" is rather "We do not need" than "not need".
const EDGE: u32 = 10;
/// What an editor or a printer may do, each a little dearer than doing nothing.
const ELISION: u32 = 2;
const SKIP: u32 = 1;
const SQUARE: u32 = 2;
const ROUND: u32 = 12;
const REPLACED: u32 = 4;
const OTHER_FORM: u32 = 1;
/// What an editor's bracket costs more beside one of the source's own.
const CONTESTED: u32 = 14;
/// How many words of the source one square bracket may replace.
const REPLACES: usize = 8;
/// How many words a round bracket may put in, between others of the quotation.
const GLOSS: usize = 6;
/// Alignments are first looked for up to this cost, as Ukkonen (1985) does: two edits, but no long omission. Then to so many times
/// the cost, and to any.
const BOUND: u32 = OMISSION - 1;
const WIDER: u32 = 4;
const DEAREST: u32 = u32::MAX - 1;
/// Tables larger than this are not filled: 8 bytes a cell.
const BUDGET: usize = 12_000_000;

/// Aligns a quotation with a passage; none if the two are too long together. `reach`: how many words an ellipsis may
/// stand for.
pub fn align(quote: &Wording, passage: &Passage, reach: usize) -> Option<Alignment> {
    if let Some(at) = verbatim(quote, passage) {
        let steps = (0..quote.len()).map(|i| Step::Same(i, at + i)).collect();
        return Some(Alignment { steps, cost: 0 });
    }
    let (rows, columns) = (quote.len() + 1, passage.wording.len() + 1);
    if rows.checked_mul(columns).is_none_or(|cells| cells > BUDGET) {
        return None;
    }
    let heads = [quote, &passage.wording].map(Heads::of);
    let cells = vec![(u32::MAX, Came::Nowhere); rows * columns];
    let forms = [quote, &passage.wording].map(Wording::forms);
    let mut table = Table { quote, passage, heads: &heads, forms, reach, columns, bound: BOUND, cells };
    // What costs more than the bound is not followed, so that of a close reading little is filled beside its own path.
    loop {
        table.fill();
        let alignment = table.trace();
        if alignment.cost <= table.bound {
            return Some(alignment);
        }
        table.bound = table.bound.checked_mul(WIDER).unwrap_or(DEAREST);
        table.cells.fill((u32::MAX, Came::Nowhere));
    }
}

/// Where a passage has a quotation's words in one run.
fn verbatim(quote: &Wording, passage: &Passage) -> Option<usize> {
    let last = passage.wording.len().checked_sub(quote.len())?;
    let same =
        |at: &usize| quote.tokens.iter().zip(&passage.wording.tokens[*at..]).all(|(a, b)| a.hash == b.hash);
    let cased =
        |at: &usize| (0..quote.len()).all(|i| !variant::differs_by_case(quote, i, &passage.wording, at + i));
    let inside = |at: &usize| !passage.ends.iter().any(|end| (*at + 1..at + quote.len()).contains(end));
    (0..=last).filter(same).find(|at| inside(at) && cased(at)).filter(|_| !quote.is_empty())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Nowhere,
    Start,
    Same,
    Variant,
    Substituted,
    /// Two words stand in the other order.
    Swapped,
    /// Two words of the quotation are contracted in the passage, or one of the quotation is that contracts two.
    Expanded,
    Contracted,
    Inserted,
    Omitted,
    Elided,
    Skipped,
    /// By a bracket, the so manyeth of the wording, that stands for so many words.
    Bracketed(u16, u8),
    /// So many words of the quotation are so many of the passage.
    Regrouped(u8, u8),
}

struct Table<'a> {
    quote: &'a Wording,
    passage: &'a Passage<'a>,
    /// What the words of the quotation and those of the passage begin with.
    heads: &'a [Heads; 2],
    /// What their words have in common with their other spellings.
    forms: [&'a [Forms]; 2],
    reach: usize,
    columns: usize,
    /// Moves to a cell that make it dearer than this are not taken.
    bound: u32,
    /// The least cost of having read `row` words of the quotation up to word `column` of the passage, and the last move.
    cells: Vec<(u32, Came)>,
}

impl Table<'_> {
    fn cell(&self, row: usize, column: usize) -> usize {
        row * self.columns + column
    }

    fn offer(&mut self, row: usize, column: usize, cost: u32, came: Came) {
        let cell = self.cell(row, column);
        offer(&mut self.cells[cell], cost, came, self.bound);
    }

    fn fill(&mut self) {
        let (rows, columns) = (self.quote.len(), self.columns - 1);
        for column in 0..=columns {
            self.offer(0, column, 0, Came::Start);
        }
        for row in 0..=rows {
            if row > 0 && row < rows {
                self.leave_out(row);
            }
            if row < rows {
                self.go_on(row);
            }
        }
    }

    /// The moves along a row: words of the passage that the quotation has not. The first left out in a place costs most.
    fn leave_out(&mut self, row: usize) {
        self.elide(row);
        let (passage, bound) = (self.passage, self.bound);
        let mut skips = passage.skips.iter().peekable();
        let own_row = self.cell(row, 0)..self.cell(row + 1, 0);
        let own_row = &mut self.cells[own_row];
        let (mut least, mut leaving) = (u32::MAX, u32::MAX);
        for column in 0..own_row.len() {
            let omitted = leaving.min(least.saturating_add(OMISSION));
            offer(&mut own_row[column], omitted, Came::Omitted, bound);
            let (here, came) = own_row[column];
            least = least.min(here);
            // What an ellipsis cannot reach is not left out behind it word by word.
            let leave = if came == Came::Elided { u32::MAX } else { here.saturating_add(EDIT) };
            leaving = leaving.saturating_add(FURTHER).min(leave);
            let bracketed = matches!(came, Came::Bracketed(..));
            while let Some(skip) = skips.next_if(|skip| skip.tokens.start <= column) {
                if skip.tokens.start == column && (skip.narration || !bracketed) {
                    offer(&mut own_row[skip.tokens.end], here.saturating_add(SKIP), Came::Skipped, bound);
                }
            }
        }
    }

    /// What an ellipsis or an interruption before this row's word may stand for: each cell from the cheapest one within
    /// reach before it, which a queue of falling costs keeps at its front.
    fn elide(&mut self, row: usize) {
        let free = self.quote.tokens[row].gap.reach(self.reach);
        if free == 0 {
            return;
        }
        let before = &self.cells[self.cell(row, 0)..self.cell(row + 1, 0)];
        let before: Vec<u32> = before.iter().map(|cell| cell.0).collect();
        let mut queue: VecDeque<usize> = VecDeque::new();
        for (column, &cost) in before.iter().enumerate() {
            if let Some(&from) = queue.front() {
                self.offer(row, column, before[from].saturating_add(ELISION), Came::Elided);
            }
            while queue.back().is_some_and(|&last| before[last] > cost) {
                queue.pop_back();
            }
            queue.push_back(column);
            if queue.front().is_some_and(|&first| first + free <= column) {
                queue.pop_front();
            }
        }
    }

    /// The moves from all places of a row to later rows.
    fn go_on(&mut self, row: usize) {
        let (quote, passage, columns, bound) = (self.quote, self.passage, self.columns, self.bound);
        let tokens = &passage.wording.tokens;
        let (word, next) = (&quote.tokens[row], quote.tokens.get(row + 1).map(|next| next.hash));
        let at_edge = edge(quote, row);
        // Where this row and the next begin among the cells.
        let (own_row, next_row) = (self.cell(row, 0), self.cell(row + 1, 0));
        let opens = |group: &Group| group.whole && group.tokens.start as usize == row;
        let bracketed = quote.groups.iter().any(opens);
        for column in 0..columns {
            let (here, came) = self.cells[own_row + column];
            if here == u32::MAX {
                continue;
            }
            if let Some(other) = tokens.get(column) {
                let (cost, came) = self.compare((row, word), (column, other), at_edge);
                offer(&mut self.cells[next_row + column + 1], here + cost, came, bound);
                if other.apostrophe && variant::contracts(passage.wording.letters(column), quote, row) {
                    self.offer(row + 2, column + 1, here + EDIT, Came::Expanded);
                }
                if word.apostrophe && variant::contracts(quote.letters(row), &passage.wording, column) {
                    self.offer(row + 1, column + 2, here + EDIT, Came::Contracted);
                }
                // Two words of the quotation stand in the passage in the other order.
                if next == Some(other.hash)
                    && tokens.get(column + 1).is_some_and(|last| last.hash == word.hash)
                {
                    self.offer(row + 2, column + 2, here + EDIT, Came::Swapped);
                }
                // Words that are the same need no regrouping, and the letters of others must begin alike.
                let [own, heads] = self.heads;
                if word.hash != other.hash && own.first(row) == heads.first(column) {
                    self.regroup(row, column, here);
                }
            }
            offer(&mut self.cells[next_row + column], here + INSERTION + at_edge, Came::Inserted, bound);
            if bracketed && came != Came::Skipped {
                for (number, group) in quote.groups.iter().enumerate().take(u16::MAX as usize) {
                    if opens(group) {
                        self.insert_bracket(row, column, number as u16, group);
                    }
                }
            }
        }
    }

    /// Some words of the quotation may be others of the passage, parted in another way.
    fn regroup(&mut self, row: usize, column: usize, here: u32) {
        let (quote, passage, [own, other]) = (self.quote, self.passage, self.heads);
        for (of_quote, of_passage) in [(1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2)] {
            let (words, of) = (row..row + of_quote, column..column + of_passage);
            if own.may_be(words.clone(), other, of.clone()) && same_letters(quote, words, passage, of) {
                let came = Came::Regrouped(of_quote as u8, of_passage as u8);
                self.offer(row + of_quote, column + of_passage, here + OTHER_FORM, came);
            }
        }
    }

    /// A bracket in the quotation may be its editor's. Where the source has one in that place, it is rather the source's
    /// own, and its words are held against those.
    fn insert_bracket(&mut self, row: usize, column: usize, number: u16, group: &Group) {
        let here = self.cells[self.cell(row, column)].0;
        let end = group.tokens.end as usize;
        let sic = self.quote.letters(row) == "sic" && group.tokens.len() == 1;
        let contested = self.has_bracket(column, group.square) && !sic;
        let at_end = (row == 0 || end == self.quote.len()) && !sic;
        if contested && (at_end || !group.square) {
            return;
        }
        if group.square {
            let own = if contested { CONTESTED } else { 0 };
            self.offer(end, column, here + SQUARE + own, Came::Bracketed(number, 0));
            let most = if contested { 0 } else { REPLACES.min(self.columns - 1 - column) };
            for count in 1..=most {
                self.offer(end, column + count, here + REPLACED, Came::Bracketed(number, count as u8));
            }
        } else if group.tokens.len() <= GLOSS && !at_end {
            self.offer(end, column, here + ROUND, Came::Bracketed(number, 0));
        }
    }

    /// Whether the passage has a bracket of this shape before or behind a place.
    fn has_bracket(&self, column: usize, square: bool) -> bool {
        let wording = &self.passage.wording;
        let bracketed = |at: usize| {
            let group = wording.tokens.get(at).and_then(|token| token.group);
            group.is_some_and(|group| wording.groups[group as usize].square == square)
        };
        bracketed(column) || column.checked_sub(1).is_some_and(bracketed)
    }

    /// What it costs to read a word of the quotation as one of the passage; each with its number.
    #[inline]
    fn compare(&self, (i, own): (usize, &Token), (j, other): (usize, &Token), at_edge: u32) -> (u32, Came) {
        let (quote, passage) = (self.quote, &self.passage.wording);
        if own.hash == other.hash {
            if !variant::differs_by_case(quote, i, passage, j) {
                return (0, Came::Same);
            }
        } else if variant::same_value(&self.forms[0][i], &self.forms[1][j])
            || (own.fixed.is_some() && variant::fits_bracket(quote, i, passage, j))
        {
            return (OTHER_FORM, Came::Variant);
        }
        let alike = self.heads[0].begins_as(i, &self.heads[1], j);
        (if alike { INFLECTED } else { SUBSTITUTION + at_edge }, Came::Substituted)
    }

    fn trace(&self) -> Alignment {
        let row = self.quote.len();
        let end = (0..self.columns).min_by_key(|&column| self.cells[self.cell(row, column)].0).unwrap_or(0);
        let cost = self.cells[self.cell(row, end)].0;
        let (mut row, mut column) = (row, end);
        let mut steps = Vec::new();
        loop {
            let step = match self.cells[self.cell(row, column)].1 {
                Came::Start | Came::Nowhere => break,
                Came::Same => Step::Same(row - 1, column - 1),
                Came::Variant => Step::Variant(row - 1, column - 1),
                Came::Substituted => Step::Substituted(row - 1, column - 1),
                Came::Swapped => {
                    steps.push(Step::Substituted(row - 1, column - 1));
                    Step::Substituted(row - 2, column - 2)
                }
                Came::Expanded => {
                    steps.push(Step::Inserted(row - 1));
                    Step::Substituted(row - 2, column - 1)
                }
                Came::Contracted => {
                    steps.push(Step::Omitted(row, column - 1..column));
                    Step::Substituted(row - 1, column - 2)
                }
                Came::Inserted => Step::Inserted(row - 1),
                Came::Omitted => Step::Omitted(row, self.origin(row, column, omission)..column),
                Came::Elided => Step::Elided(row, self.origin(row, column, |_| ELISION)..column),
                Came::Skipped => Step::Skipped(row, self.skip_origin(row, column)..column),
                Came::Bracketed(number, count) => {
                    let start = self.quote.groups[number as usize].tokens.start as usize;
                    Step::Bracketed(start..row, column - count as usize..column)
                }
                Came::Regrouped(of_quote, of_passage) => {
                    Step::Regrouped(row - of_quote as usize..row, column - of_passage as usize..column)
                }
            };
            (row, column) = match &step {
                Step::Same(i, j) | Step::Variant(i, j) | Step::Substituted(i, j) => (*i, *j),
                Step::Inserted(i) => (*i, column),
                Step::Omitted(i, words) | Step::Elided(i, words) | Step::Skipped(i, words) => {
                    (*i, words.start)
                }
                Step::Bracketed(own, words) | Step::Regrouped(own, words) => (own.start, words.start),
            };
            steps.push(step);
        }
        steps.reverse();
        Alignment { steps, cost }
    }

    /// The nearest column from which a move along the row, over so many words at that price, gives the cell's cost.
    fn origin(&self, row: usize, column: usize, price: impl Fn(usize) -> u32) -> usize {
        let cost = self.cells[self.cell(row, column)].0;
        let fits = |&at: &usize| self.cells[self.cell(row, at)].0.saturating_add(price(column - at)) == cost;
        (0..column).rev().find(fits).unwrap_or(column - 1)
    }

    fn skip_origin(&self, row: usize, column: usize) -> usize {
        let cost = self.cells[self.cell(row, column)].0;
        let skips =
            self.passage.skips.iter().filter(|skip| skip.tokens.end == column).map(|skip| skip.tokens.start);
        skips
            .filter(|&at| self.cells[self.cell(row, at)].0.saturating_add(SKIP) == cost)
            .max()
            .unwrap_or(column - 1)
    }
}

/// Takes a move to a cell if it is cheaper than those before it, and within the bound.
#[inline]
fn offer(cell: &mut (u32, Came), cost: u32, came: Came, bound: u32) {
    if cost < cell.0 && cost <= bound {
        *cell = (cost, came);
    }
}

/// What it costs to leave out so many words in one place.
fn omission(words: usize) -> u32 {
    (EDIT + FURTHER * (words as u32 - 1)).min(OMISSION)
}

/// What another word costs more where it is the quotation's first or last.
fn edge(quote: &Wording, i: usize) -> u32 {
    if i == 0 || i + 1 == quote.len() { EDGE } else { 0 }
}

/// Whether words of the quotation and words of the passage are the same letters: "pro- vide", "pursuedthe", "U.S.".
fn same_letters(quote: &Wording, own: Range<usize>, passage: &Passage, other: Range<usize>) -> bool {
    if own.end > quote.len() || other.end > passage.wording.len() {
        return false;
    }
    if quote.tokens[own.start + 1..own.end].iter().any(|token| token.gap != Gap::Plain) {
        return false;
    }
    let own = own.map(|i| quote.letters(i));
    let other = other.map(|j| passage.wording.letters(j));
    // "notable" is not "not able".
    variant::same_joined(own.clone(), other.clone())
        && own.clone().any(reverses) == other.clone().any(reverses)
}

#[cfg(test)]
mod tests;
