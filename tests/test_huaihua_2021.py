"""Pack ``huaihua-2021``: the form's thirty-three rules, computed by hand for one changed figure each."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfgen.filing import Figures, explain
from perfgen.finding import Level
from perfgen.generate import Outcome, Packs, generate
from perfgen.word import paragraphs

EXAMPLE = Path(__file__).parents[1] / "examples" / "辰溪县司法局.yaml"
SCORES = "附件2 2021年部门整体支出绩效评价指标体系评分表"
CONTROL = "指标评分.供养控制率"


@cache
def words() -> str:
    """Return the example as it is written."""
    return EXAMPLE.read_text(encoding="utf-8")


def changed(folder: Path, **entries: str) -> Outcome:
    """Generate the example with other entries; a path has its dots, a blank takes the entry away."""
    tree: dict[str, Any] = yaml.load(words(), yaml.BaseLoader)  # noqa: S506 (the base loader makes only texts)
    for path, entry in entries.items():
        *above, last = path.split(".")
        branch = tree
        for name in above:
            branch = branch.setdefault(name, {})
        branch[last] = entry
    source = folder / EXAMPLE.name
    source.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    return generate(source, Packs())


def printed(outcome: Outcome, path: str) -> str:
    """Return what a field prints."""
    assert outcome.figures is not None
    return str(outcome.figures.value(outcome.figures.cells[path]))


def figures_of(outcome: Outcome) -> Figures:
    """Return the figures of a filing that could be read."""
    assert outcome.figures is not None
    return outcome.figures


def result(outcome: Outcome) -> tuple[str, str, str]:
    """Return the score of 财政供养人员控制率, the total and the grade."""
    return printed(outcome, f"{CONTROL}.得分"), printed(outcome, "评分.总分"), printed(outcome, "评分.等级")


def boxes(outcome: Outcome) -> list[str]:
    """Return the grade boxes as form 2 prints them."""
    (document,) = [document for document in outcome.documents if document.name == SCORES]
    lines = "".join(paragraphs(document.data)).split()
    return [word[word.index(box) :] for word in lines for box in "☑□" if box in word]


def test_121_in_post_for_89_posts_earn_nothing(tmp_path: Path) -> None:
    """32 too many cost 3.2 of 3 points; explain says so, down to the two figures; total and grade follow."""
    outcome = changed(tmp_path)
    assert result(outcome) == ("0", "87.5", "良好")
    origin = explain(figures_of(outcome), f"{CONTROL}.得分")
    assert origin.reasoning == "超出 32：3 − 32 × 0.1，扣完为止 = 0.00"
    assert {part.path: part.value for part in origin.parts} == {
        f"{CONTROL}.分值": "3",
        "人员.在职人数": "121",
        "人员.编制数": "89",
        "评分数据.批复临聘人数": "",
    }


def test_89_in_post_for_89_posts_earn_three_points(tmp_path: Path) -> None:
    """The total rises by 3 and the grade with it."""
    assert result(changed(tmp_path, **{"人员.在职人数": "89"})) == ("3", "90.5", "优秀")


def test_approved_temporary_staff_do_not_count(tmp_path: Path) -> None:
    """由编制部门和人劳部门批复同意的临聘人员除外."""
    assert result(changed(tmp_path, **{"评分数据.批复临聘人数": "32"})) == ("3", "90.5", "优秀")


# The entries that are changed (with the others they need), the indicator, its score by the form.
PER_EXCESS = (
    ({"人员.在职人数": "80"}, "供养控制率", "3"),
    ({"人员.在职人数": "90"}, "供养控制率", "2.9"),
    ({"人员.在职人数": "118"}, "供养控制率", "0.1"),
    ({"人员.在职人数": "119"}, "供养控制率", "0"),
    ({"评分数据.结转结余": "2.40"}, "结转结余率", "3"),  # 0.0997 %: no whole 0.1 point
    ({"评分数据.结转结余": "2.41"}, "结转结余率", "2.9"),  # 0.1001 %
    ({"评分数据.结转结余": "12.04"}, "结转结余率", "2.5"),  # 0.5002 %
    ({"评分数据.结转结余": "72.21"}, "结转结余率", "0"),  # 3.00004 %
    ({"收支.公用支出.预算数": "546.91"}, "公用控制率", "3"),
    ({"收支.公用支出.预算数": "500", "收支.公用支出.决算数": "502.5"}, "公用控制率", "2.5"),  # 100.5 %
    ({"收支.公用支出.预算数": "500", "收支.公用支出.决算数": "515"}, "公用控制率", "0"),  # 103 %
    ({"三公经费.公务接待.本年决算": "21.56"}, "三公控制率", "2.8"),  # 30.06 ÷ 30 = 100.2 %
    ({"资金.财政拨款.年初预算数": "1000", "资金.财政拨款.全年预算数": "1100"}, "预算调整率", "3"),
    ({"资金.财政拨款.年初预算数": "1000", "资金.财政拨款.全年预算数": "1105"}, "预算调整率", "2.5"),
    ({"资金.财政拨款.年初预算数": "1000", "资金.财政拨款.全年预算数": "895"}, "预算调整率", "2.5"),
    ({"评分数据.违规资金": "2.41"}, "违规率", "1.9"),
    ({"评分数据.违规资金": "48.14"}, "违规率", "0"),  # 2.00002 %
)
BANDS = (
    *(
        ({"评分数据.计划项目数": "100", "评分数据.完成项目数": done}, "实际完成率", score)
        for done, score in (
            ("100", "4"),
            ("99", "3"),
            ("95", "3"),
            ("94", "2"),
            ("90", "2"),
            ("89", "1"),
            ("85", "1"),
            ("84", "0"),
        )
    ),
    *(
        ({"资金.财政拨款.全年预算数": "1000", "资金.财政拨款.全年执行数": spent}, "预算完成率", score)
        for spent, score in (("1000", "3"), ("900", "3"), ("899.99", "1"), ("800", "1"), ("799.99", "0"))
    ),
    *(
        ({"资金.财政拨款.年初预算数": "1000", "评分数据.上半年支出": spent}, "支付进度率", score)
        for spent, score in (("500", "5"), ("499.99", "4"), ("400", "4"), ("399.99", "3"))
    ),
    *(
        ({"资金.财政拨款.全年预算数": "1000", "资金.财政拨款.全年执行数": spent}, "支付进度率", score)
        for spent, score in (("1000", "6"), ("950", "5"), ("949.99", "4"), ("850", "4"), ("849.99", "2"))
    ),
    (
        {"资金.财政拨款.年初预算数": "1000", "评分数据.上半年支出": "500", "评分数据.上半年追加追减": "0.01"},
        "支付进度率",
        "4",
    ),
)
CLIFF = (
    ({"评分数据.完成项目数": "100", "评分数据.达标项目数": "100"}, "质量达标率", "4"),
    ({"评分数据.完成项目数": "100", "评分数据.达标项目数": "96"}, "质量达标率", "3.84"),
    ({"评分数据.完成项目数": "100", "评分数据.达标项目数": "95"}, "质量达标率", "0"),
    ({"评分数据.交办工作数": "100", "评分数据.办结工作数": "91"}, "重点办结率", "3.64"),
    ({"评分数据.交办工作数": "100", "评分数据.办结工作数": "90"}, "重点办结率", "0"),
)
CRITERIA = (
    *(
        ({"评分数据.资金使用要点": met}, "资金合规性", score)
        for met, score in (("8", "9"), ("7", "8"), ("6", "5"), ("5", "3"), ("4", "0"))
    ),
    *(
        ({"评分数据.基础信息要点": met}, "基础信息", score)
        for met, score in (("4", "4"), ("3", "2"), ("2", "1"), ("1", "0"))
    ),
    ({"评分数据.资产管理要点": "1"}, "资产管理", "1"),
    ({"评分数据.资产制度要点": "1"}, "资产制度", "0"),
    ({"评分数据.活动合规要点": "1"}, "活动合规性", "0"),
    ({"评分数据.公众满意度": "良好"}, "公众满意度", "3"),
    ({"评分数据.公众满意度": "合格"}, "公众满意度", "1"),
    ({"评分数据.公众满意度": "不合格"}, "公众满意度", "0"),
)
LINEAR = (
    ({"三公经费.公务接待.本年预算": "19"}, "三公变动率", "4"),  # 31 after 31
    ({"三公经费.公务接待.本年预算": "20.55"}, "三公变动率", "2"),  # + 5 %
    ({"三公经费.公务接待.本年预算": "22.1"}, "三公变动率", "0"),  # + 10 %
    ({"三公经费.公务接待.本年预算": "25"}, "三公变动率", "0"),
    ({"评分数据.编报目标数": "4"}, "目标管理创新", "0.1"),
    ({"评分数据.编报目标数": "14"}, "目标管理创新", "1"),
    ({"评分数据.编报目标数": "2"}, "目标管理创新", "0"),
    ({"评分数据.考核结果": "85"}, "考核评价", "4.25"),
    ({"资金.上年结转.年初预算数": "100", "评分数据.结转结余": "105"}, "结转变动率", "2"),  # + 5 %
    ({"资金.上年结转.年初预算数": "100", "评分数据.结转结余": "110"}, "结转变动率", "1"),  # 2 off at most, of 3
    ({"资金.上年结转.年初预算数": "100", "评分数据.结转结余": "200"}, "结转变动率", "1"),
    ({"评分数据.结转结余": "1"}, "结转变动率", "1"),  # there was none the year before
)
COMPLETION = (
    ({"评分数据.在用固定资产": "480"}, "资产利用率", "3"),  # 80 %
    ({"评分数据.在用固定资产": "479"}, "资产利用率", "2.99"),
    ({"评分数据.在用固定资产": "600"}, "资产利用率", "3"),
    ({"评分数据.重点项目支出": "287"}, "重点安排率", "3"),  # 70 %
    ({"评分数据.重点项目支出": "143.5"}, "重点安排率", "1.5"),  # 35 %
    ({"评分数据.申报目标资金": "205"}, "目标覆盖率", "0.5"),
    ({"评分数据.申报目标资金": "205", "评分数据.覆盖率目标": "50%"}, "目标覆盖率", "1"),
    ({"评分数据.实际采购项目数": "5"}, "采购执行率", "2.5"),
    ({"评分数据.申报目标项目数": "10", "评分数据.监控项目数": "9"}, "监控率", "1.8"),
    ({"评分数据.应用项目数": "1"}, "应用率", "1"),
)
YES_NO = (({"评分数据.职责明确": "否"}, "职责明确", "0"), ({"评分数据.职责明确": "是"}, "职责明确", "1"))


@pytest.mark.parametrize(
    ("entries", "indicator", "score"), [*PER_EXCESS, *BANDS, *CLIFF, *CRITERIA, *LINEAR, *COMPLETION, *YES_NO]
)
def test_an_indicator_is_scored_by_the_form(
    entries: dict[str, str], indicator: str, score: str, tmp_path: Path
) -> None:
    """Just on the limit, and just past it."""
    path = f"指标评分.{indicator}"
    made = changed(tmp_path, **{f"{path}.得分": "", **entries})
    assert printed(made, f"{path}.得分") == score


def test_just_one_box_is_ticked_between_the_printed_bands(tmp_path: Path) -> None:
    """The form prints 80–89 and 90–100; 89.5 is 良好."""
    entries = {f"{CONTROL}.得分": "2", f"{CONTROL}.扣分原因": "超编人员为政策性安置，经财政部门同意少扣。"}
    outcome = changed(tmp_path, **entries)
    assert (result(outcome), outcome.findings) == (("2", "89.5", "良好"), [])
    assert boxes(outcome) == ["□优秀", "☑良好", "□中", "□较差"]


def test_a_score_by_hand_needs_a_reason(tmp_path: Path) -> None:
    """Without one it is a warning, with the rule's score beside it; the hand's score stands."""
    outcome = changed(tmp_path, **{f"{CONTROL}.得分": "3"})
    assert [(found.path, found.level, found.message) for found in outcome.findings] == [
        (
            f"{CONTROL}.得分",
            Level.WARN,
            "“财政供养人员控制率（3分）·得分”填的是 3，按评分规则应得 0，没有写明原因",
        )
    ]
    assert result(outcome) == ("3", "90.5", "优秀")


def test_an_indicator_that_cannot_be_scored_is_not_lost(tmp_path: Path) -> None:
    """Nothing to procure: no rate, no score; the points that are left do not make 100 until a hand gives a score."""
    none = {"评分数据.采购预算项目数": "0", "评分数据.实际采购项目数": "0"}
    outcome = changed(tmp_path, **none)
    zero = "“政府采购执行率（3分）·计算结果”的除数是 0"
    assert [found.message for found in outcome.findings] == [zero, "“已评指标分值合计”是 97，应为 100"]
    assert outcome.fatal
    by_hand = {"指标评分.采购执行率.得分": "3", "指标评分.采购执行率.扣分原因": "没有政府采购预算，按满分计。"}
    outcome = changed(tmp_path, **none, **by_hand)
    assert [found.message for found in outcome.findings] == [zero]
    assert (outcome.fatal, printed(outcome, "评分.总分")) == (False, "87.5")


def test_the_report_quotes_the_scores_of_the_form(tmp_path: Path) -> None:
    """One more in post or less, and every sentence follows."""
    report = changed(tmp_path, **{"人员.在职人数": "89"}).documents[0]
    text = "\n".join(paragraphs(report.data))
    assert "年末实有89人，是编制数的100.00%" in text
    assert "整体绩效自评得90.5分，评价结果为“优秀”等次" in text
