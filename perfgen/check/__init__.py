"""What the finance bureau's reviewer would send back: plain functions in tuples, driven by roles of the pack."""

from collections.abc import Callable, Iterator

from perfgen.check.across import ACROSS
from perfgen.check.amounts import AMOUNTS
from perfgen.check.arithmetic import ARITHMETIC
from perfgen.check.ignore import silence
from perfgen.check.money import MONEY
from perfgen.check.own import OWN
from perfgen.check.remains import FORM, may_remain, remains_of_the_form
from perfgen.check.scores import SCORES
from perfgen.check.survey import Survey
from perfgen.filing import Figures
from perfgen.finding import Finding

Check = Callable[[Survey], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (*SCORES, *MONEY, *OWN, *ACROSS, *ARITHMETIC, *AMOUNTS, *FORM)

__all__ = ["CHECKS", "check", "may_remain", "remains_of_the_form", "silence"]


def check(figures: Figures) -> list[Finding]:
    """Return what every check finds in a computed filing."""
    survey = Survey(figures)
    return [finding for one in CHECKS for finding in one(survey)]
