//! `ibid man`: the manual pages, for whoever packages the program.
//!
//! Prints the page of the program, or writes it into a folder with those of its commands, all made from the same description of the
//! arguments as the help.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::{Cli, Outcome, Status, write};
use crate::output::display::{clean, count};

/// What the pages are about.
const SOURCE: &str = concat!("ibid ", env!("CARGO_PKG_VERSION"));

/// The arguments of `ibid man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the page of every command into this folder, in place of printing that of the program
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The page, or what was written; fails where a page cannot be written.
pub fn run(arguments: &Args) -> anyhow::Result<Outcome> {
    let pages = pages()?;
    let Some(folder) = &arguments.out else {
        return Ok(Outcome { text: pages.into_iter().next().unwrap_or_default().1, status: Status::Clean });
    };
    let shown = clean(&folder.display().to_string());
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{shown}`"))?;
    for (name, text) in &pages {
        write::whole(&folder.join(name), text.as_bytes())
            .with_context(|| format!("cannot write `{name}` into `{shown}`"))?;
    }
    let text = format!("wrote {} into {shown}\n", count(pages.len() as u32, "page"));
    Ok(Outcome { text, status: Status::Clean })
}

/// The name and the text of every page, that of the program first.
fn pages() -> anyhow::Result<Vec<(String, String)>> {
    let mut program = Cli::command();
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    std::iter::once(&program).chain(commands).map(page).collect()
}

fn page(command: &Command) -> anyhow::Result<(String, String)> {
    // That of a command is `ibid-check`, once the program's is known.
    let name = command.get_display_name().unwrap_or(command.get_name());
    let mut text = Vec::new();
    // A date that is empty would be left out, and what follows be taken for it; one of a build would differ from build to build.
    let page = Man::new(command.clone()).date(" ").source(SOURCE).manual("ibid manual");
    let parts = [Man::render_title, Man::render_name_section, Man::render_synopsis_section];
    let mut parts = parts.into_iter().chain([Man::render_description_section, Man::render_options_section]);
    parts.try_for_each(|part| part(&page, &mut text)).context("cannot make a page")?;
    if command.has_subcommands() {
        page.render_subcommands_section(&mut text).context("cannot make a page")?;
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    text.extend(after.split("\n\n").map(section).collect::<String>().into_bytes());
    Ok((format!("{name}.1"), String::from_utf8_lossy(&text).into_owned()))
}

/// A paragraph from behind the options of a help text as a section, lines kept as they are. What stands before its colon is its name.
fn section(paragraph: &str) -> String {
    let (name, body) = match paragraph.split_once(':') {
        Some((name, body)) if name.len() < 20 => (name, body),
        _ => ("Notes", paragraph),
    };
    let lines = body.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(|line| {
        let line = line.trim_start().replace('\\', "\\e").replace('-', "\\-");
        // What begins with one of these would be a request.
        if line.starts_with(['.', '\'']) { format!("\\&{line}\n") } else { format!("{line}\n") }
    });
    format!(".SH {}\n.nf\n{}.fi\n", name.to_uppercase(), lines.collect::<String>())
}
