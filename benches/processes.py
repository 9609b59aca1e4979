#!/usr/bin/env python3
"""Compares whole processes, one row of the design's table of speed at a time; `README.md` beside this says how to read it.

    cargo build --release
    python3 benches/processes.py demo
    python3 benches/processes.py all --folder /big/disk
"""

import argparse
import pathlib
import shutil
import tempfile

from compare import cached, cold, demo, growth, keystroke, markdown, quotation
from compare.measure import ROOT

ROWS = {
    "demo": demo.row,
    "markdown": markdown.row,
    "cold": cold.row,
    "cached": cached.row,
    "keystroke": keystroke.row,
    "quotation": quotation.row,
    "growth": growth.row,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("row", choices=[*ROWS, "all"], help="what to measure")
    parser.add_argument("--ibid", default=ROOT / "target/release/ibid", type=pathlib.Path, help="the built program")
    parser.add_argument("--folder", type=pathlib.Path, help="where corpora and peers are made; peers stay there")
    parser.add_argument("--runs", type=int, default=15, help="how often each command runs (15)")
    parser.add_argument("--install-lychee", action="store_true", help="have cargo build lychee, if it is not there")
    arguments = parser.parse_args()
    arguments.ibid = arguments.ibid.resolve()
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        run(arguments, arguments.folder.resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="ibid-benches-") as folder:
            run(arguments, pathlib.Path(folder))


def run(arguments, folder):
    """Measures the rows that are asked for. A row's corpora are taken away before the next one's are made."""
    for name, row in ROWS.items():
        if arguments.row in (name, "all"):
            try:
                row(arguments, folder)
            finally:
                for made in folder.iterdir():
                    if made.name.startswith("corpus-"):
                        shutil.rmtree(made)
            print(flush=True)


if __name__ == "__main__":
    main()
