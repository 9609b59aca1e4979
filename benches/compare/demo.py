"""Start-up: the README's first command beside a Rust program that prints one line."""

from . import peers
from .measure import compare


def row(arguments, folder):
    ibid = peers.ibid(arguments)
    check = peers.check(ibid, *peers.uncached(ibid), "--sources", "seeds", "fixtures/demo/brief.md")
    compare("one draft, the five seeds", [check, peers.hello(folder)], max(arguments.runs, 50))
