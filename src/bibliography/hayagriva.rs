//! What an entry of Hayagriva's YAML says of its work.
//!
//! Takes an `Item` and hands on an `Entry`. What an entry lacks of a date is its parent's, and its publication is the
//! parent's title.

use serde_json::Value;

use super::item::{Item, is_empty, list, member, one_line, text};
use super::{Author, Entry, fault};
use crate::file::File;

/// The fields that an entry may have.
pub(super) const FIELDS: &[&str] = &[
    "abstract",
    "affiliated",
    "archive",
    "archive-location",
    "author",
    "call-number",
    "chapter",
    "date",
    "doi",
    "edition",
    "editor",
    "file",
    "genre",
    "isbn",
    "issn",
    "issue",
    "language",
    "location",
    "note",
    "organization",
    "page-range",
    "page-total",
    "parent",
    "publisher",
    "runtime",
    "serial-number",
    "time-range",
    "title",
    "type",
    "url",
    "volume",
    "volume-total",
];

/// The entry, with what could be read of it; none, if there is no key with fields.
pub(super) fn entry(file: &File, item: &mut Item) -> Option<Entry> {
    let (key, at) = item.key.clone()?;
    if key.is_empty() {
        item.note(fault::no_key(at));
        return None;
    }
    let title = item.text(&["title"]);
    let (title, short_title) = match item.first(&["title"]).map(|field| &field.value) {
        Some(value @ Value::Object(_)) => (
            title.map(|title| unbraced(&title)),
            member(value, "short").or_else(|| member(value, "shorthand")).map(|short| unbraced(&short)),
        ),
        _ => (title.map(|title| unbraced(&title)), None),
    };
    let parents = item.first(&["parent"]).map(|field| list(&field.value).to_vec()).unwrap_or_default();
    let of_parents = |name: &str| parents.iter().find_map(|parent| member(parent, name));
    // A publisher may have a place beside its name.
    let house = item.first(&["publisher"]).and_then(|field| member(&field.value, "name"));
    let body: &[&str] = if house.is_some() { &["organization"] } else { &["organization", "publisher"] };
    let serial = item.first(&["serial-number"]).and_then(|field| member(&field.value, "doi"));
    Some(Entry {
        span: file.span(at),
        title,
        short_title,
        shorthand: None,
        authors: authors(item),
        date: item.text(&["date"]).or_else(|| of_parents("date")),
        publication: of_parents("title")
            .or_else(|| item.text(body))
            .or(house)
            .or_else(|| of_parents("organization"))
            .or_else(|| of_parents("publisher"))
            .map(|publication| unbraced(&publication)),
        url: item.text(&["url"]),
        doi: item.text(&["doi"]).or(serial),
        files: files(item),
        key,
    })
}

/// The files of its text, which Hayagriva has no field for; the one that is read is named as in the other notations.
fn files(item: &Item) -> Vec<String> {
    let field = item.first(&["file"]).map(|field| list(&field.value)).unwrap_or_default();
    field.iter().filter_map(text).flat_map(|paths| super::files::paths(&paths)).collect()
}

/// A text without the braces that keep its letters as they are, and with what they hold.
fn unbraced(text: &str) -> String {
    one_line(&text.replace(['{', '}'], ""))
}

/// The authors, or else the editors.
fn authors(item: &mut Item) -> Vec<Author> {
    let Some(field) = item.first(&["author", "editor"]) else { return Vec::new() };
    let people = match &field.value {
        one @ Value::Object(_) => std::slice::from_ref(one),
        value => list(value),
    };
    let authors: Vec<Author> = people.iter().filter_map(author).collect();
    let lost = people.iter().filter(|person| !is_empty(person)).count() > authors.len();
    let fault = lost.then(|| fault::no_names(field.at.clone(), &field.name));
    if let Some(fault) = fault {
        item.note(fault);
    }
    authors
}

/// A person: parts in a mapping, or `von der Leyen, Ursula` and `Ward, Ann, Jr.`; what has no comma is one name.
fn author(value: &Value) -> Option<Author> {
    let part = |name: &str| member(value, name).unwrap_or_default();
    let author = match value {
        Value::Object(_) if part("given-name").is_empty() && part("prefix").is_empty() => {
            Author::body(&part("name"))
        }
        Value::Object(_) => Author::of(&part("given-name"), &part("prefix"), &part("name"), &part("suffix")),
        value => {
            let name = text(value)?;
            let parts: Vec<&str> = name.split(',').collect();
            match parts.as_slice() {
                [family, given] => Author::of(given, "", family, ""),
                [family, given, suffix, ..] => Author::of(given, "", family, suffix),
                _ => Author::body(&name),
            }
        }
    };
    Some(author).filter(|author| !author.name.is_empty())
}

/// Whether a type is one of Hayagriva's.
pub(super) fn is_type(kind: &str) -> bool {
    TYPES.binary_search(&kind.to_lowercase().as_str()).is_ok()
}

const TYPES: &[&str] = &[
    "anthology",
    "anthos",
    "article",
    "artwork",
    "audio",
    "blog",
    "book",
    "case",
    "chapter",
    "conference",
    "entry",
    "exhibition",
    "legislation",
    "manuscript",
    "misc",
    "newspaper",
    "original",
    "patent",
    "performance",
    "periodical",
    "post",
    "proceedings",
    "reference",
    "report",
    "repository",
    "scene",
    "thesis",
    "thread",
    "tweet",
    "video",
    "web",
];
