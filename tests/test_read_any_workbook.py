"""Any small workbook that openpyxl can write is read as a plain reader on top of openpyxl reads it."""

import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.worksheet.worksheet import Worksheet
from support.xlsx import opened

from perfgen.read.cells import read_sheets
from perfgen.read.coordinates import column_letters, row_and_column

_FORMATS = ("General", "0.00", "#,##0", "0%", "0.00%", "0.0%;-0.0%", '0"%"', "0.00_ ;[Red]\\-0.00\\ ", "@")
_ERRORS = ("#N/A", "#DIV/0!", "#REF!")
_PLACES = st.tuples(st.integers(1, 12), st.integers(1, 8))


@dataclass(frozen=True)
class _Made:
    """A value and how it is shown; a blank format is openpyxl's own for it."""

    value: Any
    number_format: str = ""


_NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_subnormal=False),
    st.floats(-1, 1, allow_subnormal=False),
    st.decimals(-10_000, 10_000, places=2).map(float),
)
_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), max_size=20).filter(
    lambda text: not text.startswith("=") and "_x" not in text and text not in openpyxl.cell.cell.ERROR_CODES
)
_DAYS = st.dates(datetime.date(1904, 1, 2), datetime.date(2100, 1, 1))
_VALUES = st.one_of(
    st.builds(_Made, _NUMBERS, st.sampled_from(_FORMATS)),
    st.builds(_Made, _TEXTS),
    st.builds(_Made, st.sampled_from(["  ", "0.98", "98%", "5", "=B1*2", "=SUM(A1:A3)", *_ERRORS])),
    st.builds(_Made, st.booleans()),
    st.builds(_Made, _DAYS),
    st.builds(_Made, _DAYS, st.just('yyyy"年"m"月"d"日"')),
    st.builds(_Made, st.builds(datetime.datetime.combine, _DAYS, st.just(datetime.time(12, 30)))),
    st.builds(_Made, st.times().map(lambda time: time.replace(microsecond=0))),
    st.builds(_Made, st.none(), st.sampled_from(_FORMATS)),
)


@st.composite
def _sheets(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "cells": draw(st.dictionaries(_PLACES, _VALUES, max_size=12)),
        "merged": draw(st.lists(st.tuples(_PLACES, st.integers(0, 2), st.integers(0, 2)), max_size=2)),
        "hidden": draw(st.sets(st.integers(1, 12), max_size=3)),
    }


@given(st.lists(_sheets(), min_size=1, max_size=3), st.booleans(), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_workbook_reads_as_openpyxl_reads_it(sheets: list[dict[str, Any]], since_1904: bool, iso: bool) -> None:  # noqa: FBT001
    """Places, texts, what is a number, what cannot be read, merged cells and hidden rows."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
    book.iso_dates = iso
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets):
        _fill(book.create_sheet(f"表{number}"), **sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    ours = [
        (
            cells.name,
            [(place, scalar.text, scalar.number, scalar.unreadable) for line in cells.rows.values() for place, scalar in _placed(line)],
            sorted((found.place.cell, found.message) for found in cells.findings),
            cells.merged,
            cells.hidden,
        )
        for cells in read_sheets(data)
    ]  # fmt: skip
    assert ours == list(_read_plainly(data))


def _fill(sheet: Worksheet, cells: dict[tuple[int, int], _Made], merged: list[Any], hidden: set[int]) -> None:
    for (row, column), made in cells.items():
        cell = sheet.cell(row, column, made.value)
        cell.number_format = made.number_format or cell.number_format
    taken: set[tuple[int, int]] = set()
    for (row, column), down, right in merged:
        area = {(row + rows, column + columns) for rows in range(down + 1) for columns in range(right + 1)}
        if len(area) > 1 and not area & taken:
            taken |= area
            sheet.merge_cells(start_row=row, end_row=row + down, start_column=column, end_column=column + right)
    for row in hidden:
        sheet.row_dimensions[row].hidden = True


def _placed(line: dict[int, Any]) -> list[tuple[str, Any]]:
    return [(scalar.place.cell, scalar) for scalar in line.values()]


def _read_plainly(data: bytes) -> Iterator[Any]:
    """Yield what openpyxl reads, in our words: slow, and simple enough to be believed."""
    stored, written = opened(data), opened(data, data_only=False)
    for sheet in stored.worksheets:
        cells: list[tuple[str, str | None, bool, bool]] = []
        findings: list[tuple[str, str]] = []
        for line in sheet.iter_rows():
            for cell in line:
                formula = written[sheet.title][cell.coordinate]
                if formula.data_type == "f" and cell.value is None:
                    findings.append((cell.coordinate, f"公式 {formula.value} 没有存下计算结果"))
                    cells.append((cell.coordinate, None, False, True))
                elif cell.data_type == "e":
                    findings.append((cell.coordinate, f"单元格的值是 {cell.value}"))
                    cells.append((cell.coordinate, None, False, True))
                elif cell.value not in (None, ""):
                    cells.append((cell.coordinate, *_text(cell.value, cell.number_format), False))
        merged = {
            (row, column): (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        hidden = {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
        yield sheet.title, cells, sorted(findings), merged, hidden


def _text(value: Any, number_format: str) -> tuple[str, bool]:  # noqa: ANN401
    match value:
        case bool():
            return ("是" if value else "否"), False
        case int() | float():
            percent = number_format in ("0%", "0.00%", "0.0%;-0.0%")
            text = f"{Decimal(f'{value:.15g}') * (100 if percent else 1):f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return ("0" if text == "-0" else text) + ("%" if percent else ""), True
        case datetime.date():
            return value.strftime("%Y-%m-%d"), False
        case datetime.time():
            return f"{value.hour}:{value.minute:02}" + (f":{value.second:02}" if value.second else ""), False
    return str(value), False


def test_the_letters_of_columns_are_those_of_excel() -> None:
    """All of them."""
    assert [column_letters(number) for number in range(1, 16_385)] == [
        get_column_letter(number) for number in range(1, 16_385)
    ]
    assert [row_and_column(f"{get_column_letter(number)}7")[1] for number in (1, 26, 27, 702, 703, 16_384)] == [
        1,
        26,
        27,
        702,
        703,
        16_384,
    ]
