//! What a page says of itself: its title, authors, date, publication and address.
//!
//! Takes the tree of a page and hands on `About`, from what is written for machines (meta elements, JSON-LD) before what is
//! written for readers.

use serde_json::Value;

use super::tree::{Kind, Tree};
use crate::file::extract::About;

/// A page's data are read no further, in bytes.
const LONGEST: usize = 1 << 20;
/// No page has more authors.
const MOST: usize = 50;

/// What a page says of itself.
pub(super) fn about(tree: &Tree, raw: &str) -> About {
    let mut about = About::default();
    let metas = metas(tree);
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| metas.iter().find(|(own, value)| own == name && !value.is_empty()))
    };
    let first = |names: &[&str]| meta(names).map(|(_, value)| value.clone()).unwrap_or_default();
    let data = works(tree, raw);
    let said = |key: &str| data.iter().find_map(|work| name_of(&work[key])).unwrap_or_default();

    about.publication =
        or(first(&["citation_journal_title", "og:site_name", "dc.publisher", "dcterms.publisher"]), || {
            data.iter().find_map(|work| name_of(&work["publisher"])).unwrap_or_default()
        });
    about.title =
        or(first(&["citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title"]), || {
            said("headline")
        });
    let heading =
        || (1..tree.nodes.len()).find(|&node| tree.nodes[node].name == "h1").map(|node| tree.text(raw, node));
    let title = || {
        (1..tree.nodes.len()).find(|&node| tree.nodes[node].name == "title").map(|node| tree.text(raw, node))
    };
    if about.title.is_empty() {
        let title = title().unwrap_or_default();
        let heading = heading().unwrap_or_default();
        // A site's own name may be its highest heading; then the title of the page begins otherwise.
        about.title = if heading.is_empty() || !title.is_empty() && !title.contains(&heading) {
            title
        } else {
            heading
        };
    }
    about.title = without_site(about.title, &about.publication);
    about.authors = authors(tree, raw, &metas, &data);
    let dates = [
        "citation_publication_date",
        "citation_date",
        "article:published_time",
        "dc.date",
        "dcterms.date",
        "date",
        "pubdate",
    ];
    about.date = or(first(&dates), || said("datePublished"));
    if about.date.is_empty() {
        let time =
            |node: &usize| tree.nodes[*node].name == "time" && tree.attribute(*node, "datetime").is_some();
        let time = (1..tree.nodes.len()).find(time).and_then(|node| tree.attribute(node, "datetime"));
        about.date = time.unwrap_or_default().to_owned();
    }
    let canonical = (1..tree.nodes.len()).find(|&node| {
        tree.nodes[node].name == "link"
            && tree.attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
    });
    let canonical = canonical.and_then(|node| tree.attribute(node, "href")).unwrap_or_default();
    about.url = if is_url(canonical) { canonical.to_owned() } else { first(&["og:url"]) };
    about.doi =
        first(&["citation_doi", "dc.identifier", "dc.identifier.doi", "prism.doi", "bepress_citation_doi"]);
    about.doi = doi(&about.doi).unwrap_or_default();
    about
}

fn or(text: String, other: impl FnOnce() -> String) -> String {
    if text.is_empty() { other() } else { text }
}

