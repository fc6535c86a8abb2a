"""The manifest of a template pack as typed data."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PackField(_Strict):
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


class GridRow(_Strict):
    """A fixed row of a grid; its formula holds for every column that has none of its own."""

    label: str = ""
    formula: str = ""
    required: bool = False
    hint: str = ""
    within: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_nothing(cls, data: Any) -> Any:  # noqa: ANN401
        return {} if data is None else data


class _Table(_Strict):
    label: str = ""


class FormTable(_Table):
    """One value a field."""

    kind: Literal["form"]
    fields: dict[Name, PackField]


class GridTable(_Table):
    """Fixed rows × columns."""

    kind: Literal["grid"]
    columns: dict[Name, PackField]
    rows: dict[Name, GridRow]

    def field(self, row: str, column: str) -> PackField | None:
        """Return the field of a cell, or None where the form has no cell."""
        field = self.columns[column]
        if field.rows and row not in field.rows:
            return None
        line = self.rows[row]
        return field.model_copy(
            update={
                "formula": field.formula or line.formula,
                "required": field.required or line.required,
                "hint": line.hint or field.hint,
            }
        )


class FarAbove(_Strict):
    """What happens to an actual that is further above its target than the threshold."""

    阈值: Percent
    处理: Literal["提示", "扣分", "不得分"] = "提示"
    扣: Decimal = Decimal(0)


class Scoring(_Strict):
    """How the indicators of a table are scored, and the points each first level must have.

    ``反向``, ``分档`` and ``超目标`` are the settings of the scoring function 指标得分.
    """

    反向: Literal["差额", "比例", "分档"] = "差额"
    分档: tuple[tuple[Percent, Percent], ...] = ()
    超目标: FarAbove | None = None
    组分值: dict[str, Decimal] = {}

    @property
    def formula(self) -> str:
        """The score of an indicator as a formula over its columns."""
        settings = f"反向='{self.反向}'"
        if self.分档:
            settings += f", 分档=[{', '.join(f'[{limit}, {share}]' for limit, share in self.分档)}]"
        if self.超目标:
            settings += f", 超目标={self.超目标.阈值}, 处理='{self.超目标.处理}', 扣分={self.超目标.扣}"
        return f"指标得分(指标值, 完成值, 分值, {settings})"


class ListTable(_Table):
    """Rows with a key; a row may own tables."""

    kind: Literal["list"]
    key: Name
    fields: dict[Name, PackField]
    tables: dict[Name, "Table"] = {}

    @model_validator(mode="after")
    def _key_is_a_field(self) -> "ListTable":
        if self.key not in self.fields or not self.fields[self.key].required:
            raise ValueError(f"key 指的“{self.key}”要在 fields 里，并且 required: true")
        return self


class IndicatorTable(_Table):
    """Indicators: a list with the standard columns, scored by the rule; a pack overrides single columns."""

    kind: Literal["indicators"]
    columns: dict[Name, PackField] = {}
    scoring: Scoring = Scoring()

    @property
    def key(self) -> str:
        """Indicators are known by their third level."""
        return "三级指标"

    @property
    def tables(self) -> dict[str, "Table"]:
        """Indicators own no tables."""
        return {}

    @cached_property
    def fields(self) -> dict[str, PackField]:
        """The standard columns with the pack's own settings over them."""
        standard = {
            "一级指标": PackField(width=12),
            "二级指标": PackField(width=16),
            "三级指标": PackField(width=30),
            "指标值": PackField(type="target", width=16, hint="照表填写，如 ≥120、≤1%、105件（套）"),
            "完成值": PackField(type="target", width=16),
            "分值": PackField(type="points", width=8),
            "得分": PackField(
                type="score",
                formula=self.scoring.formula,
                reason="偏差原因",
                of="分值",
                width=8,
                hint="留空则按规则计算",
            ),
            "偏差原因": PackField(label="偏差原因分析及改进措施", width=36),
        }
        for name, own in self.columns.items():
            base = standard.get(name, PackField())
            standard[name] = base.model_copy(update=own.model_dump(exclude_unset=True))
        return standard


