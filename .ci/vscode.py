#!/usr/bin/env python3
"""Drives Visual Studio Code, as code-server brings it to a browser, with the extension and `ibid lsp`.

Takes the folder of a code-server, the packaged extension and the packaged driver (`editors/vscode/test/driver`), and the
program. Lays out a scratch project, opens it in headless Chromium, and does what the driver asks of a hand at the
keyboard. Prints the driver's transcript, leaves screenshots in target/vscode/, and ends with status 1 where a step fails.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import page

page.OUT = page.ROOT / "target" / "vscode"
ENTER = "\ue007"
SETTINGS = {
    "workbench.startupEditor": "none",
    "workbench.enableExperiments": False,
    "security.workspace.trust.enabled": False,
    "extensions.ignoreRecommendations": True,
    "telemetry.telemetryLevel": "off",
    "chat.commandCenter.enabled": False,
    "git.enabled": False,
}
PROJECT = {
    "ibid.toml": 'drafts = ["*.md"]\n\n[sources]\npaths = ["sources"]\n',
    "sources/harbour.txt": (
        "Notes from the harbour\n\nAda Lund, the harbour master, spoke on the quay at noon.\n\n"
        "“The ferry will not sail before the ice has gone from the sound,” she said. “Nobody takes the tickets back.”\n"
    ),
    "elsewhere.txt": "The pilot said: “The ferry will sail before the ice has come to the sound, and not behind it.”\n",
    "winter.md": (
        "# The ferry in winter\n\nThe harbour master, Ada Lund, said that “the ferry will not sail before the snow has "
        "gone from the sound” [@harbour].\n"
    ),
}


def answers(address):
    try:
        urllib.request.urlopen(address, timeout=5)
        return True
    except OSError:
        return False


def texts(browser, selector):
    return browser.run(
        "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim()).filter(t => t)", selector
    )


def seen(browser, selector, what):
    """The text of what is there to be seen, once it is."""
    if not page.until(lambda: texts(browser, selector), 50):
        browser.picture("missing")
        sys.exit(f"{what} is not shown; see target/vscode/missing.png")
    return texts(browser, selector)


def hand(browser, does, words):
    """Does what the driver asks for, and says what is seen."""
    if does == "look":
        time.sleep(1)
        browser.picture(words)
        return ""
    if does == "type":
        title = " ".join(seen(browser, ".quick-input-title", "the box"))
        browser.picture("reason")
        for character in words:
            browser.key(character)
        browser.key(ENTER)
        return title
    if does == "message":
        message = ".notification-toast .notification-list-item-message"
        said = seen(browser, message, "a message")
        buttons = texts(browser, ".notification-toast .monaco-button")
        time.sleep(0.5)
        browser.picture("message")
        browser.run("document.querySelectorAll('.notification-toast .codicon-notifications-clear').forEach(e => e.click())")
        page.until(lambda: not texts(browser, message), 20)
        return " ".join(said) + " [" + "] [".join(buttons) + "]"
    sys.exit(f"the driver asks for “{does}”, which is not known")


def follow(browser, out):
    """Serves the driver until it has come to a verdict, or for five minutes; returns that."""
    end, number, printed = time.monotonic() + 300, 1, 0
    while time.monotonic() < end:
        transcript = out / "transcript"
        if transcript.exists():
            lines = transcript.read_text().splitlines()
            for line in lines[printed:]:
                print(line, flush=True)
            printed = len(lines)
        if (out / "verdict").exists():
            return (out / "verdict").read_text()
        ask = out / f"ask-{number}"
        if ask.exists():
            answer = hand(browser, **json.loads(ask.read_text()))
            (out / "answer.new").write_text(answer)
            (out / "answer.new").rename(out / f"answer-{number}")
            number += 1
        time.sleep(0.1)
    browser.picture("late")
    return "FAILED: the driver has come to no verdict in five minutes; see target/vscode/late.png"


def main(server, extension, driver, program):
    page.OUT.mkdir(parents=True, exist_ok=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="ibid-vscode-"))
    # A server that is started from a desktop has the PATH of a login shell, so the program lies where cargo installs.
    out, project, data, tools = (scratch / name for name in ("out", "project", "data", ".cargo/bin"))
    for folder in (out, project / "sources", data / "User", tools):
        folder.mkdir(parents=True)
    for name, text in PROJECT.items():
        (project / name).write_text(text)
    (data / "User" / "settings.json").write_text(json.dumps(SETTINGS))
    (tools / "ibid").symlink_to(pathlib.Path(program).resolve())
    # A program that is something else ends at once, and says why.
    other = tools / "other"
    other.write_text("#!/bin/sh\necho \"error: there is no command '$1'\" >&2\nexit 2\n")
    other.chmod(0o755)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", f"{server}/out/node/entry.js", "--user-data-dir", data, "--extensions-dir", scratch / "extensions"]
    environment = os.environ | {
        "HOME": str(scratch),
        "XDG_CONFIG_HOME": str(scratch / "config"),
        # Nothing is asked of a gallery of extensions.
        "EXTENSIONS_GALLERY": '{"serviceUrl": ""}',
        "IBID_DRIVER": str(out),
        "IBID_OTHER": str(other),
    }
    for packaged in (extension, driver):
        install = [*command, "--install-extension", packaged]
        subprocess.run(install, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=120)
    serve = [*command, "--auth", "none", "--bind-addr", f"127.0.0.1:{port}", "--disable-telemetry", "--disable-update-check"]
    with open(page.OUT / "code-server.log", "wb") as log:
        running = subprocess.Popen(serve, env=environment, stdout=log, stderr=log)
    browser = None
    try:
        if not page.until(lambda: answers(f"http://127.0.0.1:{port}/"), 60):
            sys.exit("code-server does not answer; see target/vscode/code-server.log")
        browser = page.Browser()
        browser.devtools("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        browser.post("/url", {"url": f"http://127.0.0.1:{port}/?folder={project}"})
        verdict = follow(browser, out)
        if verdict != "passed":
            browser.picture("failed")
            for log in sorted(data.glob("logs/**/*ibid*.log")):
                print(f"\n{log.name}:\n{log.read_text()}")
    finally:
        if browser:
            browser.end()
        running.terminate()
        running.wait(30)
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"\n{verdict}")
    return 0 if verdict == "passed" else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
