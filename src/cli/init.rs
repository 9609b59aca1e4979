//! `ibid init`: writes a first `ibid.toml` for a folder.
//!
//! Looks through the folder, decides what its drafts and its sources are by the names that folders usually have, and says what it
//! decided, so that a wrong guess is seen at once.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;

use super::{Outcome, Status, write};
use crate::config::schema;
use crate::config::starter::{self, Starter};
use crate::lexicon::{List, folders, has};
use crate::load::survey::{Survey, survey};
use crate::output::display::{clean, count};

/// The arguments of `ibid init`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder that the project lies in
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// For whom it is: news, law or academic
    #[arg(long, value_name = "STYLE", hide_possible_values = true)]
    style: Option<Style>,
    /// Write over an ibid.toml that is there
    #[arg(long)]
    force: bool,
    /// Print the JSON Schema of ibid.toml, and write nothing
    #[arg(long, conflicts_with_all = ["style", "force"])]
    schema: bool,
}

const EXAMPLES: &str = "\
Examples:
  ibid init                    look through this folder and write ibid.toml
  ibid init --style law brief  the same for a law office, in the folder brief
  ibid init --schema           what an editor checks ibid.toml by

Styles: news: interviews are sources, too, and nothing need be cited; law: every
quotation needs a citation; academic: notes are reported, too.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Style {
    News,
    Law,
    Academic,
}

/// Writes the file; fails where one is there already, or the folder cannot be read.
pub fn run(arguments: &Args) -> anyhow::Result<Outcome> {
    if arguments.schema {
        return Ok(Outcome { text: schema::schema(), status: Status::Clean });
    }
    let survey = survey(&arguments.folder)?;
    let path = arguments.folder.join("ibid.toml");
    let shown = clean(&path.strip_prefix(".").unwrap_or(&path).display().to_string());
    if path.exists() && !arguments.force {
        anyhow::bail!("`{shown}` is there already\n`--force` writes over it");
    }
    let style = match arguments.style {
        None => starter::Style::Plain,
        Some(Style::News) => starter::Style::News,
        Some(Style::Law) => starter::Style::Law,
        Some(Style::Academic) => starter::Style::Academic,
    };
    let starter = Starter { style, ..plan(&survey) };
    write::whole(&path, starter.text().as_bytes()).with_context(|| format!("cannot write `{shown}`"))?;
    let text = format!("wrote {shown}\n{}", told(&survey, &starter, &arguments.folder));
    Ok(Outcome { text, status: Status::Clean })
}

/// What the drafts and the sources of a folder are.
fn plan(survey: &Survey) -> Starter {
    let all = || survey.texts.iter().chain(&survey.textless).chain(&survey.bibliographies);
    let mut sources = named(all(), folders::SOURCES);
    let below = |path: &str, folders: &[String]| folders.iter().any(|folder| is_below(path, folder));
    let guessed = sources.is_empty();
    if guessed {
        sources = unnamed(survey);
    }
    let partial =
        (guessed && !sources.is_empty()) || survey.textless.iter().any(|path| below(path, &sources));
    let apart: Vec<&String> = survey.bibliographies.iter().filter(|path| !below(path, &sources)).collect();
    sources.extend(apart.into_iter().cloned());

    let texts = || survey.texts.iter().filter(|path| !below(path, &sources));
    let mut drafts = named(texts(), folders::DRAFTS);
    if drafts.is_empty() {
        drafts.push(".".into());
        let other = texts().filter(|path| !path.contains('/') && has(folders::OTHER, &stem(path)));
        drafts.extend(other.map(|path| format!("!{path}")));
    }
    Starter { drafts, sources, partial, style: starter::Style::Plain }
}

/// The outermost folders on the way to files that have one of these names.
fn named<'p>(paths: impl Iterator<Item = &'p String>, names: &List) -> Vec<String> {
    let mut folders: Vec<String> = Vec::new();
    for path in paths {
        let parts: Vec<&str> = path.split('/').collect();
        let deep = parts[..parts.len() - 1].iter().position(|part| has(names, &part.to_lowercase()));
        if let Some(deep) = deep {
            folders.push(parts[..=deep].join("/"));
        }
    }
    folders.sort();
    folders.dedup();
    folders
}

