"""What the reviewer finds, and what he must not find; the same from YAML and from the workbook."""

import shutil
from pathlib import Path

import pytest
from reviewer import FILING, NEAR_MISSES, NEAREST, WRONG, Change
from support.docx import docx, p
from support.filings import checked, lines, pack_folder

from perfgen.blank import write_workbook
from perfgen.check import may_remain, remains_of_the_form
from perfgen.finding import Kind, catalogue
from perfgen.generate import Outcome, Packs, check_filing, generate
from perfgen.pack import load_pack
from perfgen.place import Place


def reviewed(tmp_path: Path, change: Change) -> Outcome:
    """Check the changed filing."""
    return checked(tmp_path, change.filing())


def test_the_filing_has_no_fault(tmp_path: Path) -> None:
    """Every change below starts from a filing in which nothing is wrong."""
    assert lines(checked(tmp_path, FILING)) == []


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change.title)
def test_the_reviewer_finds(change: Change, tmp_path: Path) -> None:
    """One thing wrong, said to the letter and at its place."""
    assert lines(reviewed(tmp_path, change)) == list(change.expected)


def test_a_figure_is_found_where_it_stands(tmp_path: Path) -> None:
    """Also behind paragraphs with figures of their own."""
    change = Change(
        "",
        "一切正常。\n  问题: [{标题: 人手不足, 正文: 一线人员偏少。}]",
        "有3人5件，共7个。\n  问题: [{标题: 人手不足, 正文: 调解矛盾纠纷127起。}]",
    )
    [found] = lines(reviewed(tmp_path, change))
    assert found.startswith("甲.yaml:11:23  警告：文中是“调解矛盾纠纷127起”，指标“调解矛盾纠纷起数”的完成值是“120”")


@pytest.mark.parametrize("change", NEAR_MISSES, ids=lambda change: change.title)
def test_the_reviewer_does_not_find(change: Change, tmp_path: Path) -> None:
    """What looks alike and is right stays unsaid."""
    assert lines(reviewed(tmp_path, change)) == []


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change.title)
def test_a_workbook_says_the_same(change: Change, tmp_path: Path) -> None:
    """The same findings at the same fields, each with the right cell."""
    yaml = reviewed(tmp_path, change)
    assert yaml.filing is not None
    pack = load_pack("reviewed", (pack_folder(),))
    book = checked(tmp_path, write_workbook(pack, yaml.filing), "甲.xlsx")
    said = [(found.kind.name, found.path, found.message) for found in yaml.findings]
    assert [(found.kind.name, found.path, found.message) for found in book.findings] == said
    for found in book.findings:
        assert found.place.sheet
        assert found.place.cell or found.kind.name == "必填未填"


def check_kinds() -> list[str]:
    """Return the names of the kinds that the checks find."""
    kinds = [kind for kind in vars(catalogue).values() if isinstance(kind, Kind)]
    return [
        kind.name for kind in kinds[kinds.index(catalogue.POINTS_TOTAL) : kinds.index(catalogue.NOTHING_TO_IGNORE) + 1]
    ]


def test_every_kind_of_check_has_a_specimen_and_a_near_miss() -> None:
    """A finding that the reviewer's zoo does not show is a finding nobody has seen."""
    shown = "".join(line for change in WRONG for line in change.expected)
    assert [name for name in check_kinds() if f"（{name}）" not in shown] == []
    assert sorted(NEAREST) == sorted(check_kinds())
    assert set(NEAREST.values()) <= {change.title for change in NEAR_MISSES}


def test_what_is_ignored_is_listed_with_its_reason(tmp_path: Path) -> None:
    """A silenced finding is gone from the findings and stands among the ignored."""
    change = next(change for change in NEAR_MISSES if change.title == "ignored with a reason")
    outcome = reviewed(tmp_path, change)
    assert [(found.kind.name, found.path, reason) for found, reason in outcome.ignored] == [
        ("执行率偏低没有说明", "收支.执行率", "年底才下达")
    ]


@pytest.mark.parametrize(
    ("title", "help_"),
    [
        ("a target without a relation", "请写明 ≥ 或 ≤；现按“等于”计分"),
        ("a split target without a relation", "请在“指标性质”里选 ≥ 或 ≤"),
    ],
)
def test_what_to_do_about_a_target_without_relation(tmp_path: Path, title: str, help_: str) -> None:
    """How it is scored is told where it is scored."""
    change = next(change for change in WRONG if change.title == title)
    assert [found.help for found in reviewed(tmp_path, change).findings] == [help_]


