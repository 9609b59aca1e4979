//! Two entries of the bibliographies with one key.
//!
//! Takes the entries of all bibliographies and hands on findings (`key-duplicate`). Entries that say the same of their
//! work are one work listed twice, as exports do, and pass.

use rustc_hash::FxHashMap;

use super::address::canonical;
use crate::bibliography::Entry;
use crate::finding::{Finding, Label};
use crate::fold::phrase;
use crate::page;

/// A finding for each entry whose key an earlier one has for another work.
pub fn duplicate_keys(entries: &[Entry]) -> Vec<Finding> {
    let mut first: FxHashMap<&str, &Entry> = FxHashMap::default();
    let mut findings = Vec::new();
    for entry in entries {
        let known = *first.entry(&entry.key).or_insert(entry);
        if known.span == entry.span || agree(known, entry) {
            continue;
        }
        let label =
            |entry: &Entry, message: &str| Label { span: entry.span, message: message.into(), source: None };
        let message = format!("two works have the key `{}`", entry.key);
        let mut finding = page::KEY_DUPLICATE.finding(message, label(entry, "this one has it again"));
        finding.related.push(label(known, "the first"));
        finding.help.push("give one of them another key, and the drafts that cite it too".into());
        findings.push(finding);
    }
    findings
}

/// Whether two entries say the same of their work, as far as both say anything.
fn agree(one: &Entry, other: &Entry) -> bool {
    fn same(one: &Option<String>, other: &Option<String>, form: fn(&str) -> String) -> bool {
        one.as_ref().zip(other.as_ref()).is_none_or(|(one, other)| form(one) == form(other))
    }
    let folded = |text: &str| phrase(text, 0..text.len());
    same(&one.title, &other.title, folded)
        && one.date.as_ref().zip(other.date.as_ref()).is_none_or(|(one, other)| {
            // `2023` is less than `2023-03-03` and no other date.
            one.starts_with(other.as_str()) || other.starts_with(one.as_str())
        })
        && same(&one.url, &other.url, canonical)
}
