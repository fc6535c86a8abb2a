"""The smallest Word files: a body, and what a body needs."""

from perfgen.word.package import write_parts

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""


def docx(body: str, **parts: bytes) -> bytes:
    """Return a Word file with the body and any further parts (``word__header1__xml=…``)."""
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    further = {name.replace("__", "/", 1).replace("__", "."): content for name, content in parts.items()}
    return write_parts(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": _RELS.encode(),
            "word/document.xml": document.encode(),
            **further,
        }
    )


def p(*runs: str) -> str:
    """Return a paragraph with a run for each text."""
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def tc(text: str, span: int = 1, width: int = 1000) -> str:
    """Return a table cell."""
    grid_span = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{grid_span}</w:tcPr>{p(text)}</w:tc>'


def tr(*cells: str) -> str:
    """Return a table row; plain texts become cells."""
    return "<w:tr>" + "".join(cell if cell.startswith("<w:tc") else tc(cell) for cell in cells) + "</w:tr>"


def tbl(columns: int, *rows: str) -> str:
    """Return a fixed table."""
    grid = '<w:gridCol w:w="1000"/>' * columns
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>" + p("")
    )
