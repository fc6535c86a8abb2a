"""What docxtpl itself makes of a template, with plain Jinja and our functions and filters."""

import io
from collections.abc import Mapping
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from lxml import etree

from perfgen.expression import View
from perfgen.expression.functions import FILTERS, FUNCTIONS, grouped
from perfgen.filing.views import ListView
from perfgen.word import read_parts
from perfgen.word.columns import order_cell_properties
from perfgen.word.tags import parser

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def render_with_docxtpl(data: bytes, names: Mapping[str, Any]) -> bytes:
    """Return what docxtpl makes of a template, a new object for the document, as its users do."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.globals.update(FUNCTIONS)
    environment.filters.update(FILTERS)
    environment.filters["分组"] = _grouped
    template = DocxTemplate(io.BytesIO(data))
    template.render({name: plain(value) for name, value in names.items()}, environment, autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


class _Table(dict[str, Any]):
    """A table as a dict, true where our view of it is true."""

    def __init__(self, view: View) -> None:
        super().__init__((name, plain(view.lookup(name))) for name in view.names())
        self._filled = bool(view)

    def __bool__(self) -> bool:
        return self._filled

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Let our functions look into it."""
        return self[name]

    def names(self) -> tuple[str, ...]:
        """Return the names in it."""
        return tuple(self)

    def has(self, name: str) -> bool:
        """Tell whether it has a name."""
        return name in self


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return views as dicts and lists, anything else as it is."""
    if isinstance(value, ListView):
        return [plain(row) for row in value]
    if isinstance(value, View):
        return _Table(value)
    return [plain(item) for item in value] if isinstance(value, list) else value


def _grouped(rows: Any, column: str) -> list[Any]:  # noqa: ANN401
    return [_Table(group) for group in grouped(rows, column)]


def canonical(data: bytes) -> dict[str, str]:
    """Return the parts that hold words as canonical XML, indentation dropped; of the properties the title."""
    found = {}
    for name, content in read_parts("", data).items():
        if name == "docProps/core.xml":  # docxtpl adds an empty element for every property it knows
            found[name] = etree.fromstring(content).findtext(_TITLE, "")
        elif name.startswith(("word/document", "word/header", "word/footer", "word/footnotes")):
            tree = etree.fromstring(content, parser(compact=True))
            order_cell_properties(tree)  # docxtpl adds colspan, cellbg and vm where the format has no place for them
            found[name] = etree.tostring(tree, method="c14n").decode()
    return found
