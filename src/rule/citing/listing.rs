//! A draft's own list of sources: which entry is a document's, and what one more entry would look like.
//!
//! Takes the entries that the draft lists and hands on their labels, and the edit that adds an entry.

use super::super::Cx;
use super::is_parted;
use super::manner::Habits;
use crate::claim::Citation;
use crate::claim::citation::Form;
use crate::claim::listed::Listed;
use crate::corpus::DocumentId;
use crate::finding::Edit;
use crate::matching::{Named, named};

/// What an entry of the draft's list names.
pub fn names<'a>(cx: &Cx<'a>, entry: &Listed) -> Vec<Named<'a>> {
    let mut citation = Citation::new(entry.said, Form::NoteText);
    citation.prose.push(entry.said);
    named(cx.text, &citation, cx.corpus)
}

/// The number of the entry that names a document and no other, if there is one.
pub fn entry_of(cx: &Cx, habits: &Habits, id: DocumentId) -> Option<u32> {
    let entries = || {
        let its = |listed| Some((only_one(cx, listed)?, number(listed)?));
        // Of two entries of one document the first counts.
        cx.claims.listed.iter().rev().filter_map(its).collect()
    };
    habits.entries.get_or_init(entries).get(&id).copied()
}

/// The one document that an entry names, by its words or by its address.
fn only_one(cx: &Cx, listed: &Listed) -> Option<DocumentId> {
    let mut known: Vec<DocumentId> =
        names(cx, listed).iter().flat_map(|named| named.documents).flatten().copied().collect();
    if known.is_empty() {
        let words = cx.file.slice(listed.said).split(|c: char| c.is_whitespace() || "<>()".contains(c));
        let addresses = words.map(|word| word.trim_end_matches(['.', ',', ';']));
        let known_there = addresses.filter_map(|address| cx.corpus.addressed(address)).flatten();
        known.extend(known_there);
    }
    known.sort_unstable();
    known.dedup();
    let [only] = known.as_slice() else { return None };
    Some(*only)
}

fn number(listed: &Listed) -> Option<u32> {
    listed.label.as_deref()?.parse().ok()
}

/// One more entry behind the last numbered one, and behind `added` others: its number, and the edit that adds it.
pub fn numbered(cx: &Cx, habits: &Habits, said: &str, added: u32) -> Option<(u32, Edit)> {
    let last = cx
        .claims
        .listed
        .iter()
        .filter(|listed| number(listed).is_some())
        .max_by_key(|listed| listed.span.end)?;
    let (text, start) = (cx.file.text(), last.said.start as usize);
    let line = text[..last.span.start as usize].rfind('\n').map_or(0, |end| end + 1);
    let number = cx.claims.listed.iter().filter_map(number).max()?.checked_add(1 + added)?;
    // The marker of the last entry, with another number: "[3] ", "3. ", "- [3] ".
    let marker = &text[line..start];
    let digits = marker.find(|c: char| c.is_ascii_digit())?;
    let behind = marker[digits..].trim_start_matches(|c: char| c.is_ascii_digit());
    let gap = if behind.ends_with(' ') { "" } else { " " };
    let body = text[start..last.said.end as usize].trim_end();
    let at = start + body.len();
    // An empty line parts the entries where one stands between the last and another.
    let follows = |other: &Listed| {
        other.span.end <= last.span.start && text[other.span.end as usize..line].trim().is_empty()
    };
    let parted = is_parted(&text[..line]) && cx.claims.listed.iter().any(follows);
    let between = if parted { "\n\n" } else { "\n" };
    let stop = if body.ends_with('.') { "." } else { "" };
    let entry = format!("{between}{}{number}{behind}{gap}{}{stop}", &marker[..digits], said);
    Some((number, Edit { span: cx.file.span(at..at), replacement: habits.with_breaks(&entry) }))
}
