"""Tables on a fixed grid: spans, vertical merges, repeating header rows, loop rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.draft.blocks import paragraph
from tools.draft.styles import borders
from tools.draft.xml import Element, flag, w

MARGIN = 40
INSET = 60
HEIGHT = 440


@dataclass(frozen=True)
class Cell:
    """A cell: each line of ``text`` is a paragraph; ``merge`` is ``restart`` or ``continue``.

    ``content`` stands instead of the text: paragraphs and the tags around them.
    """

    text: str = ""
    span: int = 1
    style: str = "TableText"
    left: int = 0
    merge: str = ""
    content: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of cells; ``height`` is a minimum in twips, ``joined`` runs into the table that follows.

    A row that ``splits`` may go on on the next page; one that ``keeps`` stays on the page of the next row.
    """

    cells: tuple[Cell, ...]
    height: int = HEIGHT
    header: bool = False
    joined: bool = False
    splits: bool = False
    keeps: bool = False


def mid(text: str, span: int) -> Cell:
    """Return a centred cell over several columns."""
    return Cell(text, span)


def left(text: str, span: int = 1, indent: int = 0) -> Cell:
    """Return a cell of left-aligned text, indented by half characters."""
    return Cell(text, span, "TableLeft", INSET + indent * 105 if indent else 0)


def start(text: str, span: int = 1) -> Cell:
    """Return the first cell of a vertical merge."""
    return Cell(text, span, merge="restart")


def down(span: int = 1) -> Cell:
    """Return a cell that continues the merge above it."""
    return Cell("", span, merge="continue")


def row(
    *cells: Cell | str, height: int = HEIGHT, header: bool = False, joined: bool = False, splits: bool = False
) -> Row:
    """Return a row; bare strings are centred cells."""
    return Row(tuple(Cell(c) if isinstance(c, str) else c for c in cells), height, header, joined, splits)


def block(columns: int, code: str, *rows: Row) -> list[Row]:
    """Return rows between the tag rows of a loop or condition, such as ``for 行 in 指标``."""
    closing = f"end{code.split(maxsplit=1)[0]}"
    tags = [Row((Cell(f"{{%tr {text} %}}", columns, "Tag"),), 0) for text in (code, closing)]
    return [tags[0], *rows, tags[1]]


def cell_element(cell: Cell, width: int, *, joined: bool, keep: bool) -> Element:
    """Return the ``w:tc`` of a cell."""
    merge = {"restart": w("vMerge", val="restart"), "continue": w("vMerge")}.get(cell.merge)
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=cell.span) if cell.span > 1 else None,
        merge,
        w("tcBorders", w("bottom", val="nil")) if joined else None,
        w("vAlign", val="center"),
    )
    lines = [paragraph(line, cell.style, left=cell.left, keep=keep) for line in cell.text.split("\n")]
    return w("tc", properties, *(cell.content or lines))


def row_element(line: Row, widths: Sequence[int]) -> Element:
    """Return the ``w:tr`` of a row; its spans must fill the grid."""
    if sum(cell.span for cell in line.cells) != len(widths):
        msg = f"{[cell.text for cell in line.cells]}: the spans do not fill {len(widths)} columns"
        raise ValueError(msg)
    properties = w(
        "trPr",
        flag("cantSplit", not line.splits),
        w("trHeight", val=line.height, hRule="atLeast") if line.height else None,
        flag("tblHeader", line.header),
    )
    element = w("tr", properties)
    column = 0
    for cell in line.cells:
        width = sum(widths[column : column + cell.span])
        element.append(cell_element(cell, width, joined=line.joined, keep=line.joined or line.keeps))
        column += cell.span
    return element


def table(widths: Sequence[int], *rows: Row | list[Row]) -> Element:
    """Return a table with a fixed layout: grid, cell widths and table width agree."""
    flat = [line for item in rows for line in (item if isinstance(item, list) else [item])]
    sides = (("top", 20), ("left", MARGIN), ("bottom", 20), ("right", MARGIN))
    properties = w(
        "tblPr",
        w("tblStyle", val="TableGrid"),
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        borders("tblBorders"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=size, type="dxa") for side, size in sides)),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *(row_element(line, widths) for line in flat))
