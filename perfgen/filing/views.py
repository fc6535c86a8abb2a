"""What an expression sees of a filing: tables and rows by name, computed when asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from perfgen.expression import MISSING, Scope, View
from perfgen.filing.model import Cell, Section
from perfgen.value import Blank, Text, Value

NOWHERE = Scope()
NO_TABLES: Mapping[str, Any] = {}


class Values(Protocol):
    """The values of cells: of those that are computed, ``known`` by path; ``asked``: where askings are written down."""

    known: dict[str, Value]
    asked: dict[str, Cell] | None

    def value(self, cell: Cell) -> Value:
        """Return what a cell holds."""


class Spot(View):
    """Where a formula stands: its own names come first, then those around it."""

    __slots__ = ("outer",)
    outer: Scope

    def meaning(self, name: str) -> Any:  # noqa: ANN401
        """Return what the name means here, or MISSING."""
        found = self.lookup(name)
        return self.outer.lookup(name) if found is MISSING else found

    def meanings(self, names: Iterable[str]) -> list[Any]:
        """Return what each of the names means; ExpressionError for the first that means nothing."""
        return [self.outer.demand(name, self) if (found := self.lookup(name)) is MISSING else found for name in names]


class CellsView(Spot):
    """A form, or a row of a grid or list: names lead to values and owned tables."""

    __slots__ = ("_cells", "_values", "tables", "title")

    def __init__(self, title: str, cells: Mapping[str, Cell], values: Values, outer: Scope = NOWHERE) -> None:
        """Take the cells, their values and what is around them."""
        self.title = title
        self.outer = outer
        self.tables: Mapping[str, Any] = NO_TABLES
        self._cells = cells
        self._values = values

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return a value or an owned table."""
        cell = self._cells.get(name)
        if cell is None:
            return self.tables.get(name, MISSING)
        values = self._values
        if values.asked is None:  # as for everything a document prints
            if cell.plain:
                return cell.entered
            known = values.known.get(cell.path)
            if known is not None:
                return known
        return values.value(cell)

    def meanings(self, names: Iterable[str]) -> list[Any]:
        """Return what each of the names means; ExpressionError for the first that means nothing."""
        cells, values = self._cells, self._values
        found = []
        for name in names:
            cell = cells.get(name)
            if cell is None:
                meant = self.tables.get(name, MISSING)
                found.append(self.outer.demand(name, self) if meant is MISSING else meant)
            else:
                found.append(cell.entered if cell.plain and values.asked is None else values.value(cell))
        return found

    def names(self) -> tuple[str, ...]:
        """Return the fields and owned tables."""
        return (*self._cells, *self.tables)

    def has(self, name: str) -> bool:
        """Tell whether there is such a field or table."""
        return name in self._cells or name in self.tables

    def __bool__(self) -> bool:
        """Tell whether anything is filled in or computed."""
        return any(not isinstance(self._values.value(cell), Blank) for cell in self._cells.values())


class GridView(View):
    """A grid: ``经费.三公经费.本年决算``; a column's name gives the column as a list."""

    def __init__(self, title: str, rows: Mapping[str, Mapping[str, Cell]], values: Values) -> None:
        """Take the rows and the values of cells."""
        self.title = title
        self._cells, self._values = rows, values
        self._rows: dict[str, CellsView] = {}  # of those that were asked for

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return a row, or a column as a list of its values."""
        row = self._rows.get(name)
        if row is not None:
            return row
        if name in self._cells:
            row = self._rows[name] = CellsView(name, self._cells[name], self._values)
            return row
        column = [self._values.value(cells[name]) for cells in self._cells.values() if name in cells]
        return column or MISSING

    def names(self) -> tuple[str, ...]:
        """Return the rows, then the columns."""
        return (*self._cells, *dict.fromkeys(column for cells in self._cells.values() for column in cells))

    def __bool__(self) -> bool:
        """Tell whether anything is filled in or computed."""
        return any(map(self.lookup, self._cells))


class GridCellNames(Spot):
    """The names inside a grid's formula: the columns of its row, then the rows of its column, 列 and 行."""

    __slots__ = ("_column", "_row", "_rows", "_values")

    def __init__(
        self, rows: Mapping[str, Mapping[str, Cell]], row: str, column: str, values: Values, outer: Scope
    ) -> None:
        """Take the grid, the cell's position and what is around it."""
        self.outer = outer
        self._rows, self._row, self._column, self._values = rows, row, column, values

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return the value the name means at this position."""
        if name in ("列", "行"):
            return Text(self._column if name == "列" else self._row)
        cell = self._rows[self._row].get(name)
        if cell is None and name in self._rows:
            cell = self._rows[name].get(self._column)
        if cell is None:
            return MISSING
        return cell.entered if cell.plain and self._values.asked is None else self._values.value(cell)

    def names(self) -> tuple[str, ...]:
        """Return the columns, the rows, 列 and 行."""
        return (*self._rows[self._row], *self._rows, "列", "行")

    def has(self, name: str) -> bool:
        """Tell whether the name means a column, a row, 列 or 行."""
        return name in self._rows[self._row] or name in self._rows or name in ("列", "行")


class ListView(View):
    """A list: loop over it, take a row by its key, or a column as a list of values."""

    def __init__(self, title: str, fields: tuple[str, ...], rows: Mapping[str, CellsView]) -> None:
        """Take the rows by key, in order."""
        self.title = title
        self._fields = fields
        self._rows = rows

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return a column."""
        return [row.lookup(name) for row in self._rows.values()] if name in self._fields else MISSING

    def item(self, key: str) -> Any:  # noqa: ANN401
        """Return the row with the key, else a column."""
        return self._rows.get(key) or self.lookup(key)

    def names(self) -> tuple[str, ...]:
        """Return the keys of the rows, then the columns."""
        return (*self._rows, *self._fields)

    def __iter__(self) -> Iterator[CellsView]:
        """Go through the rows."""
        return iter(self._rows.values())

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._rows)


class SectionView(View):
    """A section of narrative with its figures filled in: 标题, 正文 (paragraphs), 小节 (sections)."""

    def __init__(self, title: str, section: Section, label: str, words: Callable[[Any], str]) -> None:
        """Take the section, the heading that stands when it has none of its own, and how to fill in a paragraph."""
        self.title = title
        self._section, self._label, self._words = section, label, words

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return 标题, 正文 or 小节."""
        match name:
            case "标题":
                heading = self._section.heading
                return self._words(heading) if heading else (Text(self._label) if self._label else Blank())
            case "正文":
                return [self._words(paragraph) for paragraph in self._section.body]
            case "小节":
                return [SectionView(self.title, below, "", self._words) for below in self._section.sections]
        return MISSING

    def names(self) -> tuple[str, ...]:
        """Return the three parts."""
        return "标题", "正文", "小节"

    def __bool__(self) -> bool:
        """Tell whether it says anything besides its own heading."""
        return bool(self._section.body) or any(self._section.sections)

    def __str__(self) -> str:
        """Return everything written in it, a line a paragraph."""
        return "\n".join(self._words(paragraph) for paragraph in self._section.paragraphs())


class NarrativeView(View):
    """The narrative of a report, by the name of its pieces."""

    def __init__(self, title: str, pieces: Mapping[str, SectionView]) -> None:
        """Take the pieces."""
        self.title = title
        self._pieces = pieces

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return a piece."""
        return self._pieces.get(name, MISSING)

    def names(self) -> tuple[str, ...]:
        """Return the pieces."""
        return tuple(self._pieces)
