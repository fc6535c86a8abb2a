"""The language of formulas and narrative: blanks, decimals, words for changes, and nothing of Python."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.filings import checked

from perfgen.expression import ExpressionError, Scope, sentence, shared_language
from perfgen.finding.catalogue import WRONG_PLACEHOLDER
from perfgen.value import Blank, Number, Text

NAMES = {
    "本年": Number("9.55", format="0.00"),
    "上年": Number("10.77", format="0.00"),
    "零": Number(0),
    "空": Blank(),
    "名": Text("司法局"),
    "列表": [Number(1), Blank(), Number(2)],
    "全空": [Blank(), Blank()],
}


def value(formula: str) -> object:
    """Compute a formula over the names above."""
    return shared_language().formula(formula).evaluate(Scope(NAMES))


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1 / 3 * 3 == 1", "False"),
        ("本年 - 上年", "-1.22"),
        ("本年 + 空", ""),
        ("空 / 本年", ""),
        ("本年 / 零", ""),
        ("-空", ""),
        ("合计(本年, 空, 上年)", "20.32"),
        ("合计(列表)", "3"),
        ("合计(全空)", ""),
        ("合计(零, 空)", "0"),
        ("占比(本年, 上年)", "88.67%"),
        ("占比(本年, 零)", ""),
        ("增减(本年, 上年, 单位='万元')", "减少1.22万元"),
        ("增减(上年, 本年, 增='增长')", "增长1.22"),
        ("增减(本年, 本年)", "持平"),
        ("增减(空, 本年)", ""),
        ("增减率(本年, 上年)", "下降11.33%"),
        ("增减率(本年, 零)", ""),
        ("增减率(零, 零)", "持平"),
        ("变动率(本年, 上年)", "-11.33%"),
        ("四舍五入(2.675, 2)", "2.68"),
        ("本年|原样", "9.55"),
        ("(本年 + 0.05)|格式('0.000')", "9.600"),
        ("零 or 本年", "9.55"),
        ("空|默认('无')", "无"),
        ("列表|数量", "3"),
        ("名 + '（盖章）'", "司法局（盖章）"),
        ("12|中文数字", "十二"),
        ("空 == 0", "False"),
        ("零 == 0", "True"),
        ("空 < 1 or 空 > 1", "False"),
        ("本年 if 本年 > 9 else 上年", "9.55"),
    ],
)
def test_formulas(formula: str, printed: str) -> None:
    """Blank is not zero; a sum skips blanks; no base, no rate; decimals stay exact."""
    assert str(value(formula)) == printed


@pytest.mark.parametrize(
    ("formula", "cause"),
    [
        ("名 * 2", "“司法局”是文字，不能参加运算"),
        ("合计(名)", "“司法局”不是数字"),
        ("本月", "没有名为“本月”的表或栏目，是不是“本年”？"),
        ("(本年", "括号"),
        ("本年|没有", "没有名为'没有'的过滤器"),
        ("名.upper()", "没有“upper”这一项"),
        ("名.__class__", "没有“__class__”这一项"),
        ("9 ** 9999", "乘方的次数过大"),
        ("本年 %% 2", "写法有误"),
    ],
)
def test_what_cannot_be_computed_says_why(formula: str, cause: str) -> None:
    """The message is Chinese and names the cause."""
    with pytest.raises(ExpressionError) as caught:
        value(formula)
    assert cause in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "cause"),
    [
        ("指标['天数'].完成值", "“指标”下没有“天数”，是不是“起数”？"),
        ("指标['天数']['完成值'] + 1", "“指标”下没有“天数”，是不是“起数”？"),
        ("经费.丁.本年", "“经费”下没有“丁”，现有：甲、乙"),
        ("指标['起数'].完成数", "“起数”下没有“完成数”，是不是“完成值”？"),
        ("没有的表.甲.本年", "没有名为“没有的表”的表或栏目"),
    ],
)
def test_the_first_name_that_means_nothing_is_told(asked: str, cause: str, tmp_path: Path) -> None:
    """Not the one behind it, which would mean something there."""
    rows = "指标: [{三级指标: 起数, 指标值: 3, 完成值: 3, 分值: 5}]\n"
    unit = "模板包: mini\n单位: {单位名称: 甲局, 年度: 2023}\n"
    outcome = checked(tmp_path, f'{unit}{rows}报告: {{职责: "有{{{{ {asked} }}}}件。"}}\n')
    [told] = [finding.message for finding in outcome.findings if finding.kind is WRONG_PLACEHOLDER]
    assert cause in told


def test_narrative_keeps_everything_between_placeholders() -> None:
    """Comment signs, single braces and percent signs are words."""
    assert sentence("支出{{ 本年 }}万元 {# 备注 #} {x} 50%，{{ 增减(本年, 上年) }}。").print(Scope(NAMES)) == (
        "支出9.55万元 {# 备注 #} {x} 50%，减少1.22。"
    )


@pytest.mark.parametrize("text", ["{% for x in y %}", "开头 {{ 本年"])
def test_narrative_holds_no_blocks(text: str) -> None:
    """A filing can print figures, nothing more."""
    with pytest.raises(ExpressionError):
        sentence(text)


@given(st.text(st.characters(exclude_characters="{}")))
def test_words_without_placeholders_stay(text: str) -> None:
    """Text is text."""
    assert sentence(text).print(Scope({})) == text


def test_full_width_punctuation_is_read() -> None:
    """As a Chinese keyboard types it."""
    assert str(value("合计（本年，上年）＋１")) == "21.32"
