"""Forms and lists as expressions see them, without a filing."""

from typing import Any

from perfgen.filing.model import Cell
from perfgen.filing.views import CellsView, ListView
from perfgen.pack import PackField
from perfgen.value import Value


class _Entered:
    """Every cell holds what was entered."""

    def __init__(self) -> None:
        self.known: dict[str, Value] = {}
        self.asked: dict[str, Cell] | None = None

    def value(self, cell: Cell) -> Value:
        return cell.entered


def form(title: str, **values: Any) -> CellsView:  # noqa: ANN401
    """Return a form as expressions see it."""
    cells = {name: Cell(f"{title}.{name}", name, "", PackField(), value) for name, value in values.items()}
    return CellsView(title, cells, _Entered())


def rows(*lines: dict[str, Any]) -> ListView:
    """Return a list as expressions see it."""
    return ListView(
        "表", tuple(lines[0]), {str(number): form(str(number), **line) for number, line in enumerate(lines)}
    )
