"""The wheel works where nothing else is: its own packs, its own dependencies, no source tree."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from docx import Document

SOURCES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "perfgen", "templates")
UNIT = "岳阳市岳阳楼区司法局"

pytestmark = pytest.mark.wheel


def run(*command: str | Path, folder: Path) -> str:
    """Run a program in a folder, without this environment's Python settings, and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy, so that nothing an older build left behind gets in."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(root / name, source / name)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", made, source, folder=made)
    [path] = made.glob("perfgen-*.whl")
    return path


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment and return the folder of its programs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, folder=folder)
    return programs


def test_wheel_holds_all_modules_and_all_packs(wheel: Path, root: Path) -> None:
    """Every module, manifest and template of the project is in the wheel."""
    modules = {path.relative_to(root).as_posix() for path in (root / "perfgen").rglob("*.py")}
    packs = {
        path.relative_to(root / "templates")
        for kind in ("pack.yaml", "*.docx")
        for path in root.glob(f"templates/*/{kind}")
    }
    expected = modules | {f"perfgen/packs/{path.as_posix()}" for path in packs}
    assert packs
    with zipfile.ZipFile(wheel) as archive:
        assert expected - set(archive.namelist()) == set()


def test_installed_program_lists_every_pack(programs: Path, root: Path, tmp_path: Path) -> None:
    """``perfgen packs`` names each pack of the project."""
    names = {template.parent.name for template in root.glob("templates/*/*.docx")}
    listed = run(programs / "perfgen", "packs", folder=tmp_path)
    assert {name for name in names if name in listed} == names


def test_installed_program_renders_the_whole_set(programs: Path, root: Path, tmp_path: Path) -> None:
    """From another folder, one command makes a unit's documents, and each one names the unit."""
    run(programs / "perfgen", "render", root / "examples" / "岳阳楼区司法局.yaml", "-o", "out", folder=tmp_path)
    made = sorted((tmp_path / "out" / UNIT).glob("*.docx"))
    assert [path.name.split()[0] for path in made] == ["附件1", "附件2", "附件3", "附件3", "附件4"]
    assert [path.name for path in made if UNIT not in words(path)] == []


def words(path: Path) -> str:
    """Return all words of the body of a document, run together."""
    return "".join(text.text or "" for text in Document(str(path)).element.iter("{*}t"))
