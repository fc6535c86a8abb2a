"""Decimal in, words out: parse what staff type, round half up, print by a format, name a change."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

# Thirteen digits before the point are 万亿 of 万元: more is a slip of the hand, and stays well inside the context.
MOST_DIGITS = 16
MOST_PLACES = 20
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)
_exactly = Decimal.__str__  # a subclass may print itself in another way
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_DIGITS = "零一二三四五六七八九"


def parse_number(text: str) -> Decimal | None:
    """Read a number as staff type it: full-width digits, thousands separators, a percent sign; None if it is none.

    ``98%`` is 0.98. More than 16 digits before the point or 20 after it is no number anyone means.
    """
    if len(text) <= MOST_DIGITS and text.isascii() and _PLAIN.match(text):  # as most are
        return Decimal(text)
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    percent = plain.endswith("%")
    if percent:
        plain = plain[:-1].rstrip()
    if _GROUPED.match(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.match(plain):
        return None
    number = Decimal(plain)
    if number.adjusted() >= MOST_DIGITS or -number.normalize(_CONTEXT).as_tuple().exponent > MOST_PLACES:  # type: ignore[operator]
        return None
    return number.scaleb(-2, _CONTEXT) if percent else number


def round_half_up(number: Decimal, places: int) -> Decimal:
    """Round to decimal places, halves away from zero, as 四舍五入 is taught."""
    try:
        return number.quantize(_last_place(places), context=_CONTEXT)
    except InvalidOperation:  # more digits than anybody prints
        return number


@lru_cache(maxsize=64)
def _last_place(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


@lru_cache(maxsize=64)
def _read_format(pattern: str) -> tuple[int, int, bool]:
    """Return fewest places, most places and whether a percentage: ``0.00`` → 2, 2; ``0.##`` → 0, 2; ``0.00%``."""
    places = pattern.rstrip("%").partition(".")[2]
    return places.count("0"), len(places), pattern.endswith("%")


def format_number(number: Decimal, pattern: str = "0.##########") -> str:
    """Print by a pattern as Excel writes it (``0.00``, ``0.##``, ``0.00%``); the default drops trailing zeros."""
    fewest, most, percent = _read_format(pattern)
    if percent:
        number = number.scaleb(2, _CONTEXT)
    text = _exactly(number)
    if text.isdigit():
        text = f"{text}.{'0' * fewest}" if fewest else text
        return f"{text}%" if percent else text
    whole, _, fraction = text.partition(".")
    if len(fraction) > most or "E" in text:  # most figures were entered as they are printed: rounding costs more
        text = _exactly(round_half_up(number, most))
        whole, _, fraction = (f"{Decimal(text):f}" if "E" in text else text).partition(".")
    if fewest != most:
        fraction = fraction.rstrip("0")
    if len(fraction) < fewest:
        fraction = fraction.ljust(fewest, "0")
    if whole == "-0" and not fraction.strip("0"):
        whole = "0"  # never -0.00
    text = f"{whole}.{fraction}" if fraction else whole
    return f"{text}%" if percent else text


def places_of(pattern: str) -> int:
    """Return the decimal places of the value itself that a pattern shows (``0.00%`` shows four)."""
    _, most, percent = _read_format(pattern)
    return most + 2 if percent else most


def chinese_numeral(number: int) -> str:
    """Write 1 to 99 as headings do: 一, 十, 十二, 二十; beyond that, digits."""
    if not 0 <= number < 100:  # noqa: PLR2004
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
