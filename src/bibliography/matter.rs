//! The front matter of a source: what the text itself says of who wrote it, when, and where it was published.
//!
//! Takes a Markdown file and hands on what the YAML at its start says of the work. What is no YAML, or says nothing of it, is no
//! front matter, and nobody is told: it was written for another program.

use std::ops::Range;

use serde_json::Value;

use super::author::Author;
use super::item::{list, member, text};
use super::tree::{Kind, Node, parse};
use crate::file::extract::About;
use crate::file::{File, Format};

/// A front matter longer than this, in bytes, is none.
const LONGEST: usize = 1 << 16;

/// What a source says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The key that it is to be cited by.
    pub key: Option<String>,
    /// The title, with its subtitle.
    pub title: Option<String>,
    /// The title as later citations shorten it.
    pub short_title: Option<String>,
    /// The authors.
    pub authors: Vec<Author>,
    /// The date, as written.
    pub date: Option<String>,
    /// The journal, paper, site or body that published it.
    pub publication: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its DOI, as written.
    pub doi: Option<String>,
}

const KEYS: &[&str] = &["citekey", "cite-key", "citation-key", "bibtex-key"];
const TITLES: &[&str] = &["title"];
const SUBTITLES: &[&str] = &["subtitle"];
const SHORT_TITLES: &[&str] = &["short-title", "shorttitle", "title-short"];
const AUTHORS: &[&str] = &["author", "authors"];
const DATES: &[&str] = &["date", "published", "date-published", "issued", "year"];
const PUBLICATIONS: &[&str] =
    &["publication", "journal", "container-title", "publisher", "site", "site-name", "source"];
const ADDRESSES: &[&str] = &["url", "canonical-url", "source-url", "source"];
const DOIS: &[&str] = &["doi"];

/// What a source says of itself, if it says anything.
pub fn front_matter(file: &File) -> Option<FrontMatter> {
    if let Some(matter) = file.extract().and_then(|extract| stated(&extract.about)) {
        return Some(matter);
    }
    if file.format != Format::Markdown {
        return None;
    }
    let node = parse(file.text(), fenced(file.text())?).ok()?;
    let Node { kind: Kind::Map(members), .. } = node else { return None };
    let fields: Vec<(String, Value)> = members
        .into_iter()
        .map(|member| (member.name.to_lowercase().replace(['_', ' '], "-"), member.node.value()))
        .collect();
    let first = |names: &[&str], fits: fn(&str) -> bool| {
        let of = |name: &&str| fields.iter().find(|(field, _)| field == name);
        names.iter().filter_map(of).filter_map(|(_, value)| text(value)).find(|text| fits(text))
    };
    let any = |names: &[&str]| first(names, |_| true);
    let authors = fields.iter().find(|(name, _)| AUTHORS.contains(&name.as_str()));
    let matter = FrontMatter {
        key: any(KEYS).map(|key| key.trim_start_matches('@').to_owned()).filter(|key| !key.is_empty()),
        title: super::titled(any(TITLES), any(SUBTITLES)),
        short_title: any(SHORT_TITLES),
        authors: authors.map(|(_, value)| self::authors(value)).unwrap_or_default(),
        date: any(DATES),
        publication: first(PUBLICATIONS, |text| !is_address(text)),
        url: first(ADDRESSES, is_address),
        doi: any(DOIS),
    };
    (matter != FrontMatter::default()).then_some(matter)
}

/// What a reader found a file to say of itself.
fn stated(about: &About) -> Option<FrontMatter> {
    let some = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    let matter = FrontMatter {
        key: some(&about.key),
        title: some(&about.title),
        short_title: None,
        authors: about.authors.iter().flat_map(|name| self::authors(&Value::String(name.clone()))).collect(),
        date: some(&about.date),
        publication: some(&about.publication),
        url: some(&about.url).filter(|url| is_address(url)),
        doi: some(&about.doi),
    };
    (matter != FrontMatter::default()).then_some(matter)
}

fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.")
}

/// One author, or a list of them; several in one text are parted by "and", "&" or ";", or by commas between whole names.
fn authors(value: &Value) -> Vec<Author> {
    let mut authors = Vec::new();
    for value in list(value) {
        match value {
            Value::String(names) => {
                let names = names.trim();
                let names = names.strip_prefix("By ").or_else(|| names.strip_prefix("by ")).unwrap_or(names);
                let pieces = names.split(" and ").flat_map(|part| part.split([';', '&']));
                for piece in pieces.map(|piece| piece.trim().trim_end_matches(',')) {
                    let parts: Vec<&str> = piece.split(',').map(str::trim).collect();
                    if parts.len() > 1 && parts.iter().all(|part| part.contains(' ')) {
                        authors.extend(parts.into_iter().map(Author::stated));
                    } else {
                        authors.push(Author::stated(piece));
                    }
                }
            }
            Value::Object(_) => authors.push(person(value)),
            _ => {}
        }
    }
    authors.retain(|author| !author.name.is_empty());
    authors
}

