"""Draft the published accounts of pack ``suining-2023``: ``python -m tools.draft.suining_2023_accounts OUTDIR``."""

import sys
from pathlib import Path

from tools.draft.blocks import each, heading, paragraph, prose, value, when
from tools.draft.package import Draft, Page
from tools.draft.suining_2023_layout import ANNEXES, DUTIES, LINES, TERMS, Accounts, Charts, item, say
from tools.draft.suining_2023_sentences import (
    INCOME,
    LAST,
    SPENDING,
    YEAR,
    amounts,
    bars,
    change,
    compared,
    done,
    pie,
    share,
)
from tools.draft.suining_2023_special import special
from tools.draft.xml import Element

PAGE = Page()
NAME = "{{ 单位.单位名称 }}"
# Terms that are explained only where their amount stands in the accounts.
INCOME_TERMS = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
BALANCE_TERMS = (
    ("使用非财政拨款结余（含专用结余）", "收入.使用非财政拨款结余.决算数 > 0"),
    ("年初结转和结余", "收入.年初结转和结余.决算数 > 0"),
    ("结余分配", "支出.结余分配.决算数 > 0"),
    ("年末结转和结余", "支出.年末结转和结余.决算数 > 0"),
)
FISCAL = " or ".join(f"收入.{kind}预算财政拨款收入.决算数 > 0" for kind in ("一般公共", "政府性基金", "国有资本经营"))


def cover() -> list[Element]:
    """Return the cover, a section without page numbers."""
    date = "{% if 单位.报告日期 %}{{ 单位.报告日期 }}{% else %}    年    月    日{% endif %}"
    return [
        paragraph(f"{NAME}\n{YEAR}年度部门决算", "CoverTitle", line=58, before=150),
        paragraph(date, "CoverLine", line=36, before=330, section=PAGE.section(numbered=False)),
    ]


def overview() -> list[Element]:
    """Return part one: duties and subordinate units."""
    kinds = "，".join(
        f"{label}{{{{ 机构.{name} }}}}个"
        for name, label in (
            ("行政单位", "行政单位"),
            ("参公单位", "参照公务员法管理的事业单位"),
            ("其他事业单位", "其他事业单位"),
        )
    )
    said = "{% if 机构.纳入决算 == '是' %}，纳入{% elif 机构.纳入决算 == '否' %}，未纳入{% endif %}"
    accounts = f"{said}{{% if 机构.纳入决算 != '' %}}{YEAR}年度部门决算编制范围{{% endif %}}"
    names = "{% if 机构.单位名单 %}主要包括：{{ 机构.单位名单 }}。{% endif %}"
    units = (
        f"{NAME}{{% if 机构.二级预算单位 %}}下属二级预算单位{{{{ 机构.二级预算单位 }}}}个，"
        f"其中{kinds}{accounts}。{names}"
        "{% else %}没有下属二级预算单位。{% endif %}"
    )
    return [
        *heading(1, "部门概况"),
        *heading(2, "部门职责"),
        *each("条", "部门概况.部门职责.正文", [item(value("条"), DUTIES)]),
        *heading(2, "机构设置"),
        *say(units),
        *prose("部门概况.机构设置"),
    ]


def totals(figures: Charts) -> list[Element]:
    """Return sections one to four of part two: totals, income and expenditure by kind, fiscal totals."""
    both, fiscal = "年度比较.收支总计", "年度比较.财政拨款收支总计"
    return [
        *heading(2, "收入支出决算总体情况说明"),
        *say(f"{YEAR}年度收、支总计均为{value(f'{both}.本年决算')}万元。{compared(both, '收、支总计', '各')}"),
        *figures.add("bar", bars(both), "收、支决算总计变动情况图", f"{both}.本年决算 >= 0"),
        *heading(2, "收入决算情况说明"),
        *say(f"{YEAR}年度本年收入合计{value('收入.本年收入合计.决算数')}万元，其中：{amounts('收入', INCOME)}。"),
        *figures.add("pie", pie("收入", INCOME), "收入决算结构图", "收入.本年收入合计.决算数 > 0"),
        *heading(2, "支出决算情况说明"),
        *say(f"{YEAR}年度本年支出合计{value('支出.本年支出合计.决算数')}万元，其中：{amounts('支出', SPENDING)}。"),
        *figures.add("pie", pie("支出", SPENDING), "支出决算结构图", "支出.本年支出合计.决算数 > 0"),
        *heading(2, "财政拨款收入支出决算总体情况说明"),
        *say(
            f"{YEAR}年度财政拨款收、支总计均为{value(f'{fiscal}.本年决算')}万元。"
            f"{compared(fiscal, '财政拨款收、支总计', '各')}"
        ),
        *figures.add("bar", bars(fiscal), "财政拨款收、支决算总计变动情况", f"{fiscal}.本年决算 >= 0"),
    ]


