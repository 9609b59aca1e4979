//! What holds for everything that is read out of any text: its spans lie in their file and between characters, blocks follow each
//! other, and what stands within something does so.
//!
//! Takes files, blocks, claims and reports, and panics where one of them is unsound.

use std::ops::Range;

use ibid::block::{Blocks, blocks};
use ibid::check::Report;
use ibid::claim::{Claims, claims, place};
use ibid::file::{File, Span};
use ibid::finding::Finding;

/// Takes a file apart, and holds every span of it against its text.
pub fn file(file: &File) {
    let blocks = blocks(file);
    of_blocks(file, &blocks);
    of_claims(file, &blocks, &claims(file, &blocks));
    for placed in place::places(file, &blocks) {
        [placed.place, placed.within].into_iter().for_each(|span| within(file, span));
    }
    // What it says of itself has no places.
    ibid::bibliography::front_matter(file);
    for block in &blocks.blocks {
        told(file, block.span);
    }
}

fn of_blocks(file: &File, blocks: &Blocks) {
    let masked = blocks.text(file);
    assert_eq!(masked.len(), file.text().len(), "the masked text has another length");
    let mut end = 0;
    for block in &blocks.blocks {
        within(file, block.span);
        assert!(end <= block.span.start, "{block:?} begins before {end}");
        assert!(masked.get(block.span.range()).is_some(), "{block:?} parts a character of the masked text");
        assert!(block.quoted.is_none_or(|quote| (quote as usize) < blocks.quotes.len()), "{block:?}");
        block.note.into_iter().for_each(|note| within(file, note));
        end = block.span.end;
    }
    let spans = blocks.quotes.iter().map(|quote| quote.span);
    let marks = blocks.note_marks.iter().chain(&blocks.undefined_marks);
    let spans =
        spans.chain(marks.flat_map(|mark| [mark.span, mark.label])).chain(blocks.note_labels.iter().copied());
    let comments = blocks.comments.iter().flat_map(|comment| [comment.span, comment.body, comment.reach]);
    for span in spans.chain(blocks.links.iter().map(|link| link.span)).chain(comments) {
        within(file, span);
    }
}

fn of_claims(file: &File, blocks: &Blocks, claims: &Claims) {
    let text = blocks.text(file);
    for quote in &claims.said.quotes {
        inside(file, quote.span, quote.parts.iter().copied());
        quote.cue.into_iter().chain(quote.reach.iter().copied()).for_each(|span| within(file, span));
        for &end in &quote.other_ends {
            assert!(text.is_char_boundary(end as usize), "{quote:?} ends within a character");
        }
        told(file, quote.span);
    }
    for reported in &claims.said.reported {
        inside(file, reported.span, reported.content.iter().copied());
    }
    for citation in &claims.citations {
        within(file, citation.span);
        citation.prose.iter().for_each(|&span| within(file, span));
        told(file, citation.span);
    }
    let listed = claims.listed.iter().flat_map(|listed| [listed.span, listed.said]);
    let spans = claims.said.turns.iter().map(|turn| turn.span).chain(listed);
    let spans = spans
        .chain(claims.said.unclosed.iter().map(|unclosed| unclosed.mark))
        .chain(claims.own.iter().copied());
    let spans = spans.chain(claims.prose.iter().map(|paragraph| paragraph.span));
    for span in spans.chain(claims.notes.labels.iter().copied()) {
        within(file, span);
    }
    let mut end = 0;
    for sentence in &claims.sentences {
        within(file, sentence.span);
        assert!(end <= sentence.span.start, "{sentence:?} begins before {end}");
        end = sentence.span.end;
    }
}

/// Every span of a report lies in its file and between characters, and the edits of a fix follow each other and can be made.
pub fn report(report: &Report) {
    report.findings().for_each(|finding| of_finding(report, finding));
    for draft in &report.drafts {
        assert_eq!(draft.claims.said.quotes.len(), draft.matches.len());
        for (quote, matched) in draft.claims.said.quotes.iter().zip(&draft.matches) {
            let found = matched.at.iter().chain(&matched.also).chain(&matched.elsewhere);
            found.for_each(|found| lies(report, found.span));
            for edit in &matched.edits {
                lies(report, edit.source);
                for own in [&edit.own, &edit.shown] {
                    let (start, end) = (quote.span.start + own.start, quote.span.start + own.end);
                    lies(report, Span { start, end, ..quote.span });
                    assert!(end <= quote.span.end, "{edit:?}");
                }
            }
        }
    }
}

fn of_finding(report: &Report, finding: &Finding) {
    lies(report, finding.primary.span);
    told(report.files.get(finding.primary.span.file), finding.primary.span);
    for label in &finding.related {
        lies(report, label.span);
        told(report.files.get(label.span.file), label.span);
    }
    for fix in &finding.fixes {
        let mut end = 0;
        for edit in &fix.edits {
            lies(report, edit.span);
            assert!(end <= edit.span.start, "{fix:?}");
            end = edit.span.end;
            let file = report.files.get(edit.span.file);
            let raw = ibid::load::own_text(file);
            if let Some((range, _)) = file.edit(edit.span, &edit.replacement) {
                assert!(raw.get(range.clone()).is_some(), "an edit of {range:?} in {} bytes", raw.len());
            }
        }
    }
}

/// A span of a report lies in its file.
fn lies(report: &Report, span: Span) {
    assert!(report.files.get(span.file).text().get(span.range()).is_some(), "{span:?}");
}

/// A span lies in its file and between characters.
fn within(file: &File, span: Span) {
    assert_eq!(span.file, file.id);
    assert!(file.text().get(span.range()).is_some(), "{span:?} in {} bytes", file.text().len());
}

/// Parts of a whole lie in it, one behind the other.
fn inside(file: &File, whole: Span, parts: impl Iterator<Item = Span>) {
    within(file, whole);
    for part in parts {
        within(file, part);
        assert!(whole.start <= part.start && part.end <= whole.end, "{part:?} lies outside {whole:?}");
    }
}

/// A place can be told, and its end is not before its start.
fn told(file: &File, span: Span) {
    let (start, end) = file.places(span);
    assert!((start.line, start.column) <= (end.line, end.column), "{span:?} is {start:?} to {end:?}");
    if let Some(mapped) = file.mapped() {
        let Range { start, end } = mapped.raw_range(span.range());
        assert!(mapped.raw.text.get(start..end).is_some(), "{span:?} is {start}..{end} of the file");
    }
}
