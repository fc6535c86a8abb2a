"""汇总.xlsx: a row a unit, to sort and filter: what became of it, its total, its findings, where its documents are."""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from typing import Any, cast
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank.packing import packed
from perfgen.blank.style import BODY, LINK, STRONG, TITLE, Page, paint_header
from perfgen.number import parse_number
from perfgen.report.lines import Line, Lines

_HEADERS = (
    "单位", "填报数据", "模板包", "结果", "总分", "等级", "执行率", "致命", "警告", "提示", "文档数", "文档", "说明",
)  # fmt: skip
_WIDTHS = (30, 26, 16, 12, 9, 8, 11, 7, 7, 7, 9, 12, 50)
_LINK_COLUMN = get_column_letter(_HEADERS.index("文档") + 1)
_COUNTED = ("致命", "警告", "提示", "文档数")
_HEADER_ROW = 3
_FORMULA_SIGNS = ("=", "+", "-", "@")
_MOST_LINKS = 65_000  # a sheet holds 65,530


def summary_workbook(lines: Lines | Sequence[Line], *, links: int = _MOST_LINKS) -> bytes:
    """Return the workbook; the same filings give the same bytes. Nothing in it can be taken for a formula.

    Folders beyond so many ``links`` are named instead.
    """
    book = Workbook(write_only=True)  # a row is written and forgotten: a province has tens of thousands
    sheet = cast("Worksheet", book.create_sheet("汇总"))
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(_HEADERS))}{_HEADER_ROW + len(lines)}"
    sheet.freeze_panes = f"B{_HEADER_ROW + 1}"
    Page(landscape=True, header_row=_HEADER_ROW).set_up(sheet)
    sheet.append([_in_font(sheet, f"预算绩效填报汇总（{len(lines)} 份）", TITLE)])
    sheet.append(_totals(sheet, lines))
    header = [_cell(sheet, text) for text in _HEADERS]
    for cell in header:
        paint_header(cell)
    sheet.append(header)
    writer, linked = _Writer(sheet), dict[str, str]()
    for row, line in enumerate(lines, start=_HEADER_ROW + 1):
        link = bool(line.folder) and len(linked) < links
        if link:
            linked[f"{_LINK_COLUMN}{row}"] = quote(line.folder)
        sheet.append(writer.row(line, link=link))
    return packed(book, linked)


def _totals(sheet: Worksheet, lines: Lines | Sequence[Line]) -> list[Cell | None]:
    """Return the totals, to stand above the header, where sorting and filtering leave them alone."""
    counted = Counter[str]()
    for line in lines:
        counted.update(_counted(line))
    sums = {name: _in_font(sheet, counted[name], STRONG) for name in _COUNTED}
    return [_in_font(sheet, "合计", STRONG), *(sums.get(header) for header in _HEADERS[1:])]


def _counted(line: Line) -> dict[str, int]:
    levels = {"致命": "fatal", "警告": "warn", "提示": "info"}
    return {name: line.counts.get(level, 0) for name, level in levels.items()} | {"文档数": line.documents}


class _Writer:
    """Writes rows. How cells look is worked out once: setting fonts cell by cell would take most of the time."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._styles: dict[str, Any] = {}
        for name in ("body", "percent", "link", "note"):
            cell: Any = _in_font(sheet, "", LINK if name == "link" else BODY)
            cell.number_format = "0.00%" if name == "percent" else "General"
            cell.alignment = Alignment(wrap_text=True, vertical="top") if name == "note" else Alignment()
            self._styles[name] = cell._style  # noqa: SLF001 - openpyxl has no other way to share a style

    def row(self, line: Line, *, link: bool) -> list[Cell]:
        """Return the cells of a line."""
        counted = _counted(line)
        row = [self._styled(text) for text in (line.unit, line.source, line.pack, line.state)]
        row += [self._figure(line.figures.get(name, "")) for name in ("总分", "等级", "执行率")]
        row += [self._styled(counted[name]) for name in _COUNTED]
        row.append(self._styled("打开文件夹", "link") if link else self._styled(line.folder))
        row.append(self._styled(line.note, "note"))
        return row

    def _figure(self, text: str) -> Cell:
        """Write a figure as a number, so that it sorts as one."""
        number = parse_number(text) if text else None
        return self._styled(text if number is None else number, "percent" if text.endswith("%") else "body")

    def _styled(self, value: str | int | Decimal, look: str = "body") -> Cell:
        cell: Any = _cell(self._sheet, value)
        guarded = cell.quotePrefix
        cell._style = copy(self._styles[look]) if guarded else self._styles[look]  # noqa: SLF001
        if guarded:
            cell.quotePrefix = True
        return cast("Cell", cell)


def _cell(sheet: Worksheet, value: str | int | Decimal) -> Cell:
    """Write words as words, also where they begin like a formula; what no workbook can hold is a question mark."""
    cell: Any = WriteOnlyCell(sheet)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("?", value.encode(errors="replace").decode())
    if value != "":
        cell.value = value
    if value and isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA_SIGNS)
    return cast("Cell", cell)


def _in_font(sheet: Worksheet, value: str | int, font: Font) -> Cell:
    cell = _cell(sheet, value)
    cell.font = font
    return cell
