//! The stretches of a text that are its writer's own words.
//!
//! Takes its blocks with what was read from them, and leaves out what belongs to others: quotations, citations, links, notes,
//! lists of sources, the titles of works in italics; and code. What is left is in order and does not overlap, and so are the
//! paragraphs and list items that it stands in.

use std::ops::Range;

use super::listed::{List, lists};
use super::mention::is_title;
use super::{Citation, Said};
use crate::block::{Block, Blocks, Kind};
use crate::file::{File, Span};
use crate::fold::{folded, words_in};
use crate::lexicon::{has, references};

/// The writer's own words in a text, and its paragraphs and list items that are prose of the writer's.
pub(super) fn own(
    file: &File,
    blocks: &Blocks,
    said: &Said,
    citations: &[Citation],
) -> (Vec<Span>, Vec<Span>) {
    let quoted = said.quotes.iter().flat_map(|quote| quote.parts.iter().chain([&quote.span]));
    let linked = blocks.links.iter().map(|link| &link.span);
    let others = quoted.chain(citations.iter().map(|citation| &citation.span)).chain(linked);
    let others = merged(others.map(|span| span.range()).collect());
    let mut own = Vec::new();
    let mut prose = Vec::new();
    let mut at = 0;
    for (block, list) in blocks.blocks.iter().zip(lists(file, blocks)) {
        let range = block.span.range();
        while others.get(at).is_some_and(|other| other.end <= range.start) {
            at += 1;
        }
        let listed = match list {
            Some(List::Sources) => true,
            Some(List::Notes) => is_endnote(file, blocks, block),
            None => false,
        };
        if listed || !is_own(file, blocks, block) {
            continue;
        }
        if matches!(block.kind, Kind::Paragraph | Kind::Item) && block.quoted.is_none() {
            prose.push(block.span);
        }
        let begun = others[at..].iter().take_while(|other| other.start < range.end);
        let mut cuts: Vec<Range<usize>> = begun.cloned().collect();
        let broken = said.unclosed.partition_point(|one| (one.mark.start as usize) < range.start);
        let broken = said.unclosed.get(broken).map(|one| one.mark.start as usize);
        cuts.extend(broken.filter(|&mark| mark < range.end).map(|mark| mark..range.end));
        cuts.extend(marked_up(file, blocks, range.clone()));
        let cuts = merged(cuts);
        let mut from = range.start;
        for cut in cuts {
            if from < cut.start {
                own.push(file.span(from..cut.start.min(range.end)));
            }
            from = from.max(cut.end);
        }
        if from < range.end {
            own.push(file.span(from..range.end));
        }
    }
    (own, prose)
}

