//! The sentences of a text's own prose.
//!
//! Takes its blocks and its citations; hands on the sentences of its paragraphs, list items and notes in order, each with the
//! citations that it carries. Headings, cells of tables and what stands in a block quote are no sentences of its own.

use super::Citation;
use super::speech::sentence_ends;
use crate::block::{Blocks, Kind};
use crate::file::{File, Span};

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first character to its closing mark.
    pub span: Span,
    /// The citations in it and right behind its full stop, as indices.
    pub citations: Vec<u32>,
}

/// The sentences of a text, in order.
pub(super) fn sentences(file: &File, blocks: &Blocks, citations: &[Citation]) -> Vec<Sentence> {
    let text = blocks.text(file);
    let mut sentences: Vec<Sentence> = Vec::new();
    for (at, block) in blocks.blocks.iter().enumerate() {
        if !matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Note) || block.quoted.is_some() {
            continue;
        }
        let range = block.span.range();
        let first = sentences.len();
        let mut start = range.start;
        for end in sentence_ends(text, range.clone()).chain([range.end]) {
            let body = &text[start..end];
            let from = start + (body.len() - body.trim_start().len());
            if body.contains(char::is_alphanumeric) {
                let span = file.span(from..from + body.trim().len());
                sentences.push(Sentence { span, citations: Vec::new() });
            }
            start = end;
        }
        // A note's mark at the end of a block is no prose and stands behind it.
        let end = blocks.blocks.get(at + 1).map_or(u32::MAX, |next| next.span.start);
        let near = citations.partition_point(|citation| citation.span.start < block.span.start);
        let own = (near as u32..).zip(&citations[near..]);
        // The end of the sentence before, and the first letter or digit behind it.
        let mut known = (usize::MAX, 0);
        for (index, citation) in own.take_while(|(_, citation)| citation.span.start < end) {
            let before = sentences[first..].partition_point(|one| one.span.start <= citation.span.start);
            let owner = sentences[first..first + before].last_mut();
            if let Some(owner) = owner.filter(|owner| owns(text, owner, citation, &mut known)) {
                owner.citations.push(index);
            }
        }
    }
    sentences
}

/// Whether a citation that begins behind a sentence's first character stands in it or right behind its full stop. `known` is what was
/// found behind a sentence that others are behind as well.
fn owns(text: &str, sentence: &Sentence, citation: &Citation, known: &mut (usize, usize)) -> bool {
    let (end, at) = (sentence.span.end as usize, citation.span.start as usize);
    if at >= end && known.0 != end {
        *known = (end, text[end..].find(char::is_alphanumeric).map_or(text.len(), |found| end + found));
    }
    // The marks of other notes that may stand between are masked.
    at < end || known.1 >= at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::claim::claims;
    use crate::file::{Files, Format};

    fn shown(text: &str) -> Vec<(String, usize)> {
        let mut files = Files::default();
        let file =
            files.add(|id| File::new(id, "draft.md".into(), "UTF-8", Format::Markdown, text.to_owned()));
        let claims = claims(&file, &blocks(&file));
        let shown = claims
            .sentences
            .iter()
            .map(|sentence| (file.slice(sentence.span).to_owned(), sentence.citations.len()));
        shown.collect()
    }

    #[test]
    fn sentences_are_those_of_the_text_s_own_prose() {
        let text = "# The ferry\n\nIt sank. Dr. Ward saw it at 3.5 knots [@log]. Nobody else did.[^1]\n\n- An item\n\n\
                    > It was late.\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: The log, p. 3.\n";
        let expected = [
            ("It sank.", 0),
            ("Dr. Ward saw it at 3.5 knots [@log].", 1),
            ("Nobody else did.", 1),
            ("An item", 0),
            ("The log, p. 3.", 1),
        ];
        let expected = expected.map(|(sentence, citations)| (sentence.to_owned(), citations));
        assert_eq!(shown(text), expected);
    }
}
