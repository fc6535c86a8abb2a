"""The cells of a workbook as text: numbers exact, percentages as shown, formulas by their stored value."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.errors import PerfgenError
from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import ERROR_CELL, NO_STORED_VALUE
from perfgen.place import Place

_LARGEST_UNPACKED = 300_000_000
_MOST_PARTS = 5_000
_QUOTED = '"'
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Excel stores what XML cannot hold, and an underscore before x


class BrokenWorkbook(PerfgenError):
    """The file is no workbook that can be read."""


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
        return Place(self.file, self.name, f"{get_column_letter(column)}{row}")

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, blank where there is none."""
        scalar = self.rows.get(row, {}).get(column)
        return (scalar.text or "") if scalar else ""


def read_sheets(file: str, data: bytes) -> list[SheetCells]:
    """Read every sheet; BrokenWorkbook where the file cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
                raise BrokenWorkbook("工作簿解压后过大，不像是填报数据")
            has_formulas = any(b"<f" in package.read(part) for part in parts if "worksheets/" in part.filename)
        stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data)) if has_formulas else None
    except BrokenWorkbook:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise BrokenWorkbook(f"工作簿读不了，可能已损坏（{type(error).__name__}）") from error
    return [_read_sheet(file, sheet, written) for sheet in stored.worksheets]


def _read_sheet(file: str, sheet: Worksheet, written: openpyxl.Workbook | None) -> SheetCells:
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, area.min_row + 5_000) + 1)
        for column in range(area.min_col, min(area.max_col, area.min_col + 100) + 1)
    }
    hidden = {number for number, dimension in sheet.row_dimensions.items() if dimension.hidden}
    cells = SheetCells(file, sheet.title, {}, merged, hidden)
    if written is not None:
        for coordinate, cell in _filled(written[sheet.title]):
            if cell.data_type == "f" and sheet.cell(*coordinate).value is None:
                place = cells.place(*coordinate)
                cells.findings.append(NO_STORED_VALUE.at(place, f"公式 {_shown(cell.value)} 没有存下计算结果"))
                cells.rows.setdefault(coordinate[0], {})[coordinate[1]] = raw.Scalar(None, place, unreadable=True)
    for (row, column), cell in _filled(sheet):
        place = cells.place(row, column)
        if cell.data_type == "e":
            cells.findings.append(ERROR_CELL.at(place, f"单元格的值是 {cell.value}"))
            scalar = raw.Scalar(None, place, unreadable=True)
        else:
            scalar = _scalar(cell, place)
        cells.rows.setdefault(row, {})[column] = scalar
    cells.rows = {number: dict(sorted(cells.rows[number].items())) for number in sorted(cells.rows)}
    return cells


def _filled(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], ExcelCell]]:
    # iter_rows would make a cell for every gap, up to row 1,048,576 where somebody has formatted a whole column.
    for coordinate, cell in sheet._cells.items():  # noqa: SLF001
        if cell.value is not None:
            yield coordinate, cell


def _shown(formula: Any) -> str:  # noqa: ANN401
    text = str(getattr(formula, "text", formula))
    return text if len(text) <= 40 else text[:40] + "……"  # noqa: PLR2004


def _scalar(cell: ExcelCell, place: Place) -> raw.Scalar:
    value: Any = cell.value
    match value:
        case bool():
            return raw.Scalar("是" if value else "否", place)
        case int() | float():
            return raw.Scalar(number_text(value, cell.number_format), place, number=True)
        case datetime.datetime() | datetime.date():
            return raw.Scalar(value.strftime("%Y-%m-%d"), place)
        case _:
            return raw.Scalar(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value)), place)


def number_text(value: float, number_format: str = "General") -> str:
    """Write a number as Excel shows it, to 15 digits; a percentage with its sign, as the cell shows 98% for 0.98."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    percent = "%" in "".join(number_format.split(_QUOTED)[::2])
    if percent:
        number = number.scaleb(2)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if percent else text
