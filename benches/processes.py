#!/usr/bin/env python3
"""Compares whole processes: the demo brief beside a Rust hello, and drafts against sources beside `typos`.

Takes the folders of drafts and sources for the second as arguments; prints medians of alternating runs and their ratios.

    cargo build --release
    pip install typos
    python3 benches/processes.py [--drafts DIR --sources DIR] [--runs N]
"""

import argparse
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def once(command):
    """Seconds that a command takes, its output thrown away. Exit status 1 or 2 is a finding, not a failure, in either tool."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode < 0:
        raise SystemExit(f"{command[0]} was killed by signal {-done.returncode}")
    return time.perf_counter() - start


def compare(title, commands, runs):
    """Runs the commands in turn, so that a noisy moment falls on all of them, and prints how the first compares."""
    times = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            taken = once(command)
            if turn > 0:  # The first round fills the disk's cache.
                times[name].append(taken)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    first = next(iter(medians))
    print(f"{title}, {runs} alternating runs")
    for name, median in medians.items():
        fastest = min(times[name])
        ratio = "" if name == first else f"   {first} takes {medians[first] / median:.2f} of it"
        print(f"  {name:<12} median {median * 1000:9.2f} ms   least {fastest * 1000:9.2f} ms{ratio}")


def hello(folder):
    """A program that prints one line: what any Rust process takes here."""
    source, program = folder / "hello.rs", folder / "hello"
    source.write_text('fn main() {\n    println!("hello");\n}\n')
    subprocess.run(["rustc", "-O", "-o", program, source], check=True)
    return program


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ibid", default=ROOT / "target/release/ibid", type=pathlib.Path, help="the built program")
    parser.add_argument("--typos", default=shutil.which("typos"), help="the program to compare with")
    parser.add_argument("--drafts", type=pathlib.Path, help="a folder of drafts")
    parser.add_argument("--sources", type=pathlib.Path, help="a folder of sources")
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    ibid = arguments.ibid.resolve()
    if not ibid.is_file():
        raise SystemExit(f"{ibid} is not there: cargo build --release")
    with tempfile.TemporaryDirectory() as folder:
        check = [ibid, "check", "--sources", "seeds", "fixtures/demo/brief.md"]
        commands = {"ibid": check, "hello": [hello(pathlib.Path(folder))]}
        compare("the demo brief", commands, max(arguments.runs, 15))
    if not (arguments.drafts and arguments.sources):
        return
    if not arguments.typos:
        raise SystemExit("typos is not there: pip install typos, or --typos PATH")
    drafts, sources = arguments.drafts.resolve(), arguments.sources.resolve()
    commands = {
        "ibid": [ibid, "check", "--sources", sources, drafts],
        "typos": [arguments.typos, "--isolated", "--no-ignore", drafts, sources],
    }
    compare("the drafts against the sources", commands, arguments.runs)


if __name__ == "__main__":
    main()
