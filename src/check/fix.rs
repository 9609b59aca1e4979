//! Fixes taken, round by round, until there is nothing left to take.
//!
//! Takes a report, and which fixes may be taken; hands on the new texts and the report on them. Every round checks the new texts as
//! if they had been read so. A fix that leaves its finding where it was, moves it elsewhere, or leaves a
//! draft with more errors than it had, is taken back.
//! Nothing is written.

mod place;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use self::place::{Moves, Places, Taken};
use super::{Draft, Report, recheck};
use crate::file::{File, Span};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::load::{own_text, reread};

/// Which fixes may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that change no words of the text.
    Safe,
    /// All.
    All,
}

impl Which {
    /// Whether a fix is one of them.
    pub fn takes(self, fix: &Fix) -> bool {
        self == Which::All || fix.safety == Safety::Safe
    }
}

/// What fixing came to.
#[derive(Debug)]
pub struct Fixed {
    /// The report on the new texts.
    pub report: Report,
    /// The files that change, by path.
    pub files: Vec<Changed>,
}

/// A file that changes.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its path.
    pub path: String,
    /// The encoding that it was read from.
    pub encoding: &'static str,
    /// Its text as it was read.
    pub old: String,
    /// Its text with the fixes.
    pub new: String,
    /// The rules whose findings were fixed, in the order in which they were.
    pub rules: Vec<&'static str>,
}

/// The new texts of files, by path.
pub type Texts = BTreeMap<String, String>;

/// No draft needs so many rounds; this keeps fixes that undo each other in ever new ways from going on for ever.
const ROUNDS: usize = 200;

/// A draft's file on its way.
struct Sheet {
    encoding: &'static str,
    old: String,
    text: String,
    rules: Vec<&'static str>,
    /// Fixes that were taken back.
    refused: FxHashSet<Key>,
    /// Whether the text has changed since the first of them was.
    moved: bool,
    /// Texts that it has had. No fix leads back to one.
    seen: FxHashSet<String>,
    /// How many fixes a round takes at most: fewer after a round that was taken back, to find the one at fault.
    most: usize,
}

