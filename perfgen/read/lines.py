"""The lines of a sheet under its header row, which is found by its words, not by its position."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import DUPLICATE_KEY, MISSING_COLUMN, UNKNOWN_COLUMN
from perfgen.pack.sheets import FIELD, NOTE, Sheet, same_name
from perfgen.place import Place
from perfgen.read.stored import Line, SheetCells, cell_place

_HEADER_WITHIN = 20
_IGNORED = frozenset(("单位", NOTE))


@dataclass(slots=True, eq=False)
class Lines:
    """The lines under a header: which sheet column holds which column of the pack.

    ``rows`` are those below the header that hold something in one of them.
    """

    cells: SheetCells
    header: int
    columns: Mapping[str, int]
    rows: Mapping[int, Line]

    def made_of(self, line: Line) -> raw.Branch | None:
        """Return what was made of a line under the same header, in this workbook or in another."""
        made = line.made
        return made[1] if made and made[0] is self.columns and not self.cells.merged else None

    def keep(self, line: Line, made: raw.Branch) -> None:
        """Keep what was made of a line."""
        if not self.cells.merged:  # else it depends on other lines
            line.made = self.columns, made

    def place(self, row: int, name: str) -> Place:
        """Return the place of a cell by the pack's column name."""
        return self.cells.place(row, self.columns.get(name, 1))

    def blank(self, row: int, column: int) -> raw.Scalar:
        """Return what stands in an empty cell."""
        return _blank(self.cells.name, row, column)

    def spread(self, row: int, name: str) -> raw.Scalar | None:
        """Return what a merged area that covers the cell holds in its first cell."""
        covered = self.cells.merged.get((row, self.columns.get(name, 0))) if self.cells.merged else None
        line = self.rows.get(covered[0]) if covered else None
        return line.get(covered[1]) if covered and line else None

    def is_merged(self, row: int, name: str) -> bool:
        """Tell whether a cell is merged with the one below it."""
        here = (row, self.columns[name])
        return bool(self.cells.merged) and self.cells.merged.get((row + 1, self.columns[name])) == here

    def only(self, rows: Mapping[int, Line]) -> "Lines":
        """Return some of these lines alone."""
        return Lines(self.cells, self.header, self.columns, rows)

    @property
    def where(self) -> Place:
        """The place of the header row."""
        return self.cells.place(self.header, 1)


@lru_cache(maxsize=16_384)  # a form has the same ones in many filings
def _blank(sheet: str, row: int, column: int) -> raw.Scalar:
    return raw.Scalar(None, cell_place(sheet, row, column))


def find_lines(sheet: Sheet, cells: SheetCells, findings: list[Finding]) -> Lines | None:
    """Find the header row and its columns; None where there is none."""
    header, columns, strange = 0, dict[str, int](), tuple[int, ...]()
    for row in islice(cells.rows, _HEADER_WITHIN):
        line = cells.rows[row]
        matched, others = _match(sheet, tuple(line), tuple([cell.text or "" for cell in line.values()]))
        if len(matched) > len(columns):
            header, columns, strange = row, matched, others
            if len(columns) == len(sheet.columns):
                break
    missing = [column for column in sheet.columns if column.required and column.name not in columns]
    if missing:
        names = "、".join(f"“{column.header}”" for column in missing)
        place = cells.place(header, 1) if header else Place("", cells.name)
        findings.append(MISSING_COLUMN.at(place, f"工作表“{cells.name}”缺少列 {names}", path=".".join(sheet.path)))
        return None
    for number in strange:
        if any(row > header and number in line for row, line in cells.rows.items()):
            scalar = cells.rows[header][number]
            findings.append(UNKNOWN_COLUMN.at(scalar.place, f"没有“{scalar.text}”这一列"))
    wanted = set(columns.values())
    rows = {row: line for row, line in cells.rows.items() if row > header and not wanted.isdisjoint(line)}
    return Lines(cells, header, columns, rows)


@lru_cache(maxsize=512)  # the same headers in every filing
def _match(sheet: Sheet, numbers: tuple[int, ...], header: tuple[str, ...]) -> tuple[dict[str, int], tuple[int, ...]]:
    """Return which columns of a sheet a row names, by name, and in which columns it holds something else."""
    matched: dict[str, int] = {}
    strange: list[int] = []
    for number, text in zip(numbers, header, strict=True):
        column = sheet.headers.get(same_name(text))
        if column:
            matched.setdefault(column.name, number)
        elif text not in _IGNORED and text.strip():
            strange.append(number)
    return matched, tuple(strange)


def named_lines(
    lines: Lines, names: Mapping[str, str], findings: list[Finding]
) -> Iterator[tuple[str, int, Line, Place]]:
    """Yield the lines that begin with a label: the name in the pack, else the label itself, each name once."""
    places: dict[str, Place] = {}
    first = lines.columns[FIELD]
    others = {*lines.columns.values()} - {first}
    for row, line in lines.rows.items():
        label = line.get(first)
        if label is None or not label.text:
            continue
        name = names.get(same_name(label.text), label.text)
        if others.isdisjoint(line) and name not in names.values():
            continue  # a line of explanation
        if name in places:
            findings.append(DUPLICATE_KEY.at(label.place, f"“{label.text}”有两行，另一行在 {places[name]}", path=name))
            continue
        places[name] = label.place
        yield name, row, line, label.place
