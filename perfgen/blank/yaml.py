"""The YAML file of a pack: a skeleton with explanations, or a filing's entered values."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from perfgen.blank.entries import Look, entry_text, explanation, look_of
from perfgen.filing import PACK_KEY, Cell, Filing, Form, Grid, Listing, Narrative, Prose, Row, Section
from perfgen.filing.model import Node
from perfgen.pack import FormTable, GridTable, IndicatorTable, ListTable, Pack, PackField, Table, TextField, TextTable
from perfgen.value import Number, Value

_PLAIN = re.compile(r"[\w（）、，。；“”《》·.%/-]*$")
_NOT_FIRST = re.compile(r"[-.%/]|$")
_NULLS = frozenset(("null", "Null", "NULL"))
_STEP = "  "


def write_yaml(pack: Pack, filing: Filing | None = None) -> str:
    """Return the file as text: what was entered, or without a filing a skeleton that reads back as an empty one."""
    lines = [f"# {pack.title}"]
    if filing is None:
        lines += [
            "# 冒号后面填写；没有的留空，没有发生的填 0；# 后面是说明，可以删去。",
            "# 文字里的数可写成 {{ 表名.栏目 }}，整段用单引号括起来。灰色说明“自动计算”的不用填。",
        ]
    lines.append(f"{PACK_KEY}: {quoted(pack.name)}")
    for name, table in pack.tables.items():
        body = list(_table(table, filing.tables[name] if filing else None, _STEP))
        if filing is None or body:
            lines += ["", *([f"# {table.label}"] if table.label else []), *_headed(name, table, body, blank=filing is None)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Write a scalar so that it reads back as the same text: plain where nothing could be misread."""
    if _PLAIN.match(text) and not _NOT_FIRST.match(text) and text not in _NULLS:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=not all(character.isprintable() or character == "\n" for character in text))


def _headed(name: str, table: Table, body: list[str], *, blank: bool) -> list[str]:
    if blank and isinstance(table, (ListTable, IndicatorTable)):
        return [f"{name}: []  # 去掉 []，照下面的样子一项一项写", *body]
    return [f"{name}:", *body]


def _table(table: Table, node: Node | None, margin: str) -> Iterator[str]:
    match table:
        case FormTable():
            yield from _form(table.fields, node.cells if isinstance(node, Form) else None, margin)
        case GridTable():
            yield from _grid(table, node if isinstance(node, Grid) else None, margin)
        case TextTable():
            fields = node.fields if isinstance(node, Narrative) else {}
            for name, field in table.fields.items():
                yield from _piece(name, field, fields.get(name), margin)
        case _ if isinstance(node, Listing):
            for row in node.rows:
                yield from _row(table, row, margin)
        case _:
            yield from _sample(table, margin)


def _form(fields: Mapping[str, PackField], cells: Mapping[str, Cell] | None, margin: str) -> Iterator[str]:
    for name, field in fields.items():
        if cells is None:
            notes = [field.label if field.label != name else "", explanation(field, look_of(field), unit=True)]
            note = "；".join(filter(None, notes))
            yield f"{margin}{name}:" + (f"  # {note}" if note else "")
        elif text := _entered(cells[name]):
            yield f"{margin}{name}: {text}"


def _grid(table: GridTable, grid: Grid | None, margin: str) -> Iterator[str]:
    for row, spec in table.rows.items():
        fields = {column: field for column in table.columns if (field := table.field(row, column))}
        if grid is None:
            inputs = [column for column, field in fields.items() if look_of(field) is not Look.COMPUTED]
            computed = "" if inputs else Look.COMPUTED.value
            note = "；".join(filter(None, [spec.label, spec.hint, computed]))
            cells = ", ".join(f"{column}: " for column in inputs)
            yield f"{margin}{row}: {{{cells}}}" + (f"  # {note}" if note else "")
        elif line := _flow(grid.rows[row].values()):
            yield f"{margin}{row}: {line}"


def _flow(cells: Iterable[Cell]) -> str:
    parts = [f"{cell.name}: {text}" for cell in cells if (text := _entered(cell))]
    return f"{{{', '.join(parts)}}}" if parts else ""


def _row(table: ListTable | IndicatorTable, row: Row, margin: str) -> Iterator[str]:
    if isinstance(table, IndicatorTable):
        yield f"{margin}- {_flow(row.cells.values())}"
        return
    lines = list(_form(table.fields, row.cells, ""))
    for name, owned in table.tables.items():
        body = list(_table(owned, row.tables[name], _STEP))
        lines += [f"{name}:", *body] if body else []
    yield from (f"{margin}{'  ' if number else '- '}{line}" for number, line in enumerate(lines))


def _sample(table: ListTable | IndicatorTable, margin: str) -> Iterator[str]:
    """Show one item as comments."""
    if isinstance(table, IndicatorTable):
        names = ", ".join(f"{name}: " for name, field in table.fields.items() if not field.formula)
        yield f"{margin}# - {{{names}}}  # 得分留空则按规则计算"
        return
    lines = list(_form(table.fields, None, ""))
    for name, owned in table.tables.items():
        lines += [f"{name}:", *(line.replace("# - ", "- ") for line in _table(owned, None, _STEP))]
    yield from (f"{margin}# {'  ' if number else '- '}{line}" for number, line in enumerate(lines))


def _entered(cell: Cell) -> str:
    value: Value = cell.entered
    text = entry_text(cell.field, value)
    return text if isinstance(value, Number) or not text else quoted(text)


def _piece(name: str, field: TextField, prose: Prose | None, margin: str) -> Iterator[str]:
    if prose is None:
        notes = ["必填" if field.required else "", field.hint, "可以分标题" if field.outline else ""]
        note = "；".join(filter(None, [field.label if field.label != name else "", *notes]))
        yield f"{margin}{name}:" + (f"  # {note}" if note else "")
        return
    section = prose.section
    if not section:
        return
    if section.heading:
        yield f"{margin}{name}:"
        yield f"{margin}  标题: {quoted(section.heading.text)}"
        yield from _body(section, f"{margin}  ")
        return
    yield f"{margin}{name}:"
    yield from (f"{margin}  - {quoted(paragraph.text)}" for paragraph in section.body)
    yield from _sections(section.sections, f"{margin}  ")


def _body(section: Section, margin: str) -> Iterator[str]:
    if section.body:
        yield f"{margin}正文:"
        yield from (f"{margin}  - {quoted(paragraph.text)}" for paragraph in section.body)
    if any(section.sections):
        yield f"{margin}小节:"
        yield from _sections(section.sections, f"{margin}  ")


def _sections(sections: Iterable[Section], margin: str) -> Iterator[str]:
    for section in sections:
        lines = [f"标题: {quoted(section.heading.text)}"] if section.heading else []
        lines += _body(section, "")
        yield from (f"{margin}{'  ' if number else '- '}{line}" for number, line in enumerate(lines))
