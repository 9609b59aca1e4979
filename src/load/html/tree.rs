//! The elements of a page as a tree, in the order of the file.
//!
//! Takes tokens and hands on nodes, each with the element that it lies in and where its last descendant stands. End tags
//! that are left out are implied as browsers imply them; what is nested deeper than they nest it lies side by side.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::{Attribute, Token, pieces, tokens};

/// An element, a text or a comment.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// The name of an element; empty for one that is not known, and for texts and comments.
    pub name: &'static str,
    /// The element that it lies in. The first node lies in itself.
    pub parent: u32,
    /// One past its last descendant.
    pub end: u32,
    /// Its bytes in the file; of an element those of its start tag.
    pub from: Range<u32>,
    /// Where its end tag stands, or what implies it.
    pub close: Range<u32>,
    /// Whether it is closed within another element, so that what lies in it may be none of it.
    pub loose: bool,
    attributes: Range<u32>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    Text,
    Comment,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// In the order of the file, so that the descendants of a node follow it. The first stands for the whole.
    pub nodes: Vec<Node>,
    /// The first node of each id, and of each name of an anchor, behind the document's own address and `#`.
    ids: FxHashMap<Box<str>, u32>,
    /// The documents, each with its first node and its address; that of a page is empty.
    documents: Vec<(u32, Box<str>)>,
    attributes: Vec<Attribute>,
}

