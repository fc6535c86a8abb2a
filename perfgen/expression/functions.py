"""The functions and filters that every expression may use: sums, shares, changes in words, prints."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any

from perfgen.expression.chart import chart
from perfgen.expression.scope import MISSING, View
from perfgen.expression.spelling import describe_unknown_column
from perfgen.number import chinese_numeral, format_number, round_half_up
from perfgen.value import GENERAL, Blank, Number, Text

RATE = "0.00%"


class NotANumber(TypeError):
    """Words stand where a function needs a number."""


def _collect(values: Iterable[Any], found: list[Decimal]) -> None:
    for value in values:
        if isinstance(value, Decimal):
            found.append(value)
        elif isinstance(value, Blank):
            continue
        elif isinstance(value, (list, tuple)):
            _collect(value, found)
        elif isinstance(value, int):
            found.append(Decimal(value))
        elif isinstance(value, str) or not isinstance(value, Iterable):
            raise NotANumber(f"“{value}”不是数字")
        else:
            _collect(value, found)


def total(*values: Any) -> Number | Blank:  # noqa: ANN401
    """合计: add numbers and columns of numbers; blanks are skipped, all blank is blank."""
    found: list[Decimal] = []
    _collect(values, found)
    return Number(reduce(Decimal.__add__, found)) if found else Blank()


def share(part: Number | Blank, whole: Number | Blank) -> Number | Blank:
    """占比: part of a whole as a rate; blank where either is blank or the whole is 0."""
    ratio: Number | Blank = part / whole
    return Number(ratio, format=RATE) if isinstance(ratio, Decimal) else ratio


def change_rate(this: Number | Blank, last: Number | Blank) -> Number | Blank:
    """变动率: (this − last) ÷ last, signed; blank without a base."""
    return share(this - last, last)


def _direction(this: Decimal, last: Decimal, words: tuple[str, str, str]) -> str:
    return words[0] if this > last else words[1] if this < last else words[2]


def change_words(
    this: Number | Blank, last: Number | Blank, *, 单位: str = "", 增: str = "增加", 减: str = "减少", 平: str = "持平"
) -> Text | Blank:
    """增减: the change in words with its amount (``减少1.22万元``), 持平 when equal, blank when either is blank."""
    difference = this - last
    if isinstance(difference, Blank):
        return difference
    word = _direction(this, last, (增, 减, 平))  # type: ignore[arg-type]
    shown = getattr(this, "format", GENERAL)
    return Text(f"{word}{format_number(abs(Decimal(difference)), shown)}{单位}" if difference else word)


def change_rate_words(
    this: Number | Blank, last: Number | Blank, *, 增: str = "增长", 减: str = "下降", 平: str = "持平"
) -> Text | Blank:
    """增减率: the relative change in words (``下降11.33%``); 持平 when equal, blank without a base: no rate exists."""
    if isinstance(this, Decimal) and isinstance(last, Decimal) and this == last:
        return Text(平)
    rate = change_rate(this, last)
    if isinstance(rate, Blank):
        return rate
    word = _direction(this, last, (增, 减, 平))  # type: ignore[arg-type]
    return Text(f"{word}{format_number(abs(Decimal(rate)), RATE)}")


def rounded(number: Number | Blank, places: int = 2) -> Number | Blank:
    """四舍五入: round half up; blank stays blank."""
    return Number(round_half_up(number, int(places))) if isinstance(number, Decimal) else number


def plain(number: Any) -> Any:  # noqa: ANN401
    """原样: print a number without trailing zeros (62.40 → 62.4)."""
    return Number(number) if isinstance(number, Decimal) else number


def formatted(number: Any, pattern: str) -> Any:  # noqa: ANN401
    """格式: print a number by a pattern as Excel writes it: ``0.00``, ``0.##``, ``0.00%``."""
    return Number(number, str(pattern)) if isinstance(number, Decimal) else number


def percentage(number: Any) -> Any:  # noqa: ANN401
    """百分比: print 0.7816 as 78.16%."""
    return formatted(number, RATE)


def numeral(number: int) -> str:
    """中文数字: 12 → 十二."""
    return chinese_numeral(int(number))


def ticked(value: Any, choice: str) -> str:  # noqa: ANN401
    """勾选: ☑ where the value is the choice, □ otherwise; a blank value ticks nothing."""
    return "☑" if str(value) == str(choice) else "□"


class Group(View):
    """Rows that share a value of one column, in the order of their first row."""

    def __init__(self, name: Any, rows: list[View]) -> None:  # noqa: ANN401
        """Take the shared value and the rows."""
        self._name = name
        self._rows = rows
        self._columns: dict[str, list[Any]] = {}  # a row of a table often asks for the sum of its group

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        """名称 and 行, or a column as a list."""
        if name == "名称":
            return self._name
        if name == "行":
            return self._rows
        if name not in self._columns:
            if not self._rows[0].has(name):
                return MISSING
            self._columns[name] = [row.lookup(name) for row in self._rows]
        return self._columns[name]

    def names(self) -> tuple[str, ...]:
        """名称, 行 and the columns."""
        return "名称", "行", *self._rows[0].names()


def grouped(rows: Iterable[View], column: str) -> list[Group]:
    """分组: group adjacent rows by a column; ValueError where they have none of that name."""
    groups: list[tuple[Any, list[View]]] = []
    for row in rows:
        name = row.lookup(column)
        if name is MISSING:
            raise ValueError(f"分组的{describe_unknown_column(column, row.names())}")
        if groups and groups[-1][0] == name:
            groups[-1][1].append(row)
        else:
            groups.append((name, [row]))
    return [Group(name, members) for name, members in groups]


def count(values: Any) -> Number:  # noqa: ANN401
    """数量: how many items; a blank has none."""
    return Number(len(values))


def paragraphs_of(text: Any) -> list[Text]:  # noqa: ANN401
    """段落: the paragraphs of a long text, one a line; a blank has none."""
    return [Text(line.strip()) for line in str(text).split("\n") if line.strip()]


def joined(values: Iterable[Any], separator: str = "、") -> Text:
    """连接: items in words, blanks left out."""
    return Text(str(separator).join(str(value) for value in values if not isinstance(value, Blank)))


def fallback(value: Any, instead: Any) -> Any:  # noqa: ANN401
    """默认: another value where this one is blank."""
    return instead if isinstance(value, Blank) else value


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "合计": total,
    "占比": share,
    "变动率": change_rate,
    "增减": change_words,
    "增减率": change_rate_words,
    "四舍五入": rounded,
    "数量": count,
    "图": chart,
}
FILTERS: Mapping[str, Callable[..., Any]] = {
    "原样": plain,
    "格式": formatted,
    "百分比": percentage,
    "中文数字": numeral,
    "勾选": ticked,
    "分组": grouped,
    "数量": count,
    "连接": joined,
    "段落": paragraphs_of,
    "默认": fallback,
    "四舍五入": rounded,
}
