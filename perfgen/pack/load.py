"""Finding packs and reading their manifests."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from perfgen import __version__
from perfgen.errors import PerfgenError
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
        raise PackError(f"没有名为“{name}”的模板包，现有：{'、'.join(sorted(found))}")
    return read_pack(found[name])


@lru_cache(maxsize=64)
def read_pack(folder: Path) -> Pack:
    """Read the manifest of a pack; every fault is named with its place in the manifest."""
    path = folder / _MANIFEST
    if path.stat().st_size > _LARGEST:
        raise PackError(f"{path} 过大，不像是模板包")
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        manifest = Manifest.model_validate(data)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PackError(f"{path} 不是正确的 YAML：{error}") from error
    except ValidationError as error:
        faults = "；".join(f"{'.'.join(map(str, fault['loc'])) or '文件'}：{fault['msg']}" for fault in error.errors())
        raise PackError(f"{path} 写法有误：{faults}") from error
    if _version(manifest.perfgen.removeprefix(">=")) > _version(__version__):
        raise PackError(f"{path} 需要 perfgen {manifest.perfgen}，现在是 {__version__}，请先升级")
    for document in manifest.documents:
        if not (folder / document.template).is_file():
            raise PackError(f"{path}：找不到模板“{document.template}”")
    return Pack(folder.name, folder, manifest)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
