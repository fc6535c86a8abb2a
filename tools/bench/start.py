"""Cold start: whole processes that do one thing and end."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tools.bench.filings import write_filings
from tools.bench.measure import Process, middle, run_process, say
from tools.bench.scale import SEED, command, environment

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Start:
    """A command: the median wall and processor time of its processes, in seconds, and their memory in MB."""

    name: str
    wall: float
    processor: float
    memory: float


def has_cache() -> bool:
    """Tell whether perfgen keeps compiled templates on disk."""
    return any("PERFGEN_CACHE" in path.read_text(encoding="utf-8") for path in (_ROOT / "perfgen").rglob("*.py"))


def measure(folder: Path, templates: Path, rounds: int) -> list[Start]:
    """Start every command in turn, so many times."""
    workbook, yaml = (write_filings(folder / "cold", SEED, range(1), yaml=kind)[0] for kind in (False, True))
    numbers = count()

    def render(source: Path, *, kept: bool) -> Callable[[], Process]:
        cache = str(folder / "cache") if kept else ""

        def run() -> Process:
            out = folder / "cold-out"
            shutil.rmtree(out, ignore_errors=True)
            fresh = {"PERFGEN_CACHE": cache or str(folder / "fresh" / str(next(numbers)))}
            return run_process(command("render", str(source), "-o", str(out)), {**environment(folder), **fresh})

        return run

    ordinary = [sys.executable, "-m", "tools.bench.baseline", str(workbook), str(templates), str(folder / "cold-out")]
    commands: dict[str, Callable[[], Process]] = {
        "`python -c pass`": lambda: run_process([sys.executable, "-c", "pass"]),
        "`perfgen --help`": lambda: run_process(command("--help"), environment(folder)),
        "openpyxl + docxtpl, one workbook, 5 documents": lambda: run_process(ordinary, {"PYTHONPATH": str(_ROOT)}),
        "`perfgen render`, one workbook, 5 documents": render(workbook, kept=False),
        "`perfgen render`, one YAML file, 5 documents": render(yaml, kept=False),
    }
    if has_cache():
        commands["the same workbook, templates in the cache on disk"] = render(workbook, kept=True)
    found: dict[str, list[Process]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        say(f"  round {number}/{rounds}")
        for name, run in commands.items():
            process = run()
            if number:  # the first round fills the caches of the system
                found[name].append(process)
    return [Start(name, *middle(made)) for name, made in found.items()]
