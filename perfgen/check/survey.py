"""A computed filing as the checks look at it, gathered in one pass: indicators, amounts, scores, and every text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from perfgen.check.plan import Plan, plans
from perfgen.check.units import WORTH, Amount
from perfgen.filing import Cell, Figures, Form, Grid, Listing
from perfgen.filing.model import Node
from perfgen.pack import IGNORED, IndicatorTable
from perfgen.place import Place
from perfgen.scoring import written_actual, written_target
from perfgen.value import Number, Text

END = "\0"  # between two texts: no text holds one, so that a pattern can be looked for in all of them at once
AMOUNT = re.compile(r"(\d(?<![\d.]\d)\d*(?:\.\d+)?)\s*(万?元)")  # begins with its digit: that is looked for fast


@dataclass(slots=True)
class Indicator:
    """A row of a table of indicators: its name, its target and its actual, one text each also where they are split."""

    path: str
    cells: Mapping[str, Cell]
    name: str
    target: str
    actual: str
    points: Decimal | None
    score: Decimal | None


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


class Survey:
    """What several checks ask of a filing; the passes are made when first asked for."""

    def __init__(self, figures: Figures) -> None:
        """Take a filing with everything computed."""
        self.figures = figures
        self._known = figures.known
        self.indicators: list[Indicators] = []
        self.scores: list[tuple[Cell, Cell | None]] = []  # each with the points it is out of
        self.full: list[Cell] = []  # points that must add up
        self.within: list[tuple[Plan, Node]] = []  # tables with parts and totals
        self._money: list[tuple[Cell, str]] = []
        for name, plan in plans(figures.filing.pack).items():
            self._gather(plan, figures.filing.tables[name])

    def number(self, cell: Cell | None) -> Decimal | None:
        """Return the number a cell holds, None where it is blank."""
        value = self._known[cell.path] if cell else None
        return Decimal(value) if isinstance(value, Number) else None

    def words(self, cell: Cell | None) -> str:
        """Return what a cell prints."""
        return str(self._known[cell.path]) if cell else ""

    def by_role(self, role: str) -> list[Cell]:
        """Return the cells that have a role."""
        return self.figures.roles.get(role, [])

    @cached_property
    def money(self) -> list[tuple[Amount, Cell]]:
        """What every field of money holds, in its unit."""
        found = [(self._known[cell.path], unit, cell) for cell, unit in self._money]
        return [(Amount(Decimal(value), unit), cell) for value, unit, cell in found if isinstance(value, Number)]

    @cached_property
    def yuan(self) -> set[Decimal]:
        """How many 元 each of these is."""
        return {amount.figure * WORTH[amount.unit] for amount, _ in self.money}

    @cached_property
    def narrative(self) -> list[str]:
        """Every paragraph and heading of the narrative, as they print."""
        return [text for _, _, text in self.figures.paragraphs()]

    @cached_property
    def texts(self) -> list[str]:
        """The narrative, then the texts of the tables, as they print."""
        known = self._known
        return [*self.narrative, *[str(known[cell.path]) for cell in self._written]]

    @cached_property
    def narrative_at_once(self) -> str:
        """The narrative in one string, an END before each text."""
        return END + END.join(self.narrative)

    @cached_property
    def texts_at_once(self) -> str:
        """All texts in one string, an END before each."""
        return END + END.join(self.texts)

    @cached_property
    def said_amounts(self) -> list[tuple[Statement, re.Match[str], Amount]]:
        """Every amount that a text names, with where it stands."""
        found = [(said, match) for said in self.statements("元") for match in AMOUNT.finditer(said.text)]
        return [(said, match, Amount(Decimal(match[1]), match[2])) for said, match in found]

    def statement(self, index: int) -> Statement:
        """Return the text at an index of ``texts``, with its place."""
        paragraphs = self.figures.paragraphs()
        if index < len(paragraphs):
            prose, paragraph, text = paragraphs[index]
            return Statement(prose.path, paragraph.place, text)
        cell = self._written[index - len(paragraphs)]
        return Statement(cell.path, cell.place, self.texts[index])

    def statements(self, having: str = "") -> Iterator[Statement]:
        """Yield the texts in which some characters stand, with their places."""
        return (self.statement(index) for index, text in enumerate(self.texts) if having in text)

    def told(self, having: str = "") -> Iterator[Statement]:
        """Yield those of the narrative."""
        return (self.statement(index) for index, text in enumerate(self.narrative) if having in text)

    def told_at(self, position: int) -> Statement:
        """Return the statement that holds a position of ``narrative_at_once``."""
        return self.statement(self.narrative_at_once.count(END, 0, position + 1) - 1)

    @cached_property
    def _written(self) -> list[Cell]:
        """The texts that a hand wrote into tables."""
        texts = [
            cell for cell, _ in self.figures.cells.values() if type(cell.entered) is Text and cell.field.type == "text"
        ]
        return [cell for cell in texts if not cell.path.startswith(IGNORED)]

    def _gather(self, plan: Plan, node: Node) -> None:
        """Note the cells of a table that are asked for, those of owned ones after all its rows."""
        if plan.within:
            self.within.append((plan, node))
        records: list[Mapping[str, Mapping[str, Cell]]] = []
        match node:
            case Form():
                records = [{"": node.cells}]
            case Grid():
                records = [node.rows]
            case Listing():
                records = [{"": row.cells} for row in node.rows]
                if isinstance(plan.spec, IndicatorTable):
                    self.indicators.append(self._indicators(plan.spec, node))
            case _:
                pass
        self._money += [(record[row][name], unit) for record in records for row, name, unit in plan.money]
        self.scores += [(record[row][name], record[row].get(of)) for record in records for row, name, of in plan.scores]
        self.full += [record[row][name] for record in records for row, name in plan.full]
        if plan.owned and isinstance(node, Listing):
            for row in node.rows:
                for name, owned in plan.owned.items():
                    self._gather(owned, row.tables[name])

    def _indicators(self, spec: IndicatorTable, node: Listing) -> Indicators:
        known, number = self._known, self.number
        rows = []
        for row in node.rows:
            cells = row.cells
            name, target = str(known[cells["三级指标"].path]), str(known[cells["指标值"].path])
            actual = str(known[cells["完成值"].path])
            if spec.split:
                nature, unit = (str(known[cells[column].path]) for column in ("指标性质", "度量单位"))
                target, actual = str(written_target(nature, target, unit)), str(written_actual(nature, actual, unit))
            points, score = number(cells.get("分值")), number(cells.get("得分"))
            rows.append(Indicator(row.path, cells, name, target, actual, points, score))
        return Indicators(node.path, node.title, spec, tuple(rows))
