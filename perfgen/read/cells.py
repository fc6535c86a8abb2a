"""The cells of a workbook as text: numbers exact, percentages as shown, formulas by their stored value."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import ERROR_CELL, NO_STORED_VALUE
from perfgen.place import Place
from perfgen.read.spreadsheet import BrokenWorkbook, Look, Spreadsheet, local, open_spreadsheet, text_of

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Excel stores what XML cannot hold, and an underscore before x
_COORDINATE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
_PLAIN = Look()
_MOST_ROWS, _MOST_COLUMNS = 5_000, 100  # of a merged area


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
        book = open_spreadsheet(data)
        return [_Reader(file, name, root, book).read() for name, root in book.sheets]
    except BrokenWorkbook:
        raise
    except Exception as error:  # whatever a damaged part makes the libraries raise
        raise BrokenWorkbook(f"工作簿读不了，可能已损坏（{type(error).__name__}）") from error


class _Reader:
    """One sheet."""

    def __init__(self, file: str, name: str, root: etree._Element, book: Spreadsheet) -> None:
        self._cells = SheetCells(file, name, {}, {}, set())
        self._root = root
        self._book = book
        self._shared: dict[str, str] = {}  # formulas that several cells share, by their number

    def read(self) -> SheetCells:
        for part in self._root:
            match local(part):
                case "sheetData":
                    self._rows(part)
                case "mergeCells":
                    for area in part:
                        self._cells.merged.update(_covered(str(area.get("ref"))))
        cells = self._cells
        cells.rows = {number: dict(sorted(cells.rows[number].items())) for number in sorted(cells.rows)}
        return cells

    def _rows(self, data: etree._Element) -> None:
        number = 0
        for row in data:
            number = int(row.get("r") or number + 1)
            if row.get("hidden") in ("1", "true"):
                self._cells.hidden.add(number)
            column = 0
            for cell in row:
                coordinate = cell.get("r")
                column = _column_of(coordinate) if coordinate else column + 1
                if len(cell) and (scalar := self._scalar(cell, self._cells.place(number, column))) is not None:
                    self._cells.rows.setdefault(number, {})[column] = scalar

    def _scalar(self, cell: etree._Element, place: Place) -> raw.Scalar | None:
        kind, value, formula = cell.get("t", "n"), "", None
        for part in cell:
            match local(part):
                case "v":
                    value = str(part.text or "")
                case "f":
                    formula = self._formula(part)
                case "is":
                    value = text_of(part)
        if formula is not None and not value and kind != "str":
            self._cells.findings.append(NO_STORED_VALUE.at(place, f"公式 {_shown(formula)} 没有存下计算结果"))
            return raw.Scalar(None, place, unreadable=True)
        return self._value(kind, value, cell.get("s", "0"), place) if value else None

    def _value(self, kind: str, value: str, style: str, place: Place) -> raw.Scalar:
        match kind:
            case "s":
                return _words(self._book.strings[int(value)], place)
            case "str" | "inlineStr":
                return _words(value, place)
            case "b":
                return raw.Scalar("是" if value in ("1", "true") else "否", place)
            case "e":
                self._cells.findings.append(ERROR_CELL.at(place, f"单元格的值是 {value}"))
                return raw.Scalar(None, place, unreadable=True)
            case "d":
                return raw.Scalar(value[:10], place)
        return self._number(value, int(style), place)

    def _formula(self, part: etree._Element) -> str:
        """Return a formula; of those that several cells share, only the first one's is written."""
        written = str(part.text or "")
        if part.get("t") == "shared":
            written = self._shared.setdefault(str(part.get("si")), written)
        return f"={written}"

    def _number(self, value: str, style: int, place: Place) -> raw.Scalar:
        look = self._book.looks[style] if style < len(self._book.looks) else _PLAIN
        if look.date:
            return raw.Scalar(_date(float(value), since_1904=self._book.since_1904), place)
        return raw.Scalar(number_text(float(value), percent=look.percent), place, number=True)


def _words(text: str, place: Place) -> raw.Scalar:
    return raw.Scalar(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text), place)


def _date(serial: float, *, since_1904: bool) -> str:
    """Return the day of Excel's count; before March 1900 it counts a day that never was."""
    start = datetime.date(1904, 1, 1) if since_1904 else datetime.date(1899, 12, 30)
    days = int(serial) + (1 if 0 < serial < 60 and not since_1904 else 0)  # noqa: PLR2004
    return (start + datetime.timedelta(days=days)).isoformat()


def _covered(area: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the cells of a merged area, each with the first one."""
    first, _, last = area.partition(":")
    (top, start), (bottom, end) = _coordinate(first), _coordinate(last or first)
    for row in range(top, min(bottom, top + _MOST_ROWS) + 1):
        for column in range(start, min(end, start + _MOST_COLUMNS) + 1):
            yield (row, column), (top, start)


def _coordinate(text: str) -> tuple[int, int]:
    match = _COORDINATE.match(text)
    if match is None:
        raise ValueError(text)
    return int(match[2]), _column_number(match[1])


def _column_of(coordinate: str) -> int:
    return _column_number(coordinate.rstrip("0123456789"))


@lru_cache(maxsize=2048)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=2048)
def column_letters(number: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _shown(formula: str) -> str:
    return formula if len(formula) <= 40 else formula[:40] + "……"  # noqa: PLR2004


def number_text(value: float, *, percent: bool = False) -> str:
    """Write a number as Excel shows it, to 15 digits; a percentage with its sign, as the cell shows 98% for 0.98."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if percent:
        number = number.scaleb(2)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if percent else text
