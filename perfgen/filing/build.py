"""From the tree of a file to a typed filing: every fault a finding at its place, nothing given up early."""

from collections.abc import Mapping
from typing import cast

from perfgen.expression.spelling import similar
from perfgen.filing import raw
from perfgen.filing.model import Cell, Filing, Form, Grid, Listing, Narrative, Node, Prose, Row
from perfgen.filing.plan import Line, Plan, plans
from perfgen.filing.prose import build_prose
from perfgen.filing.readings import BLANK, has_placeholder
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
    TextField,
    TextTable,
)
from perfgen.pack import (
    Listing as ListSpec,
)
from perfgen.place import Place
from perfgen.value import Number, Value

PACK_KEY = "模板包"


def build(pack: Pack, tree: raw.Branch) -> tuple[Filing, list[Finding]]:
    """Return the filing and everything wrong with its structure and types."""
    builder = _Builder(plans(pack))
    builder.report_unknown(tree, {**pack.tables, PACK_KEY: None}, "")
    tables = {name: builder.table(name, table, tree.parts.get(name), tree.place) for name, table in pack.tables.items()}
    return Filing(pack, tables, frozenset(builder.lively)), builder.findings


class _Builder:
    """Collects findings while it builds."""

    def __init__(self, plans: Mapping[int, Plan]) -> None:
        self.findings: list[Finding] = []
        self.plans = plans
        self.lively: set[str] = set()

    def report_unknown(self, branch: raw.Branch, known: Mapping[str, object], path: str) -> None:
        if branch.parts.keys() <= known.keys():
            return
        names = list(known)
        for name in branch.parts:
            if name in known:
                continue
            near = similar(name, names)
            help = f"是不是“{near[0]}”？请改成模板包里的名称，或删去" if near else ""  # noqa: A001
            where = f"“{path}”下" if path else ""
            self.findings.append(
                UNKNOWN_FIELD.at(
                    branch.named_at(name), f"{where}没有“{name}”这一栏", path=f"{path}.{name}".lstrip("."), help=help
                )
            )

    def table(self, path: str, table: Table, node: raw.Node | None, place: Place) -> Node:
        """Build a table, once where several filings hold the same."""
        if node is None or isinstance(node, raw.Scalar):
            return self.new_table(path, table, node, place)
        match node.made:
            case (spec, known, built) if spec is table and known == path:
                return cast("Node", built)
        before = self.told()
        built = self.new_table(path, table, node, place)
        if self.told() == before:
            node.made = table, path, built
        return built

    def prose(self, path: str, name: str, field: TextField, node: raw.Node) -> Prose:
        """Build a piece of narrative, once where several filings hold the same."""
        match node:
            case raw.Branch(made=(spec, known, Prose() as built)) if spec is field and known == path:
                return built
        before = self.told()
        prose = build_prose(path, name, field, node, self.findings)
        if isinstance(node, raw.Branch) and self.told() == before:
            node.made = field, path, prose
        return prose

    def told(self) -> tuple[int, int]:
        """Count what was found and what is lively: what is built of a part without either depends on nothing else."""
        return len(self.findings), len(self.lively)

    def new_table(self, path: str, table: Table, node: raw.Node | None, place: Place) -> Node:
        place = node.place if node else place
        title = table.label or path.rpartition(".")[2]
        match table:
            case FormTable():
                [line] = self.plans[id(table)].values()
                return Form(path, title, self.cells(path, line, self.branch(node, path, place)))
            case GridTable():
                return self.grid(path, title, table, self.branch(node, path, place))
            case TextTable():
                branch = self.branch(node, path, place)
                self.report_unknown(branch, table.fields, path)
                missing = raw.Scalar(None, branch.place, unreadable=branch.unreadable)
                prose = {
                    name: self.prose(f"{path}.{name}", name, field, branch.parts.get(name, missing))
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

    def cells(self, path: str, line: Line, branch: raw.Branch, row: str = "") -> dict[str, Cell]:
        """Build the cells of a form or of a row; ``row`` begins what messages call them."""
        self.report_unknown(branch, line.known, path)
        missing = raw.Scalar(None, branch.place, branch.unreadable)
        found = branch.parts.get
        above = f"{path}."
        cells: dict[str, Cell] = {}
        for name, field, readings, words, plain in line.slots:
            node = found(name, missing)
            here = above + name
            if type(node) is raw.Scalar:
                known = node.made
                if known is not None and known.path == here and known.field is field:  # in another filing
                    cells[name] = known
                    continue
                value = readings[node.text]
                simple = not node.unreadable if value is BLANK else words or node.number or not node.place.sheet
                if simple and value is not None:  # as most are
                    cells[name] = node.made = Cell(here, name, row, field, value, node.place, plain)
                    continue
            cells[name] = self.cell(here, name, row, field, node)
        return cells

    def cell(self, path: str, name: str, row: str, field: PackField, node: raw.Node) -> Cell:
        """Build a cell that takes a closer look."""
        entered = self.entered(path, row + (field.label or name), field, node)
        if entered is None:
            return Cell(path, name, row, field, BLANK, node.place, not field.formula, broken=True)
        if has_placeholder(entered):
            self.lively.add(path.removesuffix(f".{name}"))
            return Cell(path, name, row, field, entered, node.place)
        return Cell(path, name, row, field, entered, node.place, not field.formula)

    def entered(self, path: str, label: str, field: PackField, node: raw.Node) -> Value | None:
        """Return what was entered in a field, or None with a finding where it cannot be read."""
        if not isinstance(node, raw.Scalar):
            self.findings.append(WRONG_SHAPE.at(node.place, f"“{label}”应当是一个值", path=path))
            return None
        if node.unreadable:
            return None
        text = self.text(path, label, node)
        if not text:
            if field.required and not field.formula:
                self.findings.append(MISSING_VALUE.at(node.place, f"“{label}”必须填写", path=path))
            return BLANK
        try:
            value = read_value(field, text)
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
        missing = raw.Scalar(None, branch.place, unreadable=branch.unreadable)
        rows: dict[str, dict[str, Cell]] = {}
        for row, line in self.plans[id(table)].items():
            row_path = f"{path}.{row}"
            parts = self.branch(branch.parts.get(row, missing), row_path, branch.place)
            rows[row] = self.grid_row(row_path, line, parts, f"{table.rows[row].label or row}·")
        return Grid(path, title, rows)

    def grid_row(self, path: str, line: Line, branch: raw.Branch, label: str) -> dict[str, Cell]:
        """Build the cells of a row, once where several filings hold the same."""
        match branch.made:
            case (spec, known, cells) if spec is line and known == path:
                return cast("dict[str, Cell]", cells)
        before = self.told()
        built = self.cells(path, line, branch, label)
        if self.told() == before:
            branch.made = line, path, built
        return built

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
            if row := self.known_row(path, table, branch, taken):
                rows.append(row)
            elif not _is_empty(branch):
                rows.append(self.row(path, table, branch, len(rows) + 1, taken))
        return Listing(path, title, (*table.fields, *table.tables), tuple(rows))

    def known_row(self, path: str, table: ListSpec, branch: raw.Branch, taken: dict[str, Place]) -> Row | None:
        """Return what was built of a row in another filing, unless its name is taken here."""
        match branch.made:
            case (spec, known, Row() as row) if spec is table and known == path and row.key not in taken:
                taken[row.key] = row.place
                return row
        return None

    def row(self, path: str, table: ListSpec, branch: raw.Branch, number: int, taken: dict[str, Place]) -> Row:
        before = self.told()
        named = branch.parts.get(table.key)
        place = named.place if named else branch.place
        key = _words(named)
        if key in taken and isinstance(table, IndicatorTable):  # the same name may stand under another second level
            key = f"{_words(branch.parts.get('二级指标'))}/{key}"
        if key in taken:
            message = f"“{key}”在“{path}”里出现两次，另一处在 {taken[key]}"
            self.findings.append(DUPLICATE_ROW.at(place, message, path=f"{path}[{key}]"))
            key = f"{key}#{number}"
        is_unique = key == _words(named) != ""
        shown = key or f"第{number}行"
        if key:
            taken[key] = place
        row_path = f"{path}[{shown}]"
        [line] = self.plans[id(table)].values()
        cells = self.cells(row_path, line, branch, f"{shown}·")
        tables = {
            name: self.table(f"{row_path}.{name}", owned, branch.parts.get(name), branch.place)
            for name, owned in table.tables.items()
        }
        row = Row(row_path, shown, place, cells, tables)
        if is_unique and not table.tables and self.told() == before:
            branch.made = table, path, row
        return row


def _words(node: raw.Node | None) -> str:
    return clean(node.text) if isinstance(node, raw.Scalar) and node.text else ""


def _is_empty(node: raw.Node) -> bool:
    if isinstance(node, raw.Scalar):
        return not clean(node.text) if node.text else not node.unreadable
    parts = node.parts.values() if isinstance(node, raw.Branch) else node.items
    for part in parts:  # noqa: SIM110 - in most rows the first part is not
        if not _is_empty(part):
            return False
    return True
