"""What is known of functions and filters without calling them: their names, their arguments, what they give."""

import inspect
from collections.abc import Callable as Call
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perfgen.authoring.schema import ANYTHING, Callable, Many, Node, Record, Value
from perfgen.expression.explained import EXPLAINED_FILTERS, EXPLAINED_FUNCTIONS, Explained, Kind
from perfgen.expression.functions import FILTERS, FUNCTIONS
from perfgen.scoring import SCORING_FUNCTIONS, grade
from perfgen.scoring.explained import EXPLAINED_SCORING
from perfgen.word.merging import EXPLAINED_MERGE

# What those who know Jinja reach for first.
LATIN_FILTERS: Mapping[str, str] = {
    "default": "默认",
    "d": "默认",
    "join": "连接",
    "length": "数量",
    "count": "数量",
    "round": "四舍五入",
    "groupby": "分组",
    "sum": "合计(…)",
    "format": "格式",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A function or filter: what is said of it, and what is called."""

    explained: Explained
    call: Call[..., Any]


def _merged(value: Any, *keys: Any) -> Any:  # noqa: ANN401
    """Stand for 合并, which is no filter: the template is rewritten for it."""
    return value, keys


def _graded(total: Any) -> Any:  # noqa: ANN401
    """Stand for 评定等级, which a pack's grades complete."""
    return grade({}, total)


KNOWN_FUNCTIONS: Mapping[str, Known] = {
    **{name: Known(EXPLAINED_FUNCTIONS[name], call) for name, call in FUNCTIONS.items()},
    **{name: Known(EXPLAINED_SCORING[name], call) for name, call in SCORING_FUNCTIONS.items()},
    "评定等级": Known(EXPLAINED_SCORING["评定等级"], _graded),
}
KNOWN_FILTERS: Mapping[str, Known] = {
    **{name: Known(EXPLAINED_FILTERS[name], call) for name, call in FILTERS.items()},
    "合并": Known(EXPLAINED_MERGE, _merged),
}


def check_arguments(known: Known, name: str, arguments: list[Node], named: Mapping[str, Node]) -> str:
    """Return what is wrong with the arguments of a call, blank where nothing can be known."""
    try:
        inspect.signature(known.call).bind(*arguments, **named)
    except TypeError:
        return f"“{name}”的参数个数或名称不对"
    return next(_wrong_kinds(known.explained, name, arguments), "")


def _wrong_kinds(explained: Explained, name: str, arguments: list[Node]) -> Iterator[str]:
    for position, argument in enumerate(arguments):
        kind = explained.takes[min(position, len(explained.takes) - 1)]
        if words := _unfit(kind, argument):
            yield f"“{name}”{words}"


def _unfit(kind: Kind, node: Node) -> str:
    """Say why something does not fit, blank where it does or nobody knows."""
    if isinstance(node, Callable) and kind != "any":
        return f"里的“{node.title}”是函数，后面要写括号和参数"
    return (_unfit_value if kind in ("number", "numbers", "value") else _unfit_list)(kind, node)


def _unfit_value(kind: Kind, node: Node) -> str:
    match kind, node:
        case "number" | "numbers", Value() if node.is_words:
            return f"要的是数字，“{node.title}”是文字"
        case "number" | "value", Many() | Record(prints=False):
            return f"要的是一个值，“{node.title}”不是"
        case "numbers", Many(item=Value() as item) if item.is_words:
            return f"要的是数字，“{node.title}”是文字"
        case "numbers", Record() | Many(item=Record()):
            return f"要的是数字栏目，“{node.title}”是整张表"
    return ""


def _unfit_list(kind: Kind, node: Node) -> str:
    match kind, node:
        case "list" | "values" | "rows", Value() | Record():
            return f"要的是列表，“{node.title}”不是"
        case "values", Many(item=Record()):
            return f"要的是一列，“{node.title}”是整张表"
        case "rows", Many(item=Value()):
            return f"要的是整张表，“{node.title}”是一列"
    return ""


def result_of(explained: Explained, arguments: list[Node]) -> Node:
    """Return what a call gives."""
    first = arguments[0] if arguments else ANYTHING
    match explained.gives:
        case "any":
            return ANYTHING
        case "same":
            return first
        case "groups":
            return _groups(first)
        case "paragraphs":
            return Many("段落", Value("段"))
    title = explained.usage.split("(")[0].rpartition("|")[2]
    return Value(title, explained.gives)


def _groups(rows: Node) -> Node:
    if not isinstance(rows, Many) or not isinstance(rows.item, Record):
        return ANYTHING
    row = rows.item
    columns: dict[str, Node] = {
        name: Many(f"{rows.title}.{name}", part) for name in row.names() if (part := row.part(name)) is not None
    }
    return Many("分组", Record("组", {**columns, "名称": Value("名称"), "行": Many(f"{rows.title}的一组", row)}))
