//! `ibid check`: reads drafts and sources, checks them, and returns the report in the format asked for.
//!
//! Takes the command's arguments and hands `load` and `check` a plain request and configuration.

use clap::ValueEnum;

use super::input::{Input, Rules};
use super::{Outcome, Status};
use crate::output::{Style, concise, json, text};

/// The arguments of `ibid check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// How to print the report: text, concise (one line a finding) or json
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    format: Format,
    #[command(flatten)]
    rules: Rules,
}

const EXAMPLES: &str = "\
Examples:
  ibid check --sources sources/ brief.md
  ibid check --sources library.bib --sources texts/ --select quote drafts/
  ibid check --sources sources/ --format json brief.md > report.json";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Concise,
    Json,
}

impl Args {
    /// Whether the report is to be JSON.
    pub fn json(&self) -> bool {
        self.format == Format::Json
    }
}

/// Checks; fails only where the run itself cannot be done.
pub fn run(arguments: &Args, style: Style) -> anyhow::Result<Outcome> {
    let report = arguments.input.report(arguments.rules.choice()?)?;
    let found = report.summary.errors + report.summary.warnings > 0;
    let status = match found {
        _ if report.summary.failed => Status::Failed,
        true => Status::Findings,
        false => Status::Clean,
    };
    let text = match arguments.format {
        Format::Text => text::render(&report, style),
        Format::Concise => concise::render(&report, style),
        Format::Json => json::render(&report),
    };
    Ok(Outcome { text, status })
}
