"""Where a cell stands: ``B9`` is row 9, column 2; ``B9:C10`` an area."""

import re
from collections.abc import Iterator
from functools import lru_cache

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_DIGITS = "0123456789"
_MOST_ROWS, _MOST_COLUMNS = 5_000, 100


@lru_cache(maxsize=16_384)
def row_and_column(coordinate: str) -> tuple[int, int]:
    """Return the row and the column of a cell, counted from 1."""
    letters = coordinate.rstrip(_DIGITS)
    return int(coordinate[len(letters) :]), _column_number(letters)


@lru_cache(maxsize=2048)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=2048)
def column_letters(number: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def covered(area: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the cells of a merged area as row and column, each with the area's first cell.

    Of an area that is whole rows or columns only as much as a filing can fill.
    """
    if match := _AREA.match(area):
        top, start = int(match[2]), _column_number(match[1])
        bottom, end = int(match[4] or top), _column_number(match[3] or match[1])
        for row in range(top, min(bottom, top + _MOST_ROWS) + 1):
            for column in range(start, min(end, start + _MOST_COLUMNS) + 1):
                yield (row, column), (top, start)
