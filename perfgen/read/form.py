"""Which form a filing has: by its name, and where that says nothing by how it begins."""

from pathlib import Path

_YAML, _EXCEL = (".yaml", ".yml"), (".xlsx", ".xlsm")
SUFFIXES = _YAML + _EXCEL
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old files of Office begin, and locked ones
ZIP = b"PK"  # and new ones
_OLD = (".xls", ".et")  # opened to say what they are


def is_workbook(path: Path, data: bytes) -> bool:
    """Tell whether a file has to be opened as a workbook; any other is YAML, whatever it is called."""
    suffix = path.suffix.lower()
    return suffix in _EXCEL + _OLD or (suffix not in _YAML and data.startswith((OLE, ZIP)))
