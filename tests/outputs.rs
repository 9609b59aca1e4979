//! The built program's reports in several formats at once, into files and onto standard output, and what each says of a run that
//! failed.

mod common;

use std::fs;
use std::path::Path;

use common::program::{self, Run};
use common::schema::holds;
use serde_json::Value;

const SOURCE: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";
const DRAFT: &str =
    "The harbour master said that “the ferry will not sail before the ice has gone” [@harbour].\n";
/// The formats that promise a document whatever happens.
const DOCUMENTS: [&str; 6] = ["json", "sarif", "gitlab", "rdjson", "checkstyle", "junit"];

fn project() -> tempfile::TempDir {
    program::folder([("draft.md", DRAFT), ("texts/harbour.txt", SOURCE)])
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    program::run(folder, &[&["check", "--sources", "texts", "draft.md"], arguments].concat(), &[])
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn one_run_prints_one_format_and_writes_the_others() {
    let folder = project();
    let alone: Vec<Run> = ["text", "json", "sarif", "markdown"]
        .iter()
        .map(|format| check(folder.path(), &["--format", format]))
        .collect();
    for arguments in [
        &["--format", "text,json=a.json,sarif=b.sarif", "--format=markdown=c.md"][..],
        &["--format", "json=a.json", "--format", "sarif=b.sarif,markdown=./c.md", "--format", "text"],
        &["--format", "json=a.json,sarif=b.sarif,markdown=c.md,text=-"],
    ] {
        let run = check(folder.path(), arguments);
        assert_eq!((run.status, run.err.as_str()), (1, ""), "{arguments:?}");
        assert_eq!(run.out, alone[0].out);
        for (name, alone) in ["a.json", "b.sarif", "c.md"].iter().zip(&alone[1..]) {
            assert_eq!(read(folder.path(), name), alone.out, "{name}");
            fs::remove_file(folder.path().join(name)).unwrap();
        }
    }
    let run = check(folder.path(), &["--format", "sarif", "--output-file", "report.sarif"]);
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (1, "", ""));
    assert_eq!(read(folder.path(), "report.sarif"), alone[2].out);
    // Written again it is replaced, and nothing stays beside it.
    check(folder.path(), &["--format", "gitlab", "--output-file", "report.sarif"]);
    assert!(read(folder.path(), "report.sarif").starts_with('['));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    let run = check(folder.path(), &["--format", "concise", "--output-file", "-"]);
    assert!(run.out.starts_with("draft.md:1:35: error[quote-altered]"), "{}", run.out);
}

#[test]
fn a_file_of_text_holds_no_colour_and_is_as_wide_whatever_the_terminal() {
    let folder = project();
    for columns in ["60", "200"] {
        let arguments =
            ["check", "--sources", "texts", "draft.md", "--color", "always", "--hyperlinks", "always"];
        let arguments = [&arguments[..], &["--output-file", "report.txt"]].concat();
        let run = program::run(folder.path(), &arguments, &[("COLUMNS", columns)]);
        assert_eq!((run.status, run.out.as_str()), (1, ""));
        let text = read(folder.path(), "report.txt");
        assert!(!text.contains('\u{1b}'), "{text:?}");
        let plain = program::run(folder.path(), &arguments[..4], &[("COLUMNS", "100")]);
        assert_eq!(text, plain.out);
    }
}

#[test]
fn places_that_cannot_be_are_refused_before_anything_is_read() {
    let folder = project();
    for (arguments, says) in [
        (&["--format", "text,json"][..], "`text` and `json` would both go to standard output"),
        (&["--format", "text,json", "--output-file", "a"], "`text` and `json` would both go to `a`"),
        (&["--format", "json=a,sarif=./a"], "`json` and `sarif` would both go to `a`"),
        (&["--format", "json=a", "--output-file", "b"], "`--output-file` is for a format that names no file"),
        (&["--format", "json=no/such/a"], "there is no folder `no/such`"),
        (&["--output-file", "texts"], "`texts` is a folder"),
        (&["--format", "json="], "no file is named"),
        (&["--statistics", "--format", "sarif"], "`--statistics` is a table"),
    ] {
        let run = check(folder.path(), arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.err.contains(says), "{arguments:?}: {}", run.err);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "{arguments:?}");
    }
}

