"""Where cells stand: ``B9`` is row 9, column 2; ``B9:C10`` an area."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
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


def say_where(data: etree._Element) -> None:
    """Write into rows and cells where they stand, which they need not say; take out what is neither."""
    space = str(data.tag).removesuffix("sheetData")
    if _all_say_where(space)(data):
        return
    number = 0
    for row in _only(data, f"{space}row"):
        cells = _only(row, f"{space}c")
        said = row.get("r") or next((where.lstrip(_LETTERS) for cell in cells if (where := cell.get("r"))), None)
        number = int(said) if said else number + 1
        row.set("r", str(number))
        column = 0
        for cell in cells:
            where = cell.get("r")
            column = row_and_column(where)[1] if where else column + 1
            if not where:
                cell.set("r", f"{column_letters(column)}{number}")


@lru_cache(maxsize=8)
def _all_say_where(space: str) -> etree.XPath:
    """Return the question whether there are only rows and cells, each with its place; XPath, since most sheets pass."""
    question = "count(*) = count(m:row/@r) and count(*/*) = count(m:row/m:c/@r)"
    return etree.XPath(question, namespaces={"m": space.strip("{}")})


def _only(parent: etree._Element, tag: str) -> list[etree._Element]:
    for child in list(parent):
        if child.tag != tag:
            parent.remove(child)
    return list(parent)
