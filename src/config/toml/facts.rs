//! Reads the tables of facts, in an `ibid.toml` and in a file of their own.
//!
//! A fact is a name with a string or a list of strings; what is none of these, or says nothing, is refused.

use toml::de::DeValue;

use super::{Reader, Value, parsed};
use crate::config::facts::{Fact, Facts, Kind, Stated, key};
use crate::config::keys::{self, Key};
use crate::config::settings::{Named, Settings};
use crate::file::File;
use crate::finding::Finding;

/// What a file of facts says, and what is wrong with it.
pub fn read(file: &File) -> (Facts, Vec<Finding>) {
    let mut facts = Facts::default();
    let findings = parsed(file, |reader, table| {
        for (key, value) in reader.known(table, keys::FACT_TABLES, "a file of facts") {
            reader.facts(key, value, &mut facts);
        }
    });
    (facts, findings)
}

impl Reader<'_> {
    /// `[facts]`: the tables, and the files that have more of them.
    pub(super) fn all_facts(&mut self, key: &Key, value: &Value, settings: &mut Settings) {
        let Some(table) = self.table(key, value) else { return };
        let mut facts = Facts::default();
        for (key, value) in self.known(table, keys::FACTS, "`[facts]`") {
            match key.name {
                "paths" => settings.facts_from = self.files(key, value),
                _ => self.facts(key, value, &mut facts),
            }
        }
        settings.facts = facts.into();
    }

    /// Paths of files, which are no patterns.
    fn files(&mut self, key: &Key, value: &Value) -> Vec<Named> {
        let mut named = Vec::new();
        for (path, place) in self.strings(key, value) {
            if path.trim().is_empty() {
                let message = "a path of facts is empty".to_owned();
                self.refuse(place, message, "no path", Some("name a TOML file, from this file's folder"));
            } else {
                named.push(Named { path: path.to_owned(), span: self.file.span(place) });
            }
        }
        named
    }

    /// One table of facts.
    fn facts(&mut self, key: &Key, value: &Value, facts: &mut Facts) {
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == key.name) else { return };
        let Some(table) = self.table(key, value) else { return };
        let mut entries: Vec<_> = table.iter().collect();
        // Of two that contradict each other the second one is wrong.
        entries.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in entries {
            let subject = Stated { text: name.get_ref().to_string(), span: self.file.span(name.span()) };
            let named = self.says(&subject.text, name.span());
            let values = self.values(kind, value);
            if let (true, Some(values)) = (named, values) {
                self.findings.extend(facts.add(kind, Fact { subject, values }));
            }
        }
    }

    /// What a fact says: a string, or each of a list; nothing where any of it is refused.
    fn values(&mut self, kind: Kind, value: &Value) -> Option<Vec<Stated>> {
        let list: Vec<&Value> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        if list.is_empty() {
            let message = "a fact says nothing".to_owned();
            self.refuse(
                value.span(),
                message,
                "an empty list",
                Some("state what is true, or leave the fact out"),
            );
            return None;
        }
        let mut values = Vec::new();
        for one in &list {
            match one.get_ref().as_str() {
                Some(text) if self.says(text, one.span()) => {
                    values.push(Stated { text: text.to_owned(), span: self.file.span(one.span()) });
                }
                Some(_) => {}
                None => {
                    let message = format!(
                        "a fact of `{}` is a string or a list of strings, and this is none",
                        kind.name()
                    );
                    let example = match kind {
                        Kind::Places => "\"Port Ellis\" = \"Norway\"",
                        Kind::Offices => "\"Ann Ward\" = \"prime minister of Norland\"",
                        Kind::Spellings => "\"Skarvoy\" = [\"Skarvoey\", \"Skarvøy\"]",
                        Kind::Values => "\"length of the Skarv bridge\" = \"840 metres\"",
                    };
                    let help = format!("for example: `{example}`");
                    self.refuse(one.span(), message, one.get_ref().type_str(), Some(&help));
                }
            }
        }
        (values.len() == list.len()).then_some(values)
    }

    /// Whether a string of a fact has words; one that has none is refused.
    fn says(&mut self, text: &str, place: std::ops::Range<usize>) -> bool {
        let says = !key(text).is_empty();
        if !says {
            let message = "a fact has no words here".to_owned();
            self.refuse(place, message, "no words", Some("a fact is a name and what is true of it"));
        }
        says
    }
}
