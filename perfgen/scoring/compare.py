"""An actual held against its target: met or not, and by how much beyond."""

from decimal import Decimal
from typing import Any

from perfgen.scoring.score import blank_among
from perfgen.scoring.target import Target, parse_target

DOWNWARD = ("≤", "＜")
_ZERO = Decimal(0)
GRADE_WORDS = ("达成", "部分达成", "未达成")


def judge(target: Any, actual: Any) -> bool | None:  # noqa: ANN401
    """Tell whether the target is met; None where either is blank or words leave it open.

    Equal words meet; where a target is words, 达成 meets it, 部分达成 and 未达成 do not.
    """
    if blank_among(target, actual):
        return None
    demanded, reached = parse_target(str(target)), parse_target(str(actual))
    if demanded.words == reached.words:
        return True
    if demanded.number is None:
        return reached.words == GRADE_WORDS[0] if reached.words in GRADE_WORDS else None
    return None if reached.number is None else is_met(demanded.relation, demanded.number, reached.number)


def overshoot(target: Any, actual: Any) -> Decimal | None:  # noqa: ANN401
    """Return by which ratio of the target the actual is beyond it in the good direction, 0 where it is not.

    139 against ≥120 is 0.1583…; 6个月 against ≤12个月 is 0.5. A target without a relation counts upwards. None where
    either is blank or words, or the target is not above 0: then there is no ratio.
    """
    if blank_among(target, actual):
        return None
    return beyond(parse_target(str(target)), parse_target(str(actual)))


def beyond(demanded: Target, reached: Target) -> Decimal | None:
    """Return the ratio of ``overshoot`` for targets already read."""
    a, b = demanded.number, reached.number
    if a is None or b is None or a <= 0:
        return None
    better = a - max(b, Decimal(0)) if demanded.relation in DOWNWARD else b - a
    return max(better / a, Decimal(0))


def counted(a: Decimal, b: Decimal) -> Decimal:
    """Return the actual as the rule counts it: a negative one as 0, unless the target itself is negative."""
    return b if b >= _ZERO or a < _ZERO else _ZERO


def is_met(relation: str, a: Decimal, b: Decimal) -> bool:
    """Tell whether actual ``b`` meets target ``a``; 等于 0, written or not, is missed by anything above."""
    b = counted(a, b)
    match relation:
        case "≤":
            return b <= a
        case "＜":
            return b < a
        case "＞":
            return b > a
        case "≥":
            return b >= a
        case _:
            return b >= a and not (a == 0 and b > 0)
