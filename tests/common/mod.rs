//! What the data-driven tests share: the one place that runs the library on a draft and its sources, reads what it
//! found as rule and flagged words, and renders it. A change of the library's face is followed here alone.

#![allow(dead_code, reason = "every test binary compiles this file and uses its own part of it")]

pub mod editor;
pub mod kept;
pub mod made;
pub mod program;
pub mod quoting;
pub mod schema;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ibid::check::{self, Report};
use ibid::config::{Choice, Config};
use ibid::file::{File, FileId, Format};
use ibid::load::{self, Draft, Loaded, Project, Request, Source};
use ibid::output::{self, Style};

/// Runs every rule but those ignored on files as they lie on the disk, with the sources that are given or else those that
/// are configured. Paths are relative to the crate's root, where cargo runs tests, so that no output names a folder of
/// this machine.
pub fn check_files(
    draft: &Path,
    sources: Option<&Path>,
    pedantic: bool,
    ignored: &[&str],
) -> Result<Report, String> {
    Ok(check::check(load_files(draft, sources, pedantic, ignored)?))
}

/// The same, read and not checked.
pub fn load_files(
    draft: &Path,
    sources: Option<&Path>,
    pedantic: bool,
    ignored: &[&str],
) -> Result<Loaded, String> {
    let ignore = ignored.iter().map(|&rule| rule.to_owned()).collect();
    let choice = Choice { preview: Some(true), pedantic: Some(pedantic), ignore, ..Choice::default() };
    let drafts = vec![draft.to_path_buf()];
    let sources = sources.map(Path::to_path_buf).into_iter().collect();
    load::load(&Request { drafts, sources, choice, ..Request::default() }, &|_, _| ())
        .map_err(|error| error.to_string())
}

/// Copies a folder with all that lies in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in entries(from) {
        let there = to.join(name(&entry));
        if entry.is_dir() {
            copy_folder(&entry, &there);
        } else {
            std::fs::copy(&entry, &there).unwrap();
        }
    }
}

/// Runs every rule on one draft in Markdown and one plain source.
pub fn check_texts(draft: &str, source: &str, pedantic: bool) -> Report {
    check_formats((draft, Format::Markdown), &[(source, Format::Plain)], pedantic)
}

/// Runs every rule on one draft and several sources, each in its format; a bibliography is read as one.
pub fn check_formats(draft: (&str, Format), sources: &[(&str, Format)], pedantic: bool) -> Report {
    let mut loaded = Loaded::default();
    let draft = add(&mut loaded, &format!("draft.{}", extension(draft.1)), draft.1, draft.0);
    let config = Config { preview: true, pedantic, ..Config::default() };
    let mut project = Project { config: config.clone(), ..Project::default() };
    loaded.drafts.push(Draft { file: draft, project: 0, config });
    let mut read = Vec::new();
    for (number, &(text, format)) in sources.iter().enumerate() {
        let name = if number == 0 { "source".to_owned() } else { format!("source{number}") };
        let file = add(&mut loaded, &format!("{name}.{}", extension(format)), format, text);
        match format {
            Format::Bibliography => project.bibliographies.push(file),
            _ => read.push(Source::new(file, name)),
        }
    }
    project.sources = read.into();
    loaded.projects.push(project);
    check::check(loaded)
}

/// Each finding's rule and the words under its primary span, in the order of the report, spaces and line ends made
/// one space.
pub fn found(report: &Report) -> Vec<(String, String)> {
    report
        .findings()
        .map(|finding| (finding.rule.to_string(), squash(report.files.slice(finding.primary.span))))
        .collect()
}

/// The report as the terminal shows it, at 100 columns without colour.
pub fn text(report: &Report) -> String {
    output::text::render(report, Style { width: 100, colour: false, links: None })
}

/// The report as JSON.
pub fn json(report: &Report) -> String {
    output::json::render(report)
}

/// Compares with a file of `tests/golden`, or rewrites it.
pub fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("IBID_BLESS").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{name} has changed; IBID_BLESS=1 rewrites it:\n{actual}");
}

/// The folders directly in a folder, by name.
pub fn folders(path: &Path) -> Vec<PathBuf> {
    entries(path).into_iter().filter(|entry| entry.is_dir()).collect()
}

/// What lies directly in a folder, by name.
pub fn entries(path: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut entries: Vec<_> = listed.map(|entry| entry.expect("a folder can be listed").path()).collect();
    entries.sort();
    entries
}

/// A path's last part.
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file's text.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A text with every run of white space made one space.
pub fn squash(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Markdown => "md",
        Format::Plain => "txt",
        Format::Bibliography => "bib",
        Format::Config => "toml",
        other => unimplemented!("a file of {other:?} is read from its bytes"),
    }
}

fn add(loaded: &mut Loaded, path: &str, format: Format, text: &str) -> Arc<File> {
    loaded.files.add(|id: FileId| File::new(id, path.into(), "UTF-8", format, text.into()))
}
