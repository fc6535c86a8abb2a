"""Sheets as the usual programs write them: cut into cells, of which most are known; what is left is parsed.

A piece is a cell with the ends and beginnings of rows behind it. That it is well-formed its shape says: cells hold a
value or a text, rows nothing but cells, and between rows is nothing. The attributes of rows are parsed, once each.
"""

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Literal, NamedTuple

from perfgen.read.known import KNOWN, remembered
from perfgen.read.markup import TRUE, merged_areas, unescaped
from perfgen.read.plain import LARGEST, MAIN, MARK, beginning, characters, columns, decoded, parsed, resolve
from perfgen.read.stored import Stored, stored

_HEAD = beginning("worksheet")
_TEXT, _FORMULA_TEXT = characters(), characters(without=f"&{MARK}")
_FORMULA = (
    r'<f(?: t="(?:shared|array)")?(?: ref="[A-Z0-9:]+")?(?: aca="\w+")?(?: ca="\w+")?(?: si="[0-9]+")?'
    rf"(?:/>|>{_FORMULA_TEXT}*+(?:&(?:amp|lt|gt|quot|apos);{_FORMULA_TEXT}*+)*+</f>)"
)
_ROW = r'<row r="[0-9]{1,7}"[^<>]{0,300}+'
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]{0,99}+)>(?:(?<=/>)|(?<!/>)'
    rf'(?:(?:{_FORMULA})?<v>({_TEXT}++)</v>|<is><t(?: xml:space="preserve")?>({_TEXT}*+)</t></is>'
    rf'|(?<=t="str">){_FORMULA}<v></v>|)</c>)'  # the result of a formula may be a blank text
    rf"((?:</row>(?:{_ROW}(?<=/)>)*+{_ROW}(?<!/)>)*+)",
    re.ASCII,
)
# The rows begin behind a cell and end before one, so that all pieces are alike.
_FIRST, _LAST = b'r="A0"/></row>', b'<row r="0">'
_ATTRIBUTE = re.compile(r' (s|t|cm|vm|ph)="([0-9A-Za-z]*)"')
_NUMBER_AND_KIND = re.compile(r'<row r="([0-9]+)"([^<>]*)>')
_ROW_TAG = f"{{{MAIN}}}row"
_START_AND_END = 2
# Differs between workbooks and is not read: where the cursor stands, how large the sheet is. Quotes stay as they are.
_FLEETING = re.compile(
    rb'((?:<dimension ref| activeCell| sqref| topLeftCell)=")[A-Z0-9: ]+(?=")'
    rb'|( xr:uid="\{)[0-9A-F]+(?:-[0-9A-F]+)+(?=\}")'
)
_EXCEL = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
_BLANK: Literal[False] = False


class PlainSheet(NamedTuple):
    """What the cells hold in their order, which rows are hidden, and the areas that are merged."""

    cells: Iterable[Stored]
    hidden: set[int]
    merged: Iterable[str]


def plain_sheets(parts: Iterable[bytes]) -> list[PlainSheet | None]:
    """Take the sheets of a workbook apart, all at once where they can be; None for what must be read as a tree."""
    every = [_cut(xml) for xml in parts]
    sheets = [sheet for sheet in every if sheet]
    spaces = {sheet.around.space for sheet in sheets}
    pieces = list(chain.from_iterable([sheet.pieces for sheet in sheets]))
    together = _cells(spaces.pop(), pieces) if len(spaces) == 1 else None
    if together is None:
        return [sheet and _plain(sheet, _cells(sheet.around.space, sheet.pieces)) for sheet in every]
    cells = iter(together)
    return [sheet and _plain(sheet, islice(cells, len(sheet.pieces))) for sheet in every]


class _Around(NamedTuple):
    space: str  # the one prefix that rows may have is declared
    merged: tuple[str, ...]


class _Cut(NamedTuple):
    around: _Around
    inside: bytes
    pieces: list[bytes]


def _cut(xml: bytes) -> _Cut | None:
    head, start, rest = xml.partition(b"<sheetData>")
    inside, end, behind = rest.partition(b"</sheetData>")
    if not end or len(xml) > LARGEST:
        return None
    left = b"".join([head, start, end, behind])
    around = _around(left)
    return around and _Cut(around, inside, b"".join([_FIRST, inside, _LAST]).split(b"<c "))


def _plain(sheet: _Cut, cells: Iterable[Stored | Literal[False]] | None) -> PlainSheet | None:
    if cells is None:
        return None
    rows = _NUMBER_AND_KIND.findall(sheet.inside.decode()) if b"hidden" in sheet.inside else ()
    hidden = {int(number) for number, kind in rows if _is_hidden(kind, sheet.around.space)}
    return PlainSheet([cell for cell in cells if cell], hidden, sheet.around.merged)


@remembered(128, 8_000)
def _around(left: bytes) -> _Around | None:
    return _without_fleeting(_FLEETING.sub(rb"\1\2", left))


@remembered(128, 8_000)
def _without_fleeting(left: bytes) -> _Around | None:
    """Read what is left of a sheet without its rows."""
    text = decoded(left)
    is_plain = text is not None and _HEAD.match(text) and text.count("sheetData") == _START_AND_END
    root = parsed(text) if text and is_plain else None
    if root is None or root.find(f"{{{MAIN}}}sheetData") is None:
        return None
    space = f'xmlns:x14ac="{_EXCEL}"' if root.nsmap.get("x14ac") == _EXCEL else ""
    return _Around(space, tuple(merged_areas(root)))


def _cells(space: str, pieces: list[bytes]) -> list[Stored | Literal[False]] | None:
    return KNOWN.meanings(f"cells {space}", pieces, partial(_read_cells, space))


def _read_cells(space: str, pieces: list[bytes]) -> list[Stored | Literal[False]] | None:
    """Read pieces; None where one of them is not plain."""
    joined = decoded(b"<c ".join([b"", *pieces]))
    if joined is None:
        return None
    between, where, attributes, values, texts, ends = columns(_CELL, joined)
    said = [found for text in attributes if (found := _said(text))]
    kinds = {kind for rows in ends if rows for _, kind in _NUMBER_AND_KIND.findall(rows)}
    if any(between) or len(said) < len(pieces) or any(_is_hidden(kind, space) is None for kind in kinds):
        return None
    if "&" in joined and not (resolve(values) and resolve(texts)):
        return None
    written = [unescaped(text) if text else value for text, value in zip(texts, values, strict=True)]
    cells = zip(where, said, written, strict=True)
    try:
        return [stored(cell, style, kind, shown) or _BLANK for cell, (style, kind), shown in cells]
    except ValueError:  # no number of a shared text: that of another cell may be the first fault
        return None


@lru_cache(maxsize=1024)
def _said(attributes: str) -> tuple[str | None, str | None] | None:
    """Return a cell's style and its kind; None where its attributes say more, or something twice."""
    said = dict(found := _ATTRIBUTE.findall(attributes))
    if len(said) < len(found) or _ATTRIBUTE.sub("", attributes) not in ("", "/"):
        return None
    return said.get("s"), said.get("t")


@lru_cache(maxsize=256)
def _is_hidden(kind: str, space: str) -> bool | None:
    """Tell by its other attributes whether a row is hidden; None where they are no attributes."""
    row = parsed(f'<row xmlns="{MAIN}" {space} r="1"{kind.removesuffix("/")}/>')
    return None if row is None or row.tag != _ROW_TAG else row.get("hidden") in TRUE
