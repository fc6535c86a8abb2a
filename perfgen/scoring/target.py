"""A target or an actual as a form writes it: ``≥120``, ``≤1%``, ``105件（套）``, ``零脱管零漏管``."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from perfgen.number import parse_number

_RELATIONS = {
    ">=": "≥", "≧": "≥", "≥": "≥", "不低于": "≥", "不少于": "≥", "大于等于": "≥",
    "<=": "≤", "≦": "≤", "≤": "≤", "不超过": "≤", "不高于": "≤", "不多于": "≤", "小于等于": "≤",
    ">": "＞", "大于": "＞", "<": "＜", "小于": "＜", "=": "＝", "等于": "＝",
}  # fmt: skip
_PATTERN = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _RELATIONS), key=len, reverse=True))})?\s*([+-]?[\d,]*\.?\d+)\s*(.*)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Target:
    """What is demanded or reached; ``number`` is None for words, ``relation`` blank where none is written.

    A percentage keeps its face value: ``≥95%`` is ≥, 95, ``%``.
    """

    written: str
    relation: str = ""
    number: Decimal | None = None
    unit: str = ""

    @property
    def words(self) -> str:
        """The text with width and spaces evened out, to compare words with words."""
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", self.written)).translate({0x2267: "≥", 0x2266: "≤"})


def parse_target(written: str) -> Target:
    """Read a target; what is no number with a unit stays words."""
    plain = unicodedata.normalize("NFKC", written).strip()
    match = _PATTERN.match(plain)
    number = parse_number(match[2]) if match else None
    if match is None or number is None:
        return Target(written)
    return Target(written, _RELATIONS.get(match[1] or "", ""), number, match[3].strip())
