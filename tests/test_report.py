"""Findings as they are shown: the text form, its order, the brief, the JSON, the marked workbook, the page of all kinds."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import jsonschema
import openpyxl
import pytest
from findings_page import page, without_specimen
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from support.filings import COMPLETE, checked, pack_folder
from zoo import EXCEL, YAML, Specimen, workbook

from perfgen.finding import Finding, Kind, Level
from perfgen.finding.catalogue import MISSING_VALUE, NUMBER_AS_TEXT, SCORE_DIFFERS, WRONG_NUMBER
from perfgen.pack.sheets import RESULT_SHEET
from perfgen.place import Place
from perfgen.report import as_json, as_text, in_document_order
from perfgen.report.excerpt import line_with_caret, shortened, width
from perfgen.report.mark import MarkError, mark_workbook


@dataclass
class Checked:
    """A filing of which only the findings matter."""

    source: Path = Path("甲.yaml")
    unit: str = "甲局"
    pack_name: str = ""
    sheets: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    ignored: list[tuple[Finding, str]] = field(default_factory=list)


FATAL, WARN, INFO = "FFF4A6A0", "FFFFC861", "FFA9CFF5"


def perfgen(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program with the smallest pack."""
    command = [sys.executable, "-W", "error", "-m", "perfgen", *map(str, args), "--packs", str(pack_folder())]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def at(cell: str = "", sheet: str = "单位", kind: Kind = WRONG_NUMBER, message: str = "有误") -> Finding:
    """Return a finding in a workbook."""
    return kind.at(Place("甲.xlsx", sheet, cell), message)


# Text


def test_a_finding_in_yaml_shows_its_line_with_a_caret(tmp_path: Path) -> None:
    """Below a Chinese character stands a blank as wide as it."""
    outcome = checked(tmp_path, COMPLETE.replace("87", "八十七"))
    assert as_text([outcome]) == (
        "甲.yaml:2:31  致命：“编制数”这里要填数字，现在是“八十七”（不是数字）\n"
        "    2 │ 单位: {单位名称: 甲局, 年度: 2023, 编制数: 八十七, 在职人数: 68}\n"
        "      │ \u3000\u3000   \u3000\u3000\u3000\u3000  \u3000\u3000  \u3000\u3000        \u3000\u3000\u3000  ^\n"
        "    → 请只填阿拉伯数字，单位和说明不要写在数字里；没有就留空\n"
        "1 份填报数据：1 个致命。其中 1 份有致命问题，改正后才能生成文档。"
    )


def test_a_finding_in_a_workbook_shows_its_cell(tmp_path: Path) -> None:
    """The value as it is read, or that there is none."""
    outcome = checked(tmp_path, _workbook(B5="八十七", B3=None), "甲.xlsx")
    assert as_text([outcome]).split("\n")[:-1] == [
        "甲.xlsx › 单位!B3  致命：“单位名称”必须填写（必填未填）",
        "    B3 │ （空白）",
        "    → 请填写",
        "甲.xlsx › 单位!B5  致命：“编制数”这里要填数字，现在是“八十七”（不是数字）",
        "    B5 │ 八十七",
        "    → 请只填阿拉伯数字，单位和说明不要写在数字里；没有就留空",
    ]


@pytest.mark.parametrize(
    ("value", "shown"), [("=80+7", "B5 │ =80+7"), ("#N/A", "B5 │ #N/A"), ("第一行\n第二行", "B5 │ 第一行 第二行")]
)
def test_what_stands_in_a_cell_is_shown(value: str, shown: str, tmp_path: Path) -> None:
    """A formula without a value, an error value, several lines."""
    assert shown in as_text([checked(tmp_path, _workbook(B5=value), "甲.xlsx")])


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("年度: 23", 5, ["3 │ 年度: 23", "  │ \u3000\u3000  ^"]),
        ("a\tb", 3, ["3 │ a b", "  │   ^"]),
        ("a\x1b[31m", 2, ["3 │ a [31m", "  │  ^"]),
        ("ab", 99, ["3 │ ab", "  │   ^"]),
        ("x" * 200 + "年度" + "y" * 200, 201, [f"3 │ ……{'x' * 38}年度{'y' * 34}……", f"  │ {' ' * 40}^"]),
        ("年" * 100, 1, [f"3 │ {'年' * 38}……", "  │ ^"]),
        ("年" * 100, 100, [f"3 │ ……{'年' * 38}", f"  │   {chr(0x3000) * 37}^"]),
    ],
)
def test_an_excerpt_takes_one_line(text: str, column: int, expected: list[str]) -> None:
    """The caret stands under its column whatever stands before it; of a long line only its surroundings are shown."""
    line, caret = line_with_caret(text, 3, column)
    assert [line, caret] == expected
    assert width(line) <= 90


