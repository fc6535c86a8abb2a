"""图: the data of a chart, as rows of a list or as pairs; it prints as the words a screen reader would say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from perfgen.expression.scope import MISSING, View
from perfgen.expression.spelling import describe_unknown_column
from perfgen.number import format_number
from perfgen.value import GENERAL, Blank, Number


@dataclass(frozen=True, slots=True)
class Series:
    """Values under one name, one for each category; a blank is a gap."""

    name: str
    values: tuple[Number | Blank, ...]

    @property
    def format(self) -> str:
        """How the first value prints: ``0.00``, ``0.00%``."""
        return next((value.format for value in self.values if isinstance(value, Number)), GENERAL)


@dataclass(frozen=True, slots=True)
class Chart:
    """Categories and series."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def __str__(self) -> str:
        """Say the data in words; that there are none where all are blank."""
        parts = []
        for line in self.series:
            pairs = zip(self.categories, line.values, strict=True)
            parts.append("、".join(f"{name} {value}" for name, value in pairs if not isinstance(value, Blank)))
        return "；".join(filter(None, parts)) or "（没有数据）"

    def without_zeros(self) -> "Chart":
        """Return the chart without categories that are zero or blank throughout: a pie has no place for them."""
        kept = [n for n in range(len(self.categories)) if any(line.values[n] for line in self.series)]
        return Chart(
            tuple(self.categories[n] for n in kept),
            tuple(Series(line.name, tuple(line.values[n] for n in kept)) for line in self.series),
        )


def chart(rows: Any, *columns: Any, 系列: Any = ()) -> Chart:  # noqa: ANN401
    """图: a chart's data from rows and columns (category, values …) or from [[category, value, …], …].

    ``系列`` names the series; else they have the columns' names. Of a group (分组) a column is its sum. No rows make
    a chart without data. ValueError where there is no such column, rows are of different length or a value is words.
    """
    lines = [_line(row, [str(column) for column in columns]) for row in rows]
    width = len(columns) - 1 if columns else max((len(line) - 1 for line in lines), default=1)
    if width < 1 or any(len(line) != width + 1 for line in lines):
        raise ValueError("图的每一行要有名称和同样多的数")
    names = [str(name) for name in ([系列] if isinstance(系列, str) else 系列)]
    names += [str(column) for column in columns[1:]][len(names) :]
    names += [f"系列{number}" for number in range(len(names) + 1, width + 1)]
    values = [[_number(value) for value in line[1:]] for line in lines]
    return Chart(
        tuple(str(line[0]) for line in lines),
        tuple(Series(names[n], tuple(value[n] for value in values)) for n in range(width)),
    )


def _line(row: Any, columns: Sequence[str]) -> list[Any]:  # noqa: ANN401
    if isinstance(row, View) and columns:
        return [_part(row, column) for column in columns]
    if isinstance(row, (list, tuple)) and not columns:
        return list(row)
    raise ValueError("图要写成 图(列表, '名称列', '数值列') 或 图([['名称', 数], …])")


def _part(row: View, column: str) -> Any:  # noqa: ANN401
    found = row.lookup(column)
    if found is MISSING:
        raise ValueError(f"图的{describe_unknown_column(column, row.names())}")
    return found


def _number(value: Any) -> Number | Blank:  # noqa: ANN401
    if isinstance(value, (Number, Blank)):
        return value
    if isinstance(value, int):
        return Number(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        found = [number for part in value if isinstance(number := _number(part), Number)]
        return Number(sum(found), format=found[0].format) if found else Blank()
    raise ValueError(f"图里的“{value}”不是数字")


def exact(value: Number | Blank) -> str:
    """Return what a chart holds: all digits, nothing for a blank."""
    return format_number(value, GENERAL) if isinstance(value, Number) else ""
