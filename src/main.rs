//! Parses the command line, runs the command, exits with its status.

use std::process::ExitCode;

use ibid::cli;

fn main() -> ExitCode {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A reader that gives a file up is told of in a finding.
        if std::thread::current().name() != Some(ibid::load::READER_THREAD) {
            print(panic);
        }
    }));
    match cli::parse(std::env::args_os()) {
        Ok(command) => cli::run(command),
        Err(status) => status,
    }
}
