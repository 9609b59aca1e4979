//! Names, keys and numbers of a corpus, by texts and a bibliography.

use super::*;
use crate::file::{Files, Format};

/// A corpus of texts, each with its path and its name, and one bibliography.
fn corpus(texts: &[(&str, &str, &str)], bibliography: &str, unread: &[&str]) -> Corpus {
    let mut files = Files::default();
    let mut add = |path: &str, format, text: &str| {
        files.add(|id| crate::file::File::new(id, path.into(), "UTF-8", format, text.into()))
    };
    let sources =
        texts.iter().map(|(path, name, text)| Source::new(add(path, Format::Markdown, text), (*name).into()));
    let sources: Vec<Source> = sources.collect();
    let (entries, _) = crate::bibliography::read(&add("a/refs.bib", Format::Bibliography, bibliography));
    Corpus::new(sources, vec![("a/refs.bib".into(), entries)], unread.iter().map(|&n| n.into()).collect())
}

fn ids(ids: &[u32]) -> Vec<DocumentId> {
    ids.iter().map(|&id| DocumentId(id)).collect()
}

#[test]
fn a_name_names_every_text_that_goes_by_it() {
    let texts = [
        ("a/ferry.txt", "ferry", ""),
        ("a/log.txt", "log", ""),
        ("b/log.txt", "log", ""),
        ("a/x.txt", "x", ""),
    ];
    let entries = "@misc{both, file = {ferry.txt;log.txt}} @misc{again, file = {ferry.txt}} \
                   @misc{alone, url = {https://h.example/alone}} @misc{x, file = {y.txt}}";
    let corpus = corpus(&texts, entries, &["scan", "ferry"]);
    let table: [(&str, Option<Vec<DocumentId>>); 9] = [
        ("both", Some(ids(&[0, 1]))),
        ("again", Some(ids(&[0]))),
        ("ferry", Some(ids(&[0]))),
        ("log", Some(ids(&[1, 2]))),
        ("alone", Some(ids(&[]))),
        ("scan", Some(ids(&[]))),
        ("x", Some(ids(&[]))),
        ("a/x.txt", Some(ids(&[3]))),
        ("nothing", None),
    ];
    for (name, documents) in table {
        assert_eq!(corpus.named(name).map(<[_]>::to_vec), documents, "{name}");
    }
    assert_eq!(corpus.addressed("http://www.h.example/alone/"), Some(&[][..]));
    assert_eq!(corpus.keys(), ["a/x.txt", "again", "alone", "both", "ferry", "log", "scan", "x"]);
}

#[test]
fn an_entry_without_a_file_is_about_the_text_of_its_key_or_its_address() {
    let texts = [
        ("a/ferry.txt", "ferry", ""),
        ("a/deep/log.txt", "deep/log", ""),
        ("a/x/twice.txt", "x/twice", ""),
        ("a/y/twice.txt", "y/twice", ""),
        ("a/web.md", "web", "---\nurl: https://h.example/quay/\n---\n"),
        ("a/doi.md", "doi", "---\ndoi: 10.1234/Q\ntitle: The Quay\n---\n"),
        ("a/own.md", "own", "---\ncitekey: ward21\n---\n"),
        ("a/key.md", "key", "---\ncitation_key: low20\nurl: https://h.example/low\n---\n"),
        ("a/taken.txt", "taken", ""),
    ];
    let entries = "@misc{ferry, file = {/home/x/scan.pdf}} @misc{log, title = {The Log}} @misc{twice, title = {T}} \
                   @misc{a, url = {http://www.h.example/quay}} @misc{b, doi = {10.1234/q}, publisher = {P}} @misc{ward21,} \
                   @misc{other, file = {taken.txt}} @misc{taken, title = {T}} @misc{ferry, title = {Again}}";
    let corpus = corpus(&texts, entries, &[]);
    for (name, documents) in [
        ("ferry", Some(ids(&[0]))),
        ("log", Some(ids(&[1]))),
        ("deep/log", Some(ids(&[1]))),
        ("twice", Some(ids(&[]))),
        ("x/twice", Some(ids(&[2]))),
        ("a", Some(ids(&[4]))),
        ("b", Some(ids(&[5]))),
        ("ward21", Some(ids(&[6]))),
        ("own", Some(ids(&[6]))),
        ("low20", Some(ids(&[7]))),
        ("key", Some(ids(&[7]))),
        ("taken", Some(ids(&[]))),
        ("other", Some(ids(&[8]))),
    ] {
        assert_eq!(corpus.named(name).map(<[_]>::to_vec), documents, "{name}");
    }
    assert_eq!(corpus.addressed("https://h.example/low"), Some(&ids(&[7])[..]));
    let called = corpus.called(corpus.document(DocumentId(5)));
    assert_eq!((called.title, called.publication), (Some("The Quay"), Some("P")));
    assert_eq!(corpus.document(DocumentId(7)).key, "low20");
}

#[test]
fn what_a_text_says_of_itself_names_it() {
    let matter = "---\ntitle: The Old Quay\nauthor: Ann van Low\ndate: 2021-05-02\npublication: Harbour Gazette\n---\n# Other\n";
    let corpus = corpus(&[("a/quay.md", "quay", matter)], "", &[]);
    let words = |text: &str| crate::fold::words(text).collect::<Vec<_>>();
    assert_eq!(corpus.title(DocumentId(0)), Some("The Old Quay"));
    assert_eq!(corpus.titled(&words("the old quay, 7")).map(|titled| titled.length), Some(3));
    for text in ["Van Low 2021", "Low 2021"] {
        let found = corpus.by_author(text, &words(text)).unwrap();
        assert_eq!(found.works, [&ids(&[0])[..]], "{text}");
    }
    assert_eq!(corpus.all_of(&words("Harbour Gazette")), ids(&[0]));
    assert!(corpus.bibliography.is_empty());
}
