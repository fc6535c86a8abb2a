"""The values of a filing: they print by their field's format and know what blank means.

They do not know where they stand: equal ones may be one and the same. A cell knows its path and its place.
"""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Self

from perfgen.number import format_number

GENERAL = "0.##########"


class Blank:
    """Nothing was entered: prints as nothing (or the dash that was entered), and arithmetic with it is blank.

    ``why`` is ``除数为零`` where a division by zero made it.
    """

    __slots__ = ("printed", "why")

    def __init__(self, printed: str = "", why: str = "") -> None:
        """Take what is printed (a dash or nothing), and the reason."""
        self.printed = printed
        self.why = why

    def __str__(self) -> str:
        """Return what stands in the cell."""
        return self.printed

    def __repr__(self) -> str:
        """Be recognised in a debugger."""
        return f"Blank({self.printed!r})"

    def __bool__(self) -> bool:
        """Blank counts as absent."""
        return False

    def __iter__(self) -> Iterator[Any]:
        """There is nothing in it."""
        return iter(())

    def __len__(self) -> int:
        """There is nothing in it."""
        return 0

    def __eq__(self, other: object) -> bool:
        """Compare by what is printed: a blank equals the empty string."""
        if isinstance(other, Blank):
            return self.printed == other.printed
        return other is None or other == self.printed

    def __hash__(self) -> int:
        """Equal blanks hash alike."""
        return hash(self.printed)

    def _blank(self, *_: object) -> "Blank":
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _blank
    __pow__ = __rpow__ = __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __neg__ = __pos__ = __abs__ = _blank

    def _never(self, _: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never


def _arithmetic(name: str) -> Callable[["Number", object], Any]:
    plain = getattr(Decimal, name)

    def compute(self: "Number", other: object) -> Any:  # noqa: ANN401
        if isinstance(other, Blank):
            return other
        result = plain(self, other)
        return result if result is NotImplemented else Number(result)

    return compute


def _divide(dividend: object, divisor: object) -> Any:  # noqa: ANN401
    for side in (dividend, divisor):
        if isinstance(side, Blank):
            return side
        if not isinstance(side, (Decimal, int)):
            return NotImplemented
    if divisor == 0:
        return Blank(why="除数为零")
    return Number(Decimal(dividend) / Decimal(divisor))  # type: ignore[arg-type]


def _comparison(name: str) -> Callable[["Number", object], Any]:
    plain = getattr(Decimal, name)

    def compare(self: "Number", other: object) -> Any:  # noqa: ANN401
        return False if isinstance(other, Blank) else plain(self, other)

    return compare


class Number(Decimal):
    """A decimal that prints by its field's format; what arithmetic makes of it prints without trailing zeros.

    ``printed``: what it prints, once it has: what stands in many filings is one and the same.
    """

    __slots__ = ("format", "printed")
    format: str
    printed: str

    def __new__(cls, number: Decimal | int | str, format: str = GENERAL) -> Self:  # noqa: A002
        """Make one from an exact number, never from a float."""
        made = Decimal.__new__(cls, number)
        made.format = format
        made.printed = ""
        return made

    def __str__(self) -> str:
        """Print by the format."""
        if not self.printed:
            self.printed = format_number(self, self.format)
        return self.printed

    def __format__(self, spec: str, /, *_: object) -> str:
        """Print by the format unless a spec asks otherwise."""
        return format(Decimal(self), spec) if spec else str(self)

    __add__ = _arithmetic("__add__")
    __radd__ = _arithmetic("__radd__")
    __sub__ = _arithmetic("__sub__")
    __rsub__ = _arithmetic("__rsub__")
    __mul__ = _arithmetic("__mul__")
    __rmul__ = _arithmetic("__rmul__")
    # A blank is neither equal to a number nor less nor more.
    __eq__ = _comparison("__eq__")
    __lt__ = _comparison("__lt__")
    __le__ = _comparison("__le__")
    __gt__ = _comparison("__gt__")
    __ge__ = _comparison("__ge__")
    __hash__ = Decimal.__hash__

    def __truediv__(self, other: object) -> Any:  # noqa: ANN401
        """Divide; by zero is blank."""
        return _divide(self, other)

    def __rtruediv__(self, other: object) -> Any:  # noqa: ANN401
        """Divide; by zero is blank."""
        return _divide(other, self)

    def __neg__(self) -> "Number":
        """Return the negative."""
        return Number(Decimal.__neg__(self))

    def __abs__(self) -> "Number":
        """Return the amount without its sign."""
        return Number(Decimal.__abs__(self))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes with the format."""
        return Number, (format(Decimal(self), "f"), self.format)


class Text(str):
    """Words of a filing."""

    __slots__ = ()


class YesNo(Text):
    """是 or 否; false in a condition when 否. A question left open is a blank."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Yes is true."""
        return str.__str__(self) == "是"


class Day(datetime.date):
    """A date, printed 2024年5月30日."""

    def __str__(self) -> str:
        """Print as on a cover: no leading zeros."""
        return f"{self.year}年{self.month}月{self.day}日"


Value = Number | Text | Day | Blank
