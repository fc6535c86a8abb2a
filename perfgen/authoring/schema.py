"""What the names of a pack lead to, known without any filing: values, records with named parts, lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from perfgen.pack import NUMERIC, FormTable, GridTable, Listing, Pack, PackField, Table, TextTable

_WORDS = frozenset(("text", "date", "choice", "yesno", "target"))
_OUTLINE_LEVELS = 2


class Anything:
    """Something of which nothing is known beforehand: whatever is done with it passes."""


@dataclass(frozen=True)
class Value:
    """One value that prints; of a computed text nobody knows whether it will be a number."""

    title: str
    type: str = "text"
    field: PackField | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is a figure for certain."""
        return self.type in NUMERIC

    @property
    def is_words(self) -> bool:
        """Whether it can be no figure."""
        return self.type in _WORDS and not (self.field and self.field.formula)

    @property
    def choices(self) -> tuple[str, ...]:
        """The only values there are, none where it is free."""
        if self.type == "yesno":
            return "是", "否"
        return self.field.choices if self.field and self.type == "choice" else ()


@dataclass(frozen=True)
class Record:
    """Named parts: a form, a row, a grid, a group. ``prints``: it may be printed as a whole."""

    title: str
    parts: Mapping[str, "Node"]
    prints: bool = False

    def part(self, name: str) -> "Node | None":
        """Return a part, or None."""
        return self.parts.get(name)

    def names(self) -> tuple[str, ...]:
        """Return the names of the parts, in the form's order."""
        return tuple(self.parts)


@dataclass(frozen=True)
class Section(Record):
    """A piece of narrative; below the last level of an outline there is no more."""

    levels: int = 0

    @cached_property
    def _all(self) -> dict[str, "Node"]:
        paragraphs = Many("正文", Value("段"))
        below: Node = Section("小节", {}, prints=True, levels=self.levels - 1) if self.levels else ANYTHING
        return {"标题": Value("标题"), "正文": paragraphs, "小节": Many("小节", below)}

    def part(self, name: str) -> "Node | None":
        """Return 标题, 正文 or 小节."""
        return self._all.get(name)

    def names(self) -> tuple[str, ...]:
        """Return the three parts."""
        return tuple(self._all)


@dataclass(frozen=True)
class Many:
    """A list of rows or of values. ``keyed``: a table's, which also gives a row by its key and a column by its name."""

    title: str
    item: "Node"
    keyed: bool = False

    def column(self, name: str) -> "Node | None":
        """Return a column of a table's list, or None."""
        part = self.item.part(name) if self.keyed and isinstance(self.item, Record) else None
        return Many(f"{self.title}.{name}", part) if isinstance(part, Value) else None

    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        if not isinstance(self.item, Record):
            return ()
        return tuple(name for name in self.item.names() if isinstance(self.item.part(name), Value))


@dataclass(frozen=True)
class Callable:
    """A function or a macro by its name, not called yet."""

    title: str


Node = Anything | Value | Record | Many | Callable
ANYTHING = Anything()


def names_of(pack: Pack, each: str = "") -> dict[str, Node]:
    """Return what every name at the top means; in a document with ``each`` that list's name means one row."""
    names: dict[str, Node] = dict.fromkeys(pack.constants, ANYTHING)
    names |= {name: table_node(name, table) for name, table in pack.tables.items()}
    if each and isinstance(listing := names[each], Many):
        names[each] = listing.item
    return names


def table_node(name: str, table: Table) -> Node:
    """Return what a table's name means."""
    match table:
        case FormTable():
            return Record(name, values_of(table.fields))
        case GridTable():
            columns: dict[str, Node] = {
                column: Many(f"{name}.{column}", Value(column, field.type, field))
                for column, field in table.columns.items()
            }
            rows = {row: Record(row, values_of(grid_cells(table, row))) for row in table.rows}
            return Record(name, {**columns, **rows})
        case TextTable():
            return Record(
                name,
                {
                    piece: Section(piece, {}, prints=True, levels=_OUTLINE_LEVELS if field.outline else 0)
                    for piece, field in table.fields.items()
                },
            )
        case _:
            return Many(name, Record(name, row_of(table)), keyed=True)


def grid_cells(table: GridTable, row: str) -> dict[str, PackField]:
    """Return the cells the form has in a row."""
    return {column: field for column in table.columns if (field := table.field(row, column))}


def row_of(table: Listing) -> dict[str, Node]:
    """Return what the names in a row of a list mean: its fields and the tables it owns."""
    owned: dict[str, Any] = table.tables
    return {**values_of(table.fields), **{name: table_node(name, below) for name, below in owned.items()}}


def values_of(fields: Mapping[str, PackField]) -> dict[str, Node]:
    """Return what the names of fields mean."""
    return {name: Value(name, field.type, field) for name, field in fields.items()}
