//! Facts of one's own: what a project states of places, offices, spellings and values, to be held against its drafts.
//!
//! Takes facts as `toml` reads them, from an `ibid.toml` and from the files that it names, and hands on one `Facts`, in which
//! a fact is looked up by the folded words of what it is about. Facts that contradict each other become findings.

use std::collections::BTreeMap;

use crate::file::Span;
use crate::finding::{Finding, Label};
use crate::fold::phrase;
use crate::page::{self, Page};

/// Facts by the folded words of what they are about.
pub type Table = BTreeMap<String, Fact>;

/// What a project knows for certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Places, each with what it lies in.
    pub places: Table,
    /// Persons, each with their offices.
    pub offices: Table,
    /// Preferred spellings, each with those that it takes the place of.
    pub spellings: Table,
    /// What can be counted, measured or dated, each with its value.
    pub values: Table,
}

/// A fact: what it is about, and what is true of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub subject: Stated,
    /// What is true of it, one thing or several.
    pub values: Vec<Stated>,
}

/// Words of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The words, without their marks.
    pub text: String,
    /// Where they stand in their file, with their marks.
    pub span: Span,
}

/// What facts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where a place lies.
    Places,
    /// Which offices somebody holds.
    Offices,
    /// How a word is spelled.
    Spellings,
    /// How much, how many or when.
    Values,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 4] = [Kind::Places, Kind::Offices, Kind::Spellings, Kind::Values];

    /// The table's name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Places => "places",
            Kind::Offices => "offices",
            Kind::Spellings => "spellings",
            Kind::Values => "values",
        }
    }
}

/// What facts are looked up by: the folded words of a name.
pub fn key(name: &str) -> String {
    phrase(name, 0..name.len()).trim().to_owned()
}

/// Words as two spellings are compared: with one kind of apostrophe and single spaces.
pub fn spelled(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'")
}

impl Facts {
    /// The facts of a kind.
    pub fn table(&self, kind: Kind) -> &Table {
        match kind {
            Kind::Places => &self.places,
            Kind::Offices => &self.offices,
            Kind::Spellings => &self.spellings,
            Kind::Values => &self.values,
        }
    }

    fn table_mut(&mut self, kind: Kind) -> &mut Table {
        match kind {
            Kind::Places => &mut self.places,
            Kind::Offices => &mut self.offices,
            Kind::Spellings => &mut self.spellings,
            Kind::Values => &mut self.values,
        }
    }

    /// Whether a rule has something to go by in them without any source.
    pub fn serve(&self, page: &Page) -> bool {
        page.id == page::ROLE_MISMATCH.id && !self.offices.is_empty()
    }

    /// Adds a fact; one that is known with other values is refused.
    pub fn add(&mut self, kind: Kind, fact: Fact) -> Option<Finding> {
        let known = self.table_mut(kind).entry(key(&fact.subject.text)).or_insert_with(|| fact.clone());
        let texts = |fact: &Fact| {
            let mut texts: Vec<String> = fact.values.iter().map(|value| spelled(&value.text)).collect();
            texts.sort_unstable();
            texts.dedup();
            texts
        };
        if texts(known) == texts(&fact) {
            return None;
        }
        let message = format!("`{}` is stated twice, with other values", fact.subject.text);
        let help = "keep one of the two; several values that are all true go in one list";
        Some(clash(message, (fact.subject.span, "stated again"), (known.subject.span, "and here"), help))
    }

    /// Adds all facts of others.
    pub fn extend(&mut self, others: &Facts) -> Vec<Finding> {
        let all =
            Kind::ALL.into_iter().flat_map(|kind| others.table(kind).values().map(move |fact| (kind, fact)));
        all.filter_map(|(kind, fact)| self.add(kind, fact.clone())).collect()
    }

    /// What is wrong with spellings that are all known: one that is preferred here and to be replaced there, or that two
    /// others are to take the place of.
    pub fn misspelled(&self) -> Vec<Finding> {
        let mut preferred: BTreeMap<String, Span> = BTreeMap::new();
        let mut replaced: BTreeMap<String, (&str, Span)> = BTreeMap::new();
        let mut findings = Vec::new();
        for fact in self.spellings.values() {
            preferred.insert(spelled(&fact.subject.text), fact.subject.span);
        }
        for (subject, value) in
            self.spellings.iter().flat_map(|(key, fact)| fact.values.iter().map(move |value| (key, value)))
        {
            let text = spelled(&value.text);
            let mut refuse = |message, other, label| {
                let help = "leave one of the two out";
                findings.push(clash(message, (value.span, "to be replaced"), (other, label), help));
            };
            if let Some(&other) = preferred.get(&text) {
                refuse(format!("`{text}` is both preferred and to be replaced"), other, "preferred");
            } else if let Some((_, other)) =
                replaced.get(&text).filter(|(other, _)| *other != subject.as_str())
            {
                refuse(format!("`{text}` is to be replaced by two spellings"), *other, "and here");
            } else {
                replaced.insert(text, (subject, value.span));
            }
        }
        findings
    }
}

/// A finding about two facts that cannot both be.
fn clash(message: String, own: (Span, &str), other: (Span, &str), help: &str) -> Finding {
    let label = |(span, message): (Span, &str)| Label { span, message: message.into(), source: None };
    let mut finding = page::CONFIG_INVALID.finding(message, label(own));
    finding.related.push(label(other));
    finding.help.push(help.into());
    finding
}
