"""Workbooks as staff leave them: pasted over, reordered, merged, formatted, with formulas, with a password."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from support.filings import COMPLETE, checked, lines
from zoo import workbook

from perfgen.generate import Outcome
from perfgen.read.formats import Look, look_of, number_text
from perfgen.value import Blank

INDICATORS = COMPLETE + (
    "指标:\n"
    "- {一级指标: 产出, 二级指标: 数量, 三级指标: 甲, 指标值: ≥120, 完成值: '139', 分值: 2}\n"
    "- {一级指标: 产出, 二级指标: 数量, 三级指标: 乙, 指标值: 98%, 完成值: 98%, 分值: 3}\n"
    "项目:\n- {名称: 项目一, 指标: [{三级指标: 丙, 指标值: 及时, 完成值: 及时, 分值: 1}]}\n- {名称: 项目二}\n"
)


def changed(folder: Path, change: Callable[[Workbook], None], filing: str = INDICATORS) -> Outcome:
    """Check a workbook after a change by hand."""
    return checked(folder, workbook(change, filing)(), "甲.xlsx")


def shown(outcome: Outcome, path: str) -> str:
    """Return a value as it prints."""
    assert outcome.figures is not None
    cell = outcome.figures.cells[path]
    return str(outcome.figures.value(cell))


def find(book: Workbook, sheet: str, label: str) -> tuple[int, int]:
    """Return row and column of the cell with a label."""
    return next((cell.row, cell.column) for row in book[sheet].iter_rows() for cell in row if cell.value == label)


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (5, "General", "5"),
        (5.0, "General", "5"),
        (163.8, "0.00", "163.8"),
        (0.1 + 0.2, "General", "0.3"),
        (0.0900000076293945, "General", "0.0900000076293945"),
        (0.98, "0%", "98%"),
        (0.7816, "0.00%", "78.16%"),
        (0.98, '0.00"%"', "0.98"),
        (1e15, "General", "1000000000000000"),
        (-3.5, "General", "-3.5"),
        (1 / 3, "General", "0.333333333333333"),
    ],
)
def test_numbers_read_as_excel_shows_them(number: float, number_format: str, text: str) -> None:
    """To 15 digits, a percentage with its sign."""
    assert number_text(number, percent=look_of(number_format) is Look.PERCENT) == text


def test_columns_and_sheets_may_be_reordered(tmp_path: Path) -> None:
    """Everything is found by name."""

    def reorder(book: Workbook) -> None:
        sheet = book["指标"]
        for row in sheet.iter_rows(min_row=2):
            values = [cell.value for cell in row]
            for cell, value in zip(row, reversed(values), strict=True):
                cell.value = value
        book.move_sheet("指标", -2)
        book.move_sheet("填报说明", 5)
        book["单位"].move_range("A3:B6", rows=20)

    outcome = changed(tmp_path, reorder)
    assert lines(outcome) == []
    assert shown(outcome, "指标[甲].得分") == "2"
    assert shown(outcome, "单位.控制率") == "78.16%"


def test_headers_are_found_further_down_and_with_spaces(tmp_path: Path) -> None:
    """A title pasted above, a space or a line break in a header: no matter."""

    def shift(book: Workbook) -> None:
        book["指标"].insert_rows(1, 3)
        row, column = find(book, "指标", "三级指标")
        book["指标"].cell(row, column).value = "三级\n指标 "

    outcome = changed(tmp_path, shift)
    assert lines(outcome) == []
    assert shown(outcome, "指标[乙].分值") == "3"


def test_an_extra_column_is_a_warning(tmp_path: Path) -> None:
    """It is not read, and said so; a column of notes without a header is nobody's business."""

    def widen(book: Workbook) -> None:
        row, _ = find(book, "指标", "三级指标")
        book["指标"].cell(row, 12).value = "责任人"
        book["指标"].cell(row + 1, 12).value = "某"
        book["指标"].cell(row + 1, 14).value = "草稿"

    assert lines(changed(tmp_path, widen)) == ["甲.xlsx › 指标!L2  警告：没有“责任人”这一列（多余的列）"]


def test_a_figure_where_the_form_has_no_cell_is_named_with_its_place(tmp_path: Path, root: Path) -> None:
    """Only the total of a project's money has points."""
    book = openpyxl.load_workbook(root / "examples" / "岳阳楼区司法局.xlsx")
    row, column = find(book, "项目·资金", "上年结转资金")
    book["项目·资金"].cell(row, column + 4).value = 3
    buffer = io.BytesIO()
    book.save(buffer)
    outcome = checked(tmp_path, buffer.getvalue(), "甲.xlsx")
    assert [line for line in lines(outcome) if "未知栏目" in line] == [
        "甲.xlsx › 项目·资金!F5  致命：“项目[办公设备购置专项].资金.上年结转”下没有“分值”这一栏（未知栏目）"
    ]


def test_merged_group_cells_stand_for_their_rows(tmp_path: Path) -> None:
    """As on the printed form; a merged figure is asked about."""

    def merge(book: Workbook) -> None:
        sheet = book["指标"]
        row, column = find(book, "指标", "一级指标")
        sheet.merge_cells(start_row=row + 1, end_row=row + 2, start_column=column, end_column=column)
        _, points = find(book, "指标", "分值")
        sheet.merge_cells(start_row=row + 1, end_row=row + 2, start_column=points, end_column=points)

    outcome = changed(tmp_path, merge)
    assert shown(outcome, "指标[乙].一级指标") == "产出"
    assert shown(outcome, "指标[乙].分值") == ""
    assert [line.partition("：")[2] for line in lines(outcome)] == ["“分值”的单元格合并了几行（合并单元格）"]


