"""Sentences of the published accounts: shares, changes and budgets in words, and the data of their charts.

A comparison with a blank is false in the language of templates, so ``>= 0`` asks whether a figure was given at all.
"""

from collections.abc import Sequence

YEAR = "{{ 单位.年度 }}"
LAST = "{{ 单位.年度 - 1 }}"
INCOME = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
SPENDING = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")


def share(rate: str, of: str = "") -> str:
    """Return ``，占7.34%``, or nothing where there is no whole."""
    return f"{{% if {rate} >= 0 %}}，占{of}{{{{ {rate}|格式('0.##%') }}}}{{% endif %}}"


def amounts(table: str, names: Sequence[str]) -> str:
    """Return the kinds of a table with amount and share; those left blank are not named."""
    row = f"{table}[名]"
    return (
        f"{{% for 名 in {list(names)} if {row}.决算数 >= 0 %}}{{% if not loop.first %}}；{{% endif %}}"
        f"{{{{ 名 }}}}{{{{ {row}.决算数 }}}}万元{share(f'{row}.占比')}{{% endfor %}}"
    )


def change(row: str, equal: str, before: str, nothing: str = "") -> str:
    """Return the change on last year with its reason.

    Equal years are 持平; a last year of 0 has no percentage; a blank one leaves ``nothing`` to say.
    """
    this, last, reason = f"{row}.本年决算", f"{row}.上年决算", f"{row}.变动原因"
    amount = f"{{{{ 增减({this}, {last}, 单位='万元', 增='增长', 减='下降') }}}}"
    rate = f"{{% if {last} %}}，{{{{ 增减率({this}, {last}) }}}}{{% endif %}}"
    why = f"{{% if {reason} %}}主要原因是{{{{ {reason} }}}}。{{% endif %}}"
    return (
        f"{{% if {last} >= 0 and {this} == {last} %}}{equal}{{% elif {last} >= 0 %}}{before}{amount}{rate}。{why}"
        f"{{% else %}}{nothing}{{% endif %}}"
    )


def compared(row: str, subject: str, each: str) -> str:
    """Return the comparison of a total with the year before, as a sentence of its own."""
    return change(
        row,
        f"与{LAST}年度相比，{subject}持平。",
        f"与{LAST}年度相比，{subject}{each}",
        f"没有{LAST}年度可比的决算数。",
    ).replace("主要原因是", "主要变动原因是")


def done(row: str, spent: str = "本年决算", planned: str = "本年预算") -> str:
    """Return how far the budget was used; a budget of 0 has no percentage, a blank one is not spoken of."""
    actual, budget = f"{row}.{spent}", f"{row}.{planned}"
    reason = f"{{% if {row}.差异原因 %}}，主要原因是{{{{ {row}.差异原因 }}}}{{% endif %}}"
    return (
        f"{{% if {row}.完成预算 >= 0 %}}，完成预算{{{{ {row}.完成预算 }}}}{{% endif %}}"
        f"{{% if {budget} >= 0 %}}，决算数{{% if {actual} == {budget} %}}与预算数持平"
        f"{{% elif {actual} > {budget} %}}大于预算数{reason}{{% else %}}小于预算数{reason}{{% endif %}}{{% endif %}}。"
    )


def bars(row: str) -> str:
    """Return the data of a chart of two years."""
    return f"图([[(单位.年度 - 1) ~ '年', {row}.上年决算], [单位.年度 ~ '年', {row}.本年决算]], 系列=['万元'])"


def pie(table: str, names: Sequence[str]) -> str:
    """Return the data of a chart of the shares of a table's kinds."""
    return f"图([{', '.join(f'[{name!r}, {table}.{name}.占比]' for name in names)}], 系列=['占比'])"


def slices(kinds: Sequence[tuple[str, str]]) -> str:
    """Return the data of the chart of 三公."""
    return f"图([{', '.join(f'[{label!r}, 三公经费.{name}.占比]' for name, label in kinds)}], 系列=['占比'])"
