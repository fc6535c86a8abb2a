"""Points from figures: targets as forms write them, the three formulas, grades without holes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgen.scoring import Score, execution_score, grade, indicator_score, parse_target
from perfgen.scoring.rules import reached
from perfgen.value import Blank, Number, Text

GRADES = {"优": Decimal(90), "良": Decimal(80), "中": Decimal(60), "差": Decimal(0)}


@pytest.mark.parametrize(
    ("written", "relation", "number", "unit"),
    [
        ("≥120", "≥", "120", ""),
        ("≤1%", "≤", "1", "%"),
        ("≧95%", "≥", "95", "%"),
        ("＝2", "＝", "2", ""),
        (">= 1,200", "≥", "1200", ""),
        ("105件（套）", "", "105", "件(套)"),
        ("≤12个月", "≤", "12", "个月"),
        ("≥70.65万元", "≥", "70.65", "万元"),
        ("不低于９０％", "≥", "90", "%"),
        ("零脱管零漏管", "", None, ""),
    ],
)
def test_targets_are_read_as_forms_write_them(written: str, relation: str, number: str | None, unit: str) -> None:
    """Relation, number and unit, full width or half; words stay words."""
    target = parse_target(written)
    assert (target.relation, target.number, target.unit) == (relation, number and Decimal(number), unit)
    assert target.written == written


@pytest.mark.parametrize(
    ("target", "actual", "points", "score", "reasoning"),
    [
        ("≥120", "139", 2, "2", "达到指标值 ≥120"),
        ("100", "90", 2, "1.8", "2 × 90 ÷ 100 = 1.8"),
        ("≥80", "44.98", 4, "2.25", "4 × 44.98 ÷ 80 = 2.25"),
        ("≤1%", "0", 5, "5", "达到"),
        ("≤10", "15", 10, "5", "10 × (1 − (15 − 10) ÷ 10) = 5"),
        ("≤10", "20", 10, "0", "= 0"),
        ("≤10", "35", 10, "0", "= 0"),
        ("＜10", "10", 10, "10", "= 10"),
        ("＞10", "10", 4, "4", "4 × 10 ÷ 10"),
        ("＝0", "0", 3, "3", "达到"),
        ("0", "2", 3, "0", "未达到"),
        ("≥0", "2", 3, "3", "达到"),
        ("≤0", "2", 3, "0", "未达到"),
        ("≥100", "-5", 3, "0", "3 × 0 ÷ 100"),
        ("零脱管零漏管", "零脱管零漏管", 2, "2", "与指标值一致"),
        ("105件（套）", "105件(套)", 5, "5", "与指标值一致"),
        ("≥95%", "≧95%", 10, "10", "与指标值一致"),
    ],
)
def test_an_indicator_scores_by_its_relation(target: str, actual: str, points: int, score: str, reasoning: str) -> None:
    """正向, 反向 and 等于, each with its line of reasoning."""
    earned = indicator_score(target, actual, Number(points))
    assert str(earned) == score
    assert isinstance(earned, Score)
    assert reasoning in earned.reasoning


@pytest.mark.parametrize(
    ("target", "actual"), [("有效提升", "一般"), ("≥3", "很多"), (Blank(), "3"), ("≥3", Blank()), ("≥3", " \u3000")]
)
def test_words_and_blanks_leave_the_score_to_the_unit(target: object, actual: object) -> None:
    """No figure, no formula."""
    assert isinstance(indicator_score(target, actual, Number(5)), Blank)


def test_a_text_of_spaces_is_blank() -> None:
    """As a workbook may have it."""
    assert isinstance(execution_score(Text(" \u3000"), Number(5), Number(5)), Blank)


def test_points_below_zero_are_refused_every_time() -> None:
    """Nothing is remembered of them."""
    for _ in range(2):
        with pytest.raises(ValueError, match="分值不能小于 0"):
            indicator_score("≥3", "3", Number(-5))


def test_the_downward_formula_is_a_setting() -> None:
    """比例 is W × A ÷ B."""
    assert str(indicator_score("≤10", "16", Number(10), 反向="比例")) == "6.25"


AMOUNTS = st.decimals(0, 10**6, allow_nan=False, places=2)


@given(st.sampled_from(["≥", "≤", "＞", "＜", "＝", ""]), AMOUNTS, AMOUNTS, st.integers(1, 30))
def test_no_score_is_below_zero_or_above_its_points(relation: str, a: Decimal, b: Decimal, points: int) -> None:
    """Whatever the figures are."""
    earned = indicator_score(f"{relation}{a}", str(b), Number(points))
    assert isinstance(earned, Score)
    assert 0 <= earned <= points


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_is_never_less_worth_upwards(a: Decimal, b: Decimal, c: Decimal) -> None:
    """正向 grows with the actual, 反向 falls."""
    low, high = sorted((b, c))
    up = [indicator_score(f"≥{a}", str(actual), Number(10)) for actual in (low, high)]
    down = [indicator_score(f"≤{a}", str(actual), Number(10)) for actual in (low, high)]
    assert up[0] <= up[1]
    if low != a or high == low:  # equal words score full before any formula
        assert down[0] >= down[1]


@pytest.mark.parametrize(
    ("spent", "budget", "score"),
    [("1809.15", "1809.15", "10"), ("307", "335", "9.16"), ("0", "335", "0"), ("400", "335", "10"), ("5", "0", "0")],
)
def test_execution_earns_its_share(spent: str, budget: str, score: str) -> None:
    """执行率 × 10, never above 10; no budget earns 0."""
    assert str(execution_score(Number(spent), Number(budget), Number(10))) == score


def test_execution_without_figures_is_blank() -> None:
    """Blank is not zero."""
    assert isinstance(execution_score(Blank(), Number(1), Number(10)), Blank)


@pytest.mark.parametrize(
    ("total", "word"), [("100", "优"), ("90", "优"), ("89.5", "良"), ("80", "良"), ("79.99", "中"), ("0", "差")]
)
def test_every_total_has_a_grade(total: str, word: str) -> None:
    """Bands are half-open: 89.5 is 良, although forms print 80 to 89 and 90 to 100."""
    assert grade(GRADES, Number(total)) == word


def test_no_total_no_grade() -> None:
    """A blank total has no grade."""
    assert isinstance(grade(GRADES, Blank()), Blank)


@pytest.mark.parametrize(
    ("target", "actual", "limit", "counts"),
    [
        ("≥200件", "200件", "0.3", "1"),
        ("≥200件", "260件", "0.3", "1"),
        ("≥200件", "261件", "0.3", "0"),
        ("≥200件", "199件", "0.3", "0"),
        ("≥200件", "526件", "", "1"),
        ("≤6月", "3月", "0.3", "0"),
        ("优良", "优良", "0.3", "1"),
        ("优良", "尚可", "0.3", ""),
        ("", "5", "0.3", ""),
    ],
)
def test_what_counts_as_reached(target: str, actual: str, limit: str, counts: str) -> None:
    """A target met; with a limit, not by more than that; blank where nobody can tell."""
    assert str(reached(target, actual, 超目标=Number(limit) if limit else None)) == counts
