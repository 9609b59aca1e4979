"""The editor's re-check: from a keystroke in a draft to the findings of the new text, with 10,000 sources.

A real `ibid lsp` process; each keystroke is answered before the next one. The letters fall in quotations and between
them alike, in a draft of forty quotations.
"""

import random
import statistics
import time

from . import peers
from .client import Client
from .measure import megabytes

KEYSTROKES = 50


def row(arguments, folder):
    ibid = peers.ibid(arguments)
    corpus, size = peers.corpus(folder / "corpus-keystroke", documents=10_000, bytes=5000, quotations=40)
    words = [ibid, "lsp", "--no-config", "--sources", corpus / "sources"]
    if peers.knows(ibid, "--cache-dir"):
        words += ["--cache-dir", corpus / "cache"]
    name = "drafts/draft000.md"
    text = (corpus / name).read_text()
    start = time.perf_counter()
    client = Client([str(word) for word in words], corpus)
    findings = client.open(name, text)
    opened = time.perf_counter() - start
    if not findings:
        raise SystemExit("the draft has faults, and the language server published none")
    seconds = typed(client, name, text)
    memory = client.memory()
    client.close()
    print(f"a keystroke to its findings, 10,000 sources ({megabytes(size)}), {len(findings)} findings")
    print(f"  first opened           {opened:9.2f} s")
    print(f"  median of {KEYSTROKES}           {statistics.median(seconds) * 1000:9.2f} ms")
    print(f"  most                   {max(seconds) * 1000:9.2f} ms")
    print(f"  peak memory            {megabytes(memory)}")


def typed(client, name, text):
    """Seconds from each keystroke to what is published of it."""
    lines = text.split("\n")
    numbers = random.Random(1)
    seconds = []
    for version in range(2, KEYSTROKES + 2):
        long = [number for number, line in enumerate(lines) if len(line) > 50]
        line = numbers.choice(long)
        at = numbers.randrange(20, len(lines[line]) - 5)
        letter = numbers.choice(["x", "e", " "])
        lines[line] = lines[line][:at] + letter + lines[line][at:]
        start = time.perf_counter()
        client.change(name, version, line, at, letter)
        client.published(name, version)
        seconds.append(time.perf_counter() - start)
    return seconds
