//! Two entries of the bibliographies with one key.
//!
//! Takes the entries of all bibliographies and hands on findings (`key-duplicate`). Entries that say the same of their
//! work are one work listed twice, as exports do, and pass.

use rustc_hash::FxHashMap;

use super::address::canonical;
use crate::bibliography::{Entry, year};
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
    let one_doi = one.doi.is_some() && other.doi.is_some() && same(&one.doi, &other.doi, canonical);
    same(&one.title, &other.title, folded)
        && one.date.as_ref().zip(other.date.as_ref()).is_none_or(|(one, other)| of_one_day(one, other))
        && (one_doi || same(&one.url, &other.url, canonical))
}

/// Whether two dates may be one: `2023` is less than `2023-03-03` and no other date, and in words only the year counts.
fn of_one_day(one: &str, other: &str) -> bool {
    fn days(date: &str) -> &str {
        let date = date.trim_start_matches(['~', '?', '%', ' ']);
        let end = date.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(date.len());
        &date[..end]
    }
    let (first, second) = (days(one), days(other));
    if first.len() < 4 || second.len() < 4 {
        return year(one).zip(year(other)).is_none_or(|(one, other)| one == other);
    }
    first.starts_with(second) || second.starts_with(first)
}

#[cfg(test)]
mod tests {
    use super::of_one_day;

    #[test]
    fn dates_of_one_day_in_two_forms() {
        for (one, other, same) in [
            ("2023", "2023-03-03", true),
            ("2023-03", "2023-04", false),
            ("~2023-03", "2023-03-01/2023-03-04", true),
            ("2023~", "2023", true),
            ("March 2023", "2023-03", true),
            ("March 2022", "2023-03", false),
            ("c. 1850", "1850", true),
            ("forthcoming", "2023", true),
            ("-0334", "-0334", true),
        ] {
            assert_eq!(of_one_day(one, other), same, "{one} {other}");
            assert_eq!(of_one_day(other, one), same, "{other} {one}");
        }
    }
}
