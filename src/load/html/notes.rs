//! The notes of a page: which links are the marks of notes, and where each note's text stands.
//!
//! Takes the tree of a page and hands on marks and notes. A mark is a short link to a later place of the page, and is known by
//! its role, by standing raised, or by a link that leads back to it: so write Pandoc, Wikipedia, WordPress, LibreOffice,
//! Word, DocBook, Sphinx and Texinfo.

use rustc_hash::{FxHashMap, FxHashSet};

use super::tree::{Kind, Tree, is_block};
use crate::lexicon::{get, pages};

/// The notes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The note that each mark refers to, by the node of the mark.
    pub marks: FxHashMap<usize, usize>,
    /// In the order of their texts.
    pub notes: Vec<Note>,
    /// The nodes that a note's text stands in, each with its note.
    pub parts: FxHashMap<usize, usize>,
    /// The nodes within notes that are their labels, and links back to their marks.
    pub labels: FxHashSet<usize>,
}

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// What its marks show, if no other note goes by it; else its number in the page.
    pub label: String,
    /// The elements of its text.
    pub parts: Vec<usize>,
}

/// A label is no longer, in bytes.
const LONGEST: usize = 12;
/// A note whose label stands in a heading has at most so many paragraphs.
const MOST_PARTS: usize = 8;

/// The notes of a page. Linear, but for the depth of the page.
pub(super) fn notes(tree: &Tree, raw: &str) -> Notes {
    let links: Vec<(usize, usize)> = (1..tree.nodes.len())
        .filter(|&node| tree.nodes[node].name == "a")
        .filter_map(|node| Some((node, tree.target(node)?)))
        .collect();
    let leads: FxHashMap<usize, usize> = links.iter().copied().collect();
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for &(link, target) in &links {
        if target <= link {
            continue;
        }
        let container = container(tree, target);
        let Some(label) = label(&tree.text(raw, link)) else { continue };
        if !tree.lies_in(link, container) && is_mark(tree, raw, link, container, &leads) {
            found.push((outer(tree, raw, link), container, label));
        }
    }
    found.sort_unstable_by_key(|(_, container, _)| *container);
    let containers: Vec<usize> = found.iter().map(|(_, container, _)| *container).collect();
    let mut notes = Notes::default();
    for (mark, container, label) in found {
        if !notes.parts.contains_key(&container) {
            let parts = parts(tree, raw, container, &containers, mark, &leads);
            if parts.is_empty() {
                continue;
            }
            let note = notes.notes.len();
            for &part in &parts {
                notes.parts.insert(part, note);
            }
            notes.parts.insert(container, note);
            notes.notes.push(Note { label, parts });
        }
        notes.marks.insert(mark, notes.parts[&container]);
    }
    for index in 0..notes.notes.len() {
        let note = &notes.notes[index];
        notes.labels.extend(labels(tree, raw, note, &leads));
    }
    notes.parts.retain(|part, note| notes.notes[*note].parts.contains(part));
    let mut taken = FxHashSet::default();
    for (index, note) in notes.notes.iter_mut().enumerate() {
        if !taken.insert(note.label.clone()) {
            note.label = format!("n{}", index + 1);
            taken.insert(note.label.clone());
        }
    }
    notes
}

