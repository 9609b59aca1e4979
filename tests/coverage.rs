//! Coverage from outside: what `ibid check --min-coverage` and `min-coverage` in an `ibid.toml` ask for, what falling short
//! prints, and what `ibid trace` shows of it.

mod common;

use common::program::{self, Run};
use common::schema::holds;
use serde_json::{Value, json};
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March. “Nobody has gone \
hungry on the island yet,” he said.\n";

/// Of two quotations one is in no source, but may be; of four sentences one is tied.
const HALF: &str = "“The boat will not sail before the ice has gone,” the harbour master said [@harbour]. It rained all day. \
The baker spoke of “a winter like none before it in living memory” (Baker, 3 May 1921). Nobody minded.\n";
const WHOLE: &str = "“Nobody has gone hungry on the island yet,” the harbour master said [@harbour].\n";

fn project() -> TempDir {
    program::folder([("half.md", HALF), ("whole.md", WHOLE), ("texts/harbour.txt", HARBOUR)])
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    program::run(folder.path(), &[&["check", "--sources", "texts"], arguments].concat(), &[])
}

fn object(run: &Run) -> Value {
    let object = serde_json::from_str(&run.out).unwrap();
    holds("report", &object);
    object
}

#[test]
fn what_falls_short_is_status_one_and_a_line() {
    let folder = project();
    for (asked, status) in [
        (&["--min-coverage", "25"][..], 0),
        (&["--min-coverage", "26"], 1),
        (&["--min-coverage", "26%"], 1),
        (&["--min-coverage", "sentences=26"], 1),
        (&["--min-coverage", "quotes=50,sentences=25"], 0),
        (&["--min-coverage", "quotes=51", "--min-coverage", "sentences=25"], 1),
        (&["--min-coverage", "claims=100"], 0),
        (&["--min-coverage", "26", "--fail-on", "never"], 0),
        (&["--min-coverage", "26", "--fail-on", "error"], 1),
        (&["--min-coverage", "0"], 0),
        (&[], 0),
    ] {
        for format in ["text", "concise", "json"] {
            let run = check(&folder, &[&["--format", format, "half.md", "whole.md"], asked].concat());
            assert_eq!((run.status, run.err.as_str()), (status, ""), "{asked:?}: {}", run.out);
            if format != "json" {
                let falls = status == 1 || asked.contains(&"never");
                assert_eq!(run.out.contains("half.md falls short"), falls, "{asked:?}: {}", run.out);
                assert!(!run.out.contains("whole.md falls short"), "{}", run.out);
                assert_eq!(run.out.contains("tied to a source: "), !asked.is_empty(), "{}", run.out);
            }
        }
    }
}

#[test]
fn the_line_says_how_much_and_where_to_look() {
    let folder = project();
    let run = check(&folder, &["--min-coverage", "80", "half.md"]);
    let expected = "\
1 quotation checked in 1 draft against 1 source: 1 verbatim; not checked: 1
    (1 cited outside the sources)
tied to a source: 50 % of 2 quotations, 25 % of 4 sentences
half.md falls short: 1 of 4 sentences (25 %) is tied to a source, 80 % are asked
    for; `ibid trace --untied` lists the others
";
    assert_eq!((run.status, run.out.as_str()), (1, expected));
    let quiet = check(&folder, &["--min-coverage", "80", "--quiet", "half.md"]);
    assert_eq!(quiet.status, 1);
    assert!(expected.ends_with(&quiet.out) && quiet.out.starts_with("half.md falls short"), "{}", quiet.out);
    let quiet = check(&folder, &["--min-coverage", "20", "--quiet", "half.md"]);
    assert_eq!((quiet.status, quiet.out.as_str()), (0, ""));
    let concise = check(&folder, &["--min-coverage", "80", "--format", "concise", "half.md"]).out;
    assert_eq!(concise.lines().count(), 2, "{concise}");
    let colour = check(&folder, &["--min-coverage", "80", "--color", "always", "half.md"]).out;
    assert!(colour.contains("falls short\u{1b}[0m: 1 of 4"), "{colour:?}");
}

