"""Evaluation in Suining: the twelve rules of the rating form, split targets, and the forms and reports of five projects."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfgen.generate import Outcome, Packs, check_filing, generate
from perfgen.word import paragraphs

EXAMPLE = Path(__file__).parents[1] / "examples" / "遂宁市安居区司法局.yaml"
PROJECTS = ("案件代理", "普法宣传", "安置帮教", "社区矫正办公经费", "法律援助")


def filing(folder: Path, changes: dict[str, Any]) -> Path:
    """Write the example with some figures changed; a change is named by its path, ``/`` between the steps."""
    data = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    for path, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        node = data
        for step in way:
            node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
        if value is None:
            node.pop(last, None)
        else:
            node[last] = value
    file = folder / EXAMPLE.name
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def changed(folder: Path, changes: dict[str, Any]) -> Outcome:
    """Check the example with some figures changed."""
    return check_filing(filing(folder, changes), Packs())


def value(outcome: Outcome, path: str) -> str:
    """Return what a field prints."""
    assert outcome.figures is not None
    return str(outcome.figures.value(outcome.figures.cells[path]))


def found(outcome: Outcome) -> set[tuple[str, str]]:
    """Return the findings as name and path."""
    return {(finding.kind.name, finding.path) for finding in outcome.findings}


@pytest.mark.parametrize(
    ("row", "actual", "score"),
    [
        (0, "1", "10"),  # ≥ 1 件
        (0, "0", "0"),
        (1, "1", "10"),  # ≥ 2 件, 20 points: half of it done
        (2, "6", "10"),  # ≤ 6 月
        (2, "7", "8.33"),  # 10 × (1 − 1 ÷ 6)
        (3, "优良", "10"),  # 定性 优良
        (5, "94", "9.89"),  # ≥ 95 %: 10 × 94 ÷ 95
        (6, "2", "10"),  # ＝ 2 万元
        (6, "1", "5"),  # ＝ 2 万元, half of it
    ],
)
def test_split_columns_score_like_the_combined_target(tmp_path: Path, row: int, actual: str, score: str) -> None:
    """指标性质, 指标值 and 度量单位 in three columns mean what ``≥1件`` means in one."""
    made = changed(tmp_path, {f"项目/0/指标/{row}/完成值": actual})
    name = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["项目"][0]["指标"][row]["三级指标"]
    assert value(made, f"项目[案件代理].指标[{name}].得分") == score


def test_an_actual_in_another_unit_is_found(tmp_path: Path) -> None:
    """法律援助案件 are counted in 件, as published they were measured in 人."""
    made = changed(tmp_path, {"项目/4/指标/1/完成值": "526人"})
    assert ("指标值与完成值对不上", "项目[法律援助].指标[法律援助案件].完成值") in found(made)


def test_a_score_without_an_actual_is_found(tmp_path: Path) -> None:
    """The published forms leave every 完成值 blank and give full points."""
    made = changed(tmp_path, {"项目/1/指标/0/完成值": None, "项目/1/指标/0/得分": 30})
    assert ("没有完成值却有得分", "项目[普法宣传].指标[累计发放法律宣传资料].完成值") in found(made)


def test_a_score_above_its_weight_is_found(tmp_path: Path) -> None:
    """101 of 10, as published for 法律援助人次."""
    made = changed(tmp_path, {"项目/4/指标/0/得分": 101})
    assert ("得分超出分值", "项目[法律援助].指标[法律援助人次].得分") in found(made)


@pytest.mark.parametrize(
    ("indicator", "changes", "score"),
    [
        ("目标制定", {"要素不完整扣分": 1.5, "未细化量化扣分": 2}, "6.5"),
        # (1 − 10 × 调剂 ÷ 1163.82) × 10: half of a tenth, a tenth, beyond a tenth
        ("编制准确", {"全年调剂金额": 0}, "10"),
        ("编制准确", {"全年调剂金额": 58.191}, "5"),
        ("编制准确", {"全年调剂金额": 116.382}, "0"),
        ("编制准确", {"全年调剂金额": 116.39}, "0"),
        # 10 % and 20 % still belong to the better band, and less than planned deviates like more
        ("支出控制", {"公用支出预算": 100, "公用支出决算": 110}, "10"),
        ("支出控制", {"公用支出预算": 100, "公用支出决算": 90}, "10"),
        ("支出控制", {"公用支出预算": 100, "公用支出决算": 110.01}, "5"),
        ("支出控制", {"公用支出预算": 100, "公用支出决算": 80}, "5"),
        ("支出控制", {"公用支出预算": 100, "公用支出决算": 120.01}, "0"),
        # both amounts: the cancelled share; only 结余注销: 1 − 10 × 58.191 ÷ 1163.82; none: full points
        ("动态调整", {"监控调整取消额": 3, "结余注销额": 1}, "7.5"),
        ("动态调整", {"监控调整取消额": 0, "结余注销额": 58.191}, "5"),
        ("动态调整", {"监控调整取消额": 0, "结余注销额": 116.382}, "0"),
        ("动态调整", {"监控调整取消额": 0, "结余注销额": 200}, "0"),
        ("动态调整", {"监控调整取消额": 0, "结余注销额": 0}, "10"),
        # 3, 4, 3 points at 40 %, 67.5 %, 82.5 %; below in proportion: 3 × 20 ÷ 40, 4 × 54 ÷ 67.5, 3 × 66 ÷ 82.5
        ("执行进度", {"六月执行进度": "40%", "九月执行进度": "67.5%", "十一月执行进度": "82.5%"}, "10"),
        ("执行进度", {"六月执行进度": "20%", "九月执行进度": "67.5%", "十一月执行进度": "82.5%"}, "8.5"),
        ("执行进度", {"六月执行进度": "20%", "九月执行进度": "54%", "十一月执行进度": "66%"}, "7.1"),
        ("执行进度", {"六月执行进度": "90%", "九月执行进度": "54%", "十一月执行进度": "100%"}, "9.2"),
        ("违规记录", {"违规问题数": 1}, "9.5"),
        ("违规记录", {"违规问题数": 19}, "0.5"),
        ("违规记录", {"违规问题数": 21}, "0"),
        ("自评公开", {"绩效信息已公开": "否"}, "0"),
        ("结果整改", {"整改扣分": 1}, "3"),
        ("应用反馈", {"按时反馈": "否"}, "0"),
    ],
)
def test_the_rules_of_the_rating_form(tmp_path: Path, indicator: str, changes: dict[str, Any], score: str) -> None:
    """Computed by hand from the printed rules."""
    made = changed(tmp_path, {f"评分数据/{name}": figure for name, figure in changes.items()})
    assert value(made, f"指标评分.{indicator}.得分") == score


def test_execution_at_the_end_of_the_year(tmp_path: Path) -> None:
    """Half of the projects' money spent is half of the points."""
    made = changed(tmp_path, {"部门收支/年度项目支出/调整后预算": 539.8})
    assert value(made, "指标评分.预算完成.得分") == "5"


