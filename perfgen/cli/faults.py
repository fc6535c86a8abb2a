"""What is said when the program itself is at fault: never a traceback, but where it was written down."""

import os
from pathlib import Path

import click


def apologise(traceback: str, what: str = "程序出了意料之外的错，没有改动您的文件") -> None:
    """Write a traceback into a log file and say so."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix="perfgen-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write(traceback)
    except OSError as error:
        click.echo(f"{what}，日志也写不了（{error.strerror}）。请检查磁盘空间和权限，再来一次。", err=True)
    else:
        click.echo(f"{what}。请把 {Path(name)} 发给维护程序的同事。", err=True)
