"""Settings of fields that name what is not there, or that do nothing where they stand."""

from collections.abc import Iterable, Iterator, Mapping

from perfgen.authoring import catalogue
from perfgen.authoring.fault import Fault, Spot
from perfgen.authoring.formulas import tables_of
from perfgen.expression.spelling import nearest
from perfgen.finding import Kind
from perfgen.pack import NUMERIC, FormTable, GridTable, Pack, PackField, TextTable


def setting_faults(pack: Pack) -> Iterator[Fault]:
    """Yield what is wrong with the settings of every table."""
    for place, table in tables_of(pack):
        match table:
            case TextTable():
                continue
            case GridTable():
                for name, field in table.columns.items():
                    yield from _column(f"{place}.{name}", field, table)
                for name, row in table.rows.items():
                    yield from _named(
                        f"{place}.{name}.within", row.within, [row for row in table.rows if row != name], "行"
                    )
            case _:
                for name, field in table.fields.items():
                    here = f"{place}.{name}"
                    yield from _field(here, field, table.fields)
                    if isinstance(table, FormTable):
                        yield from _named(
                            f"{here}.within", field.within, [other for other in table.fields if other != name], "栏目"
                        )
                    elif field.within:
                        yield _idle(f"{here}.within", "within 只在 form 的栏目和 grid 的行上起作用")
                    if field.rows:
                        yield _idle(f"{here}.rows", "rows 只在 grid 的列上起作用")


def _column(place: str, field: PackField, table: GridTable) -> Iterator[Fault]:
    rows = {row: own for row, line in table.rows.items() if (own := line.formula or line.formulas)}
    yield from _field(place, field, table.columns, computed=bool(rows))
    for row in field.rows:
        yield from _named(f"{place}.rows", row, table.rows, "行")
    if field.within:
        yield _idle(f"{place}.within", "within 在 grid 里要写在行上，写在列上不起作用")


def _field(place: str, field: PackField, beside: Mapping[str, PackField], *, computed: bool = False) -> Iterator[Fault]:
    for setting, name in (("of", field.of), ("reason", field.reason)):
        yield from _named(f"{place}.{setting}", name, beside, "栏目")
    if field.low is not None and field.role != "执行率":
        yield _idle(f"{place}.low", "low 要和 role: 执行率 一起写，单写不起作用")
    if not (field.formula or computed):
        for setting, given in (("entered", field.entered), ("reason", field.reason)):
            if given:
                yield _idle(f"{place}.{setting}", f"{setting} 只对有公式的栏目起作用，这一栏没有 formula")
    if field.choices and field.type != "choice":
        yield _idle(f"{place}.choices", f"choices 要和 type: choice 一起写，现在的 type 是 {field.type}")
    if field.type == "choice" and not field.choices:
        yield _fault(catalogue.NO_CHOICES, f"{place}.choices", "type 是 choice，却没有写 choices，什么都填不进去")
    if field.format and field.type not in NUMERIC:
        yield _idle(f"{place}.format", f"format 只对数字起作用，现在的 type 是 {field.type}")


def _named(place: str, name: str, known: Iterable[str], what: str) -> Iterator[Fault]:
    names = tuple(known)
    if name and name not in names:
        listed = nearest(name, names) or f"，现有：{'、'.join(names)}"
        message = f"同一张表里没有名为“{name}”的{what}{listed}"
        yield Fault(catalogue.UNKNOWN_NAME, message, Spot(place), f"请改成同一张表里的{what}，或删去这项设置")


def _idle(place: str, message: str) -> Fault:
    return _fault(catalogue.NO_EFFECT, place, message)


def _fault(kind: Kind, place: str, message: str) -> Fault:
    return Fault(kind, message, Spot(place), kind.help)
