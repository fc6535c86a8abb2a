"""Section seven of the published accounts: “三公”经费 in total, abroad, cars, receptions."""

from tools.draft.blocks import heading, value, when
from tools.draft.suining_2023_layout import SPECIAL, Charts, item, say
from tools.draft.suining_2023_sentences import LAST, YEAR, change, done, share, slices
from tools.draft.xml import Element

KINDS = (("因公出国", "因公出国（境）费"), ("公务用车", "公务用车购置及运行维护费"), ("公务接待", "公务接待费"))
MODELS = "['轿车', '越野车', '载客汽车']"
RUNNING = (("公务用车保险费", "保险费"), ("油费", "油费"), ("维修费", "维修费"), ("其他费用", "其他运行费"))


def outlay(name: str, label: str, against: str, between: str = "") -> str:
    """Return what was spent on one kind, how far its budget was used, and the change on last year."""
    row = f"三公经费.{name}"
    accounts = label.replace("经费支出", "支出")
    return (
        f"{label}{value(f'{row}.本年决算')}万元{done(row)}{between}"
        f"{change(row, f'{accounts}决算与{against}持平。', f'{accounts}决算比{against}')}"
    )


def models(column: str, words: str) -> str:
    """Return the cars of each kind, where they were given."""
    first = "{% if loop.first %}，其中：{% else %}，{% endif %}"
    return f"{{% for 名 in {MODELS} if 车辆[名].{column} >= 0 %}}{first}{{{{ 名 }}}}{words}{{% endfor %}}"


def cars() -> list[Element]:
    """Return what was bought, what there is and what it cost to run."""
    bought = models(
        "购置数量",
        "{{ 车辆[名].购置数量 }}辆{% if 车辆[名].购置金额 >= 0 %}、金额{{ 车辆[名].购置金额 }}万元{% endif %}",
    )
    owned = models("年末数量", "{{ 车辆[名].年末数量 }}辆")
    costs = ", ".join(f"[{label!r}, 三公明细.{name}]" for label, name in RUNNING)
    detail = (
        f"{{% for 项 in [{costs}] if 项[1] > 0 %}}{{% if loop.first %}}，其中{{% else %}}，{{% endif %}}"
        "{{ 项[0] }}{{ 项[1] }}万元{% endfor %}"
    )
    return say(
        "其中：公务用车购置支出{{ 三公经费.公车购置.本年决算 }}万元。{% if 车辆.总数.购置数量 >= 0 %}"
        f"全年按规定更新购置公务用车{{{{ 车辆.总数.购置数量 }}}}辆{bought}。{{% endif %}}"
        f"{{% if 车辆.总数.年末数量 >= 0 %}}截至{YEAR}年12月31日，"
        f"单位共有公务用车{{{{ 车辆.总数.年末数量 }}}}辆{owned}。{{% endif %}}",
        f"公务用车运行维护费支出{{{{ 三公经费.公车运行.本年决算 }}}}万元{detail}。",
    )


def receptions() -> list[Element]:
    """Return the receptions of guests from home and abroad, where their cost was given."""
    used = "{% if 接待.国内.用途 %}主要用于{{ 接待.国内.用途 }}。{% endif %}"
    blocks: list[Element] = []
    for name, label, before in (("国内", "国内公务接待", used), ("外事", "外事接待", "")):
        row = f"接待.{name}"
        visits = f"{{% if {row}.内容 %}}，具体内容包括：{{{{ {row}.内容 }}}}等{{% endif %}}"
        sentence = (
            f"{label}支出{value(f'{row}.金额')}万元。{before}"
            f"{{% if {row}.批次 >= 0 and {row}.人次 >= 0 %}}{label}{value(f'{row}.批次')}批次，"
            f"{value(f'{row}.人次')}人次（不包括陪同人员），共计支出{value(f'{row}.金额')}万元{visits}。{{% endif %}}"
        )
        blocks += when(f"{row}.金额 >= 0", say(sentence))
    return blocks


def special(charts: Charts) -> list[Element]:
    """Return section seven."""
    whole = "三公经费.总额"
    parts = "；".join(
        f"{label}支出决算{value(f'三公经费.{name}.本年决算')}万元{share(f'三公经费.{name}.占比')}"
        for name, label in KINDS
    )
    trips = (
        "{% if 三公明细.出国团组 >= 0 and 三公明细.出国人数 >= 0 %}"
        "全年安排因公出国（境）团组{{ 三公明细.出国团组 }}次，出国（境）{{ 三公明细.出国人数 }}人。{% endif %}"
    )
    return [
        *heading(2, "财政拨款“三公”经费支出决算情况说明"),
        *heading(3, "“三公”经费财政拨款支出决算总体情况说明"),
        *say(
            f"{YEAR}年度“三公”经费财政拨款支出决算为{value(f'{whole}.本年决算')}万元"
            f"{done(whole)}{change(whole, '与上年度持平。', '较上年度')}"
        ),
        *heading(3, "“三公”经费财政拨款支出决算具体情况说明"),
        *say(f"{YEAR}年度“三公”经费财政拨款支出决算中，{parts}。具体情况如下："),
        *charts.add("pie", slices(KINDS), "“三公”经费财政拨款支出结构", f"{whole}.本年决算 > 0"),
        item(outlay("因公出国", "因公出国（境）经费支出", f"{LAST}年", trips), SPECIAL),
        item(outlay("公务用车", "公务用车购置及运行维护费支出", f"{LAST}年"), SPECIAL),
        *cars(),
        item(outlay("公务接待", "公务接待费支出", f"{LAST}年度"), SPECIAL),
        *receptions(),
    ]