def test_a_long_cell_is_cut() -> None:
    """What is shown of a paragraph is its beginning."""
    assert shortened("年" * 100) == "年" * 38 + "……"
    assert shortened("好\n") == "好 "


def test_a_file_that_is_gone_has_no_excerpt(tmp_path: Path) -> None:
    """The findings are shown all the same."""
    outcome = checked(tmp_path, COMPLETE.replace("87", "八十七"))
    outcome.source.unlink()
    assert " │ " not in as_text([outcome])
    outcome = checked(tmp_path, _workbook(B5="八十七"), "甲.xlsx")
    outcome.source.write_bytes(b"PK not any more")
    assert " │ " not in as_text([outcome])


@pytest.mark.parametrize("specimen", [*YAML, *EXCEL], ids=lambda specimen: f"{specimen.name[-4:]} {specimen.title}")
def test_every_specimen_can_be_shown(specimen: Specimen, tmp_path: Path) -> None:
    """Whatever is wrong with a file, its report is made; nothing in it can command a terminal."""
    text = as_text([checked(tmp_path, specimen.data(), specimen.name)])
    assert all(character.isprintable() or character in "\n\u3000" for character in text)
    assert text.count("    → ") == len(specimen.expected)


def test_other_places_are_named() -> None:
    """Where two disagree both can be found; the same place is named once."""
    other = Place("甲.yaml", line=9, column=3)
    found = SCORE_DIFFERS.at(Place("甲.yaml", line=5, column=1), "不同", related=(other, other))
    assert as_text([Checked(findings=[found])]).split("\n")[:-1] == [
        "甲.yaml:5:1  警告：不同（得分与规则不一致）",
        "    → 请核对得分；确需另行打分的，请在同一行写明原因",
        "    另见 甲.yaml:9:3",
    ]


def test_what_is_silenced_is_listed_with_its_reason() -> None:
    """Silencing hides nothing; the closing line counts only what is left."""
    found = SCORE_DIFFERS.at(Place("甲.yaml", line=5, column=1), "不同", path="指标[天数].得分")
    outcome = Checked(ignored=[(found, "评审组另行打分")])
    assert as_text([outcome]) == (
        "已忽略 1 个问题：\n    得分与规则不一致  指标[天数].得分  原因：评审组另行打分\n1 份填报数据，没有发现问题。"
    )


def test_several_filings_have_headings() -> None:
    """Only where more than one has something to say."""
    one = Checked(Path("a/甲.yaml"), findings=[WRONG_NUMBER.at(Place("甲.yaml"), "有误")])
    two = Checked(Path("b/乙.yaml"), ignored=[(at(), "无")])
    assert "——" not in as_text([one, Checked()])
    assert [line for line in as_text([one, two]).split("\n") if "——" in line] == ["—— a/甲.yaml", "—— b/乙.yaml"]


def test_the_brief_is_one_line_each(tmp_path: Path) -> None:
    """No excerpt, no help; a value over several lines is still one line."""
    outcome = checked(tmp_path, COMPLETE.replace("87", '"八十\\n七"').replace("2023", "23"))
    assert as_text([outcome], brief=True).split("\n")[:-1] == [
        "甲.yaml:2:20  致命：“年度”这里要填四位年份，如 2023，现在是“23”（不是数字）",
        "甲.yaml:2:29  致命：“编制数”这里要填数字，现在是“八十 七”（不是数字）",
    ]


