//! The first hour with a folder of one's own: `ibid init`, drafts on standard input, and file lists as hooks pass them.

mod common;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use common::program::{self, folder};
use serde_json::Value;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said.\n";
const WRONG: &str = "“The ferry will not sail before the ice has gone,” the harbour master said.\n";

/// Three sources without a bibliography, a PDF, and a draft that cites two of them and an interview.
fn newcomer() -> tempfile::TempDir {
    folder([
        ("sources/harbour.txt", HARBOUR),
        (
            "sources/pilot.md",
            "# The pilot's log\n\n“I have seen the lamp go out twice this winter,” the pilot wrote.\n",
        ),
        ("sources/council.txt", "The council met on Tuesday and voted for a second ferry.\n"),
        ("sources/survey.pdf", "%PDF-1.4\n"),
        ("README.md", "How we work.\n"),
        (
            "brief.md",
            "The harbour master is firm: “The ferry will not sail before the ice has gone” [@harbour]. The pilot agrees: “I have seen the \
             lamp go out twice this winter” [@pilot]. “Nobody asked the people on the island about any of this,” the mayor told us \
             (interview, 3 March 2025). The survey found that “nine of ten islanders would pay for it” [@survey].\n",
        ),
    ])
}

#[test]
fn init_finds_its_way_in_a_newcomers_folder() {
    let folder = newcomer();
    let run = program::run(folder.path(), &["init"], &[]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let expected = "wrote ibid.toml\ndrafts: 1 text in .\nsources: 3 texts in sources\ncomplete: false, until you say that these are all the sources\nnot read: sources/survey.pdf; give its text beside it as .txt\nnext: read it through, then `ibid check`\n";
    assert_eq!(run.out, expected);

    let run = program::run(folder.path(), &["check", "--format", "json"], &[]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let found = object["diagnostics"].as_array().unwrap();
    let rules: Vec<_> = found.iter().map(|found| found["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["source-unreadable", "quote-altered"], "{}", run.out);
    let unchecked = &object["summary"]["unchecked"];
    assert_eq!(unchecked["cited-outside-the-sources"], 1, "{unchecked}");
    assert_eq!(unchecked["whose-source-has-no-text"], 1, "{unchecked}");
}

/// What cites nothing cannot be judged by sources that nobody said are all.
#[test]
fn sources_that_init_guessed_raise_no_wall_of_errors() {
    let folder = folder([
        ("harbour.txt", HARBOUR),
        ("report.md", "“A ferry that cannot sail is a house that costs money,” the director writes.\n"),
        ("brief.md", WRONG),
    ]);
    let run = program::run(folder.path(), &["init"], &[]);
    assert!(run.out.contains("sources: 1 text in *.txt\ncomplete: false"), "{}", run.out);
    let run = program::run(folder.path(), &["check", "-q", "--format", "concise", "--select", "quote"], &[]);
    assert_eq!(run.out, "brief.md:1:6: error[quote-altered] the source has “boat”, not “ferry”\n");
}

#[test]
fn init_writes_over_nothing_unless_told() {
    let folder = folder([("ibid.toml", "# mine\n"), ("a.md", "One.")]);
    let run = program::run(folder.path(), &["init"], &[]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "error: `ibid.toml` is there already\nhelp: `--force` writes over it\n");
    assert_eq!(fs::read_to_string(folder.path().join("ibid.toml")).unwrap(), "# mine\n");
    for style in ["news", "law", "academic"] {
        let run = program::run(folder.path(), &["init", "--force", "--style", style], &[]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{style}");
        assert_eq!(program::run(folder.path(), &["check"], &[]).status, 0, "{style}");
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn init_writes_into_the_folder_that_is_named_and_prints_the_schema() {
    let folder = folder([("deep/a.md", "One.")]);
    let run = program::run(folder.path(), &["init", "deep"], &[]);
    assert!(run.out.starts_with("wrote deep/ibid.toml\n"), "{}", run.out);
    assert!(run.out.ends_with("`ibid check deep`\n"), "{}", run.out);
    assert_eq!(program::run(folder.path(), &["init", "no/such"], &[]).status, 2);
    let schema = program::run(folder.path(), &["init", "--schema"], &[]).out;
    assert_eq!(schema, fs::read_to_string("ibid.schema.json").unwrap().replace("\r\n", "\n"));
}

/// Runs the program with a text on standard input.
fn piped(folder: &std::path::Path, arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = program::command(folder, arguments, &[]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_draft_comes_on_standard_input() {
    let folder = folder([
        ("ibid.toml", "ignore = [\"citation\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("drafts/ibid.toml", "ignore = [\"quote\", \"citation\"]\n"),
    ]);
    let check = ["check", "--sources", "texts", "--format", "concise", "-"];
    let (status, out, err) = piped(folder.path(), &check, WRONG.as_bytes());
    assert_eq!((status, err.as_str()), (1, ""), "{out}");
    assert!(out.starts_with("<stdin>:1:6: error[quote-altered]"), "{out}");
    // Its name says how it is read, and which configuration counts.
    let named = |name| [&check[..], &["--stdin-filename", name]].concat();
    let (status, out, _) = piped(folder.path(), &named("notes/a.txt"), WRONG.as_bytes());
    assert_eq!(status, 1);
    assert!(out.starts_with("notes/a.txt:1:6: "), "{out}");
    let (status, out, _) = piped(folder.path(), &named("drafts/a.md"), WRONG.as_bytes());
    assert_eq!(status, 0, "{out}");
    // Its folder is told by where it lies, not by how it is written.
    let (status, out, _) = piped(
        &folder.path().join("drafts"),
        &["check", "--sources", "../texts", "-", "--stdin-filename", "../a.md"],
        WRONG.as_bytes(),
    );
    assert_eq!(status, 1, "{out}");
    // What is typed goes before what was saved.
    program::write(folder.path(), "a.md", HARBOUR);
    let (status, out, _) = piped(folder.path(), &[&named("a.md")[..], &["a.md"]].concat(), WRONG.as_bytes());
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("1 quotation checked in 1 draft"), "{out}");
    // It is decoded as any file.
    let wide: Vec<u8> = WRONG.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(piped(folder.path(), &check, &[&[0xFF, 0xFE][..], &wide].concat()).0, 1);
    let (status, out, _) = piped(folder.path(), &check, b"");
    assert_eq!((status, out.as_str()), (0, "no quotations in 1 draft\n"));
    // A name alone would leave standard input unread.
    let run = program::run(folder.path(), &["check", "--stdin-filename", "drafts/a.md"], &[]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.ends_with("help: add the path `-`\n"), "{}", run.err);
}

#[test]
fn a_source_on_standard_input_is_no_draft() {
    let folder = folder([("ibid.toml", "[sources]\npaths = [\"texts\"]\n"), ("texts/harbour.txt", HARBOUR)]);
    let (status, out, _) =
        piped(folder.path(), &["check", "-", "--stdin-filename", "texts/harbour.txt"], WRONG.as_bytes());
    assert_eq!(status, 0);
    assert!(out.starts_with("nothing to check"), "{out}");
}

#[test]
fn a_hooks_list_of_sources_that_no_draft_draws_on_leaves_nothing_to_check() {
    let folder = folder([
        ("ibid.toml", "[sources]\npaths = [\"texts\"]\n"),
        ("texts/harbour.txt", HARBOUR),
        ("draft.md", "Nothing is quoted here.\n"),
    ]);
    let run = program::run(folder.path(), &["check", "texts/harbour.txt"], &[]);
    assert_eq!(
        (run.status, run.out.as_str()),
        (0, "nothing to check: no drafts among the files that were named\n")
    );
    program::write(folder.path(), "draft.md", WRONG);
    assert_eq!(program::run(folder.path(), &["check", "texts/harbour.txt"], &[]).status, 1);
    assert_eq!(program::run(folder.path(), &["check", "texts/harbour.txt", "draft.md"], &[]).status, 1);
    assert_eq!(program::run(folder.path(), &["check", "texts"], &[]).status, 2);
}
