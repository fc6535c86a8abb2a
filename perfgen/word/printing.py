"""How a value becomes XML text: escaped, line breaks and tabs as Word writes them."""

import re
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from perfgen.expression import ExpressionError, View

_SPECIAL = re.compile('[&<>"\n\t\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]')
_REPLACED = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}


def _replace(match: re.Match[str]) -> str:
    return _REPLACED.get(match[0], "")  # what XML cannot hold is dropped: the reader has reported it


def words_of(value: Any) -> str:  # noqa: ANN401
    """Return what a value prints; a whole table or list is a fault of the template."""
    if isinstance(value, Undefined) or value is None:
        return str(value)  # an unknown name raises here
    if isinstance(value, (list, tuple)) or (isinstance(value, View) and type(value).__str__ is object.__str__):
        raise ExpressionError("这里写的是一整张表或一列，要写到具体的栏目，或用 for 逐行打印")
    return str(value)


def print_xml(value: Any) -> Markup:  # noqa: ANN401
    """Print inside ``<w:t>``."""
    return value if isinstance(value, Markup) else Markup(_SPECIAL.sub(_replace, words_of(value)))  # noqa: S704


def print_plain(value: Any) -> Markup:  # noqa: ANN401
    """Print where no markup may stand: an attribute, a document property."""
    return print_xml(" ".join(words_of(value).split()))
