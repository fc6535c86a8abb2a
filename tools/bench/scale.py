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


Walls = tuple[float, float]
"""Wall seconds for few and for many filings."""


@dataclass(frozen=True)
class Parallel:
    """One process against two, in wall seconds: by hand (half the filings each) and, where it exists, with --jobs 2.

    ``again`` is a second run of one process over many filings of which none has changed; ``memory`` are MB of the
    largest process of --jobs 2.
    """

    few: int
    many: int
    one: Walls
    by_hand: Walls
    with_jobs: Walls | None
    memory: float
    again: float

    def speedup(self, walls: Walls) -> float:
        """Return how much faster two processes are once they run: what starting them takes is no share of the work."""
        return (self.one[1] - self.one[0]) / (walls[1] - walls[0])


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


def measure_two(folder: Path, few: int, many: int, runs: int) -> Parallel:
    """Measure one process, two by hand and --jobs 2, in turn, and a run that has nothing to do."""
    jobs = has_jobs()
    once = ("--jobs", "1") if jobs else ()
    found: dict[str, list[Walls]] = {"one": [], "by hand": [], "jobs": []}
    memory, again = [0.0], []
    sources = {size: _halves(folder, size) for size in (few, many)}
    for number in range(runs):
        say(f"  {few} and {many} filings on one and on two processes, {number + 1}/{runs}")
        one, by_hand, both = [], [], []
        for whole, halves in sources.values():
            one.append(_render(folder, whole, *once, keep=True).wall)
            again.append(_render(folder, whole, *once).wall)
            by_hand.append(_at_once(*(partial(_render, folder, source, *once) for source in halves)))
            if jobs:
                process = _render(folder, whole, "--jobs", "2")
                both.append(process.wall)
                memory.append(process.memory)
        for name, walls in (("one", one), ("by hand", by_hand), ("jobs", both)):
            found[name].append((walls[0], walls[-1]) if walls else (0, 0))
    middle_of = {name: _middle(walls) for name, walls in found.items()}
    with_jobs = middle_of["jobs"] if jobs else None
    return Parallel(
        few, many, middle_of["one"], middle_of["by hand"], with_jobs, max(memory), statistics.median(again[1::2])
    )


def _halves(folder: Path, filings: int) -> tuple[Path, tuple[Path, Path]]:
    """Write filings into a folder, and the same into two, half of them each."""
    half = filings // 2
    whole, first, second = (folder / f"{name}-{filings}" for name in ("whole", "first", "second"))
    for source, numbers in ((whole, range(filings)), (first, range(half)), (second, range(half, filings))):
        write_filings(source, SEED, numbers)
    return whole, (first, second)


def _middle(walls: list[Walls]) -> Walls:
    return statistics.median(small for small, _ in walls), statistics.median(large for _, large in walls)


def _render(folder: Path, source: Path, *options: str, keep: bool = False) -> Process:
    """Render a folder; where its documents are left, the next run finds them and has nothing to do."""
    out = folder / f"out-{source.name}"
    done = run_process(command("render", str(source), "-o", str(out), *options), environment(folder))
    if not any(out.rglob("*.docx")):
        raise RuntimeError(f"no documents in {out}")
    if not keep:
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
