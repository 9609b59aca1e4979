//! `ibid check --fix` and `--diff`: takes the fixes of a run and writes the drafts, or prints what would change in them.
//!
//! Takes what is asked for and hands on the report on what is left. What was fixed, and what was not and why, goes to standard
//! error, so that every format of the report stays what it is.

use std::collections::BTreeMap;
use std::path::Path;

use super::scope::{Asked, Scope};
use super::write::replace;
use super::{Outcome, Status, pass_on, say, tell};
use crate::check::fix::{self, Changed, Fixed, Texts, Which, is_writable, rechecked};
use crate::check::{Report, check};
use crate::file::origin::Origin;
use crate::load::encode::encode;
use crate::load::{Loaded, own_text, retext};
use crate::output::display::{clean, count};
use crate::output::{Style, diff, text};

/// Fixes what may be fixed in the files and hands on the report on what is left, and whether every file could be written. The
/// draft on standard input goes to standard output, fixed or not.
pub fn fix(asked: Asked, which: Which) -> anyhow::Result<(Report, bool)> {
    let (mut report, (loaded, scope, files)) = taken(asked, which)?;
    let piped = asked.request.standard_input();
    let (mut written, mut failed) = (Vec::new(), false);
    for file in files {
        if piped.as_ref() == Some(&file.path) {
            written.push(file);
            continue;
        }
        match replace(Path::new(&file.path), file.encoding, &file.old, &file.new) {
            Ok(()) => written.push(file),
            Err(why) => {
                failed = true;
                say("error", &format!("`{}` was not fixed: {why}", clean(&file.path)));
            }
        }
    }
    if failed {
        // What stands in the files is what is reported.
        let texts = written.iter().map(|file| (file.path.clone(), file.new.clone())).collect();
        report = with_texts(&loaded, &texts).unwrap_or_else(|| check(loaded));
    }
    if let Some(path) = piped.filter(|_| !report.summary.failed) {
        pass_on(&piped_text(&report, &path)?)?;
    }
    let held = scope.held_back(&report, which);
    let report = scope.settled(report);
    said("fixed", &written);
    left(&report, which);
    held_back(held);
    Ok((report, !failed))
}

/// The unified diff of what fixing would change.
pub fn diff(asked: Asked, which: Which, style: Style) -> anyhow::Result<Outcome> {
    let (report, (_, scope, files)) = taken(asked, which)?;
    let held = scope.held_back(&report, which);
    let report = scope.settled(report);
    if report.summary.failed {
        tell(&text::render(&report, Style { colour: false, links: None, ..style }));
        return Ok(Outcome { text: String::new(), status: Status::Failed });
    }
    let shown: String =
        files.iter().map(|file| diff::unified(&file.path, &file.old, &file.new, style)).collect();
    said("would fix", &files);
    left(&report, which);
    held_back(held);
    let status = if files.is_empty() { Status::Clean } else { Status::Findings };
    if style.colour {
        return Ok(Outcome { text: shown, status });
    }
    // A patch is taken as it is, whatever signs it has.
    pass_on(shown.as_bytes())?;
    Ok(Outcome { text: String::new(), status })
}

/// What was loaded, what of it is reported, and the files as they are with their fixes.
type Taken<'a> = (Loaded, Scope<'a>, Vec<Changed>);

/// The report on what is left where fixes are taken.
fn taken(asked: Asked<'_>, which: Which) -> anyhow::Result<(Report, Taken<'_>)> {
    asked.input.reported(asked.request, |loaded| {
        let scope = asked.scope(&loaded)?;
        let Fixed { report, files } = fixed(&loaded, which, &|report| scope.spared(report));
        Ok((report, (loaded, scope, files)))
    })
}

/// Takes the fixes of what was loaded.
fn fixed(loaded: &Loaded, which: Which, spare: &dyn Fn(&Report) -> Vec<bool>) -> Fixed {
    let report = check(loaded.clone());
    match report.drafts.iter().any(|draft| draft.file.row.is_some()) {
        true => fix::fix(report, which, spare, &|_, texts| with_texts(loaded, texts)),
        false => fix::fix(report, which, spare, &rechecked),
    }
}

/// The report on what was loaded, with other texts.
fn with_texts(loaded: &Loaded, texts: &Texts) -> Option<Report> {
    let mut loaded = loaded.clone();
    texts.iter().all(|(path, text)| retext(&mut loaded, path, text.clone())).then(|| check(loaded))
}

/// The draft that came on standard input, as it is now, in its encoding.
fn piped_text(report: &Report, path: &str) -> anyhow::Result<Vec<u8>> {
    let Some(draft) = report.drafts.iter().find(|draft| draft.file.path == path) else {
        anyhow::bail!("what came on standard input could not be read as a draft, and none is handed on");
    };
    let (text, encoding) = (own_text(&draft.file), draft.file.encoding);
    encode(text, encoding).map_err(|character| {
        anyhow::anyhow!(
            "standard input is in {encoding}, which has no `{character}`\ngive the draft as UTF-8"
        )
    })
}

/// Says file by file how many findings of which rules are fixed.
fn said(what: &str, files: &[Changed]) {
    for file in files {
        let mut rules: BTreeMap<&str, u32> = BTreeMap::new();
        file.rules.iter().for_each(|rule| *rules.entry(rule).or_default() += 1);
        let rules: Vec<String> = rules.into_iter().map(|(rule, number)| format!("{number} {rule}")).collect();
        let findings = count(file.rules.len() as u32, "finding");
        tell(&format!("{what} {findings} in {} ({})\n", clean(&file.path), rules.join(", ")));
    }
}

/// Says how much could be mended and is left, since a baseline holds it.
fn held_back(number: u32) {
    if number > 0 {
        let findings = count(number, "finding");
        let are = if number == 1 {
            "is in the baseline and left as it is"
        } else {
            "are in the baseline and left as they are"
        };
        tell(&format!("{findings} with a fix {are}\n"));
    }
}

/// Says of what is left how much could be fixed otherwise, and of which drafts nothing can be.
fn left(report: &Report, which: Which) {
    let mut more = 0;
    for draft in &report.drafts {
        let fixable =
            draft.findings.iter().filter(|finding| finding.fixes.iter().any(|fix| which.takes(fix)));
        if matches!(draft.file.origin(), Origin::Places(_) | Origin::Paragraphs)
            && fixable.clone().next().is_some()
        {
            let findings = count(fixable.count() as u32, "finding");
            let path = clean(&draft.file.path);
            say(
                "warning",
                &format!("`{path}` is no text and was left: {findings} in it can be mended by hand"),
            );
        } else if which == Which::Safe {
            let writable = |finding: &&crate::finding::Finding| {
                finding.fixes.iter().any(|fix| !which.takes(fix) && is_writable(&draft.file, fix))
            };
            more += draft.findings.iter().filter(writable).count() as u32;
        }
    }
    if more > 0 {
        let (findings, have) = (count(more, "finding"), if more == 1 { "has" } else { "have" });
        tell(&format!("{findings} {have} a fix that changes more than typography: --fix=all takes it\n"));
    }
}
