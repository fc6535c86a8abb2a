"""How the tables of a pack are built, worked out once a pack: a filing has hundreds of cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from perfgen.expression import ExpressionError, shared_language
from perfgen.filing.readings import Readings, readings
from perfgen.pack import NUMERIC, FormTable, GridTable, Pack, PackField, Table, TextTable
from perfgen.scoring import SCORING_FUNCTIONS

# A field of a line: its name, how it is read, whether words stand there (no number), and whether it is plain (not
# computed). A bare tuple: every cell takes it apart.
Slot = tuple[str, PackField, Readings, bool, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The fields of a form or of a row, in order; ``known`` are all names that may stand there.

    ``computed`` are those with a formula, ``own`` those of them that depend on fields of the line alone, ``rest``
    the others, ``roles`` those that have a role, each with it.
    """

    slots: tuple[Slot, ...]
    known: Mapping[str, None]
    computed: tuple[str, ...]
    own: frozenset[str]
    rest: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]


Plan = Mapping[str, Line]
_PLANS: WeakKeyDictionary[Pack, dict[int, Plan]] = WeakKeyDictionary()


def plans(pack: Pack) -> Mapping[int, Plan]:
    """Return the lines of every table of a pack, by the table's identity and the row's name (blank but in grids)."""
    found = _PLANS.get(pack)
    if found is None:
        found = _PLANS[pack] = {}
        _add(found, pack.tables.values(), frozenset(SCORING_FUNCTIONS).difference(pack.tables, pack.constants))
    return found


def _add(found: dict[int, Plan], tables: Iterable[Table], functions: frozenset[str]) -> None:
    for table in tables:
        match table:
            case TextTable():
                continue
            case GridTable():
                rows = ((row, {column: table.field(row, column) for column in table.columns}) for row in table.rows)
                found[id(table)] = {
                    row: _line({column: field for column, field in fields.items() if field}) for row, fields in rows
                }
            case FormTable():
                found[id(table)] = {"": _line(table.fields)}
            case _:
                own = _own(table.fields, functions.difference(table.tables))
                found[id(table)] = {"": _line(table.fields, table.tables, own)}
                _add(found, table.tables.values(), functions)


def _own(fields: Mapping[str, PackField], functions: frozenset[str]) -> frozenset[str]:
    """Return which computed fields depend on nothing but fields of their row, by the names in their formulas."""
    known = functions.difference(fields).union(name for name, field in fields.items() if not field.formula)
    computed = {name: field.formula for name, field in fields.items() if field.formula}
    own: frozenset[str] = frozenset()
    while more := {name for name, formula in computed.items() if name not in own and _asks_only(formula, known | own)}:
        own |= more
    return own


def _asks_only(formula: str, known: frozenset[str]) -> bool:
    try:
        return known.issuperset(shared_language().formula(formula).names)
    except ExpressionError:  # which whoever computes it reports
        return False


def _line(fields: Mapping[str, PackField], owned: Iterable[str] = (), own: frozenset[str] = frozenset()) -> Line:
    return Line(
        tuple(
            (name, field, readings(field), field.type not in NUMERIC, not field.formula)
            for name, field in fields.items()
        ),
        dict.fromkeys((*fields, *owned)),
        tuple(name for name, field in fields.items() if field.formula),
        own,
        tuple(name for name, field in fields.items() if field.formula and name not in own),
        tuple((name, field.role) for name, field in fields.items() if field.role),
    )