/// What a fix is known by in a later round: its rule, its title, and what its edits replace by what.
type Key = (&'static str, String, Vec<(String, String)>);

/// A fix, as edits of its file's own text.
#[derive(Clone, Debug)]
struct Step {
    rule: &'static str,
    key: Key,
    /// In order.
    edits: Vec<(Range<usize>, String)>,
    /// The words at fault, in the file's own text.
    at: Range<usize>,
}

/// Takes fixes until none is left to take. `spare` says of a report's findings, in their order, which are not to be fixed; none where
/// all are. `again` makes a report anew in which files have these texts, with those that they had where none is given; none where
/// they cannot be read.
pub fn fix(
    mut report: Report,
    which: Which,
    spare: &dyn Fn(&Report) -> Vec<bool>,
    again: &dyn Fn(&Report, &Texts) -> Option<Report>,
) -> Fixed {
    let mut sheets: BTreeMap<String, Sheet> = BTreeMap::new();
    for draft in &report.drafts {
        sheets.entry(draft.file.path.clone()).or_insert_with(|| sheet(&draft.file));
    }
    for _ in 0..ROUNDS {
        let steps = chosen(&report, which, &spare(&report), &sheets);
        if steps.is_empty() {
            // In the text as it has become a fix may do what it did not do before.
            let mut retry = false;
            for sheet in sheets.values_mut().filter(|sheet| sheet.moved && !sheet.refused.is_empty()) {
                (sheet.refused, sheet.moved, retry) = (FxHashSet::default(), false, true);
            }
            if retry { continue } else { break }
        }
        let tried = steps.iter().map(|(path, steps)| (path.clone(), edited(&sheets[path].text, steps)));
        let tried: Texts = tried.filter(|(path, text)| !sheets[path].seen.contains(text)).collect();
        let with = |texts: &Texts| {
            let changed = sheets.iter().filter(|(_, sheet)| sheet.text != sheet.old);
            let mut all: Texts = changed.map(|(path, sheet)| (path.clone(), sheet.text.clone())).collect();
            all.extend(texts.clone());
            again(&report, &all)
        };
        let mut after = if tried.is_empty() { None } else { with(&tried) };
        let sound =
            |path: &String| after.as_ref().is_some_and(|after| !is_worse(&report, after, path, &steps[path]));
        let taken: Texts = tried
            .iter()
            .filter(|(path, _)| sound(path))
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect();
        if taken.len() < tried.len() {
            after = if taken.is_empty() { None } else { with(&taken) };
        }
        for (path, steps) in &steps {
            let Some(sheet) = sheets.get_mut(path) else { continue };
            match taken.get(path).filter(|_| after.is_some()) {
                Some(text) => {
                    sheet.rules.extend(steps.iter().map(|step| step.rule));
                    sheet.seen.insert(text.clone());
                    (sheet.text, sheet.moved) = (text.clone(), true);
                    sheet.most = sheet.most.saturating_mul(2);
                }
                None => take_back(sheet, steps),
            }
        }
        report = after.unwrap_or(report);
    }
    let changed = sheets.into_iter().filter(|(_, sheet)| sheet.text != sheet.old);
    let files = changed.map(|(path, Sheet { encoding, old, text, rules, .. })| Changed {
        path,
        encoding,
        old,
        new: text,
        rules,
    });
    Fixed { report, files: files.collect() }
}

/// The report with files that have other texts, draft by draft. None of a row of a list of answers, whose place depends on the rows
/// before it.
pub fn rechecked(report: &Report, texts: &Texts) -> Option<Report> {
    let mut report = report.clone();
    for number in 0..report.drafts.len() {
        let file = &report.drafts[number].file;
        if let Some(text) = texts.get(&file.path).filter(|text| own_text(file) != text.as_str()) {
            let again = reread(file, text.clone()).filter(|_| file.row.is_none())?;
            report = recheck(&report, number, Arc::new(again));
        }
    }
    Some(report)
}

/// Whether one of some fixes could be made in the file of its finding.
pub fn is_writable(file: &File, fix: &Fix) -> bool {
    written(file, fix, false).is_some()
}

fn sheet(file: &File) -> Sheet {
    let text = own_text(file).to_owned();
    Sheet {
        encoding: file.encoding,
        old: text.clone(),
        seen: FxHashSet::from_iter([text.clone()]),
        text,
        rules: Vec::new(),
        refused: FxHashSet::default(),
        moved: false,
        most: usize::MAX,
    }
}

/// Fewer fixes in the next round; a fix that was alone is refused.
fn take_back(sheet: &mut Sheet, steps: &[Step]) {
    match steps {
        [only] => {
            sheet.refused.insert(only.key.clone());
            sheet.most = usize::MAX;
        }
        _ => sheet.most = steps.len() / 2,
    }
}

/// The fixes of a round, by the path of their file: of each finding the first that may be taken, unless it collides with one
/// before it.
fn chosen(
    report: &Report,
    which: Which,
    spared: &[bool],
    sheets: &BTreeMap<String, Sheet>,
) -> BTreeMap<String, Vec<Step>> {
    let mut chosen: BTreeMap<String, Vec<Step>> = BTreeMap::new();
    let mut taken: BTreeMap<&str, Taken> = BTreeMap::new();
    let mut number = report.input.len();
    for draft in &report.drafts {
        let first = number;
        number += draft.findings.len();
        let Some(sheet) = sheets.get(&draft.file.path) else { continue };
        let own = chosen.entry(draft.file.path.clone()).or_default();
        let breaks = own_text(&draft.file).contains("\r\n");
        let taken = taken.entry(draft.file.path.as_str()).or_default();
        for (number, finding) in (first..).zip(&draft.findings) {
            if spared.get(number) == Some(&true) {
                continue;
            }
            if own.len() >= sheet.most {
                break;
            }
            let step =
                |fix| step(draft, finding, fix, breaks).filter(|step| !sheet.refused.contains(&step.key));
            let fixes = finding.fixes.iter().filter(|fix| which.takes(fix));
            let Some(step) = fixes.filter_map(step).next() else { continue };
            if !step.edits.iter().any(|(range, _)| taken.has(range)) {
                step.edits.iter().for_each(|(range, _)| taken.take(range));
                own.push(step);
            }
        }
    }
    chosen.retain(|_, steps| !steps.is_empty());
    chosen
}

fn step(draft: &Draft, finding: &Finding, fix: &Fix, breaks: bool) -> Option<Step> {
    let edits = written(&draft.file, fix, breaks)?;
    let text = own_text(&draft.file);
    let replaced = edits.iter().map(|(range, new)| (text[range.clone()].to_owned(), new.clone()));
    let key = (finding.rule, fix.title.clone(), replaced.collect());
    Some(Step { rule: finding.rule, key, edits, at: raw(&draft.file, finding.primary.span) })
}

/// The edits of a fix in the text of a draft's file, in order; none where the file cannot take one of them. `breaks`: whether its
/// lines end as on Windows.
fn written(file: &File, fix: &Fix, breaks: bool) -> Option<Vec<(Range<usize>, String)>> {
    let edit = |edit: &crate::finding::Edit| {
        let own = edit.span.file == file.id;
        let (range, new) = own.then(|| file.edit(edit.span, &edit.replacement)).flatten()?;
        Some((range, if breaks { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new }))
    };
    let mut edits: Vec<(Range<usize>, String)> = fix.edits.iter().map(edit).collect::<Option<_>>()?;
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let apart = edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start);
    (apart && !edits.is_empty()).then_some(edits)
}

