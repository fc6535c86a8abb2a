"""Rows of tables of indicators as the checks look at them: name, target, actual, points and score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from perfgen.filing import Cell
from perfgen.pack import IndicatorTable
from perfgen.scoring import parse_target


@dataclass(slots=True)
class Indicator:
    """A row of a table of indicators: its name, its target and its actual, one text each also where they are split.

    ``group`` is its first level. ``complete``: it has all of these, comparable, and its score; ``lost``: the score is
    less than its points; ``in_range``: there is one, between 0 and its points. Equal rows of two filings may be one.
    """

    path: str
    cells: Mapping[str, Cell]
    group: str
    name: str
    target: str
    actual: str
    points: Decimal | None
    score: Decimal | None
    complete: bool
    lost: bool
    in_range: bool


class Indicators(NamedTuple):
    """A table of indicators with its rules."""

    path: str
    title: str
    spec: IndicatorTable
    rows: tuple[Indicator, ...]


def is_comparable(target: str, actual: str) -> bool:
    """Tell whether target and actual are of one kind and unit, with a relation where they differ."""
    demanded, reached = parse_target(target), parse_target(actual)
    if demanded.words == reached.words:
        return True
    if demanded.number is None or reached.number is None:
        return demanded.number is None and reached.number is None
    same_unit = demanded.unit == reached.unit or reached.number == 0
    return same_unit and (bool(demanded.relation) or demanded.number == reached.number)
