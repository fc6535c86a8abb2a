"""How each field type reads what staff enter."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from perfgen.finding import Kind
from perfgen.finding.catalogue import WRONG_CHOICE, WRONG_DATE, WRONG_NUMBER
from perfgen.number import parse_number
from perfgen.pack import PackField
from perfgen.value import Blank, Day, Number, Text, Value, YesNo

_LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x85\u2028\u2029", "\n"))
DASHES = frozenset(("—", "——", "-", "－", "–", "/"))
# compiled where a text is not printable
_INVISIBLE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_YES = frozenset(("是", "有", "√", "☑", "y", "yes", "true"))
_NO = frozenset(("否", "无", "×", "☒", "n", "no", "false"))


class WrongValue(Exception):
    """What was entered does not fit its field."""

    def __init__(self, kind: Kind, message: str, help: str = "") -> None:  # noqa: A002
        """Take the kind of finding and what to say."""
        super().__init__(message)
        self.kind = kind
        self.help = help


def clean(text: str) -> str:
    """Even out line ends and drop what neither Word nor Excel can hold or anybody can see."""
    return (text if text.isprintable() else re.sub(_INVISIBLE, "", _even_lines(text))).strip()


def has_invisible(text: str) -> bool:
    """Tell whether something invisible would be dropped; a byte-order mark does not count."""
    return not text.isprintable() and bool(re.search(_INVISIBLE, _even_lines(text).strip("\ufeff")))


def _even_lines(text: str) -> str:
    return text.replace("\r\n", "\n").translate(_LINE_ENDS)


def read_value(field: PackField, text: str) -> Value:
    """Return the typed value; a dash in a figure is a blank that prints the dash. Raises WrongValue."""
    return reader(field)(text)


def reader(field: PackField) -> Callable[[str], Value]:
    """Return what reads the values of a field."""
    match field.type:
        case "text" | "target":
            return Text
        case "date":
            return _read_date
        case "yesno":
            return _read_yes_no
        case "choice":
            return partial(_read_choice, field.choices)
        case kind:
            return partial(_read_figure, _READERS[kind], field.pattern)


def _read_figure(read: Callable[[str], Decimal], pattern: str, text: str) -> Number | Blank:
    return Blank(text) if text in DASHES else Number(read(text), pattern)


def _read_choice(choices: tuple[str, ...], text: str) -> Text:
    """Return the choice as the pack writes it, whatever the width it was typed in (= for ＝)."""
    same = {unicodedata.normalize("NFKC", choice): choice for choice in choices}
    try:
        return Text(same[unicodedata.normalize("NFKC", text)])
    except KeyError:
        raise WrongValue(WRONG_CHOICE, f"“{text}”不在选项内", f"可选：{'、'.join(choices)}") from None


def _read_number(text: str) -> Decimal:
    number = parse_number(text)
    if number is None or _has_percent(text):
        raise WrongValue(WRONG_NUMBER, f"这里要填数字，现在是“{_shorten(text)}”")
    return number


def _has_percent(text: str) -> bool:
    return "%" in text or not (text.isascii() or "%" not in unicodedata.normalize("NFKC", text))


def _read_count(text: str) -> Decimal:
    number = _read_number(text)
    if number != number.to_integral_value():
        raise WrongValue(WRONG_NUMBER, f"这里要填整数，现在是“{text}”")
    return number


def _read_year(text: str) -> Decimal:
    number = parse_number(text.removesuffix("年").removesuffix("年度"))
    if number is None or not (number == number.to_integral_value() and 1949 <= number <= 2100):  # noqa: PLR2004
        raise WrongValue(WRONG_NUMBER, f"这里要填四位年份，如 2023，现在是“{_shorten(text)}”")
    return number


def _read_rate(text: str) -> Decimal:
    """Read 78.16% or 0.7816; a bare figure above 1 may be 120 % or a forgotten sign, so it is asked."""
    number = parse_number(text)
    if number is None:
        raise WrongValue(WRONG_NUMBER, f"这里要填百分比，现在是“{_shorten(text)}”", "请写成 78.16% 这样的形式")
    if abs(number) > 1 and not _has_percent(text):
        raise WrongValue(
            WRONG_NUMBER, f"“{text}”没有百分号，看不出是 {text}% 还是 {text} 倍", f"请写成 {text}% 或相应的百分比"
        )
    return number


_READERS: dict[str, Callable[[str], Decimal]] = {
    "count": _read_count,
    "year": _read_year,
    "rate": _read_rate,
    "number": _read_number,
    "money": _read_number,
    "points": _read_number,
    "score": _read_number,
}


def _read_date(text: str) -> Day:
    match = _DATE.match(unicodedata.normalize("NFKC", text).removesuffix(" 00:00:00"))
    try:
        if match is None:
            raise ValueError
        return Day(*(int(part) for part in match.groups()))
    except ValueError:
        raise WrongValue(WRONG_DATE, f"这里要填日期，现在是“{_shorten(text)}”") from None


def _read_yes_no(text: str) -> YesNo:
    word = unicodedata.normalize("NFKC", text).lower()
    if word in _YES:
        return YesNo("是")
    if word in _NO:
        return YesNo("否")
    raise WrongValue(WRONG_CHOICE, f"“{_shorten(text)}”不在选项内", "可选：是、否；不清楚就留空")


def _shorten(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "……"  # noqa: PLR2004


def written(field: PackField, value: Value) -> str:
    """Write a value as it is entered: exact, a rate with its percent sign, whatever the print format."""
    if isinstance(value, Day):
        return datetime.date.isoformat(value)
    if isinstance(value, Number):
        return f"{_exact(value.scaleb(2))}%" if field.type == "rate" else _exact(value)
    return str(value)


def _exact(number: Decimal) -> str:
    plain = f"{Decimal(number):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
