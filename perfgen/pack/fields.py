"""The fields of a pack's tables: type, label, how they are computed and printed, what the checks need to know."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

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
Role = Literal["", "单位名称", "年度", "总分", "等级", "执行率", "年初预算", "全年预算"]
_NAME = re.compile(r"[^\W\d]\w*$")
_PATTERN = re.compile(r"(0(\.[0#]+)?%?)?$")
STRICT = {"extra": "forbid"}  # how the manifest is validated: nothing in it is overlooked


def check_names(names: Iterable[str]) -> None:
    """Refuse a name that no expression could use; ValueError says which."""
    for name in names:
        if not _NAME.match(name):
            raise ValueError(f"“{name}”不能作名称：不能有空格、括号和标点，也不能用数字开头；表上的原话请写在 label 里")


@dataclass(frozen=True, kw_only=True)
class PackField:
    """One field: its type, its label on the form, whether it must be filled, how it is computed and printed.

    ``entered`` says what happens when a computed field is filled in as well: ``equal`` demands the computed value,
    ``reason`` keeps the hand's value and warns unless the row's field named by ``reason`` gives one, ``free`` keeps it
    without a word. ``rows`` limits a grid's column to some rows.

    What the checks need: ``role`` tells what the field is on every form (总分, 等级, 执行率 …), ``of`` names the points
    a score is out of, ``full`` is what points must add up to, ``low`` the rate below which a reason is asked for,
    ``within`` the field of the same table that this one is a part of.
    """

    __pydantic_config__ = STRICT

    type: FieldType = "text"
    label: str = ""
    required: bool = False
    formula: str = ""
    hint: str = ""
    unit: str = ""
    format: str = ""
    choices: tuple[str, ...] = ()
    entered: Literal["", "equal", "reason", "free"] = ""
    reason: str = ""
    role: Role = ""
    of: str = ""
    full: Decimal | None = None
    low: Decimal | None = None
    within: str = ""
    rows: tuple[str, ...] = ()
    width: int = 0

    def __post_init__(self) -> None:
        """Refuse a print format nobody could read."""
        if not _PATTERN.match(self.format):
            raise ValueError(f"format 写成 0.00、0.##、0.00% 这样，不能是“{self.format}”")

    @cached_property
    def pattern(self) -> str:
        """The print format: the field's own or its type's."""
        return self.format or FORMATS.get(self.type, "")

    @property
    def policy(self) -> str:
        """What happens to a computed field that is also filled in."""
        return self.entered or ("reason" if self.type == "score" else "equal")
