//! The command line: what it accepts, and how a command's result becomes text on a stream and an exit status.
//!
//! Takes the process's arguments. One module a command, each of which reads its arguments, calls the library and returns
//! what to print; only this file writes to a stream.

mod add_allow;
mod baseline;
mod cache;
mod check;
mod completions;
mod coverage;
mod explain;
mod fix;
mod format;
mod git;
mod init;
mod input;
mod lsp;
mod man;
mod narrow;
mod outputs;
mod progress;
mod rules;
mod scope;
mod suggest;
mod trace;
mod usage;
mod write;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE};
use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use clap::{Parser, Subcommand, ValueEnum};

use crate::nearest::nearest;
use crate::output::Style;
use crate::output::link::Links;

/// Holds drafts against their sources and reports where the two part.
#[derive(Debug, Parser)]
#[command(name = "ibid", version, about, after_help = EXAMPLES, max_term_width = 80)]
#[command(disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to colour: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    #[arg(help_heading = "Display")]
    color: When,
    /// When to link places to their files: auto (on a terminal that shows links), always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    #[arg(help_heading = "Display")]
    hyperlinks: When,
}

const EXAMPLES: &str = "\
Examples:
  ibid check --sources sources/ brief.md   check one draft against a folder
  ibid check --format concise drafts/      one line a finding
  ibid trace --sources sources/ brief.md   where each quotation comes from
  ibid explain quote-altered               what a finding means and what to do

Exit status: 0 nothing found, 1 errors or warnings, 2 the run itself failed.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check the quotations of drafts against sources
    Check(Box<check::Args>),
    /// Show where each quotation comes from, and what it cites
    Trace(trace::Args),
    /// Say what a rule reports, why, and what to do
    Explain(explain::Args),
    /// List the rules
    Rules(rules::Args),
    /// Write a first ibid.toml for a folder
    Init(init::Args),
    /// Check drafts while they are written, in an editor
    Lsp(lsp::Args),
    /// Show or remove what is kept between runs
    Cache(cache::Command),
    /// Print a script that completes these arguments in a shell
    Completions(completions::Args),
    /// Print the manual page
    #[command(hide = true)]
    Man(man::Args),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// What a command came to: what to print on standard output, and the exit status.
struct Outcome {
    text: String,
    status: Status,
}

/// The exit statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing at warning or above.
    Clean = 0,
    /// Errors or warnings.
    Findings = 1,
    /// The run itself failed.
    Failed = 2,
}

/// The command that the arguments ask for; else the exit status, everything there is to say having been printed.
pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Cli, ExitCode> {
    let arguments: Vec<_> = arguments.collect();
    Cli::try_parse_from(&arguments).map_err(|usage| usage::refuse(&usage, &arguments).into())
}

/// Runs a command and prints its result.
pub fn run(cli: Cli) -> ExitCode {
    let colour = |stream: ColorChoice| match cli.color {
        When::Auto => stream,
        When::Always => ColorChoice::Always,
        When::Never => ColorChoice::Never,
    };
    let choice = colour(AutoStream::choice(&io::stdout()));
    let links = links(cli.hyperlinks);
    let style = Style { width: width(), colour: choice != ColorChoice::Never, links: links.as_ref() };
    // A stream without colour would lose the links, too.
    let choice = if links.is_some() { ColorChoice::AlwaysAnsi } else { choice };
    let outcome = match &cli.command {
        Command::Check(arguments) => check::run(arguments, style),
        Command::Trace(arguments) => trace::run(arguments, style),
        Command::Explain(arguments) => explain::run(arguments, style),
        Command::Rules(arguments) => Ok(rules::run(arguments, style)),
        Command::Init(arguments) => init::run(arguments),
        Command::Lsp(arguments) => lsp::run(arguments),
        Command::Cache(arguments) => cache::run(arguments),
        Command::Completions(arguments) => Ok(completions::run(arguments)),
        Command::Man(arguments) => man::run(arguments),
    };
    let outcome = outcome.unwrap_or_else(|error| {
        complain(&error, colour(AutoStream::choice(&io::stderr())));
        let (message, help) = parts(&error);
        let text = match &cli.command {
            Command::Check(arguments) => arguments.failure(&message, &help),
            Command::Trace(arguments) => arguments.failure(&message, &help),
            _ => String::new(),
        };
        Outcome { text, status: Status::Failed }
    });
    match write(&outcome.text, choice) {
        Ok(()) => outcome.status.into(),
        // Whoever read the output has seen enough, `head` for one.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => outcome.status.into(),
        Err(error) => {
            let error = anyhow::Error::new(error).context("cannot write to standard output");
            complain(&error, colour(AutoStream::choice(&io::stderr())));
            Status::Failed.into()
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// An error for a name that is none of those known, with the nearest of them. The lines of an error after its first
/// are its help.
fn unknown(what: &str, name: &str, known: impl Iterator<Item = &'static str>) -> anyhow::Error {
    let help = match nearest(name, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`ibid rules` lists them".to_owned(),
    };
    anyhow::anyhow!("there is no {what} `{}`\n{help}", crate::output::display::clean(name))
}

/// Prints an error of the run on standard error.
fn complain(error: &anyhow::Error, choice: ColorChoice) {
    let (red, blue) = (DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE);
    let (message, help) = parts(error);
    let mut message = format!("{red}error{red:#}: {message}\n");
    for help in help {
        message += &format!("{blue}help{blue:#}: {help}\n");
    }
    // There is no stream left to report a closed standard error on.
    let _ = AutoStream::new(io::stderr().lock(), choice).write_all(message.as_bytes());
}

/// An error's message, which is its first line, and its help, which is the others.
fn parts(error: &anyhow::Error) -> (String, Vec<String>) {
    let text = format!("{error:#}");
    let mut lines = text.lines().map(str::to_owned);
    (lines.next().unwrap_or_default(), lines.collect())
}

/// Prints on standard error what did not go as asked where the run goes on all the same.
fn say(kind: &str, message: &str) {
    // There is no stream left to report a closed standard error on.
    let _ = writeln!(io::stderr().lock(), "{kind}: {message}");
}

/// Prints on standard error what has no place in the format that was asked for.
fn tell(text: &str) {
    // There is no stream left to report a closed standard error on.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints bytes on standard output as they are: a text that is to be taken further, not read.
fn pass_on(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

fn write(text: &str, choice: ColorChoice) -> io::Result<()> {
    let mut out = BufWriter::new(AutoStream::new(io::stdout().lock(), choice));
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Where the places that are printed lead, if they are to lead anywhere.
fn links(when: When) -> Option<Links> {
    let wanted = match when {
        When::Auto => io::stdout().is_terminal() && supports_hyperlinks::supports_hyperlinks(),
        When::Always => true,
        When::Never => false,
    };
    let folder = if wanted {
        std::env::current_dir().ok()?.into_os_string().into_string().ok()?
    } else {
        return None;
    };
    Some(Links { host: gethostname::gethostname().to_string_lossy().into_owned(), folder })
}

/// The width to lay text out for, in columns: the terminal's, else what `COLUMNS` says, else 100.
fn width() -> usize {
    let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    let columns = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal.map(|(width, _)| usize::from(width.0)).or_else(columns).unwrap_or(100).clamp(40, 400)
}
