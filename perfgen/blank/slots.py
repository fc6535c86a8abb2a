"""A cell of a sheet before it is drawn: what it is for, what stands in it, which field it takes."""

from dataclasses import dataclass

from perfgen.blank.entries import Look
from perfgen.pack import PackField
from perfgen.value import Blank, Value

TEXT = PackField()


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell to be drawn; the field gives its number format and what may be entered."""

    look: Look
    value: Value | str = ""
    field: PackField = TEXT
    name: str = ""

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing stands in it."""
        return isinstance(self.value, Blank) or self.value == ""


Line = tuple[Slot, ...]


def label(text: str) -> Slot:
    """Make the cell of a label."""
    return Slot(Look.LABEL, text)


def note(*parts: str) -> Slot:
    """Make the cell of an explanation."""
    return Slot(Look.NOTE, "；".join(part for part in parts if part))
