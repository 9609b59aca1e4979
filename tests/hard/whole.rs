//! Whole runs on hard input: a draft held against its sources, every output of the report, and every fix taken.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::sound;
use super::wrap::split;
use ibid::check::fix::{self, Which};
use ibid::check::write_allow::with_allows;
use ibid::check::{Report, recheck};
use ibid::config::{Choice, Config};
use ibid::file::{File, FileId, Format};
use ibid::load::{self, ConfigChoice, Draft, Loaded, Project, Request, Source};
use ibid::output::{self, Style};

/// A draft, a source and a bibliography, one behind the other. A first line that is an extension says how the draft is read.
pub fn check(bytes: &[u8]) {
    let mut parts = split(bytes).into_iter();
    let draft = parts.next().unwrap_or_default();
    let known = ["md", "txt", "html", "tex"].into_iter().find_map(|extension| {
        let rest = draft.strip_prefix(extension.as_bytes())?.strip_prefix(b"\n")?;
        Some((extension, rest))
    });
    let (extension, draft) = known.unwrap_or(("md", draft));
    let mut loaded = Loaded::default();
    let Some(draft) = add(&mut loaded, &format!("draft.{extension}"), draft) else { return };
    let config = Config { preview: true, pedantic: true, ..Config::default() };
    let mut project = Project { config: config.clone(), ..Project::default() };
    loaded.drafts.push(Draft { file: draft, project: 0, config });
    let mut sources = Vec::new();
    if let Some(file) = parts.next().and_then(|part| add(&mut loaded, "source.txt", part)) {
        sources.push(Source { file, name: "source".into(), kept: None });
    }
    if let Some(text) = parts.next().and_then(|part| std::str::from_utf8(part).ok()) {
        let of = |id: FileId| File::new(id, "a.bib".into(), "UTF-8", Format::Bibliography, text.to_owned());
        project.bibliographies.push(loaded.files.add(of));
    }
    if let Some(file) = parts.next().and_then(|part| add(&mut loaded, "other.md", part)) {
        sources.push(Source { file, name: "other".into(), kept: None });
    }
    project.sources = sources.into();
    loaded.projects.push(project);
    all_of(ibid::check::check(loaded));
}

/// Rows of answers, each with a draft and its sources.
pub fn answers(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let path = PathBuf::from("/nowhere/answers.jsonl");
    let texts = Arc::new(BTreeMap::from([(path.clone(), text.to_owned())]));
    let choice = Choice { preview: Some(true), pedantic: Some(true), ..Choice::default() };
    let config = ConfigChoice::Isolated;
    let request = Request { drafts: vec![path], texts, choice, config, ..Request::default() };
    if let Ok(loaded) = load::load(&request, &|_, _| ()) {
        outputs(&ibid::check::check(loaded));
    }
}

/// Adds a file, read from its bytes as one of its name; none where they cannot be read.
fn add(loaded: &mut Loaded, name: &str, bytes: &[u8]) -> Option<Arc<File>> {
    let mut read = load::from_bytes(name.to_owned(), bytes.to_vec()).ok()?;
    Some(loaded.files.add(|id| {
        read.id = id;
        read
    }))
}

/// Everything that can be done with a report.
fn all_of(report: Report) {
    outputs(&report);
    let json = output::json::render(&report);
    let Some(draft) = report.drafts.first() else { return };
    let own = load::own_text(&draft.file).to_owned();
    if let Some(file) = load::reread(&draft.file, own.clone()) {
        let again = recheck(&report, 0, Arc::new(file));
        assert_eq!(output::json::render(&again), json, "the same text checked again");
    }
    let findings: Vec<_> = draft.findings.iter().collect();
    if draft.file.takes_comments() && !findings.is_empty() {
        let written = with_allows(&draft.file, &findings, "so it is");
        assert!(written.left.iter().all(|&left| left < findings.len()));
        assert!(written.text.len() >= own.len(), "a comment takes nothing away");
    }
    let fixes = findings.iter().any(|finding| !finding.fixes.is_empty());
    if fixes {
        let fixed = fix::fix(
            report,
            Which::All,
            &|report| vec![false; report.findings().count()],
            &|report, texts| fix::rechecked(report, texts),
        );
        sound::report(&fixed.report);
        for changed in &fixed.files {
            assert_ne!(changed.old, changed.new);
        }
    }
}

/// Renders a report in every form; nothing in it may reach a terminal as a control sign.
fn outputs(report: &Report) {
    sound::report(report);
    report.drafts.iter().for_each(|draft| sound::file(&draft.file));
    let style = Style { width: 60, colour: false, links: None };
    let shown = output::text::render(report, style) + &output::concise::render(report, style);
    let control = shown.find(|c: char| c.is_control() && c != '\n');
    assert_eq!(control.and_then(|at| shown[at..].chars().next()), None, "a control sign is shown");
    let wanted = output::trace::Wanted { verdicts: &[], untied: false };
    for json in [
        output::json::render(report),
        output::sarif::render(report),
        output::rdjson::render(report),
        output::gitlab::render(report),
        output::trace::json::render(report, wanted),
    ] {
        serde_json::from_str::<serde_json::Value>(&json).expect("it is JSON");
    }
    for text in [
        output::checkstyle::render(report),
        output::junit::render(report),
        output::github::render(report),
        output::markdown::render(report),
        output::trace::text::render(report, wanted, style),
        output::trace::html::render(report, wanted),
    ] {
        assert!(!text.contains('\0'), "a NUL is shown");
    }
}
