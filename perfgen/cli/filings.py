"""Commands that look at filings: check, explain."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfgen.cli.chinese import ChineseCommand
from perfgen.cli.faults import apologise

if TYPE_CHECKING:
    from perfgen.filing import Origin
    from perfgen.finding import Finding
    from perfgen.generate import Packs
    from perfgen.report import Checked

FATAL = 1
_COLOURS = {"致命": "red", "警告": "yellow", "提示": "blue"}
inputs_argument = click.argument(
    "inputs", metavar="填报数据…", nargs=-1, required=True, type=click.Path(path_type=Path)
)


def _jobs(ctx: click.Context, param: click.Parameter, value: int | None) -> int:
    del ctx, param
    if value is not None:
        return value
    from perfgen.batch.pool import default_jobs

    return default_jobs()


pack_option = click.option("--pack", "pack", metavar="名称", default="", help="用这个模板包，不管文件里写的是哪个")
packs_option = click.option(
    "--packs",
    "folders",
    metavar="文件夹",
    multiple=True,
    type=click.Path(path_type=Path),
    help="另外的模板包文件夹，可写多次；也可用环境变量 PERFGEN_PACKS",
)


jobs_option = click.option(
    "--jobs",
    metavar="数",
    type=click.IntRange(1, 256),
    default=None,
    callback=_jobs,
    help="同时用几个进程；默认每个核一个",
)


def pack_folders(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folders of own packs: from the options, then from PERFGEN_PACKS."""
    named = os.environ.get("PERFGEN_PACKS", "")
    return (*folders, *(Path(folder) for folder in named.split(os.pathsep) if folder))


def choose_packs(pack: str, folders: tuple[Path, ...]) -> "Packs":
    """Return which packs there are, and the one that was asked for; PackError where a folder of them is missing."""
    from perfgen.generate import Packs
    from perfgen.pack import find_packs

    packs = Packs(pack_folders(folders), pack)
    if packs.folders:  # else every filing would be blamed
        list(find_packs(packs.folders))
    return packs


@click.command(cls=ChineseCommand)
@inputs_argument
@pack_option
@packs_option
@click.option("--format", "form", type=click.Choice(("text", "brief", "json")), default="text", help="输出的形式")
@click.option("--strict", is_flag=True, help="有警告也算不通过")
@jobs_option
@click.option(
    "--mark",
    metavar="新文件.xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    help="另存一份工作簿，标出有问题的单元格（只用于一份 Excel 填报数据）",
)
def check(
    inputs: tuple[Path, ...],
    pack: str,
    folders: tuple[Path, ...],
    form: str,
    jobs: int,
    mark: Path | None,
    *,
    strict: bool,
) -> int:
    """检查填报数据，列出全部问题，不生成文档。

    没有致命问题时退出码为 0，有则为 1。
    """
    from perfgen.batch import check_all
    from perfgen.cli.progress import Progress
    from perfgen.finding import Level
    from perfgen.report import as_json

    if mark:
        _refuse_to_mark(inputs, mark)
    with Progress("检查") as progress:
        found = check_all(inputs, choose_packs(pack, folders), jobs=jobs, begin=progress.begin)
        outcomes = list(progress.follow(found))
    failed = [outcome for outcome in outcomes if outcome.failure]
    for outcome in failed:
        apologise(outcome.log, f"{outcome.source}：{outcome.failure}")
    looked_at = [outcome for outcome in outcomes if not outcome.failure]
    if form == "json":
        click.echo(as_json(looked_at))
    elif looked_at:
        _show(looked_at, brief=form == "brief")
    if mark:
        _mark(inputs[0], outcomes[0].findings, mark)
    refused = {Level.FATAL, Level.WARN} if strict else {Level.FATAL}
    bad = any(found.level in refused for outcome in outcomes for found in outcome.findings)
    return FATAL if bad or failed else 0


def _show(outcomes: "Sequence[Checked]", *, brief: bool = False) -> None:
    from perfgen.report import as_text

    click.echo("\n".join(map(coloured, as_text(outcomes, brief=brief).split("\n"))))


def coloured(line: str) -> str:
    """Return a line with its level coloured: in a terminal, unless NO_COLOR is set."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return line
    for word, colour in _COLOURS.items():
        place, sign, rest = line.partition(f"  {word}：")
        if sign and not line.startswith(" "):
            return f"{place}  {click.style(word, fg=colour, bold=True)}：{rest}"
    return line


def _refuse_to_mark(inputs: tuple[Path, ...], target: Path) -> None:
    """Raise UsageError where there is not exactly one workbook to mark, or the copy would stand in its place."""
    source = inputs[0]
    if len(inputs) > 1 or source.is_dir() or source.suffix.lower() not in (".xlsx", ".xlsm"):
        raise click.UsageError("--mark 只能用于一份 Excel 填报数据（.xlsx）")
    if target.suffix.lower() != ".xlsx":
        raise click.UsageError("--mark 后面要写另存的文件名，扩展名是 .xlsx")
    if target.resolve() == source.resolve() or (source.exists() and target.exists() and target.samefile(source)):
        raise click.UsageError("--mark 后面要写另一个文件名，不能就是填报数据本身")


def _mark(source: Path, findings: "list[Finding]", target: Path) -> None:
    """Write the marked copy; where it went is said beside the report, which may be JSON."""
    from perfgen.report.mark import MarkError, mark_workbook
    from perfgen.write import write_file

    try:
        data = mark_workbook(source.read_bytes(), findings)
    except (OSError, MarkError):  # a finding has said why
        click.echo(f"{source} 打不开，没有另存标出问题的工作簿。", err=True)
        return
    written = write_file(target, data)
    kept = f"原来的文件已备份到 {written.backup}。" if written.backup else ""
    click.echo(f"已另存为 {target}，有问题的单元格已标出。{kept}", err=True)


@click.command(cls=ChineseCommand)
@click.argument("source", metavar="填报数据", type=click.Path(path_type=Path))
@click.argument("path", metavar="位置")
@pack_option
@packs_option
def explain(source: Path, path: str, pack: str, folders: tuple[Path, ...]) -> int:
    """说明一个数从哪里来：公式、推算过程，直到填写的单元格。

    位置如 经费.三公经费.本年决算、项目[业务工作经费].总分；只有一处叫这个名时，可只写 控制率。
    """
    from perfgen.filing import explain as explain_path
    from perfgen.generate import check_filing

    outcome = check_filing(source, choose_packs(pack, folders))
    if outcome.figures is None:
        _show([outcome])
        return FATAL
    click.echo("\n".join(_tree(explain_path(outcome.figures, path), source.name)))
    return 0


def _tree(origin: "Origin", file: str, depth: int = 0) -> list[str]:
    margin = "    " * depth
    head: list[Any] = [
        f"{margin}{origin.path}" + (f" = {origin.value or '（空白）'}" if origin.formula or not origin.parts else "")
    ]
    if origin.place:
        place = origin.place.of(file)
        head.append(f"填写在 {place}" if origin.value else str(place))
    lines = ["  ".join(head)]
    if origin.formula:
        lines.append(f"{margin}  公式：{origin.formula}")
    if origin.reasoning:
        lines.append(f"{margin}  计算：{origin.reasoning}")
    for part in origin.parts:
        lines += _tree(part, file, depth + 1)
    return lines
