"""One filing of 遂宁, thirteen documents: a fact is entered once and stands alike in the accounts and the evaluation."""

import re
from functools import cache
from pathlib import Path

import pytest

from perfgen.generate import Outcome, Packs, generate
from perfgen.word import paragraphs, read_parts

EXAMPLE = Path(__file__).parents[1] / "examples" / "遂宁市安居区司法局.yaml"
ACCOUNTS = "2023年度遂宁市安居区司法局部门决算公开"
REPORT = "附件1 2023年度部门预算绩效评价报告"
RATING = "附件1附表1 2024年区级部门整体支出绩效评价指标体系"
PROJECTS = ("案件代理", "普法宣传", "安置帮教", "社区矫正办公经费", "法律援助")
PUBLICITY = '{编码: "2040605", 预算数: 34.94, 项目支出: 34.94}'


@cache
def example() -> Outcome:
    """Render the example as it is."""
    return generate(EXAMPLE, Packs())


def changed(folder: Path, *changes: tuple[str, str]) -> Outcome:
    """Render the example with some of its figures changed."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / EXAMPLE.name
    path.write_text(text, encoding="utf-8")
    return generate(path, Packs())


def words(made: Outcome, name: str) -> list[str]:
    """Return the paragraphs of a document."""
    (data,) = [document.data for document in made.documents if document.name == name]
    return [line for line in paragraphs(data) if line.strip()]


def between(lines: list[str], first: str, last: str) -> list[str]:
    """Return the paragraphs between two headings."""
    start = lines.index(first) + 1
    return lines[start : lines.index(last, start)]


def names(made: Outcome) -> list[str]:
    """Return the names of the findings."""
    return [found.kind.name for found in made.findings]


def test_thirteen_documents_from_one_filing() -> None:
    """The accounts, the report with its rating form, and a form and a report for each project."""
    assert example().findings == []
    assert [document.name for document in example().documents] == [
        ACCOUNTS,
        REPORT,
        RATING,
        *(f"附件1附表2 2023年度{project}项目支出绩效自评表" for project in PROJECTS),
        *(f"附件2 2023年度{project}专项预算项目绩效评价报告" for project in PROJECTS),
    ]


def test_the_four_parts_are_numbered_by_word() -> None:
    """第一部分 to 第四部分 are headings of the first level, numbered by the style."""
    (data,) = [document.data for document in example().documents if document.name == ACCOUNTS]
    parts = read_parts("", data)
    heads = re.findall(r'<w:p><w:pPr><w:pStyle w:val="Heading1"/>.*?</w:p>', parts["word/document.xml"].decode())
    assert [re.sub(r"<.*?>", "", head) for head in heads] == [
        "部门概况",
        "2023年度部门决算情况说明",
        "名词解释",
        "附件",
    ]
    assert 'w:val="第%1部分　"' in parts["word/numbering.xml"].decode()


def test_a_corrected_line_of_the_accounts_moves_the_evaluation(tmp_path: Path) -> None:
    """普法宣传 from 34.94 to 44.94: 18.83 were moved during the year, so 编制准确 and the total in two documents fall."""
    made = changed(tmp_path, (PUBLICITY, '{编码: "2040605", 预算数: 44.94, 项目支出: 44.94}'))
    assert made.findings == []
    report = words(made, REPORT)
    assert "项目资金年初预算261.07万元，年度调增预算18.83万元，使用279.9万元，执行进度100%。" in report
    assert any(
        line.startswith("2023年年初预算支出1163.82万元，决算支出1173.82万元，决算比年初预算增加10万元")
        for line in report
    )
    assert any("年中基本支出预算调减8.83万元，项目支出预算调增18.83万元。" in line for line in report)
    assert any("涉及预算总金额211.9万元，1—12月预算执行总体进度为100%" in line for line in report)
    rating = words(made, RATING)
    assert {"8.38", "年中调剂18.83万元"} <= set(between(rating, "编制准确", "支出控制"))
    assert rating[-1] == "86.71"
    assert any("自评得分86.71分" in line for line in report)
    assert any("绩效自评得分为86.71分" in line for line in words(made, ACCOUNTS))


def test_less_spent_than_planned_costs_points_and_is_said_everywhere(tmp_path: Path) -> None:
    """30 of 34.94 spent: 完成预算 in the accounts, 执行进度 in the report, 预算完成 in the rating form."""
    made = changed(tmp_path, (PUBLICITY, '{编码: "2040605", 预算数: 34.94, 项目支出: 30, 差异原因: 部分活动推迟}'))
    assert made.findings == []
    assert any(
        "普法宣传（05）：支出决算为30万元，完成预算85.86%，决算数小于预算数" in line for line in words(made, ACCOUNTS)
    )
    assert any("使用264.96万元，执行进度98.17%" in line for line in words(made, REPORT))
    rating = words(made, RATING)
    assert "9.82" in between(rating, "预算完成", "违规记录")


def test_without_a_year_before_there_is_no_percentage(tmp_path: Path) -> None:
    """Every figure of last year 0: the amount is the growth, and nothing is said in percent of nothing."""
    text = EXAMPLE.read_text(encoding="utf-8")
    last = sorted(set(re.findall(r"上年决算: [\d.]+", text)))
    path = tmp_path / EXAMPLE.name
    path.write_text(re.sub(r"上年决算: [\d.]+", "上年决算: 0", text), encoding="utf-8")
    assert len(last) == 5
    made = generate(path, Packs())
    assert made.findings == []
    said = [line for line in words(made, ACCOUNTS) if "2022年" in line or "上年度" in line]
    assert not any(re.search(r"(增长|下降)[\d.]+%", line) for line in said)
    assert sum("收、支总计各增长1163.82万元。" in line for line in said) == 2
    assert any("较上年度增长4.63万元。" in line for line in said)
    assert any("比2022年度增长104.35万元。" in line for line in said)


def test_duties_and_units_are_entered_once() -> None:
    """The ten duties and the two subordinate units of the accounts stand in 附件1 as well."""
    accounts, report = words(example(), ACCOUNTS), words(example(), REPORT)
    duties = between(accounts, "部门职责", "机构设置")
    assert len(duties) == 10
    assert between(report, "机构职能", "人员概况") == duties
    named = "遂宁市安居区法律援助中心、遂宁市安居公证处"
    for lines in (accounts, report):
        assert sum("下属二级预算单位2个" in line and named in line for line in lines) == 1


def test_the_accounts_quote_the_scores_of_every_project(tmp_path: Path) -> None:
    """安置、帮教刑释人员 110 of 220: 92.5 points in the form, the report, 附件1 and the accounts."""
    old = '指标值: "220", 度量单位: 人, 完成值: "226", 分值: 15'
    made = changed(tmp_path, (old, f"{old.replace('226', '110')}, 偏差原因: 新接收的人员减少"))
    assert made.findings == []
    form = words(made, "附件1附表2 2023年度安置帮教项目支出绩效自评表")
    assert form[form.index("合计") :][:3] == ["合计", "100", "92.5"]
    assert "自评得分92.5分。" in words(made, "附件2 2023年度安置帮教专项预算项目绩效评价报告")
    assert any("安置帮教92.5分" in line for line in words(made, REPORT))
    assert any("安置帮教专项预算项目绩效自评得分为92.5分" in line for line in words(made, ACCOUNTS))


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        # part one of the publication: 1 in all; 附件1: 3 in all, of which 1 and 1
        (("机构:\n", "机构:\n  二级预算单位: 3\n"), "与计算结果不一致"),
        (("  年度项目支出: {", "  年度项目支出: {决算: 261.07, "), "与计算结果不一致"),
        (("  常年项目: {", "  常年项目: {预算总金额: 135, "), "与计算结果不一致"),
        (("  六月执行进度: 46.50%\n", ""), "必填未填"),
        (('{编码: "2040605", 预算数: 34.94,', '{编码: "2040605", 预算数: ,'), "有的评价指标没有得分"),
    ],
)
def test_two_places_that_disagree_stop_the_filing(tmp_path: Path, change: tuple[str, str], finding: str) -> None:
    """What follows from elsewhere and is entered all the same must agree."""
    assert finding in names(changed(tmp_path, change))
