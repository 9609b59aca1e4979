//! The entries of a bibliography in YAML, each taken apart by itself, so that a broken one costs no other.
//!
//! Takes the text of a bibliography and hands on an `Item` for each key of Hayagriva's mapping, or for each item of a list
//! in CSL-YAML. Lines are parted by their indent into entries, and in a broken entry into fields; what these say is left
//! to `tree`.

use std::ops::Range;

use super::fault;
use super::item::{Field, Item};
use super::tree::{Kind, Node, parse};
use super::{csl, hayagriva};

/// The entries of a text.
pub(super) enum Items {
    /// Of a mapping of keys to entries.
    Hayagriva(Vec<Item>),
    /// Of a list.
    Csl(Vec<Item>),
}

/// The first entries of a text, `most` at most; nothing, if it is no mapping and no list.
pub(super) fn items(text: &str, most: usize) -> Option<Items> {
    let lines = lines(text);
    let lines = &lines[lines.iter().position(|line| line.is_text)?..];
    let base = lines[0].indent;
    if lines[0].body.starts_with(['{', '[']) {
        // What is in brackets throughout is JSON, or nearly.
        return super::json::items(text, csl::FIELDS, most).map(Items::Csl);
    }
    if let Some(list) = listed(lines, base) {
        let dashes = list.iter().find(|line| line.is_text)?.indent;
        let chunks = chunks(list, |line| line.indent == dashes && line.is_item());
        return Some(Items::Csl(chunks.into_iter().take(most).map(|chunk| csl_item(text, chunk)).collect()));
    }
    let is_key = |line: &Line| line.indent <= base && !line.body.starts_with(['}', ']']);
    let mut entries: Vec<Vec<Line>> = Vec::new();
    for chunk in chunks(lines, is_key) {
        match entries.last_mut() {
            // A field that lost its indent.
            Some(last) if chunk[0].is_field(hayagriva::FIELDS) => last.extend(chunk),
            _ => entries.push(chunk),
        }
    }
    let entries = entries.iter().take(most).flat_map(|chunk| entry(text, base, chunk));
    Some(Items::Hayagriva(entries.collect()))
}

/// A line of the text.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Where what stands behind its indent begins.
    start: usize,
    /// Where the next line begins.
    end: usize,
    /// How many spaces it begins with.
    indent: usize,
    /// What stands behind them.
    body: &'a str,
    /// Whether it is neither blank nor a comment nor the mark of a document.
    is_text: bool,
}

impl<'a> Line<'a> {
    /// Whether it begins an item of a list.
    fn is_item(&self) -> bool {
        self.body.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }

    /// Its name and what follows the colon.
    fn name(&self) -> Option<(&'a str, &'a str)> {
        let ends = |&(at, _): &(usize, &str)| {
            let rest = &self.body[at + 1..];
            rest.is_empty() || rest.starts_with([' ', '\t'])
        };
        let (at, _) = self.body.match_indices(':').find(ends)?;
        Some((self.body[..at].trim_end(), self.body[at + 1..].trim()))
    }

    /// Whether it is one of some fields, with its value.
    fn is_field(&self, fields: &[&str]) -> bool {
        let has_value = |value: &str| !value.is_empty() && !value.starts_with(['{', '&', '#']);
        self.name().is_some_and(|(name, value)| fields.contains(&name) && has_value(value))
    }

    /// Where it stands, without its end.
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.body.len()
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let lines = text[at..].split_inclusive('\n').map(|line| {
        let unindented = line.trim_start_matches([' ', '\t']);
        let body = unindented.trim_end();
        // A tab is no indent in YAML.
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_mark = indent == 0 && (matches!(body, "---" | "...") || body.starts_with('%'));
        let is_text = !body.is_empty() && !body.starts_with('#') && !is_mark;
        let start = at + line.len() - unindented.len();
        at += line.len();
        Line { start, end: at, indent, body, is_text }
    });
    lines.collect()
}

/// The lines of the list that a text is, or that stands under its `references`.
fn listed<'t, 'a>(lines: &'t [Line<'a>], base: usize) -> Option<&'t [Line<'a>]> {
    if lines[0].is_item() {
        return Some(lines);
    }
    let is_list = |line: &Line| line.is_text && line.indent == base && line.body == "references:";
    let rest = &lines[lines.iter().position(is_list)? + 1..];
    let dashes = rest.iter().find(|line| line.is_text).filter(|line| line.is_item())?.indent;
    let goes_on =
        |line: &Line| !line.is_text || line.indent > base || line.indent == dashes && line.is_item();
    Some(&rest[..rest.iter().position(|line| !goes_on(line)).unwrap_or(rest.len())])
}

/// Parts lines before each that is a head. What stands before the first is left out, and so is what is no text, unless it
/// may stand within a text of several lines.
fn chunks<'a>(lines: &[Line<'a>], is_head: impl Fn(&Line) -> bool) -> Vec<Vec<Line<'a>>> {
    let mut chunks: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        if line.is_text && is_head(line) {
            chunks.push(vec![*line]);
        } else if let Some(chunk) = chunks.last_mut() {
            chunk.push(*line);
        }
    }
    chunks
}

