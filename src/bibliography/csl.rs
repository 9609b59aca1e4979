//! What an item of CSL says of its work, in JSON or YAML, and what Zotero's items in the JSON of Better BibTeX say.
//!
//! Takes an `Item` and hands on an `Entry`. Names of fields are those of the CSL schema, and those that exporters write.

use serde_json::Value;

use super::item::{Field, Item, KEYS, is_empty, list, member, one_line};
use super::{Author, Entry, fault, files, item};
use crate::file::File;

/// The fields that are read.
pub(super) const FIELDS: &[&str] = &[
    "DOI",
    "URL",
    "attachments",
    "author",
    "blogTitle",
    "bookTitle",
    "citation-key",
    "citationKey",
    "citekey",
    "container-title",
    "creators",
    "date",
    "editor",
    "file",
    "id",
    "institution",
    "issued",
    "itemType",
    "publicationTitle",
    "publisher",
    "shortTitle",
    "title",
    "title-short",
    "type",
    "url",
    "websiteTitle",
];

const TITLES: &[&str] = &["title"];
const SHORT_TITLES: &[&str] = &["title-short", "shortTitle"];
const PUBLICATIONS: &[&str] = &[
    "container-title",
    "publicationTitle",
    "bookTitle",
    "websiteTitle",
    "blogTitle",
    "institution",
    "publisher",
];

/// The entry, with what could be read of it; none without a key.
pub(super) fn entry(file: &File, item: &mut Item) -> Option<Entry> {
    let key = item.first(KEYS).and_then(|field| Some((item::text(&field.value)?, field.at.clone())));
    let Some((key, at)) = key else {
        item.note(fault::no_id(item.head.clone()));
        return None;
    };
    let written = &file.text()[at.clone()];
    let marks = usize::from(written.len() > 1 && written.starts_with(['"', '\'']));
    Some(Entry {
        key,
        span: file.span(at.start + marks..at.end - marks),
        title: item.text(TITLES).map(|title| plain(&title)),
        short_title: item.text(SHORT_TITLES).map(|title| plain(&title)),
        shorthand: None,
        authors: authors(item),
        date: date(item),
        publication: item.text(PUBLICATIONS).map(|publication| plain(&publication)),
        url: item.text(&["URL", "url"]),
        doi: item.text(&["DOI"]),
        files: paths(item),
    })
}

/// A text without the marks that CSL has for italics, small capitals and the like.
fn plain(text: &str) -> String {
    const MARKS: &[&str] = &["i", "b", "sub", "sup", "sc", "span", "em", "strong"];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let tag = &rest[open + 1..];
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let close = tag.bytes().take(100).position(|byte| byte == b'>');
        let is_mark =
            MARKS.contains(&&name[..letters]) && !name[letters..].starts_with(|c| !matches!(c, ' ' | '>'));
        match close.filter(|_| is_mark) {
            Some(close) => {
                plain.push_str(&rest[..open]);
                rest = &tag[close + 1..];
            }
            None => {
                plain.push_str(&rest[..=open]);
                rest = tag;
            }
        }
    }
    plain.push_str(rest);
    one_line(&plain)
}

/// The authors, or else the editors; of Zotero's creators, the authors, or else the first there are.
fn authors(item: &mut Item) -> Vec<Author> {
    let Some(field) = item.first(&["author", "editor", "creators"]) else { return Vec::new() };
    let is_list = matches!(field.value, Value::Array(_) | Value::Object(_));
    let authors = match field.name.as_str() {
        "creators" => creators(&field.value),
        _ => list(&field.value).iter().filter_map(author).collect(),
    };
    let fault = (!is_list).then(|| fault::no_names(field.at.clone(), &field.name));
    if let Some(fault) = fault {
        item.note(fault);
    }
    authors
}

fn author(value: &Value) -> Option<Author> {
    let part = |name: &str| member(value, name).unwrap_or_default();
    let author = match value {
        Value::String(name) => Author::listed(name),
        Value::Object(_) => {
            let (given, family) = (part("given"), part("family"));
            let literal = if given.is_empty() && family.is_empty() { part("literal") } else { String::new() };
            match literal.is_empty() {
                true => {
                    let particle = [part("dropping-particle"), part("non-dropping-particle")].join(" ");
                    // Marks round a family's name keep its particles from being taken off.
                    Author::of(&given, &particle, family.trim_matches('"'), &part("suffix"))
                }
                false => Author::body(&literal),
            }
        }
        _ => return None,
    };
    Some(author).filter(|author| !author.name.is_empty())
}

