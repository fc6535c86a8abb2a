"""Faults of a finished document that Microsoft's validator does not look for."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from perfgen.word.package import read_parts
from perfgen.word.tags import W, parser

_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|[\ue000-\uf8ff]")
_BARE = frozenset(W + name for name in ("body", "tbl", "tr", "tc", "p", "r", "hdr", "ftr"))


def lint(data: bytes) -> list[str]:
    """Return what is wrong with a document, in English for engineers; an empty list is what we want."""
    parts = read_parts("document", data)
    faults: list[str] = []
    styles = _ids(parts, "word/styles.xml", "style", "styleId")
    numbers = _ids(parts, "word/numbering.xml", "num", "numId")
    for name, content in parts.items():
        if not re.match(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$|docProps/core\.xml$", name):
            continue
        root = etree.fromstring(content, parser())
        faults += [f"{name}: {fault}" for fault in _faults(root, styles, numbers)]
    return faults


def _ids(parts: dict[str, bytes], name: str, element: str, attribute: str) -> set[str]:
    if name not in parts:
        return set()
    root = etree.fromstring(parts[name], parser())
    return {str(node.get(W + attribute)) for node in root.iter(W + element)}


def _faults(root: etree._Element, styles: set[str], numbers: set[str]) -> Iterator[str]:
    yield from _marks_and_bare_text(root)
    yield from _missing_references(root, styles, numbers)
    for cell in root.iter(W + "tc"):
        if len(cell) == 0 or cell[-1].tag != W + "p":
            yield "a cell does not end with a paragraph"
    identities = Counter(node.get("id") for node in root.iter() if str(node.tag).endswith("}docPr"))
    identities += Counter(f"sdt {node.get(W + 'val')}" for node in root.iter(W + "id"))
    yield from (f"duplicate id {identity}" for identity, times in identities.items() if times > 1)
    yield from (fault for table in root.iter(W + "tbl") for fault in _table_faults(table))
    yield from _empty_headings(root)


def _marks_and_bare_text(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        texts = [element.text or "", *(child.tail or "" for child in element)]
        if any(_LEFT_OVER.search(text) for text in (*texts, *map(str, element.attrib.values()))):
            yield f"left-over mark in {etree.tostring(element, encoding='unicode')[:80]}"
        if element.tag in _BARE and any(text.strip() for text in texts):
            yield f"bare text in <{etree.QName(element).localname}>"


def _missing_references(root: etree._Element, styles: set[str], numbers: set[str]) -> Iterator[str]:
    for kind in ("pStyle", "rStyle", "tblStyle"):
        for reference in root.iter(W + kind):
            if reference.get(W + "val") not in styles:
                yield f"missing style {reference.get(W + 'val')}"
    for reference in root.iter(W + "numId"):
        if reference.get(W + "val") not in {"0", *numbers}:
            yield f"missing numbering {reference.get(W + 'val')}"


def _empty_headings(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = str(style.get(W + "val")) if style is not None else ""
        if name.startswith("Heading") and not "".join(str(run.text or "") for run in paragraph.iter(W + "t")).strip():
            yield "a heading without words"


def _table_faults(table: etree._Element) -> Iterator[str]:
    widths = [int(column.get(W + "w", "0")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    layout = table.find(f"{W}tblPr/{W}tblLayout")
    if layout is None or layout.get(W + "type") != "fixed":
        yield "a table without fixed layout"
    if not table.findall(W + "tr"):
        yield "a table without rows"
    open_columns: set[int] = set()
    for number, row in enumerate(table.iterfind(W + "tr"), start=1):
        column, still_open = 0, set[int]()
        for cell in row.iterfind(W + "tc"):
            span = int(_value(cell, "gridSpan", "1"))
            width = cell.find(f"{W}tcPr/{W}tcW")
            if width is not None and int(width.get(W + "w", "0")) != sum(widths[column : column + span]):
                yield f"row {number}: cell {column} is not as wide as its grid columns"
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                if merge.get(W + "val") != "restart" and column not in open_columns:
                    yield f"row {number}: cell {column} continues a merge that nothing began"
                still_open.add(column)
            column += span
        if column != len(widths):
            yield f"row {number} has {column} of {len(widths)} grid columns"
        open_columns = still_open


def _value(cell: etree._Element, name: str, default: str) -> str:
    found = cell.find(f"{W}tcPr/{W}{name}")
    return str(found.get(W + "val", default)) if found is not None else default