@pytest.mark.parametrize(
    ("actual", "met", "score"),
    [
        ("199", "5", "8.33"),  # missed
        ("200", "6", "10"),
        ("260", "6", "10"),  # 30 % above still counts
        ("261", "5", "8.33"),  # more than 30 % above does not
    ],
)
def test_far_above_the_target_does_not_count_as_reached(tmp_path: Path, actual: str, met: str, score: str) -> None:
    """目标实现: of six quantity indicators the five others are met; 法律援助案件 should be 200."""
    made = changed(tmp_path, {"项目/4/指标/1/完成值": actual})
    assert value(made, "评分数据.数量指标个数") == "6"
    assert value(made, "评分数据.达标指标个数") == met
    assert value(made, "指标评分.目标实现.得分") == score


def test_the_unit_scores_itself_out_of_90(tmp_path: Path) -> None:
    """自评准确 belongs to the reviewers: 100 points on the form, 90 for the unit, 87.57 reached."""
    made = changed(tmp_path, {})
    assert made.findings == []
    assert [value(made, f"结论.{name}") for name in ("分值合计", "自评满分", "总分")] == ["100", "90", "87.57"]
    assert value(made, "指标评分.自评准确.得分") == ""
    scores = [value(made, f"指标评分.{name}.得分") for name in ("目标实现", "编制准确")]
    assert scores == ["8.33", "9.24"]
    assert Decimal("87.57") == 90 - (10 - Decimal(scores[0])) - (10 - Decimal(scores[1]))


def test_the_unit_may_not_score_the_reviewers_item(tmp_path: Path) -> None:
    """With 10 points for 自评准确 the total would be beyond what a unit can reach."""
    made = changed(tmp_path, {"指标评分/自评准确/得分": 10})
    assert {name for name, _ in found(made)} >= {"自评准确不由单位打分"}


def test_a_total_of_100_is_found(tmp_path: Path) -> None:
    """As published: 100 points although a unit's full mark is 90."""
    made = changed(tmp_path, {"结论/总分": 100})
    assert {("与计算结果不一致", "结论.总分"), ("得分超出分值", "结论.总分")} <= found(made)


def test_the_verdict_is_the_band_of_the_total(tmp_path: Path) -> None:
    """100 points are 优秀; 良好 was published."""
    made = changed(tmp_path, {"项目/2/评价结论": "绩效评为“良好”。"})
    assert "评价结论与总分不符" in {name for name, _ in found(made)}


def test_an_adjusted_budget_and_a_low_rate_need_a_reason(tmp_path: Path) -> None:
    """The form asks for both in its last column."""
    made = changed(tmp_path, {"项目/0/资金/总额": {}, "项目/0/资金/财政资金/预算执行数": 2})
    assert {name for name, _ in found(made)} >= {"预算调整没有原因", "执行率偏低没有原因"}


def test_five_forms_and_five_reports() -> None:
    """One of each for every project, named after it, its name and score inside."""
    documents = {document.name: document.data for document in generate(EXAMPLE, Packs()).documents}
    for project in PROJECTS:
        form = paragraphs(documents[f"附件1附表2 2023年度{project}项目支出绩效自评表"])
        report = paragraphs(documents[f"附件2 2023年度{project}专项预算项目绩效评价报告"])
        assert form[form.index("合计") :][:3] == ["合计", "100", "100"]
        assert f"（{project}）" in report
        assert "自评得分100分。" in report
    assert sum(name.startswith("附件1附表2") for name in documents) == 5
    assert sum(name.startswith("附件2") for name in documents) == 5
