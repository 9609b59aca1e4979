//! The state of the server, and what each message does to it.
//!
//! Takes messages of the client and news of the thread that checks; hands on answers and diagnostics. A question that needs the
//! report of a text which is still being checked waits here, and nothing else does.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::Receiver;
use gen_lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    InitializeParams, MessageType, PublishDiagnosticsParams, TextDocumentPositionParams, Uri,
};
use lsp_server::{Connection, ErrorCode, Notification, Request, RequestId, Response, ResponseError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::address;
use super::answer::{self, Ask, Needs};
use super::client::Client;
use super::completion::completion;
use super::diagnostics::diagnostic;
use super::open::Document;
use super::place::Places;
use super::position::{Encoding, Lines};
use super::scratch::Scratch;
use super::settings::{self, Settings};
use super::worker::{Job, News, Snapshot, Worker, said_by};
use crate::file::Format;
use crate::load;
use crate::parallel::{Call, CalledOff, unless};

/// What the client calls the work of reading.
const TOKEN: &str = "ibid/reading";

/// The server.
pub struct Server {
    client: Client,
    /// What the command line asks for, and what counts with the client's options.
    given: Settings,
    settings: Settings,
    folders: Vec<PathBuf>,
    here: PathBuf,
    /// By address, as the client writes it.
    documents: BTreeMap<String, Document>,
    worker: Worker,
    snapshot: Arc<Snapshot>,
    scratch: Scratch,
    /// Questions about texts that are still being checked.
    waiting: Vec<Request>,
    /// Where diagnostics are shown.
    published: BTreeSet<String>,
    /// Whether the client shows that files are being read.
    reading: bool,
    /// What calls off the completion that was asked for last.
    completing: Call,
}

impl Server {
    /// A server that has read nothing yet.
    pub fn new(
        connection: &Connection,
        params: &InitializeParams,
        given: Settings,
        folders: Vec<PathBuf>,
        here: PathBuf,
    ) -> std::io::Result<Server> {
        let settle = given.settle;
        Ok(Server {
            client: Client::new(params, connection.sender.clone()),
            settings: given.clone(),
            given,
            folders,
            worker: Worker::start(here.clone(), settle)?,
            here,
            documents: BTreeMap::new(),
            snapshot: Arc::default(),
            scratch: Scratch::new(),
            waiting: Vec::new(),
            published: BTreeSet::new(),
            reading: false,
            completing: Call::default(),
        })
    }

    /// What positions are counted in.
    pub fn encoding(&self) -> Encoding {
        self.client.encoding
    }

    /// What the thread that checks says.
    pub fn news(&self) -> Receiver<News> {
        self.worker.news.clone()
    }

    /// Takes up the work, once the client is ready.
    pub fn begin(&mut self) {
        if self.client.watches {
            let kinds = load::extensions().collect::<Vec<_>>().join(",");
            let watchers = json!([
                { "globPattern": format!("**/*.{{{kinds}}}") },
                { "globPattern": "**/*.toml" },
                { "globPattern": "**/.gitignore" },
            ]);
            let registration = json!({
                "id": "ibid/files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            self.client.ask("client/registerCapability", json!({ "registrations": [registration] }));
        }
        self.read();
    }

    /// Takes a client's options.
    pub fn set(&mut self, options: &Value) {
        match self.given.with(options, &self.here) {
            Ok(settings) => self.settings = settings,
            Err(error) => self.client.show(MessageType::Error, &error),
        }
    }

    /// Has everything read.
    fn read(&mut self) {
        let (request, versions) = self.settings.request(&self.folders, &self.documents);
        self.worker.give(Job::Everything(Box::new(request), versions));
    }

    /// Has the disk looked at, where the client does not watch it.
    pub fn look(&mut self) {
        let watched = if self.client.watches { self.folders.clone() } else { Vec::new() };
        self.worker.give(Job::Look(watched));
    }

    /// The client asks something.
    pub fn asked(&mut self, request: Request) {
        match answer::needs(&request) {
            None => {
                let error = format!("ibid does not answer `{}`", request.method);
                self.refuse(request.id, ErrorCode::MethodNotFound, error);
            }
            Some(Needs::Text) => self.complete(request),
            Some(Needs::Report) if !self.is_checked(&request) => self.waiting.push(request),
            Some(_) => self.answer(request),
        }
    }

    /// Whether the report knows the newest text that a question is about.
    fn is_checked(&self, request: &Request) -> bool {
        let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
        match uri.and_then(|uri| self.documents.get(uri)) {
            Some(document) => self.snapshot.versions.get(&document.path) == Some(&document.version),
            None => true,
        }
    }

    /// Answers what is asked with every letter, in a thread of its own: a reading of all sources must keep nothing waiting.
    fn complete(&mut self, Request { id, params, .. }: Request) {
        // What was asked before is about a text that is gone.
        std::mem::take(&mut self.completing).off();
        let call = self.completing.clone();
        let (snapshot, encoding) = (Arc::clone(&self.snapshot), self.client.encoding);
        let place: Option<TextDocumentPositionParams> = serde_json::from_value(params).ok();
        let asked = place.and_then(|place| {
            let document = self.documents.get(&place.text_document.uri.0)?;
            Some((document.path.clone(), document.text.clone(), place.position))
        });
        let Some((path, text, position)) = asked else {
            return self.client.send(Response::new_ok(id, Value::Null));
        };
        let sender = self.client.sender();
        let numbers = snapshot.drafts.get(&path).and_then(|numbers| numbers.first()).copied();
        let answer = move || {
            let report = &snapshot.report;
            let project = numbers.map_or(0, |number| report.drafts[number].project);
            let corpus = report.corpora.get(project)?;
            let at = Lines::sent(&text).byte(&text, position, encoding);
            let format = load::draft_format(&path).unwrap_or(Format::Markdown);
            let file = numbers.map(|number| &*report.drafts[number].file);
            Some(completion(&text, at, (format, file), corpus, encoding))
        };
        let off = |CalledOff| (ErrorCode::RequestCanceled, "the text has changed".to_owned());
        let run = move || {
            let response = response(id, "textDocument/completion", || unless(&call, answer).map_err(off));
            // A client that has gone hears nothing.
            let _ = sender.send(response.into());
        };
        if let Err(error) = std::thread::Builder::new().name("ibid completes".into()).spawn(run) {
            self.client.log(MessageType::Error, &format!("cannot start a thread: {error}"));
        }
    }

    fn answer(&mut self, Request { id, method, params }: Request) {
        let places = Places::new(
            &self.snapshot.report,
            &self.documents,
            &self.scratch,
            &self.here,
            self.client.encoding,
        );
        let ask = Ask { places: &places, snapshot: &self.snapshot, client: &self.client };
        let answer =
            || answer::answer(&ask, &method, params).map_err(|error| (ErrorCode::InvalidParams, error));
        self.client.send(response(id, &method, answer));
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, message: String) {
        self.client.send(failed(id, code, message));
    }

    /// The client answers what it was asked. Nothing depends on what it says, but a refusal is for the log.
    pub fn answered(&mut self, response: Response) {
        if let Err(error) = response.response_result {
            self.client.log(MessageType::Log, &format!("the client refused: {}", error.message));
        }
    }

    /// The client tells something.
    pub fn told(&mut self, told: Notification) {
        let method = told.method.clone();
        let done = match method.as_str() {
            "textDocument/didOpen" => params(told).map(|params| self.open(params)),
            "textDocument/didChange" => params(told).map(|params| self.change(params)),
            "textDocument/didClose" => params(told).map(|params| self.close(params)),
            // What counts is what is open, but what is saved may be a source of others that read the disk.
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.worker.give(Job::Look(Vec::new()));
                Ok(())
            }
            "workspace/didChangeConfiguration" => {
                let said = told.params.get("settings").unwrap_or(&Value::Null);
                if settings::are_meant(said) {
                    self.set(said);
                    self.read();
                }
                Ok(())
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.refold(&told.params);
                self.read();
                Ok(())
            }
            "$/cancelRequest" => {
                self.cancel(&told.params);
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            self.client.log(MessageType::Error, &format!("`{method}` is not understood: {error}"));
        }
    }

    fn open(&mut self, DidOpenTextDocumentParams { text_document }: DidOpenTextDocumentParams) {
        let document = Document::new(text_document, &self.here);
        // What this program wrote itself is nobody's draft.
        if self.scratch.holds(&document.path) {
            return;
        }
        self.documents.insert(document.uri.0.clone(), document);
        // What was asked for last may leave it out: it may have been closed a moment ago.
        self.read();
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let id = params.text_document;
        let uri = serde_json::to_value(&id).unwrap_or_default();
        let uri = uri.get("uri").and_then(Value::as_str).unwrap_or_default();
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.change(params.content_changes, id.version, self.client.encoding);
        let (path, text, version) = (document.path.clone(), document.text.clone(), document.version);
        self.worker.give(Job::Text { path, text, version });
    }

    fn close(&mut self, params: DidCloseTextDocumentParams) {
        self.documents.remove(&params.text_document.uri.0);
        self.publish(&params.text_document.uri.0, None, Vec::new());
        // What the disk has counts again.
        self.read();
    }

    fn refold(&mut self, params: &Value) {
        let listed = |name: &str| -> Vec<PathBuf> {
            let list = params.pointer(&format!("/event/{name}")).and_then(Value::as_array);
            let uris = list.into_iter().flatten().filter_map(|folder| folder.get("uri")?.as_str());
            uris.filter_map(|uri| address::path(&Uri(uri.to_owned()))).map(|path| load::real(&path)).collect()
        };
        let gone = listed("removed");
        self.folders.retain(|folder| !gone.contains(folder));
        self.folders.extend(listed("added"));
    }

    fn cancel(&mut self, params: &Value) {
        let wanted = |request: &Request| serde_json::to_value(&request.id).ok().as_ref() == params.get("id");
        if let Some(at) = self.waiting.iter().position(wanted) {
            let request = self.waiting.remove(at);
            self.refuse(request.id, ErrorCode::RequestCanceled, "nobody waits for it any more".into());
        }
    }

    /// The thread that checks says something.
    pub fn heard(&mut self, news: News) {
        match news {
            News::Progress(done, all) => self.progress(done, all),
            News::Changed => self.read(),
            News::Trouble(message) => self.client.show(MessageType::Error, &message),
            News::Done(snapshot) => {
                self.end_progress();
                self.snapshot = snapshot;
                self.show();
                let waiting = std::mem::take(&mut self.waiting);
                waiting.into_iter().for_each(|request| self.asked(request));
                if self.client.refreshes_lenses {
                    self.client.ask("workspace/codeLens/refresh", Value::Null);
                }
            }
        }
    }

    fn progress(&mut self, done: usize, all: usize) {
        if !self.client.progress {
            return;
        }
        let percentage = done * 100 / all.max(1);
        let message = format!("{done} of {all} files");
        let value = match self.reading {
            true => json!({ "kind": "report", "message": message, "percentage": percentage }),
            false => {
                self.client.ask("window/workDoneProgress/create", json!({ "token": TOKEN }));
                json!({ "kind": "begin", "title": "ibid reads", "message": message, "percentage": percentage })
            }
        };
        self.reading = true;
        self.client.notify("$/progress", json!({ "token": TOKEN, "value": value }));
    }

    fn end_progress(&mut self) {
        if std::mem::take(&mut self.reading) {
            self.client.notify("$/progress", json!({ "token": TOKEN, "value": { "kind": "end" } }));
        }
    }

    /// Shows the findings of the open drafts whose newest text was checked, and those about the input wherever they lie.
    fn show(&mut self) {
        let snapshot = Arc::clone(&self.snapshot);
        let places =
            Places::new(&snapshot.report, &self.documents, &self.scratch, &self.here, self.client.encoding);
        let mut found: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)> = BTreeMap::new();
        let mut stale = BTreeSet::new();
        for document in self.documents.values() {
            let is_checked = snapshot.versions.get(&document.path) == Some(&document.version);
            if !is_checked {
                stale.insert(document.uri.0.clone());
                continue;
            }
            let (_, own) =
                found.entry(document.uri.0.clone()).or_insert((Some(document.version), Vec::new()));
            for &number in snapshot.drafts.get(&document.path).into_iter().flatten() {
                let findings = &snapshot.report.drafts[number].findings;
                own.extend(findings.iter().map(|finding| diagnostic(finding, &places, &self.client)));
            }
        }
        for finding in &snapshot.report.input {
            let uri = places.uri(finding.primary.span.file).0;
            let (_, own) = found.entry(uri).or_default();
            own.push(diagnostic(finding, &places, &self.client));
        }
        let gone: Vec<String> =
            self.published.iter().filter(|uri| !found.contains_key(*uri)).cloned().collect();
        gone.into_iter()
            .filter(|uri| !stale.contains(uri))
            .for_each(|uri| self.publish(&uri, None, Vec::new()));
        for (uri, (version, diagnostics)) in found {
            if !stale.contains(&uri) {
                self.publish(&uri, version, diagnostics);
            }
        }
    }

    /// Shows the diagnostics of one file in the place of those before.
    fn publish(&mut self, uri: &str, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        match diagnostics.is_empty() && version.is_none() {
            true if !self.published.remove(uri) => return,
            true => {}
            false => drop(self.published.insert(uri.to_owned())),
        }
        let params = PublishDiagnosticsParams { uri: Uri(uri.to_owned()), version, diagnostics };
        self.client.notify("textDocument/publishDiagnostics", params);
    }
}

/// The answer to a question. A panic is an answer, too: the server goes on.
fn response<R: Serialize>(
    id: RequestId,
    method: &str,
    work: impl FnOnce() -> Result<R, (ErrorCode, String)>,
) -> Response {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(result)) => Response::new_ok(id, result),
        Ok(Err((code, message))) => failed(id, code, message),
        Err(panic) => {
            let message = format!("a fault of ibid itself at `{method}`: {}", said_by(&*panic));
            failed(id, ErrorCode::InternalError, message)
        }
    }
}

fn failed(id: RequestId, code: ErrorCode, message: String) -> Response {
    let error = ResponseError { code: code as i32, message, data: None };
    Response { id, response_result: Err(error) }
}

fn params<P: DeserializeOwned>(told: Notification) -> serde_json::Result<P> {
    serde_json::from_value(told.params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_one_question_is_an_answer() {
        let broken = |panics: bool| {
            response(RequestId::from(7), "textDocument/hover", || {
                if panics {
                    std::panic::resume_unwind(Box::new("off by one"));
                }
                Ok(1)
            })
        };
        let refused = broken(true).response_result.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InternalError as i32);
        assert_eq!(refused.message, "a fault of ibid itself at `textDocument/hover`: off by one");
        assert_eq!(broken(false).response_result.ok(), Some(json!(1)));
    }
}
