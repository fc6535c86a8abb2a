"""What openpyxl leaves undone: a workbook packed so that the same content gives the same bytes, and valid."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count
from types import MappingProxyType
from typing import IO

from openpyxl import Workbook

_AT_ONCE = 1_000_000  # bytes
_ROW_END = b"</row>"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET, _SHEET_RELATIONS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
_AFTER_LINKS = rb"<(?:printOptions|pageMargins)"
_FONT_ORDER = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign", b"sz", b"color"),
    *(b"name", b"family", b"charset", b"scheme"),
)


def packed(book: Workbook, links: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return a finished workbook: without the time it was made, in the order of the schema, its rows free to grow.

    ``links``: where cells of its first sheet lead, percent-encoded, by cell. openpyxl would keep two kilobytes of each.
    """
    book.properties.created = datetime(*_EPOCH)  # noqa: DTZ001
    if not links:
        return _saved(book, _timeless)
    cells = b"".join(b'<hyperlink ref="%b" r:id="rId%d"/>' % pair for pair in zip(map(str.encode, links), count(1)))
    element = b'<hyperlinks xmlns:r="%b">%b</hyperlinks>' % (_RELATIONS.encode(), cells)

    def linked(name: str, xml: bytes) -> bytes:
        after = re.search(_AFTER_LINKS, xml) if name == _SHEET else None
        return _timeless(name, xml[: after.start()] + element + xml[after.start() :] if after else xml)

    return _saved(book, linked, {_SHEET_RELATIONS: _relations(links.values())})


def put_in_order(book: Workbook) -> bytes:
    """Return a workbook that somebody else has made: in the order of the schema, and else as it was."""
    return _saved(book, _in_order)


def _relations(addresses: Iterable[str]) -> bytes:
    each = f'<Relationship Id="rId{{}}" Type="{_RELATIONS}/hyperlink" Target="{{}}" TargetMode="External"/>'
    lines = "".join(each.format(number, address) for number, address in enumerate(addresses, start=1))
    return f'<Relationships xmlns="{_PACKAGE}">{lines}</Relationships>'.encode()


def _saved(
    book: Workbook, mended: Callable[[str, bytes], bytes], more: Mapping[str, bytes] = MappingProxyType({})
) -> bytes:
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with old.open(name) as part, new.open(_entry(name), "w") as file:
                for piece in _pieces(part):
                    file.write(mended(name, piece))
        for name, data in more.items():
            new.writestr(_entry(name), data)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0o600 << 16
    return info


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part bit by bit, rows whole: a province's summary is tens of megabytes."""
    rest = b""
    while read := part.read(_AT_ONCE):
        whole, end, rest = (rest + read).rpartition(_ROW_END)
        yield whole + end
    yield rest


def _timeless(name: str, xml: bytes) -> bytes:
    if name.startswith("xl/worksheets/"):  # a row's height is a start, not fixed: it grows with what is typed
        return re.sub(rb'(<row [^>]*?) customHeight="1"', rb"\g<1>", xml)
    if name == "docProps/core.xml":
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", xml)
    return _in_order(name, xml)


def _in_order(name: str, xml: bytes) -> bytes:
    return re.sub(rb"(?<=<font>).*?(?=</font>)", _in_schema_order, xml) if name == "xl/styles.xml" else xml


def _in_schema_order(font: re.Match[bytes]) -> bytes:
    """Put the parts of a font in the order of the schema, which openpyxl does not keep."""
    parts = re.findall(rb"<(\w+)[^>]*/>", font[0]), re.findall(rb"<\w+[^>]*/>", font[0])
    return b"".join(part for _, part in sorted(zip(*parts, strict=True), key=lambda pair: _FONT_ORDER.index(pair[0])))
