"""Commands for those who make templates: template fields, template check."""

from pathlib import Path

import click

from perfgen.cli.chinese import ChineseCommand, ChineseGroup
from perfgen.cli.filings import FATAL, pack_folders, packs_option
from perfgen.errors import PerfgenError

_form = click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出的形式")


@click.group(cls=ChineseGroup)
def template() -> None:
    """给做模板的同事：能用哪些名称，模板有没有写错。"""


@template.command(cls=ChineseCommand)
@click.argument("pack", metavar="模板包")
@packs_option
@_form
def fields(pack: str, folders: tuple[Path, ...], form: str) -> int:
    """列出模板里能用的全部名称、函数和过滤器，每个都有写法和例子。

    公式、文件名和填报数据的文字里也用这些名称。
    """
    from perfgen.authoring import describe, fields_as_json, fields_as_text
    from perfgen.pack import load_pack

    described = describe(load_pack(pack, pack_folders(folders)))
    click.echo(fields_as_json(described) if form == "json" else fields_as_text(described))
    return 0


@template.command(cls=ChineseCommand)
@click.argument("file", metavar="[模板.docx]", required=False, type=click.Path(path_type=Path))
@click.option("--pack", metavar="名称", required=True, help="模板用于哪个模板包")
@packs_option
@click.option("--each", metavar="列表", default="", help="按这个列表每行一份检查；模板包里写了的文件名不用加")
@_form
def check(file: Path | None, pack: str, folders: tuple[Path, ...], each: str, form: str) -> int:
    """检查一份 Word 模板，列出全部问题和所在的段落、单元格。

    不写模板时，检查模板包本身（公式、检查、设置里写的名称）和它的全部模板。没有致命问题时退出码为 0，有则为 1。
    """
    from perfgen.authoring import (
        check_manifest,
        check_template,
        faults_as_json,
        faults_as_text,
        pack_faults_as_json,
    )
    from perfgen.finding import Level
    from perfgen.pack import load_pack

    found = load_pack(pack, pack_folders(folders))
    if file is not None:
        every = [check_template(file.name, _read(file), found, each)]
        click.echo(faults_as_json(every[0]) if form == "json" else faults_as_text(every[0]))
    elif each:
        raise click.BadParameter("要和一份模板一起写", param_hint="--each")
    else:
        paths = {spec.template: found.template_path(spec) for spec in found.documents}
        every = [check_manifest(found)]
        every += [check_template(name, _read(path), found) for name, path in paths.items()]
        click.echo(pack_faults_as_json(every) if form == "json" else "\n".join(map(faults_as_text, every)))
    return FATAL if any(fault.kind.level is Level.FATAL for one in every for fault in one.faults) else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PerfgenError(f"{path} 打不开，请检查路径和权限") from error
