"""How a pack's tables lie in a workbook: a sheet a table, found by name. Reader and writer both follow this."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from perfgen.pack.indicators import IndicatorTable
from perfgen.pack.model import Pack
from perfgen.pack.tables import FormTable, GridTable, Listing, ListTable, Table, TextTable

GUIDE_SHEET = "填报说明"
RESULT_SHEET = "检查结果"  # what check --mark adds; not part of a filing
PACK_LABEL = "模板包"
FIELD, VALUE, NOTE = "栏目", "填写", "说明"
HEADING, SUBHEADING, BODY = "标题", "小标题", "正文"
BAR = "｜"  # 栏目｜the unit's own heading
UNTITLED = "（无标题）"  # begins a section without a heading
_NO_MATTER = re.compile(r"[\s*＊:：]+")


class Column(NamedTuple):
    """A column of a sheet: the name in the pack, the text of its header."""

    name: str
    header: str
    required: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet for one table; ``owner`` is the list whose rows own it, with that list's key as first column."""

    name: str
    table: Table
    columns: tuple[Column, ...]
    path: tuple[str, ...]
    owner: Listing | None = None

    @property
    def key_column(self) -> Column | None:
        """The column that says whose row this is."""
        return self.columns[0] if self.owner else None

    @cached_property
    def headers(self) -> Mapping[str, Column]:
        """The columns by what may stand above them: the header on the form or the name itself, evened out."""
        return {same_name(text): column for column in self.columns for text in (column.name, column.header)}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of rows or fields in the pack by what may stand in front of a line, see ``names_by_label``."""
        rows = self.table.rows if isinstance(self.table, GridTable) else self.table.fields
        return names_by_label({name: row.label for name, row in rows.items()})


@lru_cache(maxsize=64)
def sheets(pack: Pack) -> tuple[Sheet, ...]:
    """Return the sheets of a pack in order; a list is followed by the tables it owns."""
    return tuple(_sheets(pack))


def _sheets(pack: Pack) -> Iterator[Sheet]:
    for name, table in pack.tables.items():
        yield Sheet(name, table, _columns(table), (name,))
        if isinstance(table, ListTable):
            key = Column(table.key, table.fields[table.key].label or table.key, required=True)
            for below, owned in table.tables.items():
                yield Sheet(f"{name}·{below}", owned, (key, *_columns(owned)), (name, below), table)


def _columns(table: Table) -> tuple[Column, ...]:
    match table:
        case FormTable():
            return Column(FIELD, FIELD, required=True), Column(VALUE, VALUE, required=True)
        case GridTable():
            columns = (Column(name, field.label or name, field.required) for name, field in table.columns.items())
            return Column(FIELD, FIELD, required=True), *columns
        case TextTable():
            names = (FIELD, HEADING, SUBHEADING, BODY)
            return tuple(Column(name, name, required=name in (FIELD, BODY)) for name in names)
        case ListTable() | IndicatorTable():
            fields = table.fields.items()
            required = {"三级指标"} if isinstance(table, IndicatorTable) else set()
            return tuple(
                Column(name, field.label or name, field.required or name in required) for name, field in fields
            )


def names_by_label(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the name in the pack for what may stand in a sheet: the label on the form or the name itself."""
    by_label = {same_name(label): name for name, label in labels.items() if label}
    return by_label | {same_name(name): name for name in labels}


@lru_cache(maxsize=8192)  # the same few hundred words, in every filing
def same_name(text: str) -> str:
    """Even out a sheet's name, a header or a label so that spaces, width and line breaks make no difference."""
    return _NO_MATTER.sub("", unicodedata.normalize("NFKC", text))
