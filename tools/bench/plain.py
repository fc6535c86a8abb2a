"""The figures of a filing as plain dictionaries and strings, as a script around docxtpl would have them."""

from typing import Any

from perfgen.expression import View
from perfgen.filing import Figures
from perfgen.filing.views import CellsView, ListView, NarrativeView, SectionView
from perfgen.value import Blank
from tools.bench.baseline import Context


def plain_context(figures: Figures) -> Context:
    """Return everything a template may ask for, computed and printed beforehand: docxtpl only has to put it in."""
    made = {name: _plain(figures.scope.lookup(name)) for name in figures.filing.tables}
    made["单位"]["年度"] = int(made["单位"]["年度"])  # templates compute with it
    return made


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
    return str(value)
