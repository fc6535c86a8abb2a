"""A compiled template: what depends on the template alone happens once, a document is strings and a zip."""

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from perfgen.cache import kept
from perfgen.expression import Chart, ExpressionError, Scope
from perfgen.word.package import Packed, TemplateError, pack, read_parts, write_parts
from perfgen.word.part import Part, language
from perfgen.word.text import words_of

_DOCUMENT = "word/document.xml"
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$|docProps/core\.xml$")
_REPEATING = re.compile(r"\{%-?\s*(for|macro)\b")


class Template:
    """A Word template, compiled.

    ``slow`` says, in Chinese and with the place, why a document costs a pass over its tree; nearly always it is empty.
    """

    def __init__(self, name: str, data: bytes) -> None:
        """Compile every part that has tags; TemplateError names the paragraph of a fault."""
        self.name = name
        self.slow: tuple[str, ...] = ()
        self._charts: list[_Chart] = []
        parts = read_parts(name, data)
        self._parts: dict[str, Part | Packed] = {
            part: (self._compile(part, parts) if TEXT_PARTS.match(part) else None) or pack(part, content)
            for part, content in parts.items()
        }
        body = self._parts[_DOCUMENT]
        self.words = body.words if isinstance(body, Part) else words_of(parts[_DOCUMENT].decode())

    def render(self, scope: Scope) -> bytes:
        """Return the document; the same scope gives the same bytes."""
        drawn = {name: pack(name, data) for chart in self._charts for name, data in chart.render(scope)}
        return write_parts(
            [
                part if isinstance(part, Packed) else pack(name, part.render(scope))
                for name, part in {**self._parts, **drawn}.items()
            ]
        )

    def _compile(self, part: str, parts: Mapping[str, bytes]) -> Part | None:
        from perfgen.word.blocks import check_blocks
        from perfgen.word.charts import charts_in, related
        from perfgen.word.columns import order_cell_properties, uncertain_columns
        from perfgen.word.listing import marked, number_drawings
        from perfgen.word.merging import mark_merged_cells
        from perfgen.word.tags import Tags, read_part, source_of

        tags = Tags()
        read = read_part(self.name, parts[part], tags)
        if read is None:
            return None
        root, tree = read
        check_blocks(self.name, tree, tags)
        order_cell_properties(tree)
        slow = tuple(uncertain_columns(root, tree, tags))
        self.slow += slow
        mark_merged_cells(tree, tags)
        targets = related(parts, part)
        self._charts += [_Chart(self.name, parts, targets[key], words) for key, words in charts_in(tree, tags)]
        last_id = 1000  # as docxtpl counts; drawings of other parts keep their ids unless a loop would repeat them
        if part != _DOCUMENT:
            last_id = 100_000 * list(parts).index(part)
        if part == _DOCUMENT or _REPEATING.search(source_of(tree, tags)):
            number_drawings(tree)
        return Part(self.name, marked(source_of(tree, tags)), columns=bool(slow), last_id=last_id)


class _Chart:
    """A chart with the expression that gives its data."""

    def __init__(self, template: str, parts: Mapping[str, bytes], name: str, expression: str) -> None:
        from perfgen.word.charts import ChartPart

        self._template = template
        self._part = ChartPart(template, parts, name)
        self._compiled = Part(template, self._part.source)
        self._expression = expression
        try:
            language().formula(expression)
        except ExpressionError as error:
            raise self._fault(error) from error

    def render(self, scope: Scope) -> Iterator[tuple[str, bytes]]:
        """Yield the chart and the workbook behind it."""
        try:
            data = language().formula(self._expression).evaluate(scope)
        except ExpressionError as error:
            raise self._fault(error) from error
        if not isinstance(data, Chart):
            raise self._fault("替代文字里只写一个 图(…)")
        drawn = scope.within({"_系列": self._part.series(data)})
        yield self._part.name, self._compiled.render(drawn)
        yield self._part.workbook, self._part.data(data)

    def _fault(self, cause: object) -> TemplateError:
        why = str(cause).removeprefix(f"“{self._expression}”").removeprefix("算不出来：").removeprefix("写法有误：")
        return TemplateError(f"{self._template} 的图表（替代文字 {self._expression}）：{why}")


def load_template(path: Path) -> Template:
    """Return the compiled template of a file; compiled again only when the file has changed."""
    stat = os.stat(path)  # noqa: PTH116 - asked for every document, and costs half
    return _load(path, stat.st_mtime_ns, stat.st_size)


@cache
def _load(path: Path, _modified: int, _size: int) -> Template:
    data = path.read_bytes()
    return kept(Template, path.name.encode() + data, lambda: Template(path.name, data))
