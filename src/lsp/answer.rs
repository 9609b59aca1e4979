//! What the server answers: which questions it knows, what each needs, and who answers it.
//!
//! Takes a question as the protocol writes it and hands on the answer, from the snapshot of the last check.

use gen_lsp_types::{
    CodeActionParams, CodeLensParams, DefinitionParams, DocumentLinkParams, ExecuteCommandParams,
    HoverParams, Location, Position, Range, ReferenceParams, ServerCapabilities, TextDocumentPositionParams,
};
use lsp_server::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::{self, Asked};
use super::client::Client;
use super::completion::TRIGGERS;
use super::place::Places;
use super::position::Encoding;
use super::subject::{self, Subject};
use super::worker::Snapshot;
use super::{hover, leads, lenses};
use crate::check::Draft;

/// The command that opens a source's passage.
pub const SHOW: &str = "ibid.show";
/// The command that allows a finding, with the reason that the client gives.
pub const ALLOW: &str = "ibid.allow";
/// The client's own command that asks for the reason, and then runs [`ALLOW`].
pub const ASK: &str = "ibid.askForReason";

/// What answers are given from.
pub struct Ask<'a> {
    /// Where spans lie, and the report.
    pub places: &'a Places<'a>,
    /// The last check.
    pub snapshot: &'a Snapshot,
    /// What the client can do.
    pub client: &'a Client,
}

impl<'a> Ask<'a> {
    /// The drafts in a document: one, or the rows of a list of answers, or none.
    pub fn drafts(&self, uri: &str) -> impl Iterator<Item = &'a Draft> {
        let document = self.places.documents.get(uri);
        let numbers = document.and_then(|document| self.snapshot.drafts.get(&document.path));
        let report = &self.snapshot.report;
        numbers.into_iter().flatten().map(|&number| &*report.drafts[number])
    }

    /// What stands at a position of a draft.
    pub fn subject(&self, uri: &str, position: Position) -> Option<(&'a Draft, Subject<'a>, Range)> {
        self.drafts(uri).find_map(|draft| {
            let (subject, range) = subject::subject(draft, position, self.places)?;
            Some((draft, subject, range))
        })
    }
}

/// What an answer is given from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The report of the newest text.
    Report,
    /// The newest text, checked or not.
    Text,
    /// What is in the question, and nothing else.
    Nothing,
}

/// What the server can do.
pub fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let capabilities = json!({
        "positionEncoding": encoding.kind(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": true },
        "completionProvider": { "triggerCharacters": TRIGGERS },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix", actions::fix_all()] },
        "codeLensProvider": {},
        "documentLinkProvider": {},
        "executeCommandProvider": { "commands": [SHOW, ALLOW] },
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    });
    serde_json::from_value(capabilities).unwrap_or_default()
}

/// What a question needs; nothing for one that is not known.
pub fn needs(request: &Request) -> Option<Needs> {
    Some(match request.method.as_str() {
        "textDocument/hover"
        | "textDocument/definition"
        | "textDocument/references"
        | "textDocument/codeAction"
        | "textDocument/codeLens"
        | "textDocument/documentLink" => Needs::Report,
        "textDocument/completion" => Needs::Text,
        "workspace/executeCommand" => Needs::Nothing,
        _ => return None,
    })
}

/// The answer to a question; an error where it is not understood.
pub fn answer(ask: &Ask, method: &str, params: Value) -> Result<Value, String> {
    let at = |place: &TextDocumentPositionParams| (place.text_document.uri.0.clone(), place.position);
    match method {
        "textDocument/hover" => {
            let (uri, position) = at(&read::<HoverParams>(params)?.text_document_position_params);
            write(hover::hover(ask, &uri, position))
        }
        "textDocument/definition" => {
            let (uri, position) = at(&read::<DefinitionParams>(params)?.text_document_position_params);
            write(leads::definition(ask, &uri, position))
        }
        "textDocument/references" => {
            let params: ReferenceParams = read(params)?;
            let (uri, position) = at(&params.text_document_position_params);
            write(leads::references(ask, &uri, position, params.context))
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            let kinds = params.context.only.unwrap_or_default();
            write(actions::actions(ask, &params.text_document.uri.0, params.range, &kinds))
        }
        "textDocument/codeLens" => {
            let params: CodeLensParams = read(params)?;
            write(lenses::lenses(ask, &params.text_document.uri.0))
        }
        "textDocument/documentLink" => {
            let params: DocumentLinkParams = read(params)?;
            write(leads::links(ask, &params.text_document.uri.0))
        }
        "workspace/executeCommand" => execute(ask, read(params)?),
        _ => Err(format!("ibid does not answer `{method}`")),
    }
}

/// Runs one of the server's own commands.
fn execute(ask: &Ask, params: ExecuteCommandParams) -> Result<Value, String> {
    let argument = params.arguments.unwrap_or_default().into_iter().next().unwrap_or_default();
    match params.command.as_str() {
        SHOW => {
            let Location { uri, range } = read(argument)?;
            let shown = json!({ "uri": uri, "takeFocus": true, "selection": range });
            ask.client.ask("window/showDocument", shown);
        }
        ALLOW => {
            let asked: Asked = read(argument)?;
            let edit = actions::allowing(ask, &asked)
                .ok_or("there is no such finding any more, or no place for a comment that allows it")?;
            ask.client.ask("workspace/applyEdit", json!({ "label": "Allow a finding", "edit": edit }));
        }
        other => return Err(format!("ibid has no command `{other}`")),
    }
    Ok(Value::Null)
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, String> {
    serde_json::from_value(params).map_err(|error| format!("the question is not understood: {error}"))
}

fn write(answer: impl Serialize) -> Result<Value, String> {
    serde_json::to_value(answer).map_err(|error| format!("the answer cannot be written: {error}"))
}
