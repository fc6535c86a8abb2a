"""Many filings: one's faults never stop the others, what has not changed stays, an interrupted run goes on."""

import contextlib
import gc
import io
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.docx import docx, p
from support.filings import COMPLETE, pack_folder, packs

from perfgen.batch import Options, Result, State, render_all
from perfgen.batch.folder import Record, Records, locked, pack_digest
from perfgen.batch.pool import run
from perfgen.batch.work import Done, Order, Task, bundle_of, work
from perfgen.cli import perfgen
from perfgen.errors import PerfgenError
from perfgen.generate import Packs
from perfgen.report import Line, Lines
from perfgen.report.summary import summary_workbook
from perfgen.write import BACKUPS, SUMMARY

ROOT = Path(__file__).parents[1]
UNITS = ("岳阳楼区司法局", "遂宁市安居区司法局")


def district(folder: Path, count: int = 6) -> Path:
    """Write the filings of a district's units."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        content = COMPLETE.replace("甲局", f"第{number:03}局").replace("68", str(60 + number % 20))
        (folder / f"{number:03}.yaml").write_text(content, encoding="utf-8")
    return folder


def rendered(inputs: Path, out: Path, **options: Any) -> list[Result]:  # noqa: ANN401
    """Render a folder of filings."""
    return list(render_all([inputs], out, packs(), Options(**options)))


def states(results: Sequence[Result]) -> list[str]:
    """Return what was done with each."""
    return [result.state.value for result in results]


def documents(out: Path) -> dict[str, bytes]:
    """Return every document on disk."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*.docx"))}


def program(*arguments: str | Path) -> list[str]:
    """Return the command that runs perfgen with the packs of the tests."""
    return [sys.executable, "-W", "error", "-m", "perfgen", *map(str, arguments), "--packs", str(pack_folder())]


# What changed


def test_what_has_not_changed_is_left_alone(tmp_path: Path) -> None:
    """Only the corrected filing is made again; what a hand wrote into another's document stays."""
    inputs, out = district(tmp_path / "in", 3), tmp_path / "out"
    assert states(rendered(inputs, out)) == ["已生成"] * 3
    edited = out / "第000局" / "第000局的文档.docx"
    edited.write_bytes(b"by hand")
    path = inputs / "001.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("87", "88"), encoding="utf-8")
    results = rendered(inputs, out)
    assert states(results) == ["未变", "已生成", "未变"]
    assert [[written.status.value for written in result.written] for result in results] == [[], ["未变"], []]
    assert edited.read_bytes() == b"by hand"
    assert [result.unit for result in results] == ["第000局", "第001局", "第002局"]


def test_everything_is_made_again_when_asked(tmp_path: Path) -> None:
    """With --all; and what a hand changed is kept as a backup."""
    inputs, out = district(tmp_path / "in", 2), tmp_path / "out"
    rendered(inputs, out)
    edited = out / "第000局" / "第000局的文档.docx"
    edited.write_bytes(b"by hand")
    assert states(rendered(inputs, out, everything=True)) == ["已生成"] * 2
    assert [kept.read_bytes() for kept in (edited.parent / "备份").iterdir()] == [b"by hand"]


@pytest.mark.parametrize("change", ["document", "pack", "only", "fatal"])
def test_whatever_a_document_is_made_of_counts_as_a_change(tmp_path: Path, change: str) -> None:
    """A document that is gone, another template, another choice of templates, a finding that stopped it before."""
    inputs, out, own = district(tmp_path / "in", 1), tmp_path / "out", tmp_path / "packs" / "mini"
    own.mkdir(parents=True)
    (own / "pack.yaml").write_bytes((pack_folder() / "mini" / "pack.yaml").read_bytes())
    (own / "文档.docx").write_bytes(docx(p("{{ 单位.单位名称 }}")))
    choice, options = Packs((own.parent,)), Options()
    if change == "fatal":
        path = inputs / "000.yaml"
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole.replace("87", "八十七"), encoding="utf-8")
        assert states(list(render_all([inputs], out, choice))) == ["有致命问题"]
        assert states(list(render_all([inputs], out, choice))) == ["有致命问题"]
        path.write_text(whole, encoding="utf-8")
    else:
        assert states(list(render_all([inputs], out, choice))) == ["已生成"]
        assert states(list(render_all([inputs], out, choice))) == ["未变"]
    if change == "document":
        (out / "第000局" / "第000局的文档.docx").unlink()
    if change == "pack":
        (own / "文档.docx").write_bytes(docx(p("另一个{{ 单位.单位名称 }}")))
        pack_digest.cache_clear()
    if change == "only":
        options = Options(only=("文档",))
    assert states(list(render_all([inputs], out, choice, options))) == ["已生成"]


