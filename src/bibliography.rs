//! The entries of a bibliography: keys, titles, authors, dates and the files that hold their texts.
//!
//! Takes a `File` in BibTeX, BibLaTeX, CSL-JSON, CSL-YAML or Hayagriva's YAML, and hands on its entries and a finding for
//! each that is broken. An entry with a key is kept however broken it is, with what could be read of it, so that one slip
//! makes no citation unknown.

mod author;
mod bib;
mod csl;
mod fault;
mod files;
mod hayagriva;
mod item;
mod json;
mod latex;
mod matter;
mod scan;
mod sniff;
mod tree;
mod yaml;

use std::ops::Range;

pub use author::Author;
pub use matter::{FrontMatter, fenced, front_matter};
pub use sniff::{Notation, is_bibliography, notation};

use self::fault::Fault;
use self::item::Item;
use crate::file::{File, Span};
use crate::finding::{Finding, Label, Severity};
use crate::page;

/// One entry of a bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The citation key, as written.
    pub key: String,
    /// Where the key stands in its bibliography.
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
    /// The paths of its files as written, with `/`; relative ones start from the bibliography's folder.
    pub files: Vec<String>,
}

impl Entry {
    /// The year of its date: the first four digits in it that stand alone.
    pub fn year(&self) -> Option<&str> {
        self.date.as_deref().and_then(year)
    }

    /// Whether it is a key and nothing else.
    fn says_nothing(&self) -> bool {
        let Entry { title, publication, date, url, doi, .. } = self;
        [title, publication, date, url, doi].iter().all(|field| field.is_none()) && self.authors.is_empty()
    }
}

/// The year of a date as it is written: the first four digits that stand alone.
pub fn year(date: &str) -> Option<&str> {
    date.split(|c: char| !c.is_ascii_digit()).find(|number| number.len() == 4)
}

/// A title with its subtitle.
fn titled(title: Option<String>, subtitle: Option<String>) -> Option<String> {
    let (Some(title), Some(subtitle)) = (&title, &subtitle) else { return title.or(subtitle) };
    let colon = if title.ends_with(['?', '!', ':']) { "" } else { ":" };
    Some(format!("{title}{colon} {subtitle}"))
}

/// What is read of a bibliography.
pub type Read = (Vec<Entry>, Vec<Finding>);

/// The entries of one bibliography in order, and a finding (`source-unreadable`) for each that is broken. Its path tells
/// which notation it is in. Near linear in its length.
pub fn read(file: &File) -> Read {
    match notation(&file.path) {
        Notation::Bib => read_bib(file),
        Notation::Json => read_items(file, json::items(file.text(), csl::FIELDS, usize::MAX), csl::entry),
        Notation::Yaml => match yaml::items(file.text(), usize::MAX) {
            Some(yaml::Items::Csl(items)) => read_items(file, Some(items), csl::entry),
            Some(yaml::Items::Hayagriva(items)) => read_items(file, Some(items), hayagriva::entry),
            None => read_items(file, None, csl::entry),
        },
    }
}

fn read_bib(file: &File) -> Read {
    let (mut entries, mut findings) = (Vec::new(), Vec::new());
    for scanned in scan::entries(file.text()) {
        if let Some(fault) = &scanned.fault {
            let nameless = format!("an `@{}` entry", scanned.kind);
            findings.push(finding(file, scanned.key, &nameless, scanned.head.clone(), fault));
        }
        if !scanned.key.is_empty() {
            entries.push(bib::entry(file, &scanned));
        }
    }
    (entries, findings)
}

/// The entries that items are; a file in which nothing has a key is no bibliography.
fn read_items(file: &File, items: Option<Vec<Item>>, entry: fn(&File, &mut Item) -> Option<Entry>) -> Read {
    let (mut entries, mut findings) = (Vec::new(), Vec::new());
    let some = items.as_ref().is_none_or(|items| !items.is_empty());
    for mut item in items.unwrap_or_default() {
        let read = entry(file, &mut item);
        let key = read.as_ref().map_or("", |entry| &entry.key);
        if let Some(fault) = &item.fault {
            findings.push(finding(file, key, "an entry", item.head, fault));
        }
        entries.extend(read);
    }
    if some && entries.iter().all(Entry::says_nothing) {
        entries = Vec::new();
        findings = vec![no_bibliography(file)];
    }
    (entries, findings)
}

/// The finding for an entry that is broken; without a key it goes by the words for one that is nameless.
fn finding(file: &File, key: &str, nameless: &str, head: Range<usize>, fault: &Fault) -> Finding {
    let (name, kept) = match key {
        "" => (nameless.to_owned(), "it is left out"),
        key => (format!("the entry `{key}`"), "what could be read of it is used"),
    };
    let related = match fault.at.start > head.end || fault.at.end < head.start {
        true => vec![label(file, fault.at.clone(), "it breaks here")],
        false => Vec::new(),
    };
    let message = format!("{name} of `{}` is broken: {}", file.path, fault.what);
    let finding = page::SOURCE_UNREADABLE.finding(message, label(file, head, kept));
    Finding { severity: Severity::Warning, related, help: vec![fault.remedy.to_string()], ..finding }
}

fn no_bibliography(file: &File) -> Finding {
    let message = format!("`{}` is no bibliography: nothing in it is an entry with a key", file.path);
    let finding = page::SOURCE_UNREADABLE.finding(message, label(file, file.line(1), "not used"));
    let help = match notation(&file.path) {
        Notation::Json => "a list of items in CSL-JSON is read, as Zotero exports it; each has an `id`",
        _ => {
            "entries in Hayagriva's YAML are read, each with its fields below its key; and a list of items in CSL's"
        }
    };
    Finding { severity: Severity::Warning, help: vec![help.to_owned()], ..finding }
}

fn label(file: &File, range: Range<usize>, message: &str) -> Label {
    Label { span: file.span(range), message: message.into(), source: None }
}

#[cfg(test)]
mod tests;
