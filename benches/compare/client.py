"""A client of the language server: it starts `ibid lsp`, opens a draft, types, and waits for what is published.

Takes the command that starts the server and the folder of a project. One thread reads and writes in turn, so that
no time goes by between a message and its being seen.
"""

import json
import subprocess

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "codeDescriptionSupport": True},
    },
    "window": {"workDoneProgress": True},
}


class Client:
    """A server and what was said to it."""

    def __init__(self, words, folder):
        self.folder = folder
        self.server = subprocess.Popen(words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.asked = 0
        workspace = {"uri": folder.as_uri(), "name": folder.name}
        self.ask("initialize", {
            "processId": None, "rootUri": folder.as_uri(), "capabilities": CAPABILITIES, "workspaceFolders": [workspace],
        })
        self.tell("initialized", {})

    def open(self, name, text):
        """Opens a file and returns what is published of it."""
        item = {"uri": self.address(name), "languageId": "markdown", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return self.published(name, 1)

    def change(self, name, version, line, character, text):
        """Puts text in at a place."""
        at = {"line": line, "character": character}
        document = {"uri": self.address(name), "version": version}
        changes = [{"range": {"start": at, "end": at}, "text": text}]
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def published(self, name, version):
        """What the server publishes of a version of a file, once it does."""
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                said = message["params"]
                if said["uri"] == self.address(name) and said.get("version") == version:
                    return said["diagnostics"]

    def close(self):
        """Ends the server as an editor does."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.server.stdin.close()
        status = self.server.wait(timeout=30)
        if status:
            raise SystemExit(f"the language server ended with status {status}")

    def memory(self):
        """The most memory that the server has had, in bytes; None where the system does not tell."""
        try:
            with open(f"/proc/{self.server.pid}/status", encoding="ascii") as lines:
                peaks = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
        except OSError:
            return None
        return int(peaks[0]) * 1024 if peaks else None

    def address(self, name):
        return (self.folder / name).as_uri()

    def ask(self, method, parameters):
        self.asked += 1
        self.send({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": parameters})
        while True:
            message = self.receive()
            if message.get("id") == self.asked and "method" not in message:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']}")
                return message["result"]

    def tell(self, method, parameters):
        self.send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def send(self, message):
        body = json.dumps(message).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def receive(self):
        """The next message; what the server asks of its client is granted."""
        length = None
        while line := self.server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if length is None:
            raise SystemExit("the language server closed its output")
        message = json.loads(self.server.stdout.read(length))
        if "method" in message and "id" in message:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message
