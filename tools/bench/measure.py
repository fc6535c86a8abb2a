"""Stopwatches: contestants take turns (A B C A B C …), so that what else the machine does hits all alike."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Contestant = Callable[[int], float]
"""Does its work so many times and returns the seconds of one."""

_TURN = 0.1  # seconds a contestant's turn should last: long against the clock, short against the noise
_WARM = 1.0  # seconds of warm-up: node compiles what it has run often
_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True)
class Rounds:
    """The seconds of one piece of work, a figure a round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Return the seconds of the middle round."""
        return statistics.median(self.seconds)

    def times_faster_than(self, other: "Rounds") -> tuple[float, float, float]:
        """Return how often this is done while the other is done once: lower quartile, median, upper quartile."""
        ratios = [theirs / ours for ours, theirs in zip(self.seconds, other.seconds, strict=True)]
        if len(ratios) < 2:  # noqa: PLR2004
            return ratios[0], ratios[0], ratios[0]
        low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
        return low, middle, high


def timed(work: Callable[[], object]) -> Contestant:
    """Return a contestant that does the work in this process."""

    def run(times: int) -> float:
        begin = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - begin) / times

    return run


def take_turns(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, Rounds]:
    """Warm everybody up, then go round; a turn is as many times the work as fit into a tenth of a second."""
    turns = {}
    for name, run in contestants.items():
        run(max(2, round(_WARM / run(2))))
        turns[name] = max(1, round(_TURN / run(3)))
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            seconds[name].append(run(turns[name]))
    return {name: Rounds(tuple(found)) for name, found in seconds.items()}


@dataclass(frozen=True)
class Process:
    """A whole process: wall seconds, processor seconds, and the most memory it held, in MB.

    With child processes ``processor`` counts them too, ``alone`` does not; the memory is that of the largest one.
    """

    wall: float
    processor: float
    alone: float
    memory: float


def run_process(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Process:
    """Run a program to its end; RuntimeError with what it said where it fails.

    A small process starts it: what Linux reports as the most memory begins with what the starting process held. Python
    may keep byte code, as it does wherever perfgen was installed, whatever the shell says.
    """
    launch = [sys.executable, "-I", "-S", str(_LAUNCHER), *command]
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(environment or {})}
    done = subprocess.run(launch, env=variables, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    *_, figures = done.stdout.splitlines() or [""]
    if done.returncode or not figures:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return Process(*map(float, figures.split()))


@contextmanager
def kept_to(core: int) -> Iterator[None]:
    """Have what is started meanwhile run on one core alone (0 the first, -1 the last), where the system can do that."""
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(cores)[core]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def middle(processes: Sequence[Process]) -> Process:
    """Return the medians of each figure."""
    return Process(
        statistics.median(process.wall for process in processes),
        statistics.median(process.processor for process in processes),
        statistics.median(process.alone for process in processes),
        statistics.median(process.memory for process in processes),
    )


def say(message: str) -> None:
    """Tell how far the measurements are."""
    print(message, file=sys.stderr, flush=True)
