"""From one filing to ten thousand through the command line: time, memory, and what a second process brings."""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.bench.filings import write_filings
from tools.bench.measure import Process, Rounds, kept_to, middle, run_process, say

SEED = 2023


@dataclass(frozen=True)
class Size:
    """So many filings in one process: the median of the runs."""

    filings: int
    runs: int
    process: Process


@dataclass(frozen=True)
class Pair:
    """One way to render, with few and with many filings: what differs between them is the work, not the start.

    ``further``: the wall seconds of the further filings, a figure a round.
    """

    few: Process
    many: Process
    further: Rounds

    @property
    def share(self) -> float:
        """Return the share of the processor time that the first process spends itself: it cannot be spread."""
        return (self.many.alone - self.few.alone) / (self.many.processor - self.few.processor)


@dataclass(frozen=True)
class Parallel:
    """One process against two, by hand (half the filings each) and with --jobs 2.

    ``again`` is a second run of one process over many filings of which none has changed.
    """

    few: int
    many: int
    one: Pair
    by_hand: Pair
    jobs: Pair
    again: Process


def command(*words: str) -> list[str]:
    """Return perfgen's command line with these words behind it."""
    return [sys.executable, "-m", "perfgen", *words]


def environment(folder: Path) -> dict[str, str]:
    """Return what every run has set: its cache, where there is one, is the measurements' own."""
    return {"PERFGEN_CACHE": str(folder / "cache"), "PYTHONUTF8": "1"}


def measure_sizes(folder: Path, sizes: dict[int, int]) -> list[Size]:
    """Render each number of filings so many times; the first run of all is a warm-up."""
    _render(folder, write_filings(folder / "in-1", SEED, range(1))[0].parent)
    found = []
    for filings, runs in sizes.items():
        say(f"  {filings} filings, {runs} runs")
        source = folder / f"in-{filings}"
        write_filings(source, SEED, range(filings))
        made = [_render(folder, source) for _ in range(runs)]
        found.append(Size(filings, runs, middle(made)))
    return found


def measure_two(folder: Path, few: int, many: int, runs: int) -> Parallel:
    """Measure one process, two by hand and --jobs 2, in turn, and a run that has nothing to do.

    One process has two turns, one on each of two cores: their clocks drift apart by half.
    """
    sources = {size: _halves(folder, size) for size in (few, many)}
    made: dict[tuple[str, int], list[Process]] = {}
    for number in range(runs):
        say(f"  {few} and {many} filings on one and on two processes, {number + 1}/{runs}")
        for size, (whole, halves) in sources.items():
            alone = [_render(folder, whole, core=0)]
            for way, process in (
                ("again", _render(folder, whole, again=True)),
                ("by hand", _at_once(*(partial(_render, folder, half) for half in halves))),
                ("jobs", _render(folder, whole, jobs=2)),
            ):
                made.setdefault((way, size), []).append(process)
            alone.append(_render(folder, whole, core=-1))
            made.setdefault(("one", size), []).append(middle(alone))
    one, by_hand, jobs = (_pair(made[way, few], made[way, many]) for way in ("one", "by hand", "jobs"))
    return Parallel(few, many, one, by_hand, jobs, middle(made["again", many]))


def _pair(few: list[Process], many: list[Process]) -> Pair:
    further = tuple(more.wall - less.wall for less, more in zip(few, many, strict=True))
    return Pair(middle(few), middle(many), Rounds(further))


def _halves(folder: Path, filings: int) -> tuple[Path, tuple[Path, Path]]:
    """Write filings into a folder, and the same into two, half of them each."""
    half = filings // 2
    whole, first, second = (folder / f"{name}-{filings}" for name in ("whole", "first", "second"))
    for source, numbers in ((whole, range(filings)), (first, range(half)), (second, range(half, filings))):
        write_filings(source, SEED, numbers)
    return whole, (first, second)


def _render(folder: Path, source: Path, *, jobs: int = 1, again: bool = False, core: int | None = None) -> Process:
    """Render a folder; ``again``: where the last run did, so that there is nothing to do; ``core``: on that one alone.

    Nothing is deleted between runs: making files takes long where many were deleted a moment ago (ext4 passes over
    their inodes for half a minute).
    """
    number = sum(1 for _ in folder.glob(f"out-{source.name}-*")) - again
    out = folder / f"out-{source.name}-{number}"
    words = command("render", str(source), "-o", str(out), "--jobs", str(jobs))
    with nullcontext() if core is None else kept_to(core):
        done = run_process(words, environment(folder))
    if not any(out.rglob("*.docx")):
        raise RuntimeError(f"no documents in {out}")
    return done


def _at_once(*works: Callable[[], Process]) -> Process:
    """Do all at once; the wall time is that of all together."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(len(works)) as pool:
        done = list(pool.map(lambda work: work(), works))
    wall = time.perf_counter() - begin
    processor, memory = sum(process.processor for process in done), max(process.memory for process in done)
    return Process(wall, processor, processor, memory)
