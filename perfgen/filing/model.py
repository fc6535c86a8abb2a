"""A filing as entered: typed values in the shape of the pack, each with its place.

Nothing changes once it is built. What there is much of is not frozen all the same: it costs four times as much.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from perfgen.pack import Pack, PackField, TextField
from perfgen.place import Place
from perfgen.value import Blank, Value


@dataclass(slots=True)
class Cell:
    """One field of one filing: what was entered (a blank where nothing was), and where.

    ``row`` is what messages call its row: ``三公经费·``, blank in a form. ``plain``: what was entered is what it holds,
    there is nothing to compute. ``broken``: something was entered that could not be read; a finding says so.
    """

    path: str
    name: str
    row: str = dataclasses.field(compare=False)
    field: PackField = dataclasses.field(compare=False)
    entered: Value = dataclasses.field(default_factory=Blank)
    place: Place = dataclasses.field(default_factory=Place, compare=False)
    plain: bool = dataclasses.field(default=False, compare=False)
    broken: bool = dataclasses.field(default=False, compare=False)

    @property
    def label(self) -> str:
        """What messages call it: ``编制数``, ``三公经费·本年决算数``, ``普法宣传天数·得分``."""
        return self.row + (self.field.label or self.name)


class Form(NamedTuple):
    """A form: one cell a field."""

    path: str
    title: str
    cells: Mapping[str, Cell]


class Grid(NamedTuple):
    """A grid: rows of cells; where the form has no cell there is none."""

    path: str
    title: str
    rows: Mapping[str, Mapping[str, Cell]]


@dataclass(slots=True)
class Row:
    """A row of a list, with the tables it owns.

    ``computed``: what its own cells alone make of its fields, by path, once it is known: equal rows of two filings are
    one.
    ``gathered``: what checks took from it last, with what that depends on, where nothing else of a filing does.
    """

    path: str
    key: str
    place: Place = dataclasses.field(compare=False)
    cells: Mapping[str, Cell]
    tables: Mapping[str, "Node"]
    computed: Mapping[str, Value] | None = dataclasses.field(default=None, compare=False, repr=False)
    gathered: object = dataclasses.field(default=None, compare=False, repr=False)


class Listing(NamedTuple):
    """A list of rows."""

    path: str
    title: str
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Paragraph:
    """A paragraph as written, placeholders and all."""

    text: str
    place: Place = dataclasses.field(compare=False)


@dataclass(slots=True)
class Section:
    """A heading with its paragraphs and the sections under it; the heading may be blank."""

    heading: Paragraph | None
    body: tuple[Paragraph, ...]
    sections: tuple["Section", ...] = ()

    def paragraphs(self) -> list[Paragraph]:
        """Return everything written in it, in order."""
        written = [self.heading, *self.body] if self.heading else [*self.body]
        for section in self.sections:
            written += section.paragraphs()
        return written

    def headings(self) -> Iterator[Paragraph]:
        """Yield the headings in it, in order."""
        if self.heading:
            yield self.heading
        for section in self.sections:
            yield from section.headings()

    def __bool__(self) -> bool:
        """Tell whether anything is written in it."""
        return bool(self.heading or self.body) or any(self.sections)


@dataclass(slots=True)
class Prose:
    """One piece of narrative; its section's heading is the unit's own, None where the pack's label stands."""

    path: str
    name: str
    field: TextField = dataclasses.field(compare=False)
    section: Section
    place: Place = dataclasses.field(compare=False)


class Narrative(NamedTuple):
    """The narrative of a report."""

    path: str
    title: str
    fields: Mapping[str, Prose]


Node = Form | Grid | Listing | Narrative


@dataclass(frozen=True, slots=True)
class Filing:
    """One unit's figures and text for one year; equal filings hold the same values, wherever they stand.

    ``lively`` are the forms and rows, by path, in which a hand wrote placeholders.
    """

    pack: Pack = dataclasses.field(compare=False)
    tables: Mapping[str, Node]
    lively: frozenset[str] = dataclasses.field(default=frozenset(), compare=False)

    def cells(self) -> Iterator[Cell]:
        """Yield every cell in the order of the pack."""
        for table in self.tables.values():
            yield from _cells(table)

    def prose(self) -> Iterator[Prose]:
        """Yield every piece of narrative in the order of the pack."""
        for table in self.tables.values():
            if isinstance(table, Narrative):
                yield from table.fields.values()


def _cells(table: Node) -> Iterator[Cell]:
    match table:
        case Form():
            yield from table.cells.values()
        case Grid():
            for row in table.rows.values():
                yield from row.values()
        case Listing():
            for line in table.rows:
                yield from line.cells.values()
                for owned in line.tables.values():
                    yield from _cells(owned)
