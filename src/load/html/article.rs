//! Which words of a page are its prose: neither what nobody sees nor navigation, banners, comments, and what else a site puts round a
//! text.
//!
//! Takes the tree of a page and hands on which of its nodes are kept. What is left out has a reason of its own: its
//! element, its role, its name, or that it is a list of links. A page without any of these is kept whole, and so is one of
//! which little would be left.

use super::notes::Notes;
use super::tree::{Kind, Tree, is_block};
use crate::lexicon::{Table, get, pages};

/// A block with as many bytes beside its links is prose.
const PROSE: u32 = 80;
/// What holds so much of the page's prose, in hundredths, is no region around it.
const MOST_OF_A_REGION: u64 = 35;
/// An element that is made for the text holds so much of the prose that is left.
const LEAST_OF_A_BODY: u64 = 70;
/// What holds so much of the prose has all of it, and stray lines stand outside.
const NEARLY_ALL: u64 = 97;
/// And so much of all words that are no links: what is said in short lines is no paragraph of prose.
const LEAST_OF_WORDS: u64 = 50;
const MOST_WORDS: u64 = 85;
/// What stands between a headline and its text is no more than so much of that.
const MOST_BEFORE: u64 = 30;
/// Where less is left of what is seen, the regions were misjudged.
const LEAST_LEFT: u64 = 25;
/// A list of links has so many of its bytes in links.
const LINKS: u64 = 65;

/// An id of more words is made from the heading of its section.
const LONGEST_NAME: usize = 4;

/// How much there is in an element.
#[derive(Clone, Copy, Debug, Default)]
struct Amount {
    /// Bytes without white space.
    seen: u32,
    /// Those of links.
    linked: u32,
    /// Those of blocks that are prose.
    prose: u32,
}

/// The nodes of a page that are kept.
pub(super) fn kept(tree: &Tree, raw: &str) -> Vec<bool> {
    let unseen = unseen(tree, raw);
    let amounts = amounts(tree, raw, &unseen);
    let all = amounts[0];
    let mut out = unseen.clone();
    let mut regions = false;
    for node in 1..tree.nodes.len() {
        if !out[tree.parent(node)] && is_region(tree, node, &amounts, all) {
            out[node] = true;
            regions = true;
        }
        out[node] |= out[tree.parent(node)];
    }
    let mut keep: Vec<bool> = out.iter().map(|out| !out).collect();
    if regions {
        let left = self::amounts(tree, raw, &out);
        // A text on a site stands in an element made for it, or in the smallest one that has nearly all of it.
        let body = body(tree, &left);
        // The headline of a text often stands before it, and its first lines between the two.
        let headline = (1..body).rev().find(|&node| tree.nodes[node].name == "h1" && keep[node]);
        let first = headline.filter(|_| body > 0).unwrap_or(body);
        let between: u32 = (first..body).filter(|&node| keep[node]).map(|node| bytes(tree, raw, node)).sum();
        let near = u64::from(between) * 100 <= u64::from(left[body].seen) * MOST_BEFORE;
        let mut heading = vec![false; tree.nodes.len()];
        for node in 1..tree.nodes.len() {
            heading[node] = heading[tree.parent(node)] || tree.nodes[node].name == "h1";
            let inside = node == body || tree.lies_in(node, body) || near && (first..body).contains(&node);
            keep[node] &= heading[node] || inside;
        }
        let linked = link_lists(tree, &left);
        for node in 1..tree.nodes.len() {
            out[node] |= linked[node] || out[tree.parent(node)];
            keep[node] &= !out[node];
        }
        let gone: Vec<bool> = keep.iter().map(|keep| !keep).collect();
        let kept = self::amounts(tree, raw, &gone)[0];
        if u64::from(kept.prose) * 100 < u64::from(all.prose) * LEAST_LEFT || kept.prose == 0 {
            keep = seen(tree, &unseen);
        }
    }
    keep
}

/// The nodes of a book that are kept: all that are seen, without what leads elsewhere.
#[cfg(feature = "office")]
pub(super) fn whole(tree: &Tree, raw: &str) -> Vec<bool> {
    seen(tree, &unseen(tree, raw))
}

/// Keeps the notes that marks refer to, wherever they stand; some are hidden until a reader asks for them.
pub(super) fn keep_notes(tree: &Tree, notes: &Notes, keep: &mut [bool]) {
    let never = never(tree);
    for &part in notes.notes.iter().flat_map(|note| &note.parts) {
        for node in part..tree.nodes[part].end as usize {
            keep[node] = !never[node];
        }
    }
}

