"""What every test has: programs that are not there skip their tests, and in CI fail them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from office import validator

settings.register_profile("ci", derandomize=True)  # what fails there fails here too
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")

ROOT = Path(__file__).parents[1]

NEEDS: tuple[tuple[str, Callable[[], bool], str], ...] = (
    ("soffice", lambda: shutil.which("soffice") is not None, "没有 LibreOffice（soffice）"),
    (
        "poppler",
        lambda: None not in map(shutil.which, ("pdftotext", "pdftoppm")),
        "没有 pdftotext、pdftoppm（poppler）",
    ),
    ("validator", validator.is_installed, "没有 Open XML 校验器（node，再执行 npm ci）"),
)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing; in CI nothing may be missing."""
    for marker, is_there, reason in NEEDS:
        if item.get_closest_marker(marker) and not is_there():
            if os.environ.get("CI") == "true":
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's folder."""
    return ROOT
