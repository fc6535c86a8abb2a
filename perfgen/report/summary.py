"""汇总.xlsx: a row a unit, to sort and filter: what became of it, its total, its findings, where its documents are."""

import io
from collections.abc import Iterable
from copy import copy
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank.style import BODY, LINK, STRONG, TITLE, Page, paint_header, plain_cell
from perfgen.number import parse_number
from perfgen.report.checked import Line

_HEADERS = (
    "单位", "填报数据", "模板包", "结果", "总分", "等级", "执行率", "致命", "警告", "提示", "文档数", "文档", "说明",
)  # fmt: skip
_WIDTHS = (30, 26, 16, 12, 9, 8, 11, 7, 7, 7, 9, 12, 50)
_COUNTED = ("致命", "警告", "提示", "文档数")
_HEADER_ROW = 3
_FORMULA_SIGNS = ("=", "+", "-", "@")
_MOST_TEXT = 32_000  # a cell holds 32,767 characters


def summary_workbook(lines: Iterable[Line]) -> bytes:
    """Return the workbook; the same filings give the same words. Nothing in it can be taken for a formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = "汇总"
    every = list(lines)
    _put(sheet, 1, 1, f"预算绩效填报汇总（{len(every)} 份）").font = TITLE
    for column, (header, width) in enumerate(zip(_HEADERS, _WIDTHS, strict=True), start=1):
        sheet.column_dimensions[plain_cell(sheet, 1, column).column_letter].width = width
        paint_header(_put(sheet, _HEADER_ROW, column, header))
    _totals(sheet, every)
    looks = _Looks(sheet)
    for row, line in enumerate(every, start=_HEADER_ROW + 1):
        _write(sheet, row, line, looks)
    last = plain_cell(sheet, _HEADER_ROW, len(_HEADERS)).column_letter
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}{_HEADER_ROW + len(every)}"
    sheet.freeze_panes = f"B{_HEADER_ROW + 1}"
    Page(landscape=True, header_row=_HEADER_ROW).set_up(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _totals(sheet: Worksheet, lines: list[Line]) -> None:
    """Put the totals above the header, where sorting and filtering leave them alone."""
    _put(sheet, 2, 1, "合计").font = STRONG
    for column, header in enumerate(_HEADERS, start=1):
        if header in _COUNTED:
            cell = plain_cell(sheet, 2, column)
            cell.value = sum(_counted(line)[header] for line in lines)
            cell.font = STRONG


def _counted(line: Line) -> dict[str, int]:
    levels = {"致命": "fatal", "警告": "warn", "提示": "info"}
    return {name: line.counts.get(level, 0) for name, level in levels.items()} | {"文档数": line.documents}


def _write(sheet: Worksheet, row: int, line: Line, looks: "_Looks") -> None:
    counted = _counted(line)
    texts = (line.unit, line.source, line.pack, line.state)
    figures = [line.figures.get(name, "") for name in ("总分", "等级", "执行率")]
    for column, text in enumerate((*texts, *figures), start=1):
        number = parse_number(text) if column > len(texts) and text else None
        if number is None:
            looks.give(_words(sheet, row, column, text), "body")
        else:  # a figure is a number, so that it sorts as one
            cell = plain_cell(sheet, row, column)
            cell.value = number
            looks.give(cell, "percent" if text.endswith("%") else "body")
    for column, name in enumerate(_COUNTED, start=8):
        cell = plain_cell(sheet, row, column)
        cell.value = counted[name]
        looks.give(cell, "body")
    if line.folder:
        cell = plain_cell(sheet, row, 12)
        cell.hyperlink = quote(line.folder)
        cell.value = "打开文件夹"
        looks.give(cell, "link")
    looks.give(_words(sheet, row, 13, line.note), "note")


class _Looks:
    """How cells look, worked out once each: setting fonts cell by cell would take most of the time."""

    def __init__(self, sheet: Worksheet) -> None:
        """Draw each look on a cell that is then taken away."""
        self._styles = {}
        for name in ("body", "percent", "link", "note"):
            cell: Any = plain_cell(sheet, 1, len(_HEADERS) + 1)
            cell.font = LINK if name == "link" else BODY
            cell.number_format = "0.00%" if name == "percent" else "General"
            cell.alignment = Alignment(wrap_text=True, vertical="top") if name == "note" else Alignment()
            self._styles[name] = copy(cell._style)  # noqa: SLF001 - openpyxl has no other way to share a style
            del sheet._cells[1, len(_HEADERS) + 1]  # noqa: SLF001

    def give(self, cell: Any, name: str) -> None:  # noqa: ANN401 - its style is not in openpyxl's types
        """Let a cell look so."""
        guarded = cell.quotePrefix
        cell._style = copy(self._styles[name]) if guarded else self._styles[name]  # noqa: SLF001
        if guarded:
            cell.quotePrefix = True


def _words(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write words as words, also where they begin like a formula."""
    cell = plain_cell(sheet, row, column)
    if text:
        cell.value = text[:_MOST_TEXT]
        cell.data_type = "s"
        if text.startswith(_FORMULA_SIGNS):
            cell.quotePrefix = True
    return cell


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = _words(sheet, row, column, text)
    cell.font = BODY
    return cell
