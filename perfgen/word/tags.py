"""From a Word part to a Jinja source: docxtpl cleans the tags, each paragraph begins a line, borders are respected.

While the tree is worked on, every tag is a token of two private characters around its number, so that a strict parser
can read the part, and a tag that crosses the border of an element is found instead of cutting the document short.
"""

import io
import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from perfgen.expression.punctuation import narrow
from perfgen.word.package import TemplateError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
# Tags that print objects of a program: rich text, sub-documents, pictures. A macro of the template may stand there.
_OBJECT = re.compile(r"\{\{(?P<kind>p|r|tr|tc)\s(?P<expression>[^{}]*)\}\}")
_SET_BLOCK = re.compile(r"\{%(?:p|r|tr|tc)?-?\s*set\s+(\w+)\s*-?%\}")
_ESCAPED = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_HALF_TAG = re.compile(r"\{\{|\}\}|\{%|%\}")
_TOKEN = re.compile("\ue000(\\d+)\ue001")
_PARAGRAPH = re.compile(r"<w:p([ >])")
# docxtpl straightens curly quotes inside tags, also where they belong to a name: they are hidden from it.
# Line breaks and tabs are hidden too: in a tag they are spaces, in a text they break and move it.
_HIDE = str.maketrans("“”‘’\n\t", "\ue010\ue011\ue012\ue013\ue014\ue015")
_SHOW = str.maketrans("\ue010\ue011\ue012\ue013", "“”‘’")
_SPACES = str.maketrans("\ue014\ue015", "  ")
WIDE_BRACES = ("｛｛", "｝｝", "｛%", "%｝", "｛％", "％｝", "{％", "％}")
_WITH_TEXT = frozenset(W + name for name in ("t", "delText", "instrText", "delInstrText", "fldData"))


def parser(*, compact: bool = False) -> etree.XMLParser:
    """Return a parser that repairs nothing, resolves nothing and fetches nothing; compact drops indentation."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, recover=False, load_dtd=False, remove_blank_text=compact
    )


class Tags:
    """The tags of one part by number."""

    def __init__(self) -> None:
        """Begin without any."""
        self._tags: list[str] = []

    def token(self, tag: str) -> str:
        """Return the token that stands for a tag."""
        self._tags.append(tag)
        return f"\ue000{len(self._tags) - 1}\ue001"

    def hide(self, xml: str) -> str:
        """Replace each tag by its token; punctuation inside becomes half-width, entities become characters."""
        return _TAG.sub(lambda match: self.token(_normal(match[0])), xml)

    def show(self, xml: str) -> str:
        """Put the tags back."""
        return _TOKEN.sub(lambda match: self._tags[int(match[1])], xml)

    def found(self, text: str | None) -> Iterator[tuple[int, str]]:
        """Yield the tags in a text with their numbers."""
        for match in _TOKEN.finditer(text or ""):
            yield int(match[1]), self._tags[int(match[1])]

    def replace(self, number: int, tag: str) -> None:
        """Let a token stand for another tag."""
        self._tags[number] = tag


def _normal(tag: str) -> str:
    if tag.startswith("{#"):
        return ""
    return tag[:2] + narrow(unescape(tag[2:-2].translate(_SPACES))) + tag[-2:]


def read_part(template: str, part: bytes, tags: Tags) -> tuple[etree._Element, etree._Element] | None:
    """Return a part as it is in Word and as a tree with tokens for tags, or None where it has no tags."""
    try:
        root = etree.fromstring(part, parser(compact=True))
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"{template} 的内容已损坏：{error.msg}") from error
    _refuse_wide_braces(template, root)
    _refuse_objects(template, root)
    from docxtpl import DocxTemplate  # only to compile: a template that was kept needs none of it

    xml = etree.tostring(root, encoding="unicode").translate(_HIDE)
    if "{" not in xml and "}" not in xml:
        return None
    patched = DocxTemplate(io.BytesIO()).patch_xml(xml).translate(_SHOW)
    hidden = tags.hide(_PARAGRAPH.sub(r"\n<w:p\1", patched))
    _refuse_open_tags(template, hidden, tags)
    if hidden == _PARAGRAPH.sub(r"\n<w:p\1", xml.translate(_SHOW)) and not any(escaped in xml for escaped in _ESCAPED):
        return None
    try:
        tree = etree.fromstring(hidden, parser())
    except etree.XMLSyntaxError as error:
        near = paragraph_text(tags.show(hidden), error.lineno or 1)
        where = f"{template} 第{paragraph_number(error.lineno)}段“{near}”"
        message = "标签跨越了超链接、内容控件或单元格的边界，请把整个标签写在同一处"
        raise TemplateError(f"{where}：{message}") from error
    _keep_breaks(tree, tags)
    print_plainly(tree, tags)
    return root, tree


def paragraph_words(root: etree._Element) -> Iterator[str]:
    """Yield the words of every paragraph as they stand in Word."""
    for paragraph in root.iter(W + "p"):
        yield "".join(str(run.text or "") for run in paragraph.iter(W + "t"))


def _refuse_wide_braces(template: str, root: etree._Element) -> None:
    for number, text in enumerate(paragraph_words(root), start=1):
        if any(braces in text for braces in WIDE_BRACES):
            raise TemplateError(
                f"{template} 第{number}段“{shortened(text)}”：花括号和百分号要用半角的 {{{{ }}}} 和 {{% %}}"
            )


def _refuse_objects(template: str, root: etree._Element) -> None:
    printed = set(_SET_BLOCK.findall("".join(paragraph_words(root))))
    for number, text in enumerate(paragraph_words(root), start=1):
        for match in _OBJECT.finditer(text):
            if "(" not in match["expression"] and match["expression"].strip() not in printed:
                where = f"{template} 第{number}段“{shortened(text)}”：{{{{{match['kind']} }}}}"
                message = "打印的是程序里的富文本、子文档或图片，填报数据只有文字；请写 {{ }}，字体在 Word 里设好"
                raise TemplateError(f"{where} {message}")


def _keep_breaks(tree: etree._Element, tags: Tags) -> None:
    """Let a line break or a tab that stands in a text as itself become Word's own, as docxtpl does."""
    line, tab = tags.token("{{ '\\n' }}"), tags.token("{{ '\\t' }}")
    for element in tree.iter():
        if element.text and element.tag == W + "t":
            element.text = element.text.replace("\ue014", line).replace("\ue015", tab)
        elif element.text and isinstance(element.tag, str):
            element.text = element.text.translate(_SPACES)
        if element.tail:
            element.tail = element.tail.translate(_SPACES)


