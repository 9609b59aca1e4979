//! Arguments that are refused: what is printed, and on which stream.
//!
//! Takes what the parser says of them and hands on the exit status, everything there is to say having been printed.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Status, complain, parts, write};
use crate::output::display::clean;
use crate::output::{json, trace};

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
    if asks_for_json(arguments) {
        let command = arguments.iter().find(|argument| *argument == "check" || *argument == "trace");
        let text = match command.is_some_and(|command| command == "trace") {
            true => trace::json::failure(&message, &help),
            false => json::failure(&message, &help),
        };
        let _ = write(&text, ColorChoice::Never);
    }
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

/// Whether arguments that were refused ask for JSON, which is promised even then.
fn asks_for_json(arguments: &[OsString]) -> bool {
    arguments.iter().any(|argument| argument == "--format=json")
        || arguments.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json")
}
