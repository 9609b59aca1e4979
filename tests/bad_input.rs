//! What the program does with input that is missing, broken, or far too large: it names the file, goes on with the rest,
//! and neither hangs nor panics.
//!
//! Large input is made here and never kept. Every project holds one sound draft with one wrong word, and nearly every
//! test asks that it is still found: that is what "goes on" means.

mod common;

use std::fs;

use common::program::{self, Run, folder, write};
use serde_json::Value;
use tempfile::TempDir;

const SENTENCE: &str = "The boat will not sail before the ice has gone.";
const SOURCE: &str = "“The boat will not sail before the ice has gone,” the harbour master said in March.\n";
const WRONG: &str = "“The ferry will not sail before the ice has gone,” the harbour master said.\n";
/// What is said of `WRONG`, at the start of a line of the concise form.
const FOUND: &str = "drafts/wrong.md:1:6: error[quote-altered] the source has “boat”, not “ferry”";
const MEGABYTE: usize = 1 << 20;

#[test]
fn a_missing_path_is_named_with_what_may_have_been_meant() {
    let project = project();
    for (drafts, sources, says) in [
        ("drafts/worng.md", "texts", "`drafts/worng.md` does not exist; did you mean `drafts/wrong.md`?"),
        ("drafts", "text", "`text` does not exist; did you mean `texts`?"),
        ("no/such/draft.md", "texts", "`no/such/draft.md` does not exist: there is no folder `no`"),
        ("drafts/wrong.md/x.md", "texts", "`drafts/wrong.md/x.md` does not exist"),
    ] {
        fails(&check(&project, &["--sources", sources, drafts]), says);
    }
}

#[test]
fn a_folder_with_nothing_to_read_is_named() {
    let project = project();
    fs::create_dir(project.path().join("empty")).unwrap();
    write(project.path(), "blank/blank.txt", " \r\n\t\n");
    write(project.path(), "pictures/harbour.png", [0x89, b'P', b'N', b'G', 0]);
    for (drafts, sources, says) in [
        ("empty", "texts", "no draft under `empty`: .md"),
        ("drafts", "empty", "no source with text under `empty`: .md"),
        ("drafts", "pictures", "no source with text under `pictures`: .md"),
        ("drafts", "blank", "no source with text under `blank`: `blank/blank.txt` holds no text"),
        ("drafts", "pictures/harbour.png", "`pictures/harbour.png` is of no kind that is read"),
    ] {
        fails(&check(&project, &["--sources", sources, drafts]), says);
    }
}

#[test]
fn thousands_of_keys_that_are_all_unknown() {
    let project = project();
    let entries: String = (0..3000).map(|i| format!("@misc{{harbour{i}, title = {{Letter}}}}\n")).collect();
    write(project.path(), "texts/refs.bib", entries);
    let keys: String = (0..20_000).map(|i| format!(" [@harbuor{i}]")).collect();
    write(project.path(), "drafts/keys.md", format!("So it is{keys}.\n"));
    goes_on(&project, &["drafts/keys.md:1:12: error[citation-unknown] no source is called `harbuor0`"]);
}

#[test]
fn thousands_of_comments_behind_a_very_wide_margin() {
    let project = project();
    let comments = "a <!-- ibid: allow(quote-altered) so --> ".repeat(5000);
    write(project.path(), "drafts/wide.txt", " ".repeat(8 * MEGABYTE) + &comments);
    goes_on(&project, &[]);
}

#[test]
fn an_empty_draft_asserts_nothing() {
    let project = project();
    write(project.path(), "drafts/empty.md", "");
    write(project.path(), "drafts/mark.md", "\u{feff}");
    goes_on(&project, &[]);
}

