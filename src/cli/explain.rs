//! `ibid explain`: a rule's page, or the rules of a family.
//!
//! Takes a rule's id or a family and returns its page or its table, laid out for the terminal.

use super::suggest::RuleName;
use super::{Outcome, Status, unknown};
use crate::output::{Style, table};
use crate::page::{self, PAGES, Page};

/// The arguments of `ibid explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A rule's id, as it stands in a finding's brackets, or a family of rules
    #[arg(value_name = "RULE", value_parser = RuleName, hide_possible_values = true)]
    rule: String,
}

const EXAMPLES: &str = "\
Examples:
  ibid explain quote-altered   one rule's page
  ibid explain quote           the rules of a family";

/// The page or the table; fails where there is no such rule or family.
pub fn run(arguments: &Args, style: Style) -> anyhow::Result<Outcome> {
    let name = arguments.rule.as_str();
    let family: Vec<&Page> = PAGES.iter().copied().filter(|page| page.family() == name).collect();
    let text = match PAGES.iter().find(|page| page.id == name) {
        Some(page) => table::page(page, style),
        None if !family.is_empty() => table::text(&family, style),
        None => return Err(unknown("rule or family of rules", name, page::names())),
    };
    Ok(Outcome { text, status: Status::Clean })
}
