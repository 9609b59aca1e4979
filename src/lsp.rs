//! The language server: what an editor asks while a draft is written, answered from the report of its drafts.
//!
//! Takes the protocol's messages and hands on its answers. One thread reads messages and never waits; another one reads files and
//! checks ([`worker`]). A question about a draft is answered as soon as the report knows its newest text. Nothing here
//! computes a finding: it renders the `Report`, as every output does.

mod actions;
mod address;
mod answer;
mod client;
mod completion;
mod diagnostics;
mod hover;
mod leads;
mod lenses;
mod open;
mod place;
mod position;
mod scratch;
mod server;
pub mod settings;
pub mod stream;
mod subject;
mod worker;

use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{select, tick};
use gen_lsp_types::{InitializeParams, InitializeResult, ServerInfo};
use lsp_server::{Connection, ErrorCode, Message, Request, RequestId, Response};
use serde_json::Value;

use self::address::path;
use self::server::Server;
use self::settings::Settings;
use crate::load::real;

/// How often to see what has changed on the disk where the client does not watch it.
const LOOK: Duration = Duration::from_secs(3);

/// How a client leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// As the protocol asks for, or without a word once it had started.
    InPeace,
    /// It told the server to end before it had asked it to shut down.
    Abruptly,
    /// It was gone before it had started.
    Early,
}

/// Serves a client until it leaves. An error is one of the system.
pub fn serve(connection: &Connection, settings: Settings) -> std::io::Result<Left> {
    let (id, params) = match greeted(connection) {
        Ok(greeted) => greeted,
        Err(left) => return Ok(left),
    };
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let folders = folders(&params);
    let here = folders.first().cloned().or_else(|| std::env::current_dir().ok()).unwrap_or_default();
    // Paths are shown from here, as they are by `ibid check` in this folder.
    let here = if std::env::set_current_dir(&here).is_ok() {
        real(&here)
    } else {
        std::env::current_dir().unwrap_or(here)
    };
    let mut server = Server::new(connection, &params, settings, folders, here)?;
    let info = ServerInfo { name: "ibid".into(), version: Some(env!("CARGO_PKG_VERSION").into()) };
    let result =
        InitializeResult { capabilities: answer::capabilities(server.encoding()), server_info: Some(info) };
    say(connection, Response::new_ok(id, result));
    server.set(&params.initialization_options.unwrap_or_default());

    let (look, news) = (tick(LOOK), server.news());
    let (mut ready, mut down) = (false, false);
    loop {
        select! {
            recv(connection.receiver) -> message => match message {
                Ok(Message::Request(request)) if down => {
                    refuse(connection, request, ErrorCode::InvalidRequest, "the server has been shut down");
                }
                Ok(Message::Request(request)) if request.method == "shutdown" => {
                    down = true;
                    say(connection, Response::new_ok(request.id, ()));
                }
                Ok(Message::Request(request)) if request.method == "initialize" => {
                    refuse(connection, request, ErrorCode::InvalidRequest, "the server has started already");
                }
                Ok(Message::Request(request)) => server.asked(request),
                Ok(Message::Notification(told)) if told.method == "exit" => {
                    return Ok(if down { Left::InPeace } else { Left::Abruptly });
                }
                Ok(Message::Notification(told)) if told.method == "initialized" => {
                    // Before this a client takes no questions.
                    if !std::mem::replace(&mut ready, true) {
                        server.begin();
                    }
                }
                Ok(Message::Notification(told)) if !down => server.told(told),
                Ok(Message::Notification(_)) => {}
                Ok(Message::Response(response)) => server.answered(response),
                Err(_) => return Ok(Left::InPeace),
            },
            recv(news) -> said => match said {
                Ok(said) => server.heard(said),
                Err(_) => return Ok(Left::InPeace),
            },
            recv(look) -> _ => server.look(),
        }
    }
}

/// Waits for the client to start; what it asks before that is refused.
fn greeted(connection: &Connection) -> Result<(RequestId, Value), Left> {
    for message in &connection.receiver {
        match message {
            Message::Request(request) if request.method == "initialize" => {
                return Ok((request.id, request.params));
            }
            Message::Request(request) => {
                refuse(connection, request, ErrorCode::ServerNotInitialized, "the server has not started");
            }
            Message::Notification(told) if told.method == "exit" => return Err(Left::Abruptly),
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    Err(Left::Early)
}

fn refuse(connection: &Connection, request: Request, code: ErrorCode, why: &str) {
    say(connection, Response::new_err(request.id, code as i32, format!("`{}`: {why}", request.method)));
}

fn say(connection: &Connection, response: Response) {
    // A client that has gone hears nothing; the loop ends by itself.
    let _ = connection.sender.send(response.into());
}

/// The folders that the client works in.
#[allow(deprecated, reason = "older clients state the root in no other way")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let stated = serde_json::to_value(&params.workspace_folders_initialize_params).unwrap_or_default();
    let listed =
        stated.get("workspaceFolders").and_then(|folders| folders.as_array()).cloned().unwrap_or_default();
    let listed = listed.iter().filter_map(|folder| folder.get("uri")?.as_str().map(|uri| uri.into()));
    let mut folders: Vec<_> = listed.filter_map(|uri| path(&uri)).collect();
    if folders.is_empty() {
        folders.extend(params.root_uri.as_ref().and_then(path));
    }
    folders.into_iter().map(|path| real(&path)).filter(|folder| folder.is_dir()).collect()
}
