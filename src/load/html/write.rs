//! The words of a page, block by block.
//!
//! Takes the tree of a page with the nodes that are kept and the notes, and puts their words into an extract: quotation marks
//! for `<q>`, marks for notes, links, and the comments to this program wherever they stand.

use super::super::build::Build;
use super::code::is_code;
use super::notes::Notes;
use super::token::pieces;
use super::tree::{Kind, Tree, is_block};
use crate::file::extract::{Kind as Block, Mark};
use crate::fold::raised;

/// The number of a page has no more bytes, whatever stands before it.
const LONGEST_NUMBER: usize = 16;

/// Puts the words of a page together.
pub(super) fn write(tree: &Tree, raw: &str, keep: &[bool], notes: &Notes, build: &mut Build) {
    let mut writer = Writer {
        tree,
        raw,
        keep,
        notes,
        build,
        open: Vec::new(),
        kinds: vec![(Block::Paragraph, 0)],
        links: Vec::new(),
        lists: Vec::new(),
        marker: None,
        quoted: 0,
        breaks: 0,
        last: ' ',
        preformatted: 0,
        code: 0,
        raised: 0,
        note: None,
        pages: 0,
    };
    let mut node = 1;
    while node < tree.nodes.len() {
        writer.leave(node);
        node = match tree.nodes[node].kind {
            Kind::Text => {
                if keep[node] {
                    writer.text(node);
                }
                node + 1
            }
            Kind::Comment => {
                writer.comment(node);
                node + 1
            }
            Kind::Element => writer.enter(node),
        };
    }
    writer.leave(usize::MAX);
}

/// What ends with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Block,
    Kind,
    Quote,
    Link,
    List,
    Mark(&'static str),
    Preformatted,
    Code,
    Raised,
    Note,
}

struct Writer<'a> {
    tree: &'a Tree,
    raw: &'a str,
    keep: &'a [bool],
    notes: &'a Notes,
    build: &'a mut Build,
    /// What ends with the open elements, the inmost last.
    open: Vec<(usize, End)>,
    /// What a block is that begins, and its level.
    kinds: Vec<(Block, u8)>,
    links: Vec<String>,
    /// The number of the next item of each open list; none in a list without numbers.
    lists: Vec<Option<i64>>,
    /// What stands before the next block, and where.
    marker: Option<(String, usize)>,
    /// How many quotations are open within one another.
    quoted: usize,
    /// How many lines have ended since the last word.
    breaks: u32,
    /// The last character of the block.
    last: char,
    preformatted: u32,
    code: u32,
    raised: u32,
    note: Option<usize>,
    pages: u32,
}

