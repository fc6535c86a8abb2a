"""How far an actual is beyond its target."""

from decimal import Decimal

from perfgen.scoring.target import parse_target


def overshoot(target: str, actual: str) -> Decimal | None:
    """Return by which ratio the actual is beyond the target in the good direction; None where no ratio exists.

    120 against ≥100 is 0.2; 5 against ≤10 is 0.5.
    """
    demanded, reached = parse_target(target), parse_target(actual)
    if not demanded.number or reached.number is None or demanded.number < 0:
        return None
    ratio = (reached.number - demanded.number) / demanded.number
    return -ratio if demanded.relation in ("≤", "＜") else ratio
