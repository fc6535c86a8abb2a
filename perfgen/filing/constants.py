"""Constants of a pack as expressions see them: ``科目解释['2040601']``; what is not there is blank."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from perfgen.expression import MISSING, View
from perfgen.pack import Pack
from perfgen.value import Blank, Number, Text, YesNo

_CONSTANTS: WeakKeyDictionary[Pack, Mapping[str, Any]] = WeakKeyDictionary()


class ConstantView(View):
    """Named constants; looping over them gives the names."""

    def __init__(self, title: str, values: Mapping[str, Any]) -> None:
        """Take plain data as the manifest has it."""
        self.title = title
        self._values = {str(name): value for name, value in values.items()}

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """Return a part that a template names."""
        return constant(name, self._values[name]) if name in self._values else MISSING

    def item(self, key: str) -> Any:  # noqa: ANN401
        """Return the part with a key that comes from the filing: blank where there is none."""
        return constant(key, self._values.get(key))

    def names(self) -> tuple[str, ...]:
        """Return the names."""
        return tuple(self._values)

    def __iter__(self) -> Iterator[Text]:
        """Go through the names."""
        return map(Text, self._values)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._values)


def constants(pack: Pack) -> Mapping[str, Any]:
    """Return all constants of a pack, made once."""
    found = _CONSTANTS.get(pack)
    if found is None:
        found = _CONSTANTS[pack] = {name: constant(name, data) for name, data in pack.constants.items()}
    return found


def constant(name: str, value: Any) -> Any:  # noqa: ANN401
    """Return plain data of a manifest as values: numbers exact, words, views and lists of them."""
    match value:
        case None:
            return Blank()
        case bool():
            return YesNo("是" if value else "否")
        case int() | Decimal():
            return Number(value)
        case dict():
            return ConstantView(name, value)
        case list():
            return [constant(name, item) for item in value]
        case _:
            return Text(str(value))
