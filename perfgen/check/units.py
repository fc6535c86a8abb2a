"""Amounts with their units: what a field of a pack holds, and what a text says."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfgen.check.walk import number, tables
from perfgen.filing import Cell, Figures, Form, Grid, Listing
from perfgen.number import round_half_up
from perfgen.pack import FormTable, GridTable, IndicatorTable, ListTable, PackField

WAN, YUAN = "万元", "元"
_WORTH: Mapping[str, int] = {YUAN: 1, "千元": 1_000, WAN: 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_IN_LABEL = re.compile(r"[（(][^（）()\d]*?(千元|百万元|万元|亿元|元)[)）]")


class Amount(NamedTuple):
    """A figure and its unit."""

    figure: Decimal
    unit: str

    @property
    def yuan(self) -> Decimal:
        """How many 元 it is."""
        return self.figure * _WORTH[self.unit]

    def told_as(self, other: "Amount") -> bool:
        """Tell whether a text may say the other for this: the same, or in another unit rounded as the text does."""
        if self.unit == other.unit:
            return self.figure == other.figure
        places = max(-int(other.figure.as_tuple().exponent), 0)
        return round_half_up(self.yuan / _WORTH[other.unit], places) == other.figure


def in_unit(yuan: Decimal, unit: str) -> Amount:
    """Return so many 元 in a unit."""
    return Amount(yuan / _WORTH[unit], unit)


@lru_cache(maxsize=2)
def amounts(figures: Figures) -> tuple[tuple[Amount, Cell], ...]:
    """Return what every field of money holds, in its unit; several checks ask, one filing at a time."""
    found = ((number(figures, cell), unit, cell) for cell, unit in _money_cells(figures))
    return tuple((Amount(figure, unit), cell) for figure, unit, cell in found if figure is not None)


def _money_cells(figures: Figures) -> Iterator[tuple[Cell, str]]:
    for spec, node in tables(figures):
        match spec, node:
            case FormTable(), Form():
                cells = [(cell, "") for cell in node.cells.values()]
            case GridTable(), Grid():
                cells = [(cell, spec.rows[row].label) for row, line in node.rows.items() for cell in line.values()]
            case ListTable() | IndicatorTable(), Listing():
                cells = [(cell, "") for row in node.rows for cell in row.cells.values()]
            case _:
                cells = []
        for cell, row in cells:
            if cell.field.type == "money":
                yield cell, unit_of(cell.field, row, spec.label)


def unit_of(field: PackField, *labels: str) -> str:
    """Return a field's unit: its own, else that in brackets in its label, its row's or its table's; else 万元."""
    return field.unit if field.unit in _WORTH else _unit_in(field.label, *labels)


@lru_cache(maxsize=1024)
def _unit_in(*labels: str) -> str:
    return next((match[1] for label in labels if (match := _IN_LABEL.search(label))), WAN)
