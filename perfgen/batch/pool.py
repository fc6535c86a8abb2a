"""Who does the work: this process, several processes, or whatever executor somebody brings."""

import gc
import math
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from perfgen.batch.work import Done, Order, Task, work

if TYPE_CHECKING:
    from concurrent.futures import Executor

Start = Callable[[], "Executor"]
_FEW = 4  # filings for which starting processes costs more than it saves
_LARGEST_CHUNK = 16
_ALLOCATIONS = 200_000  # what is remembered of rows comes and goes by tens of thousands; filings leave nothing behind
_AHEAD = 3  # chunks each worker may have waiting: enough to be busy, few enough for a flat memory


def run(tasks: Iterable[Task], count: int, order: Order, jobs: int, start: Start | None = None) -> Iterator[Done]:
    """Yield what became of each filing, in order; ``start`` brings an executor of one's own with ``jobs`` workers."""
    remaining = iter(tasks)
    first: list[Done] = []
    if start is None:
        # Here, so that what all of them need is read and compiled before other processes begin as copies of this one.
        first = [done for task in islice(remaining, 1) for done in work([task], order)]
        if count > 1:
            settle_memory()
        if jobs <= 1 or count <= _FEW:
            yield from first
            yield from (done for task in remaining for done in work([task], order))
            return
    from perfgen.batch.processes import Pool, processes

    size = max(1, min(_LARGEST_CHUNK, math.ceil(count / (jobs * 4))))
    pool = Pool(start or processes(jobs), remaining, order, size, jobs * _AHEAD)
    try:
        yield from first
        yield from pool.results()
    finally:
        pool.close()


def settle_memory() -> None:
    """Spare the collector what stays for the whole run, and wake it every few filings instead of many times in each."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 5, 5)


def default_jobs() -> int:
    """Return how many processes to use: one for each core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
