//! What is read of a `.bib`, whole and broken.

use super::*;
use crate::file::{FileId, Format};

fn bib(text: &str) -> (File, Vec<Entry>, Vec<Finding>) {
    let file = File::new(FileId(0), "a.bib".into(), "UTF-8", Format::Bibliography, text.into());
    let (entries, findings) = read(&file);
    (file, entries, findings)
}

pub(super) fn keys(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.key.as_str()).collect()
}

/// One broken entry between two sound ones: both sound ones are read, and the broken one's file too.
#[track_caller]
fn breaks(middle: &str, says: &str) {
    let sound = |key: &str| format!("@article{{{key},\n  title = {{T {key}}},\n}}\n\n");
    let (file, entries, findings) = bib(&format!("{}{middle}\n\n{}", sound("one"), sound("two")));
    let whole =
        |key: &str| entries.iter().any(|e| e.key == key && e.title.as_deref() == Some(&format!("T {key}")));
    assert!(whole("one") && whole("two"), "{middle}: {entries:?}");
    assert_eq!(findings.len(), 1, "{middle}: {findings:?}");
    assert_eq!(findings[0].message, says);
    assert!(file.slice(findings[0].primary.span).starts_with('@'));
    let bad = entries.iter().find(|entry| entry.key == "bad");
    assert_eq!(entries.len(), 2 + usize::from(bad.is_some()), "{entries:?}");
    if let Some(bad) = bad {
        assert_eq!(bad.files, ["bad.txt"], "{middle}: {bad:?}");
    }
}

#[test]
fn an_entry_is_read_whole() {
    let (file, entries, findings) = bib(
        "\u{feff}% Encoding: UTF-8\r\n@string{cmo = {China Military} # \" Online\"}\r\n\
         @Article{asia/pacific:nato-é,\r\n  author = \"von der Leyen, Ursula and {World Bank}\",\r\n  \
         title = {{\"Asia-Pacific\r\n version\" of} G{\\\"o}del},\r\n  journal = cmo,\r\n  year = 2023, month = mar,\r\n  \
         url = {https://x.org/a_b},\r\n  file = {:a.pdf:PDF;:b.txt:Text}\r\n}\r\n",
    );
    assert_eq!(findings, []);
    let entry = &entries[0];
    assert_eq!(entry.key, "asia/pacific:nato-é");
    assert_eq!(file.slice(entry.span), entry.key);
    assert_eq!(entry.title.as_deref(), Some("\"Asia-Pacific version\" of Gödel"));
    let authors: Vec<_> = entry.authors.iter().map(|a| (&*a.name, &*a.family, a.bare_family())).collect();
    assert_eq!(
        authors,
        [("Ursula von der Leyen", "von der Leyen", "Leyen"), ("World Bank", "World Bank", "World Bank")]
    );
    assert_eq!(entry.date.as_deref(), Some("2023-03"));
    assert_eq!(entry.publication.as_deref(), Some("China Military Online"));
    assert_eq!(entry.url.as_deref(), Some("https://x.org/a_b"));
    assert_eq!(entry.files, ["a.pdf", "b.txt"]);
}

#[test]
fn entries_in_every_form() {
    let (_, entries, findings) = bib(
        "@comment{jabref-meta: @article{no, title={x}};}\n@preamble{\"\\newcommand{\\x}{y}\"}\n\
         mail me@example.org\n% @article{neither, title={x}}\n@misc(round, title = {A)B})\n@misc{empty}\n\
         @online{two words, title = {{A}} # { and } # \"{B\"}\", % why\n year = {2020}, day = 1}\n@misc{last,}",
    );
    assert_eq!(findings, []);
    assert_eq!(keys(&entries), ["round", "empty", "two words", "last"]);
    assert_eq!(entries[0].title.as_deref(), Some("A)B"));
    assert_eq!(entries[2].title.as_deref(), Some("A and B\""));
}

