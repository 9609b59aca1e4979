//! Runs the examples on every rule's page, and holds the pages to their form and to the defaults of `Options`.
//!
//! A bad example gives exactly one finding of its rule's family, of that rule, on the words that it names; a good one
//! gives nothing of the family.

mod common;

use std::collections::BTreeMap;

use common::{check_texts, found, squash};
use ibid::config::Options;
use ibid::config::options::ToCite;
use ibid::finding::Severity;
use ibid::page::{Example, Page};
use ibid::rule::RULES;

#[test]
fn the_examples_do_what_their_page_says() {
    let mut examples = 0;
    let mut failures = Vec::new();
    for page in RULES.iter().map(|rule| rule.page) {
        for (number, example) in page.examples.iter().enumerate() {
            examples += 1;
            let expected: Vec<_> =
                example.flags.map(|words| (page.id.to_string(), squash(words))).into_iter().collect();
            let reported = reported(page, example);
            if reported != expected {
                failures.push(format!(
                    "rules/{}.toml, example {}\n  draft     {}\n  says      {expected:?}\n  reported  {reported:?}",
                    page.id,
                    number + 1,
                    example.draft
                ));
            }
        }
    }
    assert!(examples >= 40, "only {examples} examples were found");
    assert!(failures.is_empty(), "{} of {examples} fail\n\n{}\n", failures.len(), failures.join("\n\n"));
}

/// A rule about the input itself cannot show an example: its fault is no text.
#[test]
fn every_rule_on_text_shows_bad_and_good_examples() {
    let family = |page: &&Page| page.family() == "quote";
    let pages: Vec<_> = RULES.iter().map(|rule| rule.page).filter(family).collect();
    assert!(pages.len() >= 7, "only {} rules of the quote family were found", pages.len());
    for page in pages {
        let bad = page.examples.iter().filter(|example| example.flags.is_some()).count();
        let good = page.examples.len() - bad;
        assert!(bad >= 2 && good >= 2, "rules/{}.toml: {bad} bad and {good} good examples", page.id);
    }
}

#[test]
fn a_flagged_word_stands_in_its_draft() {
    for page in RULES.iter().map(|rule| rule.page) {
        for example in page.examples {
            let words = squash(example.flags.unwrap_or_default());
            assert!(squash(example.draft).contains(&words), "rules/{}.toml: no {words:?} in it", page.id);
        }
    }
}

#[test]
fn a_page_has_its_form() {
    for page in RULES.iter().map(|rule| rule.page) {
        let id = page.id;
        assert!(!page.summary.contains('\n') && !page.summary.ends_with('.'), "{id}: summary");
        assert!(page.summary.chars().count() <= 80, "{id}: the summary does not fit a line of the table");
        assert!(page.why.split("\n\n").count() <= 3, "{id}: `why` has more than three paragraphs");
        assert!(page.why.ends_with('.') && page.remedy.ends_with('.'), "{id}: a text breaks off");
    }
}

#[test]
fn the_options_default_to_what_the_pages_say() {
    let Options { shortest, cited, bare, likeness, reach, gap, copied, to_cite, complete: _ } =
        Options::default();
    assert_eq!(to_cite, ToCite::Quotation);
    let defaults = BTreeMap::from([
        ("citation-missing.reach", "\"quotation\"".to_owned()),
        ("quote-altered.likeness", likeness.to_string()),
        ("quote-elided.gap", gap.to_string()),
        ("quote-not-found.bare", bare.to_string()),
        ("quote-not-found.cited", cited.to_string()),
        ("quote-short.shortest", shortest.to_string()),
        ("quote-spliced.reach", reach.to_string()),
        ("verbatim-unquoted.words", copied.to_string()),
    ]);
    let pages = RULES.iter().map(|rule| rule.page).flat_map(|page| {
        page.options.iter().map(|option| (format!("{}.{}", page.id, option.name), option.default.to_string()))
    });
    let defaults: BTreeMap<String, String> =
        defaults.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
    assert_eq!(pages.collect::<BTreeMap<_, _>>(), defaults);
}

/// The findings of the page's family on an example.
fn reported(page: &Page, example: &Example) -> Vec<(String, String)> {
    let report = check_texts(example.draft, example.source, page.severity == Severity::Note);
    let family = |rule: &str| rule.split('-').next() == Some(page.family());
    found(&report).into_iter().filter(|(rule, _)| family(rule)).collect()
}
