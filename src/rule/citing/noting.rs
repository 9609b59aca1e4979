//! A new note of a draft: its mark, its text as the other notes have theirs, and where it goes.
//!
//! Takes a document and hands on a citation that names it in a footnote.

use super::super::Cx;
use super::fix::{Cite, is_read_back, said_of};
use super::manner::Habits;
use super::{is_parted, names, written};
use crate::claim::Citation;
use crate::claim::citation::Form;
use crate::corpus::DocumentId;
use crate::finding::Edit;
use crate::matching::By;

/// A footnote that cites a document: its mark, and the note below the last one, or below `added` others that go there.
pub fn note(cx: &Cx, habits: &Habits, id: DocumentId, added: u32) -> Option<Cite> {
    let said = note_text(cx, Form::Note, id)?;
    let label = u64::from(habits.last_note) + 1 + u64::from(added);
    let text = cx.file.text();
    let (at, before) = match cx.claims.notes.labels.as_slice() {
        [] => (text.trim_end().len(), "\n\n"),
        [.., last] => {
            let end = end_of_note(text, last.start as usize);
            // An empty line parts the notes where one parts the last from what stands before it, and that is a note.
            let line = text[..last.start as usize].rfind('\n').map_or(0, |end| end + 1);
            let parted = cx.claims.notes.labels.len() > 1 && is_parted(&text[..line]);
            (end, if parted { "\n\n" } else { "\n" })
        }
    };
    let further = Edit {
        span: cx.file.span(at..at),
        replacement: habits.with_breaks(&format!("{before}[^{label}]: {said}")),
    };
    Some(Cite { text: format!("[^{label}]"), mark: true, further: Some(further) })
}

/// Where the note ends whose label begins somewhere: before an empty line that no indented one follows.
fn end_of_note(text: &str, label: usize) -> usize {
    let (mut end, mut at, mut parted) = (label, label, false);
    for (number, line) in text[label..].split_inclusive('\n').enumerate() {
        let is_empty = line.trim().is_empty();
        let indented = line.starts_with("    ") || line.starts_with('\t');
        let belongs = number == 0 || indented || !(parted || line.trim_start().starts_with("[^"));
        if !is_empty {
            if !belongs {
                break;
            }
            end = at + line.trim_end().len();
        }
        parted = is_empty;
        at += line.len();
    }
    end
}

/// What a note says that names a document, as the draft's other notes of the form do.
pub fn note_text(cx: &Cx, form: Form, id: DocumentId) -> Option<String> {
    let key = &cx.corpus.document(id).key;
    let others = cx.claims.citations.iter().rev().filter(|other| other.form == form);
    let model = others.take(MOST).find_map(|other| Some((other, style(cx, other)?)));
    let (said, model) = match model {
        Some((model, Style::Bracket)) => (Some(format!("[@{}]", written(key))), Some(model)),
        Some((model, Style::At)) => (Some(format!("@{}", written(key))), Some(model)),
        Some((model, Style::Key)) => {
            (Some(key.clone()).filter(|key| is_read_back(cx, key, Form::NoteText, id)), Some(model))
        }
        Some((model, Style::Words)) => (None, Some(model)),
        None => (None, None),
    };
    let said = said.or_else(|| said_of(cx, id))?;
    let stop = model.is_none_or(|model| {
        let last = model.prose.last().map_or("", |prose| cx.file.slice(*prose));
        last.trim_end().ends_with('.')
    });
    Some(if stop { format!("{said}.") } else { said })
}

/// So many notes are looked at for how they name their sources.
const MOST: usize = 20;

/// How a note names its source.
enum Style {
    /// `[@ferrer2021]`
    Bracket,
    /// `@ferrer2021`
    At,
    /// `ferrer2021`
    Key,
    /// `Ana Ferrer, “The Ferry in Winter”, 2021`
    Words,
}

/// How a note names its source, if it names one that is known.
fn style(cx: &Cx, note: &Citation) -> Option<Style> {
    if let Some(key) = note.keys.first() {
        let before = cx.file.text()[..key.span.start as usize].trim_end_matches(['@', '{']);
        return Some(if before.ends_with('[') { Style::Bracket } else { Style::At });
    }
    let names = names(cx, note);
    let known = names.iter().find(|named| named.documents.is_some())?;
    Some(if known.by == By::Key { Style::Key } else { Style::Words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_ends_before_what_does_not_belong_to_it() {
        for (text, expected) in [
            ("[^1]: One.\n", "[^1]: One."),
            ("[^1]: One,\nand more.\n\nTwo.", "[^1]: One,\nand more."),
            ("[^1]: One.\n\n    More.\n\nTwo.", "[^1]: One.\n\n    More."),
            ("[^1]: One.\n[^2]: Two.", "[^1]: One."),
            ("[^1]: One.\r\n\r\nTwo.", "[^1]: One."),
        ] {
            assert_eq!(&text[..end_of_note(text, 2)], expected, "{text:?}");
        }
    }
}
