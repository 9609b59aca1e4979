//! Numbers in square brackets, "[2, 3]", and the list of sources that they refer to, "[2] minutes/march.txt".
//!
//! Takes the blocks of a text and hands on the entries of its list; then, for a bracket, the entries that it refers to. A
//! list is a block that opens with a number in brackets, and goes on with one in every line that begins with one.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::block::{Block, Blocks, Kind};
use crate::file::{File, Span};

/// An entry is read no further than this, in bytes.
const LONGEST: usize = 600;
/// How many entries one bracket may refer to.
const MOST: u32 = 20;

/// The entries of a list of sources, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// What each entry says, behind its number. Of two with one number the later counts: a list stands at the end.
    said: FxHashMap<u32, Span>,
    /// Where the entries' own brackets open.
    opens: Vec<usize>,
}

impl Entries {
    /// Whether a bracket is an entry's own, and refers to nothing.
    pub fn is_label(&self, bracket: &Range<usize>) -> bool {
        self.opens.binary_search(&bracket.start).is_ok()
    }

    /// What a bracket's numbers refer to, in order; a number without an entry to nothing.
    pub fn of(&self, inside: &str) -> Vec<Span> {
        let mut numbers = Vec::new();
        for part in inside.split([',', ';']) {
            let mut ends = part.split(['-', '–']).map(|end| end.trim().parse::<u32>());
            match (ends.next(), ends.next()) {
                (Some(Ok(first)), Some(Ok(last))) => numbers.extend((first..=last).take(MOST as usize)),
                (Some(Ok(only)), None) => numbers.push(only),
                _ => {}
            }
        }
        numbers.iter().take(MOST as usize).filter_map(|number| self.said.get(number).copied()).collect()
    }
}

/// Finds the entries of a text.
pub(super) fn entries(file: &File, blocks: &Blocks) -> Entries {
    let text = blocks.text(file);
    let mut entries = Entries::default();
    let lists = |block: &&Block| matches!(block.kind, Kind::Paragraph | Kind::Item);
    for block in blocks.blocks.iter().filter(lists) {
        let range = block.span.range();
        if label(&text[range.clone()]).is_none() {
            continue;
        }
        let mut open: Option<(u32, usize)> = None;
        let mut at = range.start;
        for line in text[range.clone()].split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start_matches([' ', '\t', '>']).len());
            if let Some((number, length)) = label(&text[start..at + line.len()]) {
                entries.end(file, open, start);
                entries.opens.push(start);
                open = Some((number, start + length));
            }
            at += line.len();
        }
        entries.end(file, open, range.end);
    }
    entries
}

impl Entries {
    fn end(&mut self, file: &File, open: Option<(u32, usize)>, end: usize) {
        if let Some((number, start)) = open {
            let end = file.text.floor_char_boundary(end.min(start + LONGEST)).max(start);
            self.said.insert(number, file.span(start..end));
        }
    }
}

/// The number in brackets that a line begins with, and how long it is with its brackets and its colon; words must follow.
fn label(line: &str) -> Option<(u32, usize)> {
    let inside = line.strip_prefix('[')?;
    let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
    let number = inside[..digits].parse().ok().filter(|_| digits < 4)?;
    let behind = inside[digits..].strip_prefix(']')?;
    let rest = behind.strip_prefix([':', '.']).unwrap_or(behind);
    let spaced = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    spaced.then(|| (number, line.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::file::{FileId, Format};

    #[track_caller]
    fn refers(text: &str, inside: &str, expected: &[&str]) {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let found = entries(&file, &blocks(&file)).of(inside);
        assert_eq!(found.iter().map(|&span| file.slice(span).trim()).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_number_refers_to_its_entry() {
        let list = "A [1].\n\nSources:\n\n[1] a.txt\n[2]. B, 1911,\nHale\n[3]  c\n";
        refers(list, "1", &["a.txt"]);
        refers(list, "2, 3", &["B, 1911,\nHale", "c"]);
        refers(list, "1–3", &["a.txt", "B, 1911,\nHale", "c"]);
        refers(list, "4", &[]);
        refers(list, "1-4000000000", &["a.txt", "B, 1911,\nHale", "c"]);
        refers("- [1] a.txt\n- [2] b.txt\n", "2", &["b.txt"]);
        refers("[1] old\n\n[1] new\n", "1", &["new"]);
    }

    #[test]
    fn a_number_that_a_line_happens_to_begin_with_is_no_entry() {
        refers("The lamp was lit\n[2] and the boy saw it.\n", "2", &[]);
        refers("[2]\n\n[3](a.b) c\n\n[1911] d\n\n[4]th e\n", "2, 3, 4", &[]);
    }
}
