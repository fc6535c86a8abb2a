"""Points from figures; each score remembers its reasoning in one line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from perfgen.expression import Function
from perfgen.number import format_number, round_half_up
from perfgen.scoring.target import Target, parse_target
from perfgen.value import Blank, Number

_PLACES = 2


class Score(Number):
    """Points with the line of reasoning that led to them."""

    __slots__ = ("reasoning",)
    reasoning: str

    def __new__(cls, number: Decimal, reasoning: str) -> Self:
        """Round to two decimals, half up."""
        made = super().__new__(cls, round_half_up(number, _PLACES), format="0.##")
        made.reasoning = f"{reasoning} = {made}"
        return made


def _n(number: Decimal) -> str:
    return format_number(Decimal(number))


def execution_score(spent: Number | Blank, budget: Number | Blank, points: Number | Blank) -> Score | Blank:
    """执行得分: 执行率 × points, never above the points nor below 0; no budget earns 0 (财预〔2020〕10号)."""
    for value in (spent, budget, points):
        if isinstance(value, Blank):
            return Blank()
    assert isinstance(spent, Decimal) and isinstance(budget, Decimal) and isinstance(points, Decimal)  # noqa: S101, PT018
    if budget <= 0:
        return Score(Decimal(0), "没有预算，得分")
    earned = Decimal(points) * Decimal(spent) / Decimal(budget)
    reasoning = f"{_n(points)} × {_n(spent)} ÷ {_n(budget)}"
    if earned > points:
        return Score(Decimal(points), f"{reasoning}，不超过分值")
    return Score(max(earned, Decimal(0)), reasoning)


def indicator_score(target: Any, actual: Any, points: Any, *, 反向: str = "差额") -> Score | Blank:  # noqa: ANN401
    """指标得分: points of one indicator by its target's relation; blank where words leave it to the unit.

    正向 (≥ ＞): reached → full, else points × B ÷ A. 反向 (≤ ＜): kept → full, else by ``反向``: 差额 points ×
    (1 − (B − A) ÷ A) or 比例 points × A ÷ B. 等于: reached or better → full, else points × B ÷ A. A negative actual
    counts as 0 (财预〔2020〕10号).
    """
    if isinstance(target, Blank) or isinstance(actual, Blank) or isinstance(points, Blank):
        return Blank()
    demanded, reached, full = parse_target(str(target)), parse_target(str(actual)), Decimal(points)
    if demanded.words == reached.words:
        return Score(full, "与指标值一致，得满分")
    if demanded.number is None or reached.number is None:
        return Blank()
    return _by_relation(demanded, max(reached.number, Decimal(0)), full, 反向)


def _by_relation(demanded: Target, b: Decimal, full: Decimal, downward: str) -> Score:
    a, relation = demanded.number or Decimal(0), demanded.relation
    if relation in ("≤", "＜"):
        met = b < a or (b == a and relation == "≤")
    elif relation == "＞":
        met = b > a
    else:  # a target of exactly nothing is missed by anything
        met = b >= a and not (a == 0 and b > 0 and relation != "≥")
    if met:
        return Score(full, f"实际 {_n(b)}，达到指标值 {relation}{_n(a)}，得满分")
    if a <= 0:
        return Score(Decimal(0), f"实际 {_n(b)}，未达到指标值 {relation}{_n(a)}，得分")
    if relation not in ("≤", "＜"):
        return Score(full * b / a, f"{_n(full)} × {_n(b)} ÷ {_n(a)}")
    if downward == "比例":
        return Score(full * a / b, f"{_n(full)} × {_n(a)} ÷ {_n(b)}")
    return Score(max(full * (1 - (b - a) / a), Decimal(0)), f"{_n(full)} × (1 − ({_n(b)} − {_n(a)}) ÷ {_n(a)})")


def grade(bands: Mapping[str, Decimal], total: Any) -> str | Blank:  # noqa: ANN401
    """评定等级: the first band whose lower bound the total reaches; bands are half-open, so 89.5 has a grade."""
    if isinstance(total, Blank):
        return Blank()
    for name, lowest in sorted(bands.items(), key=lambda band: -band[1]):
        if total >= lowest:
            return name
    return Blank()


SCORING_FUNCTIONS: Mapping[str, Function] = {
    "执行得分": Function(execution_score),
    "指标得分": Function(indicator_score),
}
