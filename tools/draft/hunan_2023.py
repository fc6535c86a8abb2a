"""Draft the four templates of pack ``hunan-2023``: ``python -m tools.draft.hunan_2023 OUTDIR``."""

import sys
from pathlib import Path

from tools.draft.blocks import paragraph, value
from tools.draft.hunan_2023_report import YEAR, report
from tools.draft.package import Draft, Page
from tools.draft.table import Row, block, down, left, mid, row, start, table
from tools.draft.xml import Element

FORM = Page(top=24, bottom=24, left=17, right=17, footer=15)
LONG_ROW = 1300

# The costs on form 1: row of the table 经费, printed label, indent in half characters.
COSTS = (
    ("三公经费", "三公经费", 0),
    ("公务用车", "1、公务用车购置和维护经费", 2),
    ("公车购置", "其中：公车购置", 5),
    ("公车运行维护", "公车运行维护", 11),
    ("出国经费", "2、出国经费", 2),
    ("公务接待", "3、公务接待", 2),
    ("项目支出", "项目支出：", 0),
    ("业务工作经费", "1、业务工作经费", 2),
    ("运行维护经费", "2、运行维护经费", 2),
    ("本级专项资金", "3、本级专项资金（一个专项一行）", 2),
    ("公用经费", "公用经费：", 0),
    ("办公经费", "其中：办公经费", 2),
    ("水电差旅费", "水费、电费、差旅费", 8),
    ("会议培训费", "会议费、培训费", 8),
    ("政府采购金额", "政府采购金额", 0),
    ("基本支出预算调整", "部门基本支出预算调整", 0),
)
PERIODS = ("上年决算", "本年预算", "本年决算")
BUILDINGS = ("批复规模", "实际规模", "规模控制率", "预算投资", "实际投资", "投资概算控制率")
AMOUNTS = ("年初预算数", "全年预算数", "全年执行数")
INDICATOR_GRID = (930, 1140, 1350, 1990, 1020, 1020, 550, 620, 1350)


def values(owner: str, names: tuple[str, ...]) -> list[str]:
    """Return placeholders for several fields of one row."""
    return [value(f"{owner}.{name}") for name in names]


def figures(label: str, indent: int, owner: str) -> Row:
    """Return a row of form 1: a cost in three periods, each two grid columns wide."""
    return row(left(label, indent=indent), *(mid(text, 2) for text in values(owner, PERIODS)))


def costs() -> list[Row]:
    """Return the cost rows of form 1, with one row for each earmarked fund."""
    rows: list[Row] = []
    for name, label, indent in COSTS:
        rows.append(figures(label, indent, f"经费.{name}"))
        if name == "本级专项资金":
            rows += block(7, "for 行 in 本级专项", figures(value("行.专项名称"), 5, "行"))
    return rows


def buildings() -> list[Row]:
    """Return the building rows of form 1: one for each project, a blank one if there is none."""
    label = value("'楼堂馆所控制情况'|合并")
    heads = (
        "批复规模\n（㎡）",
        "实际规模\n（㎡）",
        "规模\n控制率",
        "预算投资\n（万元）",
        "实际投资\n（万元）",
        "投资概算\n控制率",
    )
    return [
        row(f"{label}\n（{{{{ 单位.年度 }}}}年完工项目）", *heads),
        *block(7, "for 行 in 楼堂馆所", row(label, *values("行", BUILDINGS))),
        *block(7, "if not 楼堂馆所", row(label, *[""] * 6)),
    ]


def basic_data() -> Draft:
    """Form 1: staff, costs, buildings."""
    staff = ("编制数", "{{ 单位.年度 }}年实际在职人数", "控制率")
    years = ("{{ 单位.年度 - 1 }}年决算数", "{{ 单位.年度 }}年预算数", "{{ 单位.年度 }}年决算数")
    title = f"{YEAR}预算单位整体支出绩效评价基础数据表"
    grid = table(
        (3700, 1045, 1045, 1045, 1045, 1045, 1045),
        row("预算部门名称", mid("{{ 单位.单位名称 }}", 6)),
        row(start("财政供养人员情况"), *(mid(text, 2) for text in staff)),
        row(down(), *(mid(text, 2) for text in values("单位", ("编制数", "在职人数", "控制率")))),
        row("经费控制情况(万元)", *(mid(text, 2) for text in years)),
        costs(),
        buildings(),
        row("厉行节约保障措施", left("{{ 单位.厉行节约保障措施 }}", 6), height=900),
    )
    return Draft(title, [*top("附件1", title), grid, gap()], FORM.section())


def top(annex: str, title: str) -> list[Element]:
    """Return the lines above a form."""
    return [paragraph(annex, "Annex"), paragraph(title, "FormTitle")]


def gap(*, keep: bool = False) -> Element:
    """Return the one-point paragraph between or after tables."""
    return paragraph(style="TableGap", keep=keep)


def signatures() -> Element:
    """Return the line of signatures below a form."""
    people = "填表人：{{ 单位.填表人 }}\t联系电话：{{ 单位.联系电话 }}\t填报日期：{{ 单位.填报日期 }}"
    return paragraph(f"单位负责人签字：\t{people}", "TableNote", tabs=(2800, 4600, 7200))


