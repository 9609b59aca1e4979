//! An editor without a screen: starts `ibid lsp` on a folder and talks to it as editors do.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

/// Nothing here takes nearly as long, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// What says where a cache is kept.
const CACHELESS: [&str; 4] = ["IBID_CACHE_DIR", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"];

/// The editor.
pub struct Editor {
    server: Child,
    input: ChildStdin,
    heard: Receiver<Message>,
    folder: PathBuf,
    next: i32,
    versions: BTreeMap<String, i32>,
    /// What the server answered when it was started.
    pub started: Value,
    /// What it asked, by method, in order.
    pub asked: Vec<Request>,
    /// The diagnostics last shown, by address, with the version that they are about.
    pub shown: BTreeMap<String, (Option<i64>, Vec<Value>)>,
    /// Messages for the user and for the log.
    pub said: Vec<String>,
}

impl Editor {
    /// Starts the server on a folder, for a client that counts in this encoding.
    pub fn start(folder: &Path, encoding: &str) -> Editor {
        Editor::with(folder, json!({ "general": { "positionEncodings": [encoding] } }), Value::Null)
    }

    /// Starts the server with further capabilities and options.
    pub fn with(folder: &Path, more: Value, options: Value) -> Editor {
        let mut server = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .arg("lsp")
            // What one test learns is nothing to the next, nor to this machine.
            .envs(CACHELESS.map(|name| (name, "")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let input = server.stdin.take().expect("it has an input");
        let mut output = BufReader::new(server.stdout.take().expect("it has an output"));
        let (send, heard) = channel();
        std::thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let folder = folder.canonicalize().expect("the folder is there");
        let mut editor = Editor {
            server,
            input,
            heard,
            folder,
            next: 0,
            versions: BTreeMap::new(),
            started: Value::Null,
            asked: Vec::new(),
            shown: BTreeMap::new(),
            said: Vec::new(),
        };
        let mut capabilities = json!({
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true },
                "hover": { "contentFormat": ["markdown"] },
            },
            "workspace": { "workspaceEdit": { "documentChanges": true } },
            "window": { "workDoneProgress": true },
        });
        merge(&mut capabilities, more);
        let root = editor.uri("");
        editor.started = editor.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": root,
                "workspaceFolders": [{ "uri": root, "name": "project" }],
                "capabilities": capabilities,
                "initializationOptions": options,
            }),
        );
        editor.tell("initialized", json!({}));
        editor
    }

    /// The address of a file in the folder.
    pub fn uri(&self, name: &str) -> String {
        let path = if name.is_empty() { self.folder.clone() } else { self.folder.join(name) };
        let path = path.to_string_lossy().replace('\\', "/");
        format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
    }

    /// Opens a file with a text.
    pub fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.versions.insert(uri.clone(), 1);
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes the text of an open file.
    pub fn change(&mut self, name: &str, changes: Value) {
        let uri = self.uri(name);
        let version = self.versions.get_mut(&uri).expect("it is open");
        *version += 1;
        let document = json!({ "uri": uri, "version": *version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The diagnostics of the newest text of a file, once they are there.
    pub fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        let uri = self.uri(name);
        let version = i64::from(self.versions[&uri]);
        loop {
            if let Some((Some(of), diagnostics)) = self.shown.get(&uri)
                && *of == version
            {
                return diagnostics.clone();
            }
            self.hear();
        }
    }

    /// Waits until what is shown of a file is so.
    pub fn until(&mut self, name: &str, is_so: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(name);
        loop {
            if let Some((_, diagnostics)) = self.shown.get(&uri)
                && is_so(diagnostics)
            {
                return diagnostics.clone();
            }
            self.hear();
        }
    }

    /// Asks about a place in a file.
    pub fn ask_at(&mut self, method: &str, name: &str, position: &Value) -> Value {
        let document = json!({ "uri": self.uri(name) });
        let context = json!({ "includeDeclaration": false });
        self.ask(method, json!({ "textDocument": document, "position": position, "context": context }))
    }

    /// Asks, and expects an answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        match self.try_ask(method, params) {
            Ok(result) => result,
            Err(error) => panic!("{method}: {error}"),
        }
    }

    /// Asks; an error is the code and the message of a refusal.
    pub fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Request { id: id.clone(), method: method.to_owned(), params }.into());
        loop {
            if let Some(Response { id: of, response_result }) = self.hear()
                && of == id
            {
                return response_result.map_err(|error| format!("{} {}", error.code, error.message));
            }
        }
    }

    /// Tells.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params }.into());
    }

    /// Leaves as editors do, and expects the server to end in peace.
    pub fn leave(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        assert!(self.server.wait().expect("it ends").success());
    }

    /// Sends bytes as they are.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).expect("the server reads");
    }

    fn send(&mut self, message: Message) {
        message.write(&mut self.input).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    /// Takes one message; hands on an answer.
    fn hear(&mut self) -> Option<Response> {
        match self.heard.recv_timeout(PATIENCE).expect("the server says something in time") {
            Message::Response(response) => return Some(response),
            Message::Request(request) => {
                self.send(Response::new_ok(request.id.clone(), Value::Null).into());
                self.asked.push(request);
            }
            Message::Notification(Notification { method, params }) => match method.as_str() {
                "textDocument/publishDiagnostics" => {
                    let uri = params["uri"].as_str().unwrap_or_default().to_owned();
                    let diagnostics = params["diagnostics"].as_array().cloned().unwrap_or_default();
                    self.shown.insert(uri, (params["version"].as_i64(), diagnostics));
                }
                "window/showMessage" | "window/logMessage" => {
                    self.said.push(params["message"].as_str().unwrap_or_default().to_owned());
                }
                _ => {}
            },
        }
        None
    }
}

/// A text with the edits of an action's change to one document, whose positions count UTF-16 units.
pub fn applied(text: &str, edit: &Value) -> String {
    let edits = edit["documentChanges"][0]["edits"].as_array().expect("it has edits");
    let byte = |position: &Value| {
        let line = position["line"].as_u64().expect("a line") as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = position["character"].as_u64().expect("a character");
        let rest = text[start..].chars().take_while(|c| {
            let goes_on = units > 0;
            units = units.saturating_sub(c.len_utf16() as u64);
            goes_on
        });
        start + rest.map(char::len_utf8).sum::<usize>()
    };
    let mut edits: Vec<_> = edits
        .iter()
        .map(|edit| {
            (
                byte(&edit["range"]["start"]),
                byte(&edit["range"]["end"]),
                edit["newText"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

fn merge(into: &mut Value, more: Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (key, value) in more {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (into, more) => *into = more,
    }
}
