//! Sessions with the language server, as an editor has them: what is shown, asked and changed, in both encodings.

mod common;

use std::fs;

use common::editor::{Editor, applied};
use common::program::folder;
use serde_json::{Value, json};
use tempfile::TempDir;

const SOURCE: &str = "The harbour log for 1921 🚢🚢 is long.\n\n\
    Ruth Ward, the harbour master, said: “We 🦀 will not sail before the ice has gone from the old harbour.”\n\n\
    The pier was closed for the whole of the winter of that year.\n";

const DRAFT: &str = "# A brief 🦀\n\n\
    🚢 Ward told the council that “We 🦀 will never sail before the ice has gone from the old harbour” [@log].\n";

const CONFIG: &str = "[sources]\npaths = [\"sources\"]\n";

fn project() -> TempDir {
    folder([("ibid.toml", CONFIG), ("sources/log.txt", SOURCE), ("brief.md", DRAFT)])
}

/// The range of words in a text, in the units of an encoding.
fn range(text: &str, words: &str, encoding: &str) -> Value {
    let at = text.find(words).expect("the words are there");
    let position = |byte: usize| {
        let line = text[..byte].matches('\n').count();
        let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
        let units = match encoding {
            "utf-8" => byte - start,
            _ => text[start..byte].encode_utf16().count(),
        };
        json!({ "line": line, "character": units })
    };
    json!({ "start": position(at), "end": position(at + words.len()) })
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap_or_default()).collect()
}

#[test]
fn places_are_right_in_both_encodings_beyond_the_basic_plane() {
    for encoding in ["utf-8", "utf-16"] {
        let project = project();
        let mut editor = Editor::start(project.path(), encoding);
        assert_eq!(editor.started["capabilities"]["positionEncoding"], encoding);
        editor.open("brief.md", DRAFT);
        let shown = editor.diagnostics("brief.md");
        assert_eq!(codes(&shown), ["quote-altered"], "{shown:#?}");
        assert_eq!(shown[0]["range"], range(DRAFT, "never", encoding));
        assert_eq!(shown[0]["severity"], 1);
        let place = &shown[0]["relatedInformation"][0]["location"];
        assert_eq!(place["uri"], editor.uri("sources/log.txt"));
        assert_eq!(place["range"], range(SOURCE, "not", encoding));
        let page = shown[0]["codeDescription"]["href"].as_str().and_then(|href| href.strip_prefix("file://"));
        let page = fs::read_to_string(page.expect("the code has a page")).expect("the page is there");
        assert!(page.contains("quote-altered"), "{page}");

        let at = &range(DRAFT, "sail", encoding)["start"];
        let passage = "We 🦀 will not sail before the ice has gone from the old harbour";
        let defined = editor.ask_at("textDocument/definition", "brief.md", at);
        assert_eq!(defined[0]["range"], range(SOURCE, passage, encoding), "{defined:#}");
        let hover = editor.ask_at("textDocument/hover", "brief.md", at);
        let text = hover["contents"]["value"].as_str().expect("there is a hover");
        for part in
            ["**altered**", "will not sail", "said by Ward", "cites log", "Ruth Ward, the harbour master"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }

        // The source is opened, and leads back to the draft.
        editor.open("sources/log.txt", SOURCE);
        let at = &range(SOURCE, "sail", encoding)["start"];
        let drawn = editor.ask_at("textDocument/references", "sources/log.txt", at);
        let quotation = "“We 🦀 will never sail before the ice has gone from the old harbour”";
        assert_eq!(drawn[0]["range"], range(DRAFT, quotation, encoding), "{drawn:#}");
        assert_eq!(drawn.as_array().map(Vec::len), Some(1));
        let links = editor.ask_at("textDocument/documentLink", "brief.md", at);
        assert_eq!(links[0]["range"], range(DRAFT, "log", encoding), "{links:#}");
        assert_eq!(links[0]["target"], editor.uri("sources/log.txt"));
        let lenses = editor.ask_at("textDocument/codeLens", "brief.md", at);
        assert_eq!(lenses[0]["command"]["title"], "altered · log", "{lenses:#}");
        editor.leave();
    }
}

