"""The package of a workbook: its parts by their names, unpacked."""

import io
import struct
import zlib
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from perfgen.read.known import PARTS
from perfgen.read.markup import BrokenWorkbook

if TYPE_CHECKING:
    from zipfile import ZipFile

TOO_LARGE = "工作簿解压后过大，不像是填报数据"
_LARGEST_UNPACKED = 300_000_000
_MOST_PARTS = 5_000
_REMEMBERED = 60_000  # bytes, unpacked
_ODD = ~0x80E  # flags of a part, but for how well it is compressed, its sizes being behind it, its name being UTF-8
_HEADER = 30  # bytes in front of the name
_SHORT = 16_000  # bytes, packed: no more than a thousand times as long when unpacked
_DEFLATED = 8
_BEGINNING, _LISTED = b"PK\3\4", b"PK\1\2"
_END = struct.Struct("<4s4H2LH")
_ABOUT = struct.Struct("<4s2xBx2H4x3L4H6xL")
_OLDEST = 45  # version of the format that is needed


class Part:
    """What is in a part, its checksum, and what was read in it last: parts of equal bytes are one."""

    __slots__ = ("content", "has_doctype", "meaning", "sum")

    def __init__(self, content: bytes) -> None:
        """Take the content."""
        self.content = content
        self.sum = zlib.crc32(content)
        self.has_doctype = b"!" in content and b"<!DOCTYPE" in content  # the one character is looked for faster
        self.meaning: object = None


class _Entry(NamedTuple):
    """What the directory says of a part; its name as it stands in front of the part."""

    name: bytes
    flags: int
    method: int
    sum: int
    packed: int
    size: int
    start: int


class Package:
    """A zip of parts. zipfile has the last word on what is in it wherever anything is out of the ordinary."""

    def __init__(self, data: bytes) -> None:
        """Read the list of parts."""
        self._data = data
        end, entries = _plain_directory(data) or self._directory()
        if len(entries) > _MOST_PARTS or sum([entry.size for entry in entries]) > _LARGEST_UNPACKED:
            raise BrokenWorkbook(TOO_LARGE)
        self._parts = {_even(entry.name.decode()): entry for entry in entries}
        starts = sorted([entry.start for entry in entries], reverse=True)
        self._ends = dict(zip(starts, [end, *starts], strict=False))

    @cached_property
    def _zip(self) -> "ZipFile":
        import zipfile

        return zipfile.ZipFile(io.BytesIO(self._data))

    def _directory(self) -> tuple[int, list[_Entry]]:
        """Return where the directory begins and what it says, as zipfile has it."""
        return self._zip.start_dir, [
            _Entry(
                part.filename.encode("utf-8", "surrogateescape"),
                part.flag_bits,
                part.compress_type,
                part.CRC,
                part.compress_size,
                part.file_size,
                part.header_offset,
            )
            for part in self._zip.infolist()
        ]

    def read(self, name: str) -> Part:
        """Return what is in a part."""
        known = _even(name)
        return self._inflated(self._parts[known]) or self._unpacked(known)

    def _unpacked(self, name: str) -> Part:
        parts = {_even(part.filename): part for part in self._zip.infolist()}
        return Part(self._zip.read(parts[name]))

    def _inflated(self, entry: _Entry) -> Part | None:
        """Return what is in a part, at once instead of step by step; None where zipfile might think otherwise."""
        start = entry.start
        header = self._data[start : start + _HEADER]
        if entry.method != _DEFLATED or entry.flags & _ODD or header[:4] != _BEGINNING:
            return None
        named = start + _HEADER + int.from_bytes(header[26:28], "little")
        begin = named + int.from_bytes(header[28:30], "little")
        end = begin + entry.packed
        name = entry.name
        if not name.isascii() or self._data[start + _HEADER : named] != name or end > self._ends[start]:
            return None
        packed, inflate = [self._data[begin:end]], partial(_inflate, entry.size)
        inflated = PARTS.meanings("", packed, inflate) if entry.size <= _REMEMBERED else inflate(packed)
        is_whole = inflated and len(inflated[0].content) == entry.size and inflated[0].sum == entry.sum
        return inflated[0] if inflated and is_whole else None


def _plain_directory(data: bytes) -> tuple[int, list[_Entry]] | None:
    """Return where the directory begins and what it says; None unless it is as plain as the usual programs write it.

    It fills what is between the last part and the end, and has no comments and nothing extra, such as long sizes.
    """
    end = len(data) - _END.size
    if end < 0:
        return None
    signature, disk, first, _, count, size, begin, comment = _END.unpack_from(data, end)
    if (signature, disk, first, comment) != (b"PK\5\6", 0, 0, 0) or begin + size != end:
        return None
    entries: list[_Entry] = []
    at, last, about = begin, end - _ABOUT.size, _ABOUT.unpack_from
    while at < last:
        signature, version, flags, method, sum_, packed, unpacked, named, extra, comment, disk, start = about(data, at)
        at += _ABOUT.size + named
        name = data[at - named : at]
        is_odd = signature != _LISTED or version > _OLDEST or extra or comment or disk or flags & _ODD
        if is_odd or not name.isascii() or b"\0" in name:
            return None
        entries.append(_Entry(name, flags, method, sum_, packed, unpacked, start))
    return (begin, entries) if at == end and len(entries) == count else None


def _inflate(size: int, packed: list[bytes]) -> list[Part] | None:
    """Unpack one part; None where it is not what it is said to be.

    What is long is unpacked as far as it is said to go: it might never end.
    """
    try:
        if len(packed[0]) <= _SHORT:
            return [Part(zlib.decompress(packed[0], -zlib.MAX_WBITS, size or 1))]
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        content = inflate.decompress(packed[0], size + 1)
    except zlib.error:
        return None
    return [Part(content)] if inflate.eof else None


@lru_cache(maxsize=1024)
def _even(name: str) -> str:
    """Even out a part's name: capitals make no difference, and some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()
