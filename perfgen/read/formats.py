"""What a cell's number format makes of its number: a day, a time of day, a span of hours, a percentage."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

_LAST_DAY = 2_958_465  # 9999-12-31; Excel shows no date beyond it
_NO_SUCH_DAY = 60  # Excel counts 29 February 1900
_LITERAL = re.compile(r'"[^"]*"|\[(?!(?:h+|m+|s+)\])[^\]]*\]|[\\_*!].', re.IGNORECASE | re.DOTALL)
_SPAN = re.compile(r"\[[hms]")
_DAY = re.compile(r"[yd]|a{3}|e(?![+-])")  # aaaa is 星期四, e a year


class Look(Enum):
    """What a number is shown as."""

    NUMBER = auto()
    PERCENT = auto()
    DAY = auto()
    TIME = auto()
    SPAN = auto()  # hours that go on counting after 24


@dataclass(frozen=True, eq=False)
class Looks:
    """What the formats of a workbook show, by the number that a cell gives."""

    by_style: Mapping[str | None, Look]


# What the formats every program knows by number show; 27 to 36 and 50 to 58 are the Chinese ones.
_KNOWN: dict[int, Look] = (
    dict.fromkeys((9, 10), Look.PERCENT)
    | dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58), Look.DAY)
    | dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47, 55, 56), Look.TIME)
    | {46: Look.SPAN}
)


def known_look(number: int) -> Look:
    """Return what a format shows that has no written code, only its number."""
    return _KNOWN.get(number, Look.NUMBER)


@lru_cache(maxsize=1024)
def look_of(code: str) -> Look:
    """Return what a written format shows: ``yyyy"年"m"月"`` a day, ``0.0%`` a percentage, ``0"%"`` just a number.

    What it shows of a positive number counts, the part before the first semicolon.
    """
    shown = _LITERAL.sub("", code).partition(";")[0].lower().replace("general", "").replace("am/pm", "")
    if _SPAN.search(shown):
        return Look.SPAN
    if _DAY.search(shown) or ("m" in shown and not ("h" in shown or "s" in shown)):
        return Look.DAY
    if "h" in shown or "s" in shown:
        return Look.TIME
    return Look.PERCENT if "%" in shown else Look.NUMBER


def dated_text(serial: float, look: Look, *, since_1904: bool = False) -> str | None:
    """Write a day as 2024-05-30, a time as 8:30; None where Excel shows no date and the number is just a number.

    A time of day beside a day is left out.
    """
    if look is Look.DAY:
        return _day_text(int(serial), since_1904=since_1904) if serial >= (0 if since_1904 else 1) else None
    if not 0 <= serial <= _LAST_DAY:
        return None
    return clock_text(round((serial if look is Look.SPAN else serial % 1) * 86_400), spans=look is Look.SPAN)


def _day_text(days: int, *, since_1904: bool) -> str | None:
    start = datetime.date(1904, 1, 1) if since_1904 else datetime.date(1899, 12, 30)
    if not since_1904 and days < _NO_SUCH_DAY:
        days += 1
    try:
        return (start + datetime.timedelta(days)).isoformat()
    except OverflowError:
        return None


def clock_text(seconds: int, *, spans: bool = False) -> str:
    """Write seconds since midnight as 8:30, or 8:30:15 where there are seconds; ``spans``: hours go on after 24."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours if spans else hours % 24}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def number_text(value: float, *, percent: bool = False) -> str:
    """Write a number as Excel shows it, to 15 digits; a percentage with its sign, as the cell shows 98% for 0.98."""
    text = f"{value + 0.0:.15g}"  # of -0.0 too makes 0
    if percent or "e" in text:
        number = Decimal(text)
        text = f"{number.scaleb(2) if percent else number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if percent else text
