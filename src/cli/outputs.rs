//! Where a report goes, and in which formats: the arguments that say so, and the writing.
//!
//! Takes them from the command line and hands on what is for standard output. What is for files is written whole, and
//! never over a text that the run has read.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error, ValueEnum};

use super::format::Format;
use super::{say, write};
use crate::file::Files;
use crate::nearest::nearest;
use crate::output::Style;
use crate::output::display::clean;

/// The arguments that say where a report goes.
#[derive(Debug, clap::Args)]
pub struct Outputs {
    /// How to print the report: text, concise (one line a finding), json, sarif, github, gitlab, rdjson, checkstyle, junit or
    /// markdown; with =FILE, into that file. Several go by commas
    #[arg(long, value_name = "FORMAT[=FILE]", value_delimiter = ',', default_value = "text", value_parser = FormatValue, hide_possible_values = true)]
    format: Vec<Wanted>,
    /// Write the report into this file, in place of standard output
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
}

/// A format and the file that it goes into, if it names one.
#[derive(Clone, Debug)]
struct Wanted {
    format: Format,
    file: Option<PathBuf>,
}

/// A format and where it goes: into a file, or to standard output.
#[derive(Clone, Debug)]
pub struct Output {
    /// The format.
    pub format: Format,
    file: Option<PathBuf>,
}

/// A report in every format that was asked for.
pub struct Delivered {
    /// What is for standard output.
    pub text: String,
    /// Whether every file was written.
    pub whole: bool,
}

/// What the parser knows of a value of `--format`, which a shell completes.
#[derive(Clone, Debug)]
struct FormatValue;