#[test]
fn nothing_is_ok_that_falls_short() {
    let folder = program::folder([
        ("draft.md", format!("{WHOLE}\nIt rained all day.\n")),
        ("texts/harbour.txt", HARBOUR.to_owned()),
    ]);
    for format in ["text", "concise"] {
        assert!(check(&folder, &["--format", format]).out.starts_with("ok: "));
        assert!(check(&folder, &["--format", format, "--min-coverage", "50"]).out.starts_with("ok: "));
        let run = check(&folder, &["--format", format, "--min-coverage", "51"]);
        assert!(!run.out.contains("ok: "), "{}", run.out);
    }
}

#[test]
fn json_has_it_where_it_is_asked_for() {
    let folder = project();
    let run = check(&folder, &["--format", "json", "half.md", "whole.md"]);
    assert_eq!(object(&run)["summary"].get("coverage"), None);
    let run = check(&folder, &["--format", "json", "--min-coverage", "80,quotes=10", "half.md", "whole.md"]);
    let expected = json!({
        "quotes": {"found": 3, "tied": 2, "share": 0.6667},
        "claims": {"found": 0, "tied": 0, "share": null},
        "sentences": {"found": 5, "tied": 2, "share": 0.4},
        "short": [{"path": "half.md", "of": "sentences", "found": 4, "tied": 1, "share": 0.25, "least": 0.8}],
    });
    assert_eq!((run.status, &object(&run)["summary"]["coverage"]), (1, &expected));
}

