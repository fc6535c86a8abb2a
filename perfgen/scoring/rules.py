"""The rules of the indicator table: points from target and actual, from execution."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from perfgen.scoring.compare import DOWNWARD, GRADE_WORDS, beyond, counted, is_met, judge, overshoot
from perfgen.scoring.score import Score, Steps, blank_among, read_figure, read_points, read_steps, show, within
from perfgen.scoring.target import Target, parse_target
from perfgen.value import Blank, Number

_ZERO = Decimal(0)
_FULL = Decimal(1)
_SHARES: Mapping[str, Any] = dict(zip(GRADE_WORDS, (_FULL, Decimal("0.8"), Decimal("0.6")), strict=True))
_SHARES_AS_PAIRS = tuple(_SHARES.items())


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """How a form scores its indicators; ValueError for a setting it does not know.

    反向: 差额, 比例 or 分档, with ``分档`` as [[limit of (B − A) ÷ A, share of the points], …]. ``定性``: grade
    word → share of the points. ``超目标``: above which ratio beyond the target ``处理`` applies: 提示 leaves the
    score and says so, 扣分 takes ``扣分`` points off, 不得分 leaves none; never where ``超目标`` is None. A 反向
    target kept with room to spare (差错率 0 against ≤1%) is never punished, only noted.
    """

    反向: str = "差额"
    分档: Any = ()
    定性: Mapping[str, Any] = field(default_factory=lambda: _SHARES)
    超目标: Any = None
    处理: str = "提示"
    扣分: Any = 0

    def __post_init__(self) -> None:
        """Refuse what would be silently ignored."""
        if self.反向 not in ("差额", "比例", "分档"):
            raise ValueError(f"反向只能是差额、比例或分档，不能是“{self.反向}”")
        if self.处理 not in ("提示", "扣分", "不得分"):
            raise ValueError(f"处理只能是提示、扣分或不得分，不能是“{self.处理}”")
        for name, share in (*self.定性.items(), *(("分档", step[1]) for step in self.steps)):
            if not 0 <= read_figure(share) <= 1:
                raise ValueError(f"“{name}”的比例应在 0 与 1 之间（{share}）")
        read_points(self.扣分)

    @property
    def steps(self) -> Steps:
        """The steps of 分档, by rising limit."""
        return read_steps(self.分档, falling=True) if self.反向 == "分档" else ()


def execution_score(spent: Any, budget: Any, points: Any) -> Score | Blank:  # noqa: ANN401
    """执行得分: 执行率 × points, never above the points nor below 0; no budget earns 0 (财预〔2020〕10号).

    Both amounts in the same unit; blank where any is blank.
    """
    if (blank := blank_among(spent, budget, points)) is not None:
        return blank
    out, planned, full = read_figure(spent), read_figure(budget), read_points(points)
    if planned <= 0:
        return Score(_ZERO, "没有预算，得分")
    return within(full * max(out, _ZERO) / planned, full, "{} × {} ÷ {}", full, out, planned)


def reached(target: Any, actual: Any, *, 超目标: Any = None) -> Number | Blank:  # noqa: ANN401
    """达标: 1 where the actual meets its target, else 0; blank where either is blank or words leave it open.

    With ``超目标`` an actual further beyond the target than that ratio does not count (a target set too low).
    """
    met = judge(target, actual)
    if met is None:
        return Blank()
    beyond_it = overshoot(target, actual) if met and blank_among(超目标) is None else None
    return Number(int(met and (beyond_it is None or beyond_it <= read_figure(超目标))))


def indicator_score(target: Any, actual: Any, points: Any, *, 反向: str = "差额", **settings: Any) -> Score | Blank:  # noqa: ANN401
    """指标得分: points of one indicator by its target's relation; blank where words leave it to the unit.

    正向 (≥ ＞): reached → full, else points × B ÷ A. 反向 (≤ ＜): kept → full, else by ``反向``: 差额 points ×
    (1 − (B − A) ÷ A), 比例 points × A ÷ B, or 分档. 等于: reached or better → full, else points × B ÷ A; 等于 0: full
    at 0, else none. A negative actual counts as 0. 定性: a text that is one of the grade words earns its share of
    the points, the upper end of 达成 80–100 %, 部分达成 60–80 %, 未达成 0–60 % (财预〔2020〕10号). The other
    ``settings`` are those of ``Rule``. Figures are compared at face value; units are a check's matter.
    """
    if (blank := blank_among(target, actual, points)) is not None:
        return blank
    rule = _rule(反向, **{name: _settled(value) for name, value in settings.items()}) if settings else _rule(反向)
    full = points if type(points) is Number else read_points(points)  # a value knows its hash from before
    return _earned(rule, str(target), str(actual), full)


@lru_cache(maxsize=4096)  # units of one kind have the same targets, and often the same actuals
def _earned(rule: Rule, target: str, actual: str, points: Decimal) -> Score | Blank:
    full = read_points(points)
    demanded, reached = parse_target(target), parse_target(actual)
    if demanded.words == reached.words:
        return Score(full, "与指标值一致，得满分")
    if demanded.number is None:
        if reached.words not in rule.定性:
            return Blank()
        share = read_figure(rule.定性[reached.words])
        return Score(full * share, "{}：{} × {}%", reached.words, full, share * 100)
    if reached.number is None:
        return Blank()
    b = counted(demanded.number, reached.number)
    if is_met(demanded.relation, demanded.number, b):
        return _full(rule, demanded, reached, b, full)
    return _short(rule, demanded, b, full)


def _settled(value: Any) -> Any:  # noqa: ANN401
    """Return a setting as it can be remembered: tables as tuples of pairs."""
    rows = list(value.items()) if isinstance(value, Mapping) else value
    return tuple(tuple(row) for row in rows) if isinstance(rows, list) else rows


@lru_cache(maxsize=256)
def _rule(turned: str, *, 定性: Any = _SHARES_AS_PAIRS, **settings: Any) -> Rule:  # noqa: ANN401
    """Return the rule of some settings; every row of a table has the same."""
    return Rule(反向=turned, 定性=dict(定性), **settings)


def _full(rule: Rule, demanded: Target, reached: Target, b: Decimal, full: Decimal) -> Score:
    """Give full points; far above the target, what the rule says. Below a ceiling costs nothing: 差错率 0 is good."""
    a = demanded.number or _ZERO
    words = "实际 {}，达到指标值 {}{}，得满分"
    unlimited = rule.超目标 is None or blank_among(rule.超目标) is not None
    ratio = None if unlimited else beyond(demanded, reached)
    if ratio is None or ratio <= read_figure(rule.超目标):
        return Score(full, words, b, demanded.relation, a)
    far = f"优于指标值 {show((ratio * 100).quantize(Decimal('0.01')))}%"
    if rule.处理 == "提示" or demanded.relation in DOWNWARD:
        return Score(full, words, b, demanded.relation, a, note=f"{far}，请核对指标值是否偏低")
    if rule.处理 == "不得分":
        return Score(_ZERO, "实际 {}，{}，不得分", b, far)
    off = read_points(rule.扣分)
    return within(full - off, full, "实际 {}，{}：{} − {}", b, far, full, off)


def _short(rule: Rule, demanded: Target, b: Decimal, full: Decimal) -> Score:
    """Give what a missed target still earns; one at or below 0 leaves nothing to divide by and earns 0."""
    a, relation = demanded.number or _ZERO, demanded.relation
    if a <= 0:
        return Score(_ZERO, "实际 {}，未达到指标值 {}{}，得分", b, relation, a)
    if relation not in DOWNWARD:
        return Score(full * b / a, "{} × {} ÷ {}", full, b, a)
    if rule.反向 == "比例":
        return Score(full * a / b, "{} × {} ÷ {}", full, a, b)
    if rule.反向 == "差额":  # one division, last: halves stay exact
        earned = full * (2 * a - b) / a
        return Score(max(earned, _ZERO), "{} × (1 − ({} − {}) ÷ {})", full, b, a, a)
    for limit, share in rule.steps:
        if b - a <= limit * a:
            return Score(full * share, "超出不过 {}%：{} × {}%", limit * 100, full, share * 100)
    return Score(_ZERO, "超出最末一档，得分")
