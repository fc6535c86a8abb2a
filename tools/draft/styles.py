"""Paragraph styles, native heading numbers, fonts and settings of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.draft.xml import Element, flag, twips, w

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"
ALTERNATIVES = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun", XIAOBIAOSONG: "FZXiaoBiaoSong-B05S"}


@dataclass(frozen=True)
class Style:
    """One paragraph style.

    Sizes are in points, ``indent`` (of the first line) in characters, ``inset`` (from the left) in
    twips; ``line`` is an exact pitch, 0 means single lines.
    """

    id: str
    name: str
    font: str
    size: float
    align: str = "both"
    bold: bool = False
    indent: int = 0
    line: float = 0
    before: float = 0
    after: float = 0
    heading: int = 0
    based: str = "Normal"
    inset: int = 0
    color: str = ""


NORMAL = Style("Normal", "Normal", FANGSONG, 16, indent=2, line=29, based="")
HEADINGS = (
    Style("Heading1", "heading 1", HEITI, 16, indent=2, line=29, heading=1),
    Style("Heading2", "heading 2", KAITI, 16, indent=2, line=29, heading=2),
    Style("Heading3", "heading 3", FANGSONG, 16, indent=2, line=29, heading=3, bold=True),
    Style("Heading4", "heading 4", FANGSONG, 16, indent=2, line=29, heading=4),
)
PLAIN = (
    Style("Title", "Title", XIAOBIAOSONG, 22, "center", line=36),
    Style("Annex", "附件号", HEITI, 16, "left", line=29),
    Style("CoverTitle", "封面标题", XIAOBIAOSONG, 36, "center", line=58),
    Style("CoverLine", "封面落款", FANGSONG, 16, "center", line=36),
    Style("FormTitle", "表格标题", XIAOBIAOSONG, 18, "center", line=30, after=6),
    Style("TableText", "表格文字", SONGTI, 10.5, "center", line=14),
    Style("TableLeft", "表格文字（左）", SONGTI, 10.5, "left", line=14, based="TableText", inset=60),
    Style("TableNote", "表尾签字", SONGTI, 10.5, "left", before=8),
    Style("TableGap", "表间距", SONGTI, 1, "left", line=1),
    Style("Figure", "图", FANGSONG, 12, "center", before=6),
    Style("Caption", "图题", FANGSONG, 14, "center", line=24, after=6),
    Style("Tag", "模板标记", SONGTI, 9, "left", line=12, color="7F7F7F"),
    Style("Footer", "footer", SONGTI, 14, "center"),
)
# Chinese office numbering: 一、 （一） 1. （1）
LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


def fonts(east_asian: str) -> Element:
    """Return explicit fonts: digits and Latin letters in Times New Roman."""
    return w("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=east_asian, cs=LATIN)


def indent(characters: int, size: float, inset: int = 0) -> Element:
    """Return a first-line indent, in characters and (for old programs) in twips."""
    return w("ind", left=inset, firstLineChars=characters * 100, firstLine=twips(characters * size))


def spacing(line: float, before: float, after: float) -> Element:
    """Return paragraph spacing with an exact pitch, or single lines when ``line`` is 0."""
    return w(
        "spacing",
        before=twips(before),
        after=twips(after),
        line=twips(line) if line else 240,
        lineRule="exact" if line else "auto",
    )


def style_element(style: Style, *, numbered: bool) -> Element:
    """Return the ``w:style`` of one paragraph style."""
    number = None
    if style.heading and numbered:
        level = w("ilvl", val=style.heading - 1) if style.heading > 1 else None
        number = w("numPr", level, w("numId", val=1))
    element = w(
        "style",
        w("name", val=style.name),
        w("basedOn", val=style.based) if style.based else None,
        w("next", val="Normal") if style.heading else None,
        flag("qFormat", on=True),
        w(
            "pPr",
            flag("keepNext", style.heading),
            w("widowControl"),
            number,
            spacing(style.line, style.before, style.after),
            indent(style.indent, style.size, style.inset),
            w("jc", val=style.align),
            w("outlineLvl", val=style.heading - 1) if style.heading else None,
        ),
        w(
            "rPr",
            fonts(style.font),
            flag("b", style.bold),
            flag("bCs", style.bold),
            w("color", val=style.color) if style.color else None,
            w("sz", val=round(style.size * 2)),
            w("szCs", val=round(style.size * 2)),
        ),
        type="paragraph",
        styleId=style.id,
    )
    if not style.based:
        element.set(f"{element.tag[: -len('style')]}default", "1")
    return element


def borders(tag: str) -> Element:
    """Return single borders on all sides and inside."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return w(tag, *(w(side, val="single", sz=4, space=0, color="auto") for side in sides))


def styles_part(extra: Sequence[Style] = (), *, numbered: bool) -> Element:
    """Return styles.xml; ``numbered`` links the headings to the numbering part."""
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    defaults = w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts(SONGTI), w("sz", val=21), w("szCs", val=21), language)),
        w("pPrDefault", w("pPr")),
    )
    margins = w("tblCellMar", *(w(side, w=40, type="dxa") for side in ("left", "right")))
    table_normal = w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        w("tblPr", w("tblInd", w=0, type="dxa"), margins),
        type="table",
        default="1",
        styleId="TableNormal",
    )
    table_grid = w(
        "style",
        w("name", val="Table Grid"),
        w("basedOn", val="TableNormal"),
        w("tblPr", borders("tblBorders")),
        type="table",
        styleId="TableGrid",
    )
    described = (NORMAL, *HEADINGS, *PLAIN, *extra)
    return w("styles", defaults, *(style_element(s, numbered=numbered) for s in described), table_normal, table_grid)


def numbering_part() -> Element:
    """Return numbering.xml: one multilevel list whose levels are linked to heading 1 to 4."""
    levels = [
        w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=form),
            w("pStyle", val=style.id),
            w("suff", val="nothing"),
            w("lvlText", val=text),
            w("lvlJc", val="left"),
            w("pPr", indent(style.indent, style.size)),
            w("rPr", w("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=style.font, cs=LATIN, hint="eastAsia")),
            ilvl=number,
        )
        for number, ((form, text), style) in enumerate(zip(LEVELS, HEADINGS, strict=True))
    ]
    abstract = w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=0)
    return w("numbering", abstract, w("num", w("abstractNumId", val=0), numId=1))


def font_part() -> Element:
    """Return fontTable.xml, naming what to use where a font is not installed."""
    table = w("fonts")
    for name, alternative in ALTERNATIVES.items():
        table.append(
            w("font", w("altName", val=alternative), w("charset", val="86"), w("pitch", val="default"), name=name)
        )
    return table


def settings_part() -> Element:
    """Return settings.xml: today's layout rules, Chinese punctuation, no updating of fields."""
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="compressPunctuation"),
        w("compat", w("doNotExpandShiftReturn"), w("useFELayout"), mode),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )
