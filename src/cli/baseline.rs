//! `ibid check --baseline` and `--write-baseline`: reads and writes the findings that a project starts from.
//!
//! Takes the path of a baseline and a report; hands on the report without what the baseline holds. Paths in it start from its own
//! folder, so that it holds from wherever the program is run.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::write::whole;
use super::{outputs, say, tell};
use crate::check::Report;
use crate::check::baseline::{self, Entry, Held, Places, apply};
use crate::load::{Request, plain, real, seen};
use crate::output::display::{clean, count};

/// A baseline that was read.
#[derive(Debug)]
pub struct Baseline {
    /// As it was given.
    path: PathBuf,
    /// The canonical path of its folder.
    folder: PathBuf,
    entries: Vec<Entry>,
}

/// How many bytes of a baseline are read: more than any project has findings for.
const LONGEST: u64 = 64 << 20;

/// What a file holds, if it is none that goes on and on.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > LONGEST {
        true => Err(io::Error::other(format!("it has more than {} MB", LONGEST >> 20))),
        false => Ok(bytes),
    }
}

/// Reads a baseline.
fn read(path: &Path) -> anyhow::Result<Baseline> {
    let shown = clean(&path.display().to_string());
    let text = match bytes(path) {
        Ok(bytes) => {
            String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("the baseline `{shown}` is not UTF-8"))?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            anyhow::bail!("there is no baseline `{shown}`\n`ibid check --write-baseline {shown}` writes one")
        }
        Err(error) => {
            return Err(anyhow::Error::new(error).context(format!("cannot read the baseline `{shown}`")));
        }
    };
    let entries = baseline::read(&text).map_err(|fault| {
        anyhow::anyhow!("the baseline `{shown}` is not understood, {fault}\nmend it, or delete it and write it anew with `--write-baseline`")
    })?;
    Ok(Baseline { path: path.to_path_buf(), folder: folder(path)?, entries })
}

/// The baselines that count: the one that is given, or else those that the configurations name.
pub fn of(given: Option<&Path>, configured: &[PathBuf]) -> anyhow::Result<Vec<Baseline>> {
    match given {
        Some(given) => Ok(vec![read(given)?]),
        None => configured.iter().map(|path| read(path)).collect(),
    }
}

/// The canonical path of the folder that a file is in, or is to be in.
fn folder(path: &Path) -> anyhow::Result<PathBuf> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    parent
        .canonicalize()
        .map_err(|_| anyhow::anyhow!("there is no folder `{}`", clean(&parent.display().to_string())))
}

/// Does something with where the files of a run are, as a baseline in a folder has them.
fn with_places<T>(folder: &Path, request: &Request, run: impl FnOnce(&Places) -> T) -> T {
    let walked: Vec<PathBuf> = match request.drafts.is_empty() {
        true => vec![real(Path::new("."))],
        false => request.drafts.iter().filter(|path| path.is_dir()).map(|path| real(path)).collect(),
    };
    let is_walked = |path: &str| {
        let path = plain(&folder.join(path));
        walked.iter().any(|folder| path.starts_with(folder))
    };
    run(&Places {
        path: &|path| seen(folder, &real(Path::new(path))),
        is_there: &|path| folder.join(path).exists(),
        is_walked: &is_walked,
    })
}

/// Takes what the configured baselines hold out of a report, for the language server. An error names the baseline that cannot be used.
pub fn settle(configured: &[PathBuf], report: &mut Report, request: &Request) -> Result<(), String> {
    let baselines = of(None, configured).map_err(|error| format!("{error:#}"))?;
    if !baselines.is_empty() && !report.summary.failed {
        let spared = spared(&baselines, report, request);
        apply(report, &spared);
    }
    Ok(())
}

/// Which findings of a report some baselines hold, by their order.
pub fn spared(baselines: &[Baseline], report: &Report, request: &Request) -> Vec<bool> {
    let mut spared = vec![false; if baselines.is_empty() { 0 } else { report.findings().count() }];
    for Baseline { folder, entries, .. } in baselines {
        let Held { held, .. } =
            with_places(folder, request, |places| baseline::held(report, entries, places));
        spared.iter_mut().zip(held).for_each(|(spared, held)| *spared |= held);
    }
    spared
}

