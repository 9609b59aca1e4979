//! Arguments that are refused: what is printed, and on which stream.
//!
//! Takes what the parser says of them and hands on the exit status, everything there is to say having been printed.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Status, complain, outputs, parts, trace, write};
use crate::output::display::clean;

/// Prints what is wrong with arguments, or the help or the version that they ask for.
pub fn refuse(usage: &clap::Error, arguments: &[OsString]) -> Status {
    if usage.exit_code() == 0 {
        // A stream that is closed cannot be told so.
        let _ = usage.print();
        return Status::Clean;
    }
    let (message, help) = match path_for_command(usage) {
        Some(error) => {
            complain(&error, AutoStream::choice(&io::stderr()));
            parts(&error)
        }
        None => {
            let _ = usage.print();
            told(usage)
        }
    };
    let command = arguments.iter().find(|argument| *argument == "check" || *argument == "trace");
    let text = match (asked_for(arguments), command.is_some_and(|command| command == "trace")) {
        (Some(format), false) => outputs::failure(&format, &message, &help),
        (Some(format), true) => trace::failure(&format, &message, &help),
        (None, _) => String::new(),
    };
    // A stream that is closed cannot be told so.
    let _ = write(&text, ColorChoice::Never);
    Status::Failed
}

/// What to say of a path that stands where a command belongs: that there is a command for it.
fn path_for_command(usage: &clap::Error) -> Option<anyhow::Error> {
    let Some(ContextValue::String(name)) = usage.get(ContextKind::InvalidSubcommand) else { return None };
    let is_path = usage.kind() == ErrorKind::InvalidSubcommand && Path::new(name).exists();
    let name = clean(name);
    is_path.then(|| anyhow::anyhow!("`{name}` is no command\ndid you mean `ibid check {name}`?"))
}

/// What an error of usage says, and its tips.
fn told(usage: &clap::Error) -> (String, Vec<String>) {
    let text = usage.to_string();
    let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let tips = text.lines().filter_map(|line| line.trim_start().strip_prefix("tip: "));
    (message, tips.map(str::to_owned).collect())
}

/// The formats that arguments which were refused ask for, as they are written. What is for programs is a promise even then, unless it
/// was to go into a file.
fn asked_for(arguments: &[OsString]) -> Option<String> {
    let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    if arguments.iter().any(|argument| argument.split('=').next() == Some("--output-file")) {
        return None;
    }
    let joined = arguments.iter().filter_map(|argument| argument.strip_prefix("--format="));
    let apart = arguments.windows(2).filter(|pair| pair[0] == "--format").map(|pair| pair[1].as_ref());
    let formats: Vec<&str> = joined.chain(apart).collect();
    (!formats.is_empty()).then(|| formats.join(","))
}