def indicator_head(label: str, score: str, lines: tuple[str, str]) -> Row:
    """Return the repeating header row of an indicator table."""
    levels = ("一级指标", "二级指标", "三级指标")
    return row(label, *levels, *lines, "分值", score, "偏差原因分析及改进措施", height=560, header=True)


def indicator_row(label: str, first: str, parent: str) -> Row:
    """Return the loop row of an indicator table; ``parent`` keeps equal second levels apart."""
    return row(
        value(f"'{label}'|合并"),
        first,
        value(f"行.二级指标|合并({parent})"),
        value("行.三级指标"),
        *values("行", ("指标值", "完成值", "分值", "得分")),
        left(value("行.偏差原因")),
    )


def whole_spending() -> Draft:
    """Form 2: budget of the unit, yearly goals, indicators."""
    title = f"{YEAR}预算单位整体支出绩效自评表"
    heads = [f"{AMOUNTS[0]}(万元)", *(f"{name}（万元）" for name in AMOUNTS[1:])]
    incomes = ("一般公共预算", "政府性基金拨款", "纳入专户管理的非税收入拨款", "其他资金")
    kinds = (("其中:基本支出：", "{{ 收支.基本支出 }}"), ("", ""), ("项目支出：", "{{ 收支.项目支出 }}"), ("", ""))
    sources = [
        row(
            down(),
            left(f"{name}：" if name != "其他资金" else name, 2),
            value(f"收支.{'非税收入拨款' if '非税' in name else name}"),
            left(label, 2),
            mid(amount, 2),
        )
        for name, (label, amount) in zip(incomes, kinds, strict=True)
    ]
    budget = table(
        (930, 1900, 1400, 1400, 1400, 800, 1150, 990),
        row(mid("预算部门名称", 2), mid("{{ 单位.单位名称 }}", 6)),
        row(start("年度预算\n申请\n(万元)"), "", *heads, "分值", "执行率", "得分"),
        row(down(), left("年度资金总额："), *values("收支", (*AMOUNTS, "分值", "执行率", "得分"))),
        row(down(), left("按收入性质分：", 3), left("按支出性质分：", 4)),
        sources,
        row(start("年度总体目标"), mid("预期目标", 3), mid("实际完成情况", 4)),
        row(
            down(),
            left("{{ 年度目标.预期目标 }}", 3),
            left("{{ 年度目标.实际完成情况 }}", 4),
            height=LONG_ROW,
            joined=True,
        ),
    )
    indicators = table(
        INDICATOR_GRID,
        indicator_head("绩效指标", "得分", ("年度\n指标值", "实际\n完成值")),
        block(9, "for 行 in 绩效指标", indicator_row("绩效指标", value("行.一级指标|合并"), "行.一级指标")),
    )
    return Draft(title, [*top("附件2", title), budget, gap(keep=True), indicators, signatures()], FORM.section())


def project() -> Draft:
    """Form 3, printed once for each project: its money, goals, indicators."""
    title = f"{YEAR}项目支出绩效自评表"
    funds = (("财政拨款", "其中：当年财政拨款", 0), ("上年结转", "上年结转资金", 6), ("其他资金", "其他资金", 6))
    rows = [
        row(down(), left(label, indent=indent), *values(f"项目.资金.{name}", AMOUNTS), "", "", "")
        for name, label, indent in funds
    ]
    total = values("项目.资金.年度资金总额", (*AMOUNTS, "分值", "执行率", "得分"))
    money = table(
        (930, 2050, 1350, 1350, 1350, 800, 1150, 990),
        row(mid("项目支出名称", 2), mid("{{ 项目.项目名称 }}", 6)),
        row(mid("主管部门", 2), mid("{{ 项目.主管部门 }}", 2), "实施单位", mid("{{ 项目.实施单位 }}", 3)),
        row(start("项目资金\n（万元）"), "", *AMOUNTS, "分值", "执行率", "自评得分"),
        row(down(), left("年度资金总额"), *total),
        rows,
        row(start("年度\n总体\n目标"), mid("预期目标", 3), mid("实际完成情况", 4)),
        row(down(), left("{{ 项目.预期目标 }}", 3), left("{{ 项目.实际完成情况 }}", 4), height=LONG_ROW, joined=True),
    )
    points = "{{ 一.名称|合并 }}{% if 合计(一.分值) %}（{{ 合计(一.分值) }}分）{% endif %}"
    lines = block(9, "for 行 in 一.行", indicator_row("绩效指标", points, "一.名称"))
    indicators = table(
        INDICATOR_GRID,
        indicator_head("绩效指标", "自评\n得分", ("年度\n指标值", "实际\n完成值")),
        block(9, "for 一 in 项目.指标|分组('一级指标')", *lines),
        row(mid("总分", 6), "{{ 项目.分值合计 }}", "{{ 项目.总分 }}", ""),
    )
    return Draft(title, [*top("附件3", title), money, gap(keep=True), indicators, signatures()], FORM.section())


def main(folder: Path) -> None:
    """Write the four templates into a folder."""
    basic_data().save(folder / "附件1-基础数据表.docx")
    whole_spending().save(folder / "附件2-整体支出绩效自评表.docx")
    project().save(folder / "附件3-项目支出绩效自评表.docx")
    report().save(folder / "附件4-自评报告.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
