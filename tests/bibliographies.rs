//! One library of 500 works, as Zotero and JabRef write it in BibTeX, and in CSL-JSON, in CSL-YAML and in Hayagriva's YAML: each says the same of
//! every work, a draft has the same findings with each, and a broken entry in the middle costs nothing but itself.

mod common;
#[path = "bibliographies/library.rs"]
mod library;

use std::time::Instant;

use common::program::{folder, run, write};
use ibid::bibliography::{Entry, read};
use ibid::file::{File, FileId, Format};
use ibid::finding::Finding;
use library::{MIDDLE, Person, WORKS, Work, iso, libraries, works};

fn parsed(path: &str, text: &str) -> (Vec<Entry>, Vec<Finding>) {
    read(&File::new(FileId(0), path.into(), "UTF-8", Format::Bibliography, text.into()))
}

/// What an entry says that does not depend on how it is written.
fn says(entry: Entry) -> impl PartialEq + std::fmt::Debug {
    let authors: Vec<_> = entry.authors.into_iter().map(|author| (author.name, author.family)).collect();
    (entry.key, entry.title, authors, entry.date, entry.publication, entry.url, entry.doi)
}

fn expected(work: &Work) -> impl PartialEq + std::fmt::Debug + use<> {
    let author = |person: &Person| match *person {
        Person::Body(name) => (name.to_owned(), name.to_owned()),
        Person::Named(given, particle, family, suffix) => {
            let space = if particle.is_empty() || particle.ends_with('\'') { "" } else { " " };
            let family = format!("{particle}{space}{family}");
            (format!("{given} {family} {suffix}").trim_end().to_owned(), family)
        }
    };
    (
        work.key.clone(),
        work.title.clone(),
        work.people.iter().map(author).collect::<Vec<_>>(),
        work.date.map(iso),
        Some(work.publication.clone()),
        work.url.clone(),
        work.doi.clone(),
    )
}

#[test]
fn every_form_says_the_same_of_every_work() {
    let works = works();
    for (path, text) in libraries(false) {
        let start = Instant::now();
        let (entries, findings) = parsed(path, &text);
        eprintln!("{path}: {} KB in {:?}", text.len() / 1024, start.elapsed());
        assert_eq!(findings, [], "{path}");
        assert_eq!(entries.len(), WORKS, "{path}");
        for (entry, work) in entries.into_iter().zip(&works) {
            let (says, expected) = (format!("{:?}", says(entry)), format!("{:?}", expected(work)));
            assert_eq!(says, expected, "{path}");
        }
    }
}

#[test]
fn a_broken_entry_in_the_middle_costs_nothing_but_itself() {
    let works = works();
    for (path, text) in libraries(true) {
        let (entries, findings) = parsed(path, &text);
        assert_eq!(findings.len(), 1, "{path}: {findings:?}");
        let broken = format!("the entry `{}` of `{path}` is broken: ", works[MIDDLE].key);
        assert!(findings[0].message.starts_with(&broken), "{path}: {}", findings[0].message);
        assert_eq!(entries.len(), WORKS, "{path}");
        for (i, (entry, work)) in entries.into_iter().zip(&works).enumerate() {
            assert_eq!(entry.key, work.key, "{path}");
            if i != MIDDLE {
                assert_eq!(format!("{:?}", says(entry)), format!("{:?}", expected(work)), "{path}");
            }
        }
    }
}

#[test]
fn a_draft_has_the_same_findings_with_each() {
    let draft = "# Brief\n\nWard wrote that “the ferry will not sail before the ice has gone from the sound” [@ward_12]. The board agreed that \
                 “nobody had asked the people of the island” [@board_10]. It was “the reserve that had not been touched since the flood” \
                 [@ward_12], and “the lamp that had gone out twice in one winter” [@ward_13].\n\nIn 2022 “the reserve that had not been touched \
                 since the flood” was gone [@nobody_1], and [the pilot](https://ports.example/a_10?x=1&y=%2010) said: “The lamp had gone \
                 out twice in a winter.”\n";
    let mut outputs = Vec::new();
    for (path, text) in libraries(false) {
        let bibliography = format!("sources/{path}");
        let place = folder([
            ("brief.md", draft),
            (
                "sources/ward_12.txt",
                "“The boat will not sail before the ice has gone from the sound,” the master said.\n",
            ),
            (
                "sources/deep/board_10.txt",
                "Nobody had asked the people of the island. The lamp had gone out twice in one winter.\n",
            ),
            ("sources/ward_0.txt", "It is the reserve that had not been touched since the flood.\n"),
        ]);
        write(place.path(), &bibliography, text);
        let check = ["check", "--no-config", "--format", "concise", "--sources", "sources", "brief.md"];
        let found = run(place.path(), &check, &[]);
        assert_eq!(found.status, 1, "{path}: {}{}", found.out, found.err);
        outputs.push((path, found.out));
    }
    let first = outputs[0].1.clone();
    for rule in ["quote-altered", "citation-unknown", "citation-wrong-source"] {
        assert!(first.contains(rule), "{first}");
    }
    for (path, output) in &outputs {
        assert_eq!(output, &first, "{path}");
    }
}

#[test]
fn the_same_library_in_two_forms_has_no_key_twice() {
    let place = folder([("brief.md", "Nothing is said here.\n"), ("sources/ward_12.txt", "The boat.\n")]);
    for (path, text) in libraries(false) {
        write(place.path(), format!("sources/{path}"), text);
    }
    let check = ["check", "--no-config", "--format", "concise", "--sources", "sources", "brief.md"];
    let found = run(place.path(), &check, &[]);
    assert_eq!(found.status, 0, "{}{}", found.out, found.err);
    // Another work of the same key is one twice.
    write(
        place.path(),
        "sources/more.json",
        r#"[{"id": "ward_12", "type": "book", "title": "Another", "URL": "https://x.example"}]"#,
    );
    let found = run(place.path(), &check, &[]);
    assert!(found.out.contains("key-duplicate") && found.out.contains("more.json"), "{}", found.out);
}
