//! Reads a page of `ibid trace --format html` as strictly as a browser reads it leniently, and hands on its elements.
//!
//! Tags that cross, attributes without quotes, unknown elements and references that nobody wrote end the test.

use std::collections::{BTreeMap, BTreeSet};

/// The elements that a page is made of.
const ELEMENTS: &[&str] = &[
    "a",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "body",
    "caption",
    "code",
    "del",
    "details",
    "div",
    "fieldset",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "html",
    "input",
    "ins",
    "label",
    "legend",
    "li",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "p",
    "q",
    "rect",
    "script",
    "section",
    "span",
    "style",
    "summary",
    "svg",
    "table",
    "td",
    "th",
    "title",
    "tr",
    "ul",
];
/// Those without a closing tag.
const VOID: &[&str] = &["input", "meta"];

/// A page taken apart.
#[derive(Debug, Default)]
pub struct Page {
    /// Its elements, in order.
    pub elements: Vec<Element>,
    /// The text of each draft, as it stands in the page.
    pub drafts: Vec<String>,
}

/// One element.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// All the text in it.
    pub text: String,
}

impl Element {
    /// An attribute, which is empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Whether it is of a class.
    pub fn is(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|own| own == class)
    }
}

impl Page {
    /// Its elements of a class.
    pub fn of<'a>(&'a self, class: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.is(class))
    }

    /// The one element with an id.
    pub fn at(&self, id: &str) -> &Element {
        let found = self.elements.iter().find(|element| element.get("id") == id);
        found.unwrap_or_else(|| panic!("nothing has the id {id}"))
    }
}

/// Reads a page. Ends the test where it is not as it should be: each id once, every link within the page and to
/// something in it, one style, one script, and no handler, address or style in any tag.
pub fn read(page: &str) -> Page {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    let mut read = Page::default();
    let mut open: Vec<usize> = Vec::new();
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        let text = decoded(&rest[..end]);
        for &element in &open {
            read.elements[element].text.push_str(&text);
        }
        let names = || open.iter().map(|&element| read.elements[element].name.as_str());
        let in_text = open.iter().any(|&element| read.elements[element].is("text"));
        if in_text && !names().any(|name| name == "aside") {
            read.drafts.last_mut().expect("a draft is open").push_str(&text);
        }
        rest = &rest[end..];
        let Some(tag) = rest.strip_prefix('<') else { continue };
        let end = tag.find('>').expect("every tag has its end");
        rest = &tag[end + 1..];
        if let Some(name) = tag[..end].strip_prefix('/') {
            let last = open.pop().expect("something is open");
            assert_eq!(read.elements[last].name, name, "tags cross before {}", &rest[..rest.len().min(80)]);
            continue;
        }
        let element = element(&tag[..end]);
        let name = element.name.clone();
        if element.is("text") {
            read.drafts.push(String::new());
        }
        read.elements.push(element);
        if name == "script" || name == "style" {
            let end = rest.find(&format!("</{name}>")).expect("it is closed");
            read.elements.last_mut().unwrap().text = rest[..end].to_owned();
            rest = &rest[end + name.len() + 3..];
        } else if !VOID.contains(&name.as_str()) {
            open.push(read.elements.len() - 1);
        }
    }
    assert!(open.is_empty(), "some elements are never closed");
    sound(&read);
    read
}

fn sound(page: &Page) {
    for once in ["style", "script", "title", "h1"] {
        assert_eq!(page.elements.iter().filter(|element| element.name == once).count(), 1, "<{once}>");
    }
    let mut ids = BTreeSet::new();
    for element in &page.elements {
        assert!(ELEMENTS.contains(&element.name.as_str()), "<{}>", element.name);
        for attribute in element.attributes.keys() {
            let is_bad = attribute.to_lowercase().starts_with("on")
                || ["src", "style", "action", "srcset"].contains(&attribute.as_str());
            assert!(!is_bad, "<{} {attribute}>", element.name);
        }
        let id = element.get("id");
        assert!(id.is_empty() || ids.insert(id), "two elements have the id {id}");
    }
    for element in &page.elements {
        let described = element.get("aria-describedby");
        let labelled = element.get("aria-labelledby");
        let also = element.get("data-also").split(' ');
        for id in also.chain([described, labelled]).filter(|id| !id.is_empty()) {
            assert!(ids.contains(id), "nothing has the id {id}");
        }
        if let Some(target) = element.attributes.get("href") {
            let id = target.strip_prefix('#').unwrap_or_else(|| panic!("{target} leads elsewhere"));
            assert!(ids.contains(id), "nothing has the id {id}");
        }
    }
}

fn element(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = BTreeMap::new();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (attribute, behind) = rest.split_at(end);
        let (value, behind) = match behind.strip_prefix("=\"") {
            Some(value) => value.split_once('"').expect("a value has its end"),
            None => ("", behind),
        };
        assert!(!behind.starts_with('='), "a value without quotes: {tag}");
        let is_plain = attribute.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        assert!(is_plain && !attribute.is_empty(), "an odd attribute: {tag}");
        attributes.insert(attribute.to_owned(), decoded(value));
        rest = behind.trim_start();
    }
    Element { name: name.to_owned(), attributes, text: String::new() }
}

/// A text with its references resolved.
fn decoded(text: &str) -> String {
    let mut parts = text.split('&');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').expect("a reference has its end");
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            _ => {
                let number = name.strip_prefix('#').and_then(|number| number.parse().ok());
                // A reference to 0, or to one of U+0080 to U+009F, stands for something else.
                let number = number.filter(|number| !matches!(number, 0 | 0x80..=0x9f));
                number.and_then(char::from_u32).unwrap_or_else(|| panic!("&{name};"))
            }
        };
        decoded.push(c);
        decoded.push_str(rest);
    }
    decoded
}
