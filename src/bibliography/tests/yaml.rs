//! What is read of Hayagriva's YAML and of CSL-YAML, whole and broken.

use super::*;

pub(super) fn yaml(text: &str) -> (File, Vec<Entry>, Vec<Finding>) {
    let file = File::new(FileId(0), "a.yml".into(), "UTF-8", Format::Bibliography, text.into());
    let (entries, findings) = read(&file);
    (file, entries, findings)
}

/// One broken entry between two sound ones: both sound ones are read, and of the broken one what it says.
#[track_caller]
fn breaks(middle: &str, title: Option<&str>, says: &str) {
    let sound = |key: &str| format!("{key}:\n  type: book\n  title: T {key}\n\n");
    let text = format!("{}{middle}\n\n{}", sound("one"), sound("two"));
    let (file, entries, findings) = yaml(&text);
    let titles = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| entry.title.clone());
    assert_eq!(titles("one"), Some(Some("T one".into())), "{text}: {entries:?}");
    assert_eq!(titles("two"), Some(Some("T two".into())), "{text}: {entries:?} {findings:?}");
    assert_eq!(findings.len(), 1, "{text}: {findings:?}");
    let says = format!("the entry `bad` of `a.yml` is broken: {says}");
    assert!(findings[0].message.starts_with(&says), "{text}: {}", findings[0].message);
    assert_eq!(file.slice(findings[0].primary.span), "bad");
    assert_eq!(titles("bad"), Some(title.map(str::to_owned)), "{text}: {entries:?}");
}

#[test]
fn an_entry_is_read_whole() {
    let (file, entries, findings) = yaml(
        "\u{feff}# Of the port.\n---\nleyen-é:\r\n    type: Article\r\n    title:\r\n        value: \"The {Old} Quay: a history\"\r\n        \
         short: Old Quay\r\n    author:\r\n        - von der Leyen, Ursula\r\n        - World Bank\r\n        - { name: Ward, given-name: Ann, suffix: Jr. }\r\n\
         # In between.\n    date: 2023-03\r\n    url: { value: https://x.example/a_b, date: 2024-01-01 }\r\n    serial-number:\r\n        \
         doi: 10.1234/x\r\n    note: |\n        A text: of several\n\n        lines\n    parent:\r\n        - type: Periodical\r\n          title: Harbour Gazette\r\n\
         \"second key\": {type: Book, title: T, author: [\"Ward, Ann\", 'Low, Bo'], publisher: {value: Quay Press}}\n\
         third:\n  author: Ward, Ann, Jr.\n  parent: {title: P, date: 1978}\n",
    );
    assert_eq!(findings, []);
    let [one, two, three] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!((one.key.as_str(), file.slice(one.span)), ("leyen-é", "leyen-é"));
    assert_eq!(one.title.as_deref(), Some("The Old Quay: a history"));
    assert_eq!(one.short_title.as_deref(), Some("Old Quay"));
    let authors: Vec<_> = one.authors.iter().map(|a| (&*a.name, &*a.family, a.bare_family())).collect();
    assert_eq!(
        authors,
        [
            ("Ursula von der Leyen", "von der Leyen", "Leyen"),
            ("World Bank", "World Bank", "World Bank"),
            ("Ann Ward Jr.", "Ward", "Ward")
        ]
    );
    assert_eq!((one.date.as_deref(), one.year()), (Some("2023-03"), Some("2023")));
    assert_eq!(one.publication.as_deref(), Some("Harbour Gazette"));
    assert_eq!(one.url.as_deref(), Some("https://x.example/a_b"));
    assert_eq!(one.doi.as_deref(), Some("10.1234/x"));
    assert_eq!((two.key.as_str(), two.publication.as_deref()), ("second key", Some("Quay Press")));
    assert_eq!(two.authors, [Author::of("Ann", "", "Ward", ""), Author::of("Bo", "", "Low", "")]);
    assert_eq!(three.authors, [Author::of("Ann", "", "Ward", "Jr.")]);
    assert_eq!((three.publication.as_deref(), three.date.as_deref()), (Some("P"), Some("1978")));
}

#[test]
fn what_an_anchor_names_is_read() {
    let (_, entries, findings) = yaml(
        "a:\n  title: T\n  author: &w [\"Ward, Ann\"]\n  editor: *w\n  parent: &p {title: P}\nb:\n  title: U\n  parent: *p\n",
    );
    assert_eq!(findings, []);
    assert_eq!(keys(&entries), ["a", "b"]);
    assert_eq!(entries[1].title.as_deref(), Some("U"));
}

