//! `note-undefined`: a footnote's mark that no note defines.
//!
//! Takes the marks without a note that the draft has; the finding points at the mark and names the nearest note.

use std::cell::LazyCell;

use super::Cx;
use super::report::label;
use crate::finding::Finding;
use crate::nearest::nearest;
use crate::page;

pub fn check(cx: &Cx, findings: &mut Vec<Finding>) {
    let notes = &cx.claims.notes;
    let labels = LazyCell::new(|| Labels::of(cx));
    for mark in &notes.undefined {
        let name = cx.file.slice(mark.label);
        // Answers that were written from a list mark its sources so.
        if name.parse().is_ok_and(|number| cx.corpus.by_number(number).is_some()) {
            continue;
        }
        let message = format!("no note is called `{name}`");
        let mut finding = page::NOTE_UNDEFINED.finding(message, label(mark.span, "refers to nothing"));
        let define = format!("define it: `[^{name}]: …`");
        finding.help.push(match labels.nearest(name) {
            Some(near) => format!("{define}; the nearest one is `{near}`"),
            None => define,
        });
        findings.push(finding);
    }
}

/// The labels that there are.
struct Labels<'a> {
    /// By their value.
    numbers: Vec<(u64, &'a str)>,
    words: Vec<&'a str>,
}

impl<'a> Labels<'a> {
    fn of(cx: &Cx<'a>) -> Labels<'a> {
        /// Of more words than this none is worth the time to look for the nearest.
        const MOST: usize = 200;
        let (mut numbers, mut words) = (Vec::new(), Vec::new());
        for &label in &cx.claims.notes.labels {
            let name = cx.file.slice(label);
            match name.parse() {
                Ok(number) => numbers.push((number, name)),
                Err(_) => words.push(name),
            }
        }
        numbers.sort_unstable();
        words.truncate(MOST);
        Labels { numbers, words }
    }

    /// The nearest number to a number, otherwise the word with most letters in common.
    fn nearest(&self, name: &str) -> Option<&'a str> {
        let Ok(number) = name.parse::<u64>() else {
            return nearest(name, self.words.iter().copied());
        };
        let behind = self.numbers.partition_point(|(known, _)| *known < number);
        let beside = self.numbers[behind.saturating_sub(1)..].iter().take(2);
        beside.min_by_key(|(known, _)| known.abs_diff(number)).map(|(_, known)| *known)
    }
}