#[test]
fn no_text_that_is_read_is_written_over() {
    let folder = project();
    fs::create_dir(folder.path().join("more")).unwrap();
    for file in ["draft.md", "./draft.md", "more/../draft.md", "texts/harbour.txt"] {
        for arguments in
            [&["--output-file", file][..], &["--format", "json", "--output-file", file, "--add-allow", "x"]]
        {
            let run = check(folder.path(), arguments);
            assert_eq!(run.status, 2, "{file}");
            assert!(run.err.contains("one of the texts that were read"), "{file}: {}", run.err);
        }
    }
    // Nor where the run fails before it knows what it reads.
    let run =
        program::run(folder.path(), &["check", "no.md", "--format", "junit=draft.md,gitlab=new.json"], &[]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`draft.md` is left as it was"), "{}", run.err);
    assert!(read(folder.path(), "new.json").contains("run-failed"));
    assert_eq!(
        (read(folder.path(), "draft.md").as_str(), read(folder.path(), "texts/harbour.txt").as_str()),
        (DRAFT, SOURCE)
    );
}

#[cfg(unix)]
#[test]
fn no_text_is_written_over_by_way_of_a_link() {
    let folder = project();
    std::os::unix::fs::symlink("draft.md", folder.path().join("link.md")).unwrap();
    for (draft, file) in [("draft.md", "link.md"), ("link.md", "draft.md")] {
        let run =
            program::run(folder.path(), &["check", "--sources", "texts", draft, "--output-file", file], &[]);
        assert_eq!(run.status, 2, "{file}");
        assert_eq!(read(folder.path(), "draft.md"), DRAFT);
    }
}

#[test]
fn every_format_for_programs_is_a_document_even_when_the_run_fails() {
    let folder = project();
    fs::write(folder.path().join("ibid.toml"), "[sources]\npathz = []\n").unwrap();
    for format in DOCUMENTS {
        for arguments in [
            &["check", "--no-config", "no/such/draft.md", "--format", format][..],
            &["check", "--select", "no-such-rule", "--format", format],
            &["check", "--no-such-flag", "--format", format],
            &["check", "draft.md", "--format", format],
        ] {
            let run = program::run(folder.path(), arguments, &[]);
            assert_eq!(run.status, 2, "{arguments:?}");
            match format {
                "checkstyle" | "junit" => {
                    assert!(run.out.starts_with("<?xml") && run.out.contains("error"), "{}", run.out);
                }
                _ => {
                    let document: Value =
                        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out));
                    match format {
                        "json" => holds("report", &document),
                        "sarif" => {
                            let invocation = &document["runs"][0]["invocations"][0];
                            assert_eq!(invocation["executionSuccessful"], false);
                            assert_eq!(invocation["toolExecutionNotifications"][0]["level"], "error");
                        }
                        "gitlab" => assert_ne!(document.as_array().map(Vec::len), Some(0)),
                        _ => assert_eq!(document["diagnostics"][0]["severity"], "ERROR"),
                    }
                }
            }
        }
        let run = program::run(
            folder.path(),
            &["check", "--no-such-flag", "--format", format, "--output-file", "a"],
            &[],
        );
        assert_eq!((run.status, run.out.as_str()), (2, ""));
    }
}

#[test]
fn what_falls_short_and_what_is_wrong_with_the_input_is_in_every_format() {
    let folder = project();
    fs::write(folder.path().join("texts/scan.txt"), b"\xff\x00\xfe\x00\x01").unwrap();
    for format in DOCUMENTS.into_iter().chain(["github", "markdown", "concise"]) {
        let run = check(folder.path(), &["--format", format, "--min-coverage", "claims=100,quotes=100"]);
        assert!(
            run.out.contains("texts/scan.txt") && run.out.contains("quote-altered"),
            "{format}: {}",
            run.out
        );
    }
    fs::write(
        folder.path().join("draft.md"),
        "The pilot wrote that “nobody had asked the two of them about the tide” in May.\n",
    )
    .unwrap();
    for format in DOCUMENTS.into_iter().chain(["github", "markdown", "concise"]) {
        let run = check(
            folder.path(),
            &["--format", format, "--ignore", "quote,source", "--min-coverage", "quotes=100"],
        );
        assert_eq!(run.status, 1, "{format}");
        assert!(
            run.out.contains("draft.md")
                && (run.out.contains("falls short") || run.out.contains("\"short\": [\n")),
            "{format}: {}",
            run.out
        );
    }
}

#[test]
fn quiet_leaves_documents_whole_and_the_others_empty_where_nothing_is_found() {
    let folder = project();
    fs::write(folder.path().join("draft.md"), DRAFT.replace("ferry", "boat")).unwrap();
    for format in ["text", "concise", "github", "markdown"] {
        let run = check(folder.path(), &["--format", format, "--quiet"]);
        assert_eq!((run.status, run.out.as_str()), (0, ""), "{format}");
    }
    for format in DOCUMENTS {
        let quiet = check(folder.path(), &["--format", format, "--quiet"]);
        assert_eq!(quiet.out, check(folder.path(), &["--format", format]).out);
        assert!(!quiet.out.is_empty());
    }
}

#[test]
fn a_service_that_runs_it_changes_nothing() {
    let folder = project();
    let arguments = ["check", "--sources", "texts", "draft.md"];
    let plain = program::run(folder.path(), &arguments, &[]);
    let service = [
        ("CI", "true"),
        ("GITHUB_ACTIONS", "true"),
        ("GITLAB_CI", "true"),
        ("GITHUB_STEP_SUMMARY", "summary.md"),
    ];
    let run = program::run(folder.path(), &arguments, &service);
    assert_eq!((run.status, run.out, run.err), (plain.status, plain.out, plain.err));
    assert!(!folder.path().join("summary.md").exists());
}
