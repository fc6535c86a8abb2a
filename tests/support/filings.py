"""Filings in one call, with the smallest pack."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from perfgen.batch.work import Done
from perfgen.generate import Outcome, Packs, check_filing
from perfgen.pack import Pack, load_pack
from support.docx import docx, p

_HERE = Path(__file__).parents[1] / "packs"
COMPLETE = """\
模板包: mini
单位: {单位名称: 甲局, 年度: 2023, 编制数: 87, 在职人数: 68}
报告: {职责: 负责司法行政。}
"""


@cache
def pack_folder() -> Path:
    """Return a folder with the packs of the tests and their templates."""
    folder = Path(mkdtemp(prefix="perfgen-packs-"))
    shutil.copytree(_HERE, folder, dirs_exist_ok=True)
    loop = p("{%p for 段 in 报告.职责.正文 %}") + p("{{ 段 }}") + p("{%p endfor %}")
    (folder / "mini" / "文档.docx").write_bytes(docx(p("{{ 单位.单位名称 }}在职{{ 单位.在职人数 }}人") + loop))
    (folder / "broken" / "文档.docx").write_bytes(docx(p("{{ 单位.没有 }}")))
    (folder / "reviewed" / "文档.docx").write_bytes(docx(p("{{ 报告.情况 }}")))
    return folder


def packs() -> Packs:
    """Return the choice of packs with the smallest one in it."""
    return Packs((pack_folder(),))


def mini() -> Pack:
    """Return the smallest pack."""
    return load_pack("mini", (pack_folder(),))


def checked(folder: Path, content: str | bytes, name: str = "甲.yaml") -> Outcome:
    """Write a filing and check it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return check_filing(path, packs())


def lines(outcome: Outcome | Done) -> list[str]:
    """Return the findings, a line each."""
    return [f"{found.place}  {found.level.chinese}：{found.message}（{found.kind.name}）" for found in outcome.findings]
