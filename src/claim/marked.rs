//! Reads the quotations of a text: what stands between marks, and what stands in a block quote.
//!
//! Takes the blocks of a text and hands on its quotations, each with its reporting clause and the signs that the marks only
//! mention a name or a term. Their citations are for `reach` to find.

use std::ops::Range;

use super::mark_tokens::{Family, Mark};
use super::marks::{Pair, Pairs, pairs};
use super::quote::{Kind, Licence, Quote};
use super::quoted_block;
use super::speech::{self, Ending, frame};
use super::{Unclosed, mention};
use crate::block::{Block, Blocks};
use crate::file::File;
use crate::fold::{phrase, words_in};

/// Finds the quotations of a text, in order, and the marks that nothing closes.
pub fn quotes(file: &File, blocks: &Blocks) -> (Vec<Quote>, Vec<Unclosed>) {
    let bodies = quoted_block::bodies(file, blocks);
    let mut reader =
        Reader { file, text: blocks.text(file), quotes: Vec::new(), unclosed: Vec::new(), carry: None };
    for block in &blocks.blocks {
        if quoted_block::is_claim(&bodies, block) {
            reader.give_up();
        } else {
            reader.block(block);
        }
    }
    reader.give_up();
    let Reader { text, mut quotes, unclosed, .. } = reader;
    quotes.extend(bodies.into_iter().map(|body| body.into_quote(file)));
    quotes.sort_by_key(|quote| (quote.span.start, quote.span.end));
    for quote in &mut quotes {
        quote.mention = mention::is_mention(text, quote);
    }
    (quotes, unclosed)
}

/// Reads the marks of a text block by block.
struct Reader<'a> {
    file: &'a File,
    text: &'a str,
    quotes: Vec<Quote>,
    unclosed: Vec<Unclosed>,
    carry: Option<Carry>,
}

/// A quotation that is still open at the end of its block.
struct Carry {
    mark: Mark,
    /// The block in which it opens, and the last one that it runs through.
    first: Block,
    last: Block,
    parts: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        let range = block.span.range();
        let mut found = pairs(self.text, range.clone());
        let mut from = range.start;
        if let Some(mut open) = self.carry.take() {
            match continuation(&found, open.mark.family, &open.last, block) {
                Some(Continuation::Closes) => {
                    let pair = found.outermost.remove(0);
                    from = pair.close.end;
                    self.close(open, &pair, range.end);
                }
                Some(Continuation::GoesOn) => {
                    open.parts.push(found.unclosed[0].end..range.end);
                    open.last = *block;
                    self.carry = Some(open);
                    return;
                }
                None => self.leave_open(open.mark, 0),
            }
        }
        match found.unclosed[..] {
            [] => {}
            [mark] => {
                self.carry =
                    Some(Carry { mark, first: *block, last: *block, parts: vec![mark.end..range.end] });
            }
            [mark, ref rest @ ..] => self.leave_open(mark, rest.len()),
        }
        for (i, pair) in found.outermost.iter().enumerate() {
            let next = found.outermost.get(i + 1).map_or(range.end, |next| next.open.start);
            let parts = self.parts(pair);
            let mut one = self.quote(pair.open.start, parts, pair, from..next);
            self.inherit(&mut one, from..pair.open.start);
            from = pair.close.end;
            match self.quotes.last_mut() {
                Some(last) if interrupts(self.text, last, &one, &range) => join(self.file, last, one),
                _ => self.quotes.push(one),
            }
        }
    }

    /// Gives a quotation that stands straight behind another one's reporting clause that clause: “A,” she said. “B.” Who
    /// talks to the writer goes on talking, whatever stands between: “A,” she told me. “B.” She laughs. “C.”
    fn inherit(&self, quote: &mut Quote, between: Range<usize>) {
        let last = self
            .quotes
            .last()
            .filter(|last| last.span.end as usize == between.start && (last.cue.is_some() || last.firsthand));
        if quote.cue.is_some() || quote.kind != Kind::Direct || between.len() > 200 {
            return;
        }
        quote.firsthand |= last.is_some_and(|last| last.firsthand);
        if let Some(last) = last
            && speech::reports(self.text, between.clone())
            && self.text[between].trim_end().ends_with(['.', ','])
        {
            quote.cue = last.cue;
        }
    }

    /// Ends a quotation that ran over several blocks. What was read as quotations inside it are inner ones.
    fn close(&mut self, mut open: Carry, pair: &Pair, end: usize) {
        open.parts.push(pair.open.end..pair.close.start);
        let before = self.quotes.partition_point(|quote| quote.span.start < open.mark.start as u32);
        self.quotes.truncate(before);
        let quote = self.quote(open.mark.start, open.parts, pair, open.first.span.start as usize..end);
        self.quotes.push(quote);
    }

    /// What a pair quotes: all that is inside, less a reporting clause that stands inside the marks.
    fn parts(&self, pair: &Pair) -> Vec<Range<usize>> {
        let inner = pair.open.end..pair.close.start;
        if pair.family != Family::Guillemet {
            return vec![inner];
        }
        let mut parts = Vec::new();
        let mut from = inner.start;
        for clause in speech::inner_clauses(self.text, inner.clone()) {
            parts.push(from..clause.start);
            from = clause.end;
        }
        parts.push(from..inner.end);
        parts
    }

    /// Ends a quotation that nothing closes.
    fn give_up(&mut self) {
        if let Some(open) = self.carry.take() {
            self.leave_open(open.mark, 0);
        }
    }

    fn leave_open(&mut self, mark: Mark, more: usize) {
        self.unclosed.push(Unclosed { mark: self.file.span(mark.range()), more: more as u32 });
    }

    /// A quotation between marks. Its clause lies within `around`: its block, up to the quotations before and after.
    fn quote(&self, start: usize, parts: Vec<Range<usize>>, pair: &Pair, around: Range<usize>) -> Quote {
        let text = self.text;
        let whole = start..pair.close.end;
        let inner = text[parts[0].start..pair.close.start].trim_end();
        let ending = if inner.ends_with([',', '，']) || text[whole.end..around.end].starts_with(',') {
            Ending::Comma
        } else if inner.ends_with(['?', '!', '…', '—', '–', '-', '？', '！']) || pair.family.may_end_bare()
        {
            Ending::Mark
        } else {
            Ending::Closed
        };
        let frame = frame(text, around.clone(), whole.clone(), ending);
        let first = inner.chars().find(|c| c.is_alphanumeric());
        let ends = inner.ends_with([',', '.', '!', '?', '…', '—', '。', '！', '？']);
        let sentence = ends && first.is_some_and(|c| !c.is_lowercase());
        Quote {
            span: self.file.span(whole.clone()),
            parts: parts.into_iter().map(|part| self.file.span(trimmed(text, part))).collect(),
            kind: if sentence { Kind::Direct } else { Kind::Partial },
            cue: frame.cue.map(|cue| self.file.span(cue)),
            speaker: None,
            denied: frame.denies,
            supposed: frame.supposed,
            firsthand: frame.firsthand,
            citations: Vec::new(),
            inherits: false,
            reach: Vec::new(),
            mention: false,
            certain: pair.certain,
            other_ends: pair.other_closings.iter().map(|close| close.start as u32).collect(),
            licence: mention::licence(text, around.start..whole.start, whole.end..around.end),
        }
    }
}

