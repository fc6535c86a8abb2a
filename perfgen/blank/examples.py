"""Placeholders to show staff how a figure is named in text, and what might stand in a field."""

from collections.abc import Iterator, Mapping

from perfgen.pack import NUMERIC, FormTable, GridTable, IndicatorTable, Pack, PackField, Table
from perfgen.value import Day, Number, Text, Value

_FIGURES: Mapping[str, str] = {
    "count": "68",
    "year": "2023",
    "number": "120.5",
    "money": "163.8",
    "points": "10",
    "score": "9.5",
    "rate": "0.7816",
}


def placeholder_examples(pack: Pack) -> tuple[str, str]:
    """Return two placeholders of names the pack has: a figure, or any field where there is none; an indicator's value.

    Each is blank where the pack has no such thing.
    """
    fields = [(path, field) for name, table in pack.tables.items() for path, field in _fields(name, table)]
    figures = (path for path, field in fields if field.type in NUMERIC and field.type != "year")
    indicators = (
        f"{table}['三级指标名称'].完成值" for table, spec in pack.tables.items() if isinstance(spec, IndicatorTable)
    )
    field = next(figures, "") or next((path for path, _ in fields), "")
    return _placeholder(field), _placeholder(next(indicators, ""))


def _fields(name: str, table: Table) -> Iterator[tuple[str, PackField]]:
    match table:
        case FormTable():
            yield from ((f"{name}.{field}", spec) for field, spec in table.fields.items())
        case GridTable():
            for row in table.rows:
                cells = ((column, table.field(row, column)) for column in table.columns)
                yield from ((f"{name}.{row}.{column}", spec) for column, spec in cells if spec)


def _placeholder(path: str) -> str:
    return f"{{{{ {path} }}}}" if path else ""


def example_value(field: PackField) -> Value:
    """Return what might stand in a field, printing as a figure of its type does; words in brackets for free text."""
    match field.type:
        case "date":
            return Day(2024, 5, 30)
        case "choice":
            return Text(next(iter(field.choices), ""))
        case "text":
            return Text("某某局" if field.role == "单位名称" else "（文字）")
        case "yesno" | "target":
            return Text({"yesno": "是", "target": "95%"}[field.type])
    return Number(_FIGURES[field.type], format=field.pattern)