impl TypedValueParser for FormatValue {
    type Value = Wanted;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<Wanted, Error> {
        TypedValueParser::parse_ref(&wanted, command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

/// The value of `--format`: `sarif` or `sarif=report.sarif`.
fn wanted(value: &str) -> Result<Wanted, String> {
    let (name, file) = match value.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (value, None),
    };
    let Ok(format) = Format::from_str(name, false) else {
        let names: Vec<String> = Format::value_variants().iter().map(|format| format.name()).collect();
        return Err(match nearest(name, names.iter().map(String::as_str)) {
            Some(known) => format!("there is no such format; did you mean '{known}'?"),
            None => format!("there is no such format; there are {}", names.join(", ")),
        });
    };
    if file == Some("") {
        return Err(format!("no file is named behind '{name}='"));
    }
    Ok(Wanted { format, file: file.map(PathBuf::from) })
}

impl Outputs {
    /// Where everything goes; an error where two would go to one place, or one to none.
    pub fn places(&self) -> anyhow::Result<Vec<Output>> {
        if self.output_file.is_some() && self.format.iter().all(|wanted| wanted.file.is_some()) {
            anyhow::bail!(
                "`--output-file` is for a format that names no file, and every one does\nleave it out, or `=FILE` behind one of the formats"
            );
        }
        let outputs: Vec<Output> = self.format.iter().map(|wanted| self.output(wanted)).collect();
        for (number, output) in outputs.iter().enumerate() {
            if let Some(other) = outputs[..number].iter().find(|other| other.file == output.file) {
                let (first, second) = (other.format.name(), output.format.name());
                let place = match &output.file {
                    Some(file) => format!("`{}`", shown(file)),
                    None => "standard output".to_owned(),
                };
                anyhow::bail!(
                    "`{first}` and `{second}` would both go to {place}\ngive one of them a file of its own: `--format {first},{second}=FILE`"
                );
            }
            output.file.as_deref().map_or(Ok(()), can_hold)?;
        }
        Ok(outputs)
    }

    fn output(&self, wanted: &Wanted) -> Output {
        let file = wanted.file.as_ref().or(self.output_file.as_ref());
        // Two ways to write one path are one place.
        let plain =
            |file: &PathBuf| -> PathBuf { file.strip_prefix(".").unwrap_or(file).components().collect() };
        let file = file.filter(|file| file.as_os_str() != "-").map(plain);
        Output { format: wanted.format, file }
    }

    /// What to print on standard output of a run that failed before it had a report.
    pub fn failure(&self, error: &str, help: &[String]) -> String {
        let printed =
            self.format.iter().map(|wanted| self.output(wanted)).find(|output| output.file.is_none());
        printed.map(|output| output.format.failure(error, help)).unwrap_or_default()
    }
}

/// The same where the arguments themselves were refused, for one value of `--format` among them.
pub fn failure(format: &str, error: &str, help: &[String]) -> String {
    let mut wanted = format.split(',').filter_map(|value| wanted(value).ok());
    let printed = wanted.find(|wanted| wanted.file.is_none());
    printed.map(|wanted| wanted.format.failure(error, help)).unwrap_or_default()
}

/// Writes into the files that are new what a run that failed says. One that is there already is left: what it holds may be a
/// draft, and standard error says what failed.
pub fn fail(outputs: &[Output], error: &str, help: &[String]) {
    for output in outputs {
        let (text, Some(file)) = (output.format.failure(error, help), &output.file) else { continue };
        if file.exists() {
            say("warning", &format!("`{}` is left as it was", shown(file)));
        } else if !text.is_empty()
            && let Err(error) = write::whole(file, text.as_bytes())
        {
            say("error", &format!("cannot write `{}`: {error}", shown(file)));
        }
    }
}

/// An error where an output would go into a text that was read.
pub fn spare(outputs: &[Output], read: &Files) -> anyhow::Result<()> {
    let mut files = outputs.iter().filter_map(|output| output.file.as_deref());
    files.try_for_each(|file| spare_one(file, read, "the report"))
}

/// An error where one file that is to be written is a text that was read.
pub fn spare_one(file: &Path, read: &Files, what: &str) -> anyhow::Result<()> {
    if !reads(read, file) {
        return Ok(());
    }
    let file = shown(file);
    anyhow::bail!(
        "`{file}` is one of the texts that were read, and would be written over\ngive {what} another name, or leave `{file}` out of the drafts and the sources"
    );
}

/// Renders a report in every format, and writes the files.
pub fn deliver(outputs: &[Output], style: Style, render: impl Fn(Format, Style) -> String) -> Delivered {
    let mut delivered = Delivered { text: String::new(), whole: true };
    for output in outputs {
        match &output.file {
            None => delivered.text = render(output.format, style),
            Some(file) => {
                let text = render(output.format, Style::PLAIN);
                if let Err(error) = write::out(file, text.as_bytes()) {
                    say("error", &format!("cannot write `{}`: {error}", shown(file)));
                    delivered.whole = false;
                }
            }
        }
    }
    delivered
}

/// An error where a file cannot be written, as far as that shows before there is anything to write.
fn can_hold(file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        anyhow::bail!(
            "there is no folder `{}` to write `{}` into\nmake it first",
            shown(folder),
            shown(file)
        );
    }
    if file.is_dir() {
        anyhow::bail!("`{}` is a folder\nname a file in it", shown(file));
    }
    Ok(())
}

/// Whether a file is one of those that were read.
fn reads(read: &Files, file: &Path) -> bool {
    let Ok(target) = file.canonicalize() else { return false };
    let name = target.file_name().map(|name| name.to_string_lossy());
    let named = |path: &str| Path::new(path).file_name().map(|name| name.to_string_lossy()) == name;
    // Of the others only a link can be the same file, and to resolve every path of a large library takes long.
    let may_be = |path: &str| named(path) || Path::new(path).is_symlink();
    let same = |path: &str| fs::canonicalize(path).is_ok_and(|path| path == target);
    read.iter().any(|file| may_be(&file.path) && same(&file.path))
}

fn shown(path: &Path) -> String {
    clean(&path.display().to_string())
}
