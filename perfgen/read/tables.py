"""Forms, grids and lists read from the lines of a sheet."""

from collections.abc import Mapping

from perfgen.filing import clean, raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import MERGED_CELLS, ORPHAN_ROW
from perfgen.pack import NUMERIC, FormTable, GridTable, PackField, TextTable
from perfgen.pack.sheets import FIELD, VALUE, Sheet
from perfgen.place import Place
from perfgen.read.lines import Lines, named_lines
from perfgen.read.narrative import read_narrative
from perfgen.read.stored import Line


def read_table(sheet: Sheet, lines: Lines, findings: list[Finding]) -> raw.Node:
    """Read the lines of one table by its kind."""
    match sheet.table:
        case FormTable():
            return _read_form(sheet.names, lines, findings)
        case GridTable():
            return _read_grid(sheet.table, sheet.names, lines, findings)
        case TextTable():
            return read_narrative(sheet.names, lines, findings)
        case _:
            return _read_rows(sheet.table.fields, lines, findings)


def _read_form(names: Mapping[str, str], lines: Lines, findings: list[Finding]) -> raw.Branch:
    parts: dict[str, raw.Node] = {}
    keys: dict[str, Place] = {}
    column = lines.columns[VALUE]
    for name, row, line, place in named_lines(lines, names, findings):
        parts[name] = line.get(column) or lines.blank(row, column)
        keys[name] = place
    return raw.Branch(parts, lines.where, keys)


def _read_grid(table: GridTable, names: Mapping[str, str], lines: Lines, findings: list[Finding]) -> raw.Branch:
    columns = [(column, lines.columns[column]) for column in table.columns if column in lines.columns]
    parts: dict[str, raw.Node] = {}
    keys: dict[str, Place] = {}
    for name, row, line, place in named_lines(lines, names, findings):
        known = lines.made_of(line)
        if known is None:
            cells: dict[str, raw.Node] = {
                column: line.get(number) or lines.blank(row, number)
                for column, number in columns
                if number in line or (name in table.rows and table.field(name, column))
            }
            known = raw.Branch(cells, place)
            lines.keep(line, known)
        parts[name] = known
        keys[name] = place
    return raw.Branch(parts, lines.where, keys)


def _read_rows(fields: Mapping[str, PackField], lines: Lines, findings: list[Finding]) -> raw.Items:
    columns = [(name, lines.columns[name]) for name in fields if name in lines.columns]
    first = lines.columns.get(next(iter(fields)), 1)
    blank = lines.blank
    items: list[raw.Branch] = []
    for row, line in lines.rows.items():
        known = lines.made_of(line)
        if known is None:
            parts: dict[str, raw.Node] = {name: line.get(column) or blank(row, column) for name, column in columns}
            if lines.cells.merged:
                _spread(fields, lines, row, parts, findings)
            known = raw.Branch(parts, (line.get(first) or blank(row, first)).place)
            lines.keep(line, known)
        items.append(known)
    return raw.Items(tuple(items), lines.where)


def _spread(
    fields: Mapping[str, PackField], lines: Lines, row: int, parts: dict[str, raw.Node], findings: list[Finding]
) -> None:
    """Let a merged group cell stand for each of its rows; a merged figure cannot."""
    for name, cell in parts.items():
        field = fields[name]
        is_blank = lines.columns[name] not in lines.rows[row]
        if field.type in NUMERIC:
            if not is_blank and lines.is_merged(row, name):
                findings.append(MERGED_CELLS.at(cell.place, f"“{field.label or name}”的单元格合并了几行"))
        elif is_blank:
            parts[name] = lines.spread(row, name) or cell


def share_out(sheet: Sheet, lines: Lines, owner: raw.Items, findings: list[Finding]) -> raw.Items:
    """Return the list with the rows of a table that its rows own; a blank key is the one above."""
    key, name = sheet.columns[0].name, sheet.path[1]
    owners = {_words(item.parts.get(key)): item for item in owner if isinstance(item, raw.Branch)}
    rows: dict[str, dict[int, Line]] = {}
    current, column = "", lines.columns[key]
    others = {number for name, number in lines.columns.items() if name not in (key, FIELD)}
    for row, line in lines.rows.items():
        named = line.get(column) or lines.spread(row, key)
        current = _words(named) or current
        if current in owners and current:
            rows.setdefault(current, {})[row] = line
        elif not others.isdisjoint(line):
            place = named.place if named else lines.place(row, key)
            message = f"“{named.text}”不在“{sheet.path[0]}”表里" if named else f"这一行没有写明是哪个{key}"
            findings.append(ORPHAN_ROW.at(place, message, path=".".join(sheet.path)))
    owned = {id(owners[named]): read_table(sheet, lines.only(below), findings) for named, below in rows.items()}
    return raw.Items(tuple(_with(item, name, owned.get(id(item))) for item in owner), owner.place)


def _with(item: raw.Node, name: str, node: raw.Node | None) -> raw.Node:
    if node is None or not isinstance(item, raw.Branch):
        return item
    return raw.Branch({**item.parts, name: node}, item.place, unreadable=item.unreadable)


def _words(node: raw.Node | None) -> str:
    return clean(node.text or "") if isinstance(node, raw.Scalar) else ""