def test_a_unit_that_was_made_before_is_not_overwritten_by_a_second_filing(tmp_path: Path) -> None:
    """The unchanged one stands; the new one is refused."""
    inputs, out = district(tmp_path / "in", 1), tmp_path / "out"
    rendered(inputs, out)
    before = documents(out)
    second = (inputs / "000.yaml").read_text(encoding="utf-8").replace("60", "61")
    (inputs / "001.yaml").write_text(second, encoding="utf-8")
    results = rendered(inputs, out)
    assert states(results) == ["未变", "有致命问题"]
    assert [found.kind.name for found in results[1].done.findings] == ["单位重复"]
    assert documents(out) == before


# Side by side


def test_two_processes_make_the_same_in_the_same_order(tmp_path: Path) -> None:
    """The same bytes as one process, a bad filing among them."""
    inputs = district(tmp_path / "in", 12)
    bad = inputs / "004.yaml"
    bad.write_text(bad.read_text(encoding="utf-8").replace("87", "八十七"), encoding="utf-8")
    one, two = rendered(inputs, tmp_path / "one"), rendered(inputs, tmp_path / "two", jobs=2)
    assert states(two) == states(one) == [*["已生成"] * 4, "有致命问题", *["已生成"] * 7]
    assert [result.unit for result in two] == [result.unit for result in one]
    assert documents(tmp_path / "two") == documents(tmp_path / "one")
    assert len(documents(tmp_path / "one")) == 11


def test_any_executor_does(tmp_path: Path) -> None:
    """The packs reach it as bytes: what it works with need not lie on its disk."""
    inputs, out = district(tmp_path / "in", 5), tmp_path / "out"
    results = rendered(inputs, out, jobs=2, start=lambda: ThreadPoolExecutor(2))
    assert states(results) == ["已生成"] * 5
    assert documents(out) == documents_of(inputs, tmp_path / "plain")


def documents_of(inputs: Path, out: Path) -> dict[str, bytes]:
    """Render plainly and return the documents."""
    rendered(inputs, out)
    return documents(out)


def test_the_work_needs_nothing_but_bytes(tmp_path: Path) -> None:
    """A source that exists nowhere, packs in a bundle."""
    order = Order(Packs(), bundle=bundle_of([pack_folder()]))
    (done,) = work([Task(tmp_path / "没有.yaml", COMPLETE.encode())], order)
    assert [document.name for document in done.documents] == ["甲局的文档"]


@pytest.mark.parametrize("words", [COMPLETE, COMPLETE.replace("68", "六八"), "模板包: mini", "模板包: [", ""])
def test_a_filing_leaves_nothing_to_the_collector(tmp_path: Path, words: str) -> None:
    """Runs over thousands of filings need no search for garbage: what was done with is gone, whatever was found."""
    leaves_nothing(Task(tmp_path / "甲.yaml", words.encode()))


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_workbook_leaves_nothing_to_the_collector(path: Path) -> None:
    """Nor do those of the published filings, with all that their packs compute and draw."""
    leaves_nothing(Task(path, path.read_bytes()))


def leaves_nothing(task: Task) -> None:
    """Work on a filing as often as checks remember one; nothing of it is garbage then."""
    order = Order(packs())
    work([task], order)  # what is made once for all
    gc.collect()
    gc.disable()
    try:
        work([task, task, task], order)
        assert not gc.collect()
    finally:
        gc.enable()


def test_other_versions_do_not_work_together() -> None:
    """The documents would differ."""
    with pytest.raises(PerfgenError, match="各台机器的 perfgen 版本不同"):
        work([], Order(Packs(), version="0.0"))


