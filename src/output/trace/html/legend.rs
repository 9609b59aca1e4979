//! What the marks mean: each as it stands in the text, with how many there are.
//!
//! Takes a report and hands on a list; a kind of mark that does not occur is left out.

use maud::{Markup, html};

use super::super::Wanted;
use super::mark::verdict_class;
use super::passage::in_words;
use crate::check::{Quotes, Report};
use crate::matching::{Reason, Verdict};

/// The legend of a page, for what of its drafts is wanted.
pub fn legend(report: &Report, wanted: Wanted) -> Markup {
    let Quotes {
        verbatim, permitted, altered, elided, spliced, out_of_context, not_found, unchecked, ..
    } = report.summary.quotes;
    let quotes = [
        (Verdict::Verbatim, verbatim),
        (Verdict::Permitted, permitted),
        (Verdict::Altered, altered),
        (Verdict::Elided, elided),
        (Verdict::Spliced, spliced),
        (Verdict::OutOfContext, out_of_context),
        (Verdict::NotFound, not_found),
        (Verdict::Unchecked(Reason::NoSources), unchecked),
    ];
    let named = |verdict: Verdict| wanted.verdicts.iter().any(|name| name == verdict.name());
    let shown = |verdict: Verdict| !wanted.untied && (wanted.verdicts.is_empty() || named(verdict));
    let quotes = quotes.into_iter().filter(|&(verdict, number)| number > 0 && shown(verdict));
    let mut entries: Vec<(&str, &str, Option<u32>, &str)> = quotes
        .map(|(verdict, number)| {
            let (name, says) = in_words(verdict);
            // Why one was not checked differs from one to the next.
            let unchecked = matches!(verdict, Verdict::Unchecked(_));
            let says = if unchecked { "Nothing can be said of it; its note says why." } else { says };
            (verdict_class(verdict), name, Some(number), says)
        })
        .collect();
    let totals = &report.summary;
    if wanted.is_everything() {
        let open = totals.reported - totals.followed.min(totals.reported);
        let statements = [
            (
                "statement followed",
                "Claim",
                totals.followed,
                "What the draft reports without marks; a sentence of a source has it.",
            ),
            (
                "statement open",
                "Claim, open",
                open,
                "What it reports without marks; no sentence of a source is near enough.",
            ),
        ];
        let statements = statements.into_iter().filter(|(_, _, number, _)| *number > 0);
        entries.extend(statements.map(|(class, name, number, says)| (class, name, Some(number), says)));
        if report.drafts.iter().any(|draft| !draft.claims.citations.is_empty()) {
            entries.push((
                "citation source",
                "Citation",
                None,
                "It names a source; dotted, one that is not here.",
            ));
        }
    }
    let differs = !wanted.untied
        && report.drafts.iter().flat_map(|draft| &draft.matches).any(|matched| !matched.edits.is_empty());
    let finding = report.drafts.iter().flat_map(|draft| &draft.findings).next();
    html! {
        @if !entries.is_empty() || finding.is_some() {
            details.legend open {
                summary { "What the marks mean" }
                ul {
                    @for (class, name, number, says) in entries {
                        li {
                            span.(class) { (name) }
                            @if let Some(number) = number { " " b { (number) } }
                            span.says { " " (says) }
                        }
                    }
                    @if let Some(finding) = finding {
                        li {
                            span.flag.(finding.severity.name()) { "Words" }
                            span.number.(finding.severity.name()) data-number="1" {}
                            span.says { " The words of a finding, whose number leads to its card." }
                        }
                    }
                    @if differs {
                        li { mark { "words" } " " span.gap {} span.says { " Words that differ, and where some are missing." } }
                    }
                }
            }
        }
    }
}
