"""Reading a filing from a file: YAML or Excel, with the place of every value."""

from pathlib import Path
from typing import TYPE_CHECKING, Union

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import EMPTY_FILE, UNREADABLE_FILE
from perfgen.pack import Pack
from perfgen.place import Place
from perfgen.read.form import is_workbook

if TYPE_CHECKING:
    from perfgen.read.workbook import WorkbookSource
    from perfgen.read.yaml import YamlSource

LARGEST = 50_000_000  # bytes of a filing

Source = Union["WorkbookSource", "YamlSource"]


def open_source(path: Path, data: bytes | None = None) -> tuple[Source | None, list[Finding]]:
    """Open a filing, or the bytes that were in it, and find out which pack it is for; else None with findings."""
    place = Place()
    try:
        size = path.stat().st_size if data is None else len(data)
        if size > LARGEST:
            return None, [UNREADABLE_FILE.at(place, f"文件有 {size // 1_000_000} MB，超过 50 MB，不像是填报数据")]
        data = path.read_bytes() if data is None else data
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else f"打不开（{error.strerror}）"
        return None, [UNREADABLE_FILE.at(place, reason)]
    if not data.strip():
        return None, [EMPTY_FILE.at(place, "文件里什么也没有")]
    if is_workbook(path, data):
        from perfgen.read.workbook import WorkbookSource

        return WorkbookSource.open(data)
    from perfgen.read.yaml import YamlSource

    return YamlSource.open(data)


def read_tree(source: Source, pack: Pack) -> tuple[raw.Branch, list[Finding]]:
    """Return the tree of an opened filing in the shape of its pack."""
    return source.tree(pack)
