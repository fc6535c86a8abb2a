"""The command line: options, one call, an exit code. Heavy imports wait until a command needs them."""

import importlib
import os
import sys

import click

from perfgen import __version__
from perfgen.cli.chinese import ChineseCommand, ChineseGroup, in_chinese
from perfgen.cli.faults import apologise
from perfgen.errors import PerfgenError

MISUSE, FAILED, OUR_FAULT, INTERRUPTED = 2, 1, 3, 130
_COMMANDS = {
    "packs": "forms",
    "new": "forms",
    "convert": "forms",
    "check": "filings",
    "render": "render",
    "explain": "filings",
    "template": "templates",
}


class _Commands(ChineseGroup):
    """Loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the work."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module that holds the command."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"perfgen.cli.{_COMMANDS[cmd_name]}")
        command: ChineseCommand = getattr(module, cmd_name)
        return command


@click.group(cls=_Commands, name="perfgen")
@click.version_option(__version__, "--version", message="perfgen %(version)s", help="显示版本号")
def perfgen() -> None:
    """填一次数据，生成整套绩效自评文档。

    常用的三步：perfgen new 生成空白表；填好后用 perfgen check 检查；再用 perfgen render 生成 Word 文档。
    """


def main() -> None:
    """Run a command; every fault ends in a message in Chinese and an exit code, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = perfgen.main(prog_name="perfgen", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        click.echo(in_chinese(error), err=True)
        code = MISUSE
    except PerfgenError as error:
        click.echo(f"出错：{error}", err=True)
        code = MISUSE
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断。已经写好的文件都是完整的。", err=True)
        code = INTERRUPTED
    except Exception:
        if os.environ.get("PERFGEN_DEBUG"):
            raise
        import traceback

        apologise(traceback.format_exc())
        code = OUR_FAULT
    sys.exit(code or 0)
