//! Web pages: HTML as sites, word processors and converters write it.
//!
//! Takes the text of a page and hands on its prose in blocks, every run of words with the bytes that it stands for, and what the
//! page says of itself. What of a page is prose, and what stands round it, `article` tells.

mod about;
mod article;
mod charset;
mod code;
mod notes;
mod stray;
mod token;
mod tree;
mod write;

use std::sync::Arc;

#[cfg(feature = "office")]
pub(super) use self::about::doi;
pub(super) use self::charset::declared;
#[cfg(feature = "office")]
pub(super) use self::tree::resolved;
use super::build::{Build, Extracted};
use super::decode::Fault;
use crate::file::origin::{Notation, Raw};

/// Takes the prose out of a page. Linear in its length.
pub(super) fn read(raw: String) -> Result<Extracted, Fault> {
    let raw = Arc::new(Raw::new(raw));
    let text = &raw.text;
    let xml = text.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml");
    let tree = tree::tree(text, xml).ok_or_else(too_many)?;
    let mut build = Build::mapped();
    let seen = put(&tree, text, &mut build);
    if build.len() == 0 || !seen {
        return Err(nothing(&tree, text));
    }
    *build.about() = about::about(&tree, text);
    Ok(build.finish_mapped(Arc::clone(&raw), Notation::Html))
}

/// Puts the prose of a tree together, and says whether there is any.
fn put(tree: &tree::Tree, text: &str, build: &mut Build) -> bool {
    let notes = notes::notes(tree, text);
    let mut keep = article::kept(tree, text);
    article::keep_notes(tree, &notes, &mut keep);
    stray::drop_stray(tree, text, &notes, &mut keep);
    write::write(tree, text, &keep, &notes, build);
    let words = |node: &tree::Node| {
        node.kind == tree::Kind::Text
            && !text[node.from.start as usize..node.from.end as usize].trim().is_empty()
    };
    tree.nodes.iter().zip(&keep).any(|(node, kept)| *kept && words(node))
}

/// A document of a book.
#[cfg(feature = "office")]
pub(super) struct Part {
    /// Where it stands in the text of all.
    pub range: std::ops::Range<usize>,
    /// Its path, by which links lead to it.
    pub address: String,
    /// Whether it is read only for the notes that others refer to.
    pub notes_alone: bool,
}

/// Puts the words of a book together: those of all of its documents but for what leads through it.
#[cfg(feature = "office")]
pub(super) fn put_book(text: &str, parts: &[Part], build: &mut Build) -> Result<(), Fault> {
    let documents: Vec<_> = parts.iter().map(|part| (part.range.clone(), part.address.as_str())).collect();
    let tree = tree::documents(text, &documents, true).ok_or_else(too_many)?;
    let notes = notes::notes(&tree, text);
    let mut keep = article::whole(&tree, text);
    for (node, own) in tree.nodes.iter().enumerate() {
        let part = parts.partition_point(|part| part.range.end <= own.from.start as usize);
        keep[node] &= parts.get(part).is_some_and(|part| !part.notes_alone);
    }
    article::keep_notes(&tree, &notes, &mut keep);
    stray::drop_stray(&tree, text, &notes, &mut keep);
    write::write(&tree, text, &keep, &notes, build);
    Ok(())
}

fn too_many() -> Fault {
    Fault::unread(
        format!("has more than {} tags and texts, which is no page to be read", tree::MOST),
        "give its text beside it as .txt: `{path}` is not read then",
    )
}

/// Why a page has no prose.
fn nothing(tree: &tree::Tree, text: &str) -> Fault {
    let scripts = tree.nodes.iter().any(|node| node.name == "script");
    let tagged = tree.nodes.iter().any(|node| !node.name.is_empty());
    if scripts {
        return Fault::unread(
            "holds no prose: it is a page that a script fills in",
            "open it in a browser and save it as a complete page, or print it to PDF",
        );
    }
    if !tagged && text.chars().any(char::is_control) {
        return Fault::unread("is no web page", "see what `{path}` is, and save the page anew");
    }
    Fault::Empty
}

#[cfg(test)]
mod tests;
