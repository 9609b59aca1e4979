//! An entry of a bibliography in JSON or YAML: fields with their places, as far as they could be read.
//!
//! Takes what `json` and `yaml` made of an entry; `csl` and `hayagriva` read its fields through this, and a field of a
//! wrong type becomes its fault.

use std::ops::Range;

use serde_json::Value;

use super::fault::{self, Fault};
use super::tree::{Kind, Member};

/// The fields that have an item's key, the one that counts first.
pub(super) const KEYS: &[&str] = &["citation-key", "citationKey", "citekey", "id"];

/// An entry as it was read.
#[derive(Debug)]
pub(super) struct Item {
    /// Its key and where that stands, if it stands before the fields.
    pub key: Option<(String, Range<usize>)>,
    /// What a finding about it points at.
    pub head: Range<usize>,
    /// Those of its fields that are used.
    pub fields: Vec<Field>,
    /// The first thing that is wrong with it.
    pub fault: Option<Fault>,
}

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    pub name: String,
    /// Where its value stands.
    pub at: Range<usize>,
    pub value: Value,
}

impl Item {
    /// An entry of which nothing is known but where it stands.
    pub fn at(head: Range<usize>) -> Item {
        Item { key: None, head, fields: Vec::new(), fault: None }
    }

    /// Notes what is wrong, if nothing was before.
    pub fn note(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    /// The entry that a member of a mapping is.
    pub fn keyed(member: Member, used: &[&str]) -> Item {
        let Member { name, at, node } = member;
        let mut item = Item { key: Some((name, at.clone())), ..Item::at(at) };
        if let Kind::Map(members) = node.kind {
            members.into_iter().for_each(|member| item.take(member, used));
        }
        item
    }

    /// Adds what a member of a mapping says, if it is a field that is used.
    pub fn take(&mut self, member: Member, used: &[&str]) {
        let Member { name, node, .. } = member;
        if used.contains(&name.as_str()) {
            self.push(Field { name, at: node.at.clone(), value: node.value() });
        }
    }

    /// Adds a field; a second one of its name counts for nothing, and is wrong where it has another value.
    pub fn push(&mut self, field: Field) {
        if KEYS.contains(&field.name.as_str()) && self.key.is_none() {
            self.head = field.at.clone();
        }
        match self.fields.iter().find(|known| known.name == field.name) {
            None => self.fields.push(field),
            Some(known) if known.value == field.value => {}
            Some(_) => self.note(fault::field_twice(field.at, &field.name)),
        }
    }

    /// The first of some fields that is there and not empty.
    pub fn first(&self, names: &[&str]) -> Option<&Field> {
        let named = |name: &&str| self.fields.iter().find(|field| field.name == *name);
        names.iter().filter_map(named).find(|field| !is_empty(&field.value))
    }

    /// The text of the first of some fields that has any, on one line.
    pub fn text(&mut self, names: &[&str]) -> Option<String> {
        let field = self.first(names)?;
        match text(&field.value) {
            Some(text) => Some(text),
            None => {
                let fault = fault::no_text(field.at.clone(), &field.name);
                self.note(fault);
                None
            }
        }
    }
}

/// The text of a value: of a text or a number itself, of a list its first, of a mapping its `value`. On one line.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => one_line(text),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => return list.first().filter(|first| !first.is_array()).and_then(text),
        Value::Object(map) => return map.get("value").filter(|value| !value.is_object()).and_then(text),
        Value::Null | Value::Bool(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The text of a mapping's member.
pub(super) fn member(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(text)
}

/// Whether there is nothing in a value.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A value as a list: of what is no list, itself alone.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        one => std::slice::from_ref(one),
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
