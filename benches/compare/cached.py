"""One draft against 100,000 sources of 500 MB whose index is cached, beside a Rust hello and the bare walk."""

from . import peers
from .measure import Command, compare, megabytes, once, size_of


def row(arguments, folder):
    ibid = peers.ibid(arguments)
    if not (peers.knows(ibid, "--cache-dir") and peers.knows(ibid, "--frozen")):
        print("one draft, 100,000 sources, cached: not there yet, this program has no --cache-dir and --frozen")
        return
    corpus, size = peers.corpus(folder / "corpus-cached", documents=100_000, bytes=4600, drafts=1)
    sources, draft, cache = corpus / "sources", corpus / "drafts" / "draft000.md", corpus / "cache"
    words = ["--cache-dir", cache, "--sources", sources, draft]
    cached = peers.check(ibid, *words, name="ibid, cached")
    frozen = peers.check(ibid, "--frozen", *words, name="ibid --frozen")
    print(f"the first run, which builds the index: {once(cached):.2f} s for {megabytes(size)}")
    print(f"  cache {megabytes(size_of(cache))}, {size_of(cache) / size:.2f} × the text")
    compare("one draft, 100,000 sources, --frozen", [frozen, peers.hello(folder)], arguments.runs)
    walk = Command("find", ["find", sources, "-type", "f", "-printf", "%s %T@\n"])
    compare("the same, with the sources looked at again", [cached, walk], arguments.runs)
