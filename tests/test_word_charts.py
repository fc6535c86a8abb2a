"""Native charts: the data of the filing in the chart, in the words for a screen reader and in the workbook behind it."""

import io
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from office.validator import validate
from support.docx import docx, p

from perfgen.expression import MISSING, Scope, View
from perfgen.expression.chart import chart
from perfgen.value import Blank, Number
from perfgen.word import Template, TemplateError, lint, read_parts
from tools.draft.blocks import paragraph
from tools.draft.chart import ChartDraft
from tools.draft.package import Draft, Page

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BAR = ChartDraft("bar", "图([['2022年', 上年], ['2023年', 本年]], 系列='金额（万元）')", title="{{ 年 }}年变动")
PIE = ChartDraft("pie", "图([['人员', 甲], ['公用 & <其他>', 乙], ['无', 0], ['空', 空]], 系列='占比')", "0.00%")


def drawn(folder: Path, chart: ChartDraft, **values: object) -> dict[str, bytes]:
    """Return the parts of a document with one chart."""
    path = folder / "图.docx"
    Draft("图", [paragraph("文"), chart.paragraph(1)], Page().section(), charts=(chart,)).save(path)
    document = Template(path.name, path.read_bytes()).render(Scope(values))
    path.write_bytes(document)
    assert lint(document) == []
    return read_parts("", document)


def cached(parts: dict[str, bytes], kind: str) -> list[str]:
    """Return the texts of a cache of the chart: ``tx``, ``cat`` or ``val``."""
    root = etree.fromstring(parts["word/charts/chart1.xml"])
    return [str(value.text) for value in root.iterfind(f".//{C}ser/{C}{kind}//{C}v")]


def sheet(parts: dict[str, bytes]) -> list[list[object]]:
    """Return the workbook behind the chart."""
    book = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"]))
    return [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()]


class Spending(View):
    """A row of spending."""

    def lookup(self, name: str) -> object:
        """Return 名称 and 占比."""
        return {"名称": "人员", "占比": Number(1)}.get(name, MISSING)

    def names(self) -> tuple[str, ...]:
        """Return the two columns."""
        return "名称", "占比"


def test_columns_hold_last_and_this_year(tmp_path: Path) -> None:
    """In the drawing, in the workbook and in words; the title's placeholder is filled in."""
    figures = {"年": Number(2023), "上年": Number("1168.92", format="0.00"), "本年": Number("1163.8", format="0.00")}
    parts = drawn(tmp_path, BAR, **figures)
    assert (cached(parts, "tx"), cached(parts, "cat")) == (["金额（万元）"], ["2022年", "2023年"])
    assert cached(parts, "val") == ["1168.92", "1163.8"]
    assert sheet(parts) == [[None, "金额（万元）"], ["2022年", 1168.92], ["2023年", 1163.8]]
    assert 'descr="2022年 1168.92、2023年 1163.80"' in parts["word/document.xml"].decode()
    assert "<a:t>2023年变动</a:t>" in parts["word/charts/chart1.xml"].decode()


def test_a_pie_leaves_out_what_is_zero_or_blank(tmp_path: Path) -> None:
    """Nothing to draw, nothing in the legend."""
    parts = drawn(
        tmp_path, PIE, 甲=Number("0.75", format="0.00%"), 乙=Number("0.25", format="0.00%"), 空=Blank(), 无=Number(0)
    )
    assert cached(parts, "cat") == ["人员", "公用 & <其他>"]
    assert sheet(parts) == [[None, "占比"], ["人员", 0.75], ["公用 & <其他>", 0.25]]
    assert "<c:formatCode>0.00%</c:formatCode>" in parts["word/charts/chart1.xml"].decode()
    assert parts["word/charts/chart1.xml"].count(b"<c:dPt>") == 2


def test_more_series_than_the_template_has_look_like_its_last(tmp_path: Path) -> None:
    """Each has its column in the workbook; a blank is a gap."""
    draft = ChartDraft("bar", "图([['甲', 1, 2], ['乙', 空, 4]], 系列=['上年', '本年'])")
    parts = drawn(tmp_path, draft, 空=Blank())
    assert cached(parts, "tx") == ["上年", "本年"]
    assert cached(parts, "val") == ["1", "2", "4"]
    assert sheet(parts) == [[None, "上年", "本年"], ["甲", 1, 2], ["乙", None, 4]]


@pytest.mark.validator
def test_microsofts_validator_reports_nothing(tmp_path: Path) -> None:
    """Columns, a pie, and a chart without any data."""
    paths = []
    for name, draft in (("柱", BAR), ("饼", PIE), ("空", ChartDraft("pie", "图([])"))):
        (tmp_path / name).mkdir()
        values = {name: Number(1) for name in ("年", "上年", "本年", "甲", "乙")} | {"空": Blank()}
        drawn(tmp_path / name, draft, **values)
        paths.append(tmp_path / name / "图.docx")
    assert set(map(tuple, validate(paths).values())) == {()}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("图([['甲', '多']])", "图里的“多”不是数字"),
        ("图([['甲', 1], ['乙']])", "图的每一行要有名称和同样多的数"),
        ("图(没有, '名称', '数')", "没有名为“没有”的表或栏目"),
        ("图([['甲', 1]]) + '文'", "是文字"),
        ("图(支出, '名称', '占笔')", "图的列表里没有“占笔”这一栏，是不是“占比”？"),
        ("图(支出|分组('名秤'), '名称', '占比')", "分组的列表里没有“名秤”这一栏，是不是“名称”？"),
        ("图(支出|分组('名称'), '名称', '占笔')", "图的列表里没有“占笔”这一栏，是不是“占比”？"),
    ],
)
def test_data_that_cannot_be_drawn_is_a_fault_of_the_template(tmp_path: Path, data: str, message: str) -> None:
    """The message names the template and the cause."""
    with pytest.raises(TemplateError, match=message) as fault:
        drawn(tmp_path, ChartDraft("bar", data), 支出=[Spending()])
    assert str(fault.value).startswith("图.docx 的图表（替代文字 ")
    assert str(fault.value).count(data) == 1


def test_a_chart_without_data_says_so() -> None:
    """No rows, or blanks alone: the chart is empty, and who hears it read aloud is told."""
    assert str(chart([])) == "（没有数据）"
    assert str(chart([["甲", Blank()], ["乙", Blank()]])) == "（没有数据）"
    assert str(chart([["甲", Number(0)]])) == "甲 0"


def test_what_is_missing_never_prints() -> None:
    """A name that leads nowhere is no text, whoever asks for it."""
    with pytest.raises(ValueError, match="名称不存在"):
        str(MISSING)


def test_constants_are_computed_exactly_in_templates() -> None:
    """0.1 + 0.2 is 0.3, and 2.675 rounds up: nothing is folded as a float."""
    data = Template("样.docx", docx(p("{{ 0.1 + 0.2 }} {{ 2.675|四舍五入(2) }} {{ 0.07 * 100 }}"))).render(Scope({}))
    assert ">0.3 2.68 7<" in read_parts("", data)["word/document.xml"].decode()
