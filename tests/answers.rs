//! Answers from outside: what `ibid check` and `ibid trace` make of a file of rows, each a draft with the sources that it was written
//! from.

mod common;

use std::io::Write;
use std::process::Stdio;

use common::program::{self, Run};
use common::schema::holds;
use serde_json::{Value, json};
use tempfile::TempDir;

const LOG: &str = "Ann Ward, the harbour master, said: “The ferry will not run before May.”";
const LETTER: &str = "Hill wrote: “The boats were drawn up on the shingle, and nobody minded.”";

fn rows() -> Vec<Value> {
    vec![
        json!({"id": "q-1", "draft": "Ward said “the ferry will run before May” [1].", "sources": [LOG, LETTER]}),
        json!({"id": "q-2", "draft": "Hill: “The boats were drawn up on the shingle, and nobody minded” [1].", "sources": [LOG, {"id": "letter", "title": "A Letter", "text": LETTER}]}),
        json!({"id": 3, "draft": "Hill: “The boats were drawn up on the shingle, and nobody minded” [2][5].", "sources": [LOG, LETTER, "a", "b"]}),
        // The words are the next row's alone.
        json!({"draft": "Ward said “the ferry will not run before May” and left at once.", "sources": [LETTER]}),
        json!({"id": "q-5", "draft": "Ward said “the ferry will not run before May” [^1], and left.", "sources": [LOG]}),
    ]
}

fn written(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

fn folder(rows: &str) -> TempDir {
    program::folder([
        ("answers.jsonl", rows),
        ("log.jsonl", "{\"level\": \"info\"}\n"),
        ("notes.md", "Nothing.\n"),
    ])
}

fn run(folder: &TempDir, arguments: &[&str]) -> Run {
    program::run(folder.path(), arguments, &[])
}

#[test]
fn every_row_is_held_against_its_own_sources() {
    let text = written(&rows());
    let folder = folder(&text);
    let run = run(&folder, &["check", "--format", "json", "answers.jsonl"]);
    assert_eq!((run.status, run.err.as_str()), (1, ""), "{}", run.out);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("report", &object);
    let shown = |one: &Value| {
        let at = |end: &str| one["span"][end]["offset"].as_u64().unwrap() as usize;
        let line = &text[at("start")..at("end")];
        let place = one["span"]["start"]["line"].as_u64().unwrap();
        (
            one["id"].as_str().unwrap().to_owned(),
            one["rule"].as_str().unwrap().to_owned(),
            place,
            line.to_owned(),
        )
    };
    let found: Vec<_> = object["diagnostics"].as_array().unwrap().iter().map(shown).collect();
    let expected = [
        ("q-1", "quote-elided", 1, "will run"),
        ("q-2", "citation-wrong-source", 2, "[1]"),
        ("3", "citation-unknown", 3, "5"),
        ("4", "quote-not-found", 4, "the ferry will not run before May"),
    ];
    assert_eq!(found, expected.map(|(id, rule, line, text)| (id.into(), rule.into(), line, text.into())));
    assert_eq!((&object["summary"]["drafts"], &object["summary"]["sources"]), (&json!(5), &json!(10)));
    let related = &object["diagnostics"][1]["related"][0];
    assert_eq!((&related["source"], &related["path"]), (&json!("letter"), &json!("answers.jsonl")));
}

#[test]
fn a_row_has_its_own_part_of_a_trace() {
    let folder = folder(&written(&rows()));
    let run = run(&folder, &["trace", "--format", "json", "answers.jsonl"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    holds("trace", &object);
    let drafts = object["drafts"].as_array().unwrap();
    let found: Vec<_> = drafts
        .iter()
        .map(|draft| {
            (draft["id"].as_str().unwrap(), draft["quotes"][0]["match"]["verdict"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        found,
        [("q-1", "elided"), ("q-2", "verbatim"), ("3", "verbatim"), ("4", "not_found"), ("q-5", "verbatim")]
    );
    let text = self::run(&folder, &["trace", "answers.jsonl"]).out;
    assert!(text.contains("answers.jsonl (q-2): 1 quotation"), "{text}");
}

#[test]
fn a_folder_is_searched_for_answers_and_not_for_other_lines() {
    let folder = folder(&written(&rows()[4..]));
    let found = run(&folder, &["check", "."]);
    assert_eq!((found.status, found.err.as_str()), (0, ""), "{}", found.out);
    assert!(found.out.contains("1 quotation checked in 2 drafts against 1 source"), "{}", found.out);
    // One that is named is answered for.
    let named = run(&folder, &["check", "log.jsonl"]);
    assert_eq!(named.status, 1);
    assert!(named.out.contains("row 1 has no `draft` in `log.jsonl`"), "{}", named.out);
}

#[test]
fn rows_come_from_standard_input_too() {
    let folder = folder("");
    let input = written(&rows()[..1]);
    let arguments = ["check", "-", "--stdin-filename", "live.jsonl", "--format", "concise"];
    let mut command = program::command(folder.path(), &arguments, &[]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("live.jsonl:1:"), "{out}");
}

#[test]
fn no_allow_is_written_into_a_row() {
    let text = written(&rows());
    let folder = folder(&text);
    let run = run(&folder, &["check", "--add-allow", "as agreed", "answers.jsonl"]);
    assert!(run.err.contains("`answers.jsonl` was left"), "{}\n{}", run.out, run.err);
    assert_eq!(std::fs::read_to_string(folder.path().join("answers.jsonl")).unwrap(), text);
}

#[test]
fn a_source_is_cited_by_its_number_in_many_forms() {
    let quote = "“the ferry will not run before May”";
    let right = [
        "Ward said {q}【1】.",
        "Ward said {q}【1†source】.",
        "Ward said {q} (Source 1).",
        "Ward said {q} [Source 1].",
        "Ward said {q} [[1]].",
        "According to Source 1, Ward said {q}.",
        "Document 1 states: {q}",
        "Ward said {q}.<sup>1</sup>",
        "Ward said {q}.¹",
    ];
    let row = |id: usize, draft: String| json!({"id": id, "draft": draft, "sources": [LOG, LETTER]});
    let drafts = |number: &str| -> String {
        let draft = |form: &&str| {
            form.replace("{q}", quote)
                .replace('1', number)
                .replace('¹', if number == "1" { "¹" } else { "²" })
        };
        written(&right.iter().enumerate().map(|(id, form)| row(id, draft(form))).collect::<Vec<_>>())
    };
    let folder = folder(&drafts("1"));
    let faithful = run(&folder, &["check", "answers.jsonl"]);
    assert_eq!(faithful.status, 0, "{}", faithful.out);
    program::write(folder.path(), "answers.jsonl", drafts("2"));
    let wrong = run(&folder, &["check", "--format", "json", "answers.jsonl"]);
    let object: Value = serde_json::from_str(&wrong.out).unwrap();
    let found = object["diagnostics"].as_array().unwrap().iter();
    let found: Vec<_> =
        found.map(|one| (one["id"].as_str().unwrap(), one["rule"].as_str().unwrap())).collect();
    let expected: Vec<String> = (0..right.len()).map(|id| id.to_string()).collect();
    let expected: Vec<_> = expected.iter().map(|id| (id.as_str(), "citation-wrong-source")).collect();
    assert_eq!(found, expected);
}
