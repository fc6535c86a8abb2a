"""Pages, and the file: a small, clean .docx with the same bytes for the same content."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tools.draft.blocks import page_number, paragraph
from tools.draft.chart import ChartDraft
from tools.draft.styles import font_part, numbering_part, settings_part, styles_part
from tools.draft.xml import DECLARATION, Element, R, mm, w, xml_bytes

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = "application/vnd.openxmlformats-package"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


@dataclass(frozen=True)
class Page:
    """A4 upright with margins in millimetres, from the edge of the paper."""

    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    footer: float = 26

    def section(self, *, numbered: bool = True, first: int = 0) -> Element:
        """Return section properties; ``first`` restarts the page numbers."""
        reference = w("footerReference", type="default")
        reference.set(f"{{{R}}}id", "rId5")
        return w(
            "sectPr",
            reference if numbered else None,
            w("type", val="nextPage"),
            w("pgSz", w=11906, h=16838),
            w(
                "pgMar",
                top=mm(self.top),
                right=mm(self.right),
                bottom=mm(self.bottom),
                left=mm(self.left),
                header=851,
                footer=mm(self.footer),
                gutter=0,
            ),
            w("pgNumType", start=first) if first else None,
            w("cols", space=425),
            w("docGrid", linePitch=312),
        )


@dataclass(frozen=True)
class Draft:
    """A document: its title (may hold placeholders), body elements and last section."""

    title: str
    body: list[Element]
    section: Element
    numbered: bool = False
    charts: tuple[ChartDraft, ...] = ()

    def save(self, path: Path) -> None:
        """Write the file."""
        parts = self.word_parts()
        relations = "".join(
            f'<Relationship Id="rId{n}" Type="{R}/{name}" Target="{name}.xml"/>'
            for n, name in enumerate(parts, 1)
            if name != "document"
        )
        relations += "".join(chart.relationship(n) for n, chart in enumerate(self.charts, 1))
        files = {
            "[Content_Types].xml": content_types(list(parts), len(self.charts)),
            "_rels/.rels": relationships(
                f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
                '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/'
                'metadata/core-properties" Target="docProps/core.xml"/>'
                f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/>'
            ),
            "word/_rels/document.xml.rels": relationships(relations),
            **{f"word/{name}.xml": xml_bytes(part) for name, part in parts.items()},
            "docProps/core.xml": self.core().encode(),
            "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{EXTENDED}"/>'.encode(),
            **{name: part for n, chart in enumerate(self.charts, 1) for name, part in chart.parts(n).items()},
        }
        with ZipFile(path, "w") as archive:
            for name, data in files.items():
                info = ZipInfo(name)
                info.compress_type = ZIP_DEFLATED
                info.create_system = 3
                info.external_attr = 0o644 << 16
                archive.writestr(info, data)

    def word_parts(self) -> dict[str, Element]:
        """Return the parts below word/ in their fixed order (the footer is the fifth)."""
        parts = {
            "document": w("document", w("body", *self.body, self.section)),
            "styles": styles_part(numbered=self.numbered),
            "settings": settings_part(),
            "fontTable": font_part(),
            "footer": w("ftr", footer_paragraph()),
        }
        if self.numbered:
            parts["numbering"] = numbering_part()
        return parts

    def core(self) -> str:
        """Return the core properties: a title and the language, nobody's name."""
        return (
            f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{self.title}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
        )


def footer_paragraph() -> Element:
    """Return the centred page number."""
    element = paragraph(style="Footer")
    element.extend(page_number())
    return element


def content_types(parts: list[str], charts: int) -> bytes:
    """Return [Content_Types].xml."""
    kinds = {name: f"{MAIN}.{name}+xml" for name in parts} | {"document": f"{MAIN}.document.main+xml"}
    overrides = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{kind}"/>' for n, kind in kinds.items())
    overrides += "".join(
        f'<Override PartName="/word/charts/chart{n}.xml" ContentType="{DRAWING}"/>' for n in range(1, charts + 1)
    )
    if charts:
        overrides = f'<Default Extension="xlsx" ContentType="{WORKBOOK}"/>' + overrides
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{OPEN}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{OPEN}.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    ).encode()


def relationships(content: str) -> bytes:
    """Return a .rels part."""
    return (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{content}</Relationships>"
    ).encode()
