"""A template of docxtpl rewritten for docxtemplater, with data to match: the same paragraphs, rows and placeholders.

docxtemplater takes plain names between single braces, and looks them up as they stand: an expression becomes the name
of its own result, computed beforehand, so ``{{ 单位.年度 - 1 }}`` is ``{单位.年度 - 1}``: one look-up. Loops and
conditions become ``{#…}…{/…}``: around paragraphs in paragraphs of their own, around a row in its first and last cell.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import jinja2
from lxml import etree

from perfgen.word.package import read_parts, write_parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{\s*(?P<value>.*?)\s*\}\}|\{%(?P<scope>p|tr)?\s*(?P<block>.*?)\s*%\}")
_MERGED = re.compile(r"\|合并(\(.*\))?")
_REWRITTEN = re.compile(r"word/document\.xml|docProps/core\.xml")


@dataclass
class Block:
    """A loop (``variable`` over ``source``), a condition, or a placeholder (``source`` alone), with what is inside."""

    name: str
    source: str
    variable: str = ""
    inside: list["Block"] = field(default_factory=list)
    otherwise: list["Block"] | None = None


class _Reader:
    """Rewrites tags in their order and notes what they need."""

    def __init__(self) -> None:
        self.top: list[Block] = []
        self._open: list[Block] = []
        self._into = [self.top]

    def rewrite(self, text: str) -> str:
        return _TAG.sub(lambda match: self._tag(match["value"], match["block"]), text)

    def _tag(self, value: str | None, block: str | None) -> str:
        if value is not None:
            name = _MERGED.sub("", value)
            self._into[-1].append(Block(name, name))
            return f"{{{name}}}"
        word, _, rest = (block or "").partition(" ")
        match word:
            case "for":
                variable, _, source = rest.partition(" in ")
                return self._begin(Block(f"循环{self._number()}", source, variable))
            case "if":
                return self._begin(Block(f"条件{self._number()}", rest))
            case "else":
                self._into[-1] = self._open[-1].otherwise = []
                return f"{{/{self._open[-1].name}}}{{^{self._open[-1].name}}}"
        self._into.pop()
        return f"{{/{self._open.pop().name}}}"

    def _begin(self, block: Block) -> str:
        self._into[-1].append(block)
        self._open.append(block)
        self._into.append(block.inside)
        return f"{{#{block.name}}}"

    def _number(self) -> int:
        return len(list(_all(self.top))) + 1


def _all(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.inside)
        yield from _all(block.otherwise or [])


def rewrite(template: bytes, context: dict[str, Any], environment: jinja2.Environment) -> tuple[bytes, dict[str, Any]]:
    """Return the template for docxtemplater and its data; ValueError where a tag is split over several runs."""
    reader = _Reader()
    parts = read_parts("template", template)
    for name, content in parts.items():
        if _REWRITTEN.fullmatch(name):
            root = etree.fromstring(content)
            _rewrite_texts(root, reader)
            _move_row_tags(root)
            _split_else(root)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_parts(parts), _data(reader.top, context, environment)


def _rewrite_texts(root: etree._Element, reader: _Reader) -> None:
    for element in root.iter():
        text = element.text
        if not text or "{" not in text:
            continue
        if len(_TAG.sub("", text).split("{")) > 1:
            raise ValueError(f"标签被拆开：{text}")
        element.text = reader.rewrite(text)


def _move_row_tags(root: etree._Element) -> None:
    """Take rows that hold a block tag alone away; their tags go into the first and the last cell beside them."""
    for row in [row for row in root.iter(f"{W}tr") if re.fullmatch(r"\s*(\{[#/][^{}]*\})\s*", _text(row))]:
        tag = _text(row).strip()
        beside = row.getnext() if tag.startswith("{#") else row.getprevious()
        while beside is not None and re.fullmatch(r"\{[#/][^{}]*\}", _text(beside).strip()):
            beside = beside.getnext() if tag.startswith("{#") else beside.getprevious()
        parent = row.getparent()
        if beside is None or parent is None:
            raise ValueError(f"没有可以重复的行：{tag}")
        paragraphs = list(beside.iter(f"{W}p"))
        opening = tag.startswith("{#")
        run = etree.SubElement(paragraphs[0 if opening else -1], f"{W}r")
        etree.SubElement(run, f"{W}t").text = tag
        if opening:
            paragraphs[0].remove(run)
            properties = paragraphs[0].find(f"{W}pPr")
            paragraphs[0].insert(0 if properties is None else 1, run)
        parent.remove(row)


def _split_else(root: etree._Element) -> None:
    """Give both halves of an else that stands alone a paragraph each."""
    for paragraph in list(root.iter(f"{W}p")):
        if re.fullmatch(r"\{/[^{}]*\}\{\^[^{}]*\}", _text(paragraph).strip()):
            first, second = re.findall(r"\{[^{}]*\}", _text(paragraph))
            twin = copy.deepcopy(paragraph)
            paragraph.addnext(twin)
            for half, tag in ((paragraph, first), (twin, second)):
                texts = list(half.iter(f"{W}t"))
                for text in texts:
                    text.text = tag if text is texts[0] else ""


def _text(element: etree._Element) -> str:
    return "".join(str(node.text or "") for node in element.iter(f"{W}t"))


def _data(blocks: list[Block], context: dict[str, Any], environment: jinja2.Environment) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for block in blocks:
        value = environment.compile_expression(block.source)(context)
        if block.variable:
            rows = ({**context, block.variable: item} for item in value or ())
            data[block.name] = [_data(block.inside, row, environment) for row in rows]
        elif block.inside or block.otherwise is not None:
            data[block.name] = _data(block.inside, context, environment) if value else False
            data |= _data(block.otherwise or [], context, environment) if not value else {}
        else:
            data[block.name] = "" if value is None else str(value)
    return data
