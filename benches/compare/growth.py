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
    cached = peers.knows(ibid, "--cache-dir")
    print("by the size of the corpus: the index, and look-ups in it")
    print("       text     build       rate     index   × text    look-up  all at once    recall  peak memory")
    points = []
    for step in STEPS:
        corpus, size = peers.corpus(folder / "corpus-growth", documents=step * 210, bytes=4300, listed=200)
        quotations = listed(corpus)
        found = lookups(bench, corpus)
        single, together = statistics.median(found.single), found.together / len(quotations)
        right = recall(quotations, found.found, corpus)
        built = f"{found.built:7.2f} s {size / found.built / 1e9:6.3f} GB/s {megabytes(found.index):>9}   {found.index / size:6.2f}"
        print(f"  {megabytes(size):>9} {built} {single:7.1f} µs   {together:7.1f} µs    {right:.4f}  {megabytes(found.memory):>11}")
        if cached:
            print(f"            {process(ibid, corpus, size)}")
        points.append((size, single))
        shutil.rmtree(corpus)
    print(f"  a look-up grows with the size of the text to the power of {exponent(points):.3f}")


def process(ibid, corpus, size):
    """A first run that keeps the index in a folder, and the next one: the time, what is kept, and the memory."""
    cache = corpus / "cache"
    check = peers.check(ibid, "--cache-dir", cache, "--sources", corpus / "sources", corpus / "drafts")
    first = once(check)
    kept = size_of(cache)
    second, least = once(check), peak(check)
    shutil.rmtree(cache, ignore_errors=True)
    most = peak(check)
    kept = f"{megabytes(kept)} kept, {kept / size:.2f} × the text"
    return f"`ibid check`: {first:.2f} s and {megabytes(most)} at first, {kept}; then {second:.2f} s and {megabytes(least)}"


def exponent(points):
    """The slope of the logarithms."""
    logarithms = [(math.log(size), math.log(taken)) for size, taken in points]
    x, y = (statistics.mean(values) for values in zip(*logarithms))
    return sum((a - x) * (b - y) for a, b in logarithms) / sum((a - x) ** 2 for a, _ in logarithms)
