"""A copy of a workbook in which the findings can be seen: coloured cells, notes, and a first sheet that lists them."""

import io
import warnings
from collections.abc import Iterable, Iterator
from typing import cast

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank.packing import put_in_order
from perfgen.blank.style import BODY, LINK, STRONG, Page, paint_header, plain_cell, row_height
from perfgen.errors import PerfgenError
from perfgen.finding import Finding, Level
from perfgen.pack.sheets import RESULT_SHEET
from perfgen.place import Place
from perfgen.report.excerpt import on_one_line
from perfgen.report.order import in_document_order, row_and_column

_HEADERS = ("级别", "问题", "位置", "说明", "建议")
_WIDTHS = (7.0, 26.0, 20.0, 62.0, 50.0)
_POSITION = 3
_ONE_LINE = 24  # points
_COLOURS = {Level.FATAL: "FFF4A6A0", Level.WARN: "FFFFC861", Level.INFO: "FFA9CFF5"}
_FILLS = {level: PatternFill("solid", fgColor=colour) for level, colour in _COLOURS.items()}
_OURS = "—— 检查结果 ——"
_WEIGHT = {level: number for number, level in enumerate((Level.INFO, Level.WARN, Level.FATAL))}
_THIN = Side("thin", "B8C4D0")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class MarkError(PerfgenError):
    """The findings cannot be marked in this file."""


def mark_workbook(data: bytes, findings: Iterable[Finding]) -> bytes:
    """Return the workbook with the findings marked; MarkError where it cannot be opened.

    What an earlier run marked is taken away first, so that a marked copy can be corrected and marked again.
    Formulas lose their stored values, as nothing here computes them: Excel and WPS do so on opening.
    """
    book = _open(data)
    ordered = in_document_order(findings, book.sheetnames)
    _clear(book)
    for finding in ordered:
        cell = _cell(book, finding)
        if cell is not None:
            _paint(cell, finding)
    _list(book, ordered)
    return put_in_order(book)


def _open(data: bytes) -> Workbook:
    try:
        with warnings.catch_warnings(action="ignore"):
            return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise MarkError("文件打不开，没有标出问题") from error


def _sheet(book: Workbook, name: str) -> Worksheet | None:
    return next((sheet for sheet in book.worksheets if sheet.title == name), None)


def _cell(book: Workbook, finding: Finding) -> Cell | None:
    """Return the cell of a finding, of a merged area its first one; None where it is about no cell."""
    where = row_and_column(finding.place.cell)
    sheet = _sheet(book, finding.place.sheet)
    if where is None or sheet is None:
        return None
    row, column = where
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            row, column = area.min_row, area.min_col
    return plain_cell(sheet, row, column)


def _paint(cell: Cell, finding: Finding) -> None:
    """Colour a cell by the gravest of its findings, and say in its note what is wrong."""
    before = next((level for level, colour in _COLOURS.items() if _ground(cell) == colour), None)
    if before is None or _WEIGHT[finding.level] > _WEIGHT[before]:
        cell.fill = _FILLS[finding.level]
    words = on_one_line(f"【{finding.level.chinese}】{finding.message}") + f"\n→ {on_one_line(finding.help)}"
    kept = cell.comment.text if cell.comment else ""
    if _OURS not in kept:
        words = f"{_OURS}\n{words}"
    author = cell.comment.author if cell.comment and cell.comment.author else "perfgen"
    _note(cell, f"{kept}\n{words}" if kept else words, author)


def _note(cell: Cell, words: str, author: str) -> None:
    lines = sum(1 + len(line) // 20 for line in words.split("\n"))
    cell.comment = Comment(words, author, height=20 + 18 * lines, width=300)


def _clear(book: Workbook) -> None:
    """Take away the list, notes and colours of an earlier run; a sheet of that name which is not ours stays."""
    listed = _sheet(book, RESULT_SHEET)
    if listed is None or tuple(cell.value for cell in listed[1]) != _HEADERS:
        return
    book.remove(listed)
    for cell in (cell for sheet in book.worksheets for cell in _cells(sheet)):
        if _ground(cell) in _COLOURS.values():
            cell.fill = PatternFill()
        if cell.comment and _OURS in cell.comment.text:
            kept = cell.comment.text.partition(_OURS)[0].rstrip()
            author = cell.comment.author or "perfgen"
            cell.comment = None
            if kept:
                _note(cell, kept, author)


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    # iter_rows would make a cell for every gap; a covered cell of a merged area has neither ground nor note of its own.
    return (cell for cell in list(sheet._cells.values()) if isinstance(cell, Cell))  # noqa: SLF001


def _ground(cell: Cell) -> str | None:
    return cast("str", cell.fill.fgColor.rgb) if cell.fill.fill_type == "solid" else None


def _list(book: Workbook, findings: list[Finding]) -> None:
    for other in book.worksheets:
        other.sheet_view.tabSelected = False  # else both would be edited as a group
    sheet = cast("Worksheet", book.create_sheet(RESULT_SHEET, 0))
    book.active = 0
    sheet.sheet_view.tabSelected = True
    for column, (header, width) in enumerate(zip(_HEADERS, _WIDTHS, strict=True), start=1):
        sheet.column_dimensions[plain_cell(sheet, 1, column).column_letter].width = width
        _write(plain_cell(sheet, 1, column), header)
        paint_header(plain_cell(sheet, 1, column))
    for row, finding in enumerate(findings, start=2):
        _list_one(book, sheet, row, finding)
    sheet.row_dimensions[1].height = _ONE_LINE
    if not findings:
        _write(plain_cell(sheet, 2, 1), "没有发现问题")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{plain_cell(sheet, max(2, sheet.max_row), len(_HEADERS)).coordinate}"
    Page(landscape=True, header_row=1).set_up(sheet)


def _list_one(book: Workbook, sheet: Worksheet, row: int, finding: Finding) -> None:
    texts = (finding.level.chinese, finding.kind.name, _position(finding), finding.message, finding.help)
    for column, text in enumerate(texts, start=1):
        cell = plain_cell(sheet, row, column)
        _write(cell, on_one_line(text))
        cell.font, cell.border = STRONG if column == 1 else BODY, _BOX
        cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal="center" if column == 1 else "left")
    plain_cell(sheet, row, 1).fill = _FILLS[finding.level]
    if _sheet(book, finding.place.sheet) is not None:
        cell = plain_cell(sheet, row, _POSITION)
        name = finding.place.sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{finding.place.cell or 'A1'}")
        cell.font = LINK
    sheet.row_dimensions[row].height = row_height(zip(texts, _WIDTHS, strict=True)) or _ONE_LINE


def _position(finding: Finding) -> str:
    place = finding.place
    return str(place).removeprefix(f"{place.file} › ") if place != Place(place.file) else "整个文件"


def _write(cell: Cell, text: str) -> None:
    """Write text as text: what begins like a formula is none, also after somebody has edited the cell."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True
