"""The text parts of a Word file by the names people have for them, and the texts in each with their spots."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from perfgen.authoring.fault import Spot, shortened
from perfgen.word import TemplateError
from perfgen.word.tags import W, parser
from perfgen.word.template import TEXT_PARTS

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MARGINS = {"header": "页眉", "footer": "页脚"}
_WHICH = {"default": "", "first": "首页", "even": "偶数页"}
_OTHERS = {"document": "正文", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
_PROPERTIES = {
    "title": "标题",
    "subject": "主题",
    "creator": "作者",
    "keywords": "标记",
    "description": "备注",
    "category": "类别",
    "lastModifiedBy": "上次修改者",
}
_CHARTS = re.compile(r"word/charts/chart(\d*)\.xml$")
_BRACE = re.compile(r"[{}｛｝]")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True)
class Words:
    """A run of text in which a tag may stand: a paragraph's, or an attribute or property of its own.

    ``pieces`` are the elements the text comes from, each with the length of its share.
    """

    text: str
    spot: Spot
    pieces: tuple[tuple[etree._Element, int], ...]
    paragraph: etree._Element | None = None

    def element(self, position: int) -> etree._Element:
        """Return the element in which a character stands."""
        for element, length in self.pieces:
            if position < length:
                return element
            position -= length
        return self.pieces[-1][0]


def read_texts(template: str, parts: Mapping[str, bytes]) -> Iterator[list[Words]]:
    """Yield the texts of every part that may hold tags; TemplateError for a broken one."""
    margins = _margin_names(parts)
    for name, content in parts.items():
        if not TEXT_PARTS.match(name) and not _CHARTS.match(name):
            continue
        try:
            root = etree.fromstring(content, parser())
        except etree.XMLSyntaxError as error:
            raise TemplateError(f"{template} 的内容已损坏：{error.msg}") from error
        stem = name.rpartition("/")[2].removesuffix(".xml")
        if name.startswith("docProps"):
            yield list(_alone(root, _PROPERTIES))
        elif chart := _CHARTS.match(name):
            yield list(_alone(root, {"": f"图表{chart[1]}"}))
        else:
            title = _OTHERS.get(stem) or margins.get(f"{stem}.xml") or _MARGINS[re.sub(r"\d+", "", stem)]
            yield list(_texts(root, title))


def file_name(pattern: str) -> list[Words]:
    """Return the text of a document's name as the pack has it."""
    return written_text("文件名（pack.yaml）", pattern)


def written_text(place: str, text: str) -> list[Words]:
    """Return a text that stands in no Word file."""
    return [Words(text, Spot(place, words=text), ((etree.Element("text"), len(text)),))]


def _margin_names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Name headers and footers by where they print: 首页页眉, 第2节页脚."""
    relations = parts.get("word/_rels/document.xml.rels")
    if relations is None:
        return {}
    try:
        targets = {str(node.get("Id")): str(node.get("Target")) for node in etree.fromstring(relations, parser())}
        sections = list(etree.fromstring(parts["word/document.xml"], parser()).iter(W + "sectPr"))
    except etree.XMLSyntaxError:
        return {}
    names: dict[str, str] = {}
    for number, section in enumerate(sections, start=1):
        for kind, title in _MARGINS.items():
            for reference in section.iter(f"{W}{kind}Reference"):
                which = _WHICH.get(str(reference.get(W + "type", "default")), "")
                target = targets.get(str(reference.get(_RELATION)), "").rpartition("/")[2]
                names.setdefault(target, f"{f'第{number}节' if len(sections) > 1 else ''}{which}{title}")
    return names


def _alone(root: etree._Element, titles: Mapping[str, str]) -> Iterator[Words]:
    """Yield texts that stand in elements of their own, not in paragraphs; a chart's have one title for all."""
    for element in root.iter("*"):
        if element.text and _BRACE.search(element.text):
            name = etree.QName(element).localname
            title = titles.get("") or f"文档属性“{titles.get(name, name)}”"
            yield Words(element.text, Spot(title, words=shortened(element.text)), ((element, len(element.text)),))


def _texts(root: etree._Element, title: str) -> Iterator[Words]:
    tables = {table: number for number, table in enumerate(_outermost(root, W + "tbl"), start=1)}
    cells = {cell: position for table, number in tables.items() for cell, position in _cells(table, number)}
    number = 0
    for paragraph in root.iter(W + "p"):
        number += 1
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue  # Word writes the same text box twice
        pieces = [text for text in paragraph.iter(W + "t") if next(text.iterancestors(W + "p")) is paragraph]
        text = "".join(str(piece.text or "") for piece in pieces).replace("\n", " ")
        cell = next((found for found in paragraph.iterancestors(W + "tc") if found in cells), None)
        table, row, column = cells[cell] if cell is not None else (0, 0, 0)
        spot = Spot(title, number, table, row, column, shortened(text))
        if text:
            shares = tuple((piece, len(str(piece.text or ""))) for piece in pieces)
            yield Words(text, spot, shares, paragraph)
        yield from _hidden(paragraph, spot)


def _hidden(paragraph: etree._Element, spot: Spot) -> Iterator[Words]:
    """Yield the texts of a paragraph that are not among its words: fields, alternative texts, deleted words."""
    for element in paragraph.iter("*"):
        if next(element.iterancestors(W + "p"), paragraph) is not paragraph:
            continue
        texts = [] if element.tag == W + "t" else [str(element.text or "")]
        for text in (*texts, *map(str, element.attrib.values())):
            if _BRACE.search(text):
                yield Words(text, spot, ((element, len(text)),))


def _outermost(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    for found in root.iter(tag):
        if next(found.iterancestors(tag), None) is None:
            yield found


def _cells(table: etree._Element, number: int) -> Iterator[tuple[etree._Element, tuple[int, int, int]]]:
    rows = (row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table)
    for row_number, row in enumerate(rows, start=1):
        found = (cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row)
        for cell_number, cell in enumerate(found, start=1):
            yield cell, (number, row_number, cell_number)
