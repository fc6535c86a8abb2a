"""Sums a reader can do from one sentence: shares, changes, amounts that name a field."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from perfgen.check.units import WAN, YUAN, Amount, amounts, in_unit
from perfgen.check.walk import Statement, with_figures
from perfgen.filing import Cell, Figures
from perfgen.finding import Finding
from perfgen.finding.catalogue import TEXT_DIFFERS, WRONG_CHANGE, WRONG_MONEY_UNIT, WRONG_SHARE
from perfgen.number import format_number, round_half_up

_SENTENCE = re.compile(r"[^。；\n]+")
_FIGURE = r"(\d+(?:\.\d+)?)\s*(万?元)"
_AMOUNT = re.compile(rf"(?<![\d.]){_FIGURE}")
_SHARE = re.compile(rf"{_FIGURE}[^，。；\d]{{0,4}}[，,]\s*占[^，。；\d]{{0,14}}?(\d+(?:\.\d+)?)\s*%")
_OF_YEAR = re.compile(rf"(20\d\d)\s*年[^，。；\d]{{0,20}}?{_FIGURE}")
_CHANGE = re.compile(rf"(增加|增长|上升|减少|下降|降低)了?\s*{_FIGURE}")
_RATE = re.compile(r"(增加|增长|上升|减少|下降|降低)了?\s*(\d+(?:\.\d+)?)\s*%")
_UP = frozenset(("增加", "增长", "上升"))
_TELLING = 5
_ROUNDING = Decimal("0.01")


def shares_follow(figures: Figures) -> Iterator[Finding]:
    """``A 万元，占 … B%``: B is A's share of one of the larger amounts of the sentence or of the tables."""
    held = {amount.yuan for amount, _ in amounts(figures)}
    for statement, sentence in _sentences(figures):
        if "占" not in sentence:
            continue
        said = [Amount(Decimal(figure), unit) for figure, unit in _AMOUNT.findall(sentence)]
        for figure, unit, percent in _SHARE.findall(sentence):
            part = Amount(Decimal(figure), unit)
            wholes = {whole for whole in {amount.yuan for amount in said} | held if whole >= part.yuan and whole > 0}
            near = [whole for whole in said if whole.yuan > part.yuan]
            if near and not any(_is_share(part.yuan, whole, Decimal(percent)) for whole in wholes):
                whole = max(near, key=lambda amount: amount.yuan)
                share = round_half_up(part.yuan / whole.yuan * 100, 2)
                message = f"文中 {figure}{unit}占 {percent}%，按 {format_number(whole.figure)}{whole.unit}算是 {share}%"
                yield WRONG_SHARE.at(statement.place, message, path=statement.path)


def _is_share(part: Decimal, whole: Decimal, percent: Decimal) -> bool:
    places = max(-int(percent.as_tuple().exponent), 0)
    return abs(round_half_up(part / whole * 100, places) - percent) <= _ROUNDING


def changes_follow(figures: Figures) -> Iterator[Finding]:
    """Two years' amounts in one sentence: the change named after them is their difference, in the right direction."""
    for statement, sentence in _sentences(figures):
        if "年" not in sentence:
            continue
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


def labelled_amounts_agree(figures: Figures) -> Iterator[Finding]:
    """An amount right behind a field's label (``基本支出1164.35万元``) is what a field of that label holds."""
    by_label: dict[str, list[tuple[Amount, Cell]]] = {}
    for amount, cell in amounts(figures):
        by_label.setdefault(_label(cell.label), []).append((amount, cell))
    labels = tuple(label for label in by_label if len(label) >= 4)  # noqa: PLR2004
    if not labels:
        return
    telling = _telling(figures)
    pattern = _amount_behind(labels)
    for statement, sentence in _sentences(figures):
        for match in pattern.finditer(sentence):
            said = Amount(Decimal(match[2]), match[3])
            meant = by_label[match[1]]
            if any(amount.told_as(said) for amount, _ in meant) or _meant(said, telling):
                continue
            units = {amount.unit for amount, _ in meant} | {said.unit}
            shown = (f"{figures.value(cell)}{amount.unit if units != {WAN} else ''}" for amount, cell in meant)
            message = f"文中是“{match[0]}”，表里的“{match[1]}”是 {'、'.join(dict.fromkeys(shown))}"
            yield TEXT_DIFFERS.at(statement.place, message, path=statement.path, related=(meant[0][1].place,))


@lru_cache(maxsize=4096)
def _label(shown: str) -> str:
    label = re.sub(r"^\d+、|^其中[：:]|[：:]$|[（(].*?[)）]$", "", shown.partition("·")[0])
    return "".join(label.split())


@lru_cache(maxsize=64)
def _amount_behind(labels: Iterable[str]) -> re.Pattern[str]:
    """Return how one of the labels stands before an amount; the longest that fits is meant."""
    alternatives = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    return re.compile(rf"({alternatives})(?:合计|共计?|为|是|决算)?\s*{_FIGURE}")


def money_has_its_unit(figures: Figures) -> Iterator[Finding]:
    """An amount of a table stands in the text with its own unit: neither 4.27元 nor 42700万元 for 4.27万元."""
    telling = _telling(figures)
    for statement in with_figures(figures):
        for figure, unit in _AMOUNT.findall(statement.text):
            if meant := _meant(Amount(Decimal(figure), unit), telling):
                message = f"文中是 {figure}{unit}，表里是 {format_number(meant.figure)}{meant.unit}"
                yield WRONG_MONEY_UNIT.at(statement.place, message, path=statement.path)


@lru_cache(maxsize=2)
def _telling(figures: Figures) -> dict[Decimal, Amount]:
    """Return the amounts by their 元 that nobody writes by chance: with decimals, or five figures and more in 元."""
    return {amount.yuan: amount for amount, _ in amounts(figures) if _is_telling(amount)}


def _is_telling(amount: Amount) -> bool:
    figure = amount.figure
    if figure != figure.to_integral_value():
        return True
    return amount.unit == YUAN and len(figure.normalize().as_tuple().digits) >= _TELLING


def _meant(said: Amount, telling: Mapping[Decimal, Amount]) -> Amount | None:
    """Return the amount of a table that was meant, where the text has it in the other unit."""
    if said.yuan in telling:
        return None
    return telling.get(Amount(said.figure, YUAN if said.unit == WAN else WAN).yuan)


@lru_cache(maxsize=2)
def _sentences(figures: Figures) -> tuple[tuple[Statement, str], ...]:
    return tuple(
        (statement, sentence) for statement in with_figures(figures) for sentence in _SENTENCE.findall(statement.text)
    )


ARITHMETIC: tuple[Callable[[Figures], Iterator[Finding]], ...] = (
    shares_follow,
    changes_follow,
    labelled_amounts_agree,
    money_has_its_unit,
)
