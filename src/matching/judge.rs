//! The verdict on one quotation.
//!
//! Takes a quotation's wording, the windows that may hold it and the options, aligns it with each, and hands on a
//! `Match`. Likeness finds the passage; the word diff decides.

use std::ops::Range;

use super::align::{Alignment, EDIT, Step, align};
use super::edit::{Difference, EditKind, aligned, differences, reverses};
use super::passage::Passage;
use super::search::Window;
use super::{Edit, Found, Match, Reason, Verdict};
use crate::claim::wording::{Gap, Wording};
use crate::claim::{Licence, Quote};
use crate::config::Options;
use crate::corpus::Corpus;

/// Quotations of up to this many words may have one edit and no more.
const SHORT: usize = 8;

/// Marks over which a negation does not reach.
const CLAUSE_ENDS: [char; 10] = [',', ';', ':', '.', '!', '?', '—', '–', '(', ')'];

/// A quotation ready to be judged.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The quotation.
    pub quote: &'a Quote,
    /// The masked text of its draft.
    pub text: &'a str,
    /// Its words.
    pub wording: &'a Wording,
    /// Where it may stand.
    pub windows: &'a [Window],
}

/// An alignment with a passage, and what differs.
struct Reading<'a> {
    passage: Passage<'a>,
    alignment: Alignment,
    differences: Vec<Difference>,
}

/// Judges a quotation by its words alone: whether it is a quotation at all, and what it cites, is not asked.
pub fn judge(case: Case, corpus: &Corpus, options: &Options) -> Match {
    let mut readings = Vec::new();
    for window in case.windows {
        let passage = Passage::of(corpus.document(window.document), window);
        let Some(alignment) = align(case.wording, &passage, options.reach) else {
            return Match::unchecked(Reason::OverBudget);
        };
        let differences =
            differences(case.wording, &passage, &alignment, case.quote.licence == Licence::Cleaned);
        let sound = differences.is_empty() && alignment.cost < EDIT;
        readings.push(Reading { passage, alignment, differences });
        if sound && !out_of_context(case, readings.last()).is_some() {
            break;
        }
    }
    let sound = |reading: &Reading| (!reading.differences.is_empty(), reading.alignment.cost);
    let Some(best) = (0..readings.len()).min_by_key(|&i| (sound(&readings[i]), i)) else {
        return Match { verdict: Verdict::NotFound, at: None, also: None, edits: Vec::new(), likeness: 0.0 };
    };
    let reading = &readings[best];
    if let Some(parts) = interrupted(case, corpus, options, reading) {
        return parts;
    }
    if let Some(spliced) = spliced(case, corpus, options, &readings, best) {
        return spliced;
    }
    verdict(case, corpus, options, reading)
}

fn verdict(case: Case, corpus: &Corpus, options: &Options, reading: &Reading) -> Match {
    let Reading { alignment, differences, .. } = reading;
    let length = case.wording.len();
    let changed: usize = differences.iter().map(Difference::weight).sum();
    let likeness = 1.0 - changed.min(length) as f64 / length.max(1) as f64;
    let edits: Vec<Edit> =
        differences.iter().map(|difference| edit(case, corpus, reading, difference)).collect();
    let found = |verdict, edits| Match {
        verdict,
        at: place(corpus, reading, 0..length),
        also: None,
        edits,
        likeness,
    };
    if edits.is_empty() {
        if let Some(edit) =
            out_of_context(case, Some(reading)).map(|lost| context_edit(case, corpus, reading, &lost))
        {
            return found(Verdict::OutOfContext, vec![edit]);
        }
        let verbatim = alignment.steps.iter().all(|step| matches!(step, Step::Same(..)));
        return found(if verbatim { Verdict::Verbatim } else { Verdict::Permitted }, edits);
    }
    let grave = |difference: &Difference| difference.weight() > 2 && !difference.omits();
    let near = if length <= SHORT {
        differences.len() == 1 && !differences.iter().any(grave)
    } else {
        likeness >= options.likeness
    };
    if !near || 2 * aligned(alignment).len() < length {
        return found(Verdict::NotFound, Vec::new());
    }
    if differences.iter().any(|difference| difference.source.len() > options.gap && difference.omits()) {
        return found(Verdict::Spliced, edits);
    }
    found(if differences.iter().all(Difference::omits) { Verdict::Elided } else { Verdict::Altered }, edits)
}

