//! `ibid check`: reads drafts and sources, checks them, and returns the report in the format asked for.
//!
//! Takes the command's arguments and hands `load` and `check` a plain request and configuration.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Outcome, Status, unknown};
use crate::config::Choice;
use crate::output::{Style, concise, json, text};
use crate::rule::RULES;
use crate::{check, load};

/// The arguments of `ibid check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Drafts, or folders of them: .md .markdown .qmd .txt
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// A source, a .bib file or a folder of them; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    sources: Vec<PathBuf>,
    /// How to print the report: text, concise (one line a finding) or json
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    format: Format,
    /// Run these rules or families of rules alone, separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not run these rules or families of rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Run the preview rules, too
    #[arg(long)]
    preview: bool,
    /// Report notes, too
    #[arg(long)]
    pedantic: bool,
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
    let select = names(&arguments.select)?;
    let choice = Choice {
        select: (!select.is_empty()).then_some(select),
        ignore: names(&arguments.ignore)?,
        preview: arguments.preview.then_some(true),
        pedantic: arguments.pedantic.then_some(true),
        ..Choice::default()
    };
    let request =
        load::Request { drafts: arguments.paths.clone(), sources: arguments.sources.clone(), choice };
    let report = check::check(load::load(&request)?);
    let found = report.summary.errors + report.summary.warnings > 0;
    let text = match arguments.format {
        Format::Text => text::render(&report, style),
        Format::Concise => concise::render(&report, style),
        Format::Json => json::render(&report),
    };
    Ok(Outcome { text, status: if found { Status::Findings } else { Status::Clean } })
}

/// Names of rules and families, all of which exist.
fn names(names: &[String]) -> anyhow::Result<Vec<String>> {
    let known = || RULES.iter().flat_map(|rule| [rule.page.id, rule.page.family()]);
    let names = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    names
        .map(|name| match known().any(|known| known == name) {
            true => Ok(name.to_owned()),
            false => Err(unknown("rule or family of rules", name, known())),
        })
        .collect()
}
