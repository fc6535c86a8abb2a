"""What the texts of a field become, remembered: the units of a district write the same words in the same fields."""

from functools import lru_cache

from perfgen.filing.types import WrongValue, reader
from perfgen.pack import PackField
from perfgen.value import Blank, Text, Value

_MOST = 512  # texts of one kind of field
_LONGEST = 40
BLANK = Blank()


class Readings(dict[str | None, Value | None]):
    """The value of each text; None where more must be looked at: it is wrong, missing, or holds a placeholder."""

    def __init__(self, field: PackField) -> None:
        """Take a field that stands for all that are read alike."""
        super().__init__()
        self._read = reader(field)
        self._required = field.required

    def __missing__(self, text: str | None) -> Value | None:
        """Read it, and remember it unless it is long: what is long stands nowhere twice."""
        value = self._value(text or "")
        if text is None or len(text) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[text] = value
        return value

    def _value(self, text: str) -> Value | None:
        if not text.isprintable():
            return None
        text = text.strip()
        if not text:
            return None if self._required else BLANK
        try:
            value = self._read(text)
        except WrongValue:
            return None
        return None if has_placeholder(value) else value


def has_placeholder(value: Value) -> bool:
    """Tell whether a text is narrative that asks for figures."""
    return isinstance(value, Text) and "{{" in value


def readings(field: PackField) -> Readings:
    """Return what is remembered of a field's kind: fields of one type, format and choices read alike."""
    required = field.required and not field.formula
    return _readings(PackField(type=field.type, format=field.format, choices=field.choices, required=required))


@lru_cache(maxsize=64)
def _readings(kind: PackField) -> Readings:
    return Readings(kind)