fn creators(value: &Value) -> Vec<Author> {
    let kind = |creator: &Value| member(creator, "creatorType").unwrap_or_default();
    let first = list(value).first().map(kind).unwrap_or_default();
    let wanted =
        if list(value).iter().any(|creator| kind(creator) == "author") { "author".into() } else { first };
    let name = |creator: &Value| {
        let part = |name: &str| member(creator, name).unwrap_or_default();
        let (given, family, whole) = (part("firstName"), part("lastName"), part("name"));
        let author =
            if whole.is_empty() { Author::of(&given, "", &family, "") } else { Author::body(&whole) };
        Some(author).filter(|author| !author.name.is_empty())
    };
    list(value).iter().filter(|creator| kind(creator) == wanted).filter_map(name).collect()
}

/// The date in the form of BibLaTeX, as far as it is given in numbers.
fn date(item: &mut Item) -> Option<String> {
    let field = item.first(&["issued", "date"])?;
    let date = match &field.value {
        Value::Object(map) => {
            let parts = map.get("date-parts").or_else(|| map.get("date_parts")).map(list).unwrap_or_default();
            let numbers: Vec<String> = parts.iter().map_while(day).collect();
            let words = || ["edtf", "raw", "literal"].iter().find_map(|name| member(&field.value, name));
            let year = || member(&field.value, "year").map(|year| [year, month(&field.value)].concat());
            Some(numbers.join("/")).filter(|date| !date.is_empty()).or_else(words).or_else(year)
        }
        // CSL-YAML has a list with one mapping.
        Value::Array(list) => match list.first().and_then(|first| member(first, "year")) {
            Some(year) => Some([year, month(&list[0])].concat()),
            None => day(&field.value),
        },
        other => item::text(other),
    };
    let fault =
        (date.is_none() && field.value.is_boolean()).then(|| fault::no_date(field.at.clone(), &field.name));
    if let Some(fault) = fault {
        item.note(fault);
    }
    date
}

/// `-03-07` of a mapping with `month` and `day`.
fn month(value: &Value) -> String {
    let part = |name: &str| member(value, name).and_then(|part| part.parse::<u8>().ok());
    match (part("month"), part("day")) {
        (Some(month), Some(day)) => format!("-{month:02}-{day:02}"),
        (Some(month), None) => format!("-{month:02}"),
        (None, _) => String::new(),
    }
}

/// `[2023, 3, 7]` as `2023-03-07`. The year 0 stands for an end that is open.
fn day(parts: &Value) -> Option<String> {
    let number = |value: &Value| item::text(value)?.parse::<i32>().ok();
    let mut parts = list(parts).iter().map_while(number);
    let year = parts.next().filter(|&year| year != 0)?;
    let sign = if year < 0 { "-" } else { "" };
    let rest: String = parts.take(2).map(|part| format!("-{part:02}")).collect();
    Some(format!("{sign}{:04}{rest}", year.unsigned_abs()))
}

/// The files that an exporter names.
fn paths(item: &Item) -> Vec<String> {
    let mut paths = Vec::new();
    if let Some(text) = item.first(&["file"]).and_then(|field| item::text(&field.value)) {
        paths.extend(files::paths(&text));
    }
    let attachments = item.first(&["attachments"]).map(|field| list(&field.value)).unwrap_or_default();
    for attachment in attachments.iter().filter(|attachment| !is_empty(attachment)) {
        let path = ["path", "localPath"].iter().find_map(|name| member(attachment, name));
        let path = path.or_else(|| attachment.as_str().map(str::to_owned));
        paths.extend(path.map(|path| files::plain(&path)).filter(|path| !path.is_empty()));
    }
    paths
}

/// Whether a type is one of CSL's.
pub(super) fn is_type(kind: &str) -> bool {
    TYPES.binary_search(&kind).is_ok()
}

/// Whether a field is one that only CSL's items have.
pub(super) fn tells(field: &Field) -> bool {
    match field.name.as_str() {
        "issued" | "container-title" | "citation-key" | "URL" | "DOI" | "title-short" => true,
        "author" | "editor" => {
            list(&field.value).iter().any(|name| name.get("family").or(name.get("literal")).is_some())
        }
        "creators" => list(&field.value).iter().any(|creator| creator.get("creatorType").is_some()),
        _ => false,
    }
}

const TYPES: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];
