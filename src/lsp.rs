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
mod subject;
mod worker;

use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{select, tick};
use gen_lsp_types::{InitializeParams, InitializeResult, ServerInfo};
use lsp_server::{Connection, Message, ProtocolError};

use self::address::path;
use self::server::Server;
use self::settings::Settings;
use crate::load::real;

/// How often to see what has changed on the disk where the client does not watch it.
const LOOK: Duration = Duration::from_secs(3);

/// Serves a client until it leaves. An error is one of the protocol or of the connection.
pub fn serve(connection: &Connection, settings: Settings) -> Result<(), ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let folders = folders(&params);
    let here = folders.first().cloned().or_else(|| std::env::current_dir().ok()).unwrap_or_default();
    // Paths are shown from here, as they are by `ibid check` in this folder.
    let here = if std::env::set_current_dir(&here).is_ok() {
        real(&here)
    } else {
        std::env::current_dir().unwrap_or(here)
    };
    let mut server = match Server::new(connection, &params, settings, folders, here) {
        Ok(server) => server,
        Err(error) => {
            eprintln!("error: cannot start the thread that checks: {error}");
            return Ok(());
        }
    };
    let info = ServerInfo { name: "ibid".into(), version: Some(env!("CARGO_PKG_VERSION").into()) };
    let result =
        InitializeResult { capabilities: answer::capabilities(server.encoding()), server_info: Some(info) };
    connection.initialize_finish(id, serde_json::to_value(result).unwrap_or_default())?;
    server.begin(params.initialization_options.unwrap_or_default());

    let look = tick(LOOK);
    let news = server.news();
    loop {
        select! {
            recv(connection.receiver) -> message => match message {
                Ok(Message::Request(request)) => {
                    if connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    server.asked(request);
                }
                Ok(Message::Notification(told)) => {
                    if told.method == "exit" {
                        return Ok(());
                    }
                    server.told(told);
                }
                Ok(Message::Response(response)) => server.answered(response),
                Err(_) => return Ok(()),
            },
            recv(news) -> said => match said {
                Ok(said) => server.heard(said),
                Err(_) => return Ok(()),
            },
            recv(look) -> _ => server.look(),
        }
    }
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
