//! Allows written into a web page or into LaTeX: into the text that the words were taken from.
//!
//! Takes a draft, findings in it and a reason, and hands on the file's own text with comments put in. Whether each is about its
//! findings, and the prose is what it was, is looked up by reading the new text.

use std::collections::BTreeMap;

use super::{New, Prose, Written, moved, prose, rules_of};
use crate::block::{Blocks, blocks};
use crate::check::allow::reaches;
use crate::file::File;
use crate::file::origin::{Mapped, Notation};
use crate::finding::Finding;
use crate::load::reread;

/// Puts allows for findings into the text of a file. One that has no sound place is left.
pub(super) fn with_allows(file: &File, mapped: &Mapped, findings: &[&Finding], reason: &str) -> Written {
    let read = blocks(file);
    let prose = prose(file, &read);
    let mut left = Vec::new();
    loop {
        let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, finding) in findings.iter().enumerate() {
            if left.contains(&number) {
                continue;
            }
            match place(&read, mapped, finding) {
                Some(at) => wanted.entry(at).or_default().push(number),
                None => left.push(number),
            }
        }
        let new = put_in(mapped, findings, &wanted, reason);
        let failed = failed(file, mapped, &prose, &new, findings, &wanted);
        if failed.is_empty() {
            left.sort_unstable();
            return Written { text: new.text, allows: wanted.len(), left };
        }
        left.extend(failed);
    }
}

/// Where a comment for a finding goes, as a byte of the file.
fn place(read: &Blocks, mapped: &Mapped, finding: &Finding) -> Option<usize> {
    let raw = mapped.raw_range(finding.primary.span.range());
    let text = &mapped.raw.text;
    match mapped.notation {
        Notation::Latex => {
            // A comment takes the rest of its line.
            let line = mapped.raw.whole_lines(raw.start..raw.start);
            let body = text[line.clone()].trim_end();
            (!has_comment(body)).then_some(line.start + body.len())
        }
        Notation::Html => {
            let span = finding.primary.span;
            let block = read
                .blocks
                .iter()
                .find(|block| block.span.start <= span.start && span.start <= block.span.end)?;
            let begins = mapped.raw_range(block.span.range()).start;
            let line = mapped.raw.whole_lines(raw.start..raw.start).start;
            let margin = text[line..].len() - text[line..].trim_start().len();
            let at = begins.max(line + margin).min(raw.start);
            // The beginning of a line may stand within a tag.
            let open = text[begins.min(at)..at]
                .rfind('<')
                .is_some_and(|open| !text[begins.min(at)..at][open..].contains('>'));
            Some(if open { raw.start } else { at })
        }
        Notation::Plain | Notation::Json => None,
    }
}

/// Whether a line of LaTeX ends with a comment: a `%` without a backslash of its own.
fn has_comment(line: &str) -> bool {
    let signs = line.match_indices('%').map(|(at, _)| &line[..at]);
    signs.map(|before| before.len() - before.trim_end_matches('\\').len()).any(|escapes| escapes % 2 == 0)
}

fn put_in(mapped: &Mapped, findings: &[&Finding], wanted: &BTreeMap<usize, Vec<usize>>, reason: &str) -> New {
    let mut new = New { text: String::new(), starts: Vec::new(), inserted: Vec::new() };
    let mut at = 0;
    for (&offset, about) in wanted {
        new.text.push_str(&mapped.raw.text[at..offset]);
        at = offset;
        let rules = rules_of(findings, about);
        new.text.push_str(&match mapped.notation {
            Notation::Latex => format!(" % ibid: allow({rules}) {reason}"),
            _ => format!("<!-- ibid: allow({rules}) {reason} -->"),
        });
        new.inserted.push((offset, new.text.len() - offset));
    }
    new.text.push_str(&mapped.raw.text[at..]);
    new
}

/// The findings that no comment of the new text is about; all, where its prose is another one.
fn failed(
    file: &File,
    mapped: &Mapped,
    old: &[Prose],
    new: &New,
    findings: &[&Finding],
    wanted: &BTreeMap<usize, Vec<usize>>,
) -> Vec<usize> {
    let all = wanted.values().flatten().copied();
    let Some(copy) = reread(file, new.text.clone()) else { return all.collect() };
    let read = blocks(&copy);
    let Some(back) = copy.mapped().filter(|_| prose(&copy, &read) == old).map(Mapped::back) else {
        return all.collect();
    };
    let is_reached = |number: &usize| {
        let start = mapped.raw_range(findings[*number].primary.span.range()).start;
        let start = back.extract_at(moved(new, start, true));
        start.is_some_and(|start| {
            let place = copy.span(start..start + 1);
            read.comments.iter().any(|comment| reaches(comment.reach, place))
        })
    };
    all.filter(|number| !is_reached(number)).collect()
}
