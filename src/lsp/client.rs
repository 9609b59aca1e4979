//! What the client can do, and what is sent to it.
//!
//! Takes the capabilities that the client states when it starts; hands on answers to what depends on them, and messages.

use std::sync::atomic::{AtomicI32, Ordering};

use crossbeam_channel::Sender;
use gen_lsp_types::{InitializeParams, LogMessageParams, MessageType, ShowMessageParams};
use lsp_server::{Message, Notification, Request, RequestId};
use serde::Serialize;
use serde_json::Value;

use super::position::Encoding;

/// The client.
#[derive(Debug)]
pub struct Client {
    /// What positions are counted in.
    pub encoding: Encoding,
    /// Whether it shows work that is going on.
    pub progress: bool,
    /// Whether it watches files when it is asked to.
    pub watches: bool,
    /// Whether it shows where a link comes from, and takes several at a time.
    pub links: bool,
    /// Whether it opens a document when it is asked to.
    pub shows_documents: bool,
    /// Whether edits may say which version of a document they are for.
    pub versioned: bool,
    /// Whether a code may lead to a description.
    pub describes: bool,
    /// Whether a diagnostic may show further places.
    pub related: bool,
    /// Whether lenses are asked for again when it is told to.
    pub refreshes_lenses: bool,
    /// Whether it asks its user for the reason of an allow.
    pub asks_for_reasons: bool,
    /// Whether hovers may be Markdown.
    pub markdown: bool,
    sender: Sender<Message>,
    next: AtomicI32,
}

impl Client {
    /// Reads what it states. What is missing it cannot do.
    pub fn new(params: &InitializeParams, sender: Sender<Message>) -> Client {
        // The types nest options ten deep; the names are the protocol's own.
        let stated = serde_json::to_value(&params.capabilities).unwrap_or_default();
        let can = |pointer: &str| stated.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        let options = params.initialization_options.clone().unwrap_or_default();
        let formats = stated.pointer("/textDocument/hover/contentFormat").and_then(Value::as_array);
        Client {
            encoding: Encoding::agreed(params),
            progress: can("/window/workDoneProgress"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            links: can("/textDocument/definition/linkSupport"),
            shows_documents: can("/window/showDocument/support"),
            versioned: can("/workspace/workspaceEdit/documentChanges"),
            describes: can("/textDocument/publishDiagnostics/codeDescriptionSupport"),
            related: can("/textDocument/publishDiagnostics/relatedInformation"),
            refreshes_lenses: can("/workspace/codeLens/refreshSupport"),
            asks_for_reasons: options.get("asksForReasons").and_then(Value::as_bool).unwrap_or(false),
            markdown: formats.is_some_and(|formats| formats.iter().any(|format| format == "markdown")),
            sender,
            next: AtomicI32::new(1),
        }
    }

    /// Sends a message.
    pub fn send(&self, message: impl Into<Message>) {
        // A client that has gone hears nothing; the loop ends by itself.
        let _ = self.sender.send(message.into());
    }

    /// What messages are sent through, for another thread.
    pub fn sender(&self) -> Sender<Message> {
        self.sender.clone()
    }

    /// Tells it something.
    pub fn notify(&self, method: &str, params: impl Serialize) {
        let params = serde_json::to_value(params).unwrap_or_default();
        self.send(Notification { method: method.to_owned(), params });
    }

    /// Asks it something; the answer comes under the number.
    pub fn ask(&self, method: &str, params: impl Serialize) -> RequestId {
        let id = RequestId::from(self.next.fetch_add(1, Ordering::Relaxed));
        let params = serde_json::to_value(params).unwrap_or_default();
        self.send(Request { id: id.clone(), method: method.to_owned(), params });
        id
    }

    /// Writes to its log.
    pub fn log(&self, kind: MessageType, message: &str) {
        self.notify("window/logMessage", LogMessageParams { kind, message: message.to_owned() });
    }

    /// Shows the user a message.
    pub fn show(&self, kind: MessageType, message: &str) {
        self.notify("window/showMessage", ShowMessageParams { kind, message: message.to_owned() });
    }
}
