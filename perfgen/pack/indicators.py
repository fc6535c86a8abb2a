"""Tables of indicators: the standard columns of the forms, and how a row is scored."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from perfgen.pack.fields import STRICT, PackField, check_names

_NATURES = ("≥", "＞", "≤", "＜", "＝", "定性")


@dataclass(frozen=True, kw_only=True, eq=False)
class FarAbove:
    """What happens to an actual that is further above its target than the threshold."""

    __pydantic_config__ = STRICT

    阈值: Decimal
    处理: Literal["提示", "扣分", "不得分"] = "提示"
    扣: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Scoring:
    """How the indicators of a table are scored, and the points each first level must have.

    ``反向``, ``分档`` and ``超目标`` are the settings of the scoring function 指标得分.
    """

    __pydantic_config__ = STRICT

    反向: Literal["差额", "比例", "分档"] = "差额"
    分档: tuple[tuple[Decimal, Decimal], ...] = ()
    超目标: FarAbove | None = None
    组分值: dict[str, Decimal] = field(default_factory=dict)

    def formula(self, target: str, actual: str) -> str:
        """Return the score of an indicator as a formula over what gives its target and its actual."""
        settings = f"反向='{self.反向}'"
        if self.分档:
            settings += f", 分档=[{', '.join(f'[{limit}, {share}]' for limit, share in self.分档)}]"
        if self.超目标:
            settings += f", 超目标={self.超目标.阈值}, 处理='{self.超目标.处理}', 扣分={self.超目标.扣}"
        return f"指标得分({target}, {actual}, 分值, {settings})"


@dataclass(frozen=True, kw_only=True, eq=False)
class IndicatorTable:
    """Indicators: a list with the standard columns, scored by the rule; a pack overrides single columns.

    With ``split`` the target stands in three columns, 指标性质, 指标值 and 度量单位, and the actual without its unit;
    ``scored: false`` is a form that has neither 分值 nor 得分.
    """

    __pydantic_config__ = STRICT

    kind: Literal["indicators"]
    fields: dict[str, PackField]
    label: str = ""
    scoring: Scoring = field(default_factory=Scoring)
    split: bool = False
    scored: bool = True

    def __post_init__(self) -> None:
        """Refuse names no expression could use."""
        check_names(self.fields)

    @property
    def key(self) -> str:
        """Indicators are known by their third level."""
        return "三级指标"

    @property
    def tables(self) -> dict[str, Any]:
        """Indicators own no tables."""
        return {}


def standard_columns(scoring: Scoring, *, split: bool, scored: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the columns every form has, as a manifest would write them; a pack's own settings go over them."""
    target, actual = "指标值", "完成值"
    yield "一级指标", {"width": 12}
    yield "二级指标", {"width": 16}
    yield "三级指标", {"width": 30}
    if split:
        yield "指标性质", {"type": "choice", "choices": _NATURES, "width": 10}
        yield "指标值", {"type": "target", "width": 12, "hint": "只填数字或文字，性质和单位填在旁边两列"}
        yield "度量单位", {"width": 10}
        yield "完成值", {"type": "target", "width": 12, "hint": "与指标值同一个单位，只填数字或文字"}
        target, actual = "合写指标值(指标性质, 指标值, 度量单位)", "合写完成值(指标性质, 完成值, 度量单位)"
    else:
        yield "指标值", {"type": "target", "width": 16, "hint": "照表填写，如 ≥120、≤1%、105件（套）"}
        yield "完成值", {"type": "target", "width": 16}
    if scored:
        yield "分值", {"type": "points", "width": 8}
        rule = {"formula": scoring.formula(target, actual), "reason": "偏差原因", "of": "分值"}
        yield "得分", {"type": "score", "width": 8, "hint": "留空则按规则计算", **rule}
    yield "偏差原因", {"label": "偏差原因分析及改进措施", "width": 36}