/// The bytes of the file's own text that a span of a draft stands for.
fn raw(file: &File, span: Span) -> Range<usize> {
    let (start, end) = file.places(span);
    start.offset as usize..end.offset as usize
}

/// The edits of fixes that do not collide, in the order of the text.
fn in_order(steps: &[Step]) -> Vec<&(Range<usize>, String)> {
    let mut edits: Vec<_> = steps.iter().flat_map(|step| &step.edits).collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits
}

fn edited(text: &str, steps: &[Step]) -> String {
    let mut new = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (range, replacement) in in_order(steps) {
        new.push_str(&text[at..range.start]);
        new.push_str(replacement);
        at = range.end;
    }
    new + &text[at..]
}

/// Whether fixes have made a file worse: it has more errors than before, or what they are for is still there.
fn is_worse(before: &Report, after: &Report, path: &str, steps: &[Step]) -> bool {
    if errors(after, path).count() > errors(before, path).count() {
        return true;
    }
    let edits = in_order(steps);
    let moves = Moves::of(&edits);
    let mut by_rule: BTreeMap<&str, Vec<&Step>> = BTreeMap::new();
    steps.iter().for_each(|step| by_rule.entry(step.rule).or_default().push(step));
    by_rule.into_iter().any(|(rule, steps)| {
        let of_rule = |(_, finding): &(&Draft, &Finding)| finding.rule == rule;
        let left = Places::of(own(after, path).filter(of_rule).map(place));
        let stay = || steps.iter().any(|step| left.meet(&moves.range(step.at.clone())));
        // A fault that only moves to another place is not mended.
        let known = || errors(before, path).filter(of_rule).map(|found| moves.range(place(found)));
        let appear = || {
            let known = Places::of(known());
            errors(after, path).filter(of_rule).any(|found| !known.touch(&place(found)))
        };
        stay() || appear()
    })
}

/// The findings in a file, with the drafts that they are of.
fn own<'a>(report: &'a Report, path: &str) -> impl Iterator<Item = (&'a Draft, &'a Finding)> {
    let drafts = report.drafts.iter().map(|draft| &**draft).filter(move |draft| draft.file.path == path);
    drafts.flat_map(|draft| draft.findings.iter().map(move |finding| (draft, finding)))
}

/// The errors in a file.
fn errors<'a>(report: &'a Report, path: &str) -> impl Iterator<Item = (&'a Draft, &'a Finding)> {
    own(report, path).filter(|(_, finding)| finding.severity == Severity::Error)
}

/// The bytes of its file that a finding is about.
fn place((draft, finding): (&Draft, &Finding)) -> Range<usize> {
    raw(&draft.file, finding.primary.span)
}
