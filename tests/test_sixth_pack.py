"""A pack made by docs/packs.md alone: a national form in 元, targets in three columns, a chart, and no scores."""

import io
import re
from functools import cache
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest
import yaml
from lxml import etree
from office.validator import validate
from support.docx import docx, p
from support.filings import checked, lines, pack_folder, packs

from perfgen.authoring import check_template
from perfgen.blank import write_workbook
from perfgen.generate import Outcome, Packs, generate
from perfgen.pack import IndicatorTable, Pack, load_pack
from perfgen.word import lint, paragraphs, read_parts

NAME = "transfer-2023"
FILING = Path(__file__).parent / "packs" / f"{NAME}.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@cache
def text() -> str:
    """Return the example as it stands."""
    return FILING.read_text(encoding="utf-8")


@cache
def pack() -> Pack:
    """Return the pack."""
    return load_pack(NAME, (pack_folder(),))


@cache
def made() -> Outcome:
    """Return what the example gives."""
    return generate(FILING, packs())


def document(outcome: Outcome) -> bytes:
    """Return the one document."""
    (only,) = outcome.documents
    return only.data


def rows(data: bytes) -> list[list[str]]:
    """Return the cells of every table row; a cell merged upwards is blank."""
    root = etree.fromstring(read_parts("", data)["word/document.xml"])
    cells = ([*row.iterchildren(f"{W}tc")] for row in root.iter(f"{W}tr"))
    return [["".join(part.text or "" for part in cell.iter(f"{W}t")) for cell in row] for row in cells]


def row(data: bytes, name: str) -> list[str]:
    """Return the row of a table that has a cell of this name, from that cell on."""
    (found,) = [cells[cells.index(name) :] for cells in rows(data) if name in cells]
    return found


