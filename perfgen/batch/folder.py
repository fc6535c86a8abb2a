"""The output folder: who may write into it, and what was written there before."""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from perfgen import __version__
from perfgen.errors import PerfgenError
from perfgen.pack import Pack, PackError, load_pack
from perfgen.write import WriteError, replace_file, write_file

OURS = ".perfgen"
_RECORDS = "记录.jsonl"
_HALF_WRITTEN = ".perfgen-*.tmp"


@dataclass
class Record:
    """What was made of a filing: from what, and which documents; ``counts`` are findings by level."""

    made_from: str
    pack: str
    unit: str
    documents: list[str]
    figures: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder; PerfgenError where another run does. A run that was killed holds nothing."""
    try:
        (folder / OURS).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / OURS / "lock", os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise WriteError(f"写不了 {folder}（{error.strerror}）。请检查文件夹的权限和磁盘空间") from error
    try:
        _lock(handle, folder)
    except PerfgenError:
        os.close(handle)
        raise
    try:
        for left in (*folder.glob(f"*/{_HALF_WRITTEN}"), *folder.glob(f"*/*/{_HALF_WRITTEN}")):
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)
        if not (folder / OURS / _RECORDS).exists():  # nothing was made: leave nothing behind
            with contextlib.suppress(OSError):
                (folder / OURS / "lock").unlink()
                (folder / OURS).rmdir()
                folder.rmdir()


def _lock(handle: int, folder: Path) -> None:
    busy = f"另一个 perfgen 正在往“{folder}”里生成文档，请等它完成后再来"
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise PerfgenError(busy) from error


class Records:
    """What earlier runs made in a folder: a line a filing, the last one counts; one cut short by a kill is none.

    The lines stay in the file, and only where each begins is remembered: a province has tens of thousands.
    """

    def __init__(self, folder: Path) -> None:
        """Find out what is there."""
        self._folder = folder
        self._path = folder / OURS / _RECORDS
        self._begins: dict[str, int] = {}
        self._lines = 0
        self._whole = True  # the last line too
        with contextlib.suppress(OSError), self._path.open("rb") as file:
            begin = 0
            for line in file:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    self._begins[json.loads(line)["source"]] = begin
                begin += len(line)
                self._lines += 1
                self._whole = line.endswith(b"\n")

    def of(self, source: Path) -> Record | None:
        """Return what was made of a filing, None where nothing was."""
        begin = self._begins.get(str(source.resolve()))
        if begin is not None:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                data = json.loads(self._line(begin))
                del data["source"]
                return Record(**data)
        return None

    def unchanged(self, source: Path, made_from: str) -> Record | None:
        """Return the record of a filing that was made from the same and whose documents all stand there."""
        record = self.of(source)
        if record is None or record.made_from != made_from:
            return None
        return record if all((self._folder / name).is_file() for name in record.documents) else None

    def add(self, source: Path, record: Record) -> None:
        """Write a record down at once."""
        key = str(source.resolve())
        line = json.dumps({"source": key, **asdict(record)}, ensure_ascii=False).encode(errors="surrogatepass")
        with self._path.open("ab") as file:
            file.write(b"" if self._whole else b"\n")
            self._begins[key] = file.tell()
            file.write(line + b"\n")
        self._lines += 1
        self._whole = True

    def tidy(self) -> None:
        """Keep one line a filing."""
        if self._lines > len(self._begins):
            replace_file(self._path, b"".join([self._line(begin) for begin in self._begins.values()]))

    def _line(self, begin: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(begin)
            return file.readline().rstrip(b"\n") + b"\n"


def write_own(path: Path, data: bytes) -> None:
    """Write a page of ours that every run writes anew; a hand's changes to the one before are backed up."""
    mark = path.parent / OURS / f"{path.name}.sha256"
    before = mark.read_text(encoding="ascii", errors="replace") if mark.is_file() else ""
    write_file(path, data, ours=before)
    mark.parent.mkdir(exist_ok=True)
    replace_file(mark, hashlib.sha256(data).hexdigest().encode())


def made_from(data: bytes, pack: str, settings: Mapping[str, object], folders: tuple[Path, ...]) -> str:
    """Return what tells whether a filing's documents would come out the same: program, pack, settings, data."""
    if not pack:
        return ""
    digest = hashlib.sha256(f"{__version__}\n{pack_digest(pack, folders)}\n{sorted(settings.items())}\n".encode())
    digest.update(data)
    return digest.hexdigest()


@cache
def pack_digest(name: str, folders: tuple[Path, ...]) -> str:
    """Return what tells whether a pack has changed; blank where it is gone."""
    try:
        pack: Pack = load_pack(name, folders)
    except PackError:
        return ""
    digest = hashlib.sha256()
    for path in sorted(path for folder in pack.folders for path in (folder / "pack.yaml", *folder.glob("*.docx"))):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
