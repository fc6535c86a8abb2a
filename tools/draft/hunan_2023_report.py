"""Draft form 4 of pack ``hunan-2023``: the report, a cover and ten sections."""

from tools.draft.blocks import heading, outline, paragraph, prose, value, when
from tools.draft.package import Draft, Page
from tools.draft.xml import Element

PAGE = Page()
YEAR = "{{ 单位.年度 }}年度"


def cover() -> list[Element]:
    """Return the cover of the report, a section without page numbers."""
    date = "{% if 单位.报告日期 %}{{ 单位.报告日期 }}{% else %}    年    月    日{% endif %}"
    return [
        paragraph("附件 4", "Annex"),
        paragraph(f"{YEAR}\n{{{{ 单位.单位名称 }}}}", "CoverTitle", line=58, before=100),
        paragraph("整体支出绩效自评报告", "CoverTitle"),
        paragraph("部门(单位)名称：{{ 单位.单位名称 }}（盖章）", "CoverLine", line=36, before=180),
        paragraph(date, "CoverLine", section=PAGE.section(numbered=False)),
    ]


def part(field: str) -> list[Element]:
    """Return a text under its own heading of the second level, if it is given."""
    path = f"自评报告.{field}"
    return when(path, [*heading(2, value(f"{path}.标题")), *prose(path)])


def results() -> list[Element]:
    """Return section six: with sub-sections if there are any, else the results directly."""
    work, gains = "自评报告.评价工作情况", "自评报告.主要绩效"
    divided = [
        *part("支出情况分析"),
        *when(work, [*heading(2, value(f"{work}.标题")), *outline(work, 3)]),
        *heading(2, value(f"{gains}.标题")),
        *outline(gains, 3),
    ]
    return when(f"自评报告.支出情况分析 or {work}", divided, outline(gains, 2))


def report() -> Draft:
    """Form 4: cover and ten sections."""
    other = "自评报告.其他说明"
    body = [
        *cover(),
        paragraph(f"{YEAR}{{{{ 单位.单位名称 }}}}", "Title"),
        paragraph("单位整体支出绩效自评报告", "Title", line=36, after=29),
        *heading(1, "部门（单位）基本情况"),
        *(element for field in ("职能职责", "机构设置", "支出规模") for element in part(field)),
        *heading(1, "一般公共预算支出情况"),
        *part("基本支出"),
        *part("项目支出"),
        *heading(1, "政府性基金预算支出情况"),
        *prose("自评报告.政府性基金"),
        *heading(1, "国有资本经营预算支出情况"),
        *prose("自评报告.国有资本经营"),
        *heading(1, "社会保险基金预算支出情况"),
        *prose("自评报告.社会保险基金"),
        *heading(1, "部门整体支出绩效情况"),
        *results(),
        *heading(1, "存在的问题及原因分析"),
        *outline("自评报告.存在问题", 2),
        *heading(1, "下一步改进措施"),
        *outline("自评报告.改进措施", 2),
        *heading(1, "部门整体支出绩效自评结果拟应用和公开情况"),
        *prose("自评报告.结果应用"),
        *heading(1, "其他需要说明的情况"),
        *when(other, prose(other), [paragraph("无。")]),
    ]
    title = f"{YEAR}{{{{ 单位.单位名称 }}}}整体支出绩效自评报告"
    return Draft(title, body, PAGE.section(first=1), numbered=True)
