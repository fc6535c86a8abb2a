"""What a cell holds, as far as the cell itself tells: nothing here depends on the workbook around it."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.pack.sheets import Sheet
from perfgen.place import Place
from perfgen.read.coordinates import column_letters, row_and_column
from perfgen.read.formats import Looks, number_text
from perfgen.read.markup import unescaped

_EXACT = 15  # digits
_SHORT = re.compile(r"(?:0|[1-9][0-9]{0,9})\.[0-9]{0,3}[1-9]")  # reads as it is written
_OTHERS = ("b", "d", "e")  # true or false, a date, an error; whatever else it says, a cell holds a number


@dataclass(frozen=True, eq=False)
class Around:
    """What the meaning of a row or a sheet depends on besides what is written there, but for texts that are shared."""

    sheet: str
    looks: Looks
    since_1904: bool


class Stored:
    """A cell that holds something, by its kind: ``s`` a shared text by its ``number``, ``n`` a number, blank a text.

    ``text`` is what it reads as; a number, where its style makes nothing else of what is ``written``. Other kinds, such
    as ``b``, are what the file calls them, and their text is as written.
    ``made``: what was read of it last, ``around`` what that depends on besides a shared text. Cells of equal bytes are
    one.
    """

    __slots__ = ("around", "column", "coordinate", "kind", "made", "number", "row", "style", "text", "written")

    def __init__(
        self, coordinate: str, kind: str, text: str, style: str | None = None, written: str = "", number: int = 0
    ) -> None:
        """Take what it holds."""
        self.row, self.column = row_and_column(coordinate)
        self.coordinate = coordinate
        self.kind = kind
        self.text = text
        self.style = style
        self.written = written
        self.number = number
        self.around: Around | None = None
        self.made: raw.Scalar | None = None


class Line(dict[int, raw.Scalar]):
    """The filled cells of a row by column, from 1, and what was found in it.

    ``made``: what was made of it last, with the columns of the header above it.
    """

    __slots__ = ("findings", "made")
    __hash__ = object.__hash__  # type: ignore[assignment]  # which line it is, not what it holds

    def __init__(self, cells: Iterable[tuple[int, raw.Scalar]] = ()) -> None:
        """Take the cells in the order of their columns."""
        super().__init__(cells)
        self.findings: list[Finding] = []
        self.made: tuple[Mapping[str, int], raw.Branch] | None = None


class Row:
    """A row that holds something or is hidden: its cells, and the numbers of the texts that they share.

    ``made``: the line that was made of it last, with what that depends on. Rows of equal bytes are one.
    """

    __slots__ = ("cells", "hidden", "made", "number", "shared")

    def __init__(self, number: int, cells: tuple[Stored, ...], shared: tuple[int, ...], *, hidden: bool) -> None:
        """Take the cells."""
        self.number = number
        self.cells = cells
        self.hidden = hidden
        self.shared = shared
        self.made: tuple[Around, tuple[str, ...], Line] | None = None


@dataclass
class SheetCells:
    """The lines of a sheet by row, from 1; ``merged`` leads from a covered cell to its first one.

    Where two workbooks hold the same, their lines are one, and their sheets: nothing may change them.
    """

    name: str
    rows: dict[int, Line]
    merged: dict[tuple[int, int], tuple[int, int]]
    hidden: set[int]
    findings: list[Finding] = field(default_factory=list)
    made: tuple[Sheet, raw.Node, list[Finding]] | None = field(default=None, compare=False, repr=False)  # of it last

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell."""
        return cell_place(self.name, row, column)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, blank where there is none."""
        line = self.rows.get(row)
        scalar = line.get(column) if line else None
        return (scalar.text or "") if scalar else ""


@lru_cache(maxsize=4096)
def cell_place(sheet: str, row: int, column: int) -> Place:
    """Return the place of a cell."""
    return Place("", sheet, f"{column_letters(column)}{row}")


def stored(coordinate: str | None, style: str | None, kind: str | None, shown: str | None) -> Stored | None:
    """Return what a cell holds by its attributes and what is written in it; None where it is nothing."""
    if not shown or not coordinate:
        return None
    if kind == "s":
        return Stored(coordinate, "s", "", number=int(shown))
    if kind == "inlineStr":
        return Stored(coordinate, "", shown)
    if kind == "str":
        return Stored(coordinate, "", unescaped(shown))
    if kind in _OTHERS:
        return Stored(coordinate, kind, shown)
    text = _number(shown)
    return Stored(coordinate, "", shown) if text is None else Stored(coordinate, "n", text, style, shown)


def _number(written: str) -> str | None:
    """Return how a number reads; None where it is none."""
    if (written.isdecimal() and len(written) <= _EXACT) or _SHORT.fullmatch(written):  # most are
        return written
    value = finite(written)
    return None if value is None else number_text(value)


def finite(written: str) -> float | None:
    """Return the number that is written; None where it is none."""
    try:
        value = float(written)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
