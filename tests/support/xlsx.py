"""The smallest workbooks, as XML: a sheet's rows, and what rows need; and what openpyxl reads in them."""

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch
from xml.sax.saxutils import quoteattr

import openpyxl
from openpyxl.workbook import Workbook

from perfgen.read.cells import read_sheets
from perfgen.read.stored import SheetCells
from perfgen.word.package import write_parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
_TYPES = {
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "worksheets/": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "chartsheets/": "application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet+xml",
    "sharedStrings": "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml",
    "styles": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
}


def sheet(rows: str, behind: str = "", space: str = MAIN) -> str:
    """Return the part of a sheet with its rows and what stands behind them."""
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{behind}</worksheet>'


def book(*names: str, before: str = "", space: str = MAIN, office: str = OFFICE) -> str:
    """Return the part that names the sheets; the first is related as rId1."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{space}" xmlns:r="{office}">{before}<sheets>{sheets}</sheets></workbook>'


def relations(targets: Mapping[str, str], office: str = OFFICE) -> str:
    """Return relationships rId1, rId2, …: each a target with the last word of its kind."""
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'


def styles(*formats: int | str, space: str = MAIN) -> str:
    """Return styles with a cell format each, by its number or as written."""
    codes = {code: 164 + number for number, code in enumerate(formats) if isinstance(code, str)}
    written = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for code, number in codes.items())
    looks = "".join(
        f'<xf numFmtId="{codes[code] if isinstance(code, str) else code}" fontId="0" fillId="0" borderId="0"/>'
        for code in formats
    )
    return (
        f'<styleSheet xmlns="{space}"><numFmts count="{len(codes)}">{written}</numFmts>'
        "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f'<cellStyleXfs><xf/></cellStyleXfs><cellXfs count="{len(formats)}">{looks}</cellXfs></styleSheet>'
    )


def xlsx(
    rows: str = "",
    *,
    behind: str = "",
    before: str = "",
    formats: tuple[int | str, ...] = (0,),
    strings: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a workbook with one sheet 表; ``strings`` are its shared texts, ``parts`` replace or join the others."""
    related = {"worksheets/sheet1.xml": "worksheet", "styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
    whole: dict[str, str | bytes] = {
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": book("表", before=before),
        "xl/_rels/workbook.xml.rels": relations(related),
        SHEET: sheet(rows, behind),
        "xl/styles.xml": styles(*formats),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        **(parts or {}),
    }
    return packed({name: content for name, content in whole.items() if content})


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip the parts, with the list of their types."""
    overrides = "".join(
        f'<Override PartName="/{name.lstrip("/")}" ContentType="{type_}"/>'
        for name in parts
        for word, type_ in _TYPES.items()
        if word in name and not name.endswith(".rels")
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    every = {"[Content_Types].xml": types, **parts}
    return write_parts({name: part.encode() if isinstance(part, str) else part for name, part in every.items()})


def opened(data: bytes, *, data_only: bool = True) -> Workbook:
    """Return the workbook as openpyxl reads it: the stored results, or the formulas."""
    with warnings.catch_warnings(action="ignore"):
        return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)


def theirs(data: bytes, cell: str = "A1", *, data_only: bool = True) -> object:
    """Return what openpyxl reads in a cell of the first sheet."""
    value: object = opened(data, data_only=data_only).worksheets[0][cell].value
    return value


def ours(data: bytes, cell: str = "A1") -> str | None:
    """Return what we read in a cell of the first sheet; None where it is blank or unreadable."""
    return texts(read_sheets(data)[0]).get(cell)


def texts(cells: SheetCells) -> dict[str, str | None]:
    """Return the cells of a sheet that hold something, by their place."""
    return {scalar.place.cell: scalar.text for line in cells.rows.values() for scalar in line.values()}


def said(data: bytes) -> list[str]:
    """Return what is wrong with the cells of the first sheet."""
    return [f"{found.place.cell} {found.message}" for found in read_sheets(data)[0].findings]


@contextmanager
def as_trees() -> Iterator[None]:
    """Have every part read as a tree, also those that are plain."""
    with (
        patch("perfgen.read.cells.plain_sheets", side_effect=lambda parts: [None] * len(parts)),
        patch("perfgen.read.texts._plain_texts", return_value=None),
    ):
        yield
