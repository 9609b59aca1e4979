"""How a look-up grows with the corpus, from 1 MB to 500 MB, and at each step the index: its rate, its size, the memory.

The exponent is that of the line through the logarithms, by least squares: 0 is a look-up that costs the same in any
corpus, 1 one that reads all of it.
"""

import math
import shutil
import statistics

from . import peers
from .measure import megabytes, once, peak, size_of
from .places import listed, lookups, recall

STEPS = (1, 5, 20, 100, 500)
"""Megabytes of sources."""


def row(arguments, folder):
    ibid = peers.ibid(arguments)
    bench = peers.bench("lookup")
    indexed = peers.knows(ibid, "--cache-dir")
    if not indexed:
        print("the index: not there yet, this program has no --cache-dir")
    print("look-ups by the size of the corpus")
    print("       text    look-up   all at once   recall   peak memory      build      rate    index      × text   build's peak")
    points = []
    for step in STEPS:
        corpus, size = peers.corpus(folder / "corpus-growth", documents=step * 210, bytes=4300, listed=200)
        built = index(ibid, corpus, size) if indexed else ""
        found = lookups(bench, corpus)
        quotations = listed(corpus)
        single = statistics.median(found.single)
        right = recall(quotations, found.found, corpus)
        together = found.together / len(quotations)
        print(f"  {megabytes(size):>9} {single:9.1f} µs {together:10.1f} µs   {right:.4f}   {megabytes(found.memory):>11}   {built}", flush=True)
        points.append((size, single))
        shutil.rmtree(corpus)
    print(f"  a look-up grows with the size of the text to the power of {exponent(points):.3f}")


def index(ibid, corpus, size):
    """Builds the index of a corpus twice, once for the time and once for the memory, and says what it takes."""
    cache = corpus / "cache"
    check = peers.check(ibid, "--cache-dir", cache, "--sources", corpus / "sources", corpus / "drafts")
    seconds = once(check)
    kept = size_of(cache)
    shutil.rmtree(cache)
    memory = peak(check)
    return f"{seconds:7.2f} s {size / seconds / 1e9:6.3f} GB/s {megabytes(kept):>9} {kept / size:6.2f}   {megabytes(memory):>9}"


def exponent(points):
    """The slope of the logarithms."""
    logarithms = [(math.log(size), math.log(taken)) for size, taken in points]
    x, y = (statistics.mean(values) for values in zip(*logarithms))
    return sum((a - x) * (b - y) for a, b in logarithms) / sum((a - x) ** 2 for a, _ in logarithms)