#[test]
fn every_change_is_followed_and_a_fix_ends_it() {
    for encoding in ["utf-8", "utf-16"] {
        let project = project();
        let mut editor = Editor::start(project.path(), encoding);
        editor.open("brief.md", DRAFT);
        assert_eq!(codes(&editor.diagnostics("brief.md")), ["quote-altered"]);
        // Two changes at once, the second in the text that the first has made.
        let title = range(DRAFT, "A brief 🦀", encoding);
        let new = DRAFT.replace("A brief 🦀", "Ice 🦀🦀");
        editor.change(
            "brief.md",
            json!([
                { "range": title, "text": "Ice 🦀🦀" },
                { "range": range(&new, "never", encoding), "text": "not" },
            ]),
        );
        assert_eq!(editor.diagnostics("brief.md"), Vec::<Value>::new());
        editor.change("brief.md", json!([{ "text": DRAFT }]));
        let shown = editor.diagnostics("brief.md");
        let context = json!({ "diagnostics": shown });
        let params = json!({ "textDocument": { "uri": editor.uri("brief.md") }, "range": shown[0]["range"], "context": context });
        let actions = editor.ask("textDocument/codeAction", params);
        let titles: Vec<&str> =
            actions.as_array().into_iter().flatten().filter_map(|action| action["title"].as_str()).collect();
        assert_eq!(titles, ["Use the source's words", "Allow `quote-altered` here, with a reason"]);
        if encoding == "utf-16" {
            for action in actions.as_array().expect("a list") {
                let mended = applied(DRAFT, &action["edit"]);
                editor.change("brief.md", json!([{ "text": mended }]));
                assert_eq!(editor.diagnostics("brief.md"), Vec::<Value>::new(), "{mended}");
            }
        }
        editor.leave();
    }
}

#[test]
fn keys_and_quotations_are_completed() {
    let project = project();
    let mut editor = Editor::start(project.path(), "utf-16");
    let text = "🦀 The log has “the pier was";
    editor.open("new.md", text);
    editor.diagnostics("new.md");
    let end = json!({ "line": 0, "character": text.encode_utf16().count() });
    let list = editor.ask_at("textDocument/completion", "new.md", &end);
    let item = &list["items"][0];
    assert_eq!(
        item["textEdit"]["newText"], "The pier was closed for the whole of the winter of that year.",
        "{list:#}"
    );
    assert_eq!(item["textEdit"]["range"], range(text, "the pier was", "utf-16"));
    assert_eq!(item["detail"], "log");
    editor.change("new.md", json!([{ "text": "As the log has it [@l" }]));
    let end = json!({ "line": 0, "character": 21 });
    let list = editor.ask_at("textDocument/completion", "new.md", &end);
    assert_eq!(list["items"][0]["label"], "log", "{list:#}");
    assert_eq!(
        list["items"][0]["textEdit"]["range"],
        json!({ "start": { "line": 0, "character": 20 }, "end": end })
    );
    editor.leave();
}

