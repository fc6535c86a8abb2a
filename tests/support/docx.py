"""The smallest Word files: a body, and what a body needs."""

from perfgen.word.package import write_parts

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = {
    "w": _W,
    "r": _RELATED,
    "v": "urn:schemas-microsoft-com:vml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
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


def whole_docx(body: str, *, header: str = "", footer: str = "", footnotes: str = "", title: str = "报告") -> bytes:
    """Return a Word file whose further parts other programs find too; each is given by what stands in its root."""
    roots = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
    inner = {kind: xml for kind, xml in (("header", header), ("footer", footer), ("footnotes", footnotes)) if xml}
    parts = {
        f"word/{kind}{'' if kind == 'footnotes' else 1}.xml": f'<w:{roots[kind]} xmlns:w="{_W}">{xml}</w:{roots[kind]}>'
        for kind, xml in inner.items()
    }
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_CONTENT}.{kind}+xml"/>'
        for name, kind in zip(parts, inner, strict=True)
    )
    rels = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATED}/{kind}" Target="{name.removeprefix("word/")}"/>'
        for name, kind in zip(parts, inner, strict=True)
    )
    section = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in inner if kind in ("header", "footer")
    )
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    parts["word/document.xml"] = (
        f"<w:document {namespaces}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    )
    parts["word/_rels/document.xml.rels"] = _RELS.partition("<Relationship ")[0] + rels + "</Relationships>"
    types += (
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    )
    parts["docProps/core.xml"] = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
    )
    core = (
        '<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/></Relationships>'
    )
    return write_parts(
        {
            "[Content_Types].xml": _TYPES.replace("</Types>", types + "</Types>").encode(),
            "_rels/.rels": _RELS.replace("</Relationships>", core).encode(),
            **{name: xml.encode() for name, xml in parts.items()},
        }
    )
