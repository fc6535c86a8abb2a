"""From a computed filing to its documents, in memory."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from perfgen.check import may_remain
from perfgen.expression import ExpressionError, Scope, sentence
from perfgen.filing import Figures
from perfgen.finding import Finding
from perfgen.finding.catalogue import TEMPLATE_FAILED
from perfgen.pack import DocumentSpec
from perfgen.place import Place
from perfgen.word import Template, TemplateError, load_template


class Document(NamedTuple):
    """A finished Word file: its name as the pack has it, without suffix, and its bytes.

    ``suspect``: with nothing filled in, its template's own words read like the remains of a form.
    """

    name: str
    template: str
    data: bytes
    suspect: bool = False


def render(figures: Figures, only: tuple[str, ...] = ()) -> tuple[list[Document], list[Finding]]:
    """Return the documents of a filing; ``only`` limits them to templates whose name contains one of the words."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for spec in figures.filing.pack.documents:
        if only and not any(word in spec.template for word in only):
            continue
        try:
            template = load_template(figures.filing.pack.template_path(spec))
            documents += [
                Document(sentence(spec.name).print(scope), spec.template, template.render(scope), _suspect(template))
                for scope in _scopes(figures, spec)
            ]
        except (TemplateError, ExpressionError) as error:
            findings.append(TEMPLATE_FAILED.at(Place(spec.template), str(error)))
    return documents, findings


@lru_cache(maxsize=256)
def _suspect(template: Template) -> bool:
    return may_remain(template.words)


def _scopes(figures: Figures, spec: DocumentSpec) -> Iterator[Scope]:
    if not spec.each:
        yield figures.scope
        return
    for _, row in figures.rows(spec.each):
        yield figures.scope.within({spec.each: row})
