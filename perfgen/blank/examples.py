"""Placeholders to show staff how a figure is named in text."""

from perfgen.pack import NUMERIC, FormTable, IndicatorTable, Pack

_FIELD = "{{ 单位.在职人数 }}"
_INDICATOR = "{{ 绩效指标['三级指标名称'].完成值 }}"


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
