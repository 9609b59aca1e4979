//! Footnotes and endnotes as citations: their marks, and their texts.
//!
//! Takes a text's blocks and hands on a citation for each mark, which holds what the note holds, and one for each note's
//! text, for what it quotes itself.

use rustc_hash::FxHashMap;

use super::key::keys;
use super::link::written;
use super::{Citation, Form, Name, names};
use crate::block::{Block, Blocks};
use crate::file::{File, Span};

/// What of one footnote is read, in blocks and in names of a kind.
const MOST: usize = 8;

/// Adds the marks of footnotes, each with what its note holds, and the texts of footnotes.
pub(super) fn read(file: &File, blocks: &Blocks, citations: &mut Vec<Citation>) {
    // Of two notes with one label the first counts, as in Markdown, where labels have no case.
    let mut notes: FxHashMap<String, (Span, Citation)> = FxHashMap::default();
    for (label, block) in blocks.blocks.iter().filter_map(|block| block.note.map(|note| (note, block))) {
        let empty = || (label, Citation::new(label, Form::Note));
        let (first, note) = notes.entry(file.slice(label).to_lowercase()).or_insert_with(empty);
        let mut text = text_of_note(file, block);
        text.addresses.extend(linked(file, blocks, block));
        if *first == label && note.prose.len() < MOST {
            note.keys.extend(text.keys.iter().take(MOST - note.keys.len().min(MOST)).cloned());
            note.addresses.extend(text.addresses.iter().take(MOST - note.addresses.len().min(MOST)).cloned());
            note.prose.extend(&text.prose);
        }
        // What a footnote quotes without a key of its own comes from what the note names in plain words.
        if text.keys.is_empty() {
            citations.push(text);
        }
    }
    for mark in &blocks.note_marks {
        let note = notes.get(&file.slice(mark.label).to_lowercase());
        let cites = note.map(|(_, note)| Citation { span: mark.span, ..note.clone() });
        citations.push(cites.unwrap_or_else(|| Citation::new(mark.span, Form::Note)));
    }
    citations.extend(blocks.undefined_marks.iter().map(|mark| Citation::new(mark.span, Form::Note)));
}

/// The addresses of links in a note's text that do not stand in it.
fn linked(file: &File, blocks: &Blocks, block: &Block) -> Vec<Name> {
    let first = blocks.links.partition_point(|link| link.span.start < block.span.start);
    let own = blocks.links[first..].iter().take_while(|link| link.span.start < block.span.end).take(MOST);
    let apart = own.filter(|link| !file.slice(link.span).contains(&link.address));
    apart.map(|link| Name { span: link.span, text: link.address.clone() }).collect()
}

fn text_of_note(file: &File, block: &Block) -> Citation {
    const LONGEST: usize = 4000;
    let end = (block.span.end as usize).min(block.span.start as usize + LONGEST);
    let read = file.span(block.span.start as usize..file.text().floor_char_boundary(end));
    Citation {
        keys: names(file, keys(file.text(), read.range())),
        addresses: names(file, written(file.text(), read.range())),
        prose: vec![read],
        ..Citation::new(block.span, Form::NoteText)
    }
}
