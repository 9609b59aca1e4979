//! Random edits of a project in the language server: after each burst, what it shows of every document is what a check from scratch
//! of the same texts finds.
//!
//! Drafts in three notations are edited, and their source, their bibliography and their `ibid.toml`. `IBID_SOAK` says how many edits
//! are made, `IBID_SOAK_SEED` by which numbers; both are printed when something differs.

mod common;
#[path = "soak/random.rs"]
mod random;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::editor::Editor;
use common::program::folder;
use ibid::check::{Report, check};
use ibid::file::{File, Span};
use ibid::finding::{Finding, Severity};
use ibid::load::{self, Request};
use random::{Edit, Random, edit};
use serde_json::{Value, json};

/// How many edits are made where nothing else is said.
const EDITS: usize = 250;

const SOURCE: &str = "The harbour log for 1921 🚢 is long.\n\n\
    Ruth Ward, the harbour master, said: “We will not sail before the ice has gone from the old harbour.”\n\n\
    The pier was closed for the whole of the winter of that year, and 840 metres of it were lost.\n";

const MARKDOWN: &str = "---\ntitle: Ice\n---\n\n# A brief 🦀\n\n\
    🚢 Ward told the council that “we will never sail before the ice has gone from the old harbour” [@log].\n\n\
    <!-- ibid: allow(quote-altered) she corrected herself -->\n\
    The log has “the pier was shut for the whole of the winter”.[^1] So it was in Oslo, Sweden.\n\n\
    > The pier was closed for the winter of that year.\n> — Ruth Ward\n\n[^1]: See @log and [@none].\n";

const LATEX: &str = "\\documentclass{article}\n\\newcommand{\\ice}[1]{the \\emph{#1} ice}\n\\begin{document}\n\
    % ibid: allow(quote-altered) so be it\nWard said that ``we will never sail before the ice has gone'' \\cite{log}.\n\n\
    The log has ``the pier was \\textbf{shut} for the whole of the winter''.\\footnote{See \\cite{none}.} 900 metres were lost.\n\
    \\end{document}\n";

const HTML: &str = "<!doctype html><html><head><title>Ice</title></head><body>\n\
    <p>Ward said that &ldquo;we will <b>never</b> sail before the ice has gone from the old harbour&rdquo;.</p>\n\
    <!-- ibid: allow(quote-altered) yes -->\n<p>The log has “the pier was shut for the whole of the winter”.</p></body></html>\n";

const BIBLIOGRAPHY: &str = "@misc{log, title = {The harbour log}, author = {Ward, Ruth}, year = 1921, file = {log.txt}}\n\
    @misc{pier, title = {The pier}}\n";

const CONFIG: &str = "[sources]\npaths = [\"sources\"]\n\n[severity]\nquote-short = \"note\"\n\n[facts.places]\n\"Port Ellis\" = \"Norway\"\n";

/// The documents, with how often one of so many edits is one of theirs: what has everything read again takes its time.
const DOCUMENTS: &[(&str, &str, usize)] = &[
    ("a.html", HTML, 25),
    ("a.md", MARKDOWN, 40),
    ("a.tex", LATEX, 25),
    ("ibid.toml", CONFIG, 2),
    ("sources/log.txt", SOURCE, 5),
    ("sources/refs.bib", BIBLIOGRAPHY, 3),
];

#[test]
fn edits_come_to_what_the_texts_come_to() {
    let number = |name: &str, without: usize| match std::env::var(name) {
        Ok(said) => said.parse().unwrap_or_else(|_| panic!("{name} is no number: {said}")),
        Err(_) => without,
    };
    let (edits, seed) = (number("IBID_SOAK", EDITS), number("IBID_SOAK_SEED", 1));
    let project = folder(DOCUMENTS.iter().map(|(name, text, _)| (*name, *text)));
    let here = project.path().canonicalize().expect("the folder is there");
    // The server shows paths from the folder of its client; no other test of this program runs beside this one.
    std::env::set_current_dir(&here).expect("the folder is there");
    let mut editor = Editor::start(&here, "utf-8");
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for (name, text, _) in DOCUMENTS {
        editor.open(name, text);
        texts.insert(name, (*text).to_owned());
    }
    let mut random = Random::new(seed as u64);
    let mut undone: Vec<(&str, Edit)> = Vec::new();
    let (mut made, mut compared, mut found) = (0, 0, 0);
    compare(&mut editor, &here, &texts, "at the start");
    while made < edits {
        let mut last = "a.md";
        for _ in 0..1 + random.below(4) {
            let name = chosen(&mut random);
            let text = texts.get_mut(name).expect("it is open");
            let mut changes = Vec::new();
            for _ in 0..[1, 1, 1, 2, 4][random.below(5)] {
                let back = undone.iter().rposition(|(of, _)| *of == name).filter(|_| random.below(4) == 0);
                let one = match back {
                    Some(at) => undone.remove(at).1.fitted(text),
                    None => edit(&mut random, text, SOURCE),
                };
                let range =
                    json!({ "start": position(text, one.range.start), "end": position(text, one.range.end) });
                changes.push(json!({ "range": range, "text": one.text }));
                undone.push((name, one.apply(text)));
                made += 1;
            }
            // A text that only grows would be all that is left of the drafts.
            if text.len() > 4000 || random.below(150) == 0 {
                let (_, first, _) = DOCUMENTS.iter().find(|(of, ..)| *of == name).expect("it is one of them");
                *text = (*first).to_owned();
                changes.push(json!({ "text": text }));
                undone.retain(|(of, _)| *of != name);
            }
            editor.change(name, json!(changes));
            last = name;
        }
        undone.drain(..undone.len().saturating_sub(200));
        let what = format!("after {made} edits by IBID_SOAK_SEED={seed}, the last in {last}");
        found += compare(&mut editor, &here, &texts, &what);
        compared += 1;
    }
    println!("{made} edits, {compared} comparisons, {found} findings compared");
    assert!(found > compared, "only {found} findings were there to compare");
    editor.leave();
}