impl Writer<'_> {
    /// Begins an element, and returns the node that comes next.
    fn enter(&mut self, node: usize) -> usize {
        let own = &self.tree.nodes[node];
        let name = own.name;
        if let Some(&note) = self.notes.marks.get(&node).filter(|_| self.keeps_any(node)) {
            let whole = self.tree.whole(node);
            self.begin();
            self.build.note_mark(&self.notes.notes[note].label, whole);
            self.last = ']';
            return self.skip(node);
        }
        if self.notes.labels.contains(&node) {
            return self.skip(node);
        }
        if self.page(node) {
            return self.skip(node);
        }
        if is_block(name) {
            self.break_block();
            self.open.push((node, End::Block));
        }
        if let Some(&note) = self.notes.parts.get(&node) {
            let label = &self.notes.notes[note];
            if self.note.is_none() && label.parts[0] == node {
                self.build.open_note(&label.label, own.from.start as usize..own.from.end as usize);
            }
            self.note = Some(note);
            self.open.push((node, End::Note));
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.kind(node, Block::Heading, name.as_bytes()[1] - b'0')
            }
            "li" => {
                self.kind(node, Block::Item, 0);
                self.number(node);
            }
            "ol" | "ul" | "menu" | "dir" => self.list(node),
            "tr" if self.note.is_none() => self.build.row(),
            "td" | "th" if self.note.is_none() && !self.is_layout(node) => self.kind(node, Block::Cell, 0),
            "td" | "th" | "dt" | "dd" | "figcaption" | "caption" | "summary" => {
                self.kind(node, Block::Paragraph, 0);
            }
            "blockquote" => {
                self.build.open_quote();
                self.open.push((node, End::Quote));
                self.kind(node, Block::Paragraph, 0);
                self.link(node, "cite");
            }
            "q" => self.quote(node),
            "a" => self.link(node, "href"),
            "br" => self.line_break(node),
            "pre" | "listing" | "xmp" | "plaintext" => {
                if self.preformatted == 0 && is_code(self.tree, self.raw, node) {
                    return self.skip(node);
                }
                self.preformatted += 1;
                self.open.push((node, End::Preformatted));
            }
            "code" | "kbd" | "samp" => {
                self.code += 1;
                self.open.push((node, End::Code));
            }
            "sup" if is_number(&self.tree.text(self.raw, node)) => {
                self.raised += 1;
                self.open.push((node, End::Raised));
            }
            _ => {}
        }
        node + 1
    }

    /// Ends the elements that end before a node.
    fn leave(&mut self, node: usize) {
        while let Some(&(element, end)) = self.open.last() {
            let own = &self.tree.nodes[element];
            if own.end as usize > node {
                return;
            }
            self.open.pop();
            match end {
                End::Block => self.break_block(),
                End::Kind => drop(self.kinds.pop()),
                End::Quote => {
                    self.build.close_quote();
                    self.last = ' ';
                }
                End::Link => {
                    self.links.pop();
                    self.build.close_link();
                    if let Some(outer) = self.links.last() {
                        self.build.open_link(outer);
                    }
                }
                End::List => drop(self.lists.pop()),
                End::Mark(mark) => {
                    self.quoted -= 1;
                    self.build.put(mark, own.close.end as usize..own.close.end as usize);
                    self.last = '”';
                }
                End::Preformatted => self.preformatted -= 1,
                End::Code => self.code -= 1,
                End::Raised => self.raised -= 1,
                End::Note => {
                    let goes_on =
                        self.note.and_then(|note| self.notes.notes[note].parts.last()) != Some(&element);
                    if !goes_on {
                        self.build.close_note();
                        self.note = None;
                    }
                }
            }
        }
    }

    /// Passes over an element but for the comments in it.
    fn skip(&mut self, node: usize) -> usize {
        for within in self.tree.within(node) {
            if self.tree.nodes[within].kind == Kind::Comment {
                self.comment(within);
            }
        }
        self.tree.nodes[node].end as usize
    }

    fn keeps_any(&self, node: usize) -> bool {
        self.tree.within(node).any(|node| self.keep[node])
    }

    fn kind(&mut self, node: usize, kind: Block, level: u8) {
        self.kinds.push((kind, level));
        self.open.push((node, End::Kind));
    }

    fn break_block(&mut self) {
        self.build.close();
        self.breaks = 0;
        self.last = ' ';
    }

    /// Begins a block where words come, if none is open.
    fn begin(&mut self) {
        if !self.build.is_open() {
            if let Some((marker, at)) = self.marker.take().filter(|_| self.note.is_none()) {
                self.build.marker(&marker, at);
            }
            let &(kind, level) = self.kinds.last().unwrap_or(&(Block::Paragraph, 0));
            self.build.open(kind, level);
        }
        self.breaks = 0;
    }

    fn text(&mut self, node: usize) {
        let own = &self.tree.nodes[node];
        if self.notes.labels.contains(&node) {
            return;
        }
        let raw = self.raw;
        pieces(raw, own.from.start as usize..own.from.end as usize, |words, from| {
            let copied = words.len() == from.len() && raw[from.clone()] == *words;
            if self.preformatted > 0 && copied {
                return self.paragraphs(words, from.start);
            }
            self.words(words, from, copied);
        });
    }

    /// Words that stand in lines of their own: an empty line parts paragraphs.
    fn paragraphs(&mut self, words: &str, from: usize) {
        let mut at = 0;
        for line in words.split_inclusive('\n') {
            let empty = line.trim().is_empty();
            // The first and the last line go on in what stands beside.
            if empty && at > 0 && line.ends_with('\n') {
                self.break_block();
            }
            self.words(line, from + at..from + at + line.len(), true);
            at += line.len();
        }
    }

    fn words(&mut self, words: &str, from: std::ops::Range<usize>, copied: bool) {
        match words.trim_end().chars().last() {
            Some(last) => {
                self.begin();
                self.last = last;
            }
            // No block begins with white space of any kind.
            None if !self.build.is_open() => return,
            None => {}
        }
        if words.ends_with(|c: char| c.is_whitespace()) {
            self.last = ' ';
        }
        if copied && self.raised == 0 && self.code == 0 {
            return self.build.copy(words, from.start);
        }
        if !copied {
            let marks = self.code > 0 && words.chars().all(is_mark);
            return self.build.put(if marks { "" } else { words }, from);
        }
        let mut at = from.start;
        let mut utf8 = [0; 4];
        for c in words.chars() {
            let own = at..at + c.len_utf8();
            at = own.end;
            match c {
                '0'..='9' if self.raised > 0 => {
                    self.build.put(raised(c).unwrap_or(c).encode_utf8(&mut utf8), own);
                }
                // The marks of code are no quotation marks.
                c if self.code > 0 && is_mark(c) => {}
                c => self.build.copy(c.encode_utf8(&mut utf8), own.start),
            }
        }
    }

    fn comment(&mut self, node: usize) {
        let own = &self.tree.nodes[node];
        let from = own.from.start as usize;
        let comment = &self.raw[from..own.from.end as usize];
        let inner = comment.strip_prefix("<!--").map(str::trim_start);
        if inner.is_some_and(|inner| inner.starts_with("ibid:")) {
            self.build.comment(comment, from);
        }
    }

    fn line_break(&mut self, node: usize) {
        let own = &self.tree.nodes[node];
        if !self.keep[node] {
            return;
        }
        self.breaks += 1;
        match self.breaks {
            1 => self.build.line_break(own.from.start as usize..own.from.end as usize),
            _ => self.build.close(),
        }
        self.last = ' ';
    }

    fn link(&mut self, node: usize, attribute: &str) {
        let own = &self.tree.nodes[node];
        let Some(address) = self.tree.attribute(node, attribute).map(str::trim) else { return };
        if own.loose || !self.keep[node] || !is_address(address) {
            return;
        }
        self.build.open_link(address);
        self.links.push(address.to_owned());
        self.open.push((node, End::Link));
    }

    /// Begins a quotation, unless its marks are written out.
    fn quote(&mut self, node: usize) {
        let own = &self.tree.nodes[node];
        let text = self.tree.text(self.raw, node);
        let marked = text.starts_with(is_mark) && text.ends_with(is_mark) || is_mark(self.last);
        if own.loose || marked || text.is_empty() || !self.keeps_any(node) {
            return self.link(node, "cite");
        }
        let language = self.language(node);
        let (open, close) = marks(&language, self.quoted);
        self.link(node, "cite");
        self.begin();
        // The mark stands for no words of the file, and no edit takes a tag for it.
        self.build.put(open, own.from.start as usize..own.from.start as usize);
        self.last = '“';
        self.quoted += 1;
        // The closing mark stands within the link.
        self.open.push((node, End::Mark(close)));
    }

    fn language(&self, node: usize) -> String {
        let above = std::iter::once(node).chain(self.tree.above(node));
        let named =
            |node| self.tree.attribute(node, "lang").or_else(|| self.tree.attribute(node, "xml:lang"));
        let language = above.into_iter().find_map(named).unwrap_or_default();
        language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
    }

    fn list(&mut self, node: usize) {
        let number = |name| self.tree.attribute(node, name).and_then(|value| value.trim().parse().ok());
        let numbered = self.tree.nodes[node].name == "ol";
        self.lists.push(numbered.then(|| number("start").unwrap_or(1)));
        self.open.push((node, End::List));
    }

    fn number(&mut self, node: usize) {
        self.marker = None;
        let value = self.tree.attribute(node, "value").and_then(|value| value.trim().parse().ok());
        if let Some(Some(next)) = self.lists.last_mut() {
            let own = value.unwrap_or(*next);
            *next = own.saturating_add(1);
            self.marker = Some((format!("{own}. "), self.tree.nodes[node].from.end as usize));
        }
    }

    /// Begins a page of a book, and says whether the element tells its number and nothing else.
    fn page(&mut self, node: usize) -> bool {
        let is_break = |name| {
            let value = self.tree.attribute(node, name).unwrap_or_default();
            value.split_ascii_whitespace().any(|value| matches!(value, "pagebreak" | "doc-pagebreak"))
        };
        if !(is_break("epub:type") || is_break("role")) {
            return false;
        }
        let shown = ["title", "aria-label"].iter().filter_map(|name| self.tree.attribute(node, name));
        let number = |text: &str| {
            let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
            digits.parse().ok()
        };
        let text = self.tree.text(self.raw, node);
        let printed = shown.chain([text.as_str()]).find_map(number);
        self.pages += 1;
        self.build.anchor(Mark::Page(self.pages, printed));
        text.len() <= LONGEST_NUMBER
    }

    /// Whether a cell is a place of the page's layout, and what stands in it running text.
    fn is_layout(&self, node: usize) -> bool {
        let blocks = self.tree.within(node).filter(|&node| {
            let name = self.tree.nodes[node].name;
            is_block(name) && !matches!(name, "hr" | "div" | "p") || name == "p"
        });
        let mut paragraphs = 0;
        for block in blocks {
            match self.tree.nodes[block].name {
                "p" => paragraphs += 1,
                "h1" | "h2" | "h3" | "h4" | "table" | "blockquote" | "article" | "section" => return true,
                _ => {}
            }
        }
        paragraphs >= 3
    }
}