def said(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Return what is found in the example with words of it changed."""
    content = text()
    for old, new in changes:
        assert content.count(old) == 1
        content = content.replace(old, new)
    return lines(checked(folder, content))


def test_the_example_has_no_findings() -> None:
    """Neither a warning nor a note; the folder is named after the unit that uses the money."""
    assert lines(made()) == []
    assert made().unit == "白河县水利局"
    assert [made.name for made in made().documents] == ["农村饮水工程维修养护补助资金绩效目标自评表"]


def test_the_template_has_no_faults() -> None:
    """As ``perfgen template check`` says."""
    template = pack().template_path(pack().documents[0])
    assert check_template(template.name, template.read_bytes(), pack()).faults == ()


def test_the_workbook_gives_the_same_document(tmp_path: Path) -> None:
    """Byte for byte that of the YAML."""
    filing = made().filing
    assert filing is not None
    path = tmp_path / "填报.xlsx"
    path.write_bytes(write_workbook(pack(), filing))
    again = generate(path, packs())
    assert lines(again) == []
    assert document(again) == document(made())


def test_amounts_print_in_yuan() -> None:
    """Two decimals, the total added up; where there was nothing to spend, the rate is left out."""
    data = document(made())
    assert row(data, "年度资金总额") == ["年度资金总额", "4850000.00", "4783912.86", "98.64%"]
    assert row(data, "其中：中央财政资金") == ["其中：中央财政资金", "3600000.00", "3587412.36", "99.65%"]
    assert row(data, "地方资金") == ["地方资金", "1250000.00", "1196500.50", "95.72%"]
    assert row(data, "其他资金") == ["其他资金", "0.00", "0.00", ""]
    assert "万元" not in "".join(paragraphs(data))


def test_a_target_prints_in_its_three_columns() -> None:
    """Nature, value and unit; the actual without the unit, then the reason of the one that was missed."""
    data = document(made())
    missed = row(data, "维修养护工程数量")
    assert missed[:5] == ["维修养护工程数量", "≥", "45", "处", "42"]
    assert missed[5].startswith("汛期停工")
    assert row(data, "用水户满意度") == ["用水户满意度", "≥", "90", "%", "93.5", ""]
    assert row(data, "供水工程管护制度") == ["供水工程管护制度", "定性", "健全", "", "健全", ""]


def test_levels_are_merged_and_the_header_repeats() -> None:
    """Each level is written once; the two rows above the indicators come again on the next page."""
    body = read_parts("", document(made()))["word/document.xml"]
    shown = [cell for cells in rows(document(made())) for cell in cells]
    assert [shown.count(name) for name in ("产出指标", "效益指标", "数量指标", "质量指标")] == [1, 1, 1, 1]
    root = etree.fromstring(body)
    assert len([*root.iter(f"{W}tblHeader")]) == 2


@pytest.mark.parametrize(
    ("answer", "boxes"), [("是", "是☑　否□"), ("否", "是□　否☑")], ids=["all done", "something missed"]
)
def test_the_box_is_ticked(tmp_path: Path, answer: str, boxes: str) -> None:
    """One of the two."""
    path = tmp_path / "填报.yaml"
    path.write_text(text().replace("全部完成: 否", f"全部完成: {answer}"), encoding="utf-8")
    assert f"总体目标是否全部完成：{boxes}" in paragraphs(document(generate(path, packs())))


def test_a_missed_target_needs_its_reason(tmp_path: Path) -> None:
    """A warning that names the target with its nature and unit."""
    reason = text()[text().index(", 偏差原因: ") : text().index("}", text().index(", 偏差原因: "))]
    (warned,) = said(tmp_path, (reason, ""))
    assert "警告：“维修养护工程数量”的指标值是“≥45处”，完成值是“42处”，没有写“未完成原因和改进措施”" in warned


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("完成值: 18}", "完成值: 31}", "警告：“资金下达用时”的指标值是“≤30天”，完成值是“31天”，没有写"),
        ("完成值: 26}", "完成值: }", "致命：“水质检测次数·全年实际完成值”必须填写"),
        ("全部完成: 否", "全部完成: 是", "警告：“是否全部完成”填的是“是”，而“维修养护工程数量”没有完成"),
        ("3587412.36", "3700000", "警告：全年执行数 4896500.50 元，大于全年预算数 4850000.00 元"),
        ("全年预算数: 1250000, ", "", "致命：“地方资金·全年预算数（A）”必须填写"),
        ("完成值: 93.5}", "完成值: 93.5, 得分: 9}", "下没有“得分”这一栏"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, old: str, new: str, found: str) -> None:
    """One finding each."""
    assert [line for line in said(tmp_path, (old, new)) if found in line]


@pytest.mark.parametrize(
    ("old", "new"),
    [("完成值: 18}", "完成值: 30}"), ("完成值: 26}", "完成值: 24}"), ("1196500.5}", "1250000}")],
)
def test_what_just_meets_its_target_is_not(tmp_path: Path, old: str, new: str) -> None:
    """Equal is met."""
    assert said(tmp_path, (old, new)) == []


def test_the_chart_holds_the_budget_and_what_was_spent() -> None:
    """In the drawing, in the workbook behind it, and in words."""
    parts = read_parts("", document(made()))
    series = [
        [value.text for value in one.iter(f"{C}v")]
        for one in etree.fromstring(parts["word/charts/chart1.xml"]).iter(f"{C}ser")
    ]
    names = ["中央财政资金", "地方资金", "其他资金"]
    assert series == [
        ["全年预算数", *names, "3600000", "1250000", "0"],
        ["全年执行数", *names, "3587412.36", "1196500.5", "0"],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"])).worksheets[0]
    assert [*sheet.iter_rows(values_only=True)] == [
        (None, "全年预算数", "全年执行数"),
        ("中央财政资金", 3600000, 3587412.36),
        ("地方资金", 1250000, 1196500.5),
        ("其他资金", 0, 0),
    ]
    assert "中央财政资金 3587412.36、地方资金 1196500.50、其他资金 0.00" in parts["word/document.xml"].decode()


def test_there_are_no_scores() -> None:
    """Not in the pack's columns, not in the document."""
    table = pack().tables["绩效指标"]
    assert isinstance(table, IndicatorTable)
    assert not table.fields.keys() & {"分值", "得分"}
    assert {field.type for field in table.fields.values()} == {"text", "choice", "target"}
    printed = "".join(paragraphs(document(made())))
    assert [word for word in ("分值", "得分", "总分", "等级") if word in printed] == []
    assert made().headline_figures() == {"总分": "", "等级": "", "执行率": "98.64%"}


def test_lint_is_silent() -> None:
    """Nothing is left of the template's tags, and Word finds what it needs."""
    assert lint(document(made())) == []


@pytest.mark.validator
def test_microsofts_validator_is_silent(tmp_path: Path) -> None:
    """For the template and the document."""
    template = pack().template_path(pack().documents[0])
    path = tmp_path / "自评表.docx"
    path.write_bytes(document(made()))
    assert validate([template, path]) == {template: [], path: []}


PAGE = Path(__file__).parents[1] / "docs" / "packs.md"
OF_THE_PAGE = """
模板包: 页上的
单位: {单位名称: 甲局, 年度: 2023}
人员: {编制数: 60, 在职人数: 61}
收支: {预算数: 100, 执行数: 95}
经费: {基本支出: {上年决算: 2, 本年决算: 3}, 项目支出: {上年决算: 1, 本年决算: 1}}
项目: [{项目名称: 业务经费}]
自评报告: {职能职责: 负责司法行政。}
评分: {控制率: {扣分原因: 超编一人}, 完成率: {扣分原因: 没有付完}}
"""


def test_the_yaml_of_the_page_is_a_pack(tmp_path: Path) -> None:
    """Its examples together load, compute, and find nothing in a filing that is right."""
    first, *further = (dedent(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))
    manifest = yaml.safe_load(first)
    for part in map(yaml.safe_load, further):
        manifest["tables"] |= part.get("tables", {} if "checks" in part else part)
        manifest["checks"] = part.get("checks", manifest.get("checks", []))
    folder = tmp_path / "页上的"
    folder.mkdir()
    (folder / "pack.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "自评表.docx").write_bytes(docx(p("{{ 评分.控制率.得分 }}、{{ 评分.完成率.得分 }}、{{ 收支.执行率 }}")))
    (tmp_path / "甲.yaml").write_text(OF_THE_PAGE, encoding="utf-8")
    outcome = generate(tmp_path / "甲.yaml", Packs((tmp_path,)))
    assert lines(outcome) == []
    assert paragraphs(document(outcome)) == ["2.9、2、95.00%"]
