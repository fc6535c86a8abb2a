"""Draft the one template of pack ``shaoyang-2020``: ``python -m tools.draft.shaoyang_2020 OUTDIR``."""

import sys
from dataclasses import dataclass
from pathlib import Path

from tools.draft.blocks import each, paragraph, run, value, when
from tools.draft.package import Draft, Page
from tools.draft.styles import HEITI, LATIN, SONGTI, Style, styles_part
from tools.draft.table import Cell, Row, down, left, mid, row, start, table
from tools.draft.xml import Element, W, w

FORM = Page(top=18, bottom=18, left=17, right=17, footer=10)
GRID = (800, 1500, 1900, 1250, 1200, 1200, 750, 1300)
WIDE, LOW = 6, 390
SYMBOLS = "Segoe UI Symbol"
BOX_STOP, SHORT_STOP = 5500, 2500

# The narrative cells: headings with native numbers, text of the form's size.
BODY = Style("CellBody", "表内正文", SONGTI, 10.5, "both", indent=2, line=17, based="TableText", inset=60)
QUESTION = Style("CellQuestion", "表内问答", SONGTI, 10.5, "left", line=15, based="TableText", inset=60)
NUMBERED = (
    Style(
        "CellTopic",
        "表内标题 1",
        HEITI,
        10.5,
        "left",
        indent=2,
        line=17,
        before=4,
        heading=1,
        based="TableText",
        inset=60,
    ),
    Style(
        "CellPoint",
        "表内标题 2",
        SONGTI,
        10.5,
        "left",
        bold=True,
        indent=2,
        line=17,
        heading=2,
        based="TableText",
        inset=60,
    ),
    Style("CellDuty", "表内职能", SONGTI, 10.5, "both", indent=2, line=15, based="TableText", inset=60),
    Style("CellSubject", "表内小题", HEITI, 10.5, "left", indent=2, line=17, before=4, based="TableText", inset=60),
    Style("CellItem", "表内条目", SONGTI, 10.5, "both", indent=2, line=17, based="TableText", inset=60),
)
SUBTITLE = Style("FormYear", "表格年度", SONGTI, 14, "center", line=20, after=4)
STAMP = Style("CellStamp", "表内盖章", SONGTI, 10.5, "left", line=24, based="TableText", inset=3900)
# Three lists, each with the styles of its levels and their numbers. 问题 and 建议 have none of their own, but the items
# below begin again with 1.
LISTS = (
    (("CellTopic", "chineseCountingThousand", "%1、"), ("CellPoint", "decimal", "%2.")),
    (("CellDuty", "chineseCountingThousand", "（%1）"),),
    (("CellSubject", "none", ""), ("CellItem", "decimal", "%2.")),
)

# The questions of the form: field, printed words to the letter, the two answers.
YES, HAVE = ("是", "否"), ("有", "无")
STAFF = (("超编超配", "是否存在超编超配人员：", YES),)
RECEPTION = (
    ("三公办法", "是否制定“三公”经费管理办法：", YES),
    ("招待标准", "招待费用是否明确招待标准和招待人数：", YES),
    ("用车下降", "公务用车购置运行费是否比上年度下降:", YES),
    ("三公下降", "三公经费是否比上年度下降：", YES),
)
OTHER_INCOME = (
    ("非税完成", "年度非税收入是否完成:", YES),
    ("收支两条线", "是否实行收支两条线管理：", YES),
    ("截留坐支", "有无截留、坐支、转移等现象:", HAVE),
)
PURCHASES = (("采购计划", "年度是否制定了政府采购计划：", YES),)
ACCOUNTING = (
    ("财务制度", "是否制定财务管理、会计核算等制度:", YES),
    ("会计机构", "会计机构是否按规定设置:", YES),
    ("持证上岗", "会计人员是否持证上岗:", YES),
)
FUNDS = (
    ("资金办法", "是否制定资金管理办法:", YES),
    ("审批程序", "资金拨付有完整的审批程序:", HAVE),
    ("违规使用", "资金使用是否存在违规使用资金、乱发津补贴奖金现象：", YES),
)
ASSETS = (
    ("资产制度", "是否制定资产管理制度:", YES),
    ("资产处置", "资产管理、保存、处置是否合理规范:", YES),
    ("产权清晰", "资产是否产权清晰、两证齐全：", YES),
    ("账实相符", "账、表、实、卡是否相符:", YES),
)
DUTIES = (("重点工作", "重点工作是否全部完成且质量达标:", YES),)


