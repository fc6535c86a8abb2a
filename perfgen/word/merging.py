"""Cells that grow downwards: ``{{ 行.一级指标|合并 }}`` makes one cell of adjacent rows of one key.

Decided when the template is compiled: the marked cell becomes two, one that begins a merge and has the content, and an
empty one that continues it; one question a row says which of them prints. The key is the marked value with the
filter's arguments: ``行.二级指标|合并(行.一级指标)``; cells merge where the same key stands in the same grid column of
the row above. A blank key never merges.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from perfgen.expression.explained import Explained
from perfgen.word.merge_state import STATE
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
            for column, cell in list(_cells(row)):
                marked |= _rewrite(cell, number, column, tags)
        if marked:
            _tell(table, tags.token(f"{{% if {STATE}|_new_table('{number}') %}}{{% endif %}}"))
            for row in table.iterchildren(W + "tr"):
                _tell(row, tags.token(f"{{% if {STATE}|_new_row('{number}') %}}{{% endif %}}"))


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
                _split(cell, f"{STATE}|_begins('{table}', '{column}', {keys})", tags)
                return True
    return False


def _split(cell: etree._Element, question: str, tags: Tags) -> None:
    """Put a cell that continues the merge behind the cell; which of them prints is the answer to the question."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    for old in properties.findall(W + "vMerge"):
        properties.remove(old)
    merge = etree.Element(W + "vMerge", {W + "val": "restart"})
    properties.insert(sum(1 for child in properties if child.tag in _BEFORE), merge)
    below = etree.Element(W + "tc")
    below.append(deepcopy(properties))
    below.find(f"{W}tcPr/{W}vMerge").set(W + "val", "continue")  # type: ignore[union-attr]
    empty = etree.SubElement(below, W + "p")
    kept = cell.find(f"{W}p/{W}pPr")
    if kept is not None:
        empty.append(deepcopy(kept))
    before, row, after = cell.getprevious(), cell.getparent(), cell.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tags.token(f"{{% if {question} %}}")
    elif row is not None:
        row.text = (row.text or "") + tags.token(f"{{% if {question} %}}")
    cell.tail = None
    cell.addnext(below)
    cell.tail = tags.token("{% else %}")
    below.tail = tags.token("{% endif %}") + after


def _tell(element: etree._Element, token: str) -> None:
    """Put a token before an element's first child."""
    element.text = token + (element.text or "")
