"""Draft the evaluation templates of pack ``suining-2023``.

``python -m tools.draft.suining_2023_performance OUTDIR``
"""

import sys
from pathlib import Path

from tools.draft.blocks import each, heading, outline, paragraph, prose, value, when
from tools.draft.package import Draft, Page
from tools.draft.suining_2023_layout import DUTIES, Report, item
from tools.draft.table import Cell, Row, block, down, left, mid, row, start, table
from tools.draft.xml import Element

FORM = Page(top=20, bottom=18, left=15, right=15, footer=10)
PAGE = Page()
YEAR = "{{ 单位.年度 }}年度"

# The rating form: first level, second level, indicator, points, what it looks at, how it is scored (a line a rule).
BUDGET, USE, QUALITY = "部门预算\n管理\n（80分）", "绩效结果\n应用\n（10分）", "自评质量\n（10分）"
PLAN, SPEND, DONE = "预算编制\n（30分）", "预算执行\n（30分）", "完成结果\n（20分）"
OPEN, MEND, SELF = "信息公开\n（2分）", "整改反馈\n（8分）", "自评质量\n（10分）"
RATING = (
    (BUDGET, PLAN, "目标制定", 10, "绩效目标的要素是否完整，指标是否细化、量化。",
     ("1.目标要素完整的得5分，不完整的酌情扣分。\n2.指标细化量化的得5分，没有做到的酌情扣分。\n"
     "有项目绩效目标的，看项目绩效目标的编制质量；没有的，看部门整体支出绩效目标。")),
    (BUDGET, PLAN, "目标实现", 10, "绩效目标的实际完成情况与预期偏离多少。",
     ("以项目完成数量为核心。得分=达到预期值的数量指标个数÷全部数量指标个数×指标分值。\n"
     "没有达到预期值的，或超过预期值30%以上的，都不计分。")),
    (BUDGET, PLAN, "编制准确", 10, "年初预算编得是否科学、准确。",
     ("得分=（1－10×部门全年预算调剂金额÷年初部门预算数）×指标分值。\n"
     "部门全年预算调剂金额÷年初部门预算数＞0.1的，得0分。")),
    (BUDGET, SPEND, "支出控制", 10, "公用经费和非定额公用支出是否得到控制。",
     ("比较日常公用经费和项目支出中“办公费、印刷费、水费、电费、物业管理费”等科目的年初预算数与决算数。\n"
     "偏差在10%以内的得10分，在10%－20%之间的得5分，超过20%的不得分。")),
    (BUDGET, SPEND, "动态调整", 10, "绩效运行监控的结果是否用于调整预算。",
     ("1.调整取消额和结余注销额都不为零：得分=绩效监控调整取消额÷（绩效监控调整取消额＋预算结余注销额）×10。\n"
     "2.调整取消额为零、结余注销额不为零：得分=（1－10×结余注销额÷年度预算总额）×10；"
     "结余注销额超过年度预算总额10%的不得分。\n3.两者都为零：得满分。")),
    (BUDGET, SPEND, "执行进度", 10, "6月、9月、11月的预算执行进度。",
     ("6、9、11月应达到序时进度的80%、90%、90%，即实际支出进度40%、67.5%、82.5%。\n"
     "达到的分别得3、4、3分；没有达到的，按实际进度占目标进度的比重计分。")),
    (BUDGET, DONE, "预算完成", 10, "部门预算项目到年底的执行情况。",
     "部门预算项目12月预算执行进度达到100%的得10分，没有达到的按实际进度计分。"),
    (BUDGET, DONE, "违规记录", 10, "审计监督、财政检查反映的部门预算管理合规情况。",
     "按评价年度的审计监督、财政检查结果，部门预算管理方面每有一个违纪违规问题扣0.5分，扣完为止。"),
    (USE, OPEN, "自评公开", 2, "部门整体绩效自评和自行组织的评价是否按要求公开。",
     "绩效信息按要求随同决算公开的得2分，否则不得分。"),
    (USE, MEND, "结果整改", 4, "是否根据绩效管理结果整改问题、完善政策、改进管理。",
     ("对绩效目标核查、绩效监控核查和重点绩效评价提出的问题作了整改，并把结果用于完善政策、改进管理、"
     "与预算挂钩的，得4分；否则酌情扣分。")),
    (USE, MEND, "应用反馈", 4, "是否按要求及时向财政部门反馈结果应用情况。",
     "在规定时间内向财政部门反馈应用绩效结果报告的得满分，否则不得分。"),
    (QUALITY, SELF, "自评准确", 10, "部门整体支出自评是否准确。",
     ("自评得分与评价组抽查得分相差5%以内的不扣分，5%－10%的扣4分，10%－20%的扣8分，20%以上的扣10分。\n"
     "（部门自评时此项不打分，自评满分为90分）")),
)  # fmt: skip
RATING_GRID = (1020, 1000, 640, 560, 1800, 3400, 620, 1160)
FUNDS = (
    ("总额", "总额"),
    ("财政资金", "其中：财政资金"),
    ("财政专户管理资金", "财政专户管理资金"),
    ("单位资金", "单位资金"),
    ("其他资金", "其他资金"),
)
FUND_GRID = (1040, 1640, 1130, 1370, 1130, 1130, 600, 600, 1540)
AMOUNTS = ("年初预算", "调整后预算数", "预算执行数", "预算执行率")
INDICATOR_GRID = (1040, 1140, 1140, 1940, 540, 720, 680, 720, 520, 520, 1220)
CLOSING_GRID = (2180, 4000, 4000)
INDICATOR_HEADS = ("一级指标", "二级指标", "三级指标", "指标\n性质", "指标值", "度量\n单位", "完成值", "权重", "得分")


