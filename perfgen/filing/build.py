"""From the tree of a file to a typed filing: every fault a finding at its place, nothing given up early."""

import difflib
from collections.abc import Iterable, Mapping

from perfgen.filing import raw
from perfgen.filing.model import Cell, Filing, Form, Grid, Listing, Narrative, Node, Row
from perfgen.filing.prose import build_prose
from perfgen.filing.types import WrongValue, clean, has_invisible, read_value
from perfgen.finding import Finding
from perfgen.finding.catalogue import (
    DUPLICATE_ROW,
    INVISIBLE_CHARACTERS,
    MISSING_VALUE,
    NUMBER_AS_TEXT,
    UNKNOWN_FIELD,
    WRONG_SHAPE,
)
from perfgen.pack import (
    NUMERIC,
    FormTable,
    GridTable,
    IndicatorTable,
    Pack,
    PackField,
    Table,
    TextTable,
)
from perfgen.pack import (
    Listing as ListSpec,
)
from perfgen.place import Place
from perfgen.value import Blank

PACK_KEY = "模板包"
IGNORE_KEY = "忽略"


def build(pack: Pack, tree: raw.Branch, source: str) -> tuple[Filing, list[Finding]]:
    """Return the filing and everything wrong with its structure and types."""
    builder = _Builder()
    builder.report_unknown(tree, [*pack.tables, PACK_KEY], "")
    tables = {name: builder.table(name, table, tree.parts.get(name), tree.place) for name, table in pack.tables.items()}
    return Filing(pack, source, tables), builder.findings


