#!/usr/bin/env python3
"""Looks at the page of `ibid trace --format html` in headless Chromium, driven by chromedriver.

Makes the page of the demo and one of a hostile draft, reads them at several widths and in both colour schemes, reaches
passages by pointer, by keyboard and without script, and leaves screenshots in target/page/. Ends with status 1 and a
line for each thing that is not as it should be. Needs `chromium` and `chromedriver`, and nothing but Python's library.
"""

import base64
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "target" / "page"
ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--hide-scrollbars", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]
FAULTS = []

HOSTILE = """\
# A <script>document.title = "run"</script> title

“The ferry <script>document.title = "run"</script> will sail at six,” said the <img src=x onerror='document.title = "run"'> pilot.
"</script><script>document.title = 'run'</script> will sail at six", he said [@</style><script>document.title='run'</script>].

> “The ferry will sail at seven” \u202eand turn the page \u0007 round.

| <svg onload='document.title = "run"'> | javascript:alert(1) |
|---|---|
| [a](javascript:alert(1)) | %s |

```html
<script>document.title = "run"</script>
```

%s
""" % ("wide " * 60, "a" * 400)
SOURCE = "“The ferry will sail at six,” said the pilot. </script><script>document.title = 'run'</script>\n"


def expect(holds, what):
    """Notes a fault unless something holds."""
    if not holds:
        FAULTS.append(what)


def until(holds, seconds=3.0):
    """Waits for something to hold, and says whether it came to."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())


class Browser:
    """A session of chromedriver's."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(["chromedriver", f"--port={port}", "--silent"], stdout=subprocess.DEVNULL)
        self.session = ""
        if not until(self.ready, 30):
            self.end()
            sys.exit("chromedriver does not answer")
        options = {"args": ARGUMENTS}
        if os.path.exists("/usr/bin/chromium"):
            options["binary"] = "/usr/bin/chromium"
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = "/session/" + made["sessionId"]

    def ready(self):
        try:
            return self.call("GET", "/status")["ready"]
        except OSError:
            return False

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def post(self, path, body):
        return self.call("POST", self.session + path, body)

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def run(self, script, *arguments):
        return self.post("/execute/sync", {"script": script, "args": list(arguments)})

    def open(self, path, width, height, scheme="light"):
        self.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.devtools("Emulation.setEmulatedMedia", features=features)
        self.post("/url", {"url": path.as_uri()})

    def picture(self, name, whole=False):
        options = {}
        if whole:
            width, height = self.run("return [innerWidth, Math.min(document.documentElement.scrollHeight, 8000)]")
            clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
            options = {"captureBeyondViewport": True, "clip": clip}
        image = self.devtools("Page.captureScreenshot", format="png", **options)["data"]
        (OUT / f"{name}.png").write_bytes(base64.b64decode(image))

    def key(self, key):
        pressed = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.post("/actions", {"actions": [{"type": "key", "id": "keys", "actions": pressed}]})

    def point(self, x, y, press=False):
        moves = [{"type": "pointerMove", "duration": 0, "x": int(x), "y": int(y), "origin": "viewport"}]
        if press:
            moves += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": moves}
        self.post("/actions", {"actions": [pointer]})

    def log(self, kind):
        return self.post("/se/log", {"type": kind})

    def end(self):
        try:
            if self.session:
                self.call("DELETE", self.session)
        finally:
            self.process.terminate()
            self.process.wait(10)


# Where the first link segment of a quotation stands in the window.
PLACE = """
const words = document.querySelector(arguments[0]);
words.scrollIntoView({ block: "center" });
const { x, y, width, height } = words.getClientRects()[0];
return [x + width / 2, y + height / 2];
"""

# Texts whose contrast with what lies behind them is below WCAG's AA.
PALE = """
const parse = (colour) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
};
const light = ([r, g, b]) => {
  const part = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return [255, 255, 255];
};
const pale = new Map();
const look = (element, style, text) => {
  const [a, b] = [light(parse(style.color)), light(behind(element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) pale.set(`${element.tagName}.${element.className}`, `${ratio.toFixed(2)} ${text.trim().slice(0, 40)}`);
};
for (const element of document.body.querySelectorAll("*")) {
  if (!element.checkVisibility() || element.closest("script")) continue;
  const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("");
  if (own.trim()) look(element, getComputedStyle(element), own);
  const before = getComputedStyle(element, "::before");
  if (!["none", "normal"].includes(before.content)) look(element, before, before.content);
}
return [...pale].map((pair) => pair.join(" "));
"""