/// One of the documents, each as often as it is to be edited.
fn chosen(random: &mut Random) -> &'static str {
    let all: usize = DOCUMENTS.iter().map(|(.., share)| share).sum();
    let mut at = random.below(all);
    for (name, _, share) in DOCUMENTS {
        if at < *share {
            return name;
        }
        at -= share;
    }
    unreachable!("a share below all of them is one of them")
}

/// Waits for the server, holds what it shows against a check from scratch, and says how many findings there are.
fn compare(editor: &mut Editor, here: &Path, texts: &BTreeMap<&str, String>, what: &str) -> usize {
    // It answers once it has checked the newest text, and what it shows of that goes before.
    for name in texts.keys() {
        editor.ask_at("textDocument/hover", name, &json!({ "line": 0, "character": 0 }));
    }
    let expected = from_scratch(here, texts);
    let mut count = 0;
    for (name, text) in texts {
        let shown =
            editor.shown.get(&editor.uri(name)).map(|(_, shown)| shown.as_slice()).unwrap_or_default();
        let mut shown: Vec<String> = shown.iter().map(of_diagnostic).collect();
        shown.sort();
        let mut wanted = expected.get(*name).cloned().unwrap_or_default();
        wanted.sort();
        if shown != wanted {
            let all: Vec<_> = texts.iter().map(|(name, text)| format!("--- {name}\n{text}")).collect();
            panic!(
                "{name} differs {what}\nshown: {shown:#?}\nfrom scratch: {wanted:#?}\n{text}\n{}",
                all.join("\n")
            );
        }
        count += wanted.len();
    }
    count
}

fn of_diagnostic(diagnostic: &Value) -> String {
    let message = diagnostic["message"].as_str().unwrap_or_default();
    let message = message.lines().next().unwrap_or_default();
    let related = diagnostic["relatedInformation"].as_array().map_or(0, Vec::len);
    format!("{} {} {} {related} {message}", diagnostic["range"], diagnostic["code"], diagnostic["severity"])
}

/// What a check of these texts finds, by the names of the documents.
fn from_scratch(here: &Path, texts: &BTreeMap<&str, String>) -> BTreeMap<String, Vec<String>> {
    let drafts = texts.keys().filter(|name| name.starts_with("a.")).map(|name| here.join(name));
    let drafts: Vec<PathBuf> = std::iter::once(here.to_path_buf()).chain(drafts).collect();
    let texts = texts.iter().map(|(name, text)| (here.join(name), text.clone())).collect();
    let request = Request { drafts, as_configured: true, texts: Arc::new(texts), ..Request::default() };
    let report = match load::load(&request, &|_, _| ()) {
        Ok(loaded) => check(loaded),
        Err(_) => Report::default(),
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in report.findings() {
        let file = report.files.get(finding.primary.span.file);
        found.entry(file.path.clone()).or_default().push(of_finding(file, finding));
    }
    found
}

fn of_finding(file: &File, finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    };
    let message = ibid::output::display::clean(&finding.message);
    let (range, related) = (range(file, finding.primary.span), finding.related.len());
    format!(
        "{range} {} {severity} {related} {}",
        json!(finding.rule),
        message.lines().next().unwrap_or_default()
    )
}

/// Where a span is in the text that the editor has.
fn range(file: &File, span: Span) -> Value {
    let text = load::own_text(file);
    let range = file.mapped().map_or(span.range(), |mapped| mapped.raw_range(span.range()));
    json!({ "start": position(text, range.start), "end": position(text, range.end) })
}

/// A byte of a text as the protocol counts it, in bytes: lines end at `\n`, `\r\n` and `\r`.
fn position(text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let parted = before.ends_with('\r') && text[byte..].starts_with('\n');
    assert!(!parted, "no position stands between the two signs of one line end");
    let unified = before.replace("\r\n", "\n").replace('\r', "\n");
    let line = unified.matches('\n').count();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    json!({ "line": line, "character": byte - start })
}
