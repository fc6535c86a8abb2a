"""The words of a Word file, paragraph by paragraph, table cells included."""

import io
import re
import zipfile
from html import unescape

from lxml import etree

from perfgen.word.package import read_parts
from perfgen.word.tags import W, parser

_MARKUP = re.compile(r"<[^>]*>")
_ENDS = re.compile(r"</w:p>|<w:br/>")
_BREAKS = {W + "br": "\n", W + "tab": "\t"}


def paragraphs(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Return the text of every paragraph in document order; line breaks and tabs as themselves."""
    root = etree.fromstring(read_parts("", data)[part], parser())
    return [_text(paragraph) for paragraph in root.iter(W + "p")]


def words(data: bytes) -> str:
    """Return all words of a document, a line a paragraph: a first look that parses nothing."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return words_of(package.read("word/document.xml").decode())


def words_of(xml: str) -> str:
    """Return the words of a part, a line a paragraph."""
    return unescape(_MARKUP.sub("", _ENDS.sub("\n", xml)))


def _text(paragraph: etree._Element) -> str:
    return "".join(
        str(node.text or "") if node.tag == W + "t" else _BREAKS[str(node.tag)]
        for node in paragraph.iter(W + "t", *_BREAKS)
        if not (node.tag == W + "tab" and node.getparent().tag == W + "tabs")  # type: ignore[union-attr]
    )
