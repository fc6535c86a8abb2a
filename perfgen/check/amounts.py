"""Amounts of the text held against those of the tables: behind a field's label, and in their unit."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from perfgen.check.gathered import Held
from perfgen.check.survey import Statement, Survey
from perfgen.check.units import WAN, WORTH, YUAN, Amount
from perfgen.finding import Finding
from perfgen.finding.catalogue import TEXT_DIFFERS, WRONG_MONEY_UNIT
from perfgen.number import format_number

_SENTENCE = re.compile(r"[^。；\n]+")
_FEWEST = 4  # characters of a label that say which field is meant
_TELLING = 5
_LONG, _SHORT = ("合计", "共计", "决算"), ("共", "为", "是")  # what may stand between label and amount
_ODD = re.compile(r"[\d.。；](?:(?<=[。；])|$|万?元)", re.MULTILINE)


def labelled_amounts_agree(survey: Survey) -> Iterator[Finding]:
    """An amount right behind a field's label (``基本支出1164.35万元``) is what a field of that label holds."""
    if not survey.said_amounts:
        return
    by_label: dict[str, list[Held]] = defaultdict(list)
    for held in survey.money:
        by_label[held[2]].append(held)
    labels = tuple([label for label in by_label if len(label) >= _FEWEST])
    for statement, label, written, said in _labelled(survey, labels):
        meant = [(Amount(figure, unit), cell) for figure, unit, _, cell in by_label[label]]
        if any(amount.told_as(said) for amount, _ in meant) or _meant(said, survey):
            continue
        units = {amount.unit for amount, _ in meant} | {said.unit}
        shown = (f"{survey.figures.value(cell)}{amount.unit if units != {WAN} else ''}" for amount, cell in meant)
        message = f"文中是“{written}”，表里的“{label}”是 {'、'.join(dict.fromkeys(shown))}"
        yield TEXT_DIFFERS.at(statement.place, message, path=statement.path, related=(meant[0][1].place,))


def _labelled(survey: Survey, labels: tuple[str, ...]) -> Iterator[tuple[Statement, str, str, Amount]]:
    """Yield each amount right behind a label: its text, the label, the words of both, the amount.

    Labels hold the names of a unit's projects: a pattern of them all would have to be made for every filing. So it is
    looked at each amount what stands before it; only odd labels, that hold or end in figures, need the pattern.
    """
    if not labels:
        return
    ends = _by_end(labels)
    if ends is None:
        yield from _found_by_pattern(survey, labels)
        return
    last, taken = None, 0  # what a label and its amount took cannot be of another label
    for statement, match, said in survey.said_amounts:
        last, taken = statement, (taken if statement is last else 0)
        start, label = _label_before(statement.text, match.start(), taken, ends)
        if label and "\n" not in match[0]:
            taken = match.end()
            yield statement, label, statement.text[start:taken], said


@lru_cache(maxsize=64)
def _by_end(labels: tuple[str, ...]) -> Mapping[str, list[str]] | None:
    """Return labels by their last two characters; None where one is odd."""
    if _ODD.search("\n".join(labels)):
        return None
    ends: dict[str, list[str]] = {}
    for label in labels:
        ends.setdefault(label[-2:], []).append(label)
    return ends


def _label_before(text: str, end: int, begin: int, ends: Mapping[str, list[str]]) -> tuple[int, str]:
    """Return the label before an amount, a word between them or not, and where it begins; of several, the first."""
    while end and text[end - 1].isspace() and text[end - 1] != "\n":
        end -= 1
    found = _ending(text, end, ends)
    if text[end - 1 : end] in _SHORT:
        found += _ending(text, end - 1, ends)
    elif text[end - 2 : end] in _LONG:
        found += _ending(text, end - 2, ends)
    possible = [one for one in found if one[0] >= begin]
    return min(possible, key=lambda one: (one[0], -len(one[1]))) if possible else (0, "")


def _ending(text: str, end: int, ends: Mapping[str, list[str]]) -> list[tuple[int, str]]:
    near = ends.get(text[end - 2 : end])
    return [(end - len(label), label) for label in near if text.endswith(label, 0, end)] if near else []


def _found_by_pattern(survey: Survey, labels: tuple[str, ...]) -> Iterator[tuple[Statement, str, str, Amount]]:
    pattern = _amount_behind(labels)
    for statement in survey.about_money:
        for sentence in _SENTENCE.findall(statement.text):
            for match in pattern.finditer(sentence):
                yield statement, match[1], match[0], Amount(Decimal(match[2]), match[3])


@lru_cache(maxsize=16)
def _amount_behind(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Return how one of the labels stands before an amount; the longest that fits is meant."""
    alternatives = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    return re.compile(rf"({alternatives})(?:合计|共计?|为|是|决算)?\s*(\d+(?:\.\d+)?)\s*(万?元)")


def money_has_its_unit(survey: Survey) -> Iterator[Finding]:
    """An amount of a table stands in the text with its own unit: neither 4.27元 nor 42700万元 for 4.27万元."""
    for statement, match, said in survey.said_amounts:
        if meant := _meant(said, survey):
            message = f"文中是 {match[1]}{match[2]}，表里是 {format_number(meant.figure)}{meant.unit}"
            yield WRONG_MONEY_UNIT.at(statement.place, message, path=statement.path)


def _meant(said: Amount, survey: Survey) -> Amount | None:
    """Return the amount of a table that was meant, where the text has it in the other unit."""
    yuan = said.figure * WORTH[YUAN if said.unit == WAN else WAN]
    if int(yuan) not in survey.whole_yuan:  # as nearly always
        return None
    amounts = [Amount(Decimal(figure), unit) for figure, unit, _, _ in survey.money]
    telling = {amount.yuan: amount for amount in amounts if _is_telling(amount)}
    return None if said.yuan in telling else telling.get(yuan)


def _is_telling(amount: Amount) -> bool:
    """Tell whether nobody writes it by chance: with decimals, or five figures and more in 元."""
    figure = amount.figure
    if figure != figure.to_integral_value():
        return True
    return amount.unit == YUAN and len(figure.normalize().as_tuple().digits) >= _TELLING


AMOUNTS: tuple[Callable[[Survey], Iterator[Finding]], ...] = (labelled_amounts_agree, money_has_its_unit)
