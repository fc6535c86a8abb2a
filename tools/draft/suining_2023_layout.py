"""The layout of the published accounts: headings from 第一部分 down, and lists that Word numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.draft import styles
from tools.draft.blocks import paragraph, when
from tools.draft.chart import ChartDraft
from tools.draft.package import Draft
from tools.draft.styles import FANGSONG, HEITI, KAITI, LATIN, XIAOBIAOSONG, Style, indent, style_element
from tools.draft.xml import Element, w

# The lists, each counted from 1; the annexes have numbers of their own form.
DUTIES, LINES, SPECIAL, TERMS, ANNEXES = range(2, 7)
STYLES = (
    Style("Heading1", "heading 1", XIAOBIAOSONG, 22, "center", line=36, after=20, heading=1),
    Style("Heading2", "heading 2", HEITI, 16, indent=2, line=29, heading=2),
    Style("Heading3", "heading 3", KAITI, 16, indent=2, line=29, heading=3),
    Style("Heading4", "heading 4", FANGSONG, 16, indent=2, line=29, heading=4, bold=True),
)
LEVELS = (
    ("chineseCountingThousand", "第%1部分　"),
    ("chineseCountingThousand", "%2、"),
    ("chineseCountingThousand", "（%3）"),
    ("decimal", "%4."),
)


@dataclass(frozen=True)
class Accounts(Draft):
    """A document whose first level of headings is 第一部分, and whose lists are numbered by Word."""

    def word_parts(self) -> dict[str, Element]:
        """Return the parts with headings and numbering of its own."""
        parts = super().word_parts()
        ours = {style.id: style_element(style, numbered=True) for style in STYLES}
        described = parts["styles"]
        for place, element in enumerate(described):
            name = next((text for key, text in element.items() if key.endswith("styleId")), "")
            described[place] = ours.get(name, element)
        properties = next(iter(ours["Heading1"].iter(w("pPr").tag)))
        properties.insert(1, w("pageBreakBefore"))
        return {**parts, "numbering": numbering(LEVELS, STYLES)}


@dataclass(frozen=True)
class Report(Draft):
    """A report with the usual headings, and lists that Word numbers."""

    def word_parts(self) -> dict[str, Element]:
        """Return the parts with the lists in the numbering."""
        return {**super().word_parts(), "numbering": numbering(styles.LEVELS, styles.HEADINGS)}


def level(number: int, form: str, text: str, style: Style, *, linked: bool) -> Element:
    """Return one level of a list; a linked one is a heading's."""
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        w("pStyle", val=style.id) if linked else None,
        w("suff", val="nothing"),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        w("pPr", indent(style.indent, style.size)),
        w("rPr", w("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=style.font, cs=LATIN, hint="eastAsia")),
        ilvl=number,
    )


def numbering(levels: Sequence[tuple[str, str]], heads: Sequence[Style]) -> Element:
    """Return the headings' list and the lists of items, each counted from 1."""
    linked = [level(n, *spec, style, linked=True) for n, (spec, style) in enumerate(zip(levels, heads, strict=True))]
    body = Style("", "", FANGSONG, 16, indent=2)
    first = w("abstractNum", w("multiLevelType", val="multilevel"), *linked, abstractNumId=0)
    plain = [("decimal", "%1."), ("decimal", "附件%1　")]
    lists = [
        w("abstractNum", w("multiLevelType", val="singleLevel"), level(0, *spec, body, linked=False), abstractNumId=n)
        for n, spec in enumerate(plain, 1)
    ]
    again = w("lvlOverride", w("startOverride", val=1), ilvl=0)
    numbers = [
        w("num", w("abstractNumId", val=2 if number == ANNEXES else 1), again, numId=number)
        for number in range(DUTIES, ANNEXES + 1)
    ]
    return w("numbering", first, *lists, w("num", w("abstractNumId", val=0), numId=1), *numbers)


def item(text: str, number: int) -> Element:
    """Return a paragraph numbered in one of the lists."""
    element = paragraph(text, "Normal")
    element[0].append(w("numPr", w("ilvl", val=0), w("numId", val=number)))
    return element


class Charts:
    """The charts of the document, numbered as they come."""

    def __init__(self) -> None:
        """Begin without any."""
        self.charts: list[ChartDraft] = []

    def add(self, kind: str, data: str, caption: str, condition: str) -> list[Element]:
        """Return a chart with its caption below, left out where there is nothing to draw."""
        self.charts.append(ChartDraft(kind, data, labels="0.00%" if kind == "pie" else "0.00"))
        number = len(self.charts)
        drawing = self.charts[-1].paragraph(number)
        drawing[0].append(w("keepNext"))
        return when(condition, [drawing, paragraph(f"（图{number}：{caption}）", "Caption")])


def say(*sentences: str) -> list[Element]:
    """Return body paragraphs."""
    return [paragraph(sentence) for sentence in sentences]