#[test]
fn sources_and_configurations_are_read_again_when_they_change() {
    let project = project();
    let mut editor = Editor::start(project.path(), "utf-16");
    editor.open("brief.md", DRAFT);
    assert_eq!(codes(&editor.diagnostics("brief.md")), ["quote-altered"]);
    // A source that is typed in, before it is saved.
    editor.open("sources/log.txt", SOURCE);
    editor.change("sources/log.txt", json!([{ "text": SOURCE.replace("will not", "will never") }]));
    editor.until("brief.md", |shown| shown.is_empty());
    let uri = editor.uri("sources/log.txt");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    editor.until("brief.md", |shown| codes(shown) == ["quote-altered"]);
    // One that another program writes.
    fs::write(project.path().join("sources/log.txt"), SOURCE.replace("will not", "will never")).unwrap();
    let change = json!([{ "uri": uri, "type": 2 }]);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    editor.until("brief.md", |shown| shown.is_empty());
    // A configuration that cannot be used says so in its own place, and nothing is checked.
    let config = editor.uri("ibid.toml");
    fs::write(project.path().join("ibid.toml"), "[sauces]\n").unwrap();
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": config, "type": 2 }] }));
    editor.until("ibid.toml", |shown| codes(shown) == ["config-invalid"]);
    fs::write(project.path().join("ibid.toml"), CONFIG).unwrap();
    fs::write(project.path().join("sources/log.txt"), SOURCE).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": config, "type": 2 }] }));
    editor.until("ibid.toml", |shown| shown.is_empty());
    editor.until("brief.md", |shown| codes(shown) == ["quote-altered"]);
    editor.leave();
}

#[test]
fn a_client_that_does_not_watch_files_is_told_all_the_same() {
    let project = project();
    let mut editor = Editor::start(project.path(), "utf-16");
    assert!(editor.asked.iter().all(|request| request.method != "client/registerCapability"));
    editor.open("brief.md", DRAFT);
    assert_eq!(codes(&editor.diagnostics("brief.md")), ["quote-altered"]);
    fs::remove_file(project.path().join("sources/log.txt")).unwrap();
    fs::write(project.path().join("sources/log.md"), SOURCE.replace("will not", "will never")).unwrap();
    editor.until("brief.md", |shown| shown.is_empty());
    editor.leave();
}

#[test]
fn drafts_in_markup_and_drafts_that_no_file_holds_are_checked() {
    let project = project();
    let mut editor = Editor::start(project.path(), "utf-16");
    let latex = "\\section{Ice}\nWard said that ``We 🦀 will \\emph{never} sail before the ice has gone from the old harbour'' \\cite{log}.\n";
    editor.open("unsaved.tex", latex);
    let shown = editor.diagnostics("unsaved.tex");
    assert_eq!(codes(&shown), ["quote-altered"], "{shown:#?}");
    assert_eq!(shown[0]["range"], range(latex, "never", "utf-16"));
    editor.leave();
}

#[test]
fn an_allow_is_written_with_the_reason_that_the_client_asks_for() {
    let project = project();
    let mut editor = Editor::with(
        project.path(),
        json!({ "general": { "positionEncodings": ["utf-16"] } }),
        json!({ "asksForReasons": true }),
    );
    editor.open("brief.md", DRAFT);
    let shown = editor.diagnostics("brief.md");
    let params = json!({ "textDocument": { "uri": editor.uri("brief.md") }, "range": shown[0]["range"], "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", params);
    let command = &actions[1]["command"];
    assert_eq!(command["command"], "ibid.askForReason", "{actions:#}");
    let mut asked = command["arguments"][0].clone();
    asked["reason"] = json!("she corrected herself");
    editor.ask("workspace/executeCommand", json!({ "command": "ibid.allow", "arguments": [asked] }));
    let edit =
        editor.asked.iter().find(|request| request.method == "workspace/applyEdit").expect("it is applied");
    let mended = applied(DRAFT, &edit.params["edit"]);
    assert!(mended.contains("<!-- ibid: allow(quote-altered) she corrected herself -->"), "{mended}");
    editor.change("brief.md", json!([{ "text": mended }]));
    assert_eq!(editor.diagnostics("brief.md"), Vec::<Value>::new());
    let gone =
        editor.try_ask("workspace/executeCommand", json!({ "command": "ibid.allow", "arguments": [asked] }));
    assert!(gone.is_err());
    editor.leave();
}

#[test]
fn what_is_not_understood_is_refused_and_the_server_lives() {
    let project = project();
    let mut editor = Editor::start(project.path(), "utf-16");
    assert!(editor.try_ask("textDocument/rename", json!({})).unwrap_err().starts_with("-32601"));
    assert!(
        editor.try_ask("textDocument/hover", json!({ "textDocument": 7 })).unwrap_err().starts_with("-32602")
    );
    let elsewhere = json!({ "textDocument": { "uri": "untitled:Untitled-1" }, "position": { "line": 9, "character": 9 } });
    assert_eq!(editor.ask("textDocument/hover", elsewhere), Value::Null);
    for (method, params) in [
        ("textDocument/didOpen", json!({ "textDocument": {} })),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///none.md", "version": 2 }, "contentChanges": [] }),
        ),
        ("textDocument/didClose", json!([])),
        (
            "workspace/didChangeConfiguration",
            json!({ "settings": { "ibid": { "select": ["quote-alterd"] } } }),
        ),
        ("$/cancelRequest", json!({ "id": 99 })),
        ("ibid/nothing", Value::Null),
    ] {
        editor.tell(method, params);
    }
    editor.open("brief.md", DRAFT);
    // Positions that are not there.
    let far = json!({ "start": { "line": 900, "character": 0 }, "end": { "line": 7, "character": 99999 } });
    editor.change("brief.md", json!([{ "range": far, "text": "\nMore.\n" }]));
    assert_eq!(codes(&editor.diagnostics("brief.md")), ["quote-altered"]);
    assert!(editor.said.iter().any(|said| said.contains("`quote-alterd`")), "{:?}", editor.said);
    editor.leave();
}

