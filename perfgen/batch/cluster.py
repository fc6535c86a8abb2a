"""A Dask cluster as the executor: inputs and packs go out as bytes, documents come back as bytes."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

from perfgen.batch.pool import Start
from perfgen.errors import PerfgenError

_PATIENCE = 20  # seconds to wait for the scheduler
_RETRIES = 3


def on_cluster(address: str) -> tuple[Start, int]:
    """Return how to hand work to a cluster, and how many workers it has; PerfgenError where it cannot be reached."""
    try:
        from distributed import Client
    except ImportError as error:
        raise PerfgenError("没有安装集群支持。请运行 pip install 'perfgen[cluster]'") from error
    try:
        client: Any = Client(address, timeout=_PATIENCE, set_as_default=False)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise PerfgenError(f"连不上集群 {address}（{error}）。请核对地址，确认调度器和工作进程已经启动") from error
    return lambda: ClusterExecutor(client), max(1, sum(client.ncores().values()))


class ClusterExecutor(Executor):
    """Hands calls to a cluster; what is the same in every call (the packs) travels once. Lost work is done again."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - the library's types say little
        """Take a connected client."""
        self._client = client
        self._spread: dict[int, Any] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        """Hand over a call; its last argument is the same every time."""
        *own, shared = args
        if id(shared) not in self._spread:
            self._spread[id(shared)] = self._client.scatter(shared, broadcast=True, hash=False)
        waiting: Future[Any] = Future()
        handed = self._client.submit(fn, *own, self._spread[id(shared)], pure=False, retries=_RETRIES, **kwargs)
        handed.add_done_callback(lambda done: _settle(waiting, done))
        return waiting

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Forget what was handed over; the connection stays, for another executor may take it up."""
        del wait, cancel_futures
        self._spread.clear()


def _settle(waiting: "Future[Any]", done: Any) -> None:  # noqa: ANN401
    if waiting.cancelled():
        return
    if done.status == "finished":
        waiting.set_result(done.result())
    else:
        cause = done.exception() if done.status == "error" else None
        known = isinstance(cause, PerfgenError)  # anything else: the workers it was given to were lost, one by one
        waiting.set_exception(cause if known and cause else BrokenExecutor(str(cause or done.status)))
