"""Rendering many filings into a folder: what changed is made, one after the other is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from perfgen.batch.find import find_filings
from perfgen.batch.folder import Record, Records, locked, made_from
from perfgen.batch.pool import Start, run
from perfgen.batch.work import Done, Order, Task, bundle_of
from perfgen.expression import keep_formulas
from perfgen.finding.catalogue import SAME_UNIT
from perfgen.generate import Packs
from perfgen.pack import built_in_packs
from perfgen.place import Place
from perfgen.read import LARGEST
from perfgen.write import WriteError, Written, document_paths, safe_name, write_file


class State(StrEnum):
    """What a run did with a filing."""

    MADE = "已生成"
    UNCHANGED = "未变"
    REFUSED = "有致命问题"
    FAILED = "没有完成"


@dataclass(eq=False)
class Result:
    """A filing with what was written of it, or why nothing could be."""

    source: Path
    unit: str
    state: State
    done: Done
    written: list[Written] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    failure: str = ""


@dataclass(frozen=True, eq=False)
class Options:
    """How to render; ``start`` brings workers of one's own (another machine's), which get the packs as bytes."""

    only: tuple[str, ...] = ()
    force: bool = False
    everything: bool = False
    jobs: int = 1
    start: Start | None = None


def render_all(
    inputs: Iterable[Path],
    folder: Path,
    packs: Packs,
    options: Options = Options(),
    *,
    begin: Callable[[int], None] = lambda _: None,
) -> Iterator[Result]:
    """Yield what became of each filing, in their order; its documents are on disk by then.

    Those made from the same before are left alone unless ``everything``. ``begin`` is told how many filings there are.
    Two runs never write into one folder. What a run has finished stays when it is interrupted; the next goes on there.
    """
    sources = list(find_filings(inputs))
    begin(len(sources))
    with locked(folder):
        yield from _Run(folder, packs, options, Records(folder)).results(sources)


class _Run:
    """One run into one folder."""

    def __init__(self, folder: Path, packs: Packs, options: Options, records: Records) -> None:
        self._folder, self._packs, self._options, self._records = folder, packs, options, records
        self._settings = {"only": options.only, "force": options.force, "pack": packs.name}
        self._taken: dict[str, Path] = {}  # by the folder of a unit: whose documents are in it
        self._data: dict[Path, bytes] = {}
        self._same: set[Path] = set()

    def results(self, sources: list[Path]) -> Iterator[Result]:
        bundle = bundle_of((*self._packs.folders, built_in_packs())) if self._options.start else b""
        order = Order(self._packs, only=self._options.only, force=self._options.force, bundle=bundle)
        pending = iter(sources)
        for done in run(self._tasks(sources), len(sources), order, self._options.jobs, self._options.start):
            yield from self._unchanged_before(done.source, pending)
            yield self._write(done)
        yield from self._unchanged_before(None, pending)
        self._records.tidy()
        keep_formulas()

    def _tasks(self, sources: list[Path]) -> Iterator[Task]:
        """Yield what has to be made; what has not is remembered."""
        for source in sources:
            try:
                data = source.read_bytes() if source.stat().st_size <= LARGEST else None
            except OSError:
                data = None
            if data is None:
                yield Task(source, None)  # reading it says why it cannot be read
                continue
            known = self._records.of(source)
            mark = self._mark(data, self._packs.name or (known.pack if known else ""))
            record = None if self._options.everything or not mark else self._records.unchanged(source, mark)
            if record:
                self._same.add(source)
            else:
                self._data[source] = data
                yield Task(source, data)

    def _mark(self, data: bytes, pack: str) -> str:
        return made_from(data, pack, self._settings, self._packs.folders)

    def _unchanged_before(self, source: Path | None, pending: Iterator[Path]) -> Iterator[Result]:
        """Yield the unchanged filings that stand before one in the order."""
        for path in pending:
            if path == source:
                return
            self._same.remove(path)
            record = self._records.of(path)
            assert record is not None  # noqa: S101 - it said so when its turn came
            documents = [self._folder / name for name in record.documents]
            self._taken[safe_name(record.unit)] = path
            yield Result(
                path,
                record.unit,
                State.UNCHANGED,
                Done(path, record.unit, record.pack),
                documents=documents,
                figures=record.figures,
                counts=record.counts,
            )

    def _write(self, done: Done) -> Result:
        result = Result(done.source, done.unit, State.FAILED, done, figures=done.figures, failure=done.failure)
        data = self._data.pop(done.source, None)
        if not done.failure and self._claim(done):
            try:
                for path, document in document_paths(self._folder, done.unit, done.documents):
                    result.written.append(write_file(path, document.data))
            except WriteError as error:
                result.failure = str(error)
        result.counts = dict(Counter(finding.level.value for finding in done.findings))
        result.documents = [written.path for written in result.written]
        done.documents = []  # they are on disk: thousands of filings stay small
        if not result.failure:
            result.state = State.MADE if result.written else State.REFUSED if done.fatal else State.MADE
            if data is not None and not done.fatal:
                self._remember(result, data)
        return result

    def _claim(self, done: Done) -> bool:
        """Take the paths of a filing's documents; a second filing of one unit must say the same, or is refused."""
        if not done.documents:
            return True
        first = self._taken.setdefault(safe_name(done.unit), done.source)
        if first == done.source:
            return True
        record = self._records.of(first)
        for path, document in document_paths(self._folder, done.unit, done.documents):
            name = path.relative_to(self._folder).as_posix()
            written = record is None or name in record.documents
            if written and path.is_file() and path.read_bytes() != document.data:
                message = f"与 {first.name} 是同一个单位“{done.unit}”，内容却不同"
                done.findings.append(SAME_UNIT.at(Place(done.source.name), message))
                return False
        return True

    def _remember(self, result: Result, data: bytes) -> None:
        names = [path.relative_to(self._folder).as_posix() for path in result.documents]
        mark = self._mark(data, self._packs.name or result.done.pack_name)
        if mark:
            record = Record(mark, result.done.pack_name, result.unit, names, result.figures, result.counts)
            self._records.add(result.source, record)
