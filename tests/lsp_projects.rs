//! What the language server makes of projects that are not as they should be: without sources, with settings that say nothing,
//! with a configuration that comes to be; and of its own pages, which an editor opens.

mod common;

use std::fs;

use common::editor::Editor;
use common::program::folder;
use serde_json::{Value, json};

const SOURCE: &str =
    "Ruth Ward, the harbour master, said: “We will not sail before the ice has gone from the harbour.”\n";
const DRAFT: &str = "Ward said that “We will never sail before the ice has gone from the harbour” [@log].\n";
const CONFIG: &str = "[sources]\npaths = [\"sources\"]\n";

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap_or_default()).collect()
}

#[test]
fn a_project_without_sources_is_told_of_in_its_own_place_and_what_mends_it_is_noticed() {
    let project = folder([("ibid.toml", CONFIG), ("brief.md", DRAFT), ("sources/.keep", "")]);
    let mut editor = Editor::start(project.path(), "utf-16");
    editor.open("brief.md", DRAFT);
    let mut text = DRAFT.to_owned();
    for _ in 0..3 {
        text.push_str("More.\n");
        editor.change("brief.md", json!([{ "text": text }]));
        assert_eq!(editor.diagnostics("brief.md"), Vec::<Value>::new());
        editor.until("ibid.toml", |shown| codes(shown) == ["source-unreadable"]);
    }
    fs::write(project.path().join("sources/log.txt"), SOURCE).unwrap();
    editor.until("brief.md", |shown| codes(shown) == ["quote-altered"]);
    assert_eq!(editor.said, Vec::<String>::new());
    editor.until("ibid.toml", |shown| shown.is_empty());
    editor.leave();
}

#[test]
fn a_configuration_that_comes_to_be_counts() {
    let project = folder([("drafts/brief.md", DRAFT), ("sources/log.txt", SOURCE)]);
    let mut editor = Editor::start(project.path(), "utf-16");
    editor.open("drafts/brief.md", DRAFT);
    assert_eq!(editor.diagnostics("drafts/brief.md"), Vec::<Value>::new());
    fs::write(project.path().join("ibid.toml"), CONFIG).unwrap();
    editor.until("drafts/brief.md", |shown| codes(shown) == ["quote-altered"]);
    editor.leave();
}

#[test]
fn settings_that_say_nothing_leave_what_was_said_at_the_start() {
    let project = folder([("brief.md", DRAFT), ("sources/log.txt", SOURCE)]);
    let mut editor = Editor::with(project.path(), json!({}), json!({ "sources": ["sources"] }));
    for settings in [json!({}), Value::Null, json!({ "marksman": {} })] {
        editor.tell("workspace/didChangeConfiguration", json!({ "settings": settings }));
    }
    editor.open("brief.md", DRAFT);
    assert_eq!(codes(&editor.diagnostics("brief.md")), ["quote-altered"]);
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": { "ibid": {} } }));
    editor.until("brief.md", |shown| shown.is_empty());
    editor.leave();
}

#[test]
fn the_servers_own_pages_are_no_drafts() {
    let project = folder([("brief.md", DRAFT), ("sources/log.txt", SOURCE)]);
    let mut editor = Editor::with(project.path(), json!({}), json!({ "sources": ["sources"] }));
    editor.open("brief.md", DRAFT);
    let shown = editor.diagnostics("brief.md");
    let page = shown[0]["codeDescription"]["href"].as_str().expect("the rule has a page").to_owned();
    let text = "She said that “nobody has ever heard a word of this from anyone at all”.\n";
    let document = json!({ "uri": page, "languageId": "plaintext", "version": 1, "text": text });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    // What is asked afterwards is answered afterwards.
    editor.change("brief.md", json!([{ "text": "Nothing.\n" }]));
    assert_eq!(editor.diagnostics("brief.md"), Vec::<Value>::new());
    assert!(!editor.shown.contains_key(&page), "{:?}", editor.shown);
    editor.leave();
}

#[test]
fn a_project_without_sources_leaves_the_others_as_they_are() {
    let project = folder([
        ("one/ibid.toml", CONFIG),
        ("one/brief.md", DRAFT),
        ("one/sources/log.txt", SOURCE),
        ("two/ibid.toml", CONFIG),
        ("two/brief.md", DRAFT),
        ("two/sources/.keep", ""),
    ]);
    let mut editor = Editor::start(project.path(), "utf-16");
    editor.open("two/brief.md", DRAFT);
    editor.open("one/brief.md", DRAFT);
    editor.until("one/brief.md", |shown| codes(shown) == ["quote-altered"]);
    let told = editor.until("two/ibid.toml", |shown| !shown.is_empty());
    assert!(
        told[0]["message"].as_str().is_some_and(|said| said.contains("no source with text")),
        "{told:#?}"
    );
    editor.leave();
}

#[test]
fn a_list_of_answers_is_read_anew_whole() {
    let project = folder([("ibid.toml", "")]);
    let mut editor = Editor::start(project.path(), "utf-16");
    let row = |said: &str| {
        let draft = format!("Ward said that “{said}” [1].");
        json!({ "id": "q-1", "draft": draft, "sources": [SOURCE] }).to_string() + "\n"
    };
    editor.open("answers.jsonl", &row("We will not sail before the ice has gone from the harbour"));
    assert_eq!(editor.diagnostics("answers.jsonl"), Vec::<Value>::new());
    editor.change(
        "answers.jsonl",
        json!([{ "text": row("We will never sail before the ice has gone from the harbour") }]),
    );
    let shown = editor.diagnostics("answers.jsonl");
    assert_eq!(codes(&shown), ["quote-altered"], "{shown:#?}");
    editor.leave();
}

#[test]
fn a_mark_that_the_client_sends_counts_as_a_character() {
    let project = folder([("ibid.toml", CONFIG), ("sources/log.txt", SOURCE)]);
    let mut editor = Editor::start(project.path(), "utf-16");
    editor.open("brief.md", DRAFT);
    let plain = editor.diagnostics("brief.md")[0]["range"]["start"]["character"].as_u64();
    editor.change("brief.md", json!([{ "text": format!("\u{feff}{DRAFT}") }]));
    let marked = editor.diagnostics("brief.md")[0]["range"]["start"]["character"].as_u64();
    assert_eq!(marked, plain.map(|at| at + 1));
    editor.leave();
}

#[test]
fn a_draft_that_is_closed_and_opened_at_once_is_checked() {
    let front = format!("---\nsources: texts\n---\n{DRAFT}");
    let project = folder([("brief.md", front.as_str()), ("texts/log.txt", SOURCE)]);
    let mut editor = Editor::start(project.path(), "utf-16");
    editor.open("brief.md", &front);
    editor.until("brief.md", |shown| codes(shown) == ["quote-altered"]);
    let uri = editor.uri("brief.md");
    for _ in 0..3 {
        editor.shown.clear();
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        editor.open("brief.md", &front);
        editor.until("brief.md", |shown| codes(shown) == ["quote-altered"]);
    }
    editor.leave();
}
