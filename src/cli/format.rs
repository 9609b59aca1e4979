//! The formats that a report can be printed in, by the names that they have on the command line.
//!
//! Takes a report, or what made a run fail before it had one, and calls the format's module of `output`.

use clap::ValueEnum;

use crate::check::Report;
use crate::output::{
    Style, checkstyle, concise, github, gitlab, json, junit, markdown, rdjson, sarif, summary, text,
};

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Concise,
    Json,
    Sarif,
    Github,
    Gitlab,
    Rdjson,
    Checkstyle,
    Junit,
    Markdown,
}

impl Format {
    /// Its name.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether it is for a reader at a terminal, who may ask for less of it.
    pub fn is_text(self) -> bool {
        matches!(self, Format::Text | Format::Concise)
    }

    /// A report in this format. With `quiet`, what is no finding is left out where the format bears it.
    pub fn render(self, report: &Report, style: Style, quiet: bool) -> String {
        match (self, quiet) {
            (Format::Text, false) => text::render(report, style),
            (Format::Text, true) => {
                let (findings, short) =
                    (text::findings(report, style), summary::short(&report.summary, style));
                let between = if findings.is_empty() || short.is_empty() { "" } else { "\n" };
                findings + between + &short
            }
            (Format::Concise, false) => concise::render(report, style),
            (Format::Concise, true) => concise::findings(report, style),
            (Format::Json, _) => json::render(report),
            (Format::Sarif, _) => sarif::render(report),
            (Format::Github, false) => github::render(report),
            (Format::Github, true) => github::findings(report),
            (Format::Gitlab, _) => gitlab::render(report),
            (Format::Rdjson, _) => rdjson::render(report),
            (Format::Checkstyle, _) => checkstyle::render(report),
            (Format::Junit, _) => junit::render(report),
            (Format::Markdown, false) => markdown::render(report),
            (Format::Markdown, true) => markdown::findings(report),
        }
    }

    /// A run that failed before it had a report, for whoever reads this format alone. What is for a terminal says nothing, since
    /// standard error does.
    pub fn failure(self, error: &str, help: &[String]) -> String {
        match self {
            Format::Text | Format::Concise => String::new(),
            Format::Json => json::failure(error, help),
            Format::Sarif => sarif::failure(error, help),
            Format::Github => github::failure(error, help),
            Format::Gitlab => gitlab::failure(error, help),
            Format::Rdjson => rdjson::failure(error, help),
            Format::Checkstyle => checkstyle::failure(error, help),
            Format::Junit => junit::failure(error, help),
            Format::Markdown => markdown::failure(error, help),
        }
    }
}
