//! The verdict on one quotation.
//!
//! Takes a quotation and the windows that may hold it, reads it on each, and hands on a `Match`. Likeness finds the
//! passage; the word diff decides.

use super::edit::{Difference, EditKind};
use super::reading::{Case, Reading};
use super::search::Window;
use super::shingle::tells;
use super::splice::spliced;
use super::{Edit, Found, Match, Reason, Verdict, voice};
use crate::claim::{Quote, Wording};
use crate::file::Span;

/// Quotations of up to this many words may have one edit and no more.
const SHORT: usize = 8;
/// Quotations of up to this many words must have this share of their words in common with a passage.
const MIDDLING: usize = 12;
const MIDDLING_BAR: f64 = 0.75;

/// Judges a quotation by its words alone: whether it is a quotation at all, and what it cites, is not asked.
pub fn judge(case: Case) -> Match {
    let mut readings: Vec<Reading> = Vec::new();
    let is_cited = |window: &&Window| case.cited.holds(window.document);
    let (cited, others): (Vec<&Window>, Vec<&Window>) = case.windows.iter().partition(is_cited);
    for window in cited.into_iter().chain(others) {
        let Some(reading) = Reading::of(case, window) else { continue };
        let sound = reading.is_sound();
        readings.push(reading);
        if sound {
            break;
        }
    }
    if readings.is_empty() && !case.windows.is_empty() {
        return Match::unchecked(Reason::OverBudget);
    }
    let Some(mut best) = readings.iter().min_by_key(|reading| reading.rank(case.cited)) else {
        return Match::not_found();
    };
    // What is changed is changed from the source that the draft names, if that has anything like it.
    let in_cited = readings.iter().filter(|reading| case.cited.holds(reading.passage.document));
    if let Some(named) = in_cited.min_by_key(|reading| reading.rank(case.cited))
        && !best.differences.is_empty()
        && verdict(case, named).verdict != Verdict::NotFound
    {
        best = named;
    }
    let two = || interrupted(case, best).or_else(|| spliced(case, &readings, best));
    let several = if best.differences.is_empty() || case.wording.len() <= SHORT {
        interrupted(case, best)
    } else {
        two()
    };
    let judged = several.unwrap_or_else(|| verdict(case, best));
    // Who said it is right if anybody whom the draft may mean said it anywhere.
    let elsewhere = match voice::asked(case.quote, case.text) {
        Some(_) => elsewhere(case, &readings, best),
        None => Vec::new(),
    };
    Match { elsewhere, ..judged }
}

/// Other places where a quotation reads as well as where it is held to stand.
fn elsewhere(case: Case, readings: &[Reading], best: &Reading) -> Vec<Found> {
    let as_well = |reading: &Reading| {
        reading.differences.len() <= best.differences.len() && reading.lost.is_none() == best.lost.is_none()
    };
    let here = best.place(case.corpus, 0..case.wording.len());
    let score = case.windows.iter().map(|window| window.score).max().unwrap_or_default();
    // What was not read because a sound reading was found has all of the quotation's shingles, or is none.
    let unread = case.windows.iter().filter(|window| window.score * 10 >= score * 9);
    let unread: Vec<Reading> = match best.differences.is_empty() {
        true => unread.filter_map(|window| Reading::of(case, window)).collect(),
        false => Vec::new(),
    };
    let all = readings.iter().chain(&unread).filter(|reading| as_well(reading));
    let mut places: Vec<Found> =
        all.filter_map(|reading| reading.place(case.corpus, 0..case.wording.len())).collect();
    places.retain(|place| Some(*place) != here);
    places.sort_by_key(|place| (place.document, place.span));
    places.dedup();
    places
}