def lines(path: str) -> list[Element]:
    """Return the paragraphs of a text field of a table."""
    return each("段", f"{path}|段落", [paragraph(value("段"))])


def texts(owner: str, parts: tuple[tuple[str, str], ...], level: int) -> list[Element]:
    """Return several text fields of a table, each under its heading."""
    return [block for title, name in parts for block in (*heading(level, title), *lines(f"{owner}.{name}"))]


def pieces(parts: tuple[tuple[str, str], ...], level: int) -> list[Element]:
    """Return several pieces of the narrative, each under its heading."""
    return [block for title, name in parts for block in (*heading(level, title), *prose(f"部门报告.{name}"))]


def kinds_of_projects() -> list[Element]:
    """Return the two sentences on the kinds of projects."""
    sentence = (
        "{label}绩效分析。该类项目总数{{{{ {at}.项目个数 }}}}个，涉及预算总金额{{{{ {at}.预算总金额|原样 }}}}万元，"
        "1—12月预算执行总体进度为{{{{ {at}.执行进度|格式('0.##%') }}}}，"
        "其中：预算结余率大于10%的项目共计{{{{ {at}.结余较大个数 }}}}个。"
    )
    kinds = (("常年项目", "常年项目"), ("阶段（一次性）项目", "阶段项目"))
    return [paragraph(sentence.format(label=label, at=f"项目分类.{name}")) for label, name in kinds]


def unit_report() -> Draft:
    """附件1: the report on the unit's whole budget."""
    title = "部门预算绩效评价报告"
    body = [
        paragraph("附件1", "Annex"),
        paragraph(title, "Title", line=36, before=12, after=24),
        *heading(1, "部门（单位）基本情况"),
        *pieces((("机构组成", "机构组成"),), 2),
        *heading(2, "机构职能"),
        *each("条", "部门概况.部门职责.正文", [item(value("条"), DUTIES)]),
        *pieces((("人员概况", "人员概况"),), 2),
        *heading(1, "部门资金收支情况"),
        *pieces((("收入情况", "收入情况"), ("支出情况", "支出情况"), ("结余分配和结转结余情况", "结余情况")), 2),
        *heading(1, "部门预算绩效分析"),
        *heading(2, "部门预算总体绩效分析"),
        *heading(3, "履职效能"),
        *outline("部门报告.履职效能", 4, ("点",)),
        *pieces(tuple((name, name) for name in ("预算管理", "财务管理", "资产管理", "采购管理")), 3),
        *heading(2, "部门预算项目绩效分析"),
        *kinds_of_projects(),
        *pieces(tuple((name, name) for name in ("项目决策", "项目执行", "目标实现")), 3),
        *pieces((("重点领域绩效分析", "重点领域"), ("绩效结果应用情况", "结果应用")), 2),
        *heading(1, "评价结论及建议"),
        *pieces(tuple((name, name) for name in ("评价结论", "存在问题", "改进建议")), 2),
        paragraph(f"附表：部门预算项目支出绩效自评表（{YEAR}）"),
    ]
    return Report(f"{YEAR}{{{{ 单位.单位名称 }}}}{title}", body, PAGE.section(first=1), numbered=True)


