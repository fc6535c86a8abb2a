"""Points and scores: what they add up to, what they may be, what has to be explained."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfgen.check.gathered import END
from perfgen.check.indicator import Indicator, Indicators
from perfgen.check.survey import Survey
from perfgen.filing import Cell
from perfgen.finding import Finding
from perfgen.finding.catalogue import (
    ACTUAL_MISSING,
    BUDGET_ADJUSTED,
    DIFFERENT_KIND,
    FAR_ABOVE_TARGET,
    GROUP_POINTS,
    LOSS_WITHOUT_REASON,
    LOW_EXECUTION,
    MISSED_WITHOUT_REASON,
    NO_ACTUAL,
    POINTS_TOTAL,
    RELATION_TWICE,
    SCORE_DIFFERS,
    SCORE_MISSING,
    SCORE_OUT_OF_RANGE,
    TARGET_MISSING,
    TARGET_WITHOUT_RELATION,
)
from perfgen.number import format_number
from perfgen.pack import TextTable
from perfgen.scoring import QUALITATIVE, judge, overshoot, parse_target
from perfgen.value import Blank

_DECLARED = re.compile(r"[（(]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]")
_SOON = rf"[^\n{END}]{{0,40}}"
_EXPLAINS_EXECUTION = re.compile(
    rf"(执行|支出|拨付|资金|结转){_SOON}(因|由于|未能|滞后|偏[低慢晚])|(因|由于){_SOON}(执行|拨付|结转)"
)
_EXPLAINS_ADJUSTMENT = re.compile(rf"调整|追加|调增|调减|增加|上级[^\n{END}]{{0,6}}资金|转移支付")


def points_add_up(survey: Survey) -> Iterator[Finding]:
    """Points add up to what the form demands, usually 100."""
    for cell in survey.full:
        full, total = cell.field.full, survey.number(cell)
        if full is not None and total is not None and total != full:
            message = f"“{cell.label}”是 {format_number(total)}，应为 {format_number(full)}"
            yield POINTS_TOTAL.at(cell.place, message, path=cell.path)


def groups_add_up(survey: Survey) -> Iterator[Finding]:
    """Points of a first level equal what the pack or the label itself (``产出指标（50分）``) declares."""
    for table in survey.indicators:
        groups: dict[str, list[Indicator]] = defaultdict(list)
        for row in table.rows:
            groups[row.group].append(row)
        for name, rows in groups.items():
            declared, plain = _declared(name)
            demanded = table.spec.scoring.组分值.get(plain) if declared is None else declared
            if demanded is None:
                continue
            points = [row.points for row in rows if row.points is not None]
            if points and sum(points) != demanded:
                cell = rows[0].cells["一级指标"]
                shown = f"{format_number(sum(points, Decimal(0)))}，写明的是 {format_number(demanded)}"
                yield GROUP_POINTS.at(cell.place, f"“{plain}”各行分值合计 {shown}", path=cell.path)


@lru_cache(maxsize=256)
def _declared(name: str) -> tuple[Decimal | None, str]:
    declared = _DECLARED.search(name)
    return Decimal(declared[1]) if declared else None, _DECLARED.sub("", name).strip()


def scores_in_range(survey: Survey) -> Iterator[Finding]:
    """A score is at least 0 and at most its points."""
    for cell, of in survey.scores:
        score, points = survey.number(cell), survey.number(of)
        if score is None:
            continue
        if points is None:
            computed = of.field.formula if of else ""  # a total of points that cannot be known
            if not computed and not isinstance(cell.entered, Blank):
                message = f"“{cell.label}”是 {format_number(score)}，没有填分值"
                yield SCORE_OUT_OF_RANGE.at(cell.place, message, path=cell.path)
        elif not 0 <= score <= points:
            message = f"“{cell.label}”是 {format_number(score)}，分值是 {format_number(points)}"
            yield SCORE_OUT_OF_RANGE.at(cell.place, message, path=cell.path)


def indicators_are_complete(survey: Survey) -> Iterator[Finding]:
    """An indicator has an actual and a target, a relation once; both are of one kind and unit."""
    for table in survey.indicators:
        for row in table.rows:
            if not row.complete:
                yield from _incomplete(survey, table, row)
            elif table.spec.split:
                yield from _related_twice(survey, row, row.name)


def _incomplete(survey: Survey, table: Indicators, row: Indicator) -> Iterator[Finding]:
    target, actual, name = row.target, row.actual, row.name
    score = row.cells.get("得分")
    scored = score is not None and not isinstance(score.entered, Blank)
    if score and name and row.score is None:
        yield from _unscored(row, score, name, actual)
    if score and scored and not actual:
        message = f"“{name}”没有完成值，得分填的是 {score.entered}"
        yield ACTUAL_MISSING.at(row.cells["完成值"].place, message, path=row.cells["完成值"].path)
    if score is None and name and target and not actual and not row.cells["完成值"].field.required:
        yield NO_ACTUAL.at(row.cells["完成值"].place, f"“{name}”没有完成值", path=row.cells["完成值"].path)
    if table.spec.split:
        yield from _related_twice(survey, row, name)
    if name and not target and (actual or scored):
        yield TARGET_MISSING.at(row.cells["指标值"].place, f"“{name}”没有指标值", path=row.cells["指标值"].path)
    if target and actual:
        yield from _comparable(table, row, name, target, actual)


def _related_twice(survey: Survey, row: Indicator, name: str) -> Iterator[Finding]:
    nature, value = (survey.words(row.cells[column]) for column in ("指标性质", "指标值"))
    if nature and nature != QUALITATIVE and parse_target(value).relation:
        message = f"“{name}”的指标性质是“{nature}”，指标值里又写了“{value}”"
        yield RELATION_TWICE.at(row.cells["指标值"].place, message, path=row.cells["指标值"].path)


def _unscored(row: Indicator, score: Cell, name: str, actual: str) -> Iterator[Finding]:
    if row.points is not None:
        why = f"完成值是“{actual}”，规则算不出来" if actual else "完成值和得分都没有填"
        yield SCORE_MISSING.at(score.place, f"“{name}”有 {format_number(row.points)} 分，{why}", path=score.path)


def _comparable(table: Indicators, row: Indicator, name: str, target: str, actual: str) -> Iterator[Finding]:
    demanded, reached = parse_target(target), parse_target(actual)
    if demanded.words == reached.words:
        return
    cell = row.cells["完成值"]
    if (demanded.number is None) != (reached.number is None):
        message = f"“{name}”的指标值“{target}”和完成值“{actual}”一个是数字，一个是文字"
        yield DIFFERENT_KIND.at(cell.place, message, path=cell.path, related=(row.cells["指标值"].place,))
        return
    if demanded.number is None or reached.number is None:
        return
    if demanded.unit != reached.unit and reached.number != 0:
        message = f"“{name}”的指标值“{target}”和完成值“{actual}”单位不同"
        yield DIFFERENT_KIND.at(cell.place, message, path=cell.path, related=(row.cells["指标值"].place,))
    if not demanded.relation and demanded.number != reached.number:
        message = f"“{name}”的指标值“{target}”没有写 ≥ 或 ≤，完成值是“{actual}”"
        help = "请在“指标性质”里选 ≥ 或 ≤" if table.spec.split else TARGET_WITHOUT_RELATION.help  # noqa: A001
        help += "；现按“等于”计分" if table.spec.scored else ""  # noqa: A001
        cell = row.cells["指标值"]
        yield TARGET_WITHOUT_RELATION.at(cell.place, message, path=cell.path, help=help)


def losses_are_explained(survey: Survey) -> Iterator[Finding]:
    """Lost points, a target missed on a form without points, and an actual far above its target need a reason."""
    for table in survey.indicators:
        asked = not table.spec.scored or table.spec.scoring.超目标  # for more than lost points
        for row in table.rows:
            if row.lost or (asked and _is_odd(table, _compared(row.target, row.actual))):
                yield from _unexplained(survey, table, row)


class _Compared(NamedTuple):
    """What target and actual alone say of a row; most rows say nothing."""

    missed: bool
    above: Decimal | None  # by which ratio upwards


@lru_cache(maxsize=4096)
def _compared(target: str, actual: str) -> _Compared:
    upwards = parse_target(target).relation not in ("≤", "＜")  # nobody asks why less was spent or lost
    above = overshoot(target, actual) if upwards and target and actual else None
    return _Compared(judge(target, actual) is False, above)


def _unexplained(survey: Survey, table: Indicators, row: Indicator) -> Iterator[Finding]:
    cell, name, target, actual = row.cells["偏差原因"], row.name, row.target, row.actual
    if survey.words(cell):
        return
    compared = _compared(target, actual)
    if compared.missed and not table.spec.scored:
        message = f"“{name}”的指标值是“{target}”，完成值是“{actual}”，没有写“{cell.field.label}”"
        yield MISSED_WITHOUT_REASON.at(cell.place, message, path=cell.path)
    score, points = row.score, row.points
    if score is not None and points is not None and score < points and not _told(survey, row.cells["得分"]):
        message = f"“{name}”得 {format_number(score)} 分，满分 {format_number(points)} 分，没有写偏差原因"
        yield LOSS_WITHOUT_REASON.at(cell.place, message, path=cell.path)
    if compared.above is not None and _is_far(table, compared):
        shown = f"完成值“{actual}”超过指标值“{target}” {format_number(compared.above, '0.##%')}"
        yield FAR_ABOVE_TARGET.at(cell.place, f"“{name}”的{shown}，没有写原因", path=cell.path)


def _is_odd(table: Indicators, compared: _Compared) -> bool:
    return (compared.missed and not table.spec.scored) or _is_far(table, compared)


def _is_far(table: Indicators, compared: _Compared) -> bool:
    far = table.spec.scoring.超目标
    return far is not None and compared.above is not None and compared.above > far.阈值


def _told(survey: Survey, score: Cell) -> bool:
    """Tell whether it was said already that a score is not what the rule gives."""
    return any(found.kind is SCORE_DIFFERS and found.path == score.path for found in survey.figures.findings)


def execution_is_explained(survey: Survey) -> Iterator[Finding]:
    """An execution rate below what the pack tolerates, and an adjusted budget, are explained in the report."""
    reported = any(isinstance(table, TextTable) for table in survey.figures.filing.pack.tables.values())
    where, value = "报告里" if reported else "", survey.figures.value
    for cell in survey.by_role("执行率"):
        rate, low = survey.number(cell), cell.field.low
        if rate is None or low is None or rate >= low or _EXPLAINS_EXECUTION.search(survey.texts_at_once):
            continue
        message = f"“{cell.label}”是 {value(cell)}，低于 {format_number(low, '0.##%')}，{where}没有说明原因"
        yield LOW_EXECUTION.at(cell.place, message, path=cell.path)
    for first, last in zip(survey.by_role("年初预算"), survey.by_role("全年预算"), strict=False):
        before, after = survey.number(first), survey.number(last)
        if before is None or after is None or before == after or _EXPLAINS_ADJUSTMENT.search(survey.texts_at_once):
            continue
        amounts = f"“{first.label}”{value(first)}，“{last.label}”{value(last)}"
        message = f"{amounts}，{where}没有说明调整原因"
        yield BUDGET_ADJUSTED.at(last.place, message, path=last.path, related=(first.place,))


SCORES: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    points_add_up,
    groups_add_up,
    scores_in_range,
    indicators_are_complete,
    losses_are_explained,
    execution_is_explained,
)
