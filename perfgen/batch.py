"""Many filings: all are read and checked, then written; one's faults never stop the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from perfgen.errors import PerfgenError
from perfgen.finding.catalogue import SAME_UNIT
from perfgen.generate import Outcome, Packs, check_filing, generate
from perfgen.place import Place
from perfgen.read import SUFFIXES
from perfgen.write import WriteError, Written, document_paths, write_file


@dataclass
class Result:
    """An outcome with what was written of it, or why nothing could be."""

    outcome: Outcome
    written: list[Written] = field(default_factory=list)
    failure: str = ""


def find_filings(inputs: Iterable[Path]) -> Iterator[Path]:
    """Yield the filings: files as given, folders searched; Office's lock files and hidden ones are passed over."""
    for given in inputs:
        if not given.is_dir():
            yield given
            continue
        found = [
            path
            for path in sorted(given.rglob("*"))
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".")) and path.is_file()
        ]
        if not found:
            raise PerfgenError(f"文件夹“{given}”里没有填报数据（.yaml 或 .xlsx）")
        yield from found


def check_all(inputs: Iterable[Path], packs: Packs) -> list[Outcome]:
    """Check every filing."""
    return [check_filing(path, packs) for path in find_filings(inputs)]


def render_all(
    inputs: Iterable[Path], folder: Path, packs: Packs, *, only: tuple[str, ...] = (), force: bool = False
) -> list[Result]:
    """Render every filing, then write what may go out."""
    results = [Result(generate(path, packs, only=only, force=force)) for path in find_filings(inputs)]
    _write(results, folder)
    return results


def _write(results: list[Result], folder: Path) -> None:
    """Write each unit's documents; a second filing for the same document must say the same, or is refused."""
    taken: dict[Path, tuple[bytes, Outcome]] = {}
    for result in results:
        outcome = result.outcome
        paths = document_paths(folder, outcome.unit, outcome.documents)
        clash = next((taken[path][1] for path, made in paths if path in taken and taken[path][0] != made.data), None)
        if clash is not None:
            message = f"与 {clash.source.name} 是同一个单位“{outcome.unit}”，内容却不同"
            outcome.findings.append(SAME_UNIT.at(Place(outcome.source.name), message))
            continue
        try:
            for path, document in paths:
                result.written.append(write_file(path, document.data))
                taken[path] = (document.data, outcome)
        except WriteError as error:
            result.failure = str(error)
