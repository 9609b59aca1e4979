//! Which citations belong to which quotation, and how far round it a citation may stand.
//!
//! Takes the quotations, the blocks and the citations of a text. A quotation gets the citations that stand nearer to it
//! than to another, and the paragraphs in which any citation would do.

use super::citation::{Citation, Form};
use super::quote::{Kind, Quote};
use super::reported::Reported;
use super::speech::sentence_ends;
use crate::block::{self, Block, Blocks};
use crate::file::{File, Span};

/// Gives each quotation the citations in its block that stand nearer to it than to another: those before it that its sentence opens
/// with, and those behind it up to the next quotation; or, if there is none, those before it.
pub(super) fn attach(file: &File, quotes: &mut [Quote], blocks: &Blocks, citations: &[Citation]) {
    let (runs, text) = (runs(file, blocks), blocks.text(file));
    let ends = ends(blocks);
    // Where the last quotation ends. A title between marks has no citations of its own.
    let mut before = 0;
    for i in 0..quotes.len() {
        if let Some(last) = i.checked_sub(1).map(|last| &quotes[last]).filter(|last| !last.mention) {
            before = last.span.end;
        }
        let span = quotes[i].span;
        let at = blocks.blocks.partition_point(|block| block.span.end < span.end);
        let Some(block) = blocks.blocks.get(at) else { continue };
        // A footnote's mark is no prose, so the one at a block's end stands behind its span.
        let following = Some(ends[at]).filter(|&next| next < blocks.blocks.len());
        let end = following.map_or(u32::MAX, |next| blocks.blocks[next].span.start).max(span.end);
        let end = match block.kind {
            // A row is cited as a whole.
            block::Kind::Cell => {
                let row = runs[at..].partition_point(|&run| run == runs[at]);
                blocks.blocks.get(at + row).map_or(u32::MAX, |next| next.span.start).max(end)
            }
            _ if quotes[i].kind == Kind::Block => following
                .filter(|&next| is_citation(text, &blocks.blocks[next], citations))
                .map_or(end, |next| blocks.blocks.get(next + 1).map_or(u32::MAX, |next| next.span.start)),
            _ => end,
        };
        let next = quotes.get(i + 1).map_or(end, |next| next.span.start.max(span.end).min(end));
        let within = |from: u32, to: u32| {
            let first = citations.partition_point(|citation| citation.span.start < from);
            let last = citations.partition_point(|citation| citation.span.start < to).max(first);
            (first, last)
        };
        let all = |(first, last): (usize, usize)| (first as u32..last as u32).collect::<Vec<u32>>();
        // A reference in brackets inside the marks is part of the words.
        let is_own = |&index: &u32| {
            let citation = &citations[index as usize];
            citation.span.start >= span.end
                || !matches!(citation.form, Form::Reference | Form::Year | Form::Square | Form::Number)
        };
        let mut behind: Vec<u32> = all(within(span.start, next)).into_iter().filter(is_own).collect();
        let next_quote = quotes.get(i + 1).filter(|next| next.span.start < end).map(|next| next.span.start);
        behind.retain(|&index| !opens_next(text, &quotes[i], &citations[index as usize], next_quote));
        let first =
            blocks.blocks[..=at].iter().rposition(|block| block.span.start <= span.start).unwrap_or(at);
        // Markup before the first word of a block, a link's bracket, is no prose.
        let head = &file.text()[..blocks.blocks[first].span.start as usize];
        let start = (head.trim_end_matches(|c: char| !c.is_whitespace()).len() as u32).min(span.start);
        let start = match block.kind {
            block::Kind::Cell => blocks.blocks[runs[at]].span.start.min(start),
            _ => start,
        };
        let (from, to) = within(start.max(before), span.start);
        let ahead = all((from.max(to.saturating_sub(MOST_AHEAD)), to));
        let quoted = (before > start).then_some(before);
        let opens = |&index: &u32| opens_sentence(text, &quotes[i], &citations[index as usize], quoted);
        let opening: Vec<u32> = ahead.iter().copied().filter(opens).collect();
        quotes[i].inherits = behind.is_empty() && opening.is_empty();
        quotes[i].citations = match quotes[i].inherits {
            true => ahead,
            false => opening.into_iter().chain(behind).collect(),
        };
        quotes[i].reach = reach(file, blocks, &runs, &quotes[i], first..at, start..end);
    }
}

/// No more citations before a quotation are its own.
const MOST_AHEAD: usize = 32;

/// For each block the first behind it that stands in another block quote, or in none.
fn ends(blocks: &Blocks) -> Vec<usize> {
    let blocks = &blocks.blocks;
    let mut ends = vec![blocks.len(); blocks.len()];
    for at in (0..blocks.len().saturating_sub(1)).rev() {
        let same = blocks[at].quoted.is_some() && blocks[at].quoted == blocks[at + 1].quoted;
        ends[at] = if same { ends[at + 1] } else { at + 1 };
    }
    ends
}

