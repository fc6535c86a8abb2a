"""Checking many filings."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from perfgen.batch.find import find_filings
from perfgen.batch.pool import run
from perfgen.batch.work import Done, Order, Task
from perfgen.generate import Packs


def check_all(
    inputs: Iterable[Path], packs: Packs, *, jobs: int = 1, begin: Callable[[int], None] = lambda _: None
) -> Iterator[Done]:
    """Yield what was found in each filing, in their order; ``begin`` is told how many filings there are."""
    sources = list(find_filings(inputs))
    begin(len(sources))
    return run((Task(source, None) for source in sources), len(sources), Order(packs, documents=False), jobs)
