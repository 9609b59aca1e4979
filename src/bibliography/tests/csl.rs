//! What is read of CSL-JSON and of the JSON of Better BibTeX, whole and broken.

use super::*;

pub(super) fn json(text: &str) -> (File, Vec<Entry>, Vec<Finding>) {
    let file = File::new(FileId(0), "a.json".into(), "UTF-8", Format::Bibliography, text.into());
    let (entries, findings) = read(&file);
    (file, entries, findings)
}

const ONE: &str = r#"  {"id": "one", "type": "book", "title": "T one"}"#;
const TWO: &str = r#"  {"id": "two", "type": "book", "title": "T two"}"#;

/// One broken item between two sound ones, one a line and all in one line: both sound ones are read, and of the broken
/// one what it says.
#[track_caller]
fn breaks(middle: &str, key: Option<&str>, title: Option<&str>, says: &str) {
    let texts =
        [format!("[\n{ONE},\n{middle},\n{TWO}\n]\n"), format!("[{},{middle},{}]", ONE.trim(), TWO.trim())];
    let lines = if middle.contains('\n') { &texts[..1] } else { &texts[..] };
    for text in lines {
        let (file, entries, findings) = json(text);
        let titles = |key: &str| {
            entries.iter().find(|entry| entry.key == key).map(|entry| entry.title.clone().unwrap_or_default())
        };
        assert_eq!(titles("one").as_deref(), Some("T one"), "{text}: {entries:?}");
        assert_eq!(titles("two").as_deref(), Some("T two"), "{text}: {entries:?} {findings:?}");
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert_eq!(findings[0].message, says, "{text}");
        assert!(findings[0].primary.span.end > findings[0].primary.span.start);
        if let Some(key) = key {
            assert_eq!(titles(key).as_deref(), Some(title.unwrap_or_default()), "{text}: {entries:?}");
            assert!(file.slice(findings[0].primary.span).contains(key), "{text}: {findings:?}");
        }
        assert_eq!(entries.len(), 2 + usize::from(key.is_some()), "{text}: {entries:?}");
    }
}

#[test]
fn an_item_is_read_whole() {
    let (file, entries, findings) = json(
        "\u{feff}[\r\n  {\r\n    \"author\": [{\"family\": \"Leyen\", \"given\": \"Ursula\", \"non-dropping-particle\": \"von der\"},\r\n      \
         {\"literal\": \"World Bank\"}, {\"family\": \"Ward\", \"given\": \"A. B.\", \"suffix\": \"Jr.\"}],\r\n    \
         \"container-title\": \"Harbour Gazette\", \"publisher\": \"Quay Press\",\r\n    \"citation-key\": \"leyen\\u00e9:1\", \
         \"id\": \"http://zotero.example/items/X\",\r\n    \"issued\": {\"date-parts\": [[\"2023\", 3, 7], [2024, 1]]},\r\n    \
         \"title\": \"The <i>Old</i> Quay: a &lt; b <span class=\\\"nocase\\\">UN</span>\", \"title-short\": \"Old Quay\",\r\n    \
         \"URL\": \"https://x.example/a_b\", \"DOI\": \"10.1234/x\", \"type\": \"article-journal\",\r\n    \
         \"attachments\": [{\"title\": \"Scan\", \"path\": \"files\\\\1\\\\a; b.pdf\"}, {\"path\": \"https://x.example/y\"}]\r\n  }\r\n]\r\n",
    );
    assert_eq!(findings, []);
    let entry = &entries[0];
    assert_eq!(entry.key, "leyené:1");
    assert_eq!(file.slice(entry.span), "leyen\\u00e9:1");
    assert_eq!(entry.title.as_deref(), Some("The Old Quay: a &lt; b UN"));
    assert_eq!(entry.short_title.as_deref(), Some("Old Quay"));
    let authors: Vec<_> = entry.authors.iter().map(|a| (&*a.name, &*a.family)).collect();
    assert_eq!(
        authors,
        [("Ursula von der Leyen", "von der Leyen"), ("World Bank", "World Bank"), ("A. B. Ward Jr.", "Ward")]
    );
    assert_eq!(entry.date.as_deref(), Some("2023-03-07/2024-01"));
    assert_eq!(entry.publication.as_deref(), Some("Harbour Gazette"));
    assert_eq!(entry.url.as_deref(), Some("https://x.example/a_b"));
    assert_eq!(entry.doi.as_deref(), Some("10.1234/x"));
    assert_eq!(entry.files, ["files/1/a; b.pdf"]);
}

