//! `ibid check`: reads drafts and sources, checks them, and returns the report in the format asked for.
//!
//! Takes the command's arguments and hands `load` and `check` a plain request and configuration.

use std::path::PathBuf;

use clap::ValueEnum;

use super::format::Format;
use super::input::{Input, Rules};
use super::narrow::Narrow;
use super::outputs::{self, Output, Outputs};
use super::scope::Asked;
use super::{Outcome, Status, add_allow, baseline, coverage, fix, parts, say, tell};
use crate::check::Report;
use crate::check::fix::Which;
use crate::config::Choice;
use crate::config::coverage::Unit;
use crate::finding::Severity;
use crate::load::Request;
use crate::output::{Style, statistics, summary};

/// The arguments of `ibid check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    outputs: Outputs,
    /// Print findings alone, and nothing at all where there are none; a report for programs stays whole
    #[arg(short, long)]
    quiet: bool,
    /// Print how many findings there are of each rule, instead of the findings
    #[arg(long)]
    statistics: bool,
    /// What makes the exit status 1: error, warning, note (as far as notes are reported), or never
    #[arg(long, value_name = "SEVERITY", default_value = "warning", hide_possible_values = true)]
    #[arg(help_heading = FAILING)]
    fail_on: FailOn,
    /// How much of each draft has to be tied to a source for the exit status to be 0, in per cent: 80 of its sentences,
    /// or quotes=100, claims=90, sentences=80; may be repeated
    #[arg(long, value_name = "N", value_delimiter = ',', value_parser = coverage::share)]
    #[arg(help_heading = FAILING)]
    min_coverage: Vec<(Unit, u32)>,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    narrow: Narrow,
    /// Mend what has a fix, in the files: safe (what changes no word; the same as --fix alone) or all (what changes the wording,
    /// too). A draft on standard input goes to standard output, and the report to standard error
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    #[arg(hide_possible_values = true, conflicts_with = "add_allow")]
    fix: Option<Fixes>,
    /// Print what --fix would change, or --fix=all where it is given too, as a unified diff, and write nothing; the exit
    /// status is 1 if there is a difference
    #[arg(long, conflicts_with_all = ["add_allow", "statistics", "format", "output_file"])]
    diff: bool,
    /// Do not report what this file holds, the findings that a project starts from; in place of the one that ibid.toml names
    #[arg(long, value_name = "FILE")]
    #[arg(help_heading = STANDING)]
    baseline: Option<PathBuf>,
    /// Write the findings to this file, as a baseline for later runs
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fix", "diff", "add_allow", "changed_since", "staged"])]
    #[arg(help_heading = STANDING)]
    write_baseline: Option<PathBuf>,
    /// Write a comment into the drafts that allows every finding, with this reason
    #[arg(long, value_name = "REASON", value_parser = add_allow::reason, conflicts_with = "statistics")]
    #[arg(help_heading = STANDING)]
    add_allow: Option<String>,
}

/// The heading of what makes the exit status 1.
const FAILING: &str = "What fails a run";
/// The heading of findings that stand.
const STANDING: &str = "Findings that stand";

const EXAMPLES: &str = "\
Examples:
  ibid check --sources sources/ brief.md
  ibid check --sources library.bib --sources texts/ --select quote drafts/
  ibid check --sources sources/ --format json brief.md > report.json
  ibid check --format text,sarif=ibid.sarif,junit=ibid.xml drafts/
  ibid check --statistics --fail-on error drafts/
  ibid check --min-coverage quotes=100,sentences=80 drafts/
  ibid check --sources sources/ --fix=all --diff brief.md
  ibid check --sources sources/ --add-allow \"it was misprinted\" brief.md";

/// Which fixes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Fixes {
    Safe,
    All,
}

impl From<Fixes> for Which {
    fn from(fixes: Fixes) -> Which {
        match fixes {
            Fixes::Safe => Which::Safe,
            Fixes::All => Which::All,
        }
    }
}

/// From which severity on a finding makes the exit status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Note => true,
            FailOn::Never => false,
        }
    }
}

impl Args {
    /// What to print on standard output of a run that failed before it had a report.
    pub fn failure(&self, error: &str, help: &[String]) -> String {
        self.outputs.failure(error, help)
    }

    /// What the command line says of the rules, and of how much has to be tied to a source.
    fn choice(&self) -> anyhow::Result<Choice> {
        Ok(Choice { least: coverage::least(&self.min_coverage), ..self.rules.choice()? })
    }
}

/// Checks; fails only where the run itself cannot be done.
pub fn run(arguments: &Args, style: Style) -> anyhow::Result<Outcome> {
    let outputs = arguments.outputs.places()?;
    let done = checked(arguments, &outputs, style);
    if let Err(error) = &done {
        let (message, help) = parts(error);
        outputs::fail(&outputs, &message, &help);
    }
    done
}

