//! Facts of one's own: how an `ibid.toml` and the files that it names come together, and what is refused.

mod common;

use common::program::{self, folder};
use serde_json::Value;

const DRAFT: &str = "The ferry waits in the harbour.\n";

/// What a run in a folder of these files reports as invalid: place and message, a line each.
#[track_caller]
fn refused<const N: usize>(files: [(&str, &str); N]) -> String {
    let folder = folder(files);
    let run = program::run(folder.path(), &["check", "draft.md", "--format", "concise"], &[]);
    assert_eq!((run.status, run.err.as_str()), (2, ""), "{}", run.out);
    let lines = run.out.lines().filter_map(|line| line.split_once(" error[config-invalid] "));
    lines.map(|(place, message)| format!("{place} {message}\n")).collect()
}

#[test]
fn facts_stand_in_files_of_their_own_from_the_configurations_folder() {
    let folder = folder([
        ("desk/facts/one.toml", "[places]\n\"Port Ellis\" = \"Norway\"\n"),
        (
            "desk/facts/two.toml",
            "\u{feff}[offices]\n\"Ann Ward\" = [\"mayor of Skarv\"]\n[places]\n\"port ellis\" = [\"Norway\"]\n",
        ),
        ("desk/ibid.toml", "[facts]\npaths = [\"facts/one.toml\", \"facts/two.toml\", \"facts/one.toml\"]\n"),
        ("desk/draft.md", DRAFT),
        ("other/draft.md", DRAFT),
    ]);
    for from in ["", "desk", "other"] {
        let path = if from == "desk" { "draft.md" } else { "../desk/draft.md" };
        let path = if from.is_empty() { "desk/draft.md" } else { path };
        let run = program::run(&folder.path().join(from), &["check", path], &[]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{from}: {}", run.out);
    }
}

#[test]
fn a_file_of_facts_that_is_not_there_or_cannot_be_read_is_named() {
    let found = refused([
        (
            "ibid.toml",
            "[facts]\npaths = [\"dsk.toml\", \"texts\", \"desk.toml\", \"more.toml\", \"blank.toml\"]\n",
        ),
        ("desk.toml", "[places\n"),
        ("more.toml", "[facts.places]\na = \"b\"\n[place]\n"),
        ("blank.toml", "\n"),
        ("texts/harbour.txt", "The ferry.\n"),
        ("draft.md", DRAFT),
    ]);
    for expected in [
        "ibid.toml:2:10: `dsk.toml` does not exist; did you mean `desk.toml`?",
        "ibid.toml:2:22: `texts` is a folder, and facts stand in files",
        "desk.toml:1:",
        "this is no TOML",
        "more.toml:1:2: a file of facts has no key `facts`",
        "more.toml:3:2: a file of facts has no key `place`",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    assert_eq!(found.lines().count(), 5, "{found}");
    let folder = folder([
        ("ibid.toml", &b"[facts]\npaths = [\"desk.toml\"]\n"[..]),
        ("desk.toml", b"a\0b"),
        ("draft.md", b"x"),
    ]);
    let run = program::run(folder.path(), &["check", "draft.md"], &[]);
    assert_eq!(run.status, 2, "{}", run.out);
    assert!(run.out.contains("`desk.toml` is no text: byte 2 (line 1) is NUL"), "{}", run.out);
}

#[test]
fn two_facts_that_cannot_both_be_are_refused_with_both_places() {
    let folder = folder([
        ("ibid.toml", "[facts]\npaths = [\"desk.toml\"]\nplaces = { \"Port Ellis\" = \"Norway\" }\n"),
        ("desk.toml", "[places]\n\"PORT ELLIS\" = \"Sweden\"\n"),
        ("draft.md", DRAFT),
    ]);
    let run = program::run(folder.path(), &["check", "draft.md", "--format", "json"], &[]);
    assert_eq!(run.status, 2, "{}", run.out);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let found = &object["diagnostics"][0];
    assert_eq!((&found["path"], &found["text"]), (&"desk.toml".into(), &"\"PORT ELLIS\"".into()));
    assert_eq!(found["related"][0]["path"], "ibid.toml");
    assert_eq!(found["related"][0]["text"], "\"Port Ellis\"");
}

#[test]
fn a_spelling_that_two_facts_pull_two_ways_is_refused() {
    let found = refused([
        (
            "ibid.toml",
            "[facts.spellings]\nSkarvoy = [\"Skarvoey\", \"Tangen\"]\nTangen = \"Skarvoey\"\nEllis = \"Ellis\"\n\"Møller’s\" = \"Moller's\"\n",
        ),
        ("draft.md", DRAFT),
    ]);
    assert_eq!(
        found,
        "ibid.toml:2:24: `Tangen` is both preferred and to be replaced\n\
         ibid.toml:3:10: `Skarvoey` is to be replaced by two spellings\n\
         ibid.toml:4:9: `Ellis` is both preferred and to be replaced\n"
    );
}

const MINISTER: &str = "“The ice holds,” Norwegian President Ingrid Solberg-Vik said.\n";

#[test]
fn an_office_of_ones_own_is_held_against_a_draft_without_sources_and_without_preview() {
    let folder = folder([
        ("ibid.toml", "[facts]\npaths = [\"desk.toml\"]\n"),
        ("desk.toml", "[offices]\n\"Ingrid Solberg-Vik\" = \"foreign minister of Norway\"\n"),
        ("draft.md", MINISTER),
    ]);
    let run = program::run(folder.path(), &["check", "draft.md", "--format", "json"], &[]);
    assert_eq!(run.status, 1, "{}{}", run.out, run.err);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let found = &object["diagnostics"][0];
    assert_eq!((&found["rule"], &found["text"]), (&"role-mismatch".into(), &"Norwegian President".into()));
    assert_eq!(found["related"][0]["path"], "desk.toml");
    assert_eq!(found["related"][0]["text"], "\"foreign minister of Norway\"");
    for arguments in [&["--ignore", "role-mismatch"][..], &["--no-config"], &["--select", "quote"]] {
        let run = program::run(folder.path(), &[&["check", "draft.md"], arguments].concat(), &[]);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.out);
    }
}

#[test]
fn what_a_source_says_of_an_office_stays_in_preview_beside_facts_on_others() {
    let folder = folder([
        (
            "ibid.toml",
            "ignore = [\"citation\"]\n[sources]\npaths = [\"texts\"]\n[facts.offices]\n\"Peter Marsh\" = \"mayor of Skarv\"\n",
        ),
        ("texts/harbour.txt", "“The ice holds,” Norway’s Foreign Minister Ingrid Solberg-Vik said.\n"),
        ("draft.md", MINISTER),
    ]);
    for (arguments, status) in
        [(&["check"][..], 0), (&["check", "--preview"], 1), (&["check", "--select", "role-mismatch"], 1)]
    {
        let run = program::run(folder.path(), arguments, &[]);
        assert_eq!(run.status, status, "{arguments:?}: {}", run.out);
    }
}

#[test]
fn a_fact_that_is_not_understood_is_refused_once() {
    let found = refused([
        (
            "ibid.toml",
            "[facts]\npaths = [\"desk.toml\"]\n[facts.offices]\n\"Ann Ward\" = [\"mayor of Skarv\", \"minister\"]\n",
        ),
        (
            "desk.toml",
            "[places]\nSkarv = [\"Skarv county\", \"the moon\"]\n[offices]\n\"Peter Marsh\" = \"wizard of Skarv\"\n[values]\n\"length of the pier\" = \"long\"\n",
        ),
        ("draft.md", DRAFT),
    ]);
    assert_eq!(
        found,
        "desk.toml:2:10: `Skarv county` is no country and no region that is known\n\
         desk.toml:4:17: `wizard of Skarv` is no office that can be told from others\n\
         desk.toml:6:24: `long` is no number and no date\n\
         ibid.toml:4:33: `minister` is no office that can be told from others\n"
    );
}

#[test]
fn a_place_of_ones_own_goes_before_the_gazetteer_without_sources() {
    let folder = folder([
        (
            "ibid.toml",
            "[facts.places]\nDushanbe = \"Uzbekistan\"\n\"Port Ellis\" = [\"Norway\", \"Sweden\"]\n",
        ),
        ("one.md", "They met in Dushanbe (Uzbekistan) and in Port Ellis (Sweden).\n"),
        ("two.md", "They met in Dushanbe (Tajikistan) and in Port Ellis, Denmark.\n"),
    ]);
    let run = program::run(folder.path(), &["check", "one.md"], &[]);
    assert_eq!(run.status, 0, "{}", run.out);
    let run = program::run(folder.path(), &["check", "two.md", "--format", "concise"], &[]);
    let found: Vec<_> = run.out.lines().filter(|line| line.contains("place-mismatch")).collect();
    assert_eq!((run.status, found.len()), (1, 2), "{}", run.out);
}

#[test]
fn a_value_of_ones_own_is_held_against_a_draft_without_sources() {
    let folder = folder([
        (
            "ibid.toml",
            "[facts.values]\n\"length of the pier\" = \"84 metres\"\n\"founding of Skarv\" = \"1804\"\n",
        ),
        ("draft.md", "The pier is 94 metres long. Skarv was founded in 1840.\n"),
    ]);
    let run = program::run(folder.path(), &["check", "draft.md", "--format", "json"], &[]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let found = object["diagnostics"].as_array().unwrap().iter();
    let found: Vec<_> =
        found.map(|one| (one["rule"].as_str().unwrap(), one["text"].as_str().unwrap())).collect();
    assert_eq!(found, [("number-mismatch", "94 metres"), ("date-mismatch", "1840")]);
}
