"""Amounts: no part exceeds its total. That totals equal their parts follows from their formulas."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from perfgen.check.plan import Plan
from perfgen.check.survey import Survey
from perfgen.filing import Cell, Form, Grid
from perfgen.finding import Finding
from perfgen.finding.catalogue import PART_ABOVE_TOTAL
from perfgen.number import format_number
from perfgen.pack import FormTable, GridTable


def parts_fit_their_total(survey: Survey) -> Iterator[Finding]:
    """What the form calls 其中 (``within``) is neither alone nor together more than the whole."""
    for plan, node in survey.wholes:
        match plan.spec, node:
            case FormTable(), Form():
                yield from _fits(survey, plan, node.cells)
            case GridTable() as spec, Grid():
                for column in spec.columns:
                    yield from _fits(survey, plan, {row: c[column] for row, c in node.rows.items() if column in c})


def _fits(survey: Survey, plan: Plan, cells: Mapping[str, Cell]) -> Iterator[Finding]:
    for total, inside in plan.wholes:
        whole = survey.number(cells.get(total))
        parts = [cells[name] for name in inside if name in cells]
        amounts = {cell.path: amount for cell in parts if (amount := survey.number(cell)) is not None}
        if whole is None:
            continue
        value = survey.figures.value
        above = [cell for cell in parts if amounts.get(cell.path, Decimal(0)) > whole]
        for cell in above:
            shown = f"{value(cell)}，大于“{cells[total].label}”{value(cells[total])}"
            yield PART_ABOVE_TOTAL.at(
                cell.place, f"“{cell.label}”{shown}", path=cell.path, related=(cells[total].place,)
            )
        together = sum(amounts.values(), Decimal(0))
        if not above and together > whole:
            names = "、".join(cell.label.split("·")[0] for cell in parts if cell.path in amounts)
            message = f"{names}合计 {format_number(together)}，大于“{cells[total].label}”{value(cells[total])}"
            yield PART_ABOVE_TOTAL.at(cells[total].place, message, path=cells[total].path)


MONEY: tuple[Callable[[Survey], Iterator[Finding]], ...] = (parts_fit_their_total,)
