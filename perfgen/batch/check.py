"""Checking many filings."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from perfgen.batch.find import find_filings
from perfgen.batch.pool import run
from perfgen.batch.work import Done, Order, Task
from perfgen.generate import Packs


def check_all(inputs: Iterable[Path], packs: Packs, *, jobs: int = 1) -> Iterator[Done]:
    """Yield what was found in each filing, in their order."""
    sources = list(find_filings(inputs))
    return run((Task(source, None) for source in sources), len(sources), Order(packs, documents=False), jobs)
