"""The sandboxed Jinja environment: number literals are Decimal, only views and known functions can be reached."""

import marshal
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from io import StringIO
from operator import add, mul, sub, truediv
from types import FunctionType
from typing import Any, cast

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing as unresolved

from perfgen.cache import keep, kept
from perfgen.expression.code import DecimalCode, FormulaCode, PrintingCode
from perfgen.expression.functions import FILTERS, FUNCTIONS
from perfgen.expression.punctuation import narrow
from perfgen.expression.scope import MISSING, ExpressionError, Function, Meanings, Scope, View
from perfgen.expression.spelling import describe_unknown
from perfgen.value import Number

_LOOP_PARTS = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "changed")
_TESTS = ("defined", "undefined", "none", "even", "odd", "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge")
_SCOPE = "本次作用域"
_EXACT: Mapping[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul, "/": truediv}
_FORMULAS = b"formulas"
_MOST_KEPT = 5_000


class _Missing(StrictUndefined):
    """A name that means nothing: whatever is done with it raises, saying what there is instead."""

    @property
    def _undefined_message(self) -> str:
        obj, name = self._undefined_obj, str(self._undefined_name)
        if isinstance(obj, View):
            title = getattr(obj, "title", "") or type(obj).__name__
            return describe_unknown(name, obj.names(), title)
        return f"“{obj}”没有“{name}”这一项" if isinstance(obj, (str, Number)) else f"没有名为“{name}”的表或栏目"


class _LazyContext(Context):
    """Names come from the scope when they are asked for, not before."""

    def resolve_or_missing(self, key: str) -> Any:  # noqa: ANN401
        for names in (self.vars, self.parent, self.environment.globals):
            if key in names:
                return names[key]
        scope = self.parent.get(_SCOPE)
        found = scope.lookup(key) if scope else MISSING
        return unresolved if found is MISSING else found


