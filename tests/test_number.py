"""Numbers as staff type them and as forms print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgen.number import chinese_numeral, format_number, parse_number, places_of, round_half_up


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("335", "335"),
        (" 163.80 ", "163.80"),
        ("1,809.15", "1809.15"),
        ("１８０９．１５", "1809.15"),
        ("-3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("98%", "0.98"),
        ("98 ％", "0.98"),
        (".5", "0.5"),
        ("0", "0"),
        ("+7", "7"),
    ],
)
def test_numbers_are_read_as_typed(typed: str, number: str) -> None:
    """Full width, thousands separators and percent signs are fine."""
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["", "无", "335万元", "1,8,09", "1e5", "1.2.3", "--5", "12 34", "NaN", "Infinity", "1" * 17, "0." + "1" * 21],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    """Words, units and slips of the hand are no numbers."""
    assert parse_number(typed) is None


@pytest.mark.parametrize(
    ("number", "pattern", "printed"),
    [
        ("163.8", "0.00", "163.80"),
        ("335", "0.00", "335.00"),
        ("335.0", "0.##", "335"),
        ("0", "0", "0"),
        ("9.165", "0.00", "9.17"),
        ("2.675", "0.00", "2.68"),
        ("-2.675", "0.00", "-2.68"),
        ("-0.001", "0.00", "0.00"),
        ("0.781609", "0.00%", "78.16%"),
        ("1.8", "0.##", "1.8"),
        ("100", "0.##", "100"),
        ("1809.15", "0.##########", "1809.15"),
        ("1E+3", "0.##", "1000"),
    ],
)
def test_numbers_print_by_their_format(number: str, pattern: str, printed: str) -> None:
    """Half up, no float noise, never -0.00."""
    assert format_number(Decimal(number), pattern) == printed


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6), st.integers(0, 4))
def test_rounding_moves_by_at_most_half_a_unit(number: Decimal, places: int) -> None:
    """Rounding half up is never further than half a unit away, and a rounded number stays."""
    rounded = round_half_up(number, places)
    assert abs(rounded - number) <= Decimal(5).scaleb(-places - 1)
    assert round_half_up(rounded, places) == rounded


@given(st.decimals(-(10**10), 10**10, allow_nan=False, places=4))
def test_a_printed_number_reads_back(number: Decimal) -> None:
    """What the default format prints is the number."""
    assert parse_number(format_number(number)) == number


def test_places_of_a_percentage_count_in_the_value() -> None:
    """0.00% shows four decimals of the value itself."""
    assert (places_of("0.00"), places_of("0.00%"), places_of("0")) == (2, 4, 0)


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_headings_count_in_chinese(number: int, written: str) -> None:
    """一 to 九十九, then digits."""
    assert chinese_numeral(number) == written
