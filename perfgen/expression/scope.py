"""What names mean in an expression: scopes that look inward first, and views that only give what a form has."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from perfgen.expression.spelling import describe_unknown


class ExpressionError(Exception):
    """An expression is wrong or cannot be computed; the message is Chinese and names the cause."""

    def __init__(self, message: str, line: int = 0) -> None:
        """Take the message and, where known, the line in the source."""
        super().__init__(message)
        self.line = line


class _Nothing:
    """What a name leads to that means nothing: it can be asked for, never printed."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Be recognised in a debugger."""
        return "MISSING"

    def __str__(self) -> str:
        """Refuse to be printed."""
        raise ValueError("名称不存在，没有可以打印的内容")


MISSING = _Nothing()


class View:
    """Something with named parts: a table, a row, a group. Templates reach nothing else of it.

    No abstract base class: every value of a document asks whether something is a view, and there that costs four times
    as much.
    """

    __slots__ = ()

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return the part, or MISSING."""
        del name
        return MISSING

    def item(self, key: str) -> Any:  # noqa: ANN401
        """Return what is written ``['…']``: a list's row by its key, of others a part."""
        return self.lookup(key)

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in the form's order."""
        return ()

    def has(self, name: str) -> bool:
        """Tell whether a part has the name, without computing it."""
        return name in self.names()


def _no_part(_: Any, _name: str) -> Any:  # noqa: ANN401
    return MISSING


class _Askings(dict[type, Callable[[Any, str], Any]]):
    """How a value of a type is asked for a part, found once a type: a document asks for some hundred."""

    def __init__(self, method: str) -> None:
        """Take the name of the views' method."""
        self._method = method

    def __missing__(self, kind: type) -> Callable[[Any, str], Any]:
        """Find it: only views have parts."""
        self[kind] = ask = getattr(kind, self._method) if issubclass(kind, View) else _no_part
        return ask


LOOKUPS, ITEMS = _Askings("lookup"), _Askings("item")


class Function:
    """A function that comes with a scope (评定等级): with the built-in ones, all an expression may call."""

    def __init__(self, call: Callable[..., Any]) -> None:
        """Wrap a plain function, whose signature stays known."""
        self.__wrapped__ = self.call = call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Call it."""
        return self.call(*args, **kwargs)


class Meanings(Protocol):
    """What a formula asks: a scope, or a place within one."""

    def meanings(self, names: Iterable[str]) -> list[Any]:
        """Return what each of the names means; ExpressionError for the first that means nothing."""


class Scope:
    """A chain of views and mappings; the first that has a name decides."""

    def __init__(self, *parts: View | Mapping[str, Any]) -> None:
        """Take the parts from inner to outer."""
        self.parts = parts
        self._innermost: Mapping[str, Any] = first if parts and type(first := parts[0]) is dict else {}

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return what the name means, or MISSING."""
        for part in self.parts:
            found = part.lookup(name) if isinstance(part, View) else part.get(name, MISSING)
            if found is not MISSING:
                return found
        return MISSING

    def demand(self, name: str, *inner: View) -> Any:  # noqa: ANN401
        """Return what the name means; ExpressionError where it means nothing, naming also those further in."""
        for part in self.parts:
            found = part.lookup(name) if isinstance(part, View) else part.get(name, MISSING)
            if found is not MISSING:
                return found
        raise ExpressionError(describe_unknown(name, self.within(*inner).names()))

    def meanings(self, names: Iterable[str]) -> list[Any]:
        """Return what each of the names means; ExpressionError for the first that means nothing."""
        try:
            return [*map(self._innermost.__getitem__, names)]  # as most mean a table
        except KeyError:
            return [self.demand(name) for name in names]

    def __contains__(self, name: str) -> bool:
        """Tell whether a name means something, without computing it."""
        return any(part.has(name) if isinstance(part, View) else name in part for part in self.parts)

    def within(self, *inner: View | Mapping[str, Any]) -> "Scope":
        """Return a scope in which the inner names come first."""
        return Scope(*inner, *self.parts)

    def names(self) -> tuple[str, ...]:
        """Return every name that means something here."""
        return tuple(dict.fromkeys(self._all_names()))

    def _all_names(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, View):
                yield from part.names()
            else:
                yield from (name for name, value in part.items() if not isinstance(value, Function))
