"""Finding packs and reading their manifests."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from perfgen import __version__
from perfgen.cache import kept
from perfgen.errors import PerfgenError
from perfgen.number import parse_number
from perfgen.pack.inherit import InheritanceError, base_folder, merge, put_parts_in
from perfgen.pack.model import Pack

_MANIFEST = "pack.yaml"
_LARGEST = 1_000_000
_LONGEST_LINE = 10  # packs that extend one another
_EXTENDS = re.compile(r"^extends:[ \t]*[\"']?([^\"'#\s]+)", re.MULTILINE)
_UNCLEAR = re.compile(r"^[^#\n]*\bextends\b", re.MULTILINE)  # the word outside a comment, written in another way


class PackError(PerfgenError):
    """A pack is missing or its manifest is wrong."""


class BrokenPackError(PackError):
    """A pack is there and cannot be used."""


def built_in_packs() -> Path:
    """Return the folder of the packs that come with the program."""
    return Path(str(import_module("perfgen.packs").__file__)).parent


def find_packs(folders: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield the packs' folders: own ones first, and a name is taken once."""
    seen: set[str] = set()
    for folder in (*folders, built_in_packs()):
        if not folder.is_dir():
            raise PackError(f"找不到模板包文件夹：{folder}。请检查 --packs 或 PERFGEN_PACKS 的路径")
        for manifest in sorted(folder.glob(f"*/{_MANIFEST}")):
            if manifest.parent.name not in seen:
                seen.add(manifest.parent.name)
                yield manifest.parent


@lru_cache(maxsize=64)
def load_pack(name: str, folders: tuple[Path, ...] = ()) -> Pack:
    """Read one pack by its name; what was read once is not looked for again."""
    found = {folder.name: folder for folder in find_packs(folders)}
    if name not in found:
        usable = sorted(known for known, folder in found.items() if _is_usable(folder))
        raise PackError(f"没有名为“{name}”的模板包，现有：{'、'.join(usable)}")
    pack = read_pack(found[name])
    if not pack.documents:
        raise PackError(f"“{name}”没有文档，只供其他模板包引用，不能直接填报")
    return pack


def _is_usable(folder: Path) -> bool:
    try:
        return bool(read_pack(folder).documents)
    except BrokenPackError:
        return False


@lru_cache(maxsize=64)
def read_pack(folder: Path) -> Pack:
    """Read the manifest of a pack; every fault is named with its place in the manifest."""
    key = _written(folder)
    pack = kept(Pack, key, lambda: _read(folder)) if key else _read(folder)
    for document in pack.documents:
        if not pack.template_path(document).is_file():
            raise BrokenPackError(f"{folder / _MANIFEST}：找不到模板“{document.template}”")
    return pack


def _written(folder: Path) -> bytes:
    """Return all that is written in the manifests of a pack and of what it extends; nothing where that is unclear."""
    written: list[bytes] = []
    for _ in range(_LONGEST_LINE):
        text = _text_of(folder / _MANIFEST)
        written.append(f"{folder}\n{text}\n".encode())
        named = _EXTENDS.findall(text)
        if not named:
            return b"" if _UNCLEAR.search(text) else b"".join(written)
        try:
            folder = base_folder(folder, named[0], built_in_packs())
        except InheritanceError:
            break
    return b""


def _read(folder: Path) -> Pack:
    from perfgen.pack.manifest import ManifestError, read_manifest  # it needs pydantic

    path = folder / _MANIFEST
    try:
        folders, data = _with_bases(folder)
        manifest = read_manifest(put_parts_in(data))
    except InheritanceError as error:
        raise BrokenPackError(f"{path}：{error}") from error
    except ManifestError as error:
        raise BrokenPackError(f"{path} 写法有误：{error}") from error
    if _version(manifest.perfgen.removeprefix(">=")) > _version(__version__):
        raise BrokenPackError(f"{path} 需要 perfgen {manifest.perfgen}，现在是 {__version__}，请先升级")
    return Pack(folders, manifest)


def _with_bases(folder: Path, below: tuple[Path, ...] = ()) -> tuple[tuple[Path, ...], dict[str, Any]]:
    """Return the folders of a pack and of all it extends, and the manifest they make together."""
    if folder in below:
        raise InheritanceError(f"extends 绕成了圈：{' → '.join(place.name for place in (*below, folder))}")
    own = read_yaml(folder / _MANIFEST, _text_of(folder / _MANIFEST))
    if "extends" not in own:
        return (folder,), own
    folders, base = _with_bases(base_folder(folder, own["extends"], built_in_packs()), (*below, folder))
    return (folder, *folders), merge(base, own)


def _text_of(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise BrokenPackError(f"{path} 过大，不像是模板包")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BrokenPackError(f"{path} 第 {line} 行：文件不是 UTF-8 编码的文字，请另存为 UTF-8") from error


def read_yaml(path: Path, text: str) -> dict[str, Any]:
    """Return the plain data of a manifest: numbers exact, dates as words."""
    import yaml

    from perfgen.yaml_faults import fault_in_yaml

    class Loader(yaml.SafeLoader):
        """Reads 0.1 as the decimal it is, and a date as the words it is."""

    Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: parse_number(node.value) or node.value)
    Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))
    try:
        data: Any = yaml.load(text, Loader)  # noqa: S506 - safe, and exact
    except yaml.YAMLError as error:
        line, column, cause = fault_in_yaml(error, text)
        where = f" 第 {line} 行第 {column} 个字" if line else ""
        raise BrokenPackError(f"{path}{where}：{cause}") from error
    if not isinstance(data, dict):
        raise BrokenPackError(f"{path} 应当是“名称: 内容”的一组")
    return data


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
