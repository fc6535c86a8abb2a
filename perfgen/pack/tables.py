"""The kinds of tables a pack may have: forms, grids, lists, indicators, narrative."""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from perfgen.pack.fields import BaseTable, Name, PackField, Strict
from perfgen.pack.indicators import IndicatorTable


class GridRow(Strict):
    """A fixed row of a grid.

    Its ``formula`` holds for every column that has none of its own; ``formulas`` are for single columns.
    """

    label: str = ""
    formula: str = ""
    formulas: dict[Name, str] = Field(default_factory=dict)
    required: bool = False
    hint: str = ""
    within: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_nothing(cls, data: Any) -> Any:  # noqa: ANN401
        return {} if data is None else data


class FormTable(BaseTable):
    """One value a field."""

    kind: Literal["form"]
    fields: dict[Name, PackField]


class GridTable(BaseTable):
    """Fixed rows × columns."""

    kind: Literal["grid"]
    columns: dict[Name, PackField]
    rows: dict[Name, GridRow]

    @model_validator(mode="after")
    def _formulas_are_for_columns(self) -> "GridTable":
        for name, row in self.rows.items():
            unknown = sorted(row.formulas.keys() - self.columns.keys())
            if unknown:
                raise ValueError(f"行“{name}”的 formulas 里没有这一列：{'、'.join(unknown)}")
        return self

    def field(self, row: str, column: str) -> PackField | None:
        """Return the field of a cell, or None where the form has no cell."""
        return self._cells.get((row, column))

    @cached_property
    def _cells(self) -> dict[tuple[str, str], PackField]:
        return {
            (row, column): field.model_copy(
                update={
                    "formula": line.formulas.get(column) or field.formula or line.formula,
                    "required": field.required or line.required,
                    "hint": line.hint or field.hint,
                }
            )
            for row, line in self.rows.items()
            for column, field in self.columns.items()
            if not field.rows or row in field.rows
        }


class ListTable(BaseTable):
    """Rows with a key; a row may own tables."""

    kind: Literal["list"]
    key: Name
    fields: dict[Name, PackField]
    tables: dict[Name, "Table"] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _key_is_a_field(self) -> "ListTable":
        if self.key not in self.fields or not self.fields[self.key].required:
            raise ValueError(f"key 指的“{self.key}”要在 fields 里，并且 required: true")
        return self


class TextField(Strict):
    """A piece of narrative: paragraphs, or an outline of headings with paragraphs under them."""

    label: str = ""
    required: bool = False
    outline: bool = False
    hint: str = ""


class TextTable(BaseTable):
    """The narrative of a report."""

    kind: Literal["text"]
    fields: dict[Name, TextField]


Table = Annotated[FormTable | GridTable | ListTable | IndicatorTable | TextTable, Field(discriminator="kind")]
Listing = ListTable | IndicatorTable
