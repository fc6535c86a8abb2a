"""The table every pack has: findings to ignore, each with its reason."""

from collections.abc import Iterator, Mapping

from perfgen.pack.fields import PackField
from perfgen.pack.indicators import IndicatorTable
from perfgen.pack.tables import FormTable, GridTable, ListTable, Table

IGNORED = "忽略"


def ignore_table(tables: Mapping[str, Table]) -> ListTable:
    """Return the table, with a path of the pack as an example of what stands in it."""
    example = next(_paths(tables), "")
    hint = f"检查结果里的位置，如 {example}" if example else "检查结果里的位置"
    return ListTable(
        kind="list",
        label="忽略的问题（写明原因）",
        key="位置",
        fields={
            "位置": PackField(required=True, width=40, hint=hint),
            "问题": PackField(width=24, hint="问题的名称；留空则忽略这个位置的全部问题"),
            "原因": PackField(required=True, width=48, hint="为什么可以忽略"),
        },
    )


def _paths(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield paths that a finding may have: of an indicator, else of a computed or any other field."""
    for name, table in tables.items():
        if isinstance(table, IndicatorTable):
            yield f"{name}[三级指标名称].{'得分' if table.scored else '完成值'}"
    found = list(_fields(tables))
    yield from (path for path, field in found if field.formula)
    yield from (path for path, _ in found)


def _fields(tables: Mapping[str, Table]) -> Iterator[tuple[str, PackField]]:
    for name, table in tables.items():
        match table:
            case FormTable():
                yield from ((f"{name}.{field}", spec) for field, spec in table.fields.items())
            case GridTable():
                cells = ((row, column) for row in table.rows for column in table.columns)
                yield from (
                    (f"{name}.{row}.{column}", spec) for row, column in cells if (spec := table.field(row, column))
                )
            case ListTable():
                yield from ((f"{name}[名称].{field}", spec) for field, spec in table.fields.items())
