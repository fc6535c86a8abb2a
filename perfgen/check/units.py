"""Amounts with their units, as fields of a pack and texts have them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from perfgen.number import round_half_up
from perfgen.pack import PackField

WAN, YUAN = "万元", "元"
WORTH: Mapping[str, Decimal] = {
    unit: Decimal(yuan) for unit, yuan in ((YUAN, 1), ("千元", 10**3), (WAN, 10**4), ("百万元", 10**6), ("亿元", 10**8))
}
_IN_LABEL = re.compile(r"[（(][^（）()\d]*?(千元|百万元|万元|亿元|元)[)）]")


class Amount(NamedTuple):
    """A figure and its unit."""

    figure: Decimal
    unit: str

    @property
    def yuan(self) -> Decimal:
        """How many 元 it is."""
        return self.figure * WORTH[self.unit]

    def told_as(self, other: "Amount") -> bool:
        """Tell whether a text may say the other for this: the same, or in another unit rounded as the text does."""
        if self.unit == other.unit:
            return self.figure == other.figure
        places = max(-int(other.figure.as_tuple().exponent), 0)
        return round_half_up(self.yuan / WORTH[other.unit], places) == other.figure


def in_unit(yuan: Decimal, unit: str) -> Amount:
    """Return so many 元 in a unit."""
    return Amount(yuan / WORTH[unit], unit)


def unit_of(field: PackField, *labels: str) -> str:
    """Return a field's unit: its own, else that in brackets in its label, its row's or its table's; else 万元."""
    if field.unit in WORTH:
        return field.unit
    return next((match[1] for label in (field.label, *labels) if (match := _IN_LABEL.search(label))), WAN)