def test_a_percentage_stays_what_the_cell_shows(tmp_path: Path) -> None:
    """98 % typed into an indicator is printed 98%; a plain 0.98 stays 0.98."""

    def fill(book: Workbook) -> None:
        row, column = find(book, "指标", "完成值")
        book["指标"].cell(row + 1, column).value = 0.98
        book["指标"].cell(row + 1, column).number_format = "0%"
        book["指标"].cell(row + 2, column).value = 0.98
        book["指标"].cell(row + 2, column).number_format = "General"

    outcome = changed(tmp_path, fill)
    assert shown(outcome, "指标[甲].完成值") == "98%"
    assert shown(outcome, "指标[乙].完成值") == "0.98"


def test_blank_rows_and_formatted_emptiness_are_nothing(tmp_path: Path) -> None:
    """A row in between, a space in a cell, a format at the very bottom of the sheet."""

    def scatter(book: Workbook) -> None:
        sheet = book["指标"]
        row, column = find(book, "指标", "三级指标")
        sheet.insert_rows(row + 2)
        sheet.cell(row + 2, column).value = "  "
        sheet.cell(1_048_576, column).number_format = "0.00"

    outcome = changed(tmp_path, scatter)
    assert lines(outcome) == []
    assert shown(outcome, "指标[乙].分值") == "3"


def test_dates_come_as_dates_or_as_text(tmp_path: Path) -> None:
    """Both print alike."""

    def with_date(value: object) -> Callable[[Workbook], None]:
        def fill(book: Workbook) -> None:
            row, _ = find(book, "单位", "日期")
            book["单位"].cell(row, 2).value = value  # type: ignore[assignment]

        return fill

    for value in (
        datetime.date(2024, 5, 30),
        datetime.datetime(2024, 5, 30),  # noqa: DTZ001
        "2024.5.30",
        "2024年5月30日",
        "２０２４／５／３０",
    ):
        assert shown(changed(tmp_path, with_date(value)), "单位.日期") == "2024年5月30日"


def test_a_formula_counts_by_its_stored_value(tmp_path: Path) -> None:
    """As Excel saved it."""
    data = workbook(lambda book: book["单位"].__setitem__("B5", "=80+7"))()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<f>80\+7</f><v>?(</v>| ?/>)", b"<f>80+7</f><v>87</v>", old.read(name)))
    outcome = checked(tmp_path, buffer.getvalue(), "甲.xlsx")
    assert lines(outcome) == []
    assert shown(outcome, "单位.控制率") == "78.16%"


def test_owned_rows_go_to_their_owner(tmp_path: Path) -> None:
    """A blank key is the one above; sorting the rows changes nothing."""

    def add(book: Workbook) -> None:
        sheet = book["项目·指标"]
        row, column = find(book, "项目·指标", "三级指标")
        sheet.cell(row + 2, column).value = "丁"
        sheet.cell(row + 3, 1).value = "项目二"
        sheet.cell(row + 3, column).value = "戊"

    outcome = changed(tmp_path, add)
    assert lines(outcome) == []
    assert outcome.figures is not None
    assert [path for path in outcome.figures.cells if path.endswith("].三级指标")][2:] == [
        "项目[项目一].指标[丙].三级指标",
        "项目[项目一].指标[丁].三级指标",
        "项目[项目二].指标[戊].三级指标",
    ]


def test_a_password_is_recognised(tmp_path: Path) -> None:
    """An encrypted workbook is said to be one."""
    plain, locked = io.BytesIO(workbook(lambda _: None)()), io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("秘密", locked)
    assert lines(checked(tmp_path, locked.getvalue(), "甲.xlsx")) == [
        "甲.xlsx  致命：工作簿设了打开密码，读不了（工作簿有密码）"
    ]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Three faults, three findings."""

    def spoil(book: Workbook) -> None:
        book["单位"]["B3"] = None
        book["单位"]["B5"] = "很多"
        book["单位"]["B11"] = "企业"

    assert [line.split("  ")[0] for line in lines(changed(tmp_path, spoil))] == [
        "甲.xlsx › 单位!B3",
        "甲.xlsx › 单位!B5",
        "甲.xlsx › 单位!B11",
    ]


def test_blank_is_not_zero(tmp_path: Path) -> None:
    """A cleared cell is blank, a 0 is 0."""

    def clear(book: Workbook) -> None:
        book["单位"]["B5"] = None
        book["单位"]["B6"] = 0

    outcome = changed(tmp_path, clear)
    assert (shown(outcome, "单位.编制数"), shown(outcome, "单位.在职人数")) == ("", "0")
    assert outcome.figures is not None
    assert isinstance(outcome.figures.value(outcome.figures.cells["单位.控制率"]), Blank)


def test_a_workbook_of_another_program_is_read(tmp_path: Path) -> None:
    """Without styles, notes and guide, as a script would write it; the pack is named on the command line."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, list[list[str | float]]] = {
        "填报说明": [["模板包", "mini"]],
        "单位": [["栏目", "填写"], ["单位名称", "乙局"], ["年度", 2023]],
        "报告": [["栏目", "正文"], ["职责", "无"]],
        "经费": [["栏目", "本年"], ["1、甲类", 3.5]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    outcome = checked(tmp_path, buffer.getvalue(), "乙.xlsx")
    assert shown(outcome, "经费.合计数.本年") == "3.50"
    assert [line.partition("：")[2] for line in lines(outcome)] == [
        f"缺少工作表“{name}”（缺少工作表）" for name in ("指标", "项目", "项目·资金", "项目·指标")
    ]
