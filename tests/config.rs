//! The configuration: its published schema, and how several projects, overrides, front matter and the command line come
//! together in one run.
//!
//! `IBID_BLESS=1` rewrites `ibid.schema.json` and nothing else does.

mod common;

use std::fs;
use std::path::Path;

use common::program::{self, folder};
use ibid::config::options::{KNOWN, Kind};
use ibid::config::schema::schema;
use ibid::config::{Options, toml};
use ibid::file::{File, FileId, Format};
use ibid::page::PAGES;
use serde_json::Value;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said.\n";
const WRONG: &str = "“The ferry will not sail before the ice has gone,” the harbour master said.\n";

#[test]
fn the_published_schema_is_fresh() {
    let path = Path::new("ibid.schema.json");
    let fresh = schema();
    if std::env::var_os("IBID_BLESS").is_some_and(|value| value != "0") {
        fs::write(path, &fresh).unwrap();
    }
    let published = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(published == fresh, "`IBID_BLESS=1 cargo test --test config` rewrites {}", path.display());
}

#[test]
fn the_schema_knows_every_option_with_its_default() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let rules = &schema["properties"]["options"]["properties"];
    let mut seen = 0;
    for page in PAGES {
        for option in page.options {
            let property = &rules[page.id]["properties"][option.name];
            assert_eq!(property["default"].to_string(), option.default, "{}.{}", page.id, option.name);
            seen += 1;
        }
    }
    assert_eq!(seen, KNOWN.len());
}

#[test]
fn every_option_can_be_set_and_changes_something() {
    for known in KNOWN {
        let value = match &known.kind {
            Kind::Choice(words, _) => format!("\"{}\"", words[words.len() - 1]),
            Kind::Words(..) | Kind::Share(_) => "1".to_owned(),
        };
        let text = format!("[options.{}]\n{} = {value}\n", known.rule, known.name);
        let file = File::new(FileId(0), "ibid.toml".into(), "UTF-8", Format::Config, text);
        let (settings, findings) = toml::read(&file);
        assert!(findings.is_empty(), "{findings:?}");
        assert_ne!(settings.config(&Default::default()).options, Options::default(), "{}", known.name);
    }
}

#[test]
fn one_run_spans_several_projects() {
    let folder = folder([
        ("a/ibid.toml", "[sources]\npaths = [\"texts\"]\n"),
        ("a/texts/harbour.txt", HARBOUR),
        ("a/draft.md", WRONG),
        ("b/ibid.toml", "ignore = [\"quote-altered\"]\n[sources]\npaths = [\"one\", \"two/harbour.txt\"]\n"),
        ("b/one/other.txt", "The ice has gone.\n"),
        ("b/two/harbour.txt", HARBOUR),
        ("b/deep/draft.md", WRONG),
        ("c/draft.md", WRONG),
    ]);
    let run = program::run(folder.path(), &["check", "--format", "concise"], &[]);
    assert_eq!((run.status, run.err.as_str()), (1, ""), "{}", run.out);
    let found: Vec<_> = run.out.lines().filter(|line| line.contains("quote-altered")).collect();
    assert_eq!(found.len(), 1, "{}", run.out);
    assert!(found[0].starts_with("a/draft.md:1:6: error[quote-altered]"), "{}", run.out);
    assert!(run.out.contains("2 quotations checked in 3 drafts against 3 sources"), "{}", run.out);
}

