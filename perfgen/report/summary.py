"""汇总.xlsx: a row a unit, to sort and filter: what became of it, its total, its findings, where its documents are."""

import io
from collections.abc import Iterable
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
    for row, line in enumerate(every, start=_HEADER_ROW + 1):
        _write(sheet, row, line)
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


def _write(sheet: Worksheet, row: int, line: Line) -> None:
    counted = _counted(line)
    texts = (line.unit, line.source, line.pack, line.state)
    for column, text in enumerate(texts, start=1):
        _put(sheet, row, column, text)
    for column, name in enumerate(("总分", "等级", "执行率"), start=5):
        _figure(_put(sheet, row, column, line.figures.get(name, "")), line.figures.get(name, ""))
    for column, name in enumerate(_COUNTED, start=8):
        plain_cell(sheet, row, column).value = counted[name]
    if line.folder:
        cell = _put(sheet, row, 12, "打开文件夹")
        cell.hyperlink = quote(line.folder)
        cell.font = LINK
    _put(sheet, row, 13, line.note).alignment = Alignment(wrap_text=True, vertical="top")


def _figure(cell: Cell, text: str) -> None:
    """Let a figure be a number, so that it sorts as one; a percentage keeps its look."""
    number = parse_number(text) if text else None
    if number is not None:
        cell.value = number
        cell.number_format = "0.00%" if text.endswith("%") else "General"


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write words as words, also where they begin like a formula."""
    cell = plain_cell(sheet, row, column)
    cell.value = text[:_MOST_TEXT] or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.font = BODY
    return cell
