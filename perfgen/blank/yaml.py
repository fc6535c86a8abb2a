"""The YAML file of a pack: a skeleton with comments, or a filing as it was entered."""

from collections.abc import Iterable, Iterator, Mapping

from perfgen.blank.scalars import block_scalar, flow_scalar
from perfgen.blank.skeleton import comment, write_skeleton
from perfgen.filing import PACK_KEY, Cell, Filing, Form, Grid, Listing, Narrative, Paragraph, Row, Section, written
from perfgen.filing.model import Node
from perfgen.pack import Pack
from perfgen.value import Blank, Day, Number


def write_yaml(pack: Pack, filing: Filing | None = None) -> str:
    """Return the file: every entered value of the filing, or without one every field to be filled in."""
    if filing is None:
        return write_skeleton(pack)
    lines = [comment(pack.title), f"{PACK_KEY}: {flow_scalar(pack.name)}"]
    for name, node in filing.tables.items():
        written = _node(node)
        if not written:
            continue
        label = pack.tables[name].label
        lines += ["", *([comment(label)] if label and label != name else []), f"{name}:", *_indented(written)]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> list[str]:
    match node:
        case Form():
            return [line for cell in node.cells.values() for line in _block_cell(cell)]
        case Grid():
            rows = ((name, _flow_cells(cells)) for name, cells in node.rows.items())
            return [f"{name}: {cells}" for name, cells in rows if cells]
        case Listing():
            return [line for row in node.rows for line in _row(row)]
        case Narrative():
            return [line for name, prose in node.fields.items() for line in _prose(name, prose.section)]


def _row(row: Row) -> list[str]:
    """Write a row on one line, or as a block where it owns tables or holds text of several lines."""
    if not row.tables and not any("\n" in str(cell.entered) for cell in row.cells.values()):
        cells = _flow_cells(row.cells)
        return [f"- {cells}"] if cells else []
    lines = [line for cell in row.cells.values() for line in _block_cell(cell)]
    for name, node in row.tables.items():
        lines += _entry(name, _node(node))
    return _item(lines)


def _flow_cells(cells: Mapping[str, Cell]) -> str:
    pairs = [f"{name}: {text}" for name, cell in cells.items() if (text := _flow_value(cell))]
    return f"{{{', '.join(pairs)}}}" if pairs else ""


def _flow_value(cell: Cell) -> str:
    match cell.entered:
        case Blank(printed=dash):
            return flow_scalar(dash, quoted=True) if dash else ""
        case Number() | Day():
            return written(cell.field, cell.entered)
        case text:
            return flow_scalar(str(text), quoted=cell.field.type == "target")


def _block_cell(cell: Cell) -> list[str]:
    if isinstance(cell.entered, (Blank, Number, Day)) or cell.field.type == "target":
        text = _flow_value(cell)
        return [f"{cell.name}: {text}"] if text else []
    return _text(cell.name, str(cell.entered))


def _prose(name: str, section: Section) -> list[str]:
    """Write a piece of narrative: its one paragraph, a list of paragraphs and sections, or under its own heading."""
    if section.heading:
        return _entry(name, _section(section))
    if len(section.body) == 1 and not any(section.sections):
        return _text(name, section.body[0].text)
    return _entry(name, [*_paragraphs(section.body), *_sections(section)])


def _section(section: Section) -> list[str]:
    """Write a section as 标题, 正文 and 小节, each where there is any."""
    heading = _text("标题", section.heading.text) if section.heading else []
    body = _text("正文", section.body[0].text) if len(section.body) == 1 else _entry("正文", _paragraphs(section.body))
    return [*heading, *body, *_entry("小节", _sections(section))]


def _sections(section: Section) -> list[str]:
    return [line for below in section.sections if below for line in _item(_section(below))]


def _paragraphs(body: Iterable[Paragraph]) -> list[str]:
    return [line for paragraph in body for line in _item(block_scalar(paragraph.text))]


def _text(name: str, text: str) -> list[str]:
    first, *rest = block_scalar(text)
    return [f"{name}: {first}", *rest]


def _entry(name: str, lines: list[str]) -> list[str]:
    """Write a name with the lines below it; nothing for nothing."""
    return [f"{name}:", *_indented(lines)] if lines else []


def _item(lines: list[str]) -> list[str]:
    """Make the lines of a mapping an item of a list."""
    return [f"{'- ' if number == 0 else '  '}{line}" if line else "" for number, line in enumerate(lines)]


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)
