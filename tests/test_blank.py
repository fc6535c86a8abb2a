"""The blank and the filled workbook, and the YAML file, read back as what was written."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank import write_workbook, write_yaml
from perfgen.blank.packing import packed
from perfgen.errors import PerfgenError
from perfgen.filing import Filing, build
from perfgen.finding import Finding
from perfgen.pack import Pack, load_pack
from perfgen.pack.manifest import read_manifest
from perfgen.pack.sheets import GUIDE_SHEET, sheets
from perfgen.read.workbook import WorkbookSource
from perfgen.read.yaml import YamlSource

_EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
_HUNAN = next(path for path in _EXAMPLES if "hunan" in path.read_text(encoding="utf-8"))
_NASTY = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "#不是注释",
    "98%",
    "007",
    "12:30",
    "2024-05-30",
    "null",
    "~",
    "yes",
    "{{ 单位.在职人数 }}人",
    "共{{ 单位.在职人数 }}人：其中, 党员 # 3人",
    "冒号: 后面",
    "- 一项",
    "[方括号]",
    "'单引号' \"双引号\"",
    "反斜杠\\n",
    "*星号 &和 !叹号 |竖线 >大于 %百分 `反引号",
    "😀表情，1️⃣",
    "第一行\n第二行\n\n第四行",
    "第一行\n  缩进的一行",
    "制\t表",
    "全\u3000角\xa0空格",
    "_x000D_",
    "---",
)


def _pack(tables: Mapping[str, Any]) -> Pack:
    manifest = read_manifest({"title": "试验包", "tables": tables, "documents": []})
    return Pack((Path("试验"),), manifest)


@pytest.fixture(scope="module")
def hunan() -> Pack:
    """Return the built-in pack."""
    return load_pack("hunan-2023")


@pytest.fixture(scope="module")
def blank(hunan: Pack) -> Workbook:
    """Return the blank workbook of the built-in pack."""
    return load_workbook(io.BytesIO(write_workbook(hunan)))


def _from_yaml(pack: Pack, text: str) -> tuple[Filing, list[Finding]]:
    source, findings = YamlSource.open(text.encode())
    assert source is not None, findings
    tree, more = source.tree(pack)
    filing, faults = build(pack, tree)
    return filing, [*findings, *more, *faults]


def _from_workbook(pack: Pack, data: bytes) -> tuple[Filing, list[Finding]]:
    source, findings = WorkbookSource.open(data)
    assert source is not None, findings
    tree, more = source.tree(pack)
    filing, faults = build(pack, tree)
    return filing, [*findings, *more, *faults]


def _any_example(path: Path) -> tuple[Pack, Filing]:
    source, findings = YamlSource.open(path.read_bytes())
    assert source is not None, findings
    pack = load_pack(source.pack_name or "")
    return pack, _example(pack, path)


def _example(pack: Pack, path: Path) -> Filing:
    filing, findings = _from_yaml(pack, path.read_text(encoding="utf-8"))
    assert not findings
    return filing


def _row_of(page: Worksheet, label: str) -> int:
    return next(row for row in range(3, page.max_row + 1) if page.cell(row, 1).value == label)


def _required(pack: Pack) -> set[str]:
    filing, findings = _from_yaml(pack, f"模板包: {pack.name}\n")
    assert {finding.kind.name for finding in findings} == {"必填未填"}
    assert not any(filing.tables[name].rows for name in ("项目", "绩效指标"))  # type: ignore[union-attr]
    return {finding.path for finding in findings}


def test_sheets_stand_in_the_order_of_the_pack(hunan: Pack, blank: Workbook) -> None:
    """The guide comes first, then a sheet a table, those a list owns right after it."""
    assert blank.sheetnames == [GUIDE_SHEET, *(sheet.name for sheet in sheets(hunan))]
    assert blank.sheetnames[9:12] == ["项目", "项目·资金", "项目·指标"]


def test_headers_are_those_the_reader_looks_for(hunan: Pack, blank: Workbook) -> None:
    """The second row holds the headers of the shared layout, extras after them; nothing is merged."""
    for sheet in sheets(hunan):
        page = blank[sheet.name]
        headers = [cell.value for cell in page[2]]
        assert headers[: len(sheet.columns)] == [column.header for column in sheet.columns]
        assert set(headers[len(sheet.columns) :]) <= {"单位", "说明"}
        assert not page.merged_cells.ranges


def test_guide_names_the_pack(blank: Workbook) -> None:
    """The pack's name stands right of its label."""
    pairs = {row[0]: row[1] for row in blank[GUIDE_SHEET].iter_rows(max_col=2, values_only=True)}
    assert pairs["模板包"] == "hunan-2023"


