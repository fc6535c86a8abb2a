"""The parts of a workbook's package: which sheets there are, the shared texts, which formats are dates or percentages.

Read straight from the XML: openpyxl takes ten times as long, and hides what a reader of filings must tell apart (a
formula without a result from an empty cell, 98% from 0.98).
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from perfgen.errors import PerfgenError

_LARGEST_UNPACKED = 300_000_000
_MOST_PARTS = 5_000
_TRUE = ("1", "true")
_WORKBOOK, _SHEET = "/officeDocument", "/worksheet"
_STRINGS, _STYLES = "/sharedStrings", "/styles"
# Formats that every program knows by number; 27 to 36 and 50 to 58 are the Chinese dates.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENTAGES = frozenset((9, 10))
_NOT_SHOWN = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]|\\.|_.')


class BrokenWorkbook(PerfgenError):
    """The file is no workbook that can be read."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell's format makes of its number."""

    date: bool = False
    percent: bool = False


@dataclass(frozen=True)
class Spreadsheet:
    """A workbook whose package was opened; ``sheets`` are their names and roots, in the order of the tabs."""

    sheets: tuple[tuple[str, etree._Element], ...]
    strings: tuple[str, ...]
    looks: tuple[Look, ...]
    since_1904: bool


def parse(xml: bytes) -> etree._Element:
    """Parse a part: nothing is repaired, resolved or fetched."""
    if b"<!DOCTYPE" in xml[:4096]:
        raise BrokenWorkbook("工作簿里有不允许的声明")
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, which differs between the two kinds of .xlsx."""
    return str(element.tag).rpartition("}")[2]


def open_spreadsheet(data: bytes) -> Spreadsheet:
    """Read what all sheets need; BrokenWorkbook, or what a damaged part makes the libraries raise, where that fails."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
            raise BrokenWorkbook("工作簿解压后过大，不像是填报数据")
        (book_name,) = (target for kind, target in _related(package, "").values() if kind.endswith(_WORKBOOK))
        related = _related(package, book_name)
        book = parse(package.read(book_name))
        others = {kind.rpartition("/")[2]: target for kind, target in related.values()}
        strings, styles = others.get(_STRINGS[1:], ""), others.get(_STYLES[1:], "")
        names = set(package.namelist())
        return Spreadsheet(
            tuple(_sheets(package, book, related)),
            tuple(map(text_of, parse(package.read(strings)))) if strings in names else (),
            tuple(_looks(parse(package.read(styles)))) if styles in names else (),
            any(node.get("date1904") in _TRUE for node in book if local(node) == "workbookPr"),
        )


def _related(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of a part's relationships."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    return {
        str(node.get("Id")): (
            str(node.get("Type")),
            posixpath.normpath(posixpath.join("/", folder, str(node.get("Target")))).lstrip("/"),
        )
        for node in parse(package.read(rels))
    }


def _sheets(
    package: zipfile.ZipFile, book: etree._Element, related: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, etree._Element]]:
    for group in book:
        for node in group if local(group) == "sheets" else ():
            reference = next(value for key, value in node.attrib.items() if str(key).endswith("}id"))
            kind, target = related[str(reference)]
            if kind.endswith(_SHEET):  # not a sheet that is a chart or a dialogue
                yield str(node.get("name")), parse(package.read(target))


def text_of(item: etree._Element) -> str:
    """Return a text with its runs joined; how it is pronounced (rPh) is left out."""
    parts = []
    for node in item:
        match local(node):
            case "t":
                parts.append(str(node.text or ""))
            case "r":
                parts += [str(text.text or "") for text in node if local(text) == "t"]
    return "".join(parts)


def _looks(styles: etree._Element) -> Iterator[Look]:
    codes: dict[int, str] = {}
    for group in styles:
        if local(group) == "numFmts":
            codes = {int(node.get("numFmtId", "0")): str(node.get("formatCode") or "") for node in group}
    for group in styles:
        for node in group if local(group) == "cellXfs" else ():
            number = int(node.get("numFmtId", "0"))
            yield look_of(codes[number]) if number in codes else Look(number in _DATES, number in _PERCENTAGES)


def look_of(code: str) -> Look:
    """Return what a written format makes of a number: ``yyyy"年"`` a date, ``0.0%`` a percentage."""
    shown = _NOT_SHOWN.sub("", code.partition(";")[0])
    date = shown.lower() != "general" and re.search(r"[dmhysDMHYS]", shown) is not None
    return Look(date, not date and "%" in shown)
