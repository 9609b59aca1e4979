"""Decides among the passages that tantivy found: rapidfuzz aligns the quotation with each, and the best one is taken.

Run with the Python that has rapidfuzz: `align.py CORPUS`, with what the engine printed on standard input. Prints a line for
each quotation: its number, the nanoseconds of both, those of the search alone, and the place as `path:start:end`.
The passages are in memory beforehand; only the aligning is counted.
"""

import pathlib
import sys
import time

from rapidfuzz.fuzz import partial_ratio_alignment


def main():
    corpus = pathlib.Path(sys.argv[1])
    lines = (corpus / "quotations.tsv").read_text().splitlines()
    texts = [line.split("\t")[4] for line in lines]
    sources = {}
    for line in sys.stdin.read().splitlines():
        number, searched, *shown = line.split("\t")
        if not number.isdigit():
            continue
        passages = []
        for place in shown:
            path, start, end = place.rsplit(":", 2)
            if path not in sources:
                sources[path] = (corpus / "sources" / path).read_bytes()
            passages.append((path, int(start), sources[path][int(start):int(end)].decode()))
        started = time.perf_counter_ns()
        best = aligned(texts[int(number)], [text for _, _, text in passages])
        taken = time.perf_counter_ns() - started
        found = ""
        if best:
            path, start, text = passages[best[0]]
            from_, to = (start + len(text[:at].encode()) for at in best[1:])
            found = f"{path}:{from_}:{to}"
        print(f"{number}\t{int(searched) + taken}\t{searched}\t{found}")


def aligned(quotation, passages):
    """The number of the passage that is likest, and where in it the quotation stands."""
    best, score = None, 0.0
    for number, passage in enumerate(passages):
        # What cannot be better than the best need not be aligned to its end.
        found = partial_ratio_alignment(quotation, passage, score_cutoff=score)
        if found and (best is None or found.score > score):
            best, score = (number, found.dest_start, found.dest_end), found.score
    return best


if __name__ == "__main__":
    main()
