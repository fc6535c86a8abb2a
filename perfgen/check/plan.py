"""Where a pack's tables hold what the checks ask for: money, scores, totals; found once a pack."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from perfgen.check.units import unit_of
from perfgen.pack import FormTable, GridTable, IndicatorTable, ListTable, Pack, PackField, Table


class Asked(NamedTuple):
    """The cells of a record (a form, a row) that are asked for, by name."""

    money: tuple[tuple[str, str], ...]  # with the unit
    scores: tuple[tuple[str, str], ...]  # with the points it is out of
    full: tuple[str, ...]  # points that must add up


class Plan(NamedTuple):
    """A table: what is asked of its records (of a grid by row, else under a blank name), and the tables its rows own."""

    spec: Table
    records: Mapping[str, Asked]
    owned: Mapping[str, "Plan"]
    within: bool  # some of it is part of something else in it


@lru_cache(maxsize=16)
def plans(pack: Pack) -> Mapping[str, Plan]:
    """Return the plan of each table of a pack from which something is asked."""
    return _useful(pack.tables)


def _useful(tables: Mapping[str, Table]) -> Mapping[str, Plan]:
    every = {name: _plan(table) for name, table in tables.items()}
    return {
        name: plan
        for name, plan in every.items()
        if plan.records or plan.owned or plan.within or isinstance(plan.spec, IndicatorTable)
    }


def _plan(spec: Table) -> Plan:
    owned: Mapping[str, Plan] = {}
    within = False
    fields: dict[str, tuple[dict[str, PackField], str]] = {}
    match spec:
        case FormTable():
            fields[""] = spec.fields, ""
            within = any(field.within for field in spec.fields.values())
        case GridTable():
            for row, line in spec.rows.items():
                held = {column: field for column in spec.columns if (field := spec.field(row, column))}
                fields[row] = held, line.label
                within |= bool(line.within)
        case ListTable():
            fields[""] = spec.fields, ""
            owned = _useful(spec.tables)
        case IndicatorTable():
            fields[""] = spec.fields, ""
        case _:
            pass
    records = {name: _asked(held, label, spec.label) for name, (held, label) in fields.items()}
    return Plan(spec, {name: asked for name, asked in records.items() if any(asked)}, owned, within)


def _asked(fields: Mapping[str, PackField], *labels: str) -> Asked:
    return Asked(
        tuple((name, unit_of(field, *labels)) for name, field in fields.items() if field.type == "money"),
        tuple((name, field.of) for name, field in fields.items() if field.of),
        tuple(name for name, field in fields.items() if field.full is not None),
    )
