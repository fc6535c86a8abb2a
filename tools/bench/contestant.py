"""One way from workbooks to documents, in a process of its own, as who goes it would have: a turn is a line of paths.

What one leaves behind in memory, and how it has set the collector, is no matter of the other's. ``stages`` goes
perfgen's way with a clock between the stages.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from perfgen.batch.pool import settle_memory
from perfgen.batch.work import Order, Task, work
from perfgen.check import check
from perfgen.filing import Figures, build
from perfgen.generate import Packs
from perfgen.pack import load_pack
from perfgen.read import open_source, read_tree
from perfgen.render import render
from perfgen.write import document_paths, write_file
from tools.bench.baseline import make_documents

Turn = tuple[dict[str, float], list[Path]]  # seconds by stage, and the documents


def ordinary(workbook: Path, templates: Path, folder: Path) -> Turn:
    """Go openpyxl's and docxtpl's way."""
    return {}, make_documents(workbook, templates, folder)


def perfgen(workbook: Path, _: Path, folder: Path) -> Turn:
    """Do what the command does with a filing; RuntimeError where it has findings."""
    [done] = work([Task(workbook, workbook.read_bytes())], Order(Packs()))
    if done.findings or done.failure:
        raise RuntimeError(f"{workbook}: {done.log or done.failure or done.findings[0]}")
    paths = document_paths(folder, done.unit, done.documents)
    return {}, [write_file(path, document.data).path for path, document in paths]


def stages(workbook: Path, _: Path, folder: Path) -> Turn:
    """Go through perfgen's stages one by one."""
    seconds, begin = dict[str, float](), time.perf_counter()
    for stage in _through(workbook, folder):
        seconds[stage] = time.perf_counter() - begin
        begin = time.perf_counter()
    return seconds, []


def _through(workbook: Path, folder: Path) -> Iterator[str]:
    source: Any = open_source(workbook)[0]
    yield "open"
    pack = load_pack(source.pack_name)
    tree, _ = read_tree(source, pack)
    yield "read"
    filing, _ = build(pack, tree)
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


WAYS: dict[str, Callable[[Path, Path, Path], Turn]] = {"ordinary": ordinary, "perfgen": perfgen, "stages": stages}


def main(way: str, templates: str, folder: str) -> None:
    """Take turns: the first one warms up, and what it leaves stays, as in a run of the command."""
    for number, line in enumerate(sys.stdin):
        begin = time.perf_counter()
        turns = [WAYS[way](Path(path), Path(templates), Path(folder)) for path in json.loads(line)]
        seconds = time.perf_counter() - begin
        made = [str(path) for _, paths in turns for path in paths]
        print(json.dumps([seconds, [taken for taken, _ in turns], made]), flush=True)
        if way != "ordinary" and not number:
            settle_memory()


def command(way: str, templates: Path, folder: Path) -> Sequence[str]:
    """Return the command line of a way."""
    return sys.executable, "-m", __name__, way, str(templates), str(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