class _Builder:
    """Collects findings while it builds."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def report_unknown(self, branch: raw.Branch, known: Iterable[str], path: str) -> None:
        names = list(known)
        for name in branch.parts:
            if name in names:
                continue
            near = difflib.get_close_matches(name, names, 1, 0.5)
            help = f"是不是“{near[0]}”？请改成模板包里的名称，或删去" if near else ""  # noqa: A001
            where = f"“{path}”下" if path else ""
            self.findings.append(
                UNKNOWN_FIELD.at(
                    branch.keys[name], f"{where}没有“{name}”这一栏", path=f"{path}.{name}".lstrip("."), help=help
                )
            )

    def table(self, path: str, table: Table, node: raw.Node | None, place: Place) -> Node:
        place = node.place if node else place
        title = table.label or path.rpartition(".")[2]
        match table:
            case FormTable():
                cells = self.cells(path, table.fields, self.branch(node, path, place))
                return Form(path, title, cells)
            case GridTable():
                return self.grid(path, title, table, self.branch(node, path, place))
            case TextTable():
                branch = self.branch(node, path, place)
                self.report_unknown(branch, table.fields, path)
                prose = {
                    name: build_prose(
                        f"{path}.{name}", name, field, branch.parts.get(name), branch.place, self.findings
                    )
                    for name, field in table.fields.items()
                }
                return Narrative(path, title, prose)
            case _:
                return self.listing(path, title, table, node)

    def branch(self, node: raw.Node | None, path: str, place: Place) -> raw.Branch:
        if isinstance(node, raw.Branch):
            return node
        if node is not None and not (isinstance(node, raw.Scalar) and (node.text is None or node.unreadable)):
            self.findings.append(WRONG_SHAPE.at(node.place, f"“{path}”应当是“栏目: 值”的一组", path=path))
        return raw.Branch({}, place, {})

    def cells(self, path: str, fields: Mapping[str, PackField], branch: raw.Branch) -> dict[str, Cell]:
        self.report_unknown(branch, fields, path)
        return {
            name: self.cell(f"{path}.{name}", name, field, branch.parts.get(name), branch.place)
            for name, field in fields.items()
        }

    def cell(self, path: str, name: str, field: PackField, node: raw.Node | None, place: Place) -> Cell:
        if node is not None and not isinstance(node, raw.Scalar):
            self.findings.append(WRONG_SHAPE.at(node.place, f"“{path}”应当是一个值", path=path))
            return Cell(path, name, field, Blank(path), node.place, broken=True)
        if node is not None and node.unreadable:
            return Cell(path, name, field, Blank(path), node.place, broken=True)
        text = clean(node.text) if node and node.text is not None else ""
        place = node.place if node else place
        if node and node.text is not None and has_invisible(node.text):
            self.findings.append(INVISIBLE_CHARACTERS.at(place, f"“{name}”里有不可见的控制字符", path=path))
        if not text:
            if field.required and not field.formula:
                self.findings.append(MISSING_VALUE.at(place, f"“{field.label or name}”必须填写", path=path))
            return Cell(path, name, field, Blank(path), place)
        try:
            value = read_value(field, text, path)
        except WrongValue as wrong:
            self.findings.append(wrong.kind.at(place, f"“{field.label or name}”{wrong}", path=path, help=wrong.help))
            return Cell(path, name, field, Blank(path), place, broken=True)
        if place.sheet and field.type in NUMERIC and node and not node.number and "%" not in text:
            self.findings.append(
                NUMBER_AS_TEXT.at(place, f"“{field.label or name}”的 {text} 是文本格式的数字", path=path)
            )
        return Cell(path, name, field, value, place)

    def grid(self, path: str, title: str, table: GridTable, branch: raw.Branch) -> Grid:
        self.report_unknown(branch, table.rows, path)
        rows: dict[str, dict[str, Cell]] = {}
        for row in table.rows:
            row_path = f"{path}.{row}"
            parts = self.branch(branch.parts.get(row), row_path, branch.place)
            here = {column: field for column in table.columns if (field := table.field(row, column))}
            rows[row] = self.cells(row_path, here, parts)
        return Grid(path, title, rows, {name: row.label or name for name, row in table.rows.items()})

    def listing(self, path: str, title: str, table: ListSpec, node: raw.Node | None) -> Listing:
        items: tuple[raw.Node, ...] = ()
        if isinstance(node, raw.Items):
            items = node.items
        elif node is not None and not (isinstance(node, raw.Scalar) and (node.text is None or node.unreadable)):
            self.findings.append(WRONG_SHAPE.at(node.place, f"“{path}”应当是一行一项的列表", path=path))
        rows: list[Row] = []
        taken: dict[str, Place] = {}
        for number, item in enumerate(items, start=1):
            branch = self.branch(item, f"{path}[第{number}行]", item.place)
            if _is_empty(branch):
                continue
            rows.append(self.row(path, table, branch, number, taken))
        return Listing(path, title, (*table.fields, *table.tables), tuple(rows))

    def row(self, path: str, table: ListSpec, branch: raw.Branch, number: int, taken: dict[str, Place]) -> Row:
        named = branch.parts.get(table.key)
        place = named.place if named else branch.place
        key = _words(named)
        if key in taken and isinstance(table, IndicatorTable):  # the same name may stand under another second level
            key = f"{_words(branch.parts.get('二级指标'))}/{key}"
        if key in taken:
            message = f"“{key}”在“{path}”里出现两次，另一处在 {taken[key]}"
            self.findings.append(DUPLICATE_ROW.at(place, message, path=f"{path}[{key}]"))
            key = f"{key}#{number}"
        shown = key or f"第{number}行"
        if key:
            taken[key] = place
        row_path = f"{path}[{shown}]"
        self.report_unknown(branch, [*table.fields, *table.tables], row_path)
        own = {name: part for name, part in branch.parts.items() if name not in table.tables}
        cells = {
            name: self.cell(f"{row_path}.{name}", name, field, own.get(name), branch.place)
            for name, field in table.fields.items()
        }
        tables = {
            name: self.table(f"{row_path}.{name}", owned, branch.parts.get(name), branch.place)
            for name, owned in table.tables.items()
        }
        return Row(row_path, shown, place, cells, tables)


def _words(node: raw.Node | None) -> str:
    return clean(node.text) if isinstance(node, raw.Scalar) and node.text else ""


def _is_empty(node: raw.Node) -> bool:
    match node:
        case raw.Scalar():
            return not node.unreadable and not clean(node.text or "")
        case raw.Branch():
            return all(_is_empty(part) for part in node.parts.values())
        case _:
            return all(_is_empty(item) for item in node.items)
