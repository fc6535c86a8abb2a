"""Where a pack's tables hold what the checks ask for: money, scores, totals, texts; found once a pack."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from perfgen.check.units import unit_of
from perfgen.pack import IGNORED, FormTable, GridTable, IndicatorTable, ListTable, Pack, PackField, Table


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A table: the cells asked for, by row (blank but in a grid) and column, and the tables its rows own."""

    spec: Table
    computed: frozenset[str]  # columns of a list with a formula
    money: tuple[tuple[str, str, str, str], ...]  # with the unit, and the label that texts have (blank in a list)
    scores: tuple[tuple[str, str, str], ...]  # with the points it is out of
    full: tuple[tuple[str, str], ...]  # points that must add up
    texts: tuple[tuple[str, str], ...]
    wholes: tuple[tuple[str, tuple[str, ...]], ...]  # rows of a grid or fields of a form, each with its parts
    owned: Mapping[str, "Plan"]

    @property
    def is_useful(self) -> bool:
        """Whether anything is asked of it."""
        return any((self.money, self.scores, self.full, self.texts, self.wholes, self.owned))


@lru_cache(maxsize=16)
def plans(pack: Pack) -> Mapping[str, Plan]:
    """Return the plan of each table of a pack from which something is asked."""
    return _useful({name: table for name, table in pack.tables.items() if name != IGNORED})


@lru_cache(maxsize=4096)
def label_of(shown: str) -> str:
    """Return what texts call a field by what messages call it; a field of a grid or list goes by its row's name."""
    label = re.sub(r"^\d+、|^其中[：:]|[：:]$|[（(].*?[)）]$", "", shown.partition("·")[0])
    return "".join(label.split())


def _useful(tables: Mapping[str, Table]) -> Mapping[str, Plan]:
    every = {name: _plan(table) for name, table in tables.items()}
    return {name: plan for name, plan in every.items() if plan.is_useful}


def _plan(spec: Table) -> Plan:
    fields: list[tuple[str, str, str, PackField]] = []  # row and its label, column
    within: dict[str, str] = {}
    match spec:
        case FormTable() | ListTable() | IndicatorTable():
            fields = [("", "", name, field) for name, field in spec.fields.items()]
            within = {name: field.within for name, field in spec.fields.items() if isinstance(spec, FormTable)}
        case GridTable():
            cells = [(row, line.label or row, column) for row, line in spec.rows.items() for column in spec.columns]
            fields = [(row, label, name, field) for row, label, name in cells if (field := spec.field(row, name))]
            within = {row: line.within for row, line in spec.rows.items()}
        case _:
            pass
    is_list = isinstance(spec, ListTable | IndicatorTable)
    return Plan(
        spec,
        frozenset(name for _, _, name, field in fields if is_list and field.formula),
        tuple(
            (row, name, unit_of(field, label, spec.label), "" if is_list else label_of(label or field.label or name))
            for row, label, name, field in fields
            if field.type == "money"
        ),
        tuple((row, name, field.of) for row, _, name, field in fields if field.of),
        tuple((row, name) for row, _, name, field in fields if field.full is not None),
        tuple((row, name) for row, _, name, field in fields if field.type == "text"),
        tuple((whole, _parts(whole, within)) for whole in dict.fromkeys(within.values()) if whole),
        _useful(spec.tables) if isinstance(spec, ListTable) else {},
    )


def _parts(whole: str, within: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, inside in within.items() if inside == whole)