#[test]
fn what_is_no_share_is_wrong_usage() {
    let folder = project();
    for (share, help) in [
        ("101", "from 0 to 100"),
        ("-1", "from 0 to 100"),
        ("half", "from 0 to 100"),
        ("quote=50", "did you mean `quotes`?"),
        ("words=50", "quotes, claims, sentences"),
    ] {
        let argument = format!("--min-coverage={share}");
        let run = check(&folder, &[&argument]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{share}");
        assert!(run.err.contains("--min-coverage") && run.err.contains(help), "{share}: {}", run.err);
        let run = check(&folder, &["--format", "json", &argument]);
        assert_eq!(run.status, 2);
        object(&run);
    }
}

#[test]
fn coverage_without_sources_is_no_run() {
    let folder = project();
    for format in ["text", "json"] {
        let run = program::run(
            folder.path(),
            &["check", "--format", format, "--min-coverage", "80", "half.md"],
            &[],
        );
        assert_eq!(run.status, 2);
        assert!(
            run.err.contains("`half.md` has no source") && run.err.contains("--sources DIR"),
            "{}",
            run.err
        );
    }
    let run = program::run(folder.path(), &["check", "--min-coverage", "0", "half.md"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    program::write(folder.path(), "texts/alone.txt", "Nobody draws on this page about lamps and wicks.\n");
    let run = check(&folder, &["--min-coverage", "80", "texts/alone.txt"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "nothing to check is no fault");
}

#[test]
fn a_project_asks_for_it_and_makes_exceptions() {
    let folder = project();
    let config = |text: &str| {
        program::write(folder.path(), "ibid.toml", format!("{text}\n[sources]\npaths = [\"texts\"]\n"));
        program::run(folder.path(), &["check"], &[])
    };
    assert_eq!(config("min-coverage = 80").status, 1);
    assert_eq!(config("min-coverage = 25").status, 0);
    let run = config("min-coverage = { quotes = 100, sentences = 100 }");
    assert_eq!((run.status, run.out.matches("half.md falls short").count()), (1, 2), "{}", run.out);
    let exception = "\n[[overrides]]\npaths = [\"half.md\"]\nmin-coverage = { sentences = 20 }";
    let overridden = |text: &str| {
        let text = format!("{text}\n[sources]\npaths = [\"texts\"]\n{exception}\n");
        program::write(folder.path(), "ibid.toml", text);
        program::run(folder.path(), &["check"], &[]).status
    };
    assert_eq!(overridden("min-coverage = 80"), 0);
    assert_eq!(overridden("min-coverage = { quotes = 100, sentences = 80 }"), 1);
    let run = program::run(folder.path(), &["check", "--min-coverage", "quotes=50,sentences=25"], &[]);
    assert_eq!(run.status, 0, "the command line goes before the file: {}", run.out);

    for (text, expected) in [
        ("min-coverage = 180", "from 0 to 100"),
        ("min-coverage = 0.8", "from 0 to 100"),
        ("min-coverage = \"80\"", "for example: `min-coverage = { quotes = 100, sentences = 80 }`"),
        ("min-coverage = { quotes = -1 }", "from 0 to 100"),
        ("min-coverage = { quote = 80 }", "did you mean this: `min-coverage = { quotes = 80"),
        ("min-coverge = 80", "min-coverage"),
    ] {
        let run = config(text);
        assert_eq!(run.status, 2, "{text}");
        let shown = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(run.out.starts_with("error[config-invalid]") && shown.contains(expected), "{text}: {shown}");
    }
}

#[test]
fn a_trace_closes_with_every_source() {
    let sources = (0..30).map(|n| (format!("texts/log-of-the-year-{n}.txt"), format!("Day {n} was calm.\n")));
    let files = sources.chain([
        ("texts/harbour.txt".to_owned(), HARBOUR.to_owned()),
        ("half.md".to_owned(), HALF.to_owned()),
    ]);
    let folder = program::folder(files);
    for columns in [40, 60, 80, 120, 200] {
        let columns_text = columns.to_string();
        let arguments = ["trace", "--sources", "texts", "half.md"];
        let run = program::run(folder.path(), &arguments, &[("COLUMNS", &columns_text)]);
        for line in run.out.lines() {
            assert!(line.width() <= columns, "{} columns at {columns}: {line}", line.width());
        }
        let words = |line: &str| line.split_whitespace().map(String::from).collect::<Vec<_>>().join(" ");
        let lines: Vec<String> = run.out.lines().map(words).collect();
        let at = lines.iter().position(|line| line.starts_with("tied to ")).unwrap();
        assert_eq!(lines[at + 1..at + 5], ["harbour 1 0 1", "in all 1 0 1", "of 2 0 4", "share 50 % – 25 %"]);
        let (start, end) = match columns {
            40 => ("nothing from 30 sources", ""),
            _ => ("nothing from log-of-the-year-0", " more"),
        };
        assert!(lines[at + 5].starts_with(start) && lines[at + 5].ends_with(end), "{}", lines[at + 5]);
    }
}

#[test]
fn a_source_means_no_harm() {
    let key = format!("{}\u{1b}[2J\u{202e}", "k".repeat(300));
    let bib = format!("@misc{{{key},\n  title = {{What he said}},\n  file = {{texts/harbour.txt}}\n}}\n");
    let folder = program::folder([
        ("texts/harbour.txt", HARBOUR.to_owned()),
        ("library.bib", bib),
        ("whole.md", WHOLE.to_owned()),
    ]);
    let arguments = ["trace", "--sources", "texts", "--sources", "library.bib", "whole.md"];
    let run = program::run(folder.path(), &arguments, &[("COLUMNS", "80")]);
    assert!(run.out.contains("\nin all ") && !run.out.contains(['\u{1b}', '\u{202e}']), "{:?}", run.out);
}

#[test]
fn the_sentences_that_follow_no_source_can_be_listed() {
    let folder = project();
    let common = ["trace", "--sources", "texts", "half.md", "whole.md", "--untied"];
    let run = program::run(folder.path(), &common, &[("COLUMNS", "120")]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let listed: Vec<&str> = run.out.lines().map(str::trim).filter(|line| line.starts_with("1:")).collect();
    assert_eq!(
        listed,
        [
            "1:87  untied  It rained all day.",
            "1:106  untied  The baker spoke of “a winter like none before it in living memory” …",
            "1:194  untied  Nobody minded.",
        ]
    );
    assert!(!run.out.contains("whole.md") && run.out.contains("\nin all "), "{}", run.out);
    let json = program::run(folder.path(), &[&common[..], &["--format", "json"]].concat(), &[]);
    let object: Value = serde_json::from_str(&json.out).unwrap();
    holds("trace", &object);
    let texts: Vec<&Value> =
        object["drafts"][0]["untied"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!((texts.len(), texts[0]), (3, &json!("It rained all day.")));
    assert_eq!(object["drafts"][0]["quotes"], json!([]));
    let both = program::run(folder.path(), &[&common[..], &["--verdict", "altered"]].concat(), &[]);
    assert_eq!(both.status, 2);
}
