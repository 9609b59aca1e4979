//! What a book lists of itself: its documents in the order in which they are read, and its title, authors and date.
//!
//! Takes the XML of its lists and hands on plain data. No entity but those of XML itself is known, so none can be expanded
//! into more than it is.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::super::archive::REMEDY;
use crate::file::extract::About;
use crate::load::decode::Fault;
use crate::load::html::doi;

/// What the package of a book says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub documents: Vec<Document>,
    pub about: About,
}

/// A document of a book.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Where it lies, as seen from the package.
    pub href: String,
    /// Whether it is read in its place, and not only where something leads to it.
    pub linear: bool,
}

/// A tag or words.
enum Piece {
    Open(String, HashMap<String, String>),
    Words(String),
}

/// A book has no more authors.
const MOST: usize = 50;

impl Package {
    pub fn of(text: &str) -> Result<Package, Fault> {
        let mut package = Package::default();
        let about = &mut package.about;
        let mut items: HashMap<String, (String, bool, bool)> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        let mut spine: Vec<(String, bool)> = Vec::new();
        let mut tables: Vec<String> = Vec::new();
        let mut open = String::new();
        pieces(text, |piece| {
            match piece {
                Piece::Open(name, attributes) => {
                    let value = |name: &str| attributes.get(name).map_or("", String::as_str);
                    match name.as_str() {
                        "item" => {
                            let kind = value("media-type");
                            let is_page = matches!(
                                kind,
                                "application/xhtml+xml" | "text/html" | "text/x-oeb1-document"
                            );
                            let is_table = value("properties").split_whitespace().any(|word| word == "nav");
                            order.push(value("id").to_owned());
                            items.insert(
                                value("id").to_owned(),
                                (value("href").to_owned(), is_page, is_table),
                            );
                        }
                        "itemref" => spine.push((value("idref").to_owned(), value("linear") != "no")),
                        "reference" if value("type") == "toc" => {
                            tables.push(value("href").split('#').next().unwrap_or_default().to_owned());
                        }
                        _ => {}
                    }
                    open = name;
                }
                Piece::Words(words) => {
                    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    let field = match open.as_str() {
                        _ if words.is_empty() => return,
                        "title" => &mut about.title,
                        "publisher" => &mut about.publication,
                        "date" => &mut about.date,
                        "identifier" => {
                            // A number of another kind may begin as a DOI does.
                            let named =
                                words.to_ascii_lowercase().contains("doi") || words.starts_with("10.");
                            if let Some(doi) = doi(&words).filter(|_| named && about.doi.is_empty()) {
                                about.doi = doi;
                            }
                            return;
                        }
                        "creator" => {
                            if about.authors.len() < MOST && !about.authors.contains(&words) {
                                about.authors.push(words);
                            }
                            return;
                        }
                        _ => return,
                    };
                    if field.is_empty() {
                        *field = words;
                    }
                }
            }
        })?;
        // Notes may stand in a document that is read nowhere by itself.
        spine.extend(order.into_iter().map(|id| (id, false)));
        let mut taken = HashSet::new();
        for (id, linear) in spine {
            if let Some((href, true, false)) = items.get(&id)
                && !tables.contains(href)
                && taken.insert(id)
            {
                package.documents.push(Document { href: href.clone(), linear });
            }
        }
        Ok(package)
    }
}

/// The path of the package that a container names.
pub(super) fn root(container: &str) -> Result<Option<String>, Fault> {
    let mut found = None;
    pieces(container, |piece| {
        if let Piece::Open(name, mut attributes) = piece
            && name == "rootfile"
            && found.is_none()
        {
            found = attributes.remove("full-path");
        }
    })?;
    Ok(found.filter(|path| !path.is_empty()))
}

/// The ways in which parts of a book are encrypted.
pub(super) fn algorithms(encryption: &str) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    pieces(encryption, |piece| {
        if let Piece::Open(name, mut attributes) = piece
            && name == "EncryptionMethod"
            && let Some(algorithm) = attributes.remove("Algorithm")
            && !found.contains(&algorithm)
            && found.len() < MOST
        {
            found.push(algorithm);
        }
    })?;
    Ok(found)
}

/// Hands on the tags and words of a list, one at a time.
fn pieces(text: &str, mut take: impl FnMut(Piece)) -> Result<(), Fault> {
    let damaged = |_| Fault::unread("is damaged: what it lists of itself is no XML", REMEDY);
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut words = String::new();
    loop {
        let event = reader.read_event().map_err(damaged)?;
        match &event {
            Event::Text(text) => words.push_str(&text.clone().into_inner()),
            Event::CData(text) => words.push_str(&text.clone().into_inner()),
            Event::GeneralRef(entity) => words.push_str(&stands(entity)),
            _ if !words.is_empty() => take(Piece::Words(std::mem::take(&mut words))),
            _ => {}
        }
        match event {
            Event::Start(tag) | Event::Empty(tag) => take(Piece::Open(local(tag.name().0), attributes(&tag))),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// What an entity stands for; nothing, if it is none of XML's own.
fn stands(entity: &BytesRef) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.into();
    }
    let known = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];
    let name = entity.clone().into_inner();
    known.iter().find(|(own, _)| *own == name).map_or("", |(_, stands)| stands).to_owned()
}

fn attributes(tag: &BytesStart) -> HashMap<String, String> {
    let mut values = HashMap::new();
    for attribute in tag.attributes().with_checks(false).flatten() {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(|value| value.into_owned());
        values.insert(local(attribute.key.0), value.unwrap_or_default());
    }
    values
}

/// A name without its vocabulary.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_owned()
}
