//! What a finding goes by from one run to the next, when lines have moved.
//!
//! Takes a report and hands on, for each of its findings, the rule, the draft, the words at fault and the source, and which of
//! several alike it is. A baseline is keyed by it, and reports carry its digest as a fingerprint.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use hmac_sha256::Hash;

use super::{Draft, Report};
use crate::finding::Finding;

/// What a finding goes by. Places in the file are no part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The path that the finding is shown in, and behind it the row of a list that it stands in.
    pub path: String,
    /// The rule's id.
    pub rule: &'static str,
    /// The quotation that the words at fault stand in, or else those words, with single spaces.
    pub words: String,
    /// The key of the source that the finding shows first; empty where it shows none.
    pub source: String,
    /// Which one it is of those that agree in all this, from 0.
    pub nth: u32,
}

impl Identity {
    /// The SHA-256 of it, in 64 hexadecimal digits.
    pub fn digest(&self) -> String {
        let Identity { path, rule, words, source, nth } = self;
        HEXLOWER.encode(&Hash::hash([path, *rule, words, source, &nth.to_string()].join("\0").as_bytes()))
    }
}

/// What the findings of a report go by, in their order.
pub fn identities(report: &Report) -> Vec<Identity> {
    let input = report.input.iter().map(|finding| identity(report, None, finding));
    let drafts = report.drafts.iter();
    let own = drafts
        .flat_map(|draft| draft.findings.iter().map(move |finding| identity(report, Some(draft), finding)));
    let mut seen: BTreeMap<Identity, u32> = BTreeMap::new();
    let numbered = input.chain(own).map(|identity| {
        let count = seen.entry(identity.clone()).or_default();
        *count += 1;
        Identity { nth: *count - 1, ..identity }
    });
    numbered.collect()
}

fn identity(report: &Report, draft: Option<&Draft>, finding: &Finding) -> Identity {
    let span = finding.primary.span;
    let file = report.files.get(span.file);
    let quotes = draft.filter(|draft| draft.file.id == span.file).map(|draft| &draft.claims.said.quotes);
    let holds = |quote: &&crate::claim::Quote| quote.span.start <= span.start && span.end <= quote.span.end;
    let words = match quotes.into_iter().flatten().find(holds) {
        Some(quote) => file.slice(quote.span),
        // A place between words goes by the line that it is in.
        None if span.start == span.end => &file.text()[file.line(file.row(span.start))],
        None => file.slice(span),
    };
    let source = finding.related.iter().find_map(|label| label.source.clone());
    Identity {
        path: file.title().into_owned(),
        rule: finding.rule,
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        source: source.unwrap_or_default(),
        nth: 0,
    }
}
