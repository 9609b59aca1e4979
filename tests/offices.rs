//! Gives each office of the seeds to everybody else in its document who has one, and to its own holder in other words.
//!
//! An office in the wrong place has to be found, but for those that two may hold; the holder's own never is.

mod common;

use ibid::check::{self, Report};
use ibid::claim::office::{Office, Owner, offices};
use ibid::load::{self, Request};

/// Offices that nothing tells to be another's, by the words that they begin with and whom they are given to. Whoever has a
/// calling may have a second one.
const RATCHET: &[(&str, &str)] = &[
    ("columnist", "Sergei Sanakoyev"),
    ("columnist", "Vasiliy Kashin"),
    ("specialist", "Sofia Melnichuk"),
    ("specialist", "Sergei Sanakoyev"),
];

/// Somebody in a seed document, with an office.
struct Holder {
    document: String,
    name: String,
    /// The office as the document has it.
    office: Office,
    words: String,
    /// Whether it stands behind the name.
    behind: bool,
}

impl Holder {
    /// A sentence of a draft that gives the office to somebody.
    fn given_to(&self, name: &str) -> String {
        let (words, key) = (&self.words, &self.document);
        if self.behind {
            format!("At noon {name}, {words}, was asked about it [@{key}].\n")
        } else {
            format!("At noon {words} {name} was asked about it [@{key}].\n")
        }
    }
}

#[test]
fn an_office_of_somebody_else_is_found() {
    let holders = holders();
    let (mut swaps, mut missed) = (0, Vec::new());
    for holder in &holders {
        let mut others: Vec<&str> = holders
            .iter()
            .filter(|other| other.document == holder.document && other.name != holder.name)
            .map(|other| other.name.as_str())
            .collect();
        others.dedup();
        for other in others {
            swaps += 1;
            let draft = holder.given_to(other);
            let found = found(&draft);
            let listed =
                RATCHET.iter().any(|(words, name)| holder.words.starts_with(words) && *name == other);
            if (found == 1) == listed {
                missed.push(draft);
            }
        }
    }
    assert!(swaps >= 15, "only {swaps} swaps were made");
    assert!(
        missed.is_empty(),
        "{} of {swaps} are missed, or are listed and found\n{}",
        missed.len(),
        missed.concat()
    );
}

#[test]
fn the_holders_own_office_is_never_accused() {
    let (mut given, mut accused) = (0, Vec::new());
    for holder in &holders() {
        let (name, words) = (&holder.name, &holder.words);
        let mut drafts = vec![holder.given_to(name)];
        let mut forms = vec![format!("former {words}"), holder.office.kind.to_owned(), "official".to_owned()];
        if let Owner::State(state) = holder.office.owner {
            forms.push(format!("{} {}", capital(state), capital(holder.office.kind)));
        }
        if holder.office.portfolio == Some("foreign") && holder.office.kind == "minister" {
            forms.extend(["Foreign Minister", "External Affairs Minister", "top diplomat"].map(String::from));
        }
        drafts.extend(
            forms.iter().map(|form| format!("At noon {form} {name} was asked [@{}].\n", holder.document)),
        );
        for draft in drafts {
            given += 1;
            if found(&draft) > 0 {
                accused.push(draft);
            }
        }
    }
    assert!(given >= 40, "only {given} were given");
    assert!(accused.is_empty(), "{} of {given} are accused\n{}", accused.len(), accused.concat());
}

fn capital(words: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    words.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// How many offices of a draft are reported.
fn found(draft: &str) -> usize {
    checked(draft).findings().filter(|finding| finding.rule == "role-mismatch").count()
}

/// A draft held against the seeds.
fn checked(draft: &str) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.md");
    std::fs::write(&path, draft).unwrap();
    let request = Request { drafts: vec![path], sources: vec!["seeds".into()], ..Request::default() };
    let mut loaded = load::load(&request, &|_, _| ()).unwrap();
    for draft in &mut loaded.drafts {
        draft.config.preview = true;
    }
    check::check(loaded)
}

/// Whoever is named in full and has an office in a seed document.
fn holders() -> Vec<Holder> {
    let report = checked("Nothing.");
    let mut all = Vec::new();
    for (_, document) in report.corpora[0].documents() {
        let text = document.text();
        for entity in &document.said().people.entities {
            for mention in entity.mentions.iter().filter(|_| entity.name.contains(' ')) {
                for office in offices(text, *mention) {
                    all.push(Holder {
                        document: document.key.clone(),
                        name: entity.name.clone(),
                        words: text[office.span.range()].to_owned(),
                        behind: office.span.start > mention.start,
                        office,
                    });
                }
            }
        }
    }
    all
}
