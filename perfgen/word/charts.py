"""Native charts: one that stands in a template gets its data from the ``{{ 图(…) }}`` in its alternative text.

The looks are the template's: of each series everything is kept but its name, categories and values, and the workbook
behind the chart is written anew, so that Word's "edit data" shows what is drawn.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from markupsafe import Markup

from perfgen.expression import Chart, exact
from perfgen.word.embedded import column_name, workbook
from perfgen.word.package import TemplateError
from perfgen.word.printing import print_plain
from perfgen.word.tags import Tags, parser, print_plainly

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_TAG = re.compile(r"\{\{ \((?P<expression>.*图\(.*)\)\|_plain \}\}$", re.DOTALL)
_ROUND = frozenset(C + name for name in ("pieChart", "pie3DChart", "doughnutChart", "ofPieChart"))
_REPLACED = frozenset(C + name for name in ("idx", "order", "tx", "cat", "val"))


def charts_in(tree: etree._Element, tags: Tags) -> Iterator[tuple[str, str]]:
    """Yield the relationship and the expression of every chart whose alternative text asks for data."""
    for reference in tree.iter(C + "chart"):
        for frame in reference.iterancestors(_DRAWING + "inline", _DRAWING + "anchor"):
            words = frame.find(_DRAWING + "docPr")
            for _, tag in tags.found(words.get("descr") if words is not None else ""):
                if match := _TAG.match(tag):
                    yield str(reference.get(_ID)), match["expression"]


def related(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Return the parts that a part refers to, by relationship."""
    folder, name = posixpath.split(part)
    rels = parts.get(f"{folder}/_rels/{name}.rels")
    if rels is None:
        return {}
    root = etree.fromstring(rels, parser())
    targets = ((str(node.get("Id")), str(node.get("Target"))) for node in root)
    return {key: posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/") for key, target in targets}


class ChartPart:
    """The XML of a chart, taken apart when the template is compiled."""

    def __init__(self, template: str, parts: Mapping[str, bytes], name: str) -> None:
        """Find the series and the workbook; TemplateError where the chart has none."""
        tags = Tags()
        xml = etree.tostring(etree.fromstring(parts[name], parser()), encoding="unicode")
        tree = etree.fromstring(tags.hide(xml), parser())
        print_plainly(tree, tags)
        self.name = name
        self._patterns: list[tuple[int, _Pattern]] = []
        plots = [plot for plot in tree.iterfind(f".//{C}plotArea/*") if plot.find(C + "ser") is not None]
        data = tree.find(C + "externalData")
        self.workbook = related(parts, name).get(str(data.get(_ID)), "") if data is not None else ""
        if any(one.find(C + "val") is None for plot in plots for one in plot.iterfind(C + "ser")):
            raise TemplateError(f"{template} 的图表（{name}）是散点图或气泡图，请换成柱形图、折线图或饼图")
        if not plots or self.workbook not in parts:
            raise TemplateError(f"{template} 的图表（{name}）没有数据表，请在 Word 里重新插入图表")
        self._round = plots[0].tag in _ROUND
        for number, plot in enumerate(plots):
            series = plot.findall(C + "ser")
            before = series[0].getprevious()
            self._patterns += [(number, _Pattern(one)) for one in series]
            for one in series:
                plot.remove(one)
            mark = tags.token(f"{{{{ _系列[{number}] }}}}")
            if before is None:
                plot.text = mark
            else:
                before.tail = mark
        self.source = tags.show(etree.tostring(tree, encoding="unicode"))

    def series(self, chart: Chart) -> list[Markup]:
        """Return the series of every plot as XML; those the template does not have look like its last one."""
        data = chart.without_zeros() if self._round else chart
        plots: dict[int, list[str]] = {number: [] for number, _ in self._patterns}
        for number in range(len(data.series)):
            plot, pattern = self._patterns[min(number, len(self._patterns) - 1)]
            plots[plot].append(pattern.print(data, number))
        return [Markup("".join(made)) for made in plots.values()]  # noqa: S704 - every value in it is escaped

    def data(self, chart: Chart) -> bytes:
        """Return the workbook behind the chart."""
        return workbook(chart.without_zeros() if self._round else chart)


class _Pattern:
    """One series of the template: what stands between its name, categories and values."""

    def __init__(self, series: etree._Element) -> None:
        self._style: list[tuple[str, int]] = []  # XML, and the point it is for, or -1
        after: list[str] = []
        seen = False
        for child in series:
            seen = seen or child.tag == C + "val"
            if child.tag in _REPLACED:
                continue
            point = child.find(C + "idx") if child.tag == C + "dPt" else None
            xml = _bare(child)
            if seen:
                after.append(xml)
            else:
                self._style.append((xml, int(point.get("val", "0")) if point is not None else -1))
        self._after = "".join(after)

    def print(self, chart: Chart, number: int) -> str:
        line, count = chart.series[number], len(chart.categories)
        column = column_name(number + 1)
        style = "".join(xml for xml, point in self._style if point < count)
        names = _points(print_plain(name) for name in chart.categories)
        figures = _points(exact(value) for value in line.values)
        return (
            f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
            f"<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache>{_points([print_plain(line.name)])}"
            f"</c:strCache></c:strRef></c:tx>{style}"
            f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${count + 1}</c:f><c:strCache>{names}</c:strCache></c:strRef></c:cat>"
            f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${count + 1}</c:f><c:numCache>"
            f"<c:formatCode>{_code(line.format)}</c:formatCode>{figures}</c:numCache></c:numRef></c:val>"
            f"{self._after}</c:ser>"
        )


def _bare(element: etree._Element) -> str:
    """Return an element without the namespaces that the chart declares anyway."""
    xml = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, uri in element.getroottree().getroot().nsmap.items():
        xml = xml.replace(f' xmlns:{prefix}="{uri}"', "", 1)
    return xml


def _points(texts: Any) -> str:  # noqa: ANN401
    found = list(texts)
    points = (f'<c:pt idx="{n}"><c:v>{text}</c:v></c:pt>' for n, text in enumerate(found) if text)
    return f'<c:ptCount val="{len(found)}"/>{"".join(points)}'


def _code(pattern: str) -> str:
    return "General" if pattern.count("#") > 2 else pattern  # noqa: PLR2004 - our "as many as there are"
