"""Sums a reader can do from one sentence: shares and changes."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from perfgen.check.survey import AMOUNT, Statement, Survey
from perfgen.check.units import YUAN, Amount, in_unit
from perfgen.finding import Finding
from perfgen.finding.catalogue import WRONG_CHANGE, WRONG_SHARE
from perfgen.number import format_number, round_half_up

_SENTENCE = re.compile(r"[^。；\n]+")
_FIGURE = r"(\d+(?:\.\d+)?)\s*(万?元)"
_SHARE = re.compile(rf"{_FIGURE}[^，。；\d]{{0,4}}[，,]\s*占[^，。；\d]{{0,14}}?(\d+(?:\.\d+)?)\s*%")
_OF_YEAR = re.compile(rf"(20\d\d)\s*年[^，。；\d]{{0,20}}?{_FIGURE}")
_CHANGE = re.compile(rf"(增加|增长|上升|减少|下降|降低)了?\s*{_FIGURE}")
_RATE = re.compile(r"(增加|增长|上升|减少|下降|降低)了?\s*(\d+(?:\.\d+)?)\s*%")
_UP = frozenset(("增加", "增长", "上升"))
_ROUNDING = Decimal("0.01")


def shares_follow(survey: Survey) -> Iterator[Finding]:
    """``A 万元，占 … B%``: B is A's share of one of the larger amounts of the sentence or of the tables."""
    for statement, sentence in _sentences(survey, "占"):
        said = [Amount(Decimal(figure), unit) for figure, unit in AMOUNT.findall(sentence)]
        for figure, unit, percent in _SHARE.findall(sentence):
            part = Amount(Decimal(figure), unit)
            near = [whole for whole in said if whole.yuan > part.yuan]
            if not near or _is_share_of_one(part, said, percent):
                continue
            if _is_share_of_one(part, [Amount(Decimal(figure), unit) for figure, unit, _, _ in survey.money], percent):
                continue
            whole = max(near, key=lambda amount: amount.yuan)
            share = round_half_up(part.yuan / whole.yuan * 100, 2)
            message = f"文中 {figure}{unit}占 {percent}%，按 {format_number(whole.figure)}{whole.unit}算是 {share}%"
            yield WRONG_SHARE.at(statement.place, message, path=statement.path)


def _is_share_of_one(part: Amount, wholes: Iterable[Amount], percent: str) -> bool:
    larger = [whole.yuan for whole in wholes if whole.yuan >= part.yuan and whole.yuan > 0]
    return any(_is_share(part.yuan, whole, Decimal(percent)) for whole in larger)


def _is_share(part: Decimal, whole: Decimal, percent: Decimal) -> bool:
    places = max(-int(percent.as_tuple().exponent), 0)
    return abs(round_half_up(part / whole * 100, places) - percent) <= _ROUNDING


def changes_follow(survey: Survey) -> Iterator[Finding]:
    """Two years' amounts in one sentence: the change named after them is their difference, in the right direction."""
    for statement, sentence in _sentences(survey, "年"):
        by_year = {int(year): Amount(Decimal(figure), unit) for year, figure, unit in _OF_YEAR.findall(sentence)}
        if len(by_year) != 2:  # noqa: PLR2004
            continue
        (_, before), (_, after) = sorted(by_year.items())
        last, this = before.yuan, after.yuan
        for word, figure, unit in _CHANGE.findall(sentence)[:1]:
            said = Amount(Decimal(figure), unit)
            units = {before.unit, after.unit}
            change = in_unit(abs(this - last), units.pop() if len(units) == 1 else YUAN)
            if not change.told_as(said) or (this >= last) != (word in _UP):
                yield _wrong(statement, f"{word}{figure}{unit}", in_unit(this - last, unit).figure, unit)
        for word, percent in _RATE.findall(sentence)[:1]:
            if last and (not _is_share(abs(this - last), last, Decimal(percent)) or (this >= last) != (word in _UP)):
                yield _wrong(statement, f"{word}{percent}%", round_half_up((this - last) / last * 100, 2), "%")


def _wrong(statement: Statement, said: str, change: Decimal, unit: str) -> Finding:
    word = "增加" if change > 0 else "减少"
    message = f"文中写的是{said}，按文中的数应是{word}{format_number(abs(change))}{unit}"
    return WRONG_CHANGE.at(statement.place, message, path=statement.path)


def _sentences(survey: Survey, having: str) -> Iterator[tuple[Statement, str]]:
    """Yield the sentences with an amount in which some characters stand."""
    for statement in survey.about_money:
        if having in statement.text:
            yield from ((statement, sentence) for sentence in _SENTENCE.findall(statement.text) if having in sentence)


ARITHMETIC: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    shares_follow,
    changes_follow,
)
