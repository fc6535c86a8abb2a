"""The pack's own checks: rules in the language of formulas."""

from collections.abc import Callable, Iterator

from perfgen.check.survey import Survey
from perfgen.expression import ExpressionError, Scope, sentence, shared_language
from perfgen.filing import Figures
from perfgen.finding import Finding, Kind, Level
from perfgen.finding.catalogue import WRONG_FORMULA
from perfgen.pack import PackCheck
from perfgen.place import Place
from perfgen.value import Blank


def rules_hold(survey: Survey) -> Iterator[Finding]:
    """Each rule of the pack holds; one that meets a blank says nothing."""
    figures = survey.figures
    for spec in figures.filing.pack.checks:
        if not spec.each:
            yield from _holds(figures, spec, figures.scope, spec.at)
            continue
        for key, row in figures.rows(spec.each):
            at = (
                f"{spec.each}[{key}]{spec.at.removeprefix(spec.each)}"
                if spec.at.startswith(f"{spec.each}.")
                else spec.at
            )
            yield from _holds(figures, spec, figures.scope.within({spec.each: row}), at)


def _holds(figures: Figures, spec: PackCheck, scope: Scope, at: str) -> Iterator[Finding]:
    """Yield the finding where the rule does not hold, at the field ``at`` or one that the rule uses."""
    try:
        holds, cells = figures.evaluate(shared_language().formula(spec.rule), scope)
        if holds or any(isinstance(figures.value(cell), Blank) for cell in cells):
            return
        message = sentence(spec.message).print(scope)
    except ExpressionError as error:
        yield WRONG_FORMULA.at(Place("pack.yaml"), f"检查“{spec.name}”：{error}")
        return
    entered = [cell for cell in cells if not isinstance(cell.entered, Blank)] or cells
    if at in figures.cells:
        shown = figures.cells[at]
        entered = [shown, *(cell for cell in entered if cell.path != at)]
    place, *others = [cell.place for cell in entered] or [Place()]
    path = entered[0].path if entered else ""
    yield Kind(spec.name, Level(spec.level), spec.help).at(place, message, path=path, related=tuple(others))


OWN: tuple[Callable[[Survey], Iterator[Finding]], ...] = (rules_hold,)