/// A quotation that its reporting clause interrupts may be two: each of its parts is then held against the source alone.
fn interrupted(case: Case, corpus: &Corpus, options: &Options, whole: &Reading) -> Option<Match> {
    if case.quote.parts.len() < 2 || whole.differences.is_empty() {
        return None;
    }
    let mut found: Option<Match> = None;
    for part in &case.quote.parts {
        let wording = Wording::of(case.text, &[part.range()]);
        let quote = Quote { parts: vec![*part], ..case.quote.clone() };
        let part = judge(Case { quote: &quote, wording: &wording, ..case }, corpus, options);
        if !matches!(part.verdict, Verdict::Verbatim | Verdict::Permitted) {
            return None;
        }
        found.get_or_insert(Match { verdict: Verdict::Permitted, ..part });
    }
    found
}

/// Whether a stretch of the quotation that its passage has not stands elsewhere in the corpus.
fn spliced(
    case: Case,
    corpus: &Corpus,
    options: &Options,
    readings: &[Reading],
    best: usize,
) -> Option<Match> {
    let reading = &readings[best];
    let length = case.wording.len();
    if length <= SHORT {
        return None;
    }
    let foreign = longest_unmatched(&reading.alignment, length)
        .filter(|run| run.len() >= 4 && run.len() < length - 3)?;
    let foreign = widen(case.wording, foreign);
    let wording = Wording::of(case.text, &[case.wording.range(foreign.clone())]);
    let elsewhere = readings.iter().enumerate().find_map(|(i, other)| {
        let alignment = align(&wording, &other.passage, options.reach)?;
        let close = alignment.cost * 6 <= EDIT * wording.len() as u32;
        let second = Reading {
            passage: Passage::of(corpus.document(other.passage.document), &case.windows[i]),
            alignment,
            differences: Vec::new(),
        };
        close.then(|| place(corpus, &second, 0..wording.len())).flatten()
    })?;
    let rest = length - foreign.len();
    if aligned(&reading.alignment).len() * 5 < rest * 4 {
        return None;
    }
    let seam = if foreign.start == 0 { foreign.end } else { foreign.start };
    let shown = relative(case, case.wording.range(seam - 1..seam + 1));
    let kept = if foreign.start == 0 { foreign.end..length } else { 0..foreign.start };
    let at = place(corpus, reading, kept)?;
    let edit = Edit { kind: EditKind::Omitted, own: shown.clone(), shown, source: at.span };
    let likeness = rest as f64 / length as f64;
    Some(Match {
        verdict: Verdict::Spliced,
        at: Some(at),
        also: Some(elsewhere),
        edits: vec![edit],
        likeness,
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
        match runs.last_mut().filter(|run| i - run.end <= 2) {
            Some(run) => run.end = i + 1,
            None => runs.push(i..i + 1),
        }
    }
    runs.into_iter().reduce(|a, b| if b.len() > a.len() { b } else { a })
}

/// A negation that the quotation leaves out though it governs what it quotes, and the quotation's words beside it.
struct Lost {
    /// The source's words, up to those that are quoted.
    source: Range<usize>,
    /// The quotation's words on either side.
    shown: Range<usize>,
}

/// Whether an ellipsis or the cut at the start takes a negation off the words behind it.
fn out_of_context(case: Case, reading: Option<&Reading>) -> Option<Lost> {
    let Reading { passage, alignment, .. } = reading?;
    let wording = &passage.wording;
    let governs = |at: usize, end: usize| {
        let next = wording.letters((at + 1).min(wording.len() - 1));
        let between = &passage.text[wording.tokens[at].end as usize..wording.tokens[end].start as usize];
        end - at <= 5
            && reverses(wording.letters(at))
            && !matches!(next, "only" | "just" | "merely" | "least")
            && !between.contains(CLAUSE_ENDS)
            && !between.contains("--")
            && !(at > 0 && matches!(wording.letters(at - 1), "or" | "if" | "why" | "whether"))
    };
    for step in &alignment.steps {
        let Step::Elided(i, words) = step else { continue };
        if case.wording.tokens[*i].gap != Gap::Ellipsis || words.end >= wording.len() || *i == 0 {
            continue;
        }
        if let Some(at) =
            hidden(passage, words).or_else(|| words.clone().rev().find(|&at| governs(at, words.end)))
        {
            // What is left out whole, clause by clause, takes its own negations with it.
            let before =
                &passage.text[wording.tokens[words.start].start as usize..wording.tokens[at].start as usize];
            if !before.contains(CLAUSE_ENDS) && !before.contains("--") {
                return Some(Lost { source: at..words.end, shown: i - 1..i + 1 });
            }
        }
    }
    let (first_own, first) = *aligned(alignment).first()?;
    if first_own != 0 || first == 0 || case.quote.denied {
        return None;
    }
    let starts_with_ellipsis = case.wording.tokens[0].gap == Gap::Ellipsis;
    (!starts_with_ellipsis && governs(first - 1, first))
        .then_some(Lost { source: first - 1..first, shown: 0..1 })
}

/// Whether what an ellipsis stands for begins with a negation or a condition, so that it belongs to the words before:
/// "is not, in our judgement, safe". With a "but" in it, it holds both sides of the matter.
fn hidden(passage: &Passage, words: &Range<usize>) -> Option<usize> {
    const LONGEST: usize = 12;
    let wording = &passage.wording;
    let letters = |at: usize| wording.letters(at);
    let condition = letters(words.start) == "only" && letters((words.start + 1).min(words.end)) == "if";
    let begins = condition
        || (reverses(letters(words.start))
            && !matches!(letters((words.start + 1).min(words.end)), "only" | "just" | "merely"));
    let text = &passage.text[wording.range(words.clone())];
    let one_clause = words.len() <= LONGEST && !text.contains(['.', ';', '!', '?']);
    (begins && one_clause && !words.clone().any(|at| letters(at) == "but")).then_some(words.start)
}

fn context_edit(case: Case, corpus: &Corpus, reading: &Reading, lost: &Lost) -> Edit {
    let shown = relative(case, case.wording.range(lost.shown.clone()));
    let source = reading.passage.wording.range(lost.source.clone());
    let file = &corpus.document(reading.passage.document).file;
    Edit { kind: EditKind::Negation, own: shown.start..shown.start, shown, source: file.span(source) }
}

fn edit(case: Case, corpus: &Corpus, reading: &Reading, difference: &Difference) -> Edit {
    let own = case.wording.range(difference.own.clone());
    let shown = if difference.omits() {
        let at = difference.own.start;
        case.wording.range(at.saturating_sub(1)..(at + 1).min(case.wording.len()))
    } else if difference.kind == EditKind::Asked {
        let rest = &case.text[own.end..];
        let marks = rest
            .find(['?', '!', '？', '！'])
            .map_or(0, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
        own.start..own.end + marks
    } else {
        own.clone()
    };
    let file = &corpus.document(reading.passage.document).file;
    let source = file.span(reading.passage.wording.range(difference.source.clone()));
    Edit { kind: difference.kind, own: relative(case, own), shown: relative(case, shown), source }
}

/// Where the passage of a reading stands: its first to its last word that these words of the quotation are.
fn place(corpus: &Corpus, reading: &Reading, own: Range<usize>) -> Option<Found> {
    let mut pairs = aligned(&reading.alignment);
    pairs.retain(|(i, _)| own.contains(i));
    let first = pairs.iter().map(|&(_, j)| j).min()?;
    let last = pairs.iter().map(|&(_, j)| j).max()?;
    let document = reading.passage.document;
    let file = &corpus.document(document).file;
    Some(Found { document, span: file.span(reading.passage.wording.range(first..last + 1)) })
}

/// Bytes of the draft as bytes from the start of the quotation.
fn relative(case: Case, bytes: Range<usize>) -> Range<u32> {
    let base = case.quote.span.start;
    bytes.start as u32 - base..bytes.end as u32 - base
}