/// Whether a block holds nothing but a citation, which is then of the block quote before it.
fn is_citation(text: &str, block: &Block, citations: &[Citation]) -> bool {
    if block.kind == block::Kind::Note {
        return false;
    }
    let first = citations.partition_point(|citation| citation.span.end <= block.span.start);
    let Some(citation) = citations.get(first) else { return false };
    let (start, end) = (citation.span.start.max(block.span.start), citation.span.end.min(block.span.end));
    let around = [block.span.start..start, end.max(start)..block.span.end];
    start <= end
        && around
            .into_iter()
            .all(|part| !text[part.start as usize..part.end as usize].contains(char::is_alphanumeric))
}

/// Whether a citation before a quotation stands in its sentence, and not right behind the quotation of the same paragraph that ends
/// at `last`, which it would belong to.
fn opens_sentence(text: &str, quote: &Quote, citation: &Citation, last: Option<u32>) -> bool {
    let (start, end) = (citation.start() as usize, citation.span.end as usize);
    // A note's mark behind a full stop belongs to what it stands behind.
    let closes = text[..start].trim_end_matches(|c: char| c == ' ' || CLOSERS.contains(c));
    let may_open = citation.is_narrative() || citation.form == Form::Link;
    // Behind a closing mark it belongs to the words between the marks, however few they are.
    let quoted = text[..start].trim_end_matches([' ', ',']).ends_with(['”', '"', '»']);
    if !may_open && (quoted || closes.ends_with(['.', '!', '?', '…'])) {
        return false;
    }
    let leads = last.is_none_or(|last| {
        let last = last as usize;
        let apart = last < start && text[last..start].contains(char::is_alphanumeric);
        apart || last <= start && citation.is_narrative()
    });
    leads && is_one_sentence(text, end, quote.span.start as usize)
}

/// Whether a citation behind a quotation stands in the next sentence and leads in to the quotation there.
fn opens_next(text: &str, quote: &Quote, citation: &Citation, next: Option<u32>) -> bool {
    let Some(next) = next.map(|next| next as usize) else { return false };
    is_one_sentence(text, citation.span.end as usize, next) && !is_behind(text, quote, citation)
}

/// Whether no sentence ends between two places, the first of which comes first.
fn is_one_sentence(text: &str, from: usize, to: usize) -> bool {
    from <= to && to - from <= LONGEST && sentence_ends(text, from..to).next().is_none()
}

/// Whether a citation stands in the sentence of a quotation, or right behind its full stop.
pub fn is_in_sentence(text: &str, quote: &Quote, citation: &Citation) -> bool {
    if citation.start() >= quote.span.end {
        return is_behind(text, quote, citation);
    }
    let start = quote.span.start;
    !quote.inherits && is_one_sentence(text, citation.span.end.min(start) as usize, start as usize)
}

/// What may stand between a full stop and the end of a quotation.
const CLOSERS: &str = "\"“”„‘’'«»‹›\u{1}";

/// No sentence is longer, in bytes.
pub const LONGEST: usize = 4000;

/// Whether a citation that follows a quotation stands in its sentence, or right behind its full stop.
fn is_behind(text: &str, quote: &Quote, citation: &Citation) -> bool {
    let (from, start) = (quote.span.end as usize, citation.start() as usize);
    if start < from || start - from > LONGEST {
        return start < from;
    }
    let between = &text[from..start];
    // The full stop may stand inside the marks.
    let inside = text[..from].trim_end_matches(|c: char| CLOSERS.contains(c));
    let ended = inside.ends_with('.');
    let word = between.trim_start_matches(|c: char| !c.is_alphanumeric());
    // "[3] is silent" begins a sentence.
    let after = text[citation.span.end as usize..].trim_start_matches(' ');
    let is_mark = matches!(citation.form, Form::Note | Form::InlineNote);
    let goes_on = !is_mark && after.starts_with(char::is_lowercase);
    let begins = word.is_empty() && (citation.is_narrative() || goes_on);
    if ended && (word.starts_with(char::is_uppercase) || begins) {
        return false;
    }
    // Words in brackets are of what stands before the bracket: *Id.* at 15 (“…”); *cf.* 12 Port Rep. 33.
    let bracketed = text[..quote.span.start as usize].trim_end_matches(['“', '"', '«', ' ']).ends_with('(');
    if bracketed && between.contains(')') {
        return false;
    }
    let stop = sentence_ends(text, from..start).next();
    stop.is_none_or(|stop| !text[stop..start].contains(char::is_alphanumeric) && !citation.is_narrative())
}

/// Gives each reported statement the citations of its paragraph that stand nearer to it than to another: those behind it up
/// to the next one, or, if there is none, those before it.
pub(super) fn attach_reported(all: &mut [Reported], blocks: &Blocks, citations: &[Citation]) {
    for i in 0..all.len() {
        let span = all[i].span;
        let at = blocks.blocks.partition_point(|block| block.span.end < span.end);
        let Some(block) = blocks.blocks.get(at) else { continue };
        let end = blocks.blocks.get(at + 1).map_or(u32::MAX, |next| next.span.start);
        let next = all.get(i + 1).map_or(end, |next| next.span.start.max(span.end).min(end));
        let before = if i == 0 { 0 } else { all[i - 1].span.end };
        let within = |from: u32, to: u32| {
            let first = citations.partition_point(|citation| citation.span.start < from);
            let last = citations.partition_point(|citation| citation.span.start < to);
            (first as u32..last.max(first) as u32).collect::<Vec<_>>()
        };
        let behind = within(span.start, next);
        all[i].citations =
            if behind.is_empty() { within(block.span.start.max(before), span.start) } else { behind };
    }
}

