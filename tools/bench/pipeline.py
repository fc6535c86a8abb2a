"""The whole way, workbook in, five documents on disk: perfgen against openpyxl with docxtpl.

A turn of perfgen is a process that goes through all filings without a stop, as a run of the command would. The slow way
takes some twenty times as long, and meanwhile the clock of a machine drifts: it goes through them in parts, and before
and after each of them perfgen has a turn, so that both see the same weather.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import fmean
from typing import Any

from tools.bench import contestant
from tools.bench.measure import Rounds, say
from tools.bench.words import words

_WARM = 2
PARTS = 6  # of a round of the slow way


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
        self.seconds: list[float] = []  # by turn
        self.stages: list[dict[str, float]] = []  # seconds, by filing
        self.made: list[Path] = []

    def warm_up(self, workbooks: Sequence[Path]) -> None:
        """Take a turn that does not count."""
        self.take(workbooks)
        self.seconds.clear()
        self.stages.clear()
        self.made.clear()

    def take(self, workbooks: Sequence[Path]) -> None:
        """Take a turn."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError
        self._process.stdin.write(json.dumps([str(path) for path in workbooks]) + "\n")
        self._process.stdin.flush()
        seconds, stages, made = json.loads(self._process.stdout.readline())
        self.seconds.append(seconds)
        self.stages += stages
        self.made += map(Path, made)

    def said(self) -> dict[str, list[str]]:
        """Return the words of its documents, by the unit's folder and the name."""
        return {f"{path.parent.name}/{path.name}": words(path.read_bytes()) for path in self.made}


def measure(workbooks: Sequence[Path], templates: Path, folder: Path, rounds: int = 5) -> Measured:
    """Take every workbook every way, round by round; the first two warm up and are not counted."""
    warm, counted = workbooks[:_WARM], workbooks[_WARM:]
    seconds: dict[str, list[float]] = {"ordinary": [], "perfgen": []}
    stages: dict[str, list[float]] = {}
    for number in range(rounds):
        turns = (folder / f"{number}-{turn}" for turn in count())
        with _started("ordinary", templates, next(turns), warm) as ordinary:
            fast = [_whole_turn("perfgen", templates, next(turns), warm, counted)]
            for part in range(PARTS):
                ordinary.take(counted[part::PARTS])
                fast.append(_whole_turn("perfgen", templates, next(turns), warm, counted))
        seconds["ordinary"].append(sum(ordinary.seconds) / len(counted))
        seconds["perfgen"].append(fmean(turn.seconds[0] for turn in fast) / len(counted))
        for taken in _whole_turn("stages", templates, next(turns), warm, counted).stages:
            for stage, spent in taken.items():
                stages.setdefault(stage, []).append(spent)
        say(f"  {number + 1}/{rounds}")
    said = fast[-1].said()
    return Measured(
        len(counted),
        len(said),
        Rounds(tuple(seconds["ordinary"])),
        Rounds(tuple(seconds["perfgen"])),
        said == ordinary.said(),
        {stage: Rounds(tuple(found)) for stage, found in stages.items()},
    )


def _whole_turn(way: str, templates: Path, folder: Path, warm: Sequence[Path], counted: Sequence[Path]) -> _Contestant:
    """Go through all filings in a process of their own."""
    with _started(way, templates, folder, warm) as process:
        process.take(counted)
        return process


@contextmanager
def _started(way: str, templates: Path, folder: Path, warm: Sequence[Path]) -> Iterator[_Contestant]:
    folder.mkdir(parents=True)
    variables: dict[str, Any] = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    with subprocess.Popen(  # noqa: S603 - our own
        contestant.command(way, templates, folder),
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        taking = _Contestant(process)
        taking.warm_up(warm)
        yield taking
