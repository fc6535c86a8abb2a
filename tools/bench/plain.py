"""The data of a filing as plain dictionaries and strings, and the Jinja environment with our names that docxtpl needs."""

from collections.abc import Callable, Iterable
from typing import Any

import jinja2

from perfgen.expression import View
from perfgen.expression.functions import FILTERS, FUNCTIONS
from perfgen.filing import Figures
from perfgen.filing.views import CellsView, ListView, NarrativeView, SectionView
from perfgen.scoring import SCORING_FUNCTIONS
from perfgen.value import Blank

Context = dict[str, Any]


def plain_context(figures: Figures) -> Context:
    """Return everything a template may ask for, computed and printed beforehand: docxtpl only has to put it in."""
    return {name: _plain(figures.scope.lookup(name)) for name in figures.filing.tables}


def _plain(value: Any) -> Any:  # noqa: ANN401
    match value:
        case SectionView() if not value:
            return {}
        case ListView():
            return [_plain(row) for row in value]
        case CellsView():
            return {name: _plain(value.lookup(name)) for name in value.names()}
        case NarrativeView() | SectionView():
            return {name: _plain(value.lookup(name)) for name in value.names()}
        case View():
            rows = {name: value.lookup(name) for name in value.names()}
            return {name: _plain(row) for name, row in rows.items() if isinstance(row, View)}
        case list():
            return [_plain(item) for item in value]
        case Blank():
            return str(value)
        case _ if getattr(value, "path", "") == "单位.年度":
            return int(value)
    return str(value)


def environment() -> jinja2.Environment:
    """Return an environment as docxtpl's own, escaping, with our functions; those that want our values have plain twins."""
    made = jinja2.Environment(autoescape=True)
    made.globals |= {**FUNCTIONS, **SCORING_FUNCTIONS, "合计": _total}
    made.filters |= {**FILTERS, "合并": _same, "分组": _grouped}
    return made


def _same(value: Any, *_: Any) -> Any:  # noqa: ANN401
    """合并 without merging cells: what docxtpl prints then is printed in every row."""
    return value


def _total(column: Iterable[str]) -> str:
    numbers = [float(text) for text in column if text]
    return f"{sum(numbers):g}" if numbers else ""


class _Group(dict[str, Any]):
    """Rows of one name; a name that is a column gives the column."""

    def __missing__(self, column: str) -> list[Any]:
        return [row[column] for row in self["行"]]


def _grouped(rows: Iterable[Context], column: str) -> list[_Group]:
    groups: list[_Group] = []
    for row in rows:
        if not groups or groups[-1]["名称"] != row[column]:
            groups.append(_Group(名称=row[column], 行=[]))
        groups[-1]["行"].append(row)
    return groups


Render = Callable[[], bytes]
