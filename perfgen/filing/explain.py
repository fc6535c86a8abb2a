"""Where a figure comes from: formula, reasoning and the cells it rests on, down to the input."""

import re
from typing import NamedTuple

from perfgen.errors import PerfgenError
from perfgen.expression.spelling import similar
from perfgen.filing.figures import Figures
from perfgen.filing.model import Cell
from perfgen.place import Place
from perfgen.value import Blank

_QUOTES = r"\[\s*(['\"“‘])(.*?)['\"”’]\s*\]"


class Origin(NamedTuple):
    """One step: the field, its value as printed, how it came about, and what it was computed from."""

    path: str
    value: str
    formula: str
    reasoning: str
    place: Place | None
    parts: tuple["Origin", ...]


def explain(figures: Figures, asked: str) -> Origin:
    """Return the origin of a field's value or of the figures in a piece of narrative.

    The path may be shortened to its end (``控制率``) where only one field ends so.
    """
    path = find_path(figures, asked)
    traced = Figures(figures.filing, traced=True)
    traced.compute()
    return _origin(traced, path, ())


def find_path(figures: Figures, asked: str) -> str:
    """Return the full path of what was asked for; PerfgenError names the nearest ones."""
    paths = [*figures.cells, *figures.prose]
    path = re.sub(_QUOTES, r"[\2]", asked.strip()).replace("．", ".").replace("。", ".")
    if path in paths:
        return path
    ending = [known for known in paths if known.endswith(f".{path}")]
    if len(ending) == 1:
        return ending[0]
    near = ending or similar(path, paths, 5, 0.4)
    hint = f"，是不是：{'、'.join(near[:8])}" if near else ""
    raise PerfgenError(f"没有“{asked}”这个位置{hint}")


def _origin(figures: Figures, path: str, above: tuple[str, ...]) -> Origin:
    parts = tuple(_origin(figures, used, (*above, path)) for used in figures.uses.get(path, ()) if used not in above)
    if path in figures.prose:
        return Origin(path, "", "", "", figures.prose[path].place, parts)
    cell = figures.cells[path]
    value = figures.value(cell)
    computed = bool(cell.field.formula) and not is_entered(cell)
    return Origin(
        path,
        str(value),
        cell.field.formula if computed or cell.field.policy != "free" else "",
        figures.reasoning.get(path, "") if computed else "",
        None if computed else cell.place,
        parts,
    )


def is_entered(cell: Cell) -> bool:
    """Tell whether a hand filled the cell in."""
    return not isinstance(cell.entered, Blank)
