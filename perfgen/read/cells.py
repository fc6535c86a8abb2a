"""The cells of a workbook as text: numbers exact, percentages as shown, formulas by their stored value."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from lxml import etree

from perfgen.filing import raw
from perfgen.finding import Finding, Kind
from perfgen.finding.catalogue import ERROR_CELL, NO_STORED_VALUE
from perfgen.place import Place
from perfgen.read.coordinates import column_letters, column_of, covered, row_of
from perfgen.read.formats import Look, clock_text, dated_text, number_text
from perfgen.read.spreadsheet import TRUE, BrokenWorkbook, Spreadsheet, text_of, unescaped

_MOST_COVERED = 500_000  # cells of the merged areas of a sheet
_EXACT = 15  # digits
_CLOCK = re.compile(r"T?(\d\d):(\d\d)(?::(\d\d))?")
_LONGEST_SHOWN = 40

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
    """Reads one sheet."""

    def __init__(self, file: str, name: str, book: Spreadsheet) -> None:
        self._cells = SheetCells(file, name, {}, {}, set())
        self._book = book
        self._shared: dict[str, tuple[str, str]] = {}  # formulas that several cells share, each with its first cell
        self._v = self._f = self._is = ""

    def read(self, root: etree._Element) -> SheetCells:
        cells = self._cells
        for areas in root.iterchildren("{*}mergeCells"):  # they stand behind the cells
            for area in areas:
                cells.merged.update(islice(covered(str(area.get("ref"))), _MOST_COVERED - len(cells.merged)))
        for data in root.iterchildren("{*}sheetData"):
            self._rows(data)
        cells.rows = _in_order({number: _in_order(line) for number, line in cells.rows.items()})
        return cells

    def _rows(self, data: etree._Element) -> None:
        space = str(data.tag).removesuffix("sheetData")
        self._v, self._f, self._is = f"{space}v", f"{space}f", f"{space}is"
        number = 0
        for row in data.iterchildren(f"{space}row"):
            written = row.get("r")
            number = int(written) if written else _unnumbered(row, number + 1)
            if row.get("hidden") in TRUE:
                self._cells.hidden.add(number)
            if line := self._line(row.iterchildren(f"{space}c"), number):
                self._cells.rows.setdefault(number, {}).update(line)

    def _line(self, cells: Iterator[etree._Element], number: int) -> dict[int, raw.Scalar]:
        """Return the filled cells of a row by their columns."""
        merged = self._cells.merged
        line: dict[int, raw.Scalar] = {}
        column = 0
        for cell in cells:
            coordinate = cell.get("r")
            column = column_of(coordinate) if coordinate else column + 1
            if not len(cell):
                continue
            if merged and merged.get((number, column), (number, column)) != (number, column):
                continue  # nobody sees what stands under a merged cell
            scalar = self._scalar(cell, coordinate or f"{column_letters(column)}{number}")
            if scalar is not None:
                line[column] = scalar
        return line

    def _scalar(self, cell: etree._Element, coordinate: str) -> raw.Scalar | None:
        """Return what a cell holds; None where that is nothing."""
        stored = formula = None
        for part in cell:
            tag = part.tag
            if tag == self._v:
                stored = part.text or ""
            elif tag == self._is:
                stored = text_of(part)
            elif tag == self._f:
                formula = self._formula(part, coordinate)
        kind = cell.get("t")
        if stored:
            return self._value(kind, stored, cell.get("s"), coordinate)
        if formula is None or (kind == "str" and stored is not None):  # the result of a formula may be a blank text
            return None
        formula = formula if len(formula) <= _LONGEST_SHOWN else f"{formula[:_LONGEST_SHOWN]}……"
        return self._unreadable(NO_STORED_VALUE, coordinate, f"公式 {formula} 没有存下计算结果")

    def _value(self, kind: str | None, stored: str, style: str | None, coordinate: str) -> raw.Scalar | None:
        place = Place(self._cells.file, self._cells.name, coordinate)
        match kind:
            case "s":
                text = self._book.strings[int(stored)]
                return raw.Scalar(text, place) if text else None
            case "inlineStr":
                return raw.Scalar(stored, place)
            case "str":
                return raw.Scalar(unescaped(stored), place)
            case "b":
                return raw.Scalar("是" if stored in TRUE else "否", place)
            case "d":
                return raw.Scalar(_iso_text(stored), place)
            case "e":
                return self._unreadable(ERROR_CELL, coordinate, f"单元格的值是 {stored}")
        return self._number(stored, self._book.looks.get(style, Look.NUMBER), place)

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

    def _formula(self, part: etree._Element, coordinate: str) -> str:
        """Return a formula as it stands in its cell; of those that several cells share only the first is written."""
        written = f"={part.text or ''}"
        if part.get("t") != "shared":
            return written
        first, formula = self._shared.setdefault(str(part.get("si")), (coordinate, written))
        return formula if first == coordinate else _translated(formula, first, coordinate)

    def _unreadable(self, kind: Kind, coordinate: str, message: str) -> raw.Scalar:
        place = Place(self._cells.file, self._cells.name, coordinate)
        self._cells.findings.append(kind.at(place, message))
        return raw.Scalar(None, place, unreadable=True)


def _float(stored: str) -> float | None:
    try:
        value = float(stored)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _translated(formula: str, first: str, coordinate: str) -> str:
    from openpyxl.formula.translate import Translator  # noqa: PLC0415  slow to import, and seldom needed

    return str(Translator(formula, origin=first).translate_formula(coordinate))


def _unnumbered(row: etree._Element, following: int) -> int:
    """Return the number of a row that does not tell it: that of its cells, or else the next one."""
    return next((row_of(coordinate) for cell in row if (coordinate := cell.get("r"))), following)


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
