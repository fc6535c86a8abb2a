"""Every name a template of a pack may use, written the way a template writes it, with what stands there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfgen.authoring.calls import KNOWN_FILTERS
from perfgen.authoring.schema import grid_cells
from perfgen.blank.examples import example_value, placeholder_examples
from perfgen.expression.explained import EXPLAINED_FUNCTIONS, Explained
from perfgen.pack import (
    IGNORED,
    FormTable,
    GridTable,
    IndicatorTable,
    Listing,
    ListTable,
    Pack,
    PackField,
    Table,
    TextField,
    TextTable,
)
from perfgen.scoring.explained import EXPLAINED_SCORING

TYPES: Mapping[str, str] = {
    "text": "文字",
    "count": "整数",
    "number": "数字",
    "money": "金额",
    "points": "分值",
    "score": "得分",
    "rate": "比率",
    "year": "年份",
    "date": "日期",
    "choice": "选项",
    "yesno": "是否",
    "target": "指标值",
}
ROW, INNER, PARAGRAPH, POINT = "行", "细", "段", "点"
_WORDS = "（文字）"


@dataclass(frozen=True)
class FieldName:
    """One name: its path in the filing, how a template prints it, and inside which loops."""

    path: str
    write: str
    loops: tuple[str, ...]
    label: str
    type: str = "text"
    unit: str = ""
    example: str = _WORDS
    required: bool = False
    formula: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableNames:
    """The names of one table. ``templates``: those printed once for each of its rows."""

    name: str
    label: str
    kind: str
    names: tuple[FieldName, ...]
    loops: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Described:
    """What there is to write in the templates of a pack."""

    pack: str
    title: str
    tables: tuple[TableNames, ...]
    constants: tuple[str, ...]
    functions: Mapping[str, Explained]
    scoring: Mapping[str, Explained]
    filters: Mapping[str, Explained]
    examples: tuple[str, str]


def describe(pack: Pack) -> Described:
    """Return every name, function and filter."""
    return Described(
        pack.name,
        pack.title,
        tuple(found for name, table in pack.tables.items() if name != IGNORED for found in _table(pack, name, table)),
        tuple(pack.constants),
        EXPLAINED_FUNCTIONS,
        EXPLAINED_SCORING,
        {name: known.explained for name, known in KNOWN_FILTERS.items()},
        placeholder_examples(pack),
    )


def _table(pack: Pack, name: str, table: Table) -> Iterator[TableNames]:
    if not isinstance(table, (ListTable, IndicatorTable)):
        yield TableNames(name, table.label, table.kind, tuple(_names(table, name, name, ())))
        return
    templates = tuple(dict.fromkeys(spec.template for spec in pack.documents if spec.each == name))
    loops, row = ((), name) if templates else ((f"for {ROW} in {name}",), ROW)
    path = f"{name}[…]"
    yield TableNames(name, table.label, table.kind, tuple(_row(table, path, row, loops)), loops, templates)
    for below, owned in table.tables.items():
        if isinstance(owned, (ListTable, IndicatorTable)):
            inner = INNER if loops else ROW
            inside = (*loops, f"for {inner} in {row}.{below}")
            names = _row(owned, f"{path}.{below}[…]", inner, inside)
        else:
            inside = loops
            names = _names(owned, f"{path}.{below}", f"{row}.{below}", inside)
        yield TableNames(f"{name}.{below}", owned.label, owned.kind, tuple(names), inside, templates)


def _row(table: Listing, path: str, row: str, loops: tuple[str, ...]) -> Iterator[FieldName]:
    for name, field in table.fields.items():
        yield _name(f"{path}.{name}", f"{row}.{name}", loops, field, field.label or name, key=name == table.key)


def _names(table: Table, path: str, written: str, loops: tuple[str, ...]) -> Iterator[FieldName]:
    match table:
        case FormTable():
            for name, field in table.fields.items():
                yield _name(f"{path}.{name}", f"{written}.{name}", loops, field, field.label or name)
        case GridTable():
            for row, line in table.rows.items():
                for column, field in grid_cells(table, row).items():
                    label = f"{(line.label or row).rstrip('：')}·{field.label or column}"
                    yield _name(f"{path}.{row}.{column}", f"{written}.{row}.{column}", loops, field, label)
        case TextTable():
            for name, piece in table.fields.items():
                yield from _piece(f"{path}.{name}", piece, piece.label or name)


def _name(
    path: str, written: str, loops: tuple[str, ...], field: PackField, label: str, *, key: bool = False
) -> FieldName:
    return FieldName(
        path,
        f"{{{{ {written} }}}}",
        loops,
        label,
        field.type,
        field.unit,
        str(example_value(field)),
        required=field.required or key,
        formula=field.formula,
        choices=field.choices,
    )


def _piece(path: str, piece: TextField, label: str) -> Iterator[FieldName]:
    paragraphs = (f"for {PARAGRAPH} in {path}.正文",)
    yield FieldName(f"{path}.标题", f"{{{{ {path}.标题 }}}}", (), f"{label}·标题", example=label)
    yield FieldName(
        f"{path}.正文[…]", f"{{{{ {PARAGRAPH} }}}}", paragraphs, f"{label}·正文的一段", required=piece.required
    )
    if piece.outline:
        points = (f"for {POINT} in {path}.小节",)
        inside = (*points, f"for {PARAGRAPH} in {POINT}.正文")
        yield FieldName(f"{path}.小节[…].标题", f"{{{{ {POINT}.标题 }}}}", points, f"{label}·小节的标题")
        yield FieldName(f"{path}.小节[…].正文[…]", f"{{{{ {PARAGRAPH} }}}}", inside, f"{label}·小节的一段")
