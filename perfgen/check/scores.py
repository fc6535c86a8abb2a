"""Points and scores: what they add up to, what they may be, what has to be explained."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from perfgen.check.walk import (
    Indicator,
    Indicators,
    Record,
    by_role,
    indicator_tables,
    number,
    records,
    statements,
    words,
)
from perfgen.filing import Cell, Figures
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
_EXPLAINS_EXECUTION = re.compile(
    r"(执行|支出|拨付|资金|结转).{0,40}(因|由于|未能|滞后|偏[低慢晚])|(因|由于).{0,40}(执行|拨付|结转)"
)
_EXPLAINS_ADJUSTMENT = re.compile(r"调整|追加|调增|调减|增加|上级.{0,6}资金|转移支付")


def points_add_up(figures: Figures) -> Iterator[Finding]:
    """Points add up to what the form demands, usually 100."""
    for cell, _ in figures.cells.values():
        full = cell.field.full
        total = number(figures, cell) if full is not None else None
        if full is not None and total is not None and total != full:
            message = f"“{cell.label}”是 {format_number(total)}，应为 {format_number(full)}"
            yield POINTS_TOTAL.at(cell.place, message, path=cell.path)


def groups_add_up(figures: Figures) -> Iterator[Finding]:
    """Points of a first level equal what the pack or the label itself (``产出指标（50分）``) declares."""
    for table in indicator_tables(figures):
        groups: dict[str, list[Record]] = {}
        for row in table.rows:
            groups.setdefault(words(figures, row.cells["一级指标"]), []).append(row)
        for name, rows in groups.items():
            declared = _DECLARED.search(name)
            plain = _DECLARED.sub("", name).strip()
            demanded = Decimal(declared[1]) if declared else table.spec.scoring.组分值.get(plain)
            points = [found for row in rows if (found := number(figures, row.cells.get("分值"))) is not None]
            if demanded is not None and points and sum(points) != demanded:
                cell = rows[0].cells["一级指标"]
                shown = f"{format_number(sum(points, Decimal(0)))}，写明的是 {format_number(demanded)}"
                yield GROUP_POINTS.at(cell.place, f"“{plain}”各行分值合计 {shown}", path=cell.path)


def scores_in_range(figures: Figures) -> Iterator[Finding]:
    """A score is at least 0 and at most its points."""
    for record in records(figures):
        for cell in record.cells.values():
            if not cell.field.of or (score := number(figures, cell)) is None:
                continue
            points = number(figures, record.cells.get(cell.field.of))
            if points is None:
                computed = record.cells[cell.field.of].field.formula  # a total of points that cannot be known
                if not computed and not isinstance(cell.entered, Blank):
                    message = f"“{cell.label}”是 {format_number(score)}，没有填分值"
                    yield SCORE_OUT_OF_RANGE.at(cell.place, message, path=cell.path)
            elif not 0 <= score <= points:
                message = f"“{cell.label}”是 {format_number(score)}，分值是 {format_number(points)}"
                yield SCORE_OUT_OF_RANGE.at(cell.place, message, path=cell.path)


def indicators_are_complete(figures: Figures) -> Iterator[Finding]:
    """An indicator has an actual and a target, a relation once; both are of one kind and unit."""
    for table, row in _rows(figures):
        target, actual, name = row.target, row.actual, row.name
        score = row.cells.get("得分")
        scored = score is not None and not isinstance(score.entered, Blank)
        if score and name and number(figures, score) is None:
            yield from _unscored(figures, row, score, name, actual)
        if score and scored and not actual:
            message = f"“{name}”没有完成值，得分填的是 {score.entered}"
            yield ACTUAL_MISSING.at(row.cells["完成值"].place, message, path=row.cells["完成值"].path)
        if score is None and name and target and not actual and not row.cells["完成值"].field.required:
            yield NO_ACTUAL.at(row.cells["完成值"].place, f"“{name}”没有完成值", path=row.cells["完成值"].path)
        if table.spec.split:
            yield from _related_twice(figures, row, name)
        if name and not target and (actual or scored):
            yield TARGET_MISSING.at(row.cells["指标值"].place, f"“{name}”没有指标值", path=row.cells["指标值"].path)
        if target and actual:
            yield from _comparable(table, row, name, target, actual)


def _related_twice(figures: Figures, row: Indicator, name: str) -> Iterator[Finding]:
    nature, value = (words(figures, row.cells[column]) for column in ("指标性质", "指标值"))
    if nature and nature != QUALITATIVE and parse_target(value).relation:
        message = f"“{name}”的指标性质是“{nature}”，指标值里又写了“{value}”"
        yield RELATION_TWICE.at(row.cells["指标值"].place, message, path=row.cells["指标值"].path)


def _unscored(figures: Figures, row: Indicator, score: Cell, name: str, actual: str) -> Iterator[Finding]:
    points = number(figures, row.cells.get("分值"))
    if points is not None:
        why = f"完成值是“{actual}”，规则算不出来" if actual else "完成值和得分都没有填"
        yield SCORE_MISSING.at(score.place, f"“{name}”有 {format_number(points)} 分，{why}", path=score.path)


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


def losses_are_explained(figures: Figures) -> Iterator[Finding]:
    """Lost points, a target missed on a form without points, and an actual far above its target need a reason."""
    told = {found.path for found in figures.findings if found.kind is SCORE_DIFFERS}
    for table, row in _rows(figures):
        score, points = number(figures, row.cells.get("得分")), number(figures, row.cells.get("分值"))
        cell, name = row.cells["偏差原因"], row.name
        target, actual = row.target, row.actual
        if words(figures, cell):
            continue
        if not table.spec.scored and judge(target, actual) is False:
            message = f"“{name}”的指标值是“{target}”，完成值是“{actual}”，没有写“{cell.field.label}”"
            yield MISSED_WITHOUT_REASON.at(cell.place, message, path=cell.path)
        if score is not None and points is not None and score < points and row.cells["得分"].path not in told:
            message = f"“{name}”得 {format_number(score)} 分，满分 {format_number(points)} 分，没有写偏差原因"
            yield LOSS_WITHOUT_REASON.at(cell.place, message, path=cell.path)
        far = table.spec.scoring.超目标
        upwards = parse_target(target).relation not in ("≤", "＜")  # nobody asks why less was spent or lost
        above = overshoot(target, actual) if far and upwards and target and actual else None
        if far and above is not None and above > far.阈值:
            shown = f"完成值“{actual}”超过指标值“{target}” {format_number(above, '0.##%')}"
            yield FAR_ABOVE_TARGET.at(cell.place, f"“{name}”的{shown}，没有写原因", path=cell.path)


def execution_is_explained(figures: Figures) -> Iterator[Finding]:
    """An execution rate below what the pack tolerates, and an adjusted budget, are explained in the report."""
    texts = [statement.text for statement in statements(figures)]
    where = "报告里" if any(isinstance(table, TextTable) for table in figures.filing.pack.tables.values()) else ""
    for cell in by_role(figures, "执行率"):
        rate = number(figures, cell)
        low = cell.field.low
        if rate is not None and low is not None and rate < low and not _any(_EXPLAINS_EXECUTION, texts):
            message = f"“{cell.label}”是 {figures.value(cell)}，低于 {format_number(low, '0.##%')}，{where}没有说明原因"
            yield LOW_EXECUTION.at(cell.place, message, path=cell.path)
    for first, last in zip(by_role(figures, "年初预算"), by_role(figures, "全年预算"), strict=False):
        before, after = number(figures, first), number(figures, last)
        if before is not None and after is not None and before != after and not _any(_EXPLAINS_ADJUSTMENT, texts):
            amounts = f"“{first.label}”{figures.value(first)}，“{last.label}”{figures.value(last)}"
            message = f"{amounts}，{where}没有说明调整原因"
            yield BUDGET_ADJUSTED.at(last.place, message, path=last.path, related=(first.place,))


def _any(pattern: re.Pattern[str], texts: list[str]) -> bool:
    return any(pattern.search(text) for text in texts)


def _rows(figures: Figures) -> Iterator[tuple[Indicators, Indicator]]:
    for table in indicator_tables(figures):
        yield from ((table, row) for row in table.rows)


SCORES: tuple[Callable[[Figures], Iterator[Finding]], ...] = (
    points_add_up,
    groups_add_up,
    scores_in_range,
    indicators_are_complete,
    losses_are_explained,
    execution_is_explained,
)
