"""The lines of the narrative sheet: a line a paragraph, headings on the left, blank meaning "as above"."""

from collections.abc import Iterator

from perfgen.blank.entries import Look
from perfgen.blank.slots import Line, Slot, label, note
from perfgen.filing import Prose, Section
from perfgen.pack import TextField
from perfgen.pack.sheets import BAR, UNTITLED

_OUTLINE_NOTE = "可以分标题"
_SPARE_LINES = 3


def text_lines(name: str, field: TextField, prose: Prose | None) -> Iterator[Line]:
    """Yield the lines of one piece of narrative; one that is blank still has its line, an outline a few."""
    section = prose.section if prose else Section(None, ())
    title = field.label or name
    if section.heading:
        title = f"{title}{BAR}{section.heading.text}"
    written = list(_written(section))
    if len(written) < 2 and field.outline:  # noqa: PLR2004
        written += [("", "", "")] * (_SPARE_LINES - len(written))
    for number, (heading, subheading, paragraph) in enumerate(written or [("", "", "")]):
        first = number == 0
        look = Look.REQUIRED if field.required and first else Look.INPUT
        side = Look.INPUT if field.outline else Look.CLOSED
        explained = (
            "必填" if field.required else "",
            field.hint,
            _OUTLINE_NOTE if field.outline else "",
        )
        yield (
            label(title if first else ""),
            Slot(side, heading, name=title),
            Slot(side, subheading, name=title),
            Slot(look, paragraph, name=title),
            note(*explained) if first else note(),
        )


def _written(section: Section) -> Iterator[tuple[str, str, str]]:
    """Yield heading, subheading and paragraph of every line; a heading stands with what comes first under it."""
    for paragraph in section.body:
        yield "", "", paragraph.text
    for first in filter(None, section.sections):
        heading = _heading(first)
        for paragraph in first.body:
            yield heading, "", paragraph.text
            heading = ""
        for second in filter(None, first.sections):
            subheading = _heading(second)
            for paragraph in second.body:
                yield heading, subheading, paragraph.text
                heading = subheading = ""
            if subheading:
                yield heading, subheading, ""
                heading = ""
        if heading:
            yield heading, "", ""


def _heading(section: Section) -> str:
    return section.heading.text if section.heading else UNTITLED