def test_a_form_without_a_report_is_not_asked_for_one(tmp_path: Path) -> None:
    """Where there is no narrative, reasons stand in the tables."""
    manifest = (
        "title: 县\ntables: {收支: {kind: form, fields: {单位名称: {role: 单位名称}, 年初: {type: money, role: 年初预算},"
        " 全年: {type: money, role: 全年预算}, 率: {type: rate, role: 执行率, low: 90%}}}}\n"
        "documents: [{template: 文档.docx, name: 文}]\n"
    )
    (tmp_path / "县").mkdir()
    (tmp_path / "县" / "pack.yaml").write_text(manifest, encoding="utf-8")
    (tmp_path / "县" / "文档.docx").write_bytes(docx(p("文")))
    path = tmp_path / "甲.yaml"
    path.write_text("模板包: 县\n收支: {年初: 1, 全年: 2, 率: 80%}\n", encoding="utf-8")
    assert lines(check_filing(path, Packs((tmp_path,)))) == [
        "甲.yaml:2:23  警告：“率”是 80.00%，低于 90%，没有说明原因（执行率偏低没有说明）",
        "甲.yaml:2:17  警告：“年初”1.00，“全年”2.00，没有说明调整原因（预算调整没有说明）",
    ]


def test_two_places_that_disagree_are_both_named(tmp_path: Path) -> None:
    """The other place is a related one."""
    change = next(change for change in WRONG if change.title == "one indicator, two actuals")
    (found,) = reviewed(tmp_path, change).findings
    assert [str(place) for place in found.related] == ["甲.yaml:5:48"]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """Three changes, all their findings in one run."""
    three = [
        change
        for change in WRONG
        if change.title in ("a low execution rate", "another total", "points do not make 100")
    ]
    content = FILING
    for change in three:
        content = content.replace(change.old, change.new, 1)
    names = {found.kind.name for found in checked(tmp_path, content).findings}
    assert names == {"执行率偏低没有说明", "文中的总分与表不一致", "分值合计不对"}


def test_the_longer_of_two_labels_is_meant(tmp_path: Path) -> None:
    """公用支出合计 is a field of its own, not the total of 公用支出."""
    shutil.copytree(pack_folder() / "reviewed", tmp_path / "packs" / "reviewed")
    manifest = tmp_path / "packs" / "reviewed" / "pack.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("地方拨款: {", "公用支出合计: {type: money, unit: 万元}, 地方拨款: {"), "utf-8")
    path = tmp_path / "甲.yaml"
    filing = FILING.replace("地方拨款:", "公用支出合计: 30, 地方拨款:").replace("一切正常", "公用支出合计30万元")
    path.write_text(filing, encoding="utf-8")
    assert lines(check_filing(path, Packs((tmp_path / "packs",)))) == []


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("XX年完成。", "XX年完成。"),
        ("执行文号××\n次年", "执行文号××\n次年"),
        ("概况（500字以内）", "概况（500字以内）"),
        ("比上年增加（减少）5万元", "比上年增加（减少）5万元"),
        ("比上年下降/增长5%", "比上年下降/增长5%"),
        ("比上年减少 万元", "比上年减少 万元"),
        ("支出合计  万元", "支出合计  万元"),
        ("金额待填", "金额待填"),
        ("此页为封面", "此页为封面"),
        ("负责人：____", "负责人：____"),
        ("问题是………", "问题是………"),
    ],
)
def test_every_kind_of_remains_is_found(text: str, around: str) -> None:
    """In one paragraph, and at a glance in all of a document's."""
    place = Place("甲.docx", paragraph=1)
    assert f"“{around}”像是没有填完" in [found.message for found in remains_of_the_form([(place, "", text)])]
    assert may_remain(f"前一段。\n{text}\n后一段。")


@pytest.mark.parametrize("text", ["增加5万元", "支出 万元", "2×2米", "（五百字）", "省略……", "签名__"])
def test_what_looks_like_remains_is_let_be(text: str) -> None:
    """A figure between the words, one blank, one sign less."""
    assert not may_remain(text)
    assert [*remains_of_the_form([(Place("甲.docx"), "", text)])] == []


def test_remains_in_a_finished_document_are_found(tmp_path: Path) -> None:
    """A template that leaves an amount open where the filing is blank is caught before anything is written."""
    shutil.copytree(pack_folder() / "reviewed", tmp_path / "packs" / "reviewed")
    body = p("基本情况") + p("比上年减少{{ 收支.公用支出 }}万元。")
    (tmp_path / "packs" / "reviewed" / "文档.docx").write_bytes(docx(body))
    path = tmp_path / "甲.yaml"
    path.write_text(FILING.replace("公用支出: 20.5", "公用支出: "), encoding="utf-8")
    outcome = generate(path, Packs((tmp_path / "packs",)))
    assert lines(outcome) == ["甲县司法局的文档.docx 第2段  致命：“比上年减少万元。”像是没有填完（留有表格的提示）"]
    assert outcome.documents == []
