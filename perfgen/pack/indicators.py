"""Tables of indicators: the standard columns of the forms, and how a row is scored."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from perfgen.pack.fields import BaseTable, Name, PackField, Percent, Strict

_NATURES = ("≥", "＞", "≤", "＜", "＝", "定性")


class FarAbove(Strict):
    """What happens to an actual that is further above its target than the threshold."""

    阈值: Percent
    处理: Literal["提示", "扣分", "不得分"] = "提示"
    扣: Decimal = Decimal(0)


class Scoring(Strict):
    """How the indicators of a table are scored, and the points each first level must have.

    ``反向``, ``分档`` and ``超目标`` are the settings of the scoring function 指标得分.
    """

    反向: Literal["差额", "比例", "分档"] = "差额"
    分档: tuple[tuple[Percent, Percent], ...] = ()
    超目标: FarAbove | None = None
    组分值: dict[str, Decimal] = Field(default_factory=dict)

    def formula(self, target: str, actual: str) -> str:
        """Return the score of an indicator as a formula over what gives its target and its actual."""
        settings = f"反向='{self.反向}'"
        if self.分档:
            settings += f", 分档=[{', '.join(f'[{limit}, {share}]' for limit, share in self.分档)}]"
        if self.超目标:
            settings += f", 超目标={self.超目标.阈值}, 处理='{self.超目标.处理}', 扣分={self.超目标.扣}"
        return f"指标得分({target}, {actual}, 分值, {settings})"


class IndicatorTable(BaseTable):
    """Indicators: a list with the standard columns, scored by the rule; a pack overrides single columns.

    With ``split`` the target stands in three columns, 指标性质, 指标值 and 度量单位, and the actual without its unit;
    ``scored: false`` is a form that has neither 分值 nor 得分.
    """

    kind: Literal["indicators"]
    columns: dict[Name, PackField] = Field(default_factory=dict)
    scoring: Scoring = Scoring()
    split: bool = False
    scored: bool = True

    @property
    def key(self) -> str:
        """Indicators are known by their third level."""
        return "三级指标"

    @property
    def tables(self) -> dict[str, Any]:
        """Indicators own no tables."""
        return {}

    @cached_property
    def fields(self) -> dict[str, PackField]:
        """The standard columns with the pack's own settings over them."""
        standard = dict(self._standard())
        for name, own in self.columns.items():
            base = standard.get(name, PackField())
            standard[name] = base.model_copy(update=own.model_dump(exclude_unset=True))
        return standard

    @property
    def target_and_actual(self) -> tuple[str, str]:
        """Formulas over a row's columns: its target and its actual, each as one text."""
        if self.split:
            return "合写指标值(指标性质, 指标值, 度量单位)", "合写完成值(指标性质, 完成值, 度量单位)"
        return "指标值", "完成值"

    def _standard(self) -> Iterator[tuple[str, PackField]]:
        yield "一级指标", PackField(width=12)
        yield "二级指标", PackField(width=16)
        yield "三级指标", PackField(width=30)
        if self.split:
            yield "指标性质", PackField(type="choice", choices=_NATURES, width=10)
            yield "指标值", PackField(type="target", width=12, hint="只填数字或文字，性质和单位填在旁边两列")
            yield "度量单位", PackField(width=10)
            yield "完成值", PackField(type="target", width=12, hint="与指标值同一个单位，只填数字或文字")
        else:
            yield "指标值", PackField(type="target", width=16, hint="照表填写，如 ≥120、≤1%、105件（套）")
            yield "完成值", PackField(type="target", width=16)
        if self.scored:
            yield "分值", PackField(type="points", width=8)
            yield (
                "得分",
                PackField(
                    type="score",
                    formula=self.scoring.formula(*self.target_and_actual),
                    reason="偏差原因",
                    of="分值",
                    width=8,
                    hint="留空则按规则计算",
                ),
            )
        yield "偏差原因", PackField(label="偏差原因分析及改进措施", width=36)
