"""Ways through a filing that several checks take: records, indicators, statements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfgen.filing import Cell, Figures, Form, Grid, Listing
from perfgen.filing.model import Node
from perfgen.pack import IGNORED, FormTable, GridTable, IndicatorTable, ListTable, Table
from perfgen.place import Place
from perfgen.scoring import written_actual, written_target
from perfgen.value import Blank, Number, Value


@dataclass(frozen=True)
class Record:
    """Cells that stand side by side: a form, a row of a grid or of a list."""

    path: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Indicator(Record):
    """A row of a table of indicators; ``split``: its target stands in three columns."""

    split: bool

    @property
    def name(self) -> Cell:
        """The cell with its name."""
        return self.cells["三级指标"]

    def target(self, figures: Figures) -> str:
        """Return the target as one text, blank where none is given."""
        written = [words(figures, self.cells.get(name)) for name in ("指标性质", "指标值", "度量单位")]
        return str(written_target(*written)) if self.split else written[1]

    def actual(self, figures: Figures) -> str:
        """Return the actual as one text, with its unit."""
        written = [words(figures, self.cells.get(name)) for name in ("指标性质", "完成值", "度量单位")]
        return str(written_actual(*written)) if self.split else written[1]


@dataclass(frozen=True)
class Indicators:
    """A table of indicators with its rules."""

    path: str
    title: str
    spec: IndicatorTable
    rows: tuple[Indicator, ...]


@dataclass(frozen=True)
class Statement:
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


def indicator_tables(figures: Figures) -> Iterator[Indicators]:
    """Yield the tables of indicators."""
    for spec, node in tables(figures):
        if isinstance(spec, IndicatorTable) and isinstance(node, Listing):
            rows = tuple(Indicator(row.path, row.cells, spec.split) for row in node.rows)
            yield Indicators(node.path, node.title, spec, rows)


def by_role(figures: Figures, role: str) -> Iterator[Cell]:
    """Yield the cells that have a role."""
    yield from (cell for cell, _ in figures.cells.values() if cell.field.role == role)


def narrative(figures: Figures) -> Iterator[Statement]:
    """Yield every paragraph and heading of the narrative, as they print."""
    for prose, paragraph, text in figures.paragraphs():
        yield Statement(prose.path, paragraph.place, text)


def statements(figures: Figures) -> Iterator[Statement]:
    """Yield the narrative, then the texts of the tables, as they print."""
    yield from narrative(figures)
    for cell, _ in figures.cells.values():
        if cell.field.type == "text" and not isinstance(cell.entered, Blank) and not cell.path.startswith(IGNORED):
            yield Statement(cell.path, cell.place, words(figures, cell))
