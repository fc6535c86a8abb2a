"""What a field asks of staff, and how an entered value is written so that reading it gives the same value."""

import datetime
import re
from decimal import Decimal
from enum import Enum

from perfgen.errors import PerfgenError
from perfgen.filing import written
from perfgen.pack import PackField
from perfgen.value import Blank, Day, Number, Value

Content = int | float | datetime.date | str | None

_TEXT_FORMAT = "@"
_DATE_FORMAT = 'yyyy"年"m"月"d"日"'
_TEXT_TYPES = frozenset(("text", "target", "choice", "yesno"))
_EXACT_DIGITS = 15
_FIRST_EXCEL_DAY = datetime.date(1900, 3, 1)  # before it Excel counts a day that never was
_LONGEST = 32_000
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Look(Enum):
    """What a cell of the form is for."""

    REQUIRED = "必填"
    INPUT = "可填"
    COMPUTED = "自动计算"
    SCORE = "留空则自动计算"
    LABEL = "栏目名称"
    NOTE = "说明"
    CLOSED = "没有这一格"


def look_of(field: PackField, *, required: bool = False) -> Look:
    """Tell what staff do with a field; a computed one may be filled in where its policy lets the hand's value stand."""
    if field.formula:
        return Look.SCORE if field.type == "score" or field.policy != "equal" else Look.COMPUTED
    return Look.REQUIRED if field.required or required else Look.INPUT


def explanation(field: PackField, look: Look, *, unit: bool = False) -> str:
    """Say in a line what to enter: whether it must be, in which unit, the hint of the pack."""
    parts = ["必填"] if look is Look.REQUIRED else []
    if look is Look.COMPUTED or (look is Look.SCORE and not field.hint):
        parts.append(look.value)
    if unit and field.unit:
        parts.append(f"单位：{field.unit}")
    if field.type == "choice":
        parts.append(f"可选：{'、'.join(field.choices)}")
    elif field.type == "yesno":
        parts.append("填“是”或“否”" + ("" if look is Look.REQUIRED else "，不清楚就留空"))
    if field.hint:
        parts.append(field.hint)
    return "；".join(parts)


def number_format(field: PackField) -> str:
    """Return Excel's number format for a field's cells."""
    if field.type in _TEXT_TYPES:
        return _TEXT_FORMAT
    if field.type == "date":
        return _DATE_FORMAT
    pattern = field.pattern
    if field.type == "rate":
        return pattern.replace("#", "0") if pattern.endswith("%") else "0.00%"
    # Excel prints 10 by the pattern 0.## as "10.".
    return "General" if "#" in pattern or pattern.endswith("%") else pattern


def cell_content(field: PackField, value: Value | str) -> tuple[Content, str]:
    """Return what stands in the cell and its number format; a figure Excel would round stands as text."""
    shape = number_format(field)
    match value:
        case Blank():
            return value.printed or None, shape
        case Number():
            plain = Decimal(value)
            if len(plain.normalize().as_tuple().digits) <= _EXACT_DIGITS and plain.adjusted() < _EXACT_DIGITS:
                return (int(plain) if plain == plain.to_integral_value() else float(plain)), shape
            return written(field, value), _TEXT_FORMAT
        case Day() if value >= _FIRST_EXCEL_DAY:
            return datetime.date(value.year, value.month, value.day), shape
        case Day():
            return written(field, value), _TEXT_FORMAT
        case _:
            return str(value), shape


def cell_text(text: str, name: str) -> str:
    """Return text as a cell holds it; PerfgenError where no cell can hold it."""
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > _LONGEST:
        raise PerfgenError(f"“{name}”有一段文字长 {length} 字，一个单元格最多放 {_LONGEST} 字。请分成几段，或改用 YAML")
    return _LOOKS_ESCAPED.sub("_x005F_", text)  # Excel would read _x0041_ as A
