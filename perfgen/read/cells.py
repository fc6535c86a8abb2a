"""The cells of a workbook as text: numbers exact, percentages as shown, formulas by their stored value."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter

from lxml import etree

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import ERROR_CELL, NO_STORED_VALUE
from perfgen.place import Place
from perfgen.read.coordinates import covered, row_and_column, say_where
from perfgen.read.formats import Look, clock_text, dated_text, number_text
from perfgen.read.markup import TRUE, BrokenWorkbook, merged_areas, parse, text_of
from perfgen.read.package import Part
from perfgen.read.plain_sheet import PlainSheet, plain_sheets
from perfgen.read.spreadsheet import Spreadsheet
from perfgen.read.stored import Around, Line, Row, SheetCells, Stored, stored

_MOST_COVERED = 500_000  # cells of the merged areas of a sheet
_CLOCK = re.compile(r"T?(\d\d):(\d\d)(?::(\d\d))?")
_LONGEST_SHOWN = 40


def read_sheets(data: bytes) -> list[SheetCells]:
    """Read every sheet; BrokenWorkbook where the file cannot be read."""
    try:
        return _read(Spreadsheet(data))
    except BrokenWorkbook:
        raise
    except Exception as error:  # whatever a damaged part makes the libraries raise
        raise BrokenWorkbook(f"工作簿读不了，可能已损坏（{type(error).__name__}）") from error


def _read(book: Spreadsheet) -> list[SheetCells]:
    parts: list[Part] = []
    fault: Exception | None = None
    try:
        for _, part in book.sheets:
            parts.append(book.part(part))
    except Exception as error:  # noqa: BLE001  the faults of the sheets before it come first
        fault = error
    read = [
        _sheet(name, part, plain, book)
        for (name, _), part, plain in zip(book.sheets, parts, plain_sheets(parts), strict=False)
    ]
    if fault:
        raise fault
    return read


_around = lru_cache(maxsize=512)(Around)  # the same for the sheets of a name in all workbooks of a form


def _sheet(name: str, part: Part, plain: PlainSheet | None, book: Spreadsheet) -> SheetCells:
    around = _around(name, book.looks, book.since_1904)
    if plain is None:
        return _Reader(book, around).read_tree(parse(part.content))
    if plain.made and plain.made[0] is around:
        return plain.made[1]
    cells = _Reader(book, around).read(plain)
    if not plain.is_shared:
        plain.made = around, cells
    return cells


class _Reader:
    """Reads one sheet. It goes from what is stored to the cell around it: most cells have a format and hold nothing."""

    def __init__(self, book: Spreadsheet, around: Around) -> None:
        self._cells = SheetCells(around.sheet, {}, {}, set())
        self._strings = book.strings
        self._around = around
        self._looks = around.looks.by_style
        self._last, self._in_order = 0, True  # most sheets are written so

    def read(self, plain: PlainSheet) -> SheetCells:
        for row in plain.rows:
            made = row.made
            line = made[2] if made and made[0] is self._around and not row.shared else self._known_line(row)
            self._put(row.number, line, hidden=row.hidden)
        return self._finished(plain.merged)

    def read_tree(self, root: etree._Element) -> SheetCells:
        for data in root.iterchildren("{*}sheetData"):
            self._read_data(data)
        return self._finished(merged_areas(root))

    def _finished(self, merged: Iterable[str]) -> SheetCells:
        cells = self._cells
        for area in merged:
            cells.merged.update(islice(covered(area), _MOST_COVERED - len(cells.merged)))
        if cells.merged:
            _drop_covered(cells)
        if not self._in_order:
            cells.rows = {number: Line(sorted(line.items())) for number, line in sorted(cells.rows.items())}
        if not all(cells.rows.values()):
            cells.rows = {number: line for number, line in cells.rows.items() if line}
        return cells

    def _read_data(self, data: etree._Element) -> None:
        say_where(data)
        space = str(data.tag).removesuffix("sheetData")
        for number, held in groupby(_stored(data.iter(f"{space}v", f"{space}is")), attrgetter("row")):
            self._put(number, self._line(held))
        self._formulas(data.iter(f"{space}f"), f"{space}v")
        rows = data.iterchildren(f"{space}row")
        self._cells.hidden.update(int(row.get("r", "")) for row in rows if row.get("hidden") in TRUE)

    def _known_line(self, row: Row) -> Line:
        """Return the line of a row, the one that was made of it last where nothing else stands there."""
        strings, made = self._strings, row.made
        texts = tuple([strings[number] for number in row.shared]) if row.shared else ()
        if made and made[0] is self._around and made[1] == texts:
            return made[2]
        line = self._line(row.cells)
        row.made = self._around, texts, line
        return line

    def _put(self, number: int, line: Line, *, hidden: bool = False) -> None:
        cells = self._cells
        if hidden:
            cells.hidden.add(number)
        if line.findings:
            cells.findings += line.findings
        if number <= self._last:
            self._in_order = False
            line = Line([*cells.rows.get(number, {}).items(), *line.items()])
        self._last = max(self._last, number)
        cells.rows[number] = line

    def _line(self, stored: Iterable[Stored]) -> Line:
        """Read what is stored in a row: numbers, texts or the results of formulas."""
        line, around, strings = Line(), self._around, self._strings
        last, in_order = 0, True
        for cell in stored:
            column = cell.column
            if column <= last:
                in_order = False
            last = column
            made = cell.made if cell.around is around else None
            if made is None or (cell.kind == "s" and made.text != strings[cell.number]):
                made = self._scalar(cell, line.findings)
            if made is not None:
                line[column] = made
        if in_order:
            return line
        ordered = Line(sorted(line.items()))
        ordered.findings = line.findings
        return ordered

    def _scalar(self, cell: Stored, findings: list[Finding]) -> raw.Scalar | None:
        """Read a cell, and keep it there unless that found something; None where a shared text is blank."""
        place, kind, text = Place("", self._cells.name, cell.coordinate), cell.kind, cell.text
        if kind == "s":
            text = self._strings[cell.number]
            if not text:
                return None
        elif kind == "e":
            return _unreadable(ERROR_CELL.at(place, f"单元格的值是 {text}"), findings)
        elif kind and not (kind == "n" and self._looks.get(cell.style, Look.NUMBER) is Look.NUMBER):
            text, kind = self._as_shown(cell)
        cell.around, cell.made = self._around, raw.Scalar(text, place, False, kind == "n")  # noqa: FBT003
        return cell.made

    def _as_shown(self, cell: Stored) -> tuple[str, str]:
        """Return what a cell shows and its kind: a date is a text."""
        if cell.kind == "b":
            return "是" if cell.text in TRUE else "否", ""
        if cell.kind == "d":
            return _iso_text(cell.text), ""
        look, value = self._looks.get(cell.style, Look.NUMBER), float(cell.written)
        if look is not Look.PERCENT:
            text = dated_text(value, look, since_1904=self._around.since_1904)
            if text is not None:
                return text, ""
        return number_text(value, percent=look is Look.PERCENT), "n"

    def _formulas(self, parts: Iterator[etree._Element], value: str) -> None:
        """Say which formulas have no result; that of a text may be blank."""
        cells = self._cells
        shared: dict[str | None, tuple[str, str]] = {}  # of those that cells share only the first is written
        for part in parts:
            cell = part.getparent()
            if cell is None or not (coordinate := cell.get("r")):
                continue
            first, formula = coordinate, f"={part.text or ''}"
            if part.get("t") == "shared":
                first, formula = shared.setdefault(part.get("si"), (coordinate, formula))
            row, column = row_and_column(coordinate)
            line = cells.rows.setdefault(row, Line())
            is_blank = cell.get("t") in ("s", "str") and cell.find(value) is not None
            if not is_blank and column not in line:
                message = f"公式 {_shown(formula, first, coordinate)} 没有存下计算结果"
                place = Place("", cells.name, coordinate)
                self._in_order = False
                line[column] = _unreadable(NO_STORED_VALUE.at(place, message), cells.findings)


def _unreadable(finding: Finding, findings: list[Finding]) -> raw.Scalar:
    findings.append(finding)
    return raw.Scalar(None, finding.place, unreadable=True)


def _stored(parts: Iterator[etree._Element]) -> Iterator[Stored]:
    """Return what stands in the parts of cells."""
    for part in parts:
        if (cell := part.getparent()) is not None:
            written = text_of(part) if len(part) else part.text
            if held := stored(cell.get("r"), cell.get("s"), cell.get("t"), written):
                yield held


def _drop_covered(cells: SheetCells) -> None:
    """Forget what stands under merged cells, where nobody sees it; faults too."""
    hidden = {here for here, first in cells.merged.items() if here != first}
    for row in {row for row, _ in hidden}.intersection(cells.rows):
        line = cells.rows[row]
        if any((row, column) in hidden for column in line):
            cells.rows[row] = Line((column, cell) for column, cell in line.items() if (row, column) not in hidden)
    cells.findings = [found for found in cells.findings if row_and_column(found.place.cell) not in hidden]


def _shown(formula: str, first: str, coordinate: str) -> str:
    """Return a formula as it reads in its cell, cut where it is long; it was written for the first of several."""
    if first != coordinate:
        from openpyxl.formula.translate import Translator  # noqa: PLC0415  slow to import, and seldom needed

        formula = str(Translator(formula, origin=first).translate_formula(coordinate))
    return formula if len(formula) <= _LONGEST_SHOWN else f"{formula[:_LONGEST_SHOWN]}……"


def _iso_text(stored: str) -> str:
    """Write an ISO date as 2024-05-30, a mere time as 8:30."""
    if clock := _CLOCK.match(stored):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return clock_text((hours * 60 + minutes) * 60 + seconds)
    return stored[:10]
