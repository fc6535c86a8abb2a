"""Commands around forms: packs, new, convert."""

from pathlib import Path

import click

from perfgen.cli.chinese import ChineseCommand
from perfgen.cli.filings import FATAL, pack_folders, pack_option, packs_option

_YAML = (".yaml", ".yml")
_suffix_help = "请用 .xlsx（Excel 工作簿）或 .yaml 作扩展名"


@click.command(cls=ChineseCommand)
@packs_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出的形式")
def packs(folders: tuple[Path, ...], form: str) -> int:
    """列出可用的模板包。

    有写错的模板包时退出码为 1，其他的照样列出。
    """
    import json

    from perfgen.pack import BrokenPackError, Pack, find_packs, read_pack

    found: list[Pack] = []
    broken: dict[str, str] = {}
    for folder in find_packs(pack_folders(folders)):
        try:
            pack = read_pack(folder)
        except BrokenPackError as error:
            broken[folder.name] = str(error)
        else:
            found += [pack] if pack.documents else []  # one without documents is only there to build on
    if form == "json":
        data = [
            {"name": pack.name, "title": pack.title, "documents": [spec.template for spec in pack.documents]}
            for pack in found
        ]
        faults = [{"name": name, "message": message} for name, message in broken.items()]
        click.echo(json.dumps({"packs": data, "broken": faults}, ensure_ascii=False, indent=2))
        return FATAL if broken else 0
    for pack in found:
        click.echo(f"{pack.name}  {pack.title}")
        for spec in pack.documents:
            each = f"（每个{spec.each}一份）" if spec.each else ""
            click.echo(f"    {spec.template.removesuffix('.docx')}{each}")
    for name, message in broken.items():
        click.echo(f"{name}  不能用，请先改正：")
        click.echo(f"    {message}")
    return FATAL if broken else 0


@click.command(cls=ChineseCommand)
@click.argument("pack", metavar="模板包")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@packs_option
def new(pack: str, file: Path, folders: tuple[Path, ...]) -> int:
    """生成空白的填报表：文件写 .xlsx 得工作簿，写 .yaml 得 YAML。

    已有的文件不会被覆盖。
    """
    from perfgen.blank import write_workbook, write_yaml
    from perfgen.pack import load_pack
    from perfgen.write import WriteError, write_file

    if file.suffix.lower() not in (".xlsx", *_YAML):
        raise click.BadParameter(_suffix_help, param_hint="文件")
    if file.exists():
        raise WriteError(f"{file} 已经存在。请换一个文件名，或先把它移走")
    found = load_pack(pack, pack_folders(folders))
    blank = write_yaml(found).encode() if file.suffix.lower() in _YAML else write_workbook(found)
    write_file(file, blank)
    click.echo(f"已生成空白表 {file}。填好后用 perfgen check {file} 检查。")
    return 0


@click.command(cls=ChineseCommand)
@click.argument("source", metavar="填报数据", type=click.Path(path_type=Path))
@click.argument("target", metavar="新文件", type=click.Path(path_type=Path))
@pack_option
@packs_option
def convert(source: Path, target: Path, pack: str, folders: tuple[Path, ...]) -> int:
    """在工作簿和 YAML 之间转换，内容不变。

    新文件已存在且不同时，先备份再更新。读不懂的内容会丢失，所以有结构或类型问题时不转换。
    """
    from perfgen.blank import write_workbook, write_yaml
    from perfgen.finding import is_fatal
    from perfgen.finding.catalogue import MISSING_VALUE
    from perfgen.generate import Packs, check_filing
    from perfgen.report import as_text
    from perfgen.write import write_file

    if target.suffix.lower() not in (".xlsx", *_YAML):
        raise click.BadParameter(_suffix_help, param_hint="新文件")
    outcome = check_filing(source, Packs(pack_folders(folders), pack))
    lost = [finding for finding in outcome.structure if finding.kind is not MISSING_VALUE]
    if outcome.filing is None or outcome.pack is None or is_fatal(lost):
        click.echo(as_text([outcome]))
        return FATAL
    is_yaml = target.suffix.lower() in _YAML
    data = (
        write_yaml(outcome.pack, outcome.filing).encode() if is_yaml else write_workbook(outcome.pack, outcome.filing)
    )
    written = write_file(target, data)
    click.echo(f"已转换为 {target}。" + (f"原来的文件已备份到 {written.backup}。" if written.backup else ""))
    return 0