/// An author whose name stands under `name`, as text or in parts, or in parts of its own.
fn person(value: &Value) -> Author {
    let name = value.get("name").filter(|name| name.is_object()).unwrap_or(value);
    let part = |names: &[&str]| names.iter().find_map(|part| member(name, part)).unwrap_or_default();
    let family = part(&["family", "last", "lastname", "family-name"]);
    let whole = part(&["literal", "name"]);
    match family.is_empty() {
        true => Author::stated(&whole),
        false => {
            let particle = part(&["non-dropping-particle", "dropping-particle"]);
            Author::of(
                &part(&["given", "first", "firstname", "given-name"]),
                &particle,
                &family,
                &part(&["suffix"]),
            )
        }
    }
}

/// The bytes between the fences of a text's front matter.
pub fn fenced(text: &str) -> Option<Range<usize>> {
    let fenced = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.len() - fenced.len();
    let first = fenced.split_inclusive('\n').next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut end = start + first.len();
    let begin = end;
    for line in text[begin..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(begin..end);
        }
        end += line.len();
        if end - begin > LONGEST {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::FileId;

    fn matter(text: &str) -> Option<FrontMatter> {
        front_matter(&File::new(FileId(0), "a.md".into(), "UTF-8", Format::Markdown, text.into()))
    }

    fn names(author: &str) -> Vec<(String, String)> {
        let matter = matter(&format!("---\nauthor: {author}\n---\n")).unwrap_or_default();
        matter.authors.into_iter().map(|author| (author.name, author.family)).collect()
    }

    #[test]
    fn a_front_matter_is_read_whole() {
        let read = matter(
            "\u{feff}---\r\nTitle: >\r\n  The Old\r\n  Quay\r\nsubtitle: A History\r\nshort_title: Quay\r\nauthor: Ann Ward\r\ndate: 2021-05-02\r\n\
             publisher: Quay Press\r\njournal: Harbour Gazette\r\nsource: https://x.example/old\r\nDOI: 10.1234/x\r\ncitekey: \"@ward21\"\r\n---\r\nText",
        );
        let matter = read.unwrap();
        assert_eq!(matter.title.as_deref(), Some("The Old Quay: A History"));
        assert_eq!((matter.short_title.as_deref(), matter.key.as_deref()), (Some("Quay"), Some("ward21")));
        assert_eq!(matter.authors, [Author::of("Ann", "", "Ward", "")]);
        assert_eq!(matter.date.as_deref(), Some("2021-05-02"));
        assert_eq!(matter.publication.as_deref(), Some("Harbour Gazette"));
        assert_eq!(matter.url.as_deref(), Some("https://x.example/old"));
        assert_eq!(matter.doi.as_deref(), Some("10.1234/x"));
    }

    #[test]
    fn authors_in_every_form() {
        let of = |names: &[(&str, &str)]| -> Vec<(String, String)> {
            names.iter().map(|&(name, family)| (name.into(), family.into())).collect()
        };
        let both = of(&[("Ann Ward", "Ward"), ("Bo van Low", "van Low")]);
        for written in [
            "Ann Ward and Bo van Low",
            "By Ann Ward & Bo van Low",
            "Ann Ward, Bo van Low",
            "Ward, Ann; van Low, Bo",
            "[Ann Ward, \"van Low, Bo\"]",
            "\n- Ann Ward\n- Bo van Low",
            "\n- name: Ann Ward\n  email: a@b.example\n- family: Low\n  given: Bo\n  non-dropping-particle: van",
            "\n- name: {given: Ann, family: Ward}\n- name:\n    literal: Bo van Low",
        ] {
            assert_eq!(names(written), both, "{written}");
        }
        assert_eq!(names("Port News Agency"), of(&[("Port News Agency", "Port News Agency")]));
        assert_eq!(names("Ward, Ann"), of(&[("Ann Ward", "Ward")]));
        assert_eq!(names("Ann Ward, Bo Low, and Ida Berg").len(), 3);
        for written in ["", "[]", "[[x]]", "{}", "\"\"", "true: x"] {
            assert_eq!(names(written), [], "{written}");
        }
    }

    #[test]
    fn what_says_nothing_is_none() {
        for text in [
            "---\nlayout: page\n---\n",
            "---\ntitle: A: B: C\n---\n",
            "---\n- title\n---\n",
            "title: T\n",
            "---\ntitle: T\n",
            "",
            "---\n---\n",
            "---\nid: x\nsource: \n---\n",
        ] {
            assert_eq!(matter(text), None, "{text}");
        }
    }
}