#[test]
fn dates_in_every_form() {
    let table = [
        (r#"{"date-parts": [[2023, 3, 7]]}"#, Some("2023-03-07")),
        (r#"{"date-parts": [["1985"]], "season": 1}"#, Some("1985")),
        (r#"{"date-parts": [[-334]]}"#, Some("-0334")),
        (r#"{"date-parts": [[2014, 12, 31], [0]]}"#, Some("2014-12-31")),
        (r#"{"date-parts": [[null]]}"#, None),
        (r#"{"date-parts": [[]], "literal": "spring 1850"}"#, Some("spring 1850")),
        (r#"{"raw": "2020-05"}"#, Some("2020-05")),
        (r#""2020-05-01""#, Some("2020-05-01")),
        (r#"[{"year": 2020, "month": "5"}]"#, Some("2020-05")),
        ("{}", None),
    ];
    for (date, expected) in table {
        let (_, entries, findings) = json(&format!(r#"[{{"id": 7, "title": "T", "issued": {date}}}]"#));
        assert_eq!((entries[0].date.as_deref(), findings), (expected, vec![]), "{date}");
        assert_eq!(entries[0].key, "7");
    }
}

#[test]
fn lists_in_every_form() {
    for text in [
        r#"{"items": [{"id": "a", "title": "T"}]}"#,
        r#"{"config": {"x": "}"}, "collections": {"A": {"items": [1]}}, "items": [{"citekey": "a", "title": "T"}]}"#,
        r#"{"references": [{"id": "a", "title": ["T"]}]}"#,
        r#"{"id": "a", "title": "T"}"#,
        r#"[{"id": "a", "title": "T",},]"#,
    ] {
        let (_, entries, findings) = json(text);
        assert_eq!(findings, [], "{text}");
        assert_eq!(entries[0].title.as_deref(), Some("T"), "{text}");
    }
    let (_, entries, findings) = json(
        r#"{"items": [{"citationKey": "a", "itemType": "book", "title": "T", "shortTitle": "S", "date": "2020-05", "creators":
        [{"creatorType": "editor", "name": "The Port"}, {"creatorType": "author", "firstName": "Ann", "lastName": "Ward"}],
        "websiteTitle": "Port News", "url": "https://x.example", "attachments": [{"itemType": "attachment", "localPath": "/a/b.pdf"}]}]}"#,
    );
    assert_eq!(findings, []);
    let entry = &entries[0];
    assert_eq!(entry.authors, [Author::of("Ann", "", "Ward", "")]);
    assert_eq!(entry.publication.as_deref(), Some("Port News"));
    assert_eq!((entry.date.as_deref(), entry.short_title.as_deref()), (Some("2020-05"), Some("S")));
    assert_eq!(entry.files, ["/a/b.pdf"]);
    assert_eq!(json("[]").2, []);
}

#[test]
fn a_broken_item_loses_nothing_else() {
    let of = |what: &str| format!("the entry `bad` of `a.json` is broken: {what}");
    breaks(
        r#"{"id": "bad", "title": "Open, "type": "book"}"#,
        Some("bad"),
        Some("Open,"),
        &of("no comma follows its field `title`"),
    );
    breaks(
        "  {\n    \"id\": \"bad\",\n    \"title\": \"Open,\n    \"type\": \"book\"\n  }",
        Some("bad"),
        Some("Open"),
        &of("its field `title` is opened and not closed"),
    );
    breaks(
        r#"{"id": "bad" "title": "A", "type": "book"}"#,
        Some("bad"),
        Some("A"),
        &of("no comma follows its field `id`"),
    );
    breaks(r#"{"id": "bad", "title" "A", "type": "book"}"#, Some("bad"), None, &of("no `:` follows `title`"));
    breaks(
        r#"{"author": [{"family": "Ward"}, "title": "A", "id": "bad"}"#,
        Some("bad"),
        Some("A"),
        &of("its field `author` is opened and not closed"),
    );
    breaks(
        r#"{"author": [{"family": "Ward", "given": "Ann"], "title": "A", "id": "bad"}"#,
        Some("bad"),
        Some("A"),
        &of("its field `author` is opened and not closed"),
    );
    breaks(
        r#"{"id": "bad", "title": "A"}, "type": "book"}"#,
        Some("bad"),
        Some("A"),
        &of("it closes before its last field: a `}` too many"),
    );
    breaks(
        r#"{"id": "bad", "title": "A""#,
        Some("bad"),
        Some("A"),
        &of("the next entry begins before its `}`"),
    );
    breaks(
        r#"{"id": "bad", title: "A", "type": "book"}"#,
        Some("bad"),
        None,
        &of("`t` stands where a field's name should, in quotation marks"),
    );
    breaks(
        r#"{"id": "bad", "volume": 12x, "title": "A"}"#,
        Some("bad"),
        Some("A"),
        &of("its field `volume` cannot be read: trailing characters"),
    );
    breaks(r#"{"id": "bad", "title": {"a": "b"}}"#, Some("bad"), None, &of("its field `title` is no text"));
    breaks(
        r#"{"id": "bad", "title": "A", "author": "Ward, Ann"}"#,
        Some("bad"),
        Some("A"),
        &of("its field `author` is no list of names"),
    );
    breaks(
        r#"{"id": "bad", "title": "A", "title": "B"}"#,
        Some("bad"),
        Some("A"),
        &of("it has the field `title` twice"),
    );
    breaks(r#"{"title": "A", "type": "book"}"#, None, None, "an entry of `a.json` is broken: it has no key");
    breaks("17", None, None, "an entry of `a.json` is broken: something else than an item stands here");
}

#[test]
fn a_list_that_is_cut_off() {
    let (_, entries, findings) = json(&format!("[\n{ONE},\n{TWO}"));
    assert_eq!(keys(&entries), ["one", "two"]);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("the file ends behind it"), "{}", findings[0].message);
    let (_, entries, findings) = json(&format!("[\n{ONE},\n  {{\"id\": \"two\", \"title\": \"Half a ti"));
    assert_eq!(keys(&entries), ["one", "two"]);
    assert_eq!(entries[1].title.as_deref(), Some("Half a ti"));
    assert_eq!(findings.len(), 1);
    let (_, entries, findings) = json(&format!("[\n{ONE}\n{TWO}\n]"));
    assert_eq!(keys(&entries), ["one", "two"]);
    assert_eq!(findings[0].message, "the entry `one` of `a.json` is broken: no comma follows it");
}

#[test]
fn what_is_no_bibliography_is_said_once() {
    for text in [
        "{\"name\": \"ferry\", \"version\": \"1\"}",
        "[1, 2, {\"a\": 1}]",
        "no JSON",
        "{",
        "[{\"id\": 1}]",
        "[{\"title\": \"x\"}]",
    ] {
        let (_, entries, findings) = json(text);
        assert_eq!(entries, [], "{text}");
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert!(findings[0].message.starts_with("`a.json` is no bibliography"), "{}", findings[0].message);
    }
}
