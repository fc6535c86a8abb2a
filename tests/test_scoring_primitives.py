"""The primitives inside expressions: the rules of form 004, what odd input gives, and bounds that always hold."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgen.expression import ExpressionError, Scope, shared_language
from perfgen.scoring import SCORING_FUNCTIONS, Score, indicator_score
from perfgen.value import Blank, Number, Text, YesNo

BANDS = "[[1, 4], [0.95, 3], [0.9, 2], [0.85, 2]]"
CAPS = "[[0.8, 89], [0.7, 79], [0.6, 69], [0.5, 59]]"
# One formula of the value 值 for each primitive, and whether more is better.
PRIMITIVES = (
    ("完成比率(值, 目标=0.8, 分值=4)", True),
    ("完成比率(值, 0.8, 分值=4, 上限=3)", True),
    ("每超扣分(值, 每=0.001, 扣=0.1, 分值=4)", False),
    ("每超扣分(值, 每=0.3, 扣=0.5, 分值=4, 不足一档='计')", False),
    (f"分档(值, {BANDS}, 分值=4)", True),
    ("分档(值, [[0.1, 4], [0.2, 2]], 分值=4, 反向=true)", False),
    ("断崖(值, 低于=0.95, 分值=4)", True),
    ("断崖(值, 低于=-3, 目标=2, 分值=4, 含=true)", True),
    ("要点(值, {3: 4, 2: 1}, 分值=4)", True),
    ("线性(值, 分值=4)", True),
    ("线性(扣分=值, 分值=4)", False),
    ("是否(值, 分值=4)", True),
    ("是否(值, 分值=4, 得分='否')", False),
)
FORMULAS = [formula for formula, _ in PRIMITIVES]
FIGURES = st.decimals(-(10**15), 10**15, allow_nan=False, places=4) | st.decimals(-5, 5, allow_nan=False, places=4)


def evaluate(formula: str, 值: object = None) -> Any:  # noqa: ANN401
    """Compute a formula in which 值 stands for a value."""
    return shared_language().formula(formula).evaluate(Scope({"值": 值}, SCORING_FUNCTIONS))


@pytest.mark.parametrize(
    ("formula", "score"),
    [
        ("每超扣分(121 - 89, 每=1, 扣=0.1, 分值=3)", "0"),  # 财政供养人员控制率: 32 × 0.1 = 3.2 of 3
        ("每超扣分(91 - 89, 每=1, 扣=0.1, 分值=3)", "2.8"),
        ("每超扣分(88 - 89, 每=1, 扣=0.1, 分值=3)", "3"),
        ("每超扣分(1.0035 - 1, 每=0.001, 扣=0.1, 分值=3)", "2.7"),  # 公用经费控制率: three whole steps
        ("每超扣分(1.0035 - 1, 每=0.001, 扣=0.1, 分值=3, 不足一档='计')", "2.65"),
        ("线性(扣分=0.05 * 4 * 10, 分值=4)", "2"),  # 三公经费变动率: R × 40, all lost at 10 %
        ("线性(扣分=0.1 * 40, 分值=4)", "0"),
        ("线性(扣分=-0.3 * 40, 分值=4)", "4"),
        ("线性(88 / 100 * 5, 分值=5)", "4.4"),  # 考核评价
        ("分档(0.45, [[0.5, 2], [0.4, 1]])", "1"),  # 支付进度率, half year
        (f"分档(0.96, {BANDS})", "3"),  # full year
        (f"分档(0.45, [[0.5, 2], [0.4, 1]]) + 分档(0.96, {BANDS})", "4"),
        (f"分档(0.8499, {BANDS})", "0"),
        ("完成比率(0.6, 目标=0.8, 分值=3)", "2.25"),  # 固定资产利用率
        ("完成比率(0.9, 分值=2)", "1.8"),  # 监控率
        ("断崖(0.96, 低于=0.95, 分值=4)", "3.84"),  # 质量达标率
        ("断崖(0.95, 低于=0.95, 分值=4)", "3.8"),
        ("断崖(0.95, 低于=0.95, 分值=4, 含=true)", "0"),  # the form says ≤95%的扣4分
        ("要点(7, {8: 9, 7: 8, 6: 5, 5: 3})", "8"),  # 资金使用合规性
        ("要点(4, [[8, 9], [7, 8], [6, 5], [5, 3]])", "0"),
        ("要点(4, {'3': 2, '2': 1})", "2"),
        ("要点('良好', {'优秀': 5, '良好': 3, '合格': 1, '不合格': 0})", "3"),  # 公众满意度
        ("是否('符合', 分值=1)", "1"),
        ("是否('否', 分值=1)", "0"),
        ("分档(0.15, [[0.1, 4], [0.2, 2]], 反向=true)", "2"),
        (f"封顶(95, 0.8, {CAPS})", "95"),
        (f"封顶(95, 0.7999, {CAPS})", "89"),
        (f"封顶(95, 0.49, {CAPS})", "59"),
        (f"封顶(40, 0.49, {CAPS})", "40"),
        (f"封顶(95, 5 / 0, {CAPS})", "95"),  # no budget, no rate, no cap
    ],
)
def test_the_rules_of_form_004_as_formulas(formula: str, score: str) -> None:
    """Each rule of the form is one call."""
    assert str(evaluate(formula)) == score


def test_a_score_says_how_it_was_reached() -> None:
    """One line, the result at its end."""
    assert evaluate("每超扣分(121 - 89, 每=1, 扣=0.1, 分值=3)").reasoning == "超出 32：3 − 32 × 0.1，扣完为止 = 0.00"
    assert evaluate(f"封顶(95, 0.75, {CAPS})").reasoning == "执行率 75% 低于 80%，总分 95，最高 89 分 = 89.00"


@pytest.mark.parametrize("formula", [*FORMULAS, f"封顶(值, 0.9, {CAPS})", f"封顶(90, 值, {CAPS})"])
@pytest.mark.parametrize("blank", [Blank(), Text("")])
def test_a_blank_leaves_the_score_blank(formula: str, blank: object) -> None:
    """Nothing entered is not zero."""
    assert isinstance(evaluate(formula, blank), Blank)


@pytest.mark.parametrize("formula", FORMULAS)
def test_words_are_refused_by_name(formula: str) -> None:
    """A figure is expected; the message quotes what stands there."""
    with pytest.raises(ExpressionError, match="很多"):
        evaluate(formula, Text("很多"))


@pytest.mark.parametrize(
    ("formula", "zero", "negative", "huge"),
    [(f, "0", "0", "4") for f in (PRIMITIVES[0][0], PRIMITIVES[4][0], PRIMITIVES[6][0], PRIMITIVES[8][0], PRIMITIVES[9][0], PRIMITIVES[11][0])]
    + [(f, "4", "4", "0") for f in (PRIMITIVES[2][0], PRIMITIVES[3][0], PRIMITIVES[5][0], PRIMITIVES[10][0], PRIMITIVES[12][0])],
)  # fmt: skip
def test_zero_negative_and_huge_are_decided(formula: str, zero: str, negative: str, huge: str) -> None:
    """Nothing raises and nothing leaves the bounds."""
    assert [str(evaluate(formula, Number(n))) for n in (0, -7, 10**15)] == [zero, negative, huge]


@given(st.sampled_from(PRIMITIVES), FIGURES, FIGURES)
def test_every_primitive_stays_in_bounds_and_never_turns(primitive: tuple[str, bool], b: Decimal, c: Decimal) -> None:
    """0 ≤ score ≤ 分值; better figures never earn less."""
    formula, rising = primitive
    worse, better = sorted((b, c), reverse=not rising)
    low, high = evaluate(formula, Number(worse)), evaluate(formula, Number(better))
    assert isinstance(low, Score)
    assert 0 <= low <= high <= 4


@given(FIGURES, st.decimals(0, 2, allow_nan=False, places=3), st.decimals(0, 2, allow_nan=False, places=3))
def test_a_cap_never_raises_a_total(total: Decimal, one: Decimal, two: Decimal) -> None:
    """More execution never caps lower."""
    low, high = (evaluate(f"封顶({total:f}, {rate:f}, {CAPS})") for rate in sorted((one, two)))
    assert 0 <= low <= high <= max(total.quantize(Decimal("0.01")) + Decimal("0.01"), Decimal(0))


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("每超扣分(1, 每=0, 扣=1, 分值=3)", "应大于 0"),
        ("每超扣分(1, 扣=1, 分值=3, 不足一档='半')", "不计或计"),
        ("完成比率(1, 分值=-3)", "分值不能小于 0"),
        ("分档(1, [[0.9, 2], [0.8, 3]])", "升高"),
        ("分档(1, [[0.9, 2], [0.9, 3]])", "两个 0.9"),
        ("分档(1, [[0.1, 2], [0.2, 3]], 反向=true)", "降低"),
        ("分档(1, 3)", "档次表"),
        ("分档(1, [])", "档次表"),
        ("要点('一般', {'优秀': 5, '良好': 3})", "优秀、良好"),
        ("线性(1, 扣分=1, 分值=3)", "两者取一"),
        ("是否('也许', 分值=3)", "也许"),
        ("是否('是', 分值=3, 得分='有')", "得分只能"),
        ("指标得分('≤10', '12', 5, 反向='平方')", "平方"),
        ("指标得分('≥10', '20', 5, 超目标=0.3, 处理='罚')", "罚"),
    ],
)
def test_a_rule_written_wrongly_is_refused(formula: str, message: str) -> None:
    """In Chinese, naming the fault."""
    with pytest.raises(ExpressionError, match=message):
        evaluate(formula)


@pytest.mark.parametrize(("answer", "score"), [(YesNo("是"), "2"), (YesNo("否"), "0"), (True, "2"), (False, "0")])
def test_yes_earns_the_points(answer: object, score: str) -> None:
    """A yes-no field or a condition."""
    assert str(evaluate("是否(值, 分值=2)", answer)) == score


STEPS = [["0.1", "0.8"], ["0.2", "0.5"]]


@pytest.mark.parametrize(
    ("target", "actual", "settings", "score"),
    [
        ("≤10", "11", {"反向": "分档", "分档": STEPS}, "8"),
        ("≤10", "12", {"反向": "分档", "分档": STEPS}, "5"),
        ("≤10", "12.01", {"反向": "分档", "分档": STEPS}, "0"),
        ("≤10", "10", {"反向": "分档", "分档": STEPS}, "10"),
        ("有效提升", "达成", {}, "10"),
        ("有效提升", "部分达成", {}, "8"),
        ("有效提升", "未达成", {}, "6"),
        ("有效提升", "未达成", {"定性": {"达成": 1, "未达成": 0}}, "0"),
        ("≥100", "130", {"超目标": "0.3", "处理": "不得分"}, "10"),
        ("≥100", "131", {"超目标": "0.3"}, "10"),
        ("≥100", "131", {"超目标": "0.3", "处理": "扣分", "扣分": 2}, "8"),
        ("≥100", "131", {"超目标": "0.3", "处理": "扣分", "扣分": 12}, "0"),
        ("≥100", "131", {"超目标": "0.3", "处理": "不得分"}, "0"),
        ("≤1%", "0", {"超目标": "0.3", "处理": "不得分"}, "10"),
        ("≤-5%", "-6%", {}, "10"),
        ("≥100", "1000000000000000", {}, "10"),
        ("≤100", "1000000000000000", {}, "0"),
    ],
)
def test_the_settings_of_an_indicator_table(target: str, actual: str, settings: dict[str, Any], score: str) -> None:
    """分档, 定性 and what happens far above the target; a ceiling kept with room to spare is never punished."""
    assert str(indicator_score(target, actual, Number(10), **settings)) == score


def test_far_above_is_said_beside_the_score() -> None:
    """提示 leaves the points and adds a note."""
    earned = indicator_score("≥100", "131", Number(10), 超目标=Number("0.3"))
    assert isinstance(earned, Score)
    assert earned.reasoning == "实际 131，达到指标值 ≥100，得满分 = 10.00；优于指标值 31%，请核对指标值是否偏低"


DOWNWARD: tuple[Callable[[str, str], Any], ...] = (
    lambda a, b: indicator_score(a, b, Number(10)),
    lambda a, b: indicator_score(a, b, Number(10), 反向="比例"),
    lambda a, b: indicator_score(a, b, Number(10), 反向="分档", 分档=STEPS),
)


@given(st.sampled_from(DOWNWARD), *[st.decimals(-100, 1000, allow_nan=False, places=2)] * 3)
def test_each_downward_formula_falls(score: Callable[[str, str], Any], a: Decimal, b: Decimal, c: Decimal) -> None:
    """More never earns more, and nothing leaves 0 to the points, negative figures included."""
    low, high = sorted((b, c))
    assert 0 <= score(f"≤{a}", f"{high}") <= score(f"≤{a}", f"{low}") <= 10