/// A paragraph or a list item of the writer's own prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// From its first to its last character of prose.
    pub span: Span,
    /// Where a citation would do for what it says: itself with the marks at its end first, then what leads in to its list.
    pub reach: Vec<Span>,
}

/// The paragraphs at these places, which are those of blocks, in order.
pub(super) fn paragraphs(file: &File, blocks: &Blocks, places: Vec<Span>) -> Vec<Paragraph> {
    let runs = runs(file, blocks);
    let mut at = 0;
    let paragraph = |span: Span| {
        at += blocks.blocks[at..].iter().take_while(|block| block.span != span).count();
        let lead =
            (blocks.blocks.get(at)?.kind == block::Kind::Item).then(|| runs[at].checked_sub(1)).flatten();
        let reach = [Some(at), lead].into_iter().flatten().filter_map(|at| whole(file, blocks, at));
        Some(Paragraph { span, reach: reach.collect() })
    };
    places.into_iter().filter_map(paragraph).collect()
}

/// A block, with what stands between it and the next.
fn whole(file: &File, blocks: &Blocks, at: usize) -> Option<Span> {
    let block = blocks.blocks.get(at)?;
    let end = blocks.blocks.get(at + 1).map_or(file.length(), |next| next.span.start as usize);
    Some(file.span(block.span.start as usize..end.max(block.span.end as usize)))
}

/// The stretches in which a citation counts for a quotation, its own paragraph with the marks at its end first. In a
/// heading nobody cites.
fn reach(
    file: &File,
    blocks: &Blocks,
    runs: &[usize],
    quote: &Quote,
    range: std::ops::Range<usize>,
    own: std::ops::Range<u32>,
) -> Vec<Span> {
    let place = |from: u32, to: u32| file.span(from as usize..(to as usize).min(file.length()));
    let whole = |at: usize| whole(file, blocks, at);
    let before = |at: usize| at.checked_sub(1).and_then(whole);
    let own = place(own.start, own.end);
    match blocks.blocks[range.end].kind {
        block::Kind::Heading => Vec::new(),
        // A row is cited as a whole.
        block::Kind::Cell => {
            let first = runs[range.end];
            let count = runs[first..].partition_point(|&run| run == first);
            whole(first)
                .zip(whole(first + count - 1))
                .map(|(a, b)| place(a.start, b.end))
                .into_iter()
                .collect()
        }
        block::Kind::Item => [Some(own), before(runs[range.start])].into_iter().flatten().collect(),
        _ if quote.kind == Kind::Block => {
            let behind = blocks.blocks[range.end..].partition_point(|block| block.span.start < own.end);
            [Some(own), before(range.start), whole(range.end + behind)].into_iter().flatten().collect()
        }
        _ => vec![own],
    }
}

/// For each block the first of its row, where it is a cell, or of its list, where it is an item; otherwise itself.
fn runs(file: &File, blocks: &Blocks) -> Vec<usize> {
    let mut runs: Vec<usize> = Vec::with_capacity(blocks.blocks.len());
    for (at, block) in blocks.blocks.iter().enumerate() {
        let before =
            at.checked_sub(1).map(|last| &blocks.blocks[last]).filter(|last| last.kind == block.kind);
        let goes_on = before.is_some_and(|before| match block.kind {
            block::Kind::Item => true,
            block::Kind::Cell => {
                let between =
                    before.span.end as usize..(block.span.start as usize).max(before.span.end as usize);
                !file.text()[between].contains('\n')
            }
            _ => false,
        });
        runs.push(if goes_on { runs[at - 1] } else { at });
    }
    runs
}

#[cfg(test)]
mod tests {
    use crate::block::blocks;
    use crate::claim::claims;
    use crate::file::{File, FileId, Format};

    #[test]
    fn a_citation_may_stand_in_these_stretches() {
        let table: &[(&str, &[&str])] = &[
            ("A.\n\nB “c” d.[^1] E.\n\nF.", &["B “c” d.[^1] E.\n\n"]),
            ("# A “b” c\n\nD.", &[]),
            ("A:\n\n- b\n- “c”\n\nD.", &["“c”\n\n", "A:\n\n- "]),
            ("| a | b |\n|---|---|\n| “c” | d |\n| e | f |\n", &["“c” | d |\n| "]),
            ("A:\n\n> b c\n>\n> — D\n\nE.\n\nF.", &["b c\n>\n> — D\n\n", "A:\n\n> ", "E.\n\n"]),
            ("“a”", &["“a”"]),
        ];
        for (text, expected) in table {
            let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, (*text).into());
            let quote = claims(&file, &blocks(&file)).said.quotes.remove(0);
            let reach: Vec<&str> = quote.reach.iter().map(|&span| file.slice(span)).collect();
            assert_eq!(reach, *expected, "{text:?}");
        }
    }
}
