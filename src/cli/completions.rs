//! `ibid completions`: a script that makes a shell complete the arguments of the program.
//!
//! Takes the name of a shell and returns the script, made from the same description of the arguments as the help.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Outcome, Status};

/// The arguments of `ibid completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  ibid completions bash > ~/.local/share/bash-completion/completions/ibid
  ibid completions zsh > ~/.zfunc/_ibid   # where $fpath names ~/.zfunc
  ibid completions fish > ~/.config/fish/completions/ibid.fish
  ibid completions powershell >> $PROFILE";

/// The script.
pub fn run(arguments: &Args) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "ibid", &mut script);
    Outcome { text: String::from_utf8_lossy(&script).into_owned(), status: Status::Clean }
}
