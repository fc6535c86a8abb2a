"""Sheets as the usual programs write them: cells and rows are cut out, what is left is parsed.

That they are well-formed their shape says: cells hold a value or a text, rows nothing but cells, and between rows is
nothing. The attributes of rows, one of each kind, stay behind for the parser.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from perfgen.read.markup import TRUE, merged_areas
from perfgen.read.plain import MAIN, MARK, beginning, characters, columns, decoded, parsed, resolve

Attributes = tuple[str | None, str | None]  # a cell's style and its kind
Stored = tuple[str | None, Attributes, str | None, str | None]  # where and how; a value, or a text written in place

_HEAD = beginning("worksheet")
_TEXT, _FORMULA_TEXT = characters(), characters(without=f"&{MARK}")
_FORMULA = (
    r'<f(?: t="(?:shared|array)")?(?: ref="[A-Z0-9:]+")?(?: aca="\w+")?(?: ca="\w+")?(?: si="[0-9]+")?'
    rf"(?:/>|>{_FORMULA_TEXT}*+(?:&(?:amp|lt|gt|quot|apos);{_FORMULA_TEXT}*+)*+</f>)"
)
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]{0,99}+)>(?:(?<=/>)|(?<!/>)'
    rf'(?:(?:{_FORMULA})?<v>({_TEXT}++)</v>|<is><t(?: xml:space="preserve")?>({_TEXT}*+)</t></is>'
    rf'|(?<=t="str">){_FORMULA}<v></v>|)</c>)',  # the result of a formula may be a blank text
    re.ASCII,
)
_ATTRIBUTE = re.compile(r' (s|t|cm|vm|ph)="([0-9A-Za-z]*)"')
_ROW = re.compile(rf'<row r="([0-9]{{1,7}})"([^<>]*+)(?:(?<=/)>|>{MARK}*+</row>)')
_ROW_TAG = f"{{{MAIN}}}row"
_START_AND_END = 2
_USUAL = 20_000  # characters


class PlainSheet(NamedTuple):
    """What the cells hold in their order, which rows are hidden, and the areas that are merged."""

    cells: Iterable[Stored]
    hidden: set[int]
    merged: Iterable[str]


def plain_sheet(xml: bytes) -> PlainSheet | None:
    """Take a sheet apart; None where it must be read as a tree."""
    text = decoded(xml)
    if text is None:
        return None
    head, start, rest = text.partition("<sheetData>")
    inside, end, behind = rest.partition("</sheetData>")
    outside, where, attributes, values, texts = columns(_CELL, inside)
    between, numbers, kinds = columns(_ROW, MARK.join(outside))
    every = set(attributes)
    said = {text: found for text in every if (found := _said(text))}
    if not end or any(between) or len(said) < len(every):
        return None
    distinct = dict.fromkeys(kinds)
    rows = [f'<row r="1"{kind.removesuffix("/")}/>' for kind in distinct]
    left = "".join([head, start, *rows, end, behind])
    around = _around(left) if len(left) <= _USUAL else _read_around(left)
    if around is None or ("&" in inside and not (resolve(values) and resolve(texts))):
        return None
    hidden = {kind for kind, is_hidden in zip(distinct, around.hidden, strict=True) if is_hidden}
    return PlainSheet(
        zip(where, map(said.__getitem__, attributes), values, texts, strict=True),
        {int(number) for number, kind in zip(numbers, kinds, strict=True) if kind in hidden} if hidden else set(),
        around.merged,
    )


class _Around(NamedTuple):
    hidden: tuple[bool, ...]  # by row
    merged: tuple[str, ...]


def _read_around(left: str) -> _Around | None:
    """Read what is left of a sheet, with one row of each kind."""
    root = parsed(left) if _HEAD.match(left) and left.count("sheetData") == _START_AND_END else None
    data = None if root is None else root.find(f"{{{MAIN}}}sheetData")
    if root is None or data is None or any(row.tag != _ROW_TAG for row in data):
        return None
    return _Around(tuple(row.get("hidden") in TRUE for row in data), tuple(merged_areas(root)))


_around = lru_cache(maxsize=256)(_read_around)  # much the same in all workbooks that began as one


@lru_cache(maxsize=1024)
def _said(attributes: str) -> Attributes | None:
    """Return what a cell's attributes say; None where they say more, or something twice."""
    said = dict(found := _ATTRIBUTE.findall(attributes))
    if len(said) < len(found) or _ATTRIBUTE.sub("", attributes) not in ("", "/"):
        return None
    return said.get("s"), said.get("t")
