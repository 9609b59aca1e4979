//! The marks of notes that a page does not have, and what a site's editors raise into its text: a saved extract keeps `[7]` and
//! `[citation needed]`, which nobody wrote into the sentence.
//!
//! Takes the tree of a page with the nodes that are kept, and lets go of these.

use super::notes::{Notes, label, outer};
use super::tree::Tree;

/// Lets go of marks that lead to nothing, and of brackets that stand raised.
pub(super) fn drop_stray(tree: &Tree, raw: &str, notes: &Notes, keep: &mut [bool]) {
    for node in 1..tree.nodes.len() {
        let mark = match tree.nodes[node].name {
            "a" => leads_nowhere(tree, raw, node).then(|| outer(tree, raw, node)),
            "sup" => is_bracketed(&tree.text(raw, node)).then_some(node),
            _ => None,
        };
        let Some(mark) = mark else { continue };
        let within = mark..tree.nodes[mark].end as usize;
        // The mark of a note that the page has is written as one.
        if !within.clone().any(|node| notes.marks.contains_key(&node))
            && !tree.above(mark).any(|node| notes.marks.contains_key(&node))
        {
            keep[within].fill(false);
        }
    }
}

/// Whether a link looks like the mark of a note and leads to a place of the page that is not there.
fn leads_nowhere(tree: &Tree, raw: &str, link: usize) -> bool {
    let to_place =
        tree.attribute(link, "href").is_some_and(|address| address.len() > 1 && address.starts_with('#'));
    if !to_place || tree.target(link).is_some() {
        return false;
    }
    let text = tree.text(raw, link);
    // A letter may be a word.
    text.contains(|c: char| c.is_ascii_digit() || "*†‡§¶".contains(c)) && label(&text).is_some()
}

/// Whether a raised text stands in square brackets: `[7]`, `[citation needed]`.
fn is_bracketed(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 60 && text.starts_with('[') && text.ends_with(']')
}