/// Whether a block below a heading of notes names a source: it has a number, and a year, a page or an address.
fn is_endnote(file: &File, blocks: &Blocks, block: &Block) -> bool {
    if !matches!(block.kind, Kind::Paragraph | Kind::Item) {
        return false;
    }
    let (text, range) = (blocks.text(file), block.span.range());
    // The number of a list's item stands before its block.
    let line = file.text()[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let numbered = [&file.text()[line..range.start], &text[range.clone()]].iter().any(|text| {
        let digits = text.trim_start_matches(['^', ' ']).bytes().take_while(u8::is_ascii_digit).count();
        // A longer number is a year.
        (1..4).contains(&digits)
    });
    let is_source = |word: &str| {
        let year = word.len() == 4 && word.parse().is_ok_and(|year| (1500..2100).contains(&year));
        year || has(references::PAGES, word)
    };
    let from = blocks.links.partition_point(|link| (link.span.start as usize) < range.start);
    let linked = blocks.links.get(from).is_some_and(|link| (link.span.start as usize) < range.end);
    numbered && (linked || words_in(text, range).any(|word| is_source(&folded(&text[word.range()]))))
}

/// Ranges in order, with those that overlap or touch made one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}

/// Whether a block is prose of the writer's.
fn is_own(file: &File, blocks: &Blocks, block: &Block) -> bool {
    let callout = |quote: u32| blocks.quotes[quote as usize].callout;
    let text = &blocks.text(file)[block.span.range()];
    let digits = text.strip_prefix('[').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    // "[2] minutes/march.txt" is an entry of a list of sources.
    let entry = digits > 0 && text[1 + digits..].starts_with(']');
    block.kind != Kind::Note && !entry && block.quoted.is_none_or(callout)
}

/// Code, and the titles of works in italics, between marks that the text's mask hides.
fn marked_up(file: &File, blocks: &Blocks, range: Range<usize>) -> Vec<Range<usize>> {
    let Some(masked) = &blocks.masked else { return Vec::new() };
    let (raw, masked) = (file.text().as_bytes(), masked.as_str());
    let mut found = Vec::new();
    // A block's first and last marks stand outside of its prose.
    let is_mark = |at: &usize| b"`*_".contains(&raw[*at]) && masked.as_bytes()[*at] != raw[*at];
    let start = (0..range.start).rev().take_while(is_mark).last().unwrap_or(range.start);
    let end = (range.end..raw.len()).take_while(is_mark).last().map_or(range.end, |last| last + 1);
    let range = start..end;
    // The last run of each mark that nothing has closed yet: its length and its end.
    let mut open: [Option<(usize, usize)>; 3] = [None; 3];
    let mut at = range.start;
    while at < range.end {
        let mark = b"`*_".iter().position(|mark| *mark == raw[at] && masked.as_bytes()[at] != raw[at]);
        let Some(mark) = mark else {
            at += 1;
            continue;
        };
        let length = raw[at..range.end].iter().take_while(|byte| **byte == raw[at]).count();
        match open[mark].filter(|&(opened, _)| opened == length) {
            Some((_, end)) => {
                let inside = end..at;
                let words: Vec<&str> =
                    words_in(masked, inside.clone()).map(|word| &masked[word.range()]).collect();
                if mark == 0 || (length == 1 && is_title(&words)) {
                    found.push(inside);
                }
                open[mark] = None;
            }
            // Within code nothing else is markup.
            None if open[0].is_some() => {}
            None => open[mark] = Some((length, at + length)),
        }
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::block::blocks;
    use crate::claim::claims;
    use crate::file::{File, FileId, Format};

    #[track_caller]
    fn holds(text: &str, expected: &[&str]) {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let blocks = blocks(&file);
        let claims = claims(&file, &blocks);
        let own = claims.own.iter().map(|&span| blocks.text(&file)[span.range()].replace('\u{1}', ""));
        let own: Vec<String> = own.map(|own| own.trim().to_owned()).filter(|own| own.len() > 1).collect();
        assert_eq!(own, expected, "{text}");
    }

    #[test]
    fn what_others_wrote_is_left_out() {
        holds(
            "# The ferry\n\nIt sank, “in the sound,” she said [@log].",
            &["The ferry", "It sank,", "she said"],
        );
        holds("One [long read](https://a.example/b) on it, and <https://a.example>.", &["One", "on it, and"]);
        holds("It sank.[^1]\n\n[^1]: Ward, Ferries, p. 3.", &["It sank."]);
        holds("> It sank.\n\nShe said so.", &["She said so."]);
        holds("It sank [1].\n\n[1] log.txt", &["It sank"]);
        holds(
            "It sank.\n\n## References\n\nWard, Ferries.\n\n## After\n\nIt rose.",
            &["It sank.", "After", "It rose."],
        );
        holds("She said “it sank.\n\nIt rose.", &["She said", "It rose."]);
    }

    #[test]
    fn a_list_of_sources_ends_at_a_heading_of_its_level_or_a_higher_one() {
        holds(
            "It sank.\n\n## References\n\n### Books\n\nWard, Ferries.\n\n### Papers\n\nLind, Boats.\n\n## After\n\nIt rose.",
            &["It sank.", "After", "It rose."],
        );
        holds("### Sources\n\nWard, Ferries.\n\n# After\n\nIt rose.", &["After", "It rose."]);
        holds(
            "Sources\n---\n\n### *Books*\n\nWard, Ferries.\n\nAfter\n===\n\nIt rose.",
            &["After", "It rose."],
        );
        holds(
            "## References\n\n### Sources\n\nWard.\n\n### After\n\nLind.\n\n## Last\n\nIt rose.",
            &["Last", "It rose."],
        );
    }

    #[test]
    fn notes_are_the_writers_own_but_for_endnotes() {
        holds(
            "# Notes\n\nIt sank.\n\n- In 2019 it rose.\n- 2020 was calm.\n\n1. It lies.",
            &["Notes", "It sank.", "In 2019 it rose.", "2020 was calm.", "It lies."],
        );
        holds(
            "It sank.\n\n## Notes\n\n1. Ward, Ferries, p. 3.\n2. Lind, Boats (1964).\n3. Ibid.\n\n4 [Log](https://a.example).\n\nIt rose.",
            &["It sank.", "Notes", "It rose."],
        );
    }

    #[test]
    fn code_and_titles_in_italics_are_left_out() {
        holds("It [sank](https://a.example/lit) late. `The new lamp was lit.`", &["It", "late."]);
        holds("Run `ferry -v` now, ``a ` b`` too.", &["Run", "now,", "too."]);
        holds("She read *Night Boat to the Sound* and\n_Log_.", &["She read", "and"]);
        holds(
            "It *never* sank, **The Ferry** said; 2 * 3 * 4.",
            &["It never sank, The Ferry said; 2 * 3 * 4."],
        );
    }
}
