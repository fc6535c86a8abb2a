"""The scoring primitives that look up: 分档, 要点, 是否; the cap by execution; grades."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from perfgen.number import parse_number
from perfgen.scoring.score import Score, blank_among, read_figure, read_pairs, read_points, read_steps, within
from perfgen.value import Blank

_ZERO = Decimal(0)
_YES = frozenset(("是", "符合", "有", "√", "☑"))
_NO = frozenset(("否", "不符合", "无", "×", "□"))
# In use in some places, from a secondary source: a form that has such a rule gives its own table.
CAPS = ((Decimal("0.8"), 89), (Decimal("0.7"), 79), (Decimal("0.6"), 69), (Decimal("0.5"), 59))


def bands(值: Any, 档: Any, *, 分值: Any = None, 反向: bool = False) -> Score | Blank:  # noqa: ANN401
    """分档: the points of the highest band [下限, 分] whose lower end the value reaches; below all of them 0.

    ``反向``, where less is better: bands are [上限, 分], the lowest whose upper end the value keeps; above all 0. Never
    above the 分值 where one is given. ValueError where a better band gives fewer points.
    """
    if (blank := blank_among(值)) is not None:
        return blank
    value, steps = read_figure(值), read_steps(档, falling=反向)
    full = _most(分值, steps)
    for limit, points in steps if 反向 else reversed(steps):
        if value <= limit if 反向 else value >= limit:
            return within(points, full, f"{{}} {'≤' if 反向 else '≥'} {{}}，得", value, limit)
    return Score(_ZERO, f"{{}} {'高于最末一档' if 反向 else '低于最末一档'}，得", value)


def criteria(符合数: Any, 表: Any, *, 分值: Any = None) -> Score | Blank:  # noqa: ANN401
    """要点: the points for the number of criteria met, from {number: points} or [[number, points], …].

    Fewer than the lowest entry earn 0. A number between two entries earns the lower; a table of words
    ({'优秀': 5, '良好': 3}) is looked up by the word. ValueError for a word the table does not have, or
    where more criteria give fewer points.
    """
    if (blank := blank_among(符合数)) is not None:
        return blank
    pairs = read_pairs(表)
    if isinstance(符合数, str) and str(符合数).strip() in (words := {str(word): points for word, points in pairs}):
        word = str(符合数).strip()
        points = read_points(words[word])
        return within(points, _most(分值, ((_ZERO, read_points(p)) for _, p in pairs)), "{}，得", word)
    if any(isinstance(key, str) and parse_number(key) is None for key, _ in pairs):
        raise ValueError(f"“{符合数}”不在表里：{'、'.join(str(key) for key, _ in pairs)}")
    met, steps = read_figure(符合数), read_steps(pairs)
    earned = max((points for number, points in steps if number <= met), default=_ZERO)
    return within(earned, _most(分值, steps), "符合 {} 项，得", met)


def yes_no(答: Any, *, 分值: Any, 得分: str = "是") -> Score | Blank:  # noqa: ANN401
    """是否: full points for 是 (符合, 有, √, a number above 0), none for 否; the other way round with ``得分='否'``.

    ValueError for any other word.
    """
    if (blank := blank_among(答, 分值)) is not None:
        return blank
    if 得分 not in ("是", "否"):
        raise ValueError(f"得分只能是是或否，不能是“{得分}”")
    if isinstance(答, str):
        word = str(答).strip()
        if word not in _YES | _NO:
            raise ValueError(f"“{word}”既不是“是”也不是“否”")
        yes = word in _YES
    else:
        yes = 答 if isinstance(答, bool) else read_figure(答) > 0
    earns = yes == (得分 == "是")
    return Score(read_points(分值) if earns else _ZERO, f"{'是' if yes else '否'}，得")


def cap(总分: Any, 执行率: Any, 档: Any = CAPS) -> Score | Blank:  # noqa: ANN401
    """封顶: the total, at most what its 执行率 allows: [[0.8, 89], …] is at most 89 below 80 %.

    Limits are half-open: 80 % itself is not capped. Blank where either is blank; without a budget there is no rate
    and no cap. A negative total counts as 0. A local option, not part of the national rule.
    """
    if (blank := blank_among(总分)) is not None:
        return blank
    total = max(read_figure(总分), _ZERO)
    if (blank := blank_among(执行率)) is not None:
        return Score(total, "没有预算，不封顶") if blank.why else blank
    rate = read_figure(执行率)
    for limit, most in read_steps(档):
        if rate < limit:
            words = "执行率 {}% 低于 {}%，总分 {}，最高 {} 分"
            return Score(min(total, most), words, rate * 100, limit * 100, total, most)
    return Score(total, "执行率 {}%，不封顶", rate * 100)


def grade(bands: Mapping[str, Decimal], total: Any) -> str | Blank:  # noqa: ANN401
    """评定等级: the first band whose lower bound the total reaches; bands are half-open, so 89.5 has a grade."""
    if isinstance(total, Blank):
        return Blank()
    for name, lowest in sorted(bands.items(), key=lambda band: -band[1]):
        if total >= lowest:
            return name
    return Blank()


def _most(points: Any, steps: Any) -> Decimal:  # noqa: ANN401
    """Return the 分值, or the best step's points where none is given."""
    return max(best for _, best in steps) if blank_among(points) is not None else read_points(points)
