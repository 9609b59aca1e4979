"""What is measured with and against: the built program, the corpora, and others' tools from their registries.

Takes the command line's arguments and a folder for what is made, hands on paths. What is there already is used again.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from .measure import ROOT, Command

TARGET = ROOT / "target"


def ibid(arguments):
    """The program that is measured."""
    program = arguments.ibid.resolve()
    if not program.is_file():
        raise SystemExit(f"{program} is not there: cargo build --release, or --ibid PATH")
    return program


def knows(program, flag):
    """Whether a program's `check` has a flag; it is told where a row waits for one."""
    shown = subprocess.run([program, "check", "--help"], capture_output=True, text=True, check=True).stdout
    return flag in shown


def check(program, *words, name="ibid", **more):
    """A run of `ibid check`: findings are no failure."""
    return Command(name, [program, "check", "--no-config", *words], fine=(0, 1), **more)


def uncached(program):
    """What makes a run keep nothing: nothing, in a program that has no cache."""
    return ["--no-cache"] if knows(program, "--no-cache") else []


def hello(folder):
    """A program that prints one line: what any Rust process takes here."""
    source, program = folder / "hello.rs", folder / "hello"
    if not program.exists():
        source.write_text('fn main() {\n    println!("hello");\n}\n')
        subprocess.run(["rustc", "-O", "-o", program, source], check=True)
    return Command("hello", [program])


def python(folder, *packages):
    """The Python of an environment with packages from PyPI."""
    place = folder / "venv"
    if not place.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
    binary = place / "bin"
    subprocess.run([binary / "pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=True)
    return binary / "python"


def typos(folder):
    """The spell checker, from PyPI."""
    found = shutil.which("typos")
    return pathlib.Path(found) if found else python(folder, "typos").parent / "typos"


def lychee(arguments, folder):
    """The link checker: one that is there, or with `--install-lychee` one that cargo builds, which takes long."""
    found = shutil.which("lychee", path=f"{folder / 'cargo' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    if found is None and arguments.install_lychee:
        subprocess.run(["cargo", "install", "--quiet", "--root", folder / "cargo", "lychee"], check=True)
        found = folder / "cargo" / "bin" / "lychee"
    return found


def corpus(folder, **shape):
    """A folder with `sources/`, `drafts/` and, if asked for, `quotations.tsv`; and the bytes of its sources.

    A shape is what the program `corpora` takes: documents, bytes, markdown, drafts, quotations, listed, seed.
    """
    program = built(ROOT / "benches" / "corpora")
    words = []
    for name, value in shape.items():
        words += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    made = subprocess.run([program, folder, *words], capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(made.stderr)
    counts = dict(line.split() for line in made.stdout.splitlines())
    return folder, int(counts["bytes"])


def built(crate, *more):
    """The program of a crate of its own below `benches/`, optimised."""
    manifest = ["--manifest-path", crate / "Cargo.toml", "--target-dir", TARGET]
    return executable(["cargo", "build", "--release", *manifest, *more], "bin")


def bench(name):
    """The program of one of `ibid`'s own benches, optimised as the released program is."""
    return executable(["cargo", "bench", "--no-run", "--bench", name], "bench")


def executable(command, kind):
    """Builds with cargo and hands on the program of that kind: a bench has the program itself built, too."""
    words = [*command, "--message-format=json-render-diagnostics"]
    shown = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    messages = [json.loads(line) for line in shown.splitlines() if line.startswith("{")]
    made = [message for message in messages if message.get("executable")]
    return pathlib.Path(next(message["executable"] for message in made if kind in message["target"]["kind"]))