#[test]
fn csl_in_yaml_is_read() {
    let item = "- id: a\n  type: book\n  title: T\n  author:\n  - family: Ward\n    given: Ann\n  issued:\n    date-parts:\n    - - 2020\n      - 5\n";
    let indented: String = item.lines().map(|line| format!("  {line}\n")).collect();
    for text in [
        format!("---\nreferences:\n{item}- id: b\n  title: U\n...\n"),
        format!("nocite: x\nreferences:\n{indented}  - id: b\n    title: U\nother: 1\n"),
        format!("{item}- id: b\n  title: U\n"),
    ] {
        let (file, entries, findings) = yaml(&text);
        assert_eq!(findings, [], "{text}");
        assert_eq!(keys(&entries), ["a", "b"], "{text}");
        assert_eq!(file.slice(entries[0].span), "a");
        assert_eq!(entries[0].authors, [Author::of("Ann", "", "Ward", "")]);
        assert_eq!(entries[0].date.as_deref(), Some("2020-05"));
    }
    let (_, entries, findings) = yaml(
        "references:\n- id: a\n  title: T\n- id: bad\n  title: \"Open\n  type: book\n- id: c\n  title: V\n",
    );
    assert_eq!(keys(&entries), ["a", "bad", "c"], "{findings:?}");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.starts_with("the entry `bad` of `a.yml` is broken: its field `title`"));
}

#[test]
fn a_broken_entry_loses_nothing_else() {
    breaks(
        "bad:\n  type: book\n  title: \"Open\n  date: 2020",
        Some("Open"),
        "its field `title` cannot be read: ",
    );
    breaks("bad:\n  title: A: B: C\n  date: 2020", Some("A: B: C"), "its field `title` cannot be read: ");
    breaks("bad:\n  author: [\"Ward, Ann\"\n  title: A", Some("A"), "its field `author` cannot be read: ");
    breaks("bad:\n  author: {name: Ward\n  title: A", Some("A"), "its field `author` cannot be read: ");
    breaks("bad:\n  type: book\n    title: A\n  date: 2020", Some("A"), "its field `type` cannot be read: ");
    breaks("bad:\n    type: book\n  title: A\n", Some("A"), "it is no YAML: ");
    breaks("bad:\n  type: book\ntitle: A\n  date: 2020", Some("A"), "its field `title` is not indented");
    breaks("bad:\n\ttype: book\n\ttitle: A", Some("A"), "its field `type` is not indented");
    breaks("bad\n  type: book\n  title: A", Some("A"), "no `:` follows `bad`");
    breaks("bad:\n  type book\n  title: A", Some("A"), "no `:` follows `type book`");
    breaks("bad: {type: book, title: A", None, "its field `bad` is opened and not closed");
    breaks("bad:\n  title: A\n  title: B", Some("A"), "it has the field `title` twice");
    breaks("bad:\n  title: [[A]]\n  date: 2020", None, "its field `title` is no text");
    breaks("bad:\n  title: A\n  author: [[[Ward]]]", Some("A"), "its field `author` is no list of names");
    breaks("bad:\n  parent: *gone\n  date: 2020\n  url: \"x", None, "its field `url` cannot be read: ");
}

#[test]
fn what_is_no_entry_is_none() {
    let (_, entries, findings) = yaml("one:\n  title: T\nversion: 2\n? [a]\n: b\ntwo:\n  title: U\n");
    assert_eq!(entries.iter().filter(|entry| entry.title.is_some()).count(), 2, "{entries:?}");
    assert!(!findings.is_empty());
    let (_, entries, findings) =
        yaml("one:\n  title: T\n  two:\n    type: book\n    title: U\nthree:\n  title: V\n");
    assert_eq!(keys(&entries), ["one", "two", "three"]);
    assert_eq!(
        findings[0].message,
        "the entry `one` of `a.yml` is broken: the entry `two` stands among its fields"
    );
    for text in [
        "name: x\nversion: 2\n",
        "on: push\njobs:\n  build:\n    runs-on: x\n",
        "a text\n",
        "- a\n- b\n",
        "# nothing",
    ] {
        let (_, entries, findings) = yaml(text);
        assert_eq!(entries, [], "{text}");
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert!(findings[0].message.starts_with("`a.yml` is no bibliography"), "{}", findings[0].message);
    }
}
