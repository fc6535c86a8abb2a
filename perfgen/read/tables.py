"""Forms, grids and lists read from the lines of a sheet."""

from collections.abc import Mapping

from perfgen.filing import clean, raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import MERGED_CELLS, ORPHAN_ROW
from perfgen.pack import NUMERIC, FormTable, GridTable, PackField, TextTable
from perfgen.pack.sheets import FIELD, VALUE, Sheet, names_by_label
from perfgen.place import Place
from perfgen.read.lines import Lines, named_lines
from perfgen.read.narrative import read_narrative


def read_table(sheet: Sheet, lines: Lines, findings: list[Finding]) -> raw.Node:
    """Read the lines of one table by its kind."""
    match sheet.table:
        case FormTable():
            return _read_form(sheet.table, lines, findings)
        case GridTable():
            return _read_grid(sheet.table, lines, findings)
        case TextTable():
            return read_narrative(sheet.table, lines, findings)
        case _:
            return _read_rows(sheet.table.fields, lines, findings)


def _read_form(table: FormTable, lines: Lines, findings: list[Finding]) -> raw.Branch:
    names = names_by_label({name: field.label for name, field in table.fields.items()})
    parts: dict[str, raw.Node] = {}
    keys: dict[str, Place] = {}
    for name, row, line, place in named_lines(lines, names, findings):
        parts[name] = line.get(VALUE) or lines.blank(row, VALUE)
        keys[name] = place
    return raw.Branch(parts, lines.where, keys)


def _read_grid(table: GridTable, lines: Lines, findings: list[Finding]) -> raw.Branch:
    names = names_by_label({name: row.label for name, row in table.rows.items()})
    columns = [column for column in table.columns if column in lines.columns]
    parts: dict[str, raw.Node] = {}
    keys: dict[str, Place] = {}
    for name, row, line, place in named_lines(lines, names, findings):
        cells = {
            column: line.get(column) or lines.blank(row, column)
            for column in columns
            if column in line or (name in table.rows and table.field(name, column))
        }
        parts[name] = raw.Branch({**cells}, place, {column: cell.place for column, cell in cells.items()})
        keys[name] = place
    return raw.Branch(parts, lines.where, keys)


def _read_rows(fields: Mapping[str, PackField], lines: Lines, findings: list[Finding]) -> raw.Items:
    columns = [(name, field.type in NUMERIC) for name, field in fields.items() if name in lines.columns]
    items: list[raw.Branch] = []
    for row, line in lines:
        parts: dict[str, raw.Node] = {}
        keys: dict[str, Place] = {}
        for name, numeric in columns:
            cell = line.get(name)
            if cell is None:
                cell = lines.blank(row, name)
                keys[name] = cell.place
                # A merged group cell stands for each of its rows; a merged figure cannot.
                parts[name] = cell if numeric else lines.spread(row, name) or cell
            else:
                keys[name] = cell.place
                parts[name] = cell
                if numeric and lines.is_merged(row, name):
                    message = f"“{fields[name].label or name}”的单元格合并了几行"
                    findings.append(MERGED_CELLS.at(cell.place, message))
        items.append(raw.Branch(parts, keys.get(next(iter(fields))) or lines.place(row, next(iter(fields))), keys))
    return raw.Items(tuple(items), lines.where)


def share_out(sheet: Sheet, lines: Lines, owner: raw.Items, findings: list[Finding]) -> None:
    """Give the rows of an owned table to the rows of the list that owns it; a blank key is the one above."""
    if sheet.owner is None:
        return
    key, name = sheet.columns[0].name, sheet.path[1]
    owners = {_words(item.parts.get(key)): item for item in owner if isinstance(item, raw.Branch)}
    rows: dict[str, list[int]] = {}
    current = ""
    for row, line in lines:
        named = line.get(key) or lines.spread(row, key)
        current = _words(named) or current
        if current in owners and current:
            rows.setdefault(current, []).append(row)
        elif set(line) - {key, FIELD}:
            place = named.place if named else lines.place(row, key)
            message = f"“{named.text}”不在“{sheet.path[0]}”表里" if named else f"这一行没有写明是哪个{key}"
            findings.append(ORPHAN_ROW.at(place, message, path=".".join(sheet.path)))
    for owned_by, numbers in rows.items():
        node = read_table(sheet, lines.only(numbers), findings)
        owners[owned_by].parts[name] = node
        owners[owned_by].keys[name] = node.place


def _words(node: raw.Node | None) -> str:
    return clean(node.text or "") if isinstance(node, raw.Scalar) else ""
