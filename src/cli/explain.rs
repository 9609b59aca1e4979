//! `ibid explain`: a rule's page.
//!
//! Takes a rule's id and returns its page, laid out for the terminal.

use super::{Outcome, Status, page};
use crate::output::{Style, table};

/// The arguments of `ibid explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  ibid explain quote-altered")]
pub struct Args {
    /// The rule's id, as it stands in a finding's brackets
    #[arg(value_name = "RULE")]
    rule: String,
}

/// The page; fails where there is no such rule.
pub fn run(arguments: &Args, style: Style) -> anyhow::Result<Outcome> {
    Ok(Outcome { text: table::page(page(&arguments.rule)?, style), status: Status::Clean })
}
