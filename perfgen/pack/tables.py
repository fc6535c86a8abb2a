"""The kinds of tables a pack may have: forms, grids, lists, indicators, narrative."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from perfgen.pack.fields import STRICT, PackField, check_names
from perfgen.pack.indicators import IndicatorTable


@dataclass(frozen=True, kw_only=True, eq=False)
class GridRow:
    """A fixed row of a grid.

    Its ``formula`` holds for every column that has none of its own; ``formulas`` are for single columns.
    """

    __pydantic_config__ = STRICT

    label: str = ""
    formula: str = ""
    formulas: dict[str, str] = field(default_factory=dict)
    required: bool = False
    hint: str = ""
    within: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class FormTable:
    """One value a field."""

    __pydantic_config__ = STRICT

    kind: Literal["form"]
    fields: dict[str, PackField]
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse names no expression could use."""
        check_names(self.fields)


@dataclass(frozen=True, kw_only=True, eq=False)
class GridTable:
    """Fixed rows × columns."""

    __pydantic_config__ = STRICT

    kind: Literal["grid"]
    columns: dict[str, PackField]
    rows: dict[str, GridRow]
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse names no expression could use, and formulas for columns there are not."""
        check_names((*self.columns, *self.rows))
        for name, row in self.rows.items():
            if unknown := sorted(row.formulas.keys() - self.columns.keys()):
                raise ValueError(f"行“{name}”的 formulas 里没有这一列：{'、'.join(unknown)}")

    def field(self, row: str, column: str) -> PackField | None:
        """Return the field of a cell, or None where the form has no cell."""
        return self._cells.get((row, column))

    @cached_property
    def _cells(self) -> dict[tuple[str, str], PackField]:
        return {
            (row, column): replace(
                field,
                formula=line.formulas.get(column) or field.formula or line.formula,
                required=field.required or line.required,
                hint=line.hint or field.hint,
            )
            for row, line in self.rows.items()
            for column, field in self.columns.items()
            if not field.rows or row in field.rows
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class ListTable:
    """Rows with a key; a row may own tables."""

    __pydantic_config__ = STRICT

    kind: Literal["list"]
    key: str
    fields: dict[str, PackField]
    tables: "dict[str, Table]" = field(default_factory=dict)
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse a key that is no field or may be blank."""
        check_names((*self.fields, *self.tables))
        if self.key not in self.fields or not self.fields[self.key].required:
            raise ValueError(f"key 指的“{self.key}”要在 fields 里，并且 required: true")


@dataclass(frozen=True, kw_only=True, eq=False)
class TextField:
    """A piece of narrative: paragraphs, or an outline of headings with paragraphs under them."""

    __pydantic_config__ = STRICT

    label: str = ""
    required: bool = False
    outline: bool = False
    hint: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class TextTable:
    """The narrative of a report."""

    __pydantic_config__ = STRICT

    kind: Literal["text"]
    fields: dict[str, TextField]
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse names no expression could use."""
        check_names(self.fields)


Table = FormTable | GridTable | ListTable | IndicatorTable | TextTable
Listing = ListTable | IndicatorTable
