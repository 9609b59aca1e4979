//! Quotes every sentence of every seed document against the seeds, verbatim and with one word changed.
//!
//! Each sentence stands in outer marks unlike its inner ones behind a reporting clause, all those of a document in one
//! draft. What cannot be quoted so is listed, and a listed sentence that can be is a failure, too.

mod common;

use std::ops::Range;
use std::path::Path;

use common::quoting::{Outer, count, invented, is_whole, mark_pairs, outer_for, quote_findings, tokens};
use common::{check_formats, entries, name, read};
use ibid::check::Report;
use ibid::file::Format;
use ibid::matching::Verdict;

/// Sentences that cannot be quoted alone, by file and first byte: each ends a quotation of several sentences and goes on
/// with narration, so that its closing inner mark has no partner in it.
const RATCHET: &[(&str, usize)] = &[("001_4709f5318ff2ed93.txt", 2940), ("004_c180aff60098511c.txt", 394)];

/// The fewest words that a marked span needs to be judged with its reporting clause, and to be judged for its words.
const LONG: usize = 5;
const ALWAYS: usize = 8;

/// One sentence in its draft.
struct Quoted {
    file: String,
    /// Its first byte in its document.
    at: usize,
    words: usize,
    /// Its bytes in the draft, with its marks.
    place: Range<usize>,
    /// The invented word in it, if any.
    changed: Option<&'static str>,
}

#[test]
fn every_sentence_of_the_seeds_can_be_quoted() {
    let mut failures = Vec::new();
    let mut sentences = 0;
    for (report, quoted) in drafts(|_| None) {
        sentences += quoted.len();
        let found = quote_findings(&report);
        for one in &quoted {
            let faults: Vec<_> = found.iter().filter(|(_, span, _)| lies_in(span, &one.place)).collect();
            let verdict = verdict(&report, &one.place);
            let sound = matches!(verdict, Some(Verdict::Verbatim | Verdict::Permitted)) || one.words < ALWAYS;
            if !faults.is_empty() || !sound {
                failures.push(format!(
                    "{}, byte {}: {verdict:?}, {faults:?}\n  {}",
                    one.file,
                    one.at,
                    words(&report, one)
                ));
            }
        }
        let strays = found.iter().filter(|(_, span, _)| !quoted.iter().any(|one| lies_in(span, &one.place)));
        failures.extend(strays.map(|stray| format!("outside every sentence: {stray:?}")));
    }
    assert!(sentences >= 150, "only {sentences} sentences were found");
    assert!(failures.is_empty(), "{} of {sentences} fail\n{}\n", failures.len(), failures.join("\n"));
}

#[test]
fn a_changed_word_in_a_sentence_of_the_seeds_is_found() {
    // Of the words of a sentence that can be changed, the first, one in the middle, the last.
    let places: [fn(usize) -> usize; 3] = [|_| 0, |length| length / 2, |length| length.saturating_sub(1)];
    let mut failures = Vec::new();
    let mut sentences = 0;
    for place in places {
        for (report, quoted) in drafts(|length| Some(place(length))) {
            let found = quote_findings(&report);
            for one in quoted.iter().filter(|one| one.words >= LONG) {
                let Some(word) = one.changed else { continue };
                sentences += 1;
                let faults: Vec<_> = found.iter().filter(|(_, span, _)| lies_in(span, &one.place)).collect();
                if faults.len() != 1 || faults[0].2 != word {
                    let verdict = verdict(&report, &one.place);
                    let shown = words(&report, one);
                    failures
                        .push(format!("{}, byte {}: {verdict:?}, {faults:?}\n  {shown}", one.file, one.at));
                }
            }
        }
    }
    assert!(sentences >= 400, "only {sentences} sentences were changed");
    assert!(failures.is_empty(), "{} of {sentences} fail\n{}\n", failures.len(), failures.join("\n"));
}

#[test]
fn what_cannot_be_quoted_is_listed() {
    let mut unquotable = Vec::new();
    for (file, text) in documents() {
        let pairs = mark_pairs(&text);
        for sentence in sentences(&text) {
            let sentence = bare(&text, &pairs, sentence);
            if outer(&text, &pairs, &sentence).is_none() {
                unquotable.push((file.clone(), sentence.start));
            }
        }
    }
    let listed: Vec<_> = RATCHET.iter().map(|&(file, at)| (file.to_owned(), at)).collect();
    assert_eq!(unquotable, listed, "what cannot be quoted on the left, RATCHET on the right");
}

