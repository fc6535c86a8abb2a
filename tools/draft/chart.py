"""Native charts of a draft: columns from 0, or a pie with its legend on the right; the data come from 图(…)."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from perfgen.expression import Chart
from perfgen.expression.chart import Series
from perfgen.value import Number
from perfgen.word.embedded import workbook
from tools.draft.xml import DECLARATION, Element, R, W

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
COLOURS = ("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47", "264478", "9E480E", "636363", "997300")
WIDTH, HEIGHT = 5_580_000, 2_340_000

for prefix, uri in (("a", A), ("c", C), ("wp", WP)):
    ET.register_namespace(prefix, uri)


@dataclass(frozen=True)
class ChartDraft:
    """A chart: ``bar`` or ``pie``, the expression for its data, how its labels print, its title."""

    kind: str
    data: str
    labels: str = "0.00"
    title: str = ""

    def paragraph(self, number: int) -> Element:
        """Return the centred paragraph that holds the chart; ``number`` is its place among the draft's charts."""
        words = "{{ " + self.data + " }}"
        drawing = (
            f'<w:p xmlns:w="{W}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:c="{C}" xmlns:r="{R}"><w:pPr>'
            '<w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{WIDTH}" cy="{HEIGHT}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{number}" name="图{number}" descr=""/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{C}"><c:chart r:id="rIdChart{number}"/></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r></w:p>"
        )
        element = ET.fromstring(drawing)  # noqa: S314 - our own words
        next(element.iter(f"{{{WP}}}docPr")).set("descr", words)
        return element

    def relationship(self, number: int) -> str:
        """Return the document's relationship to the chart."""
        return f'<Relationship Id="rIdChart{number}" Type="{R}/chart" Target="charts/chart{number}.xml"/>'

    def parts(self, number: int) -> dict[str, bytes]:
        """Return the chart, its relationships and the workbook with sample data."""
        sample = Chart(("示例一", "示例二"), (Series("示例", (Number("0.6"), Number("0.4"))),))
        rels = (
            f'{DECLARATION}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{R}/package" '
            f'Target="../embeddings/chart{number}.xlsx"/></Relationships>'
        )
        return {
            f"word/charts/chart{number}.xml": (DECLARATION + self._xml()).encode(),
            f"word/charts/_rels/chart{number}.xml.rels": rels.encode(),
            f"word/embeddings/chart{number}.xlsx": workbook(sample),
        }

    def _xml(self) -> str:
        plot, legend = (_pie(self.labels), True) if self.kind == "pie" else (_columns(self.labels), False)
        layout = _ROUND if self.kind == "pie" else "<c:layout/>"
        title = (
            f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r>'
            f'<a:rPr lang="zh-CN" sz="1200" b="1"/><a:t>{self.title}</a:t></a:r></a:p></c:rich></c:tx>'
            '<c:overlay val="0"/></c:title>'
            if self.title
            else ""
        )
        return (
            f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:roundedCorners val="0"/><c:chart>{title}'
            f'<c:autoTitleDeleted val="{0 if self.title else 1}"/><c:plotArea>{layout}{plot}</c:plotArea>'
            + ('<c:legend><c:legendPos val="r"/><c:overlay val="0"/></c:legend>' if legend else "")
            + '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill>'
            '<a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>'
            '<a:defRPr sz="1050"><a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/></a:defRPr></a:pPr>'
            '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr><c:externalData r:id="rId1"><c:autoUpdate val="0"/>'
            "</c:externalData></c:chartSpace>"
        )


# A pie leaves room for the labels around it, so that none is broken into lines.
_ROUND = (
    '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="0.11"/><c:y val="0.13"/><c:w val="0.36"/><c:h val="0.74"/></c:manualLayout></c:layout>'
)


def _fill(colour: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'


def _labels(pattern: str, place: str, more: str = "") -> str:
    return (
        f'<c:dLbls><c:numFmt formatCode="{pattern}" sourceLinked="0"/><c:dLblPos val="{place}"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        f'<c:showPercent val="0"/><c:showBubbleSize val="0"/>{more}</c:dLbls>'
    )


def _data() -> str:
    names = (
        '<c:strCache><c:ptCount val="2"/><c:pt idx="0"><c:v>示例一</c:v></c:pt>'
        '<c:pt idx="1"><c:v>示例二</c:v></c:pt></c:strCache>'
    )
    values = (
        '<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="2"/><c:pt idx="0"><c:v>0.6</c:v></c:pt>'
        '<c:pt idx="1"><c:v>0.4</c:v></c:pt></c:numCache>'
    )
    return (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$3</c:f>{names}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B$3</c:f>{values}</c:numRef></c:val>"
    )


_FIRST = (
    '<c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
    '<c:pt idx="0"><c:v>示例</c:v></c:pt></c:strCache></c:strRef></c:tx>'
)


def _columns(labels: str) -> str:
    lines = (
        '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
        "</c:majorGridlines>"
    )
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser>{_FIRST}{_fill(COLOURS[0])}<c:invertIfNegative val="0"/>{_labels(labels, "outEnd")}{_data()}</c:ser>'
        '<c:gapWidth val="150"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="l"/>{lines}<c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="111"/><c:crosses val="autoZero"/></c:valAx>'
    )


def _pie(labels: str) -> str:
    points = "".join(
        f'<c:dPt><c:idx val="{n}"/><c:bubble3D val="0"/>{_fill(colour)}</c:dPt>' for n, colour in enumerate(COLOURS)
    )
    shown = _labels(labels, "outEnd", '<c:showLeaderLines val="1"/>')
    return (
        f'<c:pieChart><c:varyColors val="1"/><c:ser>{_FIRST}{points}{shown}{_data()}</c:ser>'
        '<c:firstSliceAng val="120"/></c:pieChart>'
    )