impl Tree {
    /// The value of an attribute, if the node has it.
    pub fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        let range = &self.nodes[node].attributes;
        let attributes = &self.attributes[range.start as usize..range.end as usize];
        attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| &**value)
    }

    /// Where a link leads to within what was read.
    pub fn target(&self, node: usize) -> Option<usize> {
        let href = self.attribute(node, "href")?;
        let (path, id) = href.split_once('#').filter(|(_, id)| !id.is_empty())?;
        let document = self.documents.partition_point(|(first, _)| *first as usize <= node);
        let own = &*self.documents.get(document.checked_sub(1)?)?.1;
        let path = if path.is_empty() { own.to_owned() } else { resolved(own, path) };
        let find = |id: &str| self.ids.get(format!("{path}#{id}").as_str()).map(|&node| node as usize);
        find(id).or_else(|| find(&unescaped(id)))
    }

    /// The text of a node as it is read, with single spaces.
    pub fn text(&self, raw: &str, node: usize) -> String {
        let mut text = String::new();
        for own in &self.nodes[node..self.nodes[node].end as usize] {
            if own.kind == Kind::Text {
                pieces(raw, own.from.start as usize..own.from.end as usize, |words, _| text.push_str(words));
            }
            if text.len() > LONGEST_TEXT {
                break;
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The nodes within a node, itself left out.
    pub fn within(&self, node: usize) -> Range<usize> {
        node + 1..self.nodes[node].end as usize
    }

    /// The element that a node lies in.
    pub fn parent(&self, node: usize) -> usize {
        self.nodes[node].parent as usize
    }

    /// The elements that a node lies in, from the inmost one.
    pub fn above(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors((node > 0).then(|| self.parent(node)), |&at| (at > 0).then(|| self.parent(at)))
    }

    /// Whether one node lies in another.
    pub fn lies_in(&self, node: usize, other: usize) -> bool {
        self.within(other).contains(&node)
    }

    /// The bytes of an element from its start tag to its end tag.
    pub fn whole(&self, node: usize) -> Range<usize> {
        let node = &self.nodes[node];
        node.from.start as usize..node.close.end.max(node.from.end) as usize
    }
}

/// A page of more nodes is given up: no page that anybody wrote has as many, and each costs memory.
pub(super) const MOST: usize = 4_000_000;

/// Elements are nested no deeper, as in browsers, so that no search among those that are open is long.
const DEEPEST: usize = 512;

/// A heading, a label, a name is read no further, in bytes.
const LONGEST_TEXT: usize = 4_000;

/// The elements that have no end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// The elements that part the text around them, in order.
#[rustfmt::skip]
const BLOCK: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "noembed", "noframes",
    "ol", "optgroup", "option", "p", "plaintext", "pre", "search", "section", "select", "summary", "table", "tbody",
    "td", "template", "textarea", "tfoot", "th", "thead", "title", "tr", "ul", "xmp",
];

/// The elements whose start ends a paragraph.
fn ends_paragraph(name: &str) -> bool {
    is_block(name)
        && !is_part_of_table(name)
        && !matches!(
            name,
            "body" | "head" | "html" | "legend" | "noembed" | "noframes" | "optgroup" | "option"
        )
        && !matches!(name, "select" | "template" | "textarea" | "title")
}

/// Whether an element parts the text around it.
pub(super) fn is_block(name: &str) -> bool {
    BLOCK.binary_search(&name).is_ok()
}

/// The elements that a tag does not reach out of.
fn is_barrier(name: &str) -> bool {
    matches!(
        name,
        "table"
            | "td"
            | "th"
            | "caption"
            | "button"
            | "object"
            | "applet"
            | "marquee"
            | "template"
            | "html"
            | "svg"
            | "math"
    )
}

/// The tree of a page; none where it has too many nodes. In XML an empty tag closes itself.
pub(super) fn tree(raw: &str, xml: bool) -> Option<Tree> {
    documents(raw, &[(0..raw.len(), "")], xml)
}

/// The tree of documents that stand in one text, each with its address; none where they have too many nodes.
pub(in crate::load) fn documents(raw: &str, parts: &[(Range<usize>, &str)], xml: bool) -> Option<Tree> {
    let mut growing = Growing::default();
    growing.push(Kind::Element, "", 0..0);
    growing.open.push(0);
    growing.count.insert("", 1);
    for (range, address) in parts {
        growing.tree.documents.push((growing.tree.nodes.len() as u32, (*address).into()));
        if !growing.document(&raw[..range.end], range.start, xml) {
            return None;
        }
        growing.pop_to(1, range.end..range.end);
    }
    growing.pop_to(0, raw.len()..raw.len());
    Some(growing.tree)
}
#[derive(Default)]
struct Growing {
    tree: Tree,
    /// The open elements, outermost first.
    open: Vec<u32>,
    /// How many of them go by each name.
    count: FxHashMap<&'static str, u32>,
    /// How many elements are open that are nested too deep.
    beyond: u32,
}

impl Growing {
    /// Takes one document, and says whether there is room for it.
    fn document(&mut self, raw: &str, from: usize, xml: bool) -> bool {
        let moved = |range: Range<usize>| range.start + from..range.end + from;
        for token in tokens(&raw[from..], xml) {
            match token {
                Token::Start { name, attributes, closed, range } => {
                    self.start(name, attributes, closed && xml, moved(range));
                }
                Token::End { name, range } => self.end(name, moved(range)),
                Token::Text(range) => {
                    let range = moved(range);
                    if !raw[range.clone()].trim_ascii().is_empty() {
                        self.leave_head("");
                    }
                    self.push(Kind::Text, "", range);
                }
                Token::Comment(range) => {
                    self.push(Kind::Comment, "", moved(range));
                }
            }
            if self.tree.nodes.len() > MOST {
                return false;
            }
        }
        true
    }

    fn push(&mut self, kind: Kind, name: &'static str, range: Range<usize>) -> u32 {
        let at = self.tree.nodes.len() as u32;
        let from = range.start as u32..range.end as u32;
        let close = from.end..from.end;
        let parent = self.open.last().copied().unwrap_or(0);
        let attributes = self.tree.attributes.len() as u32;
        let attributes = attributes..attributes;
        let node = Node { kind, name, parent, end: at + 1, from, close, loose: false, attributes };
        self.tree.nodes.push(node);
        at
    }

    fn name(&self, level: usize) -> &'static str {
        self.tree.nodes[self.open[level] as usize].name
    }

    fn is_open(&self, name: &str) -> bool {
        self.count.get(name).is_some_and(|&count| count > 0)
    }

    /// Ends the open elements from a level on.
    fn pop_to(&mut self, level: usize, close: Range<usize>) {
        let end = self.tree.nodes.len() as u32;
        for at in self.open.drain(level..).rev() {
            let node = &mut self.tree.nodes[at as usize];
            node.end = end;
            if !node.loose {
                node.close = close.start as u32..close.start as u32;
                *self.count.entry(node.name).or_default() -= 1;
            }
        }
        // What was nested too deep has ended with them.
        self.beyond = 0;
    }

    fn start(&mut self, name: &'static str, attributes: Vec<Attribute>, closed: bool, range: Range<usize>) {
        self.leave_head(name);
        if matches!(name, "html" | "body" | "head") && (self.is_open(name) || self.is_open("body")) {
            return;
        }
        self.imply(name, &range);
        let at = self.push(Kind::Element, name, range);
        for (key, value) in &attributes {
            let names = *key == "id" || (*key == "name" && name == "a");
            if names && !value.is_empty() {
                let document = self.tree.documents.last().map_or("", |(_, address)| address);
                self.tree.ids.entry(format!("{document}#{value}").into()).or_insert(at);
            }
        }
        self.tree.attributes.extend(attributes);
        self.tree.nodes[at as usize].attributes.end = self.tree.attributes.len() as u32;
        if closed || VOID.binary_search(&name).is_ok() {
            return;
        }
        if self.open.len() > DEEPEST {
            self.beyond += 1;
            return;
        }
        self.open.push(at);
        *self.count.entry(name).or_default() += 1;
    }

    /// The head ends where something begins that cannot stand in it.
    fn leave_head(&mut self, name: &str) {
        let may =
            ["meta", "link", "title", "script", "style", "base", "noscript", "template", "html", "head"];
        if !self.is_open("head") || may.contains(&name) {
            return;
        }
        if let Some(level) = (0..self.open.len()).rev().find(|&level| self.name(level) == "head") {
            let within = self.open.len() > level + 1
                && matches!(self.name(self.open.len() - 1), "title" | "script" | "style" | "template");
            if !within {
                let at = self.tree.nodes.len();
                let from = self.tree.nodes[at - 1].from.end as usize;
                self.pop_to(level, from..from);
            }
        }
    }

    /// Ends what the start of an element ends.
    fn imply(&mut self, name: &str, range: &Range<usize>) {
        let close = range.start..range.start;
        if ends_paragraph(name)
            && self.is_open("p")
            && let Some(level) = self.find(&["p"], is_barrier)
        {
            self.pop_to(level, close.clone());
        }
        let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let last = self.open.len() - 1;
        if is_heading(name) && is_heading(self.name(last)) {
            self.pop_to(last, close.clone());
        }
        let stops = |name: &str| is_block(name) && !matches!(name, "address" | "div" | "p");
        let within_table = |name: &str| matches!(name, "table" | "template" | "html");
        let level = match name {
            "li" => self.find(&["li"], stops),
            "dt" | "dd" => self.find(&["dt", "dd"], stops),
            "option" | "optgroup" => self.find(&["option"], is_block),
            "td" | "th" => self.find(&["td", "th"], within_table),
            "tr" => self.find(&["tr", "caption", "colgroup"], within_table),
            "tbody" | "thead" | "tfoot" => {
                self.find(&["tbody", "thead", "tfoot", "caption", "colgroup"], within_table)
            }
            "a" => {
                self.end("a", range.start..range.start);
                None
            }
            _ => None,
        };
        if let Some(level) = level {
            self.pop_to(level, close);
        }
    }

    /// The inmost open element of some names, before one that stops the search.
    fn find(&self, names: &[&str], stops: impl Fn(&str) -> bool) -> Option<usize> {
        if !names.iter().any(|name| self.is_open(name)) {
            return None;
        }
        for level in (1..self.open.len()).rev() {
            let node = &self.tree.nodes[self.open[level] as usize];
            if names.contains(&node.name) && !node.loose {
                return Some(level);
            }
            if stops(node.name) {
                return None;
            }
        }
        None
    }

    fn end(&mut self, name: &'static str, range: Range<usize>) {
        if matches!(name, "html" | "body") || (!name.is_empty() && !self.is_open(name)) {
            return;
        }
        if self.beyond > 0 && !range.is_empty() {
            self.beyond -= 1;
            return;
        }
        let inline = !is_block(name);
        let found = self.find(&[name], |other| {
            // The tags of a table reach out of its cells.
            let part = name == "table" || is_part_of_table(name);
            is_barrier(other) && other != name && !(part && other != "table")
        });
        let Some(level) = found else { return };
        let at = self.open[level] as usize;
        let last = self.open.len() - 1;
        if inline && (level + 1..=last).any(|above| is_block(self.name(above))) {
            // A block goes on that began within: `<b>one<p>two</b>three</p>`.
            let node = &mut self.tree.nodes[at];
            node.loose = true;
            node.close = range.start as u32..range.end as u32;
            *self.count.entry(name).or_default() -= 1;
            return;
        }
        self.pop_to(level, range.clone());
        self.tree.nodes[at].close = range.start as u32..range.end as u32;
    }
}