def general(figures: Charts) -> list[Element]:
    """Return section five: the general public budget by class and by line."""
    table, spent = "年度比较.一般公共预算支出", "{{ 年度比较.一般公共预算支出.本年决算 }}"
    part = share("占比(年度比较.一般公共预算支出.本年决算, 支出.本年支出合计.决算数)", "本年支出合计的")
    none = "{% for 类 in 必列的类 if 类 not in 功能支出.类 %}{{ 类 }}0万元，占0%；{% endfor %}"
    classes = (
        "{% for 组 in 功能支出|分组('类') %}{{ 组.名称 }}{{ 合计(组.决算数, 0)|格式('0.##') }}万元"
        f"{share('合计(组.占比)')}{{% if not loop.last %}}；{{% endif %}}{{% endfor %}}"
    )
    line = f"{{{{ 行.全称 }}}}：支出决算为{{{{ 行.决算数|默认(0) }}}}万元{done('行', '决算数', '预算数')}"
    budget = "合计(功能支出.预算数)"
    rate = f"{{{{ 占比(合计(功能支出.决算数), {budget})|格式('0.##%') }}}}"
    total = f"{{% if {budget} > 0 and '' not in 功能支出.预算数 %}}，完成预算{rate}{{% endif %}}"
    subject = "一般公共预算财政拨款支出"
    return [
        *heading(2, f"{subject}决算情况说明"),
        *heading(3, f"{subject}决算总体情况"),
        *say(f"{YEAR}年度{subject}{spent}万元{part}。{compared(table, subject, '')}"),
        *figures.add("bar", bars(table), f"{subject}决算变动情况", f"{table}.本年决算 >= 0"),
        *heading(3, f"{subject}决算结构情况"),
        *say(f"{YEAR}年度{subject}{spent}万元，主要用于以下方面：{none}{classes}。"),
        *figures.add("pie", "图(功能支出|分组('类'), '名称', '占比')", f"{subject}决算结构", f"{table}.本年决算 > 0"),
        *heading(3, f"{subject}决算具体情况"),
        *say(f"{YEAR}年度一般公共预算支出决算数为{spent}万元{total}。其中："),
        *each("行", "功能支出", [item(line, LINES)]),
    ]


def basic() -> list[Element]:
    """Return section six: basic expenditure."""
    return [
        *heading(2, "一般公共预算财政拨款基本支出决算情况说明"),
        *say(
            f"{YEAR}年度一般公共预算财政拨款基本支出{{{{ 基本支出.总额 }}}}万元，其中：",
            "人员经费{{ 基本支出.人员经费 }}万元，主要包括：{{ 基本支出.人员经费内容 }}等。",
            "公用经费{{ 基本支出.公用经费 }}万元，主要包括：{{ 基本支出.公用经费内容 }}等。",
        ),
    ]


def funds() -> list[Element]:
    """Return sections eight and nine: the two other fiscal budgets."""
    blocks: list[Element] = []
    for name in ("政府性基金预算", "国有资本经营预算"):
        spent, words = f"支出.本年支出合计.{name}", f"{name}财政拨款支出"
        amount = f"{{% if {spent} >= 0 %}}{words}{value(spent)}万元{{% else %}}没有{words}{{% endif %}}"
        blocks += [*heading(2, f"{name}支出决算情况说明"), *say(f"{YEAR}年度{amount}。")]
    return blocks


