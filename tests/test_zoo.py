"""Every finding of the zoo is shown as the zoo says, all of a filing's findings at once."""

from pathlib import Path

import pytest
from support.filings import checked, lines
from zoo import EXCEL, YAML, Specimen


@pytest.mark.parametrize("specimen", [*YAML, *EXCEL], ids=lambda specimen: f"{specimen.name[-4:]} {specimen.title}")
def test_the_zoo_shows_what_it_says(specimen: Specimen, tmp_path: Path) -> None:
    """The exact text, with its place, for each specimen."""
    assert lines(checked(tmp_path, specimen.data(), specimen.name)) == list(specimen.expected)
