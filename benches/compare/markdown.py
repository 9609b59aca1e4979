"""A thousand Markdown files of 5 MB that a draft draws on, beside programs that read the same files for one thing each."""

from . import peers
from .measure import Command, compare, megabytes, once, size_of


def row(arguments, folder):
    ibid = peers.ibid(arguments)
    corpus, size = peers.corpus(folder / "corpus-markdown", documents=1000, bytes=5000, markdown=True, drafts=5)
    sources, drafts, cache = corpus / "sources", corpus / "drafts", corpus / "cache"
    commands = []
    if peers.knows(ibid, "--cache-dir"):
        cached = peers.check(ibid, "--cache-dir", cache, "--sources", sources, drafts, name="ibid")
        once(cached)
        commands.append(cached)
    else:
        print("the index cached: not there yet, this program has no --cache-dir")
    commands.append(peers.check(ibid, *peers.uncached(ibid), "--sources", sources, drafts, name="ibid, no cache"))
    # Its exit status 2 is what it found.
    commands.append(Command("typos", [peers.typos(folder), "--isolated", "--no-ignore", corpus], fine=(0, 2)))
    lychee = peers.lychee(arguments, folder)
    if lychee:
        commands.append(Command("lychee --offline", [lychee, "--offline", "--no-progress", corpus], fine=(0, 2)))
    else:
        print("lychee: left out; --install-lychee has cargo build it, or put it on the PATH")
    compare(f"5 drafts, 1,000 Markdown files ({megabytes(size)})", commands, arguments.runs)
    if cache.exists():
        print(f"  cache                  {megabytes(size_of(cache))}, {size_of(cache) / size:.2f} × the text")
