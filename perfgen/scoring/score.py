"""Points with their line of reasoning, and how rules read figures, points and tables of steps."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Self

from perfgen.expression.functions import NotANumber
from perfgen.number import format_number, parse_number, round_half_up
from perfgen.value import Blank, Number

_PLACES = 2

Steps = tuple[tuple[Decimal, Decimal], ...]


class Score(Number):
    """Points with the line of reasoning that led to them."""

    __slots__ = ("reasoning",)
    reasoning: str

    def __new__(cls, number: Decimal, reasoning: str, note: str = "") -> Self:
        """Round to two decimals, half up; a note stands behind the reasoning."""
        made = super().__new__(cls, round_half_up(number, _PLACES), format="0.##")
        made.reasoning = f"{reasoning} = {format_number(Decimal(made), '0.00')}" + (f"；{note}" if note else "")
        return made


@lru_cache(maxsize=8192)
def show(number: Decimal) -> str:
    """Print a figure for a line of reasoning, without trailing zeros."""
    return format_number(Decimal(number))


def within(earned: Decimal, points: Decimal, reasoning: str) -> Score:
    """Return what was earned, never above the points nor below 0."""
    if earned > points:
        return Score(points, f"{reasoning}，不超过分值")
    return Score(earned, reasoning) if earned >= 0 else Score(Decimal(0), f"{reasoning}，扣完为止")


def blank_among(*values: Any) -> Blank | None:  # noqa: ANN401
    """Return a blank if any of the values is one (nothing entered, an empty text, none), with its reason."""
    for value in values:
        if isinstance(value, Blank):
            return Blank(why=value.why)
        if value is None or (isinstance(value, str) and not value.strip()):
            return Blank()
    return None


def read_figure(value: Any) -> Decimal:  # noqa: ANN401
    """Return a figure as a decimal (``92%`` is 0.92); NotANumber for words."""
    number = parse_number(value) if isinstance(value, str) else None
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        number = Decimal(value)
    if number is None or not number.is_finite():
        raise NotANumber(f"“{value}”不是数字")
    return number


def read_points(value: Any) -> Decimal:  # noqa: ANN401
    """Return points; ValueError where they are negative."""
    points = read_figure(value)
    if points < 0:
        raise ValueError(f"分值不能小于 0（{show(points)}）")
    return points


def read_pairs(table: Any) -> tuple[tuple[Any, Any], ...]:  # noqa: ANN401
    """Return a table of steps as pairs, written ``{3: 2}`` or ``[[3, 2]]``; ValueError for any other shape."""
    rows = table.items() if isinstance(table, Mapping) else table
    shaped = isinstance(rows, Iterable) and not isinstance(rows, str)
    pairs = tuple(tuple(row) if isinstance(row, (list, tuple)) else () for row in rows) if shaped else ()
    if not pairs or any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004
        raise ValueError("档次表应写成 [[界限, 分], …]，至少一档")
    return tuple((pair[0], pair[1]) for pair in pairs)


def read_steps(table: Any, *, falling: bool = False) -> Steps:  # noqa: ANN401
    """Return steps by rising limit; ValueError where a limit stands twice or the points turn against the order."""
    steps = tuple(sorted((read_figure(limit), read_points(points)) for limit, points in read_pairs(table)))
    for (limit, points), (next_limit, next_points) in pairwise(steps):
        if limit == next_limit:
            raise ValueError(f"档次表里有两个 {show(limit)}")
        if next_points > points if falling else next_points < points:
            order = "降低" if falling else "升高"
            raise ValueError(f"档次表的分应随界限升高而{order}，{show(next_limit)} 一档不是")
    return steps
