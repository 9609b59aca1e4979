"""Where look-ups say that quotations stand, held against where they do.

Reads `quotations.tsv` and the places that a program prints, and says how many are right. A place is right if it and the
true one have more than half of both together in common, or if the words there are the quotation's own: another copy
is as good. Its ends are exact if they are the true ones.
"""

import pathlib
from dataclasses import dataclass

from .measure import Command, peak


@dataclass
class Listed:
    """A quotation: the path of its source below the sources, its place there in bytes, its kind, its words."""

    path: str
    start: int
    end: int
    kind: str
    text: str


def listed(corpus):
    """The quotations of a corpus."""
    lines = (corpus / "quotations.tsv").read_text().splitlines()
    fields = (line.split("\t") for line in lines)
    return [Listed(path, int(start), int(end), kind, text) for path, start, end, kind, text in fields]


def place(shown, corpus):
    """A place from `path:start:end`; None where nothing was found."""
    if not shown:
        return None
    path, start, end = shown.rsplit(":", 2)
    name = "/".join(pathlib.PurePosixPath(path).parts[-2:])
    if not (corpus / "sources" / name).is_file():
        raise SystemExit(f"{path} is no source of {corpus}")
    return name, int(start), int(end)


def is_right(true, found, corpus):
    """Whether a place that was found is one of the quotation."""
    if found is None:
        return False
    path, start, end = found
    if path == true.path:
        shared = min(end, true.end) - max(start, true.start)
        if 2 * shared > max(end, true.end) - min(start, true.start):
            return True
    own = (corpus / "sources" / true.path).read_bytes()[true.start:true.end]
    return (corpus / "sources" / path).read_bytes()[start:end] == own


def is_exact(true, found):
    """Whether it is the true place to the byte."""
    return found == (true.path, true.start, true.end)


def recall(quotations, found, corpus, kind=None):
    """The share of quotations, of one kind or of all, whose place is right."""
    asked = [(true, place) for true, place in zip(quotations, found) if kind in (None, true.kind)]
    return sum(is_right(true, place, corpus) for true, place in asked) / len(asked)


@dataclass
class Lookups:
    """What `ibid`'s bench of look-ups printed."""

    built: float
    """Seconds that building the index took, with the texts in memory."""
    index: int
    """The bytes of the index."""
    text: int
    """The bytes of the texts."""
    single: list
    """Microseconds of each look-up by itself, as many as there was time for."""
    together: float
    """Microseconds of all at once."""
    read: float
    """Microseconds of all at once without the index, by reading every source."""
    found: list
    """The place of every quotation."""
    memory: int | None
    """The most memory of the process, in bytes."""


def lookups(program, corpus):
    """Runs the bench of look-ups on a corpus."""
    shown = []
    memory = peak(Command("the look-ups", [program, "--bench"], environment={"IBID_CORPUS": str(corpus)}), shown)
    lines = [line.split("\t") for line in shown[0].splitlines()]
    named = {line[0]: [int(value) for value in line[1:]] for line in lines if line[0] in ("built", "together", "read")}
    built, index, text = named["built"]
    return Lookups(
        built=built / 1e9,
        index=index,
        text=text,
        single=[int(line[1]) / 1000 for line in lines if line[0].isdigit()],
        together=named["together"][0] / 1000,
        read=named["read"][0] / 1000,
        found=[place(line[2], corpus) for line in lines if line[0] == "all"],
        memory=memory,
    )
