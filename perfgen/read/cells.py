"""The cells of a workbook as text: numbers exact, percentages as shown, formulas by their stored value."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from lxml import etree

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import ERROR_CELL, NO_STORED_VALUE
from perfgen.place import Place
from perfgen.read.coordinates import column_letters, covered, row_and_column
from perfgen.read.formats import Look, clock_text, dated_text, number_text
from perfgen.read.spreadsheet import TRUE, BrokenWorkbook, Spreadsheet, text_of, unescaped

_MOST_COVERED = 500_000  # cells of the merged areas of a sheet
_EXACT = 15  # digits
_CLOCK = re.compile(r"T?(\d\d):(\d\d)(?::(\d\d))?")
_LONGEST_SHOWN = 40
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_T = TypeVar("_T")


@dataclass
class SheetCells:
    """The filled cells of a sheet by row and column, from 1; ``merged`` leads from a covered cell to its first one."""

    file: str
    name: str
    rows: dict[int, dict[int, raw.Scalar]]
    merged: dict[tuple[int, int], tuple[int, int]]
    hidden: set[int]
    findings: list[Finding] = field(default_factory=list)

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell."""
        return Place(self.file, self.name, f"{column_letters(column)}{row}")

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, blank where there is none."""
        scalar = self.rows.get(row, {}).get(column)
        return (scalar.text or "") if scalar else ""


def read_sheets(file: str, data: bytes) -> list[SheetCells]:
    """Read every sheet; BrokenWorkbook where the file cannot be read."""
    try:
        book = Spreadsheet(data)
        return [_Reader(file, name, book).read(book.root(part)) for name, part in book.sheets]
    except BrokenWorkbook:
        raise
    except Exception as error:  # whatever a damaged part makes the libraries raise
        raise BrokenWorkbook(f"工作簿读不了，可能已损坏（{type(error).__name__}）") from error


class _Reader:
    """Reads one sheet. It goes from what is stored to the cell around it: most cells have a format and hold nothing."""

    def __init__(self, file: str, name: str, book: Spreadsheet) -> None:
        self._cells = SheetCells(file, name, defaultdict(dict), {}, set())
        self._book = book

    def read(self, root: etree._Element) -> SheetCells:
        cells = self._cells
        for areas in root.iterchildren("{*}mergeCells"):  # they stand behind the cells
            for area in areas:
                cells.merged.update(islice(covered(str(area.get("ref"))), _MOST_COVERED - len(cells.merged)))
        for data in root.iterchildren("{*}sheetData"):
            space = str(data.tag).removesuffix("sheetData")
            if not _is_usual(space)(data):
                _make_usual(data, f"{space}row", f"{space}c")
            self._values(data.iter(f"{space}v", f"{space}is"))
            self._formulas(data.iter(f"{space}f"), f"{space}v")
            rows = data.iterchildren(f"{space}row")
            cells.hidden.update(int(row.get("r", "")) for row in rows if row.get("hidden") in TRUE)
        cells.rows = {number: _in_order(line) for number, line in _in_order(cells.rows).items()}
        return cells

    def _values(self, parts: Iterator[etree._Element]) -> None:
        """Read what is stored: the parts of cells that hold a number, a text or a formula's result."""
        for part in parts:
            stored = text_of(part) if len(part) else part.text
            cell = part.getparent()
            if not stored or cell is None:
                continue
            kind = cell.get("t")
            if kind == "s":
                stored = self._book.strings[int(stored)]
            if stored and (coordinate := cell.get("r")):
                self._keep(coordinate, kind, stored, cell.get("s"))

    def _keep(self, coordinate: str, kind: str | None, stored: str, style: str | None) -> None:
        cells = self._cells
        here = row, column = row_and_column(coordinate)
        if cells.merged and cells.merged.get(here, here) != here:
            return  # nobody sees what stands under a merged cell
        place = Place(cells.file, cells.name, coordinate)
        match kind:
            case "s" | "inlineStr":
                scalar = raw.Scalar(stored, place)
            case "str":
                scalar = raw.Scalar(unescaped(stored), place)
            case "b":
                scalar = raw.Scalar("是" if stored in TRUE else "否", place)
            case "d":
                scalar = raw.Scalar(_iso_text(stored), place)
            case "e":
                scalar = raw.Scalar(None, place, unreadable=True)
                cells.findings.append(ERROR_CELL.at(place, f"单元格的值是 {stored}"))
            case "":
                scalar = raw.Scalar(None, place, unreadable=True)
                shown = stored if len(stored) <= _LONGEST_SHOWN else f"{stored[:_LONGEST_SHOWN]}……"
                cells.findings.append(NO_STORED_VALUE.at(place, f"公式 {shown} 没有存下计算结果"))
            case _:
                scalar = self._number(stored, self._book.looks.get(style, Look.NUMBER), place)
        cells.rows[row][column] = scalar

    def _number(self, stored: str, look: Look, place: Place) -> raw.Scalar:
        if look is Look.NUMBER and stored.isdecimal() and len(stored) <= _EXACT:  # most are whole
            return raw.Scalar(stored, place, number=True)
        value = _float(stored)
        if value is None:
            return raw.Scalar(stored, place)
        if look not in (Look.NUMBER, Look.PERCENT):
            text = dated_text(value, look, since_1904=self._book.since_1904)
            if text is not None:
                return raw.Scalar(text, place)
        return raw.Scalar(number_text(value, percent=look is Look.PERCENT), place, number=True)

    def _formulas(self, parts: Iterator[etree._Element], value: str) -> None:
        """Say which formulas have no result; that of a text may be blank."""
        shared: dict[str | None, tuple[str, str]] = {}  # of those that cells share only the first is written
        for part in parts:
            cell = part.getparent()
            if cell is None or not (coordinate := cell.get("r")):
                continue
            formula = f"={part.text or ''}"
            if part.get("t") == "shared":
                first, written = shared.setdefault(part.get("si"), (coordinate, formula))
                formula = written if first == coordinate else _translated(written, first, coordinate)
            if (stored := cell.find(value)) is None or not (stored.text or cell.get("t") == "str"):
                self._keep(coordinate, "", formula, None)


