"""A Dask cluster: a real scheduler and two workers on loopback, one of them killed midway."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import pytest
from support.filings import pack_folder
from test_batch import district, documents, documents_of, program

from perfgen.batch.cluster import _settle

_PATIENCE = 60


def _python(module: str, *arguments: str, folder: Path) -> "subprocess.Popen[bytes]":
    with (folder / f"{module}.log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=log, stderr=log, cwd=folder)


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """Start a scheduler and two workers; yield the address and the workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    near = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = _python("distributed.cli.dask_scheduler", *near, "--port", str(port), folder=folder)
    alone = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
    workers = [_python("distributed.cli.dask_worker", address, *near, *alone, folder=folder) for _ in range(2)]
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_a_cluster_makes_the_same_and_outlives_a_worker(tmp_path: Path) -> None:
    """The same bytes as here, in the same order; what a killed worker had begun is done by the other."""
    inputs, out = district(tmp_path / "in", 240), tmp_path / "out"
    with cluster(tmp_path) as (address, workers):
        running = subprocess.Popen(
            program("render", inputs, "-o", out, "--cluster", address), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert running.stdout is not None
        first = running.stdout.readline()
        workers[0].kill()
        said, faults = running.communicate(timeout=_PATIENCE)
    assert running.returncode == 0, faults.decode()
    lines = (first + said).decode().splitlines()
    assert lines[0] == "第000局（000.yaml）：1 个文档"
    assert lines[-1].startswith("共 240 份：已生成 240。")
    assert documents(out) == documents_of(inputs, tmp_path / "here")


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With what to check."""
    began = time.monotonic()
    told = subprocess.run(
        program("render", district(tmp_path / "in", 1), "-o", tmp_path / "out", "--cluster", "tcp://127.0.0.1:9"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 2
    assert "连不上集群 tcp://127.0.0.1:9" in told.stderr
    assert "Traceback" not in told.stderr
    assert time.monotonic() - began < _PATIENCE
    assert pack_folder().is_dir()


@pytest.mark.parametrize("address", ["127.0.0.1", "没有这台机器"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    """Before anything is read."""
    told = subprocess.run(
        program("render", district(tmp_path / "in", 1), "-o", tmp_path / "out", "--cluster", address),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (told.returncode, "地址要写成 tcp://主机:8786" in told.stderr) == (2, True), told.stderr


class _Lost:
    """What Dask hands back when every worker died over a call."""

    status = "error"

    def exception(self) -> Exception:
        """Return its own kind of exception."""
        return RuntimeError("KilledWorker: work")


def test_workers_lost_over_a_filing_are_like_a_broken_pool() -> None:
    """So that its neighbours are done again, alone, and only it is given up."""
    waiting: Future[None] = Future()
    _settle(waiting, _Lost())
    with pytest.raises(BrokenExecutor, match="work"):
        waiting.result()
