//! Fields of a Word document: links, and the citations that reference managers put in.
//!
//! Takes a field's code and hands on where its words lead to: an address, or the sources that Zotero, Mendeley or Word itself
//! cite there. The words that a field shows are the text; what they cite is told beside them, as links are.

use data_encoding::BASE64;
use serde_json::Value;

/// A citation names no more sources.
const MOST: usize = 32;
/// A code longer than this, in bytes, is not read.
const LONGEST: usize = 4 << 20;

/// What a field is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Its words are a link.
    Link(String),
    /// Its words cite sources, each known by several names.
    Cites(Vec<Vec<String>>),
    /// Its words are text.
    Text,
}

/// What a field's code says.
pub(super) fn field(code: &str) -> Field {
    let code = code.trim();
    if code.len() > LONGEST {
        return Field::Text;
    }
    let (name, rest) = code.split_once(char::is_whitespace).unwrap_or((code, ""));
    match name {
        "HYPERLINK" => link(rest),
        "CITATION" => Field::Cites(tagged(rest)),
        "ADDIN" if rest.contains("CSL_CITATION") => match rest.find('{') {
            Some(start) => Field::Cites(managed(&rest[start..])),
            None => Field::Text,
        },
        _ => Field::Text,
    }
}

/// The sources that the tag of a control names, as newer programs than fields have them.
pub(super) fn control(tag: &str) -> Option<Vec<Vec<String>>> {
    let packed = tag.strip_prefix("MENDELEY_CITATION_v3_")?;
    let bytes = BASE64.decode(packed.trim().as_bytes()).ok()?;
    Some(managed(std::str::from_utf8(&bytes).ok()?))
}

/// `HYPERLINK "https://…"`; one with a switch before its address leads to a place in the text.
fn link(rest: &str) -> Field {
    let rest = rest.trim_start();
    match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((address, _)) if !address.is_empty() => Field::Link(address.to_owned()),
        _ => Field::Text,
    }
}

/// Word's own citations, `Ward21 \p 12 \l 1033 \m Hill11`: tags.
fn tagged(rest: &str) -> Vec<Vec<String>> {
    let mut words = rest.split_whitespace();
    let mut tags: Vec<Vec<String>> = words.next().map(|tag| vec![tag.to_owned()]).into_iter().collect();
    while let Some(word) = words.next() {
        if word == "\\m" {
            tags.extend(words.next().map(|tag| vec![tag.to_owned()]));
        }
    }
    tags.retain(|names| !names[0].starts_with('\\'));
    tags.truncate(MOST);
    tags
}

/// The sources of a citation as reference managers store it.
fn managed(json: &str) -> Vec<Vec<String>> {
    // Words may stand behind the object.
    let mut values = serde_json::Deserializer::from_str(json).into_iter::<Value>();
    let Some(Ok(value)) = values.next() else { return Vec::new() };
    let items = value.get("citationItems").and_then(Value::as_array);
    items.into_iter().flatten().take(MOST).map(names).collect()
}

/// What one source is known by: its key, its DOI, its address. An address goes without its scheme, so that one which leads to no
/// source of the project does not say that the words are from elsewhere: what the citation shows may still name one.
fn names(item: &Value) -> Vec<String> {
    let data = item.get("itemData").unwrap_or(&Value::Null);
    let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    let key =
        ["citation-key", "citekey", "citationKey"].iter().map(|name| text(name)).find(|key| !key.is_empty());
    let doi = text("DOI").rsplit_once("doi.org/").map_or(text("DOI"), |(_, doi)| doi);
    let url = text("URL");
    let url = url.split_once("://").map_or(url, |(_, url)| url);
    let mut names: Vec<String> = key.map(str::to_owned).into_iter().collect();
    names.extend((!doi.is_empty()).then(|| format!("doi.org/{doi}")));
    names.extend((!url.is_empty()).then(|| url.to_owned()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_where_its_words_lead() {
        let cites = |all: &[&[&str]]| {
            Field::Cites(
                all.iter().map(|names| names.iter().map(|name| name.to_string()).collect()).collect(),
            )
        };
        let zotero = r#" ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{"id":1,"itemData":{"citation-key":"ward2021","DOI":"https://doi.org/10.1234/x","URL":"http://a.example/b"},"locator":"12"},{"itemData":{}}]} more"#;
        let table = [
            (" HYPERLINK \"https://a.b/c\" \\h ", Field::Link("https://a.b/c".into())),
            ("HYPERLINK \\l \"place\"", Field::Text),
            ("CITATION Ward21 \\p 12 \\l 1033 \\m Hill11", cites(&[&["Ward21"], &["Hill11"]])),
            (zotero, cites(&[&["ward2021", "doi.org/10.1234/x", "a.example/b"], &[]])),
            ("ADDIN CSL_CITATION {\"citationItems\":", cites(&[])),
            ("ADDIN EN.CITE <EndNote>", Field::Text),
            ("PAGEREF _Toc1 \\h", Field::Text),
            ("", Field::Text),
        ];
        for (code, expected) in table {
            assert_eq!(field(code), expected, "{code}");
        }
        let packed = BASE64.encode(br#"{"citationItems":[{"itemData":{"DOI":"10.1/x"}}]}"#);
        assert_eq!(
            control(&format!("MENDELEY_CITATION_v3_{packed}")),
            Some(vec![vec!["doi.org/10.1/x".to_owned()]])
        );
        assert_eq!(control("MENDELEY_CITATION_v3_%"), None);
    }
}
