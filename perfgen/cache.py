"""Finished work kept on disk between runs: compiled templates, packs that were read. Safe to delete at any time.

A folder of the user's own, that nobody else may write to; what lies in it is checked by its hash before it is loaded,
and is out of date as soon as the program, Python or a library it was made with has changed.
"""

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

_Thing = TypeVar("_Thing")
_MADE_WITH = ("docxtpl", "jinja2", "lxml", "pydantic")
_HASH = 32  # bytes of SHA-256
_PROGRAM = Path(__file__).parent
VARIABLE = "PERFGEN_CACHE"  # another folder, or "off"


def kept(kind: type[_Thing], key: bytes, make: Callable[[], _Thing]) -> _Thing:
    """Return what was kept under a key, else make it and keep it; what cannot be kept is made every time."""
    folder = _folder()
    if folder is None:
        return make()
    path = folder / hashlib.sha256(_versions() + kind.__name__.encode() + key).hexdigest()
    found = _load(path)
    if isinstance(found, kind):
        return found
    made = make()
    _store(path, made)
    return made


def keep(kind: type[_Thing], key: bytes, made: _Thing) -> None:
    """Keep something anew, whatever was kept under its key."""
    folder = _folder()
    if folder is not None:
        _store(folder / hashlib.sha256(_versions() + kind.__name__.encode() + key).hexdigest(), made)


def _load(path: Path) -> object:
    with contextlib.suppress(Exception):  # whatever is wrong with it: it is made again
        data = path.read_bytes()
        if hashlib.sha256(data[_HASH:]).digest() == data[:_HASH]:
            return pickle.loads(data[_HASH:])  # noqa: S301 - nobody else can write there, and it is whole
    return None


def _store(path: Path, made: object) -> None:
    with contextlib.suppress(OSError, pickle.PicklingError, TypeError, AttributeError):
        data = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        import tempfile

        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(name).replace(path)


@cache
def _folder() -> Path | None:
    """Return the folder, made where it is not there; None where it is switched off, or others may write to it."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen == "off":
        return None
    folder = Path(chosen) if chosen else _home() / "perfgen"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & 0o022):
        return None
    return folder


def _home() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@cache
def _versions() -> bytes:
    """Return what tells whether the program, Python or a library has changed."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        about = path.stat()
        digest.update(f"{path}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    return digest.digest()


def _sources() -> Iterator[Path]:
    for name in _MADE_WITH:
        spec = find_spec(name)
        if spec and spec.origin:
            yield Path(spec.origin)
    for folder in ("", "pack", "word", "expression", "scoring"):
        yield from sorted((_PROGRAM / folder).glob("*.py"))
