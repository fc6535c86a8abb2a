"""The zip around a Word file: read with guards, written so that the same parts give the same bytes."""

import io
import re
import struct
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from perfgen.errors import PerfgenError

_LARGEST = 50_000_000
_MOST_PARTS = 2_000
_RELATIONSHIP = re.compile(rb"<[\w:]*Relationship\s[^>]*>")
_UTF8, _STORED, _DEFLATED = 0x800, 0, 8  # as the zip format numbers them
_FEW = 512
_DATE = 0x21  # 1 January 1980, its first day
_ABOUT = struct.Struct("<HHHHHLLLHH")
_ENTRY = b"PK\1\2\x14\0"


class TemplateError(PerfgenError):
    """A template cannot be used; the message names the file and, where known, the paragraph."""


def read_parts(name: str, data: bytes) -> dict[str, bytes]:
    """Return the parts of a .docx in file order; TemplateError for what is none, or could do harm."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if len(members) > _MOST_PARTS or sum(member.file_size for member in members) > _LARGEST:
                raise TemplateError(f"{name} 解压后过大，不像是 Word 模板")
            parts = {member.filename: package.read(member) for member in members if not member.is_dir()}
    except TemplateError:
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        raise TemplateError(f"{name} 不是 Word 文件（.docx），请用 Word 或 WPS 另存为 .docx") from error
    if "word/document.xml" not in parts:
        raise TemplateError(f"{name} 里没有正文，不是 Word 文件（.docx）")
    for part, content in parts.items():
        if part.endswith("vbaProject.bin"):
            raise TemplateError(f"{name} 含有宏，请另存为不含宏的 .docx")
        if part.endswith(".rels") and any(map(_fetches, _RELATIONSHIP.findall(content))):
            raise TemplateError(f"{name} 引用了外部文件（{part}），请把它嵌入文档")
        if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
            raise TemplateError(f"{name} 的 {part} 含有不允许的声明")
    return parts


def _fetches(relationship: bytes) -> bool:
    """Tell whether opening the document would fetch something; a hyperlink waits for a click."""
    return b"External" in relationship and b"/relationships/hyperlink" not in relationship


LEVEL = 3  # of zlib: takes a third of the time of its usual 6 and makes a document 4 % larger
_MEMORY = 6  # its usual 8 takes a quarter more time, and documents are as large: its tables do not stay in the cache


class Packed(NamedTuple):
    """A part as it lies in the zip, header and all: what a template never changes is compressed once.

    ``entry`` and ``name`` stand in the zip's directory, with the part's offset between them.
    """

    data: bytes
    entry: bytes
    name: bytes


def deflated(content: bytes) -> bytes:
    """Compress the content of a part."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, _MEMORY)
    return deflate.compress(content) + deflate.flush()


def pack(name: str, content: bytes) -> Packed:
    """Compress a part; of a few words, as of the properties, setting up would cost more than it saves."""
    if len(content) < _FEW:
        method, data = _STORED, content
    else:
        method, data = _DEFLATED, deflated(content)
    raw = name.encode()
    flags = 0 if raw.isascii() else _UTF8
    sizes = (zlib.crc32(content), len(data), len(content), len(raw), 0)
    about = _ABOUT.pack(20, flags, method, 0, _DATE, *sizes)
    return Packed(b"".join((b"PK\3\4", about, raw, data)), b"".join((_ENTRY, about, bytes(10))), raw)


def write_parts(parts: Mapping[str, bytes] | list[Packed]) -> bytes:
    """Return the zip of the parts: fixed date, order and attributes, so that equal parts give equal bytes."""
    packed = parts if isinstance(parts, list) else [pack(name, content) for name, content in parts.items()]
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for data, entry, name in packed:
        pieces.append(data)
        directory += (entry, offset.to_bytes(4, "little"), name)
        offset += len(data)
    index = b"".join(directory)
    end = struct.pack("<HHHHLLH", 0, 0, len(packed), len(packed), len(index), offset, 0)
    return b"".join((*pieces, index, b"PK\5\6", end))