def _guide(pack: Pack) -> str:
    rows = load_workbook(io.BytesIO(write_workbook(pack)))[GUIDE_SHEET].iter_rows(max_col=2, values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell)


def test_guide_tells_what_concerns_the_pack(hunan: Pack) -> None:
    """Scores, outlines, split targets: where the pack has them; examples have names of the pack."""
    told = _guide(hunan)
    assert "指标值、完成值照原文填写，如 ≥120、98%、105件（套）：填什么就印什么。得分留空，由程序按规则计算。" in told
    assert "下一级写在“小标题”列" in told
    assert "如“职能职责｜新的标题”；没有标题的一节，在“标题”列写“（无标题）”。" in told
    assert "{{ 单位.编制数 }}" in told
    assert "{{ 绩效指标['三级指标名称'].完成值 }}" in told
    assert "度量单位" not in told


def test_guide_is_silent_on_what_the_pack_has_not() -> None:
    """No scores, no narrative, split targets, figures in a grid alone."""
    grid = {"kind": "grid", "columns": {"预算": "money"}, "rows": {"中央": None}}
    told = _guide(_pack({"资金": grid, "指标": {"kind": "indicators", "split": True, "scored": False}}))
    assert "指标值分三列填：" in told
    assert "表里的一栏写成 表名.栏目：{{ 资金.中央.预算 }}" in told
    assert "指标的完成值用三级指标的名称：{{ 指标['三级指标名称'].完成值 }}" in told
    assert [words for words in ("得分", "标题", "灰色", "自动计算", "没有这一格", "照原文") if words in told] == []
    told = _guide(_pack({"单位": {"kind": "form", "fields": {"单位名称": None}}}))
    assert "表里的一栏写成 表名.栏目：{{ 单位.单位名称 }}" in told
    assert [words for words in ("指标", "得分", "标题") if words in told] == []


def test_the_example_of_a_place_to_ignore_is_one_of_the_pack(hunan: Pack) -> None:
    """An indicator's score, its actual where nothing is scored, else a field."""
    form = {"kind": "form", "fields": {"甲": None, "乙": {"type": "rate", "formula": "1"}}}
    for pack, example in (
        (hunan, "绩效指标[三级指标名称].得分"),
        (_pack({"指标": {"kind": "indicators", "scored": False}}), "指标[三级指标名称].完成值"),
        (_pack({"单位": form}), "单位.乙"),
    ):
        assert f"位置：必填；检查结果里的位置，如 {example}\n" in write_yaml(pack)


def test_the_skeleton_of_a_grid_says_what_its_columns_ask_for() -> None:
    """Label, whether it must be filled in, unit and hint, as for lists."""
    columns = {
        "预算": {"type": "money", "label": "全年预算（A）", "unit": "元", "required": True, "hint": "照批复"},
        "执行": "money",
        "执行率": {"type": "rate", "formula": "执行 / 预算"},
    }
    text = write_yaml(_pack({"资金": {"kind": "grid", "columns": columns, "rows": {"中央": None, "地方": None}}}))
    assert "  # 预算：全年预算（A）；必填；单位：元；照批复\n  # 执行率：自动计算\n  中央: {预算: , 执行: }\n" in text
    assert "写成 {{ 资金.中央.预算 }} 这样的形式" in text


