"""From one filing to ten thousand through the command line: time, memory, and what a second process brings."""

import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.bench.filings import write_filings
from tools.bench.measure import Process, middle, run_process, say

SEED = 2023


@dataclass(frozen=True)
class Size:
    """So many filings: the medians of the runs."""

    filings: int
    runs: int
    wall: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Parallel:
    """One process against two, in wall seconds: by hand (half the filings each) and, where it exists, with --jobs 2."""

    filings: int
    one: float
    by_hand: float
    with_jobs: float | None
    jobs_memory: float | None


def command(*words: str) -> list[str]:
    """Return perfgen's command line with these words behind it."""
    return [sys.executable, "-m", "perfgen", *words]


def has_jobs() -> bool:
    """Tell whether ``perfgen render`` can use several processes."""
    shown = subprocess.run(command("render", "--help"), capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    return "--jobs" in shown.stdout


def environment(folder: Path) -> dict[str, str]:
    """Return what every run has set: its cache, where there is one, is the measurements' own."""
    return {"PERFGEN_CACHE": str(folder / "cache"), "PYTHONUTF8": "1"}


def measure_sizes(folder: Path, sizes: dict[int, int]) -> list[Size]:
    """Render each number of filings so many times; the first run of all is a warm-up."""
    once = ("--jobs", "1") if has_jobs() else ()
    _render(folder, write_filings(folder / "in-1", SEED, range(1))[0].parent, *once)
    found = []
    for filings, runs in sizes.items():
        say(f"  {filings} filings, {runs} runs")
        source = folder / f"in-{filings}"
        write_filings(source, SEED, range(filings))
        made = [_render(folder, source, *once) for _ in range(runs)]
        found.append(Size(filings, runs, *middle(made)))
        shutil.rmtree(source)
    return found


def measure_two(folder: Path, filings: int, runs: int) -> Parallel:
    """Measure one process, two by hand and --jobs 2, in turn."""
    jobs = has_jobs()
    half = filings // 2
    whole, halves = folder / "whole", (folder / "half-1", folder / "half-2")
    for source, numbers in ((whole, range(filings)), (halves[0], range(half)), (halves[1], range(half, filings))):
        write_filings(source, SEED, numbers)
    found: dict[str, list[float]] = {"one": [], "by hand": [], "jobs": []}
    memory: list[float] = []
    once = ("--jobs", "1") if jobs else ()
    for number in range(runs):
        say(f"  {filings} filings on one and on two processes, {number + 1}/{runs}")
        found["one"].append(_render(folder, whole, *once).wall)
        found["by hand"].append(_at_once(*(partial(_render, folder, source, *once) for source in halves)))
        if jobs:
            both = _render(folder, whole, "--jobs", "2")
            found["jobs"].append(both.wall)
            memory.append(both.memory)
    for source in (whole, *halves):
        shutil.rmtree(source)
    one, by_hand = (statistics.median(found[name]) for name in ("one", "by hand"))
    if not jobs:
        return Parallel(filings, one, by_hand, None, None)
    return Parallel(filings, one, by_hand, statistics.median(found["jobs"]), statistics.median(memory))


def _render(folder: Path, source: Path, *options: str) -> Process:
    out = folder / f"out-{source.name}"
    shutil.rmtree(out, ignore_errors=True)
    done = run_process(command("render", str(source), "-o", str(out), *options), environment(folder))
    if not any(out.rglob("*.docx")):
        raise RuntimeError(f"no documents in {out}")
    shutil.rmtree(out)
    return done


def _at_once(*works: Callable[[], Process]) -> float:
    threads = [threading.Thread(target=work) for work in works]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin
