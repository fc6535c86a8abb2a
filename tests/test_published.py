"""Published filings, errors and all: what the checks find of the errors a careful reader found, and what they invent."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from perfgen.finding import Finding
from perfgen.generate import Packs, check_filing

FILINGS = sorted(path for path in (Path(__file__).parent / "published").glob("*.yaml") if ".errors" not in path.name)
ARITHMETIC = frozenset(("合计", "得分", "分值", "总分", "执行率", "两处不一致", "单位", "占比增减"))


@dataclass(frozen=True)
class Review:
    """The findings of a filing set against the hand-made list of its errors."""

    found: list[dict[str, Any]]
    missed: list[dict[str, Any]]
    false_alarms: list[Finding]
    findings: list[Finding]

    def __str__(self) -> str:
        """Report found, missed and false."""
        lines = [
            f"找到 {len(self.found)}，漏掉 {len(self.missed)}，误报 {len(self.false_alarms)}（共 {len(self.findings)} 条）"
        ]
        lines += [f"  漏掉：{error['path']} {error['figures']}" for error in self.missed]
        lines += [f"  误报：{found.path} {found.message}" for found in self.false_alarms]
        return "\n".join(lines)


def review(path: Path) -> Review:
    """Check a published filing and compare."""
    known = yaml.safe_load(path.with_suffix(".errors.yaml").read_text(encoding="utf-8"))
    findings = check_filing(path, Packs()).findings
    named = {found.path for found in findings}
    true = {place for error in known["errors"] for place in _places(error)}
    undecided = {place for odd in known["open"] for place in _places(odd)}
    return Review(
        [error for error in known["errors"] if named & _places(error)],
        [error for error in known["errors"] if not named & _places(error)],
        [found for found in findings if found.path not in true | undecided],
        findings,
    )


def _places(error: dict[str, Any]) -> set[str]:
    return {error["path"], *error.get("also", ())}


def test_there_are_filings() -> None:
    """Both of Hunan."""
    assert len(FILINGS) >= 2


@pytest.mark.parametrize("path", FILINGS, ids=lambda path: path.stem)
def test_every_arithmetic_error_is_found(path: Path) -> None:
    """Sums, scores, rates and figures that differ between tables: none is missed."""
    made = review(path)
    print(made)  # noqa: T201
    assert [error["path"] for error in made.missed if error["kind"] in ARITHMETIC] == [], str(made)


def test_false_alarms_are_rare() -> None:
    """Under one in ten findings."""
    reviews = [review(path) for path in FILINGS]
    false = [found for made in reviews for found in made.false_alarms]
    assert len(false) * 10 < sum(len(made.findings) for made in reviews), "\n".join(map(str, reviews))
