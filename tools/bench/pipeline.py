"""The whole way, workbook in, five documents on disk: perfgen against openpyxl with docxtpl.

A turn is a process that goes through all filings without a stop, as a run of the command would: in shorter turns each
pays for what the other has left in the processor's cache. The slow way takes some twenty times as long, and meanwhile
the clock of a machine drifts: in every round perfgen has a turn before it and one after it.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from tools.bench import contestant
from tools.bench.measure import Rounds, say
from tools.bench.words import words

_WARM, _ROUNDS = 2, 5
_TURNS = ("perfgen", "ordinary", "perfgen", "stages")  # of a round


@dataclass(frozen=True)
class Measured:
    """Seconds a filing, a figure a round, the mean of its turns; ``documents`` of each way, are their words equal.

    ``stages``: what each stage of perfgen takes, a figure a filing.
    """

    filings: int
    documents: int
    ordinary: Rounds
    perfgen: Rounds
    same: bool
    stages: Mapping[str, Rounds]


class _Contestant:
    """A process that takes turns."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.seconds: list[float] = []  # a filing, by turn
        self.said: dict[str, list[str]] = {}  # the words of the documents

    def warm_up(self, workbooks: Sequence[Path]) -> None:
        """Take a turn that does not count."""
        self.take(workbooks)
        self.seconds.clear()
        self.said.clear()

    def take(self, workbooks: Sequence[Path]) -> list[dict[str, float]]:
        """Take a turn; return the seconds of the stages, by filing."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError
        self._process.stdin.write(json.dumps([str(path) for path in workbooks]) + "\n")
        self._process.stdin.flush()
        seconds, stages, made = json.loads(self._process.stdout.readline())
        self.seconds.append(seconds / len(workbooks))
        for path in map(Path, made):
            self.said[f"{path.parent.name}/{path.name}"] = words(path.read_bytes())
        return list(stages)


def measure(workbooks: Sequence[Path], templates: Path, folder: Path) -> Measured:
    """Take every workbook every way, round by round; the first two warm up and are not counted."""
    counted = workbooks[_WARM:]
    seconds: dict[str, list[float]] = {way: [] for way in _TURNS}
    stages: dict[str, list[float]] = {}
    said: dict[str, dict[str, list[str]]] = {}
    for number in range(_ROUNDS):
        took: dict[str, list[float]] = {way: [] for way in _TURNS}
        for turn, way in enumerate(_TURNS):
            with _started(way, templates, folder / f"{number}-{turn}-{way}") as process:
                process.warm_up(workbooks[:_WARM])
                for taken in process.take(counted):
                    for stage, spent in taken.items():
                        stages.setdefault(stage, []).append(spent)
                took[way] += process.seconds
                said[way] = process.said
        for way, turns in took.items():
            seconds[way].append(fmean(turns))
        say(f"  {number + 1}/{_ROUNDS}")
    return Measured(
        len(counted),
        len(said["perfgen"]),
        Rounds(tuple(seconds["ordinary"])),
        Rounds(tuple(seconds["perfgen"])),
        said["ordinary"] == said["perfgen"],
        {stage: Rounds(tuple(found)) for stage, found in stages.items()},
    )


@contextmanager
def _started(way: str, templates: Path, folder: Path) -> Iterator[_Contestant]:
    folder.mkdir(parents=True)
    variables: dict[str, Any] = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    with subprocess.Popen(  # noqa: S603 - our own
        contestant.command(way, templates, folder),
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield _Contestant(process)
