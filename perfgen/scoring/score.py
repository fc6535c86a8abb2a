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
_ZERO = Decimal(0)

Steps = tuple[tuple[Decimal, Decimal], ...]


class Score(Number):
    """Points with the line of reasoning that led to them, which is put into words when somebody asks."""

    __slots__ = ("_figures", "_note", "_words")
    _words: str
    _figures: tuple[Any, ...]
    _note: str

    def __new__(cls, number: Decimal, reasoning: str, *figures: Any, note: str = "") -> Self:  # noqa: ANN401
        """Round to two decimals, half up; ``{}`` in the reasoning is a figure; a note stands behind it."""
        made = super().__new__(cls, round_half_up(number, _PLACES), "0.##")
        made._words, made._figures, made._note = reasoning, figures, note
        return made

    @property
    def reasoning(self) -> str:
        """The line of reasoning, with its result."""
        shown = [show(figure) if isinstance(figure, Decimal) else figure for figure in self._figures]
        result = format_number(Decimal(self), "0.00")
        return f"{self._words.format(*shown)} = {result}" + (f"；{self._note}" if self._note else "")


@lru_cache(maxsize=8192)
def show(number: Decimal) -> str:
    """Print a figure for a line of reasoning, without trailing zeros."""
    return format_number(Decimal(number))


def within(earned: Decimal, points: Decimal, reasoning: str, *figures: Any) -> Score:  # noqa: ANN401
    """Return what was earned, never above the points nor below 0."""
    if earned > points:
        return Score(points, f"{reasoning}，不超过分值", *figures)
    return Score(earned, reasoning, *figures) if earned >= 0 else Score(_ZERO, f"{reasoning}，扣完为止", *figures)


def blank_among(*values: Any) -> Blank | None:  # noqa: ANN401
    """Return a blank if any of the values is one (nothing entered, an empty text, none), with its reason."""
    for value in values:
        kind = type(value)
        if kind is Number:  # as many are
            continue
        if kind is Blank:
            return Blank(why=value.why)
        if value is None or (isinstance(value, str) and (value == "" or value.isspace())):
            return Blank()
    return None


def read_figure(value: Any) -> Decimal:  # noqa: ANN401
    """Return a figure as a decimal (``92%`` is 0.92); NotANumber for words."""
    number = None
    if isinstance(value, str):
        number = parse_number(value)
    elif isinstance(value, (Decimal, int)) and not isinstance(value, bool):
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
