"""Targets in one cell or three columns, and actuals held against them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perfgen.scoring import SplitTarget, combine_target, judge, overshoot, parse_target, split_target, target
from perfgen.value import Blank, Number


@pytest.mark.parametrize(
    ("written", "性质", "值", "单位"),
    [
        ("≥120", "≥", "120", ""),
        ("≧95%", "≥", "95", "%"),
        ("＝2", "＝", "2", ""),
        ("105件（套）", "", "105", "件（套）"),
        ("500份", "", "500", "份"),
        ("≤12个月", "≤", "12", "个月"),
        ("12个月以内", "≤", "12", "个月"),
        ("控制在12个月以内", "≤", "12", "个月"),
        ("≥70.65万元", "≥", "70.65", "万元"),
        ("95%以上", "≥", "95", "%"),
        ("90分及以上", "≥", "90", "分"),
        ("90分（含）以上", "≥", "90", "分"),
        ("5起以下", "≤", "5", "起"),
        ("小于1%", "＜", "1", "%"),
        ("＞３０人次", "＞", "３０", "人次"),
        ("不少于300人", "≥", "300", "人"),
        ("不超过−5%", "≤", "−5", "%"),
        ("≥200m2", "≥", "200", "m2"),
        ("零脱管零漏管", "定性", "零脱管零漏管", ""),
        ("2023年12月底前", "定性", "2023年12月底前", ""),
        ("12月底前", "定性", "12月底前", ""),
        ("2-3次", "定性", "2-3次", ""),
        ("1:3", "定性", "1:3", ""),
        ("", "", "", ""),
    ],
)
def test_a_written_target_splits_into_three_columns(written: str, 性质: str, 值: str, 单位: str) -> None:
    """Number and unit as written; words, dates and ranges are 定性; the whole prints as it was written."""
    assert split_target(written) == SplitTarget(性质, 值, 单位)
    assert str(parse_target(written)) == written


@pytest.mark.parametrize(
    ("性质", "值", "单位", "written"),
    [
        ("≥", Number(95), "%", "≥95%"),
        ("≥", "≥95", "%", "≥95%"),
        (">=", "95%", Blank(), "≥95%"),
        ("＝", "2", None, "＝2"),
        ("定性", "优良", "", "优良"),
        ("定性", "95", "%", "95%"),
        ("", "105", "件（套）", "105件（套）"),
        ("≥", Blank(), "%", ""),
    ],
)
def test_three_columns_make_one_target(性质: object, 值: object, 单位: object, written: str) -> None:
    """A relation written twice is printed once; blanks are left out; 定性 stays words even with a figure."""
    target = combine_target(性质, 值, 单位)
    assert str(target) == written
    assert (target.number is None) == (性质 == "定性" or not written)


@given(
    st.sampled_from(["≥", "≤", "＞", "＜", "＝", ""]),
    st.decimals(-(10**6), 10**6, allow_nan=False, places=2),
    st.sampled_from(["", "%", "万元", "个月", "件（套）", "人次", "份", "m2", "年"]),
)
def test_splitting_and_combining_keep_a_target(relation: str, number: Decimal, unit: str) -> None:
    """Relation, number and unit survive; a year number with 年 is a date, so those are left out."""
    if unit == "年" and 1900 <= number < 2100:
        return
    target = combine_target(relation, f"{number:f}", unit)
    again = combine_target(*split_target(target.written))
    assert (target.relation, target.number) == (relation, number)
    assert split_target(target.written).单位 == unit
    assert again == target


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥120", "139", True),
        ("≥120", "119.99", False),
        ("≤1%", "0", True),
        ("＜10", "10", False),
        ("＝0", "0", True),
        ("＝0", "1", False),
        ("＝0", "-1", True),
        ("≤-5%", "-6%", True),
        ("≤-5%", "-3%", False),
        ("≥1", "1000000000000000", True),
        ("零脱管", "零脱管", True),
        ("有效提升", "达成", True),
        ("有效提升", "部分达成", False),
        ("有效提升", "一般", None),
        ("≥3", "很多", None),
        (Blank(), "3", None),
        ("≥3", Blank(), None),
    ],
)
def test_an_actual_is_judged_by_its_target(target: object, actual: object, met: object) -> None:
    """Met, not met, or left open."""
    assert judge(target, actual) is met


@pytest.mark.parametrize(
    ("target", "actual", "ratio"),
    [
        ("≥100", "130", "0.3"),
        ("100", "130", "0.3"),
        ("≤12个月", "6个月", "0.5"),
        ("≥100", "90", "0"),
        ("≤10", "15", "0"),
        ("≤10", "-5", "1"),
        ("≥0", "5", None),
        ("≥-1", "5", None),
        ("≥3", "很多", None),
        (Blank(), "3", None),
    ],
)
def test_overshoot_is_the_ratio_beyond_the_target(target: object, actual: object, ratio: str | None) -> None:
    """In the good direction only; no ratio without a target above 0."""
    assert overshoot(target, actual) == (None if ratio is None else Decimal(ratio))


_PIECES = [
    "≥",
    "≤",
    "＞",
    "0",
    "95",
    "120",
    "1,000",
    "2023",
    ".",
    ".5",
    "%",
    "％",
    "元",
    "万元",
    "人次",
    "件",
    "年",
    "个月",
    " ",
    "前",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=5).map("".join))
@example("2023年")
@example("12月底前")
def test_usual_targets_are_read_as_any_other(written: str) -> None:
    """What is recognised at a glance says the same to the reader of everything."""
    assert parse_target(written) == target._parse_any(written)  # noqa: SLF001