def rating() -> Draft:
    """Form 附表1: twelve indicators with their rules, the unit's scores and remarks."""
    title = "{{ 单位.年度 + 1 }}年区级部门整体支出绩效评价指标体系"
    names = ("指标\n分值", "指标解释", "计分标准", "自评\n得分", "备注")
    rows: list[Row] = []
    above = ("", "")
    for first, second, name, points, explained, rule in RATING:
        cells = (
            down() if first == above[0] else start(first),
            down() if (first, second) == above else start(second),
            name,
            str(points),
            left(explained),
            left(rule),
            value(f"指标评分.{name}.得分"),
            left(value(f"指标评分.{name}.备注")),
        )
        rows.append(row(*cells))
        above = (first, second)
    grid = table(
        RATING_GRID,
        row(mid("绩效指标", 3), *(start(name) for name in names), header=True),
        row("一级\n指标", "二级\n指标", "三级\n指标", *(down() for _ in names), header=True),
        rows,
        row(mid("合计", 3), "{{ 结论.分值合计 }}", "", left("自评满分{{ 结论.自评满分 }}分"), "{{ 结论.总分 }}", ""),
    )
    return Draft(title, [paragraph(title, "FormTitle"), grid, gap()], FORM.section())


def gap(*, keep: bool = False) -> Element:
    """Return the one-point paragraph between or after tables."""
    return paragraph(style="TableGap", keep=keep)


def project_head() -> Element:
    """Return the upper table of the form of a project: what it is, its goals, its money."""
    goals = "项目基本\n情况"
    funds = [
        row(
            down(),
            left(label) if number < 2 else left(label, indent=2),  # noqa: PLR2004
            *(value(f"项目.资金.{name}.{column}") for column in AMOUNTS),
            *([value(f"项目.资金.{name}.权重"), value(f"项目.资金.{name}.得分")] if name == "总额" else ["/", "/"]),
            Cell(value("项目.资金.总额.原因"), style="TableLeft", merge="restart") if name == "总额" else down(),
        )
        for number, (name, label) in enumerate(FUNDS)
    ]
    return table(
        FUND_GRID,
        row(mid("项目名称", 2), mid("{{ 项目.项目编码 }}-{{ 项目.系统名称 }}", 7)),
        row(
            mid("主管部门", 2),
            mid("{{ 项目.主管部门 }}", 3),
            mid("实施单位\n（盖章）", 1),
            mid("{{ 项目.实施单位 }}", 3),
        ),
        row(start(goals), start("1.项目年度\n目标完成情况"), mid("项目年度目标", 3), mid("年度目标完成情况", 4)),
        row(down(), down(), left("{{ 项目.年度目标 }}", 3), left("{{ 项目.目标完成情况 }}", 4), height=760),
        row(down(), "2.项目实施内容\n及过程概述", left("{{ 项目.实施内容 }}", 7), height=560),
        row(start("预算执行\n情况\n（10分）"), "年度预算数\n（万元）", *AMOUNTS, "权重", "得分", "原因"),
        funds,
    )


