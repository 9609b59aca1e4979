//! The cache folder: the arguments that say where it is, and `ibid cache`, which shows and removes it.
//!
//! Takes the command line and the environment and hands on where `load` keeps what it learns; keeps that once a report is made.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Outcome, Status, say};
use crate::check::Report;
use crate::load::cache::{self, Cache, Keeping};
use crate::output::display::clean;

/// What names the folder where the command line does not.
const VARIABLE: &str = "IBID_CACHE_DIR";

/// The arguments that say what is kept between runs.
#[derive(Debug, clap::Args)]
pub struct Caching {
    /// Keep in this folder what is learned of sources, in place of $IBID_CACHE_DIR or the user's own cache folder
    #[arg(long, value_name = "DIR", help_heading = HEADING)]
    cache_dir: Option<PathBuf>,
    /// Keep nothing between runs, and use nothing that is kept
    #[arg(long, conflicts_with_all = ["cache_dir", "frozen"], help_heading = HEADING)]
    no_cache: bool,
    /// Trust what is kept: do not look which sources there are, and whether they have changed
    #[arg(long, help_heading = HEADING)]
    frozen: bool,
}

/// The heading of these arguments.
const HEADING: &str = "Cache";

/// The arguments of `ibid cache`.
#[derive(Debug, clap::Args)]
pub struct Command {
    #[command(subcommand)]
    action: Action,
    /// The folder, in place of $IBID_CACHE_DIR or the user's own cache folder
    #[arg(long, value_name = "DIR", global = true)]
    cache_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the folder
    Dir,
    /// Remove what is kept
    Clear,
}

impl Caching {
    /// Where to keep what is learned; none for nowhere. An error where what is kept is to be trusted, and there is no place for it.
    pub fn choice(&self) -> anyhow::Result<Option<Cache>> {
        let folder = if self.no_cache { None } else { place(self.cache_dir.as_ref()) };
        if self.frozen && folder.is_none() {
            anyhow::bail!(
                "`--frozen` trusts the cache, and there is no folder for one\nname it with `--cache-dir DIR`"
            );
        }
        Ok(folder.map(|folder| Cache { folder, frozen: self.frozen }))
    }
}

/// The folder that is named, in the environment if not on the command line, or else the usual one.
fn place(named: Option<&PathBuf>) -> Option<PathBuf> {
    let set = || std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    named.cloned().or_else(set).or_else(cache::usual)
}

/// Shows or removes the cache folder.
pub fn run(arguments: &Command) -> anyhow::Result<Outcome> {
    let folder = place(arguments.cache_dir.as_ref());
    let folder = folder.ok_or_else(|| {
        anyhow::anyhow!("there is no home to have a cache in\nname it with `--cache-dir DIR`")
    })?;
    let shown = clean(&folder.display().to_string());
    let text = match arguments.action {
        Action::Dir => format!("{shown}\n"),
        Action::Clear => match cache::clear(&folder) {
            Ok(true) => format!("removed what was kept in {shown}\n"),
            Ok(false) => format!("nothing is kept in {shown}\n"),
            Err(error) => anyhow::bail!(
                "`{shown}` was not cleared: {}\nsee what is in it, and remove it yourself",
                cache::reason(&error)
            ),
        },
    };
    Ok(Outcome { text, status: Status::Clean })
}

/// Keeps what a run has learned. Where that cannot be done the run is what it is without; whoever has named the folder is told.
pub fn keep(keeping: &Keeping, report: &Report, cache: Option<&Cache>) {
    if let (Err(error), Some(cache)) = (keeping.keep(report.gained()), cache.filter(|cache| is_named(cache)))
    {
        let (folder, why) = (clean(&cache.folder.display().to_string()), cache::reason(&error));
        say("warning", &format!("the cache cannot be written to `{folder}`: {why}; --no-cache does without"));
    }
}

/// Whether somebody has named the folder.
fn is_named(cache: &Cache) -> bool {
    cache::usual().is_none_or(|usual| usual != cache.folder)
}