#[test]
fn every_edit_by_itself_comes_to_what_the_whole_comes_to() {
    let project = project();
    let mut editor = Editor::start(project.path(), "utf-16");
    let mut text = String::from(DRAFT);
    editor.open("brief.md", &text);
    // A seeded generator, so that a failure can be repeated.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % end.max(1) as u64) as usize
    };
    let pieces =
        ["", "🦀", "“", "”", "never ", "\n", "\r\n", "\n\n", "é", "not", " [@log]", "the ice has gone "];
    for round in 0..60 {
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let start = below(boundaries.len());
        let end = (start + below(6)).min(boundaries.len() - 1);
        let (from, to) = (boundaries[start], boundaries[end]);
        // No position stands between the two signs of one line end.
        let splits = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
        if splits(from) || splits(to) {
            continue;
        }
        let piece = pieces[below(pieces.len())];
        let position = |byte: usize| {
            let lines = text[..byte].replace("\r\n", "\n");
            let line = lines.matches('\n').count();
            let last = lines.rsplit('\n').next().unwrap_or_default();
            json!({ "line": line, "character": last.encode_utf16().count() })
        };
        let change = json!([{ "range": { "start": position(from), "end": position(to) }, "text": piece }]);
        text.replace_range(from..to, piece);
        editor.change("brief.md", change);
        if round % 6 == 0 {
            let edited = editor.diagnostics("brief.md");
            editor.change("brief.md", json!([{ "text": text }]));
            assert_eq!(edited, editor.diagnostics("brief.md"), "{text}");
        }
    }
    editor.leave();
}

#[test]
fn what_the_projects_baseline_holds_is_not_shown() {
    let project = project();
    let run = common::program::run(project.path(), &["check", "--write-baseline", "ibid.baseline", "."], &[]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    fs::write(project.path().join("ibid.toml"), format!("baseline = \"ibid.baseline\"\n{CONFIG}")).unwrap();
    let mut editor = Editor::start(project.path(), "utf-16");
    editor.open("brief.md", DRAFT);
    assert_eq!(editor.diagnostics("brief.md"), Vec::<Value>::new());
    let more = "Ward said that “the pier was closed for the half of the winter of that year” [@log].\n";
    editor.change("brief.md", json!([{ "text": format!("{more}\n{DRAFT}") }]));
    let shown = editor.diagnostics("brief.md");
    assert_eq!(codes(&shown), ["quote-altered"]);
    assert_eq!(shown[0]["range"]["start"]["line"], 0);
    editor.leave();
}
