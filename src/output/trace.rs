//! Where the quotations of drafts come from: what `ibid trace` says of them, in two forms.
//!
//! Takes a `Report`, in which everything is decided, and names what each quotation cites; `text` and `json` lay it out.

pub mod json;
pub mod text;

use crate::check::{Draft, Report};
use crate::claim::Quote;
use crate::corpus::{Corpus, Named};
use crate::finding::Severity;
use crate::matching::{Match, Verdict};
use crate::rule::RULES;

/// What one quotation cites, without repetitions.
#[derive(Debug, Default, PartialEq, Eq)]
struct Cites<'a> {
    /// Its keys as written, and what each names.
    keys: Vec<(&'a str, Names<'a>)>,
    /// The words of its citations without a key: a reference in brackets, a footnote of plain prose.
    references: Vec<&'a str>,
}

/// What a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names<'a> {
    /// A source with text, which goes by this key.
    Source(&'a str),
    /// An entry of a bibliography without text here.
    Entry,
    /// Nothing that is known here.
    Nothing,
}

impl<'a> Cites<'a> {
    fn of(report: &'a Report, draft: &'a Draft, quote: &Quote) -> Cites<'a> {
        let corpus = report.corpus(draft);
        let mut cites = Cites::default();
        for citation in quote.citations.iter().map(|&index| &draft.claims.citations[index as usize]) {
            for key in &citation.keys {
                push_new(&mut cites.keys, (key.as_str(), names(corpus, key)));
            }
            if citation.keys.is_empty() {
                push_new(&mut cites.references, draft.file.slice(citation.span));
            }
        }
        cites
    }
}

fn names<'a>(corpus: &'a Corpus, key: &str) -> Names<'a> {
    match corpus.named(key) {
        Some(Named::Document(id)) => Names::Source(&corpus.document(id).key),
        Some(Named::EntryAlone) => Names::Entry,
        None => Names::Nothing,
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// A draft's quotations with their matches, those of the verdicts that are asked for; of all verdicts, if of none.
fn chosen<'a>(draft: &'a Draft, verdicts: &'a [String]) -> impl Iterator<Item = (&'a Quote, &'a Match)> {
    let wanted = |verdict: Verdict| verdicts.is_empty() || verdicts.iter().any(|name| name == verdict.name());
    draft.claims.quotes.iter().zip(&draft.matches).filter(move |(_, matched)| wanted(matched.verdict))
}

/// How many of a draft's quotations carry a citation.
fn cited(draft: &Draft) -> u32 {
    draft.claims.quotes.iter().filter(|quote| !quote.citations.is_empty()).count() as u32
}

/// What the rule that reports a verdict weighs, on its own page; none for a verdict that no rule reports.
fn severity(verdict: Verdict) -> Option<Severity> {
    let family = |id: &'static str| id.strip_prefix("quote-");
    let name = verdict.name().replace('_', "-");
    RULES.iter().find(|rule| family(rule.page.id) == Some(&name)).map(|rule| rule.page.severity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Reason;

    #[test]
    fn every_fault_weighs_what_its_rule_weighs() {
        let weights = [
            (Verdict::Verbatim, None),
            (Verdict::Permitted, None),
            (Verdict::Altered, Some(Severity::Error)),
            (Verdict::Elided, Some(Severity::Error)),
            (Verdict::Spliced, Some(Severity::Error)),
            (Verdict::OutOfContext, Some(Severity::Warning)),
            (Verdict::NotFound, Some(Severity::Error)),
            (Verdict::Unchecked(Reason::TooShort), None),
        ];
        assert_eq!(weights.map(|(verdict, _)| verdict.name()), Verdict::NAMES);
        for (verdict, weight) in weights {
            assert_eq!(severity(verdict), weight, "{verdict:?}");
        }
    }
}
