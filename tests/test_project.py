"""The project keeps its own promises: small modules, complete documents, nothing tied to one machine."""

import configparser
import re
import statistics
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import perfgen

LONGEST = 400
MEDIAN = 150
MACHINE_PATH = re.compile(r"(?<![\w.:/}*-])/(work|root|home|tmp|Users)/")


@pytest.fixture(scope="module")
def setup(root: Path) -> configparser.ConfigParser:
    """Return what setup.cfg says."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(root / "setup.cfg", encoding="utf-8")
    return parser


def lines(text: str) -> list[str]:
    """Split a setting or a page into its lines, blank ones left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def code_folders(root: Path) -> set[str]:
    """Return the folders of perfgen that hold code, as package names."""
    return {".".join(init.parent.relative_to(root).parts) for init in (root / "perfgen").rglob("__init__.py")}


def project_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file that is or would be in the repository; a Word or Excel file part by part."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True, encoding="utf-8").stdout
    for name in filter(None, listed.split("\0")):
        path = root / name
        if path.suffix in {".docx", ".xlsx"}:
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{name} › {part}", archive.read(part)) for part in archive.namelist())
        elif path.is_file():
            yield name, path.read_bytes()


def test_packages_in_setup_are_those_on_disk(root: Path, setup: configparser.ConfigParser) -> None:
    """A new folder of code that setup.cfg does not list would be missing from the wheel."""
    assert set(lines(setup["options"]["packages"])) == code_folders(root) | {"perfgen.packs"}


def test_modules_are_short(root: Path) -> None:
    """No module is over 400 lines, half of them are under 150."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (root / "perfgen").rglob("*.py")}
    assert [f"{path.name}: {length}" for path, length in lengths.items() if length > LONGEST] == []
    assert statistics.median(lengths.values()) < MEDIAN


def test_architecture_has_one_line_for_each_part(root: Path) -> None:
    """Every folder and top-level module of perfgen has exactly one row, and no row is about something gone."""
    page = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    [_, parts] = page.split("## The parts of perfgen/\n")
    rows = re.findall(r"^\| `([^`]+)` \|", parts.split("\n## ")[0], re.MULTILINE)
    modules = {path.name for path in (root / "perfgen").glob("*.py") if path.name != "__init__.py"}
    folders = {f"{'/'.join(package.split('.')[1:])}/" for package in code_folders(root) - {"perfgen"}}
    assert sorted(rows) == sorted(modules | folders)


def test_architecture_names_the_top_level_folders(root: Path) -> None:
    """A newcomer finds each folder of the repository on the page."""
    page = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {name.split("/")[0] for name, _ in project_files(root) if "/" in name}
    assert {folder for folder in folders if f"`{folder}/`" not in page} == set()


def test_every_dependency_has_its_reason(root: Path, setup: configparser.ConfigParser) -> None:
    """docs/decisions.md says in a row of its own why each package is needed."""
    page = (root / "docs" / "decisions.md").read_text(encoding="utf-8")
    needed = {re.split(r"[\s<>=]", line)[0] for line in lines(setup["options"]["install_requires"])}
    assert needed == set(re.findall(r"^\| `(\S+)` \| \S", page, re.MULTILINE))


def test_changelog_has_the_current_version(root: Path) -> None:
    """The newest entry is about this version."""
    headings = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == perfgen.__version__


def test_no_file_names_a_path_of_one_machine(root: Path) -> None:
    """What is in the repository works anywhere: no file names a home folder or where this copy lies."""
    here = {str(root), str(Path.home())} - {"/"}
    found = []
    for name, content in project_files(root):
        text = content.decode("utf-8", errors="replace")
        if MACHINE_PATH.search(text) or any(f"{place}/" in text for place in here):
            found.append(name)
    assert found == []


def test_make_test_runs_every_check(root: Path) -> None:
    """`make test` lints, formats, types, holds the floors and tests."""
    plan = subprocess.run(
        ["make", "--dry-run", "test"], cwd=root, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    checks = ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest")
    assert [check for check in checks if f".venv/bin/{check}\n" not in plan] == []


def test_no_locality_and_no_trade_stands_in_the_program(root: Path) -> None:
    """A locality is data: no pack's name, place or line of work is known to Python."""
    words = [
        "岳阳",
        "零陵",
        "邵阳",
        "北塔",
        "怀化",
        "辰溪",
        "遂宁",
        "安居",
        "湖南",
        "四川",
        "司法",
        "矫正",
        "调解",
        *(path.parent.name for path in root.glob("templates/*/pack.yaml")),
    ]
    code = {
        path: re.sub(r'"""(?s:.*?)"""', "", path.read_text(encoding="utf-8")) for path in root.glob("perfgen/**/*.py")
    }
    assert code
    assert [(path.name, word) for path, text in code.items() for word in words if word in text] == []
