"""The XML of a workbook: parsed as it stands, with nothing repaired, resolved or fetched."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from perfgen.errors import PerfgenError

TRUE = ("1", "true")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # and an underscore before an x is written _x005F_


class BrokenWorkbook(PerfgenError):
    """The file is no workbook that can be read."""


def parse(xml: bytes) -> etree._Element:
    """Return the tree of a part."""
    root = etree.fromstring(xml, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenWorkbook("工作簿里有不允许的声明")
    return root


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, which differs between the two kinds of .xlsx."""
    return _local(element.tag)


@lru_cache(maxsize=256)
def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def merged_areas(sheet: etree._Element) -> Iterator[str]:
    """Yield the merged areas of a sheet: ``A1:B2``."""
    for group in sheet.iterchildren("{*}mergeCells"):
        for area in group:
            yield str(area.get("ref"))


def text_of(item: etree._Element) -> str:
    """Return a text with its runs joined; how it is pronounced (rPh) is left out."""
    if len(item) == 1:
        (only,) = item
        if not len(only):  # no runs, as most have none
            return unescaped(only.text or "")
    for guide in item.findall("{*}rPh"):
        item.remove(guide)
    return unescaped("".join([text.text or "" for text in item.iter("{*}t")]))


def unescaped(text: str) -> str:
    """Put in the characters that XML cannot hold, which are written as ``_x000D_``."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # A character beyond the first 65,536 may be written as its two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
