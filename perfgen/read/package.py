"""The package of a workbook: its parts by their names, unpacked."""

import io
import zipfile
import zlib
from functools import lru_cache, partial

from perfgen.read.known import PARTS
from perfgen.read.markup import BrokenWorkbook

TOO_LARGE = "工作簿解压后过大，不像是填报数据"
_LARGEST_UNPACKED = 300_000_000
_MOST_PARTS = 5_000
_REMEMBERED = 60_000  # bytes, unpacked
_ODD = ~0x80E  # flags of a part, but for how well it is compressed, its sizes being behind it, its name being UTF-8
_HEADER = 30  # bytes in front of the name
_BEGINNING = b"PK\3\4"


class Part:
    """What is in a part, its checksum, and what was read in it last: parts of equal bytes are one."""

    __slots__ = ("content", "meaning", "sum")

    def __init__(self, content: bytes) -> None:
        """Take the content."""
        self.content = content
        self.sum = zlib.crc32(content)
        self.meaning: object = None


class Package:
    """A zip of parts. zipfile says what is in it, and has the last word where anything is out of the ordinary."""

    def __init__(self, data: bytes) -> None:
        """Read the list of parts."""
        self._data = data
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        parts = self._zip.infolist()
        if len(parts) > _MOST_PARTS or sum([part.file_size for part in parts]) > _LARGEST_UNPACKED:
            raise BrokenWorkbook(TOO_LARGE)
        self._parts = {_even(part.filename): part for part in parts}
        starts = sorted([part.header_offset for part in parts], reverse=True)
        self._ends = dict(zip(starts, [self._zip.start_dir, *starts], strict=False))

    def read(self, name: str) -> Part:
        """Return what is in a part."""
        part = self._parts[_even(name)]
        return self._inflated(part) or Part(self._zip.read(part))

    def _inflated(self, part: zipfile.ZipInfo) -> Part | None:
        """Return what is in a part, at once instead of step by step; None where zipfile might think otherwise."""
        start = part.header_offset
        header = self._data[start : start + _HEADER]
        if part.compress_type != zipfile.ZIP_DEFLATED or part.flag_bits & _ODD or header[:4] != _BEGINNING:
            return None
        named = start + _HEADER + int.from_bytes(header[26:28], "little")
        begin = named + int.from_bytes(header[28:30], "little")
        end = begin + part.compress_size
        name = part.orig_filename
        if not name.isascii() or self._data[start + _HEADER : named] != name.encode() or end > self._ends[start]:
            return None
        packed, inflate = [self._data[begin:end]], partial(_inflate, part.file_size)
        inflated = PARTS.meanings("", packed, inflate) if part.file_size <= _REMEMBERED else inflate(packed)
        is_whole = inflated and len(inflated[0].content) == part.file_size and inflated[0].sum == part.CRC
        return inflated[0] if inflated and is_whole else None


def _inflate(size: int, packed: list[bytes]) -> list[Part] | None:
    """Unpack one part; None where it is not what it is said to be."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflate.decompress(packed[0], size + 1)
    except zlib.error:
        return None
    return [Part(content)] if inflate.eof else None


@lru_cache(maxsize=1024)
def _even(name: str) -> str:
    """Even out a part's name: capitals make no difference, and some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()
