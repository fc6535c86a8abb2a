"""Draft the three templates of pack ``huaihua-2021``: ``python -m tools.draft.huaihua_2021 OUTDIR``."""

import sys
from pathlib import Path

from tools.draft.blocks import heading, outline, paragraph, prose, value
from tools.draft.huaihua_2021_indicators import FORM as INDICATORS
from tools.draft.package import Draft, Page
from tools.draft.table import Row, block, down, left, mid, row, start, table
from tools.draft.xml import Element

REPORT = Page()
FORM = Page(top=18, bottom=17, left=15, right=15, footer=10)
YEAR = "{{ 单位.年度 }}年"
SCORES_GRID = (1010, 1000, 1600, 3010, 2920, 660)
FUNDS_GRID = (930, 2130, 1400, 1400, 1400, 800, 1150, 990)
INDICATOR_GRID = (700, 1030, 1030, 1330, 1850, 1850, 560, 660, 1190)
AMOUNTS = ("年初预算数", "全年预算数", "全年执行数")

# The parts of the report and the texts of the pack that stand in each.
PARTS = (
    ("部门基本情况", ("职能机构", "人员情况", "工作任务", "收支情况")),
    ("部门整体支出管理及使用情况", ("基本支出", "专项资金", "支出规模", "专项管理", "任务完成")),
    ("部门整体评价工作开展", ("评价过程", "结果概况")),
    ("部门整体支出绩效评价分析", ("投入分析", "执行分析", "绩效分析")),
)


def report() -> Draft:
    """Form 1: the report in six parts."""
    first, second = f"{{{{ 单位.单位名称 }}}}{YEAR}", "部门整体支出绩效评价报告"
    title = paragraph(f"{first}\n{second}", "Title", line=36, before=10, after=29)
    body = [paragraph("附件1：", "Annex"), title]
    for name, fields in PARTS:
        body += heading(1, name)
        for field in fields:
            path = f"评价报告.{field}"
            body += [*heading(2, value(f"{path}.标题")), *prose(path)]
    for name, field in (("存在的问题", "存在问题"), ("整改措施或建议", "整改措施")):
        body += [*heading(1, name), *outline(f"评价报告.{field}", 2)]
    return Draft(f"{first}{second}", body, REPORT.section(first=1), numbered=True)


def score_rows() -> list[Row]:
    """Return the indicators of form 2, their levels merged downwards."""
    rows = []
    for first, groups in INDICATORS:
        level = start(first)
        for group in groups:
            below = start(group.name)
            for indicator in group.indicators:
                texts = (left(indicator.meaning), left(indicator.rule))
                rows.append(row(level, below, indicator.name, *texts, value(f"指标评分.{indicator.row}.得分")))
                level, below = down(), down()
    return rows


def box(name: str) -> str:
    """Return a grade's box, ticked if it is the unit's."""
    return f"{{{{ 评分.等级|勾选('{name}') }}}}{name}"


def scores() -> Draft:
    """Form 2: the indicators with their rules and scores, the total and the grade."""
    title = "部门整体支出绩效评价指标体系评分表"
    bands = (
        f"{box('优秀')}  90分≤得分≤100分；\u3000\u3000{box('良好')}  80分≤得分≤89分；\n"
        f"{box('中')}  60分≤得分≤79分；\u3000\u3000\u3000{box('较差')}  0≤得分≤59分"
    )
    grid = table(
        SCORES_GRID,
        row(start("一级指标"), start("二级指标"), mid("三级指标", 2), start("评分标准"), start("得分"), header=True),
        row(down(), down(), "指标名称", "指标解释说明", down(), down(), header=True),
        score_rows(),
        row("小计", "{{ 指标评分.小计.分值 }}", "", "", "", "{{ 指标评分.小计.得分 }}"),
        row("评价结果", left(bands, 4), "{{ 评分.总分 }}", height=800),
    )
    body = [paragraph("附件2：", "Annex"), paragraph(title, "FormTitle"), grid, gap()]
    return Draft(title, body, FORM.section())


def gap(*, keep: bool = False) -> Element:
    """Return the one-point paragraph between or after tables."""
    return paragraph(style="TableGap", keep=keep)


def funds() -> list[Row]:
    """Return the rows of the money on form 3."""
    sources = (("财政拨款", "其中：当年财政拨款", 0), ("上年结转", "上年结转资金", 6), ("其他资金", "其他资金", 6))
    total = [value(f"资金.年度资金总额.{name}") for name in (*AMOUNTS, "分值", "执行率", "得分")]
    rows = [
        row(start("项目资金\n（万元）"), "", *AMOUNTS, "分值", "执行率", "得分"),
        row(down(), left("年度资金总额"), *total),
    ]
    for name, label, indent in sources:
        amounts = [value(f"资金.{name}.{amount}") for amount in AMOUNTS]
        rows.append(row(down(), left(label, indent=indent), *amounts, "", "", ""))
    return rows


def self_assessment() -> Draft:
    """Form 3: money, yearly goals, indicators."""
    title = "部门整体支出绩效自评表"
    money = table(
        FUNDS_GRID,
        row(mid("项目支出名称", 2), mid("{{ 单位.项目名称 }}", 6)),
        row(mid("主管部门", 2), mid("{{ 单位.主管部门 }}", 2), "实施单位", mid("{{ 单位.单位名称 }}", 3)),
        funds(),
        row(
            "年度\n总体\n目标",
            left("{{ 年度目标.预期目标 }}", 3),
            left("{{ 年度目标.实际完成情况 }}", 4),
            height=1300,
            joined=True,
        ),
    )
    label = value("'绩效指标'|合并")
    heads = ("一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分")
    numbers = [value(f"行.{name}") for name in ("分值", "得分")]
    targets = [left(value(f"行.{name}")) for name in ("指标值", "完成值")]
    levels = (value("行.一级指标|合并"), value("行.二级指标|合并(行.一级指标)"), value("行.三级指标"))
    indicators = table(
        INDICATOR_GRID,
        row("绩效\n指标", *heads, "偏差原因\n分析及\n改进措施", height=560, header=True),
        block(9, "for 行 in 绩效指标", row(label, *levels, *targets, *numbers, left(value("行.偏差原因")))),
        row("", "合计", "", "", "", "", "{{ 自评.分值合计 }}", "{{ 自评.总分 }}", ""),
    )
    body = [
        paragraph("附件3", "Annex"),
        paragraph(title, "FormTitle"),
        paragraph("（{{ 单位.年度 }}年度）", "TableText"),
        money,
        gap(keep=True),
        indicators,
        signatures(),
    ]
    return Draft(title, body, FORM.section())


def signatures() -> Element:
    """Return the line of signatures below form 3."""
    people = "填表人：{{ 单位.填表人 }}\t填表日期：{{ 单位.填报日期 }}\t联系电话：{{ 单位.联系电话 }}"
    return paragraph(f"{people}\t单位负责人签字：", "TableNote", tabs=(2200, 4800, 7200))


def main(folder: Path) -> None:
    """Write the three templates into a folder."""
    report().save(folder / "附件1-评价报告.docx")
    scores().save(folder / "附件2-指标体系评分表.docx")
    self_assessment().save(folder / "附件3-绩效自评表.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