class _Fragile(Executor):
    """Breaks at every chunk that holds one filing, as a process does that runs out of memory."""

    broken = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        """Work at once, or break."""
        future: Future[Any] = Future()
        if any(task.source.stem == "003" for task in args[0]):
            type(self).broken += 1
            future.set_exception(BrokenProcessPool("killed"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_lost_worker_costs_only_the_filing_that_lost_it(tmp_path: Path) -> None:
    """Its neighbours in the chunk are done again, alone."""
    inputs = district(tmp_path / "in", 8)
    tasks = [Task(path, path.read_bytes()) for path in sorted(inputs.iterdir())]
    done: list[Done] = list(run(tasks, 8, Order(packs()), 1, _Fragile))
    assert [one.unit for one in done if one.failure] == ["003"]
    assert [len(one.documents) for one in done] == [1, 1, 1, 0, 1, 1, 1, 1]
    assert "意外退出" in done[3].failure
    assert _Fragile.broken == 2


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_dies_breaks_the_pool() -> None:
    """What the test above imitates is what really happens."""
    with ProcessPoolExecutor(1) as pool, pytest.raises(BrokenProcessPool):
        pool.submit(_die).result()


def test_a_fault_of_ours_stops_one_filing_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are made, the log says what happened."""
    turns = itertools.count()
    monkeypatch.setattr("perfgen.generate.check", lambda _: 1 / 0 if next(turns) == 2 else [])
    results = rendered(district(tmp_path / "in", 4), tmp_path / "out")
    assert states(results) == ["已生成", "已生成", "没有完成", "已生成"]
    assert "ZeroDivisionError" in results[2].done.log


# One run at a time, and interrupted ones


def test_a_second_run_into_the_same_folder_is_told(tmp_path: Path) -> None:
    """It writes nothing, and says so."""
    inputs, out = district(tmp_path / "in", 1), tmp_path / "out"
    with locked(out):
        told = subprocess.run(
            program("render", inputs, "-o", out), capture_output=True, text=True, encoding="utf-8", check=False
        )
    assert told.returncode == 2
    assert told.stderr == f"出错：另一个 perfgen 正在往“{out}”里生成文档，请等它完成后再来\n"
    assert documents(out) == {}
    assert states(rendered(inputs, out)) == ["已生成"]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_whole_documents_and_goes_on(tmp_path: Path, end: signal.Signals) -> None:
    """Stopped at random moments, whatever is on disk is right, and the next run makes the rest."""
    inputs = district(tmp_path / "in", 60)
    whole = documents_of(inputs, tmp_path / "whole")
    chance = random.Random(7)  # noqa: S311 - no secret, the same moments every time
    out = tmp_path / "out"
    for _ in range(8):
        running = subprocess.Popen(
            program("render", inputs, "-o", out, "--jobs", "2"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.3, 1.6))
        os.killpg(running.pid, end)
        running.wait()
        found = documents(out)
        assert {name: whole[name] for name in found} == found
    results = rendered(inputs, out)
    assert set(states(results)) <= {"已生成", "未变"}
    assert documents(out) == whole
    assert not list(out.rglob("*.tmp"))


# The summary


def test_the_summary_has_a_row_a_unit(tmp_path: Path) -> None:
    """Figures as figures, words as words, a link to the documents, the totals above the header."""
    inputs = district(tmp_path / "in", 3)
    first = inputs / "000.yaml"
    first.write_text(first.read_text(encoding="utf-8").replace("第000局", "=1+1"), encoding="utf-8")
    second = inputs / "001.yaml"
    second.write_text(second.read_text(encoding="utf-8").replace("87", "八十七"), encoding="utf-8")
    command = subprocess.run(
        program("render", inputs, "-o", tmp_path / "out"), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert command.returncode == 1
    assert command.stdout.endswith(f"共 3 份：已生成 2，有致命问题 1。汇总在 {tmp_path / 'out' / SUMMARY}\n"), (
        command.stdout
    )
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "out" / SUMMARY).read_bytes()))
    sheet = book["汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["预算绩效填报汇总（3 份）", "合计", "单位", "=1+1", "第001局", "第002局"]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert (sheet["A4"].quotePrefix, sheet["A5"].quotePrefix) == (True, False)  # stays text when it is edited, too
    header = dict(zip(rows[2], rows[4], strict=True))
    assert (header["结果"], header["致命"], header["文档数"]) == ("有致命问题", 1, 0)
    assert "八十七" in str(header["说明"])
    assert dict(zip(rows[2], rows[1], strict=True))["文档数"] == 2
    assert sheet["L4"].hyperlink.target == "%3D1%2B1"
    assert sheet.auto_filter.ref == "A3:M6"


def test_names_of_files_that_are_no_text(tmp_path: Path) -> None:
    """What was unpacked from an old zip file may be named in GBK: it is remembered, and is in the summary."""
    source = tmp_path / "甲\x01\udcbe.yaml"
    record = Record("", "包", "甲局", [])
    with locked(tmp_path):
        Records(tmp_path).add(source, record)
        assert Records(tmp_path).of(source) == record
    line = Line("乙\udcbe", str(source), "包", "已生成", {}, {}, 5, note="\x1f")
    sheet = openpyxl.load_workbook(io.BytesIO(summary_workbook([line])))["汇总"]
    assert [sheet[cell].value for cell in ("A4", "B4", "M4")] == ["乙?", str(tmp_path / "甲??.yaml"), "?"]


def test_folders_beyond_what_a_sheet_can_link_are_named() -> None:
    """Excel repairs a sheet with more links than it holds, and drops all of them."""
    lines = [Line(f"第{number}局", "", "", "", {}, {}, 5, folder=f"第{number}局") for number in range(3)]
    lines.insert(1, lines[0]._replace(folder=""))
    sheet = openpyxl.load_workbook(io.BytesIO(summary_workbook(lines, links=2)))["汇总"]
    column = [row[11] for row in sheet.iter_rows(min_row=4)]
    assert [cell.value for cell in column] == ["打开文件夹", None, "打开文件夹", "第2局"]
    assert [cell.hyperlink and cell.hyperlink.target for cell in column] == [
        *("%E7%AC%AC0%E5%B1%80", None, "%E7%AC%AC1%E5%B1%80", None)
    ]


def test_lines_packed_meanwhile_come_back() -> None:
    """More than are packed together, in their order, with every figure; also what is not quite a name."""
    given = [
        Line(
            f"第{number}局",
            "甲\udcff.xlsx",
            "包",
            "未变" if number % 3 else "已生成",
            {"总分": "97.5"},
            {"warn": number},
            5,
        )
        for number in range(1_201)
    ]
    lines = Lines()
    for line in given:
        lines.add(line)
    assert (list(lines), list(lines), len(lines)) == (given, given, 1_201)
    assert list(lines.states.items()) == [("已生成", 401), ("未变", 800)]


def test_the_summary_is_no_filing(tmp_path: Path) -> None:
    """A second run over a folder that holds its own output does not read it."""
    inputs = district(tmp_path / "in", 2)
    command = program("render", inputs, "-o", inputs)
    for words in ("已生成 2", "未变 2"):
        made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (made.returncode, words in made.stdout) == (0, True), made.stdout + made.stderr


def test_a_line_cut_short_costs_no_other(tmp_path: Path) -> None:
    """A kill leaves half a record; what the next run writes down behind it is read by the one after that."""
    inputs, out = district(tmp_path / "in", 3), tmp_path / "out"
    rendered(inputs, out)
    lines = (out / ".perfgen" / "记录.jsonl").read_bytes()
    (out / ".perfgen" / "记录.jsonl").write_bytes(lines[:-20])
    records = Records(out)
    assert [records.of(source) is not None for source in sorted(inputs.iterdir())] == [True, True, False]
    made = Record("made", "", "乙", [])
    records.add(inputs / "002.yaml", made)
    assert Records(out).of(inputs / "002.yaml") == made
    records.tidy()
    again = Records(out)
    assert [again.of(source) is not None for source in sorted(inputs.iterdir())] == [True, True, True]
    assert len((out / ".perfgen" / "记录.jsonl").read_bytes().splitlines()) == 3


def test_a_new_summary_leaves_no_backup_of_ours(tmp_path: Path) -> None:
    """It says something else after every run; only what a hand has written into it is kept."""
    inputs, out = district(tmp_path / "in", 2), tmp_path / "out"
    command = program("render", inputs, "-o", out)
    subprocess.run(command, capture_output=True, check=True)
    subprocess.run(command, capture_output=True, check=True)
    assert not (out / BACKUPS).exists()
    book = openpyxl.load_workbook(out / SUMMARY)
    book["汇总"]["N4"] = "已电话核实"
    book.save(out / SUMMARY)
    subprocess.run(command, capture_output=True, check=True)
    [kept] = (out / BACKUPS).iterdir()
    assert openpyxl.load_workbook(kept)["汇总"]["N4"].value == "已电话核实"


def test_state_words_are_few() -> None:
    """What staff read in the summary."""
    assert [state.value for state in State] == ["已生成", "未变", "有致命问题", "没有完成"]


def test_the_summary_shows_the_units_own_figures(tmp_path: Path) -> None:
    """Not those of its first project, where the form gives the unit none."""
    examples = ROOT / "examples"
    found = {
        result.unit: (result.figures["总分"], result.figures["等级"])
        for result in render_all([examples / f"{unit}.yaml" for unit in UNITS], tmp_path, Packs())
    }
    assert found == {"岳阳市岳阳楼区司法局": ("97", "优"), "遂宁市安居区司法局": ("87.57", "")}


def test_what_cannot_be_read_is_said_and_stops_nobody(tmp_path: Path) -> None:
    """A file that is gone, one far too large to be a filing: the one between them is made."""
    inputs = district(tmp_path / "in", 1)
    huge = tmp_path / "大.yaml"
    with huge.open("wb") as file:
        file.truncate(60_000_000)
    results = list(render_all([tmp_path / "没有.yaml", inputs, huge], tmp_path / "out", packs()))
    assert states(results) == ["有致命问题", "已生成", "有致命问题"]
    assert [found.message for result in results for found in result.done.findings] == [
        "没有这个文件",
        "文件有 60 MB，超过 50 MB，不像是填报数据",
    ]


def test_backups_are_no_filings(tmp_path: Path) -> None:
    """Those of the summary and of inputs lie in 备份 beside them."""
    inputs = district(tmp_path / "in", 2)
    (inputs / "备份").mkdir()
    (inputs / "备份" / "汇总 20260101-000000.xlsx").write_bytes(b"old")
    (inputs / "备份" / "000 20260101-000000.yaml").write_text(COMPLETE, encoding="utf-8")
    assert [result.source.name for result in rendered(inputs, tmp_path / "out")] == ["000.yaml", "001.yaml"]


def test_a_run_that_is_refused_leaves_the_lock_alone(tmp_path: Path) -> None:
    """Else a third one could begin beside the first."""
    with locked(tmp_path):
        for _ in range(2):
            with pytest.raises(PerfgenError, match="另一个 perfgen"), locked(tmp_path):
                pass
        assert (tmp_path / ".perfgen" / "lock").exists()


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_fault_of_ours_is_a_log_and_no_clean_bill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """No traceback on the screen, no “没有发现问题”, and an exit code that says so."""
    monkeypatch.setattr("perfgen.generate.check", lambda _: 1 / 0)
    inputs = district(tmp_path / "in", 1)
    more = ["-o", str(tmp_path / "out")] if command == "render" else []
    code = perfgen.main([command, str(inputs), "--packs", str(pack_folder()), *more], standalone_mode=False)
    said = capsys.readouterr()
    assert code == 1
    assert "程序出了意料之外的错，这一份没有处理。请把" in said.err
    assert "Traceback" not in said.err + said.out
    assert "没有发现问题" not in said.out


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_terminal_shows_how_far_a_run_is(tmp_path: Path, command: str) -> None:
    """How many of how many, the rate, what remains; a pipe gets none of it, and neither do a few filings."""

    def shown(filings: int) -> str:
        inputs = district(tmp_path / f"in-{filings}", filings)
        more = ("-o", tmp_path / f"out-{filings}") if command == "render" else ()
        ours, theirs = os.openpty()
        piped = tmp_path / f"said-{filings}"
        with piped.open("wb") as said:
            running = subprocess.Popen(program(command, inputs, *more), stdout=said, stderr=theirs)
        os.close(theirs)
        drawn = b""
        with contextlib.suppress(OSError):  # how Linux says that nobody writes there any more
            while piece := os.read(ours, 65_536):
                drawn += piece
        os.close(ours)
        assert (running.wait(), "剩余" in piped.read_text(encoding="utf-8")) == (0, False)
        return drawn.decode()

    assert shown(3) == ""
    drawn = shown(40)
    assert {"render": "生成", "check": "检查"}[command] in drawn
    assert "40/40" in drawn
    assert "份/秒" in drawn
    assert "剩余" in drawn
