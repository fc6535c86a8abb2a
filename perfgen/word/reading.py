"""The words of a Word file, paragraph by paragraph, table cells included."""

from lxml import etree

from perfgen.word.package import read_parts
from perfgen.word.tags import W, parser

_BREAKS = {W + "br": "\n", W + "tab": "\t"}


def paragraphs(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Return the text of every paragraph in document order; line breaks and tabs as themselves."""
    root = etree.fromstring(read_parts("", data)[part], parser())
    return [_text(paragraph) for paragraph in root.iter(W + "p")]


def _text(paragraph: etree._Element) -> str:
    return "".join(
        str(node.text or "") if node.tag == W + "t" else _BREAKS[str(node.tag)]
        for node in paragraph.iter(W + "t", *_BREAKS)
        if not (node.tag == W + "tab" and node.getparent().tag == W + "tabs")  # type: ignore[union-attr]
    )