def others() -> list[Element]:
    """Return section ten: running costs, procurement, assets, performance."""
    running = "机关运行经费"
    cars = ("主要领导干部用车", "机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
    fleet = "、".join(f"{name}{{{{ 国有资产.{name} }}}}辆" for name in cars)
    bought = "、".join(f"政府采购{name}支出{{{{ 政府采购.{name} }}}}万元" for name in ("货物", "工程", "服务"))
    small = share("占比(政府采购.中小企业, 政府采购.总额)", "政府采购支出总额的")
    micro = share("占比(政府采购.小微企业, 政府采购.总额)", "政府采购支出总额的")
    return [
        *heading(2, "其他重要事项的情况说明"),
        *heading(3, "机关运行经费支出情况"),
        *say(
            f"{YEAR}年度，{NAME}机关运行经费支出{value(f'{running}.本年决算')}万元"
            f"{change(running, f'，与{LAST}年度持平。', f'，比{LAST}年度', '。')}"
        ),
        *heading(3, "政府采购支出情况"),
        *say(
            f"{YEAR}年度，{NAME}政府采购支出总额{{{{ 政府采购.总额 }}}}万元，其中：{bought}。"
            "{% if 政府采购.用途 %}主要用于{{ 政府采购.用途 }}。{% endif %}"
            f"授予中小企业合同金额{{{{ 政府采购.中小企业 }}}}万元{small}，"
            f"其中：授予小微企业合同金额{{{{ 政府采购.小微企业 }}}}万元{micro}。"
        ),
        *heading(3, "国有资产占有使用情况"),
        *say(
            f"截至{YEAR}年12月31日，{NAME}共有车辆{{{{ 国有资产.车辆合计 }}}}辆，其中：{fleet}。"
            "单价100万元以上设备（不含车辆）{{ 国有资产.大型设备 }}台（套）。"
        ),
        *heading(3, "预算绩效管理情况"),
        *performance(),
    ]


def performance() -> list[Element]:
    """Return what was evaluated, and the score and summary of each evaluation."""
    names = "{{ 项目.项目名称|连接 }}"
    count = {name: f"{{{{ 绩效管理.{name} }}}}" for name in ("事前评估数", "绩效目标数", "监控数")}
    planned = (
        f"根据预算绩效管理要求，本部门在{YEAR}年度预算编制阶段，组织对{names}等{count['事前评估数']}个项目"
        f"开展了预算事前绩效评估，对{count['绩效目标数']}个项目编制了绩效目标；"
        f"预算执行过程中，选取{count['监控数']}个项目开展绩效监控。"
    )
    reports = f"{{% if 项目 %}}和{names}等专项预算项目绩效自评报告{{% endif %}}"
    score = "{% if 结论.总分 >= 0 %}绩效自评得分为{{ 结论.总分 }}分（自评满分{{ 结论.自评满分 }}分），{% endif %}"
    each_score = "{% if 行.总分 >= 0 %}专项预算项目绩效自评得分为{{ 行.总分 }}分，{% endif %}"
    projects = (
        f"{{% for 行 in 项目 %}}{{{{ 行.项目名称 }}}}{each_score}绩效自评综述：{{{{ 行.综述 }}}}"
        "{% if loop.last %}。{% else %}；{% endif %}{% endfor %}"
    )
    return [
        *when("项目", say(planned)),
        *say(
            f"组织对{YEAR}年度一般公共预算、政府性基金预算、国有资本经营预算、社会保险基金预算以及资产、债券资金等"
            f"全面开展绩效自评，形成{NAME}部门整体（含部门预算项目）绩效自评报告{reports}。",
            f"其中，{NAME}部门整体（含部门预算项目）{score}绩效自评综述：{{{{ 绩效管理.综述 }}}}。",
            f"{projects}绩效自评报告详见附件。",
        ),
    ]


def term(name: str, condition: str = "") -> list[Element]:
    """Return a term with its explanation, if its amount stands in the accounts."""
    line = [item(f"{name}：{{{{ 词语['{name}'] }}}}", TERMS)]
    return when(condition, line) if condition else line


def terms() -> list[Element]:
    """Return part three: what occurs in the accounts, explained."""
    line = item("{{ 行.全称 }}：{{ 行.释义 }}", TERMS)
    return [
        *heading(1, "名词解释"),
        *term("财政拨款收入", FISCAL),
        *(block for name in INCOME_TERMS for block in term(name, f"收入.{name}.决算数 > 0")),
        *(block for name, condition in BALANCE_TERMS for block in term(name, condition)),
        *each("行", "功能支出", when("行.释义 and (行.决算数 > 0 or 行.预算数 > 0)", [line])),
        *term("基本支出"),
        *term("项目支出"),
        *term("经营支出", "支出.经营支出.决算数 > 0"),
        *term("“三公”经费"),
        *term("机关运行经费"),
    ]


def annexes() -> list[Element]:
    """Return part four: the annexes by name."""
    forms = "（附：区级部门整体支出绩效评价指标体系、部门预算项目支出绩效自评表）"
    special_reports = "专项预算项目绩效评价报告（{{ 项目.项目名称|连接 }}）"
    return [
        *heading(1, "附件"),
        item(f"部门预算绩效评价报告{forms}", ANNEXES),
        *when("项目", [item(special_reports, ANNEXES)]),
    ]


def accounts() -> Draft:
    """Return the accounts in four parts with seven charts."""
    figures = Charts()
    middle = (
        heading(1, f"{YEAR}年度部门决算情况说明"),
        totals(figures),
        general(figures),
        basic(),
        special(figures),
        funds(),
        others(),
    )
    body = [*cover(), *overview(), *(block for part in middle for block in part), *terms(), *annexes()]
    title = f"{YEAR}年度{NAME}部门决算公开"
    return Accounts(title, body, PAGE.section(first=1), numbered=True, charts=tuple(figures.charts))


def main(folder: Path) -> None:
    """Write the template into a folder."""
    accounts().save(folder / "部门决算公开.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