fn is_part_of_table(name: &str) -> bool {
    matches!(name, "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption")
}

/// An address as it stands in a document, from where the document's own address starts.
pub(in crate::load) fn resolved(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = match to.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    let to = unescaped(to);
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// An address without its escapes, `%20`.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let digits =
            behind.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &behind[2..];
            }
            None => {
                bytes.push(byte);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as its elements nest.
    fn nested(raw: &str) -> String {
        fn show(tree: &Tree, raw: &str, node: usize, out: &mut String) {
            let own = &tree.nodes[node];
            match own.kind {
                Kind::Text => out.push_str(raw[own.from.start as usize..own.from.end as usize].trim()),
                Kind::Comment => out.push('!'),
                Kind::Element => {
                    out.push_str(own.name);
                    out.push('(');
                    let children = tree.within(node).filter(|&child| tree.parent(child) == node);
                    children.for_each(|child| show(tree, raw, child, out));
                    out.push(')');
                }
            }
        }
        let tree = tree(raw, false).unwrap();
        let mut out = String::new();
        show(&tree, raw, 0, &mut out);
        out
    }

    #[test]
    fn end_tags_are_implied() {
        let table = [
            ("<p>a<p>b<div>c</div>d", "(p(a)p(b)div(c)d)"),
            ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "(ul(li(a)li(bul(li(c)))li(d))e)"),
            ("<dl><dt>a<dd>b<p>c<dt>d</dl>", "(dl(dt(a)dd(bp(c))dt(d)))"),
            (
                "<table><tr><td>a<td>b<tr><td><table><tr><td>c</table>d</table>e",
                "(table(tr(td(a)td(b))tr(td(table(tr(td(c)))d)))e)",
            ),
            (
                "<html><head><title>t</title><link><body><h1>a<h2>b</h2>c",
                "(html(head(title(t)link())body(h1(a)h2(b)c)))",
            ),
            ("<title>t</title>a<!--c--></p></div>b", "(title(t)a!b)"),
            ("<b>a<p>b</b>c</p>d", "(b(ap(bc)d))"),
            ("<a href=x>a<a href=y>b</a>c", "(a(a)a(b)c)"),
            ("<p>a<br>b<img>c</p><p/>d", "(p(abr()bimg()c)p(d))"),
            ("<div><p>a<table><td>b</p>c</div>d</table>e</div>f", "(div(p(a)table(td(bcd))e)f)"),
        ];
        for (raw, expected) in table {
            assert_eq!(nested(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_million_elements_deep() {
        let raw = format!("{}x{}y", "<div>".repeat(1_000_000), "</div>".repeat(1_000_000));
        let tree = tree(&raw, false).unwrap();
        assert_eq!(tree.nodes.len(), 1_000_003);
        let depth = (0..tree.nodes.len()).map(|node| tree.above(node).take(600).count()).max().unwrap();
        assert!(depth <= DEEPEST + 1, "{depth}");
        let last = tree.nodes.last().unwrap();
        assert_eq!((last.kind, last.parent), (Kind::Text, 0));
    }
}
