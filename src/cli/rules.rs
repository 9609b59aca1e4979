//! `ibid rules`: the table of all rules.
//!
//! Takes a format and returns the table, which in Markdown is the README's own.

use clap::ValueEnum;

use super::{Outcome, Status};
use crate::output::{Style, table};
use crate::page::Page;
use crate::rule::RULES;

/// The arguments of `ibid rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How to print the table: text or markdown
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
}

/// The table.
pub fn run(arguments: &Args, style: Style) -> Outcome {
    let pages: Vec<&Page> = RULES.iter().map(|rule| rule.page).collect();
    let text = match arguments.format {
        Format::Text => table::text(&pages, style),
        Format::Markdown => table::markdown(&pages),
    };
    Outcome { text, status: Status::Clean }
}