/// One draft for each seed document, checked: every sentence of three words or more, with one word changed if `choose`
/// says which of those that can be.
fn drafts(choose: impl Fn(usize) -> Option<usize>) -> Vec<(Report, Vec<Quoted>)> {
    let documents = documents();
    let sources: Vec<_> = documents.iter().map(|(_, text)| (text.as_str(), Format::Plain)).collect();
    let mut drafts = Vec::new();
    for (file, text) in &documents {
        let pairs = mark_pairs(text);
        let mut draft = String::from("# What was said\n");
        let mut quoted = Vec::new();
        for (number, sentence) in sentences(text).into_iter().enumerate() {
            let sentence = bare(text, &pairs, sentence);
            let Some(outer) = outer(text, &pairs, &sentence) else { continue };
            let (body, changed) = change(&text[sentence.clone()], number, &choose);
            let start = draft.len() + "\nThe report said: ".len();
            draft.push_str(&format!("\nThe report said: {}{body}{}\n", outer.open, outer.close));
            let place = start..draft.len() - 1;
            quoted.push(Quoted {
                file: file.clone(),
                at: sentence.start,
                words: count(&body),
                place,
                changed,
            });
        }
        drafts.push((check_formats((&draft, Format::Markdown), &sources, false), quoted));
    }
    drafts
}

/// A sentence with one of its words changed to one that no source has. A word in square brackets is not changed: there an
/// editor may write another.
fn change(
    sentence: &str,
    number: usize,
    choose: impl Fn(usize) -> Option<usize>,
) -> (String, Option<&'static str>) {
    let bracketed = |at: usize| {
        let open = sentence[..at].matches('[').count();
        open > sentence[..at].matches(']').count()
    };
    let mut able = Vec::new();
    for token in tokens(sentence) {
        if let Some(changed) = invented(&sentence[token.clone()], number)
            && !bracketed(token.end)
            && !sentence[token.clone()].contains(['[', ']'])
        {
            able.push((token, changed));
        }
    }
    let Some(index) = choose(able.len()).filter(|&index| index < able.len()) else {
        return (sentence.to_owned(), None);
    };
    let (token, (text, word)) = &able[index];
    (format!("{}{text}{}", &sentence[..token.start], &sentence[token.end..]), Some(word))
}

/// A sentence without the half of a pair of marks at its start or its end: what a writer quotes who quotes it alone.
fn bare(text: &str, pairs: &[(usize, usize)], sentence: Range<usize>) -> Range<usize> {
    let mut bare = sentence;
    for &(open, close) in pairs {
        if open == bare.start && close >= bare.end {
            bare.start += text[open..].chars().next().map_or(0, char::len_utf8);
        }
        let width = text[close..].chars().next().map_or(0, char::len_utf8);
        if close + width == bare.end && open < bare.start {
            bare.end = close;
        }
    }
    bare
}

/// The first outer marks that are unlike a sentence's inner ones; none if it has half of a pair.
fn outer(text: &str, pairs: &[(usize, usize)], sentence: &Range<usize>) -> Option<Outer> {
    if !is_whole(pairs, sentence) {
        return None;
    }
    outer_for(&text[sentence.clone()]).first().copied()
}

/// The sentences of a text of three words or more: a line is a paragraph, and a sentence ends behind `.`, `?` or `!` and
/// what closes there, where a space and no small letter follow and the word before is no initial.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut start = 0;
        for (at, _) in line.match_indices(['.', '?', '!']) {
            let rest = &line[at + 1..];
            let behind = rest.trim_start_matches(['"', '”', '’', '\'', ')', '.']);
            let initial = line[..at].ends_with(|c: char| c.is_ascii_uppercase())
                && !line[..at]
                    .trim_end_matches(|c: char| c.is_ascii_uppercase())
                    .ends_with(char::is_alphabetic)
                && line[start..at].len()
                    - line[start..at].trim_end_matches(|c: char| c.is_ascii_uppercase()).len()
                    == 1;
            let next = behind.trim_start().chars().find(|c| c.is_alphanumeric());
            if behind.starts_with(char::is_whitespace) && !initial && !next.is_some_and(char::is_lowercase) {
                let end = line.len() - behind.len();
                found.push(line_start + start..line_start + end);
                start = end;
            }
        }
        found.push(line_start + start..line_start + line.len());
        line_start += line.len();
    }
    for sentence in &mut found {
        let body = &text[sentence.clone()];
        sentence.start += body.len() - body.trim_start().len();
        sentence.end = sentence.start + body.trim().len();
    }
    found.retain(|sentence| count(&text[sentence.clone()]) >= 3);
    found
}

/// The seed documents: file name and text.
fn documents() -> Vec<(String, String)> {
    let texts =
        entries(Path::new("seeds")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"));
    let documents: Vec<_> = texts.map(|path| (name(&path), read(&path))).collect();
    assert_eq!(documents.len(), 5, "the seed corpus is five documents");
    documents
}

fn lies_in(span: &Range<usize>, place: &Range<usize>) -> bool {
    place.start <= span.start && span.end <= place.end
}

/// The verdict on the quotation at a place of the only draft.
fn verdict(report: &Report, place: &Range<usize>) -> Option<Verdict> {
    let draft = &report.drafts[0];
    let index = draft.claims.said.quotes.iter().position(|quote| quote.span.range() == *place)?;
    Some(draft.matches[index].verdict)
}

fn words<'a>(report: &'a Report, one: &Quoted) -> &'a str {
    &report.drafts[0].file.text()[one.place.clone()]
}