# Order


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([Place("甲", line=9, column=1), Place("甲", line=2, column=31), Place("甲", line=2, column=4), Place("甲")], [3, 2, 1, 0]),
        ([Place("甲", "乙", "B10"), Place("甲", "乙", "AA2"), Place("甲", "乙", "B2"), Place("甲", "乙")], [3, 2, 1, 0]),
        ([Place("甲", "乙", "B9"), Place("甲", "丙", "A1"), Place("甲", "乙", "B1"), Place("甲")], [3, 2, 0, 1]),
        ([Place("甲", "乙", "C3"), Place("甲", "乙", "C3")], [0, 1]),
        ([Place("甲", line=3, column=1), Place("附件.docx", paragraph=4), Place("附件.docx", paragraph=2)], [0, 2, 1]),
    ],
)  # fmt: skip
def test_findings_stand_in_document_order(places: list[Place], expected: list[int]) -> None:
    """Whole files first, then lines and columns, or sheets, rows and columns; numbers count as numbers."""
    findings = [WRONG_NUMBER.at(place, str(number)) for number, place in enumerate(places)]
    assert [int(finding.message) for finding in in_document_order(findings)] == expected


# JSON


def _schema() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "docs" / "findings.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def test_the_json_of_the_commands_fits_its_schema(tmp_path: Path) -> None:
    """Real output of check and render, from YAML and from a workbook, with faults and without."""
    good, bad, book = tmp_path / "甲.yaml", tmp_path / "乙.yaml", tmp_path / "丙.xlsx"
    good.write_text(COMPLETE, encoding="utf-8")
    bad.write_text(COMPLETE.replace("87", "八十七").replace("模板包: mini", ""), encoding="utf-8")
    book.write_bytes(_workbook(B5="八十七"))
    for command in (("check",), ("render", "-o", tmp_path / "out")):
        result = perfgen(*command, good, bad, book, "--format", "json")
        data = json.loads(result.stdout)
        jsonschema.validate(data, _schema(), jsonschema.Draft202012Validator)
        assert [len(filing["findings"]) for filing in data["filings"]] == [0, 1, 1]


def test_related_places_and_silenced_findings_are_in_the_json() -> None:
    """Related places only where there are some."""
    other = Place("甲.yaml", line=9, column=3)
    plain = WRONG_NUMBER.at(Place("甲.yaml", line=5, column=1), "有误", path="单位.编制数")
    double = SCORE_DIFFERS.at(Place("甲.yaml", line=6, column=1), "不同", related=(other,))
    data = json.loads(as_json([Checked(findings=[double, plain], ignored=[(plain, "另有说明")])]))
    jsonschema.validate(data, _schema(), jsonschema.Draft202012Validator)
    (filing,) = data["filings"]
    assert filing["ignored"] == [{"name": "不是数字", "path": "单位.编制数", "reason": "另有说明"}]
    assert ["related" in found for found in filing["findings"]] == [False, True]
    assert filing["findings"][1]["related"][0]["line"] == 9


