"""The scoring primitives that compute: 完成比率, 每超扣分, 断崖, 线性. A blank input leaves the score blank."""

from decimal import ROUND_FLOOR, Decimal
from typing import Any

from perfgen.scoring.score import Score, blank_among, read_figure, read_points, show, within
from perfgen.value import Blank

_ZERO = Decimal(0)
# A rate that does not end in decimals may miss a whole step in its 28th digit.
_STEP_PLACES = Decimal("1e-12")


def completion(实际: Any, 目标: Any = 1, *, 分值: Any, 上限: Any = None) -> Score | Blank:  # noqa: ANN401
    """完成比率: 分值 × 实际 ÷ 目标, never above ``上限`` points (the 分值 where none is given).

    Rates as fractions (0.8 or ``80%``). A negative 实际 counts as 0; a 目标 at or below 0 is reached by anything.
    """
    if (blank := blank_among(实际, 目标, 分值)) is not None:
        return blank
    b, a, full = max(read_figure(实际), _ZERO), read_figure(目标), read_points(分值)
    most = full if blank_among(上限) is not None else min(read_points(上限), full)
    if a <= 0:
        return Score(most, "目标 {}，得", a)
    return within(full * b / a, most, "{} × {} ÷ {}", full, b, a)


def per_excess(超出: Any, *, 扣: Any, 分值: Any, 每: Any = 1, 不足一档: str = "不计") -> Score | Blank:  # noqa: ANN401
    """每超扣分: 分值 less ``扣`` points for each ``每`` of the excess, down to 0.

    The excess in the unit of ``每``: persons, or 0.001 for 0.1 个百分点; none, or a negative one, costs nothing. Of a
    last step begun, ``不足一档`` says: 不计 costs nothing, 计 costs its part. ValueError where 每 is not above 0.
    """
    if (blank := blank_among(超出, 每, 扣, 分值)) is not None:
        return blank
    excess, each, cost, full = max(read_figure(超出), _ZERO), read_figure(每), read_points(扣), read_points(分值)
    if each <= 0:
        raise ValueError(f"“每”应大于 0（{show(each)}）")
    if 不足一档 not in ("不计", "计"):
        raise ValueError(f"不足一档只能是不计或计，不能是“{不足一档}”")
    if not excess:
        return Score(full, "没有超出，得满分")
    steps = excess / each
    if 不足一档 == "不计":
        steps = (steps + _STEP_PLACES).to_integral_value(ROUND_FLOOR)
    return within(full - steps * cost, full, "超出 {}：{} − {} × {}", excess, full, steps, cost)


def cliff(值: Any, 目标: Any = 1, *, 低于: Any, 分值: Any, 含: bool = False) -> Score | Blank:  # noqa: ANN401
    """断崖: below ``低于`` nothing, else 分值 × 值 ÷ 目标, never above the 分值.

    With ``含`` the limit itself earns nothing as well (≤95%的扣4分). Rates as fractions (0.95 or ``95%``). A 目标 at or
    below 0 is reached by anything past the limit.
    """
    if (blank := blank_among(值, 目标, 低于, 分值)) is not None:
        return blank
    b, a, limit, full = read_figure(值), read_figure(目标), read_figure(低于), read_points(分值)
    if b < limit or (含 and b == limit):
        return Score(_ZERO, f"{{}} {'不高于' if 含 else '低于'} {{}}，得分", b, limit)
    if a <= 0:
        return Score(full, "目标 {}，得", a)
    return within(full * max(b, _ZERO) / a, full, "{} × {} ÷ {}", full, b, a)


def linear(结果: Any = None, *, 分值: Any, 扣分: Any = None) -> Score | Blank:  # noqa: ANN401
    """线性: what a formula gives, or 分值 less ``扣分``, between 0 and the 分值; a negative 扣分 takes nothing off.

    ValueError where both are given or neither.
    """
    if (结果 is None) == (扣分 is None):
        raise ValueError("线性要写结果或扣分，两者取一")
    if (blank := blank_among(分值, 扣分 if 结果 is None else 结果)) is not None:
        return blank
    full = read_points(分值)
    if 结果 is not None:
        earned = read_figure(结果)
        return within(earned, full, "{}", earned)
    off = max(read_figure(扣分), _ZERO)
    return within(full - off, full, "{} − {}", full, off)
