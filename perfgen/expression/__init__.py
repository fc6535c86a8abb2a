"""The one language of formulas, checks, file names, narrative and templates: Jinja, sandboxed, in Chinese."""

from perfgen.expression.chart import Chart, exact
from perfgen.expression.language import (
    Formula,
    Language,
    Sentence,
    keep_formulas,
    sentence,
    shared_language,
)
from perfgen.expression.scope import MISSING, ExpressionError, Function, Meanings, Scope, View

__all__ = [
    "MISSING",
    "Chart",
    "ExpressionError",
    "Formula",
    "Function",
    "Language",
    "Meanings",
    "Scope",
    "Sentence",
    "View",
    "exact",
    "keep_formulas",
    "sentence",
    "shared_language",
]