#[test]
fn a_run_without_paths_checks_the_configured_drafts_from_any_folder() {
    let folder = folder([
        ("ibid.toml", "drafts = [\"drafts\", \"*.md\", \"!README.md\"]\n[sources]\npaths = [\"texts\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("README.md", WRONG),
        ("top.md", WRONG),
        ("notes/no.md", WRONG),
        ("drafts/deep/yes.md", WRONG),
    ]);
    for (from, paths) in
        [("", ["drafts/deep/yes.md", "top.md"]), ("notes", ["../drafts/deep/yes.md", "../top.md"])]
    {
        let run = program::run(&folder.path().join(from), &["check", "--format", "json"], &[]);
        let object: Value = serde_json::from_str(&run.out).unwrap();
        let found = object["diagnostics"].as_array().unwrap();
        let altered = found.iter().filter(|found| found["rule"] == "quote-altered");
        let found: Vec<_> = altered.map(|found| found["path"].as_str().unwrap()).collect();
        assert_eq!(found, paths, "from {from:?}");
    }
    // What is asked for by name is checked, configured or not.
    assert_eq!(program::run(folder.path(), &["check", "README.md"], &[]).status, 1);
}

#[test]
fn sources_can_be_patterns_and_are_never_drafts() {
    let folder = folder([
        (
            "ibid.toml",
            "ignore = [\"citation\"]\n[sources]\npaths = [\"*.txt\", \"more/**/*.md\", \"!notes.txt\"]\n",
        ),
        ("harbour.txt", HARBOUR),
        ("notes.txt", WRONG),
        ("more/deep/pilot.md", "“The ferry is late,” the pilot said.\n"),
        ("brief.md", "“The ferry is too late,” the pilot said.\n"),
    ]);
    let run = program::run(folder.path(), &["check", "--format", "json"], &[]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (&object["summary"]["drafts"], &object["summary"]["sources"]),
        (&2.into(), &2.into()),
        "{}",
        run.out
    );
    let found = object["diagnostics"].as_array().unwrap();
    let related: Vec<_> = found.iter().map(|found| found["related"][0]["source"].as_str().unwrap()).collect();
    assert_eq!(related, ["deep/pilot", "harbour"], "{}", run.out);
}

#[test]
fn patterns_may_lead_out_of_the_folder_and_names_may_look_like_patterns() {
    let folder = folder([
        (
            "memo/ibid.toml",
            "ignore = [\"citation\"]\ndrafts = [\".\", \"!old [2].md\", \"!gone.md\"]\n\
             [sources]\npaths = [\"../shared/*.txt\", \"!../shared/n*.txt\", \"../letters [1]\"]\n",
        ),
        ("memo/brief.md", WRONG),
        ("memo/old [2].md", WRONG),
        ("shared/harbour.txt", HARBOUR),
        ("shared/notes.txt", WRONG),
        ("shared/deep/no.txt", WRONG),
        ("letters [1]/pilot.txt", "The ferry is late.\n"),
    ]);
    for from in ["memo", "shared"] {
        let config = if from == "memo" { "ibid.toml" } else { "../memo/ibid.toml" };
        let arguments = ["check", "--config", config, "--format", "concise"];
        let run = program::run(&folder.path().join(from), &arguments, &[]);
        assert_eq!((run.status, run.err.as_str()), (1, ""), "{from}: {}", run.out);
        let closing = "1 error: 1 quotation checked in 1 draft against 2 sources: 1 altered\n";
        assert!(run.out.ends_with(closing), "{from}: {}", run.out);
    }
}

#[test]
fn the_command_line_goes_before_the_configuration() {
    let folder = folder([
        ("ibid.toml", "ignore = [\"quote-altered\"]\n[sources]\npaths = [\"texts\"]\n"),
        ("family.toml", "ignore = [\"quote\", \"quote-altered\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("other/harbour.txt", WRONG),
        ("draft.md", WRONG),
    ]);
    for (arguments, status) in [
        (&["draft.md", "--ignore", "citation"][..], 0),
        (&["draft.md", "--select", "quote-altered"], 1),
        (&["draft.md", "--config", "family.toml", "--sources", "texts", "--select", "quote-altered"], 1),
        (&["draft.md", "--config", "family.toml", "--sources", "texts", "--select", "quote"], 0),
        (&["draft.md", "--sources", "other", "--select", "quote-altered"], 0),
        (&["draft.md", "--no-config", "--sources", "texts"], 1),
        (&["draft.md", "--config", "gone.toml"], 2),
        (&["draft.md", "--config", "ibid.toml", "--ignore", "citation"], 0),
        (&["draft.md", "--config", "ibid.toml", "--no-config"], 2),
    ] {
        let run = program::run(folder.path(), &[&["check"], arguments].concat(), &[]);
        assert_eq!(run.status, status, "{arguments:?}\n{}{}", run.out, run.err);
    }
}

#[test]
fn an_override_counts_for_the_drafts_that_it_names() {
    let folder = folder([
        (
            "ibid.toml",
            "ignore = [\"citation\"]\n[sources]\npaths = [\"texts\"]\n\n[[overrides]]\npaths = [\"old\"]\nignore = [\"quote\"]\n\n\
          [[overrides]]\npaths = [\"mild/*.md\"]\nseverity = { quote-altered = \"note\" }\npedantic = true\n",
        ),
        ("texts/harbour.txt", HARBOUR),
        ("old/draft.md", WRONG),
        ("mild/draft.md", WRONG),
        ("mild/deep/draft.md", WRONG),
        ("new.md", WRONG),
    ]);
    let run = program::run(folder.path(), &["check", "--format", "concise"], &[]);
    let found: Vec<_> =
        run.out.lines().filter_map(|line| line.split(']').next()).filter(|line| line.contains('[')).collect();
    let expected = [
        "mild/deep/draft.md:1:6: error[quote-altered",
        "mild/draft.md:1:6: note[quote-altered",
        "new.md:1:6: error[quote-altered",
    ];
    assert_eq!(found, expected, "{}", run.out);
}

#[test]
fn a_front_matter_narrows_the_sources() {
    let folder = folder([
        ("ibid.toml", "ignore = [\"citation\"]\n[sources]\npaths = [\"texts\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("texts/other.txt", "The ice has gone.\n"),
        ("texts/refs.bib", "@misc{harbour, file = {harbour.txt}}\n"),
        ("drafts/own.bib", "@misc{pilot, file = {../texts/harbour.txt}}\n"),
        ("drafts/one.md", &format!("---\nsources: [../texts/other.txt]\n---\n\n{HARBOUR}")),
        ("drafts/two.md", &format!("---\nbibliography: own.bib\n---\n\n{} [@pilot].\n", HARBOUR.trim_end())),
        ("drafts/three.md", &format!("{} [@harbour].\n", HARBOUR.trim_end())),
        (
            "drafts/four.md",
            "---\nsources: gone.txt\nbibliography: https://example.org/refs.bib\n---\n\nNothing.\n",
        ),
    ]);
    let run = program::run(folder.path(), &["check", "--format", "concise"], &[]);
    let found: Vec<_> = run.out.lines().filter(|line| line.contains('[')).collect();
    assert_eq!(found.len(), 2, "{}", run.out);
    assert!(
        found[0]
            .starts_with("drafts/four.md:2:10: warning[source-unreadable] the front matter names `gone.txt`"),
        "{}",
        run.out
    );
    assert!(found[1].starts_with("drafts/one.md:5:2: error[quote-not-found]"), "{}", run.out);
}

#[test]
fn a_front_matter_parts_a_draft_from_what_lies_beside_it() {
    let draft = format!("---\nsources: .\n---\n\n{WRONG}");
    let folder = folder([
        ("memo/one.md", draft.as_str()),
        ("memo/two.md", &draft),
        ("memo/harbour.txt", HARBOUR),
        ("three.md", &format!("---\nsources: [texts]\n---\n\n{WRONG}")),
        ("texts/pilot.txt", HARBOUR),
        ("texts/aside.txt", WRONG),
    ]);
    let run = program::run(folder.path(), &["check", "--select", "quote", "--format", "concise"], &[]);
    let found: Vec<_> = run.out.lines().collect();
    assert_eq!(found.len(), 3, "{}", run.out);
    assert!(found[0].starts_with("memo/one.md:5:6: error[quote-altered]"), "{}", run.out);
    assert!(found[1].starts_with("memo/two.md:5:6: error[quote-altered]"), "{}", run.out);
    assert!(
        found[2].contains("3 quotations checked in 3 drafts against 3 sources: 1 verbatim, 2 altered"),
        "{}",
        run.out
    );
}

#[cfg(unix)]
#[test]
fn what_projects_share_is_reported_once() {
    let draft = |number: usize| format!("---\nbibliography: {number}.bib\n---\n\nNothing.\n");
    let folder = folder([
        ("ibid.toml", "[sources]\npaths = [\"texts\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("texts/blank.txt", " "),
        ("1.md", &draft(1)),
        ("2.md", &draft(2)),
        ("1.bib", "@misc{one,}"),
        ("2.bib", "@misc{two,}"),
    ]);
    std::os::unix::fs::symlink("../texts", folder.path().join("texts/loop")).unwrap();
    let run = program::run(folder.path(), &["check", "--format", "concise"], &[]);
    let lines: Vec<_> = run.out.lines().filter_map(|line| line.split('`').nth(1)).collect();
    assert_eq!(lines, ["texts/blank.txt", "texts/loop"], "{}", run.out);
}

#[test]
fn a_pattern_in_a_front_matter_is_sent_to_the_configuration() {
    let folder =
        folder([("texts/harbour.txt", HARBOUR), ("a.md", "---\nsources: texts/*.txt\n---\n\nNothing.\n")]);
    let run = program::run(folder.path(), &["check", "a.md"], &[]);
    let help = "  = help: name a file or a folder; patterns are for `ibid.toml`\n";
    assert_eq!((run.status, run.out.contains(help)), (1, true), "{}", run.out);
}

#[test]
fn a_bibliography_named_by_itself_leads_to_its_texts() {
    let entries = "@misc{harbour, file = {files/1/minutes.pdf}}\n@misc{away, file = {../away.txt}}\n";
    let wrong = format!("{} [@harbour].\n", WRONG.trim_end());
    let folder = folder([
        ("lib/library.bib", entries.to_owned()),
        ("lib/files/1/minutes.pdf", "%PDF".into()),
        ("lib/files/1/minutes.txt", HARBOUR.into()),
        ("away.txt", "“The pilot knows nothing at all of this,” said Ann Ward.\n".into()),
        ("draft.md", wrong.clone()),
        ("own.md", format!("---\nbibliography: lib/library.bib\n---\n\n{wrong}")),
        ("conf/ibid.toml", "[sources]\npaths = [\"../lib/library.bib\"]\n".into()),
        ("conf/draft.md", wrong),
    ]);
    for arguments in [&["--sources", "lib/library.bib", "draft.md"][..], &["own.md"], &["conf/draft.md"]] {
        let run = program::run(folder.path(), &[&["check", "--format", "json"], arguments].concat(), &[]);
        let object: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(object["summary"]["sources"], 1, "{arguments:?}: {}{}", run.out, run.err);
        assert_eq!(object["diagnostics"][0]["related"][0]["source"], "harbour", "{arguments:?}: {}", run.out);
    }
    // What it leads to is a source, and never a draft.
    let run = program::run(folder.path(), &["check", "--sources", "lib/library.bib", "lib", "draft.md"], &[]);
    assert!(run.out.contains("in 1 draft against 1 source"), "{}{}", run.out, run.err);
}

#[test]
fn a_front_matter_that_is_no_yaml_is_reported_where_it_names_sources() {
    let folder = folder([
        ("texts/harbour.txt", HARBOUR),
        ("one.md", "---\ntitle: The ferry: a history\nsources: texts\n---\n\nNothing.\n"),
        ("two.md", "---\ntitle: The ferry: a history\n---\n\nNothing.\n"),
    ]);
    let run = program::run(folder.path(), &["check", "--format", "concise", "one.md", "two.md"], &[]);
    let found: Vec<_> = run.out.lines().filter(|line| line.contains('[')).collect();
    assert_eq!(found.len(), 1, "{}", run.out);
    assert!(found[0].starts_with("one.md:2:"), "{}", run.out);
    assert!(
        found[0].contains("warning[source-unreadable] the front matter of `one.md` is no YAML"),
        "{}",
        run.out
    );
}

#[test]
fn an_invalid_configuration_is_a_finding_in_every_format_and_status_two() {
    let folder = folder([("ibid.toml", "selct = []\n"), ("draft.md", WRONG), ("texts/harbour.txt", HARBOUR)]);
    for format in ["text", "concise", "json"] {
        let run = program::run(folder.path(), &["check", "--sources", "texts", "--format", format], &[]);
        assert_eq!((run.status, run.err.as_str()), (2, ""), "{format}: {}", run.out);
        assert!(run.out.contains("config-invalid") && !run.out.contains("quote-altered"), "{}", run.out);
    }
}

#[test]
fn a_configuration_that_is_no_text_is_named() {
    let folder = folder([("ibid.toml", &b"ignore = []\0 # and more"[..]), ("draft.md", b"x")]);
    let run = program::run(folder.path(), &["check"], &[]);
    assert_eq!(run.status, 2);
    assert!(run.out.contains("`ibid.toml` is no text: byte 12 (line 1) is NUL"), "{}", run.out);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::default()
    })]

    /// Whatever a configuration holds, it is read or refused, and every place that is named lies in it.
    #[test]
    fn no_configuration_is_too_strange(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "drafts", "sources", "select", "severity", "options", "overrides", "facts", "places", "spellings", "paths", "complete", "quote-altered", "likeness",
            " = ", "[", "]", "[[", "]]", "{", "}", "\"", "'", ",", ".", "\n", "#", "!", "*", "é", "日", "true", "1", "-0.5", "1e400",
            "0x1F", "\"quote\"", "\u{feff}", "\r\n", "\"\"\"", "99999999999999999999", "inf", "nan", "1979-05-27",
        ]), 0..40),
    ) {
        let file = File::new(FileId(0), "ibid.toml".into(), "UTF-8", Format::Config, parts.concat());
        let (settings, findings) = toml::read(&file);
        for finding in &findings {
            file.slice(finding.primary.span);
        }
        settings.config_of("a/b.md", &Default::default());
    }
}

#[test]
fn a_deep_configuration_is_refused() {
    for part in ["[", "{a=", "a.", "[[a]]\n", "[a."] {
        let text = format!("x = {}", part.repeat(100_000));
        let file = File::new(FileId(0), "ibid.toml".into(), "UTF-8", Format::Config, text);
        assert!(!toml::read(&file).1.is_empty(), "{part}");
    }
}

#[test]
fn trace_says_what_is_wrong_with_a_configuration() {
    let folder = folder([("ibid.toml", "selct = []\n"), ("draft.md", WRONG), ("texts/harbour.txt", HARBOUR)]);
    for format in ["text", "json"] {
        let run = program::run(folder.path(), &["trace", "--sources", "texts", "--format", format], &[]);
        assert_eq!(run.status, 2, "{format}: {}{}", run.out, run.err);
        assert!((run.out + &run.err).contains("selct"), "{format}");
    }
}
