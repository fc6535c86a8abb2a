"""What is wrong with a 图(…), seen without any data."""

from collections.abc import Iterator, Sequence

from jinja2 import nodes

from perfgen.authoring import catalogue
from perfgen.authoring.schema import Callable, Many, Node, Record, Value
from perfgen.expression.spelling import describe_unknown_column
from perfgen.finding import Kind

Complaint = tuple[Kind, str, str]
_USAGE = "用法：图(列表, '名称列', '数值列') 或 图([['名称', 数], …], 系列=['系列名', …])"


def chart_faults(call: nodes.Call, rows: Node, values: Sequence[Sequence[Node]] = ()) -> Iterator[Complaint]:
    """Yield the faults of a call of 图; ``rows`` is its first argument, ``values`` what stands in a written list."""
    columns = [argument.value for argument in call.args[1:] if isinstance(argument, nodes.Const)]
    first = call.args[0] if call.args else None
    width = 0
    match rows:
        case Many(item=Record() as row):
            yield from _columns(rows.title, row, [str(column) for column in columns], len(call.args))
            width = len(call.args) - 2
        case Value() | Record() | Callable():
            yield catalogue.WRONG_ARGUMENT, f"“图”要的是列表，“{rows.title}”不是", _USAGE
        case _ if isinstance(first, nodes.List) and len(call.args) == 1:
            yield from _lines(first, values)
            width = max((len(item.items) - 1 for item in first.items if isinstance(item, nodes.List)), default=0)
    for argument in call.kwargs:
        named = argument.value
        if argument.key == "系列" and isinstance(named, nodes.List) and 0 < width < len(named.items):
            message = f"系列写了 {len(named.items)} 个名称，图只有 {width} 个系列"
            yield catalogue.WRONG_ARGUMENT, message, _USAGE


def _columns(title: str, row: Record, columns: Sequence[str], given: int) -> Iterator[Complaint]:
    if given == 1:
        yield catalogue.WRONG_ARGUMENT, f"图没有写“{title}”的哪一列是名称、哪一列是数", _USAGE
    elif given == 2 and columns:  # noqa: PLR2004
        yield catalogue.WRONG_ARGUMENT, f"图只写了名称列“{columns[0]}”，没有写数值列", _USAGE
    for number, column in enumerate(columns):
        part = row.part(column)
        if part is None:
            yield catalogue.UNKNOWN_NAME, f"图的{describe_unknown_column(column, row.names())}", ""
        elif number and isinstance(part, Value) and part.is_words:
            yield catalogue.WRONG_ARGUMENT, f"图的数值列“{column}”是文字", "第一列是名称，后面的列要是数字"


def _lines(rows: nodes.List, values: Sequence[Sequence[Node]]) -> Iterator[Complaint]:
    """Look at rows that are written out; those from elsewhere are not known."""
    lengths = [len(row.items) if isinstance(row, (nodes.List, nodes.Tuple)) else 0 for row in rows.items]
    known = next((length for length in lengths if length), 0)
    for number, length in enumerate(lengths, start=1):
        if length == 1:
            yield catalogue.WRONG_ARGUMENT, f"图的第 {number} 行只有名称，没有数", _USAGE
        elif length and length != known:
            first = lengths.index(known) + 1
            message = f"图的第 {number} 行有 {length} 项，第 {first} 行有 {known} 项，各行要一样多"
            yield catalogue.WRONG_ARGUMENT, message, _USAGE
    for number, line in enumerate(values, start=1):
        for value in line[1:]:
            if isinstance(value, Value) and value.is_words:
                message = f"图的第 {number} 行里“{value.title}”是文字，要的是数字"
                yield catalogue.WRONG_ARGUMENT, message, _USAGE