/// The DOI in an identifier.
pub(in crate::load) fn doi(text: &str) -> Option<String> {
    let at = text.find("10.")?;
    let doi = text[at..].split_whitespace().next()?;
    (doi.contains('/') && doi.as_bytes().get(3).is_some_and(u8::is_ascii_digit)).then(|| doi.to_owned())
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The meta elements, by their names in small letters.
fn metas(tree: &Tree) -> Vec<(String, String)> {
    let metas = (1..tree.nodes.len()).filter(|&node| tree.nodes[node].name == "meta");
    let named = metas.flat_map(|node| {
        let content = tree.attribute(node, "content").unwrap_or_default().trim();
        let names =
            ["property", "name", "itemprop"].into_iter().filter_map(move |name| tree.attribute(node, name));
        names.map(move |name| (name.to_ascii_lowercase(), content.to_owned()))
    });
    named.collect()
}

/// The works that a page describes as JSON-LD, those that are articles first.
fn works(tree: &Tree, raw: &str) -> Vec<Value> {
    let mut works: Vec<Value> = Vec::new();
    let scripts = (1..tree.nodes.len()).filter(|&node| {
        tree.nodes[node].name == "script"
            && tree
                .attribute(node, "type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
    });
    for script in scripts.take(20) {
        let text = tree.within(script).find(|&node| tree.nodes[node].kind == Kind::Text);
        let Some(text) = text.map(|node| &tree.nodes[node].from) else { continue };
        let text = &raw[text.start as usize..text.end as usize];
        if text.len() > LONGEST {
            continue;
        }
        match serde_json::from_str(text.trim()) {
            Ok(Value::Array(all)) => works.extend(all),
            Ok(Value::Object(mut one)) => match one.remove("@graph") {
                Some(Value::Array(all)) => works.extend(all),
                _ => works.push(Value::Object(one)),
            },
            _ => {}
        }
    }
    let is_article = |work: &Value| {
        let kind = &work["@type"];
        let kinds = kind.as_array().map_or(std::slice::from_ref(kind), Vec::as_slice);
        kinds.iter().filter_map(Value::as_str).any(|kind| {
            kind.ends_with("Article")
                || kind.ends_with("Posting")
                || matches!(kind, "Report" | "Book" | "CreativeWork")
        })
    };
    works.retain(is_article);
    works
}

/// The name of a thing that stands as a string, as an object, or first in a list.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        Value::Object(thing) => thing.get("name").and_then(name_of),
        Value::Array(all) => all.first().and_then(name_of),
        _ => None,
    }
}

/// A title without the name of the site behind it.
fn without_site(title: String, site: &str) -> String {
    for sign in [" | ", " - ", " – ", " — ", " :: ", " » ", " · "] {
        if let Some((own, behind)) = title.rsplit_once(sign)
            && !site.is_empty()
            && behind.trim().eq_ignore_ascii_case(site)
        {
            return own.trim().to_owned();
        }
    }
    title
}

fn authors(tree: &Tree, raw: &str, metas: &[(String, String)], data: &[Value]) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for names in [
        &["citation_author"][..],
        &["author", "article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author"],
    ] {
        for (_, value) in metas.iter().filter(|(name, _)| names.contains(&name.as_str())) {
            add(&mut authors, value);
        }
        if !authors.is_empty() {
            return authors;
        }
    }
    for work in data {
        let author = &work["author"];
        let all = author.as_array().map_or(std::slice::from_ref(author), Vec::as_slice);
        all.iter().filter_map(name_of).for_each(|name| add(&mut authors, &name));
    }
    if authors.is_empty() {
        let is_byline = |node: usize| {
            let has = |name, wanted: &str| {
                tree.attribute(node, name).is_some_and(|value| {
                    value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(wanted))
                })
            };
            has("rel", "author") || has("itemprop", "author")
        };
        let bylines: Vec<usize> = (1..tree.nodes.len()).filter(|&node| is_byline(node)).take(MOST).collect();
        for &node in &bylines {
            let named = tree.within(node).find(|&node| tree.attribute(node, "itemprop") == Some("name"));
            let name = tree.text(raw, named.unwrap_or(node));
            if name.split(' ').count() <= 6 {
                add(&mut authors, &name);
            }
        }
    }
    authors
}

/// Adds an author, unless it is no name.
fn add(authors: &mut Vec<String>, name: &str) {
    /// No name is longer, in bytes.
    const LONGEST: usize = 120;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = ["By ", "by ", "BY "].iter().find_map(|by| name.strip_prefix(by)).unwrap_or(&name);
    let fits = !name.is_empty() && name.len() <= LONGEST && !is_url(name) && !name.starts_with('@');
    if fits && authors.len() < MOST && authors.iter().all(|own| own != name) {
        authors.push(name.to_owned());
    }
}
