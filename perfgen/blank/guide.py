"""The first sheet, 填报说明: how to fill in the workbook, what the colours mean, which sheets there are."""

from collections.abc import Iterable

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank import style
from perfgen.blank.entries import Look, look_of
from perfgen.blank.sentences import how_to_fill_in, how_to_quote, looks_of
from perfgen.blank.slots import TEXT
from perfgen.pack import FormTable, GridTable, IndicatorTable, ListTable, Pack, Table, TextTable
from perfgen.pack.sheets import PACK_LABEL, Sheet

_COMMANDS = (
    ("检查", "perfgen check 本文件.xlsx    列出问题和所在的单元格"),
    ("生成", "perfgen render 本文件.xlsx -o 输出文件夹    生成全部 Word 文档"),
)
_WIDTH = 112
_LEGEND = (
    (Look.REQUIRED, "必须填写"),
    (Look.INPUT, "有就填，没有就留空"),
    (Look.SCORE, "留空则自动计算，也可以填写"),
    (Look.COMPUTED, "自动计算，不用填"),
    (Look.CLOSED, "没有这一格，不要填"),
)


def draw_guide(sheet: Worksheet, pack: Pack, others: Iterable[Sheet]) -> None:
    """Fill in the guide sheet."""
    pages = tuple(others)
    writer = _Writer(sheet)
    writer.line(pack.title, font=style.TITLE)
    writer.line("预算绩效填报表", font=style.QUIET)
    writer.skip()
    writer.pair(PACK_LABEL, pack.name)
    writer.heading("怎么填")
    for number, text in enumerate(how_to_fill_in(pack, pages), start=1):
        writer.pair(str(number), text, framed=False)
    writer.heading("颜色")
    looks = looks_of(pack)
    for look, text in ((look, text) for look, text in _LEGEND if look in looks):
        writer.pair("", text, framed=False)
        style.paint(style.plain_cell(sheet, writer.row, 1), look, TEXT)
    writer.heading("文字里引用数字")
    for text in how_to_quote(pack):
        writer.pair("", text, framed=False)
    writer.heading("检查和生成")
    for name, text in _COMMANDS:
        writer.pair(name, text, framed=False)
    writer.heading("工作表一览")
    for page in pages:
        writer.pair(page.name, _about(page.table, page.table.label))
        cell = sheet.cell(writer.row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{page.name}'!A1", display=page.name)
        cell.font = style.LINK
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = _WIDTH
    sheet.sheet_view.showGridLines = False
    style.Page(landscape=False, header_row=0).set_up(sheet)


class _Writer:
    """Writes line by line."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 0

    def skip(self) -> None:
        self.row += 1

    def line(self, text: str, *, font: Font) -> None:
        self.row += 1
        cell = self.sheet.cell(self.row, 1, text)
        cell.font = font
        cell.alignment = Alignment(vertical="center")

    def heading(self, text: str) -> None:
        self.skip()
        self.line(text, font=style.STRONG)

    def pair(self, left: str, right: str, *, framed: bool = True) -> None:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = style.row_height([(right, _WIDTH)]) or 19
        for column, text in ((1, left), (2, right)):
            cell = self.sheet.cell(self.row, column, text or None)
            if text:
                cell.data_type = "s"
            if framed:
                style.paint(cell, Look.LABEL if column == 1 else Look.INPUT, TEXT)
            else:
                cell.font = style.BODY
                side = "center" if column == 1 else "left"
                cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)


def _about(table: Table, label: str) -> str:
    match table:
        case FormTable():
            required = sum(look_of(field) is Look.REQUIRED for field in table.fields.values())
            kind = f"一个栏目一行，填“填写”列；{_count(required)}"
        case GridTable():
            kind = f"固定 {len(table.rows)} 行、{len(table.columns)} 列"
        case TextTable():
            required = sum(field.required for field in table.fields.values())
            kind = f"文字，一段一行；{_count(required)}"
        case IndicatorTable():
            kind = "一个指标一行"
        case ListTable():
            kind = f"一行一项，每行的“{table.fields[table.key].label or table.key}”不能重复；没有就空着"
    return f"{label}：{kind}" if label else kind


def _count(required: int) -> str:
    return f"必填 {required} 项" if required else "没有必填项"
