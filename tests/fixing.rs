//! `ibid check --fix` and `--diff` through the built program: what is written, in which encoding, and what is left.

mod common;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use common::program::{self, Run};
use encoding_rs::WINDOWS_1252;
use tempfile::TempDir;

const HARBOUR: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";
const PILOT: &str = "“The fairway is marked by nine buoys and one lamp,” the pilot wrote in his café.\n";
const BIB: &str = "@misc{harbour1921, title = {Letters}, file = {texts/harbour.txt}}\n\
                   @misc{pilot1922, title = {The Fairway}, file = {texts/pilot.txt}}\n";
/// A slip in a key, and other words.
const DRAFT: &str = "The harbour master said that “the ferry will not sail before the ice has gone” [@harbour1921].\n\n\
                     “The fairway is marked by nine buoys and one lamp,” the pilot wrote [@piolt1922].\n";
const SAFE: &str = "The harbour master said that “the ferry will not sail before the ice has gone” [@harbour1921].\n\n\
                    “The fairway is marked by nine buoys and one lamp,” the pilot wrote [@pilot1922].\n";
const MENDED: &str = "The harbour master said that “the boat will not sail before the ice has gone” [@harbour1921].\n\n\
                      “The fairway is marked by nine buoys and one lamp,” the pilot wrote [@pilot1922].\n";

#[test]
fn safe_fixes_are_taken_unless_all_are_asked_for() {
    let folder = project(DRAFT);
    let run = check(&folder, &["--fix", "--format", "concise"]);
    assert_eq!(text(&folder), SAFE);
    assert_eq!(run.status, 1);
    let says = "fixed 1 finding in draft.md (1 citation-unknown)\n\
                1 finding has a fix that changes more than typography: --fix=all takes it\n";
    assert_eq!(run.err, says);
    assert!(run.out.contains("error[quote-altered]") && !run.out.contains("citation-unknown"), "{}", run.out);

    let run = check(&folder, &["--fix=all"]);
    assert_eq!((run.status, run.err.as_str()), (0, "fixed 1 finding in draft.md (1 quote-altered)\n"));
    assert!(run.out.starts_with("ok: 2 quotations checked"), "{}", run.out);
    assert_eq!(text(&folder), MENDED);
    let run = check(&folder, &["--fix=all", "--format", "json"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(text(&folder), MENDED);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "something was left beside the draft");
}

/// Held one against the other, they would take minutes.
#[test]
fn thousands_of_fixes_are_taken_at_once() {
    let word = |number: usize| -> String {
        (0..4).map(|place| char::from(b'a' + (number / 26_usize.pow(place) % 26) as u8)).collect()
    };
    let words: Vec<String> = (0..24_000).map(word).collect();
    let quoted = |changed: Option<&str>| -> String {
        let sentence = |words: &[String]| {
            let (before, own, behind) =
                (words[..4].join(" "), changed.unwrap_or(&words[4]), words[5..].join(" "));
            format!("“{before} {own} {behind},” she said. ")
        };
        words.chunks(8).map(sentence).collect()
    };
    let folder = tempfile::tempdir().unwrap();
    let sentences: Vec<String> = words.chunks(8).map(|words| words.join(" ")).collect();
    program::write(folder.path(), "texts/many.txt", sentences.join(". "));
    program::write(folder.path(), "draft.md", quoted(Some("ferry")));
    let run = program::run(folder.path(), &["check", "--sources", "texts", "--fix=all", "draft.md"], &[]);
    assert_eq!(run.err, "fixed 3000 findings in draft.md (3000 quote-altered)\n", "{}", run.out);
    assert_eq!(text(&folder), quoted(None));
}

#[test]
fn which_fixes_are_taken_is_joined_to_the_option() {
    let folder = project(DRAFT);
    for which in ["all", "safe"] {
        let run = check(&folder, &["--fix", which]);
        let says = format!("error: `{which}` does not exist\nhelp: did you mean `--fix={which}`?\n");
        assert_eq!((run.status, run.err), (2, says));
    }
    assert_eq!(text(&folder), DRAFT);
    // A draft may have that name.
    program::write(folder.path(), "all/draft.md", DRAFT);
    let run = program::run(folder.path(), &["check", "--sources", "library.bib", "--fix", "all"], &[]);
    assert!(run.err.starts_with("fixed 1 finding in all/draft.md"), "{}", run.err);
}

#[test]
fn a_diff_shows_what_would_be_fixed_and_writes_nothing() {
    let folder = project(DRAFT);
    let run = check(&folder, &["--diff"]);
    assert_eq!(text(&folder), DRAFT);
    assert_eq!(run.status, 1);
    let (old, new) = (DRAFT.lines().last().unwrap(), SAFE.lines().last().unwrap());
    let first = DRAFT.lines().next().unwrap();
    assert_eq!(
        run.out,
        format!("--- draft.md\n+++ draft.md\n@@ -1,3 +1,3 @@\n {first}\n \n-{old}\n+{new}\n")
    );
    assert!(run.err.starts_with("would fix 1 finding in draft.md (1 citation-unknown)\n"), "{}", run.err);

    let run = check(&folder, &["--fix=all", "--diff"]);
    assert_eq!((run.status, text(&folder).as_str()), (1, DRAFT));
    assert!(run.err.starts_with("would fix 2 findings in draft.md (1 citation-unknown, 1 quote-altered)\n"));
    fs::write(folder.path().join("draft.md"), MENDED).unwrap();
    let run = check(&folder, &["--fix=all", "--diff"]);
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let refused = check(&folder, &["--diff", "--format", "json"]);
    assert_eq!(refused.status, 2);
}

#[test]
fn the_encoding_the_mark_and_the_line_ends_of_a_file_stay() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let latin = |text: &str| WINDOWS_1252.encode(text).0.into_owned();
    let marked = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    for (bytes, expected) in [
        (latin(DRAFT), latin(MENDED)),
        (wide(DRAFT), wide(MENDED)),
        (wide(&marked(DRAFT)), wide(&marked(MENDED))),
        (marked(DRAFT).into_bytes(), marked(MENDED).into_bytes()),
    ] {
        let folder = project(&bytes);
        let run = check(&folder, &["--fix=all"]);
        assert_eq!(run.status, 0, "{}{}", run.out, run.err);
        assert!(fs::read(folder.path().join("draft.md")).unwrap() == expected, "{:?}", &bytes[..8]);
    }
}

