"""Which filings there are: files as given, folders searched."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from perfgen.errors import PerfgenError
from perfgen.read.form import SUFFIXES
from perfgen.write import BACKUPS, SUMMARY


def find_filings(inputs: Iterable[Path]) -> Iterator[Path]:
    """Yield the filings in order, each once; lock files, hidden files, backups and our summary are passed over."""
    seen: set[Path] = set()
    for given in inputs:
        for path in _within(given) if given.is_dir() else (given,):
            if path not in seen:
                seen.add(path)
                yield path


def _within(folder: Path) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(("~$", "."))
        and path.name != SUMMARY
        and BACKUPS not in path.relative_to(folder).parts
        and path.is_file()
    ]
    if not found:
        raise PerfgenError(f"文件夹“{folder}”里没有填报数据（.yaml 或 .xlsx）")
    return found
