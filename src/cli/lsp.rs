//! `ibid lsp`: the language server on standard input and output.
//!
//! Takes the command's arguments and hands them to the server, which ends when its client leaves.

use std::path::PathBuf;

use anyhow::Context;

use super::input::Rules;
use super::{Outcome, Status, baseline, cache};
use crate::load::ConfigChoice;
use crate::load::cache::Cache;
use crate::lsp::settings::Settings;
use crate::lsp::{self, Left, stream};

/// The arguments of `ibid lsp`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A source, a bibliography or a folder of them, in place of what is configured; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    sources: Vec<PathBuf>,
    /// Use this configuration for every draft, in place of the nearest ibid.toml above it
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    no_config: bool,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    cache: cache::Caching,
    /// Talk on standard input and output, which is all that there is; some editors ask for it
    #[arg(long)]
    stdio: bool,
}

const EXAMPLES: &str = "\
An editor starts it; `editors/` in the repository has what each needs. What the
editor says of sources and rules goes before these options, and both before an
ibid.toml.

Examples:
  ibid lsp
  ibid lsp --sources sources/ --pedantic";

/// Serves until the client leaves.
pub fn run(arguments: &Args) -> anyhow::Result<Outcome> {
    let here = std::env::current_dir()?;
    let config = match &arguments.config {
        Some(path) => ConfigChoice::File(here.join(path)),
        None if arguments.no_config => ConfigChoice::Isolated,
        None => ConfigChoice::Nearest,
    };
    // The server works in the client's folder, and these paths start from this one.
    let sources = arguments.sources.iter().map(|path| here.join(path)).collect();
    // So does that of the cache.
    let cache = arguments.cache.choice()?.map(|cache| Cache { folder: here.join(&cache.folder), ..cache });
    let choice = arguments.rules.choice()?;
    let settings = Settings { sources, config, choice, cache, settle: baseline::settle };
    let (connection, threads) =
        stream::connect().context("cannot start the threads that talk to the client")?;
    let served = lsp::serve(&connection, settings).context("cannot start the thread that checks");
    drop(connection);
    let left = served?;
    // Why the connection ended says more than that it did.
    threads.join().map_err(|error| strange(&error.to_string()))?;
    match left {
        Left::InPeace => Ok(Outcome { text: String::new(), status: Status::Clean }),
        // The protocol has this status for it.
        Left::Abruptly => Ok(Outcome { text: String::new(), status: Status::Findings }),
        Left::Early => Err(strange("it left before it had started")),
    }
}

/// The error for a client that does not keep to the protocol, which a person at a terminal does not.
fn strange(why: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "the client is not understood: {why}\nan editor starts `ibid lsp`; at a terminal there is `ibid check`"
    )
}
