//! Drafts and sources in other encodings than UTF-8, through the built program: each is checked as any other, and a
//! finding says which of its files were guessed.

mod common;

use common::program::{self, folder};
use encoding_rs::{Encoding, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use serde_json::Value;

const SOURCE: &str = "“The boat won’t sail before the ice has gone,” the harbour master said in March.\n";
const DRAFT: &str =
    "The café was full. “The ferry won’t sail before the ice has gone,” the harbour master said.\n";

#[test]
fn a_draft_in_windows_1252_is_held_against_a_source_in_utf_16() {
    let expected = report(DRAFT.as_bytes(), SOURCE.as_bytes());
    assert_eq!(shown(&expected), [("quote-altered", "ferry", "boat", 1, 25)]);
    assert_eq!(expected["diagnostics"][0]["notes"], Value::Array(Vec::new()));
    let marked = format!("\u{feff}{SOURCE}");
    let sources: [Vec<u8>; 4] = [
        SOURCE.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        SOURCE.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ];
    for source in sources {
        let found = report(&encoded(DRAFT, WINDOWS_1252), &source);
        assert_eq!(shown(&found), shown(&expected));
        let notes = &found["diagnostics"][0]["notes"];
        assert_eq!(notes, &Value::from(vec!["`draft.md` was read as windows-1252"]));
    }
}

#[test]
fn a_guessed_source_is_named_with_its_encoding() {
    let found = report(DRAFT.as_bytes(), &encoded(SOURCE, WINDOWS_1252));
    assert_eq!(shown(&found), [("quote-altered", "ferry", "boat", 1, 25)]);
    let notes = &found["diagnostics"][0]["notes"];
    assert_eq!(notes, &Value::from(vec!["`texts/harbour.txt` was read as windows-1252"]));
}

#[test]
fn other_scripts_are_compared_in_any_encoding() {
    for (encoding, name, source, draft, words) in [
        (
            WINDOWS_1251,
            "windows-1251",
            "«Паром не выйдет в море раньше, чем сойдёт лёд», — сказал начальник порта.\n",
            "«Катер не выйдет в море раньше, чем сойдёт лёд», — сказал начальник порта.\n",
            ("Катер", "Паром"),
        ),
        (
            SHIFT_JIS,
            "Shift_JIS",
            "港長は「氷が消えるまでこの港から船は一隻も出ません」と三月に言いました。\n",
            "港長は「雪が消えるまでこの港から船は一隻も出ません」と三月に言いました。\n",
            ("雪", "氷"),
        ),
    ] {
        let found = report(&encoded(draft, encoding), &encoded(source, encoding));
        let shown = shown(&found);
        assert_eq!(shown.len(), 1, "{found:#}");
        assert_eq!((shown[0].0, (shown[0].1, shown[0].2)), ("quote-altered", words));
        let notes = ["draft.md", "texts/harbour.txt"].map(|path| format!("`{path}` was read as {name}"));
        assert_eq!(found["diagnostics"][0]["notes"], Value::from(notes.to_vec()));
    }
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, damaged) = encoding.encode(text);
    assert!(!damaged, "{text} cannot be written in {}", encoding.name());
    bytes.into_owned()
}

/// The report on one draft and one source as JSON.
fn report(draft: &[u8], source: &[u8]) -> Value {
    let folder = folder([("draft.md", draft), ("texts/harbour.txt", source)]);
    let arguments = ["check", "--ignore", "citation", "--sources", "texts", "--format", "json", "draft.md"];
    let run = program::run(folder.path(), &arguments, &[]);
    assert_eq!((run.status, run.err.as_str()), (1, ""), "{}", run.out);
    serde_json::from_str(&run.out).unwrap()
}

/// Each finding's rule, the words in the draft, those in the source, and its line and column.
fn shown(report: &Value) -> Vec<(&str, &str, &str, u64, u64)> {
    let findings = report["diagnostics"].as_array().unwrap();
    let number = |value: &Value| value.as_u64().unwrap();
    let shown = findings.iter().map(|finding| {
        let start = &finding["span"]["start"];
        let source = finding["related"][0]["text"].as_str().unwrap_or_default();
        let (rule, words) = (finding["rule"].as_str().unwrap(), finding["text"].as_str().unwrap());
        (rule, words, source, number(&start["line"]), number(&start["column"]))
    });
    shown.collect()
}
