"""A computed field that was filled in as well: whose value stands, and what to say when they differ."""

from collections.abc import Callable
from decimal import Decimal

from perfgen.filing.model import Cell
from perfgen.finding import Finding
from perfgen.finding.catalogue import DIVISION_BY_ZERO, ROUNDING, SCORE_DIFFERS, TOTAL_DIFFERS
from perfgen.number import format_number, places_of, round_half_up
from perfgen.pack import PackField
from perfgen.value import GENERAL, Blank, Number, Value


def settle(cell: Cell, computed: Value, has_reason: Callable[[], bool]) -> tuple[Value, Finding | None]:
    """Return the value that stands and the finding, if any.

    Nothing entered: the computed value. Nothing computable: the entered one. Equal as printed: no finding. A
    difference of one in the last printed place is rounding. Otherwise the field's policy decides.
    """
    entered, field = cell.entered, cell.field
    if cell.broken:
        return entered, None
    if isinstance(entered, Blank):
        if isinstance(computed, Blank) and computed.why and field.type == "rate":
            return entered, DIVISION_BY_ZERO.at(cell.place, f"“{cell.label}”的除数是 0", path=cell.path)
        return (entered if entered.printed else computed), None
    if isinstance(computed, Blank) or field.policy == "free":
        return entered, None
    if _same(entered, computed, field.pattern):
        return (entered if field.type == "score" else computed), None
    message = f"“{cell.label}”填的是 {entered}，按公式算出来是 {computed}"
    if isinstance(entered, Number) and isinstance(computed, Number) and _is_rounding(entered, computed, field):
        exact = format_number(computed, "0.####%" if (field.pattern or GENERAL).endswith("%") else GENERAL)
        message = f"“{cell.label}”填的是 {entered}，算出来是 {exact}"
        return entered, ROUNDING.at(cell.place, message, path=cell.path)
    if field.policy == "equal":
        return entered, TOTAL_DIFFERS.at(cell.place, message, path=cell.path)
    if has_reason():
        return entered, None
    message = f"“{cell.label}”填的是 {entered}，按评分规则应得 {computed}，没有写明原因"
    return entered, SCORE_DIFFERS.at(cell.place, message, path=cell.path)


def _same(entered: Value, computed: Value, pattern: str) -> bool:
    if isinstance(entered, Number) and isinstance(computed, Number):
        places = places_of(pattern or GENERAL)
        return round_half_up(entered, places) == round_half_up(computed, places)
    return str(entered) == str(computed)


def _is_rounding(entered: Decimal, computed: Decimal, field: PackField) -> bool:
    """Tell whether one in the last printed place is all that differs; what is counted is never rounded."""
    if field.type in ("count", "year"):
        return False
    return abs(Decimal(entered) - Decimal(computed)) <= Decimal(1).scaleb(-places_of(field.pattern or GENERAL))
