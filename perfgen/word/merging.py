"""Cells that grow downwards: ``{{ 行.一级指标|合并 }}`` makes one cell of adjacent rows of one key.

Decided when the template is compiled: the marked cell gets a ``vMerge`` whose value is an expression, and its content
prints only in the first row. The key is the marked value with the filter's arguments:
``行.二级指标|合并(行.一级指标)``; cells merge where the same key stands in the same grid column of the row above.
A blank key never merges.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from perfgen.expression import Function
from perfgen.expression.explained import Explained
from perfgen.value import Blank
from perfgen.word.tags import Tags, W

MERGE_MARK = re.compile(r"\{\{(?P<value>.+?)\|\s*合并\s*(?:\((?P<keys>.*)\)\s*)?\}\}$")
EXPLAINED_MERGE = Explained(
    "栏目|合并",
    "写在表格单元格里：上下相邻、内容相同的格合成一格；合并(上级) 则上级不同就不合",
    "{{ 行.二级指标|合并(行.一级指标) }}",
    "",
    ("any",),
    "same",
)
# tcPr is a sequence: what may stand before vMerge.
_BEFORE = frozenset(W + name for name in ("cnfStyle", "tcW", "gridSpan", "hMerge"))


def mark_merged_cells(tree: etree._Element, tags: Tags) -> None:
    """Rewrite the marked cells of every table."""
    for number, table in enumerate(tree.iter(W + "tbl")):
        marked = False
        for row in table.iterchildren(W + "tr"):
            for column, cell in _cells(row):
                marked |= _rewrite(cell, number, column, tags)
        if marked:
            _tell(table, tags.token(f"{{{{ _table({number}) }}}}"))
            for row in table.iterchildren(W + "tr"):
                _tell(row, tags.token(f"{{{{ _row({number}) }}}}"))


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = int(before.get(W + "val", "0")) if before is not None else 0
    for cell in row.iterchildren(W + "tc"):
        yield column, cell
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = span.get(W + "val", "1") if span is not None else "1"
        column += int(width) if width.isdigit() else 1


def _rewrite(cell: etree._Element, table: int, column: int, tags: Tags) -> bool:
    for text in cell.iter(W + "t"):
        if next(text.iterancestors(W + "tc")) is not cell:
            continue
        for number, tag in tags.found(text.text):
            match = MERGE_MARK.match(tag)
            if match:
                tags.replace(number, f"{{{{{match['value']}}}}}")
                keys = ", ".join(part for part in (match["value"].strip(), match["keys"]) if part)
                _make_expression(cell, f"{{{{ _merge({table}, {column}, {keys}) }}}}", tags)
                return True
    return False


def _make_expression(cell: etree._Element, decision: str, tags: Tags) -> None:
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    for old in properties.findall(W + "vMerge"):
        properties.remove(old)
    merge = etree.Element(W + "vMerge", {W + "val": tags.token(decision)})
    properties.insert(sum(1 for child in properties if child.tag in _BEFORE), merge)
    content = [child for child in cell if child is not properties]
    empty = etree.Element(W + "p")
    for paragraph in content[:1]:
        kept = paragraph.find(W + "pPr")
        if kept is not None:
            empty.append(etree.fromstring(etree.tostring(kept)))
    properties.tail = (properties.tail or "") + tags.token("{% if _is_first() %}")
    content[-1].tail = (content[-1].tail or "") + tags.token("{% else %}")
    empty.tail = tags.token("{% endif %}")
    cell.append(empty)


def _tell(element: etree._Element, token: str) -> None:
    """Put a token before an element's first child."""
    element.text = token + (element.text or "")


class MergeState:
    """Which key stands in which column of the row above, while one document is rendered."""

    def __init__(self) -> None:
        """Begin above the first row."""
        self._rows: dict[int, int] = {}
        self._above: dict[tuple[int, int], tuple[int, tuple[str, ...]]] = {}
        self._first = True

    def functions(self) -> dict[str, Function]:
        """Return the functions that the rewritten template calls."""
        return {
            "_table": Function(self._begin_table),
            "_row": Function(self._begin_row),
            "_merge": Function(self._merge),
            "_is_first": Function(lambda: self._first),
        }

    def _begin_table(self, table: Any) -> str:  # noqa: ANN401
        self._rows[int(table)] = 0
        self._above = {place: kept for place, kept in self._above.items() if place[0] != int(table)}
        return ""

    def _begin_row(self, table: Any) -> str:  # noqa: ANN401
        self._rows[int(table)] += 1
        return ""

    def _merge(self, table: Any, column: Any, value: Any, *keys: Any) -> str:  # noqa: ANN401
        place, row = (int(table), int(column)), self._rows[int(table)]
        key = tuple(str(part) for part in (value, *keys))
        self._first = isinstance(value, Blank) or self._above.get(place) != (row - 1, key)
        self._above[place] = (row, key)
        return "restart" if self._first else "continue"
