"""A compiled template: what depends on the template alone happens once, a document is strings and a zip."""

import marshal
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.meta import find_undeclared_variables

from perfgen.cache import kept
from perfgen.expression import Chart, ExpressionError, Language, Scope
from perfgen.expression.language import chinese_syntax, scope_variables
from perfgen.expression.spelling import describe_unknown
from perfgen.word.charts import ChartPart, charts_in, related
from perfgen.word.merging import MergeState, mark_merged_cells
from perfgen.word.package import Packed, TemplateError, pack, read_parts, write_parts
from perfgen.word.printing import print_plain, print_xml
from perfgen.word.tags import Tags, paragraph_number, paragraph_text, read_part, source_of

TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$|docProps/core\.xml$")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@cache
def _language() -> Language:
    return Language(autoescape=True, finalize=print_xml, filters={"_plain": print_plain})


class _Part:
    """One compiled part; its source keeps a line a paragraph for messages."""

    def __init__(self, template: str, source: str) -> None:
        self._template = template
        self._source = source
        language = _language()
        try:
            # Looking for names folds constants in the tree it is given, as floats: it gets a tree of its own.
            self._needed = find_undeclared_variables(language.parse(source)) - set(language.globals)
            self._code = language.compile(source)
        except jinja2.TemplateSyntaxError as error:
            raise self._fault(error.lineno, chinese_syntax(error)) from error
        except ExpressionError as error:
            raise self._fault(error.line, str(error)) from error
        self._load()

    def _load(self) -> None:
        language = _language()
        self._compiled = language.template_class.from_code(language, self._code, language.make_globals(None))

    def __getstate__(self) -> tuple[str, str, set[str], bytes]:
        """Be kept on disk: the code as Python writes it."""
        return self._template, self._source, self._needed, marshal.dumps(self._code)

    def __setstate__(self, state: tuple[str, str, set[str], bytes]) -> None:
        """Come back from disk."""
        self._template, self._source, self._needed = state[:3]
        self._code = marshal.loads(state[3])  # noqa: S302 - it was whole, and nobody else could write it
        self._load()

    def render(self, scope: Scope) -> str:
        self._check_names(scope)
        try:
            return str(self._compiled.render(scope_variables(scope))).replace("\n", "")
        except jinja2.TemplateError as error:
            raise self._fault(_line_of(error), str(error.message)) from error
        except (ExpressionError, TypeError, ArithmeticError, ValueError) as error:
            raise self._fault(_line_of(error), str(error)) from error

    def _check_names(self, scope: Scope) -> None:
        for name in sorted(self._needed):
            if name not in scope:
                tag = re.compile(r"\{[{%][^{}]*" + re.escape(name))
                line = next((n for n, text in enumerate(self._source.split("\n"), 1) if tag.search(text)), 0)
                raise self._fault(line, describe_unknown(name, scope.names()))

    def _fault(self, line: int, message: str) -> TemplateError:
        where = f"第{paragraph_number(line)}段“{paragraph_text(self._source, line)}”" if line else ""
        return TemplateError(f"{self._template} {where}：{message}")


def _line_of(error: BaseException) -> int:
    """Return the line of the source where an error arose: Jinja rewrites tracebacks to the template's lines."""
    line, frame = 0, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


class Template:
    """A Word template, compiled."""

    def __init__(self, name: str, data: bytes) -> None:
        """Compile every part that has tags; TemplateError names the paragraph of a fault."""
        self.name = name
        self._charts: list[_Chart] = []
        parts = read_parts(name, data)
        self._parts: dict[str, _Part | Packed] = {
            part: (self._compile(part, parts) if TEXT_PARTS.match(part) else None) or pack(part, content)
            for part, content in parts.items()
        }

    def render(self, scope: Scope) -> bytes:
        """Return the document; the same scope gives the same bytes."""
        drawn = {name: pack(name, data) for chart in self._charts for name, data in chart.render(scope)}
        return write_parts(
            drawn.get(name) or (part if isinstance(part, Packed) else self._print(name, part, scope))
            for name, part in self._parts.items()
        )

    def _print(self, name: str, part: _Part, scope: Scope) -> Packed:
        inner: dict[str, Any] = dict(MergeState().functions())
        return pack(name, (_DECLARATION + part.render(scope.within(inner))).encode())

    def _compile(self, part: str, parts: Mapping[str, bytes]) -> _Part | None:
        tags = Tags()
        tree = read_part(self.name, parts[part], tags)
        if tree is None:
            return None
        mark_merged_cells(tree, tags)
        targets = related(parts, part)
        self._charts += [_Chart(self.name, parts, targets[key], words) for key, words in charts_in(tree, tags)]
        return _Part(self.name, source_of(tree, tags))


class _Chart:
    """A chart with the expression that gives its data."""

    def __init__(self, template: str, parts: Mapping[str, bytes], name: str, expression: str) -> None:
        self._template = template
        self._part = ChartPart(template, parts, name)
        self._compiled = _Part(template, self._part.source)
        self._expression = expression
        try:
            _language().formula(expression)
        except ExpressionError as error:
            raise self._fault(error) from error

    def render(self, scope: Scope) -> Iterator[tuple[str, bytes]]:
        """Yield the chart and the workbook behind it."""
        try:
            data = _language().formula(self._expression).evaluate(scope)
        except ExpressionError as error:
            raise self._fault(error) from error
        if not isinstance(data, Chart):
            raise self._fault("替代文字里只写一个 图(…)")
        drawn = scope.within({"_系列": self._part.series(data)})
        yield self._part.name, (_DECLARATION + self._compiled.render(drawn)).encode()
        yield self._part.workbook, self._part.data(data)

    def _fault(self, cause: object) -> TemplateError:
        why = str(cause).removeprefix(f"“{self._expression}”").removeprefix("算不出来：").removeprefix("写法有误：")
        return TemplateError(f"{self._template} 的图表（替代文字 {self._expression}）：{why}")


def load_template(path: Path) -> Template:
    """Return the compiled template of a file; compiled again only when the file has changed."""
    stat = path.stat()
    return _load(path, stat.st_mtime_ns, stat.st_size)


@cache
def _load(path: Path, _modified: int, _size: int) -> Template:
    data = path.read_bytes()
    return kept(Template, path.name.encode() + data, lambda: Template(path.name, data))