class TextField(_Strict):
    """A piece of narrative: paragraphs, or an outline of headings with paragraphs under them."""

    label: str = ""
    required: bool = False
    outline: bool = False
    hint: str = ""


class TextTable(_Table):
    """The narrative of a report."""

    kind: Literal["text"]
    fields: dict[Name, TextField]


Table = Annotated[FormTable | GridTable | ListTable | IndicatorTable | TextTable, Field(discriminator="kind")]
Listing = ListTable | IndicatorTable


class DocumentSpec(_Strict):
    """One document, or one for each row of a list."""

    template: str = Field(pattern=r"^[^/\\]+\.docx$")
    name: str
    each: str = ""


class PackCheck(_Strict):
    """A check of the pack's own: a rule that must hold, once or for each row of a list, and what to say if it does not.

    The message is narrative: it may hold placeholders. A rule over a blank is silent.
    """

    name: str
    rule: str
    message: str
    level: Literal["fatal", "warn", "info"] = "fatal"
    help: str = "请核对这几个数"
    each: str = ""


class Manifest(_Strict):
    """``pack.yaml``."""

    title: str
    perfgen: str = Field(default="", pattern=r"^(>=\d+(\.\d+)*)?$")
    grades: dict[str, Decimal] = {}
    tables: dict[Name, Table]
    checks: tuple[PackCheck, ...] = ()
    documents: tuple[DocumentSpec, ...]

    @model_validator(mode="after")
    def _tables_fit_a_workbook(self) -> "Manifest":
        if IGNORED in self.tables:
            raise ValueError(f"“{IGNORED}”是每个模板包都有的表，不能另外定义")
        for name, table in self.tables.items():
            _check_labels(name, table)
            for below, owned in table.tables.items() if isinstance(table, ListTable) else ():
                _check_labels(f"{name}.{below}", owned)
                if isinstance(owned, TextTable) or (isinstance(owned, ListTable) and owned.tables):
                    raise ValueError(f"“{name}.{below}”：列表下面只能有 form、grid、indicators 或不再带表的 list")
        return self

    @model_validator(mode="after")
    def _each_is_a_list(self) -> "Manifest":
        for each in [*(spec.each for spec in self.documents), *(spec.each for spec in self.checks)]:
            if each and not isinstance(self.tables.get(each), (ListTable, IndicatorTable)):
                raise ValueError(f"each 指的“{each}”不是列表")
        return self


def _check_labels(path: str, table: Table) -> None:
    """Refuse two labels that a reader of the form could not tell apart."""
    parts: list[Mapping[str, PackField] | Mapping[str, GridRow] | Mapping[str, TextField]]
    parts = [table.columns, table.rows] if isinstance(table, GridTable) else [table.fields]
    for named in parts:
        labels = [part.label or name for name, part in named.items()]
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice:
            raise ValueError(f"“{path}”里有两个“{twice}”，请用 label 区分")


IGNORED = "忽略"
_IGNORE_TABLE = ListTable(
    kind="list",
    label="忽略的问题（写明原因）",
    key="位置",
    fields={
        "位置": PackField(required=True, width=40, hint="检查结果里的位置，如 绩效指标[普法宣传天数].得分"),
        "问题": PackField(width=24, hint="问题的名称；留空则忽略这个位置的全部问题"),
        "原因": PackField(required=True, width=48, hint="为什么可以忽略"),
    },
)


class Pack:
    """A template pack: its name, its folder and its manifest; every pack has a list of findings to ignore."""

    def __init__(self, name: str, folder: Path, manifest: Manifest) -> None:
        """Tie the three together."""
        self.name = name
        self.folder = folder
        self.title = manifest.title
        self.tables: Mapping[str, Table] = {**manifest.tables, IGNORED: _IGNORE_TABLE}
        self.documents = manifest.documents
        self.grades = manifest.grades
        self.checks = manifest.checks

    def template_path(self, document: DocumentSpec) -> Path:
        """Return where a document's template lies."""
        return self.folder / document.template

    def listings(self) -> Iterator[tuple[str, Listing]]:
        """Yield the lists at the top, by name."""
        for name, table in self.tables.items():
            if isinstance(table, (ListTable, IndicatorTable)):
                yield name, table
