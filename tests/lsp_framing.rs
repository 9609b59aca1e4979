//! What a client may send that is no message, or comes when it should not: the server says so and the session goes on.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use common::program::folder;
use serde_json::{Value, json};

/// A client that writes bytes as they are.
struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Client {
    fn new() -> Client {
        let mut server = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().expect("it has an output"));
        Client { server, input, output }
    }

    /// A client whose session has begun.
    fn started() -> Client {
        let mut client = Client::new();
        client.say(json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
        assert!(client.hear_of(&json!(1))["result"]["capabilities"].is_object());
        client.say(json!({ "method": "initialized", "params": {} }));
        client
    }

    fn write(&mut self, body: &[u8]) {
        let head = format!("Content-Length: {}\r\n\r\n", body.len());
        self.raw(&[head.as_bytes(), body].concat());
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.input.as_mut().expect("it has an input").write_all(bytes).expect("the server reads");
    }

    fn say(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        self.write(message.to_string().as_bytes());
    }

    /// The next message.
    fn hear(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("it can be read") > 0, "the server has ended");
            match line.trim().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a length"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the whole message is there");
        serde_json::from_slice(&body).expect("it is JSON")
    }

    /// The answer with this number, and nothing between.
    fn hear_of(&mut self, id: &Value) -> Value {
        loop {
            let said = self.hear();
            if said.get("method").is_none() {
                assert_eq!(said["id"], *id, "{said}");
                return said;
            }
        }
    }

    /// The code of the error that is answered.
    fn code(&mut self, id: Value) -> i64 {
        let said = self.hear_of(&id);
        said["error"]["code"].as_i64().unwrap_or_else(|| panic!("no error: {said}"))
    }

    /// How the program ends once the client is gone, and what it says on its way.
    fn end(mut self) -> (Option<i32>, String) {
        drop(self.input.take());
        let mut errors = String::new();
        self.server.stderr.take().expect("it has one").read_to_string(&mut errors).expect("it is text");
        (self.server.wait().expect("it ends").code(), errors)
    }
}

#[test]
fn what_is_no_message_is_refused_and_the_session_goes_on() {
    let mut client = Client::started();
    for (bytes, id, code) in [
        (&b"{"[..], Value::Null, -32700),
        (b"{\"id\": 4, \"method\": \"\xff\"}", Value::Null, -32700),
        (b"[]", Value::Null, -32600),
        (br#"{"id": 5, "method": 6}"#, json!(5), -32600),
        (br#"{"id": "six", "method": "textDocument/rename"}"#, json!("six"), -32601),
        (br#"{"id": 7, "method": "initialize", "params": {}}"#, json!(7), -32600),
    ] {
        client.write(bytes);
        assert_eq!(client.code(id), code, "{}", String::from_utf8_lossy(bytes));
    }
    client.raw(b"Content-Length: 300000000\r\n\r\n");
    assert_eq!(client.code(Value::Null), -32600);
    let block = vec![b' '; 1 << 20];
    (0..300_000_000 / block.len()).for_each(|_| client.raw(&block));
    client.raw(&block[..300_000_000 % block.len()]);
    client.say(json!({ "id": 8, "method": "shutdown" }));
    assert_eq!(client.hear_of(&json!(8))["result"], Value::Null);
    client.say(json!({ "method": "exit" }));
    assert_eq!(client.end(), (Some(0), String::new()));
}

#[test]
fn half_a_character_is_read_as_another_and_later_edits_fit() {
    let folder = folder([
        ("ibid.toml", "[sources]\npaths = [\"sources\"]\n"),
        ("sources/log.txt", "The ice has gone.\n"),
    ]);
    let mut client = Client::started();
    let uri = format!("file://{}/a.md", folder.path().canonicalize().expect("it is there").display());
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": "ab “c\n" });
    client.say(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    // The first half of a ship, as an editor sends it that deletes the second.
    let change = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{uri}","version":2}},
        "contentChanges":[{{"range":{{"start":{{"line":0,"character":1}},"end":{{"line":0,"character":1}}}},"text":"\ud83d"}}]}}}}"#
    );
    client.write(change.as_bytes());
    let range = json!({ "start": { "line": 0, "character": 2 }, "end": { "line": 0, "character": 3 } });
    let changes = json!([{ "range": range, "text": "xyz" }]);
    let document = json!({ "uri": uri, "version": 3 });
    client.say(json!({ "method": "textDocument/didChange", "params": { "textDocument": document, "contentChanges": changes } }));
    let shown = loop {
        let said = client.hear();
        assert!(said.get("error").is_none(), "{said}");
        if said["method"] == "textDocument/publishDiagnostics" && said["params"]["version"] == 3 {
            break said["params"]["diagnostics"].clone();
        }
    };
    assert_eq!(shown[0]["code"], "quote-unclosed", "{shown}");
    assert_eq!(shown[0]["range"]["start"]["character"], 6, "{shown}");
}

#[test]
fn nothing_is_answered_before_the_start_and_after_the_end() {
    let mut client = Client::new();
    client.say(json!({ "id": 1, "method": "textDocument/hover" }));
    assert_eq!(client.code(json!(1)), -32002);
    client.say(json!({ "method": "textDocument/didOpen", "params": {} }));
    client.say(json!({ "id": 2, "method": "initialize", "params": { "capabilities": {} } }));
    client.hear_of(&json!(2));
    client.say(json!({ "id": 3, "method": "shutdown" }));
    client.hear_of(&json!(3));
    for id in 4..6 {
        client.say(json!({ "id": id, "method": "textDocument/hover", "params": {} }));
        assert_eq!(client.code(json!(id)), -32600);
        client.say(json!({ "method": "textDocument/didOpen", "params": {} }));
    }
    client.say(json!({ "method": "exit" }));
    assert_eq!(client.end(), (Some(0), String::new()));
}

#[test]
fn the_status_tells_how_the_client_left() {
    let mut client = Client::started();
    client.say(json!({ "method": "exit" }));
    assert_eq!(client.end(), (Some(1), String::new()));
    let mut client = Client::new();
    client.say(json!({ "method": "exit" }));
    assert_eq!(client.end().0, Some(1));
    assert_eq!(Client::started().end().0, Some(0));
    let (status, says) = Client::new().end();
    assert_eq!(status, Some(2));
    assert!(says.contains("it left before it had started"), "{says}");
    for (bytes, why) in [
        (&b"hello\n"[..], "`hello` is no line of a message's head"),
        (b"Content-Length: 9\r\n\r\n{}", "it left after 2 of the 9 bytes of a message"),
        (b"\x1b[2J: \x07\n\n", "a message does not say how long it is"),
    ] {
        let mut client = Client::started();
        client.raw(bytes);
        let (status, says) = client.end();
        assert_eq!(status, Some(2));
        assert!(says.contains("the client is not understood") && says.contains(why), "{says}");
        assert!(says.contains("at a terminal there is `ibid check`"), "{says}");
    }
}
