"""Targets as forms write them, the rules that turn figures into points, and grades."""

from perfgen.scoring.compare import judge, overshoot
from perfgen.scoring.functions import SCORING_FUNCTIONS
from perfgen.scoring.rules import Rule, execution_score, indicator_score
from perfgen.scoring.score import Score
from perfgen.scoring.tables import grade
from perfgen.scoring.target import (
    QUALITATIVE,
    SplitTarget,
    Target,
    combine_target,
    parse_target,
    split_target,
    written_actual,
    written_target,
)

__all__ = [
    "QUALITATIVE",
    "SCORING_FUNCTIONS",
    "Rule",
    "Score",
    "SplitTarget",
    "Target",
    "combine_target",
    "execution_score",
    "grade",
    "indicator_score",
    "judge",
    "overshoot",
    "parse_target",
    "split_target",
    "written_actual",
    "written_target",
]
