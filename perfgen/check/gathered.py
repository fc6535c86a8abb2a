"""What the checks ask of a form, a grid or a row of a list: amounts, scores, texts, an indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfgen.check.indicator import Indicator, is_comparable
from perfgen.check.plan import Plan, label_of
from perfgen.filing import Cell, Figures
from perfgen.filing.model import Row
from perfgen.pack import IndicatorTable
from perfgen.scoring import written_actual, written_target
from perfgen.value import Number, Text, Value

END = "\0"  # before each of several texts in one string: none holds one, so a pattern can be looked for in all at once
LONG = 20  # characters of a text that nobody writes twice by chance
_USUAL = (("", "得分", "分值"),)  # scores of a table of indicators

# What a field of money holds: the figure, its unit, the label that texts have, the field. A bare tuple: there are many.
Held = tuple[Decimal, str, str, Cell]
Cells = Mapping[str, Mapping[str, Cell]]  # by row (blank but in a grid) and column


@dataclass(slots=True)
class Gathered:
    """What was asked by a plan of cells."""

    plan: Plan
    cells: Cells
    money: tuple[Held, ...]
    scores: tuple[tuple[Cell, Cell | None], ...]  # not within the points they are out of, each with those
    full: tuple[Cell, ...]  # points that must add up
    words: str  # what a hand wrote as it prints, an END before each text
    long: tuple[tuple[str, Cell], ...]  # of these texts the long ones
    indicator: Indicator | None

    def written(self) -> list[Cell]:
        """Return the fields in which a hand wrote a text."""
        return [cell for row, name in self.plan.texts if type((cell := self.cells[row][name]).entered) is Text]


def gather_row(plan: Plan, row: Row, figures: Figures) -> Gathered:
    """Return what is asked of a row of a list; kept with the row where that alone tells it, as with most."""
    kept = row.gathered
    if isinstance(kept, Gathered) and kept.plan is plan:
        return kept
    spec = plan.spec
    indicator = _indicator(spec, row, figures) if isinstance(spec, IndicatorTable) else None
    gathered = gather(plan, {"": row.cells}, figures, indicator)
    is_own = len(row.computed or ()) == len(plan.computed)  # nothing in it depends on other parts of the filing
    if is_own and row.path not in figures.filing.lively:
        row.gathered = gathered
    return gathered


def gather(plan: Plan, cells: Cells, figures: Figures, indicator: Indicator | None = None) -> Gathered:
    """Return what is asked of a form, a grid or a row."""
    usual = indicator is not None and indicator.in_range and plan.scores == _USUAL
    words, long = _words(plan, cells, figures)
    return Gathered(
        plan,
        cells,
        tuple(_money(plan, cells, figures)) if plan.money else (),
        tuple(_scores(plan, cells, figures)) if plan.scores and not usual else (),
        tuple([cells[row][name] for row, name in plan.full]) if plan.full else (),
        words,
        tuple(long),
        indicator,
    )


def value_of(cell: Cell, figures: Figures) -> Value:
    """Return what a cell holds; all are computed by now."""
    return cell.entered if cell.plain else figures.known[cell.path]


def number_of(cell: Cell | None, figures: Figures) -> Decimal | None:
    """Return the number a cell holds, None where it is blank."""
    if cell is None:
        return None
    value = cell.entered if cell.plain else figures.known[cell.path]
    return Decimal(value) if isinstance(value, Number) else None


def _money(plan: Plan, cells: Cells, figures: Figures) -> list[Held]:
    money: list[Held] = []
    for row, name, unit, label in plan.money:
        cell = cells[row][name]
        value = cell.entered if cell.plain else figures.known[cell.path]
        if isinstance(value, Number):
            money.append((Decimal(value), unit, label or label_of(cell.label), cell))
    return money


def _scores(plan: Plan, cells: Cells, figures: Figures) -> list[tuple[Cell, Cell | None]]:
    """Return the scores that are below 0 or above their points, or have none."""
    scores: list[tuple[Cell, Cell | None]] = []
    for row, name, of in plan.scores:
        cell, out_of = cells[row][name], cells[row].get(of)
        score, points = number_of(cell, figures), number_of(out_of, figures)
        if score is not None and (points is None or not 0 <= score <= points):
            scores.append((cell, out_of))
    return scores


def _words(plan: Plan, cells: Cells, figures: Figures) -> tuple[str, list[tuple[str, Cell]]]:
    words, long = "", list[tuple[str, Cell]]()
    for row, name in plan.texts:
        cell = cells[row][name]
        if type(cell.entered) is Text:
            text = cell.entered if cell.plain else str(figures.known[cell.path]).replace(END, "")
            words += END + text
            if len(text) >= LONG:
                long.append((text, cell))
    return words, long


def _indicator(spec: IndicatorTable, row: Row, figures: Figures) -> Indicator:
    cells, known = row.cells, figures.known
    group, name, target, actual = [
        str(cell.entered if cell.plain else known[cell.path])
        for cell in (cells["一级指标"], cells["三级指标"], cells["指标值"], cells["完成值"])
    ]
    if spec.split:
        nature, unit = (str(value_of(cells[column], figures)) for column in ("指标性质", "度量单位"))
        target, actual = str(written_target(nature, target, unit)), str(written_actual(nature, actual, unit))
    points, score = number_of(cells.get("分值"), figures), number_of(cells.get("得分"), figures)
    lost = in_range = False
    if points is not None and score is not None:
        lost, in_range = score < points, 0 <= score <= points
    scored = score is not None or "得分" not in spec.fields
    complete = bool(name and target and actual) and scored and is_comparable(target, actual)
    return Indicator(row.path, cells, group, name, target, actual, points, score, complete, lost, in_range)
