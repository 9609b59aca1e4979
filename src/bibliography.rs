//! The entries of a `.bib`: keys, titles, authors, dates and the files that hold their texts.
//!
//! Takes a `File` and hands on its entries and a finding for each that is broken. An entry with a key is kept however
//! broken it is, with what could be read of it, so that one slip makes no citation unknown.

mod author;
mod fault;
mod files;
mod latex;
mod scan;

pub use author::Author;

use self::fault::Fault;
use self::scan::Scanned;
use crate::file::{File, Span};
use crate::finding::{Finding, Label, Severity};
use crate::page;

/// One entry of a bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The citation key, as written.
    pub key: String,
    /// Where the key stands in its `.bib`.
    pub span: Span,
    /// The title as text, without markup; a subtitle follows behind a colon.
    pub title: Option<String>,
    /// The title as later citations shorten it.
    pub short_title: Option<String>,
    /// What stands for the work in its field, `BGHZ` or `ICJ 1986`, in place of an author and a title.
    pub shorthand: Option<String>,
    /// The authors; the editors of a work without authors.
    pub authors: Vec<Author>,
    /// As written, `2023-03-03`, `2023-03` or `2023`.
    pub date: Option<String>,
    /// The journal, paper, book, site or body that published it.
    pub publication: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its DOI, as written.
    pub doi: Option<String>,
    /// The paths of its files as written, with `/`; relative ones start from the `.bib`'s folder.
    pub files: Vec<String>,
}

impl Entry {
    /// The year of its date: the first four digits in it that stand alone.
    pub fn year(&self) -> Option<&str> {
        let numbers = self.date.as_deref()?.split(|c: char| !c.is_ascii_digit());
        numbers.into_iter().find(|number| number.len() == 4)
    }
}

/// The entries of one `.bib` in order, and a finding (`source-unreadable`) for each that is broken. Linear in its
/// length.
pub fn read(file: &File) -> (Vec<Entry>, Vec<Finding>) {
    let (mut entries, mut findings) = (Vec::new(), Vec::new());
    for scanned in scan::entries(&file.text) {
        if let Some(fault) = &scanned.fault {
            findings.push(finding(file, &scanned, fault));
        }
        if !scanned.key.is_empty() {
            entries.push(entry(file, &scanned));
        }
    }
    (entries, findings)
}

fn entry(file: &File, scanned: &Scanned) -> Entry {
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
        title: title(raw("title").and_then(text), raw("subtitle").and_then(text)),
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

/// A title with its subtitle.
fn title(title: Option<String>, subtitle: Option<String>) -> Option<String> {
    let (Some(title), Some(subtitle)) = (&title, &subtitle) else { return title.or(subtitle) };
    let colon = if title.ends_with(['?', '!', ':']) { "" } else { ":" };
    Some(format!("{title}{colon} {subtitle}"))
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

fn finding(file: &File, scanned: &Scanned, fault: &Fault) -> Finding {
    let (name, kept) = match scanned.key {
        "" => (format!("an `@{}` entry", scanned.kind), "it is left out"),
        key => (format!("the entry `{key}`"), "what could be read of it is used"),
    };
    let label = |range: std::ops::Range<usize>, message: &str| Label {
        span: file.span(range),
        message: message.into(),
        source: None,
    };
    let place = fault.at.start.max(scanned.head.end);
    let related = match place > scanned.head.end {
        true => vec![label(place..fault.at.end, "it breaks here")],
        false => Vec::new(),
    };
    let message = format!("{name} of `{}` is broken: {}", file.path, fault.what);
    let finding = page::SOURCE_UNREADABLE.finding(message, label(scanned.head.clone(), kept));
    Finding { severity: Severity::Warning, related, help: vec![fault.remedy.to_string()], ..finding }
}

#[cfg(test)]
mod tests;
