"""Findings in the order in which their places stand in the file."""

import re
from collections.abc import Iterable

from perfgen.finding import Finding
from perfgen.place import Place

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")
_Key = tuple[int, int, tuple[int, ...]]


def in_document_order(findings: Iterable[Finding], sheets: Iterable[str] = ()) -> list[Finding]:
    """Sort by place: whole files first, then sheet by sheet, row by row; what shares a place stays as it was.

    Who knows the ``sheets`` of the workbook names them in their order. Others stand in the order in which the findings
    name them first: no place tells where a sheet lies.
    """
    findings = list(findings)
    files = _numbered(finding.place.file for finding in findings)
    tabs = _numbered([*sheets, *(finding.place.sheet for finding in findings)])

    def key(finding: Finding) -> _Key:
        place = finding.place
        return files[place.file], (tabs[place.sheet] + 1 if place.sheet else 0), _within(place)

    return sorted(findings, key=lambda finding: (not _is_whole_file(finding.place), key(finding)))


def row_and_column(cell: str) -> tuple[int, int] | None:
    """Return where a cell stands, the first one of a range; None where the text names no cell."""
    matched = _CELL.match(cell)
    return (int(matched[2]), _column(matched[1])) if matched else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _is_whole_file(place: Place) -> bool:
    return not (place.sheet or place.line or place.paragraph)


def _within(place: Place) -> tuple[int, ...]:
    row, column = row_and_column(place.cell) or (place.line, place.column)
    return row, column, place.paragraph
