"""The same figure wherever it stands: indicator against indicator, text against tables, total and grade in the text."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from perfgen.check.gathered import END
from perfgen.check.indicator import Indicator
from perfgen.check.survey import Survey
from perfgen.finding import Finding
from perfgen.finding.catalogue import (
    GRADE_IN_TEXT,
    INDICATOR_DIFFERS,
    INDICATOR_MAY_DIFFER,
    INDICATOR_TARGET_DIFFERS,
    TEXT_DIFFERS,
    TOTAL_IN_TEXT,
)
from perfgen.number import format_number
from perfgen.scoring import Target, parse_target

_ALIKE = 0.8
_VARIANTS = str.maketrans({"受": "收", "数": None, "的": None, "（": None, "）": None, "(": None, ")": None})
_VARYING = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")
# a figure is taken whole or not at all: no part of it stands before a unit
_FIGURE = re.compile(r"(\d\d*+(?:\.\d++)?+)([余多]?)(人次|[%起件人天个名场次份户])")
_ABOUT = ("近", "约", "余")
_CLAUSE_ENDS = re.compile(rf"[，。；：,;:\n{END}]")
_FEWEST, _MOST = 2, 24  # characters before a figure that say what it counts
_TELLING = 4  # characters that are enough to speak of an indicator
_SUFFIX = re.compile(r"(人次|[起件人天个名场次份户])数?$|数$")
_SCORE = re.compile(
    r"(?:自评|评价|绩效)(?:(?!满分)[^，。；\d]){0,12}?(?:得分|评分|总分|分数?)?[为是：:]?(?<!满分)(?<!满分为)\s*(\d+(?:\.\d+)?)\s*分(?!钟|之|值|以上|以下|以内|左右)"
)
_GRADE = re.compile(
    r"(?:等级|等次|档次|评级)[^，。；]{0,6}?[“\"](?P<after>[^”\"]{1,4})[”\"]|[“\"](?P<before>[^”\"]{1,3})[”\"]\s*(?:等级|等次|档次)"
)


def indicators_agree(survey: Survey) -> Iterator[Finding]:
    """An indicator that stands in two tables has one target and one actual; one with a like name is asked about."""
    seen: list[Indicator] = []
    for table in survey.indicators:
        rows = [row for row in table.rows if row.name]
        for this, that, same in _related(tuple([row.name for row in rows]), tuple([row.name for row in seen])):
            row, other = rows[this], seen[that]
            if not same:
                yield from _like_indicator(row, other)
            elif row.target != other.target or row.actual != other.actual:
                yield from _same_indicator(row, other)
        seen += rows


@lru_cache(maxsize=64)
def _related(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[tuple[int, int, bool], ...]:
    """Return which names of a table are equal (True) or alike (False) to which of the tables before, in order.

    Remembered for whole tables: units of one kind have the same indicators.
    """
    cores = [_core(name) for name in there]
    others = [(that, core, letters := frozenset(core), len(core) - len(letters)) for that, core in enumerate(cores)]
    found: list[tuple[int, int, bool]] = []
    for this, name in enumerate(here):
        core = _core(name)
        letters, length = frozenset(core), len(core)
        found += [
            (this, that, core == other)
            for that, other, theirs, repeated in others
            if 2 * (len(letters & theirs) + repeated) >= _ALIKE * (length + len(other))  # most share too few
            and (core == other or _alike(core, other))
        ]
    return tuple(found)


def _same_indicator(row: Indicator, other: Indicator) -> Iterator[Finding]:
    targets, actuals = [each.target for each in (row, other)], [each.actual for each in (row, other)]
    for column, kind, (this, that) in (
        ("指标值", INDICATOR_TARGET_DIFFERS, targets),
        ("完成值", INDICATOR_DIFFERS, actuals),
    ):
        here, there = row.cells[column], other.cells[column]
        one, two = parse_target(this), parse_target(that)
        in_words = one.number is None and two.number is None
        if not (one.written and two.written) or (_within(one.words, two.words) if in_words else _equal(one, two)):
            continue
        message = f"“{row.name}”的{column}这里是“{one.written}”，另一处是“{two.written}”"
        yield kind.at(here.place, message, path=here.path, related=(there.place,))


def _equal(one: Target, two: Target) -> bool:
    return one.words == two.words or (one.relation == two.relation and one.number == two.number)


def _like_indicator(row: Indicator, other: Indicator) -> Iterator[Finding]:
    one, two = parse_target(row.actual).number, parse_target(other.actual).number
    if one is None or two is None or one == two:
        return
    here, there = row.cells["完成值"], other.cells["完成值"]
    message = f"“{row.name}”和“{other.name}”相近，完成值这里是“{row.actual}”，另一处是“{other.actual}”"
    yield INDICATOR_MAY_DIFFER.at(here.place, message, path=here.path, related=(there.place,))


def _within(one: str, other: str) -> bool:
    """Tell whether the shorter text is the longer one with words left out."""
    shorter, longer = sorted((one, other), key=len)
    return _stands_in(shorter, longer)


def _stands_in(shorter: str, longer: str) -> bool:
    rest = iter(longer)
    return all(character in rest for character in shorter)


def _core(name: str) -> str:
    return _plain("".join(name.split()))


def _plain(words: str) -> str:
    return words.translate(_VARIANTS) if _VARYING.search(words) else words


@lru_cache(maxsize=4096)
def _alike(one: str, two: str) -> bool:
    """Tell whether two cores say nearly the same."""
    shared = sum(min(one.count(character), two.count(character)) for character in {*one} & {*two})
    if 2 * shared < _ALIKE * (len(one) + len(two)):
        return False
    import difflib

    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def text_agrees_with_indicators(survey: Survey) -> Iterator[Finding]:
    """A figure in the narrative with an indicator's words before it and its unit behind is the indicator's actual."""
    rows = [row for table in survey.indicators for row in table.rows if row.name]
    spoken_of = _spoken_of(tuple([row.name for row in rows]))
    pieces = _FIGURE.split(survey.narrative_at_once)  # text, figure, more, unit, text, …
    for at, (before, figure, more, unit) in enumerate(zip(*[iter(pieces)] * 4, strict=False)):
        if unit not in spoken_of or more or before.endswith(_ABOUT):
            continue
        spoken = _CLAUSE_ENDS.split(before[-_MOST:])[-1]
        if len(spoken) < _FEWEST:
            continue
        about = [rows[index] for index in spoken_of[unit].meant(_plain(spoken))]
        actuals = [parse_target(row.actual).number for row in about]
        if Decimal(figure) not in actuals and any(actual is not None for actual in actuals):
            said, cell = survey.told_at(sum(map(len, pieces[: 4 * at + 1]))), about[0].cells["完成值"]
            message = (
                f"文中是“{(spoken + figure + unit).strip()}”，指标“{about[0].name}”的完成值是“{survey.words(cell)}”"
            )
            yield TEXT_DIFFERS.at(said.place, message, path=said.path, related=(cell.place,))


class _Rates:
    """Rates are meant where their name ends the clause: both end in the same characters, by which they are found."""

    def __init__(self) -> None:
        self._by_end: dict[str, list[tuple[int, str]]] = {}

    def add(self, index: int, core: str) -> None:
        self._by_end.setdefault(core[-_TELLING:], []).append((index, core))

    def meant(self, before: str) -> list[int]:
        clause = before.rstrip("为达到是至")
        near = self._by_end.get(clause[-_TELLING:], ())
        return [index for index, core in near if core.endswith(clause) or clause.endswith(core)]


class _Counts:
    """What is counted is meant where all its words stand in the clause, in their order."""

    def __init__(self) -> None:
        self._cores: list[tuple[int, str]] = []

    def add(self, index: int, core: str) -> None:
        self._cores.append((index, core))

    def meant(self, before: str) -> list[int]:
        return [
            index
            for index, core in self._cores
            if core in before or (core[0] in before and _stands_in(core, before))  # as most do, or none of it
        ]


@lru_cache(maxsize=64)
def _spoken_of(names: tuple[str, ...]) -> Mapping[str, _Rates | _Counts]:
    """Return how indicators are spoken of, by the unit of their figures; each is its index among the names."""
    known: dict[str, _Rates | _Counts] = {}
    for index, name in enumerate(names):
        core, unit = _keywords(name)
        if unit and len(core) >= _TELLING:
            known.setdefault(unit, _Rates() if unit == "%" else _Counts()).add(index, core)
    return known


def _keywords(name: str) -> tuple[str, str]:
    """Return the words an indicator is spoken of with, and the unit its figure has, blank where that is open."""
    plain = "".join(name.split())
    if plain.endswith("率"):
        return _plain(plain), "%"
    suffix = _SUFFIX.search(plain)
    unit = (suffix[1] or plain[-2:-1]) if suffix else ""
    core = plain[: suffix.start()] if suffix else plain
    return _plain(core), unit


def totals_in_text(survey: Survey) -> Iterator[Finding]:
    """The total a text quotes is one of the totals in the tables; the grade it names is the total's."""
    totals = {survey.number(cell): cell for cell in survey.by_role("总分")}
    grades = {survey.words(cell): cell for cell in survey.by_role("等级")}
    known = [total for total in totals if total is not None]
    for index, text in enumerate(survey.narrative):
        for match in _SCORE.finditer(text) if "分" in text else ():
            if known and Decimal(match[1]) not in known:
                total, cell = next((total, cell) for total, cell in totals.items() if total is not None)
                message = f"文中写的是 {match[1]} 分，“{cell.label}”是 {format_number(total or Decimal(0))}"
                said = survey.statement(index)
                yield TOTAL_IN_TEXT.at(said.place, message, path=said.path, related=(cell.place,))
        for match in _GRADE.finditer(text) if "“" in text or '"' in text else ():
            named = match["after"] or match["before"]
            if grades and "" not in grades and named[:1] not in {grade[:1] for grade in grades}:
                cell = next(iter(grades.values()))
                message = f"文中的等级是“{named}”，按总分是“{survey.words(cell)}”"
                said = survey.statement(index)
                yield GRADE_IN_TEXT.at(said.place, message, path=said.path, related=(cell.place,))


ACROSS: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    indicators_agree,
    text_agrees_with_indicators,
    totals_in_text,
)
