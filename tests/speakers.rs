//! Gives each quotation of the seeds to everybody else whom its document names, and to those who may have said it.
//!
//! A swap between two persons has to be found; the speaker, the document, a body and a collective voice never are. The same
//! holds of what the seeds report in their own words.

mod common;

use common::quoting::outer_for;
use common::squash;
use ibid::check::{self, Report};
use ibid::claim::Speaker;
use ibid::claim::voice::{Stance, Voice};
use ibid::config::Choice;
use ibid::corpus::Document;
use ibid::load::{self, Request};

/// The fewest words of a quotation that is judged with its reporting clause.
const LONG: usize = 5;

/// Swaps that nothing tells, by the words that the quotation begins with and the other's name: the source has a pronoun or
/// an office there and the other is about, or has the words elsewhere without a speaker.
const RATCHET: &[(&str, &str)] = &[
    ("authority and status", "Xi Jinping"),
    ("political solutions", "Xi Jinping"),
    ("Striving for building", "Xi Jinping"),
    ("contributes Chinese wisdom", "Xi Jinping"),
    ("We firmly oppose", "Xi Jinping"),
];

/// Statements in another mouth that nothing tells, likewise: the source has a pronoun there and the other is about, or what is
/// announced is a name that stands in many sentences.
const REPORTED_RATCHET: &[(&str, &str)] = &[
    ("China seeks to coordinate", "Xi Jinping"),
    ("However, uniting against", "Xi Jinping"),
    ("the Global Security Initiative", "Donald Trump"),
    ("the Global Security Initiative", "Chen Xiaodong"),
];

/// A quotation of a seed document, or a statement that it reports, who says it there, and who else is named there.
struct Said {
    document: String,
    words: String,
    speaker: String,
    others: Vec<String>,
}

#[test]
fn a_quotation_in_another_mouth_is_found() {
    every_swap_is_found(said(), quoted, RATCHET, 20);
}

#[test]
fn whoever_may_have_said_it_is_never_accused() {
    nobody_else_is_accused(said(), quoted, 50);
}

#[test]
fn a_statement_in_another_mouth_is_found() {
    every_swap_is_found(reported(), stated, REPORTED_RATCHET, 10);
}

#[test]
fn whoever_may_have_stated_it_is_never_accused() {
    nobody_else_is_accused(reported(), stated, 40);
}

/// A sentence that quotes somebody.
fn quoted(words: &str, speaker: &str) -> String {
    let outer = outer_for(words)[0];
    format!("{speaker} said: {}{words}{}\n", outer.open, outer.close)
}

/// A sentence that reports what somebody said.
fn stated(words: &str, speaker: &str) -> String {
    format!("{speaker} said that {words}.\n")
}

/// Gives everything that is said to everybody else who is named beside it; all but the listed swaps have to be found.
fn every_swap_is_found(
    all: Vec<Said>,
    sentence: fn(&str, &str) -> String,
    listed: &[(&str, &str)],
    least: usize,
) {
    let (mut swaps, mut missed) = (0, Vec::new());
    for said in all {
        for other in &said.others {
            swaps += 1;
            let found = speakers_found(&sentence(&said.words, other));
            let listed = listed.iter().any(|(words, name)| said.words.starts_with(words) && name == other);
            // Where a statement quotes, the quotation is at fault.
            let told = found == ["speaker-mismatch"] || found == ["claim-misattributed"];
            if told == listed {
                let Said { document, words, speaker, .. } = &said;
                missed.push(format!("{document}: {words} by {other}, not {speaker}: {found:?}"));
            }
        }
    }
    assert!(swaps >= least, "only {swaps} swaps were made");
    let (count, missed_ones) = (missed.len(), missed.join("\n"));
    assert!(missed.is_empty(), "{count} of {swaps} are missed, or are listed and found\n{missed_ones}\n");
}

/// Gives everything that is said to those who may have said it.
fn nobody_else_is_accused(all: Vec<Said>, sentence: fn(&str, &str) -> String, least: usize) {
    let (mut given, mut accused) = (0, Vec::new());
    for said in all {
        let surname = said.speaker.rsplit(' ').next().unwrap_or_default();
        let voices =
            [said.speaker.as_str(), surname, "The article", "Some experts", "The government", "China", "He"];
        for voice in voices {
            given += 1;
            let found = speakers_found(&sentence(&said.words, voice));
            if !found.is_empty() {
                accused.push(format!("{}: {} by {voice}: {found:?}", said.document, said.words));
            }
        }
    }
    assert!(given >= least, "only {given} were given");
    assert!(accused.is_empty(), "{} of {given} are accused\n{}\n", accused.len(), accused.join("\n"));
}

/// The rules of the speaker family that report something in a draft.
fn speakers_found(draft: &str) -> Vec<&'static str> {
    let report = checked(draft);
    let found = report.findings().map(|finding| finding.rule).filter(|rule| {
        rule.starts_with("speaker-m") || rule.starts_with("speaker-n") || rule.starts_with("claim-")
    });
    found.collect()
}

/// A draft held against the seeds.
fn checked(draft: &str) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.md");
    std::fs::write(&path, draft).unwrap();
    let choice = Choice { preview: Some(true), ..Choice::default() };
    let request = Request { drafts: vec![path], sources: vec!["seeds".into()], choice, ..Request::default() };
    check::check(load::load(&request, &|_, _| ()).unwrap())
}

/// The statements that the seeds report of somebody whom their document names in full.
fn reported() -> Vec<Said> {
    let report = checked("Nothing.");
    let mut all = Vec::new();
    for (_, document) in report.corpora[0].documents() {
        let said = document.said();
        for one in said.reported.iter().filter(|one| one.speaker.stance == Stance::Asserted) {
            let words = squash(&document.text()[one.content[0].range()]);
            if words.split(' ').count() >= LONG {
                all.extend(said_in(document, &one.speaker, words));
            }
        }
    }
    all
}

/// The quotations of the seeds that are long enough and whose speaker their document names in full.
fn said() -> Vec<Said> {
    let report = checked("Nothing.");
    let mut all = Vec::new();
    for (_, document) in report.corpora[0].documents() {
        for quote in &document.said().quotes {
            let words = squash(&document.text()[quote.parts[0].range()]);
            if words.split(' ').count() >= LONG {
                all.extend(quote.speaker.as_ref().and_then(|speaker| said_in(document, speaker, words)));
            }
        }
    }
    all
}

/// What a person says in a document who is named there in full, with everybody else who is.
fn said_in(document: &Document, speaker: &Speaker, words: String) -> Option<Said> {
    let is_full = |name: &String| name.split_whitespace().count() >= 2;
    let name = speaker.name.clone().filter(|name| speaker.kind == Voice::Person && is_full(name))?;
    let people = &document.said().people.entities;
    let persons = people.iter().filter(|one| one.kind == Voice::Person && is_full(&one.name));
    let others = persons.map(|one| one.name.clone()).filter(|other| *other != name).collect();
    Some(Said { document: document.key.clone(), words, speaker: name, others })
}
