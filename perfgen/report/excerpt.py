"""The spot a finding is about, as it stands in the file: a line with a caret under it, or a cell with its value."""

import datetime
import io
import re
import unicodedata
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfgen.place import Place
from perfgen.read.formats import Look, look_of, number_text
from perfgen.report.order import row_and_column

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_WIDEST = 76  # columns of an excerpt: with line number and margin it fits a window of 90
_CUT = "……"
_CUT_WIDTH = 2
_WIDE_BLANK = "\u3000"
_YAML_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def on_one_line(text: str) -> str:
    """Return text that takes one line and does nothing to a terminal; what cannot be seen is a blank."""
    return "".join(" " if unicodedata.category(character) in _INVISIBLE else character for character in text)


def width(text: str) -> int:
    """Count the columns a text takes in a terminal: two for a Chinese character, none for a combining one."""
    return sum(map(_columns, text))


def line_with_caret(text: str, line: int, column: int) -> list[str]:
    """Return a line and, under its column (from 1), a caret; of a long line only what stands around it.

    Under a wide character stands a wide blank, so that the caret is right also where a font has other widths.
    """
    text = on_one_line(text)
    at = min(column - 1, len(text))
    start, end = _window(text, at)
    shown = (_CUT if start else "") + text[start:end] + (_CUT if end < len(text) else "")
    before = " " * (_CUT_WIDTH if start else 0) + "".join(map(_blank_like, text[start:at]))
    return [f"{line} │ {shown}", f"{' ' * len(str(line))} │ {before}^"]


def shortened(text: str) -> str:
    """Return text on one line, cut where it is too long for it."""
    text = on_one_line(text)
    _, end = _window(text, 0)
    return text if end == len(text) else text[:end] + _CUT


class Excerpts:
    """The excerpts of one file, which is read when the first one is asked for.

    A file that is gone or cannot be read has none: the findings say why.
    """

    def __init__(self, path: Path) -> None:
        """Remember the file."""
        self._path = path

    def of(self, place: Place) -> list[str]:
        """Return the lines to show for a place, none where there is nothing to show."""
        if place.file != self._path.name:
            return []
        if place.sheet:
            return self._cell(place)
        if not 0 < place.line <= len(self._lines) or not (text := self._lines[place.line - 1]).strip():
            return []
        return line_with_caret(text, place.line, place.column)

    @cached_property
    def _data(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError:
            return b""

    @cached_property
    def _lines(self) -> list[str]:
        try:
            return _YAML_BREAK.split(self._data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return []

    @cached_property
    def _stored(self) -> "Workbook | None":
        return _open(self._data, data_only=True)

    @cached_property
    def _written(self) -> "Workbook | None":
        return _open(self._data, data_only=False)

    def _cell(self, place: Place) -> list[str]:
        value = _value(self._stored, place)
        if value is None:
            return []
        # A formula that was never computed has no stored value: then it is what stands in the cell.
        text = shortened(value or _value(self._written, place) or "").strip()
        return [f"{place.cell} │ {text or '（空白）'}"]


def _open(data: bytes, *, data_only: bool) -> "Workbook | None":
    try:
        import openpyxl

        with warnings.catch_warnings(action="ignore"):
            return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)
    except Exception:  # noqa: BLE001  openpyxl raises whatever a damaged part makes it raise
        return None


def _value(book: "Workbook | None", place: Place) -> str | None:
    """Return the text of a cell, blank where it is empty; None where there is no such cell."""
    where = row_and_column(place.cell)
    sheet = next((sheet for sheet in book.worksheets if sheet.title == place.sheet), None) if book else None
    if where is None or sheet is None:
        return None
    cell = sheet.cell(*where)
    value: Any = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | float():
            return number_text(value, percent=look_of(cell.number_format) is Look.PERCENT)
        case datetime.date():
            return f"{value:%Y-%m-%d}"
        case _:
            return str(getattr(value, "text", value))


def _window(text: str, at: int) -> tuple[int, int]:
    """Return which part of a text to show so that a position stays in sight."""
    if width(text) <= _WIDEST:
        return 0, len(text)
    start, end = at, at
    while start and width(text[start - 1 : at]) <= _WIDEST // 2:
        start -= 1
    while end < len(text) and width(text[start : end + 1]) <= _WIDEST:
        end += 1
    while start and width(text[start - 1 : end]) <= _WIDEST:  # near the end of the line there is room to the left
        start -= 1
    return start, end


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _blank_like(character: str) -> str:
    return {0: "", 1: " ", 2: _WIDE_BLANK}[_columns(character)]
