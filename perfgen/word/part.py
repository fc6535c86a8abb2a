"""One compiled part of a template: names checked, rendered as strings, finished where that needs the whole part."""

import marshal
import re
from functools import cache
from typing import Any

import jinja2
from jinja2.meta import find_undeclared_variables

from perfgen.expression import MISSING, ExpressionError, Language, Scope
from perfgen.expression.language import chinese_syntax, scope_variables
from perfgen.expression.spelling import describe_unknown
from perfgen.word.merge_state import MERGE_FILTERS, STATE, MergeState
from perfgen.word.package import TemplateError
from perfgen.word.printing import MARK, PRINTERS, print_markup, print_plain
from perfgen.word.text import words_of

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARK = MARK.encode()
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@cache
def language() -> Language:
    """Return the language of templates."""
    return Language(printers=PRINTERS, filters={"_plain": print_plain, "_markup": print_markup, **MERGE_FILTERS})


class Part:
    """A compiled part; its source keeps a line a paragraph for messages.

    ``columns``: tables whose grid is set right after rendering. ``last_id``: what its drawings are numbered from.
    """

    def __init__(self, template: str, source: str, *, columns: bool = False, last_id: int = 0) -> None:
        """Compile the source; TemplateError names the paragraph."""
        self._template = template
        self._source = source
        self._columns = columns
        self._last_id = last_id
        environment = language()
        try:
            # Looking for names folds constants in the tree it is given, as floats: it gets a tree of its own.
            needed = find_undeclared_variables(environment.parse(source)) - set(environment.globals)
            self._code = environment.compile(source)
        except jinja2.TemplateSyntaxError as error:
            raise self._fault(error.lineno, chinese_syntax(error)) from error
        except ExpressionError as error:
            raise self._fault(error.line, str(error)) from error
        self._merges = STATE in needed
        self._needed = sorted(needed - {STATE})
        self._load()

    def _load(self) -> None:
        environment = language()
        # Every rendering would copy the globals; the context finds them in the environment.
        self._compiled = environment.template_class.from_code(environment, self._code, {})

    def __getstate__(self) -> dict[str, Any]:
        """Be kept on disk: the code as Python writes it."""
        state = {name: value for name, value in vars(self).items() if name != "_compiled"}
        return state | {"_code": marshal.dumps(self._code)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Come back from disk."""
        vars(self).update(state)
        self._code = marshal.loads(state["_code"])  # noqa: S302 - it was whole, and nobody else could write it
        self._load()

    @property
    def words(self) -> str:
        """What the part says with nothing filled in."""
        return words_of(_TAG.sub("", self._source.replace("\n", "")))

    def render(self, scope: Scope) -> bytes:
        """Return the part; TemplateError names the paragraph of what cannot be computed or is unknown."""
        variables = self._variables(scope)
        try:
            xml = self._print(variables)
        except jinja2.TemplateError as error:
            raise self._fault(_line_of(error), str(error.message)) from error
        except (ExpressionError, TypeError, ArithmeticError, ValueError) as error:
            raise self._fault(_line_of(error), str(error)) from error
        if _MARK in xml:
            from perfgen.word.listing import resolve_marks

            xml = resolve_marks(self._template, xml.decode(), last_id=self._last_id).encode()
        if self._columns:
            from perfgen.word.columns import fix_columns

            xml = fix_columns(self._template, xml)
        return xml

    def _print(self, variables: dict[str, Any]) -> bytes:
        """Do what Jinja's ``render`` does, with bytes."""
        context = self._compiled.new_context(variables, shared=True)
        pieces: Any
        try:
            [pieces] = self._compiled.root_render_func(context)
            pieces.insert(0, _DECLARATION)
            return b"".join(pieces)
        except Exception:  # noqa: BLE001
            language().handle_exception()  # raises it again, with the lines of the template

    def _variables(self, scope: Scope) -> dict[str, Any]:
        """Return what the names mean; TemplateError names the paragraph of one that means nothing."""
        variables: dict[str, Any] = scope_variables(scope)
        for name in self._needed:
            found = variables[name] = scope.lookup(name)
            if found is MISSING:
                tag = re.compile(r"\{[{%][^{}]*" + re.escape(name))
                line = next((n for n, text in enumerate(self._source.split("\n"), 1) if tag.search(text)), 0)
                raise self._fault(line, describe_unknown(name, scope.names()))
        if self._merges:
            variables[STATE] = MergeState()
        return variables

    def _fault(self, line: int, message: str) -> TemplateError:
        from perfgen.word.tags import paragraph_number, paragraph_text

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
