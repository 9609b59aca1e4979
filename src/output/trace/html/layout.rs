//! A draft in parts, as it is laid out: each a paragraph, a heading, an item, a table or what is not read.
//!
//! Takes a draft's blocks and hands on parts that follow each other from its first byte to its last, so that whatever
//! is written part by part leaves nothing out.

use std::ops::Range;

use crate::block::{Block, Blocks, Kind};

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub shape: Shape,
    /// Its bytes, with the signs of its markup and the white space behind it.
    pub range: Range<usize>,
    /// Whether it lies in a block quote.
    pub quoted: bool,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A paragraph.
    Paragraph,
    /// A heading of this level, from 1.
    Heading(u8),
    /// A paragraph of a list's item, this deep within lists.
    Item(u8),
    /// A paragraph of a footnote's text.
    Note,
    /// All rows of a table.
    Table,
    /// Code, front matter, comments, markup: what holds no prose.
    Unread,
}

/// Deeper items are set as those of this depth.
const DEEPEST: usize = 4;

/// The parts of a text, in order, without a gap.
pub fn parts(text: &str, blocks: &Blocks) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    let mut rest = blocks.blocks.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let start = line_start(text, at, first.span.start as usize);
        unread(text, at..start, &mut parts);
        let rows = if first.kind == Kind::Cell { cells(text, first, behind) } else { 0 };
        let last = behind[..rows].last().unwrap_or(first).span.end as usize;
        rest = &behind[rows..];
        let next = rest.first().map_or(text.len(), |next| (next.span.start as usize).max(last));
        at = last + through_line(&text[last..next]);
        let shape = match first.kind {
            Kind::Paragraph => Shape::Paragraph,
            Kind::Heading => Shape::Heading(first.level.max(1)),
            Kind::Item => Shape::Item(depth(&text[start..first.span.start as usize])),
            Kind::Note => Shape::Note,
            Kind::Cell => Shape::Table,
        };
        parts.push(Part { shape, range: start..at, quoted: first.quoted.is_some() });
    }
    unread(text, at..text.len(), &mut parts);
    parts
}

/// What lies between two blocks. White space and the line below a heading go with what stands before them.
fn unread(text: &str, range: Range<usize>, parts: &mut Vec<Part>) {
    let mut start = range.start;
    if let Some(Part { shape: Shape::Heading(_), range: heading, .. }) = parts.last_mut() {
        let line = &text[start..range.end];
        let line = &line[..line.find('\n').map_or(line.len(), |end| end + 1)];
        let rule = line.trim();
        if !rule.is_empty()
            && (rule.bytes().all(|byte| byte == b'=') || rule.bytes().all(|byte| byte == b'-'))
        {
            start += line.len() + blank(&text[start + line.len()..range.end]);
            heading.end = start;
        }
    }
    let last_quoted = parts.last().is_some_and(|last| last.quoted);
    let is_empty = |line: &str| {
        line.trim().is_empty() || (last_quoted && line.trim_matches(['>', ' ', '\r', '\n']).is_empty())
    };
    if is_empty(&text[start..range.end]) {
        match parts.last_mut() {
            Some(last) => last.range.end = range.end,
            None if start < range.end => {
                parts.push(Part { shape: Shape::Unread, range: start..range.end, quoted: false });
            }
            None => {}
        }
        return;
    }
    parts.push(Part { shape: Shape::Unread, range: start..range.end, quoted: false });
}

/// Where the line of an offset begins, or where reading has got to within it.
fn line_start(text: &str, from: usize, offset: usize) -> usize {
    let from = from.min(offset);
    text[from..offset].rfind('\n').map_or(from, |at| from + at + 1)
}

/// How far a text goes to the end of its line and over the empty lines behind it.
fn through_line(text: &str) -> usize {
    let Some(end) = text.find('\n') else { return text.len() };
    end + 1 + blank(&text[end + 1..])
}

/// How many bytes of empty lines a text opens with.
fn blank(text: &str) -> usize {
    let white = text.len() - text.trim_start().len();
    text[..white].rfind('\n').map_or(0, |end| end + 1)
}

/// How many of the blocks behind a table's first cell belong to the same table.
fn cells(text: &str, first: &Block, behind: &[Block]) -> usize {
    let mut end = first.span.end as usize;
    let follows = |block: &&Block| {
        let start = block.span.start as usize;
        let same = block.kind == Kind::Cell && start >= end && !has_empty_line(&text[end..start]);
        end = block.span.end as usize;
        same
    };
    behind.iter().take_while(follows).count()
}

fn has_empty_line(text: &str) -> bool {
    let mut lines = text.split('\n').map(|line| line.trim().trim_start_matches(['>', ' ']));
    // What stands before the first line's end and behind the last one's start belongs to cells.
    lines.next();
    let inner: Vec<&str> = lines.collect();
    inner.split_last().is_some_and(|(_, inner)| inner.iter().any(|line| line.is_empty()))
}

/// How deep an item lies by what stands before its words.
fn depth(lead: &str) -> u8 {
    let indent: usize = lead
        .bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'>'))
        .map(|byte| if byte == b'\t' { 4 } else { usize::from(byte == b' ') })
        .sum();
    // An item's further paragraphs are indented as its words are.
    let marked = lead.bytes().any(|byte| !byte.is_ascii_whitespace() && byte != b'>');
    (if marked { indent / 2 } else { (indent / 2).saturating_sub(1) }).min(DEEPEST) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::file::{File, FileId, Format};

    fn laid_out(text: &str) -> Vec<(Shape, String)> {
        let file = File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into());
        let parts = parts(text, &blocks(&file));
        let whole: String = parts.iter().map(|part| &text[part.range.clone()]).collect();
        assert_eq!(whole, text);
        parts.into_iter().map(|part| (part.shape, text[part.range].to_owned())).collect()
    }

    #[test]
    fn every_kind_of_part_is_told_apart() {
        let text = "---\ntitle: a\n---\n\n# One\n\nThe pier\nholds.\n\n- first\n  - second\n\n> said\n\n\
                    | a | b |\n|---|---|\n| c |   |\n\n```\ncode\n```\n\nTwo\n===\n\n[^1]: A note.\n";
        let expected = [
            (Shape::Unread, "---\ntitle: a\n---\n\n"),
            (Shape::Heading(1), "# One\n\n"),
            (Shape::Paragraph, "The pier\nholds.\n\n"),
            (Shape::Item(0), "- first\n"),
            (Shape::Item(1), "  - second\n\n"),
            (Shape::Paragraph, "> said\n\n"),
            (Shape::Table, "| a | b |\n|---|---|\n| c |   |\n\n"),
            (Shape::Unread, "```\ncode\n```\n\n"),
            (Shape::Heading(1), "Two\n===\n\n"),
            (Shape::Note, "[^1]: A note.\n"),
        ];
        assert_eq!(laid_out(text), expected.map(|(shape, text)| (shape, text.to_owned())));
    }

    #[test]
    fn two_tables_are_two_parts() {
        let table = "| a |\n|---|\n| c |\n\n";
        assert_eq!(laid_out(&table.repeat(2)), vec![(Shape::Table, table.to_owned()); 2]);
    }

    #[test]
    fn a_text_without_words_is_one_part_or_none() {
        assert_eq!(laid_out(""), []);
        assert_eq!(laid_out("\n\n"), [(Shape::Unread, "\n\n".to_owned())]);
    }
}