def program(*arguments):
    """What `ibid trace --format html` prints."""
    command = ["cargo", "run", "--release", "--quiet", "--", "trace", "--format", "html", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def make(folder):
    """The two pages."""
    demo, hostile = OUT / "demo.html", OUT / "hostile.html"
    demo.write_bytes(program("--sources", "seeds", "fixtures/demo/brief.md"))
    name = "<script>document.title='run'<!--.md"
    (folder / "sources").mkdir()
    (folder / "sources" / name).write_text(SOURCE)
    (folder / name).write_text(HOSTILE)
    hostile.write_bytes(program("--no-config", "--sources", str(folder / "sources"), str(folder / name)))
    return demo, hostile


def is_sound(browser, page, name):
    """A page at every width and in both schemes: nothing scrolls sideways, nothing is pale."""
    for width in (1280, 900, 390, 360):
        for scheme in ("light", "dark"):
            browser.open(page, width, 850, scheme)
            wide = browser.run("return document.documentElement.scrollWidth")
            expect(wide <= width, f"{name} is {wide} pixels wide in a window of {width}")
            if width in (1280, 390):
                for pale in browser.run(PALE):
                    expect(False, f"{name}, {scheme}: too pale: {pale}")
                browser.picture(f"{name}-{width}-{scheme}", whole=True)
    scripts, title = browser.run("return [document.scripts.length, document.title]")
    expect(scripts == 1, f"{name} has {scripts} scripts")
    expect(title != "run", f"{name} ran a script of the draft's")


def shows(browser, page):
    """The demo's passages, by pointer, by click, by keyboard, and the colours by their switch."""
    quotation, words = "a.quote.altered", "oppose the piecing together"
    panel = "const p = document.getElementById('panel'); return p.hidden ? '' : p.innerText"
    shown = lambda: words in browser.run(panel)
    hidden = lambda: browser.run(panel) == ""
    for width in (1280, 390):
        browser.open(page, width, 850)
        x, y = browser.run(PLACE, quotation)
        expect(hidden(), f"{width}: a passage is shown unasked")
        browser.point(x, y)
        expect(until(shown), f"{width}: the pointer over a quotation shows no passage")
        browser.point(2, 2)
        expect(until(hidden), f"{width}: the passage stays when the pointer has left")
        browser.point(x, y, press=True)
        expect(until(shown), f"{width}: a click on a quotation shows no passage")
        marked = browser.run("return [...document.querySelectorAll('#panel mark')].map((mark) => mark.innerText)")
        expect("oppose" in marked, f"{width}: what differs is not marked: {marked}")
        if width == 390:
            covered = "return document.querySelector(arguments[0]).getBoundingClientRect().bottom > \
                document.getElementById('panel').getBoundingClientRect().top"
            expect(not browser.run(covered, quotation), f"{width}: the passage covers its quotation")
        fits = "const r = document.getElementById('panel').getBoundingClientRect(); \
            return r.left >= 0 && r.right <= innerWidth + 1 && r.top >= 0 && r.bottom <= innerHeight + 1"
        expect(browser.run(fits), f"{width}: the passage does not fit the window")
        browser.point(2, 2)
        time.sleep(0.6)
        expect(shown(), f"{width}: a pinned passage goes away by itself")
        browser.picture(f"passage-{width}")
        browser.key("\ue00c")
        expect(until(hidden), f"{width}: Escape leaves the passage")

    browser.open(page, 1280, 850)
    reached = False
    for _ in range(80):
        browser.key("\ue004")
        if browser.run("return document.activeElement.matches(arguments[0])", quotation):
            reached = True
            break
    expect(reached, "Tab does not reach a quotation")
    expect(until(shown), "the keyboard's focus on a quotation shows no passage")
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    expect(browser.run(outline) != "none", "the focus is not to be seen")
    browser.picture("focus-1280")
    browser.key("\ue007")
    within = "return document.activeElement.id === 'panel'"
    expect(until(lambda: browser.run(within)), "Enter on a quotation does not lead to its passage")
    browser.key("\ue00c")
    expect(until(hidden), "Escape leaves a passage that the keyboard led to")
    expect(browser.run("return document.activeElement.matches(arguments[0])", quotation), "Escape loses the place")
    paper = "return getComputedStyle(document.body).backgroundColor"
    light = browser.run(paper)
    browser.run("document.querySelector('input[value=dark]').click()")
    expect(browser.run(paper) != light, "the switch of colours changes nothing")
    untied = "return getComputedStyle(document.querySelector('.untied')).textDecorationLine"
    plain = browser.run(untied)
    browser.run("document.getElementById('show-untied').click()")
    expect(browser.run(untied) != plain, "the switch of what is tied to none changes nothing")
    bars = browser.run("return [...document.querySelectorAll('.fill')].map((bar) => bar.getBoundingClientRect().width)")
    expect(len(bars) > 1 and all(bars), f"a bar has no width: {bars}")


def stands_without_script(browser, page):
    """Without script a quotation leads to its note, which stands in the window."""
    browser.open(page, 1280, 850)
    browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.post("/url", {"url": page.as_uri() + "#d1-q3"})
        time.sleep(0.3)
        tree = browser.devtools("DOM.getDocument", depth=0)["root"]["nodeId"]
        note = browser.devtools("DOM.querySelector", nodeId=tree, selector=".note:target")["nodeId"]
        box = browser.devtools("DOM.getBoxModel", nodeId=note)["model"]["border"] if note else [0, -1] * 4
        expect(0 <= box[1] < 850, "without script no note stands in the window")
        browser.picture("without-script-1280")
    finally:
        browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def keeps_to_itself(browser, pages):
    """Nothing but the pages was asked for, and nothing was complained of."""
    for entry in browser.log("browser"):
        expect(False, f"the console says: {entry['message']}")
    known = {page.as_uri() for page in pages}
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address = message["params"]["request"]["url"].split("#")[0]
            expect(address in known or address.startswith("data:,"), f"a request leaves for {address}")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pages = make(pathlib.Path(folder))
    browser = Browser()
    try:
        for page in pages:
            is_sound(browser, page, page.stem)
        shows(browser, pages[0])
        stands_without_script(browser, pages[0])
        browser.open(pages[0], 1280, 850)
        printed = browser.devtools("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)["data"]
        (OUT / "demo.pdf").write_bytes(base64.b64decode(printed))
        keeps_to_itself(browser, pages)
    finally:
        browser.end()
    for fault in FAULTS:
        print(f"page: {fault}", file=sys.stderr)
    print(f"the page holds; screenshots lie in {OUT.relative_to(ROOT)}/" if not FAULTS else "the page does not hold")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main())
