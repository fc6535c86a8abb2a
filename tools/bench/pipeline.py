"""The whole way, workbook in, five documents on disk: perfgen against openpyxl with docxtpl, filing by filing."""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfgen.generate import Packs, generate
from perfgen.write import document_paths, write_file
from tools.bench.baseline import make_documents
from tools.bench.measure import Rounds, say
from tools.bench.words import words

_WARM = 2


@dataclass(frozen=True)
class Measured:
    """One figure a filing; ``documents`` of each way, and whether their words are equal."""

    filings: int
    documents: int
    ordinary: Rounds
    perfgen: Rounds
    same: bool


def measure(workbooks: Sequence[Path], templates: Path, folder: Path) -> Measured:
    """Take every workbook both ways, in turn, in this process; the first two warm up and are not counted."""
    one, other = folder / "ordinary", folder / "perfgen"
    seconds: tuple[list[float], list[float]] = [], []
    documents, same = 0, True
    for home in (one, other):
        shutil.rmtree(home, ignore_errors=True)
    for number, workbook in enumerate(workbooks):
        first, theirs = _timed(lambda path=workbook: make_documents(path, templates, one))  # type: ignore[misc]
        second, ours = _timed(lambda path=workbook: make_with_perfgen(path, other))  # type: ignore[misc]
        same &= _words(theirs) == _words(ours)
        if number >= _WARM:
            seconds[0].append(first)
            seconds[1].append(second)
            documents += len(ours)
        if number % 20 == 0:
            say(f"  {number}/{len(workbooks)}")
    return Measured(len(seconds[0]), documents, Rounds(tuple(seconds[0])), Rounds(tuple(seconds[1])), same)


def make_with_perfgen(workbook: Path, folder: Path) -> list[Path]:
    """Write the documents of a workbook as the command does; RuntimeError where it has findings."""
    outcome = generate(workbook, Packs())
    if outcome.findings:
        raise RuntimeError(f"{workbook}: {outcome.findings[0]}")
    paths = document_paths(folder, outcome.unit, outcome.documents)
    return [write_file(path, document.data).path for path, document in paths]


def _timed(work: Callable[[], list[Path]]) -> tuple[float, list[Path]]:
    begin = time.perf_counter()
    made = work()
    return time.perf_counter() - begin, made


def _words(paths: Sequence[Path]) -> dict[str, list[str]]:
    return {path.name: words(path.read_bytes()) for path in paths}
