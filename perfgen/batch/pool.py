"""Who does the work: this process, several processes, or whatever executor somebody brings."""

import contextlib
import gc
import math
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from itertools import islice

from perfgen.batch.work import Done, Order, Task, work

_FEW = 4  # filings for which starting processes costs more than it saves
_LARGEST_CHUNK = 16
_AHEAD = 3  # chunks each worker may have waiting: enough to be busy, few enough for a flat memory
LOST = "处理它的进程两次意外退出，这一份没有处理；请单独检查这份填报数据"

Start = Callable[[], Executor]


def run(tasks: Iterable[Task], count: int, order: Order, jobs: int, start: Start | None = None) -> Iterator[Done]:
    """Yield what became of each filing, in order; ``start`` brings an executor of one's own with ``jobs`` workers."""
    if start is None and (jobs <= 1 or count <= _FEW):
        yield from (done for task in tasks for done in work([task], order))
        return
    size = max(1, min(_LARGEST_CHUNK, math.ceil(count / (jobs * 4))))
    pool = _Pool(start or processes(jobs))
    try:
        yield from pool.run(tasks, order, size, jobs * _AHEAD)
    finally:
        pool.close()


def processes(jobs: int) -> Start:
    """Return how to start processes: fresh ones that share no state with this one, and leave Ctrl-C to it."""
    fresh = "spawn" if sys.platform == "win32" else "forkserver"
    context = multiprocessing.get_context(fresh)
    if fresh == "forkserver":
        context.set_forkserver_preload(["perfgen.batch.work"])
    return lambda: ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def default_jobs() -> int:
    """Return how many processes to use: one for each core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was imported stays; the collector need not look at it again


class _Pool:
    """An executor that is replaced when it breaks."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._executor = start()

    def run(self, tasks: Iterable[Task], order: Order, size: int, ahead: int) -> Iterator[Done]:
        remaining = iter(tasks)
        waiting: deque[tuple[list[Task], Future[list[Done]]]] = deque()
        while True:
            while len(waiting) < ahead and (chunk := list(islice(remaining, size))):
                waiting.append((chunk, self._submit(chunk, order)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenExecutor:
                yield from self._again(chunk, order)
                waiting = deque((late, self._submit(late, order)) for late, _ in waiting)

    def _submit(self, chunk: Sequence[Task], order: Order) -> Future[list[Done]]:
        try:
            return self._executor.submit(work, chunk, order)
        except BrokenExecutor:
            self._replace()
            return self._executor.submit(work, chunk, order)

    def _again(self, chunk: Sequence[Task], order: Order) -> Iterator[Done]:
        """Do a chunk's filings one by one after a worker was lost; one that is lost again is at fault itself."""
        self._replace()
        for task in chunk:
            try:
                yield from self._executor.submit(work, [task], order).result()
            except BrokenExecutor:
                self._replace()
                yield Done(task.source, task.source.stem, failure=LOST)

    def _replace(self) -> None:
        self.close()
        self._executor = self._start()

    def close(self) -> None:
        with contextlib.suppress(BrokenExecutor):
            self._executor.shutdown(wait=False, cancel_futures=True)
