"""Finding packs and reading their manifests."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from perfgen import __version__
from perfgen.errors import PerfgenError
from perfgen.number import parse_number
from perfgen.pack.inherit import InheritanceError, base_folder, merge, put_parts_in
from perfgen.pack.model import Manifest, Pack

_MANIFEST = "pack.yaml"
_LARGEST = 1_000_000


class PackError(PerfgenError):
    """A pack is missing or its manifest is wrong."""


def built_in_packs() -> Path:
    """Return the folder of the packs that come with the program."""
    return Path(str(files("perfgen.packs")))


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


def load_pack(name: str, folders: Iterable[Path] = ()) -> Pack:
    """Read one pack by its name."""
    found = {folder.name: folder for folder in find_packs(folders)}
    if name not in found:
        usable = sorted(known for known, folder in found.items() if read_pack(folder).documents)
        raise PackError(f"没有名为“{name}”的模板包，现有：{'、'.join(usable)}")
    pack = read_pack(found[name])
    if not pack.documents:
        raise PackError(f"“{name}”没有文档，只供其他模板包引用，不能直接填报")
    return pack


@lru_cache(maxsize=64)
def read_pack(folder: Path) -> Pack:
    """Read the manifest of a pack; every fault is named with its place in the manifest."""
    path = folder / _MANIFEST
    try:
        folders, data = _with_bases(folder)
        manifest = Manifest.model_validate(put_parts_in(data))
    except InheritanceError as error:
        raise PackError(f"{path}：{error}") from error
    except ValidationError as error:
        faults = "；".join(f"{'.'.join(map(str, fault['loc'])) or '文件'}：{fault['msg']}" for fault in error.errors())
        raise PackError(f"{path} 写法有误：{faults}") from error
    if _version(manifest.perfgen.removeprefix(">=")) > _version(__version__):
        raise PackError(f"{path} 需要 perfgen {manifest.perfgen}，现在是 {__version__}，请先升级")
    pack = Pack(folders, manifest)
    for document in manifest.documents:
        if not pack.template_path(document).is_file():
            raise PackError(f"{path}：找不到模板“{document.template}”")
    return pack


def _with_bases(folder: Path, below: tuple[Path, ...] = ()) -> tuple[tuple[Path, ...], dict[str, Any]]:
    """Return the folders of a pack and of all it extends, and the manifest they make together."""
    if folder in below:
        raise InheritanceError(f"extends 绕成了圈：{' → '.join(place.name for place in (*below, folder))}")
    own = _read_yaml(folder / _MANIFEST)
    if "extends" not in own:
        return (folder,), own
    folders, base = _with_bases(base_folder(folder, own["extends"], built_in_packs()), (*below, folder))
    return (folder, *folders), merge(base, own)


def _read_yaml(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _LARGEST:
        raise PackError(f"{path} 过大，不像是模板包")
    try:
        data: Any = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - safe, and exact
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PackError(f"{path} 不是正确的 YAML：{error}") from error
    if not isinstance(data, dict):
        raise PackError(f"{path} 应当是“名称: 内容”的一组")
    return data


class _Loader(yaml.SafeLoader):
    """Reads 0.1 as the decimal it is, and a date as the words it is."""


def _decimal(_: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal | str:
    return parse_number(node.value) or node.value


def _words(_: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _words)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
