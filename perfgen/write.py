"""Bytes to disk: safe names, whole files or none, and what stood there before is kept."""

import contextlib
import datetime
import hashlib
import os
import re
import time
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from perfgen.errors import PerfgenError
from perfgen.render import Document

BACKUPS = "备份"
SUMMARY = "汇总.xlsx"
_MOST_BYTES = 200  # of the 255 a file system takes: room for the date of a backup and a suffix
_FORBIDDEN = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_CONTROL = (  # compiled where a name is not printable
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\ud800-\udfff\ufffe\uffff]"
)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # Windows would write line breaks its way
_OUTER_DOT = re.compile(r"^\.|\.$")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class WriteError(PerfgenError):
    """A file cannot be written."""


class Status(StrEnum):
    """What writing a file came to."""

    NEW = "新建"
    UNCHANGED = "未变"
    REPLACED = "更新"


class Written(NamedTuple):
    """A document on disk, and where its predecessor is kept."""

    path: Path
    status: Status
    backup: Path | None = None


@lru_cache(maxsize=512)
def safe_name(text: str) -> str:
    """Return a name every system takes and that stays inside its folder: nothing of a unit's name is lost.

    What a file system forbids becomes its full-width twin (``/`` → ``／``), leading and trailing dots too.
    """
    text = text if text.isprintable() else re.sub(_CONTROL, " ", text)
    name = " ".join(text.translate(_FORBIDDEN).split()).replace("..", "．．")
    name = _OUTER_DOT.sub("．", name)
    if _DEVICES.match(name):
        name = f"_{name}"
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1]
    return name.rstrip(" .") or "未命名"


def document_paths(folder: Path, unit: str, documents: Iterable[Document]) -> list[tuple[Path, Document]]:
    """Return where each document goes; two of one name get a number."""
    home = folder / safe_name(unit)
    taken: set[str] = set()
    paths: list[tuple[Path, Document]] = []
    for document in documents:
        name, number = safe_name(document.name), 2
        while name.lower() in taken:
            name, number = f"{safe_name(document.name)}（{number}）", number + 1
        taken.add(name.lower())
        paths.append((home / f"{name}.docx", document))
    return paths


def write_file(path: Path, data: bytes, *, ours: str = "") -> Written:
    """Write a whole file or nothing; one that stands there and differs is first copied to a dated backup.

    Not one with the SHA-256 ``ours``: that is what we wrote last, and no hand has touched it.
    """
    try:
        old = path.read_bytes() if os.path.exists(path) else None  # noqa: PTH110 - see replace_file
        if old == data:
            return Written(path, Status.UNCHANGED)
        backup = None if old is None or hashlib.sha256(old).hexdigest() == ours else _keep(path, old)
        _place(path, data)
    except PermissionError as error:
        raise WriteError(f"写不了 {path}：如果它正在 Word 或 WPS 里打开，请先关闭；否则请检查文件夹的权限") from error
    except OSError as error:
        raise WriteError(f"写不了 {path}（{error.strerror}）。请检查磁盘空间和文件夹") from error
    return Written(path, Status.NEW if old is None else Status.REPLACED, backup)


def _place(path: Path, data: bytes) -> None:
    """Write the file; its folder is made where it turns out that there is none."""
    try:
        replace_file(path, data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)


def _keep(path: Path, old: bytes) -> Path:
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    stamp = datetime.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    backup, number = folder / f"{path.stem} {stamp}{path.suffix}", 2
    while backup.exists():
        backup, number = folder / f"{path.stem} {stamp}-{number}{path.suffix}", number + 1
    replace_file(backup, old)
    return backup


def replace_file(path: Path, data: bytes) -> None:
    """Put a whole file in a place, or nothing: what is half written has another name.

    It asks the system itself: with paths and a buffer it took as long again.
    """
    place = os.fspath(path)
    temporary = os.path.join(os.path.dirname(place), f".perfgen-{os.getpid()}-{time.time_ns()}.tmp")  # noqa: PTH118, PTH120
    file = os.open(temporary, _CREATE, 0o666)
    try:
        try:
            written = os.write(file, data)
            while written < len(data):
                written += os.write(file, data[written:])
        finally:
            os.close(file)
        os.replace(temporary, place)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