/// The sources of a folder in which nothing is called so: plain texts beside Markdown, or the one folder of texts below the drafts.
fn unnamed(survey: &Survey) -> Vec<String> {
    let top = |path: &&String| !path.contains('/');
    let plain = |path: &&String| top(path) && path.ends_with(".txt") && !has(folders::OTHER, &stem(path));
    let drafts = survey.markdown.iter().filter(top).any(|path| !has(folders::OTHER, &stem(path)));
    if !drafts {
        return Vec::new();
    }
    if survey.texts.iter().any(|path| plain(&path)) {
        let other = survey.texts.iter().filter(top).filter(|path| path.ends_with(".txt") && !plain(path));
        let other = other.map(|path| format!("!{path}"));
        return ["*.txt".to_owned()].into_iter().chain(other).collect();
    }
    let mut below: Vec<&str> = survey.texts.iter().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    below.dedup();
    match below[..] {
        [only] if !has(folders::DRAFTS, &only.to_lowercase()) => vec![only.to_owned()],
        _ => Vec::new(),
    }
}

/// What was decided, and what to do next.
fn told(survey: &Survey, starter: &Starter, folder: &Path) -> String {
    let is_source = |path: &&String| {
        !starter.sources.contains(&format!("!{path}"))
            && starter.sources.iter().any(|source| {
                is_below(path, source) || (source == "*.txt" && !path.contains('/') && path.ends_with(".txt"))
            })
    };
    let is_draft = |path: &&String| {
        !is_source(path)
            && !starter.drafts.contains(&format!("!{path}"))
            && starter.drafts.iter().any(|draft| draft == "." || is_below(path, draft))
    };
    let paths = |paths: &[String]| {
        let kept = paths.iter().filter(|path| !path.starts_with('!')).map(|path| clean(path));
        kept.collect::<Vec<_>>().join(", ")
    };
    let number = |paths: Vec<&String>| paths.len() as u32;
    let drafts = number(survey.texts.iter().filter(is_draft).collect());
    let sources = number(survey.texts.iter().filter(is_source).collect());
    let mut text = format!("drafts: {} in {}\n", count(drafts, "text"), paths(&starter.drafts));
    text += &match starter.sources.is_empty() {
        true => "sources: no folder looks like one; name it under `[sources]`\n".to_owned(),
        false => format!("sources: {} in {}\n", count(sources, "text"), paths(&starter.sources)),
    };
    if starter.partial {
        text += "complete: false, until you say that these are all the sources\n";
    }
    for pdf in survey.textless.iter().filter(is_source) {
        let pdf = clean(pdf);
        text += &format!("not read: {pdf}; give its text beside it as .txt\n");
    }
    let place = if folder == Path::new(".") {
        String::new()
    } else {
        format!(" {}", clean(&folder.display().to_string()))
    };
    text + &format!("next: read it through, then `ibid check{place}`\n")
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn plans(paths: &[&str], drafts: &[&str], sources: &[&str]) -> bool {
        let with = |extension: &str| -> Vec<String> {
            paths.iter().filter(|path| path.ends_with(extension)).map(|&path| path.to_owned()).collect()
        };
        let survey = Survey {
            texts: [with(".md"), with(".txt")].concat(),
            markdown: with(".md"),
            bibliographies: with(".bib"),
            textless: with(".pdf"),
        };
        let starter = plan(&survey);
        assert_eq!(
            (starter.drafts, starter.sources),
            (
                drafts.iter().map(|&path| path.to_owned()).collect(),
                sources.iter().map(|&path| path.to_owned()).collect()
            ),
            "{paths:?}"
        );
        starter.partial
    }

    #[test]
    fn sources_that_are_guessed_or_lack_a_text_may_not_be_all() {
        assert!(!plans(&["a.md", "sources/b.txt"], &["."], &["sources"]));
        assert!(plans(&["a.md", "sources/b.txt", "sources/c.pdf"], &["."], &["sources"]));
        assert!(plans(&["a.md", "b.txt"], &["."], &["*.txt"]));
        assert!(!plans(&["a.md"], &["."], &[]));
    }

    #[test]
    fn folders_are_known_by_their_names() {
        plans(
            &["brief.md", "README.md", "sources/a.txt", "sources/b.pdf"],
            &[".", "!README.md"],
            &["sources"],
        );
        plans(&["Drafts/a.md", "library.bib", "Texts/deep/b.md"], &["Drafts"], &["Texts", "library.bib"]);
        plans(&["a/sources/x.txt", "b/sources/y.txt", "a/x.md"], &["."], &["a/sources", "b/sources"]);
    }

    #[test]
    fn a_folder_without_such_names_is_still_understood() {
        plans(
            &["brief.md", "minutes.txt", "speech.txt", "license.txt"],
            &[".", "!license.txt"],
            &["*.txt", "!license.txt"],
        );
        plans(&["brief.md", "hearing/minutes.md"], &["."], &["hearing"]);
        plans(&["brief.md"], &["."], &[]);
        plans(&["one/a.md", "two/b.md"], &["."], &[]);
    }
}