@dataclass(frozen=True)
class Form(Draft):
    """A draft whose table cells have styles and numbers of their own."""

    def word_parts(self) -> dict[str, Element]:
        """Return the parts with the further styles and lists."""
        styles = styles_part((BODY, QUESTION, *NUMBERED, SUBTITLE, STAMP), numbered=False)
        for number, levels in enumerate(LISTS, 1):
            for level, (name, *_) in enumerate(levels):
                properties = styles.find(f"{{{W}}}style[@{{{W}}}styleId='{name}']/{{{W}}}pPr")
                if properties is not None:
                    place = [child.tag for child in properties].index(f"{{{W}}}widowControl") + 1
                    properties.insert(place, w("numPr", w("ilvl", val=level), w("numId", val=number)))
        return {**super().word_parts(), "styles": styles, "numbering": lists_part()}


def lists_part() -> Element:
    """Return numbering.xml: every level is linked to its style, the number is followed by nothing."""
    fonts_of = {style.id: style.font for style in NUMBERED}
    abstract = [
        w(
            "abstractNum",
            w("multiLevelType", val="multilevel"),
            *(
                w(
                    "lvl",
                    w("start", val=1),
                    w("numFmt", val=form),
                    w("pStyle", val=style),
                    w("suff", val="nothing"),
                    w("lvlText", val=text),
                    w("lvlJc", val="left"),
                    w("pPr", w("ind", left=60, firstLineChars=200, firstLine=420)),
                    w(
                        "rPr",
                        w("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=fonts_of[style], cs=LATIN, hint="eastAsia"),
                    ),
                    ilvl=level,
                )
                for level, (style, form, text) in enumerate(levels)
            ),
            abstractNumId=number,
        )
        for number, levels in enumerate(LISTS)
    ]
    numbers = [w("num", w("abstractNumId", val=number), numId=number + 1) for number in range(len(LISTS))]
    return w("numbering", *abstract, *numbers)


def box(field: str, answer: str) -> Element:
    """Return the run of one tick box, in a font that has both glyphs in one size."""
    element = run(f"{{{{ 实施情况.{field}|勾选('{answer}') }}}}")
    font = w("rFonts", ascii=SYMBOLS, hAnsi=SYMBOLS, eastAsia=SYMBOLS, cs=SYMBOLS)
    element.insert(0, w("rPr", font))
    return element


def line(stop: int, *pieces: str | tuple[str, str]) -> Element:
    """Return a line of words and boxes (field and answer), with a tab stop for the answers."""
    element = paragraph(style="CellQuestion", tabs=(stop,))
    element.extend(run(piece) if isinstance(piece, str) else box(*piece) for piece in pieces)
    return element


def question(field: str, words: str, answers: tuple[str, str], stop: int = BOX_STOP, after: str = "") -> Element:
    """Return a question with its two boxes: 是 or 有 is the yes of the field."""
    yes, no = answers
    return line(stop, f"{words}\t{yes}", (field, "是"), f"  {no}", (field, "否"), *([after] if after else []))


def amount(field: str) -> str:
    """Return an amount inside a sentence; room for the pen where it is unknown."""
    return f"{{{{ 实施情况.{field}|默认('        ') }}}}万元"


def topic(label: str, content: list[Element]) -> Row:
    """Return a row of 实施情况."""
    return row(down(), label, Cell(span=WIDE, content=tuple(content)))


def asked(label: str, questions: tuple[tuple[str, str, tuple[str, str]], ...]) -> Row:
    """Return a row of 实施情况 that holds nothing but questions."""
    return topic(label, [question(*one) for one in questions])


def budget() -> list[Element]:
    """Return the lines of 预算执行: questions with amounts, the day and the ways of publication."""
    day = "{% if 实施情况.公开时间 %}{{ 实施情况.公开时间 }}{% else %}      年    月    日{% endif %}"
    ways = (("门户网站", "门户网站"), ("单位内部", "单位内部"), ("其它", "其它方式"))
    boxes = [piece for word, field in ways for piece in (word, (field, "是"), "    ")]
    return [
        question("追加预算", "本年度是否追加了预算:", YES, SHORT_STOP, f"，追加金额{amount('追加金额')}"),
        question("有结余", "本年度是否有结余:", YES, SHORT_STOP, f"，结余金额{amount('结余金额')}（项目资金）"),
        question("预决算公开", "预决算信息是否公开:", YES, SHORT_STOP),
        line(SHORT_STOP, f"公开时间:\t{day}"),
        line(SHORT_STOP, "公开方式:\t", *boxes[:-1]),
    ]


def facts() -> list[Row]:
    """Return 基本情况: name, staff, duties, income and expenditure."""
    income, spent = "年度收入", "年度支出"
    return [
        row(start("基本\n情况"), "单位名称\n（盖章）", mid("{{ 单位.单位名称 }}", WIDE)),
        row(
            down(),
            "编制人数",
            mid("{{ 单位.编制人数 }}", 2),
            mid("实有人数", 2),
            mid("{{ 单位.实有人数 }}", 2),
            height=LOW,
        ),
        row(down(), "部门职能概述", Cell(span=WIDE, content=tuple(items("文字.部门职能概述", "CellDuty")))),
        row(
            down(),
            start("年度收入\n（万元）"),
            *("区财政预算安排", value(f"{income}.区财政预算安排"), "非税收入", value(f"{income}.非税收入")),
            *(start("合计"), start(value(f"{income}.收入合计"))),
            height=LOW,
        ),
        row(
            *(down(), down()),
            *("中央省市安排资金", value(f"{income}.中央省市安排资金"), "其他收入", value(f"{income}.其他收入")),
            *(down(), down()),
            height=LOW,
        ),
        row(
            down(),
            start("年度支出\n（万元）"),
            *("基本支出", value(f"{spent}.基本支出"), "项目支出", value(f"{spent}.项目支出")),
            *(start("合计"), start(value(f"{spent}.支出合计"))),
            height=LOW,
        ),
        row(down(), down(), "其中三公经费支出", value(f"{spent}.三公经费支出"), "", "", down(), down(), height=LOW),
    ]


def practice() -> list[Row]:
    """Return 实施情况: what was done by the rules, ticked."""
    amounts = f"应采购金额{amount('应采购金额')}，实际采购金额{amount('实际采购金额')}"
    first, *others = (
        asked("财政供养人员\n控制情况", STAFF),
        asked("三公经费\n管理情况", RECEPTION),
        asked("非税收入\n完成情况", OTHER_INCOME),
        topic("政府采购\n及金额", [*(question(*one) for one in PURCHASES), line(BOX_STOP, amounts)]),
        topic("预算执行", budget()),
        asked("财务管理", ACCOUNTING),
        asked("资金管理", FUNDS),
        asked("资产管理", ASSETS),
        asked("职责履行", DUTIES),
    )
    return [row(start("实施\n情况"), *first.cells[1:]), *others]


def items(field: str, style: str) -> list[Element]:
    """Return the paragraphs of a text field in one style; a cell is never left without a paragraph."""
    return when(
        f"{field}.正文", each("段", f"{field}.正文", [paragraph(value("段"), style)]), [paragraph(style="CellBody")]
    )


def achievements() -> list[Element]:
    """Return the outline of 部门主要绩效: topics, points, paragraphs."""
    field = "文字.主要绩效"
    points = [
        *when("细.标题", [paragraph(value("细.标题"), "CellPoint")]),
        *each("段", "细.正文", [paragraph(value("段"), "CellBody")]),
    ]
    topics = [
        *when("点.标题", [paragraph(value("点.标题"), "CellTopic")]),
        *each("段", "点.正文", [paragraph(value("段"), "CellBody")]),
        *each("细", "点.小节", points),
    ]
    body = [*each("段", f"{field}.正文", [paragraph(value("段"), "CellBody")]), *each("点", f"{field}.小节", topics)]
    return when(field, body, [paragraph(style="CellBody")])


def problems() -> list[Element]:
    """Return 问题 and 建议, each with its numbered items."""
    return [
        *(paragraph("问题：", "CellSubject"), *items("文字.存在问题", "CellItem")),
        *(paragraph("建议：", "CellSubject"), *items("文字.改进建议", "CellItem")),
    ]


def opinion() -> list[Element]:
    """Return what the department in charge writes, its stamp and the day."""
    day = "{% if 结论.意见日期 %}{{ 结论.意见日期 }}{% else %}      年    月    日{% endif %}"
    return [
        *items("文字.主管部门意见", "CellBody"),
        paragraph("主管部门（盖章）：", "CellStamp", line=24, before=36),
        paragraph(day, "CellStamp"),
    ]


def long(label: str, content: list[Element], height: int = 440, *, splits: bool = False) -> Row:
    """Return a row of a label and one wide cell of text."""
    return row(label, Cell(span=WIDE + 1, content=tuple(content)), height=height, splits=splits)


def basic_data() -> Draft:
    """Return the form: one table from 基本情况 to 主管部门意见."""
    title = "部门整体支出绩效自评基础数据表"
    conclusion = "{{ 单位.年度 }}年度部门整体支出绩效自评等级“{{ 结论.等级 }}”。"
    grid = table(
        GRID,
        facts(),
        practice(),
        long("部门\n主要\n绩效", achievements(), splits=True),
        row("自评\n结论", left(conclusion, WIDE + 1), height=700),
        long("问题与\n建议", problems()),
        long("主管\n部门\n意见", opinion(), 2200),
    )
    top = [
        paragraph("附件", "Annex", line=24),
        paragraph(title, "FormTitle", line=28),
        paragraph("（{{ 单位.年度 }}年度）", "FormYear"),
    ]
    body = [*top, grid, paragraph(style="TableGap")]
    return Form(f"{{{{ 单位.年度 }}}}年度{title}", body, FORM.section())


def main(folder: Path) -> None:
    """Write the template into a folder."""
    basic_data().save(folder / "附件-基础数据表.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
