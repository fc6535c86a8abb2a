"""The whole way, workbook in, five documents on disk: perfgen against openpyxl with docxtpl, ten filings a turn."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfgen.batch.pool import settle_memory
from perfgen.check import check
from perfgen.filing import Figures, build
from perfgen.generate import Packs, generate
from perfgen.pack import load_pack
from perfgen.read import open_source, read_tree
from perfgen.render import render
from perfgen.write import document_paths, write_file
from tools.bench.baseline import make_documents
from tools.bench.measure import Rounds, say
from tools.bench.words import words

_WARM, _TURN = 2, 10


@dataclass(frozen=True)
class Measured:
    """Seconds a filing, a figure a turn; ``documents`` of each way, and whether their words are equal.

    ``stages``: what each stage of perfgen takes, a figure a filing.
    """

    filings: int
    documents: int
    ordinary: Rounds
    perfgen: Rounds
    same: bool
    stages: Mapping[str, Rounds]


def measure(workbooks: Sequence[Path], templates: Path, folder: Path) -> Measured:
    """Take every workbook both ways, in turn, in this process; the first two warm up and are not counted."""
    one, other = folder / "ordinary", folder / "perfgen"
    for home in (one, other):
        shutil.rmtree(home, ignore_errors=True)
    for workbook in workbooks[:_WARM]:
        make_documents(workbook, templates, one)
        make_with_perfgen(workbook, other)
    settle_memory()  # as the command does
    seconds: tuple[list[float], list[float]] = [], []
    theirs, ours = dict[str, list[str]](), dict[str, list[str]]()
    counted = workbooks[_WARM:]
    for begin in range(0, len(counted), _TURN):
        turn = counted[begin : begin + _TURN]
        for making, home, taken, said in (
            (lambda path, home: make_documents(path, templates, home), one, seconds[0], theirs),
            (make_with_perfgen, other, seconds[1], ours),
        ):
            spent, paths = _timed(making, turn, home)
            taken.append(spent / len(turn))
            said |= {f"{path.parent.name}/{path.name}": words(path.read_bytes()) for path in paths}
        say(f"  {begin + len(turn)}/{len(counted)}")
    stages = _stages(counted, folder / "stages")
    return Measured(
        len(counted), len(ours), Rounds(tuple(seconds[0])), Rounds(tuple(seconds[1])), theirs == ours, stages
    )


def make_with_perfgen(workbook: Path, folder: Path) -> list[Path]:
    """Write the documents of a workbook as the command does; RuntimeError where it has findings."""
    outcome = generate(workbook, Packs())
    if outcome.findings:
        raise RuntimeError(f"{workbook}: {outcome.findings[0]}")
    paths = document_paths(folder, outcome.unit, outcome.documents)
    return [write_file(path, document.data).path for path, document in paths]


def _timed(
    making: Callable[[Path, Path], list[Path]], workbooks: Sequence[Path], folder: Path
) -> tuple[float, list[Path]]:
    begin = time.perf_counter()
    made = [path for workbook in workbooks for path in making(workbook, folder)]
    return time.perf_counter() - begin, made


def _stages(workbooks: Sequence[Path], folder: Path) -> dict[str, Rounds]:
    """Go through the stages one by one, with a clock between them."""
    seconds: dict[str, list[float]] = {}
    for workbook in workbooks:
        begin = time.perf_counter()
        for stage in _through(workbook, folder):
            seconds.setdefault(stage, []).append(time.perf_counter() - begin)
            begin = time.perf_counter()
    return {stage: Rounds(tuple(taken)) for stage, taken in seconds.items()}


def _through(workbook: Path, folder: Path) -> Iterator[str]:
    source: Any = open_source(workbook)[0]
    yield "open"
    pack = load_pack(source.pack_name)
    tree, _ = read_tree(source, pack)
    yield "read"
    filing, _ = build(pack, tree, workbook.name)
    yield "build"
    figures = Figures(filing)
    figures.compute()
    yield "compute"
    check(figures)
    yield "check"
    documents, _ = render(figures)
    yield "render"
    for path, document in document_paths(folder, workbook.stem, documents):
        write_file(path, document.data)
    yield "write"