def project_indicators() -> Element:
    """Return the middle table: indicators with split targets, and the total."""
    label = r"'绩效指标\n（90分）'|合并"
    line = row(
        value(label),
        value("行.一级指标|合并"),
        value("行.二级指标|合并(行.一级指标)"),
        left(value("行.三级指标")),
        *(value(f"行.{name}") for name in ("指标性质", "指标值", "度量单位", "完成值", "分值", "得分")),
        left(value("行.偏差原因")),
    )
    return table(
        INDICATOR_GRID,
        row("绩效指标\n（90分）", *INDICATOR_HEADS, "未完成\n原因分析", height=560, header=True),
        block(11, "for 行 in 项目.指标", line),
        row(mid("合计", 8), "{{ 项目.权重合计 }}", "{{ 项目.总分 }}", ""),
    )


def project_closing() -> Element:
    """Return what is said of the project, and the signatures; on a second page it has no head of indicators."""
    names = ("评价结论", "存在问题", "改进措施")
    said = [Row((Cell(name), left(value(f"项目.{name}"), 2)), height=500, keeps=True) for name in names]
    return table(CLOSING_GRID, said, row(left("项目负责人：", 2), left("财务负责人："), height=560))


def project_form() -> Draft:
    """Form 附表2 of a project, printed once for each."""
    title = f"部门预算项目支出绩效自评表（{YEAR}）"
    body = [paragraph(title, "FormTitle"), project_head(), gap(keep=True), project_indicators(), gap()]
    body += [project_closing(), gap()]
    return Draft(title, body, FORM.section())


def analysis() -> list[Element]:
    """Return part three of a project's report."""
    fields = ("产业发展", "民生保障", "基础设施", "行政运转")
    special: list[Element] = []
    for name in fields:
        path = f"项目.报告.{name}"
        special += [*heading(3, name), *when(path, lines(path), [paragraph("不涉及。")])]
    own = "项目.报告.个性指标"
    return [
        *heading(2, "通用指标绩效分析"),
        *texts("项目.报告", tuple((name, name) for name in ("项目决策", "项目管理", "项目实施", "项目结果")), 3),
        *heading(2, "专用指标绩效分析"),
        *special,
        *heading(2, "个性指标绩效分析"),
        *when(own, lines(own), [paragraph("没有另设个性指标。")]),
    ]


def project_report() -> Draft:
    """附件2: the report on a project, printed once for each."""
    title = "专项预算项目绩效评价报告"
    setting = (
        ("项目设立背景", "设立背景"),
        ("项目立项、资金申报的依据", "立项依据"),
        ("项目主要内容、部门职能", "主要内容"),
    )
    outlook = (("实施目的及支持方向", "实施目的"), ("预算安排及分配管理", "预算安排"), ("项目绩效目标设置", "目标设置"))
    work = (
        ("评价目的", "评价目的"),
        ("预设问题及评价重点", "评价重点"),
        ("评价选点", "评价选点"),
        ("评价方法", "评价方法"),
        ("评价组织", "评价组织"),
    )
    body = [
        paragraph("附件2", "Annex"),
        paragraph(title, "Title", line=36, before=12),
        paragraph("（{{ 项目.项目名称 }}）", "CoverLine", line=36, after=24),
        *heading(1, "项目概况"),
        *heading(2, "设立背景及基本情况"),
        *texts("项目.报告", setting, 3),
        *texts("项目.报告", outlook, 2),
        *heading(1, "评价实施"),
        *texts("项目.报告", work, 2),
        *heading(1, "绩效分析"),
        *analysis(),
        *heading(1, "评价结论"),
        *lines("项目.评价结论"),
        paragraph("自评得分{{ 项目.总分 }}分。"),
        *heading(1, "存在主要问题"),
        *lines("项目.存在问题"),
        *heading(1, "改进建议"),
        *lines("项目.改进措施"),
    ]
    return Draft(f"{YEAR}{{{{ 项目.项目名称 }}}}{title}", body, PAGE.section(first=1), numbered=True)


def main(folder: Path) -> None:
    """Write the four templates into a folder."""
    unit_report().save(folder / "附件1-部门预算绩效评价报告.docx")
    rating().save(folder / "指标体系.docx")
    project_form().save(folder / "项目支出绩效自评表.docx")
    project_report().save(folder / "附件2-专项预算项目绩效评价报告.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
