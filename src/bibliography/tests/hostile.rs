//! Texts that no program wrote: they neither hang the readers of JSON and YAML nor make them panic.

use std::time::{Duration, Instant};

use super::csl::json;
use super::yaml::yaml;

/// Reads a text of one part over and over, of so many bytes, behind a prefix.
fn ends<R>(read: impl Fn(&str) -> R, prefix: &str, part: &str, length: usize) {
    let text = format!("{prefix}{}", part.repeat(length / part.len()));
    let start = Instant::now();
    read(&text);
    assert!(start.elapsed() < Duration::from_secs(5), "{prefix:?} {part:?}: {:?}", start.elapsed());
}

#[test]
fn garbage_in_json_does_not_hang() {
    let parts = [
        "{",
        "[",
        "}",
        "]",
        "\"",
        "\\",
        ":",
        ",",
        "{\"",
        "[{",
        "{\"id\":",
        "{\"id\":[",
        "{\"id\":{\"title\":[",
        "\"title\":[",
        "[{\"a\":[",
        "{},",
        "{},\"",
        "{},\"a\":",
        "\n{\"a\":1",
        "\n  {\"id\": \"x\", \"title\": [\n",
        "1,",
        "é",
        "\0",
        "{\"title\":\"a\",",
        "\"title\":{\"title\":",
        "{ ",
        "\"a\" ",
        "{\"id\":\"x\"} ",
        "\\\"",
        "/*",
        "{\"a\":\n",
    ];
    for part in parts {
        for prefix in ["", "[", "[\n  {\"id\": \"k\", ", "{\"items\": [{\"id\": \"k\"", "{\"x\": "] {
            ends(json, prefix, part, 50_000);
        }
    }
}

#[test]
fn garbage_in_yaml_does_not_hang() {
    let parts = [
        "{",
        "[",
        "}",
        "]",
        "\"",
        "'",
        ":",
        "a:",
        "a: ",
        "- ",
        "-",
        "? ",
        ": ",
        "&a ",
        "*a ",
        "*a\n",
        "!!a ",
        "|\n",
        "> ",
        "#",
        "%",
        "---\n",
        "a:\n",
        "a:\n  ",
        "title: x\n",
        "a: {\n",
        "a: [\n",
        "  title: \"\n",
        "a:\n  title: *x\n",
        "a:\n  title: [\n",
        "\t",
        "\ta: b\n",
        "a:\n b:\n",
        "é",
        "\0",
        " ",
        "x\n",
        "- id: x\n",
        "- \"\n",
        "a: &a [*a, *a]\n",
        "k:\n  title: \"x\n    y: z\n",
        ",",
    ];
    for part in parts {
        for prefix in ["", "k:\n  title: T\n  ", "references:\n- id: k\n  ", "k: ", "k:\n  parent: "] {
            ends(yaml, prefix, part, 25_000);
        }
    }
}

#[test]
fn aliases_of_aliases_stay_small() {
    let mut text = String::from("k:\n  title: T\n  note: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 0..40 {
        text += &format!("  f{}: &a{} [*a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}]\n", i + 1, i + 1);
    }
    let (_, entries, findings) = yaml(&text);
    assert_eq!((entries[0].title.as_deref(), findings), (Some("T"), vec![]));
}

proptest::proptest! {
    #[test]
    fn a_later_item_in_json_is_always_read(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "{", "}", "[", "]", "\"", ":", ",", "\n", " ", "\\", "\"id\"", "\"id\": \"x\"", "\"title\": ", "\"T\"", "\"author\": [", "é",
            "{\"family\": ", "1", "null", "-", "日", "\"issued\": {\"date-parts\": [[", "\n  {\"id\": \"y\", ", "]]}", "\t", "\r\n",
        ]), 0..60),
    ) {
        let middle = parts.concat();
        let (file, entries, findings) =
            json(&format!("[\n  {{\"id\": \"first\", \"title\": \"T\"}},\n  {{{middle}\n  {{\"id\": \"last\", \"title\": \"T\"}}\n]"));
        for finding in &findings {
            assert!(!file.slice(finding.primary.span).is_empty());
        }
        assert_eq!(entries.first().map(|entry| entry.key.as_str()), Some("first"), "{entries:?}");
        // What closes the list ends it.
        if !middle.contains(']') {
            assert!(entries.iter().any(|entry| entry.key == "last"), "{entries:?}");
        }
    }

    #[test]
    fn a_later_entry_in_yaml_is_always_read(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "\n", "\n  ", "\n    ", "\nk:", ": ", ":", "- ", "title: ", "type: book", "\"", "'", "[", "]", "{", "}", "&a ", "*a", "|", "#",
            "é", "日", "\t", "\r\n", "x", ", ", "author: ", "? ", "!t ", "%", "\\",
        ]), 0..60),
    ) {
        let (file, entries, findings) =
            yaml(&format!("first:\n  title: T\nbad:{}\nlast:\n  title: T\n", parts.concat()));
        for finding in &findings {
            file.slice(finding.primary.span);
        }
        assert_eq!(entries.first().map(|entry| entry.key.as_str()), Some("first"), "{entries:?}");
        let last = entries.iter().find(|entry| entry.key == "last");
        assert_eq!(last.and_then(|entry| entry.title.as_deref()), Some("T"), "{entries:?}");
    }
}
