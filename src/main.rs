//! Parses the command line, runs the command, exits with its status.

use std::process::ExitCode;

use ibid::cli;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Ok(command) => cli::run(command),
        Err(status) => status,
    }
}
