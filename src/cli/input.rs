//! What a command reads and which rules it runs: the arguments that commands share.
//!
//! Takes them from the command line and hands on a request for `load`, in which every rule that is named exists.

use std::path::PathBuf;

use super::unknown;
use crate::config::Choice;
use crate::load::Request;
use crate::rule::RULES;

/// The arguments that say what is read.
#[derive(Debug, clap::Args)]
pub struct Input {
    /// Drafts, or folders of them: .md .markdown .qmd .txt
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// A source, a .bib file or a folder of them; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    sources: Vec<PathBuf>,
}

impl Input {
    /// The request that they come to, with what the command line says of the rules.
    pub fn request(&self, choice: Choice) -> anyhow::Result<Request> {
        Ok(Request { drafts: self.paths.clone(), sources: self.sources.clone(), choice })
    }
}

/// The arguments that say which rules run.
#[derive(Debug, clap::Args)]
pub struct Rules {
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

impl Rules {
    /// The choice that they come to; an error where one names no rule.
    pub fn choice(&self) -> anyhow::Result<Choice> {
        let select = names(&self.select)?;
        Ok(Choice {
            select: (!select.is_empty()).then_some(select),
            ignore: names(&self.ignore)?,
            preview: self.preview.then_some(true),
            pedantic: self.pedantic.then_some(true),
            ..Choice::default()
        })
    }
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