/// Says which entries of a baseline hold nothing any more.
pub fn say_stale(Baseline { path, folder, entries }: &Baseline, report: &Report, request: &Request) {
    let stale = with_places(folder, request, |places| {
        let Held { rest, .. } = baseline::held(report, entries, places);
        baseline::stale(report, rest, places)
    });
    let number = stale.iter().map(|entry| entry.count).sum::<u32>();
    let Some(first) = stale.first() else { return };
    let shown = clean(&path.display().to_string());
    let (entries, hold, them) = match number {
        1 => ("1 entry".to_owned(), "is stale and holds", "it"),
        number => (format!("{number} entries"), "are stale and hold", "them"),
    };
    say("warning", &format!("{entries} of `{shown}` {hold} nothing any more"));
    let example = format!("{} in {}", clean(&first.rule), clean(&first.path));
    let more = if stale.len() > 1 { ", …" } else { "" };
    tell(&format!("help: `ibid check --write-baseline {shown}` takes {them} out: {example}{more}\n"));
}

/// The entries of a baseline that is to be written over. Whatever else has its name is an error: it may be somebody's text, and of
/// a baseline that is damaged the entries for other drafts would be lost.
fn old(path: &Path) -> anyhow::Result<Vec<Entry>> {
    let shown = clean(&path.display().to_string());
    match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Ok(known) if known.is_dir() => anyhow::bail!("`{shown}` is a folder\nname a file in it"),
        Ok(known) if !known.is_file() => {
            anyhow::bail!("`{shown}` is no file that a baseline can be kept in\nname another file")
        }
        _ => {}
    }
    let unreadable =
        |error| anyhow::Error::new(error).context(format!("cannot read `{shown}`, to write it anew"));
    let bytes = bytes(path).map_err(unreadable)?;
    let text = std::str::from_utf8(&bytes).ok().filter(|text| begins_as_one(text));
    let Some(text) = text else {
        anyhow::bail!("`{shown}` is there and is no baseline\nname another file, or delete it first")
    };
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    baseline::read(text).map_err(|fault| {
        anyhow::anyhow!(
            "the baseline `{shown}` is not understood, {fault}, and is left as it was\nmend it, or delete it and run `ibid check --write-baseline {shown}` on everything"
        )
    })
}

/// Whether a file was a baseline once, by its beginning, or holds nothing.
fn begins_as_one(text: &str) -> bool {
    let mut lines = text.lines().map(|line| line.trim_start_matches('\u{feff}').trim());
    // A merge may have left its mark before anything else.
    let says = |line: &str| !(line.is_empty() || line.starts_with('#') || line.starts_with("<<<<<<<"));
    let is_head = |line: &str| {
        line.split_once('=').is_some_and(|(key, _)| matches!(key.trim(), "version" | "findings"))
    };
    lines.find(|line| says(line)).is_none_or(is_head) || text.starts_with(baseline::FIRST)
}

/// An error where a baseline cannot be written, as far as that shows before there is anything to write.
pub fn can_be_written(path: &Path) -> anyhow::Result<()> {
    old(path).and_then(|_| folder(path)).map(|_| ())
}

/// Writes the findings of a report as a baseline, with what an old one holds of drafts that this run says nothing of, and takes them
/// out of the report.
pub fn write(path: &Path, report: &mut Report, request: &Request) -> anyhow::Result<()> {
    let shown = clean(&path.display().to_string());
    let folder = folder(path)?;
    outputs::spare_one(path, &report.files, "the baseline")?;
    let old = old(path)?;
    let entries = with_places(&folder, request, |places| baseline::entries(report, &old, places));
    let text = baseline::write(&entries);
    whole(path, text.as_bytes())
        .map_err(|error| anyhow::Error::new(error).context(format!("cannot write `{shown}`")))?;
    let number = entries.iter().map(|entry| entry.count).sum();
    let baseline = Baseline { path: path.to_path_buf(), folder, entries };
    let held = spared(&[baseline], report, request);
    apply(report, &held);
    tell(&format!("wrote {} to {shown}\n", count(number, "finding")));
    Ok(())
}
