"""The workbook of a pack: a guide, then a sheet a table, blank or with a filing in it."""

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank import style
from perfgen.blank.entries import Look, cell_content, cell_text, explanation, look_of, number_format
from perfgen.blank.guide import draw_guide
from perfgen.blank.packing import packed
from perfgen.blank.rows import UNIT, column_field, extra_headers, sheet_lines
from perfgen.blank.slots import TEXT, Line, Slot
from perfgen.blank.validation import Validation
from perfgen.errors import PerfgenError
from perfgen.filing import Filing
from perfgen.pack import FormTable, GridTable, Pack, TextTable
from perfgen.pack.sheets import BODY, FIELD, GUIDE_SHEET, HEADING, NOTE, SUBHEADING, VALUE, Sheet, sheets

_TITLE_ROW, _HEADER_ROW = 1, 2
_LONGEST_NAME = 31
_WIDE_LINE = 100
_TEXT_WIDTHS = {HEADING: 26, SUBHEADING: 26, BODY: 80, VALUE: 48, NOTE: 36, UNIT: 8}
_NARROWEST_LABELS, _WIDEST_LABELS = 16, 36


def write_workbook(pack: Pack, filing: Filing | None = None) -> bytes:
    """Return the workbook, the same bytes for the same pack and filing; PerfgenError where a text fits in no cell."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = GUIDE_SHEET
    draw_guide(guide, pack, sheets(pack))
    validation = Validation(guide)
    for sheet in sheets(pack):
        if len(sheet.name) > _LONGEST_NAME:
            raise PerfgenError(f"工作表名“{sheet.name}”超过 {_LONGEST_NAME} 个字，Excel 放不下。请把模板包里的表名改短")
        _draw(book.create_sheet(sheet.name), sheet, sheet_lines(sheet, filing), validation)
    book.properties.creator = "perfgen"
    book.properties.title = pack.title
    return packed(book)


def _draw(page: Worksheet, sheet: Sheet, lines: list[Line], validation: Validation) -> None:
    title = page.cell(_TITLE_ROW, 1, sheet.table.label or sheet.path[-1])
    title.data_type = "s"
    title.font = style.TITLE
    page.row_dimensions[_TITLE_ROW].height = 26
    page.row_dimensions[_HEADER_ROW].height = 34
    page.sheet_format.defaultRowHeight = 19
    widths = _draw_headers(page, sheet, lines)
    for number, line in enumerate(lines, start=_HEADER_ROW + 1):
        for column, slot in enumerate(line, start=1):
            _draw_slot(style.plain_cell(page, number, column), slot)
        page.row_dimensions[number].height = style.row_height(
            (str(slot.value), width) for slot, width in zip(line, widths, strict=True)
        )
    validation.add(page, lines, _HEADER_ROW + 1, grows=_grows(sheet))
    if sheet.owner is None and isinstance(sheet.table, (FormTable, GridTable)):
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = page.protection.formatCells = False
    beside = bool(sheet.owner) + (not _grows(sheet))
    page.freeze_panes = f"{get_column_letter(beside + 1)}{_HEADER_ROW + 1}"
    style.Page(landscape=sum(widths) > _WIDE_LINE, header_row=_HEADER_ROW).set_up(page)


def _grows(sheet: Sheet) -> bool:
    """Tell whether staff add rows: lists and indicators do, forms, grids and narrative have their lines."""
    return not isinstance(sheet.table, (FormTable, GridTable, TextTable))


def _draw_headers(page: Worksheet, sheet: Sheet, lines: list[Line]) -> list[float]:
    """Draw the header row and return the widths of the columns."""
    widths: list[float] = []
    headers = [(column.header, column_field(sheet, column), column) for column in sheet.columns]
    explained = [(header, TEXT, None) for header in extra_headers(sheet.table)]
    for number, (header, field, column) in enumerate([*headers, *explained], start=1):
        cell = page.cell(_HEADER_ROW, number, header)
        cell.data_type = "s"
        style.paint_header(cell)
        dimension = page.column_dimensions[get_column_letter(number)]
        if field is not TEXT:
            dimension.width = style.column_width(field, header)
        elif header == FIELD:
            longest = max((style.text_width(str(line[number - 1].value)) for line in lines), default=0)
            dimension.width = min(max(longest + 3, _NARROWEST_LABELS), _WIDEST_LABELS)
        else:
            dimension.width = _TEXT_WIDTHS[header]
        widths.append(dimension.width)
        if column is None or field is TEXT:
            continue
        if _grows(sheet):  # rows added below the prepared ones keep the format
            dimension.number_format = number_format(field)
        look = look_of(field, required=column.required)
        if words := explanation(field, look, unit=True):
            cell.comment = Comment(words, "perfgen", height=40 + 20 * (len(words) // 14), width=240)
        if field.unit:
            unit = page.cell(_TITLE_ROW, number, f"单位：{field.unit}")
            unit.font = style.QUIET
            unit.alignment = Alignment(horizontal="right", vertical="bottom")
    return widths


def _draw_slot(cell: Cell, slot: Slot) -> None:
    style.paint(cell, slot.look, slot.field)
    is_entry = slot.look not in (Look.LABEL, Look.NOTE, Look.CLOSED)
    content, shape = cell_content(slot.field, slot.value) if is_entry else (str(slot.value), "General")
    if content not in ("", None):
        cell.value = cell_text(content, slot.name) if isinstance(content, str) else content
    if isinstance(cell.value, str):
        cell.data_type = "s"  # what begins with = stays text
    cell.number_format = shape
    if slot.look is Look.COMPUTED and cell.value is not None:  # entered all the same, so it may be corrected
        cell.protection = style.OPEN