@lru_cache(maxsize=8)
def _is_usual(space: str) -> etree.XPath:
    """Return what tells whether there are only rows and cells, each saying where it stands."""
    usual = "count(*) = count(m:row/@r) and count(*/*) = count(m:row/m:c/@r)"
    return etree.XPath(usual, namespaces={"m": space.strip("{}")})


def _make_usual(data: etree._Element, row_tag: str, cell_tag: str) -> None:
    """Write into rows and cells where they stand, which they need not say; take out what is neither."""
    number = 0
    for row in _only(data, row_tag):
        cells = _only(row, cell_tag)
        said = row.get("r") or next((where.lstrip(_LETTERS) for cell in cells if (where := cell.get("r"))), None)
        number = int(said) if said else number + 1
        row.set("r", str(number))
        column = 0
        for cell in cells:
            where = cell.get("r")
            column = row_and_column(where)[1] if where else column + 1
            if not where:
                cell.set("r", f"{column_letters(column)}{number}")


def _only(parent: etree._Element, tag: str) -> list[etree._Element]:
    for child in list(parent):
        if child.tag != tag:
            parent.remove(child)
    return list(parent)


def _float(stored: str) -> float | None:
    try:
        value = float(stored)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _translated(formula: str, first: str, coordinate: str) -> str:
    from openpyxl.formula.translate import Translator  # noqa: PLC0415  slow to import, and seldom needed

    return str(Translator(formula, origin=first).translate_formula(coordinate))


def _iso_text(stored: str) -> str:
    """Write an ISO date as 2024-05-30, a mere time as 8:30."""
    if clock := _CLOCK.match(stored):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return clock_text((hours * 60 + minutes) * 60 + seconds)
    return stored[:10]


def _in_order(parts: dict[int, _T]) -> dict[int, _T]:
    """Return the parts sorted by their number; most sheets are written in order."""
    numbers = list(parts)
    return parts if numbers == sorted(numbers) else dict(sorted(parts.items()))
