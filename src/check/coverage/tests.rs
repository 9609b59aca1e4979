//! What is counted of a draft, and what of it is tied to which source.

use std::sync::Arc;

use super::*;
use crate::check::check;
use crate::config::Config;
use crate::file::{File, Format};
use crate::load::{Draft, Loaded, Project, Source};

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March. “Nobody has gone \
hungry on the island yet,” he said.\n\nThe storehouse at the old pier was filled with four hundred sacks of flour before \
the first snow came.\n";
const LEDGER: &str = "The keeper of the ledger wrote that the ferry carried ninety barrels of tar across the sound in April.\n";

fn report(draft: &str, sources: &[&str]) -> Report {
    let mut loaded = Loaded::default();
    let mut add = |path: &str, format, text: &str| {
        loaded.files.add(|id| File::new(id, path.to_owned(), "UTF-8", format, text.to_owned()))
    };
    let file = add("draft.md", Format::Markdown, draft);
    let named = ["harbour", "ledger"].into_iter().zip(sources);
    let sources: Vec<Source> = named
        .map(|(name, text)| {
            let file: Arc<File> = add(&format!("{name}.txt"), Format::Plain, text);
            Source::new(file, name.to_owned())
        })
        .collect();
    loaded.drafts.push(Draft { file, project: 0, config: Config::default() });
    loaded.projects.push(Project { sources: sources.into(), ..Project::default() });
    check(loaded)
}

fn units(quotes: u32, claims: u32, sentences: u32) -> Units {
    Units { quotes, claims, sentences }
}

#[track_caller]
fn counts(draft: &str, found: Units, tied: Units) -> Report {
    let report = report(draft, &[HARBOUR, LEDGER]);
    let Coverage { counts, untied, .. } = &report.drafts[0].coverage;
    let untied: Vec<&str> = untied.iter().map(|&span| report.files.slice(span)).collect();
    assert_eq!(*counts, Counts { found, tied }, "{draft}\n{untied:?}");
    assert_eq!(untied.len() as u32, found.sentences - tied.sentences);
    report
}

#[test]
fn a_sentence_with_a_quotation_that_a_source_has_is_tied() {
    counts(
        "He said: “The boat will not sail before the ice has gone.” It rained.",
        units(1, 0, 1),
        units(1, 0, 1),
    );
    counts("“The boat will not sail before the ice has gone.”\n\nIt rained.", units(1, 0, 2), units(1, 0, 1));
    counts(
        "“The boat will sail on the first Sunday of a very warm May,” he said.",
        units(1, 0, 1),
        units(0, 0, 0),
    );
}

#[test]
fn every_sentence_of_a_quotation_is_tied() {
    let draft = "“The boat will not sail before the ice has gone. Nobody has gone hungry on the island yet.” It rained. So it was.";
    let report = report(draft, &[HARBOUR]);
    let Coverage { counts, untied, .. } = &report.drafts[0].coverage;
    assert_eq!(counts.tied.quotes, 1, "{:?}", report.drafts[0].matches);
    assert_eq!(untied.iter().map(|&span| report.files.slice(span)).collect::<Vec<_>>(), ["So it was."]);
}

#[test]
fn a_sentence_that_is_copied_or_restates_one_is_tied() {
    let copied = "The storehouse at the old pier was filled with four hundred sacks of flour before the first snow came.";
    counts(&format!("{copied} Then it snowed for weeks."), units(0, 0, 2), units(0, 0, 1));
    let told = "The keeper of the ledger said that the ferry had carried ninety barrels of tar across the sound in April.";
    counts(told, units(0, 1, 1), units(0, 1, 1));
}

#[test]
fn a_sentence_of_which_only_the_edge_is_copied_is_not() {
    let draft = "Nobody who lived there at the time had heard of it, and few of them cared to ask what it might be for that \
                 day. The storehouse at the old pier was filled with four hundred sacks of flour before the first snow \
                 came.";
    let report = counts(draft, units(0, 0, 2), units(0, 0, 1));
    assert!(report.files.slice(report.drafts[0].coverage.untied[0]).starts_with("Nobody"));
}

#[test]
fn notes_lists_of_sources_headings_and_block_quotes_are_no_sentences() {
    let draft = "# On the ice\n\nIt rained.[^1] [@harbour]\n\n> Nobody has gone hungry on the island yet.\n\n- An item of it\n\n\
                 | a | b |\n|---|---|\n| c | d |\n\n[^1]: The ledger has it so.\n\n## References\n\nWard, Ferries, 1921.\n";
    let report = report(draft, &[HARBOUR]);
    let Coverage { counts, untied, .. } = &report.drafts[0].coverage;
    let untied: Vec<&str> = untied.iter().map(|&span| report.files.slice(span)).collect();
    assert_eq!((counts.found.sentences, untied.as_slice()), (2, &["It rained.", "An item of it"][..]));
}

#[test]
fn what_two_sources_have_a_part_of_counts_for_both_and_once_in_all() {
    let draft = "He said “nobody has gone hungry on the island yet” and “the ferry carried ninety barrels of tar across the \
                 sound”.";
    let report = counts(draft, units(2, 0, 1), units(2, 0, 1));
    let sources: Vec<_> =
        by_source(&report).iter().map(|source| (source.document.key.clone(), source.tied)).collect();
    assert_eq!(sources, [("harbour".into(), units(1, 0, 1)), ("ledger".into(), units(1, 0, 1))]);
}

#[test]
fn a_source_that_nothing_is_tied_to_is_listed_all_the_same() {
    let report = report("It rained.", &[HARBOUR, LEDGER]);
    let sources = by_source(&report);
    assert_eq!(sources.len(), 2);
    assert!(sources.iter().all(|source| source.tied == Units::default()));
}

#[test]
fn without_sources_nothing_is_tied() {
    let report = report("“The boat will not sail before the ice has gone,” he said. It rained.", &[]);
    let counts = report.drafts[0].coverage.counts;
    assert_eq!(counts.tied, Units::default());
    assert_eq!(counts.found, units(1, 0, 2));
}

#[test]
fn a_draft_falls_short_where_less_is_tied_than_is_asked_for() {
    let counts = Counts { found: units(4, 0, 3), tied: units(3, 0, 2) };
    let least = |quotes, claims, sentences| Least { quotes, claims, sentences };
    assert_eq!(short("a.md", counts, least(Some(75), Some(100), Some(66))), []);
    assert_eq!(short("a.md", counts, Least::default()), []);
    let found = short("a.md", counts, least(Some(76), Some(100), Some(67)));
    let of = |unit, found, tied, least| Short { path: "a.md".into(), unit, found, tied, least };
    assert_eq!(found, [of(Unit::Quotes, 4, 3, 76), of(Unit::Sentences, 3, 2, 67)]);
}

#[test]
fn as_many_quotations_are_tied_as_have_a_verdict_that_says_so() {
    let draft = "“The boat will not sail before the ice has gone,” he said. “The lamps were lit at six by nobody at all,” he \
                 said. He was “happy”. “Nobody has gone hungry on the islands yet,” he said.";
    let report = report(draft, &[HARBOUR]);
    assert_eq!(report.summary.coverage.tied.quotes, report.summary.quotes.tied());
    assert_eq!(report.summary.coverage.found.quotes, report.summary.quotes.found);
}
