"""Which cells merge, asked row by row while a part is rendered: what ``merging`` wrote into the template asks here."""

from collections.abc import Callable, Mapping
from typing import Any

from perfgen.value import Blank

STATE = "_merging"  # the name a document's MergeState has in a rewritten template
_OURS = "以 _ 开头的过滤器是程序自己的，模板不能用"


class MergeState:
    """While a part is rendered: of each table the keys by column, in the row above and in this one."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        """Begin above the first table."""
        self.rows: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}

    def __str__(self) -> str:
        """Print nothing."""
        return ""


def _new_table(state: MergeState, table: str) -> None:
    if type(state) is not MergeState:
        raise TypeError(_OURS)
    state.rows[table] = {}, {}


def _new_row(state: MergeState, table: str) -> None:
    if type(state) is not MergeState or table not in state.rows:
        raise TypeError(_OURS)
    state.rows[table] = state.rows[table][1], {}


def _begins(state: MergeState, table: str, column: str, value: Any, *keys: Any) -> bool:  # noqa: ANN401
    if type(state) is not MergeState or table not in state.rows:
        raise TypeError(_OURS)
    key: Any = value if isinstance(value, str) else str(value)
    for part in keys:
        key = (key, part if isinstance(part, str) else str(part))
    above, here = state.rows[table]
    here[column] = key
    # Taken out: a second cell in the same column of a row continues nothing.
    return above.pop(column, None) != key or isinstance(value, Blank)


MERGE_FILTERS: Mapping[str, Callable[..., Any]] = {"_new_table": _new_table, "_new_row": _new_row, "_begins": _begins}
