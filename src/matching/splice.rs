//! Quotations that run together passages which do not follow each other.
//!
//! Takes the readings of a quotation and hands on a match, where a stretch that the best reading has not stands
//! somewhere else.

use std::ops::Range;

use super::align::{Alignment, EDIT, Step, align};
use super::reading::{Case, Reading, place, relative};
use super::{Edit, EditKind, Found, Match, Verdict};
use crate::claim::wording::{Gap, Wording};

/// A stretch of fewer words is not looked for elsewhere: too many texts have it.
const STRETCH: usize = 4;

/// The splice that a quotation is, if so.
pub fn spliced(case: Case, readings: &[Reading], best: &Reading) -> Option<Match> {
    let length = case.wording.len();
    let foreign = longest_unmatched(&best.alignment, length).filter(|run| run.len() >= STRETCH)?;
    let foreign = widen(case.wording, foreign);
    let rest = length.checked_sub(foreign.len()).filter(|&rest| rest >= STRETCH)?;
    let well_matched = best.alignment.pairs().len() * 5 >= rest * 4;
    let also = elsewhere(case, readings, foreign.clone()).filter(|_| well_matched)?;
    let (seam, kept) = if foreign.start == 0 {
        (foreign.end, foreign.end..length)
    } else {
        (foreign.start, 0..foreign.start)
    };
    let at = best.place(case.corpus, kept)?;
    let shown = relative(case, case.wording.range(seam - 1..seam + 1));
    let edit =
        Edit { kind: EditKind::Omitted, own: shown.clone(), shown, source: at.span, source_shown: at.span };
    let likeness = rest as f64 / length as f64;
    let (at, also) = if foreign.start == 0 { (also, at) } else { (at, also) };
    let (at, also) = (Some(at), Some(also));
    Some(Match { at, also, edits: vec![edit], likeness, ..Match::of(Verdict::Spliced) })
}

/// Where some passage has these words of the quotation, all but one in six.
fn elsewhere(case: Case, readings: &[Reading], words: Range<usize>) -> Option<Found> {
    // What stands between two parts of an interrupted quotation is the draft's own.
    let range = case.wording.range(words);
    let inside = case.quote.parts.iter().map(|part| {
        let part = part.range();
        range.start.max(part.start)..range.end.min(part.end)
    });
    let parts: Vec<Range<usize>> = inside.filter(|part| part.start < part.end).collect();
    let stretch = Wording::of(case.text, &parts);
    readings.iter().find_map(|reading| {
        let alignment = align(&stretch, &reading.passage, case.options.reach)?;
        let close = alignment.cost * 6 <= EDIT * stretch.len() as u32;
        close.then(|| place(case.corpus, &reading.passage, &alignment, 0..stretch.len())).flatten()
    })
}

/// A stretch of a quotation widened to the ellipsis or the end of the quotation that it comes near.
fn widen(wording: &Wording, mut run: Range<usize>) -> Range<usize> {
    const NEAR: usize = 2;
    let parted = |&at: &usize| wording.tokens.get(at).is_some_and(|token| token.gap == Gap::Ellipsis);
    run.start =
        if run.start <= NEAR { 0 } else { (run.start - NEAR..=run.start).find(parted).unwrap_or(run.start) };
    run.end = (run.end..=run.end + NEAR).find(|at| *at == wording.len() || parted(at)).unwrap_or(run.end);
    run
}

/// The longest run of words that the passage has not; one or two that it has by chance do not end a run.
fn longest_unmatched(alignment: &Alignment, length: usize) -> Option<Range<usize>> {
    const CHANCE: usize = 2;
    let mut same = vec![false; length];
    for step in &alignment.steps {
        match step {
            Step::Same(i, _) | Step::Variant(i, _) => same[*i] = true,
            Step::Regrouped(own, _) | Step::Bracketed(own, _) => same[own.clone()].fill(true),
            _ => {}
        }
    }
    let mut runs: Vec<Range<usize>> = Vec::new();
    for i in (0..length).filter(|&i| !same[i]) {
        match runs.last_mut().filter(|run| i - run.end <= CHANCE) {
            Some(run) => run.end = i + 1,
            None => runs.push(i..i + 1),
        }
    }
    runs.into_iter().reduce(|a, b| if b.len() > a.len() { b } else { a })
}
