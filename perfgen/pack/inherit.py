"""Packs that build on others: ``extends`` takes over a whole pack, ``use`` a part that several tables share."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_BY_NAME: Mapping[str, str] = {"checks": "name", "documents": "template"}
_DEEPEST = 8


class InheritanceError(Exception):
    """A manifest extends or uses what is not there; the message is Chinese."""


def merge(base: Any, own: Any) -> Any:  # noqa: ANN401
    """Lay what a pack says itself over what it builds on; null takes away, anything but a mapping replaces."""
    if not (isinstance(base, dict) and isinstance(own, dict)):
        return own
    merged = dict(base)
    for name, value in own.items():
        if name in base and value is None:
            del merged[name]
        elif name in _BY_NAME and isinstance(value, list) and isinstance(base.get(name), list):
            merged[name] = list(_merge_by(_BY_NAME[name], base[name], value))
        else:
            merged[name] = merge(base[name], value) if name in base else value
    return merged


def _merge_by(key: str, base: list[Any], own: list[Any]) -> Iterator[Any]:
    """Yield the base's items with the own ones over them, then those that are new; ``remove: true`` takes one away."""
    ours = {item[key]: item for item in own if isinstance(item, dict) and key in item}
    for item in base:
        over = ours.pop(item.get(key), {}) if isinstance(item, dict) else {}
        if not over.get("remove"):
            yield merge(item, over)
    yield from (item for item in own if not (isinstance(item, dict) and key in item) or item[key] in ours)


def put_parts_in(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return a manifest with every ``use`` replaced by the part it names; the parts themselves are left out."""
    parts = manifest.get("parts") or {}
    rest = {name: value for name, value in manifest.items() if name not in ("parts", "extends")}
    if not isinstance(parts, dict):
        raise InheritanceError("parts 应当是“名称: 表”的一组")
    return {**rest, "tables": _with_parts(rest.get("tables", {}), parts, 0)}


def _with_parts(node: Any, parts: dict[str, Any], depth: int) -> Any:  # noqa: ANN401
    if not isinstance(node, dict):
        return node
    if isinstance(name := node.get("use"), str):
        if name not in parts:
            raise InheritanceError(f"use 指的“{name}”不在 parts 里，现有：{'、'.join(parts) or '无'}")
        if depth > _DEEPEST:
            raise InheritanceError(f"use 指的“{name}”引用了它自己")
        own = {key: value for key, value in node.items() if key != "use"}
        return _with_parts(merge(parts[name], own), parts, depth + 1)
    return {key: _with_parts(value, parts, depth) for key, value in node.items()}


def base_folder(folder: Path, name: Any, built_in: Path) -> Path:  # noqa: ANN401
    """Return the folder of the pack that ``extends`` names: beside the pack's own folder, or built in."""
    if not isinstance(name, str) or "/" in name or "\\" in name or name.startswith("."):
        raise InheritanceError("extends 后面要写一个模板包的名称")
    for place in (folder.parent / name, built_in / name):
        if (place / "pack.yaml").is_file() and place.resolve() != folder.resolve():
            return place
    raise InheritanceError(f"extends 指的模板包“{name}”找不到")
