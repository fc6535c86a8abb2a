"""The one door to Word files: compile a template, render it, lint and read what came out."""

from perfgen.word.lint import lint
from perfgen.word.package import TemplateError, read_parts
from perfgen.word.template import Template, load_template
from perfgen.word.text import paragraphs, words

__all__ = ["Template", "TemplateError", "lint", "load_template", "paragraphs", "read_parts", "words"]
