"""Tables whose number of columns only the data decides: their grid is set right once the part is rendered.

As docxtpl does it, with two differences: rows of a table inside a cell do not count for the table around it, and
columns that a row leaves out at its ends (gridBefore, gridAfter) count.
"""

import re
from collections.abc import Iterator

from lxml import etree

from perfgen.word.blocks import step
from perfgen.word.package import TemplateError
from perfgen.word.tags import Tags, W, paragraph_words, parser

_COLUMN_TAG = re.compile(r"\{%\s*(?:(tc|colspan)\s|(hm)\s*%\})")
# tcPr is a sequence; docxtpl puts what it adds where it is easiest.
_CELL_PROPERTIES = [
    f"{W}{name}"
    for name in (
        *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection"),
        *("tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel", "cellMerge", "tcPrChange"),
    )
]


def order_cell_properties(tree: etree._Element) -> None:
    """Put the properties of every cell into the order the format asks for."""
    for properties in tree.iter(W + "tcPr"):
        places = [_CELL_PROPERTIES.index(child.tag) for child in properties if child.tag in _CELL_PROPERTIES]
        if places != sorted(places) and len(places) == len(properties):
            properties[:] = sorted(properties, key=lambda child: _CELL_PROPERTIES.index(child.tag))


def uncertain_columns(root: etree._Element, tree: etree._Element, tags: Tags) -> Iterator[str]:
    """Yield why the grid of a table is known only later, from the part as it is in Word and as a tree with tokens.

    A table whose grid is wrong already, whatever the data, is set right at once.
    """
    for number, words in enumerate(paragraph_words(root), start=1):
        for match in _COLUMN_TAG.finditer(words):
            tag = "{%tc %}" if match[1] == "tc" else f"{{% {match[1] or match[2]} %}}"
            yield f"第{number}段用了 {tag}：表格的列数生成后才知道"
    for table in tree.iter(W + "tbl"):
        if not _is_certain(table, tags):
            first = next((words for words in paragraph_words(table) if words), "")
            yield f"“{tags.show(first)}”所在的表格，各行的列数不一样，有哪些行生成后才知道"


def _is_certain(table: etree._Element, tags: Tags) -> bool:
    """Tell whether the grid is right whatever the data, or its cells are marked by a tag of their own."""
    columns, depth, always, looped = len(_columns(table)), 0, [0], False
    rows: list[tuple[int, int]] = []
    for text, row in _rows(table):
        for _, tag in tags.found(text):
            depth += step(tag)
            looped = True
        if row is not None:
            if _is_dynamic(row, tags):
                return True
            rows.append((len(row.findall(W + "tc")), _width(row)))
            if depth == 0:
                always.append(rows[-1][1])
    if all(width == columns and cells <= columns for cells, width in rows):
        return True
    if not looped:
        fix_table(table)
        return True
    return max(always) >= columns and max(cells for cells, _ in rows) <= columns


def _rows(table: etree._Element) -> Iterator[tuple[str | None, etree._Element | None]]:
    yield table.text, None
    for child in table:
        yield None, child if child.tag == W + "tr" else None
        yield child.tail, None


def _is_dynamic(row: etree._Element, tags: Tags) -> bool:
    texts = [row.text, *(child.tail for child in row)]
    spans = (str(value) for span in row.iterfind(f"{W}tc/{W}tcPr/{W}gridSpan") for value in span.attrib.values())
    return any(step(tag) for text in texts for _, tag in tags.found(text)) or any(
        True for span in spans for _ in tags.found(span)
    )


def fix_columns(template: str, xml: bytes) -> bytes:
    """Return the rendered part with the grid of every table as wide as its rows."""
    tree = etree.fromstring(xml, parser())
    for table in tree.iter(W + "tbl"):
        try:
            fix_table(table)
        except ValueError as error:
            raise TemplateError(f"{template}：{{% colspan %}} 要一个正整数，现在是“{error}”") from error
    return etree.tostring(tree, encoding="UTF-8", standalone=True)


def fix_table(table: etree._Element) -> None:
    """Add the columns that the rows have beyond the grid, or take away what none has; the table keeps its width."""
    grid = table.find(W + "tblGrid")
    rows = table.findall(W + "tr")
    if grid is None or not rows:
        return
    columns = _columns(table)
    missing = max(len(row.findall(W + "tc")) for row in rows) - len(columns)
    width = sum(float(column.get(W + "w", "0")) for column in columns)
    if missing > 0 and width > 0:
        before, after = width / len(columns), width / (len(columns) + missing)
        for column in columns:
            column.set(W + "w", str(int(float(column.get(W + "w", "0")) * after / before)))
        for _ in range(missing):
            etree.SubElement(grid, W + "gridCol", {W + "w": str(int(after))})
    columns = _columns(table)
    extra = len(columns) - max(_width(row) for row in rows)
    if 0 < extra < len(columns):
        removed, kept = columns[-extra:], columns[:-extra]
        share = int(sum(float(column.get(W + "w", "0")) for column in removed) / len(kept))
        for column in removed:
            grid.remove(column)
        for column in kept:
            column.set(W + "w", str(int(float(column.get(W + "w", "0")) + share)))


def _columns(table: etree._Element) -> list[etree._Element]:
    return table.findall(f"{W}tblGrid/{W}gridCol")


def _width(row: etree._Element) -> int:
    spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(W + "tc")]
    left_out = [row.find(f"{W}trPr/{W}{name}") for name in ("gridBefore", "gridAfter")]
    return sum(1 if span is None else _count(span) for span in spans) + sum(
        _count(beside) for beside in left_out if beside is not None
    )


def _count(element: etree._Element) -> int:
    value = str(element.get(W + "val", ""))
    if not value.isdecimal() or (int(value) < 1 and element.tag == W + "gridSpan"):
        raise ValueError(value)
    return int(value)
