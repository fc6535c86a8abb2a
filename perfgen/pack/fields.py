"""The fields of a pack's tables: type, label, how they are computed and printed, what the checks need to know."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from perfgen.number import parse_number

FieldType = Literal[
    "text", "count", "number", "money", "points", "score", "rate", "year", "date", "choice", "yesno", "target"
]
NUMERIC: frozenset[str] = frozenset(("count", "number", "money", "points", "score", "rate", "year"))
FORMATS: Mapping[str, str] = {
    "count": "0",
    "year": "0",
    "number": "0.##",
    "money": "0.00",
    "points": "0.##",
    "score": "0.##",
    "rate": "0.00%",
}
_NAME_PATTERN = r"^[^\W\d]\w*$"
Role = Literal["", "单位名称", "年度", "总分", "等级", "执行率", "年初预算", "全年预算"]
Percent = Annotated[Decimal, BeforeValidator(lambda value: parse_number(str(value)) or value)]
Name = Annotated[str, Field(pattern=_NAME_PATTERN)]


class Strict(BaseModel):
    """Data of a manifest: nothing unknown in it, and not changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BaseTable(Strict):
    """What every table has: the words above it in the workbook."""

    label: str = ""


class PackField(Strict):
    """One field: its type, its label on the form, whether it must be filled, how it is computed and printed.

    ``entered`` says what happens when a computed field is filled in as well: ``equal`` demands the computed value,
    ``reason`` keeps the hand's value and warns unless the row's field named by ``reason`` gives one, ``free`` keeps it
    without a word. ``rows`` limits a grid's column to some rows.

    What the checks need: ``role`` tells what the field is on every form (总分, 等级, 执行率 …), ``of`` names the points
    a score is out of, ``full`` is what points must add up to, ``low`` the rate below which a reason is asked for,
    ``within`` the field of the same table that this one is a part of.
    """

    type: FieldType = "text"
    label: str = ""
    required: bool = False
    formula: str = ""
    hint: str = ""
    unit: str = ""
    format: str = Field(default="", pattern=r"^(0(\.[0#]+)?%?)?$")
    choices: tuple[str, ...] = ()
    entered: Literal["", "equal", "reason", "free"] = ""
    reason: str = ""
    role: Role = ""
    of: str = ""
    full: Decimal | None = None
    low: Percent | None = None
    within: str = ""
    rows: tuple[str, ...] = ()
    width: int = 0

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, data: Any) -> Any:  # noqa: ANN401
        if data is None:
            return {}
        return {"type": data} if isinstance(data, str) else data

    @property
    def pattern(self) -> str:
        """The print format: the field's own or its type's."""
        return self.format or FORMATS.get(self.type, "")

    @property
    def policy(self) -> str:
        """What happens to a computed field that is also filled in."""
        return self.entered or ("reason" if self.type == "score" else "equal")
