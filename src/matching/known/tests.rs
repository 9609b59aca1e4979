//! Which sentences state a value of a fact's thing, and which may mean something else.

use super::*;
use crate::block::blocks;
use crate::claim::claims;
use crate::config::{Options, toml};
use crate::file::{File, FileId, Format};

const FACTS: &str = "[values]\n\"population of Norland\" = \"3.2 million\"\n\"length of the Skarv bridge\" = \"840 metres\"\n\
    \"opening of the Skarv bridge\" = \"12 May 1921\"\n\"founding of Port Ellis\" = \"1804\"\n\"Norland’s debt\" = [\"$40 billion\", \"38 percent\"]\n";

/// The values of a text that the facts have otherwise, and those that they have, too.
fn held(text: &str) -> (Vec<String>, Vec<String>) {
    let file = |id, text: &str, format| File::new(FileId(id), "a".into(), "UTF-8", format, text.into());
    let (facts, findings) = toml::read_facts(&file(0, FACTS, Format::Config));
    assert!(findings.is_empty(), "{findings:?}");
    let draft = file(1, text, Format::Markdown);
    let blocks = blocks(&draft);
    let claims = claims(&draft, &blocks);
    let read = Draft { text: blocks.text(&draft), claims: &claims, options: &Options::default() };
    let known = known(&read, &facts);
    let show = |span: &Span| draft.slice(*span).to_owned();
    (known.wrong.iter().map(|one| show(&one.own)).collect(), known.right.iter().map(show).collect())
}

#[test]
fn a_value_is_read_in_the_forms_that_state_it() {
    for (text, expected) in [
        ("The population of Norland is 3.4 million.", "3.4 million"),
        ("It is large: Norland’s population stands at 3.4 million people.", "3.4 million"),
        ("Norland has a population of 3.4 million.", "3.4 million"),
        ("Norland, with a population of 3.4 million, is large.", "3.4 million"),
        ("The population of **Norland** (3.4 million people) is large.", "3.4 million"),
        ("The Skarv bridge is 900 metres long.", "900 metres"),
        ("They cross the 900-metre-long Skarv bridge.", "900-metre"),
        ("The length of the Skarv bridge is nearly 1,200 metres.", "1,200 metres"),
        ("The Skarv bridge was opened in 1924.", "1924"),
        ("The Skarv bridge, which was opened on 12 June 1921, is old.", "12 June 1921"),
        ("The opening of the Skarv bridge took place in May 1922.", "May 1922"),
        ("Port Ellis was founded in 1840, and it grew.", "1840"),
        ("Norland’s debt is $48 billion.", "$48 billion"),
        ("Norland’s debt is 83 percent.", "83 percent"),
    ] {
        let (wrong, right) = held(text);
        assert_eq!((wrong.as_slice(), right.len()), (&[expected.to_owned()][..], 0), "{text}");
    }
}

#[test]
fn the_same_value_in_another_form_is_confirmed() {
    for text in [
        "The population of Norland is 3,200,000.",
        "Norland has a population of more than three million.",
        "Norland’s population is about 3 million.",
        "The Skarv bridge was opened in 1921.",
        "The Skarv bridge was opened in May 1921.",
        "The Skarv bridge is 840 metres long.",
        "Norland’s debt is 38 percent.",
    ] {
        let (wrong, right) = held(text);
        assert_eq!((wrong.len(), right.len()), (0, 1), "{text}");
    }
}

#[test]
fn what_may_mean_another_thing_is_left_open() {
    for text in [
        "The urban population of Norland is 2 million.",
        "The population of northern Norland is 2 million.",
        "The population of Norland’s capital is 2 million.",
        "The capital of Norland has a population of 2 million.",
        "Skarv, Norland, has a population of 2,000.",
        "In 1990 the population of Norland was 2.9 million.",
        "The population of Norland was 2.9 million.",
        "The population of Norland will reach 4 million.",
        "Norland’s population is not 4 million.",
        "Is the population of Norland 4 million?",
        "Norland’s population grew by 1 million.",
        "Norland’s population is 2 million more than that of Skarv.",
        "Norland has 2 million pensioners.",
        "“The population of Norland is 4 million,” she said.",
        "The Skarv bridge is 30 metres wide.",
        "The Skarv bridge pier is 30 metres long.",
        "The 30-metre Skarv bridge is old.",
        "The Skarv bridge is 2,756 feet long.",
        "The new Skarv bridge is 900 metres long.",
        "The Skarv bridge was painted in 1924.",
        "The Skarv bridge would have opened in 1920.",
        "Port Ellis was founded before 1924.",
        "Port Ellis was founded in 1904 or 1907.",
        "The Skarv bridge is 30 or 40 metres long.",
        "North of Port Ellis, founded in 1924, it rains.",
        // A row without an end is no sentence.
        &format!("Norland has a population of 3.4 million {}", "and of Norland 5 ".repeat(10_000)),
    ] {
        assert_eq!(held(text).0, [""; 0], "{text}");
    }
}

#[test]
fn a_stated_value_has_one_meaning_or_a_year_two() {
    for (text, count) in [
        ("3.2 million", 1),
        ("840 metres", 1),
        ("12 May 1921", 1),
        ("38 %", 1),
        ("many", 0),
        ("3 boats and 4 men", 0),
    ] {
        assert_eq!(readings(text).len(), count, "{text}: {:?}", readings(text));
    }
    assert!(readings("1804").iter().any(|value| matches!(value, Value::Date(_))));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::default()
    })]

    /// Whatever a draft says, it is read, and a value is right or wrong and never both.
    #[test]
    fn no_draft_is_too_strange(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "population", " of ", "Norland", "’s ", " the ", "Skarv", " bridge", "Port Ellis", " has a ", " is ", "3.4 million", " (", ")", "900",
            "-metre", "-long ", " metres", " long", " was ", "founded", "opening", " in ", "1924", "12 May", ". ", "\n\n", "**", "“", "”", "`", "é", "日", "$", "%",
            " or ", ", ", "\u{1}", "_",
        ]), 0..24),
    ) {
        let (wrong, right) = held(&parts.concat());
        proptest::prop_assert!(wrong.len() + right.len() <= 24);
    }
}
