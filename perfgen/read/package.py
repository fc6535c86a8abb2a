"""The package of a workbook: its parts by their names, unpacked."""

import io
import zipfile
import zlib
from functools import lru_cache

from perfgen.read.markup import BrokenWorkbook

TOO_LARGE = "工作簿解压后过大，不像是填报数据"
_LARGEST_UNPACKED = 300_000_000
_MOST_PARTS = 5_000
_ODD = ~0x80E  # flags of a part, but for how well it is compressed, its sizes being behind it, its name being UTF-8
_HEADER = 30  # bytes in front of the name
_BEGINNING = b"PK\3\4"


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

    def read(self, name: str) -> bytes:
        """Return what is in a part."""
        part = self._parts[_even(name)]
        content = self._inflated(part)
        return self._zip.read(part) if content is None else content

    def _inflated(self, part: zipfile.ZipInfo) -> bytes | None:
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
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflate.decompress(self._data[begin:end], part.file_size + 1)
        except zlib.error:
            return None
        is_whole = inflate.eof and len(content) == part.file_size and zlib.crc32(content) == part.CRC
        return content if is_whole else None


@lru_cache(maxsize=1024)
def _even(name: str) -> str:
    """Even out a part's name: capitals make no difference, and some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()