#[test]
fn a_character_that_the_encoding_lacks_leaves_the_file_as_it_is() {
    let draft = WINDOWS_1252.encode(DRAFT).0.into_owned();
    let folder = project(&draft);
    program::write(folder.path(), "texts/harbour.txt", HARBOUR.replace("boat", "Łódka"));
    let other = "“The fairway is marked by nine buoys and two lamps,” the pilot wrote.\n";
    program::write(folder.path(), "other.md", other);
    let run = program::run(
        folder.path(),
        &["check", "--sources", "library.bib", "--fix=all", "draft.md", "other.md"],
        &[],
    );
    assert_eq!(run.status, 2);
    let says = "error: `draft.md` was not fixed: it is in windows-1252, which has no `Ł`; save it as UTF-8\n\
                fixed 1 finding in other.md (1 quote-altered)\n";
    assert!(
        run.err.starts_with("error: `draft.md`") && run.err.contains(says.lines().next().unwrap()),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("finding in other.md") || run.err.contains("findings in other.md"),
        "{}",
        run.err
    );
    assert!(fs::read(folder.path().join("draft.md")).unwrap() == draft);
    // What is reported is what the files hold.
    assert!(
        run.out.contains("error[quote-altered]") && run.out.contains("no source is called"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("two lamps"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_protected_file_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project(DRAFT);
    let draft = folder.path().join("draft.md");
    let mode = |mode| fs::set_permissions(&draft, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o440);
    let run = check(&folder, &["--fix=all"]);
    assert_eq!(run.status, 2);
    assert!(run.err.starts_with("error: `draft.md` was not fixed: it is write-protected\n"), "{}", run.err);
    assert_eq!(text(&folder), DRAFT);
    mode(0o640);
    assert_eq!(check(&folder, &["--fix=all"]).status, 0);
    assert_eq!(draft.metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_draft_on_standard_input_goes_to_standard_output() {
    let folder = project(DRAFT);
    for (given, fixed, status) in [(DRAFT, SAFE, 1), (MENDED, MENDED, 0)] {
        let run = piped(&folder, &["--fix", "--stdin-filename", "new.md", "-"], given.as_bytes());
        assert_eq!((run.0, run.1.as_slice()), (status, fixed.as_bytes()), "{}", run.2);
        assert!(run.2.contains("2 quotations checked"), "{}", run.2);
    }
    let wide: Vec<u8> =
        format!("\u{feff}\u{1b}[2J{DRAFT}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let fixed: Vec<u8> =
        format!("\u{feff}\u{1b}[2J{MENDED}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let run = piped(&folder, &["--fix=all", "-"], &wide);
    assert!(run.0 == 0 && run.1 == fixed, "{}", run.2);
    let run = piped(&folder, &["--fix=all", "--diff", "-"], DRAFT.as_bytes());
    assert!(run.0 == 1 && run.1.starts_with(b"--- <stdin>\n+++ <stdin>\n@@"), "{}", run.2);
    // An editor puts what comes in the place of what it gave.
    let run = piped(&folder, &["--fix", "-"], b"a\0b");
    assert_eq!((run.0, run.1.as_slice()), (2, &b""[..]), "{}", run.2);
    assert_eq!(text(&folder), DRAFT);
}

#[test]
fn what_is_allowed_is_not_fixed() {
    let draft =
        DRAFT.replacen("The harbour", "<!-- ibid: allow(quote-altered) misprinted -->\nThe harbour", 1);
    let folder = project(&draft);
    let run = check(&folder, &["--fix=all"]);
    assert_eq!(run.status, 0, "{}", run.out);
    assert_eq!(text(&folder), draft.replace("piolt", "pilot"));
}

#[test]
fn fixes_that_meet_are_taken_one_after_the_other() {
    // Two faults in one sentence, and two quotations that want the same new note.
    let draft = "The master said that “the ferry will not sail before the ice was gone” in March, and the pilot wrote: “the \
                 fairway is marked by nine buoys and two lamps”.\n\nOnce more “the boat will not sail before the ice has gone” \
                 was said in spring.\n\nIt was cold.[^1]\n\n[^1]: A note of my own.\n";
    let folder = project(draft);
    let run = check(&folder, &["--fix=all"]);
    let fixed = text(&folder);
    assert_eq!(run.status, 0, "{}{fixed}", run.out);
    for words in
        ["the boat will not sail before the ice has gone”[^2] in March", "nine buoys and one lamp", "[^3]: "]
    {
        assert!(fixed.contains(words), "{words} is not in\n{fixed}");
    }
    let labels = |label: &str| fixed.matches(label).count();
    assert!(["[^2]", "[^3]", "[^4]"].iter().all(|label| labels(label) == 2), "{fixed}");
    assert_eq!(check(&folder, &["--fix=all", "--diff"]).out, "");
}

#[test]
fn answers_are_fixed_in_their_rows() {
    let row = |id: u32, words: &str| {
        serde_json::json!({"id": id, "draft": format!("Ward said “{words}” [1], \"so\"."), "sources": [HARBOUR]}).to_string()
    };
    let (wrong, right) =
        ("the ferry will not sail before the ice has gone", "the boat will not sail before the ice has gone");
    let rows = [row(1, wrong), row(2, right), row(3, wrong)].join("\n");
    let folder = program::folder([("answers.jsonl", rows)]);
    let run = program::run(folder.path(), &["check", "--fix=all", "answers.jsonl"], &[]);
    assert_eq!(run.err, "fixed 2 findings in answers.jsonl (2 quote-altered)\n", "{}", run.out);
    let fixed = fs::read_to_string(folder.path().join("answers.jsonl")).unwrap();
    assert_eq!(fixed, [row(1, right), row(2, right), row(3, right)].join("\n"));
}

#[cfg(feature = "office")]
#[test]
fn a_document_of_word_is_left_and_said_to_be() {
    let first = DRAFT.lines().next().unwrap();
    let body = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{first}</w:t></w:r></w:p></w:body></w:document>"
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(body.as_bytes()).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let folder = project(DRAFT);
    program::write(folder.path(), "memo.docx", &bytes);
    let run = check(&folder, &["--fix=all", "memo.docx"]);
    let says = "fixed 2 findings in draft.md (1 citation-unknown, 1 quote-altered)\n\
                warning: `memo.docx` is no text and was left: 1 finding in it can be mended by hand\n";
    assert_eq!((run.status, run.err.as_str()), (1, says), "{}", run.out);
    assert!(fs::read(folder.path().join("memo.docx")).unwrap() == bytes);
}

fn project(draft: impl AsRef<[u8]>) -> TempDir {
    let folder =
        program::folder([("texts/harbour.txt", HARBOUR), ("texts/pilot.txt", PILOT), ("library.bib", BIB)]);
    program::write(folder.path(), "draft.md", draft);
    folder
}

fn text(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("draft.md")).unwrap()
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    let arguments = [&["check", "--sources", "library.bib", "draft.md"], arguments].concat();
    program::run(folder.path(), &arguments, &[])
}

/// A run with standard input: its status, and its streams.
fn piped(folder: &TempDir, arguments: &[&str], input: &[u8]) -> (i32, Vec<u8>, String) {
    let arguments = [&["check", "--sources", "library.bib"], arguments].concat();
    let mut command = program::command(folder.path(), &arguments, &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let done = child.wait_with_output().unwrap();
    (done.status.code().unwrap(), done.stdout, String::from_utf8(done.stderr).unwrap())
}

#[test]
fn a_file_that_is_not_named_is_never_written() {
    let folder = program::folder([
        ("sources/log.txt", "“The ferry will sail at six from the old quay,” the harbour master said.\n"),
        ("named.md", "The harbour master said “the ferry will sail at nine from the old quay”.\n"),
        ("other.md", "The harbour master said “the ferry will sail at ten from the old quay”.\n"),
    ]);
    let run = |arguments: &[&str]| program::run(folder.path(), &[&["check"], arguments].concat(), &[]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let before = (read("named.md"), read("other.md"), read("sources/log.txt"));
    for arguments in [
        &["--sources", "sources", "--fix=all", "sources/log.txt"][..],
        &["--sources", "sources", "--sources", "named.md", "--fix=all", "named.md"],
        &["--sources", "sources", "--add-allow", "it stands", "sources/log.txt"],
    ] {
        run(arguments);
        assert_eq!((read("named.md"), read("other.md"), read("sources/log.txt")), before, "{arguments:?}");
    }
    fs::write(folder.path().join("ibid.toml"), "[sources]\npaths = [\"sources\"]\n").unwrap();
    run(&["--fix=all", "sources/log.txt"]);
    assert_eq!((read("named.md"), read("other.md"), read("sources/log.txt")), before);
    run(&["--fix=all", "named.md"]);
    assert_eq!(read("other.md"), before.1);
    assert_ne!(read("named.md"), before.0);
}
