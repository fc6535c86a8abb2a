"""How the workbook looks: one quiet palette, each kind of cell with its own ground."""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank.entries import Look
from perfgen.pack import NUMERIC, PackField

FONT_NAME = "微软雅黑"
_SIZE = 10.5
_INK, _QUIET, _LINE = "1F2D3D", "7F7F7F", "B8C4D0"
_TALLEST = 409  # points; Excel has no taller row
_THIN = Side("thin", _LINE)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
OPEN, _LOCKED = Protection(locked=False), Protection(locked=True)

BODY = Font(name=FONT_NAME, size=_SIZE, color=_INK)
TITLE = Font(name=FONT_NAME, size=14, bold=True, color=_INK)
STRONG = Font(name=FONT_NAME, size=_SIZE, bold=True, color=_INK)
QUIET = Font(name=FONT_NAME, size=9, color=_QUIET)
LINK = Font(name=FONT_NAME, size=_SIZE, underline="single", color="0563C1")
_NOTE = Font(name=FONT_NAME, size=9, italic=True, color=_QUIET)
_HEADER_FILL = PatternFill("solid", fgColor="D3DEE9")
_FILLS = {
    Look.REQUIRED: PatternFill("solid", fgColor="FFF7D1"),
    Look.COMPUTED: PatternFill("solid", fgColor="E7E7E7"),
    Look.SCORE: PatternFill("solid", fgColor="F4F4F4"),
    Look.LABEL: PatternFill("solid", fgColor="F1F5F9"),
    Look.CLOSED: PatternFill("lightUp", fgColor="BFBFBF", bgColor="D9D9D9"),
}
_WIDTHS = {"date": 17, "choice": 18, "yesno": 10, "target": 16, "text": 30}
_NARROW = {"count": 12, "year": 9, "points": 10, "score": 10}


@dataclass(frozen=True)
class Page:
    """How a sheet is printed: title and header on every page, as wide as the paper."""

    landscape: bool
    header_row: int

    def set_up(self, sheet: Worksheet) -> None:
        """Lay out the sheet for A4."""
        sheet.page_setup.orientation = "landscape" if self.landscape else "portrait"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top = sheet.page_margins.bottom = 0.7
        sheet.print_options.horizontalCentered = True
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&A  第 &P 页，共 &N 页", size=9))
        sheet.sheet_view.zoomScale = 100
        if self.header_row:
            sheet.print_title_rows = f"1:{self.header_row}"


def plain_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell of a sheet in which nothing is merged."""
    return cast("Cell", sheet.cell(row, column))


def paint(cell: Cell, look: Look, field: PackField) -> None:
    """Give a cell its ground, font, frame and lock."""
    cell.border = _BOX
    cell.font = _NOTE if look is Look.NOTE else BODY
    if fill := _FILLS.get(look):
        cell.fill = fill
    is_open = look in (Look.REQUIRED, Look.INPUT, Look.SCORE)
    cell.protection = OPEN if is_open else _LOCKED
    figure = is_open or look is Look.COMPUTED
    side = "right" if figure and field.type in NUMERIC else "left"
    indent = 1 if side == "right" else 0  # else a figure touches the text in the next column
    cell.alignment = Alignment(horizontal=side, indent=indent, vertical="center", wrap_text=True)


def paint_header(cell: Cell) -> None:
    """Give a header cell its look."""
    cell.font, cell.fill, cell.border = STRONG, _HEADER_FILL, _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def text_width(text: str) -> int:
    """Count the width of a line in Latin letters; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def column_width(field: PackField, header: str) -> int:
    """Return the width of a column: the pack's own, or enough for its type and header."""
    usual = _WIDTHS.get(field.type) or _NARROW.get(field.type, 14)
    return field.width or max(usual, min(text_width(header) + 3, 24))


def row_height(texts: Iterable[tuple[str, float]]) -> float | None:
    """Return the height of a row for texts wrapped to their columns' widths; None where one line is enough."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(_TALLEST, 17 * lines + 4) if lines > 1 else None


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(text_width(line) / (width - 1))) for line in text.split("\n"))
