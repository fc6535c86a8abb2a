"""Sheets as the usual programs write them: cut into rows, of which most are known, and the others into cells.

That they are well-formed their shape says: cells hold a value or a text, rows nothing but cells, and between rows is
nothing. The attributes of rows are parsed, once each, and what is left of the sheet.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Literal, NamedTuple

from perfgen.read.known import KNOWN, remembered
from perfgen.read.markup import TRUE, merged_areas, unescaped
from perfgen.read.package import Part
from perfgen.read.plain import LARGEST, MAIN, MARK, beginning, characters, columns, decoded, parsed, resolve
from perfgen.read.stored import Around, Row, SheetCells, Stored, stored

_HEAD = beginning("worksheet")
_TEXT, _FORMULA_TEXT = characters(), characters(without=f"&{MARK}")
_FORMULA = (
    r'<f(?: t="(?:shared|array)")?(?: ref="[A-Z0-9:]+")?(?: aca="\w+")?(?: ca="\w+")?(?: si="[0-9]+")?'
    rf"(?:/>|>{_FORMULA_TEXT}*+(?:&(?:amp|lt|gt|quot|apos);{_FORMULA_TEXT}*+)*+</f>)"
)
_ROW = re.compile(rb'([0-9]{1,7})"([^<>]{0,300}?)(/?>|></row>)')
_LONGEST_TAG = 400
_START, _BEGIN, _END = b"<sheetData>", b'<row r="', b"</row>"
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]{0,99}+)>(?:(?<=/>)|(?<!/>)'
    rf'(?:(?:{_FORMULA})?<v>({_TEXT}++)</v>|<is><t(?: xml:space="preserve")?>({_TEXT}*+)</t></is>'
    rf'|(?<=t="str">){_FORMULA}<v></v>|)</c>)',  # the result of a formula may be a blank text
    re.ASCII,
)
_ATTRIBUTE = re.compile(r' (s|t|cm|vm|ph)="([0-9A-Za-z]*)"')
_ROW_TAG = f"{{{MAIN}}}row"
_START_AND_END = 2
# Differs between workbooks and is not read: where the cursor stands, how large the sheet is. Quotes stay as they are.
_FLEETING = re.compile(
    rb'((?:<dimension ref| activeCell| sqref| topLeftCell)=")[A-Z0-9: ]+(?=")'
    rb'|( xr:uid="\{)[0-9A-F]+(?:-[0-9A-F]+)+(?=\}")'
)
_EXCEL = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
_BLANK: Literal[False] = False


class PlainSheet:
    """The rows of a sheet that hold something or are hidden, and the areas that are merged.

    ``is_shared``: some of its texts are. ``made``: what was made of it last, with what that depends on.
    """

    __slots__ = ("is_shared", "made", "merged", "rows")

    def __init__(self, rows: list[Row], merged: tuple[str, ...]) -> None:
        """Take the rows in their order."""
        self.rows = rows
        self.merged = merged
        self.is_shared = bool([row for row in rows if row.shared])
        self.made: tuple[Around, SheetCells] | None = None


def plain_sheets(parts: list[Part]) -> list[PlainSheet | None]:
    """Take the sheets of a workbook apart, all at once where they can be; None for what must be read as a tree."""
    unknown = [(part, _cut(part.content)) for part in parts if not isinstance(part.meaning, PlainSheet)]
    sheets = [(part, sheet) for part, sheet in unknown if sheet]
    spaces = {sheet.around.space for _, sheet in sheets}
    pieces = list(chain.from_iterable([sheet.pieces for _, sheet in sheets]))
    together = _rows(spaces.pop(), pieces) if len(spaces) == 1 else None
    rows = iter(together or ())
    for part, sheet in sheets:
        count, around = len(sheet.pieces), sheet.around
        found = _rows(around.space, sheet.pieces) if together is None else islice(rows, count)
        if found is not None:
            part.meaning = PlainSheet([row for row in found if row], around.merged)
    return [part.meaning if isinstance(part.meaning, PlainSheet) else None for part in parts]


class _Around(NamedTuple):
    space: str  # the one prefix that rows may have is declared
    merged: tuple[str, ...]


class _Cut(NamedTuple):
    around: _Around
    pieces: list[bytes]


class _Head(NamedTuple):
    number: int
    hidden: bool
    is_open: bool  # cells follow


def _cut(xml: bytes) -> _Cut | None:
    start, end = xml.find(_START), xml.rfind(b"</sheetData>")
    if start < 0 or end < start or len(xml) > LARGEST:
        return None
    begin = start + len(_START)
    around = _around(xml[:begin] + xml[end:])
    before, *pieces = xml[begin:end].split(_BEGIN)
    return None if before or not around else _Cut(around, pieces)


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


def _rows(space: str, pieces: list[bytes]) -> list[Row | Literal[False]] | None:
    return KNOWN.meanings(f"rows {space}", pieces, partial(_read_rows, space))


def _read_rows(space: str, pieces: list[bytes]) -> list[Row | Literal[False]] | None:
    """Read rows; None where one of them is not plain."""
    rows: list[tuple[_Head, int]] = []
    cut: list[bytes] = []
    for piece in pieces:
        tag, *cells = piece.split(b"<c ")
        head = _head(tag, space) if len(tag) <= _LONGEST_TAG else None
        if head is None or head.is_open != bool(cells):
            return None
        if cells:
            last = cells[-1]
            if not last.endswith(_END):
                return None
            cells[-1] = last[: -len(_END)]
        rows.append((head, len(cells)))
        cut += cells
    meanings = KNOWN.meanings("cells", cut, _read_cells)
    return None if meanings is None else _made(rows, iter(meanings))


def _made(rows: list[tuple[_Head, int]], cells: Iterator[Stored | Literal[False]]) -> list[Row | Literal[False]] | None:
    """Make rows of their heads and cells; None where a cell stands in another row than it says."""
    made: list[Row | Literal[False]] = []
    for (number, hidden, _), count in rows:
        held: list[Stored] = []
        shared: list[int] = []
        for cell in islice(cells, count):
            if cell:
                if cell.row != number:
                    return None
                held.append(cell)
                if cell.kind == "s":
                    shared.append(cell.number)
        made.append(Row(number, tuple(held), tuple(shared), hidden=hidden) if held or hidden else _BLANK)
    return made


def _read_cells(pieces: list[bytes]) -> list[Stored | Literal[False]] | None:
    """Read cells; None where one of them is not plain."""
    joined = decoded(b"<c ".join([b"", *pieces]))
    if joined is None:
        return None
    between, where, attributes, values, texts = columns(_CELL, joined)
    said = [found for text in attributes if (found := _said(text))]
    if any(between) or len(said) < len(pieces):
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


@lru_cache(maxsize=1024)
def _head(tag: bytes, space: str) -> _Head | None:
    """Return what the tag of a row says, and its end where nothing is between; None where these are no attributes."""
    match = _ROW.fullmatch(tag)
    hidden = _is_hidden(match[2], space) if match else None
    return None if match is None or hidden is None else _Head(int(match[1]), hidden, match[3] == b">")


@lru_cache(maxsize=256)
def _is_hidden(written: bytes, space: str) -> bool | None:
    """Tell by its other attributes whether a row is hidden."""
    kind = decoded(written)
    row = None if kind is None else parsed(f'<row xmlns="{MAIN}" {space} r="1"{kind}/>')
    return None if row is None or row.tag != _ROW_TAG else row.get("hidden") in TRUE
