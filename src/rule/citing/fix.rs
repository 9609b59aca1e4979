//! Fixes that put the citation of a source into a draft, in the form that the draft uses most.
//!
//! Takes what follows a source and hands on a fix, whose citation is read back as that source and no other; or none, where the
//! source's entry has too little for any of the draft's forms. They add words to the draft, so none is safe to take unread.

use super::super::Cx;
use super::described::{author_year, by_date, in_note, link};
use super::listing::{entry_of, numbered};
use super::manner::{Habits, Manner, Numbers, manner};
use super::noting::{note, note_text};
use super::place::{Stretch, put};
use super::written;
use crate::claim::Citation;
use crate::claim::citation::Form;
use crate::claim::reference::square;
use crate::corpus::DocumentId;
use crate::file::Span;
use crate::finding::{Edit, Fix, Safety};
use crate::matching::{By, named};

/// A citation as text, and what has to be added elsewhere: a note, an entry of a list.
pub struct Cite {
    /// What stands in the running text.
    pub text: String,
    /// Whether it is the mark of a note, or a note.
    pub mark: bool,
    /// What is added elsewhere.
    pub further: Option<Edit>,
}

/// Cites stretches of one sentence, each with its document.
pub fn cite(cx: &Cx, habits: &Habits, stretches: &[(Stretch, DocumentId)]) -> Option<Fix> {
    let mut edits = Vec::new();
    let (mut further, mut titles) = (Vec::new(), Vec::new());
    for &(stretch, id) in stretches {
        let added = further.len() as u32;
        let cited = habits.manners.iter().find_map(|&manner| citation(cx, habits, manner, id, added))?;
        edits.extend(put(cx, habits, stretch, &cited.text, cited.mark));
        further.extend(cited.further);
        titles.push(format!("`{}`", cx.corpus.document(id).key));
    }
    edits.extend(further);
    edits.sort_by_key(|edit| edit.span.start);
    Some(Fix { title: format!("cite {}", titles.join(" and ")), safety: Safety::Unsafe, edits })
}

/// Cites a document in the place of a citation, in its form; none where the citation says more than the source that it names, or
/// where others refer to it as well.
pub fn replaced(cx: &Cx, habits: &Habits, wrong: &Citation, id: DocumentId) -> Option<Fix> {
    let [only] = named(cx.text, wrong, cx.corpus).try_into().ok()?;
    let manner = manner(cx, wrong)?;
    if only.by == By::Words || !wrong.locators.is_empty() {
        return None;
    }
    let written = cx.file.slice(wrong.span);
    let edits = match manner {
        Manner::Note => {
            let shared = |other: &&Citation| other.form == Form::Note && other.prose == wrong.prose;
            let [prose] = wrong.prose.as_slice() else { return None };
            // A note that quotes says more than where the words before it are from.
            let quotes = cx.quotes().any(|(quote, _)| !quote.mention && quote.span.overlaps(*prose));
            let alone = cx.claims.citations.iter().filter(shared).count() == 1 && !quotes;
            vec![Edit { span: *prose, replacement: note_text(cx, Form::Note, id).filter(|_| alone)? }]
        }
        Manner::AuthorYear if wrong.form == Form::Year => return None,
        // Of several numbers one may be right.
        Manner::Number if written.contains([',', ';', '-', '–']) => return None,
        Manner::Number => {
            let (number, further) = list_number(cx, habits, id, 0)?;
            // "(Source 2)": the number alone is another.
            let (span, replacement) = match wrong.keys.as_slice() {
                [key] if cx.file.slice(key.span).is_ascii() => (key.span, number.to_string()),
                _ => (wrong.span, Numbers::of(written).written(number)),
            };
            [Edit { span, replacement }].into_iter().chain(further).collect()
        }
        Manner::AuthorYear | Manner::Dated => {
            let Cite { text, further, .. } = citation(cx, habits, manner, id, 0)?;
            [Edit { span: wrong.span, replacement: text }].into_iter().chain(further).collect()
        }
        Manner::Key | Manner::InlineNote | Manner::Link | Manner::Name => return None,
    };
    let title = format!("cite `{}`", cx.corpus.document(id).key);
    Some(Fix { title, safety: Safety::Unsafe, edits })
}

/// A document's citation in one form. `added` notes or entries of a list are added before it.
fn citation(cx: &Cx, habits: &Habits, manner: Manner, id: DocumentId, added: u32) -> Option<Cite> {
    let plain = |text: String| Cite { text, mark: false, further: None };
    let key = &cx.corpus.document(id).key;
    match manner {
        Manner::Key => Some(plain(format!("[@{}]", written(key)))),
        Manner::Name => {
            let text = format!("[{key}]");
            let is_read = square(&text, 0..text.len()).next() == Some(0..text.len());
            is_read.then(|| plain(text))
        }
        Manner::Note => note(cx, habits, id, added),
        Manner::InlineNote => {
            let said = note_text(cx, Form::InlineNote, id)?;
            (!said.contains(['[', ']']) || said.starts_with("[@")).then(|| Cite {
                text: format!("^[{said}]"),
                mark: true,
                further: None,
            })
        }
        Manner::AuthorYear => Some(author_year(cx, habits, id)?)
            .filter(|said| is_read_back(cx, said, Form::Reference, id))
            .map(|said| plain(format!("({said})"))),
        Manner::Dated => Some(by_date(cx, habits, id)?)
            .filter(|said| is_read_back(cx, said, Form::Reference, id))
            .map(|said| plain(format!("({said})"))),
        Manner::Number => {
            let (number, further) = list_number(cx, habits, id, added)?;
            Some(Cite {
                text: habits.numbers.written(number),
                mark: habits.numbers != Numbers::Bracketed,
                further,
            })
        }
        Manner::Link => link(cx, id).map(|link| plain(format!("({link})"))),
    }
}

/// The number of a document in the draft's own list, and the entry that is added for it where there is none.
fn list_number(cx: &Cx, habits: &Habits, id: DocumentId, added: u32) -> Option<(u32, Option<Edit>)> {
    if let Some(number) = entry_of(cx, habits, id) {
        return Some((number, None));
    }
    if !cx.corpus.numbered.is_empty() {
        let place = cx.corpus.numbered.iter().position(|&known| known == id)?;
        return Some((place as u32 + 1, None));
    }
    numbered(cx, habits, &said_of(cx, id)?, added).map(|(number, edit)| (number, Some(edit)))
}

/// What a note or an entry of a list says of a document: its description, or its key.
pub fn said_of(cx: &Cx, id: DocumentId) -> Option<String> {
    let described = in_note(cx, id).filter(|said| is_read_back(cx, said, Form::NoteText, id));
    let key = &cx.corpus.document(id).key;
    described.or_else(|| Some(key.clone()).filter(|key| is_read_back(cx, key, Form::NoteText, id)))
}

/// Whether a citation that says this names the document and no other.
pub fn is_read_back(cx: &Cx, said: &str, form: Form, id: DocumentId) -> bool {
    let text = format!("({said})");
    let span = |start: usize, end: usize| Span { file: cx.file.id, start: start as u32, end: end as u32 };
    let mut citation = Citation::new(span(0, text.len()), form);
    citation.prose.push(span(1, text.len() - 1));
    let names = named(&text, &citation, cx.corpus);
    let mut known = names.iter().filter(|named| named.by != By::Words).peekable();
    known.peek().is_some() && known.all(|named| named.documents.is_some_and(|documents| documents == [id]))
}
