"""Cold start: whole processes that do one thing and end."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tools.bench.filings import write_filings
from tools.bench.measure import Process, Rounds, middle, run_process, say
from tools.bench.scale import SEED, command, environment

_ROOT = Path(__file__).parents[2]


BARE, HELP = "`python -c pass`", "`perfgen --help`"
UNCACHED = "`perfgen render`, one workbook, 5 documents, cache off"
CACHED = "the same, later runs: templates come from the cache"


@dataclass(frozen=True)
class Start:
    """A command, the median of its processes, and the wall seconds of each round."""

    name: str
    process: Process
    rounds: Rounds


def measure(folder: Path, templates: Path, rounds: int) -> list[Start]:
    """Start every command in turn, so many times."""
    workbook, yaml = (write_filings(folder / "cold", SEED, range(1), yaml=kind)[0] for kind in (False, True))
    numbers = count()

    def render(source: Path, cache: Callable[[], str]) -> Process:
        out = folder / "cold-out"
        shutil.rmtree(out, ignore_errors=True)
        words = command("render", str(source), "-o", str(out))
        return run_process(words, {**environment(folder), "PERFGEN_CACHE": cache()})

    def fresh() -> str:
        return str(folder / "fresh" / str(next(numbers)))

    def full() -> str:
        return str(folder / "cache")

    ordinary = [sys.executable, "-m", "tools.bench.baseline", str(workbook), str(templates), str(folder / "cold-out")]
    commands: dict[str, Callable[[], Process]] = {
        BARE: lambda: run_process([sys.executable, "-c", "pass"]),
        HELP: lambda: run_process(command("--help"), environment(folder)),
        "openpyxl + docxtpl, one workbook, 5 documents": lambda: run_process(ordinary, {"PYTHONPATH": str(_ROOT)}),
        UNCACHED: lambda: render(workbook, lambda: "off"),
        "the same, first run: the cache on disk is empty": lambda: render(workbook, fresh),
        CACHED: lambda: render(workbook, full),
        "the same from one YAML file": lambda: render(yaml, full),
    }
    found: dict[str, list[Process]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        say(f"  round {number}/{rounds}")
        for name, run in commands.items():
            process = run()
            if number:  # the first round fills the caches of the system
                found[name].append(process)
    return [Start(name, middle(made), Rounds(tuple(process.wall for process in made))) for name, made in found.items()]
