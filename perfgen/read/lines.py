"""The lines of a sheet under its header row, which is found by its words, not by its position."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import DUPLICATE_KEY, MISSING_COLUMN, UNKNOWN_COLUMN
from perfgen.pack.sheets import FIELD, NOTE, Column, Sheet, same_name
from perfgen.place import Place
from perfgen.read.cells import SheetCells

_HEADER_WITHIN = 20
_IGNORED = frozenset(("单位", NOTE))


@dataclass(frozen=True)
class Lines:
    """The lines under a header: which sheet column holds which column of the pack."""

    cells: SheetCells
    header: int
    columns: Mapping[str, int]

    def __iter__(self) -> Iterator[tuple[int, dict[str, raw.Scalar]]]:
        """Yield row number and the filled cells by column name; rows with nothing in them are passed over."""
        for row, line in self.cells.rows.items():
            if row > self.header:
                found = {name: line[column] for name, column in self.columns.items() if column in line}
                if found:
                    yield row, found

    def place(self, row: int, name: str) -> Place:
        """Return the place of a cell by the pack's column name."""
        return self.cells.place(row, self.columns.get(name, 1))

    def blank(self, row: int, name: str) -> raw.Scalar:
        """Return what stands in an empty cell."""
        return raw.Scalar(None, self.place(row, name))

    def spread(self, row: int, name: str) -> raw.Scalar | None:
        """Return what a merged area that covers the cell holds in its first cell."""
        covered = self.cells.merged.get((row, self.columns.get(name, 0))) if self.cells.merged else None
        return self.cells.rows.get(covered[0], {}).get(covered[1]) if covered and covered[0] > self.header else None

    def is_merged(self, row: int, name: str) -> bool:
        """Tell whether a cell is merged with the one below it."""
        here = (row, self.columns[name])
        return bool(self.cells.merged) and self.cells.merged.get((row + 1, self.columns[name])) == here

    def only(self, rows: list[int]) -> "Lines":
        """Return these lines alone."""
        kept = {row: self.cells.rows[row] for row in rows}
        return replace(self, cells=replace(self.cells, rows=kept))

    @property
    def where(self) -> Place:
        """The place of the header row."""
        return self.cells.place(self.header, 1)


def find_lines(sheet: Sheet, cells: SheetCells, findings: list[Finding]) -> Lines | None:
    """Find the header row and its columns; None where there is none."""
    wanted = {same_name(text): column for column in sheet.columns for text in (column.name, column.header)}
    header, columns = 0, dict[str, int]()
    for row in sorted(cells.rows)[:_HEADER_WITHIN]:
        matched = _match(wanted, cells.rows[row])
        if len(matched) > len(columns):
            header, columns = row, matched
            if len(columns) == len(sheet.columns):
                break
    missing = [column for column in sheet.columns if column.required and column.name not in columns]
    if missing:
        names = "、".join(f"“{column.header}”" for column in missing)
        place = cells.place(header, 1) if header else Place(cells.file, cells.name)
        findings.append(MISSING_COLUMN.at(place, f"工作表“{cells.name}”缺少列 {names}", path=".".join(sheet.path)))
        return None
    for number, scalar in cells.rows[header].items():
        text = scalar.text or ""
        known = same_name(text) in wanted or text in _IGNORED or not text.strip()
        if not known and any(number in line for row, line in cells.rows.items() if row > header):
            findings.append(UNKNOWN_COLUMN.at(scalar.place, f"没有“{text}”这一列"))
    return Lines(cells, header, columns)


def _match(wanted: Mapping[str, Column], line: Mapping[int, raw.Scalar]) -> dict[str, int]:
    matched: dict[str, int] = {}
    for number, scalar in line.items():
        column = wanted.get(same_name(scalar.text or ""))
        if column:
            matched.setdefault(column.name, number)
    return matched


def named_lines(
    lines: Lines, names: Mapping[str, str], findings: list[Finding]
) -> Iterator[tuple[str, int, dict[str, raw.Scalar], Place]]:
    """Yield the lines that begin with a label: the name in the pack, else the label itself, each name once."""
    places: dict[str, Place] = {}
    for row, line in lines:
        label = line.get(FIELD)
        if label is None or not label.text:
            continue
        name = names.get(same_name(label.text), label.text)
        if name not in names.values() and len(line) == 1:
            continue  # a line of explanation
        if name in places:
            findings.append(DUPLICATE_KEY.at(label.place, f"“{label.text}”有两行，另一行在 {places[name]}", path=name))
            continue
        places[name] = label.place
        yield name, row, line, label.place
