//! The XML of an office document as a run of tags and words, each tag with the vocabulary that it is of.
//!
//! Takes a part's text, or a stretch of it, and hands on events. No entity but those of XML itself is known, so none can be
//! expanded into more than it is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::load::archive::REMEDY;
use crate::load::decode::Fault;

/// The vocabulary of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// Word's own.
    Word,
    /// What stands in several forms for programs of several ages.
    Compatibility,
    /// Math.
    Math,
    Other,
}

/// A tag or words.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Open(Vocabulary, &'static str, Tag<'a>),
    Close(Vocabulary, &'static str),
    Words(Cow<'a, str>),
}

/// An opening tag.
#[derive(Debug)]
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// An attribute by its name without its vocabulary; empty where there is none.
    pub fn value(&self, name: &str) -> Cow<'_, str> {
        self.get(name).unwrap_or_default()
    }

    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        let found =
            attributes.with_checks(false).flatten().find(|attribute| local(attribute.key.0).1 == name)?;
        let plain = found.normalized_value(XmlVersion::Implicit1_0).map(Cow::into_owned);
        Some(Cow::Owned(plain.unwrap_or_else(|_| found.value.clone().into_owned())))
    }

    /// Whether a property is on: it is there, and does not say that it is off.
    pub fn is_on(&self) -> bool {
        !matches!(&*self.value("val"), "0" | "false" | "off" | "none")
    }
}

/// The tags that mean something to this reader, sorted.
const KNOWN: &[&str] = &[
    "AlternateContent",
    "Choice",
    "Fallback",
    "Relationship",
    "basedOn",
    "br",
    "comment",
    "commentRangeStart",
    "commentReference",
    "cr",
    "creator",
    "del",
    "endnote",
    "endnoteReference",
    "fldChar",
    "fldSimple",
    "footnote",
    "footnoteReference",
    "hyperlink",
    "ind",
    "instrText",
    "lvlText",
    "moveFrom",
    "name",
    "noBreakHyphen",
    "numId",
    "numPr",
    "oMath",
    "outlineLvl",
    "p",
    "pPr",
    "pPrChange",
    "pStyle",
    "position",
    "ptab",
    "r",
    "rPr",
    "rPrChange",
    "rStyle",
    "rt",
    "sdt",
    "sdtContent",
    "sdtPr",
    "sectPr",
    "softHyphen",
    "style",
    "sym",
    "t",
    "tab",
    "tag",
    "tbl",
    "tblGrid",
    "tblPr",
    "tc",
    "tcPr",
    "title",
    "tr",
    "trPr",
    "txbxContent",
    "vanish",
    "vertAlign",
];

/// A stretch of a part's XML that is being read.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    base: usize,
    prefixes: Rc<HashMap<String, Vocabulary>>,
}

impl<'a> Xml<'a> {
    /// A whole part.
    pub fn of(text: &'a str) -> Xml<'a> {
        Xml { prefixes: Rc::new(prefixes(text)), ..Xml::stretch(text, 0..text.len(), Rc::default()) }
    }

    /// A stretch of the same part.
    pub fn within(&self, range: Range<usize>) -> Xml<'a> {
        Xml::stretch(self.text, range, Rc::clone(&self.prefixes))
    }

    fn stretch(text: &'a str, range: Range<usize>, prefixes: Rc<HashMap<String, Vocabulary>>) -> Xml<'a> {
        let base = range.start;
        let mut reader = Reader::from_str(&text[range]);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Xml { reader, text, base, prefixes }
    }

    /// How far the part has been read, in bytes.
    pub fn at(&self) -> usize {
        self.base + self.reader.buffer_position() as usize
    }

    /// The next tag or words; none at the end.
    pub fn next(&mut self) -> Result<Option<Piece<'a>>, Fault> {
        loop {
            let event: Event<'a> = self.reader.read_event().map_err(|_| damaged())?;
            return Ok(Some(match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let (prefix, name) = local(tag.name().0);
                    Piece::Open(self.vocabulary(prefix), known(name), Tag(tag.clone()))
                }
                Event::End(tag) => {
                    let (prefix, name) = local(tag.name().0);
                    Piece::Close(self.vocabulary(prefix), known(name))
                }
                Event::Text(words) => Piece::Words(words.into_inner()),
                Event::CData(words) => Piece::Words(words.into_inner()),
                Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                    Ok(Some(c)) => Piece::Words(Cow::Owned(c.to_string())),
                    _ => {
                        let known = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];
                        let name = entity.into_inner();
                        let stands = known.iter().find(|(own, _)| *own == name).map(|(_, stands)| *stands);
                        Piece::Words(Cow::Borrowed(stands.unwrap_or_default()))
                    }
                },
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            }));
        }
    }

    fn vocabulary(&self, prefix: &str) -> Vocabulary {
        self.prefixes.get(prefix).copied().unwrap_or(match prefix {
            "w" => Vocabulary::Word,
            "mc" => Vocabulary::Compatibility,
            "m" => Vocabulary::Math,
            _ => Vocabulary::Other,
        })
    }
}

/// A part that no reader of XML understands.
pub(super) fn damaged() -> Fault {
    Fault::unread("is damaged: a part of it is no XML", REMEDY)
}

/// What the prefixes of a part stand for, as its first tag says.
fn prefixes(text: &str) -> HashMap<String, Vocabulary> {
    let mut prefixes = HashMap::new();
    let mut reader = Reader::from_str(text);
    while let Ok(event) = reader.read_event() {
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        for attribute in tag.attributes().with_checks(false).flatten() {
            let prefix = match attribute.key.0.split_once(':') {
                Some(("xmlns", prefix)) => prefix,
                None if attribute.key.0 == "xmlns" => "",
                _ => continue,
            };
            let vocabulary = match &*attribute.value {
                uri if uri.contains("wordprocessingml") && uri.ends_with("/main") => Vocabulary::Word,
                uri if uri.contains("markup-compatibility") => Vocabulary::Compatibility,
                uri if uri.ends_with("/math") => Vocabulary::Math,
                _ => Vocabulary::Other,
            };
            prefixes.insert(prefix.to_owned(), vocabulary);
        }
        break;
    }
    prefixes
}

/// A name's prefix, and the name without it.
fn local(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// A name as the list above has it; empty for one that means nothing here.
fn known(name: &str) -> &'static str {
    KNOWN.binary_search(&name).map_or("", |at| KNOWN[at])
}