/// The verdict on a quotation as one reading has it.
fn verdict(case: Case, reading: &Reading) -> Match {
    let length = case.wording.len();
    let changed: usize = reading.differences.iter().map(Difference::weight).sum();
    let likeness = 1.0 - changed.min(length) as f64 / length.max(1) as f64;
    let at = reading.place(case.corpus, 0..length);
    let found = |verdict, edits| Match { at, edits, likeness, ..Match::of(verdict) };
    if let (true, Some(lost)) = (reading.differences.is_empty(), &reading.lost) {
        return found(Verdict::OutOfContext, vec![reading.lost_edit(case, lost)]);
    }
    if reading.differences.is_empty() {
        let verdict = if reading.is_verbatim() { Verdict::Verbatim } else { Verdict::Permitted };
        return found(verdict, Vec::new());
    }
    if !is_near(case, reading, likeness) {
        return found(Verdict::NotFound, Vec::new());
    }
    let edits: Vec<Edit> =
        reading.differences.iter().map(|difference| reading.edit(case, difference)).collect();
    let far_apart = |one: &Difference| one.omits() && one.source.len() > case.options.gap;
    if reading.differences.iter().any(far_apart) {
        found(Verdict::Spliced, edits)
    } else if reading.differences.iter().all(Difference::omits) {
        found(Verdict::Elided, edits)
    } else {
        found(Verdict::Altered, edits)
    }
}

/// Whether a passage is near enough for its differences to be a change of it. The bar rises as the quotation gets
/// shorter: in a few words much is alike by chance, so that one edit is allowed in them, and what is alike must be words
/// that tell one text from another.
fn is_near(case: Case, reading: &Reading, likeness: f64) -> bool {
    let length = case.wording.len();
    let pairs = reading.alignment.pairs();
    if 2 * pairs.len() < length {
        return false;
    }
    if length > SHORT {
        let bar = if length <= MIDDLING { MIDDLING_BAR } else { 0.0 };
        return likeness >= case.options.likeness.max(bar);
    }
    let [only] = &reading.differences[..] else { return false };
    let form = matches!(only.kind, EditKind::Number | EditKind::Inflected);
    if length < case.options.cited {
        // Three or four words that a source has with another one among them are most often nobody's.
        let said = pairs.iter().all(|&(_, j)| reading.passage.quoted[j].is_some());
        return form && said && only.weight() == 1;
    }
    let telling = pairs.iter().filter(|&&(i, _)| tells(case.wording.letters(i))).count();
    match only.weight() {
        0 | 1 if form => telling >= 2,
        0 | 1 => telling >= 3 || (telling >= 1 && is_alone(case.windows)),
        2 => telling >= if form { 2 } else { 4 } || only.omits(),
        _ => only.omits(),
    }
}

/// Whether no other place in the corpus is nearly as like the quotation as the best: what many texts have tells nothing.
/// A place that is just as like is the same text again.
fn is_alone(windows: &[Window]) -> bool {
    let Some(best) = windows.first().map(|window| window.score) else { return false };
    windows.iter().all(|window| window.score == best || window.score * 10 < best * 7)
}

/// A quotation that its reporting clause interrupts may be two: each of its parts is then held against the source alone.
/// If one of them is sound, the other is what is wrong.
fn interrupted(case: Case, whole: &Reading) -> Option<Match> {
    // What runs over several paragraphs has nothing but marks between its parts.
    let clause = |pair: &[Span]| {
        case.text[pair[0].end as usize..pair[1].start as usize].contains(char::is_alphanumeric)
    };
    if case.quote.parts.len() < 2 || whole.differences.is_empty() || !case.quote.parts.windows(2).all(clause)
    {
        return None;
    }
    let parts = case.quote.parts.iter().map(|part| (part, Wording::of(case.text, &[part.range()])));
    // A word or two stand anywhere and say nothing for or against the rest, unless they are a "no" for a "yes".
    if whole.differences.iter().any(|one| one.kind == EditKind::Negation && one.own.len() <= 2) {
        return None;
    }
    let parts: Vec<_> = parts.filter(|(_, wording)| wording.len() >= case.options.shortest).collect();
    let judged = parts.iter().map(|(part, wording)| {
        let quote = Quote { parts: vec![**part], ..case.quote.clone() };
        judge(Case { quote: &quote, wording, ..case })
    });
    let (sound, wrong): (Vec<Match>, Vec<Match>) =
        judged.partition(|part| matches!(part.verdict, Verdict::Verbatim | Verdict::Permitted));
    let first = sound.into_iter().next()?;
    if wrong.iter().any(|part| part.verdict == Verdict::NotFound) {
        return None;
    }
    Some(wrong.into_iter().next().unwrap_or(Match { verdict: Verdict::Permitted, ..first }))
}