def test_the_schema_is_strict() -> None:
    """A field it does not know, and a level that is none, are refused."""
    data = json.loads(as_json([Checked(findings=[at("B5")])]))
    for spoil in ({"level": "error"}, {"colour": "red"}):
        spoiled = {"filings": [data["filings"][0] | {"findings": [data["filings"][0]["findings"][0] | spoil]}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoiled, _schema(), jsonschema.Draft202012Validator)


# The marked workbook


def _workbook(**cells: str | None) -> bytes:
    """Return a complete workbook with cells of its sheet 单位 changed."""

    def change(book: openpyxl.Workbook) -> None:
        for cell, value in cells.items():
            book["单位"][cell] = value
            if value and value.startswith("#"):
                book["单位"][cell].data_type = "e"

    return workbook(change)()


def _opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def _listed(book: openpyxl.Workbook) -> list[tuple[Any, ...]]:
    return list(cast("Worksheet", book[RESULT_SHEET]).iter_rows(values_only=True))


def _ground(book: openpyxl.Workbook, cell: str) -> object:
    return book["单位"][cell].fill.fgColor.rgb


def _note(book: openpyxl.Workbook, cell: str) -> str:
    comment = book["单位"][cell].comment
    return comment.text if comment else ""


def test_cells_are_coloured_by_level() -> None:
    """The gravest of a cell's findings gives the colour, the notes name them all; other cells stay."""
    plain = _workbook()
    findings = [at("B5", kind=NUMBER_AS_TEXT), at("B5"), at("B6", kind=SCORE_DIFFERS), at("B7", kind=NUMBER_AS_TEXT)]
    book = _opened(mark_workbook(plain, findings))
    assert [_ground(book, cell) for cell in ("B5", "B6", "B7")] == [FATAL, WARN, INFO]
    assert _ground(book, "B4") == _ground(_opened(plain), "B4")
    assert _note(book, "B5").endswith(
        f"—— 检查结果 ——\n【提示】有误\n→ {NUMBER_AS_TEXT.help}\n【致命】有误\n→ {WRONG_NUMBER.help}"
    )


def test_notes_that_were_there_are_kept() -> None:
    """What is found is written below."""
    book = _opened(_workbook())
    book["单位"]["B5"].comment = Comment("按编办批复填写", "财务股")
    buffer = io.BytesIO()
    book.save(buffer)
    marked = _opened(mark_workbook(buffer.getvalue(), [at("B5")]))
    assert _note(marked, "B5").startswith("按编办批复填写\n—— 检查结果 ——\n【致命】有误\n→ ")
    assert marked["单位"]["B5"].comment.author == "财务股"


def test_the_first_sheet_lists_the_findings() -> None:
    """In the order of the workbook, with a link to each cell; what has no cell is in the list alone."""
    findings = [at(sheet="指标", kind=SCORE_DIFFERS), at("B5"), MISSING_VALUE.at(Place("甲.xlsx"), "缺")]
    book = _opened(mark_workbook(_workbook(), findings))
    assert book.sheetnames[0] == RESULT_SHEET
    assert _listed(book) == [
        ("级别", "问题", "位置", "说明", "建议"),
        ("致命", "必填未填", "整个文件", "缺", "请填写"),
        ("致命", "不是数字", "单位!B5", "有误", WRONG_NUMBER.help),
        ("警告", "得分与规则不一致", "指标", "有误", SCORE_DIFFERS.help),
    ]
    sheet = book[RESULT_SHEET]
    links = [sheet.cell(row, 3).hyperlink for row in (2, 3, 4)]
    assert [link and link.location for link in links] == [None, "'单位'!B5", "'指标'!A1"]
    assert sheet.freeze_panes == "A2"
    assert [other.sheet_view.tabSelected for other in book.worksheets] == [True] + [False] * (len(book.worksheets) - 1)


def test_nothing_in_the_list_is_a_formula() -> None:
    """What somebody typed into a cell comes back as text."""
    findings = [at("B5", message=message) for message in ('=HYPERLINK("http://x")', "+1", "-1", "@a", "\x07坏")]
    sheet = _opened(mark_workbook(_workbook(), findings))[RESULT_SHEET]
    assert [(sheet.cell(row, 4).data_type, sheet.cell(row, 4).quotePrefix) for row in range(2, 7)] == [
        *[("s", True)] * 4,
        ("s", False),
    ]


def test_a_merged_area_is_marked_at_its_first_cell() -> None:
    """The covered cells cannot hold a note."""
    data = workbook(lambda book: book["单位"].merge_cells("B5:B6"))()
    book = _opened(mark_workbook(data, [at("B6")]))
    assert (_ground(book, "B5"), "有误" in _note(book, "B5")) == (FATAL, True)


def test_a_marked_copy_can_be_marked_again() -> None:
    """What was put right is no longer marked; notes of the form stay; there is one list."""
    data = _workbook()
    before = _note(_opened(data), "B5")
    twice = _opened(mark_workbook(mark_workbook(data, [at("B5"), at("B6")]), [at("B6")]))
    assert twice.sheetnames.count(RESULT_SHEET) == 1
    assert len(_listed(twice)) == 2
    assert (_ground(twice, "B5"), _note(twice, "B5")) == ("00000000", before)
    assert _note(twice, "B6").count("检查结果") == 1
    none = _opened(mark_workbook(data, []))
    assert _listed(none)[1][0] == "没有发现问题"


def test_a_sheet_of_the_same_name_that_is_not_ours_stays() -> None:
    """Somebody may have called a sheet so."""
    data = workbook(lambda book: book.create_sheet(RESULT_SHEET).append(["我的"]))()
    book = _opened(mark_workbook(data, [at("B5")]))
    assert book[RESULT_SHEET]["A1"].value == "我的"
    assert book.worksheets[0]["A1"].value == "级别"


def test_what_is_no_workbook_cannot_be_marked() -> None:
    """The reason is a message."""
    with pytest.raises(MarkError, match="打不开"):
        mark_workbook(b"PK\x03\x04 cut", [])


def test_check_writes_the_marked_copy(tmp_path: Path) -> None:
    """Beside the report, with a backup of what stood there; the filing itself is not touched."""
    source, target = tmp_path / "甲.xlsx", tmp_path / "标出.xlsx"
    source.write_bytes(_workbook(B5="八十七"))
    before = source.read_bytes()
    target.write_bytes(b"other")
    result = perfgen("check", source, "--mark", target, "--format", "json")
    assert result.returncode == 1
    assert len(json.loads(result.stdout)["filings"]) == 1
    assert "已另存为" in result.stderr
    assert "已备份到" in result.stderr
    assert source.read_bytes() == before
    book = _opened(target.read_bytes())
    assert _ground(book, "B5") == FATAL
    assert len(_listed(book)) == 2


def test_what_cannot_be_marked_is_still_checked(tmp_path: Path) -> None:
    """A damaged workbook has its finding, and no copy."""
    source = tmp_path / "甲.xlsx"
    source.write_bytes(b"PK\x03\x04 cut")
    result = perfgen("check", source, "--mark", tmp_path / "标出.xlsx")
    assert (result.returncode, "不是工作簿" in result.stdout, "打不开" in result.stderr) == (1, True, True)
    assert not (tmp_path / "标出.xlsx").exists()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("甲.yaml", "--mark", "乙.xlsx"), "只能用于一份 Excel 填报数据"),
        (("甲.xlsx", "乙.xlsx", "--mark", "丙.xlsx"), "只能用于一份 Excel 填报数据"),
        ((".", "--mark", "丙.xlsx"), "只能用于一份 Excel 填报数据"),
        (("甲.xlsx", "--mark", "丙.pdf"), "扩展名是 .xlsx"),
        (("甲.xlsx", "--mark", "./甲.xlsx"), "不能就是填报数据本身"),
    ],
)
def test_misuse_of_mark_is_said_in_chinese(
    args: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 and nothing is written."""
    (tmp_path / "甲.xlsx").write_bytes(_workbook())
    monkeypatch.chdir(tmp_path)
    result = perfgen("check", *args)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["甲.xlsx"]


# The page of all kinds


def test_the_page_is_the_catalogue_with_its_zoo(root: Path) -> None:
    """PERFGEN_GOLDEN=write makes docs/findings.md anew, to be looked at in the diff."""
    written = root / "docs" / "findings.md"
    if os.environ.get("PERFGEN_GOLDEN") == "write":
        written.write_text(page(), encoding="utf-8")
    assert page() == written.read_text(encoding="utf-8")


def test_every_kind_has_a_specimen() -> None:
    """But for a few that are still to come: a kind that gets its specimen leaves the list."""
    assert without_specimen() == set()


def test_levels_have_their_own_names() -> None:
    """The words of the report are those of the catalogue page."""
    assert [level.chinese for level in Level] == ["致命", "警告", "提示"]


def test_a_marked_copy_can_be_checked_again(tmp_path: Path) -> None:
    """The list of findings is no part of the filing."""
    outcome = checked(tmp_path, mark_workbook(workbook(lambda _: None)(), [at("B5")]), "标.xlsx")
    assert outcome.findings == []