/// A range without the spaces at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

enum Continuation {
    Closes,
    GoesOn,
}

/// Whether a block reopens a quotation that the block before left open.
fn continuation(found: &Pairs, family: Family, before: &Block, block: &Block) -> Option<Continuation> {
    let first = found.first.filter(|mark| mark.family == family && mark.opens)?;
    if before.kind != block.kind || before.quoted != block.quoted {
        return None;
    }
    if found.outermost.first().is_some_and(|pair| pair.open.start == first.start) {
        return Some(Continuation::Closes);
    }
    (found.unclosed.len() == 1 && found.unclosed[0].start == first.start).then_some(Continuation::GoesOn)
}

/// Whether nothing but a reporting clause stands between two quotations, and the sentence goes on behind it:
/// "…," she said, "…".
fn interrupts(text: &str, last: &Quote, next: &Quote, block: &Range<usize>) -> bool {
    const LONGEST: usize = 12;
    let between = last.span.end as usize..next.span.start as usize;
    let inside_block = last.span.start as usize >= block.start && between.len() <= 160;
    if !inside_block
        || !last.other_ends.is_empty()
        || !next.other_ends.is_empty()
        || mention::is_titled(text, last)
    {
        return false;
    }
    let clause = text[between.clone()].trim();
    let part = last.parts.last().map_or("", |part| &text[part.range()]);
    let breaks_off = part.ends_with([',', '—', '–', '-', '…']) || clause.starts_with([',', '—', '–']);
    let goes_on = clause.ends_with([',', '—', '–', '-']);
    let one_clause =
        !clause.contains(['.', '?', '!', ';', ':']) && words_in(text, between.clone()).count() <= LONGEST;
    let words = phrase(text, between.clone());
    let second_clause =
        [" and ", " as ", " because ", " but ", " while "].iter().any(|word| words.contains(word));
    breaks_off && goes_on && one_clause && !second_clause && speech::reports(text, between)
}

fn join(file: &File, last: &mut Quote, next: Quote) {
    last.span = file.span(last.span.start as usize..next.span.end as usize);
    last.parts.extend(next.parts);
    last.licence = if last.licence == Licence::None { next.licence } else { last.licence };
    last.cue = last.cue.or(next.cue);
    last.denied |= next.denied;
}
