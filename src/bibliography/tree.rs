//! A stretch of YAML as a tree, every member of a mapping with its place.
//!
//! Takes a text and the range of it that is YAML by itself, and hands on its one node, or why and where it is none. Only the
//! parser's events are read, so nothing is deeper and nothing bigger than is allowed here.

use std::ops::Range;

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, Span};
use serde_json::Value;

/// Values within values deeper than this are nobody's bibliography.
const DEEPEST: usize = 24;
/// How many nodes the aliases of one stretch may stand for.
const MOST_ALIASED: usize = 1000;

/// Why something is no YAML, and where.
pub(super) type Broken = (String, usize);

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub at: Range<usize>,
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Nothing,
    Text(String),
    List(Vec<Node>),
    Map(Vec<Member>),
}

/// A member of a mapping.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub name: String,
    /// Where its name stands.
    pub at: Range<usize>,
    pub node: Node,
}

impl Node {
    /// Whether it is a mapping with a member of a name.
    pub fn has(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Map(members) if members.iter().any(|member| member.name == name))
    }

    /// The value without places.
    pub fn value(self) -> Value {
        match self.kind {
            Kind::Nothing => Value::Null,
            Kind::Text(text) => Value::String(text),
            Kind::List(list) => list.into_iter().map(Node::value).collect(),
            // The first of two members with one name counts, as of fields.
            Kind::Map(members) => {
                members.into_iter().rev().map(|member| (member.name, member.node.value())).collect()
            }
        }
    }

    fn size(&self) -> usize {
        1 + match &self.kind {
            Kind::Nothing => 0,
            // A long text weighs as much as several nodes.
            Kind::Text(text) => text.len() / 100,
            Kind::List(list) => list.iter().map(Node::size).sum(),
            Kind::Map(members) => members.iter().map(|member| member.node.size()).sum(),
        }
    }
}

/// The node that a range of a text is.
pub(super) fn parse(text: &str, range: Range<usize>) -> Result<Node, Broken> {
    let yaml = &text[range.clone()];
    if let Some(at) = too_deep(yaml) {
        return Err(("too many brackets stand within each other".into(), range.start + at));
    }
    // The parser counts characters.
    let bytes = match yaml.is_ascii() {
        true => Vec::new(),
        false => yaml.char_indices().map(|(at, _)| at).chain([yaml.len()]).collect(),
    };
    let mut tree =
        Tree { events: Parser::new_from_str(yaml), range, bytes, anchors: FxHashMap::default(), aliased: 0 };
    loop {
        match tree.next()? {
            Some((Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _)) => {}
            Some((Event::StreamEnd | Event::DocumentEnd, _)) | None => {
                return Ok(Node { at: tree.range.clone(), kind: Kind::Nothing });
            }
            Some((event, at)) => {
                let node = tree.node(event, at, 0)?;
                // What follows may be broken.
                while tree.next()?.is_some() {}
                return Ok(node);
            }
        }
    }
}

/// Where brackets stand in each other that the parser would take the square of the time for.
fn too_deep(yaml: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in yaml.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

struct Tree<'a> {
    events: Parser<'a, saphyr_parser::StrInput<'a>>,
    range: Range<usize>,
    /// Where each character begins, unless all are one byte.
    bytes: Vec<usize>,
    /// What an alias may stand for.
    anchors: FxHashMap<usize, Node>,
    /// How many nodes aliases stood for.
    aliased: usize,
}

impl<'a> Tree<'a> {
    fn next(&mut self) -> Result<Option<(Event<'a>, Range<usize>)>, Broken> {
        match self.events.next() {
            None => Ok(None),
            Some(Ok((event, Span { start, end }))) => {
                Ok(Some((event, self.byte(start.index())..self.byte(end.index()))))
            }
            Some(Err(error)) => Err((error.info().to_owned(), self.byte(error.marker().index()))),
        }
    }

    fn byte(&self, index: usize) -> usize {
        let byte = if self.bytes.is_empty() { index } else { *self.bytes.get(index).unwrap_or(&usize::MAX) };
        self.range.start + byte.min(self.range.len())
    }

    /// The node that an event begins.
    fn node(&mut self, event: Event<'a>, at: Range<usize>, depth: usize) -> Result<Node, Broken> {
        let start = at.start;
        if depth > DEEPEST {
            return Err(("too much stands within each other".into(), start));
        }
        let (kind, anchor, end) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == saphyr_parser::ScalarStyle::Plain;
                let nothing = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                (if nothing { Kind::Nothing } else { Kind::Text(text.into_owned()) }, anchor, at.end)
            }
            Event::SequenceStart(anchor, _) => {
                let mut list = Vec::new();
                let end = loop {
                    match self.next()? {
                        Some((Event::SequenceEnd, at)) => break at.end,
                        Some((event, at)) => list.push(self.node(event, at, depth + 1)?),
                        None => break self.range.end,
                    }
                };
                (Kind::List(list), anchor, end)
            }
            Event::MappingStart(anchor, _) => {
                let mut members = Vec::new();
                let end = loop {
                    match self.next()? {
                        Some((Event::MappingEnd, at)) => break at.end,
                        Some((event, at)) => {
                            let name = self.node(event, at, depth + 1)?;
                            let Some((event, at)) = self.next()? else { break self.range.end };
                            let node = self.node(event, at, depth + 1)?;
                            let at = name.at;
                            match name.kind {
                                Kind::Text(name) => members.push(Member { name, at, node }),
                                Kind::Nothing => members.push(Member { name: String::new(), at, node }),
                                Kind::List(_) | Kind::Map(_) => {}
                            }
                        }
                        None => break self.range.end,
                    }
                };
                (Kind::Map(members), anchor, end)
            }
            Event::Alias(anchor) => {
                let known = self.anchors.get(&anchor);
                let size = known.map_or(1, Node::size);
                self.aliased += size;
                let kind = known.filter(|_| self.aliased <= MOST_ALIASED).map(|node| node.kind.clone());
                (kind.unwrap_or(Kind::Nothing), 0, at.end)
            }
            _ => (Kind::Nothing, 0, at.end),
        };
        // A block ends where the next thing begins.
        let end = end.max(start);
        let node = Node { at: start..end, kind };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }
}
