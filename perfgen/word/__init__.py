"""The one door to Word files: compile a template, render it, lint and read what came out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from perfgen.word.package import TemplateError, read_parts
from perfgen.word.template import Template, load_template
from perfgen.word.text import words

if TYPE_CHECKING:
    from perfgen.word.linting import lint
    from perfgen.word.reading import paragraphs

__all__ = ["Template", "TemplateError", "lint", "load_template", "paragraphs", "read_parts", "words"]
_PARSES = {"lint": "linting", "paragraphs": "reading"}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load what parses XML when it is asked for: rendering a template that was kept needs none of it."""
    if name not in _PARSES:
        raise AttributeError(name)
    return getattr(import_module(f"perfgen.word.{_PARSES[name]}"), name)