/// Everything that is seen, without what leads elsewhere.
fn seen(tree: &Tree, unseen: &[bool]) -> Vec<bool> {
    let mut out = unseen.to_vec();
    for node in 1..tree.nodes.len() {
        let navigation = tree.nodes[node].name == "nav" || tree.attribute(node, "role") == Some("navigation");
        out[node] |= navigation || out[tree.parent(node)];
    }
    out.iter().map(|out| !out).collect()
}

/// The nodes that nobody sees, or that are no text.
fn unseen(tree: &Tree, raw: &str) -> Vec<bool> {
    let never = never(tree);
    let mut hidden = vec![false; tree.nodes.len()];
    for node in 1..tree.nodes.len() {
        hidden[node] = never[node] || hidden[tree.parent(node)] || is_hidden(tree, node);
    }
    // A page that is hidden until its script has run is seen.
    let seen = |unseen: &[bool]| u64::from(amounts(tree, raw, unseen)[0].prose);
    if hidden != never && seen(&hidden) * 2 < seen(&never) { never } else { hidden }
}

/// The nodes that are no prose wherever they stand.
fn never(tree: &Tree) -> Vec<bool> {
    let mut never = vec![false; tree.nodes.len()];
    for node in 1..tree.nodes.len() {
        never[node] = never[tree.parent(node)] || is_never_prose(tree.nodes[node].name);
    }
    never
}

fn is_never_prose(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "template"
            | "title"
            | "select"
            | "datalist"
            | "option"
            | "optgroup"
            | "button"
            | "textarea"
            | "input"
            | "svg"
            | "annotation"
            | "object"
            | "applet"
            | "audio"
            | "video"
            | "canvas"
            | "iframe"
            | "meter"
            | "progress"
            | "noembed"
            | "noframes"
            | "rp"
            | "rt"
            | "del"
            | "s"
            | "strike"
    )
}

fn is_hidden(tree: &Tree, node: usize) -> bool {
    if tree.nodes[node].name == "noscript" {
        return true;
    }
    let style = tree.attribute(node, "style").unwrap_or_default();
    tree.attribute(node, "hidden").is_some_and(|value| value != "until-found")
        || tree.attribute(node, "aria-hidden") == Some("true")
        || style.contains("none") && {
            let squeezed: String = style.to_ascii_lowercase().split_whitespace().collect();
            squeezed.contains("display:none")
        }
        || style.contains("hidden") && style.replace(' ', "").contains("visibility:hidden")
}

/// How much there is in every element of what is not left out.
fn amounts(tree: &Tree, raw: &str, out: &[bool]) -> Vec<Amount> {
    let count = tree.nodes.len();
    let mut amounts = vec![Amount::default(); count];
    // The block that a node lies in, and whether it lies in a link.
    let mut lies = vec![(0u32, false); count];
    for node in 1..count {
        let own = &tree.nodes[node];
        let (block, linked) = lies[own.parent as usize];
        let link = linked || own.name == "a" && tree.attribute(node, "href").is_some();
        lies[node] = (if is_block(own.name) { node as u32 } else { block }, link);
        if own.kind == Kind::Text && !out[node] {
            let bytes = bytes(tree, raw, node);
            let amount = &mut amounts[block as usize];
            amount.seen += bytes;
            if link {
                amount.linked += bytes;
            }
        }
    }
    for amount in &mut amounts {
        let beside = amount.seen - amount.linked;
        amount.prose = if beside >= PROSE { beside } else { 0 };
    }
    for node in (1..count).rev() {
        let (own, parent) = (amounts[node], tree.parent(node));
        let amount = &mut amounts[parent];
        amount.seen += own.seen;
        amount.linked += own.linked;
        amount.prose += own.prose;
    }
    amounts
}

/// The bytes of a text without white space.
fn bytes(tree: &Tree, raw: &str, node: usize) -> u32 {
    let own = &tree.nodes[node];
    let text = &raw.as_bytes()[own.from.start as usize..own.from.end as usize];
    let seen = || text.iter().filter(|byte| !byte.is_ascii_whitespace()).count() as u32;
    if own.kind == Kind::Text { seen() } else { 0 }
}

