"""Workers beside this process: an executor that is replaced when it breaks."""

import contextlib
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from itertools import islice

from perfgen.batch.pool import settle_memory
from perfgen.batch.work import Done, Order, Task, work

Start = Callable[[], Executor]
LOST = "处理它的进程两次意外退出，这一份没有处理；请单独检查这份填报数据"


def processes(jobs: int) -> Start:
    """Return how to start processes: fresh ones that share no state with this one, and leave Ctrl-C to it."""
    fresh = "spawn" if sys.platform == "win32" else "forkserver"
    context = multiprocessing.get_context(fresh)
    if fresh == "forkserver":
        context.set_forkserver_preload(["perfgen.batch.work"])
    return lambda: ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settle_memory()


class Pool:
    """An executor that is replaced when it breaks."""

    def __init__(self, start: Start) -> None:
        """Start the workers."""
        self._start = start
        self._executor = start()

    def run(self, tasks: Iterable[Task], order: Order, size: int, ahead: int) -> Iterator[Done]:
        """Yield what became of each filing, in order, ``ahead`` chunks of ``size`` being worked on."""
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
        """Stop the workers; what waits is not begun."""
        with contextlib.suppress(BrokenExecutor):
            self._executor.shutdown(wait=False, cancel_futures=True)
