"""The commands as a person runs them: output, exit codes, files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.filings import COMPLETE, pack_folder

from perfgen import cli
from perfgen.cli.faults import apologise

ROOT = Path(__file__).parents[1]
YUEYANG = ROOT / "examples" / "岳阳楼区司法局.yaml"
LINGLING = ROOT / "examples" / "零陵区司法局.yaml"


def perfgen(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    command = [sys.executable, "-W", "error", "-m", "perfgen", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


def mini(tmp_path: Path, content: str, name: str = "甲.yaml") -> Path:
    """Write a filing for the smallest pack."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_help_is_chinese() -> None:
    """No English heading is left."""
    result = perfgen("--help")
    assert result.returncode == 0
    assert "用法：perfgen" in result.stdout
    for english in ("Usage", "Options", "Commands", "Show this"):
        assert english not in result.stdout, english


def test_the_collector_has_nothing_to_look_through_in_the_end(tmp_path: Path) -> None:
    """What is left goes with the process."""
    script = (
        "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 10_000));"
        "from perfgen.__main__ import main; main()"
    )
    command = [sys.executable, "-c", script, "check", str(YUEYANG)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert (result.stdout.splitlines()[-1], result.stderr) == ("True", "")


@pytest.mark.parametrize("command", ["packs", "new", "convert", "check", "render", "explain", "template"])
def test_every_command_has_chinese_help(command: str) -> None:
    """The headings of each command too."""
    result = perfgen(command, "--help")
    assert result.returncode == 0
    assert "用法：" in result.stdout
    assert "选项:" in result.stdout
    assert "Usage" not in result.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("foo",), "没有 foo 这个命令"),
        (("render",), "还缺少 填报数据"),
        (("render", "x.yaml"), "还缺少 -o 文件夹。"),
        (("check", "--foo", "x"), "没有 --foo 这个选项"),
        (("check", "--format", "xml", "x"), "--format 的写法不对：请写 text、brief、json 中的一个。"),
        (("check", "--mark", ".", "x"), "--mark 的写法不对：请写文件名，这里是一个文件夹。"),
        (("render", "-o", "x", "--cluster", "x", "x.yaml"), "--cluster 的写法不对：地址要写成 tcp://"),
        (("check", "x", "--mark"), "--mark 后面还要写内容，用 --help 看用法。"),
        (("render", "x", "--force=3"), "--force 后面不写内容，用 --help 看用法。"),
        (("check", "--jobs", "0", "x"), "--jobs 的写法不对：请写 1 到 256 的整数。"),
        (("check", "--jobs", "两个", "x"), "--jobs 的写法不对：请写 1 到 256 的整数。"),
        (("new", "hunan-2023", "x.pdf"), "扩展名"),
        (("new", "没有", "x.xlsx"), "没有名为“没有”的模板包，现有："),
        (("packs", "--packs", "/没有这个文件夹"), "找不到模板包文件夹"),
        (("check", str(YUEYANG), "--packs", "/没有这个文件夹"), "出错：找不到模板包文件夹"),
    ],
)
def test_misuse_is_said_in_chinese(args: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """Exit code 2, a message, no traceback."""
    result = perfgen(*args, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_packs_are_listed() -> None:
    """Names, titles and documents, also as JSON."""
    assert "hunan-2023  湖南省部门整体支出绩效自评" in perfgen("packs").stdout
    data = json.loads(perfgen("packs", "--format", "json").stdout)
    documents = {pack["name"]: pack["documents"] for pack in data["packs"]}
    assert len(documents["hunan-2023"]) == 4


def test_a_broken_pack_is_listed_with_its_fault(tmp_path: Path) -> None:
    """The others are listed all the same; the exit code says that something is wrong."""
    (tmp_path / "我县").mkdir()
    (tmp_path / "我县" / "pack.yaml").write_text("title: 我县\ntabels: {}\n", encoding="utf-8")
    result = perfgen("packs", "--packs", tmp_path)
    assert result.returncode == 1
    assert "hunan-2023  湖南省部门整体支出绩效自评" in result.stdout
    assert "我县  不能用，请先改正：\n    " in result.stdout
    assert "我县/pack.yaml 写法有误：tabels：没有这一项设置，请核对拼写" in result.stdout
    data = json.loads(perfgen("packs", "--packs", tmp_path, "--format", "json").stdout)
    assert [pack["name"] for pack in data["broken"]] == ["我县"]
    assert "hunan-2023" in {pack["name"] for pack in data["packs"]}


def test_own_packs_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From an option or from the environment."""
    assert "mini" in perfgen("packs", "--packs", pack_folder()).stdout
    monkeypatch.setenv("PERFGEN_PACKS", str(pack_folder()))
    path = mini(tmp_path, COMPLETE)
    result = perfgen("render", path, "-o", tmp_path / "out")
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "out" / "甲局" / "甲局的文档.docx").is_file()


def test_a_filing_without_faults(tmp_path: Path) -> None:
    """Check says so; render makes five documents."""
    checked = perfgen("check", YUEYANG)
    assert (checked.returncode, checked.stdout) == (0, "1 份填报数据，没有发现问题。\n")
    made = perfgen("render", YUEYANG, "-o", tmp_path)
    assert made.returncode == 0
    assert made.stdout.startswith("岳阳市岳阳楼区司法局（岳阳楼区司法局.yaml）：5 个文档\n")
    assert len(list((tmp_path / "岳阳市岳阳楼区司法局").glob("*.docx"))) == 5


def test_one_bad_filing_does_not_stop_the_others(tmp_path: Path) -> None:
    """The good one is written, the bad one is not, the exit code is 1."""
    (tmp_path / "in").mkdir()
    mini(tmp_path / "in", COMPLETE)
    mini(tmp_path / "in", COMPLETE.replace("甲局", "乙局").replace("87", "八十七"), "乙.yaml")
    (tmp_path / "in" / "~$甲.xlsx").write_bytes(b"lock")
    result = perfgen("render", tmp_path / "in", "-o", tmp_path / "out", "--packs", pack_folder())
    assert result.returncode == 1
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [".perfgen", "汇总.xlsx", "甲局"]
    assert "乙局（乙.yaml）：有致命问题，没有生成文档" in result.stdout
    assert "乙.yaml:2:31  致命：“编制数”这里要填数字，现在是“八十七”（不是数字）" in result.stdout


def test_force_writes_and_says_so(tmp_path: Path) -> None:
    """For the unit's own eyes."""
    path = mini(tmp_path, COMPLETE.replace("87", "八十七"))
    result = perfgen("render", path, "-o", tmp_path / "out", "--packs", pack_folder(), "--force")
    assert result.returncode == 1
    assert "有致命问题，按 --force 生成" in result.stdout
    assert (tmp_path / "out" / "甲局" / "甲局的文档.docx").is_file()


def test_a_backup_is_kept_and_named(tmp_path: Path) -> None:
    """Rendering over a document that differs."""
    path = mini(tmp_path, COMPLETE)
    command = ("render", path, "-o", tmp_path / "out", "--packs", pack_folder())
    perfgen(*command)
    document = tmp_path / "out" / "甲局" / "甲局的文档.docx"
    first = document.read_bytes()
    assert "未变" in perfgen(*command).stdout
    mini(tmp_path, COMPLETE.replace("68", "70"))
    result = perfgen(*command)
    assert "已备份到" in result.stdout
    assert document.read_bytes() != first
    assert [backup.read_bytes() for backup in (tmp_path / "out" / "甲局" / "备份").iterdir()] == [first]


def test_two_filings_of_one_unit_are_refused(tmp_path: Path) -> None:
    """Which of the two is right nobody can tell; the first stands."""
    first = mini(tmp_path, COMPLETE)
    second = mini(tmp_path, COMPLETE.replace("68", "70"), "乙.yaml")
    result = perfgen("render", first, second, "-o", tmp_path / "out", "--packs", pack_folder())
    assert result.returncode == 1
    assert "乙.yaml  致命：与 甲.yaml 是同一个单位“甲局”，内容却不同（单位重复）" in result.stdout


def test_the_json_of_check(tmp_path: Path) -> None:
    """The schema of the public contract."""
    path = mini(tmp_path, COMPLETE.replace("87", "八十七"))
    result = perfgen("check", path, "--packs", pack_folder(), "--format", "json")
    assert result.returncode == 1
    (filing,) = json.loads(result.stdout)["filings"]
    assert (filing["source"], filing["unit"], filing["pack"], filing["documents"]) == (str(path), "甲局", "mini", [])
    assert filing["findings"] == [
        {
            "name": "不是数字",
            "level": "fatal",
            "message": "“编制数”这里要填数字，现在是“八十七”",
            "help": "请只填阿拉伯数字，单位和说明不要写在数字里；没有就留空",
            "path": "单位.编制数",
            "place": {"file": "甲.yaml", "sheet": None, "cell": None, "line": 2, "column": 31},
        }
    ]


def test_strict_counts_warnings(tmp_path: Path) -> None:
    """A warning alone passes, unless asked to be strict."""
    path = mini(tmp_path, COMPLETE.replace("87", "0"))
    assert perfgen("check", path, "--packs", pack_folder()).returncode == 0
    assert perfgen("check", path, "--packs", pack_folder(), "--strict").returncode == 1


def test_explain_goes_down_to_the_cells() -> None:
    """控制率, 执行率, 总分: formulas, reasoning and places."""
    rate = perfgen("explain", YUEYANG, "控制率").stdout
    assert rate == (
        "单位.控制率 = 78.16%\n  公式：在职人数 / 编制数\n"
        "    单位.在职人数 = 68  填写在 岳阳楼区司法局.yaml:10:9\n"
        "    单位.编制数 = 87  填写在 岳阳楼区司法局.yaml:9:8\n"
    )
    assert "计算：10 × 1809.15 ÷ 1809.15 = 10" in perfgen("explain", YUEYANG, "收支.得分").stdout
    total = perfgen("explain", YUEYANG, "项目[业务工作经费].总分").stdout
    assert total.startswith("项目[业务工作经费].总分 = 95.16\n")
    assert "计算：10 × 307 ÷ 335 = 9.16" in total


def test_explain_names_the_cells_of_a_workbook() -> None:
    """The same figure from the workbook: sheet and cell instead of line and column."""
    rate = perfgen("explain", YUEYANG.with_suffix(".xlsx"), "单位.控制率").stdout
    assert "单位.在职人数 = 68  填写在 岳阳楼区司法局.xlsx › 单位!B10\n" in rate
    total = perfgen("explain", YUEYANG.with_suffix(".xlsx"), "结论.总分").stdout
    assert total.startswith("结论.总分 = 97\n  公式：收支.得分 + 合计(绩效指标.得分)\n")
    assert "绩效指标[普法宣传天数].得分 = 1  填写在 岳阳楼区司法局.xlsx › 绩效指标!G5\n" in total


def test_explain_knows_similar_paths() -> None:
    """A path that is none names its neighbours."""
    result = perfgen("explain", YUEYANG, "单位.控制律")
    assert result.returncode == 2
    assert "是不是：单位.控制率" in result.stderr


def test_the_examples_have_no_finding() -> None:
    """Not even a warning."""
    examples = sorted((ROOT / "examples").glob("*.yaml"))
    assert perfgen("check", "--strict", *examples).stdout == f"{len(examples)} 份填报数据，没有发现问题。\n"


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    """The world's faults have messages too."""
    missing = perfgen("check", tmp_path / "没有.yaml")
    assert (missing.returncode, "没有.yaml  致命：没有这个文件（文件读不了）" in missing.stdout) == (1, True)
    (tmp_path / "空").mkdir()
    assert "里没有填报数据" in perfgen("check", tmp_path / "空").stderr


def test_a_fault_of_the_program_itself_is_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever stands in it, also what no file can hold as it is; the exit code is its own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["perfgen", "check", "x.yaml"])
    monkeypatch.setattr("perfgen.cli._COMMANDS", {"check": "gone"})
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 3
    [log] = tmp_path.glob("perfgen-*.log")
    assert capsys.readouterr().err == (f"程序出了意料之外的错，没有改动您的文件。请把 {log} 发给维护程序的同事。\n")
    assert "ModuleNotFoundError" in log.read_text(encoding="utf-8")
    log.unlink()
    apologise("ValueError: 甲\udcff")
    [log] = tmp_path.glob("perfgen-*.log")
    assert log.read_text(encoding="utf-8") == "ValueError: 甲\\udcff"
    capsys.readouterr()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(SystemExit):
        cli.main()
    assert "日志也写不了（No such file or directory）。请检查磁盘空间和权限" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
def test_only_without_a_template_is_told(tmp_path: Path, form: str) -> None:
    """A word that is in no template's name makes nothing, and does not look like success."""
    source, words = mini(tmp_path, COMPLETE), ("--packs", pack_folder(), "-o", tmp_path / "out", "--format", form)
    result = perfgen("render", source, *words, "--only", "附件9", "--only", "无")
    told = "名称里有“附件9”或“无”的文档一份也没有，什么都没有生成。perfgen packs 列出各模板包的文档。\n"
    assert (result.returncode, result.stderr) == (1, told)
    result = perfgen("render", source, *words, "--only", "附件9", "--only", "无")
    assert (result.returncode, result.stderr) == (1, told)  # neither when nothing has changed
    for _ in ("made", "unchanged"):
        result = perfgen("render", source, *words, "--only", "附件9", "--only", "文档")
        assert (result.returncode, result.stderr) == (0, "")
    assert len(list((tmp_path / "out").rglob("*.docx"))) == 1
    source.write_text(COMPLETE.replace("87", "八十七"), encoding="utf-8")
    result = perfgen("render", source, *words, "--only", "文档")
    assert (result.returncode, result.stderr) == (1, "")  # a finding has said why