/// Whether an element is a region round the text, by what it is or what it is called.
fn is_region(tree: &Tree, node: usize, amounts: &[Amount], all: Amount) -> bool {
    let own = &tree.nodes[node];
    if own.kind != Kind::Element || matches!(own.name, "html" | "body" | "main" | "article" | "h1") {
        return false;
    }
    let amount = amounts[node];
    if u64::from(amount.prose) * 100 > u64::from(all.prose) * MOST_OF_A_REGION {
        return false;
    }
    let in_article =
        || tree.above(node).any(|above| matches!(tree.nodes[above].name, "article" | "main" | "blockquote"));
    let by_element = match own.name {
        "nav" | "dialog" | "menu" | "search" => true,
        "footer" => !in_article() || amount.prose == 0,
        "header" => !in_article() && u64::from(amount.linked) * 100 > u64::from(amount.seen) * 25,
        "aside" => amount.prose == 0 || !in_article(),
        "form" => amount.prose == 0,
        _ => false,
    };
    if by_element {
        return true;
    }
    if tree.attribute(node, "role").is_some_and(|role| get(pages::ROLES, role).is_some()) {
        return true;
    }
    // The words of a sentence that are marked are its own.
    let id = tree.attribute(node, "id").filter(|id| parts(id).len() <= LONGEST_NAME);
    let mut names = tree.attribute(node, "class").into_iter().chain(id);
    is_block(own.name) && names.any(|names| named(names, pages::REGIONS))
}

/// Whether a word of some names, or two that stand side by side, are in a table.
fn named(names: &str, table: &Table) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let words = parts(name);
        let single = words.iter().any(|word| get(table, word).is_some());
        single || words.windows(2).any(|pair| get(table, &pair.concat()).is_some())
    })
}

/// The words of a name: those of `share-bar`, `share_bar` and `shareBar` are two.
fn parts(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || before.is_ascii_lowercase() && c.is_ascii_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The element that the text stands in: the smallest one that is made for it and holds most of the prose, with no other such
/// beside it; and in that, or in the whole page where there is none, the smallest one that holds nearly all.
fn body(tree: &Tree, amounts: &[Amount]) -> usize {
    /// Of so many that lie in one another the smallest is among the last.
    const MOST: usize = 8;
    let prose = |node: usize| u64::from(amounts[node].prose);
    let all = prose(0);
    let made: Vec<usize> =
        (1..tree.nodes.len()).filter(|&node| amounts[node].prose > 0 && is_body(tree, node)).collect();
    let alone = |node: usize| {
        let (mut beside, mut end) = (0, 0);
        for &other in made.iter().filter(|&&other| !tree.lies_in(node, other)) {
            if other >= end && other != node && !tree.lies_in(other, node) {
                beside += prose(other);
                end = tree.nodes[other].end as usize;
            }
        }
        beside * 100 <= all * (100 - NEARLY_ALL)
    };
    let beside_links = |node: usize| u64::from(amounts[node].seen - amounts[node].linked);
    let large = |&&node: &&usize| {
        prose(node) * 100 >= all * LEAST_OF_A_BODY
            && beside_links(node) * 100 >= beside_links(0) * LEAST_OF_WORDS
    };
    let mut body = made.iter().rev().filter(large).take(MOST).copied().find(|&node| alone(node)).unwrap_or(0);
    let (least, words) = (prose(body) * NEARLY_ALL, beside_links(body) * MOST_WORDS);
    // What follows a node in the order of the file and lies in it comes to its smallest part.
    for node in tree.within(body) {
        let holds = prose(node) * 100 >= least && beside_links(node) * 100 >= words;
        if tree.parent(node) == body && is_block(tree.nodes[node].name) && holds {
            body = node;
        }
    }
    body
}

/// Whether an element is made for the text, by what it is or what it is called.
fn is_body(tree: &Tree, node: usize) -> bool {
    matches!(tree.nodes[node].name, "article" | "main")
        || tree.attribute(node, "role").is_some_and(|role| matches!(role, "main" | "article"))
        || tree.attribute(node, "itemprop").is_some_and(|value| value.eq_ignore_ascii_case("articlebody"))
        || tree.attribute(node, "class").is_some_and(|names| named(names, pages::BODIES))
}

/// The elements that are lists of links.
fn link_lists(tree: &Tree, amounts: &[Amount]) -> Vec<bool> {
    let mut lists = vec![false; tree.nodes.len()];
    for node in 1..tree.nodes.len() {
        let amount = amounts[node];
        // Sources that are cited by number stand in a numbered list.
        let may = matches!(tree.nodes[node].name, "ul" | "div" | "section" | "table" | "aside" | "dl");
        lists[node] = may
            && amount.prose == 0
            && amount.seen > 0
            && u64::from(amount.linked) * 100 >= u64::from(amount.seen) * LINKS;
    }
    lists
}
