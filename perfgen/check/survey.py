"""A computed filing as the checks look at it, gathered in one pass: indicators, amounts, scores, and every text."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from perfgen.check.gathered import END, LONG, Gathered, Held, gather, gather_row, number_of, value_of
from perfgen.check.indicator import Indicators
from perfgen.check.plan import Plan, plans
from perfgen.check.units import WORTH, Amount
from perfgen.filing import Cell, Figures, Form, Grid, Listing
from perfgen.filing.model import Node
from perfgen.pack import IndicatorTable
from perfgen.place import Place
from perfgen.value import Value

AMOUNT = re.compile(r"(\d(?<![\d.]\d)\d*(?:\.\d+)?)\s*(万?元)")  # begins with its digit: that is looked for fast


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
        self.indicators: list[Indicators] = []
        self.scores: list[tuple[Cell, Cell | None]] = []  # not within the points they are out of, each with those
        self.full: list[Cell] = []  # points that must add up
        self.wholes: list[tuple[Plan, Node]] = []  # tables with parts and wholes
        self.money: list[Held] = []
        self._gathered: list[Gathered] = []  # in the order of the pack
        for name, plan in plans(figures.filing.pack).items():
            self._gather(plan, figures.filing.tables[name])

    def value(self, cell: Cell) -> Value:
        """Return what a cell holds; all are computed by now."""
        return value_of(cell, self.figures)

    def number(self, cell: Cell | None) -> Decimal | None:
        """Return the number a cell holds, None where it is blank."""
        return number_of(cell, self.figures)

    def words(self, cell: Cell | None) -> str:
        """Return what a cell prints."""
        return str(self.value(cell)) if cell else ""

    def by_role(self, role: str) -> list[Cell]:
        """Return the cells that have a role."""
        return self.figures.roles.get(role, [])

    @cached_property
    def whole_yuan(self) -> set[int]:
        """What fields of money hold, in whole 元: tells at once that an amount is none of it (decimals hash slowly)."""
        return {int(figure * WORTH[unit]) for figure, unit, _, _ in self.money}

    @cached_property
    def narrative(self) -> list[str]:
        """Every paragraph and heading of the narrative, as they print."""
        return [text.replace(END, "") if END in text else text for _, _, text in self.figures.paragraphs()]

    @cached_property
    def narrative_at_once(self) -> str:
        """The narrative in one string, an END before each text."""
        return END.join(["", *self.narrative])

    @cached_property
    def texts_at_once(self) -> str:
        """All texts in one string, an END before each."""
        return "".join([self.narrative_at_once, *[gathered.words for gathered in self._gathered]])

    @cached_property
    def long_texts(self) -> list[tuple[str, int | Cell]]:
        """The long texts in their order, each with its index in the narrative or its field."""
        told = [(text, index) for index, text in enumerate(self.narrative) if len(text) >= LONG]
        return [*told, *[each for gathered in self._gathered for each in gathered.long]]

    @cached_property
    def said_amounts(self) -> list[tuple[Statement, re.Match[str], Amount]]:
        """Every amount that a text names, with where it stands."""
        found = [(said, match) for said in self.about_money for match in AMOUNT.finditer(said.text)]
        return [(said, match, Amount(Decimal(match[1]), match[2])) for said, match in found]

    @cached_property
    def about_money(self) -> list[Statement]:
        """The texts that may name amounts."""
        return [*self.statements("元")]

    def statement(self, at: int | Cell) -> Statement:
        """Return the text of a field, or that at an index of all texts, with its place."""
        if isinstance(at, Cell):
            return Statement(at.path, at.place, self.words(at))
        paragraphs = self.figures.paragraphs()
        if at < len(paragraphs):
            prose, paragraph, _ = paragraphs[at]
            return Statement(prose.path, paragraph.place, self.narrative[at])
        return self.statement(self._written[at - len(paragraphs)])

    def statements(self, having: str = END) -> Iterator[Statement]:
        """Yield the texts in which some characters stand, with their places."""
        return map(self.statement, _holding(self.texts_at_once, having))

    def told(self, having: str = END) -> Iterator[Statement]:
        """Yield those of the narrative."""
        return map(self.statement, _holding(self.narrative_at_once, having))

    def told_at(self, position: int) -> Statement:
        """Return the statement that holds a position of ``narrative_at_once``."""
        return self.statement(_index(self.narrative_at_once, position))

    @cached_property
    def _written(self) -> list[Cell]:
        """The fields of tables in which a hand wrote a text; seldom asked for."""
        return [cell for gathered in self._gathered for cell in gathered.written()]

    def _gather(self, plan: Plan, node: Node) -> None:
        """Note the cells of a table that are asked for, those of owned ones after all its rows; but texts in order."""
        rows = self._rows(plan, node)
        if plan.wholes:
            self.wholes.append((plan, node))
        if plan.money:
            self.money += [held for row in rows for held in row.money]
        if plan.scores:
            self.scores += [pair for row in rows for pair in row.scores]
        if plan.full:
            self.full += [cell for row in rows for cell in row.full]
        if not (plan.owned and isinstance(node, Listing)):
            self._gathered += rows
            return
        for row, gathered in zip(node.rows, rows, strict=True):
            self._gathered.append(gathered)
            for name, owned in plan.owned.items():
                self._gather(owned, row.tables[name])

    def _rows(self, plan: Plan, node: Node) -> list[Gathered]:
        """Return what is asked of each row, of a form or grid as if it were one; keep indicators."""
        match node:
            case Form():
                return [gather(plan, {"": node.cells}, self.figures)]
            case Grid():
                return [gather(plan, node.rows, self.figures)]
            case Listing():
                rows = [gather_row(plan, row, self.figures) for row in node.rows]
                if isinstance(plan.spec, IndicatorTable):
                    indicators = tuple([row.indicator for row in rows if row.indicator])
                    self.indicators.append(Indicators(node.path, node.title, plan.spec, indicators))
                return rows
            case _:
                return []


def _holding(texts: str, characters: str) -> Iterator[int]:
    """Yield which of the texts in one string hold some characters."""
    found = texts.find(characters)
    while found >= 0:
        yield _index(texts, found)
        end = texts.find(END, found + 1)
        found = texts.find(characters, end) if end >= 0 else -1


def _index(texts: str, position: int) -> int:
    """Return which of the texts in one string holds a position."""
    return texts.count(END, 0, position + 1) - 1