#[test]
fn a_broken_entry_loses_nothing_else() {
    breaks(
        "@book{bad,\n  title = {Open,\n  file = {bad.txt},\n}",
        "the entry `bad` of `a.bib` is broken: its field `title` is opened and not closed",
    );
    breaks(
        "@book{bad,\n  title = \"Open,\n  file = {bad.txt},\n}",
        "the entry `bad` of `a.bib` is broken: its field `title` is opened and not closed",
    );
    breaks(
        "@book{bad,\n  title = {A}\n  file = {bad.txt}\n}",
        "the entry `bad` of `a.bib` is broken: no comma follows its field `title`",
    );
    breaks(
        "@book{bad\n  title = {A},\n  file = {bad.txt}\n}",
        "the entry `bad` of `a.bib` is broken: no comma follows its key",
    );
    breaks(
        "@book{bad,\n  title = {A}},\n  file = {bad.txt}\n}",
        "the entry `bad` of `a.bib` is broken: it closes before its last field: a `}` too many",
    );
    breaks(
        "@book{bad,\n  title {A},\n  file = {bad.txt}\n}",
        "the entry `bad` of `a.bib` is broken: `title` stands where a field should, and no `=` follows it",
    );
    breaks(
        "@book{bad,\n  ) = # ,\n  file = {bad.txt}\n}",
        "the entry `bad` of `a.bib` is broken: `)` stands where a field's name should",
    );
    breaks(
        "@book{bad,\n  title = {A},\n  file = {bad.txt}",
        "the entry `bad` of `a.bib` is broken: the next entry begins before its `}`",
    );
    breaks(
        "@book{\n  title = {A},\n  file = {bad.txt},\n}",
        "an `@book` entry of `a.bib` is broken: it has no key",
    );
    breaks("@book{, title = {A}}", "an `@book` entry of `a.bib` is broken: it has no key");
}

#[test]
fn a_field_that_is_never_closed_at_the_end() {
    let (_, entries, findings) = bib("@misc{a, title = {T}}\n@misc{b,\n file = {b.txt},\n title = {Open,\n");
    assert_eq!(keys(&entries), ["a", "b"]);
    assert_eq!(entries[1].files, ["b.txt"]);
    assert_eq!(entries[1].title.as_deref(), Some("Open"));
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_work_has_further_names() {
    let (_, entries, _) = bib(
        "@book{a, title = {The Old Quay}, subtitle = {A {H}istory}, shorttitle = {Old \\emph{Quay}}, shorthand = {OQ}, \
         date = {2021-05/2022}}\n@book{b, title = {Why Sail?}, subtitle = {Tides}, year = {c. 1850}}",
    );
    let [one, other] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!(one.title.as_deref(), Some("The Old Quay: A History"));
    assert_eq!(one.short_title.as_deref(), Some("Old Quay"));
    assert_eq!((one.shorthand.as_deref(), one.year()), (Some("OQ"), Some("2021")));
    assert_eq!(other.title.as_deref(), Some("Why Sail? Tides"));
    assert_eq!(other.year(), Some("1850"));
}

#[test]
fn a_name_that_nothing_defines_stands_for_itself() {
    let (_, entries, findings) = bib("@article{a, journal = jacm, year = 2020}\n@string{a = a # a}");
    assert_eq!(entries[0].publication.as_deref(), Some("jacm"));
    assert_eq!(findings, []);
}

#[test]
fn garbage_does_not_hang() {
    let doubling: String = (0..64).map(|i| format!("@string{{a{} = a{i} # a{i}}}\n", i + 1)).collect();
    let (_, entries, _) = bib(&format!("@string{{a0 = {{x}}}}\n{doubling}@misc{{k, title = a64}}"));
    assert_eq!(entries.len(), 1);
    let parts = [
        "@comment{",
        "@a{b,c={",
        "a={\n",
        "@a{b,\n",
        "@",
        "{",
        "}",
        "@string{a=",
        "@string{a={",
        "@preamble{\"",
        "\"",
        "@a{b,c=\"{",
        "@a{b,c={}}",
        "\\",
        "@a(b,c=d})",
        " @",
        "@a{é=日}",
        "%",
        "@a{b,\na={\n",
        "@a{",
        "@preamble{",
        "#",
        "@a{b c=\n",
    ];
    for part in parts {
        for prefix in ["", "@misc{k,\n", "@misc{k,\nt = {"] {
            bib(&format!("{prefix}{}", part.repeat(100_000 / part.len())));
        }
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_a_later_entry_is_always_read(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "@a{k,", "@b(é,", "@string{s = ", "@comment{", "title = ", "author = ", "file = ", "{", "}", "\"", "=", "s",
            "\n", "@", "\\", "#", ",", "%", " and ", "$", "\\'", "~", "日", ")", ":", ";", "\\emph{", "\\enquote{", "--",
            "family=", "\r\n",
        ]), 0..60),
    ) {
        let (file, entries, findings) = bib(&format!("{}\n@misc{{last,\n title = {{T}}\n}}", parts.concat()));
        for entry in &entries {
            assert_eq!(file.slice(entry.span), entry.key);
        }
        for finding in &findings {
            assert!(file.slice(finding.primary.span).starts_with('@'));
        }
        // A comment that happens to be closed takes in what stands in it.
        if !parts.contains(&"@comment{") {
            assert!(entries.iter().any(|entry| entry.key == "last"), "{entries:?}");
        }
    }
}

mod csl;
mod hostile;
mod yaml;
