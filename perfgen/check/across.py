"""The same figure wherever it stands: indicator against indicator, text against tables, total and grade in the text."""

import difflib
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from perfgen.check.walk import (
    Indicator,
    Statement,
    by_role,
    indicator_tables,
    narrative,
    narrative_with_figures,
    number,
    words,
)
from perfgen.filing import Figures
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
_VARIANTS = str.maketrans(
    {"受": "收", "数": None, "率": "率", "的": None, "（": None, "）": None, "(": None, ")": None}
)
_FIGURE = re.compile(
    r"(?P<about>近|约|余)?(?P<figure>\d+(?:\.\d+)?)(?P<more>余|多)?(?P<unit>人次|%|[起件人天个名场次份户])"
)
_CLAUSE_ENDS = re.compile(r"[，。；：,;:\n]")
_FEWEST, _MOST = 2, 24  # characters before a figure that say what it counts
_SUFFIX = re.compile(r"(人次|[起件人天个名场次份户])数?$|数$")
_SCORE = re.compile(
    r"(?:自评|评价|绩效)(?:(?!满分)[^，。；\d]){0,12}?(?:得分|评分|总分|分数?)?[为是：:]?(?<!满分)(?<!满分为)\s*(\d+(?:\.\d+)?)\s*分(?!钟|之|值|以上|以下|以内|左右)"
)
_GRADE = re.compile(
    r"(?:等级|等次|档次|评级)[^，。；]{0,6}?[“\"](?P<after>[^”\"]{1,4})[”\"]|[“\"](?P<before>[^”\"]{1,3})[”\"]\s*(?:等级|等次|档次)"
)


def indicators_agree(figures: Figures) -> Iterator[Finding]:
    """An indicator that stands in two tables has one target and one actual; one with a like name is asked about."""
    seen: list[tuple[Indicator, str, Decimal | None]] = []  # each with the core of its name and its figure
    for table in indicator_tables(figures):
        rows = [(row, _core(row.name), parse_target(row.actual).number) for row in table.rows if row.name]
        for row, core, figure in rows:
            for other, other_core, other_figure in seen:
                if core == other_core:
                    yield from _same_indicator(row, other)
                elif figure is not None and other_figure is not None and figure != other_figure:
                    yield from _like_indicator(row, other)
        seen += rows


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
    if not _alike(row.name, other.name):
        return
    here, there = row.cells["完成值"], other.cells["完成值"]
    message = f"“{row.name}”和“{other.name}”相近，完成值这里是“{row.actual}”，另一处是“{other.actual}”"
    yield INDICATOR_MAY_DIFFER.at(here.place, message, path=here.path, related=(there.place,))


def _within(one: str, other: str) -> bool:
    """Tell whether the shorter text is the longer one with words left out."""
    shorter, longer = sorted((one, other), key=len)
    rest = iter(longer)
    return all(character in rest for character in shorter)


@lru_cache(maxsize=4096)
def _core(name: str) -> str:
    return "".join(name.split()).translate(_VARIANTS)


@lru_cache(maxsize=65536)
def _alike(name: str, other: str) -> bool:
    """Tell whether two names say nearly the same; most do not even have enough characters in common."""
    one, two = _core(name), _core(other)
    shared = sum(min(one.count(character), two.count(character)) for character in {*one} & {*two})
    if 2 * shared < _ALIKE * (len(one) + len(two)):
        return False
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def text_agrees_with_indicators(figures: Figures) -> Iterator[Finding]:
    """A figure in the narrative with an indicator's words before it and its unit behind is the indicator's actual."""
    known: dict[str, list[tuple[Indicator, str]]] = {}  # by the unit their figures have
    for row in (row for table in indicator_tables(figures) for row in table.rows if row.name):
        core, units = _keywords(row.name)
        for unit in units:
            known.setdefault(unit, []).append((row, core))
    for statement, match, spoken in _figures(figures):
        before = spoken.translate(_VARIANTS)
        about = [row for row, core in known.get(match["unit"], ()) if _speaks_of(before, core, match["unit"])]
        actuals = {parse_target(row.actual).number for row in about} - {None}
        if actuals and Decimal(match["figure"]) not in actuals:
            cell = about[0].cells["完成值"]
            message = f"文中是“{(spoken + match[0]).strip()}”，指标“{about[0].name}”的完成值是“{words(figures, cell)}”"
            yield TEXT_DIFFERS.at(statement.place, message, path=statement.path, related=(cell.place,))


def _figures(figures: Figures) -> Iterator[tuple[Statement, re.Match[str], str]]:
    """Yield every exact figure of the narrative with the words of its clause before it."""
    for statement in narrative_with_figures(figures):
        end = 0
        for match in _FIGURE.finditer(statement.text):
            spoken = _CLAUSE_ENDS.split(statement.text[max(end, match.start() - _MOST) : match.start()])[-1]
            end = match.end()
            if len(spoken) >= _FEWEST and not (match["more"] or match["about"]):
                yield statement, match, spoken


@lru_cache(maxsize=4096)
def _keywords(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the words an indicator is spoken of with, and the units its figure may have."""
    plain = "".join(name.split())
    if plain.endswith("率"):
        return plain.translate(_VARIANTS), ("%",)
    suffix = _SUFFIX.search(plain)
    unit = (suffix[1] or plain[-2:-1]) if suffix else ""
    core = plain[: suffix.start()] if suffix else plain
    return core.translate(_VARIANTS), (unit,) if unit else ()


def _speaks_of(before: str, core: str, unit: str) -> bool:
    """Tell whether the words of the indicator stand in the clause, in their order, or a rate's name at its end."""
    if len(core) < 4:  # noqa: PLR2004
        return False
    if unit == "%":
        clause = before.rstrip("为达到是至")
        return len(clause) >= 4 and (core.endswith(clause) or clause.endswith(core))  # noqa: PLR2004
    return len(core) <= len(before) and _within(core, before)


def totals_in_text(figures: Figures) -> Iterator[Finding]:
    """The total a text quotes is one of the totals in the tables; the grade it names is the total's."""
    totals = {number(figures, cell): cell for cell in by_role(figures, "总分")}
    grades = {words(figures, cell): cell for cell in by_role(figures, "等级")}
    known = [total for total in totals if total is not None]
    for statement in narrative(figures):
        for match in _SCORE.finditer(statement.text):
            if known and Decimal(match[1]) not in known:
                total, cell = next((total, cell) for total, cell in totals.items() if total is not None)
                message = f"文中写的是 {match[1]} 分，“{cell.label}”是 {format_number(total or Decimal(0))}"
                yield TOTAL_IN_TEXT.at(statement.place, message, path=statement.path, related=(cell.place,))
        for match in _GRADE.finditer(statement.text):
            named = match["after"] or match["before"]
            if grades and "" not in grades and named[:1] not in {grade[:1] for grade in grades}:
                cell = next(iter(grades.values()))
                message = f"文中的等级是“{named}”，按总分是“{words(figures, cell)}”"
                yield GRADE_IN_TEXT.at(statement.place, message, path=statement.path, related=(cell.place,))


ACROSS: tuple[Callable[[Figures], Iterator[Finding]], ...] = (
    indicators_agree,
    text_agrees_with_indicators,
    totals_in_text,
)
