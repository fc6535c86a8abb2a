"""All words of a Word file at a glance: nothing is parsed."""

import io
import re

_MARKUP = re.compile(r"<[^>]*>")
_ENDS = re.compile(r"</w:p>|<w:br/>")


def words(data: bytes) -> str:
    """Return all words of a document, a line a paragraph: a first look that parses nothing."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return words_of(package.read("word/document.xml").decode())


def words_of(xml: str) -> str:
    """Return the words of a part, a line a paragraph."""
    from html import unescape  # few runs look at words: it brings a large table

    return unescape(_MARKUP.sub("", _ENDS.sub("\n", xml)))
