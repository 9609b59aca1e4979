//! Where the quotations of drafts come from: what `ibid trace` says of them, in three forms.
//!
//! Takes a `Report`, in which everything is decided, and names what each quotation cites; `text`, `json` and `html` lay it out.

mod coverage;
pub mod html;
pub mod json;
pub mod text;

use crate::check::{Draft, Report};
use crate::claim::{Quote, Speaker};
use crate::file::Span;
use crate::finding::Severity;
use crate::matching::{By, Match, Verdict, named};
use crate::rule::RULES;

/// What of the drafts is shown; what is counted is all of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Quotations of these verdicts alone; of all, with what the drafts report, if none is named.
    pub verdicts: &'a [String],
    /// Sentences that are tied to no source, and no quotations.
    pub untied: bool,
}

impl Wanted<'_> {
    /// Whether nothing is left out.
    fn is_everything(self) -> bool {
        self.verdicts.is_empty() && !self.untied
    }
}

/// What one quotation or one reported statement cites, without repetitions.
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
    fn of(report: &'a Report, draft: &'a Draft, citations: &[u32]) -> Cites<'a> {
        let (corpus, text) = (report.corpus(draft), draft.blocks.text(&draft.file));
        let mut cites = Cites::default();
        for citation in citations.iter().map(|&index| &draft.claims.citations[index as usize]) {
            for named in named(text, citation, corpus) {
                let names = match named.documents {
                    Some([first, ..]) => Names::Source(&corpus.document(*first).key),
                    Some([]) => Names::Entry,
                    None => Names::Nothing,
                };
                let address = citation.addresses.iter().find(|address| address.span.range() == named.place);
                let written = match (named.by, names, address) {
                    (By::Words, ..) => {
                        push_new(&mut cites.references, draft.file.slice(citation.span));
                        continue;
                    }
                    // A source that is named in words is shown by its key.
                    (By::Title | By::Byline | By::Address, Names::Source(key), _) => key,
                    (By::Address, _, Some(address)) => &address.text,
                    _ => &draft.file.text()[named.place],
                };
                push_new(&mut cites.keys, (written, names));
            }
        }
        cites
    }
}

/// Who a speaker is: the name, or the fullest description of somebody without one.
fn who<'a>(draft: &'a Draft, speaker: &'a Speaker) -> Option<&'a str> {
    let entity =
        speaker.entity.map(|entity| draft.claims.said.people.entities[entity as usize].name.as_str());
    speaker.name.as_deref().or(entity)
}

/// Where the draft first names a speaker most fully, or describes somebody without a name: what a pronoun or a surname leads to.
fn named_at(draft: &Draft, speaker: &Speaker) -> Option<Span> {
    let entity = &draft.claims.said.people.entities[speaker.entity? as usize];
    let full = |mention: &&Span| {
        let words: Vec<&str> = draft.file.slice(**mention).split_whitespace().collect();
        words.join(" ").starts_with(&entity.name)
    };
    entity.mentions.iter().find(full).or(entity.mentions.first()).copied()
}

/// What the trace says of one quotation, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What came of it.
    pub verdict: String,
    /// Who is said to have said it; empty where nobody is.
    pub speaker: String,
    /// Where it was found, or why nothing can be said of it.
    pub found: String,
    /// What it cites; empty where it cites nothing.
    pub cites: String,
}

/// What is said of a quotation.
pub fn said(report: &Report, draft: &Draft, quote: &Quote, matched: &Match) -> Said {
    let corpus = report.corpus(draft);
    Said {
        verdict: matched.verdict.name().replace('_', " "),
        speaker: quote.speaker.as_ref().map(|voice| text::speaker(draft, voice)).unwrap_or_default(),
        found: text::found(corpus, matched),
        cites: text::cites(&Cites::of(report, draft, &quote.citations), corpus),
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// A draft's quotations with their matches, those of the verdicts that are asked for; of all verdicts, if of none.
fn chosen<'a>(draft: &'a Draft, wanted: Wanted<'a>) -> impl Iterator<Item = (&'a Quote, &'a Match)> {
    let Wanted { verdicts, untied } = wanted;
    let named = |verdict: Verdict| verdicts.is_empty() || verdicts.iter().any(|name| name == verdict.name());
    let all = draft.claims.said.quotes.iter().zip(&draft.matches);
    all.filter(move |(_, matched)| !untied && named(matched.verdict))
}

/// How many of a draft's quotations carry a citation.
fn cited(report: &Report, draft: &Draft) -> u32 {
    let cites = |quote: &&Quote| Cites::of(report, draft, &quote.citations) != Cites::default();
    draft.claims.said.quotes.iter().filter(cites).count() as u32
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