def test_guide_leads_to_every_sheet(hunan: Pack, blank: Workbook) -> None:
    """The overview links to each sheet."""
    links = {cell.hyperlink.location for row in blank[GUIDE_SHEET].iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{sheet.name}'!A1" for sheet in sheets(hunan)}


def test_computed_cells_are_locked(blank: Workbook) -> None:
    """On a form only what is entered is open; a score may be entered."""
    page = blank["收支"]
    assert page.protection.sheet
    for label, locked in (("一般公共预算", False), ("收入合计", True), ("预算执行得分", False)):
        row = _row_of(page, label)
        assert page.cell(row, 2).protection.locked is locked
        assert page.cell(row, 1).protection.locked


def test_lists_are_not_protected(blank: Workbook) -> None:
    """Staff paste and sort in lists, indicators and narrative."""
    for name in ("本级专项", "绩效指标", "项目", "项目·资金", "项目·指标", "自评报告"):
        assert not blank[name].protection.sheet


def test_indicator_values_are_text_cells(blank: Workbook) -> None:
    """98% stays 98% because the cell is text; a score is a number."""
    page = blank["绩效指标"]
    assert [page.cell(3, column).number_format for column in (4, 5, 7)] == ["@", "@", "General"]
    assert page.column_dimensions["D"].number_format == "@"


def test_cells_the_form_does_not_have_are_hatched(blank: Workbook) -> None:
    """The scores of the funds stand in the total row only."""
    page = blank["项目·资金"]
    total, below = (
        next(row for row in range(3, 20) if page.cell(row, 2).value == label)
        for label in ("年度资金总额", "其中：当年财政拨款")
    )
    score = next(column for column in range(1, 9) if page.cell(2, column).value == "得分")
    assert page.cell(total, score).fill.patternType == "solid"
    assert page.cell(below, score).fill.patternType == "lightUp"


def test_choices_become_drop_downs() -> None:
    """Short lists stand in the rule, long ones on the guide sheet."""
    long = [f"第{number}类，支出功能科目" for number in range(60)]
    pack = _pack(
        {
            "表": {
                "kind": "form",
                "fields": {
                    "级别": {"type": "choice", "choices": ["省级", "市级"]},
                    "公开": {"type": "yesno"},
                    "科目": {"type": "choice", "choices": long},
                },
            }
        }
    )
    book = load_workbook(io.BytesIO(write_workbook(pack)))
    rules = [(str(rule.sqref), rule.formula1) for rule in book["表"].data_validations.dataValidation]
    assert rules == [
        ("B3", '"省级,市级"'),
        ("B4", '"是,否"'),
        ("B5", "'填报说明'!$D$2:$D$61"),
    ]
    assert [book[GUIDE_SHEET].cell(row, 4).value for row in range(2, 62)] == long


def test_blank_workbook_reads_back_as_an_empty_filing(hunan: Pack) -> None:
    """Nothing is found in it but what is required."""
    _, findings = _from_workbook(hunan, write_workbook(hunan))
    assert {finding.path for finding in findings} == _required(hunan)


def test_skeleton_reads_back_as_an_empty_filing(hunan: Pack) -> None:
    """Nothing is found in it but what is required."""
    text = write_yaml(hunan)
    _, findings = _from_yaml(hunan, text)
    assert {finding.path for finding in findings} == _required(hunan)
    assert "控制率:                   # 自动计算；公式 在职人数 / 编制数" in text


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_examples_survive_yaml(path: Path) -> None:
    """Written and read again, a filing holds the same values."""
    pack, filing = _any_example(path)
    assert _from_yaml(pack, write_yaml(pack, filing)) == (filing, [])


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_examples_survive_the_workbook(path: Path) -> None:
    """Written and read again, a filing holds the same values."""
    pack, filing = _any_example(path)
    assert _from_workbook(pack, write_workbook(pack, filing)) == (filing, [])


@pytest.mark.parametrize("path", [None, _HUNAN], ids=["blank", "filled"])
def test_same_input_gives_the_same_bytes(hunan: Pack, path: Path | None) -> None:
    """No time, no chance gets into the workbook."""
    filing = _example(hunan, path) if path else None
    first = write_workbook(hunan, filing)
    assert first == write_workbook(hunan, filing)
    assert load_workbook(io.BytesIO(first)).properties.modified.year == 1980


def test_large_sheets_are_packed_bit_by_bit() -> None:
    """Thousands of rows are more than what is taken at once: nothing is lost, also where a row is cut in two."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(3_000):
        sheet.row_dimensions[number + 1].height = 30
        sheet.append([f"第{number}行" + "字" * 200])
    data = packed(book)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    assert len(xml) > 1_500_000
    assert xml.count(b'ht="30"') == 3_000
    assert b"customHeight" not in xml
    read = load_workbook(io.BytesIO(data)).active
    assert read is not None
    assert [row[0].value for row in read.iter_rows()] == [f"第{number}行" + "字" * 200 for number in range(3_000)]


@pytest.mark.parametrize("text", _NASTY)
def test_any_text_survives(text: str) -> None:
    """Whatever staff write in a cell or a line stays text, in a form, a list, an indicator."""
    pack = _pack(
        {
            "表": {"kind": "form", "fields": {"栏": {}}},
            "单": {"kind": "list", "key": "名", "fields": {"名": {"required": True}}},
            "标": {"kind": "indicators"},
        }
    )
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    filing, _ = _from_yaml(
        pack, f"表: {{栏: {quoted}}}\n单: [{{名: {quoted}}}]\n标: [{{三级指标: 甲, 指标值: {quoted}}}]\n"
    )
    assert [str(cell.entered) for cell in filing.cells() if str(cell.entered)] == [text, text, "甲", text]
    assert _from_yaml(pack, write_yaml(pack, filing))[0] == filing
    data = write_workbook(pack, filing)
    cell = load_workbook(io.BytesIO(data))["表"]["B3"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    if text != "_x000D_":  # to Excel the escape of a line end, so it is written escaped
        assert _from_workbook(pack, data)[0] == filing


@pytest.mark.parametrize(
    ("kind", "entered", "stored"),
    [
        ("money", "1506.55", 1506.55),
        ("money", "0", 0),
        ("money", "-0.1", -0.1),
        ("money", "—", "—"),
        ("number", "1234567890123.4567", "1234567890123.4567"),
        ("count", "1234567890123456", "1234567890123456"),
        ("number", "0.00000001", 1e-08),
        ("rate", "78.16%", 0.7816),
        ("rate", "120%", 1.2),
        ("rate", "33.33333333333333333%", "33.33333333333333333%"),
        ("year", "2023", 2023),
        ("score", "9.5", 9.5),
    ],
)
def test_figures_stay_exact(kind: str, entered: str, stored: object) -> None:
    """A figure Excel can hold is a number; one with more than 15 digits stands as text."""
    pack = _pack({"表": {"kind": "form", "fields": {"栏": kind}}})
    filing, findings = _from_yaml(pack, f"表: {{栏: {entered}}}\n")
    assert not findings
    data = write_workbook(pack, filing)
    assert load_workbook(io.BytesIO(data))["表"]["B3"].value == stored
    assert _from_workbook(pack, data)[0] == filing
    assert _from_yaml(pack, write_yaml(pack, filing))[0] == filing


@pytest.mark.parametrize("day", ["2024-05-30", "1900-01-01", "0999-12-31"])
def test_dates_survive(day: str) -> None:
    """A date is a date cell where Excel knows the day."""
    pack = _pack({"表": {"kind": "form", "fields": {"栏": "date"}}})
    filing, findings = _from_yaml(pack, f"表: {{栏: {day}}}\n")
    assert not findings
    assert _from_workbook(pack, write_workbook(pack, filing))[0] == filing
    assert _from_yaml(pack, write_yaml(pack, filing))[0] == filing


def test_outlines_survive() -> None:
    """Own headings, text before the first heading, sections without one, two levels."""
    pack = _pack(
        {
            "报告": {
                "kind": "text",
                "fields": {"纲": {"outline": True, "label": "主要绩效"}, "文": {"label": "说明文字"}},
            }
        }
    )
    filing, findings = _from_yaml(
        pack,
        """
报告:
  纲:
    标题: 我们自己的标题
    正文: [开头一段, 开头二段]
    小节:
      - {标题: 甲, 正文: [甲一, 甲二], 小节: [{标题: 甲A, 正文: [x, y]}, {正文: 无标题的}]}
      - {正文: [没有标题的一节]}
      - {标题: 只有标题}
      - {小节: [{标题: 丁A}, {标题: 丁B, 正文: 丁}]}
  文: {标题: 另一个标题, 正文: [一, 二]}
""",
    )
    assert not findings
    assert _from_yaml(pack, write_yaml(pack, filing)) == (filing, [])
    assert _from_workbook(pack, write_workbook(pack, filing)) == (filing, [])
    page = load_workbook(io.BytesIO(write_workbook(pack, filing)))["报告"]
    lines = [[value or "" for value in row[:4]] for row in page.iter_rows(min_row=3, values_only=True)]
    assert lines == [
        ["主要绩效｜我们自己的标题", "", "", "开头一段"],
        ["", "", "", "开头二段"],
        ["", "甲", "", "甲一"],
        ["", "", "", "甲二"],
        ["", "", "甲A", "x"],
        ["", "", "", "y"],
        ["", "", "（无标题）", "无标题的"],
        ["", "（无标题）", "", "没有标题的一节"],
        ["", "只有标题", "", ""],
        ["", "（无标题）", "丁A", ""],
        ["", "", "丁B", "丁"],
        ["说明文字｜另一个标题", "", "", "一"],
        ["", "", "", "二"],
    ]


def test_entered_totals_can_be_corrected(hunan: Pack) -> None:
    """A computed cell that holds an entered value is not locked."""
    filing = _example(hunan, next(path for path in _EXAMPLES if "零陵" in path.name))
    page = load_workbook(io.BytesIO(write_workbook(hunan, filing)))["经费"]
    row = _row_of(page, "三公经费")
    assert [(page.cell(row, column).value, page.cell(row, column).protection.locked) for column in (2, 3, 4)] == [
        (10.77, False),
        (None, True),
        (9.55, False),
    ]


def test_a_text_too_long_for_a_cell_is_refused_by_name() -> None:
    """Excel would cut it off without a word."""
    pack = _pack({"报告": {"kind": "text", "fields": {"职能职责": {}}}})
    filing, _ = _from_yaml(pack, f"报告: {{职能职责: {'长' * 32_001}}}\n")
    with pytest.raises(PerfgenError, match="“职能职责”有一段文字长 32001 字"):
        write_workbook(pack, filing)
    assert _from_yaml(pack, write_yaml(pack, filing))[0] == filing


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_the_example_workbooks_are_what_the_program_writes_today(path: Path) -> None:
    """`perfgen convert` of the YAML gives the same sheets: values, hints and notes."""
    pack, filing = _any_example(path)
    assert _sheets(path.with_suffix(".xlsx").read_bytes()) == _sheets(write_workbook(pack, filing))


def _sheets(data: bytes) -> dict[str, list[tuple[str, object, str]]]:
    """Return every filled cell of a workbook with its note."""
    return {
        sheet.title: [
            (cell.coordinate, cell.value, cell.comment.text if cell.comment else "")
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.comment
        ]
        for sheet in load_workbook(io.BytesIO(data)).worksheets
    }
