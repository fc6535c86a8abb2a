"""Targets as forms write them, the rules that turn figures into points, and grades."""

from perfgen.scoring.rules import SCORING_FUNCTIONS, Score, execution_score, grade, indicator_score
from perfgen.scoring.target import Target, parse_target

__all__ = [
    "SCORING_FUNCTIONS",
    "Score",
    "Target",
    "execution_score",
    "grade",
    "indicator_score",
    "parse_target",
]
