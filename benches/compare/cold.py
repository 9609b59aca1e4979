"""Five drafts against 5,000 sources of 29 MB with nothing kept from before, beside `cat` of the same files.

The disk's cache is warm for both: what is measured is the work, not the disk.
"""

from . import peers
from .measure import Command, compare, megabytes


def row(arguments, folder):
    ibid = peers.ibid(arguments)
    corpus, size = peers.corpus(folder / "corpus-cold", documents=5000, bytes=5400, drafts=5)
    check = peers.check(ibid, *peers.uncached(ibid), "--sources", corpus / "sources", corpus / "drafts")
    files = sorted(path.relative_to(corpus) for path in corpus.rglob("*") if path.is_file())
    cat = Command("cat", ["cat", *files], folder=corpus)
    compare(f"5 drafts, 5,000 sources ({megabytes(size)}), no cache", [check, cat], arguments.runs)
