"""The figures of a filing, computed on demand: each remembers what it was computed from."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, cast

from perfgen.expression import ExpressionError, Formula, Function, Scope, sentence, shared_language
from perfgen.filing.compare import settle
from perfgen.filing.constants import constants
from perfgen.filing.model import Cell, Filing, Form, Grid, Listing, Narrative, Node, Paragraph, Prose, Row
from perfgen.filing.plan import Line, plans
from perfgen.filing.readings import BLANK
from perfgen.filing.views import CellsView, GridCellNames, GridView, ListView, NarrativeView, SectionView, Spot
from perfgen.finding import Finding
from perfgen.finding.catalogue import CIRCULAR_FORMULA, WRONG_FORMULA, WRONG_PLACEHOLDER
from perfgen.pack import Listing as ListSpec
from perfgen.pack import Table
from perfgen.scoring import SCORING_FUNCTIONS, Score, grade
from perfgen.value import Blank, Number, Text, Value


class Figures:
    """A filing with everything computed that its pack says can be.

    ``traced``: it is written down what each figure was computed from, and why a score is what it is.
    """

    def __init__(self, filing: Filing, *, traced: bool = False) -> None:
        """Lay out the scopes; nothing is computed yet."""
        self.filing = filing
        self.findings: list[Finding] = []
        self.roles: dict[str, list[Cell]] = {}
        self.prose: dict[str, Prose] = {prose.path: prose for prose in filing.prose()}
        self.uses: dict[str, dict[str, Cell]] = {}  # in the order in which they were asked for
        self.reasoning: dict[str, str] = {}
        self.known: dict[str, Value] = {}  # of what is computed
        self.asked: dict[str, Cell] | None = None
        self._traced = traced
        self._computing: list[str] = []
        self._computed: dict[str, tuple[Cell, Spot]] = {}
        self._plans = plans(filing.pack)
        self._fresh: list[tuple[Row, frozenset[str]]] = []  # rows whose own figures nobody has computed before
        self._words: dict[tuple[str, str], str] = {}  # of those with placeholders
        self._narrative: tuple[tuple[Prose, Paragraph, str], ...] | None = None
        self._formula = shared_language().formula
        tables = {**constants(filing.pack)}
        self._views: list[dict[str, Any]] = [tables]  # by name, of the filing and of rows that own tables
        self.scope = Scope(tables)
        for name, spec in filing.pack.tables.items():
            tables[name] = self._view(spec, filing.tables[name], self.scope)
        for name, function in SCORING_FUNCTIONS.items():
            tables.setdefault(name, function)
        tables.setdefault("评定等级", Function(partial(grade, filing.pack.grades)))

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell by its path, in the order of the pack."""
        return {cell.path: cell for cell in self.filing.cells()}

    def compute(self) -> list[Finding]:
        """Compute everything and return what was found."""
        for path, (cell, _) in self._computed.items():
            if path not in self.known:
                self.value(cell)
        told = {found.path for found in self.findings}
        for row, own in self._fresh:
            computed = {(path := row.cells[name].path): self.known[path] for name in own}
            if told.isdisjoint(computed):
                row.computed = computed
        self.paragraphs()
        return self.findings

    def release(self) -> None:
        """Let go of the views, which lead back here: a filing that is done with is gone at once.

        Otherwise all of it would wait for the collector, which looks through everything else to find it.
        """
        self._computed.clear()
        for views in self._views:
            views.clear()

    def value(self, cell: Cell) -> Value:
        """Return what a field holds: entered or computed; a blank where neither."""
        path, asked = cell.path, self.asked
        if asked is not None:
            asked[path] = cell
        if cell.plain:
            return cell.entered
        value = self.known.get(path)
        if value is not None:
            return value
        computing = self._computing
        if path in computing:
            names = " → ".join((*computing[computing.index(path) :], path))
            raise ExpressionError(f"循环引用：{names}")
        computing.append(path)
        self.asked = self._trace(path)
        try:
            self.known[path] = value = self._settled(*self._computed[path])
        finally:
            self.asked = asked
            computing.pop()
        return value

    def rows(self, table: str) -> Iterator[tuple[str, CellsView]]:
        """Yield the rows of a list by key, as expressions see them."""
        listing = self.filing.tables[table]
        if isinstance(listing, Listing):
            view = self.scope.lookup(table)
            yield from ((row.key, view.item(row.key)) for row in listing.rows)

    def paragraphs(self) -> tuple[tuple[Prose, Paragraph, str], ...]:
        """Return every heading and paragraph of the narrative as it prints."""
        if self._narrative is None:
            self._narrative = tuple(
                [
                    (prose, paragraph, self.words(prose, paragraph))
                    for prose in self.prose.values()
                    for paragraph in prose.section.paragraphs()
                ]
            )
        return self._narrative

    def words(self, prose: Prose, paragraph: Paragraph) -> str:
        """Return a heading or paragraph with its figures filled in; a placeholder that fails stays as it stands."""
        if "{" not in paragraph.text:
            return paragraph.text
        key = (prose.path, paragraph.text)
        if key not in self._words:
            self._words[key] = self._filled_in(prose, paragraph)
        return self._words[key]

    def evaluate(self, formula: Formula, scope: Scope) -> tuple[Any, list[Cell]]:
        """Compute a formula that belongs to no field; return its value and the cells it asked for."""
        before, self.asked = self.asked, {}
        asked = self.asked
        try:
            return formula.evaluate(scope), list(asked.values())
        finally:
            self.asked = before

    def _trace(self, path: str) -> dict[str, Cell] | None:
        """Return where to write down what a figure or a piece of narrative asks for."""
        return self.uses.setdefault(path, {}) if self._traced else None

    def _settled(self, cell: Cell, spot: Spot) -> Value:
        if not cell.field.formula:
            return self._sentence(cell, spot)
        try:
            computed = self._result(cell, self._formula(cell.field.formula).evaluate(spot))
        except ExpressionError as error:
            kind = CIRCULAR_FORMULA if str(error).startswith("循环引用") else WRONG_FORMULA
            self.findings.append(
                kind.at(cell.place, f"“{cell.path}”的公式 {cell.field.formula}：{error}", path=cell.path)
            )
            computed = BLANK
        if cell.entered is BLANK and type(computed) is not Blank and not cell.broken:  # as most are
            return computed
        value, finding = settle(cell, computed, lambda: _has_reason(cell, spot))
        if finding:
            self.findings.append(finding)
        return value

    def _result(self, cell: Cell, found: Any) -> Value:  # noqa: ANN401
        if isinstance(found, Number):
            if self._traced and isinstance(found, Score):
                self.reasoning[cell.path] = found.reasoning
            return Number(found, cell.field.pattern or found.format)
        return Blank(why=found.why) if isinstance(found, Blank) else Text(str(found))

    def _sentence(self, cell: Cell, spot: Spot) -> Value:
        try:
            return Text(sentence(str(cell.entered)).print(spot))
        except ExpressionError as error:
            self.findings.append(WRONG_PLACEHOLDER.at(cell.place, str(error), path=cell.path))
            return cell.entered

    def _filled_in(self, prose: Prose, paragraph: Paragraph) -> str:
        before, self.asked = self.asked, self._trace(prose.path)
        try:
            return sentence(paragraph.text).print(self.scope)
        except ExpressionError as error:
            self.findings.append(WRONG_PLACEHOLDER.at(paragraph.place, str(error), path=prose.path))
            return paragraph.text
        finally:
            self.asked = before

    def _view(self, spec: Table, table: Node, outer: Scope) -> Any:  # noqa: ANN401
        match table:
            case Form():
                view = CellsView(table.title, table.cells, self, outer)
                [line] = self._plans[id(spec)].values()
                for cell in self._computed_in(table.path, line, table.cells):
                    self._computed[cell.path] = cell, view
                self._keep_roles(line, table.cells)
                return view
            case Grid():
                for row, line in self._plans[id(spec)].items():
                    cells = table.rows[row]
                    self._keep_roles(line, cells)
                    for cell in self._computed_in(f"{table.path}.{row}", line, cells):
                        # what it asks for depends on where it stands
                        self._computed[cell.path] = cell, GridCellNames(table.rows, row, cell.name, self, outer)
                return GridView(table.title, table.rows, self)
            case Listing():
                return self._list_view(cast("ListSpec", spec), table, outer)
            case Narrative():
                return NarrativeView(
                    table.title,
                    {
                        name: SectionView(name, prose.section, prose.field.label or name, partial(self.words, prose))
                        for name, prose in table.fields.items()
                    },
                )

    def _list_view(self, spec: ListSpec, table: Listing, outer: Scope) -> ListView:
        rows: dict[str, CellsView] = {}
        [line] = self._plans[id(spec)].values()
        for row in table.rows:
            rows[row.key] = view = CellsView(row.key, row.cells, self, outer)
            if row.computed is not None and not self._traced:
                self.known.update(row.computed)
                asked: Sequence[Cell] = [row.cells[name] for name in line.rest] if line.rest else ()
            else:
                asked = self._computed_in(row.path, line, row.cells)
                if line.own and row.path not in self.filing.lively:
                    self._fresh.append((row, line.own))
            for cell in asked:
                self._computed[cell.path] = cell, view
            self._keep_roles(line, row.cells)
            if row.tables:
                scope = outer.within(view)
                owned = {name: self._view(spec.tables[name], table, scope) for name, table in row.tables.items()}
                self._views.append(owned)
                view.tables = owned
        return ListView(table.title, table.fields, rows)

    def _keep_roles(self, line: Line, cells: Mapping[str, Cell]) -> None:
        for name, role in line.roles:
            self.roles.setdefault(role, []).append(cells[name])

    def _computed_in(self, path: str, line: Line, cells: Mapping[str, Cell]) -> Sequence[Cell]:
        """Return what is computed in a form or row."""
        if path in self.filing.lively:
            return [cell for cell in cells.values() if not cell.plain]
        return [cells[name] for name in line.computed]


def _has_reason(cell: Cell, spot: Spot) -> bool:
    name = cell.field.reason
    return bool(name) and not isinstance(spot.meaning(name), Blank)