class Language(ImmutableSandboxedEnvironment):
    """Jinja with our values: one instance prints plain text, the Word door makes one that prints XML."""

    code_generator_class = DecimalCode
    context_class = _LazyContext
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(
        self,
        *,
        printers: Mapping[type, Callable[[Any], bytes]] | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        """Set up; ``filters`` are added to those that every expression has.

        ``printers`` say how a value of a type becomes markup (a mapping with every type: it answers for new ones too).
        """
        marked_up = printers is not None  # what a macro or a set block prints is markup then, and printed as it is
        super().__init__(undefined=_Missing, autoescape=marked_up, optimized=False, keep_trailing_newline=True)
        if marked_up:
            self.printers = printers
            self.code_generator_class = PrintingCode
        self.globals = dict(FUNCTIONS)
        self.filters = {**FILTERS, **(filters or {})}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.literal = cache(Number)
        self._callable = frozenset(FUNCTIONS.values())
        self.codes: dict[str, bytes] = {}
        self.known = 0
        self.formula = lru_cache(maxsize=4096)(self._compile_formula)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401
        """Only our functions, a pack's own and the template's macros."""
        return isinstance(obj, (Function, Macro, LoopContext)) or obj in self._callable

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Call what may be called; our own functions take neither context nor loop variables."""
        if type(called) is Function or (type(called) is FunctionType and called in self._callable):
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return (called.call if type(called) is Function else called)(*args, **kwargs)
        return super().call(context, called, *args, **kwargs)

    def caller(self, called: Any) -> Callable[..., Any]:  # noqa: ANN401
        """Return what calls something once it is known whether it may be called."""
        return partial(self.call, cast("Context", None), called)  # of no use to what may be called

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401
        """Return a view's part; of other objects only a loop's counters can be reached, nothing of Python."""
        if isinstance(obj, View):
            found = obj.lookup(attribute)
            return self.undefined(obj=obj, name=attribute) if found is MISSING else found
        if isinstance(obj, LoopContext) and attribute in _LOOP_PARTS:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):  # the first name that means nothing is the one to tell
            return obj
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401
        """Return a list's row by its key, a part by its name, or an item by its number from 0."""
        if isinstance(obj, View):
            found = obj.item(str(argument))
            return self.undefined(obj=obj, name=str(argument)) if found is MISSING else found
        if isinstance(obj, (list, tuple)) and isinstance(argument, (Number, int)):
            try:
                return obj[int(argument)]
            except IndexError:
                pass
        if isinstance(obj, Undefined):
            return obj
        return self.undefined(obj=obj, name=str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Compute with decimals; text may be joined by ``+`` and nothing else."""
        if type(left) is Number is type(right) and operator in _EXACT:
            return _EXACT[operator](left, right)
        for side in (left, right):
            if isinstance(side, Undefined):
                str(side)  # raises with the name
        left, right = (Number(side) if type(side) is int else side for side in (left, right))
        if isinstance(left, str) != isinstance(right, str) or (isinstance(left, str) and operator != "+"):
            words = left if isinstance(left, str) else right
            raise ExpressionError(f"“{words}”是文字，不能参加运算")
        if operator == "**" and not abs(right) <= 9:  # noqa: PLR2004
            raise ExpressionError("乘方的次数过大")
        return super().call_binop(context, operator, left, right)

    def _compile_formula(self, source: str) -> "Formula":
        """Compile one expression, unless an earlier run has."""
        code = self.codes.get(source)
        if code is None:
            code = self.codes[source] = self._translate(source)
        made: dict[str, Any] = {"environment": self}
        exec(marshal.loads(code), made)  # noqa: S102, S302 - our own, as Jinja does it
        return Formula(source, made["names"], made["formula"])

    def _translate(self, source: str) -> bytes:
        try:
            parser = Parser(self, narrow(source), state="variable")
            found = parser.parse_expression()
            if not parser.stream.eos:
                parser.fail("chunk after expression", parser.stream.current.lineno)
            found.set_environment(self)
            FormulaCode(self, None, None, code := StringIO(), optimized=False).write_function(found)
            return marshal.dumps(compile(code.getvalue(), "<formula>", "exec"))
        except TemplateSyntaxError as error:
            raise ExpressionError(f"“{source}”写法有误：{chinese_syntax(error)}") from error


def chinese_syntax(error: TemplateSyntaxError) -> str:
    """Say in Chinese what Jinja found wrong with the syntax; its own words are kept at the end for engineers."""
    message = error.message or ""
    if "no filter named" in message.lower():
        return f"没有名为{message.rpartition('named')[2].strip().rstrip('.')}的过滤器"
    if "Unknown tag 'end" in message or "Unexpected end of template" in message or "unknown tag" in message.lower():
        return f"成对的标签（for/endfor、if/endif）没有配对，或标签名写错（{message}）"
    return f"请检查括号、引号和运算符是否成对（{message}）"


def scope_variables(scope: Scope) -> dict[str, Any]:
    """Return what to hand to a template so that its names come from the scope."""
    return {_SCOPE: scope}


class Formula:
    """One compiled expression."""

    __slots__ = ("_compute", "names", "source")

    def __init__(self, source: str, names: tuple[str, ...], compute: Callable[..., Any]) -> None:
        """Take the source as written, the names in it, and the function of what they mean."""
        self.source = source
        self.names = names
        self._compute = compute

    def evaluate(self, scope: Meanings) -> Any:  # noqa: ANN401
        """Compute the value; ExpressionError where that is not possible."""
        try:
            value = self._compute(*scope.meanings(self.names))
            if isinstance(value, Undefined):
                str(value)
        except TemplateError as error:
            raise ExpressionError(str(error.message)) from error
        except (TypeError, ArithmeticError, ValueError) as error:
            raise ExpressionError(f"“{self.source}”算不出来：{error}") from error
        return Number(value) if type(value) is int else value


class Sentence:
    """Narrative: plain words with ``{{ … }}``; blocks are not allowed in a filing."""

    def __init__(self, source: str, language: Language) -> None:
        """Compile the placeholders; everything between them is printed as it stands."""
        if "{%" in source:
            raise ExpressionError("文中只能写 {{ … }}，不能写 {% … %}")
        self.source = source
        first, *rest = source.split("{{")
        self._parts: list[str | Formula] = [first]
        for part in rest:
            inside, closed, after = part.partition("}}")
            if not closed:
                raise ExpressionError(f"“{{{{{inside[:20]}”没有用 }}}} 结束")
            self._parts += [language.formula(inside.strip()), after]

    def print(self, scope: Meanings) -> str:
        """Return the words with every figure filled in; ExpressionError where that is not possible."""
        return "".join([part if isinstance(part, str) else str(part.evaluate(scope)) for part in self._parts])


@cache
def shared_language() -> Language:
    """Return the language of formulas, file names and narrative; it knows what earlier runs have compiled."""
    language = Language()
    language.codes = dict(kept(dict, _FORMULAS, dict))
    language.known = len(language.codes)
    return language


def keep_formulas() -> None:
    """Keep what was compiled for the next run."""
    language = shared_language()
    if language.known < len(language.codes) <= _MOST_KEPT:
        keep(dict, _FORMULAS, language.codes)


@lru_cache(maxsize=4096)
def sentence(source: str) -> Sentence:
    """Compile narrative once."""
    return Sentence(source, shared_language())
