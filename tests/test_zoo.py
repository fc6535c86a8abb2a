"""Every finding of the zoo is shown as the zoo says, all of a filing's findings at once."""

from pathlib import Path

import pytest
from near_misses import NEAR_MISSES
from scenes import SCENES, Scene
from support.filings import checked, lines
from zoo import EXCEL, YAML, Specimen

from perfgen.finding import Kind, catalogue


@pytest.mark.parametrize("specimen", [*YAML, *EXCEL], ids=lambda specimen: f"{specimen.name[-4:]} {specimen.title}")
def test_the_zoo_shows_what_it_says(specimen: Specimen, tmp_path: Path) -> None:
    """The exact text, with its place, for each specimen."""
    assert lines(checked(tmp_path, specimen.data(), specimen.name)) == list(specimen.expected)


@pytest.mark.parametrize("specimen", NEAR_MISSES, ids=lambda specimen: specimen.title)
def test_a_near_miss_stays_silent(specimen: Specimen, tmp_path: Path) -> None:
    """What looks alike and is right is not said."""
    assert [line for line in lines(checked(tmp_path, specimen.data(), specimen.name)) if specimen.title in line] == []
    assert specimen.title in {kind.name for kind in vars(catalogue).values() if isinstance(kind, Kind)}


def test_every_kind_of_structure_and_computing_has_a_near_miss() -> None:
    """The checks have theirs in the reviewer's zoo."""
    kinds = [kind for kind in vars(catalogue).values() if isinstance(kind, Kind)]
    first = next(number for number, kind in enumerate(kinds) if kind is catalogue.POINTS_TOTAL)
    shown = {specimen.title for specimen in NEAR_MISSES}
    assert [kind.name for kind in kinds[:first] if kind.name not in shown] == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_a_scene_leads_to_its_finding(scene: Scene, tmp_path: Path) -> None:
    """What takes more than one file to arise."""
    assert scene.run(tmp_path) == list(scene.expected)