/// Each draft and each source that cannot be decoded is one finding under its own name.
#[test]
fn a_file_that_is_no_text_is_a_finding() {
    let project = project();
    for (name, bytes, says) in [
        ("nul", &b"one\ntwo\0three"[..], "is no text: byte 8 (line 2) is NUL"),
        ("binary", &b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0"[..], "is no text: byte 8 (line 1) is NUL"),
        ("unknown", &b"don\xd5t"[..], "is not UTF-8: byte 4 (line 1) starts no character"),
        ("cut", &b"caf\xc3"[..], "is not UTF-8: it ends within the character that byte 4 (line 1) starts"),
        (
            "wide",
            &b"\xff\xfeo\0n\0e"[..],
            "is damaged UTF-16: it ends within the character that byte 7 (line 1) starts",
        ),
        ("wider", &b"\xff\xfe\0\0o\0\0\0"[..], "is in UTF-32, which is not read"),
    ] {
        for path in [format!("drafts/{name}.md"), format!("texts/{name}.txt")] {
            write(project.path(), &path, bytes);
            goes_on(&project, &[&format!("{path}:1:1: error[source-unreadable] `{path}` {says}")]);
            fs::remove_file(project.path().join(path)).unwrap();
        }
    }
}

#[test]
fn a_file_of_another_kind_is_counted_and_not_read() {
    let project = project();
    write(project.path(), "texts/harbour.png", [0x89, b'P', b'N', b'G', 0]);
    write(project.path(), "texts/harbour.odt", b"PK\x03\x04");
    let run = goes_on(&project, &[]);
    assert!(run.out.contains("skipped: 1 .odt file"), "{}", run.out);
    assert!(!run.out.contains(".png"), "a picture is nothing that a writer expects to be read: {}", run.out);
    let json = ["check", "--sources", "texts", "--format", "json", "drafts"];
    let object: serde_json::Value =
        serde_json::from_str(&program::run(project.path(), &json, &[]).out).unwrap();
    assert_eq!(object["summary"]["skipped"], serde_json::json!({"odt": 1, "png": 1}));
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_a_finding() {
    use std::os::unix::fs::PermissionsExt;
    let project = project();
    for path in ["drafts/closed.md", "texts/closed.txt"] {
        write(project.path(), path, SENTENCE);
        fs::set_permissions(project.path().join(path), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if fs::read(project.path().join("drafts/closed.md")).is_ok() {
        return; // Nothing is closed to root.
    }
    let line =
        |path| format!("{path}:1:1: error[source-unreadable] `{path}` cannot be read: permission denied");
    goes_on(&project, &[&line("drafts/closed.md"), &line("texts/closed.txt")]);
}

#[test]
#[cfg(unix)]
fn links_that_lead_back_or_nowhere_are_named() {
    use std::os::unix::fs::symlink;
    let project = project();
    symlink(".", project.path().join("drafts/again")).unwrap();
    symlink("../texts", project.path().join("texts/more")).unwrap();
    symlink("nowhere", project.path().join("texts/gone.txt")).unwrap();
    goes_on(
        &project,
        &[
            "drafts/again:1:1: warning[source-unreadable] `drafts/again` is a link that leads back to `drafts`",
            "texts/gone.txt:1:1: error[source-unreadable] `texts/gone.txt` cannot be read: no such file",
            "texts/more:1:1: warning[source-unreadable] `texts/more` is a link that leads back to `texts`",
        ],
    );
}

#[test]
fn a_broken_entry_of_a_bibliography_is_a_finding() {
    let project = project();
    let broken = "@misc{sound, title = {Harbours}}\n\n@book{broken,\n  title = {Open,\n  year = 1901,\n}\n";
    write(project.path(), "texts/refs.bib", broken);
    goes_on(
        &project,
        &["texts/refs.bib:3:1: warning[source-unreadable] the entry `broken` of `texts/refs.bib`"],
    );
}

#[test]
fn a_broken_entry_in_json_or_yaml_is_a_finding() {
    let project = project();
    let json = "[\n  {\"id\": \"sound\", \"type\": \"book\", \"issued\": \"1901\"},\n  {\"id\": \"broken\", \"title\": \"Open}\n]\n";
    write(project.path(), "texts/refs.json", json);
    write(
        project.path(),
        "texts/refs.yml",
        "sound:\n  type: Book\n  date: 1901\n\nbroken:\n  title: \"Open\n",
    );
    // What merely lies there and is no bibliography is none.
    write(project.path(), "texts/package.json", "{\"name\": \"port\"");
    write(project.path(), "texts/ci.yml", "on: [push\n");
    goes_on(
        &project,
        &[
            "texts/refs.json:3:10: warning[source-unreadable] the entry `broken` of `texts/refs.json`",
            "texts/refs.yml:5:1: warning[source-unreadable] the entry `broken` of `texts/refs.yml`",
        ],
    );
    let named = ["--format", "concise", "--sources", "texts", "--sources", "texts/package.json", "drafts"];
    let run = check(&project, &named);
    let says = "texts/package.json:1:1: warning[source-unreadable] `texts/package.json` is no bibliography: nothing in it is an entry";
    assert!(run.out.contains(says), "{}", run.out);
}

#[test]
fn a_path_may_have_spaces_and_any_letters() {
    let project = folder([("Quellen für Łódź/l’été — 港.txt", SOURCE), ("мой черновик/a b.md", WRONG)]);
    let run = check(&project, &["--sources", "Quellen für Łódź", "мой черновик"]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert!(run.out.contains("--> мой черновик/a b.md:1:6\n"), "{}", run.out);
    assert!(run.out.contains("::: Quellen für Łódź/l’été — 港.txt:1:6 (l’été — 港)\n"), "{}", run.out);
    let run = check(&project, &["--format", "json", "--sources", "Quellen für Łódź", "мой черновик"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(object["diagnostics"][0]["path"], "мой черновик/a b.md");
}

#[test]
fn what_is_given_twice_is_read_once() {
    let project = project();
    let twice =
        ["--sources", "texts", "--sources", "./texts/harbour.txt", "drafts", "drafts/wrong.md", "./drafts"];
    let run = check(&project, &twice);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert!(run.out.contains("1 quotation checked in 1 draft against 1 source"), "{}", run.out);
}

#[test]
fn a_draft_inside_the_sources_is_a_source() {
    let project = project();
    write(project.path(), "drafts/texts/inner.md", "“The mole will be mended in the spring,” she said.\n");
    let run = check(&project, &["--sources", "drafts/texts", "--sources", "texts", "drafts"]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert!(run.out.contains("1 quotation checked in 1 draft against 2 sources"), "{}", run.out);
    fails(
        &check(&project, &["--sources", "drafts", "drafts"]),
        "no draft under `drafts`: a file under a path of sources",
    );
}

#[test]
fn a_draft_of_fifty_megabytes_on_one_line() {
    let project = project();
    write(project.path(), "drafts/long.md", prose(50 * MEGABYTE) + WRONG);
    let run = goes_on(&project, &["drafts/long.md:1:"]);
    assert!(run.out.contains("2 quotations checked in 2 drafts"), "{}", last(&run.out));
}

#[test]
fn a_source_of_fifty_megabytes_on_one_line() {
    let project = project();
    write(project.path(), "texts/harbour.txt", prose(50 * MEGABYTE) + SOURCE);
    goes_on(&project, &[]);
}

/// Marks without partners leave nothing to judge but what stands outside their paragraph.
#[test]
fn a_hundred_thousand_marks_that_do_not_balance() {
    let project = project();
    for mark in
        ["“", "”", "\"", "'", "‘", "’", "«", "»", "„", "``", "「", "『", "(", "[", "「“", "“‘", "\"'", "[“"]
    {
        for gap in ["word ", ""] {
            let text = format!("{mark}{gap}").repeat(100_000) + "\n\n" + SOURCE;
            write(project.path(), "drafts/marks.md", &text);
            write(project.path(), "texts/harbour.txt", &text);
            goes_on(&project, &[]);
        }
    }
}

#[test]
fn a_quotation_of_thirty_thousand_words() {
    let project = project();
    let words: Vec<String> = numbers(30_000);
    write(project.path(), "drafts/long.md", format!("“{},” she said.\n", words.join(" ")));
    write(project.path(), "texts/long.txt", format!("Before. {}. After.\n", words.join(" ")));
    let run = goes_on(&project, &[]);
    assert!(run.out.contains("1 verbatim"), "{}", last(&run.out));
}

#[test]
fn twenty_thousand_short_quotations() {
    let project = project();
    let words = numbers(100_000);
    let sentences: Vec<String> = words.chunks(5).map(|five| five.join(" ")).collect();
    let quoted: String = sentences.iter().map(|sentence| format!("“{sentence},” she said. ")).collect();
    write(project.path(), "drafts/many.md", quoted);
    write(project.path(), "texts/many.txt", sentences.join(". "));
    let run = goes_on(&project, &[]);
    assert!(run.out.contains("20000 verbatim"), "{}", last(&run.out));
}

#[test]
fn a_source_that_repeats_one_sentence() {
    let project = project();
    write(project.path(), "drafts/right.md", SOURCE);
    write(project.path(), "texts/harbour.txt", format!("{SENTENCE} ").repeat(100_000));
    let run = goes_on(&project, &[]);
    assert!(run.out.contains("1 verbatim, 1 altered"), "{}", last(&run.out));
}

/// Every place where a sentence stands is a place where each quotation of it may be from.
#[test]

fn a_sentence_that_the_draft_and_the_source_repeat() {
    let project = project();
    write(project.path(), "drafts/right.md", SOURCE.repeat(1_000));
    write(project.path(), "texts/harbour.txt", format!("{SENTENCE} ").repeat(100_000));
    let run = goes_on(&project, &[]);
    assert!(run.out.contains("1000 verbatim, 1 altered"), "{}", last(&run.out));
}

#[test]

fn one_word_repeated_in_the_draft_and_in_the_source() {
    let project = project();
    write(project.path(), "drafts/song.md", format!("“{}lo,” she sang.\n", "la ".repeat(30_000)));
    write(project.path(), "texts/song.txt", "la ".repeat(100_000));
    goes_on(&project, &[]);
}

/// Each of these closing marks may be an apostrophe, so each is a place where the quotation may end.
#[test]

fn a_single_mark_before_thousands_of_possessives() {
    let project = project();
    write(project.path(), "drafts/boys.md", format!("He said: ‘{}\n", "the boys’ dogs ".repeat(20_000)));
    goes_on(&project, &[]);
}

#[test]
fn markup_nested_ten_thousand_deep() {
    let project = project();
    for markup in [
        ">", "> ", "[", "![", "*", "*a ", "**a ", "_a ", "~a ", "<", "<a ", "<!-- ", "`", "$a ", "[^a]", "(",
        "- ",
    ] {
        write(project.path(), "drafts/deep.md", markup.repeat(10_000));
        write(project.path(), "texts/deep.md", format!("{}word{}\n", "[".repeat(10_000), "]".repeat(10_000)));
        goes_on(&project, &[]);
    }
    let list: String = (0..1_000).map(|depth| format!("{}- item\n", "  ".repeat(depth))).collect();
    write(project.path(), "drafts/deep.md", list);
    goes_on(&project, &[]);
}

/// A folder with a wrong draft and the source that shows it.
fn project() -> TempDir {
    folder([("drafts/wrong.md", WRONG), ("texts/harbour.txt", SOURCE)])
}

fn check(project: &TempDir, arguments: &[&str]) -> Run {
    program::run(project.path(), &[&["check"], arguments].concat(), &[])
}

#[test]
fn a_hundred_thousand_comments_in_markup() {
    let mut drafts = vec![("drafts/long.tex", "The ferry is late. % ibid: x\n".repeat(100_000))];
    if cfg!(feature = "html") {
        drafts.push(("drafts/long.html", format!("<p>{}</p>", "late <!-- ibid: x -->".repeat(100_000))));
    }
    for (path, text) in drafts {
        let project = project();
        write(project.path(), path, text);
        goes_on(&project, &[]);
    }
}

/// Checks the project, in which the wrong draft must be found beside these starts of lines, in the text form too.
#[track_caller]
fn goes_on(project: &TempDir, lines: &[&str]) -> Run {
    let run = check(project, &["--format", "concise", "--sources", "texts", "drafts"]);
    assert_eq!((run.status, run.err.as_str()), (1, ""), "{}", last(&run.out));
    for line in lines.iter().chain([&FOUND]) {
        assert!(run.out.lines().any(|found| found.starts_with(line)), "no {line:?} in\n{}", start(&run.out));
    }
    run
}

/// Holds a run to have failed as a whole, with one error that begins so.
#[track_caller]
fn fails(run: &Run, says: &str) {
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with(&format!("error: {says}")), "{}", run.err);
}

/// Sentences without line ends and without marks, hardly one like another.
fn prose(length: usize) -> String {
    let mut text = String::with_capacity(length + 100);
    let mut number = 0;
    while text.len() < length {
        number += 1;
        text += &format!(
            "The log of day {number} has {} ships at anchor and wind from the west. ",
            number * 7 % 1009
        );
    }
    text
}

/// Words that are all different.
fn numbers(count: usize) -> Vec<String> {
    let letters = |mut number: usize| {
        let mut word = String::from("w");
        while number > 0 {
            word.push(char::from(b'a' + (number % 26) as u8));
            number /= 26;
        }
        word
    };
    (0..count).map(letters).collect()
}

fn start(out: &str) -> &str {
    &out[..out.floor_char_boundary(2000)]
}

fn last(out: &str) -> &str {
    out.lines().last().unwrap_or_default()
}
