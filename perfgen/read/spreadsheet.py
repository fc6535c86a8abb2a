"""The parts of a workbook's package: which sheets there are, the shared texts, what the formats show.

Read straight from the XML: openpyxl takes many times as long, and hides what a reader of filings must tell apart (a
formula without a result from an empty cell, 98% from 0.98).
"""

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from perfgen.read.formats import Looks, known_look, look_of
from perfgen.read.known import remembered
from perfgen.read.markup import TRUE, BrokenWorkbook, local, parse
from perfgen.read.package import TOO_LARGE, Package, Part
from perfgen.read.texts import shared_texts

_MOST_XML = 30_000_000  # what is parsed of one file; in memory it grows tenfold and more
_LARGE = 1_000_000
# Cells and rows that have a format and nothing in them. The attributes are plain ones, so that nothing else matches.
_PLAIN = rb'(?: [\w:]+="[\w.: ]*")*+ ?'
_BLANK_CELLS = re.compile(rb'(?:<(?:\w+:)?c r="[A-Z]+\d+"' + _PLAIN + rb"(?:/>|></(?:\w+:)?c>))++")
_BLANK_ROW = re.compile(rb'<(?:\w+:)?row r="\d+"' + _PLAIN + rb"(?:/>|></(?:\w+:)?row>)")
_NO_LOOKS = Looks({})
_UNNUMBERED = re.compile(rb'<(?:\w+:)?(?:c|row)(?=[\s/>])(?! r="[A-Z]*\d)|<!')


class Spreadsheet:
    """A workbook's package, opened. Any damage is a BrokenWorkbook, or what it makes the libraries raise."""

    def __init__(self, data: bytes) -> None:
        """Read what all sheets need; ``sheets`` are their names and parts, in the order of the tabs."""
        self._package = Package(data)
        self._parsed = 0
        related = _related("", self._relations(""))
        book = next(target for kind, target in related.values() if kind == "officeDocument")
        folder, relations = posixpath.dirname(book), self._relations(book)
        others = dict(_related(folder, relations).values())
        self.sheets, self.since_1904 = _book(self.xml(book), folder, relations)
        self.strings = shared_texts(self.xml(others["sharedStrings"])) if "sharedStrings" in others else ()
        self.looks = _looks(self.xml(others["styles"])) if "styles" in others else _NO_LOOKS

    def xml(self, part: str) -> bytes:
        """Return what is written in a part."""
        return self.part(part).content

    def part(self, name: str) -> Part:
        """Return a part, with what was read in it before."""
        part = self._package.read(name)
        if part.has_doctype:
            raise BrokenWorkbook("工作簿里有不允许的声明")
        if len(part.content) > _LARGE:
            part = Part(without_blanks(part.content))
        self._parsed += len(part.content)
        if self._parsed > _MOST_XML:
            raise BrokenWorkbook(TOO_LARGE)
        return part

    def _relations(self, part: str) -> bytes:
        """Return what is written of a part's relationships."""
        folder, name = posixpath.split(part)
        return self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))


@remembered(64)
def _related(folder: str, relations: bytes) -> dict[str, tuple[str, str]]:
    """Return the kind and the target of relationships by their number."""
    return {
        str(node.get("Id")): (str(node.get("Type")).rpartition("/")[2], _target(folder, str(node.get("Target"))))
        for node in parse(relations)
    }


def _target(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, path))


@remembered(32)
def _book(xml: bytes, folder: str, relations: bytes) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Return the sheets of a workbook, each with its part, and whether its days are counted from 1904."""
    book = parse(xml)
    if local(book) != "workbook":
        raise BrokenWorkbook("里面是 Word 或其他程序的文件，不是 Excel 工作簿")
    sheets = tuple(_sheets(book, _related(folder, relations)))
    return sheets, any(node.get("date1904") in TRUE for node in book if local(node) == "workbookPr")


def _sheets(book: etree._Element, related: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for group in book:
        for node in group if local(group) == "sheets" else ():
            reference = next(value for key, value in node.attrib.items() if str(key).endswith("/relationships}id"))
            kind, target = related[str(reference)]
            if kind == "worksheet":  # not a sheet that is a chart or a dialogue
                yield str(node.get("name")), target


def without_blanks(xml: bytes) -> bytes:
    """Drop the cells and rows that are formatted and empty: there may be a million of them.

    The places of those that stay must not depend on those that go, so every cell and row must say where it stands.
    """
    return xml if _UNNUMBERED.search(xml) else _BLANK_ROW.sub(b"", _BLANK_CELLS.sub(b"", xml))


@remembered(16, 200_000)
def _looks(xml: bytes) -> Looks:
    groups = {local(group): group for group in parse(xml)}
    codes = {node.get("numFmtId"): node.get("formatCode") or "" for node in groups.get("numFmts", ())}
    formats = [node.get("numFmtId", "0") for node in groups.get("cellXfs", ())]
    looks = [look_of(codes[number]) if number in codes else known_look(int(number)) for number in formats]
    return Looks({str(number): look for number, look in enumerate(looks)})
