"""The lines of a sheet under its header, cell by cell, before anything is drawn."""

from collections.abc import Iterator, Mapping

from perfgen.blank.entries import Look, explanation, look_of
from perfgen.blank.outline import text_lines
from perfgen.blank.slots import TEXT, Line, Slot, label, note
from perfgen.filing import Cell, Filing, Form, Grid, Listing, Narrative
from perfgen.filing.model import Node
from perfgen.pack import FormTable, GridTable, IndicatorTable, ListTable, PackField, Table, TextTable
from perfgen.pack.sheets import NOTE, Column, Sheet
from perfgen.value import Blank, Value

UNIT = "单位"
_BLANK_ROWS, _BLANK_INDICATORS, _MORE_ROWS, _MORE_BLOCKS = 20, 60, 10, 3


def extra_headers(table: Table) -> tuple[str, ...]:
    """Return the headers that only explain; the reader passes over them."""
    match table:
        case FormTable():
            return UNIT, NOTE
        case GridTable() | TextTable():
            return (NOTE,)
        case _:
            return ()


def sheet_lines(sheet: Sheet, filing: Filing | None) -> list[Line]:
    """Return every line under the header, with the spare ones."""
    top = filing.tables[sheet.path[0]] if filing else None
    if sheet.owner is None:
        lines = list(_table_lines(sheet.table, top))
        return [*lines, *_spare(sheet.table, len(lines), blank=top is None)]
    key, *_ = sheet.columns
    owned: list[tuple[Value, Node | None]] = [
        (row.cells[key.name].entered, row.tables[sheet.path[1]])
        for row in (top.rows if isinstance(top, Listing) else ())
    ]
    lines = [
        (_key_slot(sheet.owner.fields[key.name], owner), *line)
        for owner, node in owned or [(Blank(), None)]
        for line in _table_lines(sheet.table, node)
    ]
    spare = _spare(sheet.table, len(lines), blank=not owned, block=len(lines) // max(len(owned), 1))
    return [*lines, *((_key_slot(sheet.owner.fields[key.name], Blank()), *line) for line in spare)]


def column_field(sheet: Sheet, column: Column) -> PackField:
    """Return the field whose values a column holds; a column of labels or paragraphs is plain text."""
    if sheet.owner and column == sheet.key_column:
        return sheet.owner.fields[column.name]
    match sheet.table:
        case GridTable():
            return sheet.table.columns.get(column.name, TEXT)
        case ListTable() | IndicatorTable():
            return sheet.table.fields[column.name]
        case _:
            return TEXT


def _key_slot(field: PackField, value: Value) -> Slot:
    return Slot(Look.REQUIRED, value, field, field.label)


def _table_lines(table: Table, node: Node | None) -> Iterator[Line]:
    match table:
        case FormTable():
            cells = node.cells if isinstance(node, Form) else {}
            for name, field in table.fields.items():
                look = look_of(field)
                yield (
                    label(field.label or name),
                    _slot(look, name, field, cells),
                    note(field.unit),
                    note(explanation(field, look)),
                )
        case GridTable():
            grid = node.rows if isinstance(node, Grid) else {}
            for row in table.rows:
                yield _grid_line(table, row, grid.get(row, {}))
        case TextTable():
            pieces = node.fields if isinstance(node, Narrative) else {}
            for name, piece in table.fields.items():
                yield from text_lines(name, piece, pieces.get(name))
        case _:
            for line in node.rows if isinstance(node, Listing) else ():
                yield _list_line(table.fields, line.cells)


def _grid_line(table: GridTable, row: str, cells: Mapping[str, Cell]) -> Line:
    slots: list[Slot] = []
    for column in table.columns:
        field = table.field(row, column)
        slots.append(_slot(look_of(field), column, field, cells) if field else Slot(Look.CLOSED))
    open_looks = {slot.look for slot in slots} - {Look.CLOSED}
    spec = table.rows[row]
    computed = Look.COMPUTED.value if open_looks == {Look.COMPUTED} else ""
    return label(spec.label or row), *slots, note("必填" if spec.required else "", computed, spec.hint)


def _list_line(fields: Mapping[str, PackField], cells: Mapping[str, Cell]) -> Line:
    return tuple(
        _slot(look_of(field, required=name == "三级指标"), name, field, cells) for name, field in fields.items()
    )


def _slot(look: Look, name: str, field: PackField, cells: Mapping[str, Cell]) -> Slot:
    return Slot(look, cells[name].entered if name in cells else "", field, field.label or name)


def _spare(table: Table, filled: int, *, blank: bool, block: int = 0) -> Iterator[Line]:
    """Yield lines that are drawn but hold nothing: rows to fill in, room for more blocks of an owned grid."""
    match table:
        case ListTable() | IndicatorTable():
            empty = _BLANK_INDICATORS if isinstance(table, IndicatorTable) else _BLANK_ROWS
            count = empty - filled if blank else _MORE_ROWS
            for _ in range(count):
                yield _list_line(table.fields, {})
        case GridTable() if block:
            for _ in range(block * _MORE_BLOCKS):
                yield label(""), *(Slot(Look.INPUT, field=field) for field in table.columns.values()), note()
        case _:
            return
