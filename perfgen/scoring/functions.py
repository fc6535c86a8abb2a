"""What formulas of a pack may call to score, by its Chinese name."""

from collections.abc import Mapping

from perfgen.expression import Function
from perfgen.scoring.primitives import cliff, completion, linear, per_excess
from perfgen.scoring.rules import execution_score, indicator_score, reached
from perfgen.scoring.tables import bands, cap, criteria, yes_no
from perfgen.scoring.target import written_actual, written_target

SCORING_FUNCTIONS: Mapping[str, Function] = {
    "执行得分": Function(execution_score),
    "指标得分": Function(indicator_score),
    "完成比率": Function(completion),
    "每超扣分": Function(per_excess),
    "分档": Function(bands),
    "断崖": Function(cliff),
    "要点": Function(criteria),
    "线性": Function(linear),
    "是否": Function(yes_no),
    "封顶": Function(cap),
    "达标": Function(reached),
    "合写指标值": Function(written_target),
    "合写完成值": Function(written_actual),
}
