//! Documents of every format, made by other programs (`tests/formats/make.sh`): each sentence of one, quoted in a draft with its
//! page, is found there word for word.
//!
//! Beside a document lies a text of the same name: a line of it has the page, or nothing, a tab and a sentence.

mod common;

use std::path::{Path, PathBuf};

use common::{entries, name, program, read};
use serde_json::Value;

/// The documents of a folder that have their sentences beside them.
fn documents() -> Vec<(PathBuf, PathBuf)> {
    let listed = |path: PathBuf| {
        let sentences = path.with_extension("txt");
        let is_document = path.extension().is_some_and(|extension| extension != "txt");
        (is_document && sentences.is_file()).then_some((path, sentences))
    };
    let documents: Vec<_> = entries(Path::new("tests/formats")).into_iter().filter_map(listed).collect();
    assert!(documents.len() >= 6, "only {} documents were found", documents.len());
    documents
}

/// The sentences of a document with the pages on which they begin.
fn sentences(path: &Path) -> Vec<(String, String)> {
    let text = read(path);
    let line = |line: &str| {
        let (page, sentence) = line.split_once('\t').unwrap_or_else(|| panic!("{}: {line}", path.display()));
        (page.to_owned(), sentence.to_owned())
    };
    text.lines().map(line).collect()
}

/// What `trace` makes of a draft that quotes every sentence of a document.
fn traced(document: &Path, sentences: &[(String, String)]) -> (Value, Value) {
    let source = format!("sources/source.{}", document.extension().unwrap().to_string_lossy());
    let mut draft = String::new();
    for (page, sentence) in sentences {
        let locator = if page.is_empty() { String::new() } else { format!(", p. {page}") };
        draft += &format!("“{sentence}” [@source{locator}]\n\n");
    }
    let files = [("draft.md".to_owned(), draft.into_bytes()), (source, std::fs::read(document).unwrap())];
    let folder = program::folder(files);
    let json = |command: &str| {
        let run = program::run(
            folder.path(),
            &[command, "--sources", "sources", "--format", "json", "draft.md"],
            &[],
        );
        assert_ne!(run.status, 2, "{}: {}{}", document.display(), run.err, run.out);
        serde_json::from_str(&run.out).unwrap()
    };
    (json("trace"), json("check"))
}

#[test]
fn every_sentence_of_a_document_is_found_on_its_page() {
    let mut failures = Vec::new();
    for (document, beside) in documents() {
        let sentences = sentences(&beside);
        let (trace, check) = traced(&document, &sentences);
        let quotes = trace["drafts"][0]["quotes"].as_array().unwrap();
        assert_eq!(quotes.len(), sentences.len(), "{}", document.display());
        for quote in quotes {
            let verdict = quote["match"]["verdict"].as_str().unwrap_or("none");
            if !matches!(verdict, "verbatim" | "permitted") {
                failures.push(format!("{}: {verdict}: {}", name(&document), quote["text"]));
            }
        }
        for finding in check["diagnostics"].as_array().unwrap() {
            failures.push(format!("{}: {}: {}", name(&document), finding["rule"], finding["message"]));
        }
    }
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

#[test]
fn a_wrong_page_is_told() {
    let document = Path::new("tests/formats/book.pdf");
    let mut sentences = sentences(&document.with_extension("txt"));
    sentences.truncate(1);
    sentences[0].0 = "7".into();
    let (_, check) = traced(document, &sentences);
    let rules: Vec<&str> = check["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert_eq!(rules, ["locator-wrong"]);
}