/// The marks of a quotation within so many others.
fn marks(language: &str, within: usize) -> (&'static str, &'static str) {
    let (outer, inner) = match language {
        "fr" => (("«\u{a0}", "\u{a0}»"), ("“", "”")),
        "it" | "es" | "pt" | "ru" | "uk" | "el" | "no" | "nb" | "nn" | "ca" => (("«", "»"), ("“", "”")),
        "de" | "cs" | "sk" | "sl" | "bg" | "is" => (("„", "“"), ("‚", "‘")),
        "pl" | "hu" | "ro" | "hr" | "nl" => (("„", "”"), ("‚", "’")),
        "sv" | "fi" => (("”", "”"), ("’", "’")),
        "ja" | "zh" => (("「", "」"), ("『", "』")),
        _ => (("“", "”"), ("‘", "’")),
    };
    if within.is_multiple_of(2) { outer } else { inner }
}

fn is_mark(c: char) -> bool {
    "\"'`“”„‟‘’‚‛«»‹›「」『』".contains(c)
}

/// Whether a text that stands raised is a number, or several.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || ", –-".contains(c))
}

/// Whether a link leads to another page or to a file.
fn is_address(address: &str) -> bool {
    let scheme = address.find(':').map(|at| &address[..at]).filter(|scheme| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+')
    });
    let read = scheme.is_none_or(|scheme| {
        ["http", "https", "doi", "file"].iter().any(|own| scheme.eq_ignore_ascii_case(own))
    });
    read && !address.is_empty() && !address.starts_with('#')
}
