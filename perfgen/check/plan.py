"""Where a pack's tables hold what the checks ask for: money, scores, totals; found once a pack."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from perfgen.check.units import unit_of
from perfgen.pack import FormTable, GridTable, IndicatorTable, ListTable, Pack, PackField, Table


class Plan(NamedTuple):
    """A table: the cells asked for, by row (blank but in a grid) and column, and the tables its rows own."""

    spec: Table
    money: tuple[tuple[str, str, str], ...]  # with the unit
    scores: tuple[tuple[str, str, str], ...]  # with the points it is out of
    full: tuple[tuple[str, str], ...]  # points that must add up
    within: bool  # some of it is part of something else in it
    owned: Mapping[str, "Plan"]


_NONE: Mapping[str, Plan] = {}


@lru_cache(maxsize=16)
def plans(pack: Pack) -> Mapping[str, Plan]:
    """Return the plan of each table of a pack from which something is asked."""
    return _useful(pack.tables)


def _useful(tables: Mapping[str, Table]) -> Mapping[str, Plan]:
    every = {name: _plan(table) for name, table in tables.items()}
    return {name: plan for name, plan in every.items() if any(plan[1:]) or isinstance(plan.spec, IndicatorTable)}


def _plan(spec: Table) -> Plan:
    fields: list[tuple[str, str, str, PackField]] = []  # row and its label, column
    within, owned = False, _NONE
    match spec:
        case FormTable() | ListTable() | IndicatorTable():
            fields = [("", "", name, field) for name, field in spec.fields.items()]
            within = isinstance(spec, FormTable) and any(field.within for field in spec.fields.values())
            owned = _useful(spec.tables) if isinstance(spec, ListTable) else _NONE
        case GridTable():
            cells = [(row, line.label, column) for row, line in spec.rows.items() for column in spec.columns]
            fields = [(row, label, name, field) for row, label, name in cells if (field := spec.field(row, name))]
            within = any(line.within for line in spec.rows.values())
        case _:
            pass
    return Plan(
        spec,
        tuple((row, name, unit_of(field, label, spec.label)) for row, label, name, field in fields if _is_money(field)),
        tuple((row, name, field.of) for row, _, name, field in fields if field.of),
        tuple((row, name) for row, _, name, field in fields if field.full is not None),
        within,
        owned,
    )


def _is_money(field: PackField) -> bool:
    return field.type == "money"
