//! `ibid trace`: reads drafts and sources, and returns where each quotation comes from.
//!
//! Takes the command's arguments; what the rules say is left to `ibid check`.

use clap::ValueEnum;

use super::input::Input;
use super::{Outcome, Status};
use crate::config::Choice;
use crate::load::Request;
use crate::output::{Style, text, trace};

/// The arguments of `ibid trace`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// How to print the trace: text, json or html, which is one page for a browser
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    format: Format,
    /// Show these quotations alone: verbatim, permitted, altered, elided, spliced, out-of-context, not-found, unchecked
    #[arg(long, value_name = "VERDICTS", value_delimiter = ',', hide_possible_values = true)]
    verdict: Vec<Wanted>,
    /// Show the sentences that are tied to no source, and nothing else
    #[arg(long, conflicts_with = "verdict")]
    untied: bool,
}

const EXAMPLES: &str = "\
Examples:
  ibid trace --sources sources/ brief.md
  ibid trace --verdict unchecked drafts/   what was not checked, and why
  ibid trace --untied brief.md             the sentences that follow no source
  ibid trace --sources sources/ --format json brief.md
  ibid trace --sources sources/ --format html brief.md > brief.html";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
}

impl Format {
    fn failure(self, error: &str, help: &[String]) -> String {
        match self {
            Format::Json => trace::json::failure(error, help),
            Format::Text | Format::Html => String::new(),
        }
    }
}

/// A verdict, as it reads on a command line, or as it stands in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wanted {
    Verbatim,
    Permitted,
    Altered,
    Elided,
    Spliced,
    #[value(alias = "out_of_context")]
    OutOfContext,
    #[value(alias = "not_found")]
    NotFound,
    Unchecked,
}

impl Wanted {
    /// Its name as the library has it.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().replace('-', "_")).unwrap_or_default()
    }
}

impl Args {
    /// What to print on standard output of a run that failed before it had a trace.
    pub fn failure(&self, error: &str, help: &[String]) -> String {
        self.format.failure(error, help)
    }
}

/// The same where the arguments themselves were refused, for the value of `--format` among them.
pub fn failure(format: &str, error: &str, help: &[String]) -> String {
    Format::from_str(format, false).map(|format| format.failure(error, help)).unwrap_or_default()
}

/// Traces; fails only where the run itself cannot be done, and finds no fault with a draft.
pub fn run(arguments: &Args, style: Style) -> anyhow::Result<Outcome> {
    // A source that is named itself is shown as it is understood.
    let request = Request { named_sources: true, ..arguments.input.request(Choice::default())? };
    let report = arguments.input.report(&request)?;
    let verdicts: Vec<String> = arguments.verdict.iter().map(|wanted| wanted.name()).collect();
    let wanted = trace::Wanted { verdicts: &verdicts, untied: arguments.untied };
    let text = match arguments.format {
        Format::Json => trace::json::render(&report, wanted),
        Format::Html if report.summary.failed => {
            super::tell(&text::render(&report, Style { colour: false, links: None, ..style }));
            String::new()
        }
        Format::Html => trace::html::render(&report, wanted),
        Format::Text if report.summary.failed => text::render(&report, style),
        Format::Text => trace::text::render(&report, wanted, style),
    };
    Ok(Outcome { text, status: if report.summary.failed { Status::Failed } else { Status::Clean } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Verdict;

    #[test]
    fn every_verdict_can_be_asked_for_under_both_of_its_names() {
        let wanted = Wanted::value_variants();
        let names: Vec<_> = wanted.iter().map(|wanted| wanted.name()).collect();
        assert_eq!(names, Verdict::NAMES);
        for name in Verdict::NAMES {
            let wanted = Wanted::from_str(name, false).unwrap();
            assert_eq!(wanted.name(), name);
            assert!(Wanted::from_str(&name.replace('_', "-"), false).is_ok(), "{name}");
        }
    }
}
