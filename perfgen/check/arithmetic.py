"""Sums a reader can do from one sentence: shares, changes, amounts that name a field."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from perfgen.check.walk import Statement, with_figures
from perfgen.filing import Cell, Figures
from perfgen.finding import Finding
from perfgen.finding.catalogue import TEXT_DIFFERS, WRONG_CHANGE, WRONG_MONEY_UNIT, WRONG_SHARE
from perfgen.number import format_number, round_half_up
from perfgen.value import Number

_SENTENCE = re.compile(r"[^。；\n]+")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*万元")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*万元[^，。；\d]{0,4}[，,]\s*占[^，。；\d]{0,14}?(\d+(?:\.\d+)?)\s*%")
_OF_YEAR = re.compile(r"(20\d\d)\s*年[^，。；\d]{0,20}?(\d+(?:\.\d+)?)\s*万元")
_CHANGE = re.compile(r"(增加|增长|上升|减少|下降|降低)了?\s*(\d+(?:\.\d+)?)\s*万元")
_RATE = re.compile(r"(增加|增长|上升|减少|下降|降低)了?\s*(\d+(?:\.\d+)?)\s*%")
_YUAN = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*元")
_UP = frozenset(("增加", "增长", "上升"))
_WAN = 10_000
_ROUNDING = Decimal("0.01")


def shares_follow(figures: Figures) -> Iterator[Finding]:
    """``A 万元，占 … B%``: B is A's share of one of the larger amounts of the sentence or of the tables."""
    amounts = {amount for amount, _ in _money(figures)}
    for statement, sentence in _sentences(figures):
        said = {Decimal(amount) for amount in _AMOUNT.findall(sentence)}
        for part, percent in _SHARE.findall(sentence):
            wholes = {whole for whole in said | amounts if whole >= Decimal(part) and whole > 0}
            near = [whole for whole in said if whole > Decimal(part)]
            if near and not any(_is_share(Decimal(part), whole, Decimal(percent)) for whole in wholes):
                share = round_half_up(Decimal(part) / max(near) * 100, 2)
                message = f"文中 {part}万元占 {percent}%，按 {format_number(max(near))}万元算是 {share}%"
                yield WRONG_SHARE.at(statement.place, message, path=statement.path)


def _is_share(part: Decimal, whole: Decimal, percent: Decimal) -> bool:
    places = max(-int(percent.as_tuple().exponent), 0)
    return abs(round_half_up(part / whole * 100, places) - percent) <= _ROUNDING


def changes_follow(figures: Figures) -> Iterator[Finding]:
    """Two years' amounts in one sentence: the change named after them is their difference, in the right direction."""
    for statement, sentence in _sentences(figures):
        by_year = {int(year): Decimal(amount) for year, amount in _OF_YEAR.findall(sentence)}
        if len(by_year) != 2:  # noqa: PLR2004
            continue
        (_, last), (_, this) = sorted(by_year.items())
        for word, amount in _CHANGE.findall(sentence)[:1]:
            if abs(this - last) != Decimal(amount) or (this >= last) != (word in _UP):
                yield _wrong(statement, f"{word}{amount}万元", this - last, "万元")
        for word, percent in _RATE.findall(sentence)[:1]:
            if last and (not _is_share(abs(this - last), last, Decimal(percent)) or (this >= last) != (word in _UP)):
                yield _wrong(statement, f"{word}{percent}%", round_half_up((this - last) / last * 100, 2), "%")


def _wrong(statement: Statement, said: str, change: Decimal, unit: str) -> Finding:
    word = "增加" if change > 0 else "减少"
    message = f"文中写的是{said}，按文中的数应是{word}{format_number(abs(change))}{unit}"
    return WRONG_CHANGE.at(statement.place, message, path=statement.path)


def labelled_amounts_agree(figures: Figures) -> Iterator[Finding]:
    """An amount right behind a field's label (``基本支出1164.35万元``) is what a field of that label holds."""
    by_label: dict[str, list[tuple[Decimal, Cell]]] = {}
    for amount, cell in _money(figures):
        by_label.setdefault(_label(cell), []).append((amount, cell))
    labels = sorted((label for label in by_label if len(label) >= 4), key=len, reverse=True)  # noqa: PLR2004
    if not labels:
        return
    pattern = re.compile(rf"({'|'.join(map(re.escape, labels))})(?:合计|共计?|为|是|决算)?\s*(\d+(?:\.\d+)?)\s*万元")
    for statement, sentence in _sentences(figures):
        for match in pattern.finditer(sentence):
            held = by_label[match[1]]
            if all(amount != Decimal(match[2]) for amount, _ in held):
                shown = "、".join(dict.fromkeys(str(figures.value(cell)) for _, cell in held))
                message = f"文中是“{match[0]}”，表里的“{match[1]}”是 {shown}"
                yield TEXT_DIFFERS.at(statement.place, message, path=statement.path, related=(held[0][1].place,))


def _label(cell: Cell) -> str:
    label = re.sub(r"^\d+、|^其中[：:]|[：:]$|[（(].*?[)）]$", "", cell.label.split("·")[0])
    return "".join(label.split())


def money_has_its_unit(figures: Figures) -> Iterator[Finding]:
    """An amount of a table stands in the text with its own unit: neither 4.27元 nor 42700万元 for 4.27万元."""
    amounts = {amount for amount, _ in _money(figures) if amount != amount.to_integral_value()}
    for statement in with_figures(figures):
        told = [(amount, "元", Decimal(amount)) for amount in _YUAN.findall(statement.text)]
        told += [(amount, "万元", Decimal(amount) / _WAN) for amount in _AMOUNT.findall(statement.text)]
        for amount, unit, meant in told:
            if meant in amounts:
                message = f"文中是 {amount}{unit}，表里是 {format_number(meant)}万元"
                yield WRONG_MONEY_UNIT.at(statement.place, message, path=statement.path)


def _money(figures: Figures) -> list[tuple[Decimal, Cell]]:
    cells = (cell for cell, _ in figures.cells.values() if cell.field.type == "money")
    return [(Decimal(value), cell) for cell in cells if isinstance(value := figures.value(cell), Number)]


def _sentences(figures: Figures) -> Iterator[tuple[Statement, str]]:
    for statement in with_figures(figures):
        for sentence in _SENTENCE.findall(statement.text):
            yield statement, sentence


ARITHMETIC: tuple[Callable[[Figures], Iterator[Finding]], ...] = (
    shares_follow,
    changes_follow,
    labelled_amounts_agree,
    money_has_its_unit,
)
