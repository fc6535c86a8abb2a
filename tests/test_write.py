"""Files on disk: names every system takes, nothing lost, nothing of others touched."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgen.render import Document
from perfgen.write import Status, WriteError, document_paths, replace_file, safe_name, write_file


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("岳阳楼区司法局", "岳阳楼区司法局"),
        ("甲局/乙中心", "甲局／乙中心"),
        ("..", "．．"),
        ("../../etc/passwd", "．．／．．／etc／passwd"),
        ("甲局.", "甲局．"),
        (".隐藏", "．隐藏"),
        ('a<b>:"c"|?*\\', "a＜b＞：＂c＂｜？＊＼"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("甲\n乙\t丙", "甲 乙 丙"),
        ("", "未命名"),
        (" \x00 ", "未命名"),
    ],
)
def test_names_are_safe_and_still_readable(name: str, safe: str) -> None:
    """What a system forbids becomes its full-width twin."""
    assert safe_name(name) == safe


@given(st.text())
def test_no_name_leaves_its_folder(name: str) -> None:
    """Whatever a unit is called, its documents stay inside."""
    safe = safe_name(name)
    assert safe not in ("", ".", "..")
    assert not re.search(r'[/\\:*?"<>|\x00-\x1f]', safe)
    assert not safe.endswith((".", " "))
    assert len(safe.encode("utf-8", "surrogatepass")) <= 201
    assert Path("out", safe).parent == Path("out")


def test_a_new_file_is_written(tmp_path: Path) -> None:
    """Folders are made on the way."""
    written = write_file(tmp_path / "甲局" / "文档.docx", b"1")
    assert (written.status, written.backup) == (Status.NEW, None)
    assert (tmp_path / "甲局" / "文档.docx").read_bytes() == b"1"


def test_the_same_bytes_leave_the_file_alone(tmp_path: Path) -> None:
    """Not even its date changes."""
    path = tmp_path / "文档.docx"
    write_file(path, b"1")
    before = path.stat().st_mtime_ns
    assert write_file(path, b"1").status is Status.UNCHANGED
    assert path.stat().st_mtime_ns == before
    assert [found.name for found in tmp_path.iterdir()] == ["文档.docx"]


def test_what_stood_there_is_kept(tmp_path: Path) -> None:
    """Each version that was replaced has a dated copy, also two in one second."""
    path = tmp_path / "文档.docx"
    for content in (b"1", b"2", b"3"):
        written = write_file(path, content)
    assert written.status is Status.REPLACED
    assert path.read_bytes() == b"3"
    backups = sorted((tmp_path / "备份").iterdir())
    assert sorted(backup.read_bytes() for backup in backups) == [b"1", b"2"]
    assert all(re.fullmatch(r"文档 \d{8}-\d{6}(-\d)?\.docx", backup.name) for backup in backups)


def test_other_files_are_never_touched(tmp_path: Path) -> None:
    """What is not ours stays as it is."""
    other = tmp_path / "甲局" / "说明.docx"
    other.parent.mkdir()
    other.write_bytes(b"mine")
    write_file(tmp_path / "甲局" / "文档.docx", b"1")
    assert other.read_bytes() == b"mine"
    assert sorted(found.name for found in other.parent.iterdir()) == ["文档.docx", "说明.docx"]


def test_two_documents_of_one_name_both_stand() -> None:
    """Names that differ only in what a file system cannot hold get a number."""
    documents = [Document(name, "t", b"") for name in ("附件3 甲/乙", "附件3 甲／乙", "附件3 丙")]
    names = [path.name for path, _ in document_paths(Path("out"), "甲局", documents)]
    assert names == ["附件3 甲／乙.docx", "附件3 甲／乙（2）.docx", "附件3 丙.docx"]


def test_a_folder_in_the_way_is_a_clear_message(tmp_path: Path) -> None:
    """The message says what to do."""
    (tmp_path / "文档.docx").mkdir()
    with pytest.raises(WriteError, match="写不了"):
        write_file(tmp_path / "文档.docx", b"1")


def test_what_cannot_be_put_in_place_leaves_nothing(tmp_path: Path) -> None:
    """Neither half a file nor one of another name."""
    (tmp_path / "文档.docx").mkdir()
    with pytest.raises(OSError, match=r"文档\.docx"):
        replace_file(tmp_path / "文档.docx", b"1")
    assert [found.name for found in tmp_path.iterdir()] == ["文档.docx"]


def test_a_file_is_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may read it is as for every new file, and its name may be relative."""
    monkeypatch.chdir(tmp_path)
    write_file(Path("文档.docx"), b"1\n")
    (tmp_path / "说明.txt").write_bytes(b"1\n")
    written, other = tmp_path / "文档.docx", tmp_path / "说明.txt"
    assert written.read_bytes() == other.read_bytes()
    assert written.stat().st_mode == other.stat().st_mode
