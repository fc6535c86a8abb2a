"""Cut a paragraph's words into tags: whole ones, and what was meant to be one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfgen.word.tags import WIDE_BRACES

CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
_EDGE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}")
_OPENING = re.compile(r"\{\{|\{%|\{#")
_SPACED = re.compile(r"\{ +[{%]|[}%] +\}")
_SINGLE = re.compile(r"\{([^{}%#\0]+)\}")
_BESIDE = re.compile(r"(?<=\0)[{}]|[{}](?=\0)")
_FIRST, _LAST = ("{", "%", "#"), ("}", "%", "#")
_WIDE = str.maketrans("｛｝", "{}")
_PERCENT = re.compile(r"(?<=\{)％|％(?=\})")


@dataclass(frozen=True, slots=True)
class Span:
    """A tag from one place of the text to another.

    ``fault``: why it is none as it stands: ``open`` (never closed), ``close`` (never opened), ``mixed`` (closed as
    another). Its inside is taken for what was meant, so that one fault hides no others.
    """

    start: int
    end: int
    mark: str
    inside: str
    fault: str = ""


def has_wide_braces(text: str) -> bool:
    """Tell whether full-width braces stand where a tag's should."""
    return any(braces in text for braces in WIDE_BRACES)


def narrow_braces(text: str) -> str:
    """Return the text, as long as before, with the braces a tag should have."""
    return _PERCENT.sub("%", text.translate(_WIDE))


def close_up(text: str) -> str:
    """Return the text, as long as before, with the two characters together that should open or close a tag."""
    outside = _blanked(text, (span for span in spans(text) if not span.fault))
    for found in _SPACED.finditer(outside):
        start, end = found.span()
        together = found[0].replace(" ", "") + " " * found[0].count(" ")
        if found[0][0] != "{":
            together = " " * found[0].count(" ") + found[0].replace(" ", "")
        text = text[:start] + together + text[end:]
    return text


def single_braces(text: str) -> Iterator[str]:
    """Yield what stands between single braces outside all tags."""
    for found in _SINGLE.finditer(_blanked(text, spans(text))):
        yield found[1].strip()


def beside_tags(text: str) -> bool:
    """Tell whether a brace too many stands right beside a tag."""
    return bool(_BESIDE.search(_blanked(text, spans(text))))


def run_together(before: str, text: str) -> bool:
    """Tell whether docxtpl takes the end of one text and the beginning of the next for one pair of braces."""
    return (before[-1:] in _LAST and text[:1] == "}") or (before[-1:] == "{" and text[:1] in _FIRST)


def _blanked(text: str, tags: Iterable[Span]) -> str:
    for span in tags:
        text = text[: span.start] + "\0" * (span.end - span.start) + text[span.end :]
    return text


def spans(text: str) -> Iterator[Span]:
    """Yield the tags of a text in order."""
    position = 0
    while edge := _EDGE.search(text, position):
        span = _close(edge) if edge[0] not in CLOSES else _open(text, edge)
        yield span
        position = span.end


def _close(edge: re.Match[str]) -> Span:
    return Span(edge.start(), edge.end(), "", "", "close")


def _open(text: str, edge: re.Match[str]) -> Span:
    start, inside = edge.start(), edge.end()
    closes = CLOSES[edge[0]]
    closed = text.find(closes, inside)
    following = _OPENING.search(text, inside) if edge[0] != "{#" else None
    limit = following.start() if following else len(text)
    if 0 <= closed < limit:
        return Span(start, closed + 2, edge[0], text[inside:closed])
    for wrong in ("}}", "%}", "#}", "}"):
        other = text.find(wrong, inside, limit)
        if other >= 0:
            return Span(start, other + len(wrong), edge[0], text[inside:other], "mixed")
    return Span(start, limit, edge[0], text[inside:limit], "open")
