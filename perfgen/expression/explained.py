"""What a colleague who writes templates reads about every function and filter: one line each, with an example."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

# What an argument must be: a figure; figures or columns of figures; one printable value; a list; a list of values;
# rows of a table.
Kind = Literal["number", "numbers", "value", "list", "values", "rows", "any"]


class Explained(NamedTuple):
    """How it is written, what it gives, an example and what that prints.

    ``takes``: what each positional argument must be, the value before the ``|`` first; the last holds for all further
    ones. ``gives``: a field type, ``groups``, ``paragraphs``, ``same`` (what went in), or ``any``.
    """

    usage: str
    words: str
    example: str
    result: str
    takes: tuple[Kind, ...]
    gives: str = "any"


EXPLAINED_FUNCTIONS: Mapping[str, Explained] = {
    "合计": Explained(
        "合计(数或一列, …)", "相加；空白跳过，全是空白就是空白", "{{ 合计(1.5, 2) }}", "3.5", ("numbers",), "number"
    ),
    "占比": Explained(
        "占比(部分, 总数)",
        "部分占总数的百分比；总数为 0 或有空白时空白",
        "{{ 占比(30, 120) }}",
        "25.00%",
        ("number",),
        "rate",
    ),
    "变动率": Explained(
        "变动率(本年, 上年)", "比上年增减的百分比，减少是负数", "{{ 变动率(90, 100) }}", "-10.00%", ("number",), "rate"
    ),
    "增减": Explained(
        "增减(本年, 上年, 单位='')",
        "增减了多少，写成文字；相等写“持平”，可用 增= 减= 平= 换字",
        "{{ 增减(3.05, 4.27, 单位='万元') }}",
        "减少1.22万元",
        ("number",),
        "text",
    ),
    "增减率": Explained(
        "增减率(本年, 上年)",
        "增减的百分比，写成文字；可用 增= 减= 平= 换字",
        "{{ 增减率(90, 100) }}",
        "下降10.00%",
        ("number",),
        "text",
    ),
    "四舍五入": Explained(
        "四舍五入(数, 位数=2)", "按位数四舍五入", "{{ 四舍五入(3.145) }}", "3.15", ("number",), "number"
    ),
    "数量": Explained("数量(列表)", "有几行或几项", "{{ 数量([1, 2, 3]) }}", "3", ("list",), "count"),
    "图": Explained(
        "图(列表, '名称列', '数值列', …, 系列=['名称', …])",
        "图表的数据，写在 Word 图表的替代文字里；也可以逐项写 [['名称', 数, …], …]；系列= 是图例里的名称，可以不写",
        "{{ 图([['2022年', 12.5], ['2023年', 10]]) }}",
        "2022年 12.5、2023年 10",
        ("any",),
        "text",
    ),
}
EXPLAINED_FILTERS: Mapping[str, Explained] = {
    "原样": Explained("数|原样", "去掉小数末尾的 0", "{{ 62.40|原样 }}", "62.4", ("value",), "same"),
    "格式": Explained(
        "数|格式('0.00')",
        "按格式打印：0.00 两位小数，0.## 最多两位，0.00% 百分数",
        "{{ 3|格式('0.00') }}",
        "3.00",
        ("value",),
        "same",
    ),
    "百分比": Explained("数|百分比", "印成两位小数的百分数", "{{ 0.7816|百分比 }}", "78.16%", ("value",), "same"),
    "中文数字": Explained("数|中文数字", "印成中文数字", "{{ 12|中文数字 }}", "十二", ("number",), "text"),
    "勾选": Explained(
        "栏目|勾选('选项')",
        "填的是这个选项印 ☑，不是印 □",
        "是{{ '是'|勾选('是') }} 否{{ '是'|勾选('否') }}",
        "是☑ 否□",
        ("value",),
        "text",
    ),
    "分组": Explained(
        "列表|分组('栏目')",
        "相邻的、这一栏相同的行合成一组；每组有 名称、行，栏目名是这一组的一列",
        "{% for 组 in 绩效指标|分组('一级指标') %}{{ 组.名称 }}{{ 数量(组.行) }}项 {% endfor %}",
        "产出指标2项 效益指标1项 ",
        ("rows", "value"),
        "groups",
    ),
    "数量": Explained("列表|数量", "有几行或几项", "{{ 绩效指标|数量 }}", "3", ("list",), "count"),
    "连接": Explained(
        "一列|连接('、')",
        "各项连成一句，空白跳过",
        "{{ 绩效指标.三级指标|连接 }}",
        "指标一、指标二、指标三",
        ("values", "value"),
        "text",
    ),
    "段落": Explained(
        "长文字|段落",
        "一段一段取出，用 for 逐段打印",
        "{% for 段 in 单位.说明|段落 %}〔{{ 段 }}〕{% endfor %}",
        "〔第一段〕〔第二段〕",
        ("value",),
        "paragraphs",
    ),
    "默认": Explained("栏目|默认('无')", "空白时印另一个值", "{{ 单位.备注|默认('无') }}", "无", ("any",), "same"),
    "四舍五入": Explained("数|四舍五入(1)", "按位数四舍五入", "{{ 3.14|四舍五入(1) }}", "3.1", ("number",), "number"),
}