fn checked(arguments: &Args, outputs: &[Output], style: Style) -> anyhow::Result<Outcome> {
    if arguments.statistics && !outputs.iter().any(|output| output.format.is_text()) {
        let help = "every finding has its rule in the other formats; leave out one of the two";
        anyhow::bail!("`--statistics` is a table and goes with `--format text` or `concise` alone\n{help}");
    }
    if arguments.add_allow.is_some() && arguments.input.is_standard() {
        anyhow::bail!("an allow cannot be written to standard input\ngive the draft by its path");
    }
    if let Some(which) = arguments.fix.and_then(|_| arguments.input.stray(&["safe", "all"])) {
        anyhow::bail!("`{which}` does not exist\ndid you mean `--fix={which}`?");
    }
    let request = arguments.input.request(arguments.choice()?)?;
    // What is written are the files that are named, and no others; a hook names what has changed.
    let writes = arguments.fix.is_some() || arguments.diff || arguments.add_allow.is_some();
    let hook = arguments.narrow.hook;
    let request = Request { through_sources: !writes || hook, lenient: hook, ..request };
    let asked = Asked {
        input: &arguments.input,
        request: &request,
        narrow: &arguments.narrow,
        baseline: arguments.baseline.as_deref(),
    };
    let which = arguments.fix.map(Which::from);
    if arguments.diff {
        return fix::diff(asked, which.unwrap_or(Which::Safe), style);
    }
    if let Some(which) = which {
        let (report, written) = fix::fix(asked, which)?;
        let outcome = judged(arguments, &report, (outputs, style))?;
        let outcome = if written { outcome } else { Outcome { status: Status::Failed, ..outcome } };
        if request.standard_input().is_some() {
            tell(&outcome.text);
            return Ok(Outcome { text: String::new(), ..outcome });
        }
        return Ok(outcome);
    }
    if let Some(path) = &arguments.write_baseline {
        baseline::can_be_written(path)?;
        let mut report = arguments.input.report(&request)?;
        if report.summary.failed {
            return judged(arguments, &report, (outputs, style));
        }
        baseline::write(path, &mut report, &request)?;
        return Ok(Outcome { status: Status::Clean, ..judged(arguments, &report, (outputs, style))? });
    }
    let report = asked.report()?;
    if let Some(reason) = arguments.add_allow.as_deref().filter(|_| !report.summary.failed) {
        outputs::spare(outputs, &report.files)?;
        return allow(arguments, &report, reason, asked, (outputs, style));
    }
    let outcome = judged(arguments, &report, (outputs, style));
    // The program ends: to give back a hundred thousand documents one by one would take as long as to find them.
    std::mem::forget(report);
    outcome
}

/// A report as it is printed, and what it makes the exit status.
fn judged(
    arguments: &Args,
    report: &Report,
    (outputs, style): (&[Output], Style),
) -> anyhow::Result<Outcome> {
    coverage::need_sources(report)?;
    let found = report.findings().any(|finding| arguments.fail_on.fails(finding.severity));
    let falls_short = report.summary.short.as_ref().is_some_and(|short| !short.is_empty());
    let status = match found || (falls_short && arguments.fail_on != FailOn::Never) {
        _ if report.summary.failed => Status::Failed,
        true => Status::Findings,
        false => Status::Clean,
    };
    outputs::spare(outputs, &report.files)?;
    let printed = |format: Format, style: Style| printed(arguments, format, report, style);
    let delivered = outputs::deliver(outputs, style, printed);
    Ok(Outcome { text: delivered.text, status: if delivered.whole { status } else { Status::Failed } })
}

fn printed(arguments: &Args, format: Format, report: &Report, style: Style) -> String {
    // Why nothing was checked is more than a count.
    if arguments.statistics && format.is_text() && !report.summary.failed {
        let table = statistics::render(report, style);
        let closing = match arguments.quiet {
            true => summary::short(&report.summary, style),
            false => summary::closing(&report.summary, style),
        };
        let between = if table.is_empty() || closing.is_empty() { "" } else { "\n" };
        return table + between + &closing;
    }
    format.render(report, style, arguments.quiet)
}

/// Writes allows into the drafts of a report, and says what was written or, to a program, what is left to report.
fn allow(
    arguments: &Args,
    report: &Report,
    reason: &str,
    asked: Asked,
    (outputs, style): (&[Output], Style),
) -> anyhow::Result<Outcome> {
    let outcome = add_allow::add(report, reason);
    outcome.left.iter().for_each(|left| say("warning", left));
    outcome.failed.iter().for_each(|failed| say("error", failed));
    let report = asked.report()?;
    let printed = |format: Format, style: Style| match format.is_text() {
        true => add_allow::render(&outcome, &report.summary),
        false => format.render(&report, style, arguments.quiet),
    };
    let delivered = outputs::deliver(outputs, style, printed);
    let done = outcome.failed.is_empty() && delivered.whole;
    Ok(Outcome { text: delivered.text, status: if done { Status::Clean } else { Status::Failed } })
}
