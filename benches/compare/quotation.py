"""Finding one quotation in 50 MB, with its offsets: `ibid` beside tantivy's ten best passages and rapidfuzz.

A thousand quotations, half of them with one or two words changed. The programs take turns; what is printed is the
median over all quotations and turns, and the recall by the true places.
"""

import shutil
import statistics
import subprocess

from . import peers
from .measure import ROOT, megabytes, size_of
from .places import is_exact, listed, lookups, place, recall

TURNS = 3
UNITS = ("paragraph", "document")


def row(arguments, folder):
    corpus, size = peers.corpus(folder / "corpus-quotation", documents=10_000, bytes=4650, listed=1000)
    quotations = listed(corpus)
    bench = peers.bench("lookup")
    engine = peers.built(ROOT / "benches" / "tantivy")
    python = peers.python(folder, "rapidfuzz")
    runs = []
    peer = {unit: [] for unit in UNITS}
    for _ in range(TURNS):
        runs.append(lookups(bench, corpus))
        for unit in UNITS:
            peer[unit].append(searched(engine, python, corpus, unit))
    print(f"one quotation in {megabytes(size)}, {len(quotations)} of them, {TURNS} turns")
    print("                               median     recall   exact  altered   to the byte")
    single = statistics.median(taken for run in runs for taken in run.single)
    told = "" if len(runs[0].single) == len(quotations) else f"   ({len(runs[0].single)} of them: there was no time for more)"
    show("ibid, one by one", single, quotations, runs[0].found, corpus, told)
    together = statistics.median(run.together for run in runs) / len(quotations)
    print(f"  {'ibid, all at once, each':<26} {together:9.1f} µs")
    read = statistics.median(run.read for run in runs) / len(quotations)
    print(f"  {'  without the index':<26} {read:9.1f} µs")
    print(f"  {'  its index':<26} {megabytes(runs[0].index)}, {runs[0].index / size:.2f} × the text, {runs[0].built:.1f} s")
    for unit in UNITS:
        total = statistics.median(taken for turn in peer[unit] for taken in turn.total)
        search = statistics.median(taken for turn in peer[unit] for taken in turn.search)
        show(f"tantivy, {unit}s, rapidfuzz", total, quotations, peer[unit][0].found, corpus, f"   {total / single:.3g} × ibid's")
        print(f"  {'  of it tantivy alone':<26} {search:9.1f} µs   {search / single:.3g} × ibid's")
        print(f"  {'  its index':<26} {megabytes(peer[unit][0].size)}, {peer[unit][0].size / size:.2f} × the text, {peer[unit][0].built:.1f} s")


def show(name, median, quotations, found, corpus, told):
    """A line of the table."""
    exact = sum(is_exact(true, place) for true, place in zip(quotations, found)) / len(quotations)
    shares = [recall(quotations, found, corpus, kind) for kind in (None, "exact", "altered")]
    print(f"  {name:<26} {median:9.1f} µs   {shares[0]:.4f}  {shares[1]:.4f}   {shares[2]:.4f}        {exact:.4f}{told}")


class Searched:
    """What tantivy and the aligner made of all quotations."""

    def __init__(self, built, size, lines, corpus):
        self.built, self.size = built, size
        self.total = [int(total) / 1000 for _, total, _, _ in lines]
        self.search = [int(search) / 1000 for _, _, search, _ in lines]
        self.found = [place(shown, corpus) for _, _, _, shown in lines]


def searched(engine, python, corpus, unit):
    """One turn of the search engine, whose index is made anew, and the aligner."""
    kept = corpus / f"tantivy-{unit}s"
    shutil.rmtree(kept, ignore_errors=True)
    best = subprocess.run([engine, corpus, unit], stdout=subprocess.PIPE, text=True, check=True).stdout
    built = int(best.split("\t")[1]) / 1e9
    align = ROOT / "benches" / "compare" / "align.py"
    shown = subprocess.run([python, align, corpus], input=best, stdout=subprocess.PIPE, text=True, check=True).stdout
    return Searched(built, size_of(kept), [line.split("\t") for line in shown.splitlines()], corpus)
