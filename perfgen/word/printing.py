"""How a value becomes XML text: escaped, line breaks as Word writes them, other breaks marked for ``listing``.

A printer for each type, found by the type itself: a document prints some hundred values, and asking one what it is
costs more than printing it.
"""

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from perfgen.expression import ExpressionError, View
from perfgen.value import Blank, Number

MARK = "\x01"  # begins what is decided once the part is rendered; no text of a filing or a template can hold it
SHORT = 60  # characters of a text that is remembered
MOST = 4_096
_SPECIAL = '[&<>"\n\t\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]'  # compiled where a text is not plain
_BREAKS = re.compile(f"<[^>]*>|{MARK}.")
_REPLACED = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": MARK + "t",
    "\a": MARK + "a",
    "\f": MARK + "f",
}


def _replace(match: re.Match[str]) -> str:
    return _REPLACED.get(match[0], "")  # what XML cannot hold is dropped: the reader has reported it


def _escaped(text: str) -> str:
    if text.isprintable() and not ("&" in text or "<" in text or ">" in text or '"' in text):
        return text  # nearly every text: five looks in C instead of a regular expression
    return re.sub(_SPECIAL, _replace, text)


class Texts(dict[str, bytes]):
    """What short texts print: names of indicators, units and choices stand in most filings of a district."""

    def __missing__(self, text: str) -> bytes:
        """Print it; what is short is remembered, until there is too much of it."""
        printed = _escaped(text).encode()
        if len(text) <= SHORT:
            if len(self) == MOST:
                self.clear()
            self[text] = printed
        return printed


_print_text = Texts().__getitem__


def _print_blank(blank: Blank) -> bytes:
    return _print_text(blank.printed)


def _print_number(number: Number) -> bytes:
    return (number.printed or str(number)).encode()  # digits, a point, a minus, a percent sign: nothing to escape


def _print_other(value: Any) -> bytes:  # noqa: ANN401
    return _print_text(str(value))  # an unknown name raises here


def _refuse(_: Any) -> bytes:  # noqa: ANN401
    raise ExpressionError("这里写的是一整张表或一列，要写到具体的栏目，或用 for 逐行打印")


class _Printers(dict[type, Callable[[Any], bytes]]):
    """The printer of every type; of one not met before it is found by what the type derives from."""

    def __missing__(self, kind: type) -> Callable[[Any], bytes]:
        """Find it once."""
        printer: Callable[[Any], bytes] = _print_other
        if issubclass(kind, (list, tuple)) or (issubclass(kind, View) and kind.__str__ is object.__str__):
            printer = _refuse
        for base in (Markup, Number, Blank, str):
            if issubclass(kind, base) and kind.__str__ is base.__str__:
                printer = self[base]
                break
        self[kind] = printer
        return printer


PRINTERS = _Printers({Markup: Markup.encode, Number: _print_number, Blank: _print_blank, str: _print_text})


def print_plain(value: Any) -> Markup:  # noqa: ANN401
    """Print where no markup may stand: an attribute, a document property."""
    if isinstance(value, Markup):  # what a macro printed: escaped, with breaks in it
        return Markup(" ".join(_BREAKS.sub(" ", value).split()))  # noqa: S704
    if PRINTERS[type(value)] is _refuse:
        _refuse(value)
    words = value if isinstance(value, str) else str(value)
    return Markup(_escaped(" ".join(words.replace("\a", "").split())))  # noqa: S704


def print_markup(value: Any) -> Markup:  # noqa: ANN401
    """Print where no text may stand, between paragraphs or runs: only what a macro of the template made."""
    if isinstance(value, Markup):
        return value
    raise ExpressionError("{{p }}、{{r }} 这一类标签只能打印模板自己的宏；填报数据只有文字，请写 {{ }}")