/// The label that a mark shows: a number, a letter, a sign.
pub(super) fn label(text: &str) -> Option<String> {
    if text.len() > LONGEST + 4 {
        return None;
    }
    let inner = text.trim_matches(|c: char| c.is_whitespace() || "[](){}.:,^".contains(c));
    let inner = inner.rsplit(' ').next().unwrap_or_default();
    let named = text.trim_start_matches('[').split(' ').count() == 1
        || ["note", "n", "fn", "footnote"]
            .iter()
            .any(|word| text.trim_start_matches('[').to_lowercase().starts_with(word));
    let numeral = |c: char| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c');
    let fits = !inner.is_empty()
        && (inner.chars().all(|c| c.is_ascii_digit()) && inner.len() <= 4
            || inner.len() == 1 && inner.chars().all(|c| c.is_ascii_alphabetic())
            || inner.chars().all(numeral)
            || inner.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶' | '#')));
    let plain = |c: char| match c {
        '*' => 's',
        '†' => 'd',
        '‡' => 'D',
        '§' | '¶' | '#' => 'p',
        c => c,
    };
    (fits && named).then(|| inner.chars().map(plain).collect())
}

/// Whether a link is the mark of a note whose text stands in an element.
fn is_mark(tree: &Tree, raw: &str, link: usize, container: usize, leads: &FxHashMap<usize, usize>) -> bool {
    if is_heading(tree.nodes[container].name) && !is_bare(tree, raw, container, leads) {
        return false;
    }
    let around = [Some(link), Some(tree.parent(link))];
    let says =
        |node: usize| {
            ["role", "epub:type"].iter().filter_map(|name| tree.attribute(node, name)).any(|value| {
                value.split_ascii_whitespace().any(|value| get(pages::NOTES, value) == Some("mark"))
            }) || tree.attribute(node, "class").is_some_and(|names| {
                names.split_ascii_whitespace().any(|name| get(pages::NOTES, name) == Some("mark"))
            })
        };
    let raised = |node: usize| tree.nodes[node].name == "sup";
    around.into_iter().flatten().any(|node| says(node) || raised(node))
        || tree.within(link).any(raised)
        || leads_back(tree, link, container, leads)
}

/// Whether a link within an element leads to another link, or to what that stands in alone.
fn leads_back(tree: &Tree, link: usize, container: usize, leads: &FxHashMap<usize, usize>) -> bool {
    /// The link back stands near the beginning or at the end of a note, which has no more nodes than this.
    const MOST: usize = 400;
    let near = |node: usize| {
        node == link
            || tree.lies_in(node, link)
            || tree.lies_in(link, node) && !is_block(tree.nodes[node].name)
            // `<a name="r1"></a><sup><a href="#n1">1</a></sup>`
            || node < link && link - node <= 4 && tree.nodes[node].name == "a"
    };
    (container..tree.nodes[container].end as usize)
        .take(MOST)
        .any(|node| leads.get(&node).is_some_and(|&target| near(target)))
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The block that the place of a note lies in.
fn container(tree: &Tree, target: usize) -> usize {
    let block =
        std::iter::once(target).chain(tree.above(target)).find(|&node| is_block(tree.nodes[node].name));
    let block = block.unwrap_or(target);
    match tree.nodes[block].name {
        "td" | "th" => tree.parent(block),
        // A term has its text beside it, which `parts` takes.
        _ => block,
    }
}

/// The elements that hold the text of a note.
fn parts(
    tree: &Tree,
    raw: &str,
    container: usize,
    containers: &[usize],
    mark: usize,
    leads: &FxHashMap<usize, usize>,
) -> Vec<usize> {
    if matches!(tree.nodes[container].name, "" | "body" | "html" | "main" | "article") {
        return Vec::new();
    }
    if is_bare(tree, raw, container, leads) {
        // The label stands by itself, and the text behind it.
        let end = tree.nodes[tree.parent(container)].end as usize;
        let next = |at: usize| Some(at).filter(|&at| at < end);
        let first = next(tree.nodes[container].end as usize);
        let behind = std::iter::successors(first, |&at| next(tree.nodes[at].end as usize));
        let texts = behind.take_while(|&node| {
            let name = tree.nodes[node].name;
            !is_heading(name) && !matches!(name, "hr" | "dt") && containers.binary_search(&node).is_err()
        });
        return texts.filter(|&node| tree.nodes[node].kind == Kind::Element).take(MOST_PARTS).collect();
    }
    let mut part = container;
    while part > 0 {
        let parent = tree.parent(part);
        let range = tree.within(parent);
        let alone = containers.partition_point(|&other| other < range.end)
            - containers.partition_point(|&other| other < range.start);
        let first = !(range.start..part).any(|node| is_text(tree, raw, node));
        let own = containers.iter().filter(|&&other| other == container).count();
        let may = matches!(tree.nodes[parent].name, "div" | "aside" | "li" | "dd");
        if !may || alone > own || !first || tree.lies_in(mark, parent) {
            break;
        }
        part = parent;
    }
    vec![part]
}

fn is_text(tree: &Tree, raw: &str, node: usize) -> bool {
    let own = &tree.nodes[node];
    own.kind == Kind::Text && !raw[own.from.start as usize..own.from.end as usize].trim().is_empty()
}

/// Whether an element holds a note's label and nothing else.
fn is_bare(tree: &Tree, raw: &str, container: usize, leads: &FxHashMap<usize, usize>) -> bool {
    let text = tree.text(raw, container);
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    let back = tree.within(container).find(|node| leads.get(node).is_some_and(|&target| target < container));
    let back = back.map(|back| tree.text(raw, back)).unwrap_or_default();
    let is_label = |text: &str| text.chars().all(is_sign) || label(text).is_some();
    is_label(&text) || is_label(&back) && text.replacen(&back, "", 1).chars().all(is_sign)
}

/// Whether a character may stand round a label.
fn is_sign(c: char) -> bool {
    c.is_whitespace() || "[](){}.:,^↑↩&#;0123456789".contains(c)
}

/// The nodes of a note that are its label or lead back to its marks.
fn labels(tree: &Tree, raw: &str, note: &Note, leads: &FxHashMap<usize, usize>) -> Vec<usize> {
    let mut labels = Vec::new();
    let mut begun = false;
    for &part in &note.parts {
        let mut node = part;
        while node < tree.nodes[part].end as usize {
            let own = &tree.nodes[node];
            let back = own.name == "a" && leads.get(&node).is_some_and(|&target| target < part);
            let named = tree.attribute(node, "class").is_some_and(|names| {
                names.split_ascii_whitespace().any(|name| get(pages::NOTES, name) == Some("back"))
            });
            if named || back && tree.text(raw, node).chars().count() <= LONGEST {
                labels.push(node);
                node = own.end as usize;
                continue;
            }
            if is_text(tree, raw, node) {
                let text = raw[own.from.start as usize..own.from.end as usize].trim();
                // Brackets and commas stand round the links.
                let is_label = !begun
                    && (text.len() <= 5 && text.chars().all(is_sign)
                        || label(text).as_deref() == Some(&note.label));
                if is_label {
                    labels.push(node);
                } else {
                    begun = true;
                }
            }
            node += 1;
        }
    }
    labels
}

/// The mark with what is raised or bracketed together with it.
pub(super) fn outer(tree: &Tree, raw: &str, link: usize) -> usize {
    let parent = tree.parent(link);
    let letters = |text: String| text.chars().filter(|c| !"[](){} ".contains(*c)).collect::<String>();
    let inline = matches!(tree.nodes[parent].name, "sup" | "span" | "b" | "i" | "small" | "font");
    let same = || letters(tree.text(raw, parent)) == letters(tree.text(raw, link));
    if inline && !tree.nodes[parent].loose && same() { parent } else { link }
}
