//! What an entry of a `.bib` says of its work.
//!
//! Takes an entry as `scan` read it and hands on an `Entry`. Fields are taken as BibLaTeX and BibTeX have them, and as
//! Zotero, JabRef and Mendeley write them.

use super::scan::Scanned;
use super::{Entry, files, latex, titled};
use crate::file::File;

/// The entry, with what could be read of it.
pub(super) fn entry(file: &File, scanned: &Scanned) -> Entry {
    // BibTeX takes the first of two fields with one name.
    let raw = |name: &str| {
        let field = scanned.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    };
    let first = |names: &[&str]| names.iter().find_map(|name| raw(name));
    let howpublished = raw("howpublished");
    let is_link = |value: &&str| value.contains("\\url") || value.trim_start().starts_with("http");
    let is_page = ["online", "electronic", "www", "misc", "webpage"]
        .iter()
        .any(|kind| scanned.kind.eq_ignore_ascii_case(kind));
    let publication = first(&["journaltitle", "journal", "booktitle", "maintitle"])
        .or_else(|| raw("titleaddon").filter(|_| is_page))
        .or_else(|| first(&["organization", "institution", "publisher", "school"]))
        .or_else(|| howpublished.filter(|value| !is_link(value)));
    let url = raw("url").or_else(|| howpublished.filter(is_link));
    Entry {
        key: scanned.key.to_string(),
        span: file.span(scanned.key_range.clone()),
        title: titled(raw("title").and_then(text), raw("subtitle").and_then(text)),
        short_title: raw("shorttitle").and_then(text),
        shorthand: raw("shorthand").and_then(text),
        authors: first(&["author", "editor"]).map(latex::names).unwrap_or_default(),
        date: date(raw),
        publication: publication.and_then(text),
        url: url.map(latex::address).filter(|url| !url.is_empty()),
        doi: raw("doi").map(latex::address).filter(|doi| !doi.is_empty()),
        files: first(&["file", "pdf", "localfile"]).map(files::paths).unwrap_or_default(),
    }
}

/// A field as text, if there is any in it.
fn text(value: &str) -> Option<String> {
    Some(latex::text(value)).filter(|text| !text.is_empty())
}

/// `date`, or what `year`, `month` and `day` make of it.
fn date<'a>(raw: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    if let Some(date) = raw("date") {
        return Some(latex::text(date));
    }
    let mut date = latex::text(raw("year")?);
    if let Some(month) = raw("month").and_then(month) {
        date = format!("{date}-{month:02}");
        let day = raw("day").and_then(|day| day.trim_matches(['{', '}', ' ']).parse::<u8>().ok());
        if let Some(day) = day {
            date = format!("{date}-{day:02}");
        }
    }
    Some(date)
}

/// A month from 1 to 12, from its number or its English name.
fn month(value: &str) -> Option<u8> {
    let value = value.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_lowercase();
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = || names.iter().position(|name| value.starts_with(name)).map(|i| i as u8 + 1);
    value.parse().ok().filter(|month| (1..=12).contains(month)).or_else(named)
}
