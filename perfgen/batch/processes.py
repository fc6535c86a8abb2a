"""Workers beside this process: an executor that is replaced when it breaks."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from itertools import islice

from perfgen.batch.pool import settle_memory
from perfgen.batch.work import Done, Order, Task, work

Start = Callable[[], Executor]
LOST = "处理它的进程两次意外退出，这一份没有处理；请单独检查这份填报数据"


def processes(jobs: int) -> Start:
    """Return how to start processes that leave Ctrl-C to this one and end with it.

    Where nothing else runs in this process, they begin as its copies and have read and compiled what it has.
    """

    def start() -> Executor:
        alone = sys.platform == "linux" and threading.active_count() == 1
        way = "fork" if alone else "spawn" if sys.platform == "win32" else "forkserver"
        context = multiprocessing.get_context(way)
        if way == "forkserver":
            context.set_forkserver_preload(["perfgen.batch.work"])
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)

    return start


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settle_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Stop when the process that gives the work is gone, killed perhaps: nobody would ever ask for the result."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Pool:
    """An executor that is replaced when it breaks; results come in the order of the filings."""

    def __init__(self, start: Start, tasks: Iterable[Task], order: Order, size: int, ahead: int) -> None:
        """Start the workers: ``ahead`` chunks of ``size`` filings are handed out at a time."""
        self._start = start
        self._executor = start()
        self._tasks = iter(tasks)
        self._order, self._size, self._ahead = order, size, ahead
        self._waiting: deque[tuple[list[Task], Future[list[Done]]]] = deque()
        self._hand_out()

    def results(self) -> Iterator[Done]:
        """Yield what became of each filing."""
        while self._waiting:
            chunk, future = self._waiting.popleft()
            try:
                yield from future.result()
            except BrokenExecutor:
                yield from self._again(chunk)
                self._waiting = deque((late, self._submit(late)) for late, _ in self._waiting)
            self._hand_out()

    def _hand_out(self) -> None:
        while len(self._waiting) < self._ahead and (chunk := list(islice(self._tasks, self._size))):
            self._waiting.append((chunk, self._submit(chunk)))

    def _submit(self, chunk: Sequence[Task]) -> "Future[list[Done]]":
        try:
            return self._executor.submit(work, chunk, self._order)
        except BrokenExecutor:
            self._replace()
            return self._executor.submit(work, chunk, self._order)

    def _again(self, chunk: Sequence[Task]) -> Iterator[Done]:
        """Do a chunk's filings one by one after a worker was lost; one that is lost again is at fault itself."""
        self._replace()
        for task in chunk:
            try:
                yield from self._executor.submit(work, [task], self._order).result()
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
