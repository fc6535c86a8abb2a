"""Ways through a filing that several checks take: records, indicators, statements."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfgen.filing import Cell, Figures, Form, Grid, Listing
from perfgen.filing.model import Node
from perfgen.pack import IGNORED, FormTable, GridTable, IndicatorTable, ListTable, Table
from perfgen.place import Place
from perfgen.scoring import written_actual, written_target
from perfgen.value import Blank, Number, Text, Value

_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Record:
    """Cells that stand side by side: a form, a row of a grid or of a list."""

    path: str
    cells: Mapping[str, Cell]


@dataclass(slots=True)
class Indicator(Record):
    """A row of a table of indicators: its name, its target and its actual, one text each also where they are split."""

    name: str
    target: str
    actual: str


class Indicators(NamedTuple):
    """A table of indicators with its rules."""

    path: str
    title: str
    spec: IndicatorTable
    rows: tuple[Indicator, ...]


class Statement(NamedTuple):
    """A piece of text as it prints, with its place."""

    path: str
    place: Place
    text: str


def number(figures: Figures, cell: Cell | None) -> Decimal | None:
    """Return the number a cell holds, None where it is blank."""
    value: Value = figures.value(cell) if cell else Blank()
    return Decimal(value) if isinstance(value, Number) else None


def words(figures: Figures, cell: Cell | None) -> str:
    """Return what a cell prints."""
    return str(figures.value(cell)) if cell else ""


def tables(figures: Figures) -> Iterator[tuple[Table, Node]]:
    """Yield every table with its specification, owned ones after their row."""
    for name, spec in figures.filing.pack.tables.items():
        yield from _nested(spec, figures.filing.tables[name])


def _nested(spec: Table, node: Node) -> Iterator[tuple[Table, Node]]:
    yield spec, node
    if isinstance(spec, ListTable) and isinstance(node, Listing):
        for row in node.rows:
            for name, owned in spec.tables.items():
                yield from _nested(owned, row.tables[name])


def records(figures: Figures) -> Iterator[Record]:
    """Yield every form, grid row and list row."""
    for spec, node in tables(figures):
        match spec, node:
            case FormTable(), Form():
                yield Record(node.path, node.cells)
            case GridTable(), Grid():
                yield from (Record(f"{node.path}.{row}", cells) for row, cells in node.rows.items())
            case _, Listing():
                yield from (Record(row.path, row.cells) for row in node.rows)


@lru_cache(maxsize=2)
def indicator_tables(figures: Figures) -> tuple[Indicators, ...]:
    """Return the tables of indicators; several checks go through them, one filing at a time."""
    return tuple(_indicator_tables(figures))


def _indicator_tables(figures: Figures) -> Iterator[Indicators]:
    for spec, node in tables(figures):
        if isinstance(spec, IndicatorTable) and isinstance(node, Listing):
            rows = tuple(_indicator(figures, row.path, row.cells, split=spec.split) for row in node.rows)
            yield Indicators(node.path, node.title, spec, rows)


def _indicator(figures: Figures, path: str, cells: Mapping[str, Cell], *, split: bool) -> Indicator:
    name, target, actual = (words(figures, cells[column]) for column in ("三级指标", "指标值", "完成值"))
    if split:
        nature, unit = (words(figures, cells[column]) for column in ("指标性质", "度量单位"))
        target, actual = str(written_target(nature, target, unit)), str(written_actual(nature, actual, unit))
    return Indicator(path, cells, name, target, actual)


def by_role(figures: Figures, role: str) -> Iterator[Cell]:
    """Yield the cells that have a role."""
    yield from figures.roles.get(role, ())


@lru_cache(maxsize=2)
def narrative(figures: Figures) -> tuple[Statement, ...]:
    """Return every paragraph and heading of the narrative, as they print."""
    return tuple(Statement(prose.path, paragraph.place, text) for prose, paragraph, text in figures.paragraphs())


@lru_cache(maxsize=2)
def with_figures(figures: Figures) -> tuple[Statement, ...]:
    """Return the statements that hold a digit: all that checks of figures need to look at."""
    return tuple(statement for statement in statements(figures) if _DIGIT.search(statement.text))


@lru_cache(maxsize=2)
def narrative_with_figures(figures: Figures) -> tuple[Statement, ...]:
    """Return those of the narrative that hold a digit."""
    return tuple(statement for statement in narrative(figures) if _DIGIT.search(statement.text))


@lru_cache(maxsize=2)
def statements(figures: Figures) -> tuple[Statement, ...]:
    """Return the narrative, then the texts of the tables, as they print."""
    texts = [
        Statement(cell.path, cell.place, words(figures, cell))
        for cell, _ in figures.cells.values()
        if type(cell.entered) is Text and cell.field.type == "text" and not cell.path.startswith(IGNORED)
    ]
    return (*narrative(figures), *texts)
