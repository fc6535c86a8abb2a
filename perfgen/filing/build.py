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
from perfgen.value import Blank, Number, Value

PACK_KEY = "模板包"


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
                missing = raw.Scalar(None, branch.place, unreadable=branch.unreadable)
                prose = {
                    name: build_prose(f"{path}.{name}", name, field, branch.parts.get(name, missing), self.findings)
                    for name, field in table.fields.items()
                }
                return Narrative(path, title, prose)
            case _:
                return self.listing(path, title, table, node)

    def branch(self, node: raw.Node | None, path: str, place: Place) -> raw.Branch:
        if isinstance(node, raw.Branch):
            return node
        if node is None or (isinstance(node, raw.Scalar) and node.text is None):
            return raw.Branch({}, place, {}, unreadable=isinstance(node, raw.Scalar) and node.unreadable)
        self.findings.append(WRONG_SHAPE.at(node.place, f"“{path}”应当是“栏目: 值”的一组", path=path))
        return raw.Branch({}, place, {}, unreadable=True)

    def cells(
        self,
        path: str,
        fields: Mapping[str, PackField],
        branch: raw.Branch,
        *,
        row: str = "",
        others: Iterable[str] = (),
    ) -> dict[str, Cell]:
        """Build the cells of a form or of a row; ``others`` are names that belong to owned tables."""
        parts = branch.parts
        if not parts.keys() <= fields.keys():
            self.report_unknown(branch, [*fields, *others], path)
        missing = raw.Scalar(None, branch.place, branch.unreadable)
        cells: dict[str, Cell] = {}
        for name, field in fields.items():
            node = parts.get(name, missing)
            cell_path, label = f"{path}.{name}", row + (field.label or name)
            entered = self.entered(cell_path, label, field, node)
            held = Blank(cell_path) if entered is None else entered
            cells[name] = Cell(cell_path, name, label, field, held, node.place, entered is None)
        return cells

    def entered(self, path: str, label: str, field: PackField, node: raw.Node) -> Value | None:
        """Return what was entered in a field, or None with a finding where it cannot be read."""
        if not isinstance(node, raw.Scalar):
            self.findings.append(WRONG_SHAPE.at(node.place, f"“{label}”应当是一个值", path=path))
            return None
        if node.unreadable:
            return None
        text = node.text or ""
        text = text.strip() if text.isprintable() else self.text(path, label, node)  # as most are
        if not text:
            if field.required and not field.formula:
                self.findings.append(MISSING_VALUE.at(node.place, f"“{label}”必须填写", path=path))
            return Blank(path)
        try:
            value = read_value(field, text, path)
        except WrongValue as wrong:
            self.findings.append(wrong.kind.at(node.place, f"“{label}”{wrong}", path=path, help=wrong.help))
            return None
        if not node.number and type(value) is Number and node.place.sheet and "%" not in text:
            self.findings.append(NUMBER_AS_TEXT.at(node.place, f"“{label}”的 {text} 是文本格式的数字", path=path))
        return value

    def text(self, path: str, label: str, node: raw.Scalar) -> str:
        """Return the words of a value, cleaned; what nobody could see is a finding."""
        written = node.text or ""
        if has_invisible(written):
            self.findings.append(INVISIBLE_CHARACTERS.at(node.place, f"“{label}”里有不可见的控制字符", path=path))
        return clean(written)

    def grid(self, path: str, title: str, table: GridTable, branch: raw.Branch) -> Grid:
        self.report_unknown(branch, table.rows, path)
        rows: dict[str, dict[str, Cell]] = {}
        for row in table.rows:
            row_path = f"{path}.{row}"
            missing = raw.Scalar(None, branch.place, unreadable=branch.unreadable)
            parts = self.branch(branch.parts.get(row, missing), row_path, branch.place)
            here = {column: field for column in table.columns if (field := table.field(row, column))}
            label = table.rows[row].label or row
            rows[row] = self.cells(row_path, here, parts, row=f"{label}·")
        return Grid(path, title, rows)

    def listing(self, path: str, title: str, table: ListSpec, node: raw.Node | None) -> Listing:
        items: tuple[raw.Node, ...] = ()
        if isinstance(node, raw.Items):
            items = node.items
        elif node is not None and not (isinstance(node, raw.Scalar) and (node.text is None or node.unreadable)):
            self.findings.append(WRONG_SHAPE.at(node.place, f"“{path}”应当是一行一项的列表", path=path))
        rows: list[Row] = []
        taken: dict[str, Place] = {}
        for item in items:
            branch = self.branch(item, f"{path}[第{len(rows) + 1}行]", item.place)
            if not _is_empty(branch):
                rows.append(self.row(path, table, branch, len(rows) + 1, taken))
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
        cells = self.cells(row_path, table.fields, branch, row=f"{shown}·", others=table.tables)
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
