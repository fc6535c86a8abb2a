"""The figures of a filing, computed on demand: each remembers what it was computed from."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from perfgen.expression import ExpressionError, Formula, Function, Scope, sentence, shared_language
from perfgen.filing.compare import settle
from perfgen.filing.constants import constant
from perfgen.filing.model import Cell, Filing, Form, Grid, Listing, Narrative, Node, Paragraph, Prose
from perfgen.filing.views import CellsView, GridCellNames, GridView, ListView, NarrativeView, SectionView
from perfgen.finding import Finding
from perfgen.finding.catalogue import CIRCULAR_FORMULA, WRONG_FORMULA, WRONG_PLACEHOLDER
from perfgen.scoring import SCORING_FUNCTIONS, Score, grade
from perfgen.value import Blank, Number, Text, Value


class Figures:
    """A filing with everything computed that its pack says can be."""

    def __init__(self, filing: Filing) -> None:
        """Lay out the scopes; nothing is computed yet."""
        self.filing = filing
        self.findings: list[Finding] = []
        self.cells: dict[str, tuple[Cell, Scope]] = {}
        self.roles: dict[str, list[Cell]] = {}
        self.prose: dict[str, Prose] = {prose.path: prose for prose in filing.prose()}
        self.uses: dict[str, dict[str, None]] = {}  # in the order in which they were asked for
        self.reasoning: dict[str, str] = {}
        self.known: dict[str, Value] = {}
        self._words: dict[tuple[str, Paragraph], Text] = {}  # of those with placeholders
        self._narrative: tuple[tuple[Prose, Paragraph, Text], ...] | None = None
        self.computing: list[str] = []
        tables: dict[str, Any] = {name: constant(name, data) for name, data in filing.pack.constants.items()}
        functions = {**SCORING_FUNCTIONS, "评定等级": Function(partial(grade, filing.pack.grades))}
        self.scope = Scope(tables, functions)
        for name, table in filing.tables.items():
            tables[name] = self._view(table, self.scope)

    def compute(self) -> list[Finding]:
        """Compute everything and return what was found."""
        for path, (cell, _) in self.cells.items():
            if path not in self.known:
                self.value(cell)
        self.paragraphs()
        return self.findings

    def release(self) -> None:
        """Let go of the views, which lead back here: a filing that is done with is gone at once.

        Otherwise all of it would wait for the collector, which looks through everything else to find it.
        """
        self.cells.clear()
        self.scope = Scope({}, {})

    def value(self, cell: Cell) -> Value:
        """Return what a field holds: entered or computed; a blank where neither."""
        path, computing = cell.path, self.computing
        if computing:
            self.uses.setdefault(computing[-1], {})[path] = None
        value = self.known.get(path)
        if value is not None:
            return value
        if path in computing:
            names = " → ".join((*computing[computing.index(path) :], path))
            raise ExpressionError(f"循环引用：{names}")
        computing.append(path)
        try:
            self.known[path] = value = self._settled(cell)
        finally:
            computing.pop()
        return value

    def rows(self, table: str) -> Iterator[tuple[str, CellsView]]:
        """Yield the rows of a list by key, as expressions see them."""
        listing = self.filing.tables[table]
        if isinstance(listing, Listing):
            view = self.scope.lookup(table)
            yield from ((row.key, view.item(row.key)) for row in listing.rows)

    def paragraphs(self) -> tuple[tuple[Prose, Paragraph, Text], ...]:
        """Return every heading and paragraph of the narrative as it prints."""
        if self._narrative is None:
            self._narrative = tuple(
                (prose, paragraph, self.words(prose, paragraph))
                for prose in self.prose.values()
                for paragraph in prose.section.paragraphs()
            )
        return self._narrative

    def words(self, prose: Prose, paragraph: Paragraph) -> Text:
        """Return a heading or paragraph with its figures filled in; a placeholder that fails stays as it stands."""
        if "{" not in paragraph.text:
            return Text(paragraph.text, prose.path)
        key = (prose.path, paragraph)
        if key not in self._words:
            self._words[key] = Text(self._filled_in(prose, paragraph), prose.path)
        return self._words[key]

    def evaluate(self, formula: Formula, scope: Scope) -> tuple[Any, list[str]]:
        """Compute a formula that belongs to no field; return its value and the fields it asked for."""
        name = f"检查：{formula.source}"
        self.uses.pop(name, None)
        self.computing.append(name)
        try:
            value = formula.evaluate(scope)
        finally:
            self.computing.pop()
        return value, list(self.uses.pop(name, {}))

    def _settled(self, cell: Cell) -> Value:
        if not cell.field.formula:
            return self._sentence(cell, cell.entered) if isinstance(cell.entered, Text) else cell.entered
        computed = self._computed(cell)
        value, finding = settle(cell, computed, lambda: self._has_reason(cell))
        if finding:
            self.findings.append(finding)
        return value

    def _computed(self, cell: Cell) -> Value:
        try:
            found = shared_language().formula(cell.field.formula).evaluate(self.cells[cell.path][1])
        except ExpressionError as error:
            kind = CIRCULAR_FORMULA if str(error).startswith("循环引用") else WRONG_FORMULA
            self.findings.append(
                kind.at(cell.place, f"“{cell.path}”的公式 {cell.field.formula}：{error}", path=cell.path)
            )
            return Blank(cell.path)
        if isinstance(found, Score):
            self.reasoning[cell.path] = found.reasoning
        match found:
            case Number():
                return Number(found, cell.path, cell.field.pattern or found.format)
            case Blank():
                return Blank(cell.path, why=found.why)
            case _:
                return Text(str(found), cell.path)

    def _sentence(self, cell: Cell, entered: Text) -> Text:
        try:
            return Text(sentence(str(entered)).print(self.cells[cell.path][1]), cell.path)
        except ExpressionError as error:
            self.findings.append(WRONG_PLACEHOLDER.at(cell.place, str(error), path=cell.path))
            return entered

    def _has_reason(self, cell: Cell) -> bool:
        name = cell.field.reason
        return bool(name) and not isinstance(self.cells[cell.path][1].lookup(name), Blank)

    def _filled_in(self, prose: Prose, paragraph: Paragraph) -> str:
        self.computing.append(prose.path)
        try:
            return sentence(paragraph.text).print(self.scope)
        except ExpressionError as error:
            self.findings.append(WRONG_PLACEHOLDER.at(paragraph.place, str(error), path=prose.path))
            return paragraph.text
        finally:
            self.computing.pop()

    def _view(self, table: Node, outer: Scope) -> Any:  # noqa: ANN401
        match table:
            case Form():
                view = CellsView(table.title, table.cells, self)
                self._register(table.cells.values(), outer.within(view))
                return view
            case Grid():
                for row, cells in table.rows.items():
                    for column, cell in cells.items():
                        self._register((cell,), outer)
                        if cell.path not in self.known:  # it is computed: what it asks for depends on where it stands
                            names = GridCellNames(table.rows, row, column, self)
                            self.cells[cell.path] = (cell, outer.within(names))
                return GridView(table.title, table.rows, self)
            case Listing():
                return self._list_view(table, outer)
            case Narrative():
                return NarrativeView(
                    table.title,
                    {
                        name: SectionView(name, prose.section, prose.field.label or name, partial(self.words, prose))
                        for name, prose in table.fields.items()
                    },
                )

    def _list_view(self, table: Listing, outer: Scope) -> ListView:
        rows: dict[str, CellsView] = {}
        for row in table.rows:
            rows[row.key] = view = CellsView(row.key, row.cells, self)
            scope = outer.within(view)
            self._register(row.cells.values(), scope)
            for name, owned in row.tables.items():
                view.tables[name] = self._view(owned, scope)
        return ListView(table.title, table.fields, rows)

    def _register(self, cells: Any, scope: Scope) -> None:  # noqa: ANN401
        for cell in cells:
            field = cell.field
            self.cells[cell.path] = (cell, scope)
            if not field.formula and not _has_placeholder(cell.entered):
                self.known[cell.path] = cell.entered
            if field.role:
                self.roles.setdefault(field.role, []).append(cell)


def _has_placeholder(entered: Value) -> bool:
    return isinstance(entered, Text) and "{{" in entered
