//! The blocks of a file that a reader took the words out of.
//!
//! Takes a file with its extract and hands on the same blocks as those of a running text: notes' marks, addresses and comments
//! are masked, and each comment is told what it is about by the lines of the file that it was written in.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::comment;
use super::mask::Mask;
use super::{Block, BlockQuote, Blocks, Comment, Link, NoteMark};
use crate::file::extract::{Extract, Stretch};
use crate::file::origin::{Back, Mapped, Origin};
use crate::file::{File, Span};

pub(super) fn blocks(file: &File, extract: &Extract) -> Blocks {
    let mut mask = Mask::new(file.text());
    let span = |range: &Range<usize>| file.span(range.clone());
    let note_labels: Vec<Span> = extract.note_labels.iter().map(span).collect();
    for block in &extract.blocks {
        mask.blank_addresses(block.range.clone());
    }
    for (mark, _) in &extract.note_marks {
        mask.hide(mark.clone());
    }
    for comment in &extract.comments {
        mask.blank(comment.clone());
    }
    let block = |stretch: &Stretch| Block {
        kind: stretch.kind,
        level: stretch.level,
        span: span(&stretch.range),
        quoted: stretch.quoted,
        note: stretch.note.and_then(|note| note_labels.get(note as usize).copied()),
    };
    let mut blocks = Blocks {
        masked: None,
        blocks: extract.blocks.iter().map(block).collect(),
        quotes: extract.quotes.iter().map(|range| BlockQuote { span: span(range), callout: false }).collect(),
        note_marks: Vec::new(),
        undefined_marks: Vec::new(),
        note_labels,
        links: extract
            .links
            .iter()
            .map(|(range, address)| Link { span: span(range), address: address.clone() })
            .collect(),
        comments: Vec::new(),
    };
    let defined: FxHashSet<&str> = blocks.note_labels.iter().map(|&label| file.slice(label)).collect();
    for (mark, label) in &extract.note_marks {
        let mark = NoteMark { span: span(mark), label: span(label) };
        if defined.contains(file.slice(mark.label)) {
            &mut blocks.note_marks
        } else {
            &mut blocks.undefined_marks
        }
        .push(mark);
    }
    // A comment in a source is nobody's.
    let comments = extract.comments.iter().filter(|_| !matches!(file.origin(), Origin::Places(_)));
    let mut lines = file.mapped().map(Lines::of);
    blocks.comments = comments.filter_map(|range| about(file, &blocks, &mut lines, range)).collect();
    blocks.masked = mask.finish();
    blocks
}

/// A comment with what it is about.
fn about(file: &File, blocks: &Blocks, of_file: &mut Option<Lines>, range: &Range<usize>) -> Option<Comment> {
    // A comment that ends with its line stands before other words here.
    let place = comment::at(&file.text()[..range.end], range.start)?;
    let behind = place.whole.end as u32;
    let next = blocks.blocks.partition_point(|block| block.span.end <= behind);
    let block = blocks.blocks.get(next);
    // Where places are told by paragraphs, one that a comment stands behind has it, too.
    let ended = || {
        let before = next.checked_sub(1).and_then(|before| blocks.blocks.get(before));
        before.filter(|before| {
            file.mapped().is_none()
                && !file.text()[before.span.end as usize..place.whole.start].contains('\n')
        })
    };
    let within = block.filter(|block| (block.span.start as usize) < place.whole.start).or_else(ended);
    let lines = of_file.as_mut().map(|of_file| {
        let own = of_file.mapped.raw_range(place.whole.clone());
        (of_file.mapped.raw.whole_lines(own.clone()), own, of_file)
    });
    let alone = lines.as_ref().map_or(within.is_none(), |(lines, own, of_file)| {
        let text = &of_file.mapped.raw.text;
        text[lines.start..own.start].trim().is_empty()
            && text[own.end.min(lines.end)..lines.end].trim().is_empty()
    });
    let reach = match (within, lines) {
        (None, _) if alone => block.map_or(file.span(place.whole.end..place.whole.end), |block| {
            let quote = block.quoted.map(|quote| blocks.quotes[quote as usize].span);
            quote.filter(|quote| quote.start >= behind).unwrap_or(block.span)
        }),
        (Some(block), None) => block.span,
        (_, None) => file.span(place.whole.end..place.whole.end),
        (Some(block), Some((lines, _, of_file))) if alone => {
            let line = of_file.mapped.raw.whole_lines(lines.end..lines.end);
            let reach = of_file.stretch(line, block.span.range());
            file.span(reach.start.max(place.whole.end)..reach.end)
        }
        (_, Some((lines, _, of_file))) => {
            // Within its line a comment may be about several blocks: the cells of a row.
            file.span(of_file.stretch(lines, 0..file.length()))
        }
    };
    let (span, body) = (file.span(place.whole), file.span(place.body));
    Some(Comment { span, body, closed: place.closed, alone, reach })
}

/// The lines of a file, to say what of its extract stands in some of them.
struct Lines<'a> {
    mapped: &'a Mapped,
    back: Back<'a>,
    /// The lines that were asked for last, and what stands there: many comments may stand in one line.
    last: (Range<usize>, Range<usize>),
}

impl<'a> Lines<'a> {
    fn of(mapped: &'a Mapped) -> Lines<'a> {
        Lines { mapped, back: mapped.back(), last: (0..0, 0..0) }
    }

    /// What of the extract stands in some lines, within a range.
    fn stretch(&mut self, lines: Range<usize>, within: Range<usize>) -> Range<usize> {
        if self.last.0 != lines {
            let found = self.back.extract_at(lines.start);
            // Behind the last run there is nothing.
            let start = found.unwrap_or(usize::MAX);
            let end = found.map_or(usize::MAX, |start| self.mapped.extract_until(start, lines.clone()));
            self.last = (lines, start..end);
        }
        let start = self.last.1.start.clamp(within.start, within.end);
        start..self.last.1.end.clamp(start, within.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::extract::Kind;
    use crate::file::origin::Origin;
    use crate::file::{FileId, Format};

    /// What the comment of a text of three paragraphs is about.
    fn about(text: &str) -> String {
        let mut extract = Extract::default();
        let start = text.find("<!--").unwrap();
        extract.comments.push(start..text.find("-->").unwrap() + "-->".len());
        for words in ["Before.", "The ferry runs.", "Behind."] {
            let first = words.split(' ').next().unwrap();
            let last = words.rsplit(' ').next().unwrap();
            let range = text.find(first).unwrap()..text.find(last).unwrap() + last.len();
            extract.blocks.push(Stretch { kind: Kind::Paragraph, level: 0, range, quoted: None, note: None });
        }
        let file = File::new(FileId(0), "a.docx".into(), "UTF-8", Format::Word, text.into())
            .extracted(extract, Origin::Paragraphs);
        let blocks = super::blocks(&file, file.extract().unwrap());
        file.slice(blocks.comments[0].reach).replace("<!-- ibid: x -->", "|")
    }

    #[test]
    fn a_comment_in_a_document_is_about_its_paragraph() {
        let table = [
            ("Before.\n\n<!-- ibid: x -->\n\nThe ferry runs.\n\nBehind.", "The ferry runs."),
            ("Before.\n\nThe ferry <!-- ibid: x --> runs.\n\nBehind.", "The ferry | runs."),
            ("Before.\n\nThe ferry runs. <!-- ibid: x -->\n\nBehind.", "The ferry runs."),
        ];
        for (text, expected) in table {
            assert_eq!(about(text), expected, "{text}");
        }
    }
}
