//! Which notation a bibliography is in, and whether a file that merely lies among the sources is one.
//!
//! Takes a path, or the head of a file. A `.json` or `.yml` may be anything, so that it counts as a bibliography only where
//! its first entries have the types and the fields of one.

use std::path::Path;

use super::item::Item;
use super::{csl, hayagriva, item, json, yaml};

/// So many entries tell what a file is.
const FEW: usize = 5;

/// How a bibliography is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// BibTeX or BibLaTeX.
    Bib,
    /// CSL-JSON, or the JSON of Better BibTeX.
    Json,
    /// Hayagriva's YAML, or CSL-YAML.
    Yaml,
}

/// The notation that a path's extension names.
pub fn notation(path: &str) -> Notation {
    let extension = Path::new(path).extension().unwrap_or_default();
    let is = |name: &str| extension.eq_ignore_ascii_case(name);
    match () {
        () if is("json") => Notation::Json,
        () if is("yml") || is("yaml") => Notation::Yaml,
        () => Notation::Bib,
    }
}

/// Whether the text that a file begins with is that of a bibliography in JSON or YAML. What is cut off at its end does
/// not count.
pub fn is_bibliography(notation: Notation, head: &str) -> bool {
    match notation {
        Notation::Bib => true,
        Notation::Json => json::items(head, csl::FIELDS, FEW).is_some_and(|items| items.iter().any(is_csl)),
        Notation::Yaml => match yaml::items(head, FEW) {
            Some(yaml::Items::Csl(items)) => items.iter().any(is_csl),
            Some(yaml::Items::Hayagriva(items)) => items.iter().any(is_hayagriva),
            None => false,
        },
    }
}

fn is_csl(item: &Item) -> bool {
    let kind = item.first(&["type"]).and_then(|field| item::text(&field.value));
    let zotero = item.first(&["itemType"]).is_some() && item.first(&["creators"]).is_some();
    (zotero || kind.is_some_and(|kind| csl::is_type(&kind)))
        && item.first(item::KEYS).is_some()
        && item.fields.iter().any(csl::tells)
}

fn is_hayagriva(item: &Item) -> bool {
    let kind = item.first(&["type"]).and_then(|field| item::text(&field.value));
    kind.is_some_and(|kind| hayagriva::is_type(&kind))
        && item.first(&["title", "author", "editor", "parent", "date"]).is_some()
}
