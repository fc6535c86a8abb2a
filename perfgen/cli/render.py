"""The command render: filings into documents, one unit or a whole district."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfgen.cli.chinese import ChineseCommand
from perfgen.cli.faults import apologise
from perfgen.cli.filings import FATAL, choose_packs, coloured, inputs_argument, jobs_option, pack_option, packs_option

if TYPE_CHECKING:
    from perfgen.batch import Result
    from perfgen.report import Line

_MANY = 20  # filings of which each gets one line instead of one a document


@click.command(cls=ChineseCommand)
@inputs_argument
@click.option("-o", "folder", metavar="文件夹", required=True, type=click.Path(path_type=Path), help="文档放在哪里")
@pack_option
@packs_option
@click.option("--only", metavar="模板", multiple=True, help="只生成名称里有这些字的模板，如 附件4")
@click.option("--force", is_flag=True, help="有致命问题也生成（只供自己查看）")
@click.option("--all", "everything", is_flag=True, help="全部重新生成；平常只生成有变化的")
@jobs_option
@click.option("--cluster", metavar="地址", default="", help="用 Dask 集群，如 tcp://主机:8786；需要 perfgen[cluster]")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出的形式")
def render(
    inputs: tuple[Path, ...],
    folder: Path,
    pack: str,
    folders: tuple[Path, ...],
    only: tuple[str, ...],
    jobs: int,
    cluster: str,
    form: str,
    *,
    force: bool,
    everything: bool,
) -> int:
    """生成 Word 文档，每个单位一个文件夹。

    填报数据可以是几个文件，也可以是文件夹。有致命问题的不生成文档，其余的照常。已有的文档如果不同，先备份再更新；
    数据、模板包和程序都没有变的不再生成。两份以上时另写一份 汇总.xlsx。中断后再运行一次，会接着做完。
    """
    from perfgen.batch import Options, render_all
    from perfgen.cli.progress import Progress

    start = None
    if cluster and not cluster.startswith(("tcp://", "tls://")):
        raise click.BadParameter("地址要写成 tcp://主机:8786", param_hint="--cluster")
    if cluster:
        from perfgen.batch.cluster import on_cluster

        start, jobs = on_cluster(cluster)
    options = Options(only, force, everything, jobs, start)
    with Progress("生成") as progress:
        results = render_all(inputs, folder, choose_packs(pack, folders), options, begin=progress.begin)
        ended = _Json(folder) if form == "json" else _Text(folder, force=force, count=progress)
        for result in progress.follow(results):
            ended.add(result)
    ended.close()
    if only and not (ended.documents or ended.bad):
        words = "”或“".join(only)
        click.echo(f"名称里有“{words}”的文档一份也没有，什么都没有生成。perfgen packs 列出各模板包的文档。", err=True)
        return FATAL
    return FATAL if ended.bad else 0


class _Report:
    """Takes results as they come; keeps of each no more than the summary's line."""

    def __init__(self, folder: Path) -> None:
        from perfgen.report import Lines

        self._folder = folder
        self._lines = Lines()
        self.bad = False
        self.documents = 0

    def add(self, result: "Result") -> None:
        """Take one result."""
        self.bad |= bool(result.done.fatal or result.failure)
        self.documents += len(result.documents)
        self._lines.add(_line(result, self._folder))
        if result.done.log:
            apologise(result.done.log, f"{result.source}：{result.failure}")

    def write_summary(self) -> Path | None:
        """Write 汇总.xlsx where there are several filings."""
        if len(self._lines) < 2:  # noqa: PLR2004
            return None
        from perfgen.batch.folder import write_own
        from perfgen.report.summary import summary_workbook
        from perfgen.write import SUMMARY

        path = self._folder / SUMMARY
        write_own(path, summary_workbook(self._lines))
        return path


class _Text(_Report):
    """Says what became of each filing, then what was found in it."""

    def __init__(self, folder: Path, *, force: bool, count: Any) -> None:  # noqa: ANN401
        from perfgen.report import Tally

        super().__init__(folder)
        self._force = force
        self._count = count
        self._tally = Tally()
        self._found = False

    def add(self, result: "Result") -> None:
        super().add(result)
        story = _story(result, force=self._force, brief=self._count.total > _MANY)
        findings = self._tally.add(result.done)
        self._found |= bool(findings)
        click.echo("\n".join((*story, *map(coloured, findings))))
        if result.failure and not result.done.log:
            click.echo(result.failure, err=True)

    def close(self) -> None:
        """Say how it all came out."""
        if self._found:
            click.echo(self._tally.words())
        summary = self.write_summary()
        if summary:
            words = "，".join(f"{state} {number}" for state, number in self._lines.states.items())
            click.echo(f"共 {len(self._lines)} 份：{words}。汇总在 {summary}")


class _Json(_Report):
    """Collects everything for one document."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._results: list[Result] = []

    def add(self, result: "Result") -> None:
        super().add(result)
        self._results.append(result)

    def close(self) -> None:
        """Print it."""
        from perfgen.report import as_json

        self.write_summary()
        documents = {result.source: result.documents for result in self._results}
        click.echo(as_json([result.done for result in self._results], documents))


def _line(result: "Result", folder: Path) -> "Line":
    from perfgen.report import Line

    home = result.documents[0].parent.relative_to(folder).as_posix() if result.documents else ""
    state, pack = result.state.value, result.done.pack_name
    note = result.failure or "；".join(found.message for found in result.done.findings if found.level.value == "fatal")
    figures, counts, made = result.figures, result.counts, len(result.documents)
    return Line(result.unit, str(result.source), pack, state, figures, counts, made, home, note)


def _story(result: "Result", *, force: bool, brief: bool) -> list[str]:
    """Say what became of one filing."""
    head = f"{result.unit}（{result.source.name}）"
    if result.state.value == "未变":
        return [f"{head}：未变，{len(result.documents)} 个文档"]
    if not result.written:
        return [f"{head}：{'有致命问题，没有生成文档' if result.done.fatal else '没有写出文档'}"]
    forced = "，有致命问题，按 --force 生成" if result.done.fatal and force else ""
    lines = [f"{head}：{len(result.written)} 个文档{forced}"]
    for written in result.written:
        if not brief:
            lines.append(f"  {written.status.value}  {written.path}")
        if written.backup:
            lines.append(f"        原来的文档与新的不同，已备份到 {written.backup}")
    return lines
