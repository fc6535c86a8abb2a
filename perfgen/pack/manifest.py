"""From the plain data of ``pack.yaml`` to tables with types: shorthand written out, every fault with its place.

The only module that needs pydantic: what comes out are plain dataclasses, which a finished pack is loaded from at once.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from perfgen.number import parse_number
from perfgen.pack.indicators import IndicatorTable, Scoring, standard_columns
from perfgen.pack.inherit import merge
from perfgen.pack.model import Manifest
from perfgen.pack.tables import FormTable, GridTable, ListTable, Table, TextTable

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_KINDS: Mapping[str, type] = {
    "form": FormTable,
    "grid": GridTable,
    "list": ListTable,
    "indicators": IndicatorTable,
    "text": TextTable,
}
_WORDS: Mapping[str, str] = {
    "missing": "缺少这一项",
    "unexpected_keyword_argument": "没有这一项设置，请核对拼写",
    "string_type": "要写文字；纯数字、日期请加引号",
    "bool_type": "要写 true 或 false",
    "bool_parsing": "要写 true 或 false",
    "int_type": "要写整数",
    "int_parsing": "要写整数",
    "int_from_float": "要写整数",
    "decimal_type": "要写数字",
    "decimal_parsing": "要写数字",
    "tuple_type": "要写成一列，如 [甲, 乙]",
    "too_long": "项数太多",
    "dict_type": "应当是“名称: 内容”的一组",
    "dataclass_type": "应当是“名称: 内容”的一组",
}
_KEY = "[key]"  # how pydantic says that not a value is wrong but its name
_Place = tuple[str | int, ...]


class ManifestError(Exception):
    """A manifest is wrong; the message is Chinese and names every place."""


def read_manifest(data: Mapping[str, Any]) -> Manifest:
    """Return the manifest; ManifestError with all that is wrong."""
    faults: list[str] = []
    raw = dict(data)
    given = raw.pop("tables", None)
    if not isinstance(given, dict):
        faults.append("tables：应当是“名称: 表”的一组")
        given = {}
    tables = {name: _table(table, ("tables", name), faults) for name, table in given.items()}
    raw["tables"] = {name: table for name, table in tables.items() if table}
    manifest: Manifest | None = None if faults else _validated(Manifest, raw, (), faults)
    if manifest is None:
        raise ManifestError("；".join(faults))
    return manifest


def _table(raw: Any, place: _Place, faults: list[str]) -> Table | None:  # noqa: ANN401
    if not isinstance(raw, dict) or raw.get("kind") not in _KINDS:
        faults.append(f"{_shown((*place, 'kind'))}：要写 {'、'.join(_KINDS)} 之一")
        return None
    table = dict(raw)
    match table["kind"]:
        case "grid":
            _each(table, "columns", _field)
            _each(table, "rows", _nothing)
        case "text":
            _each(table, "fields", _nothing)
        case "indicators":
            _indicators(table, place, faults)
        case kind:
            _each(table, "fields", _field)
            if kind == "list" and isinstance(owned := table.get("tables"), dict):
                made = {name: _table(below, (*place, "tables", name), faults) for name, below in owned.items()}
                table["tables"] = {name: below for name, below in made.items() if below}
    found: Table | None = _validated(_KINDS[table["kind"]], table, place, faults)
    return found


def _indicators(table: dict[str, Any], place: _Place, faults: list[str]) -> None:
    """Write the standard columns out, with the pack's own settings over them."""
    scoring = _validated(Scoring, _scoring(table.get("scoring") or {}), (*place, "scoring"), faults) or Scoring()
    columns = dict(standard_columns(scoring, split=bool(table.get("split")), scored=table.get("scored") is not False))
    own = table.pop("columns", None) or {}
    if isinstance(own, dict):
        own = {name: column if name in columns and column is None else _field(column) for name, column in own.items()}
    table["fields"] = merge(columns, own)
    table["scoring"] = scoring
    _each(table, "fields", _field)


def _each(table: dict[str, Any], name: str, write_out: Any) -> None:  # noqa: ANN401
    if isinstance(parts := table.get(name), dict):
        table[name] = {key: write_out(part) for key, part in parts.items()}


def _field(raw: Any) -> Any:  # noqa: ANN401
    """Write out the shorthand of a field: its type alone, or nothing; rates with a percent sign become numbers."""
    if raw is None:
        return {}
    if isinstance(raw, str):
        return {"type": raw}
    return {**raw, "low": _rate(raw["low"])} if isinstance(raw, dict) and "low" in raw else raw


def _nothing(raw: Any) -> Any:  # noqa: ANN401
    return {} if raw is None else raw


def _scoring(raw: Any) -> Any:  # noqa: ANN401
    if not isinstance(raw, dict):
        return raw
    written = dict(raw)
    if isinstance(bands := raw.get("分档"), list):
        written["分档"] = [[_rate(part) for part in band] if isinstance(band, list) else band for band in bands]
    if isinstance(far := raw.get("超目标"), dict) and "阈值" in far:
        written["超目标"] = {**far, "阈值": _rate(far["阈值"])}
    return written


def _rate(value: Any) -> Any:  # noqa: ANN401
    number = parse_number(value) if isinstance(value, str) else None
    return value if number is None else number


@cache
def _adapter(kind: type) -> "TypeAdapter[Any]":
    return TypeAdapter(kind)


def _validated(kind: type, raw: Any, place: _Place, faults: list[str]) -> Any:  # noqa: ANN401
    try:
        return _adapter(kind).validate_python(raw)
    except ValidationError as error:
        faults += _faults(error, place)
        return None


def _faults(error: ValidationError, place: _Place) -> Iterator[str]:
    for fault in error.errors():
        *above, last = fault["loc"] or ("",)
        if last == _KEY:
            yield f"{_shown((*place, *above))}：这个名称要写成文字，请加引号"
        else:
            yield f"{_shown((*place, *fault['loc']))}：{_words(fault)}"


def _words(fault: "ErrorDetails") -> str:
    if fault["type"] == "literal_error":
        allowed = filter(None, re.findall(r"'([^']*)'", fault["ctx"]["expected"]))
        return f"只能写 {'、'.join(allowed)} 之一"
    if fault["type"] == "value_error":
        return fault["msg"].removeprefix("Value error, ")
    return _WORDS.get(fault["type"], "写法不对，请对照同类的写法改正")


def _shown(place: _Place) -> str:
    return ".".join(map(str, place)) or "文件"
