"""What is kept on disk between runs: right, private, safe to delete, out of date when anything changed."""

import hashlib
import os
import pickle
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support.docx import docx, p
from support.filings import COMPLETE, pack_folder

from perfgen import cache
from perfgen.word import paragraphs

RUN = [sys.executable, "-W", "error", "-m", "perfgen"]


def render(folder: Path, kept: Path | str, *more: str) -> dict[str, bytes]:
    """Render the smallest filing with a folder to keep things in; return its documents."""
    (folder / "甲.yaml").write_text(COMPLETE, encoding="utf-8")
    packs = folder / "packs"
    if not packs.exists():
        shutil.copytree(pack_folder(), packs)
    command = [
        *RUN,
        *more,
        "render",
        str(folder / "甲.yaml"),
        "-o",
        str(folder / "out"),
        "--packs",
        str(packs),
        "--all",
    ]
    made = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {cache.VARIABLE: str(kept)},
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return {path.name: path.read_bytes() for path in (folder / "out").rglob("*.docx") if "备份" not in path.parts}


def test_a_second_run_makes_the_same_from_what_was_kept(tmp_path: Path) -> None:
    """And neither compiles nor validates anything: what it takes for that is not even loaded."""
    first = render(tmp_path, tmp_path / "kept")
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()}
    assert len(kept) == 3  # a pack, a template, the formulas
    assert render(tmp_path, tmp_path / "kept") == first
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()} == kept
    script = (
        "import sys; from perfgen.cli import perfgen; perfgen.main(sys.argv[1:], standalone_mode=False);"
        "sys.exit(','.join(n for n in ('pydantic', 'docxtpl', 'openpyxl', 'rich', 'multiprocessing') if n in sys.modules) or 0)"
    )
    arguments = [
        "render",
        str(tmp_path / "甲.yaml"),
        "-o",
        str(tmp_path / "out"),
        "--packs",
        str(tmp_path / "packs"),
        "--all",
    ]
    loaded = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {cache.VARIABLE: str(tmp_path / "kept")},
        check=False,
    )
    assert (loaded.stderr.strip(), loaded.returncode) == ("", 0)


def test_a_changed_template_or_pack_is_seen(tmp_path: Path) -> None:
    """What was kept of the old one is not used."""
    render(tmp_path, tmp_path / "kept")
    (tmp_path / "packs" / "mini" / "文档.docx").write_bytes(docx(p("改过的{{ 单位.单位名称 }}")))
    (document,) = render(tmp_path, tmp_path / "kept").values()
    assert paragraphs(document) == ["改过的甲局"]
    manifest = tmp_path / "packs" / "mini" / "pack.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("的文档", "的新文档"), encoding="utf-8")
    assert "甲局的新文档.docx" in render(tmp_path, tmp_path / "kept")


@pytest.mark.parametrize("damage", ["cut", "changed", "reworded", "another thing", "deleted"])
def test_what_was_kept_may_be_damaged_or_deleted(tmp_path: Path, damage: str) -> None:
    """Then it is made again."""
    first = render(tmp_path, tmp_path / "kept")
    for path in (tmp_path / "kept").iterdir():
        data = path.read_bytes()
        match damage:
            case "cut":
                path.write_bytes(data[: len(data) // 2])
            case "changed":
                path.write_bytes(data[:-1] + b"x")
            case "reworded":  # it would load, and name a document otherwise
                path.write_bytes(data.replace("的文档".encode(), "的文書".encode()))
            case "another thing":
                path.write_bytes(hashlib.sha256(pickle.dumps("文")).digest() + pickle.dumps("文"))
            case _:
                path.unlink()
    assert render(tmp_path, tmp_path / "kept") == first


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    """Nothing is loaded from it and nothing put there; the run goes on without."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    render(tmp_path, shared)
    assert list(shared.iterdir()) == []


def test_what_is_kept_is_private(tmp_path: Path) -> None:
    """Folder and files are the user's own."""
    render(tmp_path, tmp_path / "kept")
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "kept").iterdir()} == {0}


def test_it_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing is kept anywhere."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    render(tmp_path, "off")
    assert not (tmp_path / "home").exists()