def _refuse_open_tags(template: str, hidden: str, tags: Tags) -> None:
    for line, text in enumerate(hidden.split("\n"), start=1):
        if _HALF_TAG.search(text):
            near = paragraph_text(tags.show(hidden), line)
            raise TemplateError(f"{template} 第{paragraph_number(line)}段“{near}”：标签的花括号没有成对")


def print_plainly(tree: etree._Element, tags: Tags) -> None:
    """Let values outside ``<w:t>`` print without markup: line breaks would break an attribute or a property.

    Between paragraphs or runs no text may stand at all, only what a macro made.
    """
    for element in tree.iter():
        if str(element.tag).startswith(W) and element.tag not in _WITH_TEXT:
            _wrap(tags, element.text, "_markup")
        elif element.tag != W + "t":
            _wrap(tags, element.text, "_plain")
        _wrap(tags, element.tail, "_markup")
        for value in element.attrib.values():
            _wrap(tags, str(value), "_plain")


def _wrap(tags: Tags, text: str | None, printed: str) -> None:
    for number, tag in tags.found(text):
        if tag.startswith("{{"):
            tags.replace(number, f"{{{{ ({tag[2:-2].strip('-+')})|{printed} }}}}")


def source_of(tree: etree._Element, tags: Tags) -> str:
    """Return the Jinja source of a part."""
    xml = etree.tostring(tree, encoding="unicode")
    for escaped, meant in _ESCAPED.items():
        xml = xml.replace(escaped, f"{{{{ '{meant}' }}}}")
    return tags.show(xml)


def paragraph_number(line: int | None) -> int:
    """Return the paragraph a line of the source holds; the part's first line comes before its first paragraph."""
    return max((line or 1) - 1, 1)


def paragraph_text(source: str, line: int) -> str:
    """Return the words of the paragraph on a line of the source, shortened."""
    lines = source.split("\n")
    return shortened(re.sub(r"<[^>]*>", "", lines[min(line, len(lines)) - 1])) if lines else ""


def shortened(text: str) -> str:
    """Return the beginning of a text."""
    text = text.strip()
    return text if len(text) <= 40 else text[:40] + "……"  # noqa: PLR2004
