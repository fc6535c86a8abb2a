"""Placeholders to show staff how a figure is named in text, and what might stand in a field."""

from collections.abc import Mapping

from perfgen.pack import NUMERIC, FormTable, IndicatorTable, Pack, PackField
from perfgen.value import Day, Number, Text, Value

_FIELD = "{{ 单位.在职人数 }}"
_INDICATOR = "{{ 绩效指标['三级指标名称'].完成值 }}"
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
    """Return two placeholders that suit the pack: a figure of its first form with any, an indicator's value."""
    fields = (
        f"{{{{ {table}.{name} }}}}"
        for table, spec in pack.tables.items()
        if isinstance(spec, FormTable)
        for name, field in spec.fields.items()
        if field.type in NUMERIC and field.type != "year"
    )
    indicators = (
        f"{{{{ {table}['三级指标名称'].完成值 }}}}"
        for table, spec in pack.tables.items()
        if isinstance(spec, IndicatorTable)
    )
    return next(fields, _FIELD), next(indicators, _INDICATOR)


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
