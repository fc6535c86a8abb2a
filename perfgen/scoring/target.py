"""A target or an actual as a form writes it: ``≥120``, ``≤1%``, ``105件（套）``, ``95%以上``, ``零脱管零漏管``."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from perfgen.number import parse_number
from perfgen.value import Blank, Text

QUALITATIVE = "定性"
_RELATIONS = {
    ">=": "≥", "≧": "≥", "≥": "≥", "⩾": "≥", "不低于": "≥", "不少于": "≥", "不小于": "≥", "大于等于": "≥",
    "大于或等于": "≥", "至少": "≥", "达到": "≥",
    "<=": "≤", "≦": "≤", "≤": "≤", "⩽": "≤", "不超过": "≤", "不高于": "≤", "不多于": "≤", "不大于": "≤",
    "小于等于": "≤", "小于或等于": "≤", "至多": "≤", "最多": "≤", "控制在": "≤",
    ">": "＞", "大于": "＞", "高于": "＞", "多于": "＞", "超过": "＞",
    "<": "＜", "小于": "＜", "低于": "＜", "少于": "＜", "不足": "＜", "=": "＝", "等于": "＝",
}  # fmt: skip
_SUFFIXES = {"以上": "≥", "以下": "≤", "以内": "≤", "之内": "≤"}
_PATTERN = re.compile(
    rf"\s*(?P<relation>{'|'.join(sorted(map(re.escape, _RELATIONS), key=len, reverse=True))})?"
    r"\s*(?P<number>[+-]?[\d,]*\.?\d+)\s*(?P<unit>.*?)\s*"
    rf"(?:(?:及|\(含\))?(?P<suffix>{'|'.join(_SUFFIXES)})(?:\(含\))?)?\s*$",
    re.DOTALL,
)
# As most are written: nothing to even out, no date and no range.
_USUAL = re.compile(r"([≥≤]?)([0-9]{1,9}(?:\.[0-9]{1,6})?)(%|万?元|人次|[件天人次个户份起场名]?)")
# 2-3次, 1:3, 3.5.1; a square or cubic metre's digit belongs to its unit.
_FURTHER_DIGIT = re.compile(r"(?<!m)\d|m[^\W23]*[014-9]")
_DATE = re.compile(r"月(底|初|末|中旬|份)|年(底|初|末)|.*(以前|之前|前)$")
_YEARS = range(1900, 2100)


@dataclass(slots=True)
class Target:
    """What is demanded or reached; ``number`` is None for words, ``relation`` blank where none is written.

    ``words`` are the text with width and spaces evened out, to compare words with words. A percentage keeps its face
    value: ``≥95%`` is ≥, 95, ``%``.
    """

    written: str
    words: str
    relation: str = ""
    number: Decimal | None = None
    unit: str = ""

    def __str__(self) -> str:
        """Print exactly as written."""
        return self.written


def _evened(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", written).split()).replace("≧", "≥").replace("≦", "≤")


class SplitTarget(NamedTuple):
    """A target in the three columns of a form: ≥/≤/＞/＜/＝/定性 (blank where no relation is written), 值, 单位."""

    性质: str
    值: str
    单位: str


@lru_cache(maxsize=4096)
def parse_target(written: str) -> Target:
    """Read a target; what is no number with a unit stays words.

    So do dates and ranges (``2023年12月底前``, ``2-3次``): their first number alone would mislead.
    """
    usual = _USUAL.fullmatch(written)
    if usual:
        relation, number, unit = usual.groups()
        return Target(written, written, relation, Decimal(number), unit)
    return _parse_any(written)


def _parse_any(written: str) -> Target:
    match = _match(written)
    if match is None:
        return Target(written, _evened(written))
    unit = unicodedata.normalize("NFKC", match["unit"]).strip()
    return Target(written, _evened(written), _relation(match), parse_number(match["number"]), unit)


def split_target(written: str) -> SplitTarget:
    """Split a written target into 性质, 值 and 单位, number and unit as written; words are 定性 without a unit."""
    match = _match(written)
    if match is None:
        words = written.strip()
        return SplitTarget(QUALITATIVE if words else "", words, "")
    number, unit = (written[slice(*match.span(part))] for part in ("number", "unit"))
    return SplitTarget(_relation(match), number, unit)


def written_target(性质: Any, 值: Any, 单位: Any = "") -> Text | Blank:  # noqa: ANN401
    """合写指标值: the target of three columns as one text, ``≥95%``; blank where the 值 is."""
    return Text(written) if (written := combine_target(性质, 值, 单位).written) else Blank()


def written_actual(性质: Any, 值: Any, 单位: Any = "") -> Text | Blank:  # noqa: ANN401
    """合写完成值: the actual of two columns as one text, ``98%``: a bare figure gets its unit unless it has one."""
    value = "" if 值 is None else str(值).strip()
    bare = parse_number(value) is not None and not value.endswith(("%", "％"))
    qualitative = _narrow(str(性质).strip()) == QUALITATIVE
    return written_target("", value, "" if qualitative or not bare else 单位)


def combine_target(性质: Any, 值: Any, 单位: Any = "") -> Target:  # noqa: ANN401
    """Make the target that three columns mean; a blank column is left out.

    定性, or any 性质 that is no relation, makes words; those have no unit (forms print 其他 beside them). A relation
    that stands before the 值 as well is written once.
    """
    nature, value, unit = ("" if part is None else str(part).strip() for part in (性质, 值, 单位))
    relation = _RELATIONS.get(_narrow(nature), "")
    if not value:
        return Target("", "")
    if nature and not relation:
        unit = "" if nature == QUALITATIVE and parse_number(value) is None else unit
        return Target(words := f"{value}{unit}", _evened(words))
    if relation and parse_target(f"{value}{unit}").relation == relation:
        relation = ""
    return parse_target(f"{relation}{value}{unit}")


def _narrow(written: str) -> str:
    """Even out the width character by character, so that places in the text stay where they are."""
    if unicodedata.is_normalized("NFKC", written):  # as most are
        return written.replace("−", "-")
    narrowed = ((unicodedata.normalize("NFKC", character), character) for character in written)
    return "".join(plain if len(plain) == 1 else as_is for plain, as_is in narrowed).replace("−", "-")


def _match(written: str) -> re.Match[str] | None:
    """Match number and unit, or None for words, dates and ranges."""
    match = _PATTERN.match(_narrow(written))
    number = parse_number(match["number"]) if match else None
    if match is None or number is None or _FURTHER_DIGIT.search(match["unit"]) or _DATE.match(match["unit"]):
        return None
    return None if match["unit"].startswith("年") and number in _YEARS else match


def _relation(match: re.Match[str]) -> str:
    """Return the relation before the number, else the one after its unit; 控制在12个月以内 is ≤ both ways."""
    return _RELATIONS.get(match["relation"] or "", "") or _SUFFIXES.get(match["suffix"] or "", "")
