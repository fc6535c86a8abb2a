"""Every formula of a pack with its place in the manifest and the names it may use there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfgen.authoring.schema import Node, Value, grid_cells, row_of, values_of
from perfgen.pack import FormTable, GridTable, Pack, PackField, Table, TextTable

Names = Mapping[str, Node]


@dataclass(frozen=True)
class Written:
    """One formula: where it stands (``tables.收支.执行率.formula``), itself, and what the names mean there."""

    place: str
    source: str
    names: Names


def formulas(pack: Pack, outer: Names) -> Iterator[Written]:
    """Yield the formulas of all tables; ``outer`` are the names at the top."""
    for name, table in pack.tables.items():
        yield from _of_table(f"tables.{name}", table, outer)


def tables_of(pack: Pack) -> Iterator[tuple[str, Table]]:
    """Yield every table with its place, those of a list's rows after it."""
    for name, table in pack.tables.items():
        yield from _nested(f"tables.{name}", table)


def _nested(place: str, table: Table) -> Iterator[tuple[str, Table]]:
    yield place, table
    if not isinstance(table, (FormTable, GridTable, TextTable)):
        for name, owned in table.tables.items():
            yield from _nested(f"{place}.{name}", owned)


def _of_table(place: str, table: Table, outer: Names) -> Iterator[Written]:
    match table:
        case FormTable():
            yield from _of_fields(place, table.fields, _within(values_of(table.fields), outer))
        case GridTable():
            yield from _of_grid(place, table, outer)
        case TextTable():
            return
        case _:
            inner = _within(row_of(table), outer)
            yield from _of_fields(place, table.fields, inner)
            for name, below in table.tables.items():
                yield from _of_table(f"{place}.{name}", below, inner)


def _of_fields(place: str, fields: Mapping[str, PackField], names: Names) -> Iterator[Written]:
    for name, field in fields.items():
        if field.formula:
            yield Written(f"{place}.{name}.formula", field.formula, names)


def _of_grid(place: str, table: GridTable, outer: Names) -> Iterator[Written]:
    """Yield the formula of every cell: its names are the columns of its row, then the rows of its column."""
    cells = {row: grid_cells(table, row) for row in table.rows}
    for row, line in table.rows.items():
        for column, field in cells[row].items():
            if not field.formula:
                continue
            beside = {other: below[column] for other, below in cells.items() if column in below}
            own: dict[str, Node] = {"列": Value("列"), "行": Value("行")}
            names = _within(values_of(cells[row]), _within(values_of(beside), _within(own, outer)))
            if line.formulas.get(column):
                where = f"{row}.formulas.{column}"
            else:
                where = f"{column}.formula" if table.columns[column].formula else f"{row}.formula"
            yield Written(f"{place}.{where}", field.formula, names)


def _within(inner: Names, outer: Names) -> Names:
    """Return the names of both; the inner ones decide and come first."""
    return {**inner, **{name: node for name, node in outer.items() if name not in inner}}