/// The entry that begins with its key, and those that stand in it, indented too far.
fn entry(text: &str, base: usize, lines: &[Line]) -> Vec<Item> {
    let head = lines[0];
    let (name, value) = head.name().unwrap_or((head.body, ""));
    let plain = name.trim_matches(['"', '\'']);
    let at = head.start + name.find(plain).unwrap_or(0);
    let mut item =
        Item { key: Some((plain.to_owned(), at..at + plain.len())), ..Item::at(at..at + plain.len()) };
    let mut inner = Vec::new();
    if head.name().is_none() {
        item.note(fault::no_colon(head.range(), plain));
        fields(text, base, &lines[1..], hayagriva::FIELDS, &mut item);
        return vec![item];
    }
    let stray = |line: &&Line| line.is_text && line.indent <= base && line.is_field(hayagriva::FIELDS);
    if let Some(stray) = lines[1..].iter().find(stray) {
        let name = stray.name().map_or("", |(name, _)| name);
        item.note(fault::not_indented(stray.start..stray.start + name.len(), name));
        fields(text, base, &lines[1..], hayagriva::FIELDS, &mut item);
        return vec![item];
    }
    match parse(text, head.start - head.indent..end(lines)) {
        Ok(Node { kind: Kind::Map(mut members), .. }) if members.len() == 1 => {
            let whole = members.remove(0).node;
            match whole.kind {
                Kind::Map(members) => {
                    for member in members {
                        let is_entry = !hayagriva::FIELDS.contains(&member.name.as_str())
                            && member.node.has("type")
                            && (member.node.has("title") || member.node.has("author"));
                        if is_entry {
                            item.note(fault::indented_key(member.at.clone(), &member.name));
                            inner.push(Item::keyed(member, hayagriva::FIELDS));
                        } else {
                            item.take(member, hayagriva::FIELDS);
                        }
                    }
                }
                Kind::Nothing => {}
                _ => {
                    item.key = None;
                    item.note(fault::no_fields(whole.at, plain));
                }
            }
        }
        Ok(_) => fields(text, base, &lines[1..], hayagriva::FIELDS, &mut item),
        Err(_) if value.starts_with('{') => item.note(fault::unclosed_field(head.start + name.len(), plain)),
        Err((why, at)) => {
            // Where a field is broken alone, the parser finds out too late.
            fields(text, base, &lines[1..], hayagriva::FIELDS, &mut item);
            if !is_alias(&why) {
                item.note(fault::no_yaml(at, &why));
            }
        }
    }
    inner.insert(0, item);
    inner
}

/// The item of a list.
fn csl_item(text: &str, mut lines: Vec<Line>) -> Item {
    let head = lines[0];
    let mut item = Item::at(head.start..head.start + 1);
    match parse(text, head.start - head.indent..end(&lines)) {
        Ok(Node { kind: Kind::List(mut list), .. }) if list.len() == 1 => match list.remove(0) {
            Node { kind: Kind::Map(members), .. } => {
                members.into_iter().for_each(|member| item.take(member, csl::FIELDS));
            }
            node => item.note(fault::no_fields(node.at, "-")),
        },
        read => {
            // Behind its dash the first line is a field like the others.
            let body = head.body[1..].trim_start();
            let indent = head.body.len() - body.len();
            lines[0] = Line {
                start: head.start + indent,
                indent: head.indent + indent,
                body,
                is_text: !body.is_empty(),
                ..head
            };
            fields(text, head.indent, &lines, csl::FIELDS, &mut item);
            if let Err((why, at)) = read
                && !is_alias(&why)
            {
                item.note(fault::no_yaml(at, &why));
            }
        }
    }
    item
}

fn end(lines: &[Line]) -> usize {
    lines.last().map_or(0, |line| line.end)
}

/// Whether an alias, and nothing else, keeps an entry from being read: what it stands for may be another entry's.
fn is_alias(why: &str) -> bool {
    why.contains("anchor")
}

/// Reads the fields of a broken entry one by one.
fn fields(text: &str, base: usize, lines: &[Line], used: &[&str], item: &mut Item) {
    let deeper = lines.iter().find(|line| line.is_text && line.indent > base);
    let indent = deeper.map_or(base, |line| line.indent);
    let begins = |line: &Line| line.indent <= indent && !line.is_item() && !line.body.starts_with(['}', ']']);
    for piece in chunks(lines, begins) {
        let head = piece[0];
        let name = head.name().map(|(name, _)| name);
        let Err((why, _)) = read(text, head.start..end(&piece), used, item) else { continue };
        match name {
            Some(_) if is_alias(&why) => {}
            Some(name) => item.note(fault::no_value(head.range(), name, &why)),
            None => item.note(fault::no_colon(head.range(), head.body)),
        }
        // What a line says by itself is the likeliest.
        let alone = read(text, head.range(), used, item);
        if let (Err(_), Some((name, value))) = (alone, head.name())
            && used.contains(&name)
        {
            let at = head.start + head.body.len() - value.len()..head.start + head.body.len();
            let value = value.trim_matches(['"', '\'', '[', ']', '{', '}', ',', ' ']);
            item.push(Field { name: name.to_owned(), at, value: value.into() });
        }
        for line in piece[1..].iter().filter(|line| line.is_field(used)) {
            // One that cannot be read either is lost, and the entry is known to be broken.
            let _ = read(text, line.range(), used, item);
        }
    }
}

/// Reads some fields that stand one below the other.
fn read(text: &str, range: Range<usize>, used: &[&str], item: &mut Item) -> Result<(), (String, usize)> {
    match parse(text, range.clone())?.kind {
        Kind::Map(members) => {
            members.into_iter().for_each(|member| item.take(member, used));
            Ok(())
        }
        _ => Err(("it is no field".into(), range.start)),
    }
}
